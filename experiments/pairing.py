"""The main job: the same customers, with the same luck, live through two designs."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
import pandas as pd

from experiments import worlds
from experiments.comparison import Comparison
from experiments.conclude import Evidence, conclude
from experiments.errors import InputError
from experiments.kpis import Counted, Kpi, counted, kpis_of, measure
from experiments.ledger.author import remarks_of
from experiments.ledger.rests import rests_most
from experiments.neutral import Neutrality, neutral_design
from experiments.people import fates, saved_and_lost
from experiments.precision import AT_MOST, Watch, asked
from experiments.records import Recorded, recorded
from experiments.stage_views import counted_places
from experiments.statistics import Floats
from experiments.uncertain import draws
from experiments.workers import Told, Workers, about
from experiments.worlds import RETENTION, Arm, Today
from scenarios import load
from scenarios.schema import Scenario
from sim.intercepts import Intercepts
from sim.layout import Population

RETENTION_LEVELS = (0.0, 0.4, 0.7)  # and the design's own
RETENTION_REPLICATIONS = 10
BAND_DRAWS = 8
BAND_REPLICATIONS = 2
RECORDED_REPLICATIONS = 100  # days and edges of the first so many are kept, to bound memory


@dataclass(frozen=True)
class Lived:
    """What stays of one run: its measures, its survival curve on `survival_grid` days, what was counted at its
    touchpoints, and, where they are kept, its days and edges."""

    kpis: dict[str, float]
    survival: Floats
    at_risk: Floats
    places: pd.DataFrame
    records: Recorded | None


@dataclass(frozen=True)
class Unit:
    """One replication: what stays of each arm, who changed sides between the two designs, the measures of the second
    design at each weaker retention, and the seconds it took."""

    arms: dict[str, Lived]
    people: dict[str, float]
    weaker: list[dict[str, float]]
    seconds: float


@dataclass(frozen=True)
class Plan:
    """What is lived through in every replication. Replications are independent of each other and known by their number,
    so more can be added at any time.

    arms: the first design first, the second last.  weaker: the second at weaker retention, in the first `few`
    replications only.
    """

    arms: list[Arm]
    weaker: list[Arm]
    few: int
    seed: int
    intercepts: Intercepts

    def runs(self, replication: int) -> int:
        """Runs of the engine that a replication takes."""
        return len(self.arms) + len(self.weaker) * (replication < self.few)

    def unit(self, replication: int) -> Unit:
        """One replication of every arm, on the same customers."""
        began = perf_counter()
        weaker = self.weaker if replication < self.few else []
        people = worlds.populations([*self.arms, *weaker], self.seed, replication)

        def once(arm: Arm, own: Population) -> Counted:
            run = worlds.live(
                arm, seed=self.seed, replication=replication, intercepts=self.intercepts, people=own
            )
            return counted(run, arm.cost)

        arms, sides = {}, {}
        for arm, own in zip(self.arms, people, strict=False):
            c = once(arm, own)
            kept = arm.code in "SI" and replication < RECORDED_REPLICATIONS
            arms[arm.code] = _lived(c, recorded(c.run, replication) if kept else None)
            if arm.code in "SI":
                sides[arm.code] = fates(c)
        levels = [measure(once(arm, own)) for arm, own in zip(weaker, people[len(self.arms) :], strict=True)]
        return Unit(arms, saved_and_lost(sides["S"], sides["I"]), levels, perf_counter() - began)


def compare(
    scenario: Scenario | str | os.PathLike[str],
    designs: tuple[str, str] | None = None,
    *,
    replications: int = 30,
    seed: int = 1,
    preset: str = "central",
    arms: bool = True,
    break_even: bool = True,
    band: bool = True,
    precision: Mapping[str, float] | None = None,
    at_most: int = AT_MOST,
    neutral: Neutrality | None = None,
    workers: int | None = None,
    progress: Told | None = None,
    say: Callable[[str], None] | None = None,
) -> Comparison:
    """Compare two designs of a scenario on the same customers.

    scenario: a Scenario, or the name or path of one.  designs: two names; the scenario's first two when left out.
    replications: at least 2; 30 or more are recommended and fewer are said.  preset: set of assumptions.
    arms: also live through the process levers alone and all other levers alone.
    break_even: also find the retention at hand-offs from which on the second design pays.
    band: also redraw the uncertain coefficients.
    precision: measure -> half-width of its paired 95 % interval, in the printed unit; replications are added until all
    are met, or until there are `at_most`.
    neutral: "staff" gives the second design as many people as the first, "service" as many as give the same waits.
    workers: threads; one per core when left out.  say: called with a forecast as replications are added.
    Raises InputError for unknown names and senseless numbers, ScenarioError for a broken scenario file.
    """
    if replications < 2:
        raise InputError(f"replications must be 2 or more to give an interval, got {replications}")
    if isinstance(scenario, str | os.PathLike):
        scenario = load(scenario)
    first, second = worlds.known_designs(scenario, designs)
    kpis = kpis_of(scenario)
    rule = None if precision is None else asked(precision, kpis, replications, at_most)
    today = worlds.anchor(scenario, preset, progress=about(progress, "calibrating today's company"))
    fair = None
    if neutral is not None:
        fair = neutral_design(
            scenario, today, (first, second), neutral, preset=preset, seed=seed, workers=workers,
            progress=about(progress, "finding the second design's staff"),
        )  # fmt: skip
        scenario, today = fair.scenario, fair.today
    plan = _plan(
        today, (first, second), preset, seed, arms, break_even, few=min(replications, RETENTION_REPLICATIONS)
    )
    shaken = draws(scenario, BAND_DRAWS) if band else []
    uncertain_today = [
        worlds.anchor(
            scenario,
            preset,
            draw,
            about(progress, f"calibrating uncertain world {draw.number + 1} of {draw.of}"),
        )
        for draw in shaken
    ]
    runs = sum(map(plan.runs, range(replications))) + len(shaken) * BAND_REPLICATIONS * 2
    watch = None if rule is None else Watch(rule, kpis, say)

    with Workers(workers, runs, about(progress, f"comparing designs of {scenario.scenario}")) as pool:
        units = pool.each(plan.unit, range(replications), plan.runs)
        uncertain = pool.each(
            lambda k: _shaken(uncertain_today[k], (first, second), preset, seed),
            range(len(shaken)),
            lambda _: BAND_REPLICATIONS * 2,
        )
    if watch is not None:
        _until_precise(watch, plan, units, kpis, workers, progress)
    found = conclude(
        Evidence(
            scenario=scenario,
            designs=(first, second),
            preset=preset,
            seed=seed,
            replications=len(units),
            kpis=kpis,
            own_retention=float(plan.arms[-1].scenario.handoffs.retention),
            measures={a.code: [unit.arms[a.code].kpis for unit in units] for a in plan.arms},
            people=[unit.people for unit in units],
            survival_days=survival_grid(scenario),
            survival={a: np.array([unit.arms[a].survival for unit in units]) for a in ("S", "I")},
            at_risk={a: np.array([unit.arms[a].at_risk for unit in units]) for a in ("S", "I")},
            retention={
                float(arm.scenario.handoffs.retention): [unit.weaker[k] for unit in units[: plan.few]]
                for k, arm in enumerate(plan.weaker)
            },
            draws=shaken,
            uncertain=uncertain,
            targets=today.targets,
            unmet=today.unmet,
            places={a: [unit.arms[a].places for unit in units] for a in ("S", "I")},
            records={
                a: [kept for unit in units if (kept := unit.arms[a].records) is not None] for a in ("S", "I")
            },
            precision=None if watch is None else watch.ended(),
            neutral=fair,
        )
    )
    return replace(found, rests_most_on=rests_most(scenario, (first, second), preset, remarks_of(scenario)))


def survival_grid(scenario: Scenario) -> Floats:
    """Days since conversion at which survival curves are kept: 0 to one year, or less when the horizon ends before."""
    clock = scenario.clock
    last = min(365.0, clock.horizon_days - clock.warm_up_days)
    return np.append(np.arange(0.0, last, 5.0), last)


def _plan(
    today: Today, designs: tuple[str, str], preset: str, seed: int, middle: bool, break_even: bool, few: int
) -> Plan:
    arms = worlds.arms_of(today.scenario, designs, preset, middle=middle)
    levels = _retention_levels(arms[-1]) if break_even else []
    weaker = [worlds.changed(arms[-1], {RETENTION: level}) for level in levels]
    return Plan(arms, weaker, few, seed, today.intercepts)


def _until_precise(
    watch: Watch,
    plan: Plan,
    units: list[Unit],
    kpis: tuple[Kpi, ...],
    workers: int | None,
    progress: Told | None,
) -> None:
    """Add replications to `units` until the watch says that it is enough."""
    threads = workers or os.cpu_count() or 1
    while True:
        seconds = float(np.median([unit.seconds for unit in units])) / threads
        more = watch.look({kpi.name: _differences(units, kpi.name) for kpi in kpis}, seconds)
        if more == 0:
            return
        n = len(units)
        with Workers(
            workers, more * len(plan.arms), about(progress, f"replications {n + 1} to {n + more}")
        ) as pool:
            units += pool.each(plan.unit, range(n, n + more), plan.runs)


def _differences(units: list[Unit], name: str) -> Floats:
    return np.array([unit.arms["I"].kpis[name] - unit.arms["S"].kpis[name] for unit in units])


def _lived(c: Counted, records: Recorded | None) -> Lived:
    curve, days = c.survival(), survival_grid(c.run.scenario)
    return Lived(measure(c), curve.at(days), curve.at_risk_at(days), counted_places(c.run), records)


def _shaken(
    today: Today, designs: tuple[str, str], preset: str, seed: int
) -> dict[str, list[dict[str, float]]]:
    """Both designs in one uncertain world, calibrated anew: arm code -> measures."""
    plan = _plan(today, designs, preset, seed, middle=False, break_even=False, few=0)
    units = [plan.unit(r) for r in range(BAND_REPLICATIONS)]
    return {arm.code: [unit.arms[arm.code].kpis for unit in units] for arm in plan.arms}


def _retention_levels(arm: Arm) -> list[float]:
    """The levels of retention to try beside the design's own; none where hand-offs are switched off."""
    own = arm.scenario.handoffs.retention
    return [level for level in RETENTION_LEVELS if level != own] if arm.scenario.mechanisms.handoffs else []
