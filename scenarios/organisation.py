"""The company as the customer meets it: channels, teams, touchpoints, and the seams between them."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scenarios.fields import Model, Share, Switch, Text, fact, lever, uncertainty

Law = Literal["lognormal", "exponential", "deterministic"]
Six = Literal["Aware", "Interest", "Consider", "Action", "Use", "Advocacy"]
Five = Literal["Aware", "Consider", "Purchase", "Use", "Loyal"]
Phase = Literal["Before", "During", "After"]
Step = Literal[
    "trigger", "frame need", "learn", "shortlist", "compare", "decide",
    "transact", "prepare", "receive", "use", "resolve", "evaluate",
]  # fmt: skip

_HOURS_PER_DAY = 24.0
_CALL_LOG = "call-centre log of an anonymous bank, 1999: 48.1 % of abandoners call again within the hour"


class Channel(Model):
    """A way of meeting: phone, branch, web, back office..."""

    name: Text = fact("name for people", min_length=1)
    live: Switch = fact(
        "whether somebody serves the customer there and then, so that queues form and people give up"
    )
    customer_facing: Switch = fact("whether the customer takes part (a back office is not)", True)
    patience_minutes: float | None = uncertainty(
        "mean time a customer waits before giving up; none = forever",
        None,
        unit="minutes",
        source="phone 6.3: Zeltyn 2005; others assumed",
        gt=0,
    )
    patience_shape: float = uncertainty(
        "Weibull shape of patience (1 = exponential)", 1.0, unit="shape", gt=0, le=20
    )
    retry_share: Share = uncertainty(
        "share of those who gave up that try the same channel again",
        0.48,
        unit="share",
        evidence="D",
        source=_CALL_LOG,
    )
    switch_share: Share = uncertainty(
        "share of those who gave up that go to the touchpoint's switch_to; the rest leave", 0.1, unit="share"
    )
    retry_delay_days: float = uncertainty(
        "time before the next try", 0.04, unit="days", evidence="D", source=_CALL_LOG, ge=0
    )

    silent_abandonment: Share = uncertainty(
        "share of those who give up that do not say so, so that staff turn to somebody who is gone",
        0.0,
        unit="share",
        source="chat: 3-70 % of entrants in 17 firms, 71 % of abandoners in one (arXiv 2501.08869)",
    )
    silent_abandonment_minutes: float = uncertainty(
        "staff time lost on somebody who is gone", 2.0, unit="minutes", ge=0, le=1440
    )

    @model_validator(mode="after")
    def _shares_fit(self) -> Self:
        if self.retry_share + self.switch_share > 1.0 + 1e-9:
            raise PydanticCustomError(
                "shares", "has retry_share and switch_share that add up to more than 1; lower one of them"
            )
        return self


class Team(Model):
    """People who serve one queue, and the hours they keep."""

    name: Text = fact("name for people", "")
    servers: int = lever("how many serve at the same time", unit="people", ge=1, le=100_000)
    hours_per_day: float = lever("how long they work each day", unit="hours", gt=0, le=_HOURS_PER_DAY)
    opens_at_hour: float = fact(
        "hour of the day at which they open (0 when open all day)", 9.0, unit="hour of day", ge=0, lt=24
    )

    @model_validator(mode="after")
    def _day_has_24_hours(self) -> Self:
        if self.opens_at_hour + self.hours_per_day > _HOURS_PER_DAY + 1e-9:
            raise PydanticCustomError(
                "hours",
                "opens at hour {opens} for {hours} hours, past midnight; open earlier (a 24-hour team opens at 0)",
                {"opens": f"{self.opens_at_hour:g}", "hours": f"{self.hours_per_day:g}"},
            )
        return self


class Stages(Model):
    """Where a touchpoint stands in each stage model; those left out follow by rule (see `scenarios.labels`)."""

    six: Six = fact("stage of six: Aware, Interest, Consider, Action, Use, Advocacy")
    five: Five = fact("stage of five: Aware, Consider, Purchase, Use, Loyal")
    phase: Phase = fact("Before, During or After the purchase")
    functional: Text | None = fact(
        "department stage (Marketing, Sales, Service); by rule from the owner when left out", None
    )
    target: Text | None = fact("Acquisition, Conversion or Retention; by rule from `six` when left out", None)
    engagement: Text | None = fact("stage of product decisions; by rule from `six` when left out", None)
    activity: Text | None = fact("activity; by rule the touchpoint's own name when left out", None)
    goal: Text | None = fact(
        "framing, decision, transaction or evaluation; by rule from `six` when left out", None
    )
    step: Step | None = fact(
        "goal step: trigger, frame need, learn, shortlist, compare, decide, transact, prepare, receive, use, "
        "resolve or evaluate; by rule when left out",
        None,
    )


class SilentNeeds(Model):
    """Needs that arise in a step nobody at the company sees, and what happens when they stay unmet."""

    kinds: int = fact("how many kinds of need may arise", unit="needs", ge=1, le=1000)
    relevant_share: Share = uncertainty("chance that one kind concerns a given customer", unit="share")
    coverage: Share = lever("share of the needs that the company meets unasked", unit="share")
    contact_probability: Share = uncertainty(
        "chance that an unmet need causes an avoidable contact", unit="probability"
    )
    cancellation_probability: Share = uncertainty(
        "chance that an unmet need ends the journey", unit="probability"
    )
    incident_probability: Share = uncertainty(
        "chance that an unmet need becomes an incident later", unit="probability"
    )
    contact_at: str | None = fact("touchpoint where the avoidable contact happens", None)


class Touchpoint(Model):
    """One step of the network. Silent when it has no owner, whatever the channel."""

    name: Text = fact("name for people", min_length=1)
    owner: str | None = fact("department that runs it; none for a silent step", None)
    channel: str | None = fact("channel it happens on; none for a silent step", None)
    stages: Stages = fact("its place in every stage model")
    delay_days: float = lever(
        "mean time before it starts: transport, back office or the customer's own", 0.0, unit="days", ge=0
    )
    delay_law: Law = fact("shape of the delay", "lognormal", evidence="D", source="BPIC 2017 loan log")
    delay_cv: float = fact(
        "standard deviation over mean of a lognormal delay",
        0.6,
        unit="ratio",
        evidence="D",
        source="BPIC 2017: log-SD .62 of successful loans",
        gt=0,
        le=20,
    )
    service_minutes: float = lever("mean staff time per contact", 0.0, unit="minutes", ge=0)
    service_law: Law = fact("shape of the staff time", "lognormal", evidence="V", source="Brown et al. 2005")
    service_cv: float = fact(
        "standard deviation over mean of a lognormal staff time",
        1.0,
        unit="ratio",
        evidence="M",
        source="Brown et al. 2005",
        gt=0,
        le=20,
    )
    team: str | None = fact("team that serves it; needed when service_minutes > 0", None)
    initiated_by: Literal["customer", "company"] = fact(
        "who starts the contact; only customers lose patience", "customer"
    )
    items: int = fact("pieces of information asked for", 0, unit="items", ge=0, le=1000)
    quality: Share | None = fact(
        "performance of a contact here; behaviour.experience.quality when left out", None
    )
    moment_of_truth: Switch = fact("whether it can fail and be remembered for it", False)
    self_service_bonus: float = uncertainty(
        "performance gained by serving oneself", 0.0, unit="performance", ge=-1, le=1
    )
    cost_per_minute_eur: float = fact("cost of a minute of staff time", 0.0, unit="EUR per minute", ge=0)
    cost_per_contact_eur: float = fact(
        "cost of a contact besides the minutes", 0.0, unit="EUR per contact", ge=0
    )
    switch_to: str | None = fact("touchpoint for those who give up here and change channel", None)
    needs: SilentNeeds | None = fact("unmet needs that may arise here", None)
    next: dict[str, Annotated[float, Field(ge=0.0, le=1.0)]] = lever(
        "where customers go next, with shares that add up to 1 (WIN = reached the goal, LOST = left)",
        unit="share",
        min_length=1,
    )

    @property
    def silent(self) -> bool:
        """Whether no part of the company takes part in this step: it has no owner, whatever the channel."""
        return self.owner is None


def _is_none(value: object) -> bool:
    """A later field that is left out keeps scenarios, and what was solved for them, what they were."""
    return value is None


class Edge(Model):
    """A way from one touchpoint to the next that differs from the scenario's defaults."""

    from_: str = fact("touchpoint it leaves", alias="from")
    to: str = fact("touchpoint it enters, or WIN or LOST")
    retention: Share | None = lever(
        "share of the information kept on this way; handoffs.retention when left out", None, unit="share"
    )
    drop_probability: Share | None = lever(
        "chance that the case is dropped on this way; handoffs.drop_probability when left out",
        None,
        unit="probability",
    )
    switch_retention: Share | None = lever(
        "share of the information kept when the channel changes on this way; channel_switches.retention when left out",
        None,
        unit="share",
        exclude_if=_is_none,
    )
    delay_days: float = lever("extra time on this way", 0.0, unit="days", ge=0)
    voice_offset: float = lever(
        "how far the message heard on this way is off", 0.0, unit="message", ge=-5, le=5
    )
    leaves: Switch = fact("whether LOST on this way means leaving the company for good", False)


