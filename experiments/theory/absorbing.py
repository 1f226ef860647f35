"""Semi-Markov absorbing chains: who ends where, after how many visits, after how many days.

A walker stays a random time in a state, then moves; the time is independent of the move and of the past. With
`Q` the moves between states, `R` the moves to the ends, `m` and `s` the first and second moment of the stay:

    visits N = (I - Q)^-1,   ends B = N R,   mean t = N m,   E[T^2] = N (s + 2 m o (Q t))

Given one end, the walk is again such a chain with `Q~_ij = Q_ij h_j / h_i`, h the probability of that end
(Doob's h-transform).

Sources: Kemeny & Snell, Finite Markov Chains (1960), chapter III; Howard, Dynamic Probabilistic Systems
(1971), chapter 10.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SemiMarkov:
    """A walk over `n` states that finishes in one of `k` ends.

    probability: shape (n, n + k), row i = where the walker goes from state i; the last k columns are the
        ends; rows sum to 1.
    stay_mean: shape (n,), mean days in a state.
    stay_square: shape (n,), mean squared days in a state (days^2).
    edge_days: shape (n, n + k), fixed days that the move itself takes.

    Raises ValueError when shapes disagree, a row is no distribution, or some state can never finish.
    """

    probability: Floats
    stay_mean: Floats
    stay_square: Floats
    edge_days: Floats

    def __post_init__(self) -> None:
        states, columns = self.probability.shape
        if columns <= states:
            raise ValueError(
                f"probability: {columns} columns for {states} states; it needs a column per end too"
            )
        if self.edge_days.shape != self.probability.shape:
            raise ValueError(f"edge_days has shape {self.edge_days.shape}, not {self.probability.shape}")
        if self.stay_mean.shape != (states,) or self.stay_square.shape != (states,):
            raise ValueError(f"stay_mean and stay_square need shape ({states},)")
        unit_rows = np.allclose(self.probability.sum(axis=1), 1.0, rtol=0, atol=1e-9)
        if (self.probability < 0).any() or not unit_rows:
            raise ValueError("every row of probability must be >= 0 and sum to 1")
        finishing: NDArray[np.bool_] = self.ends.max(axis=1) > 0
        if not self._leads_to(finishing).all():
            raise ValueError("from some state no end can be reached")

    def _leads_to(self, there: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """From which states one of the states `there` can be reached, themselves included; both shape (n,)."""
        for _ in range(self.states):
            there = there | (self.moves[:, there] > 0).any(axis=1)
        return there

    @property
    def states(self) -> int:
        """The number n of states."""
        return int(self.probability.shape[0])

    @property
    def moves(self) -> Floats:
        """Q, shape (n, n)."""
        return self.probability[:, : self.states]

    @property
    def ends(self) -> Floats:
        """R, shape (n, k)."""
        return self.probability[:, self.states :]

    def visits(self) -> Floats:
        """Expected visits, shape (n, n): row = where the walk starts (the start counts as one visit)."""
        return np.asarray(np.linalg.inv(np.eye(self.states) - self.moves), dtype=np.float64)

    def end_probability(self) -> Floats:
        """Probability of each end, shape (n, k): row = where the walk starts."""
        chance: Floats = np.maximum(self.visits() @ self.ends, 0.0)
        for end in range(self.ends.shape[1]):  # what cannot be is 0, not the rounding of a linear solution
            chance[~self._leads_to(self.ends[:, end] > 0), end] = 0.0
        return chance

    def mean_days(self) -> Floats:
        """Mean days to the end, shape (n,): from the moment a state is entered."""
        per_visit = self.stay_mean + (self.probability * self.edge_days).sum(axis=1)
        mean: Floats = self.visits() @ per_visit
        return mean

    def mean_square_days(self) -> Floats:
        """Mean squared days to the end (days^2), shape (n,)."""
        remaining = np.concatenate([self.mean_days(), np.zeros(self.probability.shape[1] - self.states)])
        after_stay = (self.probability * (self.edge_days + remaining)).sum(axis=1)
        on_edge = (self.probability * (self.edge_days**2 + 2.0 * self.edge_days * remaining)).sum(axis=1)
        square: Floats = self.visits() @ (self.stay_square + 2.0 * self.stay_mean * after_stay + on_edge)
        return square

    def sd_days(self) -> Floats:
        """Standard deviation of the days to the end, shape (n,)."""
        return np.sqrt(np.maximum(self.mean_square_days() - self.mean_days() ** 2, 0.0))

    def given_end(self, end: int) -> SemiMarkov:
        """The same walk among those who finish in end number `end` (Doob's h-transform).

        A state that cannot reach that end has no such walkers; it finishes at once, which keeps the shapes.
        """
        chance = self.end_probability()[:, end]
        target = np.concatenate([chance, np.zeros(self.probability.shape[1] - self.states)])
        target[self.states + end] = 1.0
        possible = chance > 0
        rows = self.probability * target / np.where(possible, chance, 1.0)[:, None]
        rows[~possible, :] = 0.0
        rows[~possible, self.states + end] = 1.0
        return replace(self, probability=rows / rows.sum(axis=1, keepdims=True))


def stay_square(mean: float, law: str, cv: float) -> float:
    """Mean squared stay (days^2) of a law given by its mean (days) and coefficient of variation.

    law: "lognormal" uses `cv`; "exponential" has cv 1 and "deterministic" cv 0, whatever `cv` says.
    Raises ValueError for any other law.
    """
    spread = {"lognormal": cv, "exponential": 1.0, "deterministic": 0.0}
    if law not in spread:
        raise ValueError(f"unknown law {law!r}; known are {', '.join(spread)}")
    return mean**2 * (1.0 + spread[law] ** 2)
