"""Who knows whom: the network of one replication, drawn over all candidates from addressed draws.

Every kind gives the same ties whatever the number of threads and the order of the rows. Libraries build such graphs
from a sequence of draws, so that one more person changes everybody's ties; docs/why/networks.md compares them.
"""

import numpy as np
from numpy.typing import NDArray

from scenarios.schema import Scenario
from sim.columns import Table
from sim.layout import Network
from sim.networks.configuration import configuration, degrees_of
from sim.networks.edge_list import edge_list
from sim.networks.rows import empty
from sim.networks.scale_free import scale_free
from sim.networks.small_world import small_world


def draw_network(scenario: Scenario, keys: NDArray[np.uint64], people: Table) -> Network:
    """The ties among all candidates of one replication; none where nobody would use them.

    people: the candidates (structured, PEOPLE), of which only the uids matter. `full_mixing` has no ties either:
    there every talk finds its listener anew.
    """
    uids = people["uid"].copy()
    net = scenario.network
    talk = scenario.mechanisms.word_of_mouth or scenario.mechanisms.neighbour_defection
    if not (scenario.interaction and talk):
        return empty(len(uids))
    if net.kind == "watts_strogatz":
        return small_world(keys, uids, net.neighbours, net.rewiring, net.weak_ties, net.weak_tie_weight)
    if net.kind == "scale_free":
        return scale_free(keys, uids, net.neighbours, net.exponent)
    if net.kind == "configuration":
        return configuration(keys, uids, degrees_of(net))
    if net.kind == "edge_list" and net.file is not None:
        return edge_list(keys, uids, net.file)
    return empty(len(uids))
