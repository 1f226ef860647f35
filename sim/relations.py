"""A person among others: talk, money, and leaving for good."""

from __future__ import annotations

import math

from sim.columns import Cause, Event, Logged, Outcome, Status
from sim.minds import Mind
from sim.rules import advocacy, churn
from sim.streams import Decision

WEIGHT_UNIT = 1048576.0  # 2^20: tie weights are added as integers, so that order does not matter
MICRO = 1e6
PRAISE, BLAME, DEPARTURE = "heard_positive", "heard_negative", "heard_leavers"
ENDS = {Outcome.WON: "episodes_won", Outcome.LOST: "episodes_lost", Outcome.CUT_SHORT: "episodes_cut_short"}


def micro(euros: float) -> int:
    """Money as an integer, 1e-6 EUR."""
    return math.floor(euros * MICRO + 0.5)


class Relations(Mind):
    """What a person says, hears, pays, and the end of it."""

    # ------------------------------------------------------------ a customer's day

    def tick(self, day: float, booking_day: bool) -> None:
        """The daily clock of a customer: memory fades, the survey comes, talk, and the hazard grows."""
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
        self.grow_hazard(day, c.tick_days)

    # ------------------------------------------------------------ talk

    @property
    def ties(self) -> list[tuple[int, float]]:
        """Whom this person knows: rows and weights."""
        company = self.company
        start, end = company.ties_from[self.row], company.ties_from[self.row + 1]
        return list(zip(company.tie_to[start:end], company.tie_weight[start:end], strict=True))

    def hear(self, weight: float, what: str) -> None:
        """A message (PRAISE, BLAME, DEPARTURE) reaches this person, who reads it at the next tick."""
        setattr(self, what, getattr(self, what) + math.floor(weight * WEIGHT_UNIT + 0.5))
        if not self.in_inbox:
            self.in_inbox = 1
            self.company.inbox.append(self.row)

    def read_messages(self, day: float) -> None:
        """What was heard since the last tick moves the opinion, and the memory of friends who left."""
        c = self.company.constants
        self.in_inbox = 0
        if self.status not in (Status.LEFT, Status.REFUSED):
            self.recall(day)
            customer = self.status == Status.CUSTOMER
            self.opinion += advocacy.opinion_shift(
                self.opinion,
                self.heard_positive / WEIGHT_UNIT,
                self.heard_negative / WEIGHT_UNIT,
                c.positive_log_odds,
                c.negative_log_odds,
                c.base_choice,
                c.customer_positive_factor if customer else 1.0,
                c.customer_negative_factor if customer else 1.0,
            )
            self.neighbours_lost += self.heard_leavers / WEIGHT_UNIT
        self.heard_positive = self.heard_negative = self.heard_leavers = 0

    def talk(self, day: float, wanted: int, praises: bool) -> None:
        """Tell some of those one knows; an exponential race of addressed draws picks them."""
        company, ties, number = self.company, self.ties, self.talks
        told = min(wanted, len(ties))
        self.talks += 1
        if told <= 0:
            return
        race = []
        for place, (row, weight) in enumerate(ties):
            listener = company.who(row)
            luck = self.draw(Decision.LISTENER, listener.key, number)[0]
            race.append((advocacy.listener_score(luck, weight), place, listener, weight))
        for _, _, listener, weight in sorted(race, key=lambda entry: entry[:2])[:told]:
            listener.hear(weight, PRAISE if praises else BLAME)
        if praises:
            company.book.talk_positive += told
            self.talk_positive += told * self.is_followed(day)
        else:
            company.book.talk_negative += told
            self.talk_negative += told * self.is_followed(day)
        self.log(day, Logged.TALK, float(told if praises else -told))

    def tell(self, day: float, unresolved: bool) -> None:
        """After an episode with a moment of truth: tell others, post a review."""
        c = self.company.constants
        if not c.interaction or self.moments == 0:
            return
        remembered, luck = self.remembered_episode(), self.draw(Decision.TELL)
        aggrieved = unresolved or self.unresolved >= 0.5
        degree = advocacy.grievance_degree(remembered, aggrieved)
        praises = not aggrieved and remembered >= c.satisfied_from
        has_something_to_tell = self.status == Status.CUSTOMER or not praises
        if c.use_word_of_mouth and has_something_to_tell:
            chance = advocacy.tell_probability(degree, c.tell_resolved, c.tell_unresolved) * self.talk_factor
            if luck[0] < chance:
                self.talk(
                    day, advocacy.listeners(degree, c.listeners_resolved, c.listeners_unresolved), praises
                )
        chance = advocacy.post_probability(remembered, c.post_base, c.post_slope, self.post_factor)
        if c.use_reputation and luck[1] < chance:
            self.review(day, advocacy.stars(remembered))

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
        """Book the running revenue up to `day`, split at the end of the follow-up."""
        since = self.accrued_day
        if day <= since:
            return
        self.accrued_day = day
        for s, stream in enumerate(self.company.streams):
            started = self.company.stream_day[self.row, s]
            begin, end = max(since, started), min(day, started + stream.lasts_days)
            if started >= day or end <= begin:
                continue
            split = min(max(self.followed_until, begin), end)
            if split > begin:
                self.earn((split - begin) * stream.per_day, followed=True)
            if end > split:
                self.earn((end - split) * stream.per_day, followed=False)

    # ------------------------------------------------------------ leaving

    def grow_hazard(self, day: float, days: float, *, in_event: bool = False) -> None:
        """Freeze x'beta for [day, day + days) and add its hazard; who meets the own threshold leaves.

        A live contact, or an event before the departure, comes first; in the middle of an event (in_event), what it
        leads to does, and carries the departure out.
        """
        c = self.company.constants
        if not c.use_churn or self.leaves_day < math.inf:
            return
        terms = self.grievances()
        newness = churn.newness_term(day - self.converted_day, c.new_customer, c.new_customer_days)
        log_hazard = churn.grievance(*terms) + newness
        log_hazard += churn.loyalty_term(
            self.purchases, c.churn_purchases, self.lock_in, c.churn_lock_in, self.log_frailty
        )
        added = churn.hazard(c.baseline_per_day, log_hazard, days)
        when = churn.leaving_time(day, days, self.hazard, added, self.churn_threshold)
        self.hazard += added
        if when == math.inf:
            return
        self.cause = churn.cause_of_leaving(self.draw(Decision.CAUSE)[0], newness, *terms)
        self.leaves_day = when
        busy = in_event or (self.in_contact and self.here.customer_facing)
        if not busy and (self.event_kind == Event.NOTHING or self.event_day >= when):
            self.leave(when, self.cause)

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
                self.company.who(row).hear(weight, DEPARTURE)

    def end_episode(self, day: float, outcome: Outcome) -> None:
        """The trip through the network is over: the survey, then talk."""
        book = self.company.book
        if self.episode_outcome != Outcome.OPEN:
            return
        self.episode_outcome, self.episode_closed_day = int(outcome), day
        book.episodes_open -= 1
        setattr(book, ENDS[outcome], getattr(book, ENDS[outcome]) + 1)
        if outcome != Outcome.CUT_SHORT:
            kind = Logged.WON if outcome == Outcome.WON else Logged.LOST
            self.log(day, kind, self.remembered_episode(), self.edge)
        self.answer_survey(day)
        self.tell(day, unresolved=outcome != Outcome.WON and self.status == Status.CUSTOMER)
