"""Blame: where pain is voiced against where it is caused, in events, in customers and in money."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.causes.chronicle import Cast, Chronicle
from experiments.causes.pairs import Pair
from experiments.causes.tables import TITLES, Kind
from experiments.statistics import Floats, Interval, t_interval
from scenarios.schema import Scenario
from sim.columns import Table

MICRO = 1e-6
LEAST = 0.05  # per 1,000 entrants: less is not worth a row
MEASURES = {
    "events": "painful events per 1,000 entrants",
    "customers": "people lost per 1,000 entrants, booked on their last painful event",
    "money": "EUR per 1,000 entrants, booked on the first painful event the other design would have spared",
}


@dataclass(frozen=True)
class Booked:
    """One quantity of one replication, per 1,000 counted entrants, booked on painful events.

    matrix: voiced at x caused at, shape (owners + 1, owners + 1), nobody last.  kinds: by kind of event.
    seams: by giving x receiving department, whole (the matrix books half of it on each side).
    without: what no painful event can be held against.
    """

    matrix: Floats
    kinds: Floats
    seams: Floats
    without: float

    @property
    def total(self) -> float:
        return float(self.matrix.sum()) + self.without


@dataclass(frozen=True)
class Blame:
    """The blame matrices of the first design. replications: by measure, one Booked per replication."""

    owners: tuple[str, ...]
    codes: tuple[str, ...]
    within_days: float
    replications: dict[str, list[Booked]]

    def mean(self, measure: str) -> Booked:
        """The mean over replications."""
        rows = self.replications[measure]
        return Booked(
            np.asarray(np.mean([b.matrix for b in rows], axis=0)),
            np.asarray(np.mean([b.kinds for b in rows], axis=0)),
            np.asarray(np.mean([b.seams for b in rows], axis=0)),
            float(np.mean([b.without for b in rows])),
        )

    def concerned(self, measure: str) -> list[int]:
        """Departments (nobody last) at which anything worth a row was voiced or caused."""
        matrix = np.abs(self.mean(measure).matrix)
        return [k for k in range(len(self.owners)) if matrix[k].sum() + matrix[:, k].sum() > LEAST]

    def caused(self, measure: str) -> list[Interval]:
        """What each department (nobody last) caused, wherever it was voiced."""
        columns = np.array([b.matrix.sum(axis=0) for b in self.replications[measure]])
        return [t_interval(column) for column in columns.T]

    def voiced(self, measure: str) -> list[Interval]:
        """What was voiced at each department (nobody last: never voiced), wherever it was caused."""
        columns = np.array([b.matrix.sum(axis=1) for b in self.replications[measure]])
        return [t_interval(column) for column in columns.T]

    def elsewhere(self, measure: str) -> Interval:
        """Share that was caused elsewhere than where it was voiced."""
        return t_interval(
            [_share(b.matrix.sum() - np.trace(b.matrix), b.matrix.sum()) for b in self.replications[measure]]
        )

    def at_seams(self, measure: str) -> Interval:
        """Share that was caused between two departments."""
        return t_interval([
            _share(b.seams.sum() - np.trace(b.seams), b.matrix.sum()) for b in self.replications[measure]
        ])  # fmt: skip

    def seams(self, measure: str) -> list[tuple[int, int, Interval]]:
        """Pairs of departments with what was caused between them, largest first."""
        cells = np.array([b.seams for b in self.replications[measure]])
        found = [
            (giver, receiver, t_interval(cells[:, giver, receiver]))
            for giver, receiver in np.argwhere(np.any(cells != 0.0, axis=0)).tolist()
            if giver != receiver
        ]
        return sorted(found, key=lambda seam: -seam[2].estimate)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        data: dict[str, Any] = {"departments": list(self.owners), "within_days": self.within_days}
        for name, meaning in MEASURES.items():
            if name not in self.replications:
                continue
            mean = self.mean(name)
            data[name] = {
                "meaning": meaning,
                "voiced_at_x_caused_at": mean.matrix.tolist(),
                "by_kind": {kind.name.lower(): float(mean.kinds[kind]) for kind in Kind},
                "without_pain": mean.without,
                "caused": [_plain(i) for i in self.caused(name)],
                "voiced": [_plain(i) for i in self.voiced(name)],
                "share_caused_elsewhere": _plain(self.elsewhere(name)),
                "share_at_seams": _plain(self.at_seams(name)),
                "seams": [
                    {"giver": self.owners[a], "receiver": self.owners[b], **_plain(i)}
                    for a, b, i in self.seams(name)
                ],
            }
        return data


def measure(pair: Pair) -> dict[str, Booked]:
    """What is booked in the first world of a pair, by measure."""
    story = pair.first
    counted = story.pains[story.within(story.pains)]
    people, entrants = story.run.people, int(story.counted.sum())
    lost = lost_people(story)
    last, leavers = _last_before(
        counted, np.where(lost, people["left_day"], np.nan), memory_days(story.run.scenario)
    )
    value, worth = _spared(pair, counted)
    scale = 1000.0 / max(entrants, 1)
    return {
        "events": _booked(story, counted, np.ones(len(counted)), 0.0, scale),
        "customers": _booked(story, counted, last, float(lost.sum() - leavers), scale),
        "money": _booked(story, counted, worth, value - float(worth.sum()), scale),
    }


def conclude(cast: Cast, pieces: Sequence[dict[str, Booked]]) -> Blame:
    """All replications together. cast: of the first design."""
    return Blame(
        owners=cast.owners,
        codes=(*cast.names.owners, "nobody"),
        within_days=memory_days(cast.scenario),
        replications={name: [piece[name] for piece in pieces] for name in MEASURES},
    )


def memory_days(scenario: Scenario) -> float:
    """How long before a departure pain may lie to be held against it: until an unresolved failure has lost half of
    its force."""
    return float(scenario.behaviour.churn.unresolved_half_life_days)


def lost_people(story: Chronicle) -> NDArray[np.bool_]:
    """Counted entrants who left within their follow-up, prospects and customers, shape (people,)."""
    people = story.run.people
    lost: NDArray[np.bool_] = story.counted & (people["left_day"] <= people["followed_until"])
    return lost


def title_of(kind: int) -> str:
    """The kind of a painful event in words."""
    return TITLES[Kind(kind)]


def _booked(story: Chronicle, pains: Table, weight: Floats, without: float, scale: float) -> Booked:
    owners = len(story.owners)
    matrix, seams = np.zeros((owners, owners)), np.zeros((owners - 1, owners - 1))
    np.add.at(matrix, story.voicing(pains), weight[:, None] * story.causing(pains))
    seam = (pains["giver"] >= 0) & (pains["receiver"] >= 0)
    np.add.at(seams, (pains["giver"][seam], pains["receiver"][seam]), weight[seam])
    kinds = np.bincount(pains["kind"], weights=weight, minlength=len(Kind)).astype(np.float64)
    return Booked(scale * matrix, scale * kinds, scale * seams, scale * without)


def _at_one_moment(pains: Table, chosen_day: Floats) -> Floats:
    """Shares of the pains that each person felt on `chosen_day` (NaN: none), by what each took from the contact.

    Shares add up to 1 per person; a moment whose pains cost nothing is shared equally.
    """
    share = np.zeros(len(pains))
    mine = np.flatnonzero(pains["day"] == chosen_day[pains["person"]])
    person = pains["person"][mine]
    cost = pains["cost"][mine]
    whole = np.bincount(person, weights=cost, minlength=len(chosen_day))[person]
    number = np.bincount(person, minlength=len(chosen_day))[person]
    share[mine] = np.where(whole > 0.0, cost / np.where(whole > 0.0, whole, 1.0), 1.0 / np.maximum(number, 1))
    return share


def _last_before(pains: Table, until: Floats, days: float) -> tuple[Floats, int]:
    """Share of each person's end that their last painful moment carries, and how many people have one."""
    last = np.full(len(until), -np.inf)
    end = until[pains["person"]]
    recent = (pains["day"] <= end) & (pains["day"] >= end - days)
    np.maximum.at(last, pains["person"][recent], pains["day"][recent])
    last[np.isneginf(last)] = np.nan
    return _at_one_moment(pains, last), int(np.sum(~np.isnan(last)))


