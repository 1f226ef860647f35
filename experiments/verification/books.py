"""Identities that hold in every run, with everything switched on: nobody is lost, nothing is counted twice."""

from collections.abc import Iterator

import numpy as np

from experiments.verification.limit import Figure, Limit, Totals
from scenarios.load import load
from scenarios.overlay import change
from scenarios.schema import Scenario
from sim.engine import run as live
from sim.records import Run


def limits() -> Iterator[Limit]:
    """The bank as it is, for two hundred days."""

    def world(_: float) -> Scenario:
        clock = {"clock.horizon_days": 200, "clock.warm_up_days": 0, "clock.follow_up_days": 100}
        return change(load("bank_credit_45d"), clock)

    figures = [
        Figure("Little's law, L - lambda W", 0.0, lambda t: t["little"], tolerance=1e-9),
        Figure("people unaccounted for", 0.0, lambda t: t["people lost"], tolerance=0.0),
        Figure("episodes unaccounted for", 0.0, lambda t: t["episodes lost"], tolerance=0.0),
        Figure("people who differ when run again", 0.0, lambda t: t["differ"], tolerance=0.0),
    ]
    yield Limit("books", "bank", "Little 1961; conservation", world, observe, figures, people=20_000, runs=1)


def observe(run: Run) -> Totals:
    """How far each identity is off: Little's law relative to W, the others in heads."""
    t, daily = run.touchpoints, run.daily
    apart = np.abs(t["area_days"] - t["sojourn_days"]) / np.maximum(t["sojourn_days"], 1.0)
    inside = daily["prospects"] + daily["customers"] + daily["left"]
    ended = daily["episodes_won"] + daily["episodes_lost"] + daily["episodes_cut_short"]
    again = live(run.scenario, seed=run.seed, replication=run.replication)
    return {
        "little": float(apart.max()),
        "people lost": int(np.abs(daily["entered"] - inside).sum()),
        "episodes lost": int(np.abs(daily["episodes_opened"] - daily["episodes_open"] - ended).sum()),
        "differ": sum(
            one.tobytes() != other.tobytes() for one, other in zip(run.people, again.people, strict=True)
        ),
    }
