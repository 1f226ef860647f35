"""Races: which of many candidates is the best, by observations that are asked for one replication at a time.

Pure statistics over arrays; more is better. Candidates are numbered; all observations of a replication are of the same
people with the same luck, and nothing here takes them for independent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.errors import InputError
from experiments.statistics import Floats

Observe = Callable[[Sequence[int], range], Floats]
"""Values of some candidates in some replications, shape (candidates, replications)."""
Planned = Callable[[int], None]
"""Told how many observations a race will take at most, from its beginning on, as soon as that is known."""
FIRST_ROUND = 2  # observations of every candidate before the first halving


@dataclass(frozen=True)
class Out:
    """A candidate that was given up: after how many replications, and how far its mean was behind the leader's."""

    candidate: int
    replications: int
    leader: int
    behind: float


@dataclass(frozen=True)
class Race:
    """How a race went.

    order: winner first, then by when they went out, the last to go first.  out: who was given up, in that order of
    time.  values: what was seen, shape (candidates, replications), NaN where a candidate was no longer there.
    """

    order: tuple[int, ...]
    out: tuple[Out, ...]
    values: Floats

    @property
    def winner(self) -> int:
        return self.order[0]

    @property
    def observations(self) -> int:
        return int(np.isfinite(self.values).sum())

    @property
    def common(self) -> Floats:
        """The replications that every candidate has, shape (candidates, replications): as many as were fixed before."""
        return np.asarray(self.values[:, np.isfinite(self.values).all(axis=0)])


def standing(means: Floats, alive: NDArray[Any], slack: Floats) -> NDArray[np.bool_]:
    """Who stays in: whoever no other that is still in leads by more than the slack of the two.

    means, alive: shape (..., candidates).  slack: shape (..., candidates, candidates), 0 or more.
    """
    ahead = means[..., None, :] - means[..., :, None]
    return np.asarray(alive & ~((ahead > slack) & alive[..., None, :]).any(axis=-1))


def slack_of(variances: Floats, replications: int, zone: float, h_squared: float) -> Floats:
    """How far a mean may lie behind another after so many replications without being given up (KN, step 2).

    variances: of the differences in the first stage, shape (..., candidates, candidates).
    """
    return np.maximum(0.0, zone / (2 * replications) * (h_squared * variances / zone**2 - replications))


def h_squared_of(count: int, first_stage: int, level: float) -> float:
    """KN's constant with c = 1: 2 eta (n0 - 1), where eta = ((2 alpha / (k - 1))^(-2 / (n0 - 1)) - 1) / 2."""
    eta: float = 0.5 * ((2.0 * (1.0 - level) / (count - 1)) ** (-2.0 / (first_stage - 1)) - 1.0)
    return 2.0 * eta * (first_stage - 1)


def variances_of(values: Floats) -> Floats:
    """Sample variances of all paired differences, shape (candidates, candidates); values (candidates, replications)."""
    return np.asarray((values[:, None, :] - values[None, :, :]).var(axis=-1, ddof=1))


def kim_nelson(
    observe: Observe,
    count: int,
    zone: float,
    *,
    first_stage: int = 10,
    level: float = 0.95,
    planned: Planned | None = None,
) -> Race:
    """Fully sequential selection (Kim & Nelson 2001, procedure KN with c = 1).

    With normal observations the best is selected with a probability of at least `level` whenever it leads all others by
    `zone` or more, however observations of one replication are correlated. Every candidate is seen `first_stage` times;
    from then on, whoever is too far behind is given up, and all others are seen once more.
    Raises ValueError for fewer than two candidates or first replications, and for a zone of 0 or less.
    """
    if count < 2 or first_stage < 2 or zone <= 0.0:
        raise ValueError("a race needs two candidates, two replications and an indifference zone above 0")
    track = _Track(observe, count)
    track.see(range(first_stage))
    variances = variances_of(track.values())
    h_squared = h_squared_of(count, first_stage, level)
    while True:
        seen = track.replications
        means, slack = track.means(), slack_of(variances, seen, zone, h_squared)
        alive = standing(means, track.alive, slack)
        if not slack[
            np.ix_(alive, alive)
        ].any():  # nobody may lie behind any more: exact ties go to the first
            alive &= np.arange(count) == np.argmax(np.where(alive, means, -np.inf))
        track.keep(alive)
        if alive.sum() == 1:
            return track.race()
        if planned is not None:
            last = int(h_squared * variances[np.ix_(alive, alive)].max() / zone**2) + 1
            planned(track.observations + int(alive.sum()) * max(last - seen, 1))
        track.see(range(seen, seen + 1))


