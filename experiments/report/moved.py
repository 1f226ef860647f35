"""What a what-if moves against the scenario it was made of, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scenarios import overlay
from scenarios.errors import ScenarioError
from scenarios.schema import Scenario


@dataclass(frozen=True)
class Moved:
    """One value: whose it is, what it was, what it is. Empty where there is none."""

    name: str
    before: str
    after: str


def moved(base: Scenario, changes: Mapping[str, Any]) -> tuple[Moved, ...]:
    """Every value that changes (path -> value) move, those of levers and designs under their titles."""
    return tuple(row for path, value in changes.items() for row in _rows(base, path, value))


def _rows(base: Scenario, path: str, value: Any) -> Iterator[Moved]:
    kind, _, rest = path.partition(".")
    code, _, inside = rest.partition(".")
    if kind == "levers" and code in base.levers and inside.split(".")[0] == "changes":
        lever, at = base.levers[code], inside.removeprefix("changes").removeprefix(".")
        levels = {at: value} if at else value
        for place, level in levels.items():
            if (own := lever.changes.get(place)) != level:
                yield Moved(f"{lever.title}: {place}", _words(own), _words(level))
    elif kind == "levers" and not inside and isinstance(value, Mapping):
        for place, level in value.get("changes", {}).items():
            yield Moved(f"{value['title']}: {place}", _words(_now(base, place)), _words(level))
    elif kind == "designs" and not inside and isinstance(value, Mapping):
        yield Moved(f"{value['title']}: levers", "", _words(value.get("levers", [])))
    elif kind == "designs" and inside == "levers" and value == list(base.levers):
        if base.designs[code].levers not in ("all", value):
            yield Moved(f"{base.designs[code].title}: levers", _words(_now(base, path)), _words(value))
    elif (own := _now(base, path)) != value:
        yield Moved(path, _words(own), _words(value))


def _now(base: Scenario, path: str) -> Any:
    try:
        return overlay.get(base, path)
    except ScenarioError:
        return None


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_words(part)}" for name, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_words(part) for part in value) or "none"
    return str(value)
