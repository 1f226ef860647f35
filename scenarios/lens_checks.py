"""Whether lenses speak of what is there: touchpoints, departments, channels, labels and ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scenarios.checks import items, part, reference, unknown
from scenarios.errors import Finding
from scenarios.lenses import NAMES


def lens_findings(data: dict[str, Any]) -> Iterator[Finding]:
    """Everything wrong with the lenses of a scenario, with what can be bought, and with the lens of each design."""
    lenses = part(data, "lenses")
    known = [*NAMES, *(name for name in lenses if name not in NAMES)]
    for name in part(data, "designs"):
        lens = part(data, "designs", name).get("lens")
        yield from reference(("designs", name, "lens"), "lens", lens, known)
    touchpoints = part(data, "touchpoints")
    ways = [f"{code}>{target}" for code in touchpoints for target in part(touchpoints, code, "next")]
    sections = {
        "touchpoints": touchpoints,
        "owners": part(data, "owners"),
        "channels": part(data, "channels"),
    }
    for name in lenses:
        for key, there in sections.items():
            for index, entry in enumerate(items(data, "lenses", name, "sees", key)):
                path = ("lenses", name, "sees", key, index)
                yield from reference(path, key.removesuffix("s"), entry, there)
        for index, way in enumerate(items(data, "lenses", name, "sees_edges")):
            yield from reference(("lenses", name, "sees_edges", index), "way", way, ways)
    for name in part(data, "improvement", "purchases"):
        place = part(data, "improvement", "purchases", name).get("at")
        if isinstance(place, str) and place not in touchpoints and place not in ways:
            known_places = ways if ">" in place else touchpoints
            yield Finding(("improvement", "purchases", name, "at"), unknown("place", place, known_places))
