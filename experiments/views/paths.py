"""Which departments people meet one after another, and how it ends: the data of the alluvial."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

import numpy as np

from experiments.kpis import Counted
from experiments.views.lived import Pieces, Subject
from sim.columns import Logged

COLUMNS = 7  # departments one after another that are told apart; what follows is MORE
TOP = 12  # paths drawn by themselves
MORE = "MORE"
Ending = Literal["won", "lost", "open"]


@dataclass(frozen=True)
class Path:
    """Departments in the order in which they were met (by code), how it ended, and how many of 100 journeys took it."""

    owners: tuple[str, ...]
    ending: Ending
    per_100: float


@dataclass(frozen=True)
class Paths:
    """First journeys of counted people under both designs, most frequent path first; journeys: how many there were."""

    subject: Subject
    paths: tuple[tuple[Path, ...], tuple[Path, ...]]
    journeys: tuple[int, int]

    def top(self, side: int) -> tuple[Path, ...]:
        """The most frequent paths."""
        return self.paths[side][:TOP]

    def rest(self, side: int) -> tuple[Path, ...]:
        """All the others."""
        return self.paths[side][TOP:]

    def reached(self, side: int) -> float:
        """Of 100 journeys, how many reached the goal."""
        return sum(path.per_100 for path in self.paths[side] if path.ending == "won")


def measure(c: Counted) -> Counter[tuple[tuple[str, ...], Ending]]:
    """How many first journeys of counted people took each path. Silent steps are passed over: nobody is met there."""
    run = c.run
    log = run.log  # type: ignore[attr-defined]
    points = run.scenario.touchpoints
    owners = [points[code].owner for code in run.names.touchpoints]
    kinds = (Logged.ENTER, Logged.OPEN, Logged.CROSS, Logged.WON, Logged.LOST)
    rows = log[np.isin(log["kind"], kinds) & np.isin(log["uid"], c.people["uid"])]
    rows = rows[np.argsort(rows["uid"], kind="stable")]
    found: Counter[tuple[tuple[str, ...], Ending]] = Counter()
    for person in np.split(rows, np.flatnonzero(np.diff(rows["uid"])) + 1) if len(rows) else []:
        path = first_journey(person["kind"].tolist(), person["touchpoint"].tolist(), owners)
        if path is not None:
            found[path] += 1
    return found


def first_journey(
    kinds: list[int], touchpoints: list[int], owners: list[str | None]
) -> tuple[tuple[str, ...], Ending] | None:
    """The departments one person met until the first journey ended, each once as long as it stays the same.

    kinds, touchpoints: rows of the event log of one person in order.  owners: department of each touchpoint.
    None for a person who never had a journey, or met nobody.
    """
    met: list[str] = []
    ending: Ending = "open"
    begun = False
    for kind, touchpoint in zip(kinds, touchpoints, strict=True):
        if begun and kind in (Logged.WON, Logged.LOST):
            ending = "won" if kind == Logged.WON else "lost"
            break
        begun = begun or kind in (Logged.ENTER, Logged.OPEN)
        owner = owners[touchpoint] if begun and touchpoint >= 0 else None
        if owner is not None and (not met or met[-1] != owner):
            met.append(owner)
    if not begun or not met:
        return None
    return (tuple(met) if len(met) <= COLUMNS else (*met[:COLUMNS], MORE)), ending


def conclude(subject: Subject, pieces: Pieces) -> Paths:
    """All replications together."""
    sides = []
    for found in pieces:
        total: Counter[tuple[tuple[str, ...], Ending]] = sum(found, Counter())
        journeys = max(total.total(), 1)
        ranked = sorted(total.items(), key=lambda item: (-item[1], item[0]))
        sides.append(tuple(Path(*path, 100.0 * count / journeys) for path, count in ranked))
    counts = [sum(sum(counter.values()) for counter in found) for found in pieces]
    return Paths(subject, (sides[0], sides[1]), (counts[0], counts[1]))
