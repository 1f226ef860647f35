"""Every golden number of the behavioural model, to its printed digits: the formulae, without any engine."""

import math

import numpy as np
import pytest

from experiments.theory import choice, experience, handoffs, learning, purchases, queues, spread, survival
from experiments.theory.absorbing import SemiMarkov, stay_square

SECONDS_PER_HOUR = 3600.0


def printed(value: float, text: str) -> bool:
    """True when `value` rounds to the printed number."""
    decimals = len(text.partition(".")[2])
    return abs(value - float(text)) <= 0.5000001 * 10.0**-decimals


class TestAbsorbingChain:
    moves = np.array([[0, 0.7, 0], [0, 0, 0.65], [0, 0.2, 0]])
    ends = np.array([[0.3, 0], [0.35, 0], [0.1, 0.7]])

    def chain(self) -> SemiMarkov:
        means = np.array([2.0, 3.0, 5.0])
        squares = np.array([stay_square(m, "exponential", 0.6) for m in means])
        probability = np.hstack([self.moves, self.ends])
        return SemiMarkov(probability, means, squares, np.zeros_like(probability))

    def test_visits(self) -> None:
        visits = self.chain().visits()[0]
        assert visits[0] == 1
        assert printed(visits[1], "0.80460")
        assert printed(visits[2], "0.52299")

    def test_win_probability(self) -> None:
        assert printed(self.chain().end_probability()[0, 1], "0.36609")

    def test_days(self) -> None:
        assert printed(self.chain().mean_days()[0], "7.0287")
        assert printed(self.chain().sd_days()[0], "6.8598")


class TestQueues:
    def test_erlang_c(self) -> None:
        queue = queues.erlang_c(48, 10, 6)
        assert printed(queues.erlang_b(4.8, 6), "0.176780")
        assert printed(queue.wait_probability, "0.517772")
        assert printed(queue.mean_wait, "0.0431477")
        assert printed(queue.mean_wait * SECONDS_PER_HOUR, "155.33")

    @pytest.mark.parametrize(
        ("servers", "wait_probability", "mean_wait_seconds", "abandonment"),
        [
            (4, "0.71217", "101.2", "0.26709"),
            (5, "0.52881", "59.9", "0.15806"),
            (6, "0.35216", "32.5", "0.08586"),
        ],
    )
    def test_erlang_a(
        self, servers: int, wait_probability: str, mean_wait_seconds: str, abandonment: str
    ) -> None:
        queue = queues.erlang_a(48, 10, 9.5, servers)
        assert printed(queue.wait_probability, wait_probability)
        assert printed(queue.mean_wait * SECONDS_PER_HOUR, mean_wait_seconds)
        assert printed(queue.abandonment_probability, abandonment)

    def test_pooling(self) -> None:
        patient = queues.pooling(24, 10, 3, 2)
        assert printed(patient.separate.mean_wait * SECONDS_PER_HOUR, "388.31")
        assert printed(patient.pooled.mean_wait * SECONDS_PER_HOUR, "155.33")
        impatient = queues.pooling(24, 10, 3, 2, abandonment_rate=SECONDS_PER_HOUR / 379)
        assert printed(100 * impatient.separate.abandonment_probability, "15.1")
        assert printed(100 * impatient.pooled.abandonment_probability, "8.6")

    def test_patience_from_waiting_and_abandonment(self) -> None:
        assert printed(72 / 0.19, "379")

    @pytest.mark.parametrize(
        ("issues_per_day", "visits_per_issue", "abandonment_percent"),
        [(240, 0.66457, "3.9"), (720, 0.66457, "30.6"), (240, 0.55621, "2.6"), (720, 0.55621, "23.7")],
    )
    def test_telephone_first_line_in_the_storm(
        self, issues_per_day: float, visits_per_issue: float, abandonment_percent: str
    ) -> None:
        """Three agents, 6.5 minutes a call, patience 6.3 minutes, open 14 hours; siloed, then integrated."""
        calls_per_hour = issues_per_day * visits_per_issue / 14
        queue = queues.erlang_a(calls_per_hour, 60 / 6.5, 60 / 6.3, 3)
        assert printed(100 * queue.abandonment_probability, abandonment_percent)

    @pytest.mark.parametrize(("issues_per_day", "abandonment_percent"), [(240, "16"), (720, "38")])
    def test_chat_in_the_storm(self, issues_per_day: float, abandonment_percent: str) -> None:
        queue = queues.erlang_a(issues_per_day * 0.1152 / 14, 60 / 9, 60 / 5, 1)
        assert printed(100 * queue.abandonment_probability, abandonment_percent)

    def test_jackson(self) -> None:
        rates = queues.jackson_rates(
            np.array([10.0, 0, 0]), np.array([[0, 0.6, 0.4], [0, 0, 0.3], [0.1, 0, 0]])
        )
        for rate, text in zip(rates, ("10.61571", "6.36943", "6.15711"), strict=True):
            assert printed(rate, text)


