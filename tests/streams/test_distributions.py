"""From a uniform to a duration: exact quantiles, right means and spreads, a larger draw never a shorter time."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy import special, stats

from sim.rules.distributions import (
    DETERMINISTIC,
    EXPONENTIAL,
    LOGNORMAL,
    duration,
    exponential,
    gumbel,
    normal_quantile,
    weibull,
)
from sim.world import log_spread

CELLS = 200_000
MIDDLES = (np.arange(CELLS) + 0.5) / CELLS
TAILS = [10.0**-power for power in range(1, 301)]
ALMOST_ONE = [1.0 - 2.0**-bits for bits in range(1, 54)]


def of_each(function: Callable[[float], float], draws: np.ndarray) -> np.ndarray:
    return np.array([function(u) for u in draws.tolist()])


class TestNormal:
    def test_equals_scipy_from_1e_300_to_one_minus_1e_16(self) -> None:
        random = np.random.default_rng(5)
        u = np.concatenate([TAILS, ALMOST_ONE, MIDDLES[::20], 10.0 ** random.uniform(-300, 0, 5000)])
        u = u[(u > 0.0) & (u < 1.0) & (u != 0.5)]
        exact = special.ndtri(u)
        assert np.max(np.abs(of_each(normal_quantile, u) / exact - 1.0)) < 1e-14

    def test_is_odd_and_zero_in_the_middle(self) -> None:
        assert normal_quantile(0.5) == 0.0
        for bits in range(2, 53):
            assert normal_quantile(2.0**-bits) == -normal_quantile(1.0 - 2.0**-bits)


class TestDurations:
    @pytest.mark.parametrize("cv", [0.1, 0.6, 1.0, 2.0])
    def test_lognormal_has_its_mean_and_coefficient_of_variation(self, cv: float) -> None:
        # an even grid over the normal scale integrates smooth functions of a normal to the last digits
        z = np.linspace(-12.0, 14.0, 2001)
        density = stats.norm.pdf(z) * (z[1] - z[0])
        values = of_each(lambda u: duration(LOGNORMAL, 7.0, log_spread(cv), u), special.ndtr(z[z < 8.0]))
        rest = 7.0 * np.exp(log_spread(cv) * z[z >= 8.0] - 0.5 * log_spread(cv) ** 2)
        values = np.concatenate([values, rest])
        mean = float(density @ values)
        assert mean == pytest.approx(7.0, rel=1e-8)
        assert math.sqrt(float(density @ (values - mean) ** 2)) / mean == pytest.approx(cv, rel=1e-6)

    @pytest.mark.parametrize("shape", [0.7, 1.0, 2.0, 5.0])
    def test_weibull_equals_scipy_and_has_its_mean(self, shape: float) -> None:
        scale = 6.3 / math.gamma(1.0 + 1.0 / shape)
        exact = stats.weibull_min.ppf(MIDDLES, shape, scale=scale)
        got = of_each(lambda u: weibull(6.3, shape, u), MIDDLES[::50])
        np.testing.assert_allclose(got, exact[::50], rtol=1e-12)
        assert exact.mean() == pytest.approx(6.3, rel=1e-3)

    def test_exponential_and_gumbel_equal_scipy(self) -> None:
        some = np.concatenate([MIDDLES[::50], [1e-300, 1e-20, 1.0 - 2.0**-53]])
        exact = stats.expon.ppf(some, scale=3.0)
        np.testing.assert_allclose(of_each(lambda u: exponential(3.0, u), some), exact, rtol=1e-13)
        away = some[np.abs(stats.gumbel_r.ppf(some)) > 1e-3]
        np.testing.assert_allclose(of_each(gumbel, away), stats.gumbel_r.ppf(away), rtol=1e-11)

    @pytest.mark.parametrize("law", [LOGNORMAL, EXPONENTIAL, DETERMINISTIC])
    def test_a_larger_draw_is_never_a_shorter_time(self, law: int) -> None:
        some = np.sort(np.concatenate([MIDDLES[::50], TAILS, ALMOST_ONE]))
        times = of_each(lambda u: duration(law, 2.0, 0.6, u), some)
        assert (np.diff(times) >= 0).all()
        assert np.isfinite(times).all()
        assert (times >= 0).all()

    @pytest.mark.parametrize("law", [LOGNORMAL, EXPONENTIAL, DETERMINISTIC])
    def test_no_mean_no_time(self, law: int) -> None:
        assert duration(law, 0.0, 0.6, 0.99) == 0.0

    def test_the_largest_utility_wins_with_its_share(self) -> None:
        """Gumbel-max over log-shares, integrated over the other's draws: P(first wins) is exactly its share."""
        share = 0.3
        u = (np.arange(2000) + 0.5) / 2000
        first = math.log(share) + of_each(gumbel, u)
        loses_to = np.exp(-np.exp(-(first - math.log(1.0 - share))))
        assert loses_to.mean() == pytest.approx(share, abs=1e-6)
