"""All findings about a scenario's plain data: the schema's, the cross checks', and those of its levers and designs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from scenarios.calibrate_checks import calibrate_findings
from scenarios.checks import cross_findings, items, number, part, reference, unreached
from scenarios.errors import Finding, closest
from scenarios.lens_checks import lens_findings
from scenarios.messages import schema_findings, unknown_key
from scenarios.paths import Key, PathError, fields_of, put
from scenarios.schema import Scenario

STUDY_PARTS: Final = ("levers", "designs", "presets", "uncertainties", "lenses", "improvement")
"""Parts that say how the world may be changed, not what it is."""


def all_findings(data: Any) -> list[Finding]:
    """Everything wrong with a scenario's plain data."""
    if not isinstance(data, Mapping):
        return schema_findings(Scenario, data)
    sections = fields_of(Scenario)
    oversized = _oversized(data)
    if oversized:
        return oversized
    misspelt = _misspelt(data, sections)
    found = [Finding((key,), unknown_key(key, sections, "the scenario"), at_key=True) for key in misspelt]
    # A whole section under a misspelt name is still read, so that one slip does not hide or cause other problems.
    meant = {misspelt.get(key) or str(key): value for key, value in data.items()}
    written = {right: wrong for wrong, right in misspelt.items()}
    world = world_findings(meant)
    for finding in [*world, *unreached(meant), *_study_findings(meant, set(world))]:
        first = finding.path[0] if finding.path else ""
        found.append(
            replace(finding, path=(written.get(str(first), first), *finding.path[1:]) if finding.path else ())
        )
    return list(dict.fromkeys(found))


def _misspelt(data: Mapping[str, Any], sections: Iterable[str]) -> dict[str, str]:
    """Unknown top-level keys that can only mean a section the file lacks: wrong -> right."""
    known = list(sections)
    guesses = {key: closest(key, known) for key in data if key not in known}
    return {key: right for key, right in guesses.items() if right is not None and right not in data}


def world_findings(data: Any) -> list[Finding]:
    """Everything wrong with the world as described, with no lever pulled."""
    return schema_findings(Scenario, data) + cross_findings(data) + list(calibrate_findings(data))


def _oversized(data: Mapping[str, Any]) -> list[Finding]:
    """Sections with more entries than the schema allows; trying out every lever of such a file would take forever."""
    found = []
    for key, value in data.items():
        field = Scenario.model_fields.get(str(key))
        limits = (
            [limit for mark in field.metadata if (limit := getattr(mark, "max_length", None))]
            if field
            else []
        )
        if limits and isinstance(value, Mapping | list) and len(value) > limits[0]:
            message = f"{key} has {len(value):,} entries; at most {limits[0]:,} are allowed"
            found.append(Finding((key,), message, at_key=True))
    return found


def _study_findings(data: dict[str, Any], known: set[Finding]) -> Iterator[Finding]:
    """What goes wrong when levers are pulled one by one or together, and when presets and ranges are applied."""
    world = {key: value for key, value in data.items() if key not in STUDY_PARTS}
    world["designs"] = {"base": {"title": "base", "lens": "functional"}}
    known = known | set(world_findings(world))
    alone: dict[str, list[Finding]] = {}
    for name in part(data, "levers"):
        path = ("levers", name, "changes")
        alone[name] = list(_after(world, part(data, *path), path, known))
        yield from alone[name]
    for name in part(data, "presets"):
        yield from _after(world, part(data, "presets", name), ("presets", name), known)
    for end in ("low", "high"):
        ranges = {path: part(data, "uncertainties", path).get(end) for path in part(data, "uncertainties")}
        numbers = {path: value for path, value in ranges.items() if number(value) is not None}
        yield from _after(world, numbers, ("uncertainties",), known, tail=(end,))
    yield from lens_findings(data)
    for name in part(data, "improvement", "purchases"):
        place = ("improvement", "purchases", name, "changes")
        yield from _after(world, part(data, *place), place, known)
    messages = {name: {finding.message for finding in found} for name, found in alone.items()}
    for name in part(data, "designs"):
        yield from _design_findings(data, name, world, known, messages)


