"""Closed forms against slow twins (quadrature, linear systems, recursion) and against their own limits."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad, solve_ivp
from scipy.stats import poisson

from experiments.theory import choice, experience, handoffs, purchases, queues, spread, survival, voices

rates = st.floats(0.1, 60.0)
shares = st.floats(0.01, 0.99)


class TestQueues:
    @pytest.mark.parametrize(
        ("arrival", "service", "abandonment", "servers"),
        [(48, 10, 9.5, 5), (3, 1, 0.2, 2), (0.5, 1, 4, 1), (30, 10, 30, 1), (20, 2, 1, 12)],
    )
    def test_erlang_a_equals_its_balance_equations(
        self, arrival: float, service: float, abandonment: float, servers: int
    ) -> None:
        size = servers + 300
        generator = np.zeros((size, size))
        for k in range(size - 1):
            generator[k, k + 1] = arrival
            generator[k + 1, k] = min(k + 1, servers) * service + max(k + 1 - servers, 0) * abandonment
        np.fill_diagonal(generator, -generator.sum(axis=1))
        balance = np.vstack([generator.T[1:], np.ones(size)])
        rest = np.linalg.solve(balance, np.concatenate([np.zeros(size - 1), [1.0]]))
        exact = queues.erlang_a(arrival, service, abandonment, servers)
        assert exact.wait_probability == pytest.approx(rest[servers:].sum(), rel=1e-9)
        waiting = np.maximum(np.arange(size) - servers, 0)
        assert exact.mean_queue_length == pytest.approx(rest @ waiting, rel=1e-9)
        served = service * (rest @ np.minimum(np.arange(size), servers))
        assert arrival * (1 - exact.abandonment_probability) == pytest.approx(served, rel=1e-9)

    @given(arrival=rates, service=rates, servers=st.integers(1, 20))
    def test_patience_as_long_as_service_makes_the_system_poisson(
        self, arrival: float, service: float, servers: int
    ) -> None:
        exact = queues.erlang_a(arrival, service, service, servers)
        assert exact.wait_probability == pytest.approx(poisson.sf(servers - 1, arrival / service), rel=1e-7)

    @given(arrival=rates, service=rates, abandonment=rates, servers=st.integers(1, 20))
    def test_abandonment_is_patience_rate_times_wait(
        self, arrival: float, service: float, abandonment: float, servers: int
    ) -> None:
        exact = queues.erlang_a(arrival, service, abandonment, servers)
        assert 0 <= exact.abandonment_probability <= exact.wait_probability <= 1
        assert exact.abandonment_probability == pytest.approx(abandonment * exact.mean_wait)
        assert exact.mean_queue_length == pytest.approx(arrival * exact.mean_wait)

    def test_endless_patience_is_erlang_c(self) -> None:
        nearly = queues.erlang_a(48, 10, 1e-6, 6)
        assert nearly.mean_wait == pytest.approx(queues.erlang_c(48, 10, 6).mean_wait, rel=1e-5)
        assert queues.erlang_a(48, 10, 0, 6) == queues.erlang_c(48, 10, 6)

    def test_far_too_few_servers_lose_the_excess(self) -> None:
        assert queues.erlang_a(8000, 10, 0.5, 80).abandonment_probability == pytest.approx(0.9)

    def test_one_server_is_the_textbook_queue(self) -> None:
        assert queues.erlang_c(3, 4, 1).mean_wait == pytest.approx(3 / (4 * (4 - 3)))
        assert queues.erlang_c(3, 4, 1).wait_probability == pytest.approx(3 / 4)

    def test_an_overloaded_queue_of_patient_people_is_refused(self) -> None:
        with pytest.raises(ValueError, match="cannot keep up"):
            queues.erlang_c(60, 10, 6)

    @given(arrival=rates, abandonment=rates, servers=st.integers(1, 6), pools=st.integers(2, 4))
    def test_pooling_never_hurts(self, arrival: float, abandonment: float, servers: int, pools: int) -> None:
        both = queues.pooling(arrival, 10, servers, pools, abandonment_rate=abandonment)
        assert both.pooled.mean_wait <= both.separate.mean_wait * (1 + 1e-9)


class TestHandoffs:
    @pytest.mark.parametrize("retention", [0.0, 0.4, 0.95])
    def test_accumulated_repeats_equal_the_printed_formula(self, retention: float) -> None:
        n, m, rho = 3, 5, retention
        printed = n * (m - rho * (1 - rho**m) / (1 - rho))
        assert handoffs.repeats_without_recollection(rho, n, m) == pytest.approx(printed)

    @given(retention=shares, items=st.integers(1, 9), count=st.integers(0, 12))
    def test_completing_the_file_again_saves_repeats(self, retention: float, items: int, count: int) -> None:
        fresh = handoffs.repeats_with_recollection(retention, items, count)
        assert fresh <= handoffs.repeats_without_recollection(retention, items, count) + 1e-12

    def test_full_retention_repeats_nothing(self) -> None:
        assert handoffs.repeats_without_recollection(1.0, 3, 5) == 0
        assert handoffs.any_repeat_probability(1.0, 3) == 0


class TestExperience:
    @pytest.mark.parametrize(("sd", "zone", "weight"), [(0.1, 0.1, 2.0), (0.25, 0.0, 3.0), (0.05, 0.2, 1.5)])
    def test_noise_drag_equals_quadrature(self, sd: float, zone: float, weight: float) -> None:
        def value(surprise: float) -> float:
            beyond = math.copysign(max(abs(surprise) - zone, 0.0), surprise)
            return beyond if beyond >= 0 else weight * beyond

        def integrand(d: float) -> float:
            return value(d) * experience.normal_density(d / sd) / sd

        total = quad(integrand, -9 * sd, 9 * sd, points=[-zone, zone], limit=200)[0]
        assert experience.noise_drag(sd, zone, weight) == pytest.approx(total, rel=1e-7, abs=1e-12)

    def test_memory_settles_where_the_formula_says(self) -> None:
        satisfaction = 0.0
        for _ in range(2000):
            satisfaction = 0.9 * satisfaction * 0.5 ** (30 / 120) + 0.1 * -0.3
        assert experience.memory_fixed_point(-0.3, 0.1, 120, 30) == pytest.approx(satisfaction, rel=1e-12)

    def test_trust_settles_where_gain_meets_loss(self) -> None:
        level = experience.trust_fixed_point(0.06, 0.3, 0.8, 0.2, 0.4)
        assert 0.06 * 0.8 * 0.2 * (1 - level) == pytest.approx(0.3 * 0.2 * 0.4 * level)

    def test_nps_of_certain_opinions(self) -> None:
        assert experience.nps_normal(10, 0.1) == pytest.approx(100)
        assert experience.nps_normal(3, 0.1) == pytest.approx(-100)


class TestSurvival:
    @pytest.mark.parametrize("variance", [0.05, 0.25, 2.0])
    def test_frailty_equals_quadrature(self, variance: float) -> None:
        shape, integrated_hazard = 1 / variance, 0.7

        def integrand(log_frailty: float) -> float:
            frailty = math.exp(log_frailty)
            density = math.exp(
                shape * math.log(shape) - math.lgamma(shape) + shape * log_frailty - frailty * shape
            )
            return density * math.exp(-frailty * integrated_hazard)

        total = quad(integrand, -60, 6, points=[0.0], limit=400)[0]
        assert survival.gamma_frailty_survival(integrated_hazard, variance) == pytest.approx(total, rel=1e-7)

    def test_no_frailty_is_the_exponential(self) -> None:
        assert survival.gamma_frailty_survival(0.7, 0) == math.exp(-0.7)
        assert survival.gamma_frailty_survival(0.7, 1e-9) == pytest.approx(math.exp(-0.7))

    def test_sbg_equals_its_recursion(self) -> None:
        alpha, beta = 0.668, 3.806
        left, still = alpha / (alpha + beta), 1.0
        for period in range(1, 30):
            still -= left
            assert survival.sbg_survival(alpha, beta, period) == pytest.approx(still, rel=1e-12)
            left *= (beta + period - 1) / (alpha + beta + period)

    @given(yearly=shares, steps=st.integers(1, 5000))
    def test_cloglog_does_not_depend_on_the_period(self, yearly: float, steps: int) -> None:
        hazard = survival.hazard_per_day(yearly) * survival.DAYS_PER_YEAR
        leaving = survival.period_probability(hazard / steps)
        assert survival.geometric_survival(leaving, steps) == pytest.approx(1 - yearly, rel=1e-9)

    def test_a_shift_of_the_hazard_turns_one_share_into_the_other(self) -> None:
        hazard = -math.log(1 - 0.05)
        shift = survival.log_hazard_shift(0.05, 0.25)
        assert survival.period_probability(hazard, math.exp(shift)) == pytest.approx(0.25)
        assert survival.constant_hazard_survival(hazard, 1, shift) == pytest.approx(0.75)

    def test_causes_share_departures_by_their_hazards(self) -> None:
        assert survival.cause_shares([1, 3, 4]) == [0.125, 0.375, 0.5]

    def test_first_purchases_come_at_the_mean_rate(self) -> None:
        """Before anyone can have left, purchases are Poisson with the mean rate r / alpha."""
        tiny = 1e-5
        assert purchases.bg_nbd_purchases(0.243, 4.414, 0.793, 2.426, tiny) / tiny == pytest.approx(
            0.243 / 4.414, rel=1e-4
        )


class TestChoice:
    @given(utilities=st.lists(st.floats(-700, 700), min_size=1, max_size=8), shift=st.floats(-500, 500))
    def test_only_differences_of_utility_count(self, utilities: list[float], shift: float) -> None:
        base = choice.logit_shares(utilities)
        np.testing.assert_allclose(base.sum(), 1.0, rtol=1e-12)
        np.testing.assert_allclose(
            choice.logit_shares([u + shift for u in utilities]), base, rtol=1e-9, atol=1e-300
        )

    @given(before=shares, after=shares)
    def test_a_shift_of_the_odds_turns_one_share_into_the_other(self, before: float, after: float) -> None:
        own = math.log(before / (1 - before)) + choice.log_odds_shift(before, after)
        assert choice.logit_shares([own, 0.0])[0] == pytest.approx(after)


class TestSpread:
    def test_si_solves_its_equation(self) -> None:
        path = solve_ivp(lambda _, i: 0.5 * i * (1 - i), (0, 12), [0.01], rtol=1e-10, atol=1e-12)
        assert spread.si_share(0.5, 0.01, 12) == pytest.approx(path.y[0, -1], rel=1e-7)
        assert spread.si_time(0.5, 0.01, spread.si_share(0.5, 0.01, 7)) == pytest.approx(7)

    def test_bass_solves_its_equation_and_peaks_where_it_says(self) -> None:
        p, q = 0.03, 0.38
        path = solve_ivp(lambda _, f: (p + q * f) * (1 - f), (0, 8), [0.0], rtol=1e-10, atol=1e-12)
        assert spread.bass_share(p, q, 8) == pytest.approx(path.y[0, -1], rel=1e-7)
        times = np.linspace(0, 15, 15001)
        adoption = np.diff([spread.bass_share(p, q, t) for t in times])
        assert spread.bass_peak_time(p, q) == pytest.approx(times[adoption.argmax()], abs=2e-3)

    @pytest.mark.parametrize("transmission", [0.05, 0.1249])
    def test_below_the_threshold_nothing_takes_off(self, transmission: float) -> None:
        assert spread.giant_share_poisson(8, transmission) == 0

    @given(degree=st.floats(1.5, 20), transmission=shares)
    def test_the_giant_share_solves_its_own_equation(self, degree: float, transmission: float) -> None:
        share = spread.giant_share_poisson(degree, transmission)
        assert share == pytest.approx(1 - math.exp(-degree * transmission * share), abs=1e-8)

    def test_certain_transmission_reaches_every_regular_network(self) -> None:
        assert spread.giant_share_regular(8, 1.0) == pytest.approx(1.0)


class TestVoices:
    def test_many_departments_are_the_limit_of_different_owners(self) -> None:
        limit = voices.inconsistency_square(0.25, 0.2, 0.05)
        assert limit == pytest.approx(0.8**2 * 0.0625 + 0.0025)
        assert voices.inconsistency_square_of_visits(range(7), 0.25, 0.2, 0.05) == pytest.approx(limit)

    def test_one_department_is_consistent_but_for_noise(self) -> None:
        assert voices.inconsistency_square_of_visits(["A"] * 5, 0.25, 0.0, 0.05) == pytest.approx(0.0025)
        assert voices.inconsistency_square_of_visits(["A"], 0.25, 0.0, 0.05) == 0

    def test_equals_a_simulation_of_what_was_heard(self) -> None:
        owners = [0, 1, 0, 2, 1, 0]
        rng = np.random.default_rng(11)
        offsets = 0.9 * 0.25 * rng.standard_normal((200_000, 3))
        heard = offsets[:, owners] + 0.05 * rng.standard_normal((200_000, len(owners)))
        squares = heard.var(axis=1, ddof=1)
        error = squares.std() / math.sqrt(len(squares))
        expected = voices.inconsistency_square_of_visits(owners, 0.25, 0.1, 0.05)
        assert abs(squares.mean() - expected) < 4.3 * error

    def test_alignment_makes_one_voice(self) -> None:
        levels = [voices.inconsistency_square(0.25, s, 0.0) for s in (0.0, 0.5, 1.0)]
        assert all(b < a for a, b in pairwise(levels))
        assert levels[-1] == 0
