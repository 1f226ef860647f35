"""Discovery: where the second design does not pay, with everything that says so."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.kpis import COMMON, CONVERSION, RESOLUTION, Kpi
from experiments.plain import plain


@dataclass(frozen=True)
class Discovery:
    """Where the second of two designs does not pay; every table is a tidy pandas DataFrame in raw units.

    threshold: in the measure's own unit; the second design loses where its difference is worse than that.
    factors: what was varied: path, title, low, high, unit, evidence, source.
    points: a row per future: sample (first, fresh), replication, box that holds it (0 for none), a column per factor,
        one per design, difference, loses, problem (why a point is no world).
    boxes: a row per limited factor of each box: box, path, title, evidence, low, high (NaN where free), range_low,
        range_high, quasi_p_low, quasi_p_high, words.
    shares: a row per box: mass, found_density, found_coverage (in the sample that found it), and on fresh futures
        density, coverage, elsewhere with _low and _high, points, holds (denser than outside beyond doubt), chance.
    trade_off: the way to each box: box, limits (every, believed), step, coverage, density, mass, restricted, chosen.
    tree: a row per leaf of the second opinion: words, points, losing, density, expects_loss.
    opinion: its density and coverage on fresh futures with limits, and agreement with the boxes.
    regret: a row per design: mean, expected_regret, largest_regret, worst_future, again (that regret on fresh luck),
        best_share, enough_share, each with limits.
    losing: share of all futures that lose, in the first sample and on fresh points.
    sentences: what it says.  sentences_es: the same in Spanish; None in folders of earlier versions.
    """

    scenario: str
    title: str
    designs: tuple[str, str]
    design_titles: tuple[str, str]
    preset: str
    seed: int
    replications: int
    measure: str
    estimand: str
    threshold: float
    rule: str
    factors: pd.DataFrame
    points: pd.DataFrame
    boxes: pd.DataFrame
    shares: pd.DataFrame
    trade_off: pd.DataFrame
    tree: pd.DataFrame
    opinion: Mapping[str, float]
    regret: pd.DataFrame
    losing: Mapping[str, float]
    sentences: tuple[str, ...]
    manifest: Mapping[str, Any]
    sentences_es: tuple[str, ...] | None = None

    @property
    def kpi(self) -> Kpi:
        """The measure that is looked at."""
        known = {kpi.name: kpi for kpi in (CONVERSION, RESOLUTION, *COMMON)}
        return replace(known[self.measure], estimand=self.estimand)

    @property
    def summary(self) -> str:
        """What was found, in sentences."""
        return " ".join(self.sentences)

    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables by name."""
        return {
            "points": self.points, "boxes": self.boxes, "shares": self.shares, "trade_off": self.trade_off,
            "tree": self.tree, "regret": self.regret, "factors": self.factors,
        }  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; the points are a table of their own."""
        data: dict[str, Any] = {
            "scenario": self.scenario, "title": self.title, "designs": list(self.designs),
            "design_titles": list(self.design_titles), "preset": self.preset, "seed": self.seed,
            "replications": self.replications, "measure": self.measure, "estimand": self.estimand,
            "threshold": self.threshold, "rule": self.rule, "sentences": list(self.sentences),
            "losing": dict(self.losing), "opinion": dict(self.opinion),
        }  # fmt: skip
        for name, table in self.tables().items():
            if name != "points":
                data[name] = table.to_dict(orient="records")
        result: dict[str, Any] = plain(data | {"manifest": dict(self.manifest)})
        return result

    def save(self, folder: str | os.PathLike[str] = "results") -> Path:
        """Write tables, figures and manifest into a folder of its own below `folder`; returns that folder."""
        from experiments.discovery.saving import save

        return save(self, Path(folder))

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> "Discovery":
        """Read what `save` wrote. Raises InputError where there is none."""
        from experiments.discovery.saving import load

        return load(Path(folder))

    def _repr_html_(self) -> str:
        """The sentences and the tables of boxes and regrets, for notebooks."""
        from experiments.discovery.terminal import regret_rows, share_rows

        parts = [f"<h3>{escape(self.title)}</h3>", *(f"<p>{escape(text)}</p>" for text in self.sentences)]
        for head, rows in (share_rows(self), regret_rows(self)):
            body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
            titles = "".join(f"<th>{escape(cell)}</th>" for cell in head)
            parts.append(f"<table><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>")
        return "".join(parts)
