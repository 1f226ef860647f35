"""Customers who come back: needs that arise, repeat purchases, shocks, and the journeys they open."""

from __future__ import annotations

import math
from typing import Any

from sim.columns import Cause, Event, Logged, Outcome, Status
from sim.journeys import Traveller
from sim.rules import distributions, experience, moments, needs
from sim.streams import Decision

DAYS_PER_YEAR = 365


class Returner(Traveller):
    """A customer between and after journeys."""

    @property
    def is_at_rest(self) -> bool:
        """Whether a new journey could start: a customer who is in none, and not about to leave."""
        return bool(
            self.status == Status.CUSTOMER
            and self.event_kind == Event.NOTHING
            and not self.in_contact
            and self.episode_outcome != Outcome.OPEN
            and self.leaves_day == math.inf
        )

    def tick(self, day: float, booking_day: bool) -> None:
        """The daily clock of a customer, needs included."""
        super().tick(day, booking_day)
        if self.company.constants.use_episodes and self.is_staying:
            self.tend_needs(day)

    @property
    def is_staying(self) -> bool:
        """Whether this is a customer who has not decided to leave."""
        return bool(self.status == Status.CUSTOMER and self.leaves_day == math.inf)

    # ------------------------------------------------------------ needs

    def start_needs(self) -> None:
        """The clocks of the needs start; customers of the first day are somewhere in between two regular ones."""
        company = self.company
        for k, episode in enumerate(company.episodes):
            company.need_left[self.row, k] = self.exposure(k)
            if self.existing and episode.regular:
                company.need_left[self.row, k] = self.draw(Decision.TENURE)[1]

    def exposure(self, k: int) -> float:
        """How much of its rate a need takes to arise (again): exponential, or always one for regular needs."""
        company, episode = self.company, self.company.episodes[k]
        number = company.need_number[self.row, k]
        company.need_number[self.row, k] = number + 1
        if episode.regular:
            return 1.0
        return distributions.exponential(1.0, self.draw(Decision.NEED_ARISES, episode.hash, number)[0])

    def tend_needs(self, day: float) -> None:
        """The clocks of the needs move on by a tick."""
        for k in range(len(self.company.episodes)):
            if self.is_staying:
                self.tend_need(k, day)

    def tend_need(self, k: int, day: float) -> None:
        """One need's clock moves on by a tick; whenever it has run out, the need opens a journey or buys.

        A need that meets the customer in the middle of a journey waits until that is over.
        """
        company = self.company
        tick_days = company.constants.tick_days
        amount = self.need_per_day(k, day) * tick_days
        left, rest = company.need_left[self.row, k], amount
        while left <= rest and amount > 0.0:
            if not self.meet_need(k, day + tick_days * (1.0 - (rest - left) / amount)):
                left = rest = 0.0
                break
            if not self.is_staying:
                return
            rest -= left
            left = self.exposure(k)
        company.need_left[self.row, k] = left - rest

    def need_per_day(self, k: int, day: float) -> float:
        """How often this need arises now."""
        company, episode = self.company, self.company.episodes[k]
        season = company.need_season[int(day) % DAYS_PER_YEAR] if episode.seasonal else 1.0
        factor = company.need_rate[self.row][k]
        return needs.rate(episode.per_day, factor, episode.rate_slope, self.satisfaction, season)

    def meet_need(self, k: int, day: float) -> bool:
        """A need has arisen: buy, or start a journey. False where it has to wait."""
        if self.company.episodes[k].touchpoint < 0:
            self.buy_at_once(k, day)
        elif self.is_at_rest:
            self.open_episode(k, day)
        else:
            return False
        return True

    def open_episode(self, k: int, day: float) -> None:
        """Another journey starts: a new case, felt afresh."""
        company, start = self.company, self.company.episodes[k].touchpoint
        self.episode, self.episode_opened_day = k, day
        self.episode_number += 1
        self.episode_outcome = int(Outcome.OPEN)
        self.episodes_counted += self.is_followed(day)
        self.effort = self.value_sum = self.value_peak = self.value_last = self.wait_now = 0.0
        self.episode_felt = self.moments = self.repeats_now = 0
        self.case_dropped = self.handed_off = self.forced_switch = self.incident = 0
        self.last_owner = self.last_channel = self.edge = -1
        self.information = company.case_start[self.persona]
        company.book.episodes_opened += 1
        company.book.episodes_open += 1
        company.log(day, self.uid, Logged.OPEN, start, float(k))
        self.begin_visit(start, day)

    # ------------------------------------------------------------ repeat purchases

    def end_episode(self, day: float, outcome: Outcome) -> None:
        """The trip through the network is over; one that was to buy again ends in a purchase."""
        was_open = self.episode_outcome == Outcome.OPEN
        super().end_episode(day, outcome)
        if was_open and outcome == Outcome.WON and self.episode >= 0:
            buys = self.company.episodes[self.episode].purchase
            if buys and self.buy_again(self.episode, day):
                self.cause, self.leaves_day = int(Cause.LAPSED), day

    def buy_again(self, k: int, day: float) -> bool:
        """A repeat purchase; whether the customer lapses after it (BG/NBD)."""
        company, episode, number = self.company, self.company.episodes[k], self.purchases
        self.purchases += 1
        company.book.purchases += 1
        company.log(day, self.uid, Logged.BUY, -1, float(number))
        if not episode.lapses or not self.is_staying:
            return False
        own = company.lapse_chance[self.row][k]
        chance = needs.lapse_probability(own, episode.lapse_slope, self.satisfaction)
        return bool(self.draw(Decision.LAPSE, episode.hash, number)[0] < chance)

    def buy_at_once(self, k: int, day: float) -> None:
        """A repeat purchase without a journey: every stream that is paid each time is."""
        company = self.company
        if company.constants.use_value:
            for stream in company.streams:
                if stream.every_time:
                    self.pay(day, stream, company.episodes[k].hash, self.purchases)
        if self.buy_again(k, day):
            self.decide_to_leave(day, Cause.LAPSED)

    # ------------------------------------------------------------ shocks

    def meet_shock(self, shock: Any) -> None:
        """A shock hits some of those who stay; preparation or a fast reaction spares some of them."""
        c = self.company.constants
        struck, luck, when, noise = self.draw(Decision.SHOCK, shock.hash)
        if struck >= shock.share:
            return
        foreseen = bool(shock.predictable)
        chance = moments.failure_probability(
            not foreseen, 1.0, 1.0, c.preparation, c.reaction, c.reaction_hours, c.reaction_scale_hours
        )
        felt = luck < chance
        self.company.log(shock.day, self.uid, Logged.SHOCK, -1, float(felt))
        if felt:
            if shock.episode >= 0 and self.is_at_rest:
                self.open_episode(shock.episode, shock.day + when * shock.lasts_days)
            self.suffer(shock, noise)

    def suffer(self, shock: Any, luck: float) -> None:
        """A shock is felt like a contact that fails."""
        c, day = self.company.constants, shock.day
        self.moments += 1
        self.disconnect_day = day
        self.failures += self.is_followed(day)
        if not c.use_experience:
            return
        self.recall(day)
        noise = c.quality_noise * distributions.normal_quantile(luck)
        hassle_free = self.satisfaction_with(experience.performance(c.quality, noise, 0.0))
        self.take_in(self.value_of(experience.performance(c.quality, noise, c.failure_penalty)))
        self.fail(day, hassle_free, shock.hash)
        if self.hazard >= self.churn_threshold:
            self.decide_to_leave(day, Cause.FAILURE)
