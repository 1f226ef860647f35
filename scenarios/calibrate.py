"""Today's own numbers: what the first design is solved for, and what may move to meet it."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scenarios.fields import Model, Switch, fact

Inside = Annotated[float, Field(gt=0.0, lt=1.0)]
"""A share that neither nobody nor everybody has."""


class Aim(Model):
    """One more number of today, and the one number of the scenario that is turned until it is met."""

    value: float = fact("what the measure is today, in the measure's own unit")
    knob: str = fact("dotted path of the number that is turned, e.g. behaviour.effort.repeat", min_length=1)
    low: float | None = fact("lowest value it may take; the field's own bound when left out", None)
    high: float | None = fact("highest value it may take; the field's own bound when left out", None)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise PydanticCustomError("aim", "has a low at or above its high; swap them")
        return self


class Calibrate(Model):
    """What today's company looks like, in the user's own numbers.

    The first design is solved for these, by what stands behind each; what is solved holds for every design, because it
    is a fact of today's world and no lever.
    """

    conversion: Switch = fact(
        "whether the routing shares are to come out as written although people differ (by an intercept per way)",
        False,
    )
    churn_rate_12m: Inside | None = fact(
        "share of customers who leave within a year (by the baseline of churn)", None, unit="share"
    )
    nps: float | None = fact(
        "net promoter score (by the intercept of the likelihood to recommend)",
        None,
        unit="points",
        ge=-100,
        le=100,
    )
    conversion_rate: Inside | None = fact(
        "share of entrants who convert within the follow-up (by one shift of the log odds of leaving at every step "
        "before conversion)",
        None,
        unit="share",
    )
    resolution_rate: Inside | None = fact(
        "the same in a service scenario, where everybody is a customer: share of episodes resolved",
        None,
        unit="share",
    )
    wait_minutes: float | None = fact(
        "mean wait per live contact (by one factor on the service minutes of all teams that serve live contacts)",
        None,
        unit="minutes",
        gt=0,
    )
    abandonment_rate: Inside | None = fact(
        "share of live contacts that are abandoned (by one factor on everybody's patience)",
        None,
        unit="share",
    )
    satisfaction: float | None = fact(
        "mean satisfaction when surveyed (by behaviour.experience.quality)", None, unit="-1..1", gt=-1, lt=1
    )
    positive_share: Inside | None = fact(
        "share of praise in all messages (by word_of_mouth.ambient_per_month)", None, unit="share"
    )
    targets: dict[str, Aim] = fact("any other measure -> its value today, and its knob", dict, max_length=20)