def _design_findings(
    data: dict[str, Any], name: str, world: dict[str, Any], known: set[Finding], alone: Mapping[str, set[str]]
) -> Iterator[Finding]:
    """Unknown levers of a design, levers that get in each other's way, and what goes wrong only with all of them.

    Args:
        data: plain data of the scenario.
        name: the design.
        world: the data without levers and designs.
        known: findings that are there with no lever pulled.
        alone: lever -> messages that come up when it is pulled alone.
    """
    path: tuple[Key, ...] = ("designs", name, "levers")
    levers = part(data, "levers")
    written = items(data, "designs", name, "levers")
    for index, lever in enumerate(written):
        yield from reference((*path, index), "lever", lever, levers)
    everything = part(data, "designs", name).get("levers") == "all"
    pulled = [lever for lever in levers if everything or lever in written]
    clashes = list(_clashes(levers, pulled))
    yield from clashes
    if clashes or len(pulled) < 2:
        return
    changes: dict[str, Any] = {}
    reported: set[str] = set()
    for lever in pulled:
        changes |= part(levers, lever, "changes")
        reported |= alone[lever]
    for finding in _after(world, changes, (), known):
        if finding.message not in reported:
            yield Finding(path, f"with all these levers: {finding.message}", at_key=True)


def _clashes(levers: Mapping[str, Any], pulled: list[str]) -> Iterator[Finding]:
    """Two levers of one design that change the same thing could not be told apart by their effects."""
    seen: dict[str, str] = {}
    for lever in pulled:
        for path in part(levers, lever, "changes"):
            for other, owner in seen.items():
                if owner != lever and _overlap(path, other):
                    message = (
                        f"levers '{owner}' and '{lever}' both change '{other}'; let only one of them do it"
                    )
                    yield Finding(("levers", lever, "changes", path), message, at_key=True)
            seen[path] = lever


def _overlap(one: str, other: str) -> bool:
    return one == other or one.startswith(other + ".") or other.startswith(one + ".")


def _after(
    world: dict[str, Any],
    changes: Mapping[str, Any],
    where: tuple[Key, ...],
    known: Iterable[Finding],
    tail: tuple[Key, ...] = (),
) -> Iterator[Finding]:
    """Findings that appear once some changes are made, placed at the change that brings them.

    Args:
        world: plain data before the changes.
        changes: dotted path -> value.
        where: path, in the file, of the mapping that holds the changes.
        known: findings that were there before.
        tail: keys between a change's path and its value in the file.
    """
    keys: dict[str, tuple[str, ...]] = {}
    for path, value in changes.items():
        if path.split(".")[0] in STUDY_PARTS:
            yield Finding(
                (*where, path),
                f"path '{path}' cannot be changed here; change the world, not the study",
                at_key=True,
            )
            continue
        try:
            world = put(Scenario, world, path, value)
        except PathError as error:
            yield Finding((*where, path), str(error), at_key=True)
        else:
            keys[path] = tuple(path.split("."))
    if not keys:
        return
    before = set(known)
    for finding in world_findings(world):
        if finding not in before:
            yield _placed(finding, keys, where, tail)


def _placed(
    finding: Finding, keys: Mapping[str, tuple[str, ...]], where: tuple[Key, ...], tail: tuple[Key, ...]
) -> Finding:
    """The finding at the change that touches the same part of the scenario, else at all the changes."""
    spot = tuple(str(key) for key in finding.path)
    for path, parts in keys.items():
        if spot[: len(parts)] == parts:
            return Finding(
                (*where, path, *tail, *finding.path[len(parts) :]), finding.message, finding.at_key
            )
    for path, parts in keys.items():
        if parts[: len(spot)] == spot:
            return Finding((*where, path), finding.message, at_key=True)
    return Finding(where, f"with these changes: {finding.message}" if where else finding.message, at_key=True)
