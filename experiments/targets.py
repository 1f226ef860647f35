"""How well today's own numbers are met: what was wanted, what fresh runs gave, and why something is missed."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from experiments.intercept_search import Names, Seen, Shares, routed
from experiments.knob_search import Reading
from experiments.knobs import Knob
from experiments.kpis import Kpi, kpis_of
from experiments.statistics import Floats
from experiments.voices.voice import ENGLISH, PROBLEMS, Voice
from scenarios.schema import LOST, Scenario
from sim.intercepts import Intercepts

MET = 4.0  # standard errors beyond which a number counts as missed
NOISE = 3.0  # the same for knobs, whose standard error counts both the trials' luck and that of the last look


@dataclass(frozen=True)
class Target:
    """One number of today: what was wanted and what fresh calibration runs gave, with its standard error.

    what: a measure's name, or an edge ("from>to").  knob: what was turned for it, from `start` to `solved`.
    problem: why it is not met; empty when it is.
    """

    what: str
    wanted: float
    reached: float
    standard_error: float
    knob: str = ""
    start: float | None = None
    solved: float | None = None
    problem: str = ""


def reading_of(measures: Floats) -> Reading:
    """Mean and standard error over (replications, measures); NaN where nobody was there to be measured."""
    finite = np.isfinite(measures)
    count = np.maximum(finite.sum(axis=0), 1)
    mean = np.where(finite, measures, 0.0).sum(axis=0) / count
    square = (np.where(finite, measures - mean, 0.0) ** 2).sum(axis=0) / np.maximum(count - 1, 1)
    return Reading(np.where(finite.any(axis=0), mean, np.nan), np.sqrt(square / count))


def routes(
    world: Scenario, names: Names, intercepts: Intercepts, wanted: Shares, seen: Seen
) -> tuple[list[Target], list[str]]:
    """The routing shares, where they were asked for, and sentences about steps that more abandon than may leave."""
    targets: list[Target] = []
    unmet: list[str] = []
    if not (world.calibrate.conversion and world.mechanisms.choice):
        return [], []
    for code, (_, visits, shares) in routed(world, names, seen, wanted).items():
        for edge, share in shares.items():
            target = names[edge][1]
            reached = float(seen.counted[edge] / visits)
            if code in intercepts.never_leaves:
                if target == LOST and reached > share:
                    name = world.touchpoints[code].name
                    numbers = {"reached": f"{reached:.1%}", "share": f"{share:.1%}"}
                    unmet.append(ENGLISH("unmet.route", code=code, name=name, **numbers))
                continue
            if share == reached == 0.0:
                continue
            error = math.sqrt(max(share * (1.0 - share), 0.0) / visits)
            name = f"{code}>{target}"
            knob, solved = f"intercept of {name}", intercepts.edge.get(name, 0.0)
            targets.append(Target(name, share, reached, error, knob, 0.0, solved))
    return targets, unmet


def of_intercepts(world: Scenario, intercepts: Intercepts, seen: Seen) -> Iterator[Target]:
    """Churn and NPS, from the pooled customers of the last look."""
    wanted, behaviour = world.calibrate.churn_rate_12m, world.behaviour
    if wanted is not None and world.mechanisms.churn and seen.duration.size:
        error = math.sqrt(wanted * (1.0 - wanted) / seen.duration.size)
        yield _judged(
            Target("churn_rate_12m", wanted, 1.0 - seen.survival, error, "behaviour.churn.baseline_per_day",
                   behaviour.churn.baseline_per_day, intercepts.baseline_per_day)
        )  # fmt: skip
    elif wanted is not None:
        why = ENGLISH("unmet.churn_off" if seen.duration.size else "unmet.no_customer")
        yield Target("churn_rate_12m", wanted, math.nan, math.nan, problem=why)
    wanted = world.calibrate.nps
    if wanted is not None and seen.latent.size:
        level = behaviour.advocacy.intercept if intercepts.advocacy is None else intercepts.advocacy
        error = 100.0 * math.sqrt(0.7 / seen.latent.size)
        yield _judged(
            Target("nps", wanted, seen.nps(level), error, "behaviour.advocacy.intercept",
                   behaviour.advocacy.intercept, level)
        )  # fmt: skip
    elif wanted is not None:
        yield Target("nps", wanted, math.nan, math.nan, problem=ENGLISH("unmet.nobody_asked"))


def _judged(target: Target) -> Target:
    """The target with its problem, if it is missed by more than noise."""
    if abs(target.reached - target.wanted) <= MET * target.standard_error:
        return target
    return replace(target, problem=ENGLISH("unmet.unsettled"))


def of_knobs(knobs: Sequence[Knob], values: Mapping[str, float], seen: Seen, trials: int) -> Iterator[Target]:
    """The knobs' measures, as means over the replications of the last look; every trial rested on `trials` others."""
    reading = reading_of(seen.measures)
    both = reading.error * math.sqrt(1.0 + len(seen.measures) / trials)
    for number, knob in enumerate(knobs):
        reached, error = float(reading.mean[number]), float(both[number])
        value = values[knob.name]
        problem = knob.problem
        if not problem and not math.isfinite(reached):
            problem = ENGLISH("unmet.nobody_measured")
        elif not problem and abs(reached - knob.wanted) > max(NOISE * error, 1e-9 * abs(knob.wanted)):
            problem = _why_missed(knob, value, alone=len(knobs) == 1)
        yield Target(knob.name, knob.wanted, reached, error, knob.words, knob.start, value, problem)


def _why_missed(knob: Knob, value: float, *, alone: bool) -> str:
    place = knob.position(value)
    if place < 0.002 or place > 0.998:
        end, bound = ("lowest", knob.low) if place < 0.5 else ("highest", knob.high)
        return ENGLISH(f"unmet.{end}", knob=knob.words, bound=f"{bound:.4g}")
    key = "unmet.no_closer" if alone else "unmet.no_closer.others"
    return ENGLISH(key, knob=knob.words, low=f"{knob.low:.4g}", high=f"{knob.high:.4g}")


def sentences(world: Scenario, targets: Sequence[Target], say: Voice = ENGLISH) -> list[str]:
    """What is not met and why, a sentence each."""
    measures = {kpi.name: kpi for kpi in kpis_of(world)}
    return [_sentence(measures[target.what], target, say) for target in targets if target.problem]


def _sentence(kpi: Kpi, target: Target, say: Voice) -> str:
    """A problem is kept in English with its target, so it is said again."""
    got = say("unmet.got", reached=say.level(kpi, target.reached)) if math.isfinite(target.reached) else ""
    problem = target.problem if say is ENGLISH else say.again(target.problem, *PROBLEMS)
    return say(
        "unmet", measure=say.title(kpi), wanted=say.level(kpi, target.wanted), got=got, problem=problem
    )
