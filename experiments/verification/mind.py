"""What customers feel, remember, trust, hear and answer."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from experiments.theory.experience import (
    failure_probability,
    flawless_share,
    memory_fixed_point,
    noise_drag,
    nps_normal,
    trust_fixed_point,
)
from experiments.theory.voices import inconsistency_square
from experiments.verification.limit import Figure, Limit, Totals, mean
from experiments.verification.worlds import entrants, small_world, step
from scenarios.schema import Scenario
from sim.records import Run

NORMAL = "normal integral"
ALMOST_SURELY = {"again": 1.0 - 1e-12, "WIN": 1e-12}
PEOPLE = 10_000


def limits() -> Iterator[Limit]:
    """Experience, memory, trust, moments of truth, voices, NPS."""
    for zone in (0.0, 0.05, 0.10, 0.15):
        yield drag(zone)
    yield satisfaction()
    yield expectation()
    yield trust()
    yield flawless()
    yield voices()
    for latent in (7.0, 7.5, 8.0, 8.5):
        yield nps(latent)


def drag(zone: float) -> Limit:
    """One contact whose quality is just what was expected, but varies."""

    def world(_: float) -> Scenario:
        experience = {
            "quality": 0.5, "expectation": 0.5, "quality_noise": 0.12, "zone_of_tolerance": zone, "loss_weight": 2.0,
        }  # fmt: skip
        return small_world(
            {"ask": step({"WIN": 1})}, people=PEOPLE, horizon_days=5, mechanisms=["experience"],
            behaviour={"experience": experience},
        )  # fmt: skip

    def observe(run: Run) -> Totals:
        people = entrants(run)
        return {"people": len(people), "value": float(people["value_sum"].sum())}

    figures = [Figure(f"E[v], zone of tolerance {zone:g}", noise_drag(0.12, zone, 2.0), mean("value"))]
    return Limit("mind", "noise drag", NORMAL, world, observe, figures, people=PEOPLE)


def recurring(every_days: float, horizon_days: float, people: float, **parts: Any) -> Scenario:
    """The same contact again and again, at fixed times."""
    again = step(ALMOST_SURELY, delay_days=every_days, delay_law="deterministic", moment_of_truth=True)
    return small_world({"again": again}, people=people, horizon_days=horizon_days, **parts)


def satisfaction() -> Limit:
    """v = -.3 every 30 days, weight .1, half-life 120 days: satisfaction right after a contact."""
    every, half_life = 30.0, 120.0

    def world(_: float) -> Scenario:
        behaviour = {
            "experience": {"quality": 0.5, "expectation": 0.75, "quality_noise": 0.0, "loss_weight": 2.0},
            "memory": {"minimum_weight": 0.1, "half_life_days": half_life},
        }
        on = ["experience", "memory"]
        return recurring(every, 4500.0, 20.0, mechanisms=on, behaviour=behaviour)

    def observe(run: Run) -> Totals:
        person = entrants(run)[0]
        since = person["remembered_day"] - (person["event_day"] - every)
        return {"runs": 1, "after": float(person["satisfaction"] * 2.0 ** (since / half_life))}

    exact = memory_fixed_point(-0.3, 0.1, half_life, every)
    figures = [Figure("fixed point", exact, lambda totals: totals["after"] / totals["runs"], tolerance=1e-9)]
    return Limit("mind", "satisfaction", "geometric series", world, observe, figures, people=20, runs=2)


def expectation() -> Limit:
    """E <- E + .15 (P - E): after ten contacts the gap of .2 has shrunk by .85^10."""

    def world(_: float) -> Scenario:
        behaviour = {"experience": {"quality": 0.7, "expectation": 0.5, "quality_noise": 0.0}}
        on = ["experience", "expectation_learning"]
        return recurring(1.0, 12.0, 20.0, mechanisms=on, behaviour=behaviour)

    def observe(run: Run) -> Totals:
        people = entrants(run)
        gap = (0.7 - people["expectation"]) / 0.85 ** people["felt"]
        return {"people": len(people), "gap": float(gap.sum())}

    figures = [Figure("first surprise, undone", 0.2, mean("gap"), tolerance=1e-12)]
    return Limit("mind", "expectation", "geometric series", world, observe, figures, people=20, runs=2)


def trust() -> Limit:
    """Nine contacts in ten are worth .05, one is worth -.5; gains of .03 (.25 + v), losses of .12 v."""

    def world(_: float) -> Scenario:
        behaviour = {
            "experience": {
                "quality": 0.55, "expectation": 0.5, "quality_noise": 0.0, "zone_of_tolerance": 0.0,
                "failure_penalty": 0.30, "loss_weight": 2.0,
            },
            "trust": {"gain": 0.03, "loss": 0.12},
        }  # fmt: skip
        fails = {"failure_predictable": 0.1, "failure_unpredictable": 0.1}
        on = ["experience", "trust", "moments"]
        return recurring(1.0, 700.0, 100.0, mechanisms=on, behaviour=behaviour, moments=fails)

    def observe(run: Run) -> Totals:
        people = entrants(run)
        return {"people": len(people), "trust": float(people["trust"].sum())}

    figures = [Figure("fixed point", trust_fixed_point(0.03, 0.12, 0.9, 0.3, 0.5), mean("trust"))]
    return Limit(
        "mind", "trust", "mean of a linear recursion", world, observe, figures, people=100, thorough=100_000,
        note="700 contacts, so that less than 4e-6 of the starting trust is left",
    )  # fmt: skip


def flawless() -> Limit:
    """Six moments of truth: nine in ten foreseeable."""
    number = 6

    def world(_: float) -> Scenario:
        names = [f"moment{n}" for n in range(1, number + 1)]
        return small_world(
            {
                name: step({to: 1}, moment_of_truth=True)
                for name, to in zip(names, [*names[1:], "WIN"], strict=True)
            },
            people=PEOPLE,
            horizon_days=5,
            mechanisms=["moments"],
        )

    def observe(run: Run) -> Totals:
        people = entrants(run)
        failed = int(people["failures"].sum())
        return {"people": len(people), "flawless": int((people["failures"] == 0).sum()), "failed": failed}

    figures = [
        Figure(
            "P(failure)", failure_probability(0.06, 0.45, 0.1), lambda t: t["failed"] / t["people"] / number
        ),
        Figure("P(6 flawless contacts)", flawless_share(number, 0.06, 0.45, 0.1), mean("flawless")),
    ]
    return Limit("mind", "moments of truth", "binomial law", world, observe, figures, people=PEOPLE)


def voices() -> Limit:
    """A hundred departments with offsets of their own, each heard once."""
    number, spread, alignment, noise = 100, 0.25, 0.2, 0.05

    def world(_: float) -> Scenario:
        codes = [f"d{n}" for n in range(number)]
        return small_world(
            {code: step({to: 1}, owner=code) for code, to in zip(codes, [*codes[1:], "WIN"], strict=True)},
            people=20,
            horizon_days=5,
            mechanisms=["voices"],
            owners={code: f"Department {code}" for code in codes},
            voices={"message_spread": spread, "alignment": alignment, "contact_noise": noise},
        )

    def observe(run: Run) -> Totals:
        people = entrants(run)
        square = people["message_square"] / (people["message_count"] - 1)
        return {"runs": 1, "square": float(square.mean())}

    exact = inconsistency_square(spread, alignment, noise)
    figures = [Figure("E[I^2]", exact, lambda totals: totals["square"] / totals["runs"])]
    return Limit(
        "mind", "voices, 100 departments", "random-effects variance", world, observe, figures, people=20,
        thorough=20_000, note="the departments of each run are drawn anew",
    )  # fmt: skip


def nps(latent: float) -> Limit:
    """Answers of a normal latent with standard deviation 2, rounded to 0..10."""

    def world(_: float) -> Scenario:
        behaviour = {"advocacy": {"intercept": latent, "noise": 2.0}}
        return small_world({"ask": step({"WIN": 1})}, people=PEOPLE, horizon_days=5, behaviour=behaviour)

    def observe(run: Run) -> Totals:
        answer = entrants(run)["recommend"]
        score = 100 * (np.count_nonzero(answer >= 9) - np.count_nonzero(answer <= 6))
        return {"people": len(answer), "score": float(score)}

    figures = [Figure(f"latent mean {latent:g}, SD 2", nps_normal(latent, 2.0), mean("score"))]
    return Limit("mind", "NPS", "normal integral; Reichheld 2003", world, observe, figures, people=PEOPLE)
