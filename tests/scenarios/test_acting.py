"""What is said not to act does not: the run stays the same to the last bit whatever such a number is."""

from typing import Any

import numpy as np
import pytest

from experiments.ledger.ranges import bounds_at, ends
from scenarios import ScenarioError, change, load, names
from scenarios.acting import RULES, can_act, is_active, rule_of, section_of
from scenarios.evidence import parameters
from scenarios.inventory import Inventory
from scenarios.schema import Mechanisms, Scenario
from sim import run
from sim.population import TRAITS

STUDY = (
    "levers.",
    "calibrate.",
    "uncertainties.",
    "season.",
)  # a season of ones is none: its own values decide
BORN_WITH = {*TRAITS.values(), "log_frailty", "churn_threshold"}
MINDS = {"expectation", "information", "fit", "opinion"}  # kept up even where nothing comes of them


def busy(**mechanisms: bool) -> Scenario:
    """A small bank in which every mechanism has something to do, some of them switched off."""
    extras: dict[str, Any] = {
        "arrivals.rate_per_day": 8,
        "arrivals.existing_customers": 60,
        "arrivals.entry_per_recommendation": 0.1,
        "clock.horizon_days": 150,
        "clock.warm_up_days": 10,
        "clock.follow_up_days": 60,
        "channels.phone.silent_abandonment": 0.3,
        "episodes.query": {"title": "A query", "kind": "service", "starts_at": "19", "per_year": 4},
        "shocks.outage": {"title": "Outage", "day": 60, "lasts_days": 2, "share": 0.3, "episode": "query"},
        "personas.marta.goals": {"speed": 1.0},
        "personas.julio.goals": {"care": 1.0},
        "campaign.personal": True,
        "learning.fixes_per_review": 2,
        "value.premium_ceiling": 0.1,
        "value.streams.0.price_eur": 50.0,
        "value.streams.0.eur_once": 10.0,
    }
    bank = change(load("bank_credit_45d"), {"levers": {}, "designs.integrated.levers": []} | extras)
    return change(bank, {f"mechanisms.{name}": on for name, on in mechanisms.items()})


def outcome(scenario: Scenario) -> dict[str, Any]:
    """All columns of a run, less what people are born with and what stays in their minds."""
    lived = run(scenario, seed=3)
    tables = {
        "people": lived.people,
        "touchpoints": lived.touchpoints,
        "edges": lived.edges,
        "daily": lived.daily,
    }
    found = {f"{name}.{column}": t[column] for name, t in tables.items() for column in t.dtype.names or ()}
    if not (scenario.interaction and scenario.mechanisms.reputation):
        del found["daily.reputation"]  # a rating that nobody moves
    return {name: values for name, values in found.items() if name.split(".")[1] not in BORN_WITH | MINDS}


def moved(scenario: Scenario, paths: list[str]) -> Scenario:
    """The scenario with all these numbers at the upper end of their range (or the lower where there is none)."""
    numbers = {p.path: p.value for p in parameters(scenario)}
    values = {}
    for path in paths:
        low, high = ends(numbers[path] or 0.3, 2.0, bounds_at(path))
        value = low if high is None else high
        if value is not None:
            values[path] = value
    return with_those_that_fit(scenario, values)


def with_those_that_fit(scenario: Scenario, values: dict[str, Any]) -> Scenario:
    """As many of the changes as the scenario stands: all at once, else by halves."""
    if not values:
        return scenario
    try:
        return change(scenario, values)
    except ScenarioError:
        if len(values) == 1:
            return scenario
    paths = list(values)
    for half in (paths[: len(paths) // 2], paths[len(paths) // 2 :]):
        scenario = with_those_that_fit(scenario, {path: values[path] for path in half})
    return scenario


@pytest.mark.parametrize(
    "off",
    [*Mechanisms.model_fields, "interaction"],
)
def test_what_cannot_act_changes_nothing(off: str) -> None:
    scenario = busy(adaptive_patience=True)
    scenario = change(scenario, {off if off == "interaction" else f"mechanisms.{off}": False})
    there = Inventory(scenario)
    silent = [
        p.path for p in parameters(scenario) if not can_act(there, p.path) and not p.path.startswith(STUDY)
    ]
    before, after = outcome(scenario), outcome(moved(scenario, silent))
    for name, values in before.items():
        assert np.array_equal(values, after[name], equal_nan=values.dtype.kind == "f"), (off, name)


def test_a_busy_bank_has_every_mechanism_at_work() -> None:
    there = Inventory(busy(adaptive_patience=True))
    assert [name for name in Mechanisms.model_fields if not is_active(there, name)] == []


@pytest.mark.parametrize("name", names())
def test_every_number_of_the_library_has_a_rule_of_its_own(name: str) -> None:
    known = {*Mechanisms.model_fields, "arrivals", "journey", "grievance", "survey", "study"}
    for parameter in parameters(load(name)):
        assert rule_of(parameter.path) is not RULES[-1], parameter.path
        assert section_of(parameter.path) in known


def test_switching_a_mechanism_off_silences_its_numbers() -> None:
    there = Inventory(busy(moments=False, voices=False))
    assert not can_act(there, "voices.message_spread")
    assert not can_act(there, "moments.failure_predictable")
    assert can_act(there, "moments.preparation")  # shocks are moments too
    assert can_act(there, "handoffs.retention")
