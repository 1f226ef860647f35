"""Ties in rows: what every kind of network ends in."""

import numpy as np
from numpy.typing import NDArray

from sim.columns import TIES, Table, allocate
from sim.compiled import compiled
from sim.layout import Network
from sim.streams import Decision, draw

ONE = np.uint64(1)
ZERO = np.uint64(0)
D_NETWORK = int(Decision.NETWORK)


def empty(people: int) -> Network:
    """Nobody knows anybody."""
    return Network(np.zeros(people + 1, np.int64), np.zeros(0, np.int64), np.zeros(0))


def rows(
    people: int, one: NDArray[np.int64], other: NDArray[np.int64], weight: NDArray[np.float64]
) -> Network:
    """Both directions of every tie, each neighbour once (the stronger tie counts), nobody tied to themselves.

    one, other: the two ends of each tie, 0 to people - 1; weight alike, all of shape (ties,).
    """
    return Network(*_rows(people, one, other, weight))


def ties_of(network: Network, uids: NDArray[np.uint64]) -> Table:
    """The ties of a network as the kernel reads them, with the uid of the neighbour: structured, shape (ties,)."""
    ties = allocate(TIES, len(network.to))
    ties["to"], ties["weight"] = network.to, network.weight
    ties["uid"] = uids[network.to]
    return ties


@compiled
def _rows(
    people: int, one: NDArray[np.int64], other: NDArray[np.int64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    start = np.zeros(people + 1, np.int64)
    for tie in range(len(one)):
        if one[tie] != other[tie]:
            start[one[tie] + 1] += 1
            start[other[tie] + 1] += 1
    for i in range(people):
        start[i + 1] += start[i]
    to = np.empty(start[people], np.int64)
    weight = np.empty(start[people])
    filled = start[:people].copy()
    for tie in range(len(one)):
        i, j = one[tie], other[tie]
        if i != j:
            to[filled[i]], weight[filled[i]] = j, weights[tie]
            to[filled[j]], weight[filled[j]] = i, weights[tie]
            filled[i] += 1
            filled[j] += 1
    slot_of = np.full(people, -1)
    kept = 0
    for i in range(people):
        begin, end = start[i], start[i + 1]
        start[i] = kept
        for slot in range(begin, end):
            seen = slot_of[to[slot]]
            if seen >= start[i]:
                weight[seen] = max(weight[seen], weight[slot])
            else:
                slot_of[to[slot]] = kept
                to[kept], weight[kept] = to[slot], weight[slot]
                kept += 1
    start[people] = kept
    if kept == len(to):
        return start, to, weight
    return start, to[:kept].copy(), weight[:kept].copy()


@compiled
def places(keys: NDArray[np.uint64], uids: NDArray[np.uint64]) -> NDArray[np.float64]:
    """One number in (0, 1) for each person, from the uid alone: on the ring, in an order, in a distribution."""
    out = np.empty(len(uids))
    for i in range(len(uids)):
        out[i] = draw(keys, uids[i], D_NETWORK, ZERO, 0, ONE)[0]
    return out