def halving_rounds(count: int, finalists: int = 1) -> int:
    """How often half of the candidates must go until only so many are left."""
    rounds = 0
    while count > finalists:
        count, rounds = max(-(-count // 2), finalists), rounds + 1
    return rounds


def successive_halving(observe: Observe, count: int, runs: int, *, finalists: int = 1) -> Race:
    """Selection for a fixed budget: every round an equal part of it for all who are left, then the worse half goes
    (Karnin, Koren & Somekh 2013; means are over all replications so far, which are the same for all who are left).

    runs: observations to spend; never more are made.  finalists: how many are to be left.
    Raises InputError when the budget does not reach for two observations of everybody.
    """
    if runs < FIRST_ROUND * count:
        raise InputError(
            f"{runs:,} runs are too few for {count} candidates; {FIRST_ROUND * count:,} is the least, "
            f"{4 * FIRST_ROUND * count:,} a good start"
        )
    track, rounds = _Track(observe, count), halving_rounds(count, finalists)
    for number in range(rounds):
        left = int(track.alive.sum())
        share = (runs - track.observations) // (rounds - number)
        more = max(share // left, 0 if number else FIRST_ROUND)
        track.see(range(track.replications, track.replications + more))
        better = np.argsort(np.where(track.alive, -track.means(), np.inf), kind="stable")
        alive = np.zeros(count, dtype=np.bool_)
        alive[better[: max(-(-left // 2), finalists)]] = True
        track.keep(alive)
    return track.race()


class _Track:
    """Who is still in, and what was seen of whom."""

    def __init__(self, observe: Observe, count: int) -> None:
        self.alive = np.ones(count, dtype=np.bool_)
        self.replications = 0
        self.observations = 0
        self._observe, self._seen = observe, [np.empty((count, 0))]
        self._out: list[Out] = []
        self._sums = np.zeros(count)

    def see(self, replications: range) -> None:
        """Everybody who is still in, in further replications."""
        if not replications:
            return
        there = np.flatnonzero(self.alive)
        values = np.full((len(self.alive), len(replications)), np.nan)
        values[there] = self._observe(there.tolist(), replications)
        self._seen.append(values)
        self._sums[there] += values[there].sum(axis=1)
        self.replications = replications.stop
        self.observations += len(there) * len(replications)

    def values(self) -> Floats:
        return np.concatenate(self._seen, axis=1)

    def means(self) -> Floats:
        """Means of those who are still in; of the others, meaningless."""
        return np.asarray(self._sums / max(self.replications, 1))

    def keep(self, alive: NDArray[np.bool_]) -> None:
        """Give up everybody else, the farthest behind first."""
        means = self.means()
        leader = int(np.argmax(np.where(alive, means, -np.inf)))
        gone = np.flatnonzero(self.alive & ~alive)
        for k in gone[np.argsort(means[gone], kind="stable")]:
            self._out.append(Out(int(k), self.replications, leader, float(means[leader] - means[k])))
        self.alive = alive

    def race(self) -> Race:
        left = np.flatnonzero(self.alive)
        finalists = left[np.argsort(-self.means()[left], kind="stable")]
        order = [*map(int, finalists), *(out.candidate for out in reversed(self._out))]
        return Race(tuple(order), tuple(self._out), self.values())
