"""Queues of the engine: Erlang-A and Erlang-C, pooling, first come first served, Little's law, a reference queue."""

import math
from collections import defaultdict
from typing import Any

import numpy as np
import pytest

from experiments.theory.queues import erlang_a, erlang_c, pooling
from scenarios.load import load
from scenarios.overlay import change, design
from scenarios.schema import Scenario
from sim.columns import Logged, Table
from sim.engine import run
from sim.population import Population, draw_population
from sim.records import Run
from sim.rules.distributions import weibull
from sim.streams import Decision, draw, name_hash
from tests.simulated import LIMIT, only, point, small, z_of_mean
from tests.theory.reference_queue import Case, Shift, serve

REPLICATIONS = 30
SECONDS = 60.0
CALLS: dict[str, Any] = {"clock.horizon_days": 31.5, "clock.tick_days": 0.5}


def per_replication(scenario: Scenario) -> tuple[np.ndarray, int]:
    """Mean of (waited, wait in seconds, abandoned) of the counted calls, one row per replication; and all calls."""
    rows, calls = [], 0
    for replication in range(REPLICATIONS):
        r = run(scenario, seed=5, replication=replication)
        people = r.people[r.counted]
        waits = people["wait_minutes"]
        rows.append([(waits > 0).mean(), SECONDS * waits.mean(), people["abandonments"].mean()])
        calls += len(people)
    return np.array(rows), calls


class TestErlangA:
    @pytest.mark.parametrize(
        ("servers", "printed"),
        [(4, (0.71217, 101.2, 0.26709)), (5, (0.52881, 59.9, 0.15806)), (6, (0.35216, 32.5, 0.08586))],
    )
    def test_wait_and_abandonment(self, servers: int, printed: tuple[float, float, float]) -> None:
        scenario = change(load("v_erlang_a"), {**CALLS, "teams.agents.servers": servers})
        rows, calls = per_replication(scenario)
        theory = erlang_a(48 / 3600, 10 / 3600, 1 / 379, servers)
        exact = (theory.wait_probability, theory.mean_wait, theory.abandonment_probability)
        assert calls > 990_000
        assert [round(exact[0], 4), round(exact[1], 1), round(exact[2], 4)] == pytest.approx(
            [round(printed[0], 4), printed[1], round(printed[2], 4)], abs=1.5e-4
        )
        z = [z_of_mean(rows[:, k], exact[k]) for k in range(3)]
        assert max(map(abs, z)) < LIMIT, z
        assert rows.mean(axis=0)[[0, 2]] == pytest.approx([exact[0], exact[2]], abs=0.002 + 3e-3)
        identity = rows[:, 2] - rows[:, 1] / 379.0
        assert abs(z_of_mean(identity, 0.0)) < LIMIT

    def test_a_slightly_wrong_patience_is_seen(self) -> None:
        """Five per cent off is visible in the wait and in the identity, so the comparison is not blind."""
        scenario = change(load("v_erlang_a"), {**CALLS, "channels.phone.patience_minutes": 6.65})
        rows, _ = per_replication(scenario)
        assert abs(z_of_mean(rows[:, 1], erlang_a(48 / 3600, 10 / 3600, 1 / 379, 5).mean_wait)) > LIMIT
        assert abs(z_of_mean(rows[:, 2] - rows[:, 1] / 379.0, 0.0)) > LIMIT


def two_desks(pools: dict[str, list[str]], rate_per_hour: float = 48.0) -> Scenario:
    """Half of the callers want desk a, half desk b; three servers each; nobody hangs up."""
    call = {"channel": "phone", "service_minutes": 6, "service_law": "exponential"}
    team = {"servers": 3, "hours_per_day": 24, "opens_at_hour": 0}
    switched = {path.split(".")[1]: on for path, on in only("waiting").items()}
    return small(
        {
            "choose": {"name": "Choose", "stages": point({})["stages"], "next": {"a": 0.5, "b": 0.5}},
            "a": point({"WIN": 1}, **call, team="first"),
            "b": point({"WIN": 1}, **call, team="second"),
        },
        clock={"horizon_days": 33, "warm_up_days": 1, "follow_up_days": 2, "tick_days": 0.5},
        arrivals={"rate_per_day": 24 * rate_per_hour},
        channels={"phone": {"name": "Phone", "live": True}},
        teams={"first": team, "second": team},
        pools=pools,
        interaction=True,
        mechanisms=switched,
    )


