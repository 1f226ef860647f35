"""Leaving: the log hazard, its integral, and the cause a departure is booked on.

The terms of x'beta are returned one by one, since the cause of a departure is drawn from them.
"""

import math

from sim.compiled import compiled
from sim.rules.exponential import exp

OFFER, LAST_TERM = 13, 11  # columns.Cause; place of the offers among the terms, counted from the baseline's 1


@compiled
def dissatisfaction_term(satisfaction: float, reference: float, slope: float) -> float:
    """-beta_S (S - reference)."""
    return -slope * (satisfaction - reference)


@compiled
def distrust_term(trust: float, reference: float, slope: float, weight: float) -> float:
    """-beta_T (T - reference), weighted by persona."""
    return -slope * weight * (trust - reference)


@compiled
def effort_term(effort: float, slope: float, discount: float, weight: float) -> float:
    """beta_F psi ln(1 + F): vendor evidence, discounted from intention to behaviour."""
    return slope * discount * weight * math.log1p(effort)


@compiled
def newness_term(tenure_days: float, slope: float, scale_days: float) -> float:
    """New customers leave more: slope times exp(-tenure / scale)."""
    return slope * exp(-tenure_days / scale_days)


@compiled
def loyalty_term(
    purchases: float, slope: float, lock_in: float, lock_in_slope: float, log_frailty: float
) -> float:
    """Purchases, lock-in and personal frailty: never part of what moves a choice inside the journey."""
    return -slope * math.log1p(purchases) - lock_in_slope * lock_in + log_frailty


@compiled
def hazard(baseline_per_day: float, log_hazard: float, days: float) -> float:
    """Integrated hazard over some days of constant covariates (complementary log-log: dt can change)."""
    return baseline_per_day * days * exp(log_hazard)


@compiled
def one_off(probability: float) -> float:
    """Integrated hazard of a single chance p to leave."""
    return -math.log1p(-probability)


@compiled
def leaving_time(day: float, days: float, before: float, added: float, threshold: float) -> float:
    """When the integrated hazard meets this customer's threshold: inside [day, day + days], or infinity."""
    if added <= 0.0 or before + added < threshold:
        return math.inf
    return day + days * max(threshold - before, 0.0) / added


@compiled
def grievance(
    dissatisfaction: float,
    distrust: float,
    effort: float,
    inconsistency: float,
    unresolved: float,
    complaint: float,
    neighbours: float,
    opinion: float,
    offers: float,
) -> float:
    """x'beta without tenure, lock-in and frailty: what was lived so far, as it moves leaving."""
    lived = dissatisfaction + distrust + effort + inconsistency + unresolved + complaint
    return lived + neighbours + opinion + offers


@compiled
def cause_of_leaving(
    u: float,
    newness: float,
    dissatisfaction: float,
    distrust: float,
    effort: float,
    inconsistency: float,
    unresolved: float,
    complaint: float,
    neighbours: float,
    opinion: float,
    offers: float,
) -> int:
    """The cause a departure is booked on (columns.Cause): the baseline with probability exp(-sum of the
    positive terms), the rest in proportion to them."""
    terms = (
        newness,
        dissatisfaction,
        distrust,
        effort,
        inconsistency,
        unresolved,
        complaint,
        neighbours,
        opinion,
        offers,
    )
    total = 0.0
    for term in terms:
        total += max(term, 0.0)
    baseline = exp(-total)
    if u < baseline or total <= 0.0:
        return 1
    aim = (u - baseline) / (1.0 - baseline) * total
    cause = 1
    passed = 0.0
    for term in terms:
        cause += 1
        passed += max(term, 0.0)
        if aim < passed:
            break
    return OFFER if cause == LAST_TERM else cause
