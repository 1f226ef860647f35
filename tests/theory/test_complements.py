"""Functions as complements: limits of the constant elasticity, and what one of them alone can achieve."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments.theory.complements import alone, bound_alone, step_quality

EFFORTS = st.lists(st.floats(0.05, 1.0), min_size=2, max_size=6)
RHO = st.sampled_from([-4.0, -1.0, -0.5])


def equal(count: int) -> list[float]:
    return [1.0 / count] * count


def test_by_hand() -> None:
    """Harmonic mean of .5 and 1 is 2/3, their plain mean 3/4, their geometric mean sqrt(1/2)."""
    assert step_quality([0.5, 0.5], [0.5, 1.0]) == pytest.approx(2 / 3)
    assert step_quality([0.5, 0.5], [0.5, 1.0], rho=1.0) == pytest.approx(0.75)
    assert step_quality([0.5, 0.5], [0.5, 1.0], rho=0.0) == pytest.approx(math.sqrt(0.5))
    assert step_quality([0.5, 0.5], [0.5, 1.0], rho=1e-7) == pytest.approx(math.sqrt(0.5), rel=1e-6)
    assert step_quality([0.5, 0.5], [0.5, 1.0], rho=-200.0) == pytest.approx(0.5, rel=0.01)


@given(EFFORTS, RHO)
def test_the_bound_is_the_limit_of_ever_more_effort_and_never_passed(
    efforts: list[float], rho: float
) -> None:
    weights = equal(len(efforts))
    today, bound = step_quality(weights, efforts, rho), bound_alone(weights, efforts, 0, rho)
    for effort in (2.0, 1e3):
        assert step_quality(weights, [effort, *efforts[1:]], rho) / today <= bound * (1 + 1e-12)
    far = step_quality(weights, [1e12, *efforts[1:]], rho) / today
    assert far == pytest.approx(bound, rel=1e-4)


def test_the_bound_by_hand() -> None:
    """Two equal functions as good as each other carry half the burden each: alone, one can at most double the step."""
    assert bound_alone([0.5, 0.5], [0.6, 0.6], 0) == pytest.approx(2.0)
    assert bound_alone([0.25, 0.75], [0.6, 0.6], 0) == pytest.approx(4 / 3)
    assert bound_alone([0.5, 0.5], [0.6, 0.6], 0, rho=1.0) == math.inf
    assert bound_alone([0.0, 1.0], [0.6, 0.6], 0) == 1.0


@given(EFFORTS)
def test_complements_gain_less_from_one_function_than_substitutes(efforts: list[float]) -> None:
    """Perfection of one function alone is worth less, the harder the others bind."""
    level, weights = efforts[0], equal(len(efforts))
    same = [level] * len(efforts)
    gains = [alone(weights, same, 0, rho) - level for rho in (-4.0, -1.0, 0.0, 1.0)]
    assert gains == sorted(gains)
    assert gains[-1] == pytest.approx(weights[0] * (1.0 - level))


@pytest.mark.parametrize(
    ("weights", "efforts"), [([0.5, 0.6], [1, 1]), ([1.0], [0.0]), ([0.5, 0.5], [1.0]), ([1.5, -0.5], [1, 1])]
)
def test_senseless_numbers_are_refused(weights: list[float], efforts: list[float]) -> None:
    with pytest.raises(ValueError, match=r"weights|effort"):
        step_quality(weights, efforts)