@pytest.fixture(scope="module")
def apart() -> tuple[np.ndarray, int]:
    return per_replication(two_desks({}))


@pytest.fixture(scope="module")
def together() -> tuple[np.ndarray, int]:
    return per_replication(two_desks({"desk": ["first", "second"]}))


def test_two_desks_of_three_against_one_of_six(
    apart: tuple[np.ndarray, int], together: tuple[np.ndarray, int]
) -> None:
    exact = pooling(24 / 3600, 10 / 3600, 3, 2)
    assert round(exact.separate.mean_wait, 2) == 388.31
    assert round(exact.pooled.mean_wait, 2) == 155.33
    assert round(erlang_c(48, 10, 6).wait_probability, 4) == 0.5178
    for (rows, calls), theory in ((apart, exact.separate), (together, exact.pooled)):
        assert calls > 990_000
        assert abs(z_of_mean(rows[:, 1], theory.mean_wait)) < LIMIT
        assert abs(z_of_mean(rows[:, 0], theory.wait_probability)) < LIMIT
        assert (rows[:, 2] == 0).all(), "nobody hangs up"
    assert abs(z_of_mean(apart[0][:, 1], exact.pooled.mean_wait)) > LIMIT


def test_more_servers_never_make_anybody_wait_longer() -> None:
    """Without patience or feedback this holds for every single caller, not only on average."""
    base = change(two_desks({}), {"clock.horizon_days": 10})
    population = draw_population(base, 3, 0)
    before = None
    for servers in (3, 4, 5, 8):
        people = run(change(base, {"teams.first.servers": servers}), population=population).people
        early = people["entered_day"] < 8
        assert not np.isnan(people["episode_closed_day"][early]).any()
        waits = people["wait_minutes"][early]
        if before is not None:
            assert (waits <= before + 1e-9).all()
            assert (waits < before - 1e-9).sum() > 100
        before = waits


def test_more_servers_shorten_the_mean_wait_of_impatient_callers() -> None:
    base = change(load("v_erlang_a"), {"clock.horizon_days": 20})
    population = draw_population(base, 3, 0)
    means = [
        run(change(base, {"teams.agents.servers": n}), population=population).touchpoints["wait_minutes"][0]
        for n in (4, 5, 6, 7)
    ]
    assert means == sorted(means, reverse=True)


# ---------------------------------------------------------------- against the reference queue


def contacts_of(r: Run) -> dict[str, list[tuple[float, float, float, int, int]]]:
    """Per pool: (reached, start or NaN, service minutes, row of the person, touchpoint) in order of arrival.

    Service of contacts that ended after the horizon, or after the customer had left, stands in the people's table.
    """
    assert r.log is not None
    pool_of = pools_of(r.scenario)
    row = {int(uid): n for n, uid in enumerate(r.people["uid"])}
    open_contact: dict[int, list[Any]] = {}
    found = defaultdict(list)

    def close(uid: int, service: float) -> None:
        reached, start, touchpoint = open_contact.pop(uid)
        code = r.names.touchpoints[touchpoint]
        team = r.scenario.touchpoints[code].team
        if team is not None:
            found[pool_of[team]].append((reached, start, service, row[uid], touchpoint))

    for event in r.log[np.argsort(r.log["uid"], kind="stable")].tolist():
        day, uid, kind, touchpoint, _, value = event
        if kind == Logged.REACH:
            if uid in open_contact:
                close(uid, r.people["service_now"][row[uid]])
            open_contact[uid] = [day, math.nan, touchpoint]
        elif kind == Logged.START:
            open_contact[uid][1] = day
        elif kind == Logged.FINISH:
            close(uid, value)
        elif kind == Logged.ABANDON:
            close(uid, 0.0)  # never served; the reference must find that out by itself
    for uid in list(open_contact):
        close(uid, r.people["service_now"][row[uid]])
    return {
        pool: sorted(contacts, key=lambda x: (x[0], r.people["uid"][x[3]]))
        for pool, contacts in found.items()
    }


