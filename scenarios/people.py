"""Who the customers are, whom they know, what they tell each other, and what the world thinks of the company."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from scenarios.fields import Code, Model, Share, Text, fact, lever, uncertainty
from scenarios.ties import Ties

TraitName = Literal[
    "patience_factor",
    "attribution",
    "expectation",
    "trust_start",
    "loss_weight",
    "repeat_weight",
    "inconsistency_weight",
    "trust_weight",
    "effort_weight",
    "lock_in",
    "talk_factor",
    "post_factor",
    "offer_factor",
    "need_factor",
    "spend_factor",
]

TRAIT_DEFAULTS: dict[TraitName, float | None] = {
    "patience_factor": 1.0,
    "attribution": 0.0,
    "expectation": None,
    "trust_start": None,
    "loss_weight": None,
    "repeat_weight": 1.0,
    "inconsistency_weight": 1.0,
    "trust_weight": 1.0,
    "effort_weight": 1.0,
    "lock_in": 0.0,
    "talk_factor": 1.0,
    "post_factor": 1.0,
    "offer_factor": 1.0,
    "need_factor": 1.0,
    "spend_factor": 1.0,
}
"""Mean of each trait when a persona is silent about it; None = the behaviour section's own value."""


class Trait(Model):
    """A trait is a distribution, not a point: every customer of the persona draws their own value."""

    mean: float = fact("mean over the persona's customers")
    sd: float = fact("standard deviation over the persona's customers", 0.0, ge=0)
    law: Literal["normal", "lognormal"] = fact("shape of the distribution", "normal")
    minimum: float | None = fact("lowest value anybody has; draws below are set to it", None)
    maximum: float | None = fact("highest value anybody has; draws above are set to it", None)

    @classmethod
    def expand(cls, value: object) -> object:
        """A bare number is the mean of a trait that does not vary."""
        return {"mean": value} if isinstance(value, int | float) and not isinstance(value, bool) else value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"type": "number"}, handler(core_schema)]}

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.law == "lognormal" and self.mean <= 0:
            raise PydanticCustomError("trait", "is lognormal, so its mean must be above 0")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise PydanticCustomError("trait", "has a minimum above its maximum; swap them")
        if (self.minimum is not None and self.mean < self.minimum) or (
            self.maximum is not None and self.mean > self.maximum
        ):
            raise PydanticCustomError("trait", "has a mean outside its minimum and maximum")
        return self


class Persona(Model):
    """A kind of customer: a share of the arrivals and distributions over traits."""

    title: Text = fact("name for people", min_length=1)
    story: Text = fact("who this is, in a sentence or two", "")
    share: Share = fact("share of the arrivals", unit="share")
    channel_utility: dict[str, float] = fact(
        "liking for a channel, in utils (0 = indifferent)", dict, unit="utils"
    )
    traits: dict[TraitName, Trait] = fact("how this persona's customers differ from the average", dict)
    delay_factor: dict[str, Annotated[float, Field(ge=0.0)]] = fact(
        "how much longer the delay of a touchpoint takes", dict, unit="ratio"
    )
    goals: dict[Code, Annotated[float, Field(ge=-100.0, le=100.0)]] = fact(
        "what these customers really want: goal -> weight", dict, unit="weight", max_length=8
    )
    case_start: Share = lever(
        "share of the information the company already holds when the episode starts", 1.0, unit="share"
    )


def _names_of_numbers(value: object) -> object:
    """Whole numbers as keys may be numbers or text; in files every key is text."""
    if isinstance(value, dict):
        return {str(key) if type(key) is int else key: share for key, share in value.items()}
    return value


class Network(Model):
    """Who knows whom.

    `none`: nobody. `watts_strogatz`: a ring of close acquaintances, some ties rewired, and weak ties. `scale_free`:
    followers, a few people with very many ties. `configuration`: numbers of ties from a law, otherwise chance.
    `edge_list`: measured ties from a file. `full_mixing`: no ties; every talk reaches somebody drawn at random.
    """

    kind: Literal["none", "watts_strogatz", "scale_free", "configuration", "edge_list", "full_mixing"] = fact(
        "shape of the network", "watts_strogatz"
    )
    neighbours: int = uncertainty(
        "acquaintances of each person on average (watts_strogatz: close ones; there and in scale_free an even number)",
        8,
        unit="people",
        evidence="M",
        source="Goldenberg, Libai, Moldovan & Muller 2007: small world",
        ge=0,
        le=1000,
    )
    rewiring: Share = uncertainty(
        "watts_strogatz: share of close ties that lead somewhere else",
        0.05,
        unit="share",
        evidence="M",
        source="Goldenberg, Libai, Moldovan & Muller 2007: small world",
    )
    weak_ties: int = uncertainty(
        "watts_strogatz: distant acquaintances each person picks; being picked counts too, so people have twice as "
        "many on average",
        2,
        unit="people",
        ge=0,
        le=1000,
    )
    weak_tie_weight: float = uncertainty(
        "force of a distant acquaintance's word against a close one's (for none at all: weak_ties 0)",
        0.45,
        unit="ratio",
        gt=0,
        le=1,
    )
    exponent: float = uncertainty(
        "scale_free: the share of people with d ties falls like d to minus this; the smaller, the larger the hubs "
        "(Twitter's followers: about 2.3)",
        3.0,
        evidence="M",
        source="Barabasi & Albert 1999; Twitter: Kwak, Lee, Park & Moon 2010",
        ge=2.1,
        le=10,
    )
    degree_law: Literal["poisson", "regular"] = fact(
        "configuration: how numbers of ties vary around neighbours; regular: everybody has as many", "poisson"
    )
    degrees: Annotated[dict[str, Share], BeforeValidator(_names_of_numbers)] = uncertainty(
        "configuration: number of ties -> share of the people, instead of degree_law",
        dict,
        unit="share",
        max_length=1000,
    )
    file: Ties | None = fact(
        "edge_list: file of ties, relative to the scenario's own (person, person and, if ties differ, weight)",
        None,
    )

    @field_validator("neighbours")
    @classmethod
    def _pairs(cls, value: int, info: ValidationInfo) -> int:
        if value % 2 and info.data.get("kind") in ("watts_strogatz", "scale_free"):
            raise PydanticCustomError("ties", "must be an even number, but is {value}", {"value": value})
        return value

    @field_validator("degrees")
    @classmethod
    def _numbers_of_ties(cls, value: dict[str, float]) -> dict[str, float]:
        for key in value:
            if not re.fullmatch("0|[1-9][0-9]{0,4}", key):
                raise PydanticCustomError(
                    "ties",
                    "must lead from numbers of ties, 0 to 99999, to shares, but has '{key}'",
                    {"key": key[:60]},
                )
        return value


