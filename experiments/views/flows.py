"""Where customers went and what went wrong there, per 100 counted people: the data of the flow maps."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.journey_map import NOBODY, journey_map
from experiments.kpis import Counted
from experiments.stage_views import places
from experiments.views.lived import Pieces, Subject
from scenarios.schema import Scenario

Way = tuple[str, str]


@dataclass(frozen=True)
class Flows:
    """One design: per 100 counted people, and things gone wrong per 100 contacts.

    visits: visits ended on the path, by touchpoint.  crossings: by way.  handoff_share, switch_share: part of a way's
    crossings on which the department, or the channel, changed.  pain: failed, dropped on the way there, asked again or
    abandoned, per 100 contacts of everybody; NaN where there was no contact, as at a silent step.
    """

    visits: dict[str, float]
    crossings: dict[Way, float]
    handoff_share: dict[Way, float]
    switch_share: dict[Way, float]
    pain: dict[str, float]


@dataclass(frozen=True)
class Maps:
    """Both designs on one plan of lanes and steps.

    order: touchpoints as they are met.  lanes: departments, NOBODY first.
    """

    subject: Subject
    order: tuple[str, ...]
    lanes: tuple[str, ...]
    first: Flows
    second: Flows

    @property
    def most_painful(self) -> str | None:
        """Where most goes wrong under the first design, counted over people; None where nothing does."""
        total = {code: self.first.visits[code] * pain for code, pain in self.first.pain.items() if pain > 0.0}
        return max(total, key=lambda code: total[code], default=None)


def measure(c: Counted) -> Flows:
    """The flows of one run."""
    run, per = c.run, 100.0 / max(c.count, 1)
    found = places(run)
    contacts = found["contacts"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        pain = np.where(contacts > 0.0, 100.0 * found["defects"].to_numpy() / contacts, np.nan)
    ways = run.names.edges
    crossed = np.maximum(run.edges["traversals"], 1)
    return Flows(
        dict(zip(run.names.touchpoints, (per * run.touchpoints["counted_visits"]).tolist(), strict=True)),
        dict(zip(ways, (per * run.edges["counted"]).tolist(), strict=True)),
        dict(zip(ways, (run.edges["handoffs"] / crossed).tolist(), strict=True)),
        dict(zip(ways, (run.edges["channel_switches"] / crossed).tolist(), strict=True)),
        dict(zip(run.names.touchpoints, pain.tolist(), strict=True)),
    )


def mean(flows: Sequence[Flows]) -> Flows:
    """The mean over replications; what a replication did not have does not count there."""

    def over(name: str) -> dict[object, float]:
        tables = [getattr(one, name) for one in flows]
        found = {}
        for key in tables[0]:
            values = np.array([table[key] for table in tables])
            values = values[np.isfinite(values)]
            found[key] = float(values.mean()) if values.size else float("nan")
        return found

    return Flows(*(over(name) for name in Flows.__dataclass_fields__))  # type: ignore[arg-type]


def change(first: Flows, second: Flows) -> Flows:
    """Second minus first; a way or a step that one of them does not have carries nobody there."""

    def minus(name: str) -> dict[object, float]:
        a, b = getattr(first, name), getattr(second, name)
        return {key: b.get(key, 0.0) - a.get(key, 0.0) for key in [*a, *(k for k in b if k not in a)]}

    return Flows(
        minus("visits"), minus("crossings"),  # type: ignore[arg-type]
        {**first.handoff_share, **second.handoff_share}, {**first.switch_share, **second.switch_share},
        minus("pain"),  # type: ignore[arg-type]
    )  # fmt: skip


def conclude(subject: Subject, pieces: Pieces) -> Maps:
    """The maps of both designs, means over replications."""
    plans = [journey_map(world) for world in subject.worlds]
    order = list(plans[0].order) + [code for code in plans[1].order if code not in plans[0].order]
    met = [owner(subject, code) for code in order]
    lanes = sorted(dict.fromkeys(met), key=lambda lane: lane != NOBODY)
    return Maps(subject, tuple(order), tuple(lanes), mean(pieces[0]), mean(pieces[1]))


def owner(subject: Subject, code: str) -> str:
    """The department of a step as the first design has it."""
    world = next(world for world in subject.worlds if code in world.touchpoints)
    return world.touchpoints[code].owner or NOBODY


def is_silent(world: Scenario, code: str) -> bool:
    """Whether nobody at the company sees this step."""
    return world.touchpoints[code].silent
