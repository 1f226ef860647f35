"""Hand-offs: what a customer must repeat, and what gets lost.

A case of `items` pieces keeps each with chance `retention` at every hand-off; the next desk asks again for
what is missing. Source: direct from the binomial law.
"""

from __future__ import annotations


def any_repeat_probability(retention: float, items: int) -> float:
    """Chance that at least one item must be repeated after one hand-off: 1 - rho^n."""
    return 1.0 - retention**items


def repeats_with_recollection(retention: float, items: int, handoffs: float) -> float:
    """Expected repeats over so many hand-offs when every desk completes the file again: n M (1 - rho)."""
    return items * handoffs * (1.0 - retention)


def repeats_without_recollection(retention: float, items: int, handoffs: int) -> float:
    """Expected repeats when no desk completes the file: n (M - rho (1 - rho^M) / (1 - rho))."""
    return items * sum(1.0 - retention**k for k in range(1, handoffs + 1))


def any_drop_probability(drop_probability: float, handoffs: int) -> float:
    """Chance that a case is dropped at least once on the way: 1 - (1 - p)^M."""
    return 1.0 - (1.0 - drop_probability) ** handoffs


def contacts_per_issue(first_contact_resolution: float, retry_probability: float = 1.0) -> float:
    """Contacts per issue when each resolves with the same chance and the others try again or give up."""
    return 1.0 / (1.0 - retry_probability * (1.0 - first_contact_resolution))
