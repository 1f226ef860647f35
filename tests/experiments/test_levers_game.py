"""Shapley values as pure arithmetic: what they must satisfy, and that what is printed covers the truth."""

from collections.abc import Callable
from itertools import permutations

import numpy as np
import pytest

from experiments.levers.attribution import needed
from experiments.levers.break_even import ratio
from experiments.levers.shapley import Coalition, coalitions, exact, on_the_way, pair_of_orders, sampled
from experiments.statistics import Floats, t_interval

NAMES = ("routing", "delays", "file", "voice", "moments", "teams")


def game(effects: dict[tuple[int, ...], float]) -> Callable[[Coalition], Floats]:
    """A game from what players add when all of them are there: (0,) alone, (0, 1) together, ..."""
    return lambda c: np.array([sum(value for who, value in effects.items() if c >= set(who))])


def wild(players: int, seed: int = 3) -> Callable[[Coalition], Floats]:
    """A game of two measures without any structure."""
    drawn = np.random.default_rng(seed).normal(size=(2**players, 2))
    return lambda c: np.asarray(drawn[sum(1 << player for player in c)])


class TestExact:
    def test_an_additive_game_gives_the_single_effects(self) -> None:
        value = game({(0,): 3.0, (1,): -2.0, (2,): 0.5})
        np.testing.assert_allclose(exact(value, 3)[:, 0], [3.0, -2.0, 0.5], atol=1e-14)
        np.testing.assert_allclose(sampled(value, [(2, 0, 1)])[:, 0], [3.0, -2.0, 0.5], atol=1e-14)

    def test_what_only_all_give_together_is_shared_equally(self) -> None:
        value = game({(0,): 1.0, (0, 1, 2): 6.0})
        np.testing.assert_allclose(exact(value, 3)[:, 0], [3.0, 2.0, 2.0])

    def test_equals_get_the_same(self) -> None:
        value = game({(0, 2): 4.0, (1, 2): 4.0, (2,): 1.0})
        first, second, _ = exact(value, 3)[:, 0]
        assert first == second == 2.0

    def test_who_changes_nothing_gets_exactly_nothing(self) -> None:
        drawn = wild(4)
        value = lambda c: drawn(c - {2})  # noqa: E731
        assert np.all(exact(value, 4)[2] == 0.0)
        assert np.all(sampled(value, pair_of_orders(NAMES[:4], 1, 0))[2] == 0.0)

    def test_the_mean_over_all_orders(self) -> None:
        value = wild(4)
        np.testing.assert_allclose(exact(value, 4), sampled(value, list(permutations(range(4)))), atol=1e-14)

    @pytest.mark.parametrize("players", [1, 2, 5])
    def test_adds_up_to_the_whole(self, players: int) -> None:
        value, everybody = wild(players), frozenset(range(players))
        whole = value(everybody) - value(frozenset())
        np.testing.assert_allclose(exact(value, players).sum(axis=0), whole, atol=1e-13)
        for replication in range(5):
            orders = pair_of_orders(NAMES[:players], 1, replication)
            np.testing.assert_allclose(sampled(value, orders).sum(axis=0), whole, atol=1e-13)


