"""What measuring would be worth to the choice between designs of a scenario, and what to measure first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments import worlds
from experiments.errors import InputError
from experiments.kpis import Kpi
from experiments.ledger.assumptions import number
from experiments.manifest import content_hash, versions
from experiments.plain import plain
from experiments.sensitivity.measuring import how
from experiments.sensitivity.study import ASSUMED
from experiments.sensitivity.value import FEWEST, Flip, Value, value_of_information
from experiments.statistics import Interval
from experiments.study.points import live
from experiments.study.question import Question
from experiments.study.space import Factor, central, factors, points_of, scaled, sobol
from experiments.study.store import Store
from experiments.study.trials import Trial, Trials
from experiments.workers import Progress
from scenarios.remarks import Remark

MONEY = "EUR"
LEAST = 0.01  # of the value of knowing everything


@dataclass(frozen=True)
class Worth:
    """The value of information in a choice between designs.

    designs: those that may be chosen, the first is today's.  found: in raw units of the measure, more is better.
    today: where each factor stands.  entrants_per_year: counted entrants.  at_least: what another design must be
    worth more than the first to be chosen, raw units.
    """

    question: Question
    designs: tuple[str, ...]
    kpi: Kpi
    factors: tuple[Factor, ...]
    today: tuple[float, ...]
    found: Value
    entrants_per_year: float
    at_least: float
    plan: Mapping[str, Any]
    problems: Mapping[int, str]

    @property
    def key(self) -> str:
        return content_hash(dict(self.plan))

    @property
    def is_money(self) -> bool:
        return self.kpi.unit == MONEY

    def title(self, design: int) -> str:
        """Title of a design by its place."""
        return self.question.scenario.designs[self.designs[design]].title

    @property
    def ranked(self) -> list[int]:
        """Places of the factors worth measuring, the most valuable first: beyond noise, and at least a hundredth of
        what knowing everything is worth."""
        known, least = self.found.known, LEAST * self.found.evpi.estimate
        worth = [k for k, one in enumerate(known) if one.is_beyond_noise and one.worth.estimate >= least]
        return sorted(worth, key=lambda k: -known[k].worth.estimate)

    @property
    def table(self) -> pd.DataFrame:
        """One row per factor, the most valuable first: the measurement plan and what is not worth measuring."""
        order = [
            *self.ranked,
            *(k for k in range(len(self.factors)) if k not in self.ranked),
        ]
        rows = []
        for k in order:
            factor, known = self.factors[k], self.found.known[k]
            worth = known.worth
            rows.append({
                "factor": factor.path, "title": factor.title, "unit": factor.unit, "today": self.today[k],
                "from": factor.low, "to": factor.high, "evidence": factor.evidence, "source": factor.source,
                "worth": worth.estimate * self.kpi.scale, "worth_low": worth.low * self.kpi.scale,
                "worth_high": worth.high * self.kpi.scale, "is_beyond_noise": known.is_beyond_noise,
                "how": how(factor), "flips": "; ".join(self.flip(k, flip) for flip in known.flips),
            })  # fmt: skip
            if self.is_money:
                rows[-1]["worth_per_year"] = worth.estimate * self.entrants_per_year
        return pd.DataFrame(rows)

    def flip(self, k: int, flip: Flip) -> str:
        """From which value of a factor on another design is better."""
        factor = self.factors[k]

        def at(share: float) -> str:
            return number(factor.at(min(max(share, 0.0), 1.0)))

        low = "the low end" if flip.share.low < 0.0 else at(flip.share.low)
        high = "the high end" if flip.share.high > 1.0 else at(flip.share.high)
        side = "above" if flip.above else "below"
        return f"{side} {at(flip.share.estimate)} ({low} to {high}) {self.title(flip.design)} is better"

    def shown(self, worth: Interval) -> str:
        """A value with its limits, per entrant, and per year where it is money."""
        values = (worth.estimate, worth.low, worth.high)
        if not any(values):
            return "nothing"
        middle, low, high = (f"{value * self.kpi.scale:,.3g}" for value in values)
        if not self.is_money:
            return f"{middle} {self.kpi.unit_of_difference} ({low} to {high})"
        year, least, most = (_round(value * self.entrants_per_year) for value in values)
        return f"EUR {middle} per entrant ({low} to {high}), EUR {year} a year ({least} to {most})"

    @property
    def verdict(self) -> list[str]:
        """What is at stake, in plain words."""
        found, scale = self.found, self.kpi.scale
        second = [k for k in range(len(self.designs)) if k != found.choice]
        leads = ", ".join(
            f"{_with_unit(self.kpi, found.means[k].estimate * scale)} better than {self.title(k)} "
            f"({found.means[k].low * scale:,.3g} to {found.means[k].high * scale:,.3g})"
            for k in second
        )
        hurdle = ""
        if self.at_least:
            needed = _with_unit(self.kpi, self.at_least * scale)
            hurdle = f", after taking off the {needed} that leaving {self.title(0)} must be worth"
        wrong = found.wrong
        said = [
            (
                f"Choose {self.title(found.choice)}: over all futures in the ranges it is {leads} in {self.kpi.title}"
                f"{hurdle}."
            ),
            (
                f"Another choice would have been better in {100 * wrong.estimate:.0f} % of the futures "
                f"({100 * wrong.low:.0f} to {100 * wrong.high:.0f})."
            ),
        ]
        if not found.changes_nothing:
            said.append(f"Knowing everything before choosing would be worth {self.shown(found.evpi)}.")
        return [*said, self._advice()]

    def _advice(self) -> str:
        found = self.found
        if found.changes_nothing:
            everything = self.shown(found.evpi)
            nothing = f"Measuring nothing would change the decision: knowing everything is worth {everything}"
            if found.least <= 0.0:
                return f"{nothing}, which cannot be told from nothing."
            least = _with_unit(self.kpi, found.least * self.kpi.scale)
            return (
                f"{nothing}. In 95 % of the futures {self.title(found.choice)} is ahead by {least} or more; "
                "--worth-at-least asks what would change if it had to be ahead by more than that."
            )
        if not self.ranked:
            return (
                "No single number is worth measuring by itself: none alone turns the decision beyond what a number "
                "that says nothing would seem to; only several together do."
            )
        first = self.factors[self.ranked[0]]
        return (
            f"Measure first: {first.title} ({how(first)}). It alone is worth "
            f"{self.shown(found.known[self.ranked[0]].worth)}."
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        found = self.found
        data: dict[str, Any] = plain({
            **self.plan, "unit": self.kpi.unit_of_difference, "who_was_counted": self.kpi.estimand,
            "choice": self.designs[found.choice], "verdict": self.verdict,
            "entrants_per_year": self.entrants_per_year, "noise_share": found.noise_share,
            "evpi": [getattr(found.evpi, end) * self.kpi.scale for end in ("estimate", "low", "high")],
            "probability_wrong": [found.wrong.estimate, found.wrong.low, found.wrong.high],
            "measurement_plan": self.table.to_dict(orient="records"), "points_left_out": found.dropped,
            "problems": dict(self.problems), "assumed": ASSUMED,
        })  # fmt: skip
        return data

    @property
    def manifest(self) -> dict[str, Any]:
        return {"id": self.key, **plain(dict(self.plan)), "versions": versions()}


def worth(
    question: Question,
    vary: Sequence[str] = ("assumptions", "levels"),
    *,
    also: Sequence[str] = (),
    kpi: str = "profit",
    at_least: float = 0.0,
    points: int = 128,
    replications: int = 2,
    seed: int = 1,
    remarks: Mapping[str, Remark] | None = None,
    workers: int | None = None,
    progress: Callable[[str], Progress | None] | None = None,
    store: Store | None = None,
) -> Worth:
    """What knowing each of the numbers varied would be worth to the choice between the designs.

    also: further designs that may be chosen.  at_least: what a design must be worth more than the first to be chosen,
    in the unit the measure is shown in.  points: of a scrambled Sobol' sequence over all factors at once, a power of
    two, 32 or more.  Raises InputError for senseless sizes, unknown names, and a measure without a better side.
    """
    if points < FEWEST or replications < 2:
        raise InputError(
            f"the value of information needs {FEWEST} points and 2 replications or more, got {points} and "
            f"{replications}: luck must not count as information"
        )
    for name in also:
        worlds.known_designs(question.scenario, (name, name))
    designs = tuple(dict.fromkeys([*question.designs, *also]))
    trials = Trials(question.scenario, seed=seed, workers=workers, progress=progress, store=store)
    place = trials.place(kpi)
    measure = trials.kpis[place]
    if measure.better == 0:
        raise InputError(f"{measure.title} is neither better nor worse by itself; a decision cannot go by it")
    varied = factors(question, vary, remarks)
    shares = sobol([Factor(f.path, "", 0.0, 1.0) for f in varied], points, seed)
    lived = live(
        question, trials, points_of(question, varied, scaled(varied, shares)), range(replications),
        "living through every design at every point",
        at=lambda changes: tuple(question.design(name, changes) for name in designs), designs=len(designs),
    )  # fmt: skip
    worths = measure.better * lived.values[:, :, :, place]
    if np.isnan(worths).all():
        raise InputError(f"{measure.title} cannot be measured in these worlds; choose by another measure")
    hurdle = at_least / measure.scale
    worths[:, 1:] -= hurdle
    plan = {
        "scenario": question.scenario.scenario, "designs": list(designs), "preset": question.preset, "measure": kpi,
        "worth_at_least": at_least, "seed": seed, "points": points, "replications": replications,
        "factors": [[f.path, f.low, f.high] for f in varied],
        "worlds": [question.design(name).key for name in designs],
    }  # fmt: skip
    return Worth(
        question=question,
        designs=designs,
        kpi=measure,
        factors=tuple(varied),
        today=tuple(central(question, varied)),
        found=value_of_information(worths, shares, seed),
        entrants_per_year=_entrants_per_year(trials, question.design(designs[0]), replications),
        at_least=hurdle,
        plan=plan,
        problems=lived.problems,
    )


def _entrants_per_year(trials: Trials, today: Trial, replications: int) -> float:
    """Counted entrants per year of the counting window, mean over replications."""
    years = trials.years([today], range(replications))[0, :, 1]
    return float(np.mean(1.0 / years))


def _with_unit(kpi: Kpi, value: float) -> str:
    text = f"{value:,.3g}"
    return f"EUR {text} per entrant" if kpi.unit == MONEY else f"{text} {kpi.unit_of_difference}".rstrip()


def _round(value: float) -> str:
    """Money of a year to three digits that count."""
    if value == 0.0:
        return "0"
    digits = 2 - int(np.floor(np.log10(abs(value))))
    return f"{round(value, digits):,.0f}" if abs(value) >= 1.0 else f"{value:.2g}"
