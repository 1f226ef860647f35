"""What binds a person to the company and what ends it: money, competitors' offers, the hazard of leaving."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.columns import Cause, Event, Logged, Outcome, Status
from sim.relations import News, Relations
from sim.rules import advocacy, churn, competitor, distributions, value
from sim.streams import Decision

MICRO = 1e6
DAYS_PER_MONTH = 30.0
ENDS = {Outcome.WON: "episodes_won", Outcome.LOST: "episodes_lost", Outcome.CUT_SHORT: "episodes_cut_short"}


def micro(euros: float) -> int:
    """Money as an integer, 1e-6 EUR."""
    return math.floor(euros * MICRO + 0.5)


class Loyalty(Relations):
    """What a person pays, is offered elsewhere, and the end of it."""

    def tick(self, day: float, booking_day: bool) -> None:
        """The daily clock of a customer: memory fades, the survey comes, talk, offers, and the hazard grows."""
        c = self.company.constants
        if booking_day:
            self.accrue(day)
        self.recall(day)
        if self.followed_until <= day < self.followed_until + c.tick_days:
            self.answer_survey(day)
        if c.interaction and c.use_word_of_mouth and self.satisfaction >= c.satisfied_from:
            tick = self.company.book.tick
            u = self.draw(Decision.AMBIENT, ordinal=tick // 4)[tick % 4]
            if advocacy.talks_today(u, c.ambient_per_month, self.talk_factor, c.tick_days):
                self.talk(day, 1, praises=True)
        self.weigh_offers(day)
        if self.status == Status.CUSTOMER and self.converted_day < day:
            self.grow_hazard(day, c.tick_days)

    # ------------------------------------------------------------ money

    def earn(self, euros: float, followed: bool) -> None:
        """The company earns from this person."""
        amount = micro(euros)
        if followed:
            self.revenue_micro += amount
        else:
            self.revenue_later_micro += amount
        self.company.book.revenue_micro += amount

    def accrue(self, day: float) -> None:
        """Book the running revenue up to `day`, split where the follow-up begins and ends."""
        since = self.accrued_day
        if day <= since:
            return
        self.accrued_day = day
        for s, stream in enumerate(self.company.streams):
            started = self.company.stream_day[self.row, s]
            begin, end = max(since, started), min(day, started + stream.lasts_days)
            if started >= day or end <= begin:
                continue
            first = min(max(self.entered_day, begin), end)
            last = min(max(self.followed_until, first), end)
            for start, until, followed in ((begin, first, False), (first, last, True), (last, end, False)):
                if until > start:
                    self.earn((until - start) * stream.per_day, followed)

    def pay(self, day: float, stream: Any, place: np.uint64, number: int) -> None:
        """One purchase: spend varies, and the satisfied pay a premium on the price.

        place: hash of the touchpoint or episode; number: of the visit or purchase.
        """
        c, euros = self.company.constants, stream.once
        if stream.spread > 0.0:
            euros = value.spend(
                euros, stream.spread, self.draw(Decision.SPEND, place, number, stream.hash)[0]
            )
        if c.use_premium and c.premium_ceiling > 0.0:
            euros += stream.price * value.premium(
                self.satisfaction, c.premium_ceiling, c.hypothetical_bias, c.premium_from, c.premium_full
            )
        self.earn(euros * self.spend_factor, self.is_followed(day))

    # ------------------------------------------------------------ competitors

    def expect_offers(self, day: float) -> None:
        """Offers come as one Poisson stream from entry on; a prospect and a customer hear a part of it each."""
        c = self.company.constants
        highest = max(c.offers_per_month, c.offers_per_month_before) * self.offer_factor
        if c.use_offers and highest > 0.0:
            luck = self.draw(Decision.OFFER)[0]
            self.next_offer_day = day + distributions.exponential(DAYS_PER_MONTH / highest, luck)
            self.offers = 1

    def hear_offers(self, day: float) -> None:
        """Hear the offers up to `day`."""
        c = self.company.constants
        highest = max(c.offers_per_month, c.offers_per_month_before)
        while self.next_offer_day <= day:
            at, luck = self.next_offer_day, self.draw(Decision.OFFER, ordinal=self.offers)
            mean_days = DAYS_PER_MONTH / (highest * self.offer_factor)
            self.offers += 1
            self.next_offer_day = at + distributions.exponential(mean_days, luck[0])
            rate = c.offers_per_month if self.status == Status.CUSTOMER else c.offers_per_month_before
            if luck[1] * highest < rate:
                self.hear_offer(at, luck[2])

    def hear_offer(self, day: float, luck: float) -> None:
        """One offer: noise for a prospect, a chance to leave for a customer."""
        c = self.company.constants
        self.offer_day = day
        self.noise_until = competitor.noise_until(
            self.noise_until, day, self.disconnect_day, c.offer_disconnect_days
        )
        self.company.book.offers_heard += 1
        chance = 0.0
        if self.status == Status.CUSTOMER:
            chance = self.temptation(day, luck)
            self.hazard += churn.one_off(chance)
        self.log(day, Logged.OFFER, chance)

    def temptation(self, day: float, luck: float) -> float:
        """Chance that an offer wins against staying."""
        c = self.company.constants
        own = competitor.own_utility(
            self.satisfaction,
            self.trust,
            max(day - self.converted_day, 0.0) / DAYS_PER_MONTH,
            c.offer_satisfaction,
            c.offer_trust,
            c.offer_trust_barrier,
            c.offer_tenure_barrier,
            c.offer_price,
        )
        offer = c.offer_attraction + c.offer_spread * distributions.normal_quantile(luck)
        return competitor.win_probability(own, offer, c.offer_scale)

    def weigh_offers(self, day: float) -> None:
        """A customer hears the offers since the last tick, and goes if one has won."""
        before = self.hazard
        self.hear_offers(day)
        if self.hazard > before and self.hazard >= self.churn_threshold and self.leaves_day == math.inf:
            self.decide_to_leave(day, Cause.OFFER)

    # ------------------------------------------------------------ leaving

    def grow_hazard(self, day: float, days: float, *, in_event: bool = False) -> None:
        """Freeze x'beta for [day, day + days) and add its hazard; who meets the own threshold leaves.

        In the middle of an event (in_event), what it leads to comes first and carries the departure out.
        """
        c = self.company.constants
        if not c.use_churn or self.leaves_day < math.inf:
            return
        terms = self.grievances(day)
        newness = churn.newness_term(day - self.converted_day, c.new_customer, c.new_customer_days)
        log_hazard = churn.grievance(*terms) + newness
        log_hazard += churn.loyalty_term(
            self.purchases, c.churn_purchases, self.lock_in, c.churn_lock_in, self.log_frailty
        )
        added = churn.hazard(c.baseline_per_day, log_hazard, days)
        when = churn.leaving_time(day, days, self.hazard, added, self.churn_threshold)
        self.hazard += added
        if when < math.inf:
            cause = churn.cause_of_leaving(self.draw(Decision.CAUSE)[0], newness, *terms)
            self.decide_to_leave(when, cause, in_event=in_event)

    def decide_to_leave(self, when: float, cause: int, *, in_event: bool = False) -> None:
        """Leave at `when`: now, unless a live contact or an event before it comes first and carries it out."""
        self.cause, self.leaves_day = int(cause), when
        busy = in_event or (self.in_contact and self.here.customer_facing)
        if not busy and (self.event_kind == Event.NOTHING or self.event_day >= when):
            self.leave(when, cause)

    def leaves_now(self, day: float) -> bool:
        """Carry out a departure that waited for a contact to end; whether there was one."""
        if self.status != Status.CUSTOMER or self.leaves_day > day:
            return False
        self.leave(day, self.cause)
        return True

    def leave_if_decided(self) -> None:
        """Carry out a departure decided for later in this tick when no further event will."""
        if self.status == Status.CUSTOMER and self.leaves_day < math.inf:
            self.leave(self.leaves_day, self.cause)

    def leave(self, day: float, cause: int) -> None:
        """Leave for good."""
        c, book = self.company.constants, self.company.book
        was_customer = self.status == Status.CUSTOMER
        if was_customer:
            self.accrue(day)
            book.customers -= 1
        else:
            book.prospects -= 1
        self.end_episode(day, Outcome.CUT_SHORT)
        self.answer_survey(day)
        self.status = int(Status.LEFT)
        self.left_day, self.left_touchpoint, self.cause = day, self.touchpoint, int(Cause(cause))
        book.left += 1
        if not self.in_contact:
            self.event_kind = int(Event.NOTHING)
        self.log(day, Logged.LEAVE, float(cause))
        if was_customer and c.interaction and c.use_neighbour_defection:
            for row, weight in self.ties:
                self.company.who(row).hear(weight, News.DEPARTURE)

    def end_episode(self, day: float, outcome: Outcome) -> None:
        """The trip through the network is over: the survey, then talk."""
        book = self.company.book
        if self.episode_outcome != Outcome.OPEN:
            return
        self.episode_outcome, self.episode_closed_day = int(outcome), day
        book.episodes_open -= 1
        setattr(book, ENDS[outcome], getattr(book, ENDS[outcome]) + 1)
        if outcome != Outcome.CUT_SHORT:
            self.count_episode(day, outcome)
            kind = Logged.WON if outcome == Outcome.WON else Logged.LOST
            self.log(day, kind, self.remembered_episode(), self.edge)
        self.answer_survey(day)
        self.tell(day, unresolved=outcome != Outcome.WON and self.status == Status.CUSTOMER)

    def count_episode(self, day: float, outcome: Outcome) -> None:
        """An episode opened and closed within the follow-up."""
        if self.episode_opened_day >= self.entered_day and day <= self.followed_until:
            self.episodes_closed += 1
            self.episode_days += day - self.episode_opened_day
            self.episodes_won += outcome == Outcome.WON
