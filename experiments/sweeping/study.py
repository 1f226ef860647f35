"""A sweep from beginning to end: plan, forecast, living, tables."""

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np

from experiments.cautions import ENOUGH_REPLICATIONS
from experiments.kpis import kpis_of
from experiments.manifest import versions
from experiments.study.points import At, Lived, live, worlds_at
from experiments.study.question import Changes
from experiments.study.store import Store
from experiments.study.trials import Trial, Trials
from experiments.sweeping import conclude, notes
from experiments.sweeping.asked import Asked
from experiments.sweeping.plan import Plan, central_of, make
from experiments.sweeping.result import Sweep
from experiments.sweeping.table import read_table
from experiments.workers import Progress, Told, phases
from scenarios import load, overlay
from scenarios.schema import Scenario

TIMED_SECONDS = 1.0  # how long the first batch takes at least

Say = Callable[[str], None]
"""Called with a sentence about what goes on."""


def sweep(
    scenario: Scenario | str | os.PathLike[str],
    vary: Iterable[str] = (),
    *,
    table: str | os.PathLike[str] | None = None,
    designs: tuple[str, str] | None = None,
    changes: Mapping[str, Any] | None = None,
    preset: str = "central",
    method: str | None = None,
    points: int | None = None,
    levels: int | None = None,
    replications: int = 10,
    seed: int = 1,
    calibrate: str = "once",
    kpis: Iterable[str] = (),
    out: str | os.PathLike[str] | None = None,
    workers: int | None = None,
    progress: Told | None = None,
    say: Say | None = None,
) -> Sweep:
    """Live through two designs at many points of a space, on the same customers.

    scenario: a Scenario, or the name or path of one.  vary: `PATH=LOW..HIGH`, `PATH=A,B,C`, a path that has a range of
        its own, or uncertainties, levels, assumptions.  table: CSV file with the points instead.
    designs: two names; the scenario's first two when left out.  changes: path -> value, before anything is varied.
    method: grid, one_at_a_time, latin_hypercube or sobol; a grid for one or two factors and a Latin hypercube for more
        when left out.  points: of a sample.  levels: values of each factor on a grid.
    replications: at each point.  calibrate: solve today's company `once`, or anew at `each` point (slow).
    kpis: measures that lead.  out: folder below which all is kept, so that an interrupted sweep can be continued; in
        memory only when left out.  workers: threads; one per core when left out.
    Raises InputError for what makes no sense, ScenarioError for a broken scenario, path or table.
    """
    origin = None if isinstance(scenario, Scenario) else str(scenario)
    base = scenario if isinstance(scenario, Scenario) else load(scenario)
    asked = Asked(
        overlay.change(base, dict(changes)) if changes else base,
        tuple(vary), None if table is None else read_table(table), designs, preset, method, points, levels,
        replications, seed, calibrate, tuple(kpis), origin,
    )  # fmt: skip
    return study(asked, out=out, workers=workers, progress=progress, say=say)


def study(
    asked: Asked,
    *,
    out: str | os.PathLike[str] | None = None,
    workers: int | None = None,
    progress: Told | None = None,
    say: Say | None = None,
    command: str = "",
) -> Sweep:
    """The same as asked for. command: the line that makes it again."""
    talk, about = say or _silent, phases(progress)
    plan = make(asked, about)
    folder = None if out is None else plan.folder(Path(out))
    with ExitStack() as stack:
        store = None
        if folder is not None:
            plan.write(folder)
            store = stack.enter_context(Store(folder))
        trials = Trials(plan.question.scenario, seed=asked.seed, workers=workers, progress=about, store=store)
        at = _designs_at(plan, about)
        forecast(plan, trials, at, talk, folder)
        lived = live(plan.question, trials, plan.changes, range(asked.replications), at=at)
    found = concluded(plan, lived, trials.names, command)
    if out is not None:
        talk(f"tables, figure and manifest: {found.save(out)}")
    return found


def forecast(plan: Plan, trials: Trials, at: At, talk: Say, folder: Path | None) -> None:
    """Say what will be lived through; live through a first batch, and say how long the rest will take."""
    count = len(plan.values)
    talk(
        f"plan: {count:,} points × 2 designs × {plan.asked.replications} replications = {plan.worlds:,} worlds"
        + (f", written to {folder}" if folder is not None else "")
    )
    started = monotonic()
    spread = np.unique(np.linspace(0, count - 1, trials.threads + 1).astype(int))
    pairs, _ = worlds_at(at, plan.changes, spread.tolist())
    preparing = (monotonic() - started) / max(len(pairs), 1)
    batch = [trial for pair in pairs.values() for trial in pair]
    if not trials.missing((trial, 0) for trial in batch):
        return  # nothing can be lived through, or it was before
    trials.measured(batch[:1], [0], "warming up")  # compiles, and is not timed
    before, started = trials.runs, monotonic()
    for replication in range(plan.asked.replications):
        trials.measured(batch[-2 * trials.threads :], [replication], "timing a first batch")
        if monotonic() - started > TIMED_SECONDS:
            break
    timed = trials.runs - before
    if timed:
        each = (monotonic() - started) / timed
        seconds = each * (plan.worlds - trials.runs) + preparing * (count - len(pairs))
        talk(f"forecast from {timed} of them: about {spoken(seconds)} left, less where points share worlds")


def spoken(seconds: float) -> str:
    """A time as people say it."""
    if seconds < 90.0:
        return f"{max(round(seconds), 1)} s"
    if seconds < 5400.0:
        return f"{round(seconds / 60.0)} min"
    return f"{seconds / 3600.0:.1f} h" if seconds < 172_800.0 else f"{seconds / 86_400.0:.0f} days"


def concluded(plan: Plan, lived: Lived, names: tuple[str, ...], command: str) -> Sweep:
    """All tables from what was lived through."""
    asked, question = plan.asked, plan.question
    kpis = kpis_of(question.scenario)
    leading = asked.kpis or (kpis[0].name, "profit")
    first, second = question.designs
    return Sweep(
        scenario=question.scenario.scenario,
        title=question.scenario.title,
        designs=question.designs,
        design_titles=(question.scenario.designs[first].title, question.scenario.designs[second].title),
        preset=asked.preset,
        seed=asked.seed,
        replications=asked.replications,
        method=plan.method,
        calibrate=asked.calibrate,
        factors=plan.factors,
        today=tuple(central_of(question, factor) for factor in plan.factors),
        kpis=kpis,
        leading=tuple(dict.fromkeys(leading)),
        points=conclude.points_table(plan.table, lived.problems),
        runs=conclude.runs_table(plan.table, question.designs, lived.values, names),
        differences=conclude.differences_table(plan.table, lived, kpis),
        break_evens=conclude.break_evens_table(
            plan.factors, plan.values, lived, [kpi for kpi in kpis if kpi.name in leading], names
        ),
        notes=tuple(notes.notes(plan, lived, ENOUGH_REPLICATIONS)),
        assumptions=notes.assumptions(plan),
        manifest=plan.data | {"versions": versions(), "command": command},
    )


def _designs_at(plan: Plan, about: Callable[[str], Progress | None]) -> At:
    """Both designs at a point, with today's company as solved once or anew."""
    question = plan.question
    if plan.asked.calibrate == "once":
        return question.at

    def anew(changes: Changes) -> tuple[Trial, Trial]:
        solved = question.anew(changes, about("calibrating today's company at a point"))
        return solved.at({path: value for path, value in changes.items() if ":" in path})

    return anew


def _silent(_: str) -> None:
    pass
