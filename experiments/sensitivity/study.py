"""The sensitivity of the difference between two designs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from experiments.errors import InputError
from experiments.kpis import Kpi
from experiments.manifest import content_hash, versions
from experiments.plain import plain
from experiments.sensitivity.analysis import FEW, Method, Sensitivity, analyse
from experiments.sensitivity.noise import known_replications
from experiments.sensitivity.verdict import verdict
from experiments.statistics import Floats
from experiments.study.points import live
from experiments.study.question import Question
from experiments.study.space import Factor, factors, points_of
from experiments.study.store import Store
from experiments.study.trials import Trials
from experiments.workers import Progress
from scenarios.remarks import Remark

ASSUMED = (
    "Every factor is taken to be equally likely anywhere in its range, whatever the others are: the ranges are "
    "assumed, and so are the lever levels."
)


@dataclass(frozen=True)
class Study:
    """What the paired difference of a measure depends on, and how it was found out."""

    question: Question
    kpi: Kpi
    found: Sensitivity
    seed: int
    replications: int
    plan: Mapping[str, Any]
    problems: Mapping[int, str]

    @property
    def answer(self) -> str:
        first, second = (self.question.scenario.designs[name].title for name in self.question.designs)
        return f"the difference in {self.kpi.title} ({second} less {first})"

    @property
    def verdict(self) -> list[str]:
        """What the study says, in plain words."""
        said = verdict(self.found, self.answer, self.kpi.unit_of_difference, self.kpi.scale)
        return [*said, self.ahead] if self.ahead else said

    @property
    def ahead(self) -> str:
        """In how many of the worlds the second design is the better one; empty where nothing is better."""
        share = self.found.ahead
        if share is None or self.kpi.better == 0:
            return ""
        at, low, high = share.estimate, share.low, share.high
        if self.kpi.better < 0:
            at, low, high = 1.0 - at, 1.0 - high, 1.0 - low
        second = self.question.scenario.designs[self.question.designs[1]].title
        return (
            f"With all factors moving at once, {second} is ahead in {100 * at:.0f} % of {share.count:,} worlds "
            f"({100 * low:.0f} to {100 * high:.0f})."
        )

    @property
    def key(self) -> str:
        return content_hash(dict(self.plan))

    @property
    def screen(self) -> pd.DataFrame | None:
        """The screen, one row per factor: raw units of the measure per whole range."""
        return None if self.found.screen is None else self._told(self.found.screen.table)

    @property
    def indices(self) -> pd.DataFrame | None:
        """The indices, one row per factor looked at alone and one for all others."""
        return None if self.found.indices is None else self._told(self.found.indices.table)

    def _told(self, table: pd.DataFrame) -> pd.DataFrame:
        known = {factor.path: factor for factor in self.found.factors}
        told = pd.DataFrame(
            [(path, self.found.title(path), *_range(known.get(path))) for path in map(str, table.index)],
            columns=["factor", "title", "from", "to", "unit", "evidence"],
        )
        return pd.concat([told, table.reset_index(drop=True)], axis=1)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        noise = self.found.noise
        data: dict[str, Any] = plain(
            {
                **self.plan,
                "answer": self.answer,
                "unit": self.kpi.unit_of_difference,
                "who_was_counted": self.kpi.estimand,
                "verdict": self.verdict,
                "warnings": self.found.warnings,
                "noise": {"share": noise.share, "response_variance": noise.response, "needed": noise.needed},
                "screen": None if self.screen is None else self.screen.to_dict(orient="records"),
                "indices": None if self.indices is None else self.indices.to_dict(orient="records"),
                "problems": dict(self.problems),
                "assumed": ASSUMED,
            }
        )
        return data

    @property
    def manifest(self) -> dict[str, Any]:
        return {"id": self.key, **plain(dict(self.plan)), "versions": versions()}


def sensitivity(
    question: Question,
    vary: Sequence[str] = ("uncertainties",),
    *,
    kpi: str = "profit",
    method: Method = "both",
    trajectories: int = 20,
    points: int = 64,
    replications: int = 3,
    few: int = FEW,
    seed: int = 1,
    remarks: Mapping[str, Remark] | None = None,
    workers: int | None = None,
    progress: Callable[[str], Progress | None] | None = None,
    store: Store | None = None,
) -> Study:
    """Which numbers the paired difference of a measure between the two designs depends on.

    vary: as in `space.factors`.  The same customers live through both designs at every point.  For the rest see
    `analysis.analyse`; raises like it, and for unknown names.
    """
    known_replications(replications)
    varied = factors(question, vary, remarks)
    if len(varied) < 2:
        raise InputError("sensitivity compares factors: vary two or more")
    trials = Trials(question.scenario, seed=seed, workers=workers, progress=progress, store=store)
    respond = Difference(question, trials, varied, trials.place(kpi), replications)
    found = analyse(
        varied, respond, method=method, trajectories=trajectories, points=points, few=few, seed=seed
    )
    plan = {
        "scenario": question.scenario.scenario, "designs": list(question.designs), "preset": question.preset,
        "measure": kpi, "method": method, "seed": seed, "replications": replications, "trajectories": trajectories,
        "points": points, "factors": [[f.path, f.low, f.high] for f in varied],
        "worlds": [trial.key for trial in question.at()],
    }  # fmt: skip
    return Study(question, trials.kpis[trials.place(kpi)], found, seed, replications, plan, respond.problems)


def _range(factor: Factor | None) -> tuple[float, float, str, str]:
    return (
        (np.nan, np.nan, "", "")
        if factor is None
        else (factor.low, factor.high, factor.unit, factor.evidence)
    )


@dataclass
class Difference:
    """Answers with the paired difference of a measure, second design less first."""

    question: Question
    trials: Trials
    factors: Sequence[Factor]
    place: int
    replications: int
    problems: dict[int, str] = field(default_factory=dict)

    def __call__(self, values: Floats) -> Floats:
        """(points, factors) -> (points, replications); NaN where there is no such world."""
        points = points_of(self.question, self.factors, values)
        lived = live(self.question, self.trials, points, range(self.replications))
        self.problems |= lived.problems
        differences = np.asarray(lived.differences[:, :, self.place])
        if np.isnan(differences).all():
            title = self.trials.kpis[self.place].title
            raise InputError(f"{title} cannot be measured in these worlds; look at another measure")
        return differences
