"""Which interval is used, and that it covers: t where differences are not skewed, bootstrap-t where they are."""

import numpy as np
import pytest
from scipy import stats

from experiments.intervals import (
    RESAMPLES,
    _resamples,
    bootstrap_t,
    difference_interval,
    skewness,
    two_groups,
)
from experiments.statistics import simultaneous, t_interval
from tests.experiments.sequential import MEAN, covered, limits, samples

# Per kind and n: what t covers at most (or at least, where it is right), and what the chosen interval covers at least.
BOUNDS = {
    ("normal", 30): (0.935, 0.935),
    ("lognormal", 30): (0.92, 0.915),
    ("lock-in", 30): (0.935, 0.92),
    ("lognormal", 100): (0.94, 0.92),
    ("lock-in", 100): (0.96, 0.94),
}


@pytest.mark.parametrize(("kind", "n"), BOUNDS)
def test_the_chosen_interval_covers_where_t_alone_does_not(kind: str, n: int) -> None:
    """800 studies: a standard error of .8 points at 95 %."""
    x = samples(kind, (800, n))
    alone, chosen = (covered(*limits(x, t_only=t_only), MEAN[kind]) for t_only in (True, False))
    t_bound, bound = BOUNDS[kind, n]
    assert chosen >= bound, (alone, chosen)
    assert chosen <= 0.98
    assert alone >= t_bound if kind == "normal" else chosen > alone < t_bound, (alone, chosen)


@pytest.mark.study
def test_the_table_of_the_intervals_page() -> None:
    """What docs/why/intervals.md shows, with 4,000 studies: minutes."""
    for n in (30, 100):
        for kind, mean in MEAN.items():
            x = samples(kind, (4000, n))
            alone, chosen = (covered(*limits(x, t_only=t_only), mean) for t_only in (True, False))
            print(f"{kind} {n}: t {alone:.1%}, chosen {chosen:.1%}")
            assert 0.92 <= chosen <= 0.975, (kind, n, chosen)


def test_designs_that_do_not_differ_are_told_apart_in_one_study_in_twenty() -> None:
    low, high = limits(samples("normal", (2000, 30), seed=2))
    assert 0.04 <= 1.0 - covered(low, high, 0.0) <= 0.06


@pytest.mark.parametrize("columns", [1, 3, 8])
def test_simultaneous_intervals_hold_together(columns: int) -> None:
    """Designs that share customers and luck: differences from the first correlate, and all must hold at once."""
    rng = np.random.default_rng(columns)
    luck = rng.normal(size=(2000, 30, 1))
    differences = luck + rng.normal(size=(2000, 30, columns))
    missed = alone = 0
    for study in differences:
        missed += any(interval.sign for interval in simultaneous(study))
        alone += any(t_interval(column).sign for column in study.T)
    assert missed / 2000 <= 0.06
    assert missed / 2000 >= (0.04 if columns == 1 else 0.015)  # Bonferroni is careful, not idle
    if columns == 8:
        assert alone / 2000 > 0.12


def test_simultaneous_intervals_need_a_table() -> None:
    with pytest.raises(ValueError, match="replications, columns"):
        simultaneous(np.zeros(5))
    one = np.random.default_rng(0).normal(size=20)
    assert simultaneous(one[:, None]) == [t_interval(one)]


def test_bootstrap_t_equals_one_resample_after_the_other() -> None:
    x = samples("lognormal", (1, 30))[0]
    pivots = []
    for counts in _resamples(30):
        drawn = np.repeat(x, counts.astype(int))
        pivots.append((drawn.mean() - x.mean()) / (drawn.std(ddof=1) / np.sqrt(30)))
    pivots.sort()
    error = x.std(ddof=1) / np.sqrt(30)
    low, high = (float(limit[0]) for limit in bootstrap_t(x[None, :]))
    assert low == pytest.approx(x.mean() - pivots[RESAMPLES - 100] * error, rel=1e-9)
    assert high == pytest.approx(x.mean() - pivots[99] * error, rel=1e-9)


def test_resamples_are_whole_fair_and_the_same_for_ever() -> None:
    held = _resamples(30)
    assert held.shape == (RESAMPLES, 30)
    assert (held.sum(axis=1) == 30).all()
    expected = float(RESAMPLES)
    assert stats.chisquare(held.sum(axis=0), np.full(30, expected)).pvalue > 0.001
    assert held[0, :8].tolist() == [3.0, 0.0, 2.0, 2.0, 3.0, 1.0, 1.0, 0.0]


def test_the_interval_moves_with_its_values() -> None:
    x = samples("lognormal", (1, 40))[0]
    interval, method = difference_interval(x)
    mirrored, _ = difference_interval(5.0 - 2.0 * x)
    assert method == "bootstrap-t"
    assert (mirrored.low, mirrored.high) == pytest.approx(
        (5 - 2 * interval.high, 5 - 2 * interval.low), rel=1e-9
    )
    assert interval.high - interval.estimate > interval.estimate - interval.low  # longer where the tail is
    assert difference_interval(x) == (interval, method)


@pytest.mark.parametrize(
    "values",
    [
        np.random.default_rng(4).normal(size=30),
        np.full(30, 2.5),
        [0.0] * 8 + [9.0],
        samples("lognormal", (1, 29))[0],
        [1.0, 2.0],
        [np.nan],
        [0.0] * 29 + [1.0],  # a third of all resamples hold zeros only: no finite limit
    ],
)
def test_t_stays_where_nothing_is_skewed_or_too_little_is_there(values: list[float]) -> None:
    interval, method = difference_interval(values)
    assert method == "t"
    np.testing.assert_equal((interval.low, interval.high), (t_interval(values).low, t_interval(values).high))


def test_skewness_equals_scipy() -> None:
    x = samples("lognormal", (3, 25))
    np.testing.assert_allclose(skewness(x), stats.skew(x, axis=1, bias=False), rtol=1e-12)


def test_two_groups_are_seen_and_one_is_not() -> None:
    found = [two_groups(x) for x in samples("lock-in", (300, 100))]
    assert np.mean([groups is not None for groups in found]) > 0.98
    groups = next(groups for groups in found if groups is not None)
    assert groups.few + groups.many == 100
    assert groups.few_around == pytest.approx(10.0, abs=1.5)
    assert groups.many_around == pytest.approx(0.0, abs=0.5)
    assert np.mean([two_groups(x) is not None for x in samples("normal", (1000, 30))]) < 0.005
    assert two_groups([0.0, 0.0, 1.0] * 10) is None  # counting, not groups
