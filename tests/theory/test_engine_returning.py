"""Customers who come back: needs at their rate, repeat purchases as BG/NBD says, lapsing, shocks, the season."""

import math
from typing import Any

import numpy as np
import pytest

from experiments.theory.purchases import bg_nbd_purchases
from scenarios.schema import Scenario
from sim.columns import Cause, Logged
from sim.engine import run
from tests.simulated import LIMIT, crowd, only, point, small, z_of_mean, z_of_share

HORIZON = 560.0
CDNOW = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}  # alpha in weeks; Fader, Hardie & Lee 2005
WEEK = 7.0


def company(mechanisms: tuple[str, ...] = ("episodes",), **parts: Any) -> Scenario:
    """Everybody is a customer from entry and is done with the first journey at once."""
    return small(
        {"wait": point({"WIN": 1, "desk": 0}), "desk": point({"WIN": 0.5, "LOST": 0.5}, delay_days=0.5)},
        **{"clock": {"horizon_days": HORIZON, "follow_up_days": 550}, "mechanisms": list(mechanisms)} | parts,
    )


def need(**fields: Any) -> dict[str, Any]:
    return {"title": "A need", "kind": "service", "starts_at": "desk", **fields}


class TestNeeds:
    def test_they_arise_at_their_rate(self) -> None:
        """Poisson: mean and variance of the number of episodes are rate x time, but for the days spent in episodes."""
        scenario = company(episodes={"need": need(per_year=2.0)})
        people = run(scenario, population=crowd(scenario, 20_000)).people
        opened = people["episode_number"]
        expected = 2.0 * (HORIZON - 0.5) / 365.0
        assert abs(z_of_mean(opened, expected)) < LIMIT
        assert np.var(opened) == pytest.approx(expected, rel=0.05)

    def test_half_of_them_are_resolved(self) -> None:
        scenario = company(episodes={"need": need(per_year=2.0)})
        people = run(scenario, population=crowd(scenario, 20_000)).people
        closed, won = (
            int(people["episodes_closed"].sum()) - 20_000,
            int(people["episodes_won"].sum()) - 20_000,
        )
        assert abs(z_of_share(won, closed, 0.5)) < LIMIT

    def test_gamma_rates_are_overdispersed(self) -> None:
        """Negative binomial: variance m + m^2 / shape."""
        scenario = company(episodes={"need": need(per_year=2.0, rate_shape=0.5)})
        opened = run(scenario, population=crowd(scenario, 20_000)).people["episode_number"]
        mean = 2.0 * (HORIZON - 0.5) / 365.0
        assert abs(z_of_mean(opened, mean)) < LIMIT
        assert np.var(opened) == pytest.approx(mean + mean**2 / 0.5, rel=0.1)

    def test_regular_ones_come_like_a_clock(self) -> None:
        scenario = company(episodes={"need": need(per_year=0.0, every_days=100.0)})
        ran = run(scenario, population=crowd(scenario, 10), log=True)
        assert ran.log is not None
        days = ran.log["day"][ran.log["kind"] == Logged.OPEN].reshape(-1, 5)[:, 0]
        assert set(ran.people["episode_number"]) == {5}
        assert np.all(np.abs(np.unique(days) % 100.0 - 1.0) < 1e-6)

    def test_the_season_moves_them(self) -> None:
        factors = [3.0] * 6 + [0.0] * 6
        scenario = company(
            episodes={"need": need(per_year=2.0, seasonal=True)},
            season={"needs": factors},
            clock={"horizon_days": 365, "follow_up_days": 300},
        )
        ran = run(scenario, population=crowd(scenario, 20_000), log=True)
        assert ran.log is not None
        days = ran.log["day"][ran.log["kind"] == Logged.OPEN]
        assert days.max() < 181.0
        # the clocks start with the tick after entry: 180 of the 181 days of the first half-year
        assert abs(len(days) - 20_000 * 6.0 * 180.0 / 365.0) < LIMIT * math.sqrt(len(days))

    def test_the_length_of_a_tick_means_nothing(self) -> None:
        counts = []
        for tick_days in (1.0, 0.25):
            scenario = company(
                episodes={"need": need(per_year=2.0)},
                clock={"horizon_days": HORIZON, "follow_up_days": 550, "tick_days": tick_days},
            )
            counts.append(run(scenario, population=crowd(scenario, 5_000, day=1.0)).people["episode_number"])
        assert np.mean(counts[0] != counts[1]) < 0.01  # a need that meets an open episode waits for a tick
        assert abs(counts[0].sum() / counts[1].sum() - 1.0) < 0.005


