"""Comparison: everything that two designs, lived through by the same customers, let us conclude."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import escape
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.kpis import Kpi
from experiments.plain import plain
from experiments.statistics import Interval, Root

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.ledger.rests import RestsMost
    from experiments.precision import Precision
    from experiments.verdict import Verdict


@dataclass(frozen=True)
class BreakEven:
    """From which retention at hand-offs on the second design pays, all its other levers as they are.

    own: its own level.  curve: a row per measure and level (kpi, retention, difference, low, high).
    roots: where each measure's paired difference crosses zero.  replications: how many each level rests on.
    """

    own: float
    curve: pd.DataFrame
    roots: dict[str, Root]
    replications: int


@dataclass(frozen=True)
class Caveats:
    """What a careful reader is told, in another language: `assumptions`, `notes` and `pairing` of a comparison."""

    assumptions: str
    notes: tuple[str, ...]
    pairing: str


@dataclass(frozen=True)
class Comparison:
    """Two designs compared on the same customers; every table is a tidy pandas DataFrame in raw units.

    runs: a row per arm and replication, a column per measure (arm S first design, I second, P process levers only,
        M mechanism levers only).
    differences: a row per measure: first, second, difference, low, high, sign (+1, -1, 0 undecided), interval (how the
        limits were found: t, or bootstrap-t where differences are skewed), correlation, variance_ratio and width_ratio
        (what pairing won), replications, and estimand (who was counted).
    people: saved, lost and net per 1,000 people who entered in both worlds, for `converted` and for `kept`.
    arms: per measure process, mechanisms and interaction with their limits; None when not asked for.
    band: per measure the lowest and highest difference over draws of the uncertain coefficients; None likewise.
    survival: customers still there by day since conversion, per design: mean and limits over replications.
    levers: what the second design assumes and pays.  notes: what a careful reader should be told.
    places: what was counted at each touchpoint of each run, with its label in every stage model; see `by`.
    rests_most_on: the assumptions that move the answer most.
    daily, edges: what each run recorded by day and by edge, arms S and I; see `records.daily_table`, `edges_table`.
    precision: how a run until a precision was met ended.  staff: people per team where staff was made neutral.
    pairing: what sharing customers and luck won, in sentences.  spanish: assumptions, notes and pairing in Spanish;
        None where a folder of an earlier version was read.
    calibration: a row per number that today's company was solved for (what, wanted, reached, standard_error, knob,
        from, to, problem); None where there is none.
    """

    scenario: str
    title: str
    designs: tuple[str, str]
    design_titles: tuple[str, str]
    preset: str
    seed: int
    replications: int
    follow_up_days: float
    kpis: tuple[Kpi, ...]
    runs: pd.DataFrame
    differences: pd.DataFrame
    people: pd.DataFrame
    arms: pd.DataFrame | None
    break_even: BreakEven | None
    band: pd.DataFrame | None
    survival: pd.DataFrame
    levers: pd.DataFrame
    assumptions: str
    notes: tuple[str, ...]
    pairing: str
    calibration: pd.DataFrame | None
    manifest: dict[str, Any]
    places: pd.DataFrame | None = None
    rests_most_on: "RestsMost | None" = None
    daily: pd.DataFrame | None = None
    edges: pd.DataFrame | None = None
    precision: "Precision | None" = None
    staff: pd.DataFrame | None = None
    spanish: Caveats | None = None

    @property
    def headline(self) -> str:
        """Name of the measure that leads: conversion_rate, or resolution_rate in a service scenario."""
        return self.kpis[0].name

    @property
    def verdict(self) -> "Verdict":
        """What it is worth, and what that rests on, in two sentences."""
        from experiments.verdict import verdict

        return verdict(self)

    def kpi(self, name: str) -> Kpi:
        """A measure by its name. Raises KeyError."""
        return {kpi.name: kpi for kpi in self.kpis}[name]

    def difference(self, name: str) -> Interval:
        """The paired difference of a measure, second design minus first."""
        row = self.differences.loc[name]
        return Interval(
            float(row["difference"]), float(row["low"]), float(row["high"]), int(row["replications"])
        )

    def changed_sides(self, outcome: str, change: str) -> Interval:
        """People per 1,000 who were `saved`, `lost` or `net`, by outcome `converted` or `kept`."""
        row = self.people.loc[(outcome, change)]
        return Interval(
            float(row["per_1000"]), float(row["low"]), float(row["high"]), int(row["replications"])
        )

    def contribution(self, name: str, part: str) -> Interval | None:
        """What `process`, `mechanisms` or `interaction` adds to the difference; None without the middle arms."""
        if self.arms is None:
            return None
        row = self.arms.loc[name]
        return Interval(
            float(row[part]), float(row[f"{part}_low"]), float(row[f"{part}_high"]), int(row["replications"])
        )

    def by(self, model: str) -> pd.DataFrame:
        """The same runs by the stages of a model: six, five, phase, functional, target, engagement, activity, goal
        or step.

        Rows (stage, count) per 100 people who entered, see `stage_views.compared_by_stage`. Raises InputError.
        """
        from experiments.stage_views import compared_by_stage, known_model

        known_model(model)
        return compared_by_stage(self.places, model) if self.places is not None else pd.DataFrame()

    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables by name, indices turned into columns; those that were not asked for are left out."""
        tables = {
            "differences": self.differences.reset_index(),
            "people": self.people.reset_index(),
            "runs": self.runs,
            "survival": self.survival,
            "levers": self.levers,
        }
        if self.places is not None:
            tables["places"] = self.places
        if self.arms is not None:
            tables["arms"] = self.arms.reset_index()
        if self.band is not None:
            tables["band"] = self.band.reset_index()
        if self.break_even is not None:
            tables["break_even"] = self.break_even.curve
        if self.calibration is not None:
            tables["calibration"] = self.calibration
        if self.staff is not None:
            tables["staff"] = self.staff
        if self.precision is not None:
            tables["precision"] = self.precision.looks
        return tables

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: numbers that do not exist (NaN, infinite) are None."""
        words = self.verdict
        data: dict[str, Any] = {
            "scenario": self.scenario,
            "title": self.title,
            "designs": list(self.designs),
            "design_titles": list(self.design_titles),
            "follow_up_days": self.follow_up_days,
            "preset": self.preset,
            "seed": self.seed,
            "replications": self.replications,
            "verdict": {"worth": words.worth, "rests_on": words.rests_on},
            "assumptions": self.assumptions,
            "rests_most_on": None if self.rests_most_on is None else self.rests_most_on.to_dict(),
            "notes": list(self.notes),
            "pairing": self.pairing,
        }
        for name, table in self.tables().items():
            if name != "places":  # a file of its own
                data[name] = table.to_dict(orient="records")
        if self.break_even is not None:
            data["break_even"] = {
                "own_retention": self.break_even.own,
                "replications": self.break_even.replications,
                "roots": {name: asdict(root) for name, root in self.break_even.roots.items()},
                "curve": self.break_even.curve.to_dict(orient="records"),
            }
        if self.precision is not None:
            data["precision"] = self.precision.to_dict() | {"looks": data["precision"]}
        data["manifest"] = self.manifest
        result: dict[str, Any] = plain(data)
        return result

    def figure(self) -> "Figure":
        """The board's page: paired differences, survival, contributions, break-even; notebooks show it."""
        from experiments.figures import comparison_figure

        return comparison_figure(self)

    def save(self, folder: str | Path = "results") -> Path:
        """Write tables, figure and manifest into a folder of its own below `folder`; returns that folder."""
        from experiments.results import save

        return save(self, Path(folder))

    def to_csv(self, folder: str | Path) -> Path:
        """Write every table as CSV into `folder` itself, with what `experiments.load` needs; returns it."""
        from experiments.saved import write

        return write(self, folder, "csv")

    def to_parquet(self, folder: str | Path) -> Path:
        """Write every table as Parquet into `folder` itself, with what `experiments.load` needs; returns it."""
        from experiments.saved import write

        return write(self, folder, "parquet")

    def _repr_html_(self) -> str:
        """The table and the verdict, for notebooks."""
        words = self.verdict
        head = ("", *self.designs, "difference", "95 % interval", "who was counted")
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in self.rows()
        )
        return (
            f"<h3>{escape(self.title)}</h3><p>{escape(words.worth)} {escape(words.rests_on)}</p>"
            f"<table><thead><tr>{''.join(f'<th>{escape(cell)}</th>' for cell in head)}</tr></thead>"
            f"<tbody>{body}</tbody></table><p>{escape(self.interval_words)} {escape(self.precision_words)}</p>"
            f"<p>{escape(self.pairing)}</p><p>{escape(self.assumptions)}</p>"
            f"<p>{escape(self.rests_most_on.sentence) if self.rests_most_on else ''}</p>"
        )

    @property
    def precision_words(self) -> str:
        """What precision was asked, and what came of it; nothing where none was."""
        return "" if self.precision is None else f"{self.precision.result} Rule: {self.precision.rule}."

    @property
    def interval_words(self) -> str:
        """How the limits were found, in a sentence; the mark * is that of `rows`."""
        if (self.differences["interval"] == "bootstrap-t").any():
            return "Intervals: t on paired differences; * bootstrap-t, because these differences are skewed."
        return "Intervals: t on paired differences."

    def rows(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        """The paired table as words: measure with its unit, first, second, difference, interval (with * where it is
        a bootstrap-t), who was counted."""
        for kpi in self.kpis:
            row, change = self.differences.loc[kpi.name], self.difference(kpi.name)
            interval = "–"
            if isfinite(change.low):
                mark = "*" if row["interval"] == "bootstrap-t" else ""
                interval = f"{kpi.change(change.low)} to {kpi.change(change.high)}{mark}"
            first, second = (
                kpi.around(float(row[side]), 0.5 * float(row[f"{side}_high"] - row[f"{side}_low"]))
                for side in ("first", "second")
            )
            yield kpi.title_with_unit, first, second, kpi.change(change.estimate), interval, kpi.estimand
