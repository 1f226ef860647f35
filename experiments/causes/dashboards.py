"""Two dashboards from one run: what the departments report of themselves, and what their customers lived through."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.causes.chronicle import Cast, Chronicle
from experiments.kpis import counted, kpis_of
from experiments.kpis import measure as measure_kpis
from experiments.statistics import Floats, Interval, t_interval

GREEN_WAIT_MINUTES = 5.0
CUSTOMERS_OWN = ("journey_days", "repeats", "flawless_rate", "effort_ces", "nps", "churn_rate_12m")
REPORTED = {
    "contacts": "contacts handled, per 1,000 entrants",
    "service_minutes": "staff minutes per contact",
    "wait_minutes": "mean wait of live contacts, minutes",
    "abandoned": "live contacts abandoned",
    "failed": "contacts that failed",
    "onward": "passed on to the next step instead of lost",
    "green": "contacts within target",
    "painful": "of the customers it met, those whose journey hurt",
}


@dataclass(frozen=True)
class Seen:
    """One replication. departments: one row per department, one column per entry of REPORTED."""

    departments: Floats
    kpis: dict[str, float]
    green: float
    painless: float
    gap: float


@dataclass(frozen=True)
class Dashboards:
    """What a design looks like from inside and from outside.

    departments: mean of each entry of REPORTED by department.  lives: the customers' own measures.
    green: share of contacts within target.  painless: share of journeys without a painful contact.
    gap: the gap index, the share of painful journeys every contact of which was green for the department that held it.
    """

    owners: tuple[str, ...]
    departments: dict[str, list[float]]
    lives: dict[str, Interval]
    green: Interval
    painless: Interval
    gap: Interval

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""

        def plain(i: Interval) -> dict[str, float]:
            return {"estimate": i.estimate, "low": i.low, "high": i.high}

        return {
            "departments": [
                {"department": owner, **{name: column[k] for name, column in self.departments.items()}}
                for k, owner in enumerate(self.owners)
            ],
            "lives": {name: plain(i) for name, i in self.lives.items()},
            "green_contacts": plain(self.green),
            "painless_journeys": plain(self.painless),
            "gap_index": plain(self.gap),
        }


def is_green(story: Chronicle) -> NDArray[np.bool_]:
    """Which contacts a department would report as fine, shape (contacts,): not failed, not abandoned, and, where the
    customer stood in line, answered within GREEN_WAIT_MINUTES. Repeated questions, lost files and contradictions are
    nobody's target."""
    c, points = story.contacts, story.touchpoints
    in_line = ((points["live"] == 1) & (points["by_customer"] == 1))[c["touchpoint"]]
    late = in_line & (c["wait_minutes"] > GREEN_WAIT_MINUTES)
    fine: NDArray[np.bool_] = (c["failed"] == 0) & (c["abandoned"] == 0) & ~late
    return fine


def is_painful(story: Chronicle) -> NDArray[np.bool_]:
    """Which contacts hurt, shape (contacts,): worth less than `learning.painful_below` to the customer, or given up."""
    c = story.contacts
    hurts: NDArray[np.bool_] = (c["abandoned"] == 1) | (
        c["value"] < story.run.scenario.learning.painful_below
    )
    return hurts


def measure(story: Chronicle) -> Seen:
    """Both dashboards of one world; journeys are those of counted entrants who had a contact within their follow-up."""
    mine = story.within(story.contacts)
    contacts, green = story.contacts[mine], is_green(story)[mine]
    people = len(story.run.people)
    met = np.bincount(contacts["person"], minlength=people) > 0
    red = np.bincount(contacts["person"][~green], minlength=people) > 0
    hurt = np.bincount(contacts["person"][is_painful(story)[mine]], minlength=people) > 0
    kpis = measure_kpis(counted(story.run))
    return Seen(
        departments=_departments(
            story, contacts["person"], story.owner_of[contacts["touchpoint"]], green, hurt
        ),
        kpis={name: kpis[name] for name in CUSTOMERS_OWN},
        green=_ratio(green.sum(), len(green)),
        painless=_ratio((met & ~hurt).sum(), met.sum()),
        gap=_ratio((hurt & ~red).sum(), hurt.sum()) if hurt.any() else 0.0,
    )


def conclude(cast: Cast, pieces: Sequence[Seen]) -> Dashboards:
    """All replications together. cast: of the design."""
    with np.errstate(invalid="ignore"):
        mean = np.mean([piece.departments for piece in pieces], axis=0)
    return Dashboards(
        owners=cast.owners[:-1],
        departments={name: mean[:, k].tolist() for k, name in enumerate(REPORTED)},
        lives={
            kpi.name: t_interval([piece.kpis[kpi.name] for piece in pieces])
            for kpi in kpis_of(cast.scenario)
            if kpi.name in CUSTOMERS_OWN
        },
        green=t_interval([piece.green for piece in pieces]),
        painless=t_interval([piece.painless for piece in pieces]),
        gap=t_interval([piece.gap for piece in pieces]),
    )


def _departments(
    story: Chronicle, person: Floats, owner: Floats, green: NDArray[np.bool_], hurt: NDArray[np.bool_]
) -> Floats:
    """What each department reports: everything it handled; within target and painful: of counted entrants."""
    run = story.run
    points, edges = run.touchpoints, run.edges
    entered = max(int(np.sum(~np.isnan(run.people["entered_day"]))), 1)
    source = np.array([run.names.touchpoints.index(code) for code, _ in run.names.edges])
    lost = np.array([target == "LOST" for _, target in run.names.edges])
    out = np.full((len(run.names.owners), len(REPORTED)), np.nan)
    for k in range(len(out)):
        own = story.owner_of == k
        at = points[own]
        away = own[source]
        mine = owner == k
        seen = np.unique(person[mine])
        out[k] = (
            1000.0 * at["contacts"].sum() / entered,
            _ratio(at["service_minutes"].sum(), at["contacts"].sum()),
            _ratio(at["wait_minutes"][at["live_contacts"] > 0].sum(), at["live_contacts"].sum()),
            _ratio(at["abandoned"].sum(), at["live_contacts"].sum()),
            _ratio(at["failures"].sum(), at["contacts"].sum()),
            1.0 - _ratio(edges["traversals"][away & lost].sum(), edges["traversals"][away].sum()),
            _ratio(green[mine].sum(), mine.sum()),
            _ratio(hurt[seen].sum(), len(seen)),
        )
    return out


def _ratio(part: float, whole: float) -> float:
    return float(part) / float(whole) if whole else float("nan")
