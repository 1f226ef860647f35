"""Leaving in the engine: survival curves, causes, and that the length of a tick means nothing."""

import math
from typing import Any

import numpy as np
import pytest

from experiments.theory.survival import (
    constant_hazard_survival,
    gamma_frailty_survival,
    geometric_survival,
    hazard_per_day,
)
from scenarios.overlay import change
from scenarios.schema import Scenario
from sim.columns import Cause, Outcome, Status
from sim.engine import run
from tests.simulated import LIMIT, crowd, only, point, small, z_of_share

HORIZON = 500.0
DAYS = (10.0, 60.0, 120.0, 240.0, 365.0)
CALM: dict[str, Any] = {"new_customer": 0.0, "purchases": 0.0, "frailty_variance": 0.0}


def company(
    churn: dict[str, Any], *, traits: dict[str, float] | None = None, delay_days: float = 30.0
) -> Scenario:
    """Everybody is a customer from entry, lives through one episode of random length, and may leave."""
    return small(
        {"wait": point({"WIN": 0.7, "LOST": 0.3}, delay_days=delay_days, delay_law="exponential")},
        clock={"horizon_days": HORIZON, "follow_up_days": 365},
        mechanisms={path.split(".")[1]: on for path, on in only("churn").items()},
        behaviour={"churn": CALM | churn},
        personas={"anyone": {"title": "Anyone", "share": 1, "traits": traits or {}}},
    )


def staying(people: np.ndarray, days: float) -> int:
    """How many of a crowd that entered together are still there after so many days."""
    stayed = people["left_day"] - people["entered_day"]
    return int((np.isnan(stayed) | (stayed > days)).sum())


def kaplan_meier(people: np.ndarray, days: float) -> tuple[float, float]:
    """Share that stays so long, and its standard error (Greenwood), with customers censored at the horizon."""
    left = people["left_day"]
    gone = ~np.isnan(left)
    time = np.where(gone, left, HORIZON) - people["converted_day"]
    order = np.argsort(time)
    at_risk = len(time) - np.arange(len(time))
    event = gone[order] & (time[order] <= days)
    survival = float(np.exp(np.log1p(-1.0 / at_risk[event]).sum()))
    n = at_risk[event].astype(float)
    return survival, survival * math.sqrt(float((1.0 / (n * np.maximum(n - 1.0, 1.0))).sum()))


class TestSurvival:
    def test_constant_covariates(self) -> None:
        """S(t) = exp(-h0 t e^x), with lock-in and a first purchase in x."""
        scenario = company({"baseline_per_day": 0.003, "purchases": 0.25}, traits={"lock_in": 0.3})
        people = run(scenario, population=crowd(scenario, 60_000)).people
        x = -0.25 * math.log(2.0) - 0.3
        for days in DAYS:
            exact = constant_hazard_survival(0.003, days, x)
            assert abs(z_of_share(staying(people, days), len(people), exact)) < LIMIT, days
        assert (
            abs(z_of_share(staying(people, 240.0), len(people), constant_hazard_survival(0.003, 240.0)))
            > LIMIT
        )

    @pytest.mark.parametrize("variance", [0.25, 1.5])
    def test_gamma_frailty(self, variance: float) -> None:
        scenario = company({"baseline_per_day": 0.004, "frailty_variance": variance})
        people = run(scenario, population=crowd(scenario, 60_000)).people
        for days in DAYS:
            exact = gamma_frailty_survival(0.004 * days, variance)
            assert abs(z_of_share(staying(people, days), len(people), exact)) < LIMIT, days
        wrong = constant_hazard_survival(0.004, 365.0)
        assert abs(z_of_share(staying(people, 365.0), len(people), wrong)) > LIMIT

    def test_kaplan_meier_of_people_who_come_all_the_time(self) -> None:
        """Censored at the horizon after between 0 and 500 days."""
        scenario = company({"baseline_per_day": 0.002, "frailty_variance": 0.5})
        scenario = change(scenario, {"arrivals.rate_per_day": 100})
        people = run(scenario, seed=6).people
        for days in (30.0, 180.0, 365.0):
            survival, error = kaplan_meier(people, days)
            assert abs(survival - gamma_frailty_survival(0.002 * days, 0.5)) < LIMIT * error, days

    def test_the_same_share_leaves_every_month(self) -> None:
        """1.8 % a month: .804151 are left after twelve."""
        monthly = -math.log1p(-0.018) / 30.0
        scenario = company({"baseline_per_day": monthly})
        people = run(scenario, population=crowd(scenario, 60_000)).people
        assert round(geometric_survival(0.018, 12), 6) == 0.804151
        for months in (1, 6, 12):
            exact = geometric_survival(0.018, months)
            assert abs(z_of_share(staying(people, 30.0 * months), len(people), exact)) < LIMIT

    def test_fifteen_per_cent_a_year(self) -> None:
        scenario = company({"baseline_per_day": hazard_per_day(0.15)})
        people = run(scenario, population=crowd(scenario, 60_000)).people
        assert abs(z_of_share(staying(people, 365.0), len(people), 0.85)) < LIMIT

    def test_new_customers_leave_more(self) -> None:
        """H(t) = h0 times the integral of exp(b e^(-t/tau)), frozen at the start of every tick."""
        scenario = company({"baseline_per_day": 0.002, "new_customer": math.log(3), "new_customer_days": 120})
        people = run(scenario, population=crowd(scenario, 60_000, day=0.0)).people
        for days in (60, 240, 365):
            frozen = np.exp(math.log(3) * np.exp(-np.arange(days) / 120.0)).sum()
            exact = math.exp(-0.002 * frozen)
            assert abs(z_of_share(staying(people, float(days)), len(people), exact)) < LIMIT, days

    def test_nobody_outlives_a_departure_that_was_decided(self) -> None:
        """A hazard so high that departures and ends of episodes fall into the same ticks all the time."""
        scenario = company({"baseline_per_day": 0.5}, delay_days=1.0)
        people = run(scenario, population=crowd(scenario, 60_000)).people
        for days in (0.25, 1.0, 2.0, 5.0):
            assert abs(z_of_share(staying(people, days), len(people), math.exp(-0.5 * days))) < LIMIT, days
        assert (people["status"] == Status.LEFT).all()

    def test_leaving_and_finishing_race_as_independent_clocks(self) -> None:
        """Exponential delay of one day against a hazard of .5: the episode ends first in two cases of three."""
        scenario = company({"baseline_per_day": 0.5}, delay_days=1.0)
        people = run(scenario, population=crowd(scenario, 60_000)).people
        finished = np.isin(people["episode_outcome"], (Outcome.WON, Outcome.LOST))
        assert abs(z_of_share(int(finished.sum()), len(people), 2 / 3)) < LIMIT
        won = people["episode_outcome"] == Outcome.WON
        assert abs(z_of_share(int(won.sum()), int(finished.sum()), 0.7)) < LIMIT
        assert (people["left_day"] >= people["episode_closed_day"] - 1e-12).all()

    def test_nobody_leaves_without_a_hazard(self) -> None:
        scenario = company({"baseline_per_day": 0.0})
        people = run(scenario, population=crowd(scenario, 1000)).people
        assert (people["status"] == Status.CUSTOMER).all()