class TestHandoffs:
    @pytest.mark.parametrize(
        ("retention", "any_repeat", "accumulated"),
        [(0.40, "0.936", "13.02048"), (0.95, "0.142625", "2.105513")],
    )
    def test_repeats(self, retention: float, any_repeat: str, accumulated: str) -> None:
        assert printed(handoffs.any_repeat_probability(retention, 3), any_repeat)
        assert printed(handoffs.repeats_without_recollection(retention, 3, 5), accumulated)

    def test_any_drop(self) -> None:
        assert printed(handoffs.any_drop_probability(0.05, 5), "0.226219")
        assert printed(handoffs.any_drop_probability(0.005, 5), "0.024751")

    @pytest.mark.parametrize(
        ("resolution", "retry", "contacts"),
        [(0.70, 1.0, "1.428571"), (0.85, 1.0, "1.176471"), (0.70, 0.8, "1.315789"), (0.85, 0.8, "1.136364")],
    )
    def test_contacts_per_issue(self, resolution: float, retry: float, contacts: str) -> None:
        assert printed(handoffs.contacts_per_issue(resolution, retry), contacts)

    def test_retention_from_transfers_and_repeated_explanations(self) -> None:
        """59 % are transferred and 56 % must explain again: each of three items survives with chance 0.43."""
        per_customer = -math.log(1 - 0.59)
        assert printed(per_customer, "0.892")
        must_repeat = -math.log(1 - 0.56) / per_customer
        assert printed(must_repeat, "0.92")
        assert printed((1 - must_repeat) ** (1 / 3), "0.43")


class TestExperience:
    @pytest.mark.parametrize(
        ("zone", "drag"), [(0.0, "-0.04787"), (0.05, "-0.02697"), (0.10, "-0.01360"), (0.15, "-0.00607")]
    )
    def test_noise_drag(self, zone: float, drag: str) -> None:
        assert printed(experience.noise_drag(0.12, zone, 2.0), drag)

    def test_memory(self) -> None:
        assert printed(experience.memory_fixed_point(-0.3, 0.1, 120, 30), "-0.1233587")

    def test_trust(self) -> None:
        assert printed(experience.trust_fixed_point(0.03, 0.12, 0.9, 0.3, 0.5), "0.574468")

    def test_flawless(self) -> None:
        assert printed(experience.flawless_share(6.08, 0.06, 0.45, 0.10), "0.531")
        assert printed(experience.flawless_share(5.21, 0.04, 0.15, 0.10), "0.761")

    @pytest.mark.parametrize(("mean", "nps"), [(7, "-17.47"), (7.5, "0.00"), (8, "17.47"), (8.5, "34.13")])
    def test_nps(self, mean: float, nps: str) -> None:
        assert printed(experience.nps_normal(mean, 2), nps)


class TestSurvival:
    def test_hazard_of_a_bank(self) -> None:
        assert printed(survival.hazard_per_day(0.15) * 1e4, "4.4526")
        assert printed(survival.steady_customer_base(20, survival.hazard_per_day(0.15)), "44918")

    def test_geometric(self) -> None:
        assert printed(survival.geometric_survival(0.018, 12), "0.804151")

    def test_sbg(self) -> None:
        texts = ("0.8507", "0.7469", "0.6698", "0.6100", "0.5619", "0.5223", "0.4889")
        for period, text in enumerate(texts, start=1):
            assert printed(survival.sbg_survival(0.668, 3.806, period), text)

    def test_offers(self) -> None:
        hazard = survival.offer_hazard(0.5, 2.0)
        assert printed(hazard, "0.059601")
        assert printed(survival.constant_hazard_survival(hazard, 12), "0.489086")

    @pytest.mark.parametrize(
        ("before", "after", "shift"),
        [
            (0.05, 0.09, "0.609"),  # one more contact for the same issue
            (0.05, 0.25, "1.72"),  # issue left unresolved
            (0.02, 0.17, "2.2"),  # one bad experience: stated intentions, an upper bound
            (0.02, 0.32, "2.9"),
            (0.02, 0.49, "3.5"),
        ],
    )
    def test_stated_intentions_on_the_hazard_scale(self, before: float, after: float, shift: str) -> None:
        assert printed(survival.log_hazard_shift(before, after), shift)

    def test_defecting_neighbour(self) -> None:
        assert printed(math.log(1.80), "0.588")

    @pytest.mark.parametrize(
        ("weeks", "purchases_expected"), [(10, "0.43241"), (39, "1.19672"), (52, "1.44605"), (78, "1.86052")]
    )
    def test_repeat_purchases(self, weeks: float, purchases_expected: str) -> None:
        assert printed(purchases.bg_nbd_purchases(0.243, 4.414, 0.793, 2.426, weeks), purchases_expected)


