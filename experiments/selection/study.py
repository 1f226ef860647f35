"""Selection of the best: a race, then a test of its winner on replications that had no part in it."""

import os
from collections.abc import Callable, Sequence

import numpy as np

from experiments.errors import InputError
from experiments.kpis import Kpi
from experiments.selection.field import CHOOSING, CONFIRMING, SCREENING, Field, field
from experiments.selection.race import Race, halving_rounds, kim_nelson, successive_halving
from experiments.selection.result import HALVING, KN, KN_OF_FINALISTS, Fresh, Selection
from experiments.statistics import LEVEL, Floats
from experiments.workers import Progress
from scenarios.schema import Scenario

MANY, FINALISTS, SCREENING_RUNS = (
    40,
    10,
    5,
)  # beyond so many candidates, halve to so many; runs per candidate for that
TESTED = 8  # candidates that are lived through anew, the winner among them


def select(
    scenario: Scenario | str | os.PathLike[str],
    *,
    levers: Sequence[str] | None = None,
    table: str | os.PathLike[str] | None = None,
    budget: float | None = None,
    kpi: str = "profit",
    indifference: float | None = None,
    runs: int | None = None,
    first_stage: int = 10,
    confirm: int = 30,
    level: float = LEVEL,
    seed: int = 1,
    preset: str = "central",
    workers: int | None = None,
    progress: Callable[[str], Progress | None] | None = None,
    folder: str | os.PathLike[str] | None = None,
) -> Selection:
    """Select the best of many candidates, all lived through by the same customers with the same luck.

    Today, the scenario's first design, always is a candidate.

    scenario: a Scenario, or the name or path of one.
    levers: candidates are all sets of these levers on top of today's, of all levers when empty; table: candidates are
        the rows of a CSV or YAML file; else the scenario's designs.
    budget: EUR a year that a candidate may cost more than today (one-off prices spread over the years they are written
        off, yearly prices, and prices per customer at today's number of customers).
    kpi: the measure to be best in.
    indifference: what difference is too small to matter, in the unit of a difference in that measure (points for
        shares in %); see `Field.zone` for the default.
    runs: spend so many on choosing, by successive halving; as many as KN needs when left out.
    first_stage: replications of every candidate before KN gives up any.  confirm: fresh replications of the test.
    folder: where worlds are kept between sessions.
    Raises InputError and ScenarioError for whatever is not there or makes no sense.
    """
    _check(first_stage, confirm, level)
    who = field(
        scenario, levers=levers, table=table, budget=budget, seed=seed, preset=preset, workers=workers,
        progress=progress, folder=folder,
    )  # fmt: skip
    measure = who.kpi(kpi)
    zone = who.zone(measure, indifference)
    procedure, races, order = _raced(who, measure, zone, runs, first_stage, level)
    winner = order[0]
    tested = _tested(order)
    who.forecast.stage("confirming on fresh replications", len(tested) * confirm)
    values = who.seen(tested, range(CONFIRMING, CONFIRMING + confirm), [measure])
    return Selection(
        field=who, kpi=measure, zone=zone, zone_named=indifference is not None, budget=budget, level=level,
        procedure=procedure, races=races, order=order, fresh=Fresh(tuple(tested), values, _in_race(races, winner)),
        first_stage=first_stage, confirm=confirm, runs=runs, preset=preset, seed=seed,
    )  # fmt: skip


def _check(first_stage: int, confirm: int, level: float) -> None:
    if first_stage < 5:
        raise InputError(
            f"a first stage of {first_stage} is too short to know any variance; 10 is usual, 5 the least"
        )
    if confirm < 10:
        raise InputError(f"{confirm} fresh replications confirm little; 30 is usual, 10 the least")
    if not 0.5 < level < 1.0:
        raise InputError(f"a level of confidence lies between 0.5 and 1, such as 0.95; got {level:g}")


Numbered = tuple[Race, tuple[int, ...]]
"""A race, and which candidates its numbers stand for."""


def _raced(
    who: Field, kpi: Kpi, zone: float, runs: int | None, first_stage: int, level: float
) -> tuple[str, tuple[Numbered, ...], tuple[int, ...]]:
    """The procedure's name, its races, and all candidates, best first."""
    count = len(who.candidates)
    everybody = tuple(range(count))
    if runs is not None:
        who.forecast.stage("successive halving", runs)
        race = successive_halving(who.observe(kpi, CHOOSING), count, runs)
        return HALVING, ((race, everybody),), race.order
    if count <= MANY:
        race = _kn(who, kpi, zone, everybody, first_stage, level)
        return KN, ((race, everybody),), race.order
    budget = max(SCREENING_RUNS, halving_rounds(count, FINALISTS)) * count
    who.forecast.stage(f"successive halving to {FINALISTS} finalists", budget)
    screen = successive_halving(who.observe(kpi, SCREENING), count, budget, finalists=FINALISTS)
    finalists = tuple(sorted(screen.order[:FINALISTS]))
    race = _kn(who, kpi, zone, finalists, first_stage, level)
    order = (*(finalists[k] for k in race.order), *screen.order[FINALISTS:])
    return KN_OF_FINALISTS, ((screen, everybody), (race, finalists)), order


def _kn(who: Field, kpi: Kpi, zone: float, among: tuple[int, ...], first_stage: int, level: float) -> Race:
    who.forecast.stage("choosing", len(among) * first_stage)
    observe = who.observe(kpi, CHOOSING, among)
    return kim_nelson(
        observe, len(among), zone, first_stage=first_stage, level=level, planned=who.forecast.plan
    )


def _tested(order: Sequence[int]) -> list[int]:
    """Winner, today, and whoever else came far, in the order of the race."""
    chosen = list(order[:TESTED])
    if 0 not in chosen:
        chosen = [*chosen[:-1], 0]
    return chosen


def _in_race(races: tuple[Numbered, ...], winner: int) -> dict[int, Floats]:
    """The winner's values minus each other candidate's, in the replications that both have in the last race in which
    they met."""
    found: dict[int, Floats] = {}
    for race, numbers in races:
        values = dict(zip(numbers, race.values, strict=True))
        for other in numbers:
            difference = values[winner] - values[other]
            found[other] = difference[np.isfinite(difference)]
    return found
