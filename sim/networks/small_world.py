"""A small world with weak ties.

Strong ties: Watts & Strogatz 1998 (a ring of k neighbours, each forward tie rewired with some probability);
weak ties: Goldenberg, Libai, Moldovan & Muller 2007.
"""

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.layout import Network
from sim.networks.rows import D_NETWORK, ZERO, empty, places, rows
from sim.streams import draw


def small_world(
    keys: NDArray[np.uint64],
    uids: NDArray[np.uint64],
    neighbours: int,
    rewiring: float,
    weak_ties: int,
    weak_weight: float,
) -> Network:
    """A small world over `uids` (shape (n,)): `neighbours` strong ties each on average, plus weak ones.

    Places on the ring follow a draw of the uid, so that people who arrive together need not know each other.
    """
    people = len(uids)
    if people < 2:
        return empty(people)
    each_side = min(neighbours // 2, (people - 1) // 2)
    ring = np.argsort(places(keys, uids), kind="stable")
    one, other, weight = _ties(keys, uids, ring, each_side, rewiring, weak_ties, weak_weight)
    return rows(people, one, other, weight)


@compiled
def _ties(
    keys: NDArray[np.uint64],
    uids: NDArray[np.uint64],
    ring: NDArray[np.int64],
    each_side: int,
    rewiring: float,
    weak_ties: int,
    weak_weight: float,
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    people = len(uids)
    one = np.empty(people * (each_side + weak_ties), np.int64)
    other = np.empty(len(one), np.int64)
    weight = np.empty(len(one))
    tie = 0
    for place in range(people):
        i = ring[place]
        for slot in range(each_side + weak_ties):
            u = draw(keys, uids[i], D_NETWORK, ZERO, slot, ZERO)
            j = ring[(place + slot + 1) % people]
            if slot >= each_side or u[0] < rewiring:
                j = int(u[1] * people)
            one[tie], other[tie] = i, j
            weight[tie] = 1.0 if slot < each_side else weak_weight
            tie += 1
    return one, other, weight
