"""What the tests of the engine share: small scenarios, switches, and how far a simulated figure is from theory."""

import json
import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.load import parse
from scenarios.schema import Mechanisms, Scenario
from sim.columns import Table
from sim.population import Population, draw_population

LIMIT = 4.3
"""Largest |z| a correct engine may show: two hundred comparisons exceed it once in three hundred suites."""

MECHANISMS = tuple(Mechanisms.model_fields)
STAGES = {"six": "Use", "five": "Use", "phase": "After"}


def only(*on: str) -> dict[str, bool]:
    """Changes that switch these mechanisms on and all others off."""
    unknown = set(on) - set(MECHANISMS)
    assert not unknown, unknown
    return {f"mechanisms.{name}": name in on for name in MECHANISMS}


def point(onward: Mapping[str, float], **fields: Any) -> dict[str, Any]:
    """A touchpoint of department A on the web, as it would stand in a file."""
    return {
        "name": "A step",
        "stages": STAGES,
        "owner": "A",
        "channel": "web",
        "next": dict(onward),
        **fields,
    }


def small(touchpoints: Mapping[str, Mapping[str, Any]], **parts: Any) -> Scenario:
    """A small scenario that starts at its first touchpoint; every mechanism off unless `mechanisms` says otherwise."""
    data: dict[str, Any] = {
        "scenario": "small",
        "title": "Small",
        "story": "Made for one test.",
        "clock": {"horizon_days": 50, "follow_up_days": 40},
        "arrivals": {"rate_per_day": 0},
        "starts_at": next(iter(touchpoints)),
        "mechanisms": "off",
        "interaction": False,
        "owners": {"A": "Department A"},
        "channels": {"web": {"name": "Web", "live": False}},
        "touchpoints": dict(touchpoints),
        "personas": {"anyone": {"title": "Anyone", "share": 1}},
        "network": {"kind": "none"},
        "designs": {"siloed": {"title": "As it is", "lens": "functional"}},
    } | parts
    return parse(json.dumps(data), "small.yaml")


def crowd(
    scenario: Scenario, people: int, *, day: float = 0.5, seed: int = 1, replication: int = 0
) -> Population:
    """Exactly so many people of the first persona, all entering at the same time (the scenario's rate is 0)."""
    assert scenario.arrivals.rate_per_day == 0
    population = draw_population(scenario, seed, replication, {next(iter(scenario.personas)): people})
    population.people["event_day"] = day
    return population


def z_of_share(hits: float, trials: float, probability: float) -> float:
    """Standard errors between a simulated and the exact share."""
    return (hits - trials * probability) / math.sqrt(trials * probability * (1.0 - probability))


def z_of_mean(values: NDArray[Any] | Iterable[float], expected: float) -> float:
    """Standard errors between the mean of independent values and what it should be."""
    sample = np.asarray(values, dtype=np.float64)
    return float((sample.mean() - expected) / (sample.std(ddof=1) / math.sqrt(len(sample))))


def differing(left: Table, right: Table) -> list[str]:
    """Names of the columns in which two tables differ in any bit that means something."""
    if left.shape != right.shape or left.dtype != right.dtype:
        return ["shape"]
    return [
        name
        for name in left.dtype.names or ()
        if not np.array_equal(left[name], right[name], equal_nan=left.dtype[name].kind == "f")
    ]
