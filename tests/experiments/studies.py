"""Thousands of small studies of one company whose answers are known: worlds lived through once, studied often.

Sixty people enter, decide twice, become customers, may need help from one clerk who has a queue, rarely buy something
big, and leave at a constant rate. The second design gets more people past the first step, loses some at the second,
is faster, serves faster and keeps customers longer. What is lived is the real engine; what is concluded from it is what
`compare` concludes.

Without the queue nobody affects anybody, and arrivals are Poisson. So one world fifty times as large, its people dealt
out by their uid (a hash), *is* fifty independent replications of the small one: thinning a Poisson process gives
independent ones. That makes two thousand studies a matter of seconds.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from experiments.kpis import COMMON, CONVERSION, Counted, counted
from experiments.people import fates, saved_and_lost
from experiments.statistics import Floats
from experiments.theory.chain import passage
from scenarios.overlay import change
from scenarios.schema import Scenario
from sim import draw_population, run
from sim.records import Run
from tests.simulated import only, point, small

FIRST, SECOND = 0.70, 0.80  # shares that pass the two steps, under the first design
PRICE, BIG_PRICE, MINUTE = 100.0, 5000.0, 2.0
MEASURES = ("conversion_rate", "journey_days", "churn_rate_12m", "wait_minutes", "revenue", "cost_to_serve")
MEASURE = {kpi.name: kpi.measure for kpi in (CONVERSION, *COMMON)}
AT_ONCE = 50
SIDES = ("converted_saved", "converted_lost", "converted_net")


@dataclass(frozen=True)
class Worlds:
    """What was lived: measure -> array (replications,), for both designs, and who changed sides, per 1,000."""

    first: dict[str, Floats]
    second: dict[str, Floats]
    sides: dict[str, Floats]


def company(*, queue: bool, times: int = 1) -> Scenario:
    """The first design: today. queue: whether there is a clerk to wait for.  times: how many companies in one."""
    return small(
        {
            "ask": point(
                {"decide": FIRST, "LOST": 1 - FIRST}, delay_days=2.0, delay_law="exponential", cost_per_contact_eur=3.0
            ),
            "decide": point(
                {"buy": SECOND, "LOST": 1 - SECOND}, delay_days=3.0, delay_law="exponential", cost_per_contact_eur=5.0
            ),
            "buy": point({"help": 0.5 * queue, "big": 0.03, "WIN": 0.97 - 0.5 * queue}),
            "big": point({"WIN": 1.0}),
            "help": point(
                {"WIN": 1.0}, channel="phone", service_minutes=2000.0, service_law="exponential", team="clerk"
            ),
        },
        converts_at="buy",
        clock={"horizon_days": 460, "follow_up_days": 60, "tick_days": 10},
        arrivals={"rate_per_day": 0.4 * times, "until_days": 150},
        interaction=queue,
        mechanisms=[path.split(".")[1] for path, on in only("waiting", "churn", "value").items() if on],
        channels={"web": {"name": "Web", "live": False}, "phone": {"name": "Phone", "live": True}},
        teams={"clerk": {"servers": 1, "hours_per_day": 24, "opens_at_hour": 0}},
        value={
            "streams": [
                {"name": "a sale", "starts_at": "buy", "eur_once": PRICE},
                {"name": "a big one", "starts_at": "big", "eur_once": BIG_PRICE},
            ]
        },
        behaviour={
            "churn": {
                "baseline_per_day": 0.001, "new_customer": 0.0, "purchases": 0.0, "frailty_variance": 0.0,
            }
        },
    )  # fmt: skip


def improved(today: Scenario) -> Scenario:
    """The second design."""
    return change(
        today,
        {
            "touchpoints.ask.next": {"decide": FIRST + 0.15, "LOST": 0.85 - FIRST},
            "touchpoints.decide.next": {"buy": SECOND - 0.1, "LOST": 1.1 - SECOND},
            "touchpoints.decide.delay_days": 2.0,
            "touchpoints.help.service_minutes": 1600.0,
            "behaviour.churn.baseline_per_day": 0.0007,
        },
    )


def luckier(today: Scenario) -> Scenario:
    """A second design whose only effect is rare: big sales come a little more often."""
    return change(
        today, {"touchpoints.buy.next": today.touchpoints["buy"].next | {"big": 0.036, "WIN": 0.964}}
    )


def live(
    replications: int, seed: int, *, queue: bool = False, design: Callable[[Scenario], Scenario] = improved
) -> Worlds:
    """Today and a second design on the same people: one run per replication with the queue, one per fifty without."""
    times = 1 if queue else AT_ONCE
    first = company(queue=queue, times=times)
    second = design(first)
    measured: list[list[list[float]]] = [[], []]
    sides = []
    for number in range(replications // times):
        people = draw_population(first, seed, number)
        lived = [run(s, seed=seed, replication=number, population=people) for s in (first, second)]
        for unit in zip(*(_dealt(one, times) for one in lived), strict=True):
            for arm, seen in zip(measured, unit, strict=True):
                arm.append([MEASURE[name](seen) for name in MEASURES])
            changed = saved_and_lost(*(fates(seen) for seen in unit))
            sides.append([changed[name] for name in SIDES])
    arms = [dict(zip(MEASURES, np.array(arm).T, strict=True)) for arm in measured]
    return Worlds(*arms, dict(zip(SIDES, np.array(sides).T, strict=True)))


def _dealt(lived: Run, times: int) -> list[Counted]:
    """The counted entrants of each of so many companies in one."""
    hand = lived.people["uid"] % np.uint64(times)
    people = lived.people[np.argsort(hand, kind="stable")]
    ends = np.cumsum(np.bincount(hand.astype(np.int64), minlength=times))[:-1]
    return [counted(replace(lived, people=part)) for part in np.split(people, ends)]


def truth(scenario: Scenario) -> dict[str, float]:
    """The exact answers, per measure; the mean wait of so few people has none."""
    asked = scenario.touchpoints["ask"].next["decide"]
    converted = passage(scenario, "ask", "buy")
    big = scenario.touchpoints["buy"].next["big"]
    return {
        "conversion_rate": converted.probability,
        "journey_days": converted.mean_days,
        "churn_rate_12m": 1.0 - math.exp(-365.0 * scenario.behaviour.churn.baseline_per_day),
        "revenue": converted.probability * (PRICE + big * BIG_PRICE),
        "cost_to_serve": 3.0 + 5.0 * asked,
    }


def truth_of_sides(first: Scenario, second: Scenario) -> dict[str, float]:
    """Who changes sides when the luck is the same: the saved pass the first step now, the lost fail the second now."""
    (a1, d1), (a2, d2) = (
        (s.touchpoints["ask"].next["decide"], s.touchpoints["decide"].next["buy"]) for s in (first, second)
    )
    saved, lost = 1000.0 * (a2 - a1) * d2, 1000.0 * a1 * (d1 - d2)
    return {"converted_saved": saved, "converted_lost": lost, "converted_net": saved - lost}


def in_studies(values: Floats, size: int) -> Floats:
    """The replications dealt out to studies of so many each, shape (studies, size)."""
    return values[: len(values) // size * size].reshape(-1, size)
