"""The plan of a sweep: which points, settled and written down before anything is lived through."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.errors import InputError
from experiments.manifest import content_hash, scenario_hash
from experiments.plain import plain
from experiments.results import csv_text, json_text, write_whole
from experiments.statistics import Floats
from experiments.study import space
from experiments.study.question import Changes, Question, ask
from experiments.study.space import Factor
from experiments.sweeping.asked import LEVELS, POINTS, Asked, checked, method_of
from experiments.workers import Progress


@dataclass(frozen=True)
class Plan:
    """Which points are looked at, and for what.

    values: shape (points, factors); NaN where a point leaves the scenario as it is and nothing numeric stands there.
    """

    asked: Asked
    question: Question
    factors: tuple[Factor, ...]
    method: str
    values: Floats

    @cached_property
    def changes(self) -> list[Changes]:
        """What is changed in the scenario at each point."""
        return space.points_of(self.question, self.factors, self.values)

    @property
    def worlds(self) -> int:
        """Worlds to be lived through: two designs at each point in each replication."""
        return 2 * len(self.values) * self.asked.replications

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row per point, a column per factor."""
        columns = {f.path: shown(f, self.values[:, k]) for k, f in enumerate(self.factors)}
        return pd.DataFrame({"point": np.arange(len(self.values)), **columns})

    @cached_property
    def data(self) -> dict[str, Any]:
        """The plan as plain data, its id among it: a hash of all that moves a number."""
        asked = self.asked
        data = {
            "kind": "sweep",
            "scenario": asked.scenario.scenario,
            "scenario_hash": scenario_hash(asked.scenario),
            "designs": list(self.question.designs),
            "preset": asked.preset,
            "seed": asked.seed,
            "replications": asked.replications,
            "calibrate": asked.calibrate,
            "method": self.method,
            "points": len(self.values),
            "worlds": self.worlds,
            "factors": [plain(asdict(factor)) for factor in self.factors],
        }
        return {"id": content_hash([data, plain(self.values.tolist())]), **data}

    def folder(self, out: Path) -> Path:
        """Where its results belong."""
        return out / f"{self.asked.scenario.scenario}-sweep-{self.data['id']}"

    def write(self, folder: Path) -> None:
        """Write plan.csv and plan.json, or find them as they were written.

        Raises InputError when another plan is there or nothing can be written.
        """
        files = {"plan.csv": csv_text(self.table).encode(), "plan.json": json_text(self.data).encode()}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name, content in files.items():
                path = folder / name
                if not path.exists():
                    write_whole(path, content)
                elif path.read_bytes() != content:
                    raise InputError(
                        f"{path} is another plan than the one asked for; name another folder with --out"
                    )
        except OSError as error:
            raise InputError(f"cannot write the plan to {folder}: {error.strerror or error}") from error


def shown(factor: Factor, values: Floats) -> Any:
    """Values of a factor as people and spreadsheets read them."""
    if not factor.words:
        return values
    return ["" if np.isnan(value) else factor.words[int(value)] for value in values]


def make(asked: Asked, progress: Callable[[str], Progress | None] | None = None) -> Plan:
    """Settle the points of a sweep; today's company is solved for that.

    Raises InputError with everything that makes no sense, ScenarioError for what is wrong in a table of points.
    """
    factors = checked(asked)
    question = ask(asked.scenario, asked.designs, preset=asked.preset, progress=progress)
    method = method_of(asked, len(factors))
    return Plan(asked, question, factors, method, _values(asked, question, factors, method))


def _values(asked: Asked, question: Question, factors: tuple[Factor, ...], method: str) -> Floats:
    if asked.table is not None:
        values = asked.table.values(list(factors))
        return np.where(np.isnan(values), _standing(question, factors), values)
    if method == "grid":
        return space.grid(factors, asked.levels or LEVELS)
    if method == "one_at_a_time":
        return space.one_at_a_time(factors, space.central(question, factors), asked.levels or LEVELS)
    sample = space.latin_hypercube if method == "latin_hypercube" else space.sobol
    return sample(factors, asked.points or POINTS, asked.seed)


def _standing(question: Question, factors: tuple[Factor, ...]) -> list[float]:
    """The scenario's own values; NaN where none is a number."""
    return [central_of(question, factor) for factor in factors]


def central_of(question: Question, factor: Factor) -> float:
    """The scenario's own value of a factor, NaN where there is none."""
    try:
        return space.central(question, [factor])[0]
    except InputError:
        return float("nan")