def pools_of(scenario: Scenario) -> dict[str, str]:
    """Pool of every team (its own name where it is not pooled)."""
    pooled = {team: name for name, teams in scenario.pools.items() for team in teams}
    return {team: pooled.get(team, team) for team in scenario.teams}


def shifts_of(scenario: Scenario, pool: str) -> list[Shift]:
    shifts = []
    for code in scenario.pools.get(pool, [pool]):
        team = scenario.teams[code]
        closes = min((team.opens_at_hour + team.hours_per_day) / 24.0, 1.0)
        shifts += [Shift(team.opens_at_hour / 24.0, closes)] * team.servers
    return shifts


def patience_of(r: Run, population: Population, person: int, touchpoint: int, ordinal: int) -> float:
    """This person's patience at this attempt, days (infinite where nobody gives up)."""
    code = r.names.touchpoints[touchpoint]
    step = r.scenario.touchpoints[code]
    channel = r.scenario.channels[step.channel or ""]
    if not channel.live or step.initiated_by != "customer" or channel.patience_minutes is None:
        return math.inf
    keys, uid = population.luck.keys, r.people["uid"][person]
    u = draw(keys, uid, int(Decision.CONTACT), np.uint64(name_hash(code)), ordinal, np.uint64(0))[2]
    mean = channel.patience_minutes * float(r.people["patience_factor"][person])
    return weibull(mean, channel.patience_shape, u) / 1440.0


def ordinals_of(r: Run) -> dict[tuple[int, float], int]:
    """(person, reached) -> address of the contact, rebuilt from the log: visits, attempts and detours counted."""
    assert r.log is not None
    row = {int(uid): n for n, uid in enumerate(r.people["uid"])}
    ordinals: dict[tuple[int, float], int] = {}
    visits: dict[tuple[int, int], int] = defaultdict(int)
    detours: dict[int, int] = defaultdict(int)
    expected: dict[int, int] = {}
    base: dict[int, int] = {}
    for day, uid, kind, touchpoint, _, value in r.log[np.argsort(r.log["uid"], kind="stable")].tolist():
        person = row[uid]
        if kind in (Logged.ENTER, Logged.CROSS):
            expected[person] = touchpoint
        elif kind == Logged.REACH:
            if value == 0:
                if expected.get(person) == touchpoint:
                    del expected[person]
                    visits[person, touchpoint] += 1
                    base[person] = visits[person, touchpoint]
                else:
                    detours[person] += 1
                    base[person] = (1 << 48) + detours[person]
            ordinals[person, day] = base[person] + (int(value) << 32)
    return ordinals


def compare_with_reference(scenario: Scenario, seed: int) -> tuple[int, int, int]:
    """Every start of every contact against the reference; returns contacts, those that waited, those who gave up."""
    population = draw_population(scenario, seed, 0)
    r = run(scenario, seed=seed, population=population, log=True)
    ordinals = ordinals_of(r)
    contacts = waited = gave_up = 0
    for pool, found in contacts_of(r).items():
        cases = [
            Case(
                reached,
                service / 1440.0,
                patience_of(r, population, person, place, ordinals[person, reached]),
            )
            for reached, _, service, person, place in found
        ]
        shifts = shifts_of(scenario, pool)
        for case, start, (reached, engine_start, *_) in zip(cases, serve(cases, shifts), found, strict=True):
            assert math.isnan(start) == math.isnan(engine_start), (pool, case, start, engine_start)
            contacts += 1
            if math.isnan(start):
                gave_up += 1
            else:
                assert abs(start - engine_start) < 1e-9, (pool, case, start, engine_start)
                waited += start > reached
    return contacts, waited, gave_up


BANK_200: dict[str, Any] = {"clock.horizon_days": 200, "clock.warm_up_days": 0, "clock.follow_up_days": 100}


