"""What a report is made of: a comparison, and for its why and for whom the same designs lived through once more."""

import json
import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from experiments import loading
from experiments.causes.grey_areas import MOST as MOST_SEWN
from experiments.comparison import Comparison
from experiments.errors import InputError
from experiments.explanation import REPLICATIONS, Explanation, explain
from experiments.ledger.author import remarks_of
from experiments.ledger.rests import rests_most
from experiments.levers.attribution import EXACT_UP_TO
from experiments.manifest import scenario_hash
from experiments.pairing import BAND_DRAWS, BAND_REPLICATIONS, RETENTION_REPLICATIONS, compare
from experiments.report.moved import Moved, moved
from experiments.views import flows, personas
from experiments.views.flows import Maps
from experiments.views.lived import Taking, lived
from experiments.views.personas import Forest
from experiments.workers import Told
from scenarios import load, overlay
from scenarios.errors import ScenarioError
from scenarios.schema import Scenario

VIEWED, QUICK_VIEWED = 10, 4  # replications of maps and personas
CAUSES = ("blame", "grey", "stories", "levers")
QUICK_CAUSES = ("blame", "stories")
QUICK_REPLICATIONS = 10


@dataclass(frozen=True)
class Evidence:
    """Everything that is shown.

    scenario, causes, maps, forest: None where the scenario of a saved comparison is not to be found as it was; causes,
    or what of them needs feelings, also where nobody feels anything.
    origin: how the scenario is named on a command line.  command: the line that makes the report.
    changes: path -> value of a what-if.  moved: what they change, in words.
    """

    comparison: Comparison
    scenario: Scenario | None
    origin: str
    causes: Explanation | None
    maps: Maps | None
    forest: Forest | None
    command: str
    quick: bool
    changes: Mapping[str, Any] = field(default_factory=dict)
    moved: tuple[Moved, ...] = ()

    @property
    def asked(self) -> str:
        """The scenario with its changes, and the designs, as words of a command line."""
        sets = [
            word for path, value in self.changes.items() for word in ("--set", f"{path}={json.dumps(value)}")
        ]
        return shlex.join([self.origin, *sets, "--designs", *self.comparison.designs])


def gather(
    name: str | os.PathLike[str] | Scenario,
    designs: tuple[str, str] | None = None,
    *,
    replications: int | None = None,
    quick: bool = False,
    seed: int = 1,
    preset: str = "central",
    changes: Mapping[str, Any] | None = None,
    origin: str = "",
    command: str = "",
    workers: int | None = None,
    progress: Told | None = None,
) -> Evidence:
    """Live through what the report of a scenario, or of the folder of a saved comparison, needs.

    name: of a scenario, its file, the folder, or the scenario itself; `origin` then is its name or file.
    replications: of the comparison, 30 when left out (10 when quick).  quick: no levers, grey areas, break-even, band.
    changes: path -> value of a what-if; the report lists them.  For a folder only `quick` counts: it knows the rest.
    Raises InputError, ScenarioError.
    """
    changes = changes or {}
    base: Scenario | None
    if not isinstance(name, Scenario) and Path(name).is_dir():
        comparison = _saved(name)
        base, origin, changes = scenario_of(comparison)
        scenario = None if base is None else _changed(base, changes)
    else:
        base = name if isinstance(name, Scenario) else load(name)
        origin = origin or (base.scenario if isinstance(name, Scenario) else str(name))
        scenario = _changed(base, changes)
        comparison = compare(
            scenario, designs, replications=replications or (QUICK_REPLICATIONS if quick else 30), seed=seed,
            preset=preset, arms=not quick, break_even=not quick, band=not quick, workers=workers, progress=progress,
        )  # fmt: skip
        rests = rests_most(scenario, comparison.designs, preset, remarks_of(scenario, origin))
        comparison = replace(comparison, rests_most_on=rests)
    if base is None or scenario is None:
        return Evidence(comparison, None, origin, None, None, None, command, quick)
    few = min(comparison.replications, REPLICATIONS)
    what = [
        part
        for part in (QUICK_CAUSES if quick else CAUSES)
        if scenario.mechanisms.experience or part == "levers"
    ]
    causes = None if not what else explain(
        scenario, comparison.designs, what=what, replications=few, seed=comparison.seed, preset=comparison.preset,
        workers=workers, progress=progress,
    )  # fmt: skip
    subject, pieces = lived(
        scenario, comparison.designs, {"maps": Taking(flows.measure), "forest": Taking(personas.measure)},
        replications=min(comparison.replications, QUICK_VIEWED if quick else VIEWED), seed=comparison.seed,
        preset=comparison.preset, workers=workers, progress=progress,
    )  # fmt: skip
    return Evidence(
        comparison, scenario, origin, causes, flows.conclude(subject, pieces["maps"]),
        personas.conclude(subject, pieces["forest"]), command, quick, changes, moved(base, changes),
    )  # fmt: skip


def about_runs(scenario: Scenario, designs: tuple[str, str], replications: int, *, quick: bool) -> int:
    """About how many worlds `gather` lives through, the calibration of today's company not counted."""
    few = min(replications, REPLICATIONS)
    if quick:
        return 2 * (replications + few + min(replications, QUICK_VIEWED))
    first, second = (set(overlay.levers_of(scenario, name)) for name in designs)
    levers = len(first ^ second)
    shared = 2**levers if levers <= EXACT_UP_TO else 4 * levers
    compared = (2 if first else 4) * replications
    weaker = 3 * min(replications, RETENTION_REPLICATIONS) * scenario.mechanisms.handoffs
    band = 2 * BAND_DRAWS * BAND_REPLICATIONS * bool(scenario.uncertainties)
    points = scenario.touchpoints
    seams = sum(
        points[code].owner != points[after].owner
        for code in points
        for after in points[code].next
        if after in points
    )
    sewn = min(seams, MOST_SEWN) + 1
    return compared + weaker + band + few * (shared + levers + 2 + sewn) + 2 * min(replications, VIEWED)


def scenario_of(comparison: Comparison) -> tuple[Scenario | None, str, dict[str, Any]]:
    """The scenario a saved comparison was made of, before changes, its name on a command line, and the changes; None
    where no scenario has its content.

    It is looked for where the command that made the comparison had it, else among the built-in ones.
    """
    name, changes = asked(str(comparison.manifest.get("command", "")))
    for place in dict.fromkeys((name or comparison.scenario, comparison.scenario)):
        try:
            base = load(place)
            scenario = _changed(base, changes)
        except ScenarioError:
            continue
        if scenario_hash(scenario) == comparison.manifest["scenario_hash"]:
            return base, place, changes
    return None, name or comparison.scenario, {}


def _saved(folder: str | os.PathLike[str]) -> Comparison:
    found = loading.load(folder)
    if not isinstance(found, Comparison):
        raise InputError(
            f"{folder} holds a sweep, not a comparison; give the folder that journey compare wrote"
        )
    return found


def _changed(base: Scenario, changes: Mapping[str, Any]) -> Scenario:
    return overlay.change(base, dict(changes)) if changes else base


def asked(command: str) -> tuple[str, dict[str, Any]]:
    """The scenario and the changes of a line such as `journey compare NAME --set PATH=VALUE`."""
    from experiments.commands import assigned

    words = shlex.split(command)
    if len(words) < 3 or words[:2] != ["journey", "compare"]:
        return "", {}
    given = tuple(after for word, after in pairwise(words) if word == "--set")
    return words[2], assigned("--set", given) if given else {}
