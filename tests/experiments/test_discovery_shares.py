"""Boxes as parts of a space, shares with their intervals, re-tests and regrets: by hand, by theory, by many samples."""

import numpy as np
import pytest
from scipy.stats import binomtest

from experiments.discovery import regret, retest, shares
from experiments.discovery.boxes import HIGH, LOW, Box, fresh, holder, masses, shares_of
from experiments.study.space import Factor

SPACE = [Factor("a", "a", 0.0, 10.0), Factor("b", "b", 1.0, 4.0, whole=True), Factor("c", "c", -1.0, 1.0)]
FIRST = Box.whole(3).at(HIGH, 0, 5.0).at(LOW, 1, 2.5)  # half of a, two of four numbers
SECOND = Box.whole(3).at(HIGH, 0, 2.0).at(HIGH, 2, 0.0)  # a fifth of a, half of c


def test_the_mass_of_overlapping_boxes_is_exact() -> None:
    np.testing.assert_allclose(shares_of(SPACE, FIRST), [[0, 0.5, 0], [0.5, 1, 1]], atol=1e-12)
    assert masses(SPACE, [FIRST]) == pytest.approx([0.25, 0.75])
    both = 0.2 * 0.5 * 0.5
    assert masses(SPACE, [FIRST, SECOND]) == pytest.approx([0.25, 0.1 - both, 0.65 + both])
    assert masses(SPACE, []) == pytest.approx([1.0])


def test_fresh_points_lie_where_they_should() -> None:
    rng = np.random.default_rng(1)
    for stratum in range(3):
        points = fresh(SPACE, [FIRST, SECOND], stratum, 400, rng)
        assert len(points) == 400
        assert set(holder(points, [FIRST, SECOND])) == {stratum}
        assert set(points[:, 1]) <= {1.0, 2.0, 3.0, 4.0}
    inside = fresh(SPACE, [FIRST], 0, 4000, rng)
    assert inside[:, 0].mean() == pytest.approx(2.5, abs=0.1)
    assert (inside[:, 1] == 3.0).mean() == pytest.approx(0.5, abs=0.04)


def test_a_longer_retest_begins_with_the_points_of_a_shorter_one() -> None:
    short, turns = retest.sample(SPACE, [FIRST], 100, 5)
    long, all_turns = retest.sample(SPACE, [FIRST], 700, 5)
    np.testing.assert_array_equal(short, long[:100])
    np.testing.assert_array_equal(turns, all_turns[:100])
    assert len(np.unique(long, axis=0)) == 700
    assert np.bincount(all_turns[:480]).tolist() == [60] * 8
    assert np.bincount(holder(long[:480], [FIRST])).tolist() == [240, 240]


@pytest.mark.parametrize(("hits", "trials"), [(0, 10), (3, 10), (10, 10), (57, 240)])
def test_wilson_equals_scipy(hits: int, trials: int) -> None:
    own, other = shares.wilson(hits, trials), binomtest(hits, trials).proportion_ci(method="wilson")
    assert (own.low, own.high) == pytest.approx((other.low, other.high), abs=1e-12)
    assert own.estimate == hits / trials


def test_rule_of_three() -> None:
    assert shares.none_of(300) == pytest.approx(3 / 300, rel=0.01)
    assert (1 - shares.none_of(50)) ** 50 == pytest.approx(0.05)


def test_sums_and_ratios_of_one_part_are_its_share() -> None:
    one = shares.wilson(30, 100)
    total = shares.weighted([1.0], [30], [100])
    assert (total.estimate, total.low, total.high) == pytest.approx((one.estimate, one.low, one.high))
    everything = shares.ratio([0.5, 0.5], [0.5, 0.5], [3, 4], [10, 10])
    assert (everything.low, everything.high) == pytest.approx((1.0, 1.0))
    nothing = shares.ratio([0.0, 0.0], [0.5, 0.5], [3, 4], [10, 10])
    assert (nothing.estimate, nothing.high) == pytest.approx((0.0, 0.0), abs=1e-12)


def test_ratio_by_hand() -> None:
    """A fifth of the space where half lose, the rest where a tenth loses: .1 of .18."""
    found = shares.ratio([0.2, 0.0], [0.2, 0.8], [50, 10], [100, 100])
    assert found.estimate == pytest.approx(0.1 / 0.18)
    assert 0.4 < found.low < found.estimate < found.high < 0.7


