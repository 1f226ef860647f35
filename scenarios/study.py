"""What a study compares: levers with their costs, designs made of levers, presets, ranges, anchors."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from scenarios.fields import Evidence, Model, Switch, Text, fact

Lens = Literal["functional", "target", "engagement", "activity", "goal"]
LeverKind = Literal["process", "mechanism"]

Changes = dict[str, Any]
"""Dotted path in the scenario -> new value, e.g. {"handoffs.retention": 0.95}."""


class Stream(Model):
    """Money a customer brings once a certain touchpoint is reached."""

    name: Text = fact("name for people", min_length=1)
    starts_at: str = fact("touchpoint that starts it")
    eur_per_year: float = fact("margin per year", 0.0, unit="EUR per year")
    eur_once: float = fact("margin at the start", 0.0, unit="EUR")
    lasts_days: float | None = fact(
        "how long it runs; until the customer leaves when left out", None, unit="days", gt=0
    )


class Value(Model):
    """What customers are worth."""

    streams: list[Stream] = fact("the sources of margin", list)


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
    lens: Lens = fact("what the management sees: functional, target, engagement, activity or goal")
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


class Anchors(Model):
    """What today's company looks like; the intercepts of the first design are solved for these."""

    churn_rate_12m: float | None = fact(
        "share of customers who leave within a year", None, unit="share", gt=0, lt=1
    )
    nps: float | None = fact("net promoter score", None, unit="points", ge=-100, le=100)
    conversion: Switch = fact("whether the routing shares are to be met exactly by the first design", False)
