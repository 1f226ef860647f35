"""JourneyModel(mesa.Model): the same world for those who work with Mesa. The only file that imports Mesa.

Mesa hosts the organisation as agents (touchpoints on a network, teams) and the crowd as rows that look like agents.
`engine="kernel"` lets compiled code move the crowd, `engine="agents"` lets every customer live in Python, where it can
be subclassed; both reach the same numbers to the last bit.
"""

from __future__ import annotations

import itertools
import math
from functools import partial
from typing import Any, Literal, cast

import mesa
import networkx as nx
import numpy as np
from mesa.discrete_space import FixedAgent, Network

from scenarios import design as apply_design
from scenarios import load
from scenarios.schema import Scenario
from sim import kernel
from sim.columns import LOG, Status, allocate
from sim.company import Company
from sim.crowd import Crowd, Rows
from sim.engine import LOG_ROWS_PER_PERSON, start_state, ticks_of
from sim.handles import handles
from sim.intercepts import Intercepts
from sim.lives import Life
from sim.persons import Own
from sim.population import draw_population
from sim.records import Run, in_order
from sim.rows import Book, TouchpointCounts
from sim.world import build

try:
    from mesa.agentset import AbstractAgentSet, GroupBy  # Mesa 3.5
except ImportError:
    from mesa.agent import AgentSet as AbstractAgentSet
    from mesa.agent import GroupBy

__all__ = ["Agents", "Customer", "JourneyModel", "Own", "Team", "Touchpoint"]

REPORTED = (
    "day",
    "entered",
    "prospects",
    "customers",
    "left",
    "episodes_open",
    "purchases",
    "reputation",
    "talk_positive",
    "talk_negative",
)


class Agents(Crowd, AbstractAgentSet):
    """Agents as Mesa knows them: its set's calls, over objects and rows."""

    group_class = GroupBy


class Customer(Life, mesa.Agent):
    """One person, as a Mesa agent that is a view of a row. Overridden methods count in engine="agents" only."""

    def __init__(self, *_: Any, **__: Any) -> None:
        raise TypeError("customers arrive as the scenario says; find them in model.customers")

    @property
    def model(self) -> JourneyModel:
        """The model this customer lives in."""
        return cast("JourneyModel", self.company.model)

    @property
    def unique_id(self) -> int:
        """Number among the candidates in order of arrival, from 1; `uid` is the address of the draws."""
        return self.row + 1

    @property
    def pos(self) -> None:
        """Customers stand at touchpoints (`touchpoint_name`), not in Mesa's space."""
        return

    @property
    def persona_name(self) -> str:
        """Code of the persona."""
        return self.model.names.personas[self.persona]

    @property
    def touchpoint_name(self) -> str | None:
        """Id of the touchpoint where the customer is or is heading; None before the first."""
        return self.model.names.touchpoints[self.touchpoint] if self.touchpoint >= 0 else None

    @property
    def episode_name(self) -> str | None:
        """Code of the present or last later journey (`episodes` of the scenario); None where there was none."""
        return self.model.names.episodes[self.episode] if self.episode >= 0 else None

    @property
    def status_name(self) -> str:
        """expected, refused, prospect, customer or left."""
        return Status(self.status).name.lower()

    def remove(self) -> None:
        """Raises TypeError: a customer leaves by living."""
        raise TypeError("a customer leaves by living; `leave(day, cause)` exists in engine='agents'")

    @classmethod
    def create_agents(cls, *_: Any, **__: Any) -> Any:
        """Raises TypeError: customers arrive as the scenario says."""
        raise TypeError("customers arrive as the scenario says; change `arrivals` to have more of them")


class Touchpoint(FixedAgent):
    """One step of the network. Shows its counters (columns.TOUCHPOINT_COUNTS): `present`, `visits`, `abandoned`..."""

    def __init__(self, model: JourneyModel, number: int, cell: Any) -> None:
        super().__init__(model)
        described = model.scenario.touchpoints[model.names.touchpoints[number]]
        self.cell = cell
        self.number = number
        self.name = model.names.touchpoints[number]
        self.title, self.owner, self.channel, self.team = (
            described.name,
            described.owner,
            described.channel,
            described.team,
        )

    @property
    def counts(self) -> TouchpointCounts:
        """Every counter, live."""
        return cast("JourneyModel", self.model).company.touchpoint_counts[self.number]

    def __getattr__(self, name: str) -> Any:
        if name in TouchpointCounts.__annotations__:
            return getattr(self.counts, name)
        raise AttributeError(f"a touchpoint has no attribute {name!r}")

    def __repr__(self) -> str:
        return f"<Touchpoint {self.name}: {self.title}>"


