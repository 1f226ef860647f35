"""Our exponential against exact arithmetic and the C library, over the whole range."""

import math
from decimal import Decimal, getcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.exponential import HEADS, LARGE, TAILS, exp

RANGES = [(-1.0, 1.0), (-50.0, 50.0), (-LARGE, LARGE), (-1e-3, 1e-3), (-1e-17, 1e-17)]


@pytest.mark.parametrize(("low", "high"), RANGES)
def test_error_stays_below_what_the_algorithm_promises(low: float, high: float) -> None:
    getcontext().prec = 60
    for x in np.random.default_rng(1).uniform(low, high, 2_000):
        exact, found = Decimal(float(x)).exp(), exp(float(x))
        assert abs(Decimal(found) - exact) / Decimal(math.ulp(found)) < Decimal("0.511")


@pytest.mark.parametrize(("low", "high"), RANGES)
def test_within_a_unit_of_the_c_library(low: float, high: float) -> None:
    for x in np.random.default_rng(2).uniform(low, high, 5_000):
        assert abs(exp(float(x)) - math.exp(x)) <= math.ulp(math.exp(x))


def test_ends() -> None:
    assert exp(0.0) == 1.0
    assert exp(-0.0) == 1.0
    assert exp(math.inf) == math.inf
    assert exp(1000.0) == math.inf
    assert exp(-math.inf) == 0.0
    assert exp(-1000.0) == 0.0
    assert 0.0 < exp(-744.0) < 1e-320
    assert math.isnan(exp(math.nan))


@given(st.floats(-500.0, 500.0), st.floats(-500.0, 500.0))
def test_larger_powers_are_larger(one: float, other: float) -> None:
    assert (exp(one) <= exp(other)) == (one <= other) or exp(one) == exp(other)


def test_table_is_powers_of_two() -> None:
    getcontext().prec = 60
    for k in range(128):
        head = (HEADS[k] + np.uint64((k << 52) // 128)).view(np.float64)
        exact = Decimal(2) ** (Decimal(k) / 128)
        assert float(exact) == head
        assert TAILS[k] == pytest.approx(float(exact / Decimal(float(head)) - 1), abs=1e-30)
