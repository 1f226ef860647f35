"""Who is still a customer, and why the others left: the data of the survival figure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from experiments.kpis import Counted
from experiments.pairing import survival_grid
from experiments.statistics import Floats, Interval, t_interval
from experiments.views.lived import Pieces, Subject
from sim.columns import Cause

NAMED = 5  # causes drawn by themselves; the rest together
OTHER = "other"


def cumulative_incidence(duration: ArrayLike, cause: ArrayLike, causes: int, at: ArrayLike) -> Floats:
    """Share lost to each cause by each time, where every cause competes with the others (Aalen-Johansen).

    duration: time to the event or to censoring, shape (n,).  cause: 1 to `causes` for an event, 0 for censoring.
    at: times, shape (k,). Returns shape (causes, k); the sum over causes is 1 minus Kaplan-Meier.
    I_c(t) = sum over t_i <= t of S(t_i-) d_ci / n_i.  At a tie events come before censoring.
    Source: Aalen & Johansen 1978; Kalbfleisch & Prentice 2002, section 8.2.
    """
    time, kind = np.asarray(duration, np.float64), np.asarray(cause, np.int64)
    moments, place = np.unique(time[kind > 0], return_inverse=True)
    at_risk = time.size - np.searchsorted(np.sort(time), moments, side="left")
    events = np.zeros((causes, moments.size))
    np.add.at(events, (kind[kind > 0] - 1, place), 1.0)
    survival = np.cumprod(1.0 - events.sum(axis=0) / at_risk) if moments.size else np.zeros(0)
    before = np.concatenate(([1.0], survival[:-1])) if moments.size else survival
    lost = np.cumsum(before * events / at_risk, axis=1) if moments.size else np.zeros((causes, 0))
    padded = np.concatenate((np.zeros((causes, 1)), lost), axis=1)
    return np.asarray(padded[:, np.searchsorted(moments, np.asarray(at, np.float64), side="right")])


@dataclass(frozen=True)
class Leaving:
    """One run: share still there, people at risk, shape (days,), and share lost by cause, shape (causes, days)."""

    survival: Floats
    at_risk: Floats
    lost: Floats


@dataclass(frozen=True)
class Survivals:
    """Both designs over days, shape (2, days) or (2, causes, days): means over replications, limits of the mean.

    causes: names, the frequent ones first, OTHER last.
    """

    subject: Subject
    days: Floats
    survival: Floats
    low: Floats
    high: Floats
    at_risk: Floats
    causes: tuple[str, ...]
    lost: Floats
    difference: Interval

    @property
    def has_leavers(self) -> bool:
        """Whether anybody left at all."""
        return bool(self.lost.max(initial=0.0) > 0.0)


def measure(c: Counted) -> Leaving:
    """The curves of one run, since the counting of each customer began, censored at the horizon."""
    days = survival_grid(c.run.scenario)
    duration, left = c.tenure()
    curve = c.survival()
    cause = np.where(left, c.people[c.customers]["cause"], 0)
    return Leaving(
        curve.at(days), curve.at_risk_at(days), cumulative_incidence(duration, cause, max(Cause), days)
    )


def conclude(subject: Subject, pieces: Pieces) -> Survivals:
    """Means over replications with t limits, causes from the most to the least frequent."""
    curves = np.array([[one.survival for one in side] for side in pieces])
    lost = np.array([np.mean([one.lost for one in side], axis=0) for side in pieces])
    limits = np.array([[_limits(curves[side, :, k]) for k in range(curves.shape[2])] for side in (0, 1)])
    ranked = np.argsort(-lost[:, :, -1].sum(axis=0), kind="stable")
    named = [int(k) for k in ranked[:NAMED] if lost[:, k].max() > 0.0]
    rest: NDArray[np.int64] = np.setdiff1d(np.arange(lost.shape[1]), named)
    parts = [lost[:, k] for k in named] + [lost[:, rest].sum(axis=1)]
    return Survivals(
        subject, survival_grid(subject.worlds[0]), curves.mean(axis=1), limits[:, :, 0], limits[:, :, 1],
        np.array([np.mean([one.at_risk for one in side], axis=0) for side in pieces]),
        (*(Cause(k + 1).name.lower() for k in named), OTHER), np.stack(parts, axis=1),
        t_interval(curves[1, :, -1] - curves[0, :, -1]),
    )  # fmt: skip


def _limits(values: Floats) -> tuple[float, float]:
    found = t_interval(values)
    return found.low, found.high
