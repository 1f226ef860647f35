"""Worlds lived through for the page: each world and replication once, kept while the page is open."""

from collections import OrderedDict, deque
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from threading import Lock
from time import perf_counter

import numpy as np
import pandas as pd

from experiments import worlds
from experiments.anchor_store import key_of
from experiments.comparison import Comparison
from experiments.conclude import Evidence, conclude
from experiments.kpis import Counted, counted, kpis_of, measure
from experiments.manifest import content_hash
from experiments.pairing import survival_grid
from experiments.people import Fates, fates, saved_and_lost
from experiments.stage_views import counted_places
from experiments.statistics import Floats
from experiments.studio.what_if import Built
from experiments.worlds import Arm, Today
from sim import draw_population
from sim.intercepts import Intercepts
from sim.layout import Population

KEPT_WORLDS = 400
KEPT_PEOPLE = 8
LATEST = 8


@dataclass(frozen=True)
class Flow:
    """Where customers went in one run, per 100 who came in.

    visits: touchpoint -> visits.  ways: (from, to) -> crossings, and how many of them changed the department.
    """

    visits: dict[str, float]
    ways: dict[tuple[str, str], tuple[float, float]]


@dataclass(frozen=True)
class Piece:
    """What stays of one run: its measures, the fate of its people, its survival curve on `survival_grid` days, what was
    counted at its touchpoints, and where customers went."""

    kpis: dict[str, float]
    fates: Fates
    survival: Floats
    at_risk: Floats
    places: pd.DataFrame
    flow: Flow


@dataclass(frozen=True)
class Plan:
    """A what-if made ready: today calibrated, and its arms (the first design, the second)."""

    built: Built
    today: Today
    arms: tuple[Arm, ...]
    keys: tuple[str, ...]


def plan_of(built: Built, preset: str) -> Plan:
    """Calibrate today's company (mostly looked up) and pull the levers; raises like `worlds.anchor`."""
    today = worlds.anchor(built.scenario, preset)
    arms = tuple(worlds.arms_of(today.scenario, built.designs, preset, middle=False))
    return Plan(built, today, arms, tuple(key_of_arm(arm, today.intercepts) for arm in arms))


def key_of_arm(arm: Arm, intercepts: Intercepts) -> str:
    """Hash of all that a run and its measures depend on."""
    return content_hash([key_of(arm.scenario), asdict(intercepts), arm.cost.model_dump()])


class Worlds:
    """The runs of all what-ifs of one server, each lived through once; the oldest are forgotten."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pieces: OrderedDict[tuple[str, int, int], Future[Piece]] = OrderedDict()
        self._people = _People()
        self.runs = 0
        self.seconds: deque[float] = deque(maxlen=LATEST)  # that the latest worlds took

    def has(self, plan: Plan, arm: int, seed: int, replication: int) -> bool:
        """Whether this world was lived through already, or is being lived through."""
        return (plan.keys[arm], seed, replication) in self._pieces

    def once(self, plan: Plan, arm: int, seed: int, replication: int) -> Piece:
        """One arm of a plan in one replication; one that is being lived through is waited for."""
        key = (plan.keys[arm], seed, replication)
        with self._lock:
            mine = key not in self._pieces
            if mine:
                self._pieces[key] = Future()
                while len(self._pieces) > KEPT_WORLDS:
                    self._pieces.popitem(last=False)
            future = self._pieces[key]
            self._pieces.move_to_end(key)
        if mine:
            try:
                future.set_result(self._live(plan.arms[arm], plan.today.intercepts, seed, replication))
            except BaseException as error:
                with self._lock:
                    self._pieces.pop(key, None)
                future.set_exception(error)
        return future.result()

    def _live(self, arm: Arm, intercepts: Intercepts, seed: int, replication: int) -> Piece:
        people = self._people.of(arm, seed, replication)
        began = perf_counter()
        run = worlds.live(arm, seed=seed, replication=replication, intercepts=intercepts, people=people)
        with self._lock:
            self.runs += 1
            self.seconds.append(perf_counter() - began)
        per = 100.0 / max(int(np.isfinite(run.people["entered_day"]).sum()), 1)
        visits = dict(zip(run.names.touchpoints, (per * run.touchpoints["visits"]).tolist(), strict=True))
        crossed = (per * run.edges["traversals"]).tolist(), (per * run.edges["handoffs"]).tolist()
        ways = dict(zip(run.names.edges, zip(*crossed, strict=True), strict=True))
        return _piece(counted(run, arm.cost), counted_places(run), Flow(visits, ways))


def compared(plan: Plan, pairs: Sequence[tuple[Piece, Piece]], *, seed: int, preset: str) -> Comparison:
    """What so many paired replications, from the first on, let us conclude: what `journey compare --quick` says."""
    scenario = plan.built.scenario
    sides = {"S": [one for one, _ in pairs], "I": [two for _, two in pairs]}
    return conclude(
        Evidence(
            scenario=scenario,
            designs=plan.built.designs,
            preset=preset,
            seed=seed,
            replications=len(pairs),
            kpis=kpis_of(scenario),
            own_retention=float(plan.arms[-1].scenario.handoffs.retention),
            measures={arm: [unit.kpis for unit in side] for arm, side in sides.items()},
            people=[saved_and_lost(one.fates, two.fates) for one, two in pairs],
            survival_days=survival_grid(scenario),
            survival={arm: np.array([unit.survival for unit in side]) for arm, side in sides.items()},
            at_risk={arm: np.array([unit.at_risk for unit in side]) for arm, side in sides.items()},
            retention={},
            draws=[],
            uncertain=[],
            targets=plan.today.targets,
            unmet=plan.today.unmet,
            places={arm: [unit.places for unit in side] for arm, side in sides.items()},
        )
    )


def _piece(c: Counted, places: pd.DataFrame, flow: Flow) -> Piece:
    curve, days = c.survival(), survival_grid(c.run.scenario)
    return Piece(measure(c), fates(c), curve.at(days), curve.at_risk_at(days), places, flow)


def mean_flow(pieces: Sequence[Piece]) -> Flow:
    """The mean over replications."""
    first = pieces[0].flow
    visits = {code: float(np.mean([p.flow.visits[code] for p in pieces])) for code in first.visits}
    ways = {way: np.mean([p.flow.ways[way] for p in pieces], axis=0).tolist() for way in first.ways}
    return Flow(visits, {way: (crossed, handed) for way, (crossed, handed) in ways.items()})


class _People:
    """The last few populations; the first replications stay longest, since every answer begins with them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._drawn: OrderedDict[tuple[str, int, int], Future[Population]] = OrderedDict()

    def of(self, arm: Arm, seed: int, replication: int) -> Population:
        """The people of an arm in one replication, drawn once however many ask at the same time."""
        key = (worlds.people_key(arm.scenario), seed, replication)
        with self._lock:
            mine = key not in self._drawn
            if mine:
                self._make_room()
                self._drawn[key] = Future()
            future = self._drawn[key]
            self._drawn.move_to_end(key)
        if mine:
            try:
                future.set_result(draw_population(arm.scenario, seed, replication))
            except BaseException as error:
                with self._lock:
                    self._drawn.pop(key, None)
                future.set_exception(error)
        return future.result()

    def _make_room(self) -> None:
        while len(self._drawn) >= KEPT_PEOPLE:
            latest = max(replication for _, _, replication in self._drawn)
            oldest = next(key for key in self._drawn if key[2] == latest or latest < KEPT_PEOPLE // 2)
            self._drawn.pop(oldest)
