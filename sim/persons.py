"""A person of the readable engine: one row of the people's table, with the draws that are addressed to it."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from sim.columns import PEOPLE, Logged, Status
from sim.rows import Row
from sim.streams import Decision, draw

if TYPE_CHECKING:
    from sim.company import Company

ZERO = np.uint64(0)
ATTEMPT = 1 << 32  # the ordinal of an address is visit + attempt * 2^32


class Own:
    """A value of its own for every person of a subclass: `grudges = Own(0)` in the body of the class."""

    def __init__(self, start: Any) -> None:
        self.start = start
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, person: Person | None, owner: type) -> Any:
        if person is None:
            return self
        return person.company.own.get(self.name, {}).get(person.row, self.start)

    def __set__(self, person: Person, value: Any) -> None:
        person.company.own.setdefault(self.name, {})[person.row] = value


class Person(Row, table=PEOPLE):
    """A view of one row: made on demand, kept by nobody, equal to every other view of the same row."""

    company: Company
    key: np.uint64  # the uid as a 64-bit word

    uid: int
    status: int
    in_contact: int
    event_kind: int
    persona: int
    event_day: float
    remembered_day: float
    satisfaction: float
    shown_bonus: float
    trust: float
    effort: float
    unresolved: float
    complaint: float
    neighbours_lost: float
    opinion: float
    message_square: float
    message_count: float
    hazard: float
    churn_threshold: float
    leaves_day: float
    converted_day: float
    followed_until: float
    next_offer_day: float
    offer_day: float
    noise_until: float
    disconnect_day: float
    trust_weight: float
    effort_weight: float
    lock_in: float
    log_frailty: float
    talk_factor: float
    purchases: int
    in_inbox: int
    touchpoint: int
    edge: int
    visit: int
    attempt: int
    detours: int
    moved: int
    last_owner: int
    last_channel: int
    detour: int
    waiting_edge: int
    information: float
    case_dropped: int
    handed_off: int
    forced_switch: int
    incident: int
    repeats_now: int
    reached_day: float
    wait_now: float
    service_now: float
    entered_day: float
    expectation: float
    loss_weight: float
    attribution: float
    repeat_weight: float
    inconsistency_weight: float
    patience_factor: float
    felt: int
    episode_felt: int
    moments: int
    incident_from: int
    value_sum: float
    value_peak: float
    value_last: float
    message_mean: float
    failed_day: float
    chose_day: float
    contacts: int
    repeats: int
    handoffs: int
    channel_switches: int
    drops: int
    failures: int
    live_contacts: int
    abandonments: int
    wait_minutes: float
    cost_micro: int
    cost_later_micro: int
    failures_before_conversion: int
    defects_before_conversion: int
    episode_outcome: int
    cause: int
    accrued_day: float
    revenue_micro: int
    revenue_later_micro: int
    talks: int
    heard_positive: int
    heard_negative: int
    heard_leavers: int
    post_factor: float
    expectation_trait: float
    left_day: float
    left_touchpoint: int
    episode_closed_day: float
    talk_positive: int
    talk_negative: int
    survey_day: float
    survey_satisfaction: float
    survey_trust: float
    survey_effort: float
    recommend_latent: float
    recommend: int
    fit: float
    offers: int
    offer_factor: float
    need_factor: float
    spend_factor: float
    existing: int
    episode: int
    episode_number: int
    episode_opened_day: float
    episodes_counted: int
    episodes_won: int
    episodes_closed: int
    episode_days: float
    heard_posts: int
    news: int
    praise_read: int
    passed_on_day: float
    stories: int
    hearings: int

    _settable: frozenset[str] = frozenset()

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls._settable = frozenset(
            name
            for parent in cls.__mro__
            for name, value in vars(parent).items()
            if hasattr(type(value), "__set__")
        )

    @classmethod
    def at(cls, company: Company, row: int) -> Self:
        """The person in that row."""
        person, put = object.__new__(cls), object.__setattr__
        put(person, "company", company)
        put(person, "cells", company.people)
        put(person, "row", row)
        put(person, "key", np.uint64(company.people["uid"][row]))
        return person

    if not TYPE_CHECKING:  # a type checker would take it as leave to set anything

        def __setattr__(self, name: str, value: Any) -> None:
            """Set a column. Anything else would be lost with the view, so it is refused."""
            if name not in self._settable:
                close = difflib.get_close_matches(name, self._settable, n=1)
                hint = f"; did you mean {close[0]!r}?" if close else ""
                raise AttributeError(
                    f"{type(self).__name__} has no column {name!r}{hint} "
                    f"(a subclass gets a value of its own with `{name} = Own(start)`)"
                )
            object.__setattr__(self, name, value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Person) and other.cells is self.cells and other.row == self.row

    def __hash__(self) -> int:
        return hash((id(self.cells), self.row))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.uid:#x}, {Status(self.status).name.lower()}>"

    def draw(
        self, decision: Decision, place: np.uint64 = ZERO, ordinal: int = 0, alternative: np.uint64 = ZERO
    ) -> tuple[float, float, float, float]:
        """Four uniforms addressed to this person (see streams.Decision for what each is for)."""
        return draw(self.company.keys, self.key, int(decision), place, ordinal, alternative)

    def draw_here(
        self, decision: Decision, alternative: np.uint64 = ZERO
    ) -> tuple[float, float, float, float]:
        """Four uniforms addressed to this attempt of this visit of this touchpoint."""
        return self.draw(decision, self.here.hash, self.occasion, alternative)

    @property
    def occasion(self) -> int:
        """Number of this attempt of this visit, as addresses have it."""
        return self.visit + self.attempt * ATTEMPT

    def log(self, day: float, kind: Logged, value: float = 0.0, edge: int = -1) -> None:
        """Add a row to the event log, where the person is."""
        self.company.log(day, self.uid, kind, self.touchpoint, value, edge)

    @property
    def here(self) -> Any:
        """What is fixed about the touchpoint where the person is or is heading (a row of world.TOUCHPOINT)."""
        return self.company.touchpoints[self.touchpoint]

    def is_followed(self, day: float) -> bool:
        """Whether that day lies within the person's follow-up."""
        return bool(self.entered_day <= day <= self.followed_until)

    @property
    def is_counted(self) -> bool:
        """Whether the person entered after the warm-up and a whole follow-up before the horizon."""
        c = self.company.constants
        return bool(c.warm_up_days <= self.entered_day < c.horizon_days - c.follow_up_days)

    @property
    def patience_scale(self) -> float:
        """Mean patience of this person here, minutes; 0 where nobody has to wait patiently."""
        here = self.here
        if here.live and here.by_customer:
            return float(here.patience_minutes * self.patience_factor)
        return 0.0
