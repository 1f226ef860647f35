"""Satisfaction, memory and trust in the steady state, failures on the way, and NPS.

Sources: normal integrals of the rules themselves; Tversky & Kahneman (1992) for the loss weight;
Reichheld, The one number you need to grow, HBR (2003) for the NPS classes.
"""

from __future__ import annotations

import math


def normal_density(x: float) -> float:
    """Density of the standard normal."""
    return math.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)


def normal_share_below(x: float) -> float:
    """Distribution function of the standard normal, accurate in both tails."""
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


def noise_drag(noise_sd: float, zone_of_tolerance: float, loss_weight: float) -> float:
    """Mean value of disconfirmation when performance only varies around expectation.

    Losses weigh more than gains, so noise costs:
    E[v] = -(lambda - 1) [sigma phi(z/sigma) - z (1 - Phi(z/sigma))], in units of performance, curvature 1.
    """
    ratio = zone_of_tolerance / noise_sd
    excess = noise_sd * normal_density(ratio) - zone_of_tolerance * normal_share_below(-ratio)
    return -(loss_weight - 1.0) * excess


def memory_fixed_point(value: float, weight: float, half_life_days: float, gap_days: float) -> float:
    """Satisfaction right after a contact when contacts worth `value` come every `gap_days`.

    S* = kappa v / (1 - (1 - kappa) 2^(-gap / half-life)).
    """
    kept = (1.0 - weight) * math.exp(-math.log(2.0) * gap_days / half_life_days)
    return weight * value / (1.0 - kept)


def trust_fixed_point(
    gain: float, loss: float, positive_share: float, positive_size: float, negative_size: float
) -> float:
    """Trust that neither rises nor falls on average when good and bad contacts have fixed sizes.

    T* = gain p m+ / (gain p m+ + loss (1 - p) m-), where T rises by gain m+ (1 - T) and falls by loss m- T.
    """
    up = gain * positive_share * positive_size
    down = loss * (1.0 - positive_share) * negative_size
    return up / (up + down)


def failure_probability(
    failure_predictable: float, failure_unpredictable: float, unpredictable_share: float
) -> float:
    """Chance that one contact fails: predictable and unpredictable moments by their shares."""
    return (1.0 - unpredictable_share) * failure_predictable + unpredictable_share * failure_unpredictable


def flawless_share(
    contacts: float, failure_predictable: float, failure_unpredictable: float, unpredictable_share: float
) -> float:
    """Share of journeys of so many contacts without any failure: (1 - f)^n.

    At the mean of a random number of contacts this is a lower bound (the power is convex in n).
    """
    failing = failure_probability(failure_predictable, failure_unpredictable, unpredictable_share)
    return float((1.0 - failing) ** contacts)


def nps_normal(mean: float, sd: float) -> float:
    """NPS (-100..100) when the likelihood to recommend is normal before rounding, ends not binding."""
    promoters = normal_share_below((mean - 8.5) / sd)
    detractors = normal_share_below((6.5 - mean) / sd)
    return 100.0 * (promoters - detractors)
