"""How long customers stay when nothing about them changes.

Sources: Cox & Oakes, Analysis of Survival Data (1984); Vaupel, Manton & Stallard, Demography 16 (1979) for
frailty; Fader & Hardie, How to project customer retention (2007) for the shifted-beta-geometric (sBG).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from scipy.special import betaln

DAYS_PER_YEAR = 365.0


def hazard_per_day(yearly_share: float) -> float:
    """The constant hazard (1/day) under which this share leaves within a year of 365 days."""
    return -math.log1p(-yearly_share) / DAYS_PER_YEAR


def period_probability(hazard: float, multiplier: float = 1.0) -> float:
    """Cloglog: chance of leaving within a period over which the baseline hazard adds up to `hazard`."""
    return -math.expm1(-hazard * multiplier)


def log_hazard_shift(share_before: float, share_after: float) -> float:
    """The change of x'beta that turns one leaving share per period into another: difference of cloglogs."""
    return math.log(math.log1p(-share_after) / math.log1p(-share_before))


def geometric_survival(leaving_share: float, periods: float) -> float:
    """Share still there after so many periods when the same share leaves in each."""
    return float((1.0 - leaving_share) ** periods)


def constant_hazard_survival(hazard: float, days: float, log_multiplier: float = 0.0) -> float:
    """S(t) = exp(-h0 t exp(x'beta)); hazard in 1/day, log_multiplier = x'beta."""
    return math.exp(-hazard * days * math.exp(log_multiplier))


def gamma_frailty_survival(integrated_hazard: float, variance: float) -> float:
    """S = (1 + theta H)^(-1/theta): hazards multiplied by a gamma frailty of mean 1 and variance theta.

    integrated_hazard: H(t), no unit; variance 0 gives exp(-H).
    """
    if variance == 0:
        return math.exp(-integrated_hazard)
    return math.exp(-math.log1p(variance * integrated_hazard) / variance)


def sbg_survival(alpha: float, beta: float, periods: int) -> float:
    """Share left after `periods` renewals when the chance to leave is Beta(alpha, beta) over customers."""
    return math.exp(float(betaln(alpha, beta + periods) - betaln(alpha, beta)))


def cause_shares(hazards: Sequence[float]) -> list[float]:
    """Share of departures due to each of several constant hazards that compete."""
    total = sum(hazards)
    return [hazard / total for hazard in hazards]


def steady_customer_base(acquired_per_day: float, hazard: float) -> float:
    """Mean (and variance: it is Poisson) of the base under Poisson acquisition and constant hazard (1/day)."""
    return acquired_per_day / hazard


def offer_hazard(offers_per_period: float, utility_gap: float) -> float:
    """Hazard per period of being won over: Poisson offers, each taken with the logit of the utility gap."""
    return offers_per_period / (1.0 + math.exp(utility_gap))
