"""What surrounds the company: competitors' offers, what people really want, the season."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scenarios.fields import Code, Model, Share, Switch, fact, lever, uncertainty


class Competitors(Model):
    """Offers that reach people from elsewhere: noise while they decide, a pull once they are customers.

    An offer of utility V_c wins against the company with probability 1 / (1 + exp((V_own + barrier - V_c) / scale)),
    V_own = satisfaction * S + trust * T - price_disadvantage, barrier = trust_barrier * T + tenure_barrier *
    ln(1 + months as a customer).
    """

    offers_per_month: float = uncertainty(
        "offers of competitors that reach a customer", 0.5, unit="per month", ge=0, le=1000
    )
    offers_per_month_before: float = uncertainty(
        "offers that reach somebody on the way to becoming a customer", 1.0, unit="per month", ge=0, le=1000
    )
    attraction: float = uncertainty(
        "utility of a typical offer; a neutral service without trust or tenure has 0",
        -3.5,
        unit="utils",
        source="so that up to one departure in ten is an offer's: Keaveney 1995 names competition among eight causes; "
        "size assumed",
        ge=-50,
        le=50,
    )
    attraction_spread: float = uncertainty(
        "standard deviation of that utility from offer to offer", 0.0, unit="utils", ge=0, le=20
    )
    price_disadvantage: float = lever("how much dearer the company is", 0.0, unit="utils", ge=-20, le=20)
    satisfaction: float = uncertainty("worth of a unit of satisfaction against an offer", 2.5, unit="utils")
    trust: float = uncertainty("worth of full trust against an offer", 1.0, unit="utils")
    trust_barrier: float = uncertainty("cost of switching that full trust adds", 1.5, unit="utils")
    tenure_barrier: float = uncertainty(
        "cost of switching per unit of ln(1 + months as a customer)", 0.3, unit="utils"
    )
    choice_scale: float = uncertainty(
        "how noisy the choice between offers is", 1.0, unit="utils", gt=0, le=100
    )
    pull_before: float = uncertainty(
        "log odds of leaving the journey added by an offer heard since the last step", 0.4, unit="log odds"
    )
    disconnect: float = uncertainty(
        "log hazard while an offer was heard shortly after a disconnect (failure, dropped case, repeated question, "
        "abandoned contact)",
        0.7,
        unit="log hazard",
        source="described by a practitioner; size assumed",
    )
    disconnect_days: float = uncertainty(
        "how long after a disconnect an offer finds open ears", 7.0, unit="days", ge=0, le=3650
    )


class Campaign(Model):
    """The need behind the need: how well what is offered fits what people want, which they state only roughly."""

    offer: dict[Code, Annotated[float, Field(ge=-100.0, le=100.0)]] = lever(
        "what the offer stresses: goal -> weight; the same for everybody", dict, unit="weight", max_length=8
    )
    personal: Switch = lever("whether the offer follows what each customer states instead", False)
    research: Share = lever("share of the noise in stated needs that research removes", 0.0, unit="share")
    stated_noise: float = uncertainty(
        "standard deviation of a stated goal weight around the true one", 0.5, unit="weight", ge=0, le=20
    )
    goal_spread: float = uncertainty(
        "standard deviation of a customer's goal weight around the persona's", 0.2, unit="weight", ge=0, le=20
    )
    fit_weight: float = uncertainty(
        "log odds of staying in the journey per unit of fit (cosine) above the reference",
        1.0,
        unit="log odds",
    )
    fit_reference: float = fact("fit at which the routing shares hold", 0.7, unit="cosine", ge=-1, le=1)


class Season(Model):
    """The year's rhythm: how many more or fewer people start, or need something, in each month."""

    first_month: int = fact("month of the first day (1 = January)", 1, unit="month", ge=1, le=12)
    arrivals: list[Annotated[float, Field(ge=0.0, le=100.0)]] = fact(
        "factor of the arrivals in each calendar month, January first",
        lambda: [1.0] * 12,
        unit="ratio",
        min_length=12,
        max_length=12,
    )
    needs: list[Annotated[float, Field(ge=0.0, le=100.0)]] = fact(
        "factor of seasonal needs in each calendar month, January first",
        lambda: [1.0] * 12,
        unit="ratio",
        min_length=12,
        max_length=12,
    )
