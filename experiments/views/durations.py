"""How long journeys take, against a promise: the data of the figure of journey days."""

from dataclasses import dataclass

import numpy as np

from experiments.kpis import Counted
from experiments.statistics import Floats, Interval, t_interval
from experiments.views.lived import Pieces, Subject


@dataclass(frozen=True)
class Durations:
    """Days from entry to conversion of counted converters, per design and replication, ascending, and who was counted.

    days: two lists of arrays.  counted: entrants, shape (2, replications).
    """

    subject: Subject
    days: tuple[list[Floats], list[Floats]]
    counted: Floats

    def all_days(self, side: int) -> Floats:
        """All replications of a design together."""
        return np.concatenate(self.days[side]) if self.days[side] else np.zeros(0)

    def kept(self, side: int, promise_days: float) -> Floats:
        """Share of converters within the promise, shape (replications,); NaN where nobody converted."""
        return np.array([np.mean(days <= promise_days) if days.size else np.nan for days in self.days[side]])

    def reached(self, side: int, promise_days: float) -> Floats:
        """Share of all counted entrants who reached the goal within the promise, shape (replications,)."""
        inside = np.array([np.count_nonzero(days <= promise_days) for days in self.days[side]])
        return np.asarray(inside / np.maximum(self.counted[side], 1))

    def difference(self, promise_days: float) -> Interval:
        """Paired difference in the share of entrants who reached the goal within the promise."""
        return t_interval(self.reached(1, promise_days) - self.reached(0, promise_days))


def measure(c: Counted) -> tuple[Floats, int]:
    """Days from entry to conversion of those who converted within the follow-up, ascending; how many were counted."""
    return np.sort((c.closed - c.people["entered_day"])[c.converted]), c.count


def conclude(subject: Subject, pieces: Pieces) -> Durations:
    """All replications of both designs."""
    days = tuple([days for days, _ in side] for side in pieces)
    return Durations(subject, days, np.array([[count for _, count in side] for side in pieces], np.float64))  # type: ignore[arg-type]
