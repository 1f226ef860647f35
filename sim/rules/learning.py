"""What the company makes of feedback: the verdict on a place, and what a fix does."""

import math

from sim.compiled import compiled

UNKNOWN, HOLD, ACT = 0, 1, 2
Z_95 = 1.959963984540054


@compiled
def verdict(painful: float, answers: float, target: float) -> int:
    """Act when the 95 % interval of the painful share lies above the target, hold when below, unknown else.

    Wilson's score interval, which keeps its level with few answers (Brown, Cai & DasGupta 2001).
    """
    if answers <= 0.0:
        return UNKNOWN
    share = painful / answers
    square = Z_95 * Z_95
    middle = (share + square / (2.0 * answers)) / (1.0 + square / answers)
    half = Z_95 * math.sqrt(share * (1.0 - share) / answers + square / (4.0 * answers * answers))
    half /= 1.0 + square / answers
    if middle - half > target:
        return ACT
    if middle + half < target:
        return HOLD
    return UNKNOWN


@compiled
def fixed(factor: float, improvement: float) -> float:
    """What is left of a place's failures or losses after one more fix: f (1 - iota), so f0 (1 - iota)^n after n."""
    return factor * (1.0 - improvement)


@compiled
def kept_with(retention: float, loss_factor: float) -> float:
    """Retention of an edge whose losses have shrunk to that factor."""
    return retention if loss_factor == 1.0 else 1.0 - (1.0 - retention) * loss_factor
