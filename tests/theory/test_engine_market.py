"""What surrounds the company: offers, fit, passing on, closed markets, patience that adapts, silent abandonment."""

import math
from typing import Any

import numpy as np
import pytest

from experiments.theory.spread import bass_share, si_share
from scenarios.overlay import change
from scenarios.schema import Scenario
from sim.columns import Cause
from sim.engine import run
from tests.simulated import LIMIT, crowd, only, point, small, z_of_mean, z_of_share

MONTH = 30.0
FIXED = {"satisfaction": 0.0, "trust": 0.0, "trust_barrier": 0.0, "tenure_barrier": 0.0}


class TestOffers:
    def customers(self, **competitors: Any) -> Scenario:
        return small(
            {"wait": point({"WIN": 1})},
            clock={"horizon_days": 361, "follow_up_days": 360},
            mechanisms=["offers"],
            competitors={"offers_per_month": 0.5, "attraction": -2.0, **FIXED, **competitors},
        )

    def test_they_thin_a_poisson_stream(self) -> None:
        """nu = .5 a month, gap 2 utils: rate .059601 a month, 12-month survival .489086."""
        scenario = self.customers()
        people = run(scenario, population=crowd(scenario, 50_000, day=0.0)).people
        assert abs(z_of_share(int(np.isnan(people["left_day"]).sum()), 50_000, 0.489086)) < LIMIT
        assert set(people["cause"][people["cause"] > 0]) == {Cause.OFFER}

    def test_spread_offers_win_more(self) -> None:
        """The logistic is convex far below: offers that vary win more often than typical ones."""
        stay = []
        for spread in (0.0, 2.0):
            scenario = self.customers(attraction_spread=spread)
            stay.append(
                int(np.isnan(run(scenario, population=crowd(scenario, 5_000)).people["left_day"]).sum())
            )
        assert stay[1] < stay[0] - 100

    def test_a_dearer_company_loses_as_if_offers_were_better(self) -> None:
        worlds = (self.customers(price_disadvantage=0.7), self.customers(attraction=-1.3))
        left = [run(world, population=crowd(world, 2_000)).people["left_day"] for world in worlds]
        assert np.array_equal(left[0], left[1], equal_nan=True)

    def test_tenure_and_trust_hold_customers(self) -> None:
        worlds = (self.customers(), self.customers(tenure_barrier=0.3), self.customers(trust_barrier=1.5))
        lost = [int((run(w, population=crowd(w, 5_000)).people["left_day"] > 0).sum()) for w in worlds]
        assert lost[0] > lost[1] > lost[2]

    def test_a_factor_of_a_persona_scales_the_stream(self) -> None:
        doubled = change(self.customers(), {"personas.anyone.traits": {"offer_factor": 2.0}})
        people = run(doubled, population=crowd(doubled, 20_000, day=0.0)).people
        assert abs(z_of_share(int(np.isnan(people["left_day"]).sum()), 20_000, 0.489086**2)) < LIMIT

    def test_before_conversion_they_pull_at_the_next_choice(self) -> None:
        """An offer heard within 30 days (chance 1 - e^-1) adds its pull to the log odds of leaving."""
        scenario = small(
            {
                "wait": point({"buy": 0.5, "LOST": 0.5}, delay_days=30.0, delay_law="deterministic"),
                "buy": point({"WIN": 1}),
            },
            clock={"horizon_days": 100, "follow_up_days": 60},
            converts_at="buy",
            mechanisms=["offers", "choice"],
            competitors={"offers_per_month": 0.0, "offers_per_month_before": 1.0, "pull_before": 1.2},
        )
        people = run(scenario, population=crowd(scenario, 50_000)).people
        heard = 1.0 - math.exp(-1.0)
        stay = heard / (1.0 + math.exp(1.2)) + (1.0 - heard) * 0.5
        assert abs(z_of_share(int((people["converted_day"] > 0).sum()), 50_000, stay)) < LIMIT

    def test_both_states_hear_their_own_rate_of_one_stream(self) -> None:
        scenario = small(
            {"wait": point({"WIN": 1}, delay_days=200.0, delay_law="deterministic")},
            clock={"horizon_days": 320, "follow_up_days": 310},
            converts_at="wait",
            mechanisms=["offers"],
            competitors={
                "offers_per_month": 3.0,
                "offers_per_month_before": 1.0,
                "attraction": -40.0,
                **FIXED,
            },
        )
        ran = run(scenario, population=crowd(scenario, 5_000, day=0.0))
        heard = np.array([ran.daily["offers_heard"][-1]])
        expected = 5_000 * (200.0 * 1.0 + 119.0 * 3.0) / MONTH  # heard at ticks: the last is at day 319
        assert abs(heard[0] - expected) < LIMIT * math.sqrt(expected)


