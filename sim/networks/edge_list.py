"""A network that was measured: the ties of a file, with candidates in the places of its people."""

import numpy as np
from numpy.typing import NDArray

from scenarios.ties import Ties
from sim.compiled import compiled
from sim.layout import Network
from sim.networks.rows import ZERO, places, rows
from sim.streams import Decision, draw

D_SEAT = int(Decision.SEAT)


def edge_list(keys: NDArray[np.uint64], uids: NDArray[np.uint64], ties: Ties) -> Network:
    """The ties of a file among `uids` (shape (n,)), who take the places of its people at random.

    People of the file whose place nobody takes are left out with their ties; candidates who find no place have none.
    """
    order = np.argsort(places(keys, uids), kind="stable")
    rank = _seated(keys, uids[order], ties.people)
    one, other = (np.frombuffer(end, np.int32) for end in (ties.one, ties.other))
    both = np.flatnonzero((rank[one] >= 0) & (rank[other] >= 0))
    weight = np.frombuffer(ties.weight, np.float64)[both]
    return rows(len(uids), order[rank[one[both]]], order[rank[other[both]]], weight)


@compiled
def _seated(keys: NDArray[np.uint64], uids: NDArray[np.uint64], seats: int) -> NDArray[np.int64]:
    """Who sits on each seat (an index into `uids`; -1: nobody).

    One after the other takes the first free seat of an own random sequence. One more person among them makes somebody
    later move, who makes somebody still later move: about as many as the number of seats has binary digits.
    """
    sitting = np.full(seats, -1)
    for person in range(min(len(uids), seats)):
        seated, attempt = False, 0
        while not seated:
            u = draw(keys, uids[person], D_SEAT, ZERO, 0, np.uint64(attempt))
            attempt += 1
            for word in range(4):
                seat = int(u[word] * seats)
                if sitting[seat] < 0:
                    sitting[seat] = person
                    seated = True
                    break
    return sitting
