"""The main job: the same customers, with the same luck, live through two designs."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from experiments import worlds
from experiments.comparison import Comparison
from experiments.conclude import Evidence, conclude
from experiments.errors import InputError
from experiments.kpis import Counted, counted, kpis_of, measure
from experiments.ledger.author import remarks_of
from experiments.ledger.rests import rests_most
from experiments.people import Fates, fates, saved_and_lost
from experiments.stage_views import counted_places
from experiments.statistics import Floats
from experiments.uncertain import draws
from experiments.workers import Progress, Workers
from experiments.worlds import RETENTION, Arm, Today
from scenarios import load
from scenarios.schema import Scenario
from sim.intercepts import Intercepts
from sim.layout import Population

RETENTION_LEVELS = (0.0, 0.4, 0.7)  # and the design's own
RETENTION_REPLICATIONS = 10
BAND_DRAWS = 8
BAND_REPLICATIONS = 2


Told = Callable[[str, int, int], None]
"""Called with (what is going on, runs done, runs planned), in the caller's thread."""


@dataclass(frozen=True)
class Lived:
    """What stays of one run: its measures, the fate of its people, its survival curve on `survival_grid` days, and what
    was counted at its touchpoints."""

    kpis: dict[str, float]
    fates: Fates
    survival: Floats
    at_risk: Floats
    places: pd.DataFrame


@dataclass(frozen=True)
class Unit:
    """One replication: what stays of each arm, and the measures of the second design at each weaker retention."""

    arms: dict[str, Lived]
    weaker: list[dict[str, float]]


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
    workers: int | None = None,
    progress: Told | None = None,
) -> Comparison:
    """Compare two designs of a scenario on the same customers.

    scenario: a Scenario, or the name or path of one.  designs: two names; the scenario's first two when left out.
    replications: at least 2; 30 or more are recommended and fewer are said.  preset: set of assumptions.
    arms: also live through the process levers alone and all other levers alone.
    break_even: also find the retention at hand-offs from which on the second design pays.
    band: also redraw the uncertain coefficients.  workers: threads; one per core when left out.
    Raises InputError for unknown names and senseless numbers, ScenarioError for a broken scenario file.
    """
    if replications < 2:
        raise InputError(f"replications must be 2 or more to give an interval, got {replications}")
    if isinstance(scenario, str | os.PathLike):
        scenario = load(scenario)
    first, second = worlds.known_designs(scenario, designs)
    today = worlds.anchor(scenario, preset, progress=_about(progress, "calibrating today's company"))
    plan = worlds.arms_of(today.scenario, (first, second), preset, middle=arms)
    intercepts = today.intercepts
    shaken = draws(scenario, BAND_DRAWS) if band else []
    uncertain_today = [
        worlds.anchor(
            scenario,
            preset,
            draw,
            _about(progress, f"calibrating uncertain world {draw.number + 1} of {draw.of}"),
        )
        for draw in shaken
    ]
    levels = _retention_levels(plan[-1]) if break_even else []
    weaker = [worlds.changed(plan[-1], {RETENTION: level}) for level in levels]
    few = min(replications, RETENTION_REPLICATIONS)
    runs = replications * len(plan) + few * len(weaker) + len(shaken) * BAND_REPLICATIONS * 2

    with Workers(workers, runs, _about(progress, f"comparing designs of {scenario.scenario}")) as pool:
        units = pool.each(
            lambda r: _replication(plan, weaker if r < few else [], seed, r, intercepts),
            range(replications),
            lambda r: len(plan) + len(weaker) * (r < few),
        )
        uncertain = pool.each(
            lambda k: _shaken(uncertain_today[k], (first, second), preset, seed),
            range(len(shaken)),
            lambda _: BAND_REPLICATIONS * 2,
        )
    found = conclude(
        Evidence(
            scenario=scenario,
            designs=(first, second),
            preset=preset,
            seed=seed,
            replications=replications,
            kpis=kpis_of(scenario),
            own_retention=float(plan[-1].scenario.handoffs.retention),
            measures={a.code: [unit.arms[a.code].kpis for unit in units] for a in plan},
            people=[saved_and_lost(unit.arms["S"].fates, unit.arms["I"].fates) for unit in units],
            survival_days=survival_grid(scenario),
            survival={a: np.array([unit.arms[a].survival for unit in units]) for a in ("S", "I")},
            at_risk={a: np.array([unit.arms[a].at_risk for unit in units]) for a in ("S", "I")},
            retention={level: [unit.weaker[k] for unit in units[:few]] for k, level in enumerate(levels)},
            draws=shaken,
            uncertain=uncertain,
            targets=today.targets,
            unmet=today.unmet,
            places={a: [unit.arms[a].places for unit in units] for a in ("S", "I")},
        )
    )
    return replace(found, rests_most_on=rests_most(scenario, (first, second), preset, remarks_of(scenario)))


def survival_grid(scenario: Scenario) -> Floats:
    """Days since conversion at which survival curves are kept: 0 to one year, or less when the horizon ends before."""
    clock = scenario.clock
    last = min(365.0, clock.horizon_days - clock.warm_up_days)
    return np.append(np.arange(0.0, last, 5.0), last)


def _replication(
    plan: list[Arm], weaker: list[Arm], seed: int, replication: int, intercepts: Intercepts
) -> Unit:
    """One unit: one replication of every arm, and of the second design at weaker retention, on the same customers."""
    people = worlds.populations([*plan, *weaker], seed, replication)

    def once(arm: Arm, own: Population) -> Counted:
        return counted(
            worlds.live(arm, seed=seed, replication=replication, intercepts=intercepts, people=own), arm.cost
        )

    arms = {arm.code: _lived(once(arm, own)) for arm, own in zip(plan, people, strict=False)}
    return Unit(arms, [measure(once(arm, own)) for arm, own in zip(weaker, people[len(plan) :], strict=True)])


def _lived(c: Counted) -> Lived:
    curve, days = c.survival(), survival_grid(c.run.scenario)
    return Lived(measure(c), fates(c), curve.at(days), curve.at_risk_at(days), counted_places(c.run))


def _shaken(
    today: Today, designs: tuple[str, str], preset: str, seed: int
) -> dict[str, list[dict[str, float]]]:
    """Both designs in one uncertain world, calibrated anew: arm code -> measures."""
    plan = worlds.arms_of(today.scenario, designs, preset, middle=False)
    units = [_replication(plan, [], seed, r, today.intercepts) for r in range(BAND_REPLICATIONS)]
    return {arm.code: [unit.arms[arm.code].kpis for unit in units] for arm in plan}


def _about(told: Told | None, what: str) -> Progress | None:
    """The progress of one phase."""
    return None if told is None else lambda done, planned: told(what, done, planned)


def _retention_levels(arm: Arm) -> list[float]:
    """The levels of retention to try beside the design's own; none where hand-offs are switched off."""
    own = arm.scenario.handoffs.retention
    return [level for level in RETENTION_LEVELS if level != own] if arm.scenario.mechanisms.handoffs else []
