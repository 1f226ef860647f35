"""Changing a scenario: dotted paths, designs, presets. Every change is validated like a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from scenarios.checks import unknown
from scenarios.errors import Finding, Problem, ScenarioError
from scenarios.paths import PathError, put, resolve
from scenarios.schema import Cost, Design, Scenario
from scenarios.validation import STUDY_PARTS, all_findings, world_findings

Only = Literal["process", "mechanism"]


def change(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """A copy of the scenario with other values at some dotted paths.

    Args:
        scenario: the scenario to start from; it stays as it is.
        changes: dotted path -> new value, e.g. {"handoffs.retention": 0.95}.

    Raises:
        ScenarioError: when a path leads nowhere or the result is not a valid scenario.
    """
    data, findings = plain_data(scenario), []
    for path, value in changes.items():
        try:
            data = put(Scenario, data, path, _plain_value(value))
        except PathError as error:
            findings.append(Finding((), str(error)))
    touches_study = any(path.split(".")[0] in STUDY_PARTS for path in changes)
    findings += all_findings(data) if touches_study else world_findings(data)
    if findings:
        raise ScenarioError(_problem(scenario, finding.message) for finding in findings)
    return Scenario.model_validate(data)


def design(scenario: Scenario, name: str, *, only: Only | None = None, preset: str | None = None) -> Scenario:
    """The scenario under one of its designs.

    Args:
        scenario: the base.
        name: design whose levers are pulled.
        only: pull only the levers of this kind.
        preset: named set of assumptions, applied last.

    Raises:
        ScenarioError: for an unknown design or preset.
    """
    return pulled(scenario, levers_of(scenario, name, only=only), preset=preset)


def pulled(scenario: Scenario, levers: Iterable[str], *, preset: str | None = None) -> Scenario:
    """The scenario with some of its levers pulled, whatever design they belong to.

    Args:
        scenario: the base.
        levers: names of levers; they are pulled in the scenario's order.
        preset: named set of assumptions, applied last.

    Raises:
        ScenarioError: for an unknown lever or preset.
    """
    changes: dict[str, Any] = {}
    for lever in _in_order(scenario, levers):
        changes |= scenario.levers[lever].changes
    if preset is not None:
        if preset not in scenario.presets:
            raise ScenarioError([_problem(scenario, unknown("preset", preset, scenario.presets))])
        changes |= scenario.presets[preset]
    return change(scenario, changes) if changes else scenario


def levers_of(scenario: Scenario, name: str, *, only: Only | None = None) -> list[str]:
    """Names of the levers a design pulls, in the scenario's order.

    Raises:
        ScenarioError: for an unknown design.
    """
    chosen = _design(scenario, name).levers
    return [
        code
        for code, lever in scenario.levers.items()
        if (chosen == "all" or code in chosen) and only in (None, lever.kind)
    ]


def cost_of(scenario: Scenario, name: str, *, only: Only | None = None) -> Cost:
    """What a design's levers cost together.

    The years of writing off are such that one_off_eur / written_off_years is the sum of the levers' yearly parts.

    Raises:
        ScenarioError: for an unknown design.
    """
    return price_of(scenario, levers_of(scenario, name, only=only))


def price_of(scenario: Scenario, levers: Iterable[str]) -> Cost:
    """What some levers cost together; see `cost_of`.

    Raises:
        ScenarioError: for an unknown lever.
    """
    costs = [scenario.levers[lever].cost for lever in _in_order(scenario, levers)]
    one_off = sum(cost.one_off_eur for cost in costs)
    yearly = sum(cost.one_off_eur / cost.written_off_years for cost in costs)
    return Cost(
        one_off_eur=one_off,
        per_year_eur=sum(cost.per_year_eur for cost in costs),
        per_customer_year_eur=sum(cost.per_customer_year_eur for cost in costs),
        **({"written_off_years": one_off / yearly} if yearly > 0 else {}),
    )


def get(scenario: Scenario, path: str) -> Any:
    """The value at a dotted path, as plain data.

    Raises:
        ScenarioError: when nothing stands there.
    """
    value: Any = plain_data(scenario)
    try:
        for key in resolve(Scenario, value, path):
            value = value[key]
    except (PathError, KeyError, TypeError) as error:
        message = (
            str(error) if isinstance(error, PathError) else f"path '{path}' leads to nothing in this scenario"
        )
        raise ScenarioError([_problem(scenario, message)]) from None
    return value


def plain_data(scenario: Scenario) -> dict[str, Any]:
    """The scenario as plain dicts, lists, text and numbers, by the names used in files."""
    return scenario.model_dump(mode="python", by_alias=True)


def _design(scenario: Scenario, name: str) -> Design:
    if name not in scenario.designs:
        raise ScenarioError([_problem(scenario, unknown("design", name, scenario.designs))])
    return scenario.designs[name]


def _in_order(scenario: Scenario, levers: Iterable[str]) -> list[str]:
    wanted = set(levers)
    for name in wanted - set(scenario.levers):
        raise ScenarioError([_problem(scenario, unknown("lever", name, scenario.levers))])
    return [name for name in scenario.levers if name in wanted]


def _plain_value(value: Any) -> Any:
    """Plain Python for numbers of other libraries (anything with `item()`) and for models."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="python", by_alias=True)
    if isinstance(value, Mapping):
        return {key: _plain_value(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain_value(inner) for inner in value]
    return value.item() if hasattr(value, "item") else value


def _problem(scenario: Scenario, message: str) -> Problem:
    return Problem(scenario.scenario, 0, 0, message)
