"""Several boxes, one after the other: each is looked for where the ones before it left losing futures."""

from dataclasses import dataclass

import numpy as np

from experiments.discovery import prim
from experiments.discovery.boxes import Box, Mask
from experiments.discovery.prim import Limit, Rule, Step
from experiments.statistics import Floats

FEWEST = 5  # losing points below which no box is looked for


@dataclass(frozen=True)
class Found:
    """A box with the way to it.

    every: the trade-off curve over all limits, on the points that were left.  steps: the one over limits that are
    believed.  chosen: which step of it the rule took; None for none.  box: that one with its edges pasted; None where
    none is believed.
    quasi_p: of its limits (side, factor).  chance: how often shuffled samples give as good a box; NaN where not asked.
    """

    every: tuple[Step, ...]
    steps: tuple[Step, ...]
    chosen: int | None
    box: Box | None
    quasi_p: dict[Limit, float]
    chance: float


def cover(
    x: Floats,
    y: Mask,
    rule: Rule = prim.nearest,
    *,
    most: int = 3,
    seed: int = 1,
    shuffles: int = prim.SHUFFLES,
) -> list[Found]:
    """Boxes of losing points until none is left that is better than chance; the last may have no box.

    x: (points, factors).  y: (points,), whether each loses.  most: boxes at most.
    """
    rng = np.random.default_rng(seed)
    left, found = np.ones(len(y), dtype=bool), list[Found]()
    while len(found) < most and y[left].sum() >= FEWEST and not y[left].all():
        one = _one(x[left], y[left], rule, rng, shuffles)
        if one.box is None:
            return found or [one]
        found.append(one)
        left &= ~one.box.holds(x)
    return found


def _one(x: Floats, y: Mask, rule: Rule, rng: np.random.Generator, shuffles: int) -> Found:
    every = prim.peeled(x, y)
    if rule(every)[0] is None:
        return Found(tuple(every), (), None, None, {}, np.nan)
    chance = prim.chance(x, y, rule, rng, shuffles)
    if chance > prim.DOUBT:
        return Found(tuple(every), (), None, None, {}, chance)
    steps, chosen = prim.believed(x, y, rule)
    box = None if chosen is None else prim.pasted(x, y, steps[chosen].box)
    found = {} if box is None else prim.quasi_p(x, y, box)
    return Found(tuple(every), tuple(steps), chosen, box if found else None, found, chance)
