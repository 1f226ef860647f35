"""The boxes again, on fresh points with fresh luck: densities and coverage that no search has flattered.

The space is cut into parts: what the first box holds, what the second holds beyond it, and so on, and the rest. Each
part is sampled anew, independently and uniformly; its share of the space is known exactly.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.discovery import shares
from experiments.discovery.boxes import Box, Mask, fresh, holder, masses
from experiments.discovery.futures import TURNS
from experiments.statistics import Floats, Interval
from experiments.study.space import Factor

BLOCK = 480  # fresh points drawn together
STREAM = 2  # of the seed, apart from that of the first sample


@dataclass(frozen=True)
class Parts:
    """The parts of the space with what was found in each: mass, hits of trials; the rest is last."""

    mass: Floats
    hits: Floats
    trials: Floats

    def density(self, part: int) -> Interval:
        """Share of the futures in a part that lose."""
        return shares.wilson(float(self.hits[part]), float(self.trials[part]))

    def elsewhere(self, parts: Sequence[int]) -> Interval:
        """Share of the futures outside some parts that lose."""
        weights = self.mass.copy()
        weights[list(parts)] = 0.0
        total = weights.sum()
        return shares.weighted(weights / total if total else weights, self.hits, self.trials)

    @property
    def overall(self) -> Interval:
        """Share of all futures that lose."""
        return shares.weighted(self.mass, self.hits, self.trials)

    def coverage(self, parts: Sequence[int]) -> Interval:
        """Share of all losing futures that some parts hold."""
        inside = np.zeros(len(self.mass))
        inside[list(parts)] = self.mass[list(parts)]
        return shares.ratio(inside, self.mass, self.hits, self.trials)

    def holds_up(self, part: int) -> bool:
        """Whether losing futures are decidedly denser in a part than outside it: Newcombe's interval (1998) of the
        difference lies above nought."""
        weights = np.where(np.arange(len(self.mass)) == part, 1.0, 0.0)
        outside = np.where(weights > 0.0, 0.0, self.mass)
        if outside.sum() <= 0.0:
            return False
        return shares.weighted(weights - outside / outside.sum(), self.hits, self.trials).low > 0.0


def allotted(count: int, parts: int) -> list[int]:
    """How many points each part gets: alike, the first ones one more where it does not come out even."""
    return [count // parts + (k < count % parts) for k in range(parts)]


def sample(
    factors: Sequence[Factor], boxes: Sequence[Box], count: int, seed: int
) -> tuple[Floats, NDArray[np.int64]]:
    """Fresh points of all parts together, and the turn of luck of each; (count, factors) and (count,).

    They come in blocks of BLOCK, all parts alike and shuffled: a longer re-test begins with the points of a shorter
    one.
    """
    blocks = [_block(factors, boxes, [seed, STREAM, number]) for number in range(-(-count // BLOCK))]
    turns = np.tile(np.arange(BLOCK) // (BLOCK // TURNS), len(blocks))
    return np.concatenate(blocks)[:count], turns[:count]


def _block(factors: Sequence[Factor], boxes: Sequence[Box], key: Sequence[int]) -> Floats:
    rng = np.random.default_rng(key)
    parts = [fresh(factors, boxes, k, n, rng) for k, n in enumerate(allotted(BLOCK, len(boxes) + 1))]
    points = rng.permutation(np.concatenate(parts))
    return np.concatenate([points[turn::TURNS] for turn in range(TURNS)])


def parts(factors: Sequence[Factor], boxes: Sequence[Box], x: Floats, y: Mask) -> Parts:
    """What fresh points x (points, factors), losing or not y, say about the parts."""
    where, count = holder(x, boxes), len(boxes) + 1
    return Parts(
        masses(factors, boxes),
        np.bincount(where, weights=y, minlength=count).astype(np.float64),
        np.bincount(where, minlength=count).astype(np.float64),
    )


def of_rule(
    factors: Sequence[Factor],
    boxes: Sequence[Box],
    holds: Callable[[Floats], Mask],
    x: Floats,
    y: Mask,
    volume: Floats,
) -> tuple[Interval, Interval]:
    """Density and coverage of any other rule on the same fresh points.

    holds: the rule.  volume: many uniform points of the space, from which the rule's share of each part is taken.
    """
    count = len(boxes) + 1
    where, inside, there = holder(x, boxes), holds(x), holder(volume, boxes)
    cell = 2 * where + inside
    mass = masses(factors, boxes)
    share = np.bincount(there, weights=holds(volume), minlength=count) / np.maximum(
        np.bincount(there, minlength=count), 1
    )
    weights = np.column_stack([mass * (1.0 - share), mass * share]).ravel()
    hits = np.bincount(cell, weights=y, minlength=2 * count).astype(np.float64)
    trials = np.bincount(cell, minlength=2 * count).astype(np.float64)
    own = np.where(np.arange(2 * count) % 2 == 1, weights, 0.0)
    density = shares.weighted(own / own.sum(), hits, trials) if own.sum() else shares.wilson(0, 0)
    return density, shares.ratio(own, weights, hits, trials)