class TestChoice:
    def test_shares(self) -> None:
        shares = choice.logit_shares([1, 0.4, 0.4, -0.5])
        for share, text in zip(shares, ("0.43089", "0.23648", "0.23648", "0.09615"), strict=True):
            assert printed(share, text)

    def test_recommendation_on_the_utility_scale(self) -> None:
        assert printed(choice.log_odds_shift(0.43, 0.63), "0.81")
        assert printed(choice.log_odds_shift(0.43, 0.32), "-0.47")


class TestSpread:
    def test_si(self) -> None:
        assert printed(spread.si_share(0.5, 0.01, 5), "0.10957")
        assert printed(spread.si_share(0.5, 0.01, 10), "0.59986")
        assert printed(spread.si_time(0.5, 0.01, 0.5), "9.190240")

    def test_percolation(self) -> None:
        assert printed(spread.percolation_threshold(8, 8**2 + 8), "0.125")
        assert printed(spread.giant_share_poisson(8, 0.2), "0.64198")
        assert printed(spread.giant_share_regular(8, 0.2), "0.62325")

    def test_bass(self) -> None:
        for year, text in ((1, "0.03576"), (2, "0.08506"), (5, "0.33120"), (10, "0.81280")):
            assert printed(spread.bass_share(0.03, 0.38, year), text)
        peak = spread.bass_peak_time(0.03, 0.38)
        assert printed(peak, "6.19262")
        assert printed(spread.bass_share(0.03, 0.38, peak), "0.460526")

    def test_a_market_tends_to_the_endless_one(self) -> None:
        """The gap falls like 1 / people: twice the larger market minus the smaller is right to the printed digits."""
        si = [spread.market_share(n, n // 100, 0.5, 10) for n in (4000, 8000)]
        assert si[0] < si[1] < spread.si_share(0.5, 0.01, 10)
        assert 2 * si[1] - si[0] == pytest.approx(0.59986, abs=2e-5)
        bass = [spread.market_share(n, 0, 0.38, 5, external=0.03) for n in (1000, 2000)]
        assert 2 * bass[1] - bass[0] == pytest.approx(0.33120, abs=1e-5)

    def test_a_market_of_two(self) -> None:
        """One who knows and one who does not: half the talk reaches the other."""
        assert spread.market_share(2, 1, 0.6, 3.0) == pytest.approx(1 - 0.5 * math.exp(-0.5 * 0.6 * 3.0))
        alone = spread.market_share(1, 0, 0.6, 3.0, external=0.2)
        assert alone == pytest.approx(1 - math.exp(-0.2 * 3.0))

    def test_hardly_any_seeds_reach_the_giant_share(self) -> None:
        assert printed(spread.seeded_share_poisson(8, 0.2, 1e-9), "0.64198")
        assert printed(spread.seeded_share_regular(8, 0.2, 1e-9), "0.62325")
        assert spread.seeded_share_poisson(8, 0.12, 1e-9) < 1e-6

    def test_below_the_threshold_every_seed_reaches_a_few(self) -> None:
        """A seed tells all 8; each of these reaches 1 / (1 - .8) people in all."""
        seeds = 1e-7
        assert spread.seeded_share_poisson(8, 0.1, seeds) / seeds == pytest.approx(
            1 + 8 / (1 - 0.8), rel=1e-4
        )

    def test_everybody_a_seed(self) -> None:
        assert spread.seeded_share_regular(8, 0.2, 1.0) == 1.0


class TestLearning:
    def test_progress_ratio(self) -> None:
        assert learning.weakness_after(0.6, 0.2, 0) == 0.6
        assert printed(learning.weakness_after(0.6, 0.2, 5), "0.196608")


class TestPremium:
    @pytest.mark.parametrize(
        ("satisfaction", "bias", "share"),
        [
            (0.3, 1.0, "0.16"),
            (0.9, 1.35, "0.1185"),
            (0.15, 1.0, "0.08"),
            (0.0, 1.0, "0.00"),
            (-0.5, 1.0, "0.00"),
        ],
    )
    def test_sixteen_per_cent_at_most(self, satisfaction: float, bias: float, share: str) -> None:
        """PwC 2018: coffee 16 %; with what people really pay, about 12 %."""
        assert printed(purchases.realised_premium(satisfaction, 0.16, bias, 0.0, 0.3), share)
