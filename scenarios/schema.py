"""The scenario: one frozen, typed description of a company, its customers and the designs to compare.

Every field carries its gloss, unit, kind (fact, lever, uncertainty), evidence tag and source, so that this file and its
neighbours are the manual, the JSON schema and the reference page at once. References between parts (does this team
exist? do the shares add up?) are checked in `scenarios.checks`.
"""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

from pydantic import BeforeValidator, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from scenarios.behaviour import (
    Advocacy,
    Behaviour,
    Choice,
    Churn,
    Effort,
    Experience,
    Memory,
    Patience,
    Trust,
)
from scenarios.calibrate import Aim, Calibrate
from scenarios.episodes import Episode, Learning, Shock
from scenarios.fields import (
    NAME_PATTERN,
    Code,
    Model,
    Share,
    Switch,
    Text,
    fact,
    group,
    lever,
    switch_from_word,
    uncertainty,
)
from scenarios.lenses import Improvement, Lens
from scenarios.market import Campaign, Competitors, Season
from scenarios.organisation import (
    Channel,
    ChannelSwitches,
    Edge,
    Handoffs,
    Moments,
    Recovery,
    SilentNeeds,
    Stages,
    Team,
    Touchpoint,
    Voices,
)
from scenarios.people import TRAIT_DEFAULTS, Network, Persona, Reputation, Trait, TraitName, WordOfMouth
from scenarios.study import Changes, Cost, Design, Lever, Range, Stream, Value

__all__ = [
    "ENDINGS",
    "LOST",
    "TRAIT_DEFAULTS",
    "WIN",
    "Advocacy",
    "Aim",
    "Arrivals",
    "Behaviour",
    "Calibrate",
    "Campaign",
    "Channel",
    "ChannelSwitches",
    "Choice",
    "Churn",
    "Clock",
    "Competitors",
    "Cost",
    "Design",
    "Edge",
    "Effort",
    "Episode",
    "Experience",
    "Handoffs",
    "Improvement",
    "Learning",
    "Lens",
    "Lever",
    "Mechanisms",
    "Memory",
    "Moments",
    "Network",
    "Patience",
    "Persona",
    "Range",
    "Recovery",
    "Reputation",
    "Scenario",
    "Season",
    "Shock",
    "SilentNeeds",
    "Stages",
    "Stream",
    "Team",
    "Touchpoint",
    "Trait",
    "TraitName",
    "Trust",
    "Value",
    "Voices",
    "WordOfMouth",
    "json_schema",
    "schema_text",
]

WIN = "WIN"
LOST = "LOST"
ENDINGS = (WIN, LOST)
"""The two ways an episode ends; they stand in `next` beside touchpoint ids."""


