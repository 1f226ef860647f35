"""What to fix, and what not: the verdict on every place under siloed and under causal attribution."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from experiments.causes.chronicle import Cast, Chronicle
from experiments.causes.feedback import Policy, answered
from experiments.causes.tables import Kind
from experiments.statistics import Interval, t_interval
from sim.rules.learning import ACT, verdict

VERDICTS = ("unknown", "no action needed", "act")
Attribution = Literal["siloed", "causal"]
Place = tuple[str, str]
"""A touchpoint or silent step (code, ""), or a way (from, to)."""


@dataclass(frozen=True)
class Heard:
    """One replication of answers: for each attribution, place -> (answers, painful ones booked there).

    truth: place -> all painful contacts that began there, answered or not; pains: all painful contacts.
    """

    books: dict[Attribution, dict[Place, tuple[int, int]]]
    truth: dict[Place, int]
    pains: int


@dataclass(frozen=True)
class Judged:
    """A place: answers and painful ones in the first replication, its verdict there, and in how many the same."""

    place: Place
    answers: int
    painful: int
    verdict: str
    same: int


@dataclass(frozen=True)
class Fixing:
    """What each attribution would fix, worst first, and what share of all pain begins at those places."""

    target: float
    replications: int
    judged: dict[Attribution, list[Judged]]
    fixes: dict[Attribution, list[Place]]
    reach: dict[Attribution, Interval]

    @property
    def overlap(self) -> list[Place]:
        """Places on both lists."""
        return [place for place in self.fixes["siloed"] if place in self.fixes["causal"]]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        data: dict[str, Any] = {"target": self.target, "replications": self.replications}
        for name in self.judged:
            reach = self.reach[name]
            data[name] = {
                "places": [{**judged.__dict__, "place": name_of(judged.place)} for judged in self.judged[name]],
                "fixes": [name_of(place) for place in self.fixes[name]],
                "share_of_pain_that_begins_there": {
                    "estimate": reach.estimate, "low": reach.low, "high": reach.high
                },
            }  # fmt: skip
        data["overlap"] = [name_of(place) for place in self.overlap]
        return data


def name_of(place: Place) -> str:
    """A place as one word: the touchpoint's code, or from>to."""
    return ">".join(filter(None, place))


def measure(story: Chronicle, policy: Policy) -> Heard:
    """Book the answers of a policy that asks about contacts, where they were voiced and where the pain began."""
    q, yes = answered(story, policy)
    rows = _contact_rows(story)
    place, edge = _origin(story)
    names = story.run.names
    points: list[Place] = [(code, "") for code in names.touchpoints]

    def count(at: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.bincount(at[at >= 0], minlength=max(len(points), len(names.edges)))

    def book(
        asked: NDArray[np.int64], painful: NDArray[np.int64], what: list[Place]
    ) -> dict[Place, tuple[int, int]]:
        a, p = count(asked), count(painful)
        return {what[k]: (int(a[k]), int(p[k])) for k in range(len(what)) if a[k] > 0}

    heard, hurt = rows[yes], rows[yes & q.painful]
    told = np.zeros(len(story.contacts), np.bool_)
    told[heard] = True
    at, silent = story.contacts["touchpoint"], story.contacts["silent"]
    ways = story.ways[told[story.ways["contact"]]]["edge"]
    causal = book(np.concatenate([at[heard], silent[heard]]), place[hurt], points)
    causal |= book(ways, edge[hurt], list(names.edges))
    all_painful = rows[q.painful]
    own, seams = count(place[all_painful]), count(edge[all_painful])
    truth = {points[k]: int(own[k]) for k in range(len(points))}
    truth |= {way: int(seams[k]) for k, way in enumerate(names.edges)}
    return Heard({"siloed": book(at[heard], at[hurt], points), "causal": causal}, truth, len(all_painful))


def conclude(cast: Cast, pieces: Sequence[Heard], most: int) -> Fixing:
    """Verdicts and lists. most: places that can be fixed at one review."""
    target = cast.scenario.learning.target
    judged: dict[Attribution, list[Judged]] = {}
    fixes: dict[Attribution, list[Place]] = {}
    reach: dict[Attribution, Interval] = {}
    for name in ("siloed", "causal"):
        judged[name] = [
            _judge(place, [piece.books[name] for piece in pieces], target) for place in pieces[0].books[name]
        ]
        judged[name].sort(key=lambda j: (-j.painful, j.place))
        acting = [j for j in judged[name] if j.verdict == VERDICTS[ACT]]
        fixes[name] = [j.place for j in acting[:most]]
        reach[name] = t_interval([
            sum(piece.truth[place] for place in fixes[name]) / piece.pains if piece.pains else 0.0 for piece in pieces
        ])  # fmt: skip
    return Fixing(target, len(pieces), judged, fixes, reach)


def _judge(place: Place, books: Sequence[dict[Place, tuple[int, int]]], target: float) -> Judged:
    found = [
        VERDICTS[verdict(float(painful), float(answers), target)]
        for answers, painful in (book.get(place, (0, 0)) for book in books)
    ]
    answers, painful = books[0][place]
    return Judged(place, answers, painful, found[0], found.count(found[0]))


def _contact_rows(story: Chronicle) -> NDArray[np.int64]:
    """Rows of the contacts that could be asked about, as `feedback.questions` gives them after each contact."""
    return np.flatnonzero(story.within(story.contacts) & (story.contacts["abandoned"] == 0))


def _origin(story: Chronicle) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the pain of each contact began: a place or an edge, the other -1, by what took most from the contact.

    Contacts without a painful event hurt by what they were: their own touchpoint.
    """
    place, edge = story.contacts["touchpoint"].copy(), np.full(len(story.contacts), -1)
    pains = story.pains[(story.pains["contact"] >= 0) & (story.pains["kind"] != Kind.CONTRADICTED)]
    together = (pains["contact"] + 1) * (len(story.run.edges) + 1) + pains["edge"] + 1
    _, one, group = np.unique(together, return_index=True, return_inverse=True)
    cost = np.bincount(group, weights=pains["cost"], minlength=len(one))
    order = np.argsort(cost, kind="stable")  # the largest is written last and stays
    row = pains[one[order]]
    on_way = row["edge"] >= 0
    edge[row["contact"]] = row["edge"]
    place[row["contact"]] = np.where(on_way, -1, np.where(row["place"] >= 0, row["place"], row["touchpoint"]))
    return place, edge
