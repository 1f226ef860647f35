"""The only door to the engine: which worlds are compared, and how one is lived through."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from experiments.errors import InputError, unknown
from experiments.uncertain import Draw
from experiments.workers import Progress
from scenarios import overlay
from scenarios.schema import Cost, Scenario
from sim import draw_population, run
from sim.intercepts import Intercepts
from sim.layout import Population
from sim.records import Run

if TYPE_CHECKING:  # anchors looks at worlds too
    from experiments.targets import Target

RETENTION = "handoffs.retention"
NOT_BORN_WITH = {
    "title", "story", "notes", "starts_at", "converts_at", "channels", "teams", "pools", "touchpoints", "edges",
    "handoffs", "channel_switches", "voices", "moments", "recovery", "word_of_mouth", "reputation", "value", "levers",
    "designs", "presets", "uncertainties", "calibrate", "lenses", "improvement", "learning", "campaign",
}  # fmt: skip


@dataclass(frozen=True)
class Arm:
    """One world to be lived through: a scenario with its design applied, and the price of its levers.

    code: S the first design, I the second, P only the second's process levers, M only its mechanism levers.
    """

    code: str
    title: str
    scenario: Scenario
    cost: Cost

    @cached_property
    def people_key(self) -> str:
        """`people_key` of the scenario, found once: it takes longer than to draw a small population."""
        return people_key(self.scenario)


@dataclass(frozen=True)
class Today:
    """Today's company as calibrated.

    scenario: with its knobs turned, no design applied: what arms are made of.  intercepts: shared by all arms.
    targets: what was wanted and what is reached.  unmet: sentences about what is not.
    """

    scenario: Scenario
    intercepts: Intercepts
    targets: "tuple[Target, ...]" = ()
    unmet: tuple[str, ...] = ()


def arms_of(scenario: Scenario, designs: tuple[str, str], preset: str, *, middle: bool) -> list[Arm]:
    """S and I, and with `middle` also P and M (only possible when the first design pulls no lever)."""
    first, second = designs

    def arm(code: str, title: str, design: str, only: overlay.Only | None = None) -> Arm:
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
    return Arm(arm.code, arm.title, overlay.change(arm.scenario, dict(changes)), arm.cost)


def drawn(scenario: Scenario, preset: str, draw: Draw) -> Scenario:
    """The scenario with a draw of its uncertain coefficients."""
    return with_values(scenario, preset, draw.values)


def with_values(scenario: Scenario, preset: str, values: Mapping[str, Any]) -> Scenario:
    """The scenario with other values at some paths; they win over the preset, levers win over them."""
    changes, assumed = dict(values), scenario.presets.get(preset, {})
    if any(path in values for path in assumed):
        changes[f"presets.{preset}"] = {path: value for path, value in assumed.items() if path not in values}
    return overlay.change(scenario, changes)


def has_levers(scenario: Scenario, design: str) -> bool:
    """Whether a design pulls any lever."""
    return bool(overlay.levers_of(scenario, design))


def known_preset(scenario: Scenario, preset: str) -> str | None:
    """The preset, or None for `central` where a scenario does not spell it out: its own values are central.

    Raises InputError for any other unknown name.
    """
    if preset in scenario.presets:
        return preset
    if preset == "central":
        return None
    raise unknown("preset", preset, ["central", *scenario.presets])


def known_designs(scenario: Scenario, designs: tuple[str, str] | None) -> tuple[str, str]:
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


def anchor(
    scenario: Scenario, preset: str, draw: Draw | None = None, progress: Progress | None = None
) -> Today:
    """Calibrate the first design for what is known of today.

    scenario: without any design applied; preset as `known_preset` takes it; draw: of the uncertain coefficients.
    Raises InputError for a preset, or a measure to calibrate for, that does not exist.
    """
    from experiments.anchors import anchored

    chosen = known_preset(scenario, preset)
    solved = anchored(scenario, chosen, draw, progress)
    if draw is not None:
        scenario = drawn(scenario, preset, draw)
    return Today(solved.apply(scenario, chosen), solved.intercepts, solved.targets, solved.unmet)


def live(
    arm: Arm,
    *,
    seed: int,
    replication: int,
    intercepts: Intercepts | None,
    people: Population | None = None,
    log: bool = False,
) -> Run:
    """Live through one world once; with `log` the Run also carries its event log.

    people: the population of this replication as `populations` gives it; drawn anew when left out.
    """
    world: Run = run(
        arm.scenario, seed=seed, replication=replication, intercepts=intercepts, population=people, log=log
    )
    return world


def populations(arms: Sequence[Arm], seed: int, replication: int) -> list[Population]:
    """The population of each arm in one replication, drawn once for all arms whose people are the same."""
    drawn: dict[str, Population] = {}
    for arm in arms:
        if arm.people_key not in drawn:
            drawn[arm.people_key] = draw_population(arm.scenario, seed, replication)
    return [drawn[arm.people_key] for arm in arms]


def people_key(scenario: Scenario) -> str:
    """A text that is equal for two scenarios only if their people are: all but what a person is not born with."""
    data = scenario.model_dump(mode="json", exclude=NOT_BORN_WITH)
    for persona in data["personas"].values():
        for name in ("case_start", "channel_utility", "delay_factor", "title", "story"):
            del persona[name]
    return json.dumps(data, sort_keys=True)