class TestFit:
    def prospects(self, **campaign: Any) -> Scenario:
        return small(
            {"look": point({"buy": 0.5, "LOST": 0.5}), "buy": point({"WIN": 1})},
            converts_at="buy",
            mechanisms=["campaign_fit", "choice"],
            personas={"anyone": {"title": "Anyone", "share": 1, "goals": {"speed": 1.0, "price": 0.0}}},
            campaign={"goal_spread": 0.0, "fit_reference": 0.0, "fit_weight": 2.0, **campaign},
        )

    @pytest.mark.parametrize(("offer", "fit"), [({"speed": 2.0}, 1.0), ({"price": 1.0}, 0.0),
                                                ({"speed": 1.0, "price": 1.0}, math.sqrt(0.5))])  # fmt: skip
    def test_the_cosine_moves_the_odds(self, offer: dict[str, float], fit: float) -> None:
        scenario = self.prospects(offer=offer)
        people = run(scenario, population=crowd(scenario, 20_000)).people
        assert people["fit"] == pytest.approx(fit)
        chance = 1.0 / (1.0 + math.exp(-2.0 * fit))
        assert abs(z_of_share(int((people["converted_day"] > 0).sum()), 20_000, chance)) < LIMIT

    def test_research_uncovers_the_need_behind_the_need(self) -> None:
        fits = []
        for research in (0.0, 0.5, 1.0):
            scenario = self.prospects(personal=True, research=research, stated_noise=1.0, goal_spread=0.3)
            fits.append(run(scenario, population=crowd(scenario, 5_000)).people["fit"].mean())
        assert fits[0] < fits[1] < fits[2] == pytest.approx(1.0)


class TestClosedMarkets:
    """Everybody mixes; praise makes people start; each adopter talks at the rate q."""

    def market(self, per_year: float, start: float, tick_days: float, horizon: float, q: float) -> Scenario:
        size = 20_000
        return small(
            {"adopt": point({"WIN": 1})},
            clock={"horizon_days": horizon, "follow_up_days": 0.0, "tick_days": tick_days},
            interaction=True,
            arrivals={
                "rate_per_day": size * per_year / 365.0,
                "market_size": size,
                "existing_customers": round(size * start / (1.0 - start)) if start else 0,
                "entry_per_recommendation": 1.0,
            },
            mechanisms=["word_of_mouth", "recommendation_entry"],
            network={"kind": "full_mixing"},
            word_of_mouth={"ambient_per_month": q * MONTH, "satisfied_from": -1.0},
        )

    def test_bass_curve(self) -> None:
        """p = .03, q = .38 a year: F(5) = .33120 (Bass 1969)."""
        scenario = self.market(0.03, 0.0, 5.0, 5 * 365.0, 0.38 / 365.0)
        shares = [run(scenario, replication=n).daily["customers"][-1] / 20_000 for n in range(8)]
        assert abs(z_of_mean(np.array(shares), bass_share(0.03, 0.38, 5.0))) < LIMIT

    def test_si_logistic_needs_a_fine_tick(self) -> None:
        """beta = .5 a day, 1 % at the start: .600 after 10 days; a daily tick falls far short, a fine one does not."""
        theory = si_share(0.5, 0.01, 10.0)
        share = {}
        for tick_days in (1.0, 0.02):
            runs = [
                run(self.market(0.0, 0.01, tick_days, 10.0, 0.5), replication=n).daily["customers"][-1]
                / 20_202
                for n in range(6)
            ]
            share[tick_days] = np.array(runs)
        assert share[1.0].mean() < 0.45
        assert abs(share[0.02].mean() - theory) < 0.03

    def test_nobody_starts_twice(self) -> None:
        scenario = self.market(0.5, 0.0, 1.0, 730.0, 0.05)
        ran = run(scenario)
        assert ran.daily["entered"][-1] <= 20_000
        assert len(np.unique(ran.people["uid"])) == 20_000


