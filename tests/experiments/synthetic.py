"""A tiny company and made-up runs of it, so that conclusions can be tested without the engine."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.conclude import Evidence
from experiments.kpis import kpis_of
from experiments.pairing import survival_grid
from experiments.uncertain import draws
from scenarios.schema import Scenario
from sim.columns import DAILY, EDGE_COUNTS, PEOPLE, TOUCHPOINT_COUNTS, Table, allocate
from sim.layout import Names
from sim.world import build

COMPANY: dict[str, Any] = {
    "scenario": "tiny",
    "title": "A tiny company",
    "story": "Somebody asks, somebody buys.",
    "clock": {"horizon_days": 730.0, "warm_up_days": 100.0, "follow_up_days": 365.0},
    "arrivals": {"rate_per_day": 5.0},
    "starts_at": "ask",
    "converts_at": "buy",
    "owners": {"sales": "Sales", "ops": "Operations"},
    "channels": {"web": {"name": "Web", "live": False}},
    "touchpoints": {
        "ask": {
            "name": "Ask",
            "owner": "sales",
            "channel": "web",
            "stages": {"six": "Aware", "five": "Aware", "phase": "Before"},
            "next": {"buy": 0.2, "LOST": 0.8},
        },
        "buy": {
            "name": "Buy",
            "owner": "ops",
            "channel": "web",
            "stages": {"six": "Action", "five": "Purchase", "phase": "During"},
            "next": {"WIN": 1.0},
        },
    },
    "personas": {"anna": {"title": "Anna", "share": 1.0}},
    "levers": {
        "file": {
            "title": "one file",
            "kind": "mechanism",
            "changes": {"handoffs.retention": 0.95},
            "cost": {"one_off_eur": 3000.0, "per_customer_year_eur": 1.0},
        },
        "fast": {"title": "faster steps", "kind": "process", "changes": {"touchpoints.buy.delay_days": 1.0}},
    },
    "designs": {
        "siloed": {"title": "Siloed", "lens": "functional"},
        "integrated": {"title": "Integrated", "lens": "goal", "levers": ["file", "fast"]},
    },
    "presets": {"conservative": {"behaviour.experience.loss_weight": 1.5}},
    "uncertainties": {"behaviour.experience.loss_weight": {"low": 1.0, "high": 3.0}},
    "calibrate": {"churn_rate_12m": 0.15, "nps": 5.0, "conversion": True},
}


LEVEL = {
    "journey_days": 62.3, "flawless_rate": 0.531, "repeats": 4.4, "handoffs": 3.4, "wait_minutes": 3.1,
    "abandonment_rate": 0.047, "effort_ces": 4.1, "satisfaction": -0.12, "nps": 5.0, "churn_rate_12m": 0.15,
    "customers_kept": 190.0, "wom_positive": 31.0, "wom_negative": 44.0,
    "positive_share": 0.41, "reputation": 3.71, "revenue": 180.0,
    "cost_to_serve": 60.0, "profit": 120.0,
}  # fmt: skip
EFFECT = {
    "journey_days": -22.4, "flawless_rate": 0.21, "repeats": -3.6, "handoffs": 0.06, "wait_minutes": -0.7,
    "abandonment_rate": -0.012, "effort_ces": 1.4, "satisfaction": 0.16, "nps": 19.0, "churn_rate_12m": -0.048,
    "customers_kept": 55.0, "wom_positive": 9.0, "wom_negative": -17.0, "positive_share": 0.18, "reputation": 0.22,
    "revenue": 34.0, "cost_to_serve": 4.0,
}  # fmt: skip


def company(**changes: Any) -> Scenario:
    """The tiny company, with some top-level keys changed."""
    return Scenario.model_validate({**COMPANY, **changes})


@dataclass(frozen=True)
class SyntheticRun:
    """What the measures read of a Run."""

    people: Table
    daily: Table
    scenario: Scenario

    @property
    def names(self) -> Names:
        return build(self.scenario)[1]

    @property
    def touchpoints(self) -> Table:
        """A contact of everybody at every touchpoint."""
        table = allocate(TOUCHPOINT_COUNTS, len(self.names.touchpoints))
        table["visits"] = table["contacts"] = len(self.people)
        return table

    @property
    def edges(self) -> Table:
        return allocate(EDGE_COUNTS, len(self.names.edges))


def synthetic_run(
    scenario: Scenario,
    *,
    replication: int = 0,
    conversion: float = 0.2,
    churn: float = 0.15,
    count: int = 2000,
) -> SyntheticRun:
    """A made-up run: everybody has the same luck in every world, so a higher `conversion` loses nobody."""
    luck = np.random.default_rng(replication).random((8, count))
    people = allocate(PEOPLE, count)
    people["uid"] = np.arange(count) * 7919 + 13
    entered = luck[0] * scenario.clock.horizon_days
    people["entered_day"] = entered
    people["status"] = 2
    converts = luck[1] < conversion
    people["converted_day"] = np.where(converts, entered + 10 + 40 * luck[2], np.nan)
    if not scenario.converts_at:
        people["converted_day"] = entered
        people["episode_outcome"] = np.where(converts, 2, 3)
        people["episode_closed_day"] = entered + luck[2]
        people["episodes_counted"] = people["episodes_closed"] = 1
        people["episodes_won"] = converts
        people["episode_days"] = luck[2]
    left = people["converted_day"] + 365.0 * np.log(luck[3]) / np.log(1.0 - churn)
    people["left_day"] = np.where(left < scenario.clock.horizon_days, left, np.nan)
    people["contacts"] = 1 + (luck[4] * 4).astype(int)
    people["live_contacts"] = people["contacts"]
    people["wait_minutes"] = 6 * luck[4]
    people["repeats"] = (luck[5] * 3).astype(int)
    people["handoffs"] = 2
    people["defects_before_conversion"] = luck[5] < 0.4
    people["survey_effort"] = 4 * luck[5]
    people["survey_satisfaction"] = luck[5] - 0.5
    people["recommend"] = np.where(converts, (luck[6] * 11).astype(int), -1)
    people["talk_positive"], people["talk_negative"] = luck[6] < 0.1, luck[6] > 0.95
    people["revenue_micro"] = np.where(converts, 300_000_000, 0)
    people["cost_micro"] = (10_000_000 * luck[7]).astype(int)
    daily = allocate(DAILY, int(scenario.clock.horizon_days))
    daily["day"] = np.arange(len(daily))
    daily["reputation"] = 4.0
    return SyntheticRun(people, daily, scenario)


def evidence(
    *,
    profit: float = 30.0,
    conversion: float = 0.05,
    noise: float = 1.0,
    saved: float = 60.0,
    lost: float = 10.0,
    process_share: float = 0.4,
    replications: int = 30,
    retention_pays_from: float | None = 0.5,
    middle: bool = True,
    scenario: Scenario | None = None,
) -> Evidence:
    """Made-up evidence with a profit and a conversion difference of that size; noise: 1 decides, 100 does not."""
    scenario = scenario or company()
    kpis = kpis_of(scenario)
    rng = np.random.default_rng(7)
    headline = kpis[0].name
    level = LEVEL | {headline: 0.216}
    effect = EFFECT | {"profit": profit, headline: conversion}
    scale = {name: 0.02 * max(abs(value), 0.05) for name, value in LEVEL.items()} | {
        "profit": 2.0,
        headline: 0.004,
    }

    def rows(share: float, count: int = replications) -> list[dict[str, float]]:
        return [
            {
                name: level[name] + share * effect[name] + float(rng.normal(0, noise * scale[name]))
                for name in scale
            }
            for _ in range(count)
        ]

    measures = {"S": rows(0.0)}
    if middle:
        measures |= {"P": rows(process_share), "M": rows(0.9 - process_share)}
    measures["I"] = rows(1.0)
    few = min(10, replications)
    levels = () if retention_pays_from is None else (0.0, 0.25, 0.5, 0.75)
    retention = {
        x: rows((x - (retention_pays_from or 0.0)) / (0.95 - (retention_pays_from or 0.0)), few)
        for x in levels
    }
    people = [
        {"people": 800.0, "only_a": 0.0, "only_b": 3.0}
        | {
            f"{outcome}_{change}": value + float(rng.normal(0, 1))
            for outcome in ("converted", "kept")
            for change, value in (("saved", saved), ("lost", lost), ("net", saved - lost))
        }
        for _ in range(replications)
    ]
    days = survival_grid(scenario)
    curves = {a: np.exp(-days[None, :] / 365 * rate + rng.normal(0, 0.003, (replications, 1)) * (days > 0))
              for a, rate in (("S", 0.16), ("I", 0.09))}  # fmt: skip
    shaken = draws(scenario, 4)
    return Evidence(
        scenario=scenario, designs=("siloed", "integrated"), preset="central", seed=1, replications=replications,
        kpis=kpis, own_retention=0.95, measures=measures, people=people, survival_days=days, survival=curves,
        at_risk={a: np.full((replications, len(days)), 500.0) for a in ("S", "I")}, retention=retention, draws=shaken,
        uncertain=[{"S": rows(0.0, 2), "I": rows(x, 2)} for x in (0.5, 0.8, 1.2, 1.5)[: len(shaken)]],
    )  # fmt: skip