def _spared(pair: Pair, pains: Table) -> tuple[float, Floats]:
    """Value in the second world minus value in the first, all people together; and the part of each painful event.

    Each person's whole difference goes to the first painful moment that the second world spared them.
    """
    a, b = pair.first.run.people, pair.second.run.people
    one, two = pair.both
    difference = np.zeros(len(a))
    difference[one] = MICRO * (
        (b["revenue_micro"] - b["cost_micro"])[two] - (a["revenue_micro"] - a["cost_micro"])[one]
    ).astype(np.float64)
    spared = ~np.isin(*_addresses(pair, pains)) & np.isin(pains["person"], one)
    first = np.full(len(a), np.inf)
    np.minimum.at(first, pains["person"][spared], pains["day"][spared])
    first[np.isinf(first)] = np.nan
    share = np.zeros(len(pains))
    share[spared] = _at_one_moment(pains[spared], first)
    return float(difference.sum()), share * difference[pains["person"]]


def _addresses(pair: Pair, pains: Table) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """One number per painful event, equal for the same event of the same person: `pains`, the second world's."""
    stories = (pair.first, pair.second)
    tables = (pains, pair.second.pains)
    code = np.zeros(sum(len(table) for table in tables), np.int64)
    for column in ("uid", "kind", "where", "visit", "number"):
        values = np.concatenate([_column(s, t, column) for s, t in zip(stories, tables, strict=True)])
        _, small = np.unique(values, return_inverse=True)
        code = code * (int(small.max(initial=0)) + 1) + small
    return code[: len(pains)], code[len(pains) :]


def _column(story: Chronicle, pains: Table, column: str) -> NDArray[Any]:
    """A part of the address of each painful event. Edges and touchpoints go by name: designs may number them anew."""
    if column == "uid":
        return np.asarray(story.run.people["uid"][pains["person"]])
    if column != "where":
        return np.asarray(pains[column])
    names = story.run.names
    points = np.array([*names.touchpoints, ""])
    ways = np.array([*(f"{source}>{target}" for source, target in names.edges), ""])
    at = np.where(pains["touchpoint"] >= 0, pains["touchpoint"], pains["place"])
    return np.where(pains["kind"] == Kind.DROPPED, ways[pains["edge"]], points[at])


def _share(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole else float("nan")


def _plain(interval: Interval) -> dict[str, float]:
    return {"estimate": interval.estimate, "low": interval.low, "high": interval.high}
