"""Shares with intervals: one binomial, weighted sums of several, and ratios of such sums.

Wilson (1927) for one share; for sums and ratios the limits of the parts are put together by the method of variance
estimates recovery (Zou & Donner 2008; Donner & Zou 2012).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from experiments.statistics import LEVEL, Floats, Interval

HALVINGS = 40


def wilson(hits: float, trials: float, level: float = LEVEL) -> Interval:
    """A share with its score interval; NaN without any trial."""
    if trials <= 0:
        return Interval(np.nan, np.nan, np.nan, 0)
    low, high = _limits(np.array([hits]), np.array([trials]), level)
    return Interval(hits / trials, float(low[0]), float(high[0]), int(trials))


def none_of(trials: int, level: float = LEVEL) -> float:
    """The largest share that leaves a chance of 1 - level to see none of so many: about three over their number."""
    return float(1.0 - (1.0 - level) ** (1.0 / trials))


def weighted(weights: ArrayLike, hits: ArrayLike, trials: ArrayLike, level: float = LEVEL) -> Interval:
    """A sum of independent shares, each times its weight, with limits.

    A part without any trial counts with its whole weight of ignorance: between nought and all.
    """
    w, h, n = (np.asarray(a, dtype=np.float64) for a in (weights, hits, trials))
    estimate, low, high = _sum(w, h, n, level)
    return Interval(estimate, low, high, int(n.sum()))


def ratio(
    part: ArrayLike, whole: ArrayLike, hits: ArrayLike, trials: ArrayLike, level: float = LEVEL
) -> Interval:
    """The ratio of two weighted sums of the same independent shares, between 0 and 1: the part of the whole.

    part, whole: weights; part <= whole.  The limits are the values c at which a limit of sum((part - c whole) share) is
    nought. NaN where nothing was hit at all.
    """
    a, b, h, n = (np.asarray(v, dtype=np.float64) for v in (part, whole, hits, trials))
    shares = _shares(h, n)
    top, bottom = float(a @ shares), float(b @ shares)
    if bottom <= 0.0:
        return Interval(np.nan, np.nan, np.nan, int(n.sum()))
    low = _root(lambda c: _sum(a - c * b, h, n, level)[1])
    high = _root(lambda c: _sum(a - c * b, h, n, level)[2])
    return Interval(top / bottom, low, high, int(n.sum()))


def _root(falls: Callable[[float], float]) -> float:
    """Where a function that falls from 0 to 1 crosses nought; an end where it does not."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if falls(middle) > 0.0 else (low, middle)
    return 0.5 * (low + high)


def _shares(hits: Floats, trials: Floats) -> Floats:
    return np.asarray(np.where(trials > 0, hits / np.maximum(trials, 1.0), 0.5))


def _sum(w: Floats, hits: Floats, trials: Floats, level: float) -> tuple[float, float, float]:
    shares = _shares(hits, trials)
    low, high = _limits(hits, trials, level)
    down, up = np.where(w > 0.0, shares - low, high - shares), np.where(w > 0.0, high - shares, shares - low)
    estimate = float(w @ shares)
    return (
        estimate,
        estimate - float(np.sqrt(((w * down) ** 2).sum())),
        estimate + float(np.sqrt(((w * up) ** 2).sum())),
    )


def _limits(hits: Floats, trials: Floats, level: float) -> tuple[Floats, Floats]:
    """Wilson's limits; 0 and 1 without trials."""
    z = float(ndtri(0.5 + level / 2.0))
    n = np.maximum(trials, 1.0)
    p = hits / n
    centre, spread = p + z * z / (2 * n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1.0 + z * z / n
    low, high = (centre - spread) / scale, (centre + spread) / scale
    low = np.where(hits <= 0, 0.0, np.maximum(low, 0.0))
    high = np.where(hits >= trials, 1.0, np.minimum(high, 1.0))
    return np.where(trials > 0, low, 0.0), np.where(trials > 0, high, 1.0)
