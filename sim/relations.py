"""A person among others: what is heard, read and passed on, and what is told."""

from __future__ import annotations

import math
from enum import IntEnum

import numpy as np

from sim.columns import Logged, Status
from sim.minds import Mind
from sim.rules import advocacy
from sim.streams import Decision

HOW_MANY = np.uint64(1)
WEIGHT_UNIT = 1048576.0  # 2^20: tie weights are added as integers, so that order does not matter


class News(IntEnum):
    """What a message says; a public complaint (POST) counts as blame, and is passed on more often."""

    BLAME = -1
    DEPARTURE = 0
    PRAISE = 1
    POST = 2


HEARD = {
    News.BLAME: "heard_negative",
    News.DEPARTURE: "heard_leavers",
    News.PRAISE: "heard_positive",
    News.POST: "heard_negative",
}


class Relations(Mind):
    """What a person hears and says."""

    @property
    def ties(self) -> list[tuple[int, float]]:
        """Whom this person knows: rows and weights."""
        company = self.company
        start, end = company.ties_from[self.row], company.ties_from[self.row + 1]
        return list(zip(company.tie_to[start:end], company.tie_weight[start:end], strict=True))

    # ------------------------------------------------------------ hearing

    def hear(self, weight: float, news: News) -> None:
        """A message reaches this person, who reads it at the next tick."""
        column = HEARD[news]
        setattr(self, column, getattr(self, column) + math.floor(weight * WEIGHT_UNIT + 0.5))
        self.heard_posts += news == News.POST
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
        self.praise_read, self.news = self.heard_positive, int(self.story_heard)
        self.heard_positive = self.heard_negative = self.heard_leavers = self.heard_posts = 0

    @property
    def story_heard(self) -> News:
        """The strongest of what was heard: a public complaint, blame, praise. Departures are no story."""
        if self.heard_posts > 0:
            return News.POST
        if self.heard_negative > 0:
            return News.BLAME
        return News.PRAISE if self.heard_positive > 0 else News.DEPARTURE

    def respond(self, day: float) -> None:
        """After everybody has read: some pass the story on."""
        c = self.company.constants
        if c.use_resharing and c.use_word_of_mouth and self.news != News.DEPARTURE:
            self.pass_on(day, News(self.news))

    def pass_on(self, day: float, news: News) -> None:
        """Pass a story on along each tie with some probability; one story at most in so many days."""
        c, company = self.company.constants, self.company
        if day - self.passed_on_day < c.story_days:
            return
        self.passed_on_day = day
        luck = self.draw(Decision.RESHARE, ordinal=self.stories, alternative=HOW_MANY)[0]
        chance = c.reshare_post if news == News.POST else c.reshare
        reached = advocacy.how_many_reached(luck, len(self.ties), chance)
        for listener, weight in self.audience(reached):
            listener.hear(weight, news)
        self.stories += 1
        company.book.reshared += reached
        self.log(day, Logged.PASS_ON, float(reached if news == News.PRAISE else -reached))

    def audience(self, wanted: int) -> list[tuple[Relations, float]]:
        """To whom a story is passed on, and the weight of the tie: addressed draws put acquaintances in an order."""
        queue = []
        for place, (row, weight) in enumerate(self.ties if wanted > 0 else []):
            listener = self.company.who(row)
            luck = self.draw(Decision.RESHARE, listener.key, self.stories)[0]
            queue.append((luck, place, listener, weight))
        return [entry[2:] for entry in sorted(queue, key=lambda entry: entry[:2])[:wanted]]

    # ------------------------------------------------------------ talk

    def talk(self, day: float, wanted: int, praises: bool) -> None:
        """Tell some people, and count them."""
        company = self.company
        mixing = company.constants.full_mixing
        listeners = self.anybody(wanted) if mixing else self.acquaintances(wanted)
        self.talks += 1
        told = len(listeners)
        if told == 0:
            return
        for listener, weight in listeners:
            listener.hear(weight, News.PRAISE if praises else News.BLAME)
        if praises:
            company.book.talk_positive += told
            self.talk_positive += told * self.is_followed(day)
        else:
            company.book.talk_negative += told
            self.talk_negative += told * self.is_followed(day)
        self.log(day, Logged.TALK, float(told if praises else -told))

    def acquaintances(self, wanted: int) -> list[tuple[Relations, float]]:
        """Some of those one knows, and the weight of the tie; an exponential race of addressed draws picks them."""
        race = []
        for place, (row, weight) in enumerate(self.ties):
            listener = self.company.who(row)
            luck = self.draw(Decision.LISTENER, listener.key, self.talks)[0]
            race.append((advocacy.listener_score(luck, weight), place, listener, weight))
        return [entry[2:] for entry in sorted(race, key=lambda entry: entry[:2])[:wanted]]

    def anybody(self, wanted: int) -> list[tuple[Relations, float]]:
        """So many people of all, where everybody may meet everybody (one may be met twice)."""
        company = self.company
        found: list[tuple[Relations, float]] = []
        for number in range(wanted):
            luck = self.draw(Decision.MIXING, ordinal=self.talks, alternative=np.uint64(number))[0]
            found.append((company.who(int(luck * len(company.state.people))), 1.0))
        return found

    def complain_in_public(self, day: float) -> None:
        """Post a complaint: one star, and every acquaintance sees it."""
        super().complain_in_public(day)
        c = self.company.constants
        if c.use_word_of_mouth and c.use_resharing:
            for row, weight in self.ties:
                self.company.who(row).hear(weight, News.POST)

    def tell(self, day: float, unresolved: bool) -> None:
        """After an episode with a moment of truth: tell others, post a review."""
        c = self.company.constants
        if not c.interaction or self.moments == 0:
            return
        remembered, luck = self.remembered_episode(), self.draw(Decision.TELL, ordinal=self.episode_number)
        aggrieved = unresolved or self.unresolved >= 0.5
        degree = advocacy.grievance_degree(remembered, aggrieved)
        praises = not aggrieved and remembered >= c.satisfied_from
        has_something_to_tell = self.status == Status.CUSTOMER or not praises
        if c.use_word_of_mouth and has_something_to_tell:
            chance = advocacy.tell_probability(degree, c.tell_resolved, c.tell_unresolved) * self.talk_factor
            if self.status != Status.CUSTOMER:
                chance *= c.prospects_tell
            if luck[0] < chance:
                self.talk(
                    day, advocacy.listeners(degree, c.listeners_resolved, c.listeners_unresolved), praises
                )
        chance = advocacy.post_probability(remembered, c.post_base, c.post_slope, self.post_factor)
        if c.use_reputation and luck[1] < chance:
            self.review(day, advocacy.stars(remembered))
