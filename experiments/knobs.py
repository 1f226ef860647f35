"""Knobs: the numbers of today's world that are turned until a measure comes out as the user knows it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import exp, log
from typing import Any

from experiments.errors import unknown
from experiments.kpis import Kpi, kpis_of
from experiments.voices.voice import ENGLISH
from scenarios import overlay
from scenarios.calibrate import Aim
from scenarios.paths import bounds_at, resolve
from scenarios.schema import LOST, Scenario

REACH = 20.0  # how far from its present value a knob without bounds of its own is turned, as a factor
SHIFT = 8.0  # how far the log odds of leaving are turned, either way
LEAVING = ("conversion_rate", "resolution_rate")

QUALITY = "behaviour.experience.quality"
AMBIENT = "word_of_mouth.ambient_per_month"


@dataclass(frozen=True)
class Knob:
    """One number to turn for one measure.

    words: what is turned, for people.  start: where it stands now.  low, high: how far it may go.
    rises: +1 or -1 when the measure is expected to rise or fall with it, 0 when unknown.
    changes: from a scenario, with or without a design, and a value of the knob to dotted paths and their new values.
    problem: why it cannot be turned here; empty when it can.
    """

    measure: Kpi
    wanted: float
    words: str
    start: float
    low: float
    high: float
    rises: int
    changes: Callable[[Scenario, float], dict[str, Any]]
    problem: str = ""

    @property
    def name(self) -> str:
        """The measure's name: every measure has one knob."""
        return self.measure.name

    def value(self, position: float) -> float:
        """The knob's value at a position between 0 (low) and 1 (high): by ratios where the range is wide."""
        if self._by_ratio:
            return exp(log(self.low) + position * (log(self.high) - log(self.low)))
        return self.low + position * (self.high - self.low)

    def position(self, value: float) -> float:
        """The position of a value, cut off at the ends."""
        value = min(max(value, self.low), self.high)
        if self._by_ratio:
            return (log(value) - log(self.low)) / (log(self.high) - log(self.low))
        return (value - self.low) / (self.high - self.low)

    @property
    def _by_ratio(self) -> bool:
        return self.low > 0.0 and self.high / self.low > REACH


def knobs_of(world: Scenario) -> tuple[Knob, ...]:
    """The knobs that `calibrate` asks for in today's world (a scenario with its first design and preset applied).

    Raises InputError for a measure that does not exist.
    """
    measures = {kpi.name: kpi for kpi in kpis_of(world)}
    wanted = world.calibrate
    knobs = [
        _built_in(world, measures[name])
        for name in (*LEAVING, "wait_minutes", "abandonment_rate", "satisfaction", "positive_share")
        if getattr(wanted, name) is not None and name in measures
    ]
    for name, aim in wanted.targets.items():
        if name not in measures:
            raise unknown("measure", name, measures)
        knobs.append(_of_path(world, measures[name], aim))
    return tuple(knobs)


def check_measures(scenario: Scenario) -> None:
    """Raise InputError when `calibrate` names a measure that does not exist."""
    knobs_of(overlay.design(scenario, next(iter(scenario.designs))))


def turned(scenario: Scenario, knobs: Iterable[Knob], values: Mapping[str, float]) -> Scenario:
    """The scenario with its knobs at these values (by measure); knobs win over presets, levers win over knobs."""
    for knob in knobs:
        if knob.name in values and (changes := knob.changes(scenario, values[knob.name])):
            scenario = overlay.change(scenario, changes)
    return scenario


def leaving_steps(world: Scenario) -> tuple[str, ...]:
    """Touchpoints that people may leave before they become customers; in a service scenario, all that can be left."""
    reached, frontier = {world.starts_at}, [world.starts_at]
    while frontier:
        for target in world.touchpoints[frontier.pop()].next:
            if target in world.touchpoints and target not in reached and target not in world.converts_at:
                reached.add(target)
                frontier.append(target)
    return tuple(
        code
        for code, point in world.touchpoints.items()
        if point.next.get(LOST, 0.0) > 0.0 and (code in reached or not world.converts_at)
    )