class TestReferenceQueue:
    def test_impatient_callers(self) -> None:
        scenario = change(load("v_erlang_a"), {"clock.horizon_days": 12})
        contacts, waited, gave_up = compare_with_reference(scenario, 3)
        assert contacts > 10_000
        assert waited > 3000
        assert gave_up > 1000

    @pytest.mark.parametrize("name", ["siloed", "integrated"])
    @pytest.mark.parametrize("rate", [60, 100])
    def test_bank_with_everything_on(self, name: str, rate: float) -> None:
        """Opening hours, pools of different hours, retries, detours, repeats that lengthen service."""
        scenario = change(design(load("bank_credit_45d"), name), {**BANK_200, "arrivals.rate_per_day": rate})
        contacts, waited, gave_up = compare_with_reference(scenario, 2)
        assert contacts > 15_000
        assert waited > 3000
        assert gave_up > (100 if name == "siloed" else 5)

    def test_long_work_short_days(self) -> None:
        """Service of six hours on average, four hours a day, so nearly every service is cut by closing."""
        scenario = two_desks({"desk": ["first", "second"]}, rate_per_hour=0.4)
        hours = {"teams.first.hours_per_day": 4.0, "teams.first.opens_at_hour": 8.5}
        hours |= {"teams.second.hours_per_day": 5.5, "teams.second.opens_at_hour": 18.5}
        hours |= {f"touchpoints.{code}.service_minutes": 360 for code in "ab"}
        scenario = change(
            scenario, {**hours, "clock.horizon_days": 300, "channels.phone.patience_minutes": 2000}
        )
        scenario = change(scenario, {"channels.phone.retry_share": 0.0, "channels.phone.patience_shape": 2.0})
        contacts, waited, gave_up = compare_with_reference(scenario, 4)
        assert contacts > 2000
        assert waited > 200
        assert gave_up > 20


# ---------------------------------------------------------------- the full bank, everything on


@pytest.fixture(scope="module", params=["siloed", "integrated"])
def full_bank(request: pytest.FixtureRequest) -> Run:
    scenario = design(load("bank_credit_45d"), request.param)
    return run(change(scenario, BANK_200), seed=8, log=True)


class TestFullBank:
    def test_littles_law_at_every_touchpoint(self, full_bank: Run) -> None:
        """Area under the number present equals the sum of stays, kept by the engine in two different ways."""
        t = full_bank.touchpoints
        staffed = t["sojourn_days"] > 0
        assert staffed.sum() >= 13
        assert (
            np.abs(t["area_days"] - t["sojourn_days"])[staffed] <= 1e-9 * t["sojourn_days"][staffed]
        ).all()
        assert (t["area_days"][~staffed] == 0).all()

    def test_littles_law_from_the_log(self, full_bank: Run) -> None:
        """The same areas from the event log alone: how many are present between any two events."""
        assert full_bank.log is not None
        horizon = full_bank.scenario.clock.horizon_days
        areas = np.zeros(len(full_bank.names.touchpoints))
        for contacts in contacts_of(full_bank).values():
            for reached, start, service, person, place in contacts:
                end = end_of(full_bank, reached, start, service, person, place)
                areas[place] += min(end, horizon) - reached
        staffed = full_bank.touchpoints["area_days"] > 0
        np.testing.assert_allclose(areas[staffed], full_bank.touchpoints["area_days"][staffed], rtol=1e-9)

    def test_first_come_first_served(self, full_bank: Run) -> None:
        for pool, contacts in contacts_of(full_bank).items():
            starts = np.array([start for _, start, *_ in contacts])
            starts = starts[~np.isnan(starts)]
            assert (np.diff(starts) >= 0).all(), pool

    def test_nobody_is_served_outside_hours(self, full_bank: Run) -> None:
        outside = 0
        for pool, contacts in contacts_of(full_bank).items():
            shifts = set(shifts_of(full_bank.scenario, pool))
            for reached, start, *_ in contacts:
                if not math.isnan(start):
                    assert any(shift.working(start) for shift in shifts), (pool, start)
                    outside += not any(shift.working(reached) for shift in shifts)
        assert outside > 1000, "work that arrives out of hours waits for the opening"

    def test_live_contacts_begun_out_of_hours_land_inside(self, full_bank: Run) -> None:
        """A customer who starts a live contact never stands before a closed door."""
        for pool, contacts in contacts_of(full_bank).items():
            shifts = shifts_of(full_bank.scenario, pool)
            door = Shift(min(s.opens for s in shifts), max(s.closes for s in shifts))
            for reached, _, _, _, place in contacts:
                step = full_bank.scenario.touchpoints[full_bank.names.touchpoints[place]]
                if full_bank.scenario.channels[step.channel or ""].live and step.initiated_by == "customer":
                    assert door.working(reached), (pool, reached)

    def test_work_takes_its_minutes_of_open_time(self, full_bank: Run) -> None:
        """From start to finish passes exactly the service time, counted while one of the pool's shifts is open."""
        checked = cut = 0
        log = finish_days(full_bank)
        for pool, contacts in contacts_of(full_bank).items():
            shifts = set(shifts_of(full_bank.scenario, pool))
            for reached, start, service, person, _ in contacts:
                end = log.get((person, reached))
                if end is not None and not math.isnan(start):
                    worked = [shift.between(start, end) * 1440.0 for shift in shifts if shift.working(start)]
                    assert min(abs(w - service) for w in worked) < 1e-6, (pool, start, end, service)
                    checked += 1
                    cut += end - start > service / 1440.0 + 1e-9
        assert checked > 10_000
        assert cut > 100


