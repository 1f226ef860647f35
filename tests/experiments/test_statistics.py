"""Intervals against published tables, survival against a slow twin, break-evens of known lines."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from experiments.statistics import break_even, kaplan_meier, paired, t_interval


def test_t_interval_equals_scipy() -> None:
    values = np.random.default_rng(0).normal(3, 2, 30)
    interval = t_interval(values)
    low, high = stats.t.interval(0.95, 29, values.mean(), stats.sem(values))
    assert (interval.low, interval.high) == pytest.approx((low, high), rel=1e-12)
    assert interval.count == 30
    assert interval.sign == 1


def test_t_interval_covers_as_it_says() -> None:
    draws = np.random.default_rng(1).normal(size=(2000, 10))
    intervals = [t_interval(row) for row in draws]
    covered = sum(i.low <= 0.0 <= i.high for i in intervals) / 2000
    assert abs(covered - 0.95) < 4.3 * np.sqrt(0.95 * 0.05 / 2000)


@pytest.mark.parametrize(("values", "count"), [([], 0), ([np.nan], 0), ([2.0], 1), ([2.0, np.nan], 1)])
def test_too_few_values_give_no_interval(values: list[float], count: int) -> None:
    interval = t_interval(values)
    assert interval.count == count
    assert np.isnan(interval.low)
    assert interval.sign == 0


def test_identical_designs_differ_by_exactly_nothing() -> None:
    values = np.random.default_rng(2).normal(0.1, 1e-3, 30)
    result = paired(values, values)
    assert (result.difference.estimate, result.difference.low, result.difference.high) == (0.0, 0.0, 0.0)
    assert result.correlation == pytest.approx(1.0)
    assert result.variance_ratio == np.inf


def test_pairing_wins_what_the_correlation_promises() -> None:
    rng = np.random.default_rng(3)
    luck = rng.normal(size=4000)
    a, b = luck + rng.normal(size=4000) * 0.5, 1 + luck + rng.normal(size=4000) * 0.5
    result = paired(a, b)
    assert result.correlation == pytest.approx(0.8, abs=0.02)
    assert result.variance_ratio == pytest.approx(5.0, rel=0.1)
    assert result.width_ratio == pytest.approx(5.0**-0.5, rel=0.05)
    assert result.difference.sign == 1


def test_pairs_that_share_nothing_pay_for_their_degrees_of_freedom() -> None:
    a, b = (np.random.default_rng(seed).normal(size=(4000, 5)) for seed in (6, 7))
    widths = [paired(x, y).width_ratio for x, y in zip(a, b, strict=True)]
    variances = [paired(x, y).variance_ratio for x, y in zip(a, b, strict=True)]
    assert np.allclose(np.array(widths) * np.sqrt(variances), 2.7764 / 2.3060, rtol=1e-4)


def test_pairs_with_a_gap_are_left_out() -> None:
    assert paired([1.0, np.nan, 3.0], [2.0, 5.0, 5.0]).difference.count == 2
    with pytest.raises(ValueError, match="equally many"):
        paired([1.0], [1.0, 2.0])


def test_kaplan_meier_on_the_leukaemia_data() -> None:
    """6-MP arm of Freireich et al. 1963: S(6) .857, S(10) .753, S(22) .538, S(23) .448."""
    duration = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    curve = kaplan_meier(duration, [True] * 9 + [False] * 12)
    assert curve.at([0, 5.9, 6, 10, 22, 23, 40]) == pytest.approx(
        [1, 1, 0.857, 0.753, 0.538, 0.448, 0.448], abs=5e-4
    )
    assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
    at_ten = curve.interval_at(10)
    assert (at_ten.low, at_ten.high) == pytest.approx((0.503, 0.889), abs=2e-3)


@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=40))
def test_kaplan_meier_equals_its_slow_twin(people: list[tuple[int, bool]]) -> None:
    curve = kaplan_meier([d for d, _ in people], [e for _, e in people])
    survival = 1.0
    for day in range(13):
        at_risk = sum(d >= day for d, _ in people)
        events = sum(d == day and e for d, e in people)
        survival *= 1.0 - events / at_risk if at_risk else 1.0
        assert float(curve.at(day)) == pytest.approx(survival, abs=1e-12)
    assert np.all((curve.low <= curve.survival + 1e-12) & (curve.survival <= curve.high + 1e-12))


def test_nobody_leaves_and_nobody_is_there() -> None:
    assert float(kaplan_meier([3.0, 4.0], [False, False]).at(365)) == 1.0
    assert float(kaplan_meier([], []).at(365)) == 1.0
    with pytest.raises(ValueError, match="numbers"):
        kaplan_meier([np.nan], [True])


def lines(slope: float, level: float, noise: float = 0.1, replications: int = 30) -> np.ndarray:
    shift = np.random.default_rng(4).normal(0, noise, replications)
    shift -= shift.mean()
    return slope * (np.array([0.0, 0.25, 0.5, 0.75, 1.0]) - level)[None, :] + shift[:, None]


LEVELS = [0.0, 0.25, 0.5, 0.75, 1.0]


def test_break_even_of_a_line() -> None:
    root = break_even(LEVELS, lines(2.0, 0.6))
    assert root.verdict == "above"
    assert root.level == pytest.approx(0.6)
    half = t_interval(lines(2.0, 0.6)[:, 0]).half_width / 2.0
    assert (root.low, root.high) == pytest.approx((0.6 - half, 0.6 + half))


@pytest.mark.parametrize(
    ("slope", "level", "verdict"),
    [(1.0, -1.0, "everywhere"), (1.0, 2.0, "nowhere"), (-1.0, 0.4, "below"), (0.0, 0.5, "undecided")],
)
def test_break_even_has_words_for_every_case(slope: float, level: float, verdict: str) -> None:
    assert break_even(LEVELS, lines(slope, level)).verdict == verdict


def test_break_even_limits_cover_the_crossing() -> None:
    """2,000 studies of ten curves each, with luck in their height and slope, that cross at .6."""
    rng = np.random.default_rng(5)
    levels = np.array([0.0, 0.4, 0.7, 0.95])
    covered = 0
    for _ in range(2000):
        height, slope = rng.normal(0.0, 0.3, 10), rng.normal(2.0, 0.5, 10)
        curves = slope[:, None] * (levels - 0.6)[None, :] + height[:, None]
        root = break_even(levels, curves)
        covered += root.low <= 0.6 <= root.high
    assert 0.94 <= covered / 2000 <= 0.96


def test_break_even_keeps_open_ends_open() -> None:
    root = break_even(LEVELS, lines(0.05, 0.5, noise=1.0))
    assert root.verdict == "above"
    assert (root.low, root.high) == (-np.inf, np.inf)


def test_break_even_that_crosses_twice_says_so() -> None:
    hump = np.array([-1.0, 1.0, 1.0, 1.0, -1.0])[None, :] + np.linspace(-0.1, 0.1, 9)[:, None]
    root = break_even(LEVELS, hump)
    assert root.verdict == "several"
    assert root.level == pytest.approx(0.125)


def test_break_even_refuses_what_is_no_curve() -> None:
    with pytest.raises(ValueError, match="two or more"):
        break_even([0.0], [[1.0], [2.0]])
    with pytest.raises(ValueError, match="ascending"):
        break_even([1.0, 0.0], [[1.0, 2.0], [2.0, 1.0]])
