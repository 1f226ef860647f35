"""How far a number is varied: its own range where the scenario gives one, else by a stated rule.

A number is divided and multiplied by a factor. What a company can count in its own house (facts, and whatever belongs
to a touchpoint, a team or an edge) gets 1.25; everything else by its evidence: V and V2 1.25, M and D 1.5, A 2. A share
(a number that must lie between 0 and 1) has its odds divided and multiplied instead, so that neither end leaves the
scale. Both ends are held within the bounds of the field; whole numbers move by at least one step. Nought, and a share
of one, get no range: nothing says how large they would be if they were not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from pydantic.fields import FieldInfo

from scenarios.paths import core_type, field_at
from scenarios.schema import Scenario

COUNTED = 1.25
FACTORS = {"V": 1.25, "V2": 1.25, "M": 1.5, "D": 1.5, "A": 2.0}
STEPS = {"network.neighbours": 2}  # some kinds of networks need an even number
COUNTED_PARTS = ("touchpoints", "teams", "edges")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a field allows. step: of a whole number, else 0."""

    low: float
    high: float
    step: int

    @property
    def is_share(self) -> bool:
        return (self.low, self.high, self.step) == (0.0, 1.0, 0)


def factor_of(path: str, kind: str, evidence: str) -> float:
    """By how much a number is divided and multiplied."""
    counted = kind == "fact" or (path.split(".")[0] in COUNTED_PARTS and kind != "uncertainty")
    return COUNTED if counted else FACTORS[evidence]


def ends(value: float, factor: float, bounds: Bounds) -> tuple[float | None, float | None]:
    """The value at both ends of its range; None where it cannot move that way."""
    if value == 0.0 or (bounds.is_share and value >= 1.0):
        return None, None
    return tuple(_held(value, _moved(value, f, bounds), bounds) for f in (1.0 / factor, factor))  # type: ignore[return-value]


def _moved(value: float, factor: float, bounds: Bounds) -> float:
    if bounds.is_share:
        return factor * value / (1.0 - value + factor * value)
    return value * factor if value > 0.0 else value / factor


def _held(value: float, end: float, bounds: Bounds) -> float | None:
    """The end within the bounds and on the grid; None when it comes back to the value."""
    if bounds.step:
        steps = max(round(abs(end - value) / bounds.step), 1)
        end = value + math.copysign(steps * bounds.step, end - value)
    end = min(max(end, bounds.low), bounds.high)
    end = round(end) if bounds.step else float(f"{end:.6g}")
    return None if end == value else end


def bounds_at(path: str) -> Bounds:
    """What the schema allows at a dotted path; no bounds for items of a mapping."""
    field = field_at(Scenario, tuple(path.split(".")))
    if field is None:
        return Bounds(-math.inf, math.inf, 0)
    limits = limits_of(field)
    whole = core_type(field.annotation) is int
    step = STEPS.get(path, int(limits.get("multiple_of", 1))) if whole else 0
    low = max(limits.get("ge", -math.inf), limits.get("gt", -math.inf))
    return Bounds(float(low), float(min(limits.get("le", math.inf), limits.get("lt", math.inf))), step)


def limits_of(field: FieldInfo) -> dict[str, Any]:
    """ge, gt, le, lt and multiple_of of a field, those inside its type too."""
    found: list[Any] = list(field.metadata)
    annotation = field.annotation
    for part in (annotation, *getattr(annotation, "__args__", ())):
        for inner in getattr(part, "__metadata__", ()):
            found += list(inner.metadata) if isinstance(inner, FieldInfo) else [inner]
    names = ("ge", "gt", "le", "lt", "multiple_of")
    return {n: getattr(limit, n) for limit in found for n in names if getattr(limit, n, None) is not None}