def finish_days(r: Run) -> dict[tuple[int, float], float]:
    """(person, reached) -> when the contact finished or was given up."""
    assert r.log is not None
    row = {int(uid): n for n, uid in enumerate(r.people["uid"])}
    reached: dict[int, float] = {}
    ends: dict[tuple[int, float], float] = {}
    for day, uid, kind, *_ in r.log[np.argsort(r.log["uid"], kind="stable")].tolist():
        if kind == Logged.REACH:
            reached[row[uid]] = day
        elif kind in (Logged.FINISH, Logged.ABANDON):
            ends[row[uid], reached[row[uid]]] = day
    return ends


def end_of(r: Run, reached: float, start: float, service: float, person: int, place: int) -> float:
    """When a contact ended, from the log, or by walking its service through the hours of its server."""
    known = _ends(r).get((person, reached))
    if known is not None:
        return known
    if math.isnan(start):
        return math.inf
    code = r.names.touchpoints[place]
    pool = pools_of(r.scenario)[r.scenario.touchpoints[code].team or ""]
    shifts = {shift for shift in shifts_of(r.scenario, pool) if shift.working(start)}
    return min(shift.after(start, service / 1440.0) for shift in shifts)


_CACHE: dict[int, dict[tuple[int, float], float]] = {}


def _ends(r: Run) -> dict[tuple[int, float], float]:
    if id(r) not in _CACHE:
        _CACHE[id(r)] = finish_days(r)
    return _CACHE[id(r)]


def rows_of(log: Table, kind: Logged) -> Table:
    return log[log["kind"] == kind]


def test_contacts_begun_out_of_hours_land_uniformly_in_the_next_opening() -> None:
    scenario = small(
        {"call": point({"WIN": 1}, channel="phone", service_minutes=1, team="line")},
        clock={"horizon_days": 60, "follow_up_days": 5},
        arrivals={"rate_per_day": 400},
        channels={"phone": {"name": "Phone", "live": True}},
        teams={"line": {"servers": 100, "hours_per_day": 8, "opens_at_hour": 9}},
        interaction=True,
        mechanisms={path.split(".")[1]: on for path, on in only("waiting").items()},
    )
    r = run(scenario, log=True)
    assert r.log is not None
    entered = {int(e["uid"]): float(e["day"]) for e in rows_of(r.log, Logged.ENTER)}
    reached = {int(e["uid"]): float(e["day"]) for e in rows_of(r.log, Logged.REACH)}
    shift = Shift(9 / 24, 17 / 24)
    late = [(entered[uid], day) for uid, day in reached.items() if not shift.working(entered[uid])]
    assert len(late) > 10_000
    assert all(reached[uid] == day for uid, day in entered.items() if shift.working(day))
    openings = np.array([shift.next_open(day) for day, _ in late])
    u = np.sort((np.array([day for _, day in late]) - openings) * 24 / 8)
    assert u.min() >= 0.0
    assert u.max() < 1.0
    n = len(u)
    distance = max(np.max(np.arange(1, n + 1) / n - u), np.max(u - np.arange(n) / n))
    assert math.sqrt(n) * distance < 2.41  # Kolmogorov-Smirnov, as rare as 4.3 standard errors