def _built_in(world: Scenario, measure: Kpi) -> Knob:
    wanted = float(getattr(world.calibrate, measure.name))
    if measure.name in LEAVING:
        return _shift(world, measure, wanted)
    if measure.name == "satisfaction":
        return _of_path(world, measure, Aim(value=wanted, knob=QUALITY, low=0.0, high=1.0), rises=1)
    if measure.name == "positive_share":
        return _of_path(world, measure, Aim(value=wanted, knob=AMBIENT, low=0.001, high=10.0), rises=1)
    if measure.name == "wait_minutes":
        paths = _served_minutes(world)
        words, rises = ENGLISH("knob.minutes"), 1
    else:
        paths = _patience(world)
        words, rises = ENGLISH("knob.patience"), -1
    problem = ""
    if not world.mechanisms.waiting or not world.interaction:
        problem = ENGLISH("unmet.nobody_waits")
    elif not paths:
        problem = ENGLISH("unmet.no_staff" if rises > 0 else "unmet.no_patience")
    return Knob(
        measure, wanted, words, 1.0, 1.0 / REACH, REACH, rises, lambda s, by: _scaled(s, paths, by), problem
    )


def _shift(world: Scenario, measure: Kpi, wanted: float) -> Knob:
    words = ENGLISH("knob.leaving.converts" if world.converts_at else "knob.leaving")
    problem = ""
    if not world.mechanisms.choice:
        problem = ENGLISH("unmet.choice_off")
    elif not leaving_steps(world):
        problem = ENGLISH("unmet.nobody_leaves", lost=LOST)
    return Knob(measure, wanted, words, 0.0, -SHIFT, SHIFT, -1, lambda _, __: {}, problem)


def _of_path(world: Scenario, measure: Kpi, aim: Aim, *, rises: int = 0) -> Knob:
    """A knob that is one number of the scenario."""
    path = aim.knob
    start = overlay.get(world, path)
    if not isinstance(start, int | float) or isinstance(start, bool):
        nothing = ENGLISH("unmet.no_number", path=path)
        return Knob(measure, aim.value, path, 0.0, 0.0, 1.0, rises, lambda _, __: {}, nothing)
    low, high = _range(world, path, float(start), aim)
    problem = "".join(
        ENGLISH("unmet.lever", lever=lever, path=path)
        for lever in overlay.levers_of(world, next(iter(world.designs)))
        if any(f"{path}.".startswith(f"{where}.") for where in world.levers[lever].changes)
    )

    def changes(scenario: Scenario, value: float) -> dict[str, Any]:
        kept = {
            f"presets.{name}": {where: what for where, what in preset.items() if where != path}
            for name, preset in scenario.presets.items()
            if path in preset
        }
        return {**kept, path: value}

    return Knob(measure, aim.value, path, float(start), low, high, rises, changes, problem)


def _range(world: Scenario, path: str, start: float, aim: Aim) -> tuple[float, float]:
    """How far a knob goes: as told, else to the field's bounds, but not further than a factor from where it stands."""
    low, high = bounds_at(Scenario, resolve(Scenario, overlay.plain_data(world), path))
    if start > 0.0:
        low, high = max(low, start / REACH), min(high, start * REACH)
    reach = REACH * max(1.0, abs(start))
    low, high = max(low, start - reach), min(high, start + reach)
    return low if aim.low is None else aim.low, high if aim.high is None else aim.high


def _served_minutes(world: Scenario) -> list[str]:
    """Paths of the service minutes of every touchpoint whose team also serves live contacts."""
    live = {
        point.team
        for point in world.touchpoints.values()
        if point.team and point.channel and world.channels[point.channel].live
    }
    return [
        f"touchpoints.{code}.service_minutes"
        for code, point in world.touchpoints.items()
        if point.team in live and point.service_minutes > 0.0
    ]


def _patience(world: Scenario) -> list[str]:
    return [
        f"channels.{code}.patience_minutes"
        for code, channel in world.channels.items()
        if channel.live and channel.patience_minutes is not None
    ]


def _scaled(scenario: Scenario, paths: list[str], factor: float) -> dict[str, Any]:
    """These numbers times a factor, also where levers or presets set them, so that their effects stay in proportion."""
    changes: dict[str, Any] = {path: overlay.get(scenario, path) * factor for path in paths}

    def own(values: Mapping[str, Any]) -> dict[str, Any]:
        return {path: value * factor if path in paths else value for path, value in values.items()}

    for code, lever in scenario.levers.items():
        if not lever.changes.keys().isdisjoint(paths):
            changes[f"levers.{code}.changes"] = own(lever.changes)
    for code, preset in scenario.presets.items():
        if not preset.keys().isdisjoint(paths):
            changes[f"presets.{code}"] = own(preset)
    return changes
