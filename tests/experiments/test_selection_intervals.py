"""Intervals after selection: they cover, alone and together; without fresh replications they would not."""

from collections.abc import Sequence

import numpy as np
import pytest

from experiments.selection.intervals import all_pairs, behind_best, best_seen, leads
from experiments.selection.pareto import FIRST_LOOK, front_of
from experiments.selection.race import kim_nelson
from experiments.statistics import Floats

COUNT, RHO, TIMES, ALARMS, FRESH = 20, 0.6, 2000, 500, 30
THREE_ERRORS = 3.0 * np.sqrt(0.05 * 0.95 / TIMES)


def values(means: Floats, replications: int, seed: int, times: int = TIMES, rho: float = RHO) -> Floats:
    """Normal values of one correlation within a replication, shape (times, candidates, replications)."""
    random = np.random.default_rng(seed)
    shared = np.sqrt(rho) * random.standard_normal((times, 1, replications))
    own = np.sqrt(1.0 - rho) * random.standard_normal((times, len(means), replications))
    return np.asarray(means[None, :, None] + shared + own)


@pytest.fixture(scope="module")
def chosen() -> tuple[Floats, Floats, Floats]:
    """Twenty equal candidates, ten replications, the largest mean wins: winners, raced and fresh values."""
    raced, fresh = (values(np.zeros(COUNT), n, seed) for n, seed in ((10, 1), (FRESH, 2)))
    return raced.mean(axis=2).argmax(axis=1), raced, fresh


def test_the_winners_curse_is_there_without_fresh_replications_and_gone_with_them(
    chosen: tuple[Floats, Floats, Floats],
) -> None:
    """Among twenty equals the lead on the first should be 0; as the race shows it, it is the mean of the largest of
    twenty normals, 1.87 standard errors."""
    winners, raced, fresh = chosen
    every = np.arange(TIMES)
    seemed = (raced[every, winners] - raced[:, 0]).mean(axis=1)
    confirmed = (fresh[every, winners] - fresh[:, 0]).mean(axis=1)
    theory = 1.867 * np.sqrt((1.0 - RHO) / 10.0)
    assert seemed.mean() == pytest.approx(theory, abs=0.03)
    assert seemed.mean() > 0.35
    assert abs(confirmed.mean()) < 3.0 * confirmed.std(ddof=1) / np.sqrt(TIMES)


def test_the_confirmed_lead_covers_and_the_raced_one_does_not(chosen: tuple[Floats, Floats, Floats]) -> None:
    winners, raced, fresh = chosen
    covered: dict[str, list[bool]] = {"raced": [], "fresh": []}
    for winner, *both in zip(winners, raced, fresh, strict=True):
        if winner == 0:
            continue
        for name, seen in zip(covered, both, strict=True):
            lead = leads(seen[[winner, 0]], 0)[0].alone
            covered[name].append(lead.low <= 0.0 <= lead.high)
    assert abs(np.mean(covered["fresh"]) - 0.95) < THREE_ERRORS
    assert np.mean(covered["raced"]) < 0.88


def test_leads_cover_together_and_twenty_equals_raise_no_false_alarm(
    chosen: tuple[Floats, Floats, Floats],
) -> None:
    winners, raced, fresh = (part[:ALARMS] for part in chosen)
    naive = [any(lead.alone.sign for lead in leads(seen, k)) for k, seen in zip(winners, raced, strict=True)]
    alarms = [
        any(lead.together.sign for lead in leads(seen, k)) for k, seen in zip(winners, fresh, strict=True)
    ]
    assert np.mean(alarms) <= 0.05
    assert np.mean(naive) > 0.4


def test_after_a_sequential_race_the_confirmed_lead_still_covers() -> None:
    """The whole path: KN stops when it wants to, then the winner is tested on what it has not seen."""
    means, times = np.array([0.0, 0.3, 0.35, 0.1, -0.2]), 600
    raced, fresh = (values(means, n, seed, times, 0.8) for n, seed in ((400, 3), (FRESH, 4)))
    alone, together = [], []
    for seen, anew in zip(raced, fresh, strict=True):

        def observe(numbers: Sequence[int], replications: range, seen: Floats = seen) -> Floats:
            return np.asarray(seen[np.ix_(list(numbers), list(replications))])

        winner = kim_nelson(observe, 5, 0.25).winner
        found = leads(anew, winner)
        truth = {lead.other: means[winner] - means[lead.other] for lead in found}
        first = found[0]
        alone.append(first.alone.low <= truth[first.other] <= first.alone.high)
        together.append(all(each.together.low <= truth[each.other] <= each.together.high for each in found))
    assert abs(np.mean(alone) - 0.95) < 3.0 * np.sqrt(0.05 * 0.95 / times)
    assert np.mean(together) > 0.95 - 3.0 * np.sqrt(0.05 * 0.95 / times)


