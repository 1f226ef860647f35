"""Grey areas: what each hand-off and change of channel costs, found by sewing that one seam and living once more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments import worlds
from experiments.causes.chronicle import Chronicle
from experiments.causes.tables import Kind
from experiments.kpis import counted, kpis_of, measure
from experiments.statistics import Interval, paired
from experiments.workers import Progress, Workers
from experiments.worlds import Arm
from scenarios.schema import Scenario
from sim.intercepts import Intercepts

SEWN = {
    "retention": 1.0, "switch_retention": 1.0, "drop_probability": 0.0, "delay_days": 0.0, "voice_offset": 0.0,
}  # fmt: skip
MOST = 8
Way = tuple[str, str]


@dataclass(frozen=True)
class Crossing:
    """What is counted on one way, per 1,000 counted entrants. owners: the departments it leads between, by name.

    lost_items: items lost here and asked again later; points: performance points its pain took from contacts.
    """

    way: Way
    owners: tuple[str, str]
    traversals: float
    handoffs: float
    channel_switches: float
    lost_items: float
    drops: float
    points: float


@dataclass(frozen=True)
class GreyArea:
    """A way, what was counted on it, and what changes when it alone is sewn (None: not lived through again)."""

    crossing: Crossing
    sewn: dict[str, Interval] | None


@dataclass(frozen=True)
class GreyAreas:
    """The ways of a design on which the owner or the channel changes, the costliest first."""

    areas: list[GreyArea]
    measures: tuple[str, ...]
    replications: int

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "replications": self.replications,
            "areas": [
                {
                    "from": area.crossing.way[0],
                    "to": area.crossing.way[1],
                    "giver": area.crossing.owners[0],
                    "receiver": area.crossing.owners[1],
                    "per_1000_entrants": {
                        name: getattr(area.crossing, name)
                        for name in (
                            "traversals",
                            "handoffs",
                            "channel_switches",
                            "lost_items",
                            "drops",
                            "points",
                        )
                    },
                    "sewing_changes": area.sewn
                    and {
                        name: {"estimate": i.estimate, "low": i.low, "high": i.high}
                        for name, i in area.sewn.items()
                    },
                }
                for area in self.areas
            ],
        }


def screen(story: Chronicle) -> list[Crossing]:
    """Count what happened to counted entrants on every way where the owner or the channel changes."""
    names, run = story.run.names, story.run
    scale = 1000.0 / max(int(story.counted.sum()), 1)
    pains = story.pains[story.within(story.pains)]
    points = np.bincount(pains["edge"] + 1, weights=pains["cost"], minlength=len(names.edges) + 1)[1:]
    items, drops = (
        np.bincount(pains["edge"][pains["kind"] == kind] + 1, minlength=len(names.edges) + 1)[1:]
        for kind in (Kind.REPEATED, Kind.DROPPED)
    )
    return [
        Crossing(
            way=way,
            owners=_between(story, way),
            traversals=scale * float(row["counted"]),
            handoffs=float(row["handoffs"]) / max(float(row["traversals"]), 1.0),
            channel_switches=float(row["channel_switches"]) / max(float(row["traversals"]), 1.0),
            lost_items=scale * float(items[e]),
            drops=scale * float(drops[e]),
            points=scale * float(points[e]),
        )
        for e, (way, row) in enumerate(zip(names.edges, run.edges, strict=True))
        if row["handoffs"] + row["channel_switches"] > 0
    ]


def measures_of(scenario: Scenario) -> tuple[str, ...]:
    """What a seam may cost: the headline, customers, talk and money."""
    return (kpis_of(scenario)[0].name, "churn_rate_12m", "wom_negative", "profit")


def sew(arm: Arm, way: Way) -> Arm:
    """The same world with one way sewn: nothing lost, nothing dropped, no extra delay, no voice of its own."""
    own = {"from": way[0], "to": way[1]}
    rest = []
    for edge in arm.scenario.edges:
        data = edge.model_dump(by_alias=True)
        if (edge.from_, edge.to) == way:
            own = data
        else:
            rest.append(data)
    return worlds.changed(arm, {"edges": [*rest, {**own, **SEWN}]})


def live_sewn(
    arm: Arm,
    screened: Sequence[Sequence[Crossing]],
    *,
    seed: int,
    replications: int,
    intercepts: Intercepts | None,
    most: int = MOST,
    workers: int | None = None,
    progress: Progress | None = None,
) -> GreyAreas:
    """Sew the ways that hurt most one at a time, on the same people with the same luck.

    screened: what `screen` counted in each replication; the `most` painful hand-offs and changes of channel are lived
    through again.
    """
    crossings = _mean(screened)
    chosen = [c for c in sorted(crossings, key=lambda c: -c.points) if c.points > 0][:most]
    plan = [arm, *(sew(arm, crossing.way) for crossing in chosen)]

    def unit(replication: int) -> list[dict[str, float]]:
        people = worlds.populations(plan, seed, replication)
        return [
            measure(
                counted(
                    worlds.live(a, seed=seed, replication=replication, intercepts=intercepts, people=own),
                    a.cost,
                )
            )
            for a, own in zip(plan, people, strict=True)
        ]

    with Workers(workers, len(plan) * replications, progress) as pool:
        units = pool.each(unit, range(replications), lambda _: len(plan))
    names = measures_of(arm.scenario)
    sewn = {
        crossing.way: {
            name: paired([u[0][name] for u in units], [u[k][name] for u in units]).difference
            for name in names
        }
        for k, crossing in enumerate(chosen, start=1)
    }
    areas = [GreyArea(crossing, sewn.get(crossing.way)) for crossing in crossings]
    return GreyAreas(sorted(areas, key=_cost, reverse=True), names, replications)


def _cost(area: GreyArea) -> tuple[bool, float, float]:
    """Rank: those lived through again by money, the others after them by what was counted."""
    if area.sewn is None:
        return False, 0.0, area.crossing.points
    return True, area.sewn["profit"].estimate, area.crossing.points


def _mean(screened: Sequence[Sequence[Crossing]]) -> list[Crossing]:
    """The mean over replications of what was counted on each way that was ever crossed."""
    found: dict[Way, list[Crossing]] = {}
    for crossings in screened:
        for crossing in crossings:
            found.setdefault(crossing.way, []).append(crossing)
    counts = ("traversals", "handoffs", "channel_switches", "lost_items", "drops", "points")
    return [
        Crossing(
            way, rows[0].owners, *(sum(getattr(r, name) for r in rows) / len(screened) for name in counts)
        )
        for way, rows in found.items()
    ]


def _between(story: Chronicle, way: Way) -> tuple[str, str]:
    """Names of the departments on both sides; a silent side is told by the departments met there most often."""
    run, pains = story.run, story.pains
    e = run.names.edges.index(way)
    mine = pains[(pains["edge"] == e) & (pains["giver"] >= 0)]
    names = story.owners
    if len(mine):
        return names[int(np.bincount(mine["giver"]).argmax())], names[
            int(np.bincount(mine["receiver"]).argmax())
        ]
    source, target = (story.owner_of[run.names.touchpoints.index(code)] for code in way)
    return names[source], names[target]
