"""A slow, plain queue: people stand in a list, servers come and go, clocks run. No recursion, nothing of the engine.

Times are in days. A server works from `opens` to `closes` every day (shares of the day); work cut by closing
is resumed by the same server when it opens again. A customer whose patience has run for so much of the pool's
open time leaves the line. The longest waiting is served first, by the server of lowest number.
"""

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass

ARRIVES, OPENS, READY, GIVES_UP = 0, 1, 2, 3


@dataclass(frozen=True)
class Shift:
    """The hours of one server, or of a pool's door."""

    opens: float
    closes: float

    @property
    def around_the_clock(self) -> bool:
        return self.opens == 0.0 and self.closes == 1.0

    def working(self, day: float) -> bool:
        return self.around_the_clock or self.opens <= day - math.floor(day) < self.closes

    def next_open(self, day: float) -> float:
        """The first working moment not before `day`."""
        if self.working(day):
            return day
        today = math.floor(day) + self.opens
        return today if day < today else today + 1.0

    def after(self, day: float, work: float) -> float:
        """When so much work is done, walked day by day."""
        if self.around_the_clock:
            return day + work
        now = self.next_open(day)
        while True:
            left = math.floor(now) + self.closes - now
            if work <= left:
                return now + work
            work -= left
            now = math.floor(now) + 1.0 + self.opens

    def between(self, start: float, end: float) -> float:
        """Working time between two moments, walked day by day."""
        if self.around_the_clock:
            return end - start
        total = 0.0
        for day in range(math.floor(start), math.floor(end) + 1):
            total += max(min(end, day + self.closes) - max(start, day + self.opens), 0.0)
        return total


@dataclass(frozen=True)
class Case:
    """One customer at the door: when, how much work, how patient (days; infinite = waits for ever)."""

    arrives: float
    work: float
    patience: float


def serve(cases: Sequence[Case], shifts: Sequence[Shift]) -> list[float]:
    """When each case is taken up, in the order given (by arrival); NaN for those who gave up."""
    door = Shift(min(s.opens for s in shifts), max(s.closes for s in shifts))
    starts = [math.nan] * len(cases)
    line: list[int] = []
    free_from = [0.0] * len(shifts)
    coming: set[tuple[float, int]] = set()
    events: list[tuple[float, int, int]] = [(case.arrives, ARRIVES, n) for n, case in enumerate(cases)]
    heapq.heapify(events)

    def take_up(now: float) -> None:
        while line:
            idle = [s for s, shift in enumerate(shifts) if free_from[s] <= now and shift.working(now)]
            if not idle:
                return
            number, server = line.pop(0), idle[0]
            starts[number] = now
            free_from[server] = shifts[server].after(now, cases[number].work)
            heapq.heappush(events, (free_from[server], READY, server))

    while events:
        now, kind, number = heapq.heappop(events)
        if kind == ARRIVES:
            line.append(number)
            case = cases[number]
            if case.patience < math.inf:
                heapq.heappush(events, (door.after(now, case.patience), GIVES_UP, number))
        elif kind == GIVES_UP and number in line:
            line.remove(number)
        take_up(now)
        if line:
            # whoever is free but at home comes back when the shift begins
            for s, shift in enumerate(shifts):
                back = shift.next_open(now)
                if free_from[s] <= now and not shift.working(now) and (back, s) not in coming:
                    coming.add((back, s))
                    heapq.heappush(events, (back, OPENS, s))
    return starts
