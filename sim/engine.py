"""run(scenario) -> Run: allocate, let the kernel work, write down what happened."""

import math
from typing import Any

import numpy as np

from scenarios.schema import Scenario
from sim import kernel
from sim.columns import (
    BOOK,
    DAILY,
    EDGE_COUNTS,
    LOG,
    MESSAGES,
    SLOW_TERMS,
    TOUCHPOINT_COUNTS,
    allocate,
    copy_of,
)
from sim.handles import State, handles
from sim.intercepts import Intercepts
from sim.layout import Names, Population, World
from sim.population import draw_population
from sim.records import Run, in_order
from sim.world import build

LOG_ROWS_PER_PERSON = 96


def ticks_of(scenario: Scenario) -> int:
    """Number of ticks up to the horizon."""
    return math.ceil(scenario.clock.horizon_days / scenario.clock.tick_days)


def start_state(scenario: Scenario, world: World, drawn: Population, log_rows: int = 0) -> State:
    """A fresh state over a copy of the people, everybody's arrival in the calendar."""
    people, ticks, constants = drawn.people, ticks_of(scenario), world.constants[0]
    n, most_neighbours = len(people), int(np.diff(drawn.luck.network.start).max(initial=0))
    state = State(
        people=copy_of(people),
        visits=np.zeros((n, len(world.touchpoints)), np.int32),
        stream_day=np.full((n, len(world.streams)), np.inf),
        need_left=np.full((n, len(world.episodes)), np.inf),
        need_number=np.zeros((n, len(world.episodes)), np.int64),
        bucket=np.full(ticks + 1, -1),
        next_in_bucket=np.full(n, -1),
        heap_day=np.zeros(n + 1),
        heap_person=np.zeros(n + 1, np.int64),
        free_day=np.zeros(len(world.servers)),
        touchpoint_counts=allocate(TOUCHPOINT_COUNTS, len(world.touchpoints)),
        edge_counts=allocate(EDGE_COUNTS, len(world.edges)),
        daily=allocate(DAILY, ticks),
        book=allocate(BOOK, 1),
        members=np.zeros(n + 1, np.int64),
        inbox=np.zeros(2 * n + 1, np.int64),
        messages=allocate(MESSAGES, kernel.UNDER_WAY),
        scores=np.zeros(most_neighbours),
        talk_bits=np.zeros(n, np.int8),
        slow_terms=allocate(SLOW_TERMS, n),
        log=allocate(LOG, log_rows),
    )
    book: Any = state.book[0]
    book["tick"] = -1
    book["reputation"] = book["rating_average"] = constants["rating_reference"]
    book["volume_average"] = constants["reviews_reference"]
    book["acquisition_factor"] = 1.0
    kernel.fill_calendar(handles(world, drawn.luck, state), float(constants["tick_days"]))
    return state


def run(
    scenario: Scenario,
    *,
    seed: int = 1,
    replication: int = 0,
    intercepts: Intercepts | None = None,
    log: bool = False,
    population: Population | None = None,
) -> Run:
    """Run one replication of a scenario whose design has been applied.

    The same seed and replication give the same customers with the same luck in every design. population: the
    candidates, where the caller has drawn them already (they are not changed). log: keep the event log.
    """
    world, names = build(scenario, intercepts)
    drawn = population or draw_population(scenario, seed, replication)
    rows = LOG_ROWS_PER_PERSON * len(drawn.people) if log else 0
    while True:
        state = start_state(scenario, world, drawn, rows)
        kernel.run_ticks(handles(world, drawn.luck, state), 0, ticks_of(scenario))
        logged = int(state.book["logged"][0])
        if logged <= rows or not log:
            break
        rows = logged
    return record(scenario, names, world, drawn, state, seed, replication, log)


def record(
    scenario: Scenario,
    names: Names,
    world: World,
    drawn: Population,
    state: State,
    seed: int,
    replication: int,
    log: bool,
) -> Run:
    """Close the books at the horizon and hand over the record."""
    horizon = ticks_of(scenario) * scenario.clock.tick_days
    kernel.close(handles(world, drawn.luck, state), horizon)
    rows = state.log[: int(state.book["logged"][0])]
    return Run(
        scenario=scenario,
        seed=seed,
        replication=replication,
        names=names,
        people=state.people,
        touchpoints=state.touchpoint_counts,
        edges=state.edge_counts,
        daily=state.daily,
        log=in_order(rows) if log else None,
    )
