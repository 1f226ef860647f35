"""The way through the network: head for a touchpoint, hand the case over, choose what comes next."""

from __future__ import annotations

import math

import numpy as np

from sim.columns import Cause, Detour, Event, Logged, Outcome, Status
from sim.layout import LOST, WON
from sim.loyalty import Loyalty
from sim.rules import choice, churn, distributions, effort, handoff, learning, moments
from sim.streams import Decision

DETOURS = 1 << 48  # detours are numbered from here on, so that they share no draw with visits
CONSEQUENCES = np.uint64(1 << 20)  # beyond the number of any need


class Traveller(Loyalty):
    """A person on the way."""

    def schedule(self, day: float, kind: Event) -> None:
        """Make `kind` at `day` the one pending event, unless the person leaves before reaching it."""
        if kind == Event.REACH and self.leaves_day <= day:
            self.leave(self.leaves_day, self.cause)
            return
        self.event_kind, self.event_day = int(kind), day
        self.company.enter_calendar(day, self.uid, self.row)

    # ------------------------------------------------------------ from touchpoint to touchpoint

    def begin_visit(self, touchpoint: int, day: float, extra_days: float = 0.0) -> None:
        """Head for a touchpoint: its delay first."""
        company = self.company
        there = company.touchpoints[touchpoint]
        company.visits[self.row, touchpoint] += 1
        company.touchpoint_counts[touchpoint].visits += 1
        self.touchpoint, self.visit = touchpoint, company.visits[self.row, touchpoint]
        self.attempt = self.moved = 0
        mean = there.delay_days
        if company.constants.use_choice:
            mean *= company.delay_factor[self.persona][touchpoint]
        luck = self.draw_here(Decision.CONTACT)[0]
        delay = distributions.duration(there.delay_law, mean, there.delay_spread, luck)
        self.schedule(day + delay + extra_days, Event.REACH)

    def begin_detour(self, touchpoint: int, day: float, kind: Detour, edge: int) -> None:
        """A contact beside the path (chasing a dropped case, an extra question); the path goes on afterwards."""
        self.detours += 1
        self.company.touchpoint_counts[touchpoint].detours += 1
        self.detour, self.waiting_edge = int(kind), edge
        self.touchpoint, self.visit = touchpoint, DETOURS + self.detours
        self.attempt = self.moved = 0
        self.schedule(day, Event.REACH)

    def resume(self, day: float) -> None:
        """The path goes on after a detour."""
        kind, edge = self.detour, self.waiting_edge
        self.detour, self.waiting_edge = int(Detour.NO), -1
        if kind == Detour.BEFORE_CROSSING:
            self.cross(edge, day)
        else:
            link = self.company.edges[edge]
            self.begin_visit(link.target, day, link.delay_days)

    def cross(self, edge: int, day: float, chosen: bool = True) -> None:
        """Cross an edge: the journey ends, or the case is handed over and the next touchpoint comes."""
        link, counts = self.company.edges[edge], self.company.edge_counts[edge]
        counts.traversals += 1
        if self.is_counted:
            counts.counted += 1
            counts.given_up += not chosen
            self.company.touchpoint_counts[link.source].counted_visits += 1
        self.edge = edge
        self.event_kind = int(Event.NOTHING)
        if link.target == WON:
            self.end_episode(day, Outcome.WON)
            self.leave_if_decided()
        elif link.target == LOST:
            self.lose(day, for_good=bool(link.leaves))
        else:
            dropped = self.hand_over(edge, day)
            self.switch_channel(edge, day)
            self.company.log(day, self.uid, Logged.CROSS, link.target, self.information, edge)
            if dropped:
                self.chase(edge, day)
            else:
                self.begin_visit(link.target, day, link.delay_days)

    def lose(self, day: float, for_good: bool) -> None:
        """The journey ends without success: prospects are gone, customers remember it."""
        self.end_episode(day, Outcome.LOST)
        if self.status == Status.PROSPECT or for_good:
            self.leave(day, Cause.JOURNEY)
            return
        if self.company.constants.use_experience:
            self.unresolved = 1.0
        self.leave_if_decided()

    def hand_over(self, edge: int, day: float) -> bool:
        """Where the owner changes, information gets lost. Returns whether the whole case falls into limbo."""
        link, counts = self.company.edges[edge], self.company.edge_counts[edge]
        there = self.company.touchpoints[link.target]
        if not handoff.is_handoff(self.last_owner, there.owner):
            return False
        counts.handoffs += 1
        self.handoffs += self.is_followed(day)
        if not self.company.constants.use_handoffs:
            return False
        self.handed_off += 1
        retention = learning.kept_with(link.retention, counts.loss_factor)
        self.information = handoff.retained(self.information, retention)
        luck = self.draw(Decision.CROSSING, there.hash, self.company.visits[self.row, link.target] + 1)[0]
        return handoff.is_dropped(luck, link.drop_probability * counts.loss_factor)

    def switch_channel(self, edge: int, day: float) -> None:
        """Where the channel changes, some information gets lost too, and not everybody likes the new one."""
        link, counts = self.company.edges[edge], self.company.edge_counts[edge]
        channel = self.company.touchpoints[link.target].channel
        if not handoff.is_channel_switch(self.last_channel, channel):
            return
        counts.channel_switches += 1
        self.channel_switches += self.is_followed(day)
        if self.company.constants.use_handoffs:
            self.information = handoff.retained(self.information, link.switch_retention)
            liking = self.company.channel_liking[self.persona]
            self.forced_switch += effort.is_forced_switch(liking[self.last_channel], liking[channel])

    def chase(self, edge: int, day: float) -> None:
        """A dropped case: nothing happens until the customer asks what became of it."""
        c, link = self.company.constants, self.company.edges[edge]
        self.company.edge_counts[edge].drops += 1
        self.case_dropped = 1
        self.disconnect_day = day
        self.drops += self.is_followed(day)
        if self.status == Status.PROSPECT:
            self.defects_before_conversion += 1
        if c.use_effort:
            self.effort += c.effort_dropped
        place, visit = (
            self.company.touchpoints[link.target].hash,
            self.company.visits[self.row, link.target] + 1,
        )
        luck = self.draw(Decision.SERVICE, place, visit)[1]
        patience = distributions.exponential(c.chase_delay_days, luck)
        self.company.log(day, self.uid, Logged.DROP, link.target, patience, edge)
        chase_at = int(c.chase_at)
        if chase_at >= 0 and chase_at != link.target:
            self.begin_detour(chase_at, day + patience, Detour.AFTER_CROSSING, edge)
        else:
            self.begin_visit(link.target, day, link.delay_days + patience)

    # ------------------------------------------------------------ what comes next

    def go_on(self, day: float) -> None:
        """Leave a touchpoint: unmet needs of a silent step first, then the choice of the next one."""
        here = self.here
        if self.detour != Detour.NO:
            self.resume(day)
            return
        if not (self.company.constants.use_silent_needs and here.needs):
            self.cross(self.choose(day), day)
            return
        unmet = self.unmet_needs()
        luck = self.draw(Decision.NEED, here.hash, self.visit, CONSEQUENCES)
        if moments.needs_triggered(luck[1], unmet, here.need_cancellation):
            self.cross(here.lost_edge, day, chosen=False)
            return
        if moments.needs_triggered(luck[2], unmet, here.need_incident):
            self.incident, self.incident_from = 1, self.touchpoint
        edge = self.choose(day)
        if here.contact_at >= 0 and moments.needs_triggered(luck[0], unmet, here.need_contact):
            self.begin_detour(here.contact_at, day, Detour.BEFORE_CROSSING, edge)
        else:
            self.cross(edge, day)

    def unmet_needs(self) -> int:
        """How many needs arise in this silent step and are not met unasked."""
        here, unmet = self.here, 0
        counts = self.company.touchpoint_counts[self.touchpoint]
        coverage = learning.kept_with(here.need_coverage, counts.failure_factor)
        for need in range(here.needs):
            luck = self.draw(Decision.NEED, here.hash, self.visit, np.uint64(need))
            unmet += luck[0] < here.need_relevant and luck[1] >= coverage
        return unmet

    def choose(self, day: float) -> int:
        """The edge taken from here: share, liking or grievance, plus an addressed Gumbel; the largest wins."""
        here, drawn_away = self.here, self.drawn_away(day)
        self.chose_day = day
        best, chosen = -math.inf, here.lost_edge
        for edge in range(here.first_edge, here.end_edge):
            link = self.company.edges[edge]
            if link.log_share > -math.inf:
                luck = self.draw(Decision.ROUTE, here.hash, self.visit, link.hash)[0]
                utility = self.utility(edge, day, luck, drawn_away)
                if utility > best:
                    best, chosen = utility, edge
        return int(chosen)

    def drawn_away(self, day: float) -> float:
        """What speaks for leaving the journey besides what was lived: an offer just heard, an offer that does not fit.

        Log odds, 0 for customers.
        """
        c, pull = self.company.constants, 0.0
        if self.status == Status.PROSPECT:
            self.hear_offers(day)
            if self.offer_day > self.chose_day:
                pull = c.offer_pull
            if c.use_campaign_fit and self.company.goals:
                pull -= c.fit_weight * (self.fit - c.fit_reference)
        return pull

    def utility(self, edge: int, day: float, luck: float, drawn_away: float) -> float:
        """What an edge is worth to this person now."""
        c, link = self.company.constants, self.company.edges[edge]
        if not c.use_choice:
            return choice.utility(link.log_share, luck)
        if link.target == LOST:
            grievance = churn.grievance(*self.grievances(day))
            utility = choice.leaving_utility(
                link.log_share, link.intercept, c.experience_weight, grievance, luck
            )
            return utility + drawn_away
        liking = 0.0
        if link.target_channel >= 0:
            liking = self.company.channel_liking[self.persona][link.target_channel]
        return choice.channel_utility(link.log_share, link.intercept, liking, luck)
