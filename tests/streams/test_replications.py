"""Replications differ and vary as theory says; neighbouring addresses have nothing to do with each other."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from experiments.theory.chain import answers
from scenarios.load import load
from scenarios.overlay import change
from scenarios.schema import Scenario
from sim.columns import Outcome
from sim.engine import run
from sim.population import Population, draw_population
from sim.streams import Decision, draw, first_draws, keys_of, name_hash, uid_of
from tests.simulated import LIMIT, crowd

PEOPLE, REPLICATIONS = 512, 200


@pytest.fixture(scope="module")
def chain() -> Scenario:
    changes = {"arrivals.rate_per_day": 0, "clock.tick_days": 10, "behaviour.churn.frailty_variance": 0}
    return change(load("v_absorbing"), changes)


def spread_z(chain: Scenario, population: Callable[[int], Population]) -> tuple[float, float]:
    """Standard errors between mean and variance of P(WIN) over replications and the binomial law."""
    p = answers(chain).win_probability
    wins = []
    for replication in range(REPLICATIONS):
        people = run(chain, population=population(replication)).people
        assert len(people) == PEOPLE
        wins.append(int((people["episode_outcome"] == Outcome.WON).sum()))
    variance = PEOPLE * p * (1.0 - p)
    mean = (np.mean(wins) - PEOPLE * p) / math.sqrt(variance / REPLICATIONS)
    ratio = np.var(wins, ddof=1) / variance
    return float(mean), float((ratio - 1.0) / math.sqrt(2.0 / (REPLICATIONS - 1)))


class TestReplications:
    def test_a_share_varies_over_replications_like_a_binomial(self, chain: Scenario) -> None:
        mean, variance = spread_z(chain, lambda r: crowd(chain, PEOPLE, replication=r))
        assert abs(mean) < LIMIT
        assert abs(variance) < LIMIT

    def test_the_check_catches_keys_that_only_permute_the_people(self, chain: Scenario) -> None:
        """Replication mixed in by xor with the uid: the same 512 lives in another order, no variance at all."""
        once = crowd(chain, PEOPLE)

        def permuted(replication: int) -> Population:
            people = once.people.copy()
            people["uid"] ^= np.uint64(replication)
            return Population(np.sort(people, order="uid"), once.luck)

        assert spread_z(chain, permuted)[1] < -LIMIT

    def test_people_of_two_replications_share_no_luck(self, chain: Scenario) -> None:
        uids = np.uint64(uid_of("anyone", 0)) + np.arange(20_000, dtype=np.uint64)
        one, other = (first_draws(keys_of(1, r), uids, Decision.CONTACT) for r in (0, 1))
        assert not (one == other).any()
        assert abs(np.corrcoef(one[:, 0], other[:, 0])[0, 1]) < LIMIT / math.sqrt(len(uids))

    def test_number_of_arrivals_is_poisson(self) -> None:
        scenario = change(load("bank_credit_45d"), {"interaction": False, "arrivals.until_days": 5})
        counts = [len(draw_population(scenario, 1, r).people) for r in range(200)]
        mean = 60 * 5
        assert abs((np.mean(counts) - mean) / math.sqrt(mean / 200)) < LIMIT
        ratio = np.var(counts, ddof=1) / mean
        assert abs(ratio - 1.0) / math.sqrt(2.0 / 199.0) < LIMIT


N = 20_000
KEYS = keys_of(11, 2)


def series(vary: str) -> np.ndarray:
    """Four draws at N addresses that differ in one field alone, shape (N, 4)."""
    first = np.uint64(uid_of("marta", 0))
    place, alternative, decision = np.uint64(name_hash("06")), np.uint64(name_hash("07")), int(Decision.ROUTE)
    rows = []
    for n in range(N):
        uid = first + np.uint64(n) if vary == "uid" else first
        there = np.uint64(name_hash(f"{n:02d}")) if vary == "name of the place" else place
        there = first + np.uint64(n) if vary == "other person as the place" else there
        other = np.uint64(n) if vary == "block" else alternative
        ordinal = n if vary == "ordinal" else n << 32 if vary == "attempt" else 3
        rows.append(draw(KEYS, uid, decision, there, ordinal, other))
    return np.array(rows)


@pytest.mark.parametrize(
    "vary", ["uid", "ordinal", "attempt", "name of the place", "other person as the place", "block"]
)
def test_neighbouring_addresses_are_uncorrelated(vary: str) -> None:
    u = series(vary)
    limit = LIMIT / math.sqrt(N)
    for lane in range(4):
        for other in range(4):
            r = np.corrcoef(u[:-1, lane], u[1:, other])[0, 1]
            assert abs(r) < limit, f"{vary}: draw {lane} of one address with draw {other} of the next"
            if lane < other:
                assert abs(np.corrcoef(u[:, lane], u[:, other])[0, 1]) < limit
        mean = (u[:, lane].mean() - 0.5) * math.sqrt(12.0 * N)
        square = (((u[:, lane] - 0.5) ** 2).mean() - 1.0 / 12.0) / math.sqrt(1.0 / 180.0 / N)
        assert abs(mean) < LIMIT
        assert abs(square) < LIMIT


def test_decisions_of_one_person_are_uncorrelated() -> None:
    uids = np.uint64(uid_of("marta", 0)) + np.arange(N, dtype=np.uint64)
    u = np.column_stack([first_draws(KEYS, uids, decision)[:, 0] for decision in Decision])
    r = np.corrcoef(u, rowvar=False) - np.eye(len(Decision))
    assert np.abs(r).max() < LIMIT / math.sqrt(N)
