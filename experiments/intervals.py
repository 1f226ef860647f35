"""Which interval a paired difference gets: Student's t, or bootstrap-t where the differences are skewed."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from experiments.statistics import LEVEL, Floats, Interval, t_interval

Method = Literal["t", "bootstrap-t"]
SKEWED = (
    1.0  # |skewness| of the differences beyond which t covers too little; measured, see tests/experiments
)
FEWEST = 30  # values below which resamples of a rare big value cover less than t does; measured on revenue
FEWEST_IN_GROUPS = 10
RESAMPLES = 3999  # so that the 100th smallest and the 100th largest are the limits of a 95 % interval
APART = 2.5  # an empty gap of so many standard deviations within the groups makes two groups
NO_SPREAD = 1e-9  # of a resample, in standard deviations of the sample: all its values are one


@dataclass(frozen=True, slots=True)
class Groups:
    """Differences that fall into two groups, as after a tipping point: how many, and around which value each."""

    few: int
    few_around: float
    many: int
    many_around: float


def difference_interval(values: ArrayLike, level: float = LEVEL) -> tuple[Interval, Method]:
    """The mean of the finite `values` with its limits, and how they were found.

    Student's t; bootstrap-t where at least 30 values have a sample skewness beyond 1 in size. t stays where resamples
    give no finite limits, because too many of them hold one value only.
    """
    x = np.asarray(values, dtype=np.float64)
    x = x[np.isfinite(x)]
    plain = t_interval(x, level)
    if x.size < FEWEST or plain.low == plain.high or abs(skewness(x)) <= SKEWED:
        return plain, "t"
    low, high = (float(limit[0]) for limit in bootstrap_t(x[None, :], level))
    if not np.isfinite(low + high):
        return plain, "t"
    return Interval(plain.estimate, low, high, x.size), "bootstrap-t"


def skewness(values: ArrayLike) -> Floats:
    """Sample skewness over the last axis, corrected for its size (G1 of Joanes & Gill 1998); NaN without spread."""
    x = np.asarray(values, dtype=np.float64)
    n = x.shape[-1]
    apart = x - x.mean(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        raw = np.mean(apart**3, axis=-1) / np.mean(apart**2, axis=-1) ** 1.5
    return np.asarray(raw * np.sqrt(n * (n - 1.0)) / (n - 2.0))


def bootstrap_t(samples: Floats, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Bootstrap-t (studentised) limits for the mean of every row of `samples`, shape (studies, n).

    Each resample gives t* = (mean* - mean) / (sd* / sqrt(n)); the limits are mean - q sd / sqrt(n) at the quantiles of
    t*. Which values a resample holds is drawn from an addressed generator, so the limits depend on the values alone.
    Limits are infinite where too many resamples have no spread.
    Source: Efron & Tibshirani 1993, chapter 12.5.
    """
    n = samples.shape[1]
    mean, sd = samples.mean(axis=1), samples.std(axis=1, ddof=1)
    standard = (samples - mean[:, None]) / sd[:, None]
    held = _resamples(n)
    means = standard @ held.T / n
    spread = np.sqrt(np.maximum(standard**2 @ held.T / n - means**2, 0.0) * n / (n - 1.0))
    one_value = spread < NO_SPREAD
    t = np.where(one_value, np.copysign(np.inf, means), means / np.where(one_value, 1.0, spread) * np.sqrt(n))
    tail = max(round((RESAMPLES + 1) * (1.0 - level) / 2.0), 1)
    ends = np.partition(t, (tail - 1, RESAMPLES - tail), axis=1)
    error = sd / np.sqrt(n)
    return mean - ends[:, RESAMPLES - tail] * error, mean - ends[:, tail - 1] * error


def two_groups(values: ArrayLike) -> Groups | None:
    """Two groups in the finite `values` with an empty gap between them, or None.

    The split with the least variance inside both groups; they count as two when each has at least two values and the
    gap is wider than 2.5 pooled standard deviations. What has fewer than five distinct values is counting, not groups.
    Source of the split: Fisher 1958, exact in one dimension.
    """
    x = np.asarray(values, dtype=np.float64)
    x = np.sort(x[np.isfinite(x)])
    n = x.size
    if n < FEWEST_IN_GROUPS or np.unique(x).size < 5:
        return None
    x_centred = x - x.mean()
    sums, size = np.cumsum(x_centred)[:-1], np.arange(1, n)
    within = float(np.sum(x_centred**2)) - sums**2 * n / (size * (n - size))  # both groups' sum of squares
    cut = int(np.argmin(within)) + 1
    spread = np.sqrt(max(float(within[cut - 1]), 0.0) / (n - 2))
    if min(cut, n - cut) < 2 or x[cut] - x[cut - 1] <= APART * spread:
        return None
    few, many = sorted((x[:cut], x[cut:]), key=len)
    return Groups(few.size, float(few.mean()), many.size, float(many.mean()))


@lru_cache(maxsize=4)
def _resamples(n: int) -> Floats:
    """How often each of n values is in each resample, shape (RESAMPLES, n): raw Philox numbers, the same for ever."""
    raw = np.random.Philox(key=n).random_raw(RESAMPLES * n) >> np.uint64(32)
    drawn = (raw * np.uint64(n) >> np.uint64(32)).astype(np.int64)
    place = np.repeat(np.arange(RESAMPLES), n) * n + drawn
    return np.bincount(place, minlength=RESAMPLES * n).reshape(RESAMPLES, n).astype(np.float64)
