"""Every mechanism can be switched off alone, and then exactly its own traces are missing."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from scenarios.load import load
from scenarios.overlay import change
from scenarios.schema import Scenario
from sim.columns import Cause, Logged, Status
from sim.engine import run
from sim.records import Run
from tests.sense.invariants import holds
from tests.simulated import LIMIT, MECHANISMS, differing, only, z_of_share

SMALL: dict[str, Any] = {
    "clock.horizon_days": 300,
    "clock.warm_up_days": 10,
    "clock.follow_up_days": 200,
    "recovery.exit_probability": 0.05,
    "mechanisms.adaptive_patience": True,
    "channels.phone.silent_abandonment": 0.5,
    "channels.branch.silent_abandonment": 0.5,
    "personas.marta.goals": {"speed": 1.0, "price": 0.3},
    "personas.julio.goals": {"safety": 1.0},
    "campaign.offer": {"speed": 1.0},
    "arrivals.entry_per_recommendation": 0.3,
    "episodes": {
        "question": {"title": "A question", "kind": "service", "starts_at": "19", "per_year": 3.0},
        "card": {
            "title": "A card",
            "kind": "repurchase",
            "per_year": 2.0,
            "lapse_alpha": 1.0,
            "lapse_beta": 9.0,
        },
    },
    "shocks": {"outage": {"title": "Outage", "day": 120.0, "share": 0.5, "episode": "question"}},
    "learning": {"fixes_per_review": 2, "response_share": 0.5, "attribution": "causal"},
    "value.premium_ceiling": 0.16,
    "value.streams": [
        {
            "name": "Loan",
            "starts_at": "17",
            "eur_per_year": 360,
            "eur_once": 50,
            "price_eur": 500,
            "spend_cv": 0.4,
        },
        {"name": "Card", "starts_at": "22", "eur_once": 60, "every_time": True},
    ],
}


def bank(changes: dict[str, Any] | None = None) -> Scenario:
    return change(load("bank_credit_45d"), SMALL | (changes or {}))


@cache
def living(off: str) -> Run:
    """The bank with one mechanism off ('' = everything on)."""
    return run(bank({f"mechanisms.{off}": False} if off else {}), seed=14, log=True)


def met(r: Run) -> np.ndarray:
    """Those who entered and had at least one contact that they felt."""
    entered = r.people[r.people["status"] != Status.REFUSED]
    return entered[entered["contacts"] > 0]


def expectations_after_entry_moved(r: Run) -> bool:
    """Whether anybody's expectation differs from the one at entry: the trait moved by the stars of that day."""
    p = r.people[r.people["status"] != Status.REFUSED]
    p = p[p["entered_day"] % 1.0 != 0.0]  # praise brings people in before the stars of the day are known
    stars = r.daily["reputation"][np.floor(p["entered_day"]).astype(int)]
    start = r.scenario.reputation.start
    entry = np.clip(
        p["expectation_trait"] + r.scenario.reputation.expectation_weight * (stars - start) / 4, 0, 1
    )
    return bool((np.abs(p["expectation"] - entry) > 1e-12).any())


def satisfaction_is_remembered_whole(r: Run) -> bool:
    """Whether satisfaction is just the weighted values of the contacts, from the log, nothing faded between."""
    assert r.log is not None
    values: dict[int, list[float]] = {}
    for event in r.log[r.log["kind"] == Logged.VALUE]:
        values.setdefault(int(event["uid"]), []).append(float(event["value"]))
    memory = r.scenario.behaviour.memory
    whole = True
    p = r.people
    for uid, felt, abandoned, satisfaction in zip(
        p["uid"].tolist(),
        p["felt"].tolist(),
        p["abandonments"].tolist(),
        p["satisfaction"].tolist(),
        strict=True,
    ):
        mine = values.get(uid, [])
        if abandoned or felt != len(mine):
            continue
        folded = 0.0
        for n, value in enumerate(mine, start=1):
            weight = max(1.0 / (memory.prior_contacts + n), memory.minimum_weight)
            folded = (1.0 - weight) * folded + weight * value
        whole = whole and abs(folded - satisfaction) < 1e-9
    return whole


