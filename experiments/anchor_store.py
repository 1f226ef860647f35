"""Where solved intercepts and knobs are kept: beside the built-in scenario, or in the user's cache."""

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from math import nan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from experiments.manifest import content_hash
from experiments.plain import plain
from scenarios.schema import Scenario
from sim.compiled import source_hash
from sim.intercepts import Intercepts

if TYPE_CHECKING:
    from experiments.anchors import Anchored

IRRELEVANT: Any = {
    **dict.fromkeys((
        "scenario", "title", "story", "notes", "levers", "designs", "presets", "uncertainties", "lenses", "improvement",
    ), True),
    "touchpoints": {"__all__": {"stages": {"step"}}},
}  # fmt: skip
SOLVER = ("anchors.py", "intercept_search.py", "knob_search.py", "knobs.py", "kpis.py")
DIGITS = 9


def key_of(world: Scenario) -> str:
    """Hash of everything in a world that its solution depends on: not its words, nor the designs it could have."""
    return content_hash(world.model_dump(mode="json", by_alias=True, exclude=IRRELEVANT))


def shipped_path(name: str) -> Path:
    """The file of solved intercepts that ships with a built-in scenario."""
    import scenarios

    return Path(scenarios.__file__).parent / "library" / f"{name}.intercepts.json"


@cache
def _solver_hash() -> str:
    """Hash of the files that say what is measured and how it is solved."""
    digest = hashlib.blake2b(digest_size=4)
    for name in SOLVER:
        digest.update(Path(__file__).with_name(name).read_bytes())
    return digest.hexdigest()


def _cache_path(key: str) -> Path:
    """Below the hashes of rules and solver: another engine, or another measure, may need another solution."""
    folder = platformdirs.user_cache_path("journeysim") / "intercepts"
    return folder / f"{source_hash()}-{_solver_hash()}" / f"{key}.json"


def shipped(name: str) -> dict[str, Any]:
    """All solutions that ship with a built-in scenario, by key; none for a scenario of one's own."""
    path = shipped_path(name)
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def ship(name: str, solutions: dict[str, dict[str, Any]]) -> Path:
    """Write the solutions that ship with a built-in scenario."""
    path = shipped_path(name)
    _replace(path, json.dumps(solutions, indent=1, ensure_ascii=False) + "\n")
    return path


def read(name: str, key: str) -> dict[str, Any] | None:
    """What was solved for this key, or None. An unreadable file counts as none: it is solved again."""
    try:
        if key in (known := shipped(name)):
            return dict(known[key])
        data = json.loads(_cache_path(key).read_text(encoding="utf-8"))
        from_data(data)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return dict(data)


def remember(key: str, data: dict[str, Any]) -> None:
    """Keep a solution in the user's cache; a cache that cannot be written costs time, never a run."""
    path = _cache_path(key)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, json.dumps(data, indent=1))


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(path)


def as_data(anchored: "Anchored") -> dict[str, Any]:
    """An Anchored as plain data (numbers rounded: a solution is not known to the last bit)."""
    intercepts = asdict(anchored.intercepts)
    intercepts["edge"] = {name: round(value, DIGITS) for name, value in intercepts["edge"].items()}
    for name in ("baseline_per_day", "advocacy", "rating", "reviews_per_day"):
        if intercepts[name] is not None:
            intercepts[name] = float(f"{intercepts[name]:.{DIGITS}g}")
    return {
        "intercepts": intercepts,
        "knobs": {name: float(f"{value:.{DIGITS}g}") for name, value in anchored.knobs.items()},
        "targets": [
            plain({k: round(v, DIGITS) if isinstance(v, float) else v for k, v in asdict(target).items()})
            for target in anchored.targets
        ],
        "unmet": list(anchored.unmet),
    }


def from_data(data: dict[str, Any]) -> "Anchored":
    """The Anchored of plain data. Raises TypeError, KeyError or ValueError for anything else."""
    from experiments.anchors import Anchored
    from experiments.targets import Target

    fields = dict(data["intercepts"])
    fields["edge"] = {str(name): float(value) for name, value in fields["edge"].items()}
    fields["never_leaves"] = tuple(fields["never_leaves"])
    return Anchored(
        intercepts=Intercepts(**fields),
        targets=tuple(Target(**_numbers(target)) for target in data["targets"]),
        unmet=tuple(data["unmet"]),
        knobs={str(name): float(value) for name, value in data["knobs"].items()},
    )


def _numbers(target: dict[str, Any]) -> dict[str, Any]:
    """What could not be measured was written as nothing."""
    return target | {name: nan for name in ("reached", "standard_error") if target[name] is None}
