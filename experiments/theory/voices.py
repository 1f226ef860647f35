"""How inconsistent an organisation sounds: the variance of what one customer heard.

A department says its own offset (sd `message_spread`, damped by `alignment`) plus contact noise.
Source: variance of a random-effects model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence


def inconsistency_square(message_spread: float, alignment: float, contact_noise: float) -> float:
    """E[I^2] when every contact is with another department: (1 - s)^2 sigma_v^2 + sigma_e^2 (message units^2)."""
    return (1.0 - alignment) ** 2 * message_spread**2 + contact_noise**2


def inconsistency_square_of_visits(
    owners: Sequence[Hashable], message_spread: float, alignment: float, contact_noise: float
) -> float:
    """E of the sample variance (divided by n - 1) of what was heard at a given sequence of owners.

    It is 0 below two contacts. Owners met again say the same again: their offset counts by 1 - the sum of the
    squared shares of the contacts.
    """
    contacts = len(owners)
    if contacts < 2:
        return 0.0
    met_again = sum((n / contacts) ** 2 for n in Counter(owners).values())
    between = (1.0 - alignment) ** 2 * message_spread**2 * (1.0 - met_again) * contacts / (contacts - 1)
    return between + contact_noise**2
