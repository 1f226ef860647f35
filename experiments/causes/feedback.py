"""Feedback as policy: who is asked, what, when; and how far the answers are from the truth the engine knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from experiments.causes.chronicle import Cast, Chronicle
from experiments.causes.sampling import feedback_draws
from experiments.statistics import Floats, Interval, t_interval
from sim.columns import Logged
from sim.streams import keys_of, name_hash

DETRACTOR_UP_TO = 6
PROMOTER_FROM = 9
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Policy:
    """A way of asking.

    when: `contact` after each contact, `episode` at its end, `days` every so many days about the last contact.
    what: the value of the `contact`; at the end of an episode its `memory`, or the likelihood to `recommend`.
    who: everybody, those who are customers at that time, or promoters only.  share: of those, how many are asked.
    response: share of the asked who answer when they feel nothing; rises by the factor 1 + extremes * |felt|.
    """

    title: str
    when: Literal["contact", "episode", "days"] = "contact"
    what: Literal["contact", "memory", "recommend"] = "contact"
    who: Literal["all", "customers", "promoters"] = "all"
    share: float = 1.0
    response: float = 1.0
    extremes: float = 0.0
    every_days: float = 90.0


@dataclass(frozen=True)
class Questions:
    """What could be asked, one row per question: person, touchpoint it is booked at, day, what would be answered,
    whether that is painful, how strongly it is felt (0..1), and its number among the person's."""

    person: Rows
    touchpoint: Rows
    day: Floats
    answer: Floats
    painful: NDArray[np.bool_]
    felt: Floats
    number: Rows


@dataclass(frozen=True)
class Answered:
    """One replication of one policy, next to the truth: painful share and mean value, overall and by touchpoint."""

    answers: float
    painful: float
    painful_truth: float
    painful_at: Floats
    painful_truth_at: Floats
    mean_at: Floats
    mean_truth_at: Floats


@dataclass(frozen=True)
class Quality:
    """How good a policy's picture is. answers: per 1,000 entrants; bias: of the painful share; sd: over replications.

    by_touchpoint: code -> (truth, bias of the painful share, its SD, bias of the mean value, its SD).
    """

    policy: Policy
    answers: float
    truth: float
    bias: Interval
    sd: float
    by_touchpoint: dict[str, tuple[float, float, float, float, float]]

    @property
    def worst(self) -> str | None:
        """The touchpoint about which the answers mislead most; None where they mislead about none."""
        found = {code: abs(row[1]) for code, row in self.by_touchpoint.items() if np.isfinite(row[1])}
        if not found or max(found.values()) == 0.0:
            return None
        return max(found, key=lambda code: found[code])

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        names = ("truth", "bias", "sd", "bias_of_mean", "sd_of_mean")
        return {
            "policy": self.policy.__dict__,
            "answers_per_1000_entrants": self.answers,
            "painful_share": self.truth,
            "bias": {"estimate": self.bias.estimate, "low": self.bias.low, "high": self.bias.high},
            "sd": self.sd,
            "touchpoints": {
                code: dict(zip(names, row, strict=True)) for code, row in self.by_touchpoint.items()
            },
        }


def policies(response: float) -> tuple[Policy, ...]:
    """The policies that are compared by default. response: share who answer, where not everybody does."""
    return (
        Policy("everybody, after every contact"),
        Policy("a random share, after every contact", share=response),
        Policy("everybody asked, strong feelings answer more", response=response, extremes=3.0),
        Policy("customers only, after every contact", who="customers", share=response),
        Policy("promoters only, after every contact", who="promoters", share=response),
        Policy("the last contact, every 90 days", when="days"),
        Policy("the whole episode, at its end", when="episode", what="memory"),
        Policy("would you recommend us, at the end", when="episode", what="recommend"),
    )


def questions(story: Chronicle, policy: Policy) -> Questions:
    """Everything a policy could ask counted entrants within their follow-up."""
    if policy.when == "episode":
        return _at_the_end(story, policy)
    contacts = story.contacts[story.within(story.contacts) & (story.contacts["abandoned"] == 0)]
    number = contacts["visit"] + (contacts["attempt"] << 32)
    if policy.when == "days":
        period = np.floor(
            (contacts["day"] - story.run.people["entered_day"][contacts["person"]]) / policy.every_days
        )
        last = np.append((np.diff(contacts["person"]) != 0) | (np.diff(period) != 0), True)[: len(contacts)]
        contacts, number = contacts[last], period[last].astype(np.int64)
    value = contacts["value"]
    below = story.run.scenario.learning.painful_below
    return Questions(
        contacts["person"],
        contacts["touchpoint"],
        contacts["day"],
        value,
        value < below,
        np.abs(value),
        number,
    )


def answered(story: Chronicle, policy: Policy) -> tuple[Questions, NDArray[np.bool_]]:
    """What a policy could ask, and which of it is asked and answered."""
    q, run = questions(story, policy), story.run
    hashes = np.array([name_hash(code) for code in run.names.touchpoints], np.uint64)
    u = feedback_draws(
        keys_of(run.seed, run.replication), run.people["uid"][q.person], hashes[q.touchpoint], q.number
    )
    chance = np.minimum(policy.response * (1.0 + policy.extremes * q.felt), 1.0)
    people = run.people[q.person]
    wanted = np.ones(len(q.person), np.bool_)
    if policy.who == "customers":
        wanted = people["converted_day"] <= q.day
    elif policy.who == "promoters":
        wanted = people["recommend"] >= PROMOTER_FROM
    return q, wanted & (u[:, 0] < policy.share) & (u[:, 1] < chance)


