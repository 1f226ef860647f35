"""What a purchase brings: spend, and the premium that satisfied customers pay."""

from sim.compiled import compiled
from sim.rules.distributions import normal_quantile
from sim.rules.experience import clip
from sim.rules.exponential import exp


@compiled
def spend(mean: float, spread: float, u: float) -> float:
    """One purchase of a lognormal spend, in the unit of the mean; spread: its log-scale standard deviation."""
    if spread <= 0.0:
        return mean
    return mean * exp(spread * normal_quantile(u) - 0.5 * spread * spread)


@compiled
def premium(satisfaction: float, ceiling: float, bias: float, begins: float, full: float) -> float:
    """Share of the price paid on top: pi_max clip((S - S_lo) / (S_hi - S_lo), 0, 1) / b_hyp.

    Ceilings by sector: PwC 2018; b_hyp, stated over real willingness to pay: Murphy et al. 2005.
    """
    return ceiling * clip((satisfaction - begins) / (full - begins), 0.0, 1.0) / bias