def shares_are_those_of_the_file(r: Run) -> bool:
    """Whether routing out of the simulator keeps its shares (nobody abandons there, some like the branch)."""
    source = r.scenario.touchpoints["04"]
    taken = {
        to: int(e["traversals"]) for (frm, to), e in zip(r.names.edges, r.edges, strict=True) if frm == "04"
    }
    total = sum(taken.values())
    return all(abs(z_of_share(taken[to], total, share)) < LIMIT for to, share in source.next.items())


def customers_left(r: Run) -> int:
    p = r.people
    elsewhere = np.isin(
        p["cause"], (Cause.OFFER, Cause.LAPSED)
    )  # offers and lapsing take customers by themselves
    return int(((p["status"] == Status.LEFT) & ~np.isnan(p["converted_day"]) & ~elsewhere).sum())


def silently_wasted(r: Run) -> bool:
    """Whether staff of a live touchpoint waited for somebody gone (committed work for leavers is in whole services)."""
    wasted, abandoned = r.touchpoints["wasted_minutes"], r.touchpoints["abandoned"]
    live = np.array(
        [r.scenario.touchpoints[name].channel in ("phone", "branch") for name in r.names.touchpoints]
    )
    return bool((wasted[live & (abandoned > 0)] > 0).any())


def patience_moved(r: Run) -> bool:
    """Whether anybody's patience differs from the one they were born with."""
    from sim.population import draw_population

    people = draw_population(r.scenario, 14, 0).people
    return not np.array_equal(np.sort(people["patience_factor"]), np.sort(r.people["patience_factor"]))


def premium_paid(r: Run) -> bool:
    """Whether any customer paid more for the credit than its margin (the stream with a price)."""
    plain = living("premium").people["revenue_micro"].sum()
    return bool(r is not living("premium") and r.people["revenue_micro"].sum() != plain)


# mechanism -> what its trace is; True (or > 0) with the mechanism, False (or 0) without
TRACES: dict[str, Callable[[Run], Any]] = {
    "experience": lambda r: np.abs(r.people["value_sum"]).max(),
    "expectation_learning": expectations_after_entry_moved,
    "memory": lambda r: not satisfaction_is_remembered_whole(r),
    "trust": lambda r: (met(r)["trust"] != run_start_trust(r)).any(),
    "effort": lambda r: r.people["effort"].max(),
    "waiting": lambda r: r.touchpoints["wait_minutes"].sum() + r.touchpoints["service_minutes"].sum(),
    "handoffs": lambda r: (
        r.people["repeats"].sum() + r.people["drops"].sum() + (r.people["information"] < 0.6).sum()
    ),
    "choice": lambda r: not shares_are_those_of_the_file(r),
    "voices": lambda r: r.people["message_count"].sum(),
    "churn": customers_left,
    "moments": lambda r: r.people["failures"][r.people["detours"] == 0].sum() > len(r.people) / 100,
    "recovery": lambda r: r.people["complaint"].max() + r.people["shown_bonus"].max(),
    "silent_needs": lambda r: r.touchpoints["detours"].sum() - r.edges["drops"].sum() > 0,
    "word_of_mouth": lambda r: r.people["talks"].sum() + np.abs(r.people["opinion"]).max(),
    "reputation": lambda r: r.daily["reviews"][-1] + np.ptp(r.daily["reputation"]),
    "acquisition_feedback": lambda r: (r.people["status"] == Status.REFUSED).sum(),
    "neighbour_defection": lambda r: r.people["neighbours_lost"].max(),
    "value": lambda r: r.daily["revenue_micro"][-1] + r.daily["cost_micro"][-1],
    "offers": lambda r: r.daily["offers_heard"][-1],
    "campaign_fit": lambda r: np.abs(r.people["fit"]).max(),
    "silent_abandonment": silently_wasted,
    "adaptive_patience": patience_moved,
    "resharing": lambda r: r.daily["reshared"][-1],
    "recommendation_entry": lambda r: r.people["hearings"].max(),
    "episodes": lambda r: r.people["episode_number"].max() + r.daily["purchases"][-1],
    "premium": premium_paid,
    "learning": lambda r: r.daily["fixes"][-1],
}


