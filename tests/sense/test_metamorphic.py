"""What must follow when a company is changed in a way whose effect is known without any figure."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.overlay import change, plain_data
from scenarios.schema import Scenario
from sim.engine import run
from tests.simulated import LIMIT, crowd, point, small

HOURS = st.sampled_from([(24.0, 0.0), (8.0, 9.0), (5.5, 3.0)])


def desk(servers: int, hours: tuple[float, float], **fields: Any) -> Scenario:
    """One live touchpoint with a queue, nothing else."""
    return small(
        {"call": point({"WIN": 1}, channel="phone", team="desk", service_minutes=9.0)},
        **{
            "clock": {"horizon_days": 20, "follow_up_days": 1},
            "interaction": True,
            "arrivals": {"rate_per_day": 150},
            "channels": {"phone": {"name": "Phone", "live": True}},
            "teams": {"desk": {"servers": servers, "hours_per_day": hours[0], "opens_at_hour": hours[1]}},
            "mechanisms": ["waiting"],
        }
        | fields,
    )


@given(servers=st.integers(1, 6), hours=HOURS, seed=st.integers(1, 1000))
def test_more_staff_lengthens_no_wait(servers: int, hours: tuple[float, float], seed: int) -> None:
    """First come, first served with endless patience: one more server, and nobody starts later."""
    few, more = (run(desk(n, hours), seed=seed).people for n in (servers, servers + 1))
    both = (few["contacts"] == 1) & (more["contacts"] == 1)
    assert both.sum() > 40
    assert np.all(more["wait_now"][both] <= few["wait_now"][both] + 1e-6)


@pytest.mark.parametrize("patience", [2.0, 6.0])
def test_more_staff_shortens_the_mean_wait_of_the_impatient(patience: float) -> None:
    """With abandonment single waits may grow (an impatient caller stays and is served first), their mean does not."""
    phone = {
        "name": "Phone",
        "live": True,
        "patience_minutes": patience,
        "retry_share": 0.0,
        "switch_share": 0.0,
    }
    waits = []
    for servers in (1, 2, 3):
        scenario = desk(servers, (8.0, 9.0), channels={"phone": phone})
        counts = [run(scenario, replication=n).touchpoints[0] for n in range(4)]
        waits.append(sum(c["wait_minutes"] for c in counts) / sum(c["live_contacts"] for c in counts))
    assert waits[0] > waits[1] > waits[2]


def test_merging_identical_teams_is_one_team_of_all() -> None:
    """Two touchpoints whose teams share a queue behave, customer by customer, like one team of both sizes."""

    def company(teams: dict[str, Any], names: tuple[str, str], pools: dict[str, list[str]]) -> Scenario:
        call = {"channel": "phone", "service_minutes": 20.0}
        return small(
            {
                "first": point({"second": 0.7, "WIN": 0.3}, team=names[0], **call),
                "second": point({"WIN": 1}, team=names[1], **call),
            },
            clock={"horizon_days": 30, "follow_up_days": 1},
            interaction=True,
            arrivals={"rate_per_day": 120},
            channels={"phone": {"name": "Phone", "live": True, "patience_minutes": 5.0}},
            teams=teams,
            pools=pools,
            mechanisms=["waiting", "choice"],
        )

    def team(n: int) -> dict[str, Any]:
        return {"servers": n, "hours_per_day": 10, "opens_at_hour": 8}

    pooled = run(company({"a": team(2), "b": team(3)}, ("a", "b"), {"both": ["a", "b"]}))
    one = run(company({"all": team(5)}, ("all", "all"), {}))
    assert pooled.touchpoints["abandoned"].sum() > 20
    for name in pooled.people.dtype.names or ():
        assert np.array_equal(pooled.people[name], one.people[name], equal_nan=True), name


TIMES = (  # every field of the bank that is a time or a rate, and how it changes when the day is half as long
    ("clock.tick_days", 2.0), ("clock.horizon_days", 2.0), ("clock.warm_up_days", 2.0), ("clock.follow_up_days", 2.0),
    ("arrivals.rate_per_day", 0.5), ("behaviour.churn.baseline_per_day", 0.5),
    ("behaviour.churn.new_customer_days", 2.0), ("behaviour.churn.unresolved_half_life_days", 2.0),
    ("behaviour.churn.complaint_half_life_days", 2.0), ("behaviour.churn.neighbour_half_life_days", 2.0),
    ("behaviour.churn.opinion_half_life_days", 2.0), ("behaviour.memory.half_life_days", 2.0),
    ("handoffs.chase_delay_days", 2.0), ("recovery.delay_days", 2.0), ("recovery.delay_scale_days", 2.0),
    ("recovery.double_deviation_days", 2.0), ("moments.reaction_hours", 2.0), ("moments.reaction_scale_hours", 2.0),
    ("word_of_mouth.ambient_per_month", 0.5), ("word_of_mouth.story_days", 2.0), ("reputation.averaging_days", 2.0),
    ("competitors.offers_per_month", 0.5), ("competitors.offers_per_month_before", 0.5),
    ("competitors.disconnect_days", 2.0), ("handoffs.repeat_minutes", 2.0),
)  # fmt: skip


def rescaled(scenario: Scenario) -> Scenario:
    """The same world with every duration twice as long: only the unit has changed."""
    data = plain_data(scenario)
    for path, factor in TIMES:
        *keys, last = path.split(".")
        part = data
        for key in keys:
            part = part[key]
        part[last] *= factor
    for step in data["touchpoints"].values():
        step["delay_days"] *= 2.0
        step["service_minutes"] *= 2.0
    for edge in data["edges"]:
        edge["delay_days"] *= 2.0
    for channel in data["channels"].values():
        channel["retry_delay_days"] *= 2.0
        if channel["patience_minutes"] is not None:
            channel["patience_minutes"] *= 2.0
    for stream in data["value"]["streams"]:
        stream["eur_per_year"] *= 0.5
        if stream["lasts_days"] is not None:
            stream["lasts_days"] *= 2.0
    return Scenario.model_validate(data)


def test_the_unit_of_time_means_nothing(bank_around_the_clock: Scenario) -> None:
    """Twice every duration and half every rate: the same lives, at twice the dates.

    A power of two, so that floating point rounds alike; with open-all-day teams, since the day stays 24 hours.
    """
    base, slow = run(bank_around_the_clock), run(rescaled(bank_around_the_clock))
    same = (
        "uid",
        "status",
        "cause",
        "contacts",
        "repeats",
        "handoffs",
        "failures",
        "talk_negative",
        "episode_outcome",
    )
    assert len(base.people) == len(slow.people)
    for name in same:
        assert np.array_equal(base.people[name], slow.people[name]), name
    for name in ("entered_day", "converted_day", "left_day"):
        assert slow.people[name] == pytest.approx(2.0 * base.people[name], rel=1e-9, nan_ok=True)
    assert slow.people["satisfaction"] == pytest.approx(base.people["satisfaction"], abs=1e-9)


@pytest.fixture(scope="module")
def bank_around_the_clock() -> Scenario:
    from scenarios import load

    bank = load("bank_credit_45d")
    changes: dict[str, Any] = {f"teams.{team}.hours_per_day": 24.0 for team in bank.teams}
    changes |= {f"teams.{team}.opens_at_hour": 0.0 for team in bank.teams}
    changes |= {"clock.horizon_days": 250.0, "clock.follow_up_days": 100.0, "clock.warm_up_days": 50.0}
    return change(bank, changes | {"competitors.tenure_barrier": 0.0})  # a logarithm of months knows its unit


def test_two_names_for_one_persona_change_nothing_in_distribution() -> None:
    """Split a persona into two alike: other draws, the same law."""

    def company(personas: dict[str, Any]) -> Scenario:
        return small(
            {
                "first": point({"second": 0.8, "LOST": 0.2}, moment_of_truth=True, items=3),
                "second": point({"WIN": 0.9, "LOST": 0.1}, owner="B", moment_of_truth=True, items=3),
            },
            owners={"A": "One", "B": "Other"},
            clock={"horizon_days": 200, "follow_up_days": 100},
            interaction=True,
            arrivals={"rate_per_day": 100},
            converts_at="second",
            mechanisms="on",
            personas=personas,
            network={"kind": "watts_strogatz"},
        )

    traits = {"loss_weight": {"mean": 2.0, "sd": 0.3}, "lock_in": 0.1}
    whole = company({"all": {"title": "All", "share": 1, "traits": traits}})
    halves = company({name: {"title": name, "share": 0.5, "traits": traits} for name in ("left", "right")})
    figures = {}
    for name, scenario in (("whole", whole), ("halves", halves)):
        rows = []
        for replication in range(12):
            people = run(scenario, replication=replication).people
            done = people[people["contacts"] > 0]
            rows.append(
                (
                    (people["converted_day"] > 0).mean(),
                    done["satisfaction"].mean(),
                    (people["left_day"] > 0).mean(),
                    people["talk_negative"].mean(),
                    len(people) / 20_000.0,
                )
            )
        figures[name] = np.array(rows)
    difference = figures["whole"].mean(axis=0) - figures["halves"].mean(axis=0)
    error = np.sqrt((figures["whole"].var(axis=0, ddof=1) + figures["halves"].var(axis=0, ddof=1)) / 12)
    assert np.all(np.abs(difference) < LIMIT * error)


def test_crowd_of_nobody_changes_nothing() -> None:
    scenario = small({"only": point({"WIN": 1})})
    assert len(run(scenario, population=crowd(scenario, 0)).people) == 0
