"""Repeat purchases of customers who never say goodbye (beta-geometric / negative binomial model), and premiums.

Sources: Fader, Hardie & Lee, Counting your customers the easy way, Marketing Science 24 (2005), equation 9; Murphy et
al., A meta-analysis of hypothetical bias, Environmental and Resource Economics 30 (2005).
"""

from __future__ import annotations

from scipy.special import hyp2f1


def bg_nbd_purchases(r: float, alpha: float, a: float, b: float, periods: float) -> float:
    """Expected repeat purchases of a new customer within `periods`.

    Purchases are Poisson with a Gamma(r, rate alpha) rate per period; after each the customer leaves with a
    Beta(a, b) chance.
    """
    share = periods / (alpha + periods)
    still = float((alpha / (alpha + periods)) ** r * hyp2f1(r, b, a + b - 1.0, share))
    return (a + b - 1.0) / (a - 1.0) * (1.0 - still)


def realised_premium(
    satisfaction: float, ceiling: float, hypothetical_bias: float, begins: float, full: float
) -> float:
    """Share of the price that satisfied customers pay on top.

    It rises in a straight line from `begins` to `full` satisfaction, where people say they would pay `ceiling`; what
    they say is `hypothetical_bias` times what they pay.
    """
    rise = min(max((satisfaction - begins) / (full - begins), 0.0), 1.0)
    return ceiling * rise / hypothetical_bias
