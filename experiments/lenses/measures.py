"""What money can buy, place by place, and what a world looks like once some of it is bought."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from experiments.errors import InputError
from scenarios import overlay
from scenarios.lenses import Price, Purchase
from scenarios.network import Way, seams, written_edge
from scenarios.schema import Scenario


@dataclass(frozen=True)
class Measure:
    """One thing to buy. Its effect on the gap it closes is reach * (1 - exp(-euros / eur_per_year)).

    code: name.  kind: quality, seam, needs or purchase.  at: touchpoint, or way such as `07>08`.
    """

    code: str
    title: str
    kind: str
    at: str
    eur_per_year: float
    reach: float
    changes: Mapping[str, Any]

    def effect(self, euros: float) -> float:
        """Share of the whole gap closed by so many euros a year."""
        return self.reach * -math.expm1(-euros / self.eur_per_year)


def measures_of(world: Scenario) -> list[Measure]:
    """Everything that can be bought in a world (design applied): own purchases, contacts, seams, silent needs.

    A purchase that changes the same value as one of the others takes its place.
    """
    own = [_own(world, code, purchase) for code, purchase in world.improvement.purchases.items()]
    taken = {path for measure in own for path in measure.changes}
    general = [*_qualities(world), *_seams(world), *_needs(world)]
    return own + [measure for measure in general if not taken & set(measure.changes)]


def _own(world: Scenario, code: str, purchase: Purchase) -> Measure:
    for path, value in purchase.changes.items():
        if _kind(overlay.get(world, path)) != _kind(value) or _kind(value) is None:
            raise InputError(
                f"improvement.purchases.{code}: '{path}' must change a number into a number, or shares into shares"
            )
    return Measure(
        code, purchase.title, "purchase", purchase.at, purchase.eur_per_year, 1.0, dict(purchase.changes)
    )


def _kind(value: object) -> str | None:
    if isinstance(value, Mapping):
        return "shares"
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else None


def _priced(kind: str, at: str, title: str, price: Price, changes: dict[str, Any]) -> Measure:
    return Measure(f"{kind} {at}", title, kind, at, price.eur_per_year, price.reach, changes)


def _qualities(world: Scenario) -> list[Measure]:
    price = world.improvement.quality
    return [
        _priced(
            "quality", code, f"better contacts: {point.name}", price, {f"touchpoints.{code}.quality": 1.0}
        )
        for code, point in world.touchpoints.items()
        if not point.silent and point.channel and world.channels[point.channel].customer_facing
    ]


def _seams(world: Scenario) -> list[Measure]:
    """Ways on which a case may change hands and lose something."""
    found = []
    for seam in seams(world):
        if sewn(world, seam.way, 1.0) != sewn(world, seam.way, 0.0):
            at = ">".join(seam.way)
            title = f"sewn: {', '.join(seam.gives)} to {seam.takes}"
            found.append(_priced("seam", at, title, world.improvement.seam, {f"edges.{at}": None}))
    return found


def _needs(world: Scenario) -> list[Measure]:
    return [
        _priced(
            "needs", code, f"needs met unasked: {point.name}", world.improvement.needs,
            {f"touchpoints.{code}.needs.coverage": 1.0},
        )
        for code, point in world.touchpoints.items()
        if point.needs is not None and point.needs.coverage < 1.0
    ]  # fmt: skip


def sewn(world: Scenario, way: Way, effect: float) -> dict[str, Any]:
    """A way, as it would stand in a file, with that share of its losses gone."""
    edge, general = written_edge(world, way), world.handoffs
    retention = general.retention if edge is None or edge.retention is None else edge.retention
    drop = (
        general.drop_probability if edge is None or edge.drop_probability is None else edge.drop_probability
    )
    plain = {"from": way[0], "to": way[1]} if edge is None else edge.model_dump(mode="python", by_alias=True)
    delay = 0.0 if edge is None else edge.delay_days
    return plain | {
        "retention": retention + effect * (1.0 - retention),
        "drop_probability": drop * (1.0 - effect),
        "delay_days": delay * (1.0 - effect),
    }


def bought(world: Scenario, measures: list[Measure], euros: Mapping[str, float]) -> dict[str, Any]:
    """Changes that so many euros a year make to a world: dotted path -> value, as `worlds.changed` takes them.

    euros: by the code of the measure; what is not named is not bought.
    """
    sewn_ways: dict[Way, dict[str, Any]] = {}
    changes: dict[str, Any] = {}
    for measure in measures:
        effect = measure.effect(euros.get(measure.code, 0.0))
        if effect <= 0.0:
            continue
        if measure.kind == "seam":
            start, _, end = measure.at.partition(">")
            sewn_ways[start, end] = sewn(world, (start, end), effect)
            continue
        for path, full in measure.changes.items():
            changes[path] = _between(_now(world, path), full, effect)
    if not sewn_ways:
        return changes
    plain = [edge.model_dump(mode="python", by_alias=True) for edge in world.edges]
    kept = [edge for edge in plain if (edge["from"], edge["to"]) not in sewn_ways]
    return {"edges": [*kept, *sewn_ways.values()], **changes}


def _now(world: Scenario, path: str) -> Any:
    """Today's value; a touchpoint without a quality of its own has the ordinary one."""
    value = overlay.get(world, path)
    return world.behaviour.experience.quality if value is None and path.endswith(".quality") else value


def _between(now: Any, full: Any, effect: float) -> Any:
    """The way from today's number or shares to those of the whole purchase."""
    if isinstance(full, Mapping):
        targets = [*now, *(target for target in full if target not in now)]
        shares = {
            target: now.get(target, 0.0) + effect * (full.get(target, 0.0) - now.get(target, 0.0))
            for target in targets
        }
        shares[max(shares, key=shares.__getitem__)] += 1.0 - math.fsum(shares.values())  # rounding
        return shares
    return now + effect * (full - now)