def _one_or_several(value: object) -> object:
    """A single id stands for a list of one, nothing for an empty list."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else value


class Clock(Model):
    """How long the world runs and which entrants count."""

    tick_days: float = fact("length of the slow clock's step", 1.0, unit="days", gt=0, le=365)
    horizon_days: float = fact("length of the simulated time", unit="days", gt=0, le=100_000)
    warm_up_days: float = fact(
        "entrants before this day only fill the queues and are not counted", 0.0, unit="days", ge=0
    )
    follow_up_days: float = fact("how long each counted entrant is observed", unit="days", ge=0)


class Arrivals(Model):
    """How many people start a journey."""

    rate_per_day: float = fact(
        "people who start a journey per day (Poisson)", unit="people per day", ge=0, le=1e7
    )
    until_days: float | None = fact(
        "day of the last arrival; the horizon when left out", None, unit="days", gt=0
    )
    unit: Text = fact("what one arrival is called", "customers", min_length=1)
    cap: float = fact(
        "largest multiple to which a good reputation can raise the arrivals", 1.25, unit="ratio", ge=1, le=100
    )
    market_size: int | None = fact(
        "closed market: so many people who start at most once, each after an exponential time of mean market_size / "
        "rate_per_day; endless arrivals when left out",
        None,
        unit="people",
        ge=1,
        le=10_000_000,
    )
    entry_per_recommendation: Share = uncertainty(
        "chance that praise makes somebody start now who would have started later or never",
        0.0,
        unit="probability",
        source="check value: one recommendation in eight leads to a sale (Keller Fay 2014)",
    )
    existing_customers: int = fact(
        "customers there on the first day, at rest until a need or a shock wakes them",
        0,
        unit="people",
        ge=0,
        le=5_000_000,
    )
    existing_tenure_days: float = fact(
        "their mean tenure on the first day (exponential)", 730.0, unit="days", gt=0, le=100_000
    )


class Mechanisms(Model):
    """Which parts of the model are switched on.

    `mechanisms: off` (or `on`) means all of them; a list of names, those alone.
    """

    experience: Switch = fact("contacts are felt against expectation", True)
    expectation_learning: Switch = fact("expectations follow experience", True)
    memory: Switch = fact("satisfaction fades, episodes are remembered by mean, peak and end", True)
    trust: Switch = fact("trust is gained and lost", True)
    effort: Switch = fact("effort adds up and drives people away", True)
    waiting: Switch = fact(
        "staff are limited, so queues form and people give up (off: contacts take no staff time)", True
    )
    handoffs: Switch = fact("information and cases get lost between departments", True)
    choice: Switch = fact("experience and personas move routing (off: routing shares alone)", True)
    voices: Switch = fact("departments say different things", True)
    churn: Switch = fact("customers leave", True)
    moments: Switch = fact("moments of truth may fail", True)
    recovery: Switch = fact("failures lead to complaints and to recovery", True)
    silent_needs: Switch = fact("unmet needs in silent steps have consequences", True)
    word_of_mouth: Switch = fact("people talk to people", True)
    reputation: Switch = fact("people post reviews", True)
    acquisition_feedback: Switch = fact("reputation moves the arrivals", True)
    neighbour_defection: Switch = fact("people follow acquaintances who leave", True)
    value: Switch = fact("money is counted", True)
    offers: Switch = fact("competitors' offers reach people", True)
    campaign_fit: Switch = fact("people stay when the offer fits what they want", True)
    silent_abandonment: Switch = fact("some give up without telling, and staff wait for them", True)
    adaptive_patience: Switch = fact("patience follows the waits that were met", False)
    resharing: Switch = fact("what was heard is passed on", True)
    recommendation_entry: Switch = fact("praise makes people start", True)
    episodes: Switch = fact("customers come back: needs, repurchases, shocks", True)
    premium: Switch = fact("satisfied customers pay more", True)
    learning: Switch = fact("the company fixes what feedback points at", True)

    @classmethod
    def expand(cls, value: object) -> object:
        """`off` and `on` stand for every mechanism; a list switches on those named and all others off."""
        if isinstance(value, list) and all(isinstance(name, str) for name in value):
            return dict.fromkeys(cls.model_fields, False) | dict.fromkeys(value, True)
        if isinstance(value, str | bool):
            return dict.fromkeys(cls.model_fields, switch_from_word(value))
        return value

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        names = {"type": "array", "items": {"enum": list(cls.model_fields)}}
        return {"anyOf": [{"enum": [True, False, "on", "off"]}, names, handler(core_schema)]}


class Scenario(Model):
    """Everything a study needs to know about one case."""

    scenario: str = fact("name: small letters, digits and _", pattern=NAME_PATTERN)
    title: Text = fact("name for people", min_length=1)
    story: Text = fact("what happens, in a few sentences", min_length=1)
    notes: list[Text] = fact("what a reader should keep in mind", list, max_length=100)
    clock: Clock = fact("simulated time")
    arrivals: Arrivals = fact("who comes")
    starts_at: str = fact("touchpoint where every journey starts")
    converts_at: Annotated[list[str], BeforeValidator(_one_or_several)] = fact(
        "touchpoints that turn a prospect into a customer (one, or a list); everybody is one when left out",
        list,
    )
    interaction: Switch = fact(
        "whether customers affect each other (off: endless staff, no talk, no reputation)", True
    )
    mechanisms: Mechanisms = group("which parts of the model are on", Mechanisms)
    owners: dict[Code, Text] = fact("departments: code -> name", max_length=1000)
    channels: dict[Code, Channel] = fact("ways of meeting", max_length=200)
    teams: dict[Code, Team] = fact("people who serve", dict, max_length=2000)
    pools: dict[Code, list[str]] = lever("teams that share one queue: pool -> teams", dict, max_length=1000)
    touchpoints: dict[Code, Touchpoint] = fact("the network", min_length=1, max_length=2000)
    edges: list[Edge] = fact("ways that differ from the defaults", list, max_length=5000)
    handoffs: Handoffs = group("what happens when the department changes", Handoffs)
    channel_switches: ChannelSwitches = group("what happens when the channel changes", ChannelSwitches)
    voices: Voices = group("how differently the departments speak", Voices)
    moments: Moments = group("moments of truth", Moments)
    recovery: Recovery = group("what follows a failure", Recovery)
    behaviour: Behaviour = group("behavioural coefficients", Behaviour)
    personas: dict[Code, Persona] = fact(
        "kinds of customers; shares add up to 1", min_length=1, max_length=200
    )
    network: Network = group("who knows whom", Network)
    word_of_mouth: WordOfMouth = group("who tells whom", WordOfMouth)
    reputation: Reputation = group("the public rating", Reputation)
    competitors: Competitors = group("offers from elsewhere", Competitors)
    campaign: Campaign = group("how well the offer fits what people want", Campaign)
    season: Season = group("the year's rhythm", Season)
    episodes: dict[Code, Episode] = fact("later journeys of customers", dict, max_length=8)
    shocks: dict[Code, Shock] = fact("what hits many customers at once", dict, max_length=100)
    learning: Learning = group("what the company makes of feedback", Learning)
    value: Value = group("what customers are worth", Value)
    levers: dict[Code, Lever] = fact("what a company can change, with its price", dict, max_length=100)
    designs: dict[Code, Design] = fact(
        "ways of running the company; the first two are compared, the first is today",
        min_length=1,
        max_length=50,
    )
    lenses: dict[Code, Lens] = fact("ways of managing beside the five built-in lenses", dict, max_length=50)
    improvement: Improvement = group("what money buys when each lens spends the same budget", Improvement)
    presets: dict[Code, Changes] = fact("named sets of assumptions", dict, max_length=50)
    uncertainties: dict[str, Range] = fact("dotted path -> range to sweep", dict, max_length=200)
    calibrate: Calibrate = group("what today's company is known to look like", Calibrate)

    def _repr_html_(self) -> str:
        """The scenario on a card, for notebooks."""
        from scenarios.card import card

        return card(self)


def json_schema() -> dict[str, Any]:
    """JSON schema (draft 2020-12) of a scenario file, with the gloss of every field, for editors."""
    schema = Scenario.model_json_schema(mode="validation", by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text() -> str:
    """Text of `scenario.schema.json`; `python -m scenarios.schema > scenarios/scenario.schema.json` writes it again."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