class TestRepeatPurchases:
    def bg_nbd(self, **fields: Any) -> Scenario:
        episode = {
            "title": "Buys again",
            "kind": "repurchase",
            "per_year": CDNOW["r"] / CDNOW["alpha"] / WEEK * 365.0,
            "rate_shape": CDNOW["r"],
            "lapse_alpha": CDNOW["a"],
            "lapse_beta": CDNOW["b"],
        }
        return company(episodes={"buys": episode | fields})

    @pytest.mark.parametrize("weeks", [10, 39, 78])
    def test_expected_purchases(self, weeks: int) -> None:
        """E[X(t)] of BG/NBD, CDNOW parameters: .43241, 1.19672, 1.86052 after 10, 39, 78 weeks."""
        scenario = self.bg_nbd()
        ran = run(scenario, population=crowd(scenario, 100_000, day=0.999999), log=True)
        assert ran.log is not None
        bought = ran.log[(ran.log["kind"] == Logged.BUY) & (ran.log["day"] <= 1.0 + weeks * WEEK)]
        _, number = np.unique(bought["uid"], return_counts=True)
        sample = np.concatenate([number, np.zeros(100_000 - len(number))])
        assert abs(z_of_mean(sample, bg_nbd_purchases(**CDNOW, periods=weeks))) < LIMIT

    def test_all_who_leave_have_lapsed(self) -> None:
        scenario = self.bg_nbd()
        people = run(scenario, population=crowd(scenario, 5_000)).people
        gone = people[~np.isnan(people["left_day"])]
        assert len(gone) > 500
        assert set(gone["cause"]) == {Cause.LAPSED}

    def test_satisfied_customers_lapse_less(self) -> None:
        """The slope acts on the log odds; at satisfaction 0 it does nothing."""
        scenario = self.bg_nbd(satisfaction_on_lapse=5.0)
        same = self.bg_nbd()
        people = [run(world, population=crowd(world, 2_000)).people for world in (scenario, same)]
        assert np.array_equal(people[0]["left_day"], people[1]["left_day"], equal_nan=True)

    def test_a_purchase_with_a_journey_counts_when_it_is_won(self) -> None:
        scenario = self.bg_nbd(starts_at="desk")
        ran = run(scenario, population=crowd(scenario, 5_000))
        won = int(ran.daily["episodes_won"][-1]) - 5_000
        assert int(ran.daily["purchases"][-1]) == won > 500

    def test_each_purchase_pays_its_stream(self) -> None:
        stream = {
            "name": "Basket",
            "starts_at": "wait",
            "eur_once": 10.0,
            "every_time": True,
            "spend_cv": 0.5,
        }
        scenario = company(
            ("episodes", "value"),
            episodes={"buys": {"title": "Buys again", "kind": "repurchase", "per_year": 4.0}},
            value={"streams": [stream]},
        )
        ran = run(scenario, population=crowd(scenario, 5_000))
        baskets = ran.people["purchases"].sum()
        assert baskets / 5_000 == pytest.approx(2.0 + 4.0 * HORIZON / 365.0 - 1.0, rel=0.02)
        spent = ran.people["revenue_micro"].sum() + ran.people["revenue_later_micro"].sum()
        assert spent * 1e-6 / baskets == pytest.approx(10.0, rel=0.02)