@pytest.mark.parametrize(("inside", "outside"), [(0.83, 0.12), (0.95, 0.02), (0.3, 0.3)])
def test_density_and_coverage_of_a_retest_cover(inside: float, outside: float) -> None:
    """4,000 re-tests of 60 points in and 60 out of a sixth of the space: how often each interval holds the truth."""
    mass, rng = 0.16, np.random.default_rng(4)
    truth = {
        "density": inside,
        "coverage": mass * inside / (mass * inside + (1 - mass) * outside),
        "overall": mass * inside + (1 - mass) * outside,
    }
    held = dict.fromkeys(truth, 0)
    times = 4000
    drawn, often = np.unique(rng.binomial(60, [inside, outside], (times, 2)), axis=0, return_counts=True)
    for hits, count in zip(drawn, often, strict=True):
        found = retest.Parts(np.array([mass, 1 - mass]), hits.astype(float), np.array([60.0, 60.0]))
        for name, value in (
            ("density", found.density(0)),
            ("coverage", found.coverage([0])),
            ("overall", found.overall),
        ):
            held[name] += count * (value.low <= truth[name] <= value.high)
    assert all(0.925 < count / times < 0.995 for count in held.values()), held


def test_a_box_that_found_nothing_seldom_holds_up() -> None:
    """Where box and rest lose alike, it is called denser in one of forty."""
    rng, mass = np.random.default_rng(6), np.array([0.16, 0.84])
    drawn = rng.binomial(80, 0.25, (1500, 2)).astype(float)
    held = sum(retest.Parts(mass, hits, np.array([80.0, 80.0])).holds_up(0) for hits in drawn)
    assert 0.01 < held / 1500 < 0.045
    assert retest.Parts(mass, np.array([60.0, 10.0]), np.array([80.0, 80.0])).holds_up(0)


def test_another_rule_on_the_same_fresh_points() -> None:
    """A rule that is the box itself has its density and coverage; so has one that cuts across, by weighting."""
    rng = np.random.default_rng(9)
    space = [Factor("a", "a", 0.0, 1.0), Factor("b", "b", 0.0, 1.0)]
    box = Box.whole(2).at(HIGH, 0, 0.25)
    x, _ = retest.sample(space, [box], 4800, 1)
    y = rng.random(4800) < np.where(x[:, 0] < 0.25, 0.8, 0.1)
    volume = rng.random((20_000, 2))
    parts = retest.parts(space, [box], x, y)
    density, coverage = retest.of_rule(space, [box], box.holds, x, y, volume)
    assert density.estimate == pytest.approx(parts.density(0).estimate)
    assert coverage.estimate == pytest.approx(parts.coverage([0]).estimate)
    density, coverage = retest.of_rule(space, [box], lambda points: points[:, 1] < 0.5, x, y, volume)
    assert density.estimate == pytest.approx(0.25 * 0.8 + 0.75 * 0.1, abs=0.02)
    assert coverage.estimate == pytest.approx(0.5, abs=0.04)


def test_regrets_by_hand() -> None:
    """Two designs, three futures: worth 1, 5, 2 against 3, 0, 2."""
    values = np.array([[1.0, 3.0], [5.0, 0.0], [2.0, 2.0]])
    np.testing.assert_array_equal(regret.regrets(values), [[2, 0], [0, 5], [0, 0]])
    first, second = regret.table(["A", "B"], values, values >= 2.0)
    assert (first.expected.estimate, first.largest, first.worst) == (pytest.approx(2 / 3), 2.0, 0)
    assert (second.expected.estimate, second.largest, second.worst) == (pytest.approx(5 / 3), 5.0, 1)
    assert (first.best.estimate, second.best.estimate) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert (first.enough.estimate, second.enough.estimate) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    assert regret.minimax([first, second]).name == "A"


def test_futures_that_are_no_world_are_left_out_of_regrets() -> None:
    values = np.array([[np.nan, np.nan], [5.0, 0.0], [2.0, 4.0]])
    first, second = regret.table(["A", "B"], values, np.ones((3, 2), dtype=bool))
    assert (first.worst, second.worst) == (2, 1)
    assert first.enough.count == 2
