"""Choosing the next step: log-shares plus addressed Gumbels, the largest wins."""

from sim.compiled import compiled
from sim.rules.distributions import gumbel


@compiled
def utility(log_share: float, u: float) -> float:
    """Utility of an alternative by its share alone."""
    return log_share + gumbel(u)


@compiled
def channel_utility(log_share: float, intercept: float, persona_utility: float, u: float) -> float:
    """Utility of going on: share, intercept, and how much this persona likes the channel."""
    return log_share + intercept + persona_utility + gumbel(u)


@compiled
def leaving_utility(
    log_share: float, intercept: float, experience_weight: float, grievance: float, u: float
) -> float:
    """Utility of leaving the journey: share, intercept, and what was lived so far (x'beta)."""
    return log_share + intercept + experience_weight * grievance + gumbel(u)
