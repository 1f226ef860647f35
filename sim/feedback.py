"""What the company makes of feedback: answers booked place by place, reviews, and what they lead to fix."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.rows import Book, EdgeCounts, TouchpointCounts
from sim.rules import learning

if TYPE_CHECKING:
    from sim.persons import Person


class Feedback:
    """The answers since the last review, kept with the counters of touchpoints and ways."""

    def __init__(
        self,
        constants: Any,
        book: Book,
        touchpoints: Sequence[TouchpointCounts],
        edges: Sequence[EdgeCounts],
    ) -> None:
        self.constants = constants
        self.book = book
        self.touchpoints = touchpoints
        self.edges = edges
        learns = constants.use_learning and constants.fixes_per_review
        self.listens = bool(learns and constants.interaction)

    def book_answer(self, person: Person, painful: bool, failed: bool, from_silence: bool) -> None:
        """An answer about the contact a person has just had: where it was voiced, or (causal) where it began."""
        place = self.touchpoints[person.touchpoint]
        place.answers += 1
        if not self.constants.learns_causes:
            place.pains += painful
            return
        way = self.edges[person.edge] if person.edge >= 0 else None
        if way is not None:
            way.answers += 1
        if from_silence:
            silent_step = self.touchpoints[person.incident_from]
            silent_step.answers += 1
            silent_step.pains += painful
        elif way is not None and not failed and (person.case_dropped or person.repeats_now > 0):
            way.pains += painful
        else:
            place.pains += painful

    def review_if_due(self, day: float) -> None:
        """At the first tick of a review period: a verdict on every place, fixes of the worst, and a clean slate."""
        c = self.constants
        periods, before = math.floor(day / c.review_days), math.floor((day - c.tick_days) / c.review_days)
        if not self.listens or periods <= before or day <= 0.0:
            return
        places: list[TouchpointCounts | EdgeCounts] = [*self.touchpoints, *self.edges]
        for place in places:
            place.verdict = learning.verdict(float(place.pains), float(place.answers), c.pain_target)
        for _ in range(int(c.fixes_per_review)):
            if not self.fix_worst():
                break
            self.book.fixes += 1
        for place in places:
            place.answers = place.pains = 0

    def fix_worst(self) -> bool:
        """Fix the place to act on with most pain, touchpoints before ways; whether there was one."""
        places: list[TouchpointCounts | EdgeCounts] = [*self.touchpoints, *self.edges]
        painful = [place for place in places if place.verdict == learning.ACT and place.pains > 0]
        if not painful:
            return False
        worst = max(painful, key=lambda place: place.pains)  # the first of several
        if isinstance(worst, EdgeCounts):
            worst.loss_factor = learning.fixed(worst.loss_factor, self.constants.improvement)
        else:
            worst.failure_factor = learning.fixed(worst.failure_factor, self.constants.improvement)
        worst.fixes += 1
        worst.pains = 0
        return True
