"""The question of a study: today's company as calibrated, the designs asked about, and its worlds at any point."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from experiments import worlds
from experiments.errors import unknown
from experiments.ledger.levels import resolved
from experiments.study.shares import with_others
from experiments.study.trials import Trial
from experiments.workers import Progress
from scenarios import load, overlay
from scenarios.schema import Scenario
from sim.intercepts import Intercepts

Changes = Mapping[str, Any]
"""Dotted path -> value. `levers.CODE.changes.PATH` is the level of a lever; `DESIGN:PATH` holds under that design only,
whatever its levers say. Where a share of a whole is moved, the others give way in proportion."""


@dataclass(frozen=True)
class Question:
    """What all worlds of a study have in common.

    scenario: with today's knobs turned, no design applied.  original: as it was before.  designs: the two asked about.
    intercepts: as solved at the central values; a study that moves a coefficient asks what today's company, as it was
    solved, would be like if that number were another.  unmet: sentences about today's numbers that are not met.
    """

    scenario: Scenario
    original: Scenario
    designs: tuple[str, str]
    preset: str
    intercepts: Intercepts
    unmet: tuple[str, ...] = ()

    def at(self, changes: Changes | None = None) -> tuple[Trial, Trial]:
        """Both designs where some values are others.

        Raises ScenarioError when a path leads nowhere or the result is not a valid scenario, InputError for a design
        that is not one of the two.
        """
        first, second = self.designs
        return self.design(first, changes), self.design(second, changes)

    def design(self, name: str, changes: Changes | None = None) -> Trial:
        """One design where some values are others; raises like `at`."""
        everywhere, here = self._split(changes or {}, name)
        scenario = self._with(everywhere)
        return self._trial(scenario, overlay.levers_of(scenario, name), here)

    def levers(self, codes: Iterable[str], changes: Changes | None = None) -> Trial:
        """Today with some levers pulled, whatever design they belong to, where some values are others.

        Raises ScenarioError for an unknown lever, else like `at`.
        """
        everywhere, _ = self._split(changes or {}, "")
        return self._trial(self._with(everywhere), list(codes), {})

    def anew(self, changes: Changes | None = None, progress: Progress | None = None) -> "Question":
        """The question with today's company solved anew where some values are others, those of one design only left
        out: pass them to `at`. Raises like `at`."""
        everywhere, _ = self._split(changes or {}, "")
        world = _changed(self.original, self.preset, everywhere)
        today = worlds.anchor(world, self.preset, progress=progress)
        return Question(today.scenario, world, self.designs, self.preset, today.intercepts, today.unmet)

    def _with(self, values: Changes) -> Scenario:
        if not values:
            return self.scenario
        return _changed(self.scenario, self.preset, values)

    def _trial(self, scenario: Scenario, codes: list[str], here: dict[str, Any]) -> Trial:
        world = overlay.pulled(scenario, codes, preset=worlds.known_preset(scenario, self.preset))
        if here:
            world = overlay.change(world, with_others(world, here))
        return Trial(world, overlay.price_of(scenario, codes), self.intercepts)

    def _split(self, changes: Changes, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Changes that hold everywhere, and those of one design."""
        everywhere: dict[str, Any] = {}
        here: dict[str, Any] = {}
        for path, value in changes.items():
            design, colon, rest = path.partition(":")
            if not colon:
                everywhere[path] = value
            elif design not in self.scenario.designs:
                raise unknown("design", design, self.scenario.designs)
            elif design == name:
                here[rest] = value
        return everywhere, here


def _changed(scenario: Scenario, preset: str, values: Changes) -> Scenario:
    whole = resolved(scenario, with_others(scenario, values))
    return worlds.with_values(scenario, preset, whole) if whole else scenario


def ask(
    scenario: Scenario | str | os.PathLike[str],
    designs: tuple[str, str] | None = None,
    *,
    preset: str = "central",
    progress: Callable[[str], Progress | None] | None = None,
) -> Question:
    """Calibrate today's company and set up the question.

    scenario: a Scenario, or the name or path of one.  designs: two names; the scenario's first two when left out.
    Raises InputError for unknown names, ScenarioError for a broken scenario file.
    """
    if isinstance(scenario, str | os.PathLike):
        scenario = load(scenario)
    pair = worlds.known_designs(scenario, designs)
    told = progress("calibrating today's company") if progress else None
    today = worlds.anchor(scenario, preset, progress=told)
    return Question(today.scenario, scenario, pair, preset, today.intercepts, today.unmet)
