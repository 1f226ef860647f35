"""Who knows whom: a small world with weak ties over all candidates, from addressed draws.

Strong ties: Watts & Strogatz 1998 (a ring of k neighbours, each forward tie rewired with some probability);
weak ties: Goldenberg, Libai, Moldovan & Muller 2007. networkx builds the same graph from a sequence of draws
and Python objects; 90,000 people take it seconds, and one more person would change everybody's ties.
"""

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.layout import Network
from sim.streams import draw


def empty(people: int) -> Network:
    """Nobody knows anybody."""
    return Network(np.zeros(people + 1, np.int64), np.zeros(0, np.int64), np.zeros(0))


def small_world(
    keys: NDArray[np.uint64],
    uids: NDArray[np.uint64],
    neighbours: int,
    rewiring: float,
    weak_ties: int,
    weak_weight: float,
    decision: int,
) -> Network:
    """A small world over `uids` (shape (n,)): `neighbours` strong ties each on average, plus weak ones.

    Places on the ring follow a draw of the uid, so that people who arrive together need not know each other.
    """
    people = len(uids)
    if people < 2:
        return empty(people)
    each_side = min(neighbours // 2, (people - 1) // 2)
    places = np.empty(people)
    _places(keys, uids, decision, places)
    ring = np.argsort(places, kind="stable")
    ends, strong = _ties(keys, uids, ring, each_side, rewiring, weak_ties, decision)
    return Network(*_rows(people, ends, strong, weak_weight))


@compiled
def _places(
    keys: NDArray[np.uint64], uids: NDArray[np.uint64], decision: int, out: NDArray[np.float64]
) -> None:
    for i in range(len(uids)):
        out[i] = draw(keys, uids[i], decision, np.uint64(0), 0, np.uint64(1))[0]


@compiled
def _ties(
    keys: NDArray[np.uint64],
    uids: NDArray[np.uint64],
    ring: NDArray[np.int64],
    each_side: int,
    rewiring: float,
    weak_ties: int,
    decision: int,
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    people = len(uids)
    ends = np.full((people * (each_side + weak_ties), 2), -1)
    strong = np.zeros(people * (each_side + weak_ties), np.bool_)
    used = 0
    for place in range(people):
        i = ring[place]
        for slot in range(each_side + weak_ties):
            u = draw(keys, uids[i], decision, np.uint64(0), slot, np.uint64(0))
            other = ring[(place + slot + 1) % people]
            if slot >= each_side or u[0] < rewiring:
                other = int(u[1] * people)
            if other != i:
                ends[used, 0], ends[used, 1], strong[used] = i, other, slot < each_side
                used += 1
    return ends[:used], strong[:used]


@compiled
def _rows(
    people: int, ends: NDArray[np.int64], strong: NDArray[np.bool_], weak_weight: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Both directions of every tie, in rows, each neighbour once (a strong tie beats a weak one)."""
    start = np.zeros(people + 1, np.int64)
    for tie in range(len(ends)):
        start[ends[tie, 0] + 1] += 1
        start[ends[tie, 1] + 1] += 1
    for i in range(people):
        start[i + 1] += start[i]
    to = np.empty(2 * len(ends), np.int64)
    weight = np.empty(2 * len(ends))
    filled = start.copy()
    for tie in range(len(ends)):
        for side in range(2):
            i, j = ends[tie, side], ends[tie, 1 - side]
            to[filled[i]] = j
            weight[filled[i]] = 1.0 if strong[tie] else weak_weight
            filled[i] += 1
    kept = 0
    for i in range(people):
        first = kept
        begin, end = start[i], start[i + 1]
        start[i] = first
        for slot in range(begin, end):
            seen = -1
            for before in range(first, kept):
                if to[before] == to[slot]:
                    seen = before
            if seen >= 0:
                weight[seen] = max(weight[seen], weight[slot])
            else:
                to[kept], weight[kept] = to[slot], weight[slot]
                kept += 1
    start[people] = kept
    return start, to[:kept].copy(), weight[:kept].copy()
