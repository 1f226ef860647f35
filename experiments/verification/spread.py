"""How talk spreads in the engine: SI and Bass in a closed, mixing market; percolation over networks."""

import math
from collections.abc import Iterator
from typing import Any

from experiments.theory.spread import (
    market_share,
    percolation_threshold,
    seeded_share_poisson,
    seeded_share_regular,
)
from experiments.verification.limit import Figure, Limit, Totals, mean, ratio
from experiments.verification.worlds import small_world, step
from scenarios.schema import Scenario
from sim.records import Run

SI = "Kermack & McKendrick 1927; Bartlett 1955"
BASS = "Bass 1969; Bartlett 1955"
NEWMAN = "Newman 2002"
DAYS_PER_MONTH = 30.0
ENTRY = ["word_of_mouth", "recommendation_entry"]


def limits() -> Iterator[Limit]:
    """Talk without and with advertising; stories passed on once, above and below the threshold."""
    yield si()
    yield bass()
    for law, transmission in (("poisson", 0.1), ("poisson", 0.2), ("regular", 0.12), ("regular", 0.2)):
        yield percolation(law, transmission)


def mixing_market(
    talks_per_day: float, *, tick_days: float, horizon_days: float, arrivals: dict[str, Any]
) -> Scenario:
    """Whoever hears a customer starts at once and talks as they do; every talk reaches anybody."""
    return small_world(
        {"use": step({"WIN": 1})},
        people=0,
        horizon_days=horizon_days,
        mechanisms=ENTRY,
        interaction=True,
        clock={"horizon_days": horizon_days, "follow_up_days": 0.5 * horizon_days, "tick_days": tick_days},
        arrivals={"rate_per_day": 0, "entry_per_recommendation": 1.0} | arrivals,
        network={"kind": "full_mixing"},
        word_of_mouth={"ambient_per_month": DAYS_PER_MONTH * talks_per_day, "tell_resolved": 0, "tell_unresolved": 0},
    )  # fmt: skip


def entered_by(run: Run, day: float) -> float:
    """How many had started by a day (a multiple of the tick)."""
    return float(run.daily["entered"][round(day / run.scenario.clock.tick_days) - 1])


def si() -> Limit:
    """One in a hundred knows on the first day; everybody who knows tells another person every other day.

    Messages are read at ticks, and nobody talks twice in a tick: on day 10 the share falls short of the limit by
    t i (1 - i) beta (beta tick), .6 per day of tick; the customers of the first day begin a tick late, another .12
    (measured: .52 with a tick of .1 days). The tick keeps the sum below a tenth of the standard error, which is
    .24 / sqrt(seeds in all runs).
    """
    people, start, rate, runs = 1000, 10, 0.5, 40

    def world(scale: float) -> Scenario:
        error = 0.24 / math.sqrt(start * runs * scale)
        arrivals = {"market_size": people - start, "existing_customers": start}
        return mixing_market(
            rate, tick_days=tick_below(0.1 * error / 0.72), horizon_days=10, arrivals=arrivals
        )

    def observe(run: Run) -> Totals:
        return {"runs": 1, "day 5": entered_by(run, 5.0) / people, "day 10": entered_by(run, 10.0) / people}

    figures = [
        Figure(
            f"share on {day}, {people:,} people", market_share(people, start, rate, time), ratio(day, "runs")
        )
        for day, time in (("day 5", 5.0), ("day 10", 10.0))
    ]
    return Limit(
        "spread", "SI", SI, world, observe, figures, people=people, runs=runs, thorough=400_000,
        note="pure birth in a market of 1,000; in an endless one the logistic .10957 and .59986",
    )  # fmt: skip


def tick_below(days: float) -> float:
    """The longest 1, 2 or 5 over a power of ten that is not above so many days, so that ticks meet whole days."""
    power = 10.0 ** math.floor(math.log10(days))
    return next(power * factor for factor in (5, 2, 1) if power * factor <= days)


def bass() -> Limit:
    """p = .03 and q = .38 a year, for ten years of ten days (the calendar changes nothing).

    As with SI the tick makes q too small by q tick; on year 10 that costs the share .6 (q tick), and the standard error
    is .75 / sqrt(people in all runs).
    """
    people, external, internal, runs, year = 1000, 0.03, 0.38, 40, 10.0

    def world(scale: float) -> Scenario:
        error = 0.75 / math.sqrt(people * runs * scale)
        arrivals = {"market_size": people, "rate_per_day": people * external / year}
        tick = tick_below(0.1 * error / 0.6 * year / internal)
        return mixing_market(internal / year, tick_days=tick, horizon_days=10 * year, arrivals=arrivals)

    def observe(run: Run) -> Totals:
        return {"runs": 1} | {str(t): entered_by(run, t * year) / people for t in (1, 2, 5, 10)}

    figures = [
        Figure(
            f"share in year {t}, {people:,} people",
            market_share(people, 0, internal, t, external=external),
            ratio(str(t), "runs"),
        )
        for t in (1, 2, 5, 10)
    ]
    return Limit(
        "spread", "Bass", BASS, world, observe, figures, people=people, runs=runs, thorough=400_000,
        note="pure birth in a market of 1,000; in an endless one .03576, .08506, .33120 and .81280",
    )  # fmt: skip


def percolation(law: str, transmission: float) -> Limit:
    """One customer in a thousand complains in public; whoever reads it passes it on once, along each tie by chance.

    A shock strikes them on the first day, all their acquaintances read of it, and what happens then is bond
    percolation.
    """
    people, ties, seeds = 20_000, 8, 0.001

    def world(_: float) -> Scenario:
        return small_world(
            {"use": step({"WIN": 1})},
            people=0,
            horizon_days=80,
            mechanisms=["experience", "recovery", "reputation", "word_of_mouth", "resharing", "episodes"],
            interaction=True,
            clock={"horizon_days": 80, "follow_up_days": 79},
            arrivals={"rate_per_day": 0, "existing_customers": people},
            shocks={"outage": {"title": "Outage", "day": 1, "share": seeds}},
            recovery={"post_probability": 1},
            network={"kind": "configuration", "neighbours": ties, "degree_law": law},
            word_of_mouth={
                "ambient_per_month": 0, "reshare_post": transmission, "reshare": transmission, "story_days": 1000,
            },
        )  # fmt: skip

    def observe(run: Run) -> Totals:
        reached = (run.people["stories"] > 0) | (run.people["failures"] > 0)
        return {"people": len(run.people), "reached": int(reached.sum())}

    share = (seeded_share_poisson if law == "poisson" else seeded_share_regular)(ties, transmission, seeds)
    square = ties**2 + (ties if law == "poisson" else 0)
    threshold = percolation_threshold(ties, square)
    where = ">" if transmission > threshold else "<"
    figures = [Figure(f"T {transmission:g} {where} Tc {threshold:.3f}", share, mean("reached"))]
    return Limit(
        "spread", f"percolation, {law}", NEWMAN, world, observe, figures, people=people, runs=20,
        thorough=2_000_000, note="8 ties on average, one in a thousand starts",
    )  # fmt: skip
