"""How long customers stay when nothing about them changes."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from experiments.theory.survival import (
    constant_hazard_survival,
    gamma_frailty_survival,
    geometric_survival,
    hazard_per_day,
    steady_customer_base,
)
from experiments.verification.limit import Figure, Limit, Totals, mean, ratio
from experiments.verification.worlds import entrants, small_world, staying, step
from scenarios.schema import Scenario
from sim.columns import Cause, Outcome
from sim.records import Run

COX = "Cox & Oakes 1984"
VAUPEL = "Vaupel, Manton & Stallard 1979"
CALM: dict[str, Any] = {"new_customer": 0.0, "purchases": 0.0, "frailty_variance": 0.0}
PEOPLE = 10_000


def limits() -> Iterator[Limit]:
    """Constant hazards with covariates, by months, with frailty, in competition, and the base they lead to."""
    yield covariates()
    yield months()
    yield a_year()
    yield frailty()
    yield competing_causes()
    yield race()
    yield customer_base()


def company(
    churn: Mapping[str, Any], *, horizon_days: float, tick_days: float = 5.0, **parts: Any
) -> Scenario:
    """Everybody is a customer from entry and may leave; the tick is free while covariates stand still."""
    clock = {"horizon_days": horizon_days, "follow_up_days": horizon_days - 5.0, "tick_days": tick_days}
    wait = step({"WIN": 0.7, "LOST": 0.3}, delay_days=1, delay_law="exponential")
    standard: dict[str, Any] = {
        "clock": clock,
        "mechanisms": ["churn"],
        "behaviour": {"churn": CALM | dict(churn)},
    }
    return small_world({"wait": wait}, people=PEOPLE, horizon_days=horizon_days, **standard | parts)


def survival(
    name: str, what: str, source: str, exact: float, days: float, churn: Mapping[str, Any], **parts: Any
) -> Limit:
    """The share still there after some days."""

    def world(_: float) -> Scenario:
        return company(churn, horizon_days=days + 10.0, **parts)

    def observe(run: Run) -> Totals:
        people = entrants(run)
        return {"people": len(people), "stayed": int(staying(people, days).sum())}

    figures = [Figure(what, exact, mean("stayed"))]
    return Limit("survival", name, source, world, observe, figures, people=PEOPLE)


def covariates() -> Limit:
    """S(t) = exp(-h0 t e^x), with lock-in and a first purchase in x."""
    x = -0.25 * math.log(2.0) - 0.3
    exact = constant_hazard_survival(0.003, 365.0, x)
    personas = {"anyone": {"title": "Anyone", "share": 1, "traits": {"lock_in": 0.3}}}
    churn = {"baseline_per_day": 0.003, "purchases": 0.25}
    return survival("constant hazard", "S(1 year), x = -0.473", COX, exact, 365.0, churn, personas=personas)


def months() -> Limit:
    """1.8 % leave every month."""
    churn = {"baseline_per_day": -math.log1p(-0.018) / 30.0}
    exact = geometric_survival(0.018, 12)
    return survival("geometric, 1.8 % a month", "S(12 months)", COX, exact, 360.0, churn)


def a_year() -> Limit:
    """15 % leave within a year: the default of the behaviour section."""
    churn = {"baseline_per_day": hazard_per_day(0.15)}
    return survival("constant hazard, 15 % a year", "S(1 year)", COX, 0.85, 365.0, churn)


def frailty() -> Limit:
    """S = (1 + theta H)^(-1/theta)."""
    churn = {"baseline_per_day": 0.004, "frailty_variance": 1.5}
    exact = gamma_frailty_survival(0.004 * 365.0, 1.5)
    return survival("gamma frailty, variance 1.5", "S(1 year)", VAUPEL, exact, 365.0, churn)


def competing_causes() -> Limit:
    """Hazard e^x with x = .25 + .20 + .40: baseline exp(-.85), the rest in proportion to its terms."""
    terms = {Cause.DISSATISFACTION: 0.25, Cause.DISTRUST: 0.20, Cause.NEW_CUSTOMER: 0.40}
    churn = {
        "baseline_per_day": 0.02, "satisfaction": 2.5, "satisfaction_reference": 0.1, "trust": 1.0,
        "new_customer": 0.4, "new_customer_days": 1e6,
    }  # fmt: skip

    def world(_: float) -> Scenario:
        personas = {"anyone": {"title": "Anyone", "share": 1, "traits": {"trust_start": 0.3}}}
        return company(churn, horizon_days=200.0, personas=personas)

    def observe(run: Run) -> Totals:
        cause = run.people["cause"][~np.isnan(run.people["left_day"])]
        return {"people": len(cause)} | {
            kind.name: int((cause == kind).sum()) for kind in (Cause.BASELINE, *terms)
        }

    rest = -math.expm1(-sum(terms.values()))
    shares = {Cause.BASELINE: 1.0 - rest}
    shares |= {kind: rest * term / sum(terms.values()) for kind, term in terms.items()}
    figures = [
        Figure(kind.name.lower().replace("_", " "), share, mean(kind.name)) for kind, share in shares.items()
    ]
    return Limit("survival", "competing causes", COX, world, observe, figures, people=PEOPLE)


def race() -> Limit:
    """A journey that ends at rate 1 against a hazard of .5: it ends first in two cases of three."""

    def world(_: float) -> Scenario:
        return company({"baseline_per_day": 0.5}, horizon_days=60.0, tick_days=1.0)

    def observe(run: Run) -> Totals:
        people = entrants(run)
        finished = np.isin(people["episode_outcome"], (Outcome.WON, Outcome.LOST))
        return {"people": len(people), "finished": int(finished.sum())}

    figures = [Figure("P(first)", 1.0 / 1.5, mean("finished"))]
    return Limit("survival", "two clocks, rates 1 and 0.5", COX, world, observe, figures, people=PEOPLE)


def customer_base() -> Limit:
    """Poisson arrivals of 20 a day who leave at .05 a day: 400 customers, Poisson."""
    rate, hazard = 20.0, 0.05
    moments = (300, 400, 500)

    def world(_: float) -> Scenario:
        arrivals = {"rate_per_day": rate}
        return company({"baseline_per_day": hazard}, horizon_days=500.0, tick_days=1.0, arrivals=arrivals)

    base = steady_customer_base(rate, hazard)

    def observe(run: Run) -> Totals:
        customers = run.daily["customers"][[day - 1 for day in moments]].astype(float)
        squares = float(((customers - base) ** 2).sum())
        return {"moments": len(moments), "customers": float(customers.sum()), "squares": squares}

    figures = [
        Figure("mean, 20 a day / 0.05", base, ratio("customers", "moments")),
        Figure("variance, Poisson", base, ratio("squares", "moments")),
    ]
    return Limit("survival", "customer base", COX, world, observe, figures, people=round(500 * rate))
