"""What a study compares: levers with their costs, designs made of levers, presets, ranges."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from scenarios.fields import Evidence, Model, Share, Switch, Text, fact, uncertainty

LeverKind = Literal["process", "mechanism"]

Changes = dict[str, Any]
"""Dotted path in the scenario -> new value, e.g. {"handoffs.retention": 0.95}."""


class Stream(Model):
    """Money a customer brings once a certain touchpoint is reached."""

    name: Text = fact("name for people", min_length=1)
    starts_at: str = fact("touchpoint that starts it")
    eur_per_year: float = fact("margin per year", 0.0, unit="EUR per year")
    eur_once: float = fact("margin at the start", 0.0, unit="EUR")
    every_time: Switch = fact(
        "whether eur_once comes at every visit of the touchpoint, not only the first", False
    )
    spend_cv: float = fact(
        "standard deviation over mean of eur_once from purchase to purchase (lognormal)",
        0.0,
        unit="ratio",
        ge=0,
        le=20,
    )
    price_eur: float = fact(
        "price that a satisfied customer would pay a premium on (0 = none); the premium is added to eur_once",
        0.0,
        unit="EUR",
        ge=0,
    )
    lasts_days: float | None = fact(
        "how long it runs; until the customer leaves when left out", None, unit="days", gt=0
    )


class Value(Model):
    """What customers are worth."""

    streams: list[Stream] = fact("the sources of margin", list)
    premium_ceiling: Share = uncertainty(
        "largest premium on the price that a satisfied customer says they would pay",
        0.0,
        unit="share",
        source="by sector: coffee .16, hotel .14, sports ticket .13, dinner .12 (PwC 2018)",
    )
    hypothetical_bias: float = uncertainty(
        "what people say they would pay over what they pay (1 = they mean it)",
        1.35,
        unit="ratio",
        evidence="M",
        source="Murphy et al. 2005, median",
        ge=1,
        le=20,
    )
    premium_from: float = uncertainty(
        "satisfaction at which the premium begins", 0.0, unit="satisfaction", ge=-1, le=1
    )
    premium_full: float = uncertainty(
        "satisfaction at which it is full", 0.3, unit="satisfaction", ge=-1, le=1
    )

    @model_validator(mode="after")
    def _premium_rises(self) -> Self:
        if self.premium_full <= self.premium_from:
            raise PydanticCustomError("premium", "has premium_full at or below premium_from; raise it")
        return self


class Cost(Model):
    """What a lever costs."""

    one_off_eur: float = fact("paid once", 0.0, unit="EUR", ge=0)
    per_year_eur: float = fact("paid every year", 0.0, unit="EUR per year", ge=0)
    per_customer_year_eur: float = fact("paid per customer and year", 0.0, unit="EUR per customer-year", ge=0)
    written_off_years: float = fact("years over which the one-off part is spread", 3.0, unit="years", gt=0)


class Lever(Model):
    """One thing a company can change, with its price; levels are assumed, never found."""

    title: Text = fact("name for people", min_length=1)
    kind: LeverKind = fact("process (routing and delays) or mechanism (everything else)")
    evidence: Evidence = fact("evidence tag of the level: V, V2, M, D or A", "A")
    source: Text = fact("where the level comes from", "")
    cost: Cost = Field(description="what it costs", default_factory=Cost)
    lead_time_days: float = fact(
        "from the decision until it is introduced; the one-off cost is paid over this time",
        0.0,
        unit="days",
        ge=0,
        le=3650,
    )
    transition_days: float = fact(
        "from its introduction until it works; it gains nothing before that", 0.0, unit="days", ge=0, le=3650
    )
    transition_loss_share: Share = fact(
        "share of today's revenue lost during transition_days, because people are not used to it yet",
        0.0,
        unit="share",
    )
    changes: Changes = fact("dotted path -> new value", min_length=1)


def _word_or_list(value: object) -> str:
    return "word" if isinstance(value, str) else "list"


LeverList = Annotated[
    Annotated[Literal["all"], Tag("word")] | Annotated[list[str], Tag("list")], Discriminator(_word_or_list)
]
"""Names of levers, or the word `all`."""


class Design(Model):
    """A way of running the company: who sees what (lens) and which levers are pulled."""

    title: Text = fact("name for people", min_length=1)
    lens: str = fact(
        "what the management sees: functional, target, engagement, activity, goal, or a lens of `lenses`"
    )
    levers: LeverList = fact("names of the levers that are pulled, or all", list)


class Range(Model):
    """The band in which an uncertain number lies."""

    low: float = fact("lowest plausible value")
    high: float = fact("highest plausible value")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high:
            raise PydanticCustomError("range", "has a low above its high; swap them")
        return self
