"""Memory: a satisfaction stock that anchors and decays, and the episode as remembered."""

from sim.compiled import compiled


@compiled
def weight_of_contact(contacts: float, prior_contacts: float, minimum: float) -> float:
    """Weight kappa of the newest contact, falling with the number felt before (Bolton 1998: an anchor)."""
    return max(1.0 / (prior_contacts + contacts), minimum)


@compiled
def satisfaction_after(satisfaction: float, weight: float, value: float) -> float:
    """Satisfaction in [-1, 1] after a contact of value v (already decayed since the last one)."""
    return (1.0 - weight) * satisfaction + weight * value


@compiled
def peak(so_far: float, value: float) -> float:
    """The value of largest size so far."""
    return value if abs(value) > abs(so_far) else so_far


@compiled
def remembered(
    total: float,
    contacts: float,
    peak_value: float,
    last: float,
    average: float,
    peak_weight: float,
    end: float,
) -> float:
    """The episode as remembered, J: mean, peak and end (Kahneman et al. 1993; end effect is contested)."""
    if contacts <= 0.0:
        return 0.0
    return average * total / contacts + peak_weight * peak_value + end * last
