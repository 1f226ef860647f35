"""The Pareto front over two measures: candidates that no other is better than in both."""

from dataclasses import dataclass
from functools import cached_property
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
from experiments.selection.intervals import Place, best_seen
from experiments.statistics import Floats, Interval, t_interval

PLACES: tuple[Place, ...] = ("on the front", "perhaps", "off")


@dataclass(frozen=True)
class Front:
    """Where every candidate lies in two measures.

    values: shape (candidates, replications, 2), raw; NaN from where on a candidate was given up.
    places: `off` when some other candidate is better in both measures beyond limits that hold for all pairs together,
        `on the front` when none can be, `perhaps` otherwise.
    """

    what: ClassVar[str] = "front"
    field: Field
    kpis: tuple[Kpi, Kpi]
    values: Floats
    places: tuple[Place, ...]
    budget: float | None
    level: float
    preset: str
    seed: int
    command: str = ""

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return self.field.candidates

    @property
    def replications(self) -> int:
        return int(self.values.shape[1])

    def change(self, candidate: int, measure: int) -> Interval:
        """A candidate minus today in one of the two measures, over the replications that both have; by itself."""
        return t_interval(self.values[candidate, :, measure] - self.values[0, :, measure], self.level)

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row per candidate, those on the front first, then by the first measure: place, price, changes from today
        with limits."""
        rows = []
        first = self.kpis[0].better * np.array([np.nanmean(values) for values in self.values[:, :, 0]])
        for k in sorted(range(len(first)), key=lambda k: (PLACES.index(self.places[k]), -first[k])):
            each, seen = self.candidates[k], np.isfinite(self.values[k, :, 0])
            row: list[Any] = [
                each.name,
                " ".join(each.levers),
                self.places[k],
                each.price,
                each.one_off,
                int(seen.sum()),
            ]
            for m in range(2):
                change = self.change(k, m)
                row += [float(self.values[k, seen, m].mean()), change.estimate, change.low, change.high]
            rows.append(row)
        names = [f"{kpi.name}{end}" for kpi in self.kpis for end in ("", "_change", "_low", "_high")]
        columns = [
            "candidate",
            "levers",
            "place",
            "price_eur_per_year",
            "one_off_eur",
            "replications",
            *names,
        ]
        return pd.DataFrame(rows, columns=columns)

    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables by name."""
        return {"front": self.table}

    @property
    def verdict(self) -> str:
        """How many are on the front, may be on it, and are off."""
        counts = {place: self.places.count(place) for place in PLACES}
        first, second = self.kpis
        one = " is" if counts["on the front"] == 1 else " are"
        from experiments.selection.words import within

        return (
            f"Of {len(self.places)} candidates{within(self.budget)}, {counts['on the front']}{one} on the front of "
            f"{first.title} and {second.title}, {counts['perhaps']} may be, and for {counts['off']} some other is "
            f"better in both. All of this holds together with {self.level:.0%}."
        )

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
            "kpis": [kpi.name for kpi in self.kpis],
            "level": self.level,
            "replications": self.replications,
            "preset": self.preset,
            "seed": self.seed,
        }
        spent = {"looking at today": LOOKS, "choosing": int(np.isfinite(self.values[:, :, 0]).sum())}
        return {
            "id": content_hash(plan),
            **plan,
            "spent": spent,
            "versions": versions(),
            "command": self.command,
        }

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain data."""
        from experiments.selection import words

        found = {
            "scenario": self.field.question.original.scenario,
            "kpis": {kpi.name: {"unit": kpi.unit_of_difference, "scale": kpi.scale, "estimand": kpi.estimand}
                     for kpi in self.kpis},
            "budget": self.budget,
            "budget_unit": BUDGET_UNIT,
            "budget_meaning": BUDGET_MEANING,
            "verdict": self.verdict,
            "assumptions": words.assumptions(self.field, self.preset),
            "candidates": self.table.to_dict(orient="records"),
            "manifest": self.manifest,
        }  # fmt: skip
        return dict(plain(found))

    def figure(self) -> Figure:
        """Both measures as changes from today, the front, and who is on it."""
        from experiments.selection.figure_front import front_figure

        return front_figure(self)

    def save(self, folder: str | Path) -> Path:
        """Write table, figure and manifest into a folder of their own below `folder`; return it."""
        from experiments.selection.saving import save

        return save(self, Path(folder))


def drawn_front(front: Front) -> list[int]:
    """Candidates whose means no other's beat in both measures, in the order of the first measure."""
    better = np.array([kpi.better for kpi in front.kpis])
    alive = [k for k, place in enumerate(front.places) if place != "off"]
    means = front.values[alive].mean(axis=1) * better
    chosen = np.flatnonzero(best_seen(means))
    return [alive[k] for k in chosen[np.argsort(means[chosen, 0])]]
