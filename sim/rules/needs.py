"""When customers come back: the rate of a need, and lapsing after a purchase (BG/NBD, Fader, Hardie & Lee 2005)."""

from sim.compiled import compiled
from sim.rules.exponential import exp


@compiled
def rate(per_day: float, factor: float, slope: float, satisfaction: float, season: float) -> float:
    """Needs per day of one customer: the person's own rate, moved by satisfaction (log scale) and season."""
    return per_day * factor * season * exp(slope * satisfaction)


@compiled
def lapse_probability(own: float, slope: float, satisfaction: float) -> float:
    """Chance to lapse after a repeat purchase: the person's own, moved by satisfaction on the log-odds scale."""
    if slope == 0.0 or own <= 0.0 or own >= 1.0:
        return own
    return 1.0 / (1.0 + (1.0 - own) / own * exp(slope * satisfaction))
