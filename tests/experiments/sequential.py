"""Thousands of precision runs at once on made-up differences: the rule of `precision`, look by look."""

import numpy as np
from scipy.special import stdtrit

from experiments.intervals import SKEWED, bootstrap_t, skewness
from experiments.precision import BATCH, FIRST, LOOKS
from experiments.statistics import Floats

Counts = np.ndarray[tuple[int], np.dtype[np.int64]]
MEAN = {"normal": 0.0, "lognormal": float(np.exp(0.5)), "lock-in": 1.0}
SD = {
    "normal": 1.0,
    "lognormal": float(np.sqrt((np.e - 1) * np.e)),
    "lock-in": float(np.sqrt(0.09 * 100 + 1)),
}


def samples(kind: str, shape: tuple[int, int], seed: int = 1) -> Floats:
    """Paired differences: normal, lognormal(1), or 10 % of replications ten standard deviations apart."""
    rng = np.random.default_rng(seed)
    if kind == "lognormal":
        return rng.lognormal(0.0, 1.0, shape)
    noise = rng.normal(size=shape)
    return noise + 10.0 * (rng.random(shape) < 0.1) if kind == "lock-in" else noise


def limits(x: Floats, *, t_only: bool = False) -> tuple[Floats, Floats]:
    """Limits of every study, shape (studies, n): t, and bootstrap-t for the skewed ones."""
    n, mean = x.shape[1], x.mean(axis=1)
    half = stdtrit(n - 1, 0.975) * x.std(axis=1, ddof=1) / np.sqrt(n)
    low, high = mean - half, mean + half
    skewed = np.flatnonzero(np.abs(skewness(x)) > SKEWED)
    if not t_only and skewed.size:
        low[skewed], high[skewed] = bootstrap_t(x[skewed])
    return low, high


def stopped(
    x: Floats, wanted: float, *, looks: int = LOOKS, t_only: bool = False
) -> tuple[Floats, Floats, Counts]:
    """Limits of every study when it stops, and after how many replications; the last is the cap."""
    studies, cap = x.shape
    low, high = np.empty(studies), np.empty(studies)
    ended, in_a_row, open_ = np.zeros(studies, np.int64), np.zeros(studies, np.int64), np.arange(studies)
    for n in range(FIRST, cap + 1, BATCH):
        now_low, now_high = limits(x[open_, :n], t_only=t_only)
        in_a_row[open_] = np.where((now_high - now_low) / 2.0 <= wanted, in_a_row[open_] + 1, 0)
        done = (in_a_row[open_] >= looks) | (n + BATCH > cap)
        low[open_[done]], high[open_[done]], ended[open_[done]] = now_low[done], now_high[done], n
        open_ = open_[~done]
    return low, high, ended


def covered(low: Floats, high: Floats, truth: float) -> float:
    return float(np.mean((low <= truth) & (truth <= high)))
