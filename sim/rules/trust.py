"""Trust in [0, 1]: the slow stock; lost faster than won (Slovic 1993)."""

from sim.compiled import compiled


@compiled
def trust_after(trust: float, value: float, gain: float, loss: float) -> float:
    """Trust after a contact of value v in [-1, 1]."""
    if value >= 0.0:
        return trust + gain * (0.25 + value) * (1.0 - trust)
    return max(trust + loss * value * trust, 0.0)
