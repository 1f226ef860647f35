"""Worlds that the answers share: each is lived through once, with seed 1, and kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np

from experiments import anchor_store, worlds
from experiments.causes.chronicle import Chronicle, chronicle
from experiments.kpis import Counted, counted, measure
from experiments.lenses.comparison import GOAL_RATE
from experiments.lenses.look import losses
from experiments.lenses.measures import measures_of
from experiments.lenses.regimes import improved, regime
from experiments.workers import Workers
from scenarios import load, overlay
from scenarios.lenses import NAMES
from scenarios.network import lenses_of
from scenarios.schema import Scenario
from sim.intercepts import Intercepts
from sim.records import Run

SEED = 1
PRESET = "central"
EIGHT = (
    "grey_retail",
    "bank_credit_45d",
    "hotel_goal_lens",
    "bank_social_selfservice",
    "auto_five_stage",
    "ski_personas",
    "telco_storm",
    "b2b_functional_gap",
)
TWICE = ("bank_credit_45d", "auto_five_stage")  # few reach the goal, so two replications of these
TOLD = (
    "grey_retail",
    "bank_credit_45d",
    "bank_social_selfservice",
    "b2b_functional_gap",
)  # with the event log


@dataclass(frozen=True)
class Place:
    """Which world: a scenario's first design with some levers (or a design of its own), and changed values."""

    name: str
    levers: tuple[str, ...] = ()
    changes: tuple[tuple[str, Any], ...] = ()
    replication: int = 0


class Runs:
    """A cache of worlds. All of them rest on the intercepts that ship with the scenario, where they are current."""

    def __init__(self) -> None:
        self._scenarios = {name: load(name) for name in EIGHT}
        self._intercepts = {name: shipped_intercepts(scenario) for name, scenario in self._scenarios.items()}
        self._worlds: dict[str, Run] = {}
        self._stories: dict[str, Chronicle] = {}
        self._lenses: dict[str, tuple[dict[str, float], dict[str, dict[str, float]]]] = {}
        self._lock, self._telling, self._looking = Lock(), Lock(), Lock()
        self._locks: dict[str, Lock] = {}

    @property
    def anchored(self) -> list[str]:
        """Scenarios whose shipped intercepts are current."""
        return [name for name in EIGHT if self._intercepts[name] is not None]

    def scenario(self, name: str, design: str = "siloed") -> Scenario:
        """A scenario with one of its designs applied."""
        return overlay.design(
            self._scenarios[name], design, preset=worlds.known_preset(self._scenarios[name], PRESET)
        )

    def replications(self, name: str) -> range:
        return range(2 if name in TWICE else 1)

    def begin(self) -> None:
        """Live through the two designs of every scenario, on all cores."""
        every = [
            (name, d, r) for name in EIGHT for d in ("siloed", "integrated") for r in self.replications(name)
        ]
        with Workers(None, len(every)) as pool:
            pool.each(lambda one: self.world(one[0], one[1], replication=one[2]), every)

    def world(
        self,
        name: str,
        design: str = "siloed",
        *,
        only: overlay.Only | None = None,
        levers: Sequence[str] = (),
        changes: Mapping[str, Any] | None = None,
        replication: int = 0,
    ) -> Run:
        """One world. only: of the design's levers, those of this kind; levers: these alone, on the first design."""
        base = self._scenarios[name]
        pulled = {path: value for lever in levers for path, value in base.levers[lever].changes.items()}
        scenario = overlay.design(base, design, only=only, preset=worlds.known_preset(base, PRESET))
        wanted = pulled | dict(changes or {})
        if wanted:
            scenario = overlay.change(scenario, wanted)
        key = f"{name} {design} {only} {wanted} {replication}"
        with self._lock:
            own = self._locks.setdefault(key, Lock())
        with own:  # who comes second waits for the first
            if key not in self._worlds:
                self._worlds[key] = self._live(scenario, base, design, only, wanted, replication)
            return self._worlds[key]

    def _live(
        self,
        scenario: Scenario,
        base: Scenario,
        design: str,
        only: overlay.Only | None,
        wanted: Mapping[str, Any],
        replication: int,
    ) -> Run:
        name = base.scenario
        told = design == "siloed" and not wanted and replication == 0 and name in TOLD
        arm = worlds.Arm("", "", scenario, overlay.cost_of(base, design, only=only))
        return worlds.live(
            arm,
            seed=SEED,
            replication=replication,
            intercepts=self._intercepts[name] or Intercepts(),
            log=told,
        )

    def counted(self, name: str, design: str = "siloed", **which: Any) -> Counted:
        """The counted entrants of one world, with what the design's levers cost."""
        cost = overlay.cost_of(self._scenarios[name], design, only=which.get("only"))
        return counted(self.world(name, design, **which), cost)

    def kpi(self, measured: str, name: str, design: str = "siloed", **which: Any) -> float:
        """A measure of one design: the mean over the scenario's replications."""
        values = [
            measure(self.counted(name, design, replication=r, **which))[measured]
            for r in self.replications(name)
        ]
        return float(np.mean(values))

    def story(self, name: str) -> Chronicle:
        """The siloed world of a scenario in TOLD, told again with its causes."""
        with self._telling:
            if name not in self._stories:
                self._stories[name] = chronicle(self.world(name))
            return self._stories[name]

    def lenses(self, name: str) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
        """Measures of today's company, and of it after each lens spent the same yearly budget by its own rule."""
        with self._looking:
            if name not in self._lenses:
                self._lenses[name] = self._spent(name)
            return self._lenses[name]

    def _spent(self, name: str) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
        base, today = self._scenarios[name], self.scenario(name)
        arm = worlds.Arm("S", "", today, overlay.cost_of(base, "siloed"))
        intercepts, things = self._intercepts[name] or Intercepts(), measures_of(today)
        table, _ = losses(arm, things, intercepts)
        every = [regime(today, lens, lenses_of(today)[lens], things, table) for lens in NAMES]
        arms = [arm, *(improved(arm, one, things) for one in every)]

        def lived(one: worlds.Arm) -> dict[str, float]:
            c = counted(worlds.live(one, seed=SEED, replication=0, intercepts=intercepts), one.cost)
            return measure(c) | {GOAL_RATE.name: GOAL_RATE.measure(c)}

        with Workers(None, len(arms)) as pool:
            before, *after = pool.each(lived, arms)
        return before, dict(zip(NAMES, after, strict=True))


def shipped_intercepts(scenario: Scenario) -> Intercepts | None:
    """The intercepts that ship with a scenario, None where they belong to an older state of it. Solves nothing."""
    today = overlay.design(
        scenario, next(iter(scenario.designs)), preset=worlds.known_preset(scenario, PRESET)
    )
    known = anchor_store.shipped(scenario.scenario).get(anchor_store.key_of(today))
    return None if known is None else anchor_store.from_data(known).intercepts
