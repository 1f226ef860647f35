"""Worlds lived through on demand: each world and replication once, on all cores, kept on disk if asked."""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from functools import cached_property
from threading import Lock
from typing import TypeVar

import numpy as np

from experiments import worlds
from experiments.anchor_store import key_of
from experiments.kpis import DAYS_PER_YEAR, Kpi, counted, kpis_of, measure
from experiments.manifest import content_hash
from experiments.statistics import Floats
from experiments.study.store import Job, Store
from experiments.workers import Progress, Workers
from experiments.worlds import Arm
from scenarios.schema import Cost, Scenario
from sim import draw_population
from sim.intercepts import Intercepts
from sim.layout import Population

SHELVED = 4  # populations kept; replications are worked through in order, so few are needed at a time
CUSTOMER_YEARS, LEVER_YEARS = "customer_years", "lever_years"
Row = dict[str, float]
"""Measures of one world before its levers are paid for, and by what their prices are to be multiplied: customer-years
(per_customer_year_eur) and years of the counting window (everything else), both per counted entrant."""


@dataclass(frozen=True)
class Trial:
    """One world to be tried: a scenario with its levers pulled, what they cost, and today's intercepts."""

    scenario: Scenario
    cost: Cost
    intercepts: Intercepts

    @cached_property
    def key(self) -> str:
        """Hash of all that its runs depend on; the price of levers is paid afterwards and is not among it."""
        return content_hash([key_of(self.scenario), asdict(self.intercepts)])

    @cached_property
    def people(self) -> str:
        """Equal for two trials only if the same people live through both."""
        return worlds.people_key(self.scenario)


