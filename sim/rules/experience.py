"""Experience of one contact: performance, disconfirmation, expectation.

Performance and expectation lie in [0, 1]; the value v of a contact in [-1, 1].
"""

import math

from sim.compiled import compiled
from sim.rules.exponential import exp


@compiled
def clip(x: float, low: float, high: float) -> float:
    """x held between low and high."""
    return min(max(x, low), high)


@compiled
def performance(quality: float, noise: float, penalties: float) -> float:
    """Perceived performance P: quality plus perception noise less everything that went wrong."""
    return clip(quality + noise - penalties, 0.0, 1.0)


@compiled
def wait_share(wait_minutes: float, patience_mean_minutes: float, ceiling: float) -> float:
    """Wait relative to the customer's own patience, at most `ceiling`; 0 where nobody has to wait patiently."""
    if patience_mean_minutes <= 0.0:
        return 0.0
    return min(wait_minutes / patience_mean_minutes, ceiling)


@compiled
def disconfirmation(
    gap: float, zone: float, loss_weight: float, curvature: float, attribution: float
) -> float:
    """Value v of a contact from the gap P - E: nothing inside the zone of tolerance, losses weigh more.

    Zone: Zeithaml, Berry & Parasuraman 1993; loss weight: Tversky & Kahneman 1992; `attribution` is how far
    this person takes bad treatment personally (v < 0 is multiplied by 1 + attribution).
    """
    size = abs(gap) - zone
    if size <= 0.0:
        return 0.0
    if curvature != 1.0:
        size = size**curvature
    if gap > 0.0:
        return min(size, 1.0)
    return max(-loss_weight * size * (1.0 + attribution), -1.0)


@compiled
def learned_expectation(expectation: float, perceived: float, rate: float) -> float:
    """Expectation after one contact (Boulding et al. 1993)."""
    return expectation + rate * (perceived - expectation)


@compiled
def first_expectation(trait: float, stars: float, reference_stars: float, weight: float) -> float:
    """Expectation at entry: the promise, moved by how far the reputation (stars 1-5) is from its usual level."""
    return clip(trait + weight * (stars - reference_stars) / 4.0, 0.0, 1.0)


@compiled
def decay(days: float, half_life_days: float) -> float:
    """What is left of a memory after some days."""
    return exp(-math.log(2.0) * days / half_life_days)
