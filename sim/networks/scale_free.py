"""Followers: newcomers tie themselves to those who have many ties already, so that a few are known by thousands.

Growth by copying (Dorogovtsev, Mendes & Samukhin 2000; with exponent 3 it is Barabasi & Albert 1999). Whom a newcomer
follows is found from draws of the newcomer's own address, as in the parallel generator of Sanders & Schulz 2016.
"""

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.layout import Network
from sim.networks.rows import ZERO, empty, places, rows
from sim.streams import Decision, draw

D_FOLLOW = int(Decision.FOLLOW)


def scale_free(
    keys: NDArray[np.uint64], uids: NDArray[np.uint64], neighbours: int, exponent: float
) -> Network:
    """A scale-free network over `uids` (shape (n,)): on average `neighbours` ties, at least half as many.

    The share of people with d ties falls like d ** -exponent. People join in the order of a draw of their uid. With
    m = neighbours / 2, a newcomer picks m of those before: with chance 1 / (exponent - 1) somebody whom an evenly
    drawn person picked, else that person; somebody picked already is no answer and another is drawn. The picks of
    somebody with m picks and k ties then have chance proportional to k + m (exponent - 3).
    """
    people, each = len(uids), neighbours // 2
    if people < 2 or each < 1:
        return empty(people)
    place = places(keys, uids)
    order = np.argsort(place, kind="stable")
    cells = 1 << (2 * people - 1).bit_length()
    one, other = _picks(keys, uids[order], place[order], cells, min(each, people - 1), 1.0 / (exponent - 1.0))
    return rows(people, order[one], order[other], np.ones(len(one)))


@compiled
def _picks(
    keys: NDArray[np.uint64],
    uids: NDArray[np.uint64],
    place: NDArray[np.float64],
    cells: int,
    each: int,
    copying: float,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Who picks whom, both as ranks in the order of joining.

    Somebody is drawn evenly from those before by probing a row of cells, of which each person holds one: one more
    person fills one cell and so changes few draws, where a draw of a rank would change them all.
    """
    people = len(uids)
    cell = np.empty(people, np.int64)
    last = -1
    for rank in range(people):
        last = max(int(place[rank] * cells), last + 1)
        cell[rank] = last
    holder = np.full(last + 1, -1, np.int32)
    picked = np.full((people, each), -1, np.int32)
    one = np.empty(people * each, np.int64)
    other = np.empty(people * each, np.int64)
    tie = 0
    for rank in range(people):
        holder[cell[rank]] = rank
        for slot in range(min(rank, each)):
            picked[rank, slot] = (
                slot if rank <= each else _pick(keys, uids, cell, holder, picked, rank, slot, copying)
            )
            one[tie], other[tie] = rank, picked[rank, slot]
            tie += 1
    return one[:tie], other[:tie]


@compiled
def _pick(
    keys: NDArray[np.uint64],
    uids: NDArray[np.uint64],
    cell: NDArray[np.int64],
    holder: NDArray[np.int32],
    picked: NDArray[np.int32],
    rank: int,
    slot: int,
    copying: float,
) -> int:
    """The first answer that is somebody not picked before."""
    attempt = 0
    while True:
        u = draw(keys, uids[rank], D_FOLLOW, ZERO, slot, np.uint64(attempt))
        attempt += 1
        who = holder[int(u[0] * cell[rank])]
        if who < 0:
            who = holder[int(u[1] * cell[rank])]
        if who < 0:
            continue
        if who > 0 and u[2] < copying:
            who = picked[who, int(u[3] * min(who, picked.shape[1]))]
        for before in range(slot):
            if picked[rank, before] == who:
                who = -1
                break
        if who >= 0:
            return int(who)
