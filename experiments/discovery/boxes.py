"""Boxes in the space of a study: limits on some factors, their share of the space, and fresh points inside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from experiments.errors import InputError
from experiments.statistics import Floats
from experiments.study.space import Factor, scaled

Mask = NDArray[np.bool_]
LOW, HIGH = 0, 1
HALVINGS = 50
TRIES = 10_000  # of rejection sampling, in batches of as many points as are wanted


@dataclass(frozen=True)
class Box:
    """Limits on factors: limits (2, factors), low then high, infinite where the factor is free."""

    limits: Floats

    @classmethod
    def whole(cls, factors: int) -> "Box":
        """The box without any limit."""
        return cls(np.array([[-np.inf] * factors, [np.inf] * factors]))

    @property
    def restrictions(self) -> list[tuple[int, int]]:
        """(side, factor) of every limit, sides LOW and HIGH."""
        return [(int(side), int(k)) for side, k in np.argwhere(np.isfinite(self.limits))]

    @property
    def restricted(self) -> list[int]:
        """Factors with a limit."""
        return sorted({k for _, k in self.restrictions})

    def holds(self, x: Floats) -> Mask:
        """Which points (points, factors) lie inside."""
        return np.asarray(((x >= self.limits[LOW]) & (x <= self.limits[HIGH])).all(axis=1))

    def at(self, side: int, factor: int, limit: float) -> "Box":
        """The box with another limit; infinite takes it away."""
        limits = self.limits.copy()
        limits[side, factor] = limit
        return Box(limits)

    def without(self, side: int, factor: int) -> "Box":
        """The box without one of its limits."""
        return self.at(side, factor, np.inf if side == HIGH else -np.inf)


def holder(x: Floats, boxes: Sequence[Box]) -> NDArray[np.int64]:
    """The first box that holds each point (points, factors); len(boxes) for those that none holds."""
    inside = np.array([box.holds(x) for box in boxes] + [np.ones(len(x), dtype=bool)])
    return np.asarray(inside.argmax(axis=0), dtype=np.int64)


def shares_of(factors: Sequence[Factor], box: Box) -> Floats:
    """The box as shares of the ranges, (2, factors): every point of the space is a share of each range."""
    return np.array([
        [_share(factor, low, below=True) for factor, low in zip(factors, box.limits[LOW], strict=True)],
        [_share(factor, high, below=False) for factor, high in zip(factors, box.limits[HIGH], strict=True)],
    ])  # fmt: skip


def masses(factors: Sequence[Factor], boxes: Sequence[Box]) -> Floats:
    """Share of the space that is held first by each box, and by none of them last; shape (boxes + 1,).

    Exact: the space is a product of ranges, so overlaps of boxes are boxes (inclusion and exclusion).
    """
    sides = [shares_of(factors, box) for box in boxes]
    covered = [_union(sides[: k + 1]) for k in range(len(sides))]
    return np.diff([0.0, *covered, 1.0])


def fresh(
    factors: Sequence[Factor], boxes: Sequence[Box], stratum: int, count: int, rng: np.random.Generator
) -> Floats:
    """Independent uniform points that a box holds first, or none of them (stratum = len(boxes)); (count, factors).

    Raises InputError for a part of the space so small that no point of it is found.
    """
    low, high = np.zeros(len(factors)), np.ones(len(factors))
    if stratum < len(boxes):
        low, high = shares_of(factors, boxes[stratum])
    found: list[Floats] = []
    for _ in range(TRIES):
        points = scaled(factors, low + (high - low) * rng.random((max(count, 1), len(factors))))
        found.append(points[holder(points, boxes) == stratum])
        if sum(map(len, found)) >= count:
            return np.concatenate(found)[:count]
    raise InputError("a part of the space is too small to be sampled again; ask for fewer boxes")


def _share(factor: Factor, limit: float, *, below: bool) -> float:
    """The share of the range at which values reach a lower limit, or leave an upper one; values rise with shares."""
    if not np.isfinite(limit):
        return 0.0 if below else 1.0
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        value = factor.at(middle)
        low, high = (middle, high) if (value < limit if below else value <= limit) else (low, middle)
    return 0.5 * (low + high)


def _union(sides: list[Floats]) -> float:
    """Share of the space that at least one of some boxes holds."""
    return sum(
        (-1.0) ** (size + 1) * _volume(np.array(some))
        for size in range(1, len(sides) + 1)
        for some in combinations(sides, size)
    )


def _volume(some: Floats) -> float:
    """Share of the space that all of some boxes hold; (boxes, 2, factors)."""
    return float(np.prod(np.maximum(some[:, HIGH].min(axis=0) - some[:, LOW].max(axis=0), 0.0)))
