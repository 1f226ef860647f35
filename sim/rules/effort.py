"""Effort in points, and the customer effort score. A necessary contact costs nothing."""

from sim.compiled import compiled
from sim.rules.exponential import exp


@compiled
def effort_of_contact(
    repeats: int,
    handoff: int,
    forced_switch: int,
    wait_share: float,
    repeat_points: float,
    handoff_points: float,
    switch_points: float,
    wait_points: float,
) -> float:
    """Excess effort of one contact: repeating oneself, being handed on, being made to switch, waiting."""
    return (
        repeat_points * repeats
        + handoff_points * handoff
        + switch_points * forced_switch
        + wait_points * wait_share
    )


@compiled
def customer_effort_score(effort: float, scale: float) -> float:
    """CES from 1 (hard) to 7 (easy)."""
    return 7.0 - 6.0 * (1.0 - exp(-effort / scale))


@compiled
def is_forced_switch(old_utility: float, new_utility: float) -> bool:
    """A channel switch is forced unless this persona likes the new channel better."""
    return new_utility <= old_utility
