"""Peeling: a planted box comes back, chance does not, and another implementation says the same."""

import importlib
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest

from experiments.discovery import covering, prim, tree
from experiments.discovery.boxes import HIGH, LOW, Box, Mask
from experiments.statistics import Floats

UNDER, OVER = 0.4, 0.5


def planted(points: int, factors: int, seed: int, flipped: float = 0.0) -> tuple[Floats, Mask]:
    """Points of which those with a small first and a large second number lose; some answers are turned round."""
    rng = np.random.default_rng(seed)
    x = rng.random((points, factors))
    return x, ((x[:, 0] < UNDER) & (x[:, 1] > OVER)) ^ (rng.random(points) < flipped)


def test_a_planted_box_comes_back() -> None:
    x, y = planted(1000, 4, 1)
    (found,) = covering.cover(x, y, shuffles=19)
    assert found.box is not None
    assert found.box.restrictions == [(LOW, 1), (HIGH, 0)]
    step = prim.PEEL  # of the range: a limit lies within one peel of the planted one
    assert found.box.limits[HIGH, 0] == pytest.approx(UNDER, abs=step)
    assert found.box.limits[LOW, 1] == pytest.approx(OVER, abs=step)
    own = prim.step_of(x, y, found.box)
    assert own.coverage > 0.95
    assert own.density > 0.95
    assert found.chance == 1 / 20


@pytest.mark.parametrize("seed", range(10))
def test_limits_on_irrelevant_factors_are_not_believed(seed: int) -> None:
    x, y = planted(512, 10, seed, flipped=0.05)
    every = prim.peeled(x, y)[-1].box.restricted
    steps, chosen = prim.believed(x, y, prim.nearest)
    assert chosen is not None
    assert steps[chosen].box.restrictions == [(LOW, 1), (HIGH, 0)]
    assert set(every) >= {0, 1}


def test_peeling_alone_does_restrict_irrelevant_factors() -> None:
    """What the quasi-p values are for: without them most boxes carry limits that mean nothing."""
    ends = [set(prim.peeled(*planted(512, 10, seed, flipped=0.05))[-1].box.restricted) for seed in range(10)]
    assert sum(bool(end - {0, 1}) for end in ends) >= 8


def test_two_boxes_by_covering() -> None:
    rng = np.random.default_rng(3)
    x = rng.random((2000, 5))
    y = (x[:, :2] < 0.35).all(axis=1) | (x[:, 2:4] > 0.7).all(axis=1)
    found = covering.cover(x, y, shuffles=19)
    assert {tuple(one.box.restricted) for one in found if one.box is not None} == {(0, 1), (2, 3)}


@pytest.mark.parametrize("share", [0.1, 0.3])
def test_noise_gives_no_box(share: float) -> None:
    """At most one search in twenty finds a box where there is nothing: of 60 samples, 4.3 errors above 3 are 10."""
    boxes = 0
    for seed in range(60):
        rng = np.random.default_rng([seed, 7])
        found = covering.cover(rng.random((80, 4)), rng.random(80) < share, seed=seed, shuffles=19, most=1)
        boxes += any(one.box is not None for one in found)
    assert boxes <= 10


def test_the_chance_of_noise_is_uniform() -> None:
    chances = []
    for seed in range(60):
        rng = np.random.default_rng([seed, 8])
        x, y = rng.random((80, 4)), rng.random(80) < 0.3
        chances.append(prim.chance(x, y, prim.nearest, rng, shuffles=19))
    assert 0.35 < np.mean(chances) < 0.7
    assert np.mean(np.array(chances) <= 0.05) < 0.17


def test_the_rule_of_density() -> None:
    x, y = planted(1000, 3, 5, flipped=0.1)
    steps = prim.peeled(x, y)
    chosen, coverage = prim.dense(0.8)(steps)
    assert chosen is not None
    assert steps[chosen].density >= 0.8
    assert coverage == max(step.coverage for step in steps if step.density >= 0.8)
    assert prim.dense(0.999)(steps)[0] is None


def test_nearest_by_hand() -> None:
    box = Box.whole(1)
    steps = [prim.Step(box, 1, d, c, 1, 1) for d, c in ((0.2, 1.0), (0.8, 0.7), (1.0, 0.5))]
    assert prim.nearest(steps) == (1, pytest.approx(-0.13))


def test_quasi_p_by_hand() -> None:
    """Box x < .5 of ten points, five lose of five inside, none outside: without the limit half lose, so 1 / 32."""
    x = (np.arange(10)[:, None] + 0.5) / 10
    y = x[:, 0] < 0.5
    box = Box.whole(1).at(HIGH, 0, 0.5)
    assert prim.quasi_p(x, y, box) == {(HIGH, 0): pytest.approx(1 / 32)}


def test_pasting_gives_back_what_was_peeled_too_far() -> None:
    x, y = planted(1000, 2, 9)
    tight = Box.whole(2).at(HIGH, 0, UNDER - 0.15).at(LOW, 1, OVER + 0.15)
    wide = prim.pasted(x, y, tight)
    assert wide.limits[HIGH, 0] == pytest.approx(UNDER, abs=0.03)
    assert wide.limits[LOW, 1] == pytest.approx(OVER, abs=0.03)


def test_whole_numbers_are_peeled_between_values() -> None:
    rng = np.random.default_rng(2)
    x = np.column_stack([rng.integers(1, 6, 600), rng.random(600)]).astype(np.float64)
    (found,) = covering.cover(x, x[:, 0] >= 4, shuffles=19)
    assert found.box is not None
    assert found.box.restrictions == [(LOW, 0)]
    assert 3 < found.box.limits[LOW, 0] < 4


def test_a_tree_says_the_same_of_a_planted_box() -> None:
    x, y = planted(1000, 4, 1)
    grown = tree.grow(x, y)
    (leaf,) = grown.losing
    assert leaf.box.restrictions == [(LOW, 1), (HIGH, 0)]
    np.testing.assert_array_equal(grown.holds(x), leaf.box.holds(x))
    (found,) = covering.cover(x, y, shuffles=19)
    assert found.box is not None
    fresh = np.random.default_rng(0).random((5000, 4))
    assert tree.agreement(grown, [found.box], fresh) > 0.97
    assert tree.agreement(grown, [], fresh) == pytest.approx(1.0 - UNDER * (1.0 - OVER), abs=0.03)


@pytest.fixture(scope="module")
def workbench() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pytest.importorskip("ema_workbench")
        return importlib.import_module("ema_workbench.analysis.prim")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_equal_to_the_workbench(workbench: Any, seed: int) -> None:
    """Every peel, its density and coverage, and the quasi-p values of the last box: to the last digit that counts."""
    x, y = planted(1000, 6, seed, flipped=0.03)
    table = pd.DataFrame(x, columns=list("abcdef"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = workbench.Prim(table, y.astype(int), threshold=0.1, peel_alpha=prim.PEEL).find_box()
    ours = prim.peeled(x, y)
    ends = theirs.box_lims[0].to_numpy(dtype=float)
    for k, step in enumerate(ours):
        limits = np.where(np.isfinite(step.box.limits), step.box.limits, ends)
        np.testing.assert_allclose(limits, theirs.box_lims[k].to_numpy(dtype=float), rtol=1e-12)
        told = theirs.peeling_trajectory.iloc[k]
        assert (step.coverage, step.density) == pytest.approx((told["coverage"], told["mean"]))
    quasi = theirs.qp[len(ours) - 1]
    for (side, k), value in prim.quasi_p(x, y, ours[-1].box).items():
        assert value == pytest.approx(quasi["abcdef"[k]][side], rel=1e-6, abs=1e-300)
