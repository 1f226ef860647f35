"""The tables of a discovery."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from experiments.discovery import regret as regrets
from experiments.discovery import words
from experiments.discovery.boxes import HIGH, LOW, Box, Mask, holder
from experiments.discovery.covering import Found
from experiments.discovery.futures import Candidate, Futures
from experiments.discovery.retest import Parts
from experiments.discovery.shares import wilson
from experiments.discovery.tree import Tree
from experiments.statistics import Floats, Interval, t_interval
from experiments.study.space import Factor
from scenarios.schema import Scenario

SHARES = (
    "box", "mass", "points", "found_density", "found_coverage", "density", "density_low", "density_high", "coverage",
    "coverage_low", "coverage_high", "elsewhere", "elsewhere_low", "elsewhere_high", "holds", "chance",
)  # fmt: skip
BOXES = (
    "box", "path", "title", "evidence", "low", "high", "range_low", "range_high", "quasi_p_low", "quasi_p_high",
    "words",
)  # fmt: skip
Losing = Callable[[Floats], Mask]


def factors(varied: Sequence[Factor]) -> pd.DataFrame:
    """What was varied."""
    names = ("path", "title", "low", "high", "unit", "evidence", "source")
    return pd.DataFrame([{name: getattr(factor, name) for name in names} for factor in varied])


def points(
    varied: Sequence[Factor],
    judged: Sequence[Candidate],
    loses: Losing,
    kept: Sequence[Box],
    lived: Mapping[str, Futures],
) -> pd.DataFrame:
    """A row per future."""
    parts = []
    for sample, one in lived.items():
        sound = np.isfinite(one.values[:, :2]).all(axis=(1, 2))
        where = holder(one.x, kept)
        part = pd.DataFrame({
            "sample": sample, "replication": one.luck, "box": np.where(where < len(kept), where + 1, 0),
        })  # fmt: skip
        for k, factor in enumerate(varied):
            part[factor.path] = one.x[:, k]
        for k, candidate in enumerate(judged[: one.values.shape[1]]):
            part[candidate.name] = one.means[:, k]
        part["difference"] = one.differences.mean(axis=1)
        part["loses"] = np.where(sound, loses(one.differences), False)
        part["problem"] = [one.problems.get(k, "") for k in range(len(one.x))]
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def boxes(
    scenario: Scenario, varied: Sequence[Factor], kept: Sequence[Box], found: Sequence[Found]
) -> pd.DataFrame:
    """A row per limited factor of each box."""
    rows = []
    for number, (box, one) in enumerate(zip(kept, (f for f in found if f.box is not None), strict=True), 1):
        for k in box.restricted:
            low, high = (float(box.limits[side, k]) for side in (LOW, HIGH))
            factor = varied[k]
            rows.append({
                "box": number, "path": factor.path, "title": words.name_of(factor), "evidence": factor.evidence,
                "low": low if np.isfinite(low) else np.nan, "high": high if np.isfinite(high) else np.nan,
                "range_low": factor.low, "range_high": factor.high,
                "quasi_p_low": one.quasi_p.get((LOW, k), np.nan), "quasi_p_high": one.quasi_p.get((HIGH, k), np.nan),
                "words": words.phrase(scenario, factor, low, high),
            })  # fmt: skip
    return pd.DataFrame(rows, columns=list(BOXES))


def empty_shares() -> pd.DataFrame:
    """No box."""
    return pd.DataFrame(columns=list(SHARES))


def shares(tested: Parts, found: Sequence[Found], kept: Sequence[Box], x: Floats, y: Mask) -> pd.DataFrame:
    """A row per box: what it holds beyond the boxes before it, as found and as tested."""
    believed, where, rows = [one for one in found if one.box is not None], holder(x, kept), []
    for k in range(len(kept)):
        inside = where == k
        row = {
            "box": k + 1, "mass": float(tested.mass[k]), "points": int(tested.trials[k]),
            "found_density": float(y[inside].mean()) if inside.any() else np.nan,
            "found_coverage": float(y[inside].sum() / y.sum()),
        }  # fmt: skip
        for name, value in (
            ("density", tested.density(k)),
            ("coverage", tested.coverage([k])),
            ("elsewhere", tested.elsewhere([k])),
        ):
            row |= spread(name, value)
        rows.append(row | {"holds": tested.holds_up(k), "chance": believed[k].chance})
    return pd.DataFrame(rows, columns=list(SHARES))


def spread(name: str, value: Interval) -> dict[str, Any]:
    """An interval as three columns."""
    return {name: value.estimate, f"{name}_low": value.low, f"{name}_high": value.high}


def losing(y: Mask, tested: Parts | None) -> dict[str, float]:
    """Share of all futures that lose: in the first sample, and the interval on fresh points where there are any."""
    share = wilson(float(y.sum()), len(y)) if tested is None else tested.overall
    return {"found": float(y.mean()), "points": float(len(y)), **spread("share", share)}


def opinion(density: Interval, coverage: Interval, agreement: float) -> dict[str, float]:
    """How the second opinion does on fresh points."""
    return {**spread("density", density), **spread("coverage", coverage), "agreement": agreement}


def trade_off(found: Sequence[Found]) -> pd.DataFrame:
    """The way to each box: over all limits, and over those that are believed."""
    rows = [
        {
            "box": number, "limits": kind, "step": k, "coverage": step.coverage, "density": step.density,
            "mass": step.mass, "restricted": len(step.box.restricted), "chosen": kind == "believed" and k == one.chosen,
        }
        for number, one in enumerate(found, 1)
        for kind, steps in (("every", one.every), ("believed", one.steps))
        for k, step in enumerate(steps)
    ]  # fmt: skip
    names = ("box", "limits", "step", "coverage", "density", "mass", "restricted", "chosen")
    return pd.DataFrame(rows, columns=list(names))


def tree(scenario: Scenario, varied: Sequence[Factor], grown: Tree) -> pd.DataFrame:
    """A row per leaf, the densest first."""
    leaves = sorted(grown.leaves, key=lambda leaf: -leaf.losing / max(leaf.points, 1))
    return pd.DataFrame([
        {
            "words": " AND ".join(words.phrases(scenario, varied, leaf.box)) or "everywhere", "points": leaf.points,
            "losing": leaf.losing, "density": leaf.losing / max(leaf.points, 1), "expects_loss": leaf.loses,
        }
        for leaf in leaves
    ])  # fmt: skip


def regret(
    judged: Sequence[Candidate], sign: float, first: Futures, loses: Losing, worst: Mapping[int, Futures]
) -> pd.DataFrame:
    """A row per design. It does well enough where it does not lose against the first design."""
    values = first.values[:, :1]
    enough: Mask = np.column_stack([~loses(first.values[:, k] - values[:, 0]) for k in range(len(judged))])
    found = regrets.table([one.name for one in judged], sign * first.means, enough)
    rows = []
    for k, (one, row) in enumerate(zip(judged, found, strict=True)):
        best = int((sign * first.means[row.worst]).argmax())
        lived = sign * worst[row.worst].values[0]
        mean = (
            row.mean
            if sign > 0
            else Interval(-row.mean.estimate, -row.mean.high, -row.mean.low, row.mean.count)
        )
        rows.append({
            "design": one.name, "title": one.title, **spread("mean", mean), **spread("expected_regret", row.expected),
            "largest_regret": row.largest, "worst_future": row.worst,
            **spread("again", t_interval(lived[best] - lived[k])), **spread("best_share", row.best),
            **spread("enough_share", row.enough),
        })  # fmt: skip
    return pd.DataFrame(rows)
