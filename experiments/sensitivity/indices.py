"""Sobol' indices: which share of the answer's variance each factor holds, alone and with what it does together.

Sampled and estimated as in Saltelli et al. 2010 (Variance based sensitivity analysis of model output, table 2: first
order by (b), total by (f), Jansen's). Luck is taken out: every product of two worlds is taken between two different
replications, which have nothing but the response in common. Factors that are not looked at alone move together, as one
group; its total index says how much could be lost by fixing them all (Sobol' et al. 2007).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.errors import InputError
from experiments.sensitivity.noise import Noise, in_common, noise_of
from experiments.statistics import Floats

OTHERS = "all others"
RESAMPLES = 1000
FEWEST = 32  # rows of the base sample
Z = 1.959964


@dataclass(frozen=True)
class Indices:
    """Sobol' indices of the mean response.

    table: one row per factor looked at alone, and `all others` as a group where there are any; first and total, each
    with limits, and first_with_noise, total_with_noise as they are when luck is left in (SALib).
    points: rows of the base sample that could be lived through; worlds: values (2 * points,) of the replicate means at
    points drawn from the whole space.
    """

    table: pd.DataFrame
    noise: Noise
    points: int
    dropped: int
    worlds: Floats

    @property
    def others(self) -> pd.Series | None:
        """The row of all factors that were not looked at alone."""
        return self.table.loc[OTHERS] if OTHERS in self.table.index else None


def sample(count: int, alone: Sequence[int], points: int, seed: int) -> Floats:
    """Points of the unit cube, shape (points * (groups + 2), count): a scrambled Sobol' sequence, cross-sampled.

    alone: places of the factors looked at alone; the others are one group.  Raises InputError unless points is a power
    of two, 32 or more.
    """
    from SALib.sample import sobol

    if points < FEWEST or points & (points - 1):
        near = max(2 ** round(np.log2(max(points, 1))), FEWEST)
        raise InputError(f"a Sobol' sequence wants a power of two, 32 or more, got {points:,}; take {near:,}")
    problem = _problem(count, alone)
    return np.asarray(sobol.sample(problem, points, calc_second_order=False, seed=seed))


def indices(values: Floats, names: Sequence[str], alone: Sequence[int], seed: int) -> Indices:
    """The indices of the factors looked at alone and of all others together.

    values: (points as sampled, replications); a row of the base sample with a missing value is left out.  names: of
    all factors. Raises InputError when fewer than 32 rows remain, and where the answer does not move at all.
    """
    order = groups(len(names), alone)
    lived = values.reshape(-1, len(order) + 2, values.shape[1])
    there = np.asarray(np.isfinite(lived).all(axis=(1, 2)))
    if there.sum() < FEWEST:
        raise InputError(
            f"only {there.sum()} of {len(there)} rows of points could be lived through; make the ranges narrower"
        )
    lived = lived[there]
    ends = lived[:, [0, -1]].transpose(1, 0, 2).reshape(-1, values.shape[1])
    if np.ptp(ends.mean(axis=1)) <= 1e-12 * np.abs(ends).max():
        raise InputError(
            "the answer is the same at every point; vary other numbers, or look at another measure"
        )
    labels = [OTHERS if place is None else names[place] for place in order]
    table = pd.DataFrame(
        _corrected(lived, seed) | _with_noise(lived.mean(axis=2), len(order)),
        index=pd.Index(labels, name="factor"),
    )
    table = table.sort_values("total", ascending=False, kind="stable")
    last = [OTHERS] if OTHERS in table.index else []
    table = table.loc[[name for name in table.index if name != OTHERS] + last]
    return Indices(table, noise_of(ends), int(there.sum()), int((~there).sum()), ends.mean(axis=1))


def groups(count: int, alone: Sequence[int]) -> list[int | None]:
    """The columns of the cross-sample in order: places of factors, None for all others."""
    found: list[int | None] = [place if place in set(alone) else None for place in range(count)]
    return list(dict.fromkeys(found))


def _corrected(lived: Floats, seed: int) -> dict[str, Floats]:
    """Indices freed of luck, with limits; lived (rows, columns, replications).

    Their variance is that of resampling the rows of the base sample (bootstrap), and that of leaving out one
    replication (jackknife): luck that all points share does not fall with more points.
    """
    rows, replications = len(lived), lived.shape[2]
    parts = _parts(lived)
    estimate = parts.indices(np.full((1, rows), 1.0 / rows))[:, 0]
    rng = np.random.default_rng([seed, 3])
    weights = rng.multinomial(rows, np.full(rows, 1.0 / rows), size=RESAMPLES) / rows
    variance = np.nanvar(parts.indices(weights), axis=1, ddof=1)
    without = [_parts(np.delete(lived, r, axis=2)) for r in range(replications)]
    left = np.stack([part.indices(np.full((1, rows), 1.0 / rows))[:, 0] for part in without])
    variance += (replications - 1) * np.nanvar(left, axis=0)
    half = Z * np.sqrt(variance)
    return {
        name + end: estimate[k] + side * half[k]
        for k, name in enumerate(("first", "total"))
        for end, side in (("", 0.0), ("_low", -1.0), ("_high", 1.0))
    }


def _parts(lived: Floats) -> "_Parts":
    a, mixed, b = lived[:, 0], lived[:, 1:-1], lived[:, -1]
    centre = 0.5 * (a + b).mean(axis=0)
    a, mixed, b = a - centre, mixed - centre, b - centre
    return _Parts(
        first=in_common(b[:, None], mixed - a[:, None]),
        total=0.5 * in_common(a[:, None] - mixed, a[:, None] - mixed),
        square=0.5 * (in_common(a, a) + in_common(b, b)),
        mean=0.5 * (a + b),
    )


@dataclass(frozen=True)
class _Parts:
    """What each row of the base sample adds to numerators and variance."""

    first: Floats
    total: Floats
    square: Floats
    mean: Floats

    def indices(self, weights: Floats) -> Floats:
        """First and total indices for weights of rows, (2, weights, columns); NaN where no variance is seen."""
        size = 2 * len(self.square)
        mean = weights @ self.mean
        variance = (weights @ self.square - in_common(mean, mean)) * size / (size - 1)
        variance = np.where(variance > 0.0, variance, np.nan)[:, None]
        return np.stack([weights @ self.first / variance, weights @ self.total / variance])


def _with_noise(means: Floats, count: int) -> dict[str, Floats]:
    """The same by SALib from the replicate means as they are."""
    from SALib.analyze import sobol

    found = sobol.analyze(
        _problem(count, range(count)), means.ravel(), calc_second_order=False, num_resamples=2, seed=1
    )
    return {"first_with_noise": found["S1"], "total_with_noise": found["ST"]}


def _problem(count: int, alone: Sequence[int]) -> dict[str, object]:
    names = [f"f{k}" for k in range(count)]
    kept = set(alone)
    return {
        "num_vars": count, "names": names, "bounds": [[0.0, 1.0]] * count,
        "groups": [name if k in kept else OTHERS for k, name in enumerate(names)],
    }  # fmt: skip
