"""Provenance: enough to make the same numbers again. No date and no host, so that equal studies are equal files."""

import json
import platform
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from scenarios.schema import Scenario

DISTRIBUTION = "journeysim"
LIBRARIES = ("mesa", "numpy", "numba", "scipy", "pandas", "pydantic")


def versions() -> dict[str, str]:
    """Versions of Python, of us and of what computes the numbers."""
    return {
        "python": platform.python_version(),
        **{name: _version(name) for name in (DISTRIBUTION, *LIBRARIES)},
    }


def content_hash(value: Any) -> str:
    """First 12 hexadecimal digits of the SHA-256 of the value's canonical JSON."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(text.encode()).hexdigest()[:12]


def scenario_hash(scenario: Scenario) -> str:
    """Hash of a scenario's content, whatever file and order it was written in."""
    return content_hash(scenario.model_dump(mode="json", by_alias=True))


def manifest(
    scenario: Scenario,
    *,
    designs: tuple[str, ...],
    preset: str,
    seed: int,
    replications: int,
    parts: dict[str, Any],
) -> dict[str, Any]:
    """What was compared, from which seeds, with which versions. `id` is a hash of the plan, versions aside."""
    plan = {
        "scenario": scenario.scenario,
        "scenario_hash": scenario_hash(scenario),
        "designs": list(designs),
        "preset": preset,
        "seed": seed,
        "replications": replications,
        "parts": parts,
    }
    return {
        "id": content_hash(plan),
        **plan,
        "versions": versions(),
        "platform": f"{platform.system()} {platform.machine()}",
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
