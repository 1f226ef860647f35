"""Competitors: whether an offer wins, and how loud it is after a disconnect."""

import math

from sim.compiled import compiled
from sim.rules.exponential import exp


@compiled
def own_utility(
    satisfaction: float,
    trust: float,
    months: float,
    satisfaction_worth: float,
    trust_worth: float,
    trust_barrier: float,
    tenure_barrier: float,
    price_disadvantage: float,
) -> float:
    """Utility of staying, in utils: what the service is worth, and what switching would cost.

    V_own = b_S S + b_T T - price; barrier = phi_T T + phi_L ln(1 + months as a customer).
    """
    worth = satisfaction_worth * satisfaction + trust_worth * trust - price_disadvantage
    return worth + trust_barrier * trust + tenure_barrier * math.log1p(months)


@compiled
def win_probability(own: float, offer: float, scale: float) -> float:
    """Chance that an offer wins against staying (binary logit). Fixed utilities thin the Poisson stream of offers."""
    return 1.0 / (1.0 + exp((own - offer) / scale))


@compiled
def noise_until(before: float, offer_day: float, disconnect_day: float, window_days: float) -> float:
    """Until when an offer finds open ears: so many days after the last disconnect, if it is not older than that.

    Never earlier for more disconnects or more offers, so that a better service cannot make anybody leave.
    """
    if disconnect_day < offer_day - window_days:
        return before
    return max(before, disconnect_day + window_days)


@compiled
def disconnect_term(day: float, until: float, size: float) -> float:
    """Log hazard while an offer works that was heard around a disconnect."""
    return size if day <= until else 0.0
