"""All findings about one scenario's plain data: the schema's, the cross checks', and those of its levers and designs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from scenarios.checks import cross_findings, items, part, unknown
from scenarios.errors import Finding
from scenarios.messages import schema_findings
from scenarios.paths import Key, PathError, put
from scenarios.schema import Scenario

STUDY_PARTS: Final = ("levers", "designs", "presets", "uncertainties")
"""Parts that say how the world may be changed, not what it is."""


def all_findings(data: Any) -> list[Finding]:
    """Everything wrong with a scenario's plain data."""
    found = world_findings(data)
    if isinstance(data, Mapping):
        found += _study_findings(dict(data), set(found))
    return list(dict.fromkeys(found))


def world_findings(data: Any) -> list[Finding]:
    """Everything wrong with the world as described, with no lever pulled."""
    return schema_findings(Scenario, data) + cross_findings(data)


def _study_findings(data: dict[str, Any], known: set[Finding]) -> Iterator[Finding]:
    """What goes wrong when levers are pulled one by one or together, and when presets and ranges are applied."""
    world = {key: value for key, value in data.items() if key not in STUDY_PARTS}
    world["designs"] = {"base": {"title": "base", "lens": "functional"}}
    known = known | set(world_findings(world))
    for name in part(data, "levers"):
        yield from _after(world, part(data, "levers", name, "changes"), ("levers", name, "changes"), known)
    for name in part(data, "presets"):
        yield from _after(world, part(data, "presets", name), ("presets", name), known)
    for end in ("low", "high"):
        ranges = {path: part(data, "uncertainties", path).get(end) for path in part(data, "uncertainties")}
        numbers = {path: value for path, value in ranges.items() if isinstance(value, int | float)}
        yield from _after(world, numbers, ("uncertainties",), known, tail=(end,))
    yield from _designs(data, world, known)


def _designs(data: dict[str, Any], world: dict[str, Any], known: set[Finding]) -> Iterator[Finding]:
    levers = part(data, "levers")
    for name in part(data, "designs"):
        path = ("designs", name, "levers")
        written = items(data, "designs", name, "levers")
        for index, lever in enumerate(written):
            if isinstance(lever, str) and lever not in levers:
                yield Finding((*path, index), unknown("lever", lever, levers))
        everything = part(data, "designs", name).get("levers") == "all"
        pulled = [lever for lever in levers if everything or lever in written]
        clashes = list(_clashes(levers, pulled))
        yield from clashes
        if not clashes and len(pulled) > 1:
            yield from _together(levers, pulled, world, known, path)


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


def _together(
    levers: Mapping[str, Any],
    pulled: list[str],
    world: dict[str, Any],
    known: set[Finding],
    path: tuple[Key, ...],
) -> Iterator[Finding]:
    """What goes wrong only when a design's levers are pulled together."""
    alone: set[str] = set()
    changes: dict[str, Any] = {}
    for lever in pulled:
        own = part(levers, lever, "changes")
        alone |= {finding.message for finding in _after(world, own, (), known)}
        changes |= own
    for finding in _after(world, changes, (), known):
        if finding.message not in alone:
            yield Finding(path, f"with all these levers: {finding.message}", at_key=True)


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
    return Finding(where, finding.message, at_key=True)
