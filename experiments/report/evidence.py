"""What a report is made of: a comparison, and for its why and for whom the same designs lived through once more."""

import os
import shlex
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from experiments import loading
from experiments.comparison import Comparison
from experiments.errors import InputError
from experiments.explanation import REPLICATIONS, Explanation, explain
from experiments.ledger.author import remarks_of
from experiments.ledger.rests import rests_most
from experiments.manifest import scenario_hash
from experiments.pairing import compare
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
    """

    comparison: Comparison
    scenario: Scenario | None
    origin: str
    causes: Explanation | None
    maps: Maps | None
    forest: Forest | None
    command: str
    quick: bool


def gather(
    name: str | os.PathLike[str],
    designs: tuple[str, str] | None = None,
    *,
    replications: int | None = None,
    quick: bool = False,
    seed: int = 1,
    preset: str = "central",
    changes: dict[str, object] | None = None,
    command: str = "",
    workers: int | None = None,
    progress: Told | None = None,
) -> Evidence:
    """Live through what the report of a scenario, or of the folder of a saved comparison, needs.

    replications: of the comparison, 30 when left out (10 when quick).  quick: no levers, grey areas, break-even, band.
    changes: path -> value.  For a folder only `quick` counts: it knows the rest itself.
    Raises InputError, ScenarioError.
    """
    if Path(name).is_dir():
        comparison = loading.load(name)
        if not isinstance(comparison, Comparison):
            raise InputError(
                f"{name} holds a sweep, not a comparison; give the folder that journey compare wrote"
            )
        scenario, origin = scenario_of(comparison)
    else:
        origin = str(name)
        scenario = load(name)
        if changes:
            scenario = overlay.change(scenario, changes)
        comparison = compare(
            scenario, designs, replications=replications or (QUICK_REPLICATIONS if quick else 30), seed=seed,
            preset=preset, arms=not quick, break_even=not quick, band=not quick, workers=workers, progress=progress,
        )  # fmt: skip
        rests = rests_most(scenario, comparison.designs, preset, remarks_of(scenario, name))
        comparison = replace(comparison, rests_most_on=rests)
    if scenario is None:
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
        personas.conclude(subject, pieces["forest"]), command, quick,
    )  # fmt: skip


def scenario_of(comparison: Comparison) -> tuple[Scenario | None, str]:
    """The scenario a saved comparison was made of, and its name on a command line; None where none has its content.

    It is looked for where the command that made the comparison had it, else among the built-in ones.
    """
    name, changes = asked(str(comparison.manifest.get("command", "")))
    for place in dict.fromkeys((name or comparison.scenario, comparison.scenario)):
        try:
            scenario = load(place)
            if changes:
                scenario = overlay.change(scenario, changes)
        except ScenarioError:
            continue
        if scenario_hash(scenario) == comparison.manifest["scenario_hash"]:
            return scenario, place
    return None, name or comparison.scenario


def asked(command: str) -> tuple[str, dict[str, object]]:
    """The scenario and the changes of a line such as `journey compare NAME --set PATH=VALUE`."""
    from experiments.commands import assigned

    words = shlex.split(command)
    if len(words) < 3 or words[:2] != ["journey", "compare"]:
        return "", {}
    given = tuple(after for word, after in pairwise(words) if word == "--set")
    return words[2], assigned("--set", given) if given else {}