class Team(mesa.Agent):
    """A pool of servers with one queue."""

    def __init__(self, model: JourneyModel, number: int) -> None:
        super().__init__(model)
        self.number = number
        self.name = model.names.pools[number]

    @property
    def _pool(self) -> Any:
        return cast("JourneyModel", self.model).company.pools[self.number]

    @property
    def servers(self) -> int:
        """How many serve."""
        return int(self._pool.end - self._pool.first)

    @property
    def busy(self) -> int:
        """How many have work in hand or promised at this moment."""
        model, pool = cast("JourneyModel", self.model), self._pool
        return int(np.count_nonzero(model.company.state.free_day[pool.first : pool.end] > model.day))

    def __repr__(self) -> str:
        return f"<Team {self.name}: {self.busy} of {self.servers} busy>"


def reported(model: JourneyModel, name: str) -> Any:
    """One of the company's running totals, for a DataCollector."""
    return model.day if name == "day" else getattr(model.book, name)


class JourneyModel(mesa.Model):
    """One world of one scenario, day by day.

    Args:
        scenario: a Scenario, or the name or path of one.
        design: name of the design to apply; None where it has been applied.
        engine: "kernel" (compiled) or "agents" (Python, subclassable); the results are the same.
        replication: which replication of the study.
        rng: the study's seed, a whole number. Mesa's own generators start from it too, but decide nothing.
        intercepts: solved intercepts.
        log: keep the event log.
        customer_class: a subclass of Customer.
    """

    def __init__(
        self,
        scenario: Scenario | str,
        design: str | None = None,
        *,
        engine: Literal["kernel", "agents"] = "kernel",
        replication: int = 0,
        rng: int | None = 1,
        intercepts: Intercepts | None = None,
        log: bool = False,
        customer_class: type[Customer] = Customer,
    ) -> None:
        seed = _whole_number(rng)
        super().__init__(rng=seed)
        if engine not in ("kernel", "agents"):
            raise ValueError(f"engine is 'kernel' or 'agents', not {engine!r}")
        if engine == "kernel":
            _refuse_overridden(customer_class)
        case = load(scenario) if isinstance(scenario, str) else scenario
        self._scenario_lived = apply_design(case, design) if design is not None else case
        self.design, self.engine, self.seed, self.replication, self.log = (
            design,
            engine,
            seed,
            replication,
            log,
        )
        self.tick = 0
        self._run: Run | None = None
        self._emptied = False
        world, self.names = build(self.scenario, intercepts)
        drawn = draw_population(self.scenario, seed, replication)
        rows = LOG_ROWS_PER_PERSON * len(drawn.people) if log and engine == "kernel" else 0
        state = start_state(self.scenario, world, drawn, rows)
        acts = engine == "agents"
        self._world, self._luck, self._state = world, drawn.luck, state
        self.company = Company(
            world, drawn.luck, state, life=customer_class, keep_log=log and acts, acts=acts
        )
        self.company.model = self
        self._numbers = itertools.count(len(drawn.people) + 1)
        self.network = Network(self._graph(), random=self.random)
        points, pools = enumerate(self.names.touchpoints), enumerate(self.names.pools)
        self.touchpoints = {name: Touchpoint(self, number, self.network[name]) for number, name in points}
        self.teams = {name: Team(self, number) for number, name in pools}
        self.datacollector = mesa.DataCollector({name: partial(reported, name=name) for name in REPORTED})

    def _graph(self) -> Any:
        graph = nx.DiGraph()
        graph.add_nodes_from(self.names.touchpoints)
        graph.add_edges_from(edge for edge in self.names.edges if edge[1] in self.scenario.touchpoints)
        return graph

    # ------------------------------------------------------------ time

    @property
    def day(self) -> float:
        """Days lived so far."""
        return float(self.tick * self.scenario.clock.tick_days)

    @property
    def book(self) -> Book:
        """The company's running totals (columns.BOOK), live."""
        return self.company.book

    def step(self) -> None:
        """Live one day (one tick where ticks are longer), then collect data. At the horizon `running` becomes False.

        Raises RuntimeError after the horizon, after to_run(), and after remove_all_agents().
        """
        ticks = ticks_of(self.scenario)
        if self._emptied or self._run is not None or self.tick >= ticks:
            raise RuntimeError(
                "this world is over: its horizon is reached, its books are closed, or it is empty"
            )
        per_day = 1.0 / self.scenario.clock.tick_days
        until = (
            self.tick + 1 if per_day <= 1.0 else math.ceil((math.floor(self.day + 1e-9) + 1) * per_day - 1e-9)
        )
        until = min(until, ticks)
        if self.engine == "agents":
            self.company.run_ticks(self.tick, until)
        else:
            self._run_kernel(self.tick, until)
        self.tick = until
        self.running = until < ticks
        self.datacollector.collect(self)

    def _run_kernel(self, first: int, last: int) -> None:
        """Let the kernel live through some ticks; where the event log is too short, once more with a longer one."""
        before = [array.copy() for array in self._state] if self.log else None
        while True:
            state = self._state
            kernel.run_ticks(handles(self._world, self._luck, state), first, last)
            logged = int(self.book.logged)
            if before is None or logged <= len(state.log):
                return
            longer = allocate(LOG, 2 * logged)
            longer[: len(state.log)] = state.log
            arrays: list[Any] = list(state[:-1])
            for array, old in zip(arrays, before, strict=False):
                np.copyto(array, old)
            self._state = state._replace(log=longer)

    def to_run(self) -> Run:
        """Close the books today and hand over the record; the world ends with it."""
        if self._run is None:
            if self.engine == "agents":
                self.company.close(self.day)
                log = self.company.log_table()
            else:
                kernel.close(handles(self._world, self._luck, self._state), self.day)
                log = self._state.log[: int(self.book.logged)]
            state = self._state
            self._run = Run(
                scenario=self.scenario,
                seed=self.seed,
                replication=self.replication,
                names=self.names,
                people=state.people,
                touchpoints=state.touchpoint_counts,
                edges=state.edge_counts,
                daily=state.daily[: self.tick],
                log=in_order(log) if self.log else None,
            )
            self.running = False
        return self._run

    # ------------------------------------------------------------ agents

    def _set(self, rows: Rows, organisation: tuple[Any, ...] = ()) -> Agents:
        return Agents(self.company, rows, self.random, organisation)

    @property
    def everybody(self) -> Agents:
        """Every candidate: expected, refused, present and gone."""
        return self._set(np.arange(0 if self._emptied else len(self._state.people)))

    @property
    def customers(self) -> Agents:
        """Those present: prospects and customers."""
        status = self._state.people["status"]
        present = (status == Status.PROSPECT) | (status == Status.CUSTOMER)
        return self._set(np.flatnonzero(present & (not self._emptied)))

    @property
    def agents(self) -> Agents:
        """Touchpoints, teams and those present."""
        return self._set(self.customers.rows, tuple(self._all_agents))

    @property
    def agents_by_type(self) -> dict[type, Any]:
        """Agents by their class."""
        return {**self._agents_by_type, self.company.life: self.customers}

    @property
    def agent_types(self) -> list[type]:
        """The classes of the agents."""
        return list(self.agents_by_type)

    def register_agent(self, agent: Any) -> None:
        """Register an agent of the organisation; it is numbered after the people."""
        super().register_agent(agent)
        agent.unique_id = next(self._numbers)
        getattr(mesa.Agent, "_ids", {}).pop(self, None)  # Mesa 3.3 keeps every model alive in this table

    def remove_all_agents(self) -> None:
        """Empty the world: the organisation and the crowd. It cannot be stepped any more."""
        super().remove_all_agents()
        self._emptied, self.running = True, False

    @property
    def scenario(self) -> Scenario:
        """The scenario lived here, its design applied."""
        return self._scenario_lived

    @scenario.setter
    def scenario(self, value: Any) -> None:
        """Mesa 3.5 puts a scenario of its own here; ours stays.

        Raises AttributeError for a Scenario: a world cannot change its scenario.
        """
        if isinstance(value, Scenario):
            raise AttributeError("a world cannot change its scenario; make another JourneyModel")


def _whole_number(rng: Any) -> int:
    if rng is None:
        return 1
    if isinstance(rng, int | np.integer) and rng >= 0:
        return int(rng)
    raise TypeError(f"rng is the study's seed, a whole number from 0 on, not {rng!r}")


def _refuse_overridden(customer_class: type[Customer]) -> None:
    """Raise ValueError where a subclass changes what the kernel would do its own way."""
    own = itertools.takewhile(lambda parent: parent is not Customer, customer_class.__mro__)
    changed = sorted(
        name
        for parent in own
        for name in vars(parent)
        if callable(getattr(Life, name, None)) and name[0] != "_"
    )
    if changed:
        raise ValueError(
            f"the kernel does not know {customer_class.__name__}.{changed[0]}; use engine='agents'"
        )
