"""Where rankings are kept: beside the built-in scenario, or in the user's cache, under a hash of all they depend on.

Only effects are kept, by path. Words, tags and sources are read from the scenario again, so they cannot go stale.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import platformdirs

from experiments.kpis import kpis_of
from experiments.ledger.plan import Plan, plan
from experiments.ledger.result import Effect, Ledger
from experiments.plain import plain
from experiments.results import write_whole
from scenarios.remarks import Remark
from scenarios.schema import Scenario
from sim.compiled import source_hash

DIGITS = 4


def shipped_path(name: str) -> Path:
    """The file of rankings that ships with a built-in scenario."""
    import scenarios

    return Path(scenarios.__file__).parent / "library" / f"{name}.evidence.json"


def _cache_path(key: str) -> Path:
    """Below the hash of the rules: another engine may rank otherwise."""
    return platformdirs.user_cache_path("journeysim") / "evidence" / source_hash() / f"{key}.json"


def known(
    scenario: Scenario, designs: tuple[str, str], preset: str, remarks: Mapping[str, Remark] | None = None
) -> Ledger | None:
    """The ranking of a comparison where it was made before; None where it was not, or cannot be read."""
    ledger = shipped(scenario, designs, preset, remarks)
    if ledger is not None:
        return ledger
    found = plan(scenario, designs, preset, remarks)
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        data = json.loads(_cache_path(found.key).read_text(encoding="utf-8"))
        return _ledger(data, scenario, designs, preset, found)
    return None


def shipped(
    scenario: Scenario, designs: tuple[str, str], preset: str, remarks: Mapping[str, Remark] | None = None
) -> Ledger | None:
    """The ranking that ships with a built-in scenario; None where it has changed since, or none does."""
    path = shipped_path(scenario.scenario)
    if not path.exists():
        return None
    found = plan(scenario, designs, preset, remarks)
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        data = json.loads(path.read_text(encoding="utf-8"))[found.key]
        return _ledger(data, scenario, designs, preset, found)
    return None


def remember(ledger: Ledger) -> None:
    """Keep a ranking in the user's cache; a quick one never takes the place of a whole one."""
    path = _cache_path(ledger.key)
    with suppress(OSError, ValueError, AttributeError):
        if ledger.quick and path.exists() and not json.loads(path.read_text(encoding="utf-8")).get("quick"):
            return
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(_as_data(ledger)).encode())


def ship(name: str, ledgers: Iterable[Ledger]) -> Path:
    """Write the rankings that ship with a built-in scenario, one assumption a line."""
    entries = [f'"{ledger.key}": {_text(_as_data(ledger))}' for ledger in ledgers]
    path = shipped_path(name)
    write_whole(path, ("{\n" + ",\n".join(entries) + "\n}\n").encode())
    return path


def _text(data: dict[str, Any]) -> str:
    effects = data.pop("effects")
    lines = [f"  {json.dumps(path)}: {json.dumps(effect)}" for path, effect in effects.items()]
    head = ", ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in data.items())
    return "{" + head + ',\n "effects": {\n' + ",\n".join(lines) + "\n }}"


def _as_data(ledger: Ledger) -> dict[str, Any]:
    """Effects as lists in the order of `measures`: low, high and noise of each assumption."""
    names = [kpi.name for kpi in kpis_of(ledger.scenario)]
    data = {
        "seed": ledger.seed,
        "quick": ledger.quick,
        "leading": ledger.leading,
        "measures": names,
        "difference": [_rounded(ledger.difference[name]) for name in names],
        "effects": {
            path: {
                "replications": ledger.replications[path],
                **{part: [_rounded(getattr(e, part)) for e in effects] for part in ("low", "high", "noise")},
            }
            for path, effects in ledger.effects.items()
        },
    }
    result: dict[str, Any] = plain(data)
    return result


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def _ledger(
    data: dict[str, Any], scenario: Scenario, designs: tuple[str, str], preset: str, found: Plan
) -> Ledger:
    """The Ledger of plain data. Raises KeyError, TypeError or ValueError for anything else."""
    names = [kpi.name for kpi in kpis_of(scenario)]
    places = [data["measures"].index(name) for name in names]

    def column(values: list[float | None]) -> list[float]:
        return [float("nan") if values[k] is None else float(values[k]) for k in places]

    def effects(row: dict[str, Any]) -> tuple[Effect, ...]:
        return tuple(map(Effect, *(column(row[part]) for part in ("low", "high", "noise"))))

    paths = [a.path for a in found.varied if a.path in data["effects"]]
    return Ledger(
        scenario=scenario,
        designs=designs,
        preset=preset,
        seed=int(data["seed"]),
        quick=bool(data["quick"]),
        leading=str(data["leading"]),
        assumptions=found.varied,
        without_range=found.without_range,
        difference=dict(zip(names, column(data["difference"]), strict=True)),
        effects={path: effects(data["effects"][path]) for path in paths},
        replications={path: int(data["effects"][path]["replications"]) for path in paths},
        key=found.key,
    )
