"""Several designs compared with the first: paired differences whose intervals hold for all of them together."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments import worlds
from experiments.errors import InputError
from experiments.intervals import difference_interval
from experiments.kpis import Kpi
from experiments.manifest import manifest
from experiments.plain import plain
from experiments.statistics import Floats, Interval, level_of, t_interval
from experiments.study.question import ask
from experiments.study.trials import Trials
from experiments.workers import Progress
from scenarios import load, overlay
from scenarios.schema import Scenario

MARKED = "bootstrap-t"


@dataclass(frozen=True)
class ManyComparison:
    """Several designs against the first, on the same customers.

    designs: the first is what the others are compared with.  titles: of each, in the same order.
    differences: a row (design, kpi): first, value, difference, low, high, sign, interval (t or bootstrap-t),
        replications, unit, better, estimand. The limits hold for all designs together, measure by measure.
    runs: a row per design and replication, a column per measure.
    """

    scenario: str
    title: str
    designs: tuple[str, ...]
    titles: tuple[str, ...]
    preset: str
    seed: int
    replications: int
    kpis: tuple[Kpi, ...]
    differences: pd.DataFrame
    runs: pd.DataFrame
    levers: dict[str, tuple[str, ...]]
    notes: tuple[str, ...]
    manifest: dict[str, Any]

    @property
    def headline(self) -> str:
        """The measure that leads: conversion_rate, or resolution_rate in a service scenario."""
        return self.kpis[0].name

    @property
    def others(self) -> dict[str, str]:
        """Title of every design but the first, by name."""
        return dict(zip(self.designs[1:], self.titles[1:], strict=True))

    def kpi(self, name: str) -> Kpi:
        """A measure by its name. Raises KeyError."""
        return {kpi.name: kpi for kpi in self.kpis}[name]

    def difference(self, design: str, kpi: str) -> Interval:
        """Paired difference of a design from the first, with its simultaneous limits."""
        row = self.differences.loc[(design, kpi)]
        return Interval(
            float(row["difference"]), float(row["low"]), float(row["high"]), int(row["replications"])
        )

    @property
    def verdict(self) -> str:
        """What each design is worth against the first, in plain sentences."""
        sentences = [f"{self._clause(design, title)}." for design, title in self.others.items()]
        decided = [d for d in self.others if self.difference(d, "profit").sign > 0]
        if len(decided) > 1:
            sentences.append(
                "Which of those that pay is best is another question (`journey select`): the largest of several "
                "estimates is too large on average."
            )
        return " ".join(sentences)

    def _clause(self, design: str, title: str) -> str:
        profit, kpi = self.difference(design, "profit"), self.kpi("profit")
        if not isfinite(profit.estimate):
            return f"{title} has no measured profit"
        limits = f"{kpi.change(profit.low)} to {kpi.change(profit.high)}"
        size = f"EUR {abs(profit.estimate):,.2f}"
        if profit.sign == 0:
            return f"{title} may earn more or less than {self.titles[0]} (EUR {kpi.change(profit.estimate)}, {limits})"
        word = "more" if profit.sign > 0 else "less"
        return f"{title} earns {size} {word} per entrant than {self.titles[0]} ({limits})"

    @property
    def interval_words(self) -> str:
        """What the intervals mean, in a sentence."""
        count = len(self.others)
        words = (
            f"95 % intervals of paired differences over {self.replications} replications, which hold for all {count} "
            f"designs together, measure by measure (Bonferroni: each is a {100 * level_of(count):.1f} % interval)"
        )
        if (self.differences["interval"] == MARKED).any():
            words += "; * bootstrap-t, because these differences are skewed"
        return f"{words}."

    @property
    def assumptions(self) -> str:
        """What all of it rests on."""
        assumed = sorted({lever for levers in self.levers.values() for lever in levers})
        return (
            f"Assumed, not found: lever levels ({'; '.join(assumed) or 'no lever'}). Intervals show simulation noise "
            f"only; preset {self.preset}."
        )

    def rows(self) -> list[tuple[str, ...]]:
        """A row per measure as words: measure with unit, the first design's level, each difference, who was counted."""
        found = []
        for kpi in self.kpis:
            first = float(self.differences.loc[(self.designs[1], kpi.name), "first"])
            cells = [self._cell(design, kpi) for design in self.others]
            found.append((kpi.title_with_unit, kpi.bare(first), *cells, kpi.estimand))
        return found

    def _cell(self, design: str, kpi: Kpi) -> str:
        change = self.difference(design, kpi.name)
        if not isfinite(change.low):
            return kpi.change(change.estimate)
        mark = "*" if self.differences.loc[(design, kpi.name), "interval"] == MARKED else ""
        return f"{kpi.change(change.estimate)} ({kpi.change(change.low)} to {kpi.change(change.high)}){mark}"

    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables by name, indices turned into columns."""
        return {"differences": self.differences.reset_index(), "runs": self.runs}

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: numbers that do not exist are None."""
        data: dict[str, Any] = {
            "scenario": self.scenario, "title": self.title, "designs": list(self.designs),
            "titles": list(self.titles), "preset": self.preset, "seed": self.seed,
            "replications": self.replications, "verdict": self.verdict, "intervals": self.interval_words,
            "assumptions": self.assumptions, "notes": list(self.notes),
            **{name: table.to_dict(orient="records") for name, table in self.tables().items()},
            "manifest": self.manifest,
        }  # fmt: skip
        result: dict[str, Any] = plain(data)
        return result

    def save(self, folder: str | Path = "results") -> Path:
        """Write tables, figure and manifest into a folder of its own below `folder`; returns that folder."""
        from experiments.many.command import save

        return save(self, Path(folder))

    def _repr_html_(self) -> str:
        head = ("", self.titles[0], *self.others.values(), "who was counted")
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in self.rows()
        )
        return (
            f"<h3>{escape(self.title)}</h3><p>{escape(self.verdict)}</p><table><thead><tr>"
            f"{''.join(f'<th>{escape(cell)}</th>' for cell in head)}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{escape(self.interval_words)} {escape(self.assumptions)}</p>"
        )


