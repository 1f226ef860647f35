"""What came out of a sweep: tidy tables, and what they say."""

import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.kpis import Kpi
from experiments.plain import plain
from experiments.study.space import Factor

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TABLES = ("points", "runs", "differences", "break_evens")


@dataclass(frozen=True)
class Sweep:
    """Two designs at many points, lived through by the same customers; every table is a tidy pandas DataFrame.

    points: a row per point: point, the factors by their paths, problem (why it is no world; empty where it is one).
    runs: a row per point, design and replication: the factors again, then a column per measure, in raw units.
    differences: a row per point and measure: the factors, kpi, first, second, difference, low and high (95 % at this
        point), sign (+1, -1, 0 undecided), low_all, high_all and sign_all (95 % at all points together), replications,
        estimand (who was counted).
    break_evens: a row per leading measure and line of points on which one factor alone moves: kpi, factor, elsewhere,
        verdict, level, low, high; see `statistics.Root`.
    factors: what is varied.  today: the scenario's own value of each, NaN where it is none of those looked at.
    kpis: all measures.  leading: names of those asked for.  notes: what a careful reader should be told.
    assumptions: what all of it rests on.
    """

    scenario: str
    title: str
    designs: tuple[str, str]
    design_titles: tuple[str, str]
    preset: str
    seed: int
    replications: int
    method: str
    calibrate: str
    factors: tuple[Factor, ...]
    today: tuple[float, ...]
    kpis: tuple[Kpi, ...]
    leading: tuple[str, ...]
    points: pd.DataFrame
    runs: pd.DataFrame
    differences: pd.DataFrame
    break_evens: pd.DataFrame
    notes: tuple[str, ...]
    assumptions: str
    manifest: dict[str, Any]

    @property
    def verdict(self) -> tuple[str, ...]:
        """What the leading measures say, in sentences."""
        from experiments.sweeping.words import sentences

        return tuple(sentence for name in self.leading for sentence in sentences(self, name))

    def kpi(self, name: str) -> Kpi:
        """A measure by its name. Raises InputError for an unknown one."""
        from experiments.errors import unknown

        known = {kpi.name: kpi for kpi in self.kpis}
        if name not in known:
            raise unknown("measure", name, known)
        return known[name]

    def of(self, name: str) -> pd.DataFrame:
        """The differences of one measure, a row per point, by number of the point."""
        self.kpi(name)
        found: pd.DataFrame = self.differences[self.differences["kpi"] == name].set_index("point")
        return found

    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables by name."""
        return {name: getattr(self, name) for name in TABLES}

    def to_csv(self, folder: str | os.PathLike[str]) -> Path:
        """Write every table as CSV into a folder; returns it. Raises InputError when it cannot be written."""
        from experiments.results import csv_text, write_files

        files = {f"{name}.csv": csv_text(table).encode() for name, table in self.tables().items()}
        return write_files(Path(folder), files, "tables")

    def to_parquet(self, folder: str | os.PathLike[str]) -> Path:
        """Write every table as Parquet into a folder; returns it. Raises InputError when it cannot be written."""
        from experiments.results import write_files
        from experiments.tables import parquet

        files = {f"{name}.parquet": parquet(table) for name, table in self.tables().items()}
        return write_files(Path(folder), files, "tables")

    def figure(self) -> "Figure":
        """Curves, a map or small multiples, by the number of factors; notebooks show it."""
        from experiments.sweeping.figure import sweep_figure

        return sweep_figure(self)

    def save(self, folder: str | os.PathLike[str] = "results") -> Path:
        """Write tables, figure and manifest into a folder of their own below `folder`; returns that folder."""
        from experiments.sweeping.saving import save

        return save(self, Path(folder) / f"{self.scenario}-sweep-{self.manifest['id']}")

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> "Sweep":
        """A sweep as it was saved. Raises InputError when none is there."""
        from experiments.sweeping.saving import load

        return load(Path(folder))

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON, without the single runs: numbers that do not exist are None."""
        data = {
            "scenario": self.scenario,
            "title": self.title,
            "designs": list(self.designs),
            "design_titles": list(self.design_titles),
            "preset": self.preset,
            "seed": self.seed,
            "replications": self.replications,
            "method": self.method,
            "calibrate": self.calibrate,
            "factors": [asdict(factor) for factor in self.factors],
            "today": list(self.today),
            "kpis": list(self.leading),
            "verdict": list(self.verdict),
            "notes": list(self.notes),
            "assumptions": self.assumptions,
            **{
                name: table.to_dict(orient="records")
                for name, table in self.tables().items()
                if name != "runs"
            },
            "manifest": self.manifest,
        }
        result: dict[str, Any] = plain(data)
        return result

    def _repr_html_(self) -> str:
        """The verdict and the first points, for notebooks."""
        head, *body = self.rows(20)
        more = len(self.points) - len(body)
        table = "".join(
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in body
        )  # fmt: skip
        said = "".join(
            f"<p>{escape(sentence)}</p>" for sentence in (*self.verdict, *self.notes, self.assumptions)
        )
        return (
            f"<h3>{escape(self.title)}</h3>{said}<table><thead><tr>"
            f"{''.join(f'<th>{escape(cell)}</th>' for cell in head)}</tr></thead><tbody>{table}</tbody></table>"
            + (f"<p>and {more:,} more points</p>" if more > 0 else "")
        )

    def rows(self, most: int | None = None) -> Iterator[tuple[str, ...]]:
        """A heading, then the points as words: their factors, and each leading measure with its interval."""
        from experiments.sweeping.words import rows

        return rows(self, most)