class TestPassingOn:
    def talkers(self, reshare: float, story_days: float = 1000.0) -> Scenario:
        """Ten customers talk once on the first day; whoever hears it may pass it on."""
        return small(
            {"wait": point({"WIN": 1})},
            clock={"horizon_days": 60, "follow_up_days": 50},
            interaction=True,
            mechanisms=["word_of_mouth", "resharing"],
            network={"kind": "watts_strogatz", "neighbours": 8, "rewiring": 1.0, "weak_ties": 0},
            word_of_mouth={"ambient_per_month": 0.02, "satisfied_from": -1.0, "reshare": reshare,
                           "story_days": story_days},
        )  # fmt: skip

    def test_above_the_threshold_it_spreads_below_it_dies(self) -> None:
        """Mean degree 8: one message breeds about 8 T others, so T = .05 dies out and T = .3 takes off."""
        reached = []
        for chance in (0.05, 0.3):
            scenario = self.talkers(chance)
            ran = run(scenario, population=crowd(scenario, 3_000))
            reached.append(float(np.mean(ran.people["stories"] > 0)))
        assert reached[0] < 0.12
        assert reached[1] > 0.6

    def test_one_story_at_a_time(self) -> None:
        scenario = self.talkers(0.3, story_days=1000.0)
        assert run(scenario, population=crowd(scenario, 1_000)).people["stories"].max() == 1
        scenario = self.talkers(0.3, story_days=5.0)
        assert 1 < run(scenario, population=crowd(scenario, 1_000)).people["stories"].max() <= 12

    def test_switched_off_nothing_is_passed_on(self) -> None:
        scenario = change(self.talkers(0.5), {"mechanisms.resharing": False})
        assert run(scenario, population=crowd(scenario, 1_000)).daily["reshared"][-1] == 0


class TestQueues:
    def line(self, **channel: Any) -> Scenario:
        return small(
            {"call": point({"WIN": 1}, channel="phone", team="desk", service_minutes=6.0, service_law="exponential")},
            clock={"horizon_days": 30, "follow_up_days": 1},
            interaction=True,
            arrivals={"rate_per_day": 1152},
            channels={"phone": {"name": "Phone", "live": True, "patience_minutes": 379 / 60, "retry_share": 0.0,
                                "switch_share": 0.0, **channel}},
            teams={"desk": {"servers": 4, "hours_per_day": 24, "opens_at_hour": 0}},
            mechanisms=["waiting", "silent_abandonment"],
        )  # fmt: skip

    def test_silent_abandonment_costs_capacity(self) -> None:
        """Who leaves in silence still takes a server for a while: waits grow with the share and with the minutes."""
        rates = []
        for share, minutes in ((0.0, 2.0), (0.5, 2.0), (0.5, 6.0), (1.0, 6.0)):
            ran = run(self.line(silent_abandonment=share, silent_abandonment_minutes=minutes))
            rates.append(ran.touchpoints["abandoned"][0] / ran.touchpoints["live_contacts"][0])
            wasted = ran.touchpoints["wasted_minutes"][0] / max(ran.touchpoints["abandoned"][0], 1)
            assert wasted == pytest.approx(share * minutes, rel=0.05)
        assert rates[0] < rates[1] < rates[2] < rates[3]

    def test_patience_follows_the_waits(self) -> None:
        """With full learning patience is the last wait itself, never below its floor."""
        scenario = small(
            {"call": point({"again": 1}, channel="phone", team="desk", service_minutes=6.0),
             "again": point({"WIN": 1}, channel="phone", team="desk", service_minutes=6.0)},
            clock={"horizon_days": 10, "follow_up_days": 1},
            interaction=True,
            arrivals={"rate_per_day": 500},
            channels={"phone": {"name": "Phone", "live": True, "patience_minutes": 60.0, "retry_share": 0.0,
                                "switch_share": 0.0}},
            teams={"desk": {"servers": 4, "hours_per_day": 24, "opens_at_hour": 0}},
            mechanisms=["waiting", "adaptive_patience"],
            behaviour={"patience": {"learning": 1.0, "minimum": 0.3}},
        )  # fmt: skip
        people = run(scenario).people
        served = people[people["contacts"] == 2]
        assert served["patience_factor"] == pytest.approx(np.maximum(served["wait_now"] / 60.0, 0.3))
        assert only("adaptive_patience")["mechanisms.adaptive_patience"]
