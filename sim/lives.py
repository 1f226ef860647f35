"""A customer's life, readable from top to bottom: reach a touchpoint, wait, be served, feel it, go on or give up.

Every method may be overridden in a subclass (`JourneyModel(..., engine="agents", customer_class=...)`). The rules are
those of `sim.rules`, the draws are addressed, and the order of things is that of the kernel: the same life, slower.
"""

from __future__ import annotations

import math

import numpy as np

from sim.arrivals import Newcomer
from sim.columns import Cause, Detour, Event, Logged, Status
from sim.loyalty import micro
from sim.rules import distributions, experience, handoff, waiting
from sim.streams import Decision

ITEMS_PER_BLOCK = 4


class Life(Newcomer):
    """One candidate, prospect, customer."""

    def live(self) -> None:
        """Let the pending event happen."""
        kind, day = self.event_kind, self.event_day
        if kind == Event.REACH:
            self.reach(day)
        elif kind == Event.FINISH:
            self.finish(day)
        elif kind == Event.ARRIVE:
            self.arrive(day)
        elif kind == Event.ABANDON:
            self.abandon(day)

    # ------------------------------------------------------------ contacts

    def enter_contact(self, day: float) -> None:
        """Queue or service begins."""
        self.count_presence(day, 1)

    def end_contact(self, day: float) -> None:
        """Queue or service is over."""
        self.count_presence(day, -1)
        self.company.touchpoint_counts[self.touchpoint].sojourn_days += day - self.reached_day

    def count_presence(self, day: float, change: int) -> None:
        """One more or one less present here: Little's law is kept sample path by sample path."""
        counts = self.company.touchpoint_counts[self.touchpoint]
        counts.area_days += counts.present * (day - counts.changed_day)
        counts.changed_day = day
        counts.present += change
        self.in_contact = int(change > 0)

    def reach(self, day: float) -> None:
        """The delay is over: queue for the team and be served, or give up. All of it is known on arrival."""
        company, c, here = self.company, self.company.constants, self.here
        staffed = bool(c.use_waiting) and here.team >= 0
        limited = staffed and bool(c.interaction)
        own_initiative = bool(here.live and here.by_customer)
        if limited and own_initiative and not self.moved and self.finds_closed(day):
            return
        self.reached_day = day
        self.wait_now = self.service_now = 0.0
        self.repeats_now = self.items_asked_again() if c.use_handoffs and here.customer_facing else 0
        self.log(day, Logged.REACH, float(self.attempt))
        if not staffed:
            self.finish(day)
            return
        if own_initiative:
            company.touchpoint_counts[self.touchpoint].live_contacts += 1
            self.live_contacts += self.is_followed(day)
        luck = self.draw_here(Decision.SERVICE)[0]
        minutes = distributions.duration(here.service_law, here.service_minutes, here.service_spread, luck)
        self.service_now = minutes + c.repeat_minutes * self.repeats_now
        if limited:
            self.queue(day, patient=not own_initiative)
        else:
            self.serve(day, day, day + self.service_now / waiting.MINUTES_PER_DAY)

    def finds_closed(self, day: float) -> bool:
        """Out of hours, a contact that the customer starts moves to some time of the next opening."""
        pool = self.company.pools[self.here.team]
        if waiting.is_open(day, pool.opens, pool.closes):
            return False
        self.moved = 1
        luck = self.draw_here(Decision.CONTACT)[1]
        self.schedule(waiting.time_in_next_opening(day, pool.opens, pool.closes, luck), Event.REACH)
        return True

    def items_asked_again(self) -> int:
        """How many pieces of information have to be given once more."""
        here, asked = self.here, 0
        for item in range(here.items):
            number, place = divmod(item, ITEMS_PER_BLOCK)
            luck = self.draw(Decision.REPEAT, here.hash, self.visit, np.uint64(number))[place]
            asked += handoff.is_asked_again(luck, self.information)
        return asked

    def queue(self, day: float, patient: bool) -> None:
        """First come, first served: the server that can start earliest, unless patience ends before."""
        company, here = self.company, self.here
        pool = company.pools[here.team]
        start, server = company.earliest_start(pool, day)
        wait = waiting.MINUTES_PER_DAY * waiting.working_days_between(day, start, pool.opens, pool.closes)
        if not patient and here.patience_minutes > 0.0:
            luck = self.draw_here(Decision.CONTACT)[2]
            patience = waiting.patience_minutes(
                here.patience_minutes, here.patience_shape, self.patience_factor, luck
            )
            if wait > patience:
                self.wait_now = patience
                self.enter_contact(day)
                days = patience / waiting.MINUTES_PER_DAY
                self.occupy_in_vain(server, start)
                self.schedule(waiting.after_working(day, days, pool.opens, pool.closes), Event.ABANDON)
                return
        self.wait_now = wait
        hours = company.servers[server]
        work = self.service_now / waiting.MINUTES_PER_DAY
        end = waiting.after_working(start, work, hours.opens, hours.closes)
        company.free_day[server] = end
        self.serve(day, start, end)

    def occupy_in_vain(self, server: int, start: float) -> None:
        """Some give up without a word: staff turn to them at `start` and wait for an answer."""
        company, here = self.company, self.here
        silent = company.constants.use_silent_abandonment and here.silent_abandonment > 0.0
        if silent and self.draw_here(Decision.SERVICE)[3] < here.silent_abandonment:
            lost, hours = here.silent_abandonment_minutes, company.servers[server]
            company.touchpoint_counts[self.touchpoint].wasted_minutes += lost
            company.free_day[server] = waiting.after_working(
                start, lost / waiting.MINUTES_PER_DAY, hours.opens, hours.closes
            )

    def serve(self, day: float, start: float, end: float) -> None:
        """Wait from `day`, be served from `start` to `end`; back-office work goes on without somebody who left."""
        self.enter_contact(day)
        self.log(start, Logged.START, self.wait_now)
        self.schedule(end, Event.FINISH)
        if self.leaves_day < end and not self.here.customer_facing:
            self.leave(self.leaves_day, self.cause)

    def finish(self, day: float) -> None:
        """A contact ends: it is paid for, lived through, and the journey goes on."""
        c, here = self.company.constants, self.here
        if self.in_contact:
            self.end_contact(day)
        self.event_kind = int(Event.NOTHING)
        if self.status == Status.LEFT:
            self.company.touchpoint_counts[self.touchpoint].wasted_minutes += self.service_now
            return
        self.recall_contact(day)
        self.log(day, Logged.FINISH, self.service_now)
        if not here.silent:
            self.count_contact(day)
        if here.customer_facing:
            self.live_through(day)
            if c.recollects and self.detour == Detour.NO and here.items > 0:
                self.information = 1.0
            self.adapt_patience()
        if self.detour == Detour.NO:
            self.make_progress(day)
        if (
            self.status == Status.CUSTOMER
            and self.hazard >= self.churn_threshold
            and self.leaves_day == math.inf
        ):
            self.cause, self.leaves_day = int(Cause.FAILURE), day
        if not self.leaves_now(day) and self.status != Status.LEFT:
            self.go_on(day)

    def make_progress(self, day: float) -> None:
        """A contact on the path: who has the case now, what it earns, whether it makes a customer."""
        company, here = self.company, self.here
        if here.owner >= 0:
            self.last_owner = here.owner
        if here.channel >= 0:
            self.last_channel = here.channel
        if company.constants.use_value:
            for s, stream in enumerate(company.streams):
                if stream.touchpoint == self.touchpoint:
                    first = company.stream_day[self.row, s] == math.inf
                    if first:
                        company.stream_day[self.row, s] = day
                    if first or stream.every_time:
                        self.pay(day, stream, here.hash, self.visit)
        if here.converts and self.status == Status.PROSPECT:
            self.convert(day)

    def count_contact(self, day: float) -> None:
        """Count a contact of the company's, and what it costs."""
        company, here = self.company, self.here
        counts, followed = company.touchpoint_counts[self.touchpoint], self.is_followed(day)
        counts.contacts += 1
        counts.repeats += self.repeats_now
        counts.wait_minutes += self.wait_now
        counts.service_minutes += self.service_now
        counts.waited += self.wait_now > 0.0
        if self.edge >= 0:
            company.edge_counts[self.edge].repeats += self.repeats_now
        if followed:
            self.contacts += 1
            self.repeats += self.repeats_now
            if here.live and here.by_customer:
                self.wait_minutes += self.wait_now
        if company.constants.use_value:
            cost = micro(here.cost_per_contact + here.cost_per_minute * self.service_now)
            counts.cost_micro += cost
            company.book.cost_micro += cost
            if followed:
                self.cost_micro += cost
            else:
                self.cost_later_micro += cost

    def abandon(self, day: float) -> None:
        """Patience ends in the queue: it hurts, and then try again, switch channel, or give up."""
        counts = self.company.touchpoint_counts[self.touchpoint]
        self.end_contact(day)
        self.event_kind = int(Event.NOTHING)
        if self.status == Status.LEFT:
            return
        counts.abandoned += 1
        counts.waited += 1
        counts.wait_minutes += self.wait_now
        if self.is_followed(day):
            self.abandonments += 1
            self.wait_minutes += self.wait_now
        if self.status == Status.PROSPECT:
            self.defects_before_conversion += 1
        self.log(day, Logged.ABANDON, self.wait_now)
        self.recall_contact(day)
        self.resent_wait()
        self.disconnect_day = day
        self.adapt_patience()
        if not self.leaves_now(day):
            self.react_to_abandonment(day)

    def resent_wait(self) -> None:
        """What a wait in vain does to the mind."""
        c, here = self.company.constants, self.here
        scale = self.patience_scale
        if c.use_experience:
            noise = c.quality_noise * distributions.normal_quantile(self.draw_here(Decision.MOMENT)[0])
            waited = experience.wait_share(self.wait_now, scale, 1.5)
            penalties = c.abandonment_penalty + c.wait_penalty * waited
            self.take_in(self.value_of(experience.performance(here.quality, noise, penalties)))
        if c.use_effort:
            waited = experience.wait_share(self.wait_now, scale, 2.0)
            self.effort += c.effort_abandonment + c.effort_wait * waited

    def react_to_abandonment(self, day: float) -> None:
        """Try again later, drop an errand beside the path, go to another channel, or give up."""
        here = self.here
        luck = self.draw_here(Decision.CONTACT)[3]
        if waiting.retries(luck, here.retry_share):
            pause = distributions.exponential(here.retry_delay_days, self.draw_here(Decision.SERVICE)[2])
            self.attempt += 1
            self.moved = 0
            self.schedule(day + pause, Event.REACH)
        elif self.detour != Detour.NO:
            self.resume(day)
        elif waiting.switches(luck, here.retry_share, here.switch_share):
            self.company.edge_counts[here.switch_edge].forced_switches += 1
            self.forced_switch += 1
            self.cross(here.switch_edge, day, chosen=False)
        else:
            self.cross(here.lost_edge, day, chosen=False)
