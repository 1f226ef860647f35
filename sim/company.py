"""The company as its customers meet it, in plain Python: calendar, desks, books, and the daily clock.

This is the readable engine. It shares the rules and the draws with the kernel, but no line of orchestration, and must
reach the same numbers to the last bit. Order of things: a tick comes before every event of its day; events run in
order of (time, uid).
"""

from __future__ import annotations

import heapq
import math
from typing import Any

import numpy as np

from sim.columns import LOG, Logged, Status, Table, allocate
from sim.feedback import Feedback
from sim.handles import State
from sim.layout import Luck, World
from sim.lives import Life
from sim.rows import Book, EdgeCounts, TouchpointCounts, cells_of, live, plain
from sim.rules import advocacy, waiting

BOOKING_TICKS = 7  # running revenue is booked this often, on leaving, and at the horizon


class Company:
    """Everything customers share. `life` is the class of the customers; `acts` is off where the kernel moves them."""

    def __init__(
        self,
        world: World,
        luck: Luck,
        state: State,
        *,
        life: type[Life],
        keep_log: bool = False,
        acts: bool = True,
    ) -> None:
        self.constants = plain(world.constants)[0]
        self.touchpoints = plain(world.touchpoints)
        self.edges = plain(world.edges)
        self.pools = plain(world.pools)
        self.servers = plain(world.servers)
        self.streams = plain(world.streams)
        self.channel_liking = world.persona_channel.tolist()
        self.delay_factor = world.persona_delay.tolist()
        self.case_start = world.persona_case.tolist()
        self.goals, self.offered = list(world.goal_hash), world.campaign_offer.tolist()
        self.wanted = world.persona_goals.tolist()
        self.episodes, self.shocks = plain(world.episodes), plain(world.shocks)
        self.arrival_season, self.need_season = world.arrival_season.tolist(), world.need_season.tolist()
        self.keys = luck.keys
        self.owner_offset = luck.owner_offset.tolist()
        self.need_rate, self.lapse_chance = luck.need_rate.tolist(), luck.lapse_chance.tolist()
        self.ties_from = luck.network.start.tolist()
        self.tie_to = luck.network.to.tolist()
        self.tie_weight = luck.network.weight.tolist()
        self.life = life
        self.model: Any = None
        self.own: dict[str, dict[int, Any]] = {}
        self.keep_log = keep_log
        self.acts = acts
        self.attach(state)

    def attach(self, state: State) -> None:
        """Look at the arrays of a state: counters, people, who knows what so far."""
        self.state = state
        self.people = cells_of(state.people)
        self.visits, self.stream_day = live(state.visits), live(state.stream_day)
        self.need_left, self.need_number = live(state.need_left), live(state.need_number)
        self.free_day = live(state.free_day)
        points, edges = cells_of(state.touchpoint_counts), cells_of(state.edge_counts)
        self.touchpoint_counts = [TouchpointCounts(points, j) for j in range(len(state.touchpoint_counts))]
        self.edge_counts = [EdgeCounts(edges, e) for e in range(len(state.edge_counts))]
        self.book = Book(cells_of(state.book), 0)
        self.feedback = Feedback(self.constants, self.book, self.touchpoint_counts, self.edge_counts)
        self.members: list[int] = []
        self.inbox: list[int] = []
        self.log_rows: list[tuple[float, int, int, int, int, float]] = []
        self.calendar: list[tuple[float, int, int]] = []
        if self.acts:
            days, uids = state.people["event_day"].tolist(), state.people["uid"].tolist()
            self.calendar = [
                (day, uid, row)
                for row, (day, uid) in enumerate(zip(days, uids, strict=True))
                if day < math.inf
            ]
            heapq.heapify(self.calendar)

    def who(self, row: int) -> Life:
        """The person in that row, made on demand."""
        return self.life.at(self, row)

    # ------------------------------------------------------------ the calendar and the log

    def enter_calendar(self, day: float, uid: int, row: int) -> None:
        """Note a person's one pending event.

        Raises RuntimeError where the kernel keeps the calendar.
        """
        if not self.acts:
            raise RuntimeError('the kernel moves these customers; use engine="agents" to act through them')
        heapq.heappush(self.calendar, (day, uid, row))

    def log(
        self, day: float, uid: int, kind: Logged, touchpoint: int, value: float = 0.0, edge: int = -1
    ) -> None:
        """Add a row to the event log (columns.LOG)."""
        if self.keep_log:
            self.log_rows.append((day, uid, int(kind), touchpoint, edge, value))
        self.book.logged += 1

    def log_table(self) -> Table:
        """The event log so far, as it was written."""
        table = allocate(LOG, len(self.log_rows))
        for name, column in zip(table.dtype.names or (), zip(*self.log_rows, strict=True), strict=False):
            table[name] = np.array(column, table.dtype[name])
        return table

    # ------------------------------------------------------------ the desks

    def earliest_start(self, pool: Any, day: float) -> tuple[float, int]:
        """When somebody of the pool can start on a customer who comes now, and who (ties to the lowest index)."""
        offers = [
            (
                waiting.next_opening(
                    max(day, self.free_day[s]), self.servers[s].opens, self.servers[s].closes
                ),
                s,
            )
            for s in range(pool.first, pool.end)
        ]
        return min(offers)

    # ------------------------------------------------------------ the daily clock

    def run_ticks(self, first: int, last: int) -> None:
        """Live through the ticks first, ..., last - 1, events included."""
        for tick in range(first, last):
            self.book.tick = tick
            day = tick * self.constants.tick_days
            self.read_inbox(day)
            self.move_reputation()
            self.tend_customers(day)
            self.strike(day)
            self.feedback.review_if_due(day)
            while self.calendar and math.floor(self.calendar[0][0] / self.constants.tick_days) <= tick:
                self.next_event()
            self.write_day(tick, day + self.constants.tick_days)
            self.book.members, self.book.inbox = len(self.members), len(self.inbox)

    def next_event(self) -> None:
        """Let the next event of the calendar happen. An entry that has been replaced by another has no effect."""
        day, _, row = heapq.heappop(self.calendar)
        person = self.who(row)
        if person.event_day == day:
            person.live()

    def read_inbox(self, day: float) -> None:
        """What was said since the last tick is taken in by everybody; then some act upon it."""
        readers, self.inbox = self.inbox, []
        for row in readers:
            self.who(row).read_messages(day)
        for row in readers:
            person = self.who(row)
            if person.status not in (Status.LEFT, Status.REFUSED):
                person.respond(day)

    def move_reputation(self) -> None:
        """The reviews since the last tick move the public rating, and the rating moves the arrivals."""
        c, book = self.constants, self.book
        if not (c.interaction and c.use_reputation):
            return
        book.reputation = advocacy.reputation_after(
            book.reputation, book.reviews_now, book.stars_now, c.reputation_learning
        )
        share = min(c.tick_days / c.averaging_days, 1.0)
        book.rating_average += share * (book.reputation - book.rating_average)
        book.volume_average += share * (book.reviews_now / c.tick_days - book.volume_average)
        book.reviews_now = book.stars_now = 0
        if c.use_acquisition_feedback:
            wanted = advocacy.acquisition_factor(
                book.rating_average,
                c.rating_reference,
                book.volume_average,
                c.reviews_reference,
                c.valence_elasticity,
                c.volume_elasticity,
            )
            book.acquisition_factor = min(wanted, c.arrival_cap)

    def tend_customers(self, day: float) -> None:
        """Every customer's day; those who left drop off the list."""
        booking_day = bool(self.constants.use_value) and self.book.tick % BOOKING_TICKS == 0
        members, self.members = self.members, []
        for row in members:
            customer = self.who(row)
            if customer.status == Status.CUSTOMER:
                customer.tick(day, booking_day)
            if customer.status == Status.CUSTOMER:
                self.members.append(row)

    def strike(self, day: float) -> None:
        """The shocks of this tick hit some of the customers."""
        c = self.constants
        if not (c.interaction and c.use_episodes):
            return
        for shock in self.shocks:
            if day <= shock.day < day + c.tick_days:
                for row in self.members:
                    customer = self.who(row)
                    if customer.is_staying:
                        customer.meet_shock(shock)

    def write_day(self, tick: int, day: float) -> None:
        """Copy the running totals into the day's row."""
        row = self.state.daily[tick]
        for name in row.dtype.names:
            row[name] = getattr(self.book, name)
        row["day"] = day

    def close(self, day: float) -> None:
        """The horizon: revenue is booked, those still in a journey are asked, the integrals are closed."""
        present = (Status.PROSPECT, Status.CUSTOMER)
        for row in self.members:
            customer = self.who(row)
            if customer.status == Status.CUSTOMER:
                customer.accrue(day)
        if self.book.tick >= 0:
            self.state.daily["revenue_micro"][self.book.tick] = self.book.revenue_micro
        served = []
        for row in range(len(self.state.people)):
            person = self.who(row)
            if person.status in present:
                person.answer_survey(day)
            if person.in_contact:
                served.append((person.event_day, person.uid, row))
        for _, _, row in sorted(served):
            person = self.who(row)
            self.touchpoint_counts[person.touchpoint].sojourn_days += day - person.reached_day
        for counts in self.touchpoint_counts:
            counts.area_days += counts.present * (day - counts.changed_day)
            counts.changed_day = day
