"""What can be wrong with the user's own numbers of today: knobs that lead nowhere, measures that do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scenarios.checks import number, part
from scenarios.errors import Finding
from scenarios.paths import Key, PathError, bounds_at, core_type, item_type, resolve
from scenarios.schema import Scenario


def calibrate_findings(data: Any) -> Iterator[Finding]:
    """Findings about the section `calibrate` of plain data."""
    wanted = part(data, "calibrate")
    given = {name for name, value in wanted.items() if value is not None}
    if "conversion_rate" in given and not data.get("converts_at"):
        message = "everybody is a customer here (no converts_at); give resolution_rate instead"
        yield Finding(("calibrate", "conversion_rate"), message, at_key=True)
    if "resolution_rate" in given and data.get("converts_at"):
        message = "people become customers here (converts_at); give conversion_rate instead"
        yield Finding(("calibrate", "resolution_rate"), message, at_key=True)
    knobs: dict[str, str] = {}
    for name in part(wanted, "targets"):
        path: tuple[Key, ...] = ("calibrate", "targets", name)
        if name in given:
            yield Finding(path, f"'{name}' stands in calibrate already; keep one of the two", at_key=True)
        knob = part(wanted, "targets", name).get("knob")
        if not isinstance(knob, str):
            continue
        if problem := _no_number(data, knob):
            yield Finding((*path, "knob"), problem)
            continue
        low, high = bounds_at(Scenario, resolve(Scenario, data, knob))
        for end in ("low", "high"):
            value = number(part(wanted, "targets", name).get(end))
            if value is not None and not low <= value <= high:
                yield Finding((*path, end), f"'{knob}' cannot be {value:g}; it goes from {low:g} to {high:g}")
        if knob in knobs:
            yield Finding(
                (*path, "knob"), f"'{knob}' is already turned for '{knobs[knob]}'; every target needs its own"
            )
        knobs.setdefault(knob, name)


def _no_number(data: Any, knob: str) -> str:
    """Why a knob is no number that can be turned; empty when it is one."""
    try:
        keys = resolve(Scenario, data, knob)
    except PathError as error:
        return str(error)
    kind: Any = Scenario
    value = data
    for key in keys:
        kind = item_type(kind, key)
        value = value.get(key) if isinstance(value, dict) else None
    if core_type(kind) is int:
        return f"'{knob}' counts whole things and cannot be turned by small steps; name a number like a share or a time"
    if core_type(kind) is not float:
        return f"'{knob}' is no number; name a number of the scenario, such as behaviour.experience.quality"
    if "next" in keys or keys[-1] == "share":
        return (
            f"'{knob}' is part of a whole, so that turning it alone would break the sum; name another number"
        )
    if keys[0] in ("calibrate", "clock", "levers", "designs", "presets", "uncertainties"):
        return f"'{knob}' is part of the study, not of today's world"
    return "" if value is None or number(value) is not None else f"'{knob}' holds no number"
