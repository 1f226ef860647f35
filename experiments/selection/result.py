"""What a selection found."""

from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.kpis import Kpi
from experiments.manifest import content_hash, scenario_hash, versions
from experiments.plain import plain
from experiments.selection.candidates import BUDGET_MEANING, BUDGET_UNIT, Candidate
from experiments.selection.field import LOOKS, Field
from experiments.selection.intervals import Behind, Lead, behind_best, leads
from experiments.selection.race import Race
from experiments.statistics import Floats, Interval, t_interval

KN, HALVING, KN_OF_FINALISTS = "KN", "successive halving", "successive halving, then KN"


@dataclass(frozen=True)
class Fresh:
    """The candidates lived through anew, the winner first.

    values: shape (candidates, replications, measures), raw.  in_race: the winner's values minus those of each candidate
    in the race, more being better.
    """

    candidates: tuple[int, ...]
    values: Floats
    in_race: dict[int, Floats]


@dataclass(frozen=True)
class Selection:
    """The winner of many candidates, and what is known of its lead; all tables in raw units.

    zone: what difference is too small to matter, raw.  races: each with the candidates that its numbers stand for.
    order: all candidates, winner first, then by when they were given up.
    """

    what: ClassVar[str] = "selection"
    field: Field
    kpi: Kpi
    zone: float
    zone_named: bool
    budget: float | None
    level: float
    procedure: str
    races: tuple[tuple[Race, tuple[int, ...]], ...]
    order: tuple[int, ...]
    fresh: Fresh
    first_stage: int
    confirm: int
    runs: int | None
    preset: str
    seed: int
    command: str = ""

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return self.field.candidates

    @property
    def winner(self) -> Candidate:
        return self.candidates[self.order[0]]

    @property
    def runner_up(self) -> Candidate:
        return self.candidates[self.order[1]]

    @property
    def today(self) -> Candidate:
        return self.candidates[0]

    @property
    def reference(self) -> Candidate:
        """Whom the winner is measured against: today, or the runner-up where today has won."""
        return self.runner_up if self.winner is self.today else self.today

    @cached_property
    def leads(self) -> dict[str, Lead]:
        """The winner minus each other tested candidate on fresh replications, by its name."""
        place = self.field.trials.place(self.kpi.name)
        found = leads(self.fresh.values[:, :, place], 0, self.level)
        return {self.candidates[self.fresh.candidates[lead.other]].name: lead for lead in found}

    @cached_property
    def may_be_best(self) -> tuple[str, ...]:
        """The winner, and who was tested and not shown to be worse; all together with the level."""
        rest = [name for name, lead in self.leads.items() if lead.together.sign * self.kpi.better <= 0]
        return (self.winner.name, *rest)

    @property
    def seemed(self) -> float:
        """The winner's lead on the reference as the race saw it, raw: picked as the largest, hence too good."""
        return float(self.kpi.better * self.fresh.in_race[self.candidates.index(self.reference)].mean())

    @property
    def curse(self) -> Interval:
        """The winner's curse, raw: the lead as it seemed in the race minus what it is on fresh replications."""
        lead, seemed = self.leads[self.reference.name].alone, self.seemed
        return Interval(seemed - lead.estimate, seemed - lead.high, seemed - lead.low, lead.count)

    @cached_property
    def first_look(self) -> Behind:
        """Every candidate minus the best of the others, in the replications that all have in the first race."""
        return behind_best(self.races[0][0].common, self.level)

    @cached_property
    def ranking(self) -> pd.DataFrame:
        """A row per candidate, best first: what it costs, who was given up when, and what the first look said.

        stage and replications: when it was given up; behind_then: how far its mean was from the leader's at that time
        (no estimate: it was picked for being small).  low, high: its distance to the best of the others, all together
        with the level, in the replications that all candidates have (first_look).
        """
        out = {}
        for number, (race, numbers) in enumerate(self.races, start=1):
            for gone in race.out:
                out[numbers[gone.candidate]] = (number, gone.replications, self.kpi.better * -gone.behind)
        look, better = self.first_look, self.kpi.better
        rows = []
        for rank, k in enumerate(self.order, start=1):
            stage, replications, behind = out.get(k, (0, self.races[-1][0].values.shape[1], np.nan))
            ends = sorted((better * float(look.low[k]), better * float(look.high[k])))
            each = self.candidates[k]
            rows.append((rank, each.name, " ".join(each.levers), each.price, each.one_off, stage, replications, behind,
                         *ends, bool(look.may_be_best[k]), k in self.fresh.candidates))  # fmt: skip
        return pd.DataFrame(rows, columns=[
            "rank", "candidate", "levers", "price_eur_per_year", "one_off_eur", "given_up_in_race", "replications",
            "behind_then", "low", "high", "first_look_may_be_best", "tested",
        ])  # fmt: skip

    @cached_property
    def tested(self) -> pd.DataFrame:
        """A row per tested candidate: its level on fresh replications, and the winner minus it."""
        place = self.field.trials.place(self.kpi.name)
        rows = []
        for k, values in zip(self.fresh.candidates, self.fresh.values[:, :, place], strict=True):
            level, name = t_interval(values, self.level), self.candidates[k].name
            lead = self.leads.get(name)
            ends = (np.nan,) * 5
            if lead is not None:
                ends = (
                    lead.alone.estimate,
                    lead.alone.low,
                    lead.alone.high,
                    lead.together.low,
                    lead.together.high,
                )
            rows.append((name, level.estimate, level.low, level.high, *ends, name in self.may_be_best))
        return pd.DataFrame(rows, columns=[
            "candidate", "level", "level_low", "level_high", "winner_ahead_by", "low", "high", "low_together",
            "high_together", "may_be_best",
        ])  # fmt: skip

    @cached_property
    def effects(self) -> pd.DataFrame:
        """A row per measure: the winner minus the reference on fresh replications, each interval by itself."""
        other = self.fresh.candidates.index(self.candidates.index(self.reference))
        rows = []
        for kpi, first, second in zip(
            self.field.trials.kpis, self.fresh.values[other].T, self.fresh.values[0].T, strict=True
        ):
            change = t_interval(second - first, self.level)
            better = change.sign * kpi.better
            rows.append((kpi.name, first.mean(), second.mean(), change.estimate, change.low, change.high, better,
                         kpi.estimand))  # fmt: skip
        columns = ["measure", "reference", "winner", "difference", "low", "high", "better", "estimand"]
        return pd.DataFrame(rows, columns=columns)

    @property
    def spent(self) -> dict[str, int]:
        """Worlds of every stage, those kept from another session among them."""
        names = ["choosing"] if len(self.races) == 1 else ["screening", "choosing"]
        raced = {name: race.observations for name, (race, _) in zip(names, self.races, strict=True)}
        return {"looking at today": LOOKS, **raced, "confirming": len(self.fresh.candidates) * self.confirm}

    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables by name."""
        return {
            "ranking": self.ranking,
            "tested": self.tested,
            "effects": self.effects,
            "races": self._values(),
        }

    def _values(self) -> pd.DataFrame:
        """What was seen in the races and in the test: race (0 the test), candidate, replication, value."""
        place = self.field.trials.place(self.kpi.name)
        rows = [
            (number, self.candidates[k].name, replication, self.kpi.better * value)
            for number, (race, numbers) in enumerate(self.races, start=1)
            for k, values in zip(numbers, race.values, strict=True)
            for replication, value in enumerate(values)
            if isfinite(value)
        ]
        rows += [
            (0, self.candidates[k].name, replication, float(value))
            for k, values in zip(self.fresh.candidates, self.fresh.values[:, :, place], strict=True)
            for replication, value in enumerate(values)
        ]
        return pd.DataFrame(rows, columns=["race", "candidate", "replication", self.kpi.name])

    @property
    def manifest(self) -> dict[str, Any]:
        """What was asked, with which versions; `id` is a hash of what was asked."""
        scenario = self.field.question.original
        plan = {
            "scenario": scenario.scenario,
            "scenario_hash": scenario_hash(scenario),
            "candidates": [each.name for each in self.candidates],
            "worlds": [each.trial.key for each in self.candidates],
            "budget_eur_per_year": self.budget,
            "kpi": self.kpi.name,
            "indifference": self.zone * self.kpi.scale,
            "level": self.level,
            "runs": self.runs,
            "first_stage": self.first_stage,
            "confirm": self.confirm,
            "preset": self.preset,
            "seed": self.seed,
        }
        return {
            "id": content_hash(plan),
            **plan,
            "spent": self.spent,
            "versions": versions(),
            "command": self.command,
        }

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data."""
        from experiments.selection import words

        lead = self.leads[self.reference.name]
        found = {
            "scenario": self.field.question.original.scenario,
            "kpi": self.kpi.name,
            "unit": self.kpi.unit_of_difference,
            "scale": self.kpi.scale,
            "estimand": self.kpi.estimand,
            "indifference_in_unit": self.zone * self.kpi.scale,
            "budget": self.budget,
            "budget_unit": BUDGET_UNIT,
            "budget_meaning": BUDGET_MEANING,
            "procedure": self.procedure,
            "winner": self.winner.name,
            "runner_up": self.runner_up.name,
            "reference": self.reference.name,
            "winner_ahead_by": {
                "estimate": lead.alone.estimate,
                "low": lead.alone.low,
                "high": lead.alone.high,
            },
            "may_be_best": list(self.may_be_best),
            "seemed": self.seemed,
            "winners_curse": {
                "estimate": self.curse.estimate,
                "low": self.curse.low,
                "high": self.curse.high,
            },
            "runs": self.spent,
            "verdict": words.verdict(self),
            "guarantee": words.guarantee(self),
            "assumptions": words.assumptions(self.field, self.preset),
            **{
                name: table.to_dict(orient="records")
                for name, table in self.tables().items()
                if name != "races"
            },
            "manifest": self.manifest,
        }
        return dict(plain(found))

    def figure(self) -> Figure:
        """The ranking: everybody's distance to the winner, with limits, and the indifference zone."""
        from experiments.selection.figure import ranking_figure

        return ranking_figure(self)

    def save(self, folder: str | Path) -> Path:
        """Write tables, figure and manifest into a folder of their own below `folder`; return it."""
        from experiments.selection.saving import save

        return save(self, Path(folder))