class TestShocks:
    def shocked(self, **changes: Any) -> Scenario:
        return company(
            ("episodes", "experience", "moments"),
            interaction=True,
            episodes={"need": need(per_year=0.0)},
            shocks={
                "outage": {
                    "title": "Outage",
                    "day": 100.5,
                    "lasts_days": 0.25,
                    "share": 0.3,
                    "episode": "need",
                }
            },
            **changes,
        )

    def test_they_hit_their_share_on_their_day(self) -> None:
        scenario = self.shocked()
        ran = run(scenario, population=crowd(scenario, 20_000), log=True)
        assert ran.log is not None
        hit = ran.log[ran.log["kind"] == Logged.SHOCK]
        assert abs(z_of_share(len(hit), 20_000, 0.3)) < LIMIT
        assert set(hit["day"]) == {100.5}
        opened = ran.log["day"][ran.log["kind"] == Logged.OPEN]
        assert len(opened) == len(hit)
        assert 100.5 <= opened.min() < 100.51 < 100.74 < opened.max() <= 100.75

    @pytest.mark.parametrize(
        ("predictable", "felt"), [(True, 0.4), (False, 1.0 - 0.5 * math.exp(-4.0 / 24.0))]
    )
    def test_preparation_or_reaction_prevents_a_part(self, predictable: bool, felt: float) -> None:
        moments = {"preparation": 0.6, "reaction": 0.5, "reaction_hours": 4.0, "reaction_scale_hours": 24.0}
        scenario = self.shocked(moments=moments)
        outage = scenario.shocks["outage"].model_copy(update={"predictable": predictable})
        scenario = scenario.model_copy(update={"shocks": {"outage": outage}})
        ran = run(scenario, population=crowd(scenario, 20_000), log=True)
        assert ran.log is not None
        hit = ran.log["value"][ran.log["kind"] == Logged.SHOCK]
        assert abs(z_of_share(hit.sum(), len(hit), felt)) < LIMIT

    def test_it_hurts(self) -> None:
        scenario = self.shocked()
        people = run(scenario, population=crowd(scenario, 5_000)).people
        struck = people["episode_number"] == 1
        assert people["survey_satisfaction"][~struck].mean() > people["satisfaction"][struck].mean() + 0.05

    def test_without_interaction_nothing_strikes(self) -> None:
        scenario = self.shocked().model_copy(update={"interaction": False})
        assert run(scenario, population=crowd(scenario, 100)).people["episode_number"].sum() == 0


class TestExistingCustomers:
    def test_they_are_there_from_the_first_day_and_counted_from_the_warm_up(self) -> None:
        scenario = company(
            ("episodes", "churn"),
            arrivals={"rate_per_day": 0, "existing_customers": 1_000, "existing_tenure_days": 400.0},
            clock={"horizon_days": 500, "warm_up_days": 100, "follow_up_days": 300},
            episodes={"need": need(per_year=3.0)},
            behaviour={"churn": {"baseline_per_day": 0.001, "frailty_variance": 0.0, "purchases": 0.0}},
        )
        ran = run(scenario)
        assert len(ran.people) == 1_000
        assert ran.daily["customers"][0] + ran.daily["left"][0] == 1_000
        assert set(ran.people["entered_day"]) == {100.0}
        assert abs(z_of_mean(-ran.people["converted_day"], 400.0)) < LIMIT
        before = ran.people["left_day"] < 100.0
        assert before.sum() > 30
        assert ran.people["episodes_counted"][before].sum() == 0
        assert np.isnan(ran.people["survey_day"][before]).all()

    def test_arrivals_beside_them_keep_their_numbers(self) -> None:
        base = company(arrivals={"rate_per_day": 5}, episodes={"need": need(per_year=3.0)})
        more = company(
            arrivals={"rate_per_day": 5, "existing_customers": 50}, episodes={"need": need(per_year=3.0)}
        )
        alone, beside = run(base).people, run(more).people
        newcomers = beside[beside["existing"] == 0]
        assert np.array_equal(alone["uid"], newcomers["uid"])
        assert np.array_equal(alone["episode_number"], newcomers["episode_number"])


def test_mechanism_off_means_nobody_comes_back() -> None:
    scenario = company((), episodes={"need": need(per_year=10.0)})
    assert run(scenario, population=crowd(scenario, 100)).people["episode_number"].sum() == 0
    assert only("episodes")["mechanisms.episodes"]
