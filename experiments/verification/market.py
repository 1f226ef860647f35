"""Competitors' offers against customers whose utilities stand still."""

import math
from collections.abc import Iterator

from experiments.theory.survival import cause_shares, constant_hazard_survival, offer_hazard
from experiments.verification.limit import Figure, Limit, Totals, mean
from experiments.verification.survival import CALM
from experiments.verification.worlds import small_world, step
from scenarios.schema import Scenario
from sim.columns import Cause
from sim.records import Run

KARLIN = "thinned Poisson stream; logit"
DAYS_PER_MONTH = 30.0


def limits() -> Iterator[Limit]:
    """Survival under offers alone, and who carries people off when offers and a baseline compete."""
    yield thinned()
    yield offers_or_baseline()


def besieged(
    offers_per_month: float,
    gap: float,
    baseline_per_day: float,
    *,
    people: int,
    days: float,
    tick_days: float,
) -> Scenario:
    """Customers from the first day on, whom offers reach; each is worth `gap` utils less than staying."""
    return small_world(
        {"use": step({"WIN": 1})},
        people=0,
        horizon_days=days,
        mechanisms=["churn", "offers"],
        clock={"horizon_days": days, "follow_up_days": days - tick_days, "tick_days": tick_days},
        arrivals={"rate_per_day": 0, "existing_customers": people},
        behaviour={"churn": CALM | {"baseline_per_day": baseline_per_day}},
        competitors={
            "offers_per_month": offers_per_month, "offers_per_month_before": 0, "attraction": -gap,
            "satisfaction": 0, "trust": 0, "trust_barrier": 0, "tenure_barrier": 0, "disconnect": 0,
        },
    )  # fmt: skip


def thinned() -> Limit:
    """Half an offer a month, two utils worse than staying, for twelve months. Any tick will do."""
    exact = constant_hazard_survival(offer_hazard(0.5, 2.0), 12.0)

    def world(_: float) -> Scenario:
        return besieged(0.5, 2.0, 0.0, people=10_000, days=370.0, tick_days=5.0)

    def observe(run: Run) -> Totals:
        gone = int((run.people["left_day"] <= 12 * DAYS_PER_MONTH).sum())
        return {"people": len(run.people), "stayed": len(run.people) - gone}

    figures = [Figure("S(12 months)", exact, mean("stayed"))]
    return Limit("survival", "offers, 0.5 a month, gap 2", KARLIN, world, observe, figures, people=10_000)


def offers_or_baseline() -> Limit:
    """Offers that win at .03 a day against a baseline of .02 a day.

    Within a tick the baseline comes first, which costs offers p (1 - p) (.05 tick / 2), 6e-3 per day of tick; the tick
    keeps that below a tenth of the standard error, .49 / sqrt(people in all runs).
    """
    people, runs, baseline, winning = 1000, 40, 0.02, 0.03
    monthly = winning * DAYS_PER_MONTH * (1.0 + math.exp(2.0))
    exact = cause_shares([winning, baseline])[0]

    def world(scale: float) -> Scenario:
        error = 0.49 / math.sqrt(people * runs * scale)
        tick = 0.1 * error / 6e-3
        return besieged(monthly, 2.0, baseline, people=people, days=300.0, tick_days=min(tick, 1.0))

    def observe(run: Run) -> Totals:
        left = run.people[run.people["cause"] > 0]
        return {"people": len(left), "offers": int((left["cause"] == Cause.OFFER).sum())}

    figures = [Figure("share of offers", exact, mean("offers"))]
    return Limit(
        "survival", "offers against baseline", "Cox & Oakes 1984", world, observe, figures, people=people,
        runs=runs, thorough=400_000,
    )  # fmt: skip
