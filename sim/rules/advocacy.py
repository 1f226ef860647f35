"""Likelihood to recommend, talk about an episode, reviews."""

import math

from sim.compiled import compiled
from sim.rules.distributions import normal_quantile
from sim.rules.experience import clip
from sim.rules.exponential import exp


@compiled
def recommend_latent(
    satisfaction: float,
    trust: float,
    remembered: float,
    unresolved: float,
    s: float,
    t: float,
    m: float,
    issue: float,
    noise: float,
    u: float,
) -> float:
    """Latent answer to "would you recommend us", without its intercept.

    5 S + 1.5 (T - 1/2) + 2 J - 3 x open issue + noise; an issue that is still open weighs by itself.
    """
    felt = s * satisfaction + t * (trust - 0.5) + m * remembered - issue * unresolved
    return felt + noise * normal_quantile(u)


@compiled
def recommend_answer(intercept: float, latent: float) -> int:
    """The answer on 0..10: promoters give 9-10, detractors 0-6 (Reichheld 2003)."""
    return int(clip(math.floor(intercept + latent + 0.5), 0.0, 10.0))


@compiled
def grievance_degree(remembered: float, unresolved: bool) -> float:
    """How aggrieved somebody is after an episode, 0 to 1: half for an unresolved one, half for a bad memory."""
    return 0.5 * (1.0 if unresolved else 0.0) + 0.5 * clip(-2.0 * remembered, 0.0, 1.0)


@compiled
def tell_probability(degree: float, resolved: float, unresolved: float) -> float:
    """Chance to tell anybody about an episode, between the resolved and the unresolved case (SQM)."""
    return resolved + (unresolved - resolved) * degree


@compiled
def listeners(degree: float, resolved: float, unresolved: float) -> int:
    """How many are told."""
    return math.floor(resolved + (unresolved - resolved) * degree + 0.5)


@compiled
def talks_today(u: float, rate_per_month: float, factor: float, days: float) -> bool:
    """Whether a satisfied customer talks within some days: probability 1 - exp(-x), which never exceeds x."""
    expected = rate_per_month * factor * days / 30.0
    return u < expected and u < 1.0 - exp(-expected)


@compiled
def listener_score(u: float, weight: float) -> float:
    """Exponential race: the smallest scores win, ties of greater weight more often."""
    return -math.log(u) / weight


@compiled
def opinion_shift(
    opinion: float,
    heard_positive: float,
    heard_negative: float,
    positive: float,
    negative: float,
    base_choice: float,
    positive_factor: float,
    negative_factor: float,
) -> float:
    """Change of a listener's log-odds of choosing us from a day's talk (in tie weights).

    Largest for those who could go either way, 4p(1-p): receivers resist talk against a brand they are very
    likely to choose. Customers hear positive talk at half and negative at a quarter (East et al.).
    """
    p = 1.0 / (1.0 + (1.0 - base_choice) / base_choice * exp(-opinion))
    return (
        4.0
        * p
        * (1.0 - p)
        * (positive * positive_factor * heard_positive - negative * negative_factor * heard_negative)
    )


@compiled
def post_probability(remembered: float, base: float, slope: float, factor: float) -> float:
    """Chance to post a review: extremes post more."""
    return min((base + slope * abs(remembered)) * factor, 1.0)


@compiled
def stars(remembered: float) -> int:
    """Stars of a review, 1 to 5: 4 for a journey without surprises, two more or less at the ends of J."""
    return int(clip(math.floor(4.5 + 2.0 * remembered), 1.0, 5.0))


@compiled
def reputation_after(reputation: float, reviews: int, stars_total: int, learning: float) -> float:
    """Public rating after a day's reviews: each moves it by the share `learning`."""
    if reviews == 0:
        return reputation
    kept = (1.0 - learning) ** reviews
    return float(kept * reputation + (1.0 - kept) * stars_total / reviews)


@compiled
def acquisition_factor(
    rating: float,
    rating_reference: float,
    volume: float,
    volume_reference: float,
    valence: float,
    number: float,
) -> float:
    """Arrivals relative to today's, from valence and volume of reviews (You, Vadakkepatt & Joshi 2015)."""
    factor = math.pow(rating / rating_reference, valence)
    if volume_reference > 0.0:
        factor *= math.pow(max(volume, 0.1 * volume_reference) / volume_reference, number)
    return factor


@compiled
def entry_probability(per_recommendation: float, heard: float) -> float:
    """Chance that at least one of the recommendations heard (in tie weights) makes somebody start."""
    if per_recommendation <= 0.0:
        return 0.0
    return 1.0 - math.pow(1.0 - per_recommendation, heard)


@compiled
def how_many_reached(u: float, acquaintances: int, chance: float) -> int:
    """How many of somebody's acquaintances a story reaches, each with that chance: the binomial quantile of u."""
    if chance <= 0.0:
        return 0
    if chance >= 1.0:
        return acquaintances
    nobody = acquaintances * math.log1p(-chance)
    if (
        nobody < -500.0
    ):  # hundreds of acquaintances: the first term would vanish, and the normal law is exact enough
        spread = math.sqrt(acquaintances * chance * (1.0 - chance))
        middle = math.floor(acquaintances * chance + spread * normal_quantile(u) + 0.5)
        return int(clip(middle, 0.0, float(acquaintances)))
    term = exp(nobody)
    passed, reached = term, 0
    while u >= passed and reached < acquaintances:
        term *= (acquaintances - reached) / (reached + 1.0) * chance / (1.0 - chance)
        reached += 1
        passed += term
    return reached
