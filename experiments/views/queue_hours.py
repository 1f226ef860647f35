"""Arrivals, people waiting and staff by hour of the day, for one team: the data of the queue figure."""

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from experiments.errors import InputError
from experiments.kpis import Counted
from experiments.statistics import Floats
from experiments.views.lived import Pieces, Subject
from scenarios.schema import Scenario
from sim.columns import Logged, Table
from sim.world import build

BINS = 48  # of a day
PER_HOUR = BINS / 24


@dataclass(frozen=True)
class Hours:
    """Means over days by half-hour of the day, shape (BINS,) each.

    arrivals: live contacts that customers start, per hour.  waiting: how many of these are in the queue.  serving: how
    many of the staff are busy, whatever with.  staff: on duty.  contacts: in all.  wait_minutes: mean per contact, in
    opening hours, abandoned ones too. Waits and work rest while nobody is on duty.
    """

    arrivals: Floats
    waiting: Floats
    serving: Floats
    staff: Floats
    contacts: int
    wait_minutes: float


@dataclass(frozen=True)
class QueueHours:
    """One team of today, and the pool that has its work under the second design.

    team: its code.  title: its name.  hours: of both designs, means over replications.  pools: names of the pools.
    """

    subject: Subject
    team: str
    title: str
    hours: tuple[Hours, Hours]
    pools: tuple[str, str]


def measure(c: Counted) -> dict[str, Hours]:
    """Every pool for which customers queue, by name, over the days in which counted people enter."""
    run, world = c.run, build(c.run.scenario)[0]
    log: Table = run.log  # type: ignore[attr-defined]
    clock = run.scenario.clock
    first, last = ceil(clock.warm_up_days), int(clock.horizon_days - clock.follow_up_days)
    if run.scenario.arrivals.existing_customers:
        last = int(clock.horizon_days)
    found = {}
    for number, name in enumerate(run.names.pools):
        own = world.touchpoints["team"] == number
        live = own & (world.touchpoints["live"] == 1) & (world.touchpoints["by_customer"] == 1)
        if not live.any() or last <= first:
            continue
        pool = world.pools[number]
        servers = world.servers[pool["first"] : pool["end"]]
        staff = on_duty(servers["opens"], servers["closes"])
        reached, begun, _, minutes = contacts_of(log, np.flatnonzero(live))
        inside = (reached >= first) & (reached < last)
        _, start, end, _ = contacts_of(log, np.flatnonzero(own))
        found[name] = Hours(
            PER_HOUR * np.histogram(reached[inside] % 1.0, BINS, (0.0, 1.0))[0] / (last - first),
            np.where(staff > 0.0, mean_by_hour(reached, begun, first, last), 0.0),
            np.where(staff > 0.0, mean_by_hour(start, end, first, last), 0.0),
            staff,
            int(inside.sum()),
            float(minutes[inside].mean()) if inside.any() else 0.0,
        )
    return found


def contacts_of(log: Table, touchpoints: NDArray[np.int64]) -> tuple[Floats, Floats, Floats, Floats]:
    """When each contact at these touchpoints came, when its wait ended, when its service ended, and minutes waited.

    Of an abandoned contact the service has no length. One that was never ended ends when it was begun.
    """
    kinds = (Logged.REACH, Logged.START, Logged.ABANDON, Logged.FINISH)
    rows = log[np.isin(log["kind"], kinds) & np.isin(log["touchpoint"], touchpoints)]
    rows = rows[np.argsort(rows["uid"], kind="stable")]
    kind, day, uid, place = rows["kind"], rows["day"], rows["uid"], rows["touchpoint"]
    at = np.flatnonzero(kind == Logged.REACH)

    def follows(step: int, wanted: tuple[int, ...]) -> NDArray[np.bool_]:
        after = np.minimum(at + step, max(len(rows) - 1, 0))
        same = (uid[after] == uid[at]) & (place[after] == place[at]) & (after > at)
        return np.asarray(same & np.isin(kind[after], wanted))

    begun = follows(1, (Logged.START, Logged.ABANDON))
    served = begun & follows(2, (Logged.FINISH,)) & (kind[np.minimum(at + 1, len(rows) - 1)] == Logged.START)
    reached = day[at]
    start = np.where(begun, day[np.minimum(at + 1, len(rows) - 1)], reached)
    end = np.where(served, day[np.minimum(at + 2, len(rows) - 1)], start)
    minutes = np.where(begun, rows["value"][np.minimum(at + 1, len(rows) - 1)], 0.0)
    return reached, start, end, minutes


def mean_by_hour(start: Floats, end: Floats, first: int, last: int) -> Floats:
    """How many intervals [start, end) are under way, mean over the days [first, last) by part of the day; exact.

    start, end: days, shape (n,). Returns shape (BINS,): the time integral of the count over each part of the day,
    over the parts' length and the number of days.
    """
    edges = first + np.arange((last - first) * BINS + 1) / BINS
    area = _integral(start, edges) - _integral(end, edges)
    return np.asarray(np.diff(area).reshape(-1, BINS).mean(axis=0) * BINS)


def _integral(events: Floats, at: Floats) -> Floats:
    """The sum over events of max(0, t - event), for each time t."""
    ordered = np.sort(events)
    total = np.concatenate(([0.0], np.cumsum(ordered)))
    before = np.searchsorted(ordered, at, side="right")
    return np.asarray(at * before - total[before])


def on_duty(opens: Floats, closes: Floats) -> Floats:
    """Staff on duty by part of the day, mean over the part. opens, closes: fractions of the day, shape (servers,)."""
    edges = np.arange(BINS + 1) / BINS
    low = np.maximum(edges[:-1, None], opens[None, :])
    high = np.minimum(edges[1:, None], closes[None, :])
    return np.asarray(np.clip(high - low, 0.0, None).sum(axis=1) * BINS)


def conclude(subject: Subject, pieces: Pieces) -> QueueHours:
    """The team whose callers wait longest in all under the first design, and whoever has its work under the second.

    Raises InputError where nobody ever waits for a team.
    """
    first, second = ({name: _mean([unit[name] for unit in side]) for name in side[0]} for side in pieces)
    if not any(hours.contacts for hours in first.values()):
        raise InputError(
            f"nobody waits for a team in {subject.scenario.scenario}, so there is no queue to draw"
        )
    name = max(first, key=lambda pool: first[pool].contacts * first[pool].wait_minutes)
    team = _members(subject.worlds[0], name)[0]
    other = next((pool for pool in second if team in _members(subject.worlds[1], pool)), name)
    title = subject.scenario.teams[team].name or team
    return QueueHours(subject, team, title, (first[name], second.get(other, first[name])), (name, other))


def _members(world: Scenario, pool: str) -> list[str]:
    return list(world.pools.get(pool, [pool]))


def _mean(hours: list[Hours]) -> Hours:
    def over(name: str) -> Floats:
        return np.asarray(np.mean([getattr(one, name) for one in hours], axis=0))

    minutes = float(np.mean([one.wait_minutes for one in hours]))
    count = sum(one.contacts for one in hours)
    return Hours(over("arrivals"), over("waiting"), over("serving"), over("staff"), count, minutes)
