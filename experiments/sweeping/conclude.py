"""From measures at points to tables: differences with their limits, and where they cross zero."""

from collections.abc import Iterator, Sequence
from math import isfinite

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from experiments.kpis import Kpi
from experiments.statistics import LEVEL, Floats, Interval, break_even, t_interval
from experiments.study.points import Lived
from experiments.study.space import Factor

LINE = ["kpi", "factor", "elsewhere", "verdict", "level", "low", "high", "replications"]


def points_table(plan: pd.DataFrame, problems: dict[int, str]) -> pd.DataFrame:
    """A row per point: its number, its factors, and why it is no world (empty where it is one)."""
    return plan.assign(problem=[problems.get(k, "") for k in range(len(plan))])


def runs_table(
    plan: pd.DataFrame, designs: tuple[str, str], values: Floats, names: Sequence[str]
) -> pd.DataFrame:
    """A row per point, design and replication with all measures; NaN at a point that is no world.

    values: (points, 2, replications, measures).
    """
    points, _, replications, _ = values.shape
    repeated = plan.loc[np.repeat(np.arange(points), 2 * replications)].reset_index(drop=True)
    keys = pd.DataFrame({
        "design": np.tile(np.repeat(np.array(designs, dtype=object), replications), points),
        "replication": np.tile(np.arange(replications), 2 * points),
    })  # fmt: skip
    measures = pd.DataFrame(values.reshape(-1, len(names)), columns=list(names))
    head = repeated[["point"]]
    return pd.concat([head, keys, repeated.drop(columns="point"), measures], axis=1)


def differences_table(plan: pd.DataFrame, lived: Lived, kpis: Sequence[Kpi]) -> pd.DataFrame:
    """A row per point and measure: mean paired difference, its t limits, and those that hold at all points together.

    low, high: 95 % at this point.  low_all, high_all: 95 % at all points of a measure at once (Bonferroni).  sign,
    sign_all: +1, -1, or 0 where zero lies within these limits.
    """
    worlds = len(plan) - len(lived.problems)
    rows = [_row(k, j, kpi, lived, worlds) for k in range(len(plan)) for j, kpi in enumerate(kpis)]
    table = pd.DataFrame(rows)
    return plan.merge(table, on="point", validate="one_to_many")


def _row(k: int, j: int, kpi: Kpi, lived: Lived, worlds: int) -> dict[str, object]:
    first, second = (t_interval(lived.values[k, side, :, j]).estimate for side in (0, 1))
    change = t_interval(lived.values[k, 1, :, j] - lived.values[k, 0, :, j])
    everywhere = widened(change, worlds)
    return {
        "point": k, "kpi": kpi.name, "first": first, "second": second, "difference": change.estimate,
        "low": change.low, "high": change.high, "sign": change.sign,
        "low_all": everywhere.low, "high_all": everywhere.high, "sign_all": everywhere.sign,
        "replications": change.count, "estimand": kpi.estimand,
    }  # fmt: skip


def widened(change: Interval, count: int) -> Interval:
    """A 95 % t interval made so wide that `count` of them hold together with 95 % (Bonferroni: Dunn 1961)."""
    if change.count < 2 or count < 2:
        return change
    one, many = (
        float(stdtrit(change.count - 1, 1.0 - (1.0 - LEVEL) / (2.0 * number))) for number in (1, count)
    )
    half = change.half_width * many / one
    return Interval(change.estimate, change.estimate - half, change.estimate + half, change.count)


def break_evens_table(
    factors: Sequence[Factor], places: Floats, lived: Lived, kpis: Sequence[Kpi], names: Sequence[str]
) -> pd.DataFrame:
    """Where differences cross zero along every line of points on which one factor alone moves.

    Rows (kpi, factor, elsewhere: where the other factors stand; verdict, level, low, high of `statistics.Root`).
    """
    rows = []
    for factor, elsewhere, line in lines(factors, places, lived):
        for kpi in kpis:
            found = lived.differences[line, :, names.index(kpi.name)].T
            found = found[np.all(np.isfinite(found), axis=1)]
            if len(found) < 2:
                continue
            root = break_even(places[line, factors.index(factor)], found)
            rows.append(
                (kpi.name, factor.path, elsewhere, root.verdict, root.level, root.low, root.high, len(found))
            )
    return pd.DataFrame(rows, columns=LINE)


def lines(factors: Sequence[Factor], places: Floats, lived: Lived) -> Iterator[tuple[Factor, str, list[int]]]:
    """Every line of points that are worlds on which one factor of numbers alone moves: the factor, where the others
    stand, and the points in rising order."""
    fine = [k for k in range(len(places)) if k not in lived.problems]
    for f, factor in enumerate(factors):
        if factor.words:
            continue
        found: dict[tuple[float, ...], dict[float, int]] = {}
        for k in fine:
            here = places[k].tolist()
            if isfinite(here[f]):
                others = tuple(-np.inf if np.isnan(x) else x for x in [*here[:f], *here[f + 1 :]])
                found.setdefault(others, {}).setdefault(here[f], k)
        beside = [other for other in factors if other is not factor]
        for others, line in found.items():
            if len(line) > 1:
                yield factor, _standing(beside, others), [line[value] for value in sorted(line)]


def _standing(factors: Sequence[Factor], values: tuple[float, ...]) -> str:
    """Where some factors stand, in words."""
    return ", ".join(
        f"{factor.path}={_word(factor, value)}" for factor, value in zip(factors, values, strict=True)
    )


def _word(factor: Factor, value: float) -> str:
    if not isfinite(value):
        return "as it is"
    return factor.words[int(value)] if factor.words else f"{value:.10g}"
