"""Shares of a whole: where one is moved, the others give way in proportion, so that they still add up to 1."""

from collections.abc import Mapping
from typing import Any

from scenarios import overlay
from scenarios.schema import Scenario

Whole = tuple[str, str]
"""What stands before and after the name of a share in its path."""


def with_others(scenario: Scenario, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes, and what they make of the shares beside those that are moved.

    Knows personas.NAME.share, touchpoints.CODE.next.CODE and network.degrees.NUMBER. Where nothing is left to give way
    the shares stay as they are, and the scenario says that they do not add up.
    """
    out = dict(changes)
    moved: dict[Whole, dict[str, float]] = {}
    for path, value in changes.items():
        if (whole := _whole_of(path)) is not None and isinstance(value, int | float):
            moved.setdefault(whole, {})[path] = float(value)
    for (before, after), own in moved.items():
        others = _others(scenario, before, after, own, changes)
        rest, now = 1.0 - sum(own.values()), sum(others.values())
        if rest < 0.0 or now <= 0.0 or abs(rest - now) < 1e-12:
            continue
        out |= {path: share * rest / now for path, share in others.items()}
    return out


def _whole_of(path: str) -> Whole | None:
    names = path.split(".")
    match names:
        case ["personas", _, "share"]:
            return "personas.", ".share"
        case ["touchpoints", code, "next", _]:
            return f"touchpoints.{code}.next.", ""
        case ["network", "degrees", _]:
            return "network.degrees.", ""
    return None


def _others(
    scenario: Scenario, before: str, after: str, own: Mapping[str, float], changes: Mapping[str, Any]
) -> dict[str, float]:
    """The shares that may give way, by path."""
    holder = before.rstrip(".")
    if holder in changes:  # given as a whole
        return {}
    named = overlay.get(scenario, holder)
    shares = {f"{before}{name}{after}": share["share"] if after else share for name, share in named.items()}
    return {path: float(share) for path, share in shares.items() if path not in own}
