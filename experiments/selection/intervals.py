"""Intervals that hold together: pure functions over paired values, whatever their correlation."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from experiments.selection.race import variances_of
from experiments.statistics import LEVEL, Floats, Interval, simultaneous, t_interval

Place = Literal["on the front", "perhaps", "off"]


@dataclass(frozen=True)
class Lead:
    """The chosen candidate minus another: `alone` holds with the level by itself, `together` all of them do at once."""

    other: int
    alone: Interval
    together: Interval


@dataclass(frozen=True)
class Behind:
    """Every candidate minus the best of the others, more being better; all limits hold at once.

    low: 0 or less, shape (candidates,).  high: 0 or more for those who may be best.  may_be_best: who cannot be
    excluded as the best.
    """

    low: Floats
    high: Floats
    may_be_best: NDArray[np.bool_]


def leads(values: Floats, chosen: int, level: float = LEVEL) -> list[Lead]:
    """The chosen candidate minus each other, paired by replication.

    values: shape (candidates, replications), from replications that had no part in choosing.
    Simultaneous by Bonferroni's inequality, which holds under any correlation.
    """
    others = [k for k in range(len(values)) if k != chosen]
    if not others:
        return []
    differences = values[chosen] - values[others]
    alone = (t_interval(each, level) for each in differences)
    return [*map(Lead, others, alone, simultaneous(differences.T, level))]


def behind_best(values: Floats, level: float = LEVEL) -> Behind:
    """Multiple comparisons with the best, two-sided (Edwards & Hsu 1983; Hsu 1984), by Bonferroni's inequality and
    variances of paired differences, so that they hold under common random numbers (Matejcik & Nelson 1995).

    values: shape (candidates, replications), as many replications as were fixed before looking, the same for all.
    With at least `level` the differences between the best, whichever it is, and all others lie within their t limits;
    then the best is among those who `may_be_best`, and every distance within its limits. Of fewer than two replications
    nothing is known: the limits are infinite.
    """
    count, n = values.shape
    if n < 2 or count < 2:
        return Behind(np.full(count, -np.inf), np.full(count, np.inf), np.ones(count, dtype=np.bool_))
    ahead = np.asarray(values.mean(axis=1)[:, None] - values.mean(axis=1)[None, :])
    half = float(stdtrit(n - 1, 1.0 - (1.0 - level) / (2 * (count - 1)))) * np.sqrt(variances_of(values) / n)
    self_apart = np.where(np.eye(count, dtype=np.bool_), np.inf, 0.0)
    at_most = (ahead + half + self_apart).min(axis=1)
    may = at_most >= 0.0
    rivals = np.where(may[None, :], 0.0, np.inf) + self_apart
    low = np.minimum((ahead - half + rivals).min(axis=1), 0.0)
    high = np.where(may, at_most, (ahead + half - rivals).max(axis=1))
    return Behind(low, np.minimum(high, np.where(may, np.inf, 0.0)), may)


@dataclass(frozen=True)
class Pairs:
    """All paired differences of two measures, more of both being better; limits that hold at once.

    low, high: of candidate i minus candidate j, shape (candidates, candidates, measures).
    """

    low: Floats
    high: Floats

    def places(self) -> list[Place]:
        """Where every candidate is: `off` when some other is better in both measures beyond the limits; `on the front`
        when no other can be; `perhaps` otherwise."""
        possible = np.all(self.high > 0.0, axis=2) & ~np.eye(len(self.high), dtype=np.bool_)
        beaten = np.flatnonzero(np.any(np.all(self.low > 0.0, axis=2), axis=0))
        threatened = np.flatnonzero(np.any(possible, axis=0))
        return [
            "off" if k in beaten else "perhaps" if k in threatened else "on the front"
            for k in range(len(self.high))
        ]


def all_pairs(values: Floats, level: float = LEVEL, *, of: int | None = None) -> Pairs:
    """All paired differences with limits that hold together, over pairs and measures (Bonferroni).

    values: shape (candidates, replications, measures), 2 or more replications.  of: how many candidates there were
    before some were given up, when these limits are part of a larger family.
    """
    n, measures = values.shape[1], values.shape[2]
    count = of or len(values)
    family = max(count * (count - 1) // 2 * measures, 1)
    critical = float(stdtrit(n - 1, 1.0 - (1.0 - level) / (2 * family)))
    means = values.mean(axis=1)
    ahead = means[:, None] - means[None, :]
    spread = np.stack([variances_of(values[..., m]) for m in range(measures)], axis=-1)
    half = critical * np.sqrt(spread / n)
    return Pairs(np.asarray(ahead - half), np.asarray(ahead + half))


def best_seen(means: Floats) -> NDArray[np.bool_]:
    """Who is not beaten in both measures by any other mean; means (candidates, measures), more is better."""
    better = (means[:, None] > means[None, :]).all(axis=2)
    return np.asarray(~better.any(axis=0))
