"""A small shop with a silent step, a hand-off across it, and a bill that can be made to outweigh what is won."""

from typing import Any

from scenarios.schema import Scenario
from tests.simulated import STAGES, small

AWARE = {"six": "Aware", "five": "Aware", "phase": "Before"}
CONSIDER = {"six": "Consider", "five": "Consider", "phase": "Before"}
ACTION = {"six": "Action", "five": "Purchase", "phase": "During"}


def shop(*, advice_eur: float = 0.0, **parts: Any) -> Scenario:
    """An advert, a silent night's thinking, a form, advice, a purchase, and use; about 4,000 people in 200 days.

    advice_eur: what a conversation costs; one adviser's talk in ten ends in a purchase, worth EUR 400.
    """
    steps: dict[str, dict[str, Any]] = {
        "advert": {
            "name": "Advert", "owner": "MKT", "channel": "web", "stages": AWARE, "moment_of_truth": True,
            "items": 1, "next": {"think": 0.9, "LOST": 0.1},
        },
        "think": {
            "name": "Sleep on it", "stages": CONSIDER, "delay_days": 1.0, "next": {"form": 0.5, "LOST": 0.5},
            "needs": {
                "kinds": 2, "relevant_share": 0.5, "coverage": 0.5, "contact_probability": 0.0,
                "cancellation_probability": 0.1, "incident_probability": 0.1,
            },
        },
        "form": {
            "name": "Form", "owner": "OPS", "channel": "web", "stages": CONSIDER, "items": 3,
            "next": {"advice": 1.0},
        },
        "advice": {
            "name": "Advice", "owner": "SALES", "channel": "desk", "stages": ACTION, "items": 3,
            "moment_of_truth": True, "cost_per_contact_eur": advice_eur, "cost_per_minute_eur": 1.0,
            "next": {"buy": 0.1, "LOST": 0.9},
        },
        "buy": {"name": "Buy", "owner": "SALES", "channel": "desk", "stages": ACTION, "next": {"use": 1.0}},
        "use": {"name": "Use", "owner": "OPS", "channel": "web", "stages": STAGES, "next": {"WIN": 1.0}},
    }  # fmt: skip
    return small(
        steps,
        **{
            "scenario": "shop",
            "clock": {"horizon_days": 260, "follow_up_days": 50},
            "arrivals": {"rate_per_day": 20, "until_days": 200},
            "converts_at": "buy",
            "mechanisms": ["value", "experience", "moments", "handoffs", "silent_needs"],
            "owners": {"MKT": "Marketing", "OPS": "Operations", "SALES": "Sales"},
            "channels": {"web": {"name": "Web", "live": False}, "desk": {"name": "Desk", "live": False}},
            "value": {"streams": [{"name": "Margin", "starts_at": "buy", "eur_once": 400.0}]},
            "improvement": {
                "budget_eur_per_year": 2000,
                "purchases": {
                    "reminder": {
                        "title": "A reminder", "at": "think", "eur_per_year": 500,
                        "changes": {"touchpoints.think.next": {"form": 0.9, "LOST": 0.1}},
                    }
                },
            },
            **parts,
        },
    )  # fmt: skip
