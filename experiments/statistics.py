"""Intervals, survival curves and break-even points: pure functions over arrays, nothing of ours inside."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri, stdtrit

Floats = NDArray[np.float64]
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its confidence limits. Limits are NaN when fewer than two values were there.

    count: how many finite values the estimate rests on.
    """

    estimate: float
    low: float
    high: float
    count: int

    @property
    def half_width(self) -> float:
        return (self.high - self.low) / 2.0

    @property
    def sign(self) -> int:
        """+1 or -1 when the interval excludes zero, 0 when it does not or is unknown: undecided."""
        if self.low > 0.0:
            return 1
        return -1 if self.high < 0.0 else 0

    @property
    def is_nothing(self) -> bool:
        """Whether there is not the slightest difference: zero, without any noise."""
        return self.estimate == 0.0 == self.half_width


@dataclass(frozen=True, slots=True)
class PairedInterval:
    """The mean of b - a over replications, and what pairing won.

    correlation: of a and b over replications (NaN when either does not vary).
    variance_ratio: variance of the difference between independent runs, over that between pairs.
    width_ratio: width of the interval over the width that as many independent runs of each would give; pairs have half
        the degrees of freedom, which counts against them.
    """

    difference: Interval
    correlation: float
    variance_ratio: float
    width_ratio: float


@dataclass(frozen=True, slots=True)
class Survival:
    """A Kaplan-Meier curve, one entry per distinct event time, in ascending order.

    duration: everybody's time to the event or to censoring, ascending, shape (people,).
    """

    time: Floats
    survival: Floats
    low: Floats
    high: Floats
    at_risk: NDArray[np.int64]
    events: NDArray[np.int64]
    duration: Floats

    def at(self, time: ArrayLike) -> Floats:
        """Survival at each time: a right-continuous step function that starts at 1."""
        return _step(self.time, self.survival, time)

    def at_risk_at(self, time: ArrayLike) -> Floats:
        """How many had neither event nor censoring before each time."""
        return self.duration.size - np.searchsorted(self.duration, np.asarray(time)).astype(np.float64)

    def interval_at(self, time: float) -> Interval:
        """Survival and its limits at one time; before the first event the curve is 1 and its limits too."""
        low, high = _step(self.time, self.low, time), _step(self.time, self.high, time)
        return Interval(float(self.at(time)), float(low), float(high), self.duration.size)


@dataclass(frozen=True, slots=True)
class Root:
    """Where a curve crosses zero, and the levels at which zero cannot be excluded around it.

    verdict: everywhere / nowhere  the whole curve is positive / negative beyond doubt;
             above / below         it pays above / below `level`;
             several               it crosses more than once, `level` is the first crossing;
             undecided             the mean does not cross, but zero is inside the interval somewhere.
    low, high: -inf or inf when zero stays inside the interval down to the lowest, up to the highest level.
    """

    verdict: Literal["everywhere", "nowhere", "above", "below", "several", "undecided"]
    level: float
    low: float
    high: float

    @property
    def is_located(self) -> bool:
        """Whether there is a crossing that at least one limit holds in place."""
        return bool(np.isfinite(self.level) and (np.isfinite(self.low) or np.isfinite(self.high)))


def t_interval(values: ArrayLike, level: float = LEVEL) -> Interval:
    """Mean of the finite `values` with Student's t limits.

    Values that do not vary at all (two identical designs) give an interval of width exactly 0.
    """
    x = np.asarray(values, dtype=np.float64)
    x = x[np.isfinite(x)]
    n = x.size
    if n == 0:
        return Interval(np.nan, np.nan, np.nan, 0)
    if n == 1:
        return Interval(float(x[0]), np.nan, np.nan, 1)
    if np.ptp(x) == 0.0:
        return Interval(float(x[0]), float(x[0]), float(x[0]), n)
    mean = float(x.mean())
    half = float(stdtrit(n - 1, 0.5 + level / 2.0)) * float(x.std(ddof=1)) / float(np.sqrt(n))
    return Interval(mean, mean - half, mean + half, n)


def paired(a: ArrayLike, b: ArrayLike, level: float = LEVEL) -> PairedInterval:
    """Difference b - a, replication by replication (pairs with a NaN are left out).

    Raises ValueError when the two are not of one length.
    """
    first, second = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if first.shape != second.shape:
        raise ValueError(f"pairs need equally many values, got {first.size} and {second.size}")
    both = np.isfinite(first) & np.isfinite(second)
    first, second = first[both], second[both]
    difference = t_interval(second - first, level)
    if first.size < 2:
        return PairedInterval(difference, np.nan, np.nan, np.nan)
    variance_first, variance_second = float(first.var(ddof=1)), float(second.var(ddof=1))
    variance_difference = float((second - first).var(ddof=1))
    correlation = np.nan
    if variance_first > 0.0 and variance_second > 0.0:
        correlation = float(np.corrcoef(first, second)[0, 1])
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.float64(variance_first + variance_second) / variance_difference
        width = 1.0 / np.sqrt(ratio)
    n, tail = first.size, 0.5 + level / 2.0
    fewer_degrees = float(stdtrit(n - 1, tail) / stdtrit(2 * n - 2, tail))
    return PairedInterval(difference, correlation, float(ratio), float(width) * fewer_degrees)


