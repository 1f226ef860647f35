"""The tables of a chronicle: contacts as they were lived, painful events with their causes, the ways that led there."""

from enum import IntEnum

import numpy as np


class Kind(IntEnum):
    """Kinds of painful events."""

    FAILED = 0  # a moment of truth went wrong where it was felt
    INCIDENT = 1  # an unmet need of a silent step went wrong later
    CANCELLED = 2  # an unmet need of a silent step ended the journey
    DROPPED = 3  # a case was dropped at a hand-off
    REPEATED = 4  # one item of information asked again
    ABANDONED = 5  # patience ended in a queue
    CONTRADICTED = 6  # a department said something else than was heard before
    SHOCK = 7  # something hit many customers at once, away from any contact


TITLES = {
    Kind.FAILED: "failed contact",
    Kind.INCIDENT: "unmet need turned incident",
    Kind.CANCELLED: "unmet need that ended the journey",
    Kind.DROPPED: "dropped case",
    Kind.REPEATED: "question asked again",
    Kind.ABANDONED: "abandoned queue",
    Kind.CONTRADICTED: "contradiction heard",
    Kind.SHOCK: "shock",
}

CONTACT = np.dtype(
    [
        ("person", "i8"),  # row of the run's people
        ("day", "f8"),  # when it was felt
        ("reached", "f8"),  # when the queue or the service began
        ("touchpoint", "i8"),
        ("edge", "i8"),  # edge crossed last; -1 none
        ("silent", "i8"),  # silent step with needs passed since the last contact; -1 none
        ("visit", "i8"),  # address: visit (detours are numbered from 2^48 on)
        ("attempt", "i8"),  # address: attempt of this visit
        ("wait_minutes", "f8"),
        ("service_minutes", "f8"),  # NaN when abandoned
        ("value", "f8"),  # value v of the contact; NaN when abandoned
        ("repeats", "i8"),  # items asked again
        ("failed", "i8"),  # 1 failed, for whatever reason
        ("abandoned", "i8"),  # 1 gave up in the queue
        ("episode", "i8"),  # how many episodes this person had opened before
    ],
    align=True,
)

PAIN = np.dtype(
    [
        ("person", "i8"),
        ("day", "f8"),
        ("kind", "i8"),
        ("contact", "i8"),  # row of the contact where it was voiced; -1 never
        ("touchpoint", "i8"),  # where it was voiced; -1 nowhere
        ("place", "i8"),  # touchpoint or silent step that caused it; -1 a seam, or nothing of the company's
        ("edge", "i8"),  # way on which it was caused; -1 none
        ("giver", "i8"),  # department on the giving side of the seam; -1 none
        ("receiver", "i8"),  # department on the receiving side
        ("cost", "f8"),  # performance points it took from the contact
        ("visit", "i8"),  # address, as in contacts
        ("number", "i8"),  # which item, or which attempt
    ],
    align=True,
)

WAY = np.dtype([("contact", "i8"), ("edge", "i8")], align=True)