class WordOfMouth(Model):
    """Who tells whom, and what it does."""

    ambient_per_month: float = uncertainty(
        "how often a satisfied customer talks",
        0.45,
        unit="per month",
        source="tuned to three times as much praise as blame: East, Hammond & Wright 2007",
        ge=0,
        le=1000,
    )
    satisfied_from: float = uncertainty(
        "satisfaction, or remembered value of a journey, from which on somebody counts as satisfied",
        -0.05,
        unit="-1..1",
        source="inside the zone of tolerance nothing is felt: neutral counts as satisfied",
        ge=-1,
        le=1,
    )
    tell_resolved: Share = uncertainty(
        "chance of telling about an issue that was resolved",
        0.41,
        unit="probability",
        evidence="V",
        source="SQM",
    )
    listeners_resolved: int = uncertainty(
        "people told then", 1, unit="people", evidence="V", source="SQM", ge=0, le=1000
    )
    tell_unresolved: Share = uncertainty(
        "chance of telling about an issue that was not", 0.74, unit="probability", evidence="V", source="SQM"
    )
    listeners_unresolved: int = uncertainty(
        "people told then", 5, unit="people", evidence="V", source="SQM", ge=0, le=1000
    )
    prospects_tell: Share = uncertainty(
        "how much of that somebody tells who never became a customer", 0.25, unit="ratio"
    )
    positive_log_odds: float = uncertainty(
        "what praise adds to the log odds of choosing the company",
        0.81,
        unit="log odds",
        evidence="D",
        source="East et al.: +.20 probability at .43",
        ge=0,
    )
    negative_log_odds: float = uncertainty(
        "what blame takes from the log odds of choosing the company",
        0.47,
        unit="log odds",
        evidence="D",
        source="East et al.: -.11 probability at .43",
        ge=0,
    )
    base_choice: Share = uncertainty(
        "chance of choosing the company before any word",
        0.43,
        unit="probability",
        evidence="M",
        source="East et al.",
    )
    customer_positive_factor: float = uncertainty(
        "force of praise on those who are customers already",
        0.5,
        unit="ratio",
        evidence="V2",
        source="East et al.",
        ge=0,
    )
    customer_negative_factor: float = uncertainty(
        "force of blame on those who are customers already",
        0.25,
        unit="ratio",
        evidence="V2",
        source="East et al.",
        ge=0,
    )
    reshare: Share = uncertainty(
        "chance, per acquaintance, that somebody passes on what was heard", 0.04, unit="probability"
    )
    reshare_post: Share = uncertainty(
        "chance, per acquaintance, that somebody passes on a public complaint", 0.10, unit="probability"
    )
    story_days: float = uncertainty(
        "time in which somebody passes on one story at most", 7.0, unit="days", ge=0, le=100_000
    )


class Reputation(Model):
    """The public rating: who posts, how it moves, and how it moves acquisition."""

    start: float = fact("rating on the first day", 3.9, unit="stars 1-5", ge=1, le=5)
    learning: Share = uncertainty(
        "share of the gap by which one review moves the rating", 0.005, unit="per review"
    )
    post_base: Share = uncertainty("chance of posting whatever happened", 0.02, unit="probability")
    post_slope: Share = uncertainty(
        "chance of posting added per unit of felt value",
        0.10,
        unit="probability",
        source="extremes post more: Hu et al.; size assumed",
    )
    valence_elasticity: float = uncertainty(
        "per cent of acquisition per per cent of rating",
        0.417,
        unit="elasticity",
        evidence="V",
        source="You, Vadakkepatt & Joshi 2015, 339 elasticities",
        ge=0,
    )
    volume_elasticity: float = uncertainty(
        "per cent of acquisition per per cent of reviews",
        0.236,
        unit="elasticity",
        evidence="V",
        source="You, Vadakkepatt & Joshi 2015, 271 elasticities",
        ge=0,
    )
    averaging_days: float = uncertainty(
        "time over which prospects average what they read", 30.0, unit="days", gt=0
    )
    expectation_weight: Share = uncertainty(
        "weight of the rating in what newcomers expect", 0.3, unit="share"
    )
