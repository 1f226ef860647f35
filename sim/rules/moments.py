"""Moments of truth: predictable and unpredictable ones, failure and recovery."""

from sim.compiled import compiled
from sim.rules.exponential import exp


@compiled
def failure_probability(
    unpredictable: bool,
    predictable_rate: float,
    unpredictable_rate: float,
    preparation: float,
    reaction: float,
    reaction_hours: float,
    reaction_scale_hours: float,
) -> float:
    """Chance that this moment goes wrong: one prepares for the predictable and reacts to the rest."""
    if unpredictable:
        return unpredictable_rate * (1.0 - reaction * exp(-reaction_hours / reaction_scale_hours))
    return predictable_rate * (1.0 - preparation)


@compiled
def recovery_probability(success: float, delay_days: float, scale_days: float, second_failure: bool) -> float:
    """Chance that a voiced failure is put right; halved by a second failure (Maxham & Netemeyer 2002)."""
    chance = success * exp(-delay_days / scale_days)
    return 0.5 * chance if second_failure else chance


@compiled
def shown_bonus(hassle_free: float, satisfaction: float, overshoot: float, second_failure: bool) -> float:
    """What a recovery adds to satisfaction as told to a survey, never to loyalty.

    de Matos, Henrique & Rossi 2007: the recovery paradox holds for satisfaction, not for behaviour; after a
    second failure there is no overshoot.
    """
    gap = max(hassle_free - satisfaction, 0.0)
    return gap if second_failure else gap + overshoot


@compiled
def needs_triggered(u: float, unmet: int, chance: float) -> bool:
    """Whether any of the unmet needs of a silent step has this consequence."""
    return unmet > 0 and u < 1.0 - (1.0 - chance) ** unmet
