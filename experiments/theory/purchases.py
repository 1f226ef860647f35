"""Repeat purchases of customers who never say goodbye: the beta-geometric / negative binomial model.

Source: Fader, Hardie & Lee, Counting your customers the easy way, Marketing Science 24 (2005), equation 9.
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
