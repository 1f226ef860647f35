"""Regret: how much worse than the best one could have chosen, design by design, future by future (Savage 1951).

Robust decision making (Lempert, Popper & Bankes 2003) asks for the design whose regret stays small, and for the share
of futures in which a design does well enough (satisficing; Starr 1963).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.discovery.boxes import Mask
from experiments.discovery.shares import wilson
from experiments.statistics import Floats, Interval, t_interval


@dataclass(frozen=True)
class Regret:
    """One design over all futures.

    expected: mean regret, the futures weighted alike.  largest: its largest regret, and worst: in which future.
    best: share of futures in which no other is better.  enough: share in which it does well enough.
    """

    name: str
    mean: Interval
    expected: Interval
    largest: float
    worst: int
    best: Interval
    enough: Interval


def regrets(values: Floats) -> Floats:
    """Best of the future minus own; values (futures, designs), the larger the better."""
    return np.asarray(values.max(axis=1, keepdims=True) - values)


def table(names: Sequence[str], values: Floats, enough: Mask) -> list[Regret]:
    """A row per design.

    values: (futures, designs), the larger the better; futures with a NaN are left out.  enough: (futures, designs),
    whether a design does well enough there.
    """
    whole = np.flatnonzero(np.isfinite(values).all(axis=1))
    kept = values[whole]
    found = regrets(kept)
    rows = []
    for k, name in enumerate(names):
        own, well = found[:, k], enough[whole, k]
        rows.append(
            Regret(
                name,
                t_interval(kept[:, k]),
                t_interval(own),
                float(own.max()),
                int(whole[own.argmax()]),
                wilson(float((own == 0.0).sum()), len(own)),
                wilson(float(well.sum()), len(own)),
            )
        )
    return rows


def minimax(rows: Sequence[Regret]) -> Regret:
    """The design whose largest regret is smallest."""
    return min(rows, key=lambda row: row.largest)
