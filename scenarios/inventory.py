"""What there is in a scenario, as yes or no: who queues, what is handed over, what can fail, who talks."""

from __future__ import annotations

from functools import cached_property

from scenarios.schema import LOST, Scenario, Touchpoint


class Inventory:
    """What there is in a scenario, as yes or no."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def on(self, *mechanisms: str) -> bool:
        """Whether all these mechanisms are switched on."""
        return all(getattr(self.scenario.mechanisms, name) for name in mechanisms)

    def facing(self, point: Touchpoint) -> bool:
        """Whether a customer takes part in this step."""
        channel = self.scenario.channels.get(point.channel or "")
        return not point.silent and channel is not None and channel.customer_facing

    def awaited(self, point: Touchpoint) -> bool:
        """Whether customers queue there and may lose patience."""
        channel = self.scenario.channels.get(point.channel or "")
        return (
            self.queues
            and channel is not None
            and channel.live
            and channel.patience_minutes is not None
            and point.team is not None
            and point.initiated_by == "customer"
        )

    def impatient(self, channel: str) -> bool:
        """Whether customers may give up waiting on this channel."""
        return any(p.channel == channel and self.awaited(p) for p in self.points)

    def may_switch(self, channel: str) -> bool:
        """Whether those who give up on this channel have another one to go to."""
        return any(p.channel == channel and p.switch_to and self.awaited(p) for p in self.points)

    def trait_everywhere(self, name: str) -> bool:
        """Whether every persona has this trait, so that the value for everybody is never read."""
        return all(name in persona.traits for persona in self.scenario.personas.values())

    def told_along(self, *kinds: str) -> bool:
        """Whether talk or leaving spreads along the ties of a network of one of these kinds."""
        used = self.on("word_of_mouth") or self.on("neighbour_defection")
        return self.tied and used and self.scenario.network.kind in kinds

    @cached_property
    def points(self) -> list[Touchpoint]:
        return list(self.scenario.touchpoints.values())

    @cached_property
    def struck(self) -> bool:
        """Whether shocks hit customers."""
        return self.scenario.interaction and self.on("episodes") and bool(self.scenario.shocks)

    @cached_property
    def felt(self) -> bool:
        return self.on("experience") and (self.struck or any(self.facing(p) for p in self.points))

    @cached_property
    def queues(self) -> bool:
        return self.on("waiting") and self.scenario.interaction and any(p.team for p in self.points)

    @cached_property
    def waits(self) -> bool:
        return any(self.awaited(p) for p in self.points)

    @cached_property
    def handed(self) -> bool:
        return self.on("handoffs") and len({p.owner for p in self.points if p.owner}) > 1

    @cached_property
    def dropped(self) -> bool:
        chances = [self.scenario.handoffs.drop_probability]
        chances += [edge.drop_probability or 0.0 for edge in self.scenario.edges]
        return self.handed and max(chances) > 0.0

    @cached_property
    def switched(self) -> bool:
        return self.on("handoffs") and len({p.channel for p in self.points if not p.silent}) > 1

    @cached_property
    def asked(self) -> bool:
        """Whether anything may be asked again."""
        begins = min(persona.case_start for persona in self.scenario.personas.values())
        asks = any(p.items and self.facing(p) for p in self.points)
        return self.on("handoffs") and asks and (self.handed or self.switched or begins < 1.0)

    @cached_property
    def tested(self) -> bool:
        """Whether there are moments of truth, or shocks, which are moments too."""
        return self.struck or any(p.moment_of_truth and self.facing(p) for p in self.points)

    @cached_property
    def needy(self) -> bool:
        return self.on("silent_needs") and any(p.needs for p in self.points)

    @cached_property
    def fails(self) -> bool:
        return self.felt and ((self.on("moments") and self.tested) or self.needy or self.struck)

    @cached_property
    def recovers(self) -> bool:
        return self.fails and self.on("recovery")

    @cached_property
    def speaks(self) -> bool:
        return self.on("voices") and any(self.facing(p) for p in self.points)

    @cached_property
    def grieves(self) -> bool:
        """Whether what was lived moves anybody's leaving."""
        chooses = self.scenario.behaviour.choice.experience_weight > 0.0
        ways_out = any(p.next.get(LOST, 0.0) > 0.0 for p in self.points)
        return self.on("churn") or (self.on("choice") and chooses and ways_out)

    @cached_property
    def tied(self) -> bool:
        """Whether people have acquaintances."""
        network = self.scenario.network
        return self.scenario.interaction and network.kind not in ("none", "full_mixing")

    @cached_property
    def talks(self) -> bool:
        mixed = self.scenario.interaction and self.scenario.network.kind == "full_mixing"
        return self.on("word_of_mouth") and (self.tied or mixed)

    @cached_property
    def reshares(self) -> bool:
        return self.tied and self.on("word_of_mouth", "resharing")

    @cached_property
    def reviewed(self) -> bool:
        return self.scenario.interaction and self.on("reputation") and self.tested

    @cached_property
    def feedback(self) -> bool:
        endless = self.scenario.arrivals.market_size is None
        return self.reviewed and endless and self.on("acquisition_feedback")

    @cached_property
    def priced(self) -> bool:
        return self.on("value", "premium") and any(s.price_eur > 0 for s in self.scenario.value.streams)

    @cached_property
    def courted(self) -> bool:
        """Whether offers can pull people away before they become customers."""
        return self.on("offers", "choice") and bool(self.scenario.converts_at)

    @cached_property
    def fits(self) -> bool:
        """Whether the fit of the offer to people's goals moves anybody."""
        goals = any(persona.goals for persona in self.scenario.personas.values())
        return self.on("campaign_fit", "choice") and goals and bool(self.scenario.converts_at)

    @cached_property
    def learns(self) -> bool:
        """Whether the company fixes anything."""
        return (
            self.scenario.interaction and self.on("learning") and self.scenario.learning.fixes_per_review > 0
        )

    @cached_property
    def seasonal(self) -> bool:
        """Whether needs follow the season."""
        return self.on("episodes") and any(episode.seasonal for episode in self.scenario.episodes.values())
