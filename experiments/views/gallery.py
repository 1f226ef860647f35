"""All figures of this package by name, and how to draw some of them from one set of paired worlds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure

from experiments.errors import InputError, unknown
from experiments.views import (
    alluvial,
    daily,
    days,
    durations,
    emotion,
    feelings,
    flows,
    forest,
    hours,
    incidence,
    paths,
    personas,
    queue_hours,
    survival,
    swimlane,
    talk,
)
from experiments.views.lived import Taking, lived
from experiments.workers import Told
from scenarios.schema import Scenario

Draw = Callable[..., Figure]


@dataclass(frozen=True)
class View:
    """A figure: what it takes from a run, what that amounts to, how it is drawn.

    missing: why a scenario has nothing to draw here; None where it has.
    """

    data: Any  # a module with `measure` and `conclude`
    draw: Draw
    logged: bool = False
    missing: Callable[[Scenario], str | None] = lambda _: None


def _no_churn(scenario: Scenario) -> str | None:
    return None if scenario.mechanisms.churn else "nobody leaves: mechanisms.churn is off"


def _no_feelings(scenario: Scenario) -> str | None:
    return None if scenario.mechanisms.experience else "nobody feels anything: mechanisms.experience is off"


def _no_talk(scenario: Scenario) -> str | None:
    return None if scenario.mechanisms.word_of_mouth else "nobody talks: mechanisms.word_of_mouth is off"


def _no_goal(scenario: Scenario) -> str | None:
    return None if scenario.converts_at else "everybody is a customer already: there are no days to the goal"


def _no_queue(scenario: Scenario) -> str | None:
    queues = any(
        point.team is not None
        and point.initiated_by == "customer"
        and scenario.channels[point.channel or ""].live
        for point in scenario.touchpoints.values()
        if point.channel
    )
    return None if queues and scenario.mechanisms.waiting else "customers queue for no team"


VIEWS: dict[str, View] = {
    "map": View(flows, swimlane.map_figure),
    "maps": View(flows, swimlane.maps_figure),
    "paths": View(paths, alluvial.alluvial_figure, logged=True),
    "survival": View(incidence, survival.survival_figure, missing=_no_churn),
    "forest": View(personas, forest.forest_figure),
    "emotion": View(feelings, emotion.emotion_figure, logged=True, missing=_no_feelings),
    "talk": View(daily, talk.talk_figure, missing=_no_talk),
    "hours": View(queue_hours, hours.hours_figure, logged=True, missing=_no_queue),
    "days": View(durations, days.days_figure, missing=_no_goal),
}


def known(scenario: Scenario, names: Sequence[str]) -> tuple[list[str], list[str]]:
    """The figures meant by `names` (`all`: every one that the scenario has), and sentences about those left out.

    Raises InputError for an unknown figure, and for one asked for by name that the scenario does not have.
    """
    for name in names:
        if name not in (*VIEWS, "all"):
            raise unknown("figure", name, (*VIEWS, "all"))
    wanted = list(VIEWS) if "all" in names else list(dict.fromkeys(names))
    missing = {name: why for name in wanted if (why := VIEWS[name].missing(scenario)) is not None}
    if missing and "all" not in names:
        name, why = next(iter(missing.items()))
        raise InputError(f"{scenario.scenario} has no figure {name!r}: {why}")
    return [n for n in wanted if n not in missing], [f"no figure {n!r}: {why}" for n, why in missing.items()]


def figures(
    scenario: Scenario,
    names: Sequence[str] = ("all",),
    designs: tuple[str, str] | None = None,
    *,
    replications: int = 10,
    seed: int = 1,
    preset: str = "central",
    promise_days: float | None = None,
    workers: int | None = None,
    progress: Told | None = None,
) -> dict[str, Draw]:
    """Live through both designs once for all figures; returns name -> function (language) -> Figure.

    promise_days: what customers were told, for `days`.
    Raises InputError for unknown names, languages, senseless numbers, and figures a scenario does not have.
    """
    wanted, _ = known(scenario, names)
    takings = {name: Taking(VIEWS[name].data.measure, VIEWS[name].logged) for name in wanted}
    subject, pieces = lived(
        scenario, designs, takings, replications=replications, seed=seed, preset=preset, workers=workers,
        progress=progress,
    )  # fmt: skip

    def drawer(name: str) -> Draw:
        data, draw = VIEWS[name].data.conclude(subject, pieces[name]), VIEWS[name].draw
        if name == "days":
            return lambda language="en": draw(data, language, promise_days)
        return lambda language="en": draw(data, language)

    return {name: drawer(name) for name in wanted}
