"""The bank with everything on: persons, episodes, money and time are conserved, in both designs."""

import numpy as np
import pytest

from scenarios.load import load
from scenarios.overlay import change, design
from sim.columns import Status
from sim.engine import run
from sim.records import Run
from tests.sense.invariants import holds, money, persons_and_episodes, touchpoints


@pytest.fixture(scope="module", params=["siloed", "integrated"])
def bank(request: pytest.FixtureRequest) -> Run:
    return run(design(load("bank_credit_45d"), request.param), seed=12)


def test_everything_holds(bank: Run) -> None:
    holds(bank)


def test_everything_happens(bank: Run) -> None:
    """The invariants are only worth something where there is something to lose."""
    p, d = bank.people, bank.daily[-1]
    assert all((p["status"] == status).any() for status in (Status.PROSPECT, Status.CUSTOMER, Status.LEFT))
    for name in ("episodes_open", "episodes_won", "episodes_lost", "episodes_cut_short", "reviews"):
        assert d[name] > 0, name
    assert min(d["talk_positive"], d["talk_negative"], d["revenue_micro"], d["cost_micro"]) > 0
    assert min(p["revenue_later_micro"].sum(), p["cost_later_micro"].sum()) > 0
    assert bank.touchpoints["present"].sum() > 0
    assert (p["detours"] > 0).any()


def test_a_lost_person_or_cent_would_be_noticed(bank: Run) -> None:
    for table, column, check in (
        ("daily", "left", persons_and_episodes),
        ("daily", "episodes_won", persons_and_episodes),
        ("people", "revenue_micro", money),
        ("touchpoints", "cost_micro", money),
        ("touchpoints", "visits", touchpoints),
    ):
        rows = getattr(bank, table)
        rows[column][len(rows) // 2] += 1
        with pytest.raises(AssertionError):
            check(bank)
        rows[column][len(rows) // 2] -= 1
    holds(bank)


def test_only_candidates_who_stay_away_are_refused() -> None:
    """A ruined reputation keeps people away; they keep their numbers and nothing else happens to them."""
    worse = {
        "moments.failure_predictable": 0.9,
        "reputation.learning": 0.2,
        "reputation.valence_elasticity": 2.0,
    }
    r = run(change(load("bank_credit_45d"), {**worse, "clock.horizon_days": 550}), seed=1)
    refused = r.people[r.people["status"] == Status.REFUSED]
    assert len(refused) > 0.2 * len(r.people) / 1.25
    assert r.daily["reputation"][-1] < 2.5
    assert (refused["visit"] == 0).all()
    assert np.isnan(refused["survey_day"]).all()
    holds(r)
