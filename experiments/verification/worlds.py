"""Small worlds, made for one limit each."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.load import parse
from scenarios.schema import Scenario
from sim.columns import Table
from sim.records import Run

STAGES = {"six": "Use", "five": "Use", "phase": "After"}
DAY_AND_NIGHT = {"hours_per_day": 24, "opens_at_hour": 0}


def step(onward: Mapping[str, float], **fields: Any) -> dict[str, Any]:
    """A touchpoint of the only department, on the web, as it would stand in a file."""
    return {
        "name": "Step",
        "stages": STAGES,
        "owner": "desk",
        "channel": "web",
        "next": dict(onward),
    } | fields


def small_world(
    touchpoints: Mapping[str, Mapping[str, Any]],
    *,
    people: float,
    horizon_days: float,
    arrival_days: float = 1.0,
    mechanisms: Sequence[str] = (),
    **parts: Any,
) -> Scenario:
    """A world that starts at its first touchpoint.

    people: expected number of entrants, who come over the first `arrival_days`; mechanisms: those that are on;
    parts: further or other parts of the scenario.
    """
    data: dict[str, Any] = {
        "scenario": "limit",
        "title": "A world with a known answer",
        "story": "Made to be compared with theory.",
        "clock": {"horizon_days": horizon_days, "follow_up_days": horizon_days - arrival_days},
        "arrivals": {"rate_per_day": people / arrival_days, "until_days": arrival_days},
        "starts_at": next(iter(touchpoints)),
        "mechanisms": list(mechanisms) or "off",
        "interaction": False,
        "owners": {"desk": "Desk"},
        "channels": {"web": {"name": "Web", "live": False}},
        "touchpoints": dict(touchpoints),
        "personas": {"anyone": {"title": "Anyone", "share": 1}},
        "network": {"kind": "none"},
        "designs": {"siloed": {"title": "As it is", "lens": "functional"}},
    }
    return parse(json.dumps(data | parts), "limit.yaml")


def entrants(run: Run) -> Table:
    """Everybody who entered (nobody who was only expected)."""
    people: Table = run.people[~np.isnan(run.people["entered_day"])]
    return people


def staying(people: Table, days: float) -> NDArray[np.bool_]:
    """Who is still a customer so many days after entering."""
    stayed = people["left_day"] - people["entered_day"]
    return np.asarray(np.isnan(stayed) | (stayed > days), dtype=np.bool_)
