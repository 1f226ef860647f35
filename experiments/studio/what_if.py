"""A what-if: a scenario with some levels, switches, staff, personas and coefficients moved, itself a scenario.

Nothing is computed here that `journey compare` could not: what is moved becomes levers and designs of an ordinary
scenario, today's company (its first design) stays as it was calibrated, and the page compares two of its designs.
"""

import json
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from experiments import worlds
from experiments.errors import unknown
from experiments.ledger.levels import resolved
from experiments.studio.texts import TEXTS
from experiments.study.levels import at_share
from scenarios import overlay
from scenarios.schema import Scenario

OWN = (
    "what_if_first",
    "what_if",
)  # names of the designs of the two sides, where they differ from the scenario's
BOTH = "what_if_everywhere"
REPLICATIONS = (4, 10, 30, 100)
SERVERS = "teams.{}.servers"


@dataclass(frozen=True)
class WhatIf:
    """What is moved, against a scenario.

    scenario: the name it is known by here.  designs: the two compared.  levels: lever -> share of its level, 0 to 1.
    pulled: levers of the second design; its own when None.  servers: for each of the two designs, team -> people.
    mix: persona -> weight, normalised to shares; the scenario's own shares when empty.  values: dotted path -> value of
    an uncertain coefficient, in both designs.  replications: how far the page refines.
    """

    scenario: str
    designs: tuple[str, str]
    preset: str = "central"
    seed: int = 1
    replications: int = 10
    levels: Mapping[str, float] = field(default_factory=dict)
    pulled: tuple[str, ...] | None = None
    servers: tuple[Mapping[str, int], Mapping[str, int]] = ({}, {})
    mix: Mapping[str, float] = field(default_factory=dict)
    values: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Built:
    """A what-if as a scenario.

    scenario: with its levers and designs.  designs: the two to compare.  changes: dotted path -> value, what was
    changed in the original.
    """

    scenario: Scenario
    designs: tuple[str, str]
    changes: dict[str, Any]

    def title(self, side: int) -> str:
        """The title of one of the two designs."""
        return self.scenario.designs[self.designs[side]].title


def build(base: Scenario, what_if: WhatIf) -> Built:
    """The what-if as a scenario.

    Raises InputError for an unknown design, preset or lever, ScenarioError where the result is no valid scenario.
    """
    worlds.known_designs(base, what_if.designs)
    worlds.known_preset(base, what_if.preset)
    for code in (*what_if.levels, *(what_if.pulled or ())):
        if code not in base.levers:
            raise unknown("lever", code, base.levers)
    everywhere = _everywhere(base, what_if)
    changes: dict[str, Any] = _moved_presets(base, what_if, everywhere)
    for code, share in what_if.levels.items():
        changes |= resolved(base, at_share(base, code, share))
    if everywhere:
        changes[f"levers.{BOTH}"] = _lever(TEXTS.lever_everywhere, everywhere)
    designs = tuple(_side(base, what_if, side, bool(everywhere), changes) for side in (0, 1))
    if any(path.startswith("levers.what_if") for path in changes):
        changes |= _spelled_out(base)
    scenario = overlay.change(base, changes) if changes else base
    return Built(scenario, (designs[0], designs[1]), changes)


def pulled_of(base: Scenario, what_if: WhatIf, side: int) -> list[str]:
    """Names of the levers pulled in one of the two designs, in the scenario's order."""
    own = overlay.levers_of(base, what_if.designs[side])
    if side == 0 or what_if.pulled is None:
        return own
    return [code for code in base.levers if code in what_if.pulled]


def setters(base: Scenario, codes: Iterable[str], path: str) -> list[str]:
    """Which of some levers set a path, or something above or below it."""
    return [
        code
        for code in codes
        if any(
            f"{path}.".startswith(f"{at}.") or at.startswith(f"{path}.") for at in base.levers[code].changes
        )
    ]


def command(built: Built, what_if: WhatIf, source: str, replications: int) -> str:
    """The line that makes the same numbers. source: name or path of the original scenario."""
    words = ["journey", "compare", source]
    for path, value in built.changes.items():
        words += ["--set", f"{path}={json.dumps(value, ensure_ascii=False)}"]
    return shlex.join([*words, *_asked(built, what_if, replications)])


def command_of_file(built: Built, what_if: WhatIf, replications: int) -> str:
    """The line that makes the same numbers from the exported file."""
    return shlex.join(["journey", "compare", file_name(what_if), *_asked(built, what_if, replications)])


def file_name(what_if: WhatIf) -> str:
    """What the exported scenario is called."""
    return f"{what_if.scenario}_what_if.yaml"


def _asked(built: Built, what_if: WhatIf, replications: int) -> list[str]:
    return [
        "--designs", *built.designs, "--replications", str(replications), "--seed", str(what_if.seed),
        "--preset", what_if.preset, "--quick",
    ]  # fmt: skip


def shares(base: Scenario, mix: Mapping[str, float]) -> dict[str, float]:
    """Weights as shares that add up to exactly 1; the scenario's own where nothing or nobody is left."""
    own = {name: persona.share for name, persona in base.personas.items()}
    weights = {name: max(float(mix.get(name, 100.0 * share)), 0.0) for name, share in own.items()}
    total = sum(weights.values())
    if not mix or total <= 0.0:
        return own
    parts = {name: round(weight / total, 6) for name, weight in weights.items()}
    largest = max(parts, key=parts.__getitem__)
    parts[largest] = round(1.0 - sum(part for name, part in parts.items() if name != largest), 6)
    return parts


def _everywhere(base: Scenario, what_if: WhatIf) -> dict[str, Any]:
    """What is another number in both designs."""
    changes: dict[str, Any] = dict(what_if.values)
    if what_if.mix:
        changes |= {f"personas.{name}.share": part for name, part in shares(base, what_if.mix).items()}
    return changes


def _moved_presets(base: Scenario, what_if: WhatIf, everywhere: Mapping[str, Any]) -> dict[str, Any]:
    """A preset wins over levers: what it says of a moved number goes into the scenario itself, where levers win."""
    assumed = base.presets.get(what_if.preset, {})
    moved = {path: value for path, value in assumed.items() if path in everywhere}
    if not moved:
        return {}
    kept = {path: value for path, value in assumed.items() if path not in moved}
    return {**moved, f"presets.{what_if.preset}": kept}


def _side(base: Scenario, what_if: WhatIf, side: int, everywhere: bool, changes: dict[str, Any]) -> str:
    """The design of one side; adds it to the changes when it is not the scenario's own."""
    name = what_if.designs[side]
    codes, own = pulled_of(base, what_if, side), overlay.levers_of(base, name)
    staff = {SERVERS.format(team): count for team, count in what_if.servers[side].items()}
    if codes == own and not staff and not everywhere:
        return name
    if staff:
        lever = f"{OWN[side]}_staff"
        changes[f"levers.{lever}"] = _lever(TEXTS.lever_staff, staff)
        codes = [*codes, lever]
    if everywhere:
        codes = [*codes, BOTH]
    design = base.designs[name]
    title = TEXTS.what_if_title.format(title=design.title)
    changes[f"designs.{OWN[side]}"] = {"title": title, "lens": design.lens, "levers": codes}
    return OWN[side]


def _spelled_out(base: Scenario) -> dict[str, Any]:
    """The levers of designs that pull `all`, by name: the levers added here are none of theirs."""
    return {
        f"designs.{name}.levers": list(base.levers)
        for name, design in base.designs.items()
        if design.levers == "all"
    }


def _lever(title: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": title, "kind": "mechanism", "evidence": "A", "changes": dict(changes)}
