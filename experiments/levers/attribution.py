"""Who made the difference: every lever's Shapley value, and beside it what it does alone and last."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.levers.played import Played
from experiments.levers.shapley import (
    Coalition,
    Order,
    coalitions,
    exact,
    on_the_way,
    pair_of_orders,
    sampled,
)
from experiments.statistics import Floats, Interval, t_interval

EXACT_UP_TO = 5  # players: 32 worlds per replication
PARTS = ("shapley", "alone", "last", "synergy")


@dataclass(frozen=True)
class Attribution:
    """The difference shared out, per replication; all arrays end in the measures, in the order of `names`.

    shapley, alone, last: shape (replications, players, measures): the Shapley value; what a player adds to nobody
    (pulled alone from the first design); what it adds to all others (lost when it is taken away from the second).
    first, second: shape (replications, measures).
    """

    names: tuple[str, ...]
    codes: tuple[str, ...]
    shapley: Floats
    alone: Floats
    last: Floats
    first: Floats
    second: Floats

    @property
    def synergy(self) -> Floats:
        """What a player adds last more than alone: above zero it needs the others, below it does what they do too."""
        return np.asarray(self.last - self.alone)

    def of(self, code: str, name: str, part: str = "shapley") -> Interval:
        """One of PARTS of a player in a measure, with its 95 % t interval over replications."""
        values: Floats = getattr(self, part)
        return t_interval(values[:, self.codes.index(code), self.names.index(name)])

    def total(self, name: str) -> Interval:
        """The whole difference in a measure, second design minus first."""
        at = self.names.index(name)
        return t_interval(self.second[:, at] - self.first[:, at])

    def table(self) -> pd.DataFrame:
        """A row per lever and measure: each of PARTS with its limits, raw units."""
        rows = []
        for code in self.codes:
            for name in self.names:
                row: dict[str, object] = {"lever": code, "measure": name}
                for part in PARTS:
                    found = self.of(code, name, part)
                    row |= {part: found.estimate, f"{part}_low": found.low, f"{part}_high": found.high}
                rows.append(row | {"replications": self.of(code, name).count})
        return pd.DataFrame(rows)


def is_exact(players: int) -> bool:
    """Whether every coalition is lived through."""
    return players <= EXACT_UP_TO


def orders_of(codes: Sequence[str], seed: int, replication: int) -> tuple[Order, ...] | None:
    """The orders to average over in one replication; None where all coalitions are lived through instead."""
    return None if is_exact(len(codes)) else pair_of_orders(codes, seed, replication)


def met(codes: Sequence[str], seed: int, replication: int) -> set[Coalition]:
    """The coalitions that the Shapley values of one replication need."""
    orders = orders_of(codes, seed, replication)
    return set(coalitions(len(codes))) if orders is None else on_the_way(orders)


def needed(codes: Sequence[str], seed: int, replication: int) -> set[Coalition]:
    """The coalitions that the attribution of one replication needs: those, and every player alone and last."""
    everybody = frozenset(range(len(codes)))
    edges = {frozenset({p}) for p in everybody} | {everybody - {p} for p in everybody}
    return met(codes, seed, replication) | edges | {frozenset(), everybody}


def shares(lived: Played, seed: int, replication: int) -> Floats:
    """The Shapley values of one replication, shape (players, measures); `met` says which worlds they need."""
    codes = [player.code for player in lived.players]

    def value(coalition: Coalition) -> Floats:
        return lived.value(coalition, replication)

    orders = orders_of(codes, seed, replication)
    return exact(value, len(codes)) if orders is None else sampled(value, orders)


def attribute(lived: Played, seed: int) -> Attribution:
    """Share the difference out, replication by replication; `needed` says what must have been lived through."""
    codes, everybody = tuple(player.code for player in lived.players), lived.everybody
    parts: list[list[Floats]] = [[], [], [], [], []]
    for replication in range(lived.replications):

        def value(coalition: Coalition, replication: int = replication) -> Floats:
            return lived.value(coalition, replication)

        first, second = value(frozenset()), value(everybody)
        alone = np.array([value(frozenset({p})) - first for p in range(len(codes))])
        last = np.array([second - value(everybody - {p}) for p in range(len(codes))])
        found = (shares(lived, seed, replication), alone, last, first, second)
        for part, values in zip(parts, found, strict=True):
            part.append(values)
    return Attribution(lived.names, codes, *(np.array(part) for part in parts))
