"""Disconnects: how long after the last one people leave, and how much faster than those without."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from experiments.causes.chronicle import Cast, Chronicle
from experiments.causes.tables import Kind
from experiments.statistics import Floats, Interval, t_interval
from sim.columns import Cause, Status

DAYS_PER_YEAR = 365.0
SINCE_DAYS = (0.0, 7.0, 30.0, 90.0, 180.0, np.inf)
DISCONNECTS = (Kind.FAILED, Kind.INCIDENT, Kind.DROPPED, Kind.REPEATED, Kind.ABANDONED, Kind.SHOCK)


@dataclass(frozen=True)
class Left:
    """One replication. leavers, years: customers who left and customer-years lived, by time since the last disconnect
    (SINCE_DAYS), never last.  days: days from the last disconnect to leaving, by cause."""

    leavers: Floats
    years: Floats
    days: dict[str, Floats]


@dataclass(frozen=True)
class Disconnects:
    """Time from a disconnect to leaving in one design.

    rates: departures per customer-year by time since the last disconnect, `never` last.
    days: quartiles of the days from the last disconnect to leaving, by cause: (25 %, 50 %, 75 %), and of how many.
    scales_days: the half-lives by which the hazard forgets.
    """

    rates: list[Interval]
    days: dict[str, tuple[float, float, float, int]]
    scales_days: dict[str, float]

    @property
    def labels(self) -> list[str]:
        """The times since the last disconnect in words."""
        words = [f"{a:g} to {b:g} days ago" for a, b in pairwise(SINCE_DAYS)]
        return [*words[:-1], f"more than {SINCE_DAYS[-2]:g} days ago", "never"]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "departures_per_customer_year": {
                label: {"estimate": r.estimate, "low": r.low, "high": r.high}
                for label, r in zip(self.labels, self.rates, strict=True)
            },
            "days_to_leaving": {
                cause: {"quarter": a, "median": b, "three_quarters": c, "people": n}
                for cause, (a, b, c, n) in self.days.items()
            },
            "half_lives_days": self.scales_days,
        }


def measure(story: Chronicle) -> Left:
    """Count departures and customer-years of the counted entrants by the time since their last disconnect."""
    run = story.run
    people, horizon = run.people, run.scenario.clock.horizon_days
    pains = story.pains[np.isin(story.pains["kind"], DISCONNECTS)]
    start = np.where(story.counted, np.maximum(people["converted_day"], people["entered_day"]), np.nan)
    end = np.fmin(people["left_day"], horizon)
    person = np.concatenate([np.arange(len(people)), pains["person"]])
    day = np.concatenate([np.full(len(people), -np.inf), pains["day"]])
    order = np.lexsort((day, person))
    person, day = person[order], day[order]
    following = np.append(day[1:], np.inf)
    following[np.append(person[1:] != person[:-1], True)] = np.inf
    begins = np.maximum(day, start[person])
    ends = np.minimum(following, end[person])
    lived = ends > begins  # comparisons with NaN are false: nobody who never became a customer
    years = _years(day[lived], begins[lived], ends[lived])
    gone = (people["status"] == Status.LEFT) & story.counted & (people["left_day"] <= horizon)
    last = np.full(len(people), -np.inf)
    earlier = pains["day"] <= people["left_day"][pains["person"]]
    np.maximum.at(last, pains["person"][earlier], pains["day"][earlier])
    since = np.where(np.isinf(last), np.inf, people["left_day"] - last)
    customers = gone & (start <= people["left_day"])
    bins = np.where(
        np.isinf(since[customers]), len(SINCE_DAYS) - 1, np.digitize(since[customers], SINCE_DAYS) - 1
    )
    after = gone & np.isfinite(since)
    return Left(
        np.bincount(bins, minlength=len(SINCE_DAYS)).astype(np.float64),
        years,
        {c.name.lower(): since[after & (people["cause"] == c)] for c in Cause if c != Cause.NONE},
    )


def conclude(cast: Cast, pieces: Sequence[Left]) -> Disconnects:
    """All replications together. cast: of the design."""
    behaviour = cast.scenario.behaviour
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = np.array([piece.leavers / piece.years for piece in pieces])
    days = {}
    for cause in pieces[0].days:
        pooled = np.concatenate([piece.days[cause] for piece in pieces])
        if len(pooled):
            low, middle, high = (float(q) for q in np.quantile(pooled, (0.25, 0.5, 0.75)))
            days[cause] = (low, middle, high, len(pooled))
    return Disconnects(
        [t_interval(column) for column in rates.T],
        dict(sorted(days.items(), key=lambda item: -item[1][3])),
        {
            "unresolved failure": behaviour.churn.unresolved_half_life_days,
            "complaint": behaviour.churn.complaint_half_life_days,
            "satisfaction": behaviour.memory.half_life_days,
        },
    )


def _years(disconnect: Floats, begins: Floats, ends: Floats) -> Floats:
    """Customer-years by time since the last disconnect (-inf: none yet) of stretches from day `begins` to `ends`."""
    years = np.zeros(len(SINCE_DAYS))
    never = np.isinf(disconnect)
    years[-1] = (ends - begins)[never].sum() / DAYS_PER_YEAR
    since, until = (begins - disconnect)[~never], (ends - disconnect)[~never]
    for k in range(len(SINCE_DAYS) - 1):
        inside = np.minimum(until, SINCE_DAYS[k + 1]) - np.maximum(since, SINCE_DAYS[k])
        years[k] = np.maximum(inside, 0.0).sum() / DAYS_PER_YEAR
    return years