def simultaneous(differences: ArrayLike, level: float = LEVEL) -> list[Interval]:
    """The mean of each column with limits that hold for all columns together with probability `level` at least.

    differences: paired differences, shape (replications, columns), such as every design less the first. Each column
    gets a t interval of level 1 - (1 - level) / columns (Bonferroni): valid however the columns depend on each other,
    so also under common random numbers. Raises ValueError for another shape.
    Source: Law 2015, Simulation Modeling and Analysis, section 10.2.2 (all comparisons with a standard).
    """
    table = np.asarray(differences, dtype=np.float64)
    if table.ndim != 2 or table.shape[1] < 1:
        raise ValueError("simultaneous intervals need an array (replications, columns)")
    each = level_of(table.shape[1], level)
    return [t_interval(column, each) for column in table.T]


def level_of(count: int, level: float = LEVEL) -> float:
    """Level of each of `count` intervals that are to hold together with probability `level` (Bonferroni)."""
    return 1.0 - (1.0 - level) / count


def kaplan_meier(duration: ArrayLike, observed: ArrayLike, level: float = LEVEL) -> Survival:
    """Kaplan-Meier survival with Greenwood's variance on the log(-log) scale.

    duration: time from entry to the event or to censoring, shape (n,), NaN not allowed.
    observed: True for an event, False for censoring, shape (n,). At a tie events come first.
    Raises ValueError for NaN or negative durations.
    Source: Kalbfleisch & Prentice 2002, section 1.4.
    """
    time = np.asarray(duration, dtype=np.float64)
    event = np.asarray(observed, dtype=bool)
    if not np.all(time >= 0.0):
        raise ValueError("durations must be numbers, 0 or more")
    order = np.sort(time)
    at, events = np.unique(time[event], return_counts=True)
    at_risk = time.size - np.searchsorted(order, at, side="left")
    survival: Floats = np.cumprod(1.0 - events / at_risk, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(events / (at_risk * (at_risk - events)))
        spread = float(ndtri(0.5 + level / 2.0)) * np.sqrt(greenwood) / np.abs(np.log(survival))
        low, high = survival ** np.exp(spread), survival ** np.exp(-spread)
    low, high = np.where(survival > 0.0, low, 0.0), np.where(survival > 0.0, high, 0.0)
    return Survival(at, survival, low, high, at_risk.astype(np.int64), events.astype(np.int64), order)


def break_even(levels: ArrayLike, differences: ArrayLike, confidence: float = LEVEL) -> Root:
    """Where the paired difference, linear between the levels tried, crosses zero.

    levels: ascending, shape (k,), k >= 2.  differences: shape (replications, k), one curve per replication.
    The interval holds all levels, connected to the crossing, at which the t interval includes zero
    (Fieller 1954; solved exactly, segment by segment: mean and variance are polynomials there).
    Raises ValueError when fewer than two levels or replications are given, or levels do not ascend.
    """
    x, y = np.asarray(levels, dtype=np.float64), np.asarray(differences, dtype=np.float64)
    if x.size < 2 or np.any(np.diff(x) <= 0.0) or y.ndim != 2 or y.shape[0] < 2 or y.shape[1] != x.size:
        raise ValueError("a break-even needs two or more ascending levels and replications")
    limits = _zero_limits(x, y, confidence)
    mean = y.mean(axis=0)
    crossings = _crossings(x, mean)
    if not crossings:
        if not limits and t_interval(y[:, 0], confidence).sign:
            return Root("everywhere" if mean[0] > 0.0 else "nowhere", np.nan, np.nan, np.nan)
        return Root("undecided", np.nan, min(limits, default=-np.inf), max(limits, default=np.inf))
    level, rising = crossings[0]
    verdict: Literal["several", "above", "below"] = "above" if rising else "below"
    if len(crossings) > 1:
        verdict = "several"
    low = max((limit for limit in limits if limit <= level), default=-np.inf)
    high = min((limit for limit in limits if limit >= level), default=np.inf)
    return Root(verdict, level, low, high)


def _step(time: Floats, value: Floats, at: ArrayLike) -> Floats:
    padded = np.concatenate(([1.0], value))
    return np.asarray(padded[np.searchsorted(time, np.asarray(at, dtype=np.float64), side="right")])


def _crossings(x: Floats, mean: Floats) -> list[tuple[float, bool]]:
    """Where the mean changes its sign, and whether it rises there."""
    found: list[tuple[float, bool]] = []
    nonzero = np.flatnonzero(mean)
    for left, right in pairwise(nonzero):
        if mean[left] * mean[right] < 0.0:
            share = mean[left] / (mean[left] - mean[right])
            found.append((float(x[left] + share * (x[right] - x[left])), bool(mean[right] > 0.0)))
    return found


def _zero_limits(x: Floats, y: Floats, confidence: float) -> list[float]:
    """Levels at which a limit of the t interval is exactly zero: mean(u)^2 = t^2 var(u) / n."""
    n = y.shape[0]
    factor = float(stdtrit(n - 1, 0.5 + confidence / 2.0)) ** 2 / n
    centred = y - y.mean(axis=0)
    mean = y.mean(axis=0)
    limits: list[float] = []
    for k in range(x.size - 1):
        start, slope = centred[:, k], centred[:, k + 1] - centred[:, k]
        rise = mean[k + 1] - mean[k]
        square = np.array([rise**2, 2.0 * mean[k] * rise, mean[k] ** 2])
        roots = np.roots(square - factor * _variance(start, slope))
        inside = np.sort(roots.real[(np.abs(roots.imag) < 1e-12) & (roots.real >= 0.0) & (roots.real <= 1.0)])
        limits += [float(x[k] + u * (x[k + 1] - x[k])) for u in inside]
    return limits


def _variance(start: Floats, slope: Floats) -> Floats:
    """Sample variance of start + u * slope as coefficients of u^2, u, 1; centred, shape (replications,)."""
    return np.array([slope @ slope, 2.0 * (start @ slope), start @ start]) / (start.size - 1)
