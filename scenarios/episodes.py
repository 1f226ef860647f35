"""What happens to customers after the first journey: needs, repurchases, shocks, and what the company learns."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from scenarios.fields import Model, Share, Switch, Text, fact, lever, uncertainty

_BG_NBD = "Fader, Hardie & Lee 2005 (BG/NBD)"


class Episode(Model):
    """A later journey of customers through the same network: a service need, or a repeat purchase.

    Needs arise at a rate per customer (Poisson), or every so many days. With `lapse_alpha` and `lapse_beta` this is
    BG/NBD: rates vary between customers (gamma), and after each repeat purchase a customer lapses with a probability
    of their own (beta).
    """

    title: Text = fact("name for people", min_length=1)
    kind: Literal["service", "repurchase"] = fact("what brings the customer back")
    starts_at: str | None = fact(
        "touchpoint where it starts; a purchase without a journey when left out (repurchase only)", None
    )
    per_year: float = uncertainty(
        "how often it arises per customer, on average", 0.0, unit="per year", ge=0, le=10_000
    )
    every_days: float | None = fact(
        "regular instead: so many days after the last time (per_year is not used then)",
        None,
        unit="days",
        gt=0,
    )
    rate_shape: float | None = uncertainty(
        "gamma shape of the rate between customers (small = few do most of it); all alike when left out",
        None,
        unit="shape",
        source=_BG_NBD,
        gt=0,
        le=1000,
    )
    lapse_alpha: float | None = uncertainty(
        "first beta parameter of the chance to lapse after each repeat purchase; nobody lapses when left out",
        None,
        source=_BG_NBD,
        gt=0,
        le=1e6,
    )
    lapse_beta: float | None = uncertainty(
        "second beta parameter of that chance", None, source=_BG_NBD, gt=0, le=1e6
    )
    satisfaction_on_rate: float = uncertainty(
        "log of the rate per unit of satisfaction", 0.0, unit="log rate", ge=-20, le=20
    )
    satisfaction_on_lapse: float = uncertainty(
        "log odds of lapsing saved per unit of satisfaction", 0.0, unit="log odds", ge=-20, le=20
    )
    seasonal: Switch = fact("whether season.needs moves the rate", False)

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if (self.lapse_alpha is None) != (self.lapse_beta is None):
            raise PydanticCustomError(
                "episode", "has one of lapse_alpha and lapse_beta; give both or neither"
            )
        if self.kind == "service" and self.starts_at is None:
            raise PydanticCustomError(
                "episode", "is a service need, so it must say where it starts (starts_at)"
            )
        if self.kind == "service" and self.lapse_alpha is not None:
            raise PydanticCustomError(
                "episode", "is a service need, after which nobody lapses; remove lapse_alpha"
            )
        return self


class Shock(Model):
    """Something that hits many customers at once on a given day: an outage, a billing error."""

    title: Text = fact("name for people", min_length=1)
    day: float = fact("when it begins", unit="days", ge=0, le=100_000)
    lasts_days: float = fact("time over which those hit react (uniformly)", 0.0, unit="days", ge=0, le=365)
    share: Share = fact("share of the customers it concerns", unit="share")
    episode: str | None = fact("episode it opens for those hit", None)
    predictable: Switch = fact(
        "whether preparation could have prevented it (moments.preparation); otherwise only a fast reaction helps "
        "(moments.reaction)",
        False,
    )


class Learning(Model):
    """What the company makes of feedback: who is asked, where it is booked, what is fixed, and when nothing is.

    At every review the share of painful contacts is judged for each place with answers: act (interval above the
    target), hold (below it), unknown (the target lies inside). The worst places to act on are fixed.
    """

    fixes_per_review: int = lever(
        "places fixed at each review (0 = nobody learns)", 0, unit="places", ge=0, le=100
    )
    attribution: Literal["siloed", "causal"] = lever(
        "where pain is booked: siloed = where it was voiced, and only that department's own failures can be fixed; "
        "causal = where it began, seams included",
        "siloed",
    )
    review_days: float = lever("time between reviews", 30.0, unit="days", gt=0, le=3650)
    response_share: Share = lever(
        "share of contacts that answer when asked", 0.15, unit="share", evidence="A"
    )
    painful_below: float = uncertainty(
        "value of a contact below which it counts as painful", -0.05, unit="-1..1", ge=-1, le=1
    )
    target: Share = fact("share of painful contacts that is good enough", 0.10, unit="share")
    improvement: Share = uncertainty(
        "share of the failures or losses at a place that one fix removes",
        0.20,
        unit="share",
        evidence="M",
        source="progress ratio of 80 % in the tradition of Argote",
    )
    cost_per_fix_eur: float = fact("cost of one fix", 0.0, unit="EUR", ge=0, le=1e12)
