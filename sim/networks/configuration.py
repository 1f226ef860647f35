"""The configuration model: everybody has a number of ties drawn from a law, otherwise chance decides who knows whom.

Bollobas 1980; Newman, Strogatz & Watts 2001. Each person holds as many stubs as ties; stubs are joined two by two.
"""

import math

import numpy as np
from numpy.typing import NDArray

from scenarios.people import Network as Described
from sim.compiled import compiled
from sim.layout import Network
from sim.networks.rows import ZERO, empty, places, rows
from sim.streams import Decision, draw

D_STUB = int(Decision.STUB)
TWO_POWER_52 = 4503599627370496.0
FAR = np.int64(1) << np.int64(53)  # further apart than any two keys


def degrees_of(net: Described) -> dict[int, float]:
    """Number of ties -> share of the people, ascending."""
    if net.degrees:
        return {int(degree): net.degrees[degree] for degree in sorted(net.degrees, key=int)}
    mean = net.neighbours
    if net.degree_law == "regular" or mean == 0:
        return {mean: 1.0}
    most = math.ceil(mean + 12.0 * math.sqrt(mean) + 20.0)
    return {k: math.exp(k * math.log(mean) - mean - math.lgamma(k + 1.0)) for k in range(most + 1)}


def configuration(keys: NDArray[np.uint64], uids: NDArray[np.uint64], law: dict[int, float]) -> Network:
    """A random network over `uids` (shape (n,)) in which a share law[d] of the people have d ties each.

    Every way of joining the stubs is equally likely. Stubs of one person joined to each other, and second ties
    between two people, are left out. Those are about r / 2 loops and r^2 / 4 second ties, whatever n, where
    r = (<k^2> - <k>) / <k>: with 8 ties each 3.5 and 12.25, together 15.75 of 4,000 ties among 1,000 people.
    """
    people = len(uids)
    bounds = np.cumsum(np.array(list(law.values())))
    bounds /= bounds[-1]
    degree = np.array(list(law), np.int64)[np.searchsorted(bounds, places(keys, uids))]
    degree = np.minimum(degree, max(people - 1, 0))
    if not degree.any():
        return empty(people)
    key, owner = _stubs(keys, uids, degree)
    order = np.argsort(key, kind="stable")
    one, other = _joined(key[order], owner[order])
    return rows(people, one, other, np.ones(len(one)))


@compiled
def _stubs(
    keys: NDArray[np.uint64], uids: NDArray[np.uint64], degree: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A random key (52 bits) and the owner of every stub."""
    key = np.empty(degree.sum(), np.int64)
    owner = np.empty(len(key), np.int64)
    stub = 0
    for i in range(len(uids)):
        for k in range(degree[i]):
            if k % 4 == 0:
                u = draw(keys, uids[i], D_STUB, ZERO, k // 4, ZERO)
            key[stub], owner[stub] = int(u[k % 4] * TWO_POWER_52), i
            stub += 1
    return key, owner


@compiled
def _joined(key: NDArray[np.int64], owner: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The two owners of every tie, stubs being joined along the binary digits of their ascending keys.

    Among stubs whose keys begin alike, at most one finds no partner; it is left to those whose keys begin alike with
    one digit less, and so on up to all of them. Joining the first to the second, the third to the fourth... would be
    as random, but one more stub would part all pairs behind it; here it parts one pair for each digit at most.
    """
    one = np.empty(len(key) // 2, np.int64)
    other = np.empty(len(key) // 2, np.int64)
    waiting = np.empty(64, np.int64)
    until = np.empty(
        64, np.int64
    )  # a stub waits among those whose keys differ from its own by less than this
    waits, tie = 0, 0
    for stub in range(len(key)):
        alone = owner[stub]
        apart = key[stub] ^ key[stub + 1] if stub + 1 < len(key) else FAR
        while waits > 0 and until[waits - 1] < apart and until[waits - 1] < (until[waits - 1] ^ apart):
            waits -= 1
            if alone >= 0:
                one[tie], other[tie] = waiting[waits], alone
                tie += 1
                alone = -1
            else:
                alone = waiting[waits]
        if alone >= 0:
            waiting[waits], until[waits] = alone, apart
            waits += 1
    return one[:tie], other[:tie]