def run_start_trust(r: Run) -> np.ndarray:
    """Trust at entry of those who met the company: drawn again, since a run moves it."""
    from sim.population import draw_population

    people = draw_population(r.scenario, 14, 0).people
    start = dict(zip(people["uid"].tolist(), people["trust"].tolist(), strict=True))
    return np.array([start[uid] for uid in met(r)["uid"].tolist()])


def test_every_mechanism_has_a_trace() -> None:
    assert set(TRACES) == set(MECHANISMS)


@pytest.mark.parametrize("name", MECHANISMS)
class TestOneOff:
    def test_its_trace_is_there_with_it_and_gone_without(self, name: str) -> None:
        assert TRACES[name](living(""))
        assert not TRACES[name](living(name))

    def test_the_rest_goes_on_and_is_conserved(self, name: str) -> None:
        r = living(name)
        holds(r)
        assert differing(r.daily, living("").daily), "and the world is another one"


class TestLimits:
    def test_full_retention_and_no_noise_repeat_nothing(self) -> None:
        full = {"handoffs.retention": 1.0, "channel_switches.retention": 1.0, "personas.raul.case_start": 1.0}
        r = run(bank(full | {"behaviour.experience.quality_noise": 0.0}))
        assert r.people["handoffs"].sum() > 1000
        assert r.people["repeats"].sum() == 0
        assert r.touchpoints["repeats"].sum() == 0

    def test_mechanisms_off_make_interaction_meaningless(self) -> None:
        pure = run(bank({**only(), "interaction": False}), log=True)
        other = run(bank({**only(), "interaction": True}), log=True)
        for table in ("people", "touchpoints", "edges", "daily", "log"):
            assert differing(getattr(pure, table), getattr(other, table)) == [], table
        assert differing(pure.people, run(bank({**only("waiting"), "interaction": True})).people)

    def test_interaction_off_means_no_queue_no_talk_no_reputation(self) -> None:
        r = run(bank({"interaction": False}))
        assert r.people["wait_minutes"].sum() == 0
        assert r.people["abandonments"].sum() == 0
        assert r.people["talks"].sum() + r.daily["reviews"][-1] == 0
        assert np.ptp(r.daily["reputation"]) == 0
        assert (r.people["status"] != Status.REFUSED).all()
        assert r.touchpoints["service_minutes"].sum() > 0

    def test_enough_staff_around_the_clock_is_as_good_as_endless_staff(self) -> None:
        """With thousands of servers day and night, the queue engine gives the very journeys of endless staff."""
        quiet: dict[str, Any] = {
            f"mechanisms.{name}": False
            for name in ("word_of_mouth", "reputation", "neighbour_defection", "learning")
        }
        quiet["shocks"] = {}
        quiet["mechanisms.acquisition_feedback"] = False
        staff: dict[str, Any] = {}
        for code in load("bank_credit_45d").teams:
            staff |= {f"teams.{code}.servers": 300, f"teams.{code}.hours_per_day": 24.0}
            staff[f"teams.{code}.opens_at_hour"] = 0.0
        queues = run(bank(quiet | staff))
        endless = run(bank(quiet | {"interaction": False}))
        assert queues.people["wait_minutes"].sum() == 0
        assert differing(queues.people, endless.people) == []
        assert differing(queues.touchpoints, endless.touchpoints) == []

    def test_nobody_comes(self) -> None:
        r = run(bank({"arrivals.rate_per_day": 0}), log=True)
        assert len(r.people) == 0
        assert r.log is not None
        assert len(r.log) == 0
        assert r.touchpoints["visits"].sum() == 0
        holds(r)

    def test_one_more_customer_changes_nobody_else(self) -> None:
        from sim.population import draw_population

        scenario = bank({"interaction": False})
        without = run(scenario).people
        with_one = run(scenario, population=draw_population(scenario, 1, 0, {"julio": 1})).people
        assert len(with_one) == len(without) + 1
        others = with_one[np.isin(with_one["uid"], without["uid"])]
        assert set(differing(others, without)) <= {"next_in_bucket"}