def measure(story: Chronicle, policy: Policy) -> Answered:
    """What a policy's answers say, and the truth about every contact that was felt."""
    q, yes = answered(story, policy)
    truth = questions(story, Policy("truth"))
    points = len(story.owner_of)
    return Answered(
        1000.0 * float(yes.sum()) / max(int(story.counted.sum()), 1),
        _mean(q.painful[yes]),
        _mean(truth.painful),
        _mean_at(q.touchpoint[yes], q.painful[yes], points),
        _mean_at(truth.touchpoint, truth.painful, points),
        _mean_at(q.touchpoint[yes], q.answer[yes], points),
        _mean_at(truth.touchpoint, truth.answer, points),
    )


def conclude(cast: Cast, policy: Policy, pieces: Sequence[Answered]) -> Quality:
    """Bias and spread of a policy over replications; touchpoints where it never got an answer are left out."""
    off = [piece.painful - piece.painful_truth for piece in pieces]
    painful = np.array([piece.painful_at - piece.painful_truth_at for piece in pieces])
    mean = np.array([piece.mean_at - piece.mean_truth_at for piece in pieces])
    truth = np.array([piece.painful_truth_at for piece in pieces])
    by_touchpoint = {}
    for k, code in enumerate(cast.names.touchpoints):
        if np.any(np.isfinite(painful[:, k])):
            bias_of_mean = (float("nan"), float("nan"))
            if policy.what != "recommend":  # points from 0 to 10 are no values from -1 to 1
                bias_of_mean = _bias_and_sd(mean[:, k])
            by_touchpoint[code] = (_mean(truth[:, k]), *_bias_and_sd(painful[:, k]), *bias_of_mean)
    return Quality(
        policy,
        _mean(np.array([piece.answers for piece in pieces])),
        _mean(np.array([piece.painful_truth for piece in pieces])),
        t_interval(off),
        _bias_and_sd(np.array(off))[1],
        by_touchpoint,
    )


def _at_the_end(story: Chronicle, policy: Policy) -> Questions:
    """Questions at the end of an episode, booked where the customer stood last among contacts."""
    run = story.run
    assert run.log is not None
    wanted = (Logged.ASKED,) if policy.what == "recommend" else (Logged.WON, Logged.LOST)
    log = run.log[np.isin(run.log["kind"], wanted)]
    order = np.argsort(run.people["uid"])
    person = order[np.searchsorted(run.people["uid"], log["uid"], sorter=order)]
    by_person = np.lexsort((log["day"], person))
    log, person = log[by_person], person[by_person]
    contacts = story.contacts[story.contacts["abandoned"] == 0]
    last = _last_contact(contacts["person"], contacts["day"], person, log["day"])
    until = run.people["followed_until"][person]
    keep = (last >= 0) & story.counted[person] & (log["day"] <= until)
    person, last, log = person[keep], last[keep], log[keep]
    number = np.arange(len(person)) - np.searchsorted(person, person)
    if policy.what == "recommend":
        answer = run.people["recommend"][person].astype(np.float64)
        painful, felt = answer <= DETRACTOR_UP_TO, np.abs(answer - 5.0) / 5.0
    else:
        answer = log["value"].astype(np.float64)
        painful, felt = answer < run.scenario.learning.painful_below, np.abs(answer)
    return Questions(person, contacts["touchpoint"][last], log["day"], answer, painful, felt, number)


def _last_contact(person: Rows, day: Floats, asked: Rows, when: Floats) -> Rows:
    """Row of each asked person's last contact up to a day; -1 where there was none. Contacts by person, then day."""
    if not len(person):
        return np.full(len(asked), -1)
    everybody = np.concatenate([person, asked])
    order = np.lexsort((np.arange(len(everybody)) >= len(person), np.concatenate([day, when]), everybody))
    rows = np.where(order < len(person), order, -1)
    latest = np.maximum.accumulate(rows)
    found = np.empty(len(everybody), np.int64)
    found[order] = latest
    at = found[len(person) :]
    return np.where((at >= 0) & (person[at] == asked), at, -1)


def _mean(values: NDArray[Any]) -> float:
    values = np.asarray(values, np.float64)
    values = values[np.isfinite(values)]
    return float(values.mean()) if len(values) else float("nan")


def _mean_at(place: Rows, values: NDArray[Any], places: int) -> Floats:
    with np.errstate(invalid="ignore"):
        return np.asarray(
            np.bincount(place, weights=values, minlength=places) / np.bincount(place, minlength=places)
        )


def _bias_and_sd(values: Floats) -> tuple[float, float]:
    values = values[np.isfinite(values)]
    if not len(values):
        return float("nan"), float("nan")
    return float(values.mean()), float(values.std(ddof=1)) if len(values) > 1 else float("nan")
