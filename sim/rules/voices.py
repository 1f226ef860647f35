"""Many voices: what departments say, and how far apart it is."""

import math

from sim.compiled import compiled
from sim.rules.distributions import normal_quantile


@compiled
def message(
    owner_offset: float, spread: float, alignment: float, edge_offset: float, noise: float, u: float
) -> float:
    """What is heard at a contact; 0 is the company's line. owner_offset is a standard normal of the owner."""
    return (1.0 - alignment) * spread * owner_offset + edge_offset + noise * normal_quantile(u)


@compiled
def running_mean(mean: float, count: float, heard: float) -> float:
    """Mean of the messages after one more (Welford)."""
    return mean + (heard - mean) / (count + 1.0)


@compiled
def running_square(square: float, mean: float, new_mean: float, heard: float) -> float:
    """Sum of squared deviations after one more message (Welford)."""
    return square + (heard - mean) * (heard - new_mean)


@compiled
def inconsistency(square: float, count: float) -> float:
    """Standard deviation I of what was heard; 0 until two messages were."""
    if count < 2.0:
        return 0.0
    return math.sqrt(square / (count - 1.0))