class TestOrders:
    def test_one_pair_is_exact_where_only_pairs_interact(self) -> None:
        value = game({(0,): 1.0, (3,): -2.0, (0, 1): 5.0, (1, 2): -3.0, (0, 3): 2.0, (2, 3): 7.0})
        orders = pair_of_orders(NAMES[:4], 1, 0)
        np.testing.assert_allclose(sampled(value, orders), exact(value, 4), atol=1e-14)
        assert not np.allclose(sampled(value, orders[:1]), exact(value, 4))

    def test_every_order_comes_equally_often(self) -> None:
        orders = [pair_of_orders(NAMES[:3], 7, r)[0] for r in range(1200)]
        counts = np.array([orders.count(order) for order in permutations(range(3))])
        assert np.sum((counts - 200) ** 2 / 200) < 20.5  # chi-squared, 5 degrees of freedom, .001

    def test_one_player_more_leaves_the_others_in_their_order(self) -> None:
        for replication in range(20):
            fewer = pair_of_orders(NAMES[:5], 1, replication)[0]
            more = pair_of_orders(NAMES, 1, replication)[0]
            assert [player for player in more if player != 5] == list(fewer)

    def test_seeds_replications_and_reverse(self) -> None:
        order, back = pair_of_orders(NAMES, 1, 0)
        assert back == order[::-1]
        assert len({pair_of_orders(NAMES, seed, r)[0] for seed in (1, 2) for r in range(5)}) > 8

    def test_worlds_that_are_needed(self) -> None:
        assert len(on_the_way(pair_of_orders(NAMES, 1, 0))) == 2 + 2 * 5
        assert needed(NAMES[:3], 1, 0) == set(coalitions(3))
        many = needed(NAMES, 1, 0)
        assert len(many) == 2 + 2 * 6 + 2 * 3  # nobody, all, alone, last, and three in the middle each way
        assert all(frozenset({p}) in many for p in range(6))


class TestCoverage:
    """Noise in every world, threes and fours that interact, and one who does nothing: what is printed must hold the
    truth, and must not find what is not there."""

    STUDIES, REPLICATIONS = 2000, 8

    def test_the_printed_interval_covers(self) -> None:
        players, random = 6, np.random.default_rng(11)
        truth_of = game({(0,): 2.0, (1, 2): 1.5, (0, 1, 2): 4.0, (1, 3, 4): -3.0, (0, 2, 3, 4): 5.0})
        truth = exact(truth_of, players)[:, 0]
        assert truth[5] == 0.0
        mean = {c: float(truth_of(c)[0]) for c in coalitions(players)}
        hits = np.zeros(players)
        for study in range(self.STUDIES):
            shares = []
            for replication in range(self.REPLICATIONS):
                orders = pair_of_orders(NAMES, study, replication)
                noise = random.normal(size=2**players)

                def value(c: Coalition, noise: Floats = noise) -> Floats:
                    return np.array([mean[c] + 0.3 * noise[sum(1 << p for p in c)]])

                shares.append(sampled(value, orders)[:, 0])
            for player, values in enumerate(np.array(shares).T):
                found = t_interval(values)
                hits[player] += found.low <= truth[player] <= found.high
        np.testing.assert_allclose(hits / self.STUDIES, 0.95, atol=0.02)

    def test_fieller_covers_a_ratio(self) -> None:
        random, hits, studies = np.random.default_rng(5), 0, 2000
        for _ in range(studies):
            years = random.normal(2.0, 0.2, size=6)
            gain = 3.0 * years + random.normal(0.0, 1.0, size=6)
            found = ratio(gain, years)
            hits += found.low <= 3.0 <= found.high
        assert abs(hits / studies - 0.95) < 0.015


class TestRatio:
    def test_without_noise(self) -> None:
        found = ratio(np.array([6.0, 12.0, 9.0]), np.array([2.0, 4.0, 3.0]))
        assert found.estimate == 3.0
        np.testing.assert_allclose([found.low, found.high], 3.0, rtol=1e-6)

    def test_a_denominator_of_one_is_the_t_interval(self) -> None:
        values = np.array([1.0, 4.0, 2.0, 7.0])
        found, wanted = ratio(values, np.ones(4)), t_interval(values)
        np.testing.assert_allclose([found.low, found.high], [wanted.low, wanted.high])

    def test_a_denominator_that_may_be_zero(self) -> None:
        found = ratio(np.array([1.0, 1.0, 1.2]), np.array([1.0, -1.0, 0.3]))
        assert (found.low, found.high) == (-np.inf, np.inf)

    def test_lengths(self) -> None:
        with pytest.raises(ValueError, match="equally many"):
            ratio(np.ones(2), np.ones(3))
