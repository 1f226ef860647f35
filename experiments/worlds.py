"""The only door to the engine: which worlds are compared, and how one is lived through."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.errors import InputError, unknown
from experiments.kpis import RunLike
from experiments.uncertain import Draw

RETENTION = "handoffs.retention"
NOT_BORN_WITH = {
    "title", "story", "notes", "starts_at", "converts_at", "channels", "teams", "pools", "touchpoints", "edges",
    "handoffs", "channel_switches", "voices", "moments", "recovery", "word_of_mouth", "reputation", "value", "levers",
    "designs", "presets", "uncertainties", "anchors",
}  # fmt: skip


@dataclass(frozen=True)
class Arm:
    """One world to be lived through: a scenario with its design applied, and the price of its levers.

    code: S the first design, I the second, P only the second's process levers, M only its mechanism levers.
    """

    code: str
    title: str
    scenario: Any
    cost: Any


def arms_of(scenario: Any, designs: tuple[str, str], preset: str, *, middle: bool) -> list[Arm]:
    """S and I, and with `middle` also P and M (only possible when the first design pulls no lever)."""
    from scenarios import overlay

    first, second = designs

    def arm(code: str, title: str, design: str, only: Any = None) -> Arm:
        world = overlay.design(scenario, design, only=only, preset=known_preset(scenario, preset))
        return Arm(code, title, world, overlay.cost_of(scenario, design, only=only))

    arms = [arm("S", first, first)]
    if middle and not has_levers(scenario, first):
        arms += [
            arm("P", f"{second}, process only", second, "process"),
            arm("M", f"{second}, mechanisms only", second, "mechanism"),
        ]
    return [*arms, arm("I", second, second)]


def changed(arm: Arm, changes: Mapping[str, Any]) -> Arm:
    """The same arm in a world where some values are others."""
    from scenarios import overlay

    return Arm(arm.code, arm.title, overlay.change(arm.scenario, dict(changes)), arm.cost)


def drawn(scenario: Any, preset: str, draw: Draw) -> Any:
    """The scenario with a draw of its uncertain coefficients; the draw wins over the preset, levers win over it."""
    from scenarios import overlay

    changes: dict[str, Any] = dict(draw.values)
    if preset in scenario.presets:
        kept = {path: value for path, value in scenario.presets[preset].items() if path not in draw.values}
        changes[f"presets.{preset}"] = kept
    return overlay.change(scenario, changes)


def has_levers(scenario: Any, design: str) -> bool:
    """Whether a design pulls any lever."""
    return bool(scenario.designs[design].levers)


def known_preset(scenario: Any, preset: str) -> str | None:
    """The preset, or None for `central` where a scenario does not spell it out: its own values are central.

    Raises InputError for any other unknown name.
    """
    if preset in scenario.presets:
        return preset
    if preset == "central":
        return None
    raise unknown("preset", preset, ["central", *scenario.presets])


def known_designs(scenario: Any, designs: tuple[str, str] | None) -> tuple[str, str]:
    """The two designs to compare; the scenario's first two unless named. Raises InputError."""
    names = list(scenario.designs)
    if designs is None:
        if len(names) < 2:
            raise InputError(f"{scenario.scenario} has one design only ({names[0]}); a comparison needs two")
        return names[0], names[1]
    for name in designs:
        if name not in scenario.designs:
            raise unknown("design", name, names)
    return designs[0], designs[1]


def intercepts_of(scenario: Any, preset: str, draw: Draw | None = None) -> Any:
    """The intercepts that anchor the first design to what is known of today; shared by all arms.

    scenario: without any design applied; preset as `known_preset` gives it; draw: of the uncertain coefficients.
    """
    from experiments.anchors import intercepts_for

    return intercepts_for(scenario, known_preset(scenario, preset), draw)


def live(
    arm: Arm, *, seed: int, replication: int, intercepts: Any, people: Any = None, log: bool = False
) -> RunLike:
    """Live through one world once; with `log` the Run also carries its event log.

    people: the population of this replication as `populations` gives it; drawn anew when left out.
    """
    from sim import run

    world: RunLike = run(
        arm.scenario, seed=seed, replication=replication, intercepts=intercepts, population=people, log=log
    )
    return world


def populations(arms: Sequence[Arm], seed: int, replication: int) -> list[Any]:
    """The population of each arm in one replication, drawn once for all arms whose people are the same."""
    from sim import draw_population

    drawn: dict[str, Any] = {}
    for arm in arms:
        key = people_key(arm.scenario)
        if key not in drawn:
            drawn[key] = draw_population(arm.scenario, seed, replication)
    return [drawn[people_key(arm.scenario)] for arm in arms]


def people_key(scenario: Any) -> str:
    """A text that is equal for two scenarios only if their people are: all but what a person is not born with."""
    data = scenario.model_dump(mode="json", exclude=NOT_BORN_WITH)
    for persona in data["personas"].values():
        for name in ("case_start", "channel_utility", "delay_factor", "title", "story"):
            del persona[name]
    return json.dumps(data, sort_keys=True)
