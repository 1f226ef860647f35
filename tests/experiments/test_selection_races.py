"""Races: the best is chosen as often as promised, common random numbers save runs, decisions as of another library."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from experiments.errors import InputError
from experiments.selection.race import (
    Race,
    h_squared_of,
    halving_rounds,
    kim_nelson,
    slack_of,
    standing,
    successive_halving,
    variances_of,
)
from experiments.statistics import Floats

COUNT, ZONE, GAP, RHO, FIRST, TIMES = 20, 0.5, 0.71, 0.8, 10, 2000


class Noise:
    """Normal values of many candidates in many worlds at once, of one correlation within a replication."""

    def __init__(self, means: Floats, rho: float, times: int, seed: int, sd: Floats | float = 1.0) -> None:
        self.means, self.rho, self.times, self.sd = means, rho, times, sd
        self._random = np.random.default_rng(seed)

    def draw(self) -> Floats:
        """One replication of everybody, shape (times, candidates)."""
        shared = np.sqrt(self.rho) * self._random.standard_normal((self.times, 1))
        own = np.sqrt(1.0 - self.rho) * self._random.standard_normal((self.times, len(self.means)))
        return np.asarray(self.means + self.sd * (shared + own))


def slippage(gap: float, count: int = COUNT) -> Floats:
    """One candidate ahead of all others by the same gap: the hardest case. The best is the last."""
    return np.where(np.arange(count) == count - 1, gap, 0.0)


def many_races(noise: Noise, zone: float = ZONE) -> tuple[np.ndarray, np.ndarray]:
    """KN in many worlds at once, by the rules of `race`. Returns winners and observations, shape (times,)."""
    first = np.stack([noise.draw() for _ in range(FIRST)], axis=-1)
    times, count, _ = first.shape
    spread = np.stack([variances_of(values) for values in first])
    sums, alive, h_squared = (
        first.sum(axis=-1),
        np.ones((times, count), dtype=bool),
        h_squared_of(count, FIRST, 0.95),
    )
    runs, seen, going = np.full(times, FIRST * count), FIRST, np.arange(times)
    while going.size:
        slack = slack_of(spread[going], seen, zone, h_squared)
        alive[going] = standing(sums[going] / seen, alive[going], slack)
        going = going[alive[going].sum(axis=1) > 1]
        sums += noise.draw()
        runs[going] += alive[going].sum(axis=1)
        seen += 1
    return alive.argmax(axis=1), runs


@pytest.mark.parametrize("rho", [0.0, RHO])
def test_the_best_is_chosen_as_often_as_promised_in_the_hardest_case(rho: float) -> None:
    winners, _ = many_races(Noise(slippage(ZONE), rho, TIMES, seed=1))
    share = float(np.mean(winners == COUNT - 1))
    assert share > 0.95 - 2.0 * np.sqrt(0.95 * 0.05 / TIMES)


def test_common_random_numbers_need_far_fewer_runs() -> None:
    apart, together = (many_races(Noise(slippage(GAP), rho, 500, seed=2)) for rho in (0.0, RHO))
    assert np.mean(apart[0] == COUNT - 1) > 0.95
    assert np.mean(together[0] == COUNT - 1) > 0.95
    assert together[1].mean() < 0.4 * apart[1].mean()


class Stream:
    """Observations of a race from a table of values, counted."""

    def __init__(self, values: Floats) -> None:
        self.values, self.calls = values, 0

    def __call__(self, numbers: Sequence[int], replications: range) -> Floats:
        self.calls += len(numbers) * len(replications)
        return np.asarray(self.values[np.ix_(list(numbers), list(replications))])


def test_one_race_is_one_of_the_many() -> None:
    noise = Noise(slippage(GAP), RHO, 3, seed=3)
    winners, runs = many_races(noise)
    table = Noise(slippage(GAP), RHO, 3, seed=3)
    values = np.stack([table.draw() for _ in range(400)], axis=-1)
    for k in range(3):
        stream = Stream(values[k])
        race = kim_nelson(stream, COUNT, ZONE)
        assert (race.winner, race.observations, stream.calls) == (winners[k], runs[k], runs[k])


def test_who_went_out_when() -> None:
    values = np.ascontiguousarray(Noise(np.array([0.0, 5.0, 4.6]), 0.0, 300, seed=4).draw().T)
    planned: list[int] = []
    race = kim_nelson(Stream(values), 3, 0.3, planned=planned.append)
    assert race.order == (1, 2, 0)
    assert [(out.candidate, out.leader) for out in race.out] == [(0, 1), (2, 1)]
    assert race.out[0].replications == FIRST < race.out[1].replications
    assert race.common.shape == (3, FIRST)
    seen = race.out[1].replications
    assert race.out[1].behind == pytest.approx(values[1, :seen].mean() - values[2, :seen].mean())
    assert all(later <= sooner for sooner, later in pairwise(planned))
    assert race.observations <= planned[0]


def test_exact_ties_go_to_the_first() -> None:
    values = np.tile(np.random.default_rng(5).standard_normal(50), (4, 1))
    race = kim_nelson(Stream(values), 4, 0.1)
    assert race.winner == 0
    assert race.observations == 4 * FIRST


@pytest.mark.parametrize(("count", "first", "zone"), [(1, 10, 0.5), (2, 1, 0.5), (2, 10, 0.0)])
def test_no_race_without_sense(count: int, first: int, zone: float) -> None:
    with pytest.raises(ValueError, match="zone"):
        kim_nelson(Stream(np.zeros((2, 50))), count, zone, first_stage=first)


def halvings(noise: Noise, runs: int) -> list[Race]:
    tables = np.stack([noise.draw() for _ in range(runs // 2)], axis=-1)
    return [successive_halving(Stream(values), COUNT, runs) for values in tables]


def test_halving_finds_the_best_with_400_runs() -> None:
    """Means apart by .71, standard deviations 1 to 2, no common random numbers."""
    means, sd = GAP * np.arange(COUNT), np.linspace(1.0, 2.0, COUNT)[::-1]
    races = halvings(Noise(means, 0.0, 300, seed=6, sd=sd), 400)
    assert np.mean([race.winner == COUNT - 1 for race in races]) >= 0.99
    assert all(race.observations <= 400 for race in races)
    assert races[0].observations > 380


def test_halving_leaves_as_many_as_wanted_and_the_better_half() -> None:
    stream = Stream(np.arange(11.0)[:, None] + np.zeros((11, 60)))
    race = successive_halving(stream, 11, 66, finalists=3)
    assert stream.calls == race.observations <= 66
    assert race.order[:3] == (10, 9, 8)
    assert {out.candidate for out in race.out} == set(range(8))
    assert [out.replications for out in race.out] == sorted(out.replications for out in race.out)
    assert halving_rounds(11, 3) == 2
    assert halving_rounds(20) == 5


def test_too_small_a_budget_says_what_is_enough() -> None:
    with pytest.raises(InputError, match="22 is the least"):
        successive_halving(Stream(np.zeros((11, 9))), 11, 21)


class Environment:
    """What sim-tools asks for observations: the n-th time a design is asked for gives its n-th value."""

    def __init__(self, values: Floats) -> None:
        self.values, self.count = values, np.zeros(len(values), dtype=int)

    def register_observer(self, observer: object) -> None:
        self.observer = observer

    def simulate(self, design: int) -> None:
        value = self.values[design, self.count[design]]
        self.count[design] += 1
        self.observer.feedback(self, design, value)  # type: ignore[attr-defined]


@pytest.mark.parametrize("count", [2, 8])
def test_the_same_decisions_as_sim_tools(count: int) -> None:
    """Its table of variances leaves out the diagonal and is read with an offset that is right above it only; here it is
    read where it was written. With two candidates both readings are the same, and its class is used as it is.

    It brings 70 MB of plotly along, so it is no dependency; install sim-tools 1.3 to run this test."""
    zone_module = pytest.importorskip("sim_tools.ovs.indifference_zone")

    class Mended(zone_module.KN):  # type: ignore[misc]
        def _limit_to_distance_from_sample_means(self, i: int, j: int) -> float:
            return float(super()._limit_to_distance_from_sample_means(i, j if j > i else j + 1))

    for seed in range(5):
        draws = Noise(slippage(0.4, count), 0.5, 2000, seed).draw()
        values = np.ascontiguousarray(draws.T)
        environment = Environment(values)
        theirs = (zone_module.KN if count == 2 else Mended)(environment, count, 0.3, 0.05, FIRST)
        chosen = theirs.solve()
        ours = kim_nelson(Stream(values), count, 0.3)
        assert chosen.tolist() == [ours.winner]
        seen = np.isfinite(ours.values).sum(axis=1)
        seen[ours.winner] += 1  # it sees a winner once more after the last one has gone
        np.testing.assert_array_equal(seen, environment.count)
