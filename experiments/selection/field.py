"""What all selections share: the candidates, their worlds, and where each stage takes its replications from."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from experiments.errors import InputError
from experiments.kpis import Kpi
from experiments.selection.candidates import Candidate, of_designs, of_portfolios, within_budget
from experiments.selection.race import Observe
from experiments.selection.table import of_table
from experiments.statistics import Floats
from experiments.study.question import Question, ask
from experiments.study.store import Store
from experiments.study.trials import Trials
from experiments.workers import Progress
from scenarios import load
from scenarios.schema import Scenario

CHOOSING, SCREENING, CONFIRMING, LOOKING = 0, 1_000_000, 2_000_000, 3_000_000
"""First replication of each stage: no stage sees another's luck."""
LOOKS = 5  # replications of today that prices and the default zone rest on
SHARE_OF_LEVEL = 0.01  # of today's level, or of today's revenue for money: the default zone


class Forecast:
    """Progress over a stage that asks for worlds many times."""

    def __init__(self, progress: Callable[[str], Progress | None] | None) -> None:
        self._progress = progress
        self._told: Progress | None = None
        self._done = self._planned = 0

    def stage(self, title: str, planned: int) -> None:
        """Begin a stage of so many runs, as far as is known."""
        self._told = self._progress(title) if self._progress else None
        self._done, self._planned = 0, planned

    def plan(self, planned: int) -> None:
        """At most so many runs, now that more is known."""
        self._planned = planned

    def __call__(self, _: str) -> Progress | None:
        """The progress of the next worlds within the stage."""
        return self._tell

    def _tell(self, done: int, _: int) -> None:
        if self._told is not None:
            self._told(self._done + done, max(self._planned, self._done + done))

    def count(self, runs: int) -> None:
        """So many more are done, lived through now or before."""
        self._done += runs


@dataclass(frozen=True)
class Field:
    """The candidates of a selection, today first.

    customers: of today at a time, for prices.  today: its mean measures in a few replications, by name.
    """

    question: Question
    trials: Trials
    candidates: tuple[Candidate, ...]
    forecast: Forecast
    customers: float
    today: dict[str, float]

    def kpi(self, name: str) -> Kpi:
        """A measure of which more, or less, is better. Raises InputError for any other."""
        kpi = self.trials.kpis[self.trials.place(name)]
        if kpi.better == 0:
            raise InputError(
                f"{kpi.title}: neither more nor less is better by itself; choose another measure"
            )
        return kpi

    def seen(self, numbers: Sequence[int], replications: range, needed: Sequence[Kpi]) -> Floats:
        """All measures of some candidates, shape (candidates, replications, measures), as they are.

        Raises InputError where a needed one does not exist: no best can be told from worlds without it.
        """
        chosen = [self.candidates[k] for k in numbers]
        values = self.trials.measured([each.trial for each in chosen], replications)
        self.forecast.count(len(chosen) * len(replications))
        for kpi in needed:
            missing = np.isnan(values[:, :, self.trials.place(kpi.name)]).any(axis=1)
            if missing.any():
                raise InputError(
                    f"{kpi.title} cannot be measured in some worlds of {chosen[int(np.argmax(missing))].name}: nobody "
                    "is there to be counted; choose another measure, or let more people in or observe them longer"
                )
        return values

    def observe(self, kpi: Kpi, block: int, among: Sequence[int] | None = None) -> Observe:
        """What a race asks for: more is better. among: whom its numbers stand for; all candidates when left out."""

        def observe(numbers: Sequence[int], replications: range) -> Floats:
            own = [among[k] for k in numbers] if among is not None else numbers
            there = range(block + replications.start, block + replications.stop)
            seen = self.seen(own, there, [kpi])[:, :, self.trials.place(kpi.name)]
            return np.asarray(kpi.better * seen)

        return observe

    def zone(self, kpi: Kpi, given: float | None) -> float:
        """The indifference zone in raw units. given: as the user names it, in the unit of a difference.

        The default is 1 point for shares in % and for NPS, and 1 % of today's level (for money: of today's revenue per
        entrant), rounded to one digit. Raises InputError for a zone of 0 or less and where there is no default.
        """
        if given is not None:
            if not given > 0.0:
                raise InputError(
                    f"the indifference zone must be above 0, got {given:g}: what difference in {kpi.title} "
                    "would be too small to matter?"
                )
            return given / kpi.scale
        if kpi.unit_of_difference == "points":
            return 1.0 / kpi.scale
        level = abs(self.today["revenue" if kpi.unit == "EUR" else kpi.name] * SHARE_OF_LEVEL * kpi.scale)
        if not np.isfinite(level) or level == 0.0:
            raise InputError(
                f"{kpi.title} is nothing today, so that no difference too small to matter can be derived; "
                f"name it with --indifference, in {kpi.unit_of_difference or 'its own unit'}"
            )
        return float(f"{level:.0e}") / kpi.scale


def field(
    scenario: Scenario | str | os.PathLike[str],
    *,
    levers: Sequence[str] | None,
    table: str | os.PathLike[str] | None,
    budget: float | None,
    seed: int,
    preset: str,
    workers: int | None,
    progress: Callable[[str], Progress | None] | None,
    folder: str | os.PathLike[str] | None,
) -> Field:
    """Set up a selection; arguments as those of `select`. Raises InputError and ScenarioError."""
    if levers is not None and table is not None:
        raise InputError("candidates come from levers or from a file, not from both")
    if budget is not None and not budget > 0.0:
        raise InputError(f"a budget must be above 0, got {budget:g}")
    if not isinstance(scenario, Scenario):
        scenario = load(scenario)
    today = next(iter(scenario.designs))
    question = ask(scenario, (today, today), preset=preset, progress=progress)
    forecast = Forecast(progress)
    trials = Trials(
        question.scenario,
        seed=seed,
        workers=workers,
        progress=forecast,
        store=Store(folder) if folder else None,
    )
    forecast.stage("looking at today", LOOKS)
    looks = range(LOOKING, LOOKING + LOOKS)
    means = trials.measured([question.design(today)], looks)[0].mean(axis=0)
    customers = trials.customers(question.design(today), looks)
    if table is not None:
        found = within_budget(of_table(question, Path(table), customers), budget)
    elif levers is not None:
        codes = list(levers) or list(question.scenario.levers)
        found = of_portfolios(question, codes, customers, budget)
    else:
        found = within_budget(of_designs(question, customers), budget)
    if len(found) < 2:
        raise InputError(
            f"{found[0].name} is the only candidate, so there is nothing to choose; {_more(scenario)}"
        )
    levels = dict(zip(trials.names, map(float, means), strict=True))
    return Field(question, trials, tuple(found), forecast, customers, levels)


def _more(scenario: Scenario) -> str:
    if scenario.levers:
        return "--portfolio tries all sets of the scenario's levers, --candidates FILE those of a table"
    return "--candidates FILE tries those of a table"