class Trials:
    """The measures of trials under one seed, each lived through once per replication however often it is asked for.

    The same customers, with the same luck, live through every trial: differences between trials are paired by
    replication. Results do not depend on the order in which they are asked for, nor on the number of threads.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        seed: int,
        workers: int | None = None,
        progress: Callable[[str], Progress | None] | None = None,
        store: Store | None = None,
    ) -> None:
        """scenario: whose measures are taken.  progress: gives the progress of a phase by its name.  store: where rows
        are kept between sessions; in memory only when left out."""
        self.kpis: tuple[Kpi, ...] = kpis_of(scenario)
        self.names: tuple[str, ...] = tuple(kpi.name for kpi in self.kpis)
        self.seed = seed
        self.runs = 0  # worlds lived through here, those found in the store not among them
        self._workers, self._progress, self._store = workers, progress, store
        self._rows: dict[Job, Row] = {} if store is None else store.rows(seed)
        self._shelf = _Shelf(seed)

    @property
    def threads(self) -> int:
        """How many worlds are lived through at a time."""
        return self._workers or os.cpu_count() or 1

    def place(self, kpi: str) -> int:
        """The column of a measure. Raises InputError for an unknown one."""
        from experiments.errors import unknown

        if kpi not in self.names:
            raise unknown("measure", kpi, self.names)
        return self.names.index(kpi)

    def measured(
        self, trials: Sequence[Trial], replications: Iterable[int], about: str = "living through worlds"
    ) -> Floats:
        """The measures of every trial in every replication, net of what its levers cost.

        Returns an array (trials, replications, measures) in the order asked for; NaN where nobody was there to be
        measured. When interrupted, what was lived through stays in the store.
        """
        wanted = list(replications)
        self.live([(trial, replication) for replication in wanted for trial in trials], about)
        out = np.empty((len(trials), len(wanted), len(self.names)))
        for t, trial in enumerate(trials):
            for r, replication in enumerate(wanted):
                row = paid(self._rows[trial.key, replication], trial.cost)
                out[t, r] = [row[name] for name in self.names]
        return out

    def customers(
        self, trial: Trial, replications: Iterable[int], about: str = "counting customers"
    ) -> float:
        """Counted customers that per-customer prices are paid for, at a time and in the mean of the replications."""
        wanted = list(replications)
        self.live([(trial, replication) for replication in wanted], about)
        rows = [self._rows[trial.key, replication] for replication in wanted]
        years = sum(row[LEVER_YEARS] for row in rows)
        return sum(row[CUSTOMER_YEARS] for row in rows) / years if years else 0.0

    def years(self, trials: Sequence[Trial], replications: Iterable[int]) -> Floats:
        """What prices of levers are to be multiplied by, both per counted entrant: customer-years
        (per_customer_year_eur) and years of the counting window (everything else).

        Returns an array (trials, replications, 2).
        """
        wanted = list(replications)
        self.live([(trial, replication) for replication in wanted for trial in trials])
        rows = [[self._rows[trial.key, replication] for replication in wanted] for trial in trials]
        return np.array([[[row[CUSTOMER_YEARS], row[LEVER_YEARS]] for row in of_trial] for of_trial in rows])

    def missing(self, jobs: Iterable[tuple[Trial, int]]) -> dict[Job, Trial]:
        """What of these trials and replications is still to be lived through, in the order in which it will be."""
        ordered = sorted(jobs, key=lambda job: (job[1], job[0].people))
        return {(t.key, r): t for t, r in ordered if (t.key, r) not in self._rows}

    def live(self, jobs: Iterable[tuple[Trial, int]], about: str = "living through worlds") -> None:
        """Live through trials in replications, what is missing of them, so that others only look them up.

        Replication by replication, so that people are drawn once.
        """
        missing = self.missing(jobs)
        if not missing:
            return
        told = self._progress(about) if self._progress else None
        try:
            with Workers(self._workers, len(missing), told) as pool:
                pool.each(lambda job: self._once(missing[job], job), missing)
        finally:  # also when interrupted: nothing that was lived through is lost
            if self._store is not None:
                self._store.flush()

    def _once(self, trial: Trial, job: Job) -> None:
        replication = job[1]
        arm = Arm("", "", trial.scenario, Cost())
        people = self._shelf.population(trial, replication)
        run = worlds.live(
            arm, seed=self.seed, replication=replication, intercepts=trial.intercepts, people=people
        )
        c = counted(run)
        row = measure(c) | {
            CUSTOMER_YEARS: float(c.customer_days.sum()) / DAYS_PER_YEAR / max(c.count, 1),
            LEVER_YEARS: c.paid_days / DAYS_PER_YEAR / max(c.count, 1),
        }
        self._rows[job] = row
        self.runs += 1
        if self._store is not None:
            self._store.keep(self.seed, job, row)


def paid(row: Row, cost: Cost) -> Row:
    """A row after its levers were paid for: profit per counted entrant is less by their price."""
    return row | {"profit": row["profit"] - price(cost, row[CUSTOMER_YEARS], row[LEVER_YEARS])}


Years = TypeVar("Years", float, Floats)


def price(cost: Cost, customer_years: Years, lever_years: Years) -> Years:
    """What levers cost per counted entrant, EUR; see `Trials.years`."""
    fixed = cost.one_off_eur / cost.written_off_years + cost.per_year_eur
    return fixed * lever_years + cost.per_customer_year_eur * customer_years


class _Shelf:
    """The last few populations; one that is being drawn is waited for, not drawn twice."""

    def __init__(self, seed: int) -> None:
        self._seed, self._lock = seed, Lock()
        self._drawn: dict[tuple[str, int], Future[Population]] = {}

    def population(self, trial: Trial, replication: int) -> Population:
        key = (trial.people, replication)
        with self._lock:
            mine = key not in self._drawn
            if mine:
                while len(self._drawn) >= SHELVED:
                    self._drawn.pop(next(iter(self._drawn)))
                self._drawn[key] = Future()
            future = self._drawn[key]
        if mine:
            try:
                future.set_result(draw_population(trial.scenario, self._seed, replication))
            except BaseException as error:
                future.set_exception(error)
        return future.result()
