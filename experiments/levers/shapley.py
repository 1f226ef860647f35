"""Shapley values: a difference shared out over the players who make it together.

A player's value is what it adds to those who came before it, averaged over all orders in which they could come
(Shapley 1953). Exact, that needs all 2^k coalitions. An order drawn at random gives values that are right on average
and add up to the whole difference whatever the order is (Castro, Gomez & Tejada 2009). Orders come in pairs, each with
its reverse, whose errors mostly cancel (Mitchell et al. 2022): where only pairs of players interact, one pair is exact.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from itertools import combinations
from math import comb

import numpy as np

from experiments.statistics import Floats

Coalition = frozenset[int]
"""Numbers of players."""
Order = tuple[int, ...]
Value = Callable[[Coalition], Floats]
"""What a coalition reaches together, in every measure: shape (measures,)."""


def coalitions(players: int) -> Iterator[Coalition]:
    """All of them, from nobody to everybody."""
    for size in range(players + 1):
        yield from map(frozenset, combinations(range(players), size))


def pair_of_orders(names: Sequence[str], seed: int, replication: int) -> tuple[Order, Order]:
    """An order drawn at random, and its reverse.

    Every name draws a number of its own from (seed, replication, name), and they come in the order of these numbers:
    one player more leaves the others in their order.
    """

    def number(name: str) -> bytes:
        return blake2b(f"{seed}/{replication}/{name}".encode(), digest_size=16).digest()

    order = tuple(sorted(range(len(names)), key=lambda player: number(names[player])))
    return order, order[::-1]


def on_the_way(orders: Sequence[Order]) -> set[Coalition]:
    """All coalitions that are met when the players come in these orders."""
    return {frozenset(order[:count]) for order in orders for count in range(len(order) + 1)}


def sampled(value: Value, orders: Sequence[Order]) -> Floats:
    """What each player adds to those before it, averaged over some orders, shape (players, measures).

    The columns add up to value(everybody) - value(nobody), whatever the orders.
    """
    added = np.zeros((len(orders[0]), value(frozenset()).size))
    for order in orders:
        before = value(frozenset())
        for count, player in enumerate(order, start=1):
            after = value(frozenset(order[:count]))
            added[player] += after - before
            before = after
    return added / len(orders)


def exact(value: Value, players: int) -> Floats:
    """Shapley values over all orders, shape (players, measures); the columns add up as those of `sampled` do."""
    total = np.zeros((players, value(frozenset()).size))
    for coalition in coalitions(players):
        for player in set(range(players)) - coalition:
            weight = 1.0 / (players * comb(players - 1, len(coalition)))
            total[player] += weight * (value(coalition | {player}) - value(coalition))
    return total
