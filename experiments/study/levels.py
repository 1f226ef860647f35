"""Levers pulled in part: any share of the way from today's level to the one assumed."""

from typing import Any

from experiments.errors import InputError, unknown
from experiments.ledger.levels import between
from scenarios import overlay
from scenarios.errors import ScenarioError
from scenarios.schema import Scenario


def at_share(scenario: Scenario, code: str, share: float) -> dict[str, Any]:
    """The changes that put a lever at a share of its level: 0 today's, 1 as assumed; none where it is 1.

    What has nothing between its two levels (names, switches) is as assumed above 0 and as today at 0.
    Returns `levers.CODE.changes.PATH` -> value, None for a part that is taken away.
    Raises InputError for an unknown lever, and for a share outside 0 to 1.
    """
    if code not in scenario.levers:
        raise unknown("lever", code, scenario.levers)
    if not 0.0 <= share <= 1.0:
        raise InputError(f"the level of a lever is a share from 0 (today) to 1 (as assumed), got {share:g}")
    if share == 1.0:
        return {}
    changes: dict[str, Any] = {}
    for path, level in scenario.levers[code].changes.items():
        own = f"levers.{code}.changes.{path}"
        if share == 0.0:
            changes[own] = None
            continue
        today = today_at(scenario, path)
        part = between(path, today, level, share)
        if part is not None:
            changes[own] = part
        elif _are_whole(today, level):
            changes[own] = None  # a whole number that has not yet moved
    return changes


def today_at(scenario: Scenario, path: str) -> Any:
    """Today's value at a path; None where nothing stands there yet."""
    try:
        return overlay.get(scenario, path)
    except ScenarioError:
        return None


def _are_whole(today: Any, level: Any) -> bool:
    return all(isinstance(value, int) and not isinstance(value, bool) for value in (today, level))
