"""Threads, order of replications, order of rows, company of others: none of it changes anybody's life."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from scenarios import change
from sim import run
from sim.layout import Network
from sim.networks.rows import ties_of
from sim.population import Population, draw_population
from sim.records import Run
from tests.twin.worlds import WORLDS, assert_same, by_uid, differences, intercepts_of, world

REPLICATIONS = 6


def replicate(name: str, threads: int, order: list[int]) -> list[Run]:
    """Replications in the given order on so many threads; returned by number."""
    with ThreadPoolExecutor(threads) as pool:
        runs = pool.map(lambda number: run(world(name), replication=number, log=True), order)
        return [one for _, one in sorted(zip(order, runs, strict=True), key=lambda pair: pair[0])]


@pytest.mark.parametrize("name", ["bank_siloed", "repair"])
def test_threads_and_order_of_replications(name: str) -> None:
    alone = replicate(name, 1, list(range(REPLICATIONS)))
    for threads, order in ((2, [5, 4, 3, 2, 1, 0]), (4, [3, 0, 5, 1, 4, 2])):
        for one, other in zip(alone, replicate(name, threads, order), strict=True):
            assert_same(one, other)


def test_replications_and_seeds_differ() -> None:
    runs = [run(world("repair"), seed=seed, replication=number) for seed, number in ((1, 0), (1, 1), (2, 0))]
    traces = {one.people["event_day"].tobytes() for one in runs}
    assert len(traces) == 3
    assert len({one.touchpoints["wait_minutes"].tobytes() for one in runs}) == 3


def permuted(population: Population, order: np.ndarray) -> Population:
    """The same people in other rows, knowing the same people in the same order."""
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    old = population.luck.network
    sizes = np.diff(old.start)[order]
    start = np.concatenate([[0], np.cumsum(sizes)])
    rows = [np.arange(old.start[i], old.start[i + 1]) for i in order]
    slots = np.concatenate(rows).astype(np.int64) if rows else np.zeros(0, np.int64)
    network = Network(start, place[old.to[slots]], old.weight[slots].copy())
    luck = population.luck._replace(
        need_rate=population.luck.need_rate[order],
        lapse_chance=population.luck.lapse_chance[order],
        network=network,
        ties=ties_of(network, population.people["uid"][order]),
    )
    return Population(population.people[order].copy(), luck)


@pytest.mark.parametrize("name", WORLDS)
def test_rows_do_not_matter(name: str) -> None:
    case, intercepts = world(name), intercepts_of(name)
    if case.network.kind == "full_mixing":  # there a listener is somebody by number, and numbers are rows
        case = change(case, {"network.kind": "watts_strogatz"})
    population = draw_population(case, 1, 0)
    n = len(population.people)
    usual = run(case, intercepts=intercepts, log=True, population=population)
    for order in (np.arange(n)[::-1], np.random.default_rng(7).permutation(n)):
        other = run(case, intercepts=intercepts, log=True, population=permuted(population, order))
        assert differences(by_uid(usual.people), by_uid(other.people)) == []
        for table in ("touchpoints", "edges", "daily", "log"):
            assert differences(getattr(usual, table), getattr(other, table)) == [], table


@pytest.mark.parametrize("name", WORLDS)
def test_one_more_customer_changes_nobody_else(name: str) -> None:
    everybody_comes: dict[str, object] = {"season.arrivals": [1.0] * 12}
    if world(name).arrivals.market_size is not None:
        everybody_comes["arrivals.rate_per_day"] = 100.0
    case = change(world(name), {"interaction": False, **everybody_comes})
    usual = draw_population(case, 1, 0)
    for persona in case.personas:
        more = draw_population(case, 1, 0, extra={persona: 1})
        new = set(more.people["uid"].tolist()) - set(usual.people["uid"].tolist())
        assert len(new) == 1
        one, other = (run(case, log=True, population=people) for people in (usual, more))
        others = ~np.isin(other.people["uid"], list(new))
        assert differences(one.people, other.people[others]) == []
        assert other.people["entered_day"][~others][0] > 0
        assert one.log is not None
        assert other.log is not None
        assert differences(one.log, other.log[~np.isin(other.log["uid"], list(new))]) == []
