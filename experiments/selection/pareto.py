"""The study behind a Pareto front: all candidates in two measures, those surely beaten given up early."""

import os
from collections.abc import Callable, Sequence

import numpy as np

from experiments.errors import InputError
from experiments.selection.field import CHOOSING, field
from experiments.selection.front import Front
from experiments.selection.intervals import Place, all_pairs
from experiments.statistics import LEVEL, Floats
from experiments.workers import Progress
from scenarios.schema import Scenario

FIRST_LOOK = 10  # replications after which whoever is surely off the front is given up
Both = Callable[[Sequence[int], range], Floats]
"""Two measures of some candidates in some replications, more being better: (candidates, replications, 2)."""


def pareto(
    scenario: Scenario | str | os.PathLike[str],
    kpis: tuple[str, str],
    *,
    levers: Sequence[str] | None = None,
    table: str | os.PathLike[str] | None = None,
    budget: float | None = None,
    replications: int = 30,
    level: float = LEVEL,
    seed: int = 1,
    preset: str = "central",
    workers: int | None = None,
    progress: Callable[[str], Progress | None] | None = None,
    folder: str | os.PathLike[str] | None = None,
) -> Front:
    """The front over two measures; other arguments as those of `select`. Raises InputError and ScenarioError."""
    if kpis[0] == kpis[1]:
        raise InputError(f"a front wants two different measures, got {kpis[0]} twice")
    if replications < FIRST_LOOK:
        raise InputError(
            f"{replications} replications are too few for a front; {FIRST_LOOK} is the least, 30 usual"
        )
    if not 0.5 < level < 1.0:
        raise InputError(f"a level of confidence lies between 0.5 and 1, such as 0.95; got {level:g}")
    who = field(
        scenario, levers=levers, table=table, budget=budget, seed=seed, preset=preset, workers=workers,
        progress=progress, folder=folder,
    )  # fmt: skip
    both = (who.kpi(kpis[0]), who.kpi(kpis[1]))
    better = np.array([kpi.better for kpi in both])
    columns = [who.trials.place(kpi.name) for kpi in both]

    def observe(numbers: Sequence[int], replications: range) -> Floats:
        who.forecast.stage("living through who may be on the front", len(numbers) * len(replications))
        there = range(CHOOSING + replications.start, CHOOSING + replications.stop)
        return np.asarray(better * who.seen(numbers, there, both)[:, :, columns])

    values, places = front_of(observe, len(who.candidates), replications, level)
    return Front(who, both, better * values, tuple(places), budget, level, preset, seed)


def front_of(
    observe: Both, count: int, replications: int, level: float = LEVEL
) -> tuple[Floats, list[Place]]:
    """Values and places of candidates 0 (today, always seen to the end), 1, 2 and so on.

    Everybody is seen in FIRST_LOOK replications, then whoever may be on the front in all. Each look may err in half of
    1 - level, over all pairs and both measures; whoever surely beats a candidate beats all that this one would beat, so
    the second look needs no pair with those given up. All places hold together with `level`.
    Returns values (candidates, replications, 2), NaN where a candidate was no longer seen.
    """
    values = np.full((count, replications, 2), np.nan)
    first = min(FIRST_LOOK, replications)
    at_a_look = level if first == replications else (1.0 + level) / 2.0
    values[:, :first] = observe(range(count), range(first))
    places = all_pairs(values[:, :first], at_a_look).places()
    if first == replications:
        return values, places
    left = [k for k in range(count) if places[k] != "off"]
    on = sorted({0, *left})
    values[on, first:] = observe(on, range(first, replications))
    for k, place in zip(left, all_pairs(values[left], at_a_look, of=count).places(), strict=True):
        places[k] = place
    return values, places