class TestTick:
    def test_its_length_changes_nobodys_departure(self) -> None:
        """Constant covariates: the integrated hazard is a straight line however it is cut."""
        scenario = company({"baseline_per_day": 0.004, "frailty_variance": 0.25}, traits={"lock_in": 0.3})
        population = crowd(scenario, 5000)
        days = [
            run(change(scenario, {"clock.tick_days": tick}), population=population).people["left_day"]
            for tick in (1.0, 0.25, 5.0)
        ]
        assert (~np.isnan(days[0])).sum() > 3000
        for other in days[1:]:
            np.testing.assert_allclose(other, days[0], rtol=0, atol=1e-8)

    def test_a_finer_tick_follows_newness_more_closely(self) -> None:
        """Where covariates move, shorter ticks converge: the first order error of a quarter is a quarter."""
        churn = {"baseline_per_day": 0.002, "new_customer": 1.5, "new_customer_days": 10}
        scenario = company(churn)
        population = crowd(scenario, 40_000, day=0.0)
        grid = (np.arange(60_000) + 0.5) / 1000.0
        exact = math.exp(-0.002 * np.exp(1.5 * np.exp(-grid / 10.0)).sum() / 1000.0)
        coarse, fine = (
            run(change(scenario, {"clock.tick_days": tick}), population=population).people
            for tick in (2.0, 0.25)
        )
        assert abs(z_of_share(staying(fine, 60.0), len(fine), exact)) < LIMIT
        assert staying(coarse, 60.0) < staying(fine, 60.0)


class TestCauses:
    def test_in_proportion_to_the_terms(self) -> None:
        """Baseline exp(-sum); the rest in proportion .25 (dissatisfied) : .20 (distrust) : .40 (new)."""
        churn = {
            "baseline_per_day": 0.01,
            "satisfaction": 2.5,
            "satisfaction_reference": 0.1,
            "trust": 1.0,
            "new_customer": 0.4,
            "new_customer_days": 1e5,
        }
        scenario = company(churn, traits={"trust_start": 0.3})
        people = run(scenario, population=crowd(scenario, 60_000)).people
        left = people[people["status"] == Status.LEFT]
        assert len(left) > 55_000
        terms = {Cause.DISSATISFACTION: 0.25, Cause.DISTRUST: 0.2, Cause.NEW_CUSTOMER: 0.4}
        rest = 1.0 - math.exp(-0.85)
        exact = {cause: rest * term / 0.85 for cause, term in terms.items()} | {
            Cause.BASELINE: math.exp(-0.85)
        }
        for cause, share in exact.items():
            assert abs(z_of_share(int((left["cause"] == cause).sum()), len(left), share)) < LIMIT, cause
        assert np.isin(left["cause"], list(exact)).all()

    def test_what_keeps_people_is_no_cause(self) -> None:
        scenario = company({"baseline_per_day": 0.01}, traits={"trust_start": 0.9, "lock_in": 0.2})
        people = run(scenario, population=crowd(scenario, 2000)).people
        assert (people["cause"][people["status"] == Status.LEFT] == Cause.BASELINE).all()
