"""Budget rules: who gets how much, given the loss at each place and how fast money wins it back.

The belief behind every rule: x euros a year at place i win back loss_i * (1 - exp(-x / scale_i)).
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from experiments.statistics import Floats
from scenarios.lenses import BudgetRule

ENOUGH = (
    2.0  # worst_first moves on when a place has this many times its scale: 86 % of what money can do there
)


def spend(rule: BudgetRule, budget: float, losses: ArrayLike, scales: ArrayLike) -> Floats:
    """Euros a year for each place, shape of `losses`; nothing where no loss is seen.

    proportional: in proportion to the losses. worst_first: the largest loss until `ENOUGH` is spent there, then the
    next, what is left goes out in proportion. greedy: where the next euro wins back most; solved exactly, see
    `_greedy`. Raises ValueError for an unknown rule, negative losses or scales that are not positive.
    """
    loss, scale = np.asarray(losses, dtype=np.float64), np.asarray(scales, dtype=np.float64)
    if loss.shape != scale.shape or not np.all(loss >= 0.0) or not np.all(scale > 0.0):
        raise ValueError("losses must be 0 or more, scales positive, and as many")
    if loss.size == 0 or not loss.any():
        return np.zeros_like(loss)
    if rule == "proportional":
        return np.asarray(budget * loss / loss.sum())
    if rule == "worst_first":
        return _worst_first(budget, loss, scale)
    if rule == "greedy":
        return _greedy(budget, loss, scale)
    raise ValueError(f"unknown budget rule '{rule}'")


def _worst_first(budget: float, loss: Floats, scale: Floats) -> Floats:
    euros, left = np.zeros_like(loss), budget
    for place in np.argsort(-loss, kind="stable"):
        if loss[place] > 0.0:
            euros[place] = min(left, ENOUGH * scale[place])
            left -= euros[place]
    return np.asarray(euros + left * loss / loss.sum())


def _greedy(budget: float, loss: Floats, scale: Floats) -> Floats:
    """Water-filling: x_i = scale_i * ln(slope_i / m) for slopes above m, with m such that the budget is spent.

    slope_i = loss_i / scale_i is what the first euro wins back. The optimum of a sum of concave functions: the next
    euro wins back m at every place that got one, and less elsewhere (Karush-Kuhn-Tucker).
    """
    slope = loss / scale
    order = [place for place in np.argsort(-slope, kind="stable") if slope[place] > 0.0]
    width = level = 0.0
    for count, place in enumerate(order):
        width += scale[place]
        level += scale[place] * math.log(slope[place])
        log_m = (level - budget) / width
        following = order[count + 1] if count + 1 < len(order) else None
        if following is None or log_m >= math.log(slope[following]):
            break
    euros = np.zeros_like(loss)
    for place in order[: count + 1]:
        euros[place] = max(scale[place] * (math.log(slope[place]) - log_m), 0.0)
    return euros
