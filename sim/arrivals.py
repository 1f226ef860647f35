"""Coming: start a journey or stay away, follow a recommendation, be there from the first day, become a customer."""

from __future__ import annotations

import math

from sim.columns import Event, Logged, Outcome, Status
from sim.relations import WEIGHT_UNIT
from sim.returns import DAYS_PER_YEAR, Returner
from sim.rules import advocacy, campaign, distributions, experience
from sim.streams import Decision


class Newcomer(Returner):
    """A candidate who becomes a prospect or a customer."""

    def respond(self, day: float) -> None:
        """After everybody has read: praise makes some start now, and some pass the story on."""
        c = self.company.constants
        if self.status == Status.EXPECTED and self.praise_read > 0 and c.use_recommendation_entry:
            self.consider_coming(day)
        super().respond(day)

    def consider_coming(self, day: float) -> None:
        """Praise may make somebody start now who would have started later or never."""
        praise = self.praise_read / WEIGHT_UNIT
        chance = advocacy.entry_probability(self.company.constants.entry_per_recommendation, praise)
        if chance <= 0.0:
            return
        luck = self.draw(Decision.ENTRY, ordinal=self.hearings)[0]
        self.hearings += 1
        if luck < chance:
            self.event_day = day  # the entry that stands in the calendar has lost its meaning
            self.arrive(day)

    def arrive(self, day: float) -> None:
        """A candidate enters, or stays away because of what is said about the company, or of the season."""
        company, c = self.company, self.company.constants
        book = company.book
        self.event_kind = int(Event.NOTHING)
        if not self.existing and not self.is_welcome(day):
            self.status = int(Status.REFUSED)
            book.refused += 1
            return
        self.recall(day)
        self.remembered_day = self.accrued_day = self.chose_day = day
        self.entered_day = c.warm_up_days if self.existing else day
        self.followed_until = self.entered_day + c.follow_up_days
        self.information = company.case_start[self.persona]
        self.expectation = experience.first_expectation(
            self.expectation_trait,
            book.reputation if c.interaction and c.use_reputation else c.rating_reference,
            c.rating_reference,
            c.expectation_weight,
        )
        if c.use_campaign_fit:
            self.fit = self.campaign_fit()
        self.expect_offers(day)
        book.entered += 1
        company.log(day, self.uid, Logged.ENTER, int(c.start))
        if self.existing:
            self.be_there_already(day)
        else:
            self.start_journey(day)

    def is_welcome(self, day: float) -> bool:
        """Whether a candidate comes at all: what is said of the company and the season thin the arrivals."""
        company, c = self.company, self.company.constants
        share, highest = 1.0, c.season_highest
        if c.thins_arrivals:
            share = company.book.acquisition_factor
            highest *= c.arrival_cap
        share *= company.arrival_season[int(day) % DAYS_PER_YEAR]
        return bool(share >= highest or self.draw(Decision.ARRIVAL)[1] * highest < share)

    def campaign_fit(self) -> float:
        """How well the offer fits what this person wants: the cosine of two vectors of goal weights."""
        c, company = self.company.constants, self.company
        product = wanted_square = offered_square = 0.0
        for goal, place in enumerate(company.goals):
            luck = self.draw(Decision.GOAL, place)
            liked = distributions.normal_quantile(luck[0])
            wanted = company.wanted[self.persona][goal] + c.goal_spread * liked
            offered = company.offered[goal]
            if c.campaign_personal:
                slip = distributions.normal_quantile(luck[1])
                offered = campaign.stated(wanted, c.campaign_noise, c.campaign_research, slip)
            product += wanted * offered
            wanted_square += wanted * wanted
            offered_square += offered * offered
        return campaign.fit(product, wanted_square, offered_square)

    def start_journey(self, day: float) -> None:
        """The first journey, as a prospect, or as a customer where nothing has to be bought first."""
        company = self.company
        book, start = company.book, int(company.constants.start)
        self.status, self.episode_outcome = int(Status.PROSPECT), int(Outcome.OPEN)
        self.episode_opened_day, self.episodes_counted = day, 1
        book.prospects += 1
        book.episodes_opened += 1
        book.episodes_open += 1
        if company.constants.born_customers:
            self.convert(day)
        self.begin_visit(start, day)

    def be_there_already(self, day: float) -> None:
        """A customer of the first day: some tenure, open-ended revenue running, at rest until a need or a shock."""
        company = self.company
        luck = self.draw(Decision.TENURE)[0]
        self.converted_day = day - distributions.exponential(company.constants.existing_tenure_days, luck)
        self.join()
        for s, stream in enumerate(company.streams):
            if company.constants.use_value and stream.lasts_days == math.inf:
                company.stream_day[self.row, s] = day
        company.log(day, self.uid, Logged.CONVERT, -1, self.converted_day)
        self.grow_hazard(day, self.rest_of_tick(day), in_event=True)
        self.leave_if_decided()

    def convert(self, day: float) -> None:
        """A prospect becomes a customer: the hazard of leaving starts, for the rest of this tick first."""
        self.hear_offers(day)
        self.converted_day = self.accrued_day = day
        self.company.book.prospects -= 1
        self.join()
        self.log(day, Logged.CONVERT)
        self.grow_hazard(day, self.rest_of_tick(day), in_event=True)

    def join(self) -> None:
        """Join the list of customers."""
        company = self.company
        self.status = int(Status.CUSTOMER)
        self.purchases += 1
        company.book.customers += 1
        company.members.append(self.row)
        self.start_needs()

    def rest_of_tick(self, day: float) -> float:
        """Days from `day` to the end of the present tick."""
        return float((self.company.book.tick + 1) * self.company.constants.tick_days - day)