@pytest.mark.parametrize("rho", [0.0, 0.8])
@pytest.mark.parametrize("gap", [0.0, 0.4, 3.0])
def test_distances_to_the_best_cover_together(rho: float, gap: float) -> None:
    means = np.array([0.0, 0.0, -gap, gap, gap / 2])
    truth = np.array([mean - np.delete(means, k).max() for k, mean in enumerate(means)])
    covered, best = [], []
    for seen in values(means, 10, 5, 1000, rho):
        found = behind_best(seen)
        covered.append(np.all((found.low <= truth) & (truth <= found.high)))
        best.append(found.may_be_best[int(np.argmax(means))])
    assert np.mean(covered) >= 0.95 - 3.0 * np.sqrt(0.05 * 0.95 / 1000)
    assert np.mean(best) >= 0.95 - 3.0 * np.sqrt(0.05 * 0.95 / 1000)


def test_distances_to_the_best_by_hand() -> None:
    """Three candidates a constant apart: no noise, so limits are the distances themselves."""
    seen = np.array([[1.0], [3.0], [2.5]]) + np.random.default_rng(6).standard_normal(8)
    found = behind_best(seen)
    np.testing.assert_allclose(found.low, [-2.0, 0.0, -0.5], atol=1e-12)
    np.testing.assert_allclose(found.high, [-2.0, 0.5, -0.5], atol=1e-12)
    assert found.may_be_best.tolist() == [False, True, False]
    nothing = behind_best(seen[:, :1])
    assert nothing.may_be_best.all()
    assert np.isinf(nothing.high).all()


def planted(times: int, seed: int, *, noise: float = 1.0, replications: int = 30) -> Floats:
    """Four on a front, three inside, in two measures; (times, candidates, replications, 2). Today is inside."""
    means = np.array(PLANTED)
    random = np.random.default_rng(seed)
    shared = random.standard_normal((times, 1, replications, 2))
    own = random.standard_normal((times, len(means), replications, 2))
    return np.asarray(means[None, :, None, :] + noise * (np.sqrt(0.8) * shared + np.sqrt(0.2) * own))


PLANTED = [(0.0, 0.0), (4.0, 0.0), (3.0, 2.0), (1.5, 3.0), (0.5, 4.0), (1.0, 1.0), (2.4, 1.6)]
ON = {1, 2, 3, 4}


def seen_by(table: Floats) -> tuple[Floats, list[str]]:
    def observe(numbers: Sequence[int], replications: range) -> Floats:
        return np.asarray(table[np.ix_(list(numbers), list(replications))])

    found, places = front_of(observe, table.shape[0], table.shape[1])
    return found, list(places)


def test_a_planted_front_is_found() -> None:
    found, places = seen_by(planted(1, 7, noise=0.5)[0])
    assert [k for k, place in enumerate(places) if place == "on the front"] == sorted(ON)
    assert {places[k] for k in (0, 5, 6)} == {"off"}
    assert np.isfinite(found[0]).all()  # today is seen to the end
    assert np.isfinite(found[5, :, 0]).sum() == FIRST_LOOK


def test_no_place_on_a_planted_front_is_wrong_more_often_than_promised() -> None:
    wrong, decided = [], []
    for table in planted(400, 8, noise=2.0):
        _, places = seen_by(table)
        truth = ["on the front" if k in ON else "off" for k in range(len(places))]
        wrong.append(any(place not in ("perhaps", true) for place, true in zip(places, truth, strict=True)))
        decided.append(np.mean([place != "perhaps" for place in places]))
    assert np.mean(wrong) <= 0.05
    assert np.mean(decided) > 0.5


def test_equals_are_never_called_off_more_often_than_promised_and_twins_stay() -> None:
    random = np.random.default_rng(9)
    wrong = [
        any(place != "perhaps" for place in seen_by(random.standard_normal((20, 30, 2)))[1])
        for _ in range(200)
    ]
    assert np.mean(wrong) <= 0.05
    twins = np.repeat(random.standard_normal((1, 12, 2)), 2, axis=0)
    assert seen_by(twins)[1] == ["on the front", "on the front"]


def test_pairs_by_hand() -> None:
    seen = np.array([[[1.0, 0.0]], [[0.0, 1.0]], [[-1.0, -1.0]]]) + np.zeros((3, 5, 2))
    pairs = all_pairs(seen)
    np.testing.assert_array_equal(pairs.low[0, 2], [2.0, 1.0])
    assert pairs.places() == ["on the front", "on the front", "off"]
    assert best_seen(seen.mean(axis=1)).tolist() == [True, True, False]
