"""Customers who come back: repeat purchases, lapsing, premiums."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from experiments.theory.purchases import bg_nbd_purchases, realised_premium
from experiments.theory.survival import sbg_survival
from experiments.verification.limit import Figure, Limit, Totals, mean
from experiments.verification.worlds import entrants, small_world, step
from scenarios.schema import Scenario
from sim.records import Run

FADER = "Fader, Hardie & Lee 2005"
FADER_SBG = "Fader & Hardie 2007"
CDNOW = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
PEOPLE = 10_000
DAYS_PER_WEEK, DAYS_PER_YEAR = 7.0, 365.0


def limits() -> Iterator[Limit]:
    """BG/NBD with the CDNOW parameters; sBG as lapsing after regular purchases; what the satisfied pay on top."""
    yield bg_nbd()
    yield sbg()
    yield premium(1.0, 0.3)
    yield premium(1.35, 0.15)


def shop(episode: dict[str, Any], *, days: float, tick_days: float, **parts: Any) -> Scenario:
    """Customers from the first day on, who buy again without a journey. Their needs begin with the second tick."""
    standard: dict[str, Any] = {
        "mechanisms": ["episodes"],
        "clock": {"horizon_days": days, "follow_up_days": days - tick_days, "tick_days": tick_days},
        "arrivals": {"rate_per_day": 0, "existing_customers": PEOPLE},
        "episodes": {"again": {"title": "Again", "kind": "repurchase"} | episode},
    }
    return small_world({"use": step({"WIN": 1})}, people=0, horizon_days=days, **standard | parts)


def bg_nbd() -> Limit:
    """E[X(t)] after 10, 39, 52 and 78 weeks; a tick is a week, because needs arise at their own times anyway."""
    weeks = (10, 39, 52, 78)

    def world(_: float) -> Scenario:
        rate = CDNOW["r"] / CDNOW["alpha"] * DAYS_PER_YEAR / DAYS_PER_WEEK
        episode = {
            "per_year": rate, "rate_shape": CDNOW["r"], "lapse_alpha": CDNOW["a"], "lapse_beta": CDNOW["b"],
        }  # fmt: skip
        return shop(episode, days=DAYS_PER_WEEK * (weeks[-1] + 1), tick_days=DAYS_PER_WEEK)

    def observe(run: Run) -> Totals:
        bought = run.daily["purchases"]
        return {"people": len(run.people)} | {str(week): int(bought[week]) for week in weeks}

    figures = [Figure(f"purchases in {week} weeks", bg_nbd_purchases(**CDNOW, periods=week), mean(str(week)))
               for week in weeks]  # fmt: skip
    return Limit("purchases", "BG/NBD", FADER, world, observe, figures, people=PEOPLE)


def sbg() -> Limit:
    """A purchase every other day, after each of which customers lapse with a chance of their own."""
    alpha, beta, every = 0.668, 3.806, 2.0
    periods = (1, 3, 7)

    def world(_: float) -> Scenario:
        episode = {"per_year": 0, "every_days": every, "lapse_alpha": alpha, "lapse_beta": beta}
        return shop(episode, days=20.0, tick_days=1.0)

    def observe(run: Run) -> Totals:
        still = np.where(np.isnan(run.people["left_day"]), np.inf, run.people["left_day"])
        return {"people": len(run.people)} | {str(n): int((still > 1.0 + every * n).sum()) for n in periods}

    figures = [Figure(f"S({n})", sbg_survival(alpha, beta, n), mean(str(n))) for n in periods]
    return Limit("purchases", "beta-geometric (sBG)", FADER_SBG, world, observe, figures, people=PEOPLE)


def premium(hypothetical_bias: float, satisfaction: float) -> Limit:
    """One purchase after one contact that leaves just this satisfaction: at most 16 % on a price of 100."""

    def world(_: float) -> Scenario:
        experience = {
            "quality": 0.5 + satisfaction, "expectation": 0.5, "quality_noise": 0, "zone_of_tolerance": 0,
        }  # fmt: skip
        return small_world(
            {"buy": step({"WIN": 1})},
            people=20,
            horizon_days=5,
            mechanisms=["experience", "value", "premium"],
            behaviour={"experience": experience, "memory": {"prior_contacts": 0}},
            value={
                "streams": [{"name": "Margin", "starts_at": "buy", "price_eur": 100}],
                "premium_ceiling": 0.16,
                "hypothetical_bias": hypothetical_bias,
            },
        )

    def observe(run: Run) -> Totals:
        people = entrants(run)
        return {"people": len(people), "paid": float(people["revenue_micro"].sum()) / 1e6 / 100.0}

    exact = realised_premium(satisfaction, 0.16, hypothetical_bias, 0.0, 0.3)
    figures = [Figure(f"at satisfaction {satisfaction:g}", exact, mean("paid"), tolerance=1e-8)]
    return Limit(
        "purchases", f"premium, bias {hypothetical_bias:g}", "PwC 2018; Murphy et al. 2005", world, observe, figures,
        people=20, runs=2,
    )  # fmt: skip
