"""A sales desk with a queue: a shorter talk and a third person, as levers; about 4,000 people in 65 days."""

from typing import Any

from scenarios.schema import Scenario
from tests.experiments.shop import ACTION, CONSIDER
from tests.simulated import only, small


def desk(**parts: Any) -> Scenario:
    """Two people at the desk today; `integrated` has three of them and talks less, `scripted` and `staffed` do one."""
    return small(
        {
            "call": {
                "name": "Call", "owner": "SALES", "channel": "phone", "stages": CONSIDER, "service_minutes": 12.0,
                "service_law": "exponential", "team": "desk", "cost_per_minute_eur": 0.7,
                "next": {"buy": 0.3, "LOST": 0.7},
            },
            "buy": {"name": "Buy", "owner": "SALES", "channel": "web", "stages": ACTION, "next": {"WIN": 1.0}},
        },
        **{
            "scenario": "desk",
            "clock": {"horizon_days": 60, "warm_up_days": 5, "follow_up_days": 10},
            "arrivals": {"rate_per_day": 60},
            "interaction": True,
            "converts_at": "buy",
            "mechanisms": [path.split(".")[1] for path, on in only("waiting", "value").items() if on],
            "owners": {"SALES": "Sales"},
            "channels": {
                "phone": {"name": "Phone", "live": True, "patience_minutes": 6.0, "retry_share": 0, "switch_share": 0},
                "web": {"name": "Web", "live": False},
            },
            "teams": {"desk": {"name": "sales desk", "servers": 2, "hours_per_day": 8}},
            "value": {"streams": [{"name": "Margin", "starts_at": "buy", "eur_once": 90.0}]},
            "levers": {
                "third": {
                    "title": "A third person", "kind": "mechanism", "cost": {"per_year_eur": 40000.0},
                    "changes": {"teams.desk.servers": 3},
                },
                "script": {
                    "title": "A shorter talk", "kind": "process", "changes": {"touchpoints.call.service_minutes": 10.0}
                },
            },
            "designs": {
                "siloed": {"title": "Today", "lens": "functional"},
                "integrated": {"title": "Redesigned desk", "lens": "goal", "levers": "all"},
                "scripted": {"title": "Shorter talk", "lens": "goal", "levers": ["script"]},
                "staffed": {"title": "One more", "lens": "goal", "levers": ["third"]},
            },
            **parts,
        },
    )  # fmt: skip