class Handoffs(Model):
    """What happens to a case when the department changes."""

    retention: Share = lever(
        "share of the information that survives a hand-off",
        0.40,
        unit="share",
        evidence="D",
        source="SQM: 59 % transferred, 56 % must explain again",
    )
    drop_probability: Share = lever(
        "chance that the case is forgotten until the customer chases", 0.03, unit="probability"
    )
    chase_delay_days: float = uncertainty(
        "time until the customer chases a forgotten case", 5.0, unit="days", ge=0
    )
    chase_at: str | None = fact("touchpoint where customers chase; where they were going when left out", None)
    recollects: Switch = fact("whether asking again makes the information complete for that department", True)
    repeat_minutes: float = uncertainty(
        "staff time per piece of information asked again", 0.7, unit="minutes", ge=0
    )


class ChannelSwitches(Model):
    """What happens to a case when the channel changes."""

    retention: Share = lever("share of the information that survives a change of channel", 0.9, unit="share")


class Voices(Model):
    """How differently the departments speak."""

    message_spread: float = lever(
        "standard deviation of what departments say about the same thing", 0.25, unit="message", ge=0, le=5
    )
    alignment: Share = lever("how far a shared script pulls the departments together", 0.0, unit="share")
    contact_noise: float = uncertainty(
        "standard deviation of the message from contact to contact", 0.05, unit="message", ge=0, le=5
    )


