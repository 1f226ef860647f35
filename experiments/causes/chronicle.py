"""Chronicle: one world told again with its causes, as tables that every view of causes reads."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.causes.replay import replay
from experiments.causes.tables import CONTACT, PAIN, WAY, Kind
from experiments.errors import InputError
from experiments.kpis import gone_before
from scenarios.schema import Scenario
from sim.columns import Table
from sim.layout import Names
from sim.records import Run
from sim.rules.distributions import normal_quantile
from sim.streams import Decision, first_draws, keys_of, name_hash
from sim.world import build

NOBODY = -1
Rows = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Cast:
    """Who takes part in a world: its scenario with the design applied, and the names behind its numbers."""

    scenario: Scenario
    names: Names

    @property
    def owners(self) -> tuple[str, ...]:
        """Names of the departments, `nobody` last."""
        return (*(self.scenario.owners[code] for code in self.names.owners), "nobody")


def cast_of(scenario: Scenario) -> Cast:
    """The cast of a scenario whose design has been applied."""
    return Cast(scenario, build(scenario)[1])


@dataclass(frozen=True)
class Chronicle:
    """What people lived through in one run, and why it hurt.

    contacts: one row per contact that was felt or abandoned (tables.CONTACT), by person, then time.
    pains: one row per painful event (tables.PAIN), alike.  ways: which ways led to each contact (tables.WAY).
    touchpoints: the world's touchpoints (layout.TOUCHPOINT).
    """

    run: Run
    contacts: Table
    pains: Table
    ways: Table
    touchpoints: Table

    @property
    def counted(self) -> NDArray[np.bool_]:
        """Counted entrants, customers of the first day who left before the counting began apart, shape (people,)."""
        return np.asarray(self.run.counted & ~gone_before(self.run.people))

    @property
    def owner_of(self) -> Rows:
        """Department of each touchpoint, -1 for silent steps, shape (touchpoints,)."""
        return np.asarray(self.touchpoints["owner"], np.int64)

    @property
    def owners(self) -> tuple[str, ...]:
        """Names of the departments, `nobody` last."""
        return Cast(self.run.scenario, self.run.names).owners

    def within(self, rows: Table) -> NDArray[np.bool_]:
        """Which of these contacts or pains belong to counted entrants and fall into their follow-up."""
        people = self.run.people
        entered, until = people["entered_day"][rows["person"]], people["followed_until"][rows["person"]]
        mine: NDArray[np.bool_] = self.counted[rows["person"]]
        return np.asarray(mine & (rows["day"] >= entered) & (rows["day"] <= until))

    def causing(self, pains: Table) -> Floats:
        """Share of each painful event that each department caused, shape (pains, owners + 1), `nobody` last.

        Rows add up to 1. A place is caused by its owner, a silent step by nobody. A seam needs both sides to be sewn,
        and neither can do it alone: half to each, which is the Shapley value of that game (Shapley 1953).
        """
        owners = len(self.run.names.owners)
        share = np.zeros((len(pains), owners + 1))
        rows = np.arange(len(pains))
        place = pains["place"]
        by_place = np.where(place >= 0, self.owner_of[place], NOBODY)
        seam = (pains["giver"] >= 0) & (pains["receiver"] >= 0)
        first = np.where(seam, pains["giver"], by_place)
        second = np.where(seam, pains["receiver"], by_place)
        np.add.at(share, (rows, first), 0.5)
        np.add.at(share, (rows, second), 0.5)
        return share

    def voicing(self, pains: Table) -> Rows:
        """Department where each painful event was voiced; the last number is nobody's: never voiced."""
        at = pains["touchpoint"]
        owner = np.where(at >= 0, self.owner_of[at], NOBODY)
        return np.where(owner < 0, len(self.run.names.owners), owner)


def chronicle(run: Run) -> Chronicle:
    """Tell a run with an event log again with its causes.

    Exact as long as nothing is fixed during the run; where feedback has fixes made (`learning`), the causes of silent
    steps are those of the first day's coverage.
    Raises InputError when the run kept no log, or when nobody feels anything (mechanism `experience` off).
    """
    if run.log is None:
        raise InputError("causes are told from the event log: run with log=True")
    if not run.scenario.mechanisms.experience:
        raise InputError(
            "mechanisms.experience is off, so nobody feels anything: switch it on to explain a world"
        )
    world, names = build(run.scenario)
    keys, people = keys_of(run.seed, run.replication), run.people
    log, first, end = _by_person(run)
    longest = int((end - first).max(initial=0))
    tables = [np.zeros(0, dtype) for dtype in (CONTACT, PAIN, WAY)]
    for _ in range(2):  # the first time counts the rows
        sizes = replay(
            log, first, end, people["uid"], people["persona"], people["existing"], people["repeat_weight"],
            people["inconsistency_weight"], keys, world.constants, world.touchpoints, world.edges,
            world.persona_case, _owner_offsets(keys, names.owners), longest, *tables,
        )  # fmt: skip
        if sizes == tuple(len(table) for table in tables):
            break
        tables = [np.zeros(size, dtype) for size, dtype in zip(sizes, (CONTACT, PAIN, WAY), strict=True)]
    contacts, pains, ways = tables
    return Chronicle(run, contacts, pains, ways, world.touchpoints)


def by_kind(pains: Table) -> NDArray[np.int64]:
    """How many painful events of each kind, shape (kinds,)."""
    return np.bincount(pains["kind"], minlength=len(Kind)).astype(np.int64)


def _by_person(run: Run) -> tuple[Table, Rows, Rows]:
    """The log by person, then time, and where each person's rows begin and end."""
    assert run.log is not None
    order = np.argsort(run.people["uid"])
    row = order[np.searchsorted(run.people["uid"], run.log["uid"], sorter=order)]
    by_person = np.argsort(row, kind="stable")
    count = np.bincount(row, minlength=len(run.people))
    end = np.cumsum(count)
    return run.log[by_person], (end - count).astype(np.int64), end.astype(np.int64)


def _owner_offsets(keys: NDArray[np.uint64], owners: tuple[str, ...]) -> Floats:
    """The standard normal of each department's voice in this replication."""
    none = np.zeros(1, np.uint64)
    u = [first_draws(keys, none, Decision.OWNER_VOICE, place=name_hash(code))[0, 0] for code in owners]
    return np.array([normal_quantile(x) for x in u], np.float64)


def person_rows(table: Table, person: int) -> Table:
    """The rows of one person in a table by person."""
    low, high = np.searchsorted(table["person"], [person, person + 1])
    return np.asarray(table[low:high])
