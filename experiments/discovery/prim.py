"""The patient rule induction method: peel a box until losing futures are dense in it (Friedman & Fisher 1999).

At each step a small share of the points is peeled off one side of one factor: the peel after which the mean rises most
per point taken away. The way from the whole space to a small box is the trade-off between coverage (share of all losing
futures that the box holds) and density (share of its futures that lose). One box is chosen from it by a stated rule,
limits that could be chance are taken off again (quasi-p values, Bryant & Lempert 2010, section 4), and the rest is
pasted on at the edges as long as density does not fall.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binom

from experiments.discovery.boxes import HIGH, LOW, Box, Mask
from experiments.statistics import Floats

PEEL = 0.05  # share of the box's points that a peel takes off, and a paste puts on
LEAST = 0.05  # share of all points below which a box is not peeled further
DOUBT = 0.05  # quasi-p and chance above which a limit, a box, is not believed
SHUFFLES = 99
Limit = tuple[int, int]
"""Side (LOW or HIGH) and factor."""


@dataclass(frozen=True)
class Step:
    """One box on the way. mass: share of all points inside.  density: share of those that lose.  coverage: share of all
    losing points inside.  points, losing: how many."""

    box: Box
    mass: float
    density: float
    coverage: float
    points: int
    losing: int


Rule = Callable[[Sequence[Step]], tuple[int | None, float]]
"""Which step to take, None for none, and how good it is: the larger, the better."""


def step_of(x: Floats, y: Mask, box: Box) -> Step:
    """How a box does on points x (points, factors), losing or not y (points,)."""
    inside = box.holds(x)
    points, losing = int(inside.sum()), int(y[inside].sum())
    return Step(
        box,
        points / len(y),
        losing / points if points else np.nan,
        losing / max(int(y.sum()), 1),
        points,
        losing,
    )


def peeled(
    x: Floats, y: Mask, *, share: float = PEEL, least: float = LEAST, allowed: Collection[Limit] | None = None
) -> list[Step]:
    """From the whole space to the last peel that makes the losing points denser: the trade-off curve.

    x: (points, factors).  y: (points,), whether each loses.  share: of the box's points per peel.  least: smallest
    share of all points in a box.  allowed: limits (side, factor) that may be peeled; all when left out.
    """
    open_to = np.full((2, x.shape[1]), allowed is None)
    for place in allowed or ():
        open_to[place] = True
    box, total, losing = Box.whole(x.shape[1]), len(y), max(int(y.sum()), 1)
    inside, truth = x, y.astype(np.float64)
    steps: list[Step] = []
    while True:
        count, hits = len(truth), int(truth.sum())
        steps.append(Step(box, count / total, hits / max(count, 1), hits / losing, count, hits))
        found = _best_peel(inside, truth, box, share, open_to) if count > 1 else None
        if found is None:
            return steps
        side, k, limit, keep = found
        if keep.sum() < least * total:
            return steps
        box, inside, truth = box.at(side, k, limit), inside[keep], truth[keep]


def _best_peel(
    x: Floats, y: Floats, box: Box, share: float, open_to: Mask
) -> tuple[int, int, float, Mask] | None:
    """Side, factor, limit and points kept of the peel with the largest rise of the mean per point taken off;
    of equals, one that restricts no further factor. None where no peel makes the mean rise."""
    limits = np.array([_upper(x, share), _lower(x, share)])
    keeps = np.array([x <= limits[0], x >= limits[1]])  # (sides, points, factors)
    kept = keeps.sum(axis=1)
    taken = len(y) - kept
    usable = (taken > 0) & (kept > 0) & open_to[::-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        means = np.einsum("spk,p->sk", keeps, y) / kept
        gain = np.where(usable, (means - y.mean()) / taken, -np.inf)
    if not gain.max() > 0.0:
        return None
    free = np.asarray(~np.isfinite(box.limits).any(axis=0))
    ties = [(bool(free[k]), int(k), int(s)) for s, k in np.argwhere(gain == gain.max())]
    _, k, s = min(ties)
    return (HIGH if s == 0 else LOW), k, float(limits[s, k]), keeps[s, :, k]


def _lower(x: Floats, share: float) -> Floats:
    """Per factor, half-way between the value at a share of the points and the next larger one."""
    ordered = np.sort(x, axis=0)
    value = ordered[int((len(x) - 1) * share)]
    above = np.where(ordered > value, ordered, np.inf).min(axis=0)
    return np.asarray(np.where(np.isfinite(above), 0.5 * (value + above), value))


def _upper(x: Floats, share: float) -> Floats:
    """Per factor, half-way between the value at one minus a share of the points and the next smaller one."""
    ordered = np.sort(x, axis=0)
    value = ordered[int(np.ceil((len(x) - 1) * (1.0 - share)))]
    below = np.where(ordered < value, ordered, -np.inf).max(axis=0)
    return np.asarray(np.where(np.isfinite(below), 0.5 * (value + below), value))


def nearest(steps: Sequence[Step]) -> tuple[int | None, float]:
    """The box nearest to coverage 1 and density 1: all losing futures and no other."""
    distance = [(1.0 - step.coverage) ** 2 + (1.0 - step.density) ** 2 for step in steps]
    best = int(np.argmin(distance))
    return best, -distance[best]


def dense(least: float) -> Rule:
    """The rule that takes, of all boxes with at least some density, the one with the greatest coverage."""

    def rule(steps: Sequence[Step]) -> tuple[int | None, float]:
        reach = [k for k, step in enumerate(steps) if step.density >= least]
        if not reach:
            return None, 0.0
        best = max(reach, key=lambda k: (steps[k].coverage, steps[k].density))
        return best, steps[best].coverage

    return rule


def quasi_p(x: Floats, y: Mask, box: Box) -> dict[Limit, float]:
    """For each limit (side, factor) the chance that as many of as many points lose as in the box, were they drawn from
    the box without that limit (Bryant & Lempert 2010, section 4): one-sided binomial."""
    inside = step_of(x, y, box)
    return {
        limit: float(binom.sf(inside.losing - 1, inside.points, step_of(x, y, box.without(*limit)).density))
        for limit in box.restrictions
    }


def believed(x: Floats, y: Mask, rule: Rule, doubt: float | None = None) -> tuple[list[Step], int | None]:
    """The trade-off curve on limits that are no chance, and the step the rule takes on it; None for none.

    Peel, let the rule take a box, forbid the limit of it that could most easily be chance, and peel again with the
    others, until every limit of the box is believed: limits that stand in for each other are not all lost at once.
    doubt: quasi-p above which a limit is not believed; DOUBT over the number of limits there could be when left out.
    """
    bound = DOUBT / (2 * x.shape[1]) if doubt is None else doubt
    allowed: set[Limit] = {(side, k) for side in (LOW, HIGH) for k in range(x.shape[1])}
    while True:
        steps = peeled(x, y, allowed=allowed)
        chosen, _ = rule(steps)
        if chosen is None or not steps[chosen].box.restrictions:
            return steps, None
        found = quasi_p(x, y, steps[chosen].box)
        worst = max(found, key=lambda limit: found[limit])
        if found[worst] <= bound:
            return steps, chosen
        allowed = set(found) - {worst}


def pasted(x: Floats, y: Mask, box: Box, *, share: float = PEEL) -> Box:
    """The box with its limits moved outwards, a share of its points at a time, as long as density does not fall."""
    while True:
        now = step_of(x, y, box)
        wider = [_pasted(x, box, side, k, max(int(share * now.points), 1)) for side, k in box.restrictions]
        steps = [step_of(x, y, other) for other in wider if other is not None]
        steps = [step for step in steps if step.points > now.points and step.density >= now.density]
        if not steps:
            return box
        box = max(steps, key=lambda step: (step.density, step.points)).box


def _pasted(x: Floats, box: Box, side: int, k: int, count: int) -> Box | None:
    """The box with one limit moved past the next points; None where there are none beyond it."""
    sign = 1.0 if side == HIGH else -1.0
    column = sign * x[box.without(side, k).holds(x), k]
    beyond = np.sort(column[column > sign * box.limits[side, k]])
    if not len(beyond):
        return None
    last = beyond[min(count, len(beyond)) - 1]
    further = beyond[beyond > last]
    return box.at(side, k, sign * 0.5 * (last + further[0])) if len(further) else box.without(side, k)


def chance(x: Floats, y: Mask, rule: Rule, rng: np.random.Generator, shuffles: int = SHUFFLES) -> float:
    """The share of shuffled samples in which the rule finds a box at least as good: what peeling finds in noise.

    A permutation test of the whole search (Davison & Hinkley 1997, section 4.3): the smallest answer is
    1 / (shuffles + 1).
    """
    own = rule(peeled(x, y))[1]
    lucky = sum(rule(peeled(x, rng.permutation(y)))[1] >= own for _ in range(shuffles))
    return (1 + lucky) / (1 + shuffles)