class Moments(Model):
    """Moments of truth: mostly foreseeable, sometimes not."""

    unpredictable_share: Share = uncertainty(
        "share of moments that nobody could foresee",
        0.10,
        unit="share",
        source="rule of thumb of a practitioner (10/90)",
    )
    failure_predictable: Share = lever("chance that a foreseeable moment fails", 0.06, unit="probability")
    failure_unpredictable: Share = lever(
        "chance that an unforeseeable moment fails", 0.45, unit="probability"
    )
    preparation: Share = lever(
        "share of the foreseeable failures that preparation prevents", 0.0, unit="share"
    )
    reaction: Share = lever(
        "share of the unforeseeable failures that an instant reaction prevents", 0.0, unit="share"
    )
    reaction_hours: float = lever("time the reaction takes", 4.0, unit="hours", ge=0)
    reaction_scale_hours: float = uncertainty(
        "time in which a reaction loses 63 % of its use", 24.0, unit="hours", gt=0
    )


class Recovery(Model):
    """What follows a failure: complaint, public post, silent exit, and the company's answer."""

    voice_probability: Share = uncertainty(
        "chance that the customer complains", 0.25, unit="probability", source="TARP tradition 4-50 %"
    )
    post_probability: Share = uncertainty("chance of a public post", 0.05, unit="probability")
    exit_probability: Share = uncertainty(
        "chance of leaving on the spot without a word", 0.01, unit="probability"
    )
    success_probability: Share = lever("chance that the company puts it right", 0.5, unit="probability")
    delay_days: float = lever("time the company takes to answer", 3.0, unit="days", ge=0)
    delay_scale_days: float = uncertainty(
        "time in which an answer loses 63 % of its use", 10.0, unit="days", gt=0
    )
    overshoot: float = uncertainty(
        "satisfaction gained over no failure at all by a good recovery (never loyalty)",
        0.05,
        unit="satisfaction",
        source="direction de Matos, Henrique & Rossi 2007; size assumed",
        ge=0,
        le=1,
    )
    relief: Share = uncertainty(
        "share of a complaint's force that a recovery takes away",
        0.7,
        unit="share",
        source="almost never all of it: Knox & van Oest 2014; size assumed",
    )
    double_deviation_days: float = uncertainty(
        "time within which a second failure halves the recovery",
        90.0,
        unit="days",
        source="Maxham & Netemeyer 2002; length assumed",
        ge=0,
    )