def compare_many(
    scenario: Scenario | str | os.PathLike[str],
    designs: Sequence[str] | None = None,
    *,
    replications: int = 30,
    seed: int = 1,
    preset: str = "central",
    workers: int | None = None,
    progress: Callable[[str], Progress | None] | None = None,
) -> ManyComparison:
    """Compare several designs with the first, on the same customers.

    scenario: a Scenario, or the name or path of one.  designs: two names or more, each once; all of the scenario's
    when left out.  replications: at least 2; 30 or more are recommended.  progress: gives that of a phase by its name.
    Raises InputError for unknown names and senseless numbers, ScenarioError for a broken scenario file.
    """
    if replications < 2:
        raise InputError(f"replications must be 2 or more to give an interval, got {replications}")
    scenario = load(scenario) if isinstance(scenario, str | os.PathLike) else scenario
    names = tuple(scenario.designs if designs is None else designs)
    if len(names) < 2 or len(set(names)) < len(names):
        raise InputError(f"name two or more designs, each once; got {', '.join(names) or 'none'}")
    for name in names:
        worlds.known_designs(scenario, (name, name))
    question = ask(scenario, (names[0], names[1]), preset=preset, progress=progress)
    trials = Trials(question.scenario, seed=seed, workers=workers, progress=progress)
    about = f"comparing designs of {scenario.scenario}"
    values = trials.measured([question.design(name) for name in names], range(replications), about)
    return ManyComparison(
        scenario=scenario.scenario,
        title=scenario.title,
        designs=names,
        titles=tuple(scenario.designs[name].title for name in names),
        preset=preset,
        seed=seed,
        replications=replications,
        kpis=trials.kpis,
        differences=_differences(values, names, trials.kpis),
        runs=_runs(values, names, trials.names),
        levers={name: tuple(_levers(scenario, name)) for name in names},
        notes=tuple(f"today's number not met: {sentence.rstrip('.')}" for sentence in question.unmet),
        manifest=manifest(
            scenario, designs=names, preset=preset, seed=seed, replications=replications, parts={"many": True}
        ),
    )


def _levers(scenario: Scenario, design: str) -> list[str]:
    levers = (scenario.levers[code] for code in overlay.levers_of(scenario, design))
    return [f"{lever.title} [{lever.evidence}]" for lever in levers]


def _differences(values: Floats, names: Sequence[str], kpis: Sequence[Kpi]) -> pd.DataFrame:
    """values: (designs, replications, measures)."""
    level, rows = level_of(len(names) - 1), []
    for d, name in enumerate(names[1:], start=1):
        for k, kpi in enumerate(kpis):
            change, method = difference_interval(values[d, :, k] - values[0, :, k], level)
            rows.append({
                "design": name, "kpi": kpi.name, "unit": kpi.unit, "better": kpi.better,
                "first": t_interval(values[0, :, k]).estimate, "value": t_interval(values[d, :, k]).estimate,
                "difference": change.estimate, "low": change.low, "high": change.high, "sign": change.sign,
                "interval": method, "replications": change.count, "estimand": kpi.estimand,
            })  # fmt: skip
    return pd.DataFrame(rows).set_index(["design", "kpi"])


def _runs(values: Floats, names: Sequence[str], kpis: Sequence[str]) -> pd.DataFrame:
    designs, replications, _ = values.shape
    head = pd.DataFrame({
        "design": [name for name in names for _ in range(replications)],
        "replication": np.tile(np.arange(replications), designs),
    })  # fmt: skip
    return head.join(pd.DataFrame(values.reshape(designs * replications, -1), columns=list(kpis)))
