"""explain(scenario, designs) -> Explanation: the views over causes, from one set of paired worlds."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from experiments import worlds
from experiments.causes import blame, dashboards, disconnects, feedback, fixing, grey_areas
from experiments.causes.chronicle import Cast, Chronicle, cast_of
from experiments.causes.pairs import Measure, Pair, measured
from experiments.causes.stories import Story, stories
from experiments.errors import InputError, unknown
from experiments.levers.result import Levers
from experiments.levers.study import explain_levers
from experiments.manifest import manifest
from experiments.study.question import Question
from experiments.voices.voice import ENGLISH, SPANISH
from experiments.workers import Told, about, phases
from scenarios import load
from scenarios.schema import Scenario

PARTS = ("blame", "grey", "disconnects", "stories", "dashboards", "feedback", "levers")
REPLICATIONS = 5
FIXES = 3  # places one review could fix, where the scenario says that nobody learns
Piece = TypeVar("Piece")
View = TypeVar("View")


@dataclass(frozen=True)
class Listening:
    """Feedback in one design: how good each policy's picture is, and what it would fix."""

    policies: list[feedback.Quality]
    fixing: fixing.Fixing


@dataclass(frozen=True)
class Explanation:
    """What only a simulator that knows the causes can show. Parts that were not asked for are None; levers also where
    both designs pull the same. stories_es: the stories once more, in Spanish."""

    scenario: Scenario
    designs: tuple[str, str]
    replications: int
    seed: int
    preset: str
    manifest: dict[str, Any]
    blame: blame.Blame | None
    grey: grey_areas.GreyAreas | None
    disconnects: tuple[disconnects.Disconnects, disconnects.Disconnects] | None
    stories: list[Story] | None
    dashboards: tuple[dashboards.Dashboards, dashboards.Dashboards] | None
    feedback: Listening | None
    levers: Levers | None = None
    stories_es: list[Story] | None = None

    @property
    def asked(self) -> tuple[str, ...]:
        """The parts that were asked for."""
        return tuple(self.manifest["parts"]["explain"])

    @property
    def titles(self) -> tuple[str, str]:
        """Titles of the two designs."""
        first, second = (self.scenario.designs[name].title for name in self.designs)
        return first, second

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; parts that were not asked for are left out."""
        data: dict[str, Any] = {
            "scenario": self.scenario.scenario,
            "designs": list(self.designs),
            "replications": self.replications,
            "seed": self.seed,
            "preset": self.preset,
        }
        for name in ("blame", "grey"):
            if (view := getattr(self, name)) is not None:
                data[name] = view.to_dict()
        for name in ("disconnects", "dashboards"):
            if (both := getattr(self, name)) is not None:
                data[name] = {design: one.to_dict() for design, one in zip(self.designs, both, strict=True)}
        if self.stories is not None:
            data["stories"] = [story.to_dict() for story in self.stories]
        if self.feedback is not None:
            data["feedback"] = {
                "policies": [quality.to_dict() for quality in self.feedback.policies],
                "fixing": self.feedback.fixing.to_dict(),
            }
        if "levers" in self.asked:
            data["levers"] = None if self.levers is None else self.levers.to_dict()
        data["manifest"] = self.manifest
        return data


def explain(
    scenario: Scenario | str | os.PathLike[str],
    designs: tuple[str, str] | None = None,
    *,
    what: Sequence[str] = PARTS,
    replications: int = REPLICATIONS,
    seed: int = 1,
    preset: str = "central",
    workers: int | None = None,
    progress: Told | None = None,
) -> Explanation:
    """Explain the first design by its causes, next to the second, which the same customers live through as well.

    scenario: a Scenario, or the name or path of one.  designs: two names; the scenario's first two when left out.
    what: some of PARTS.  replications: at least 2; stories are told from the first.
    Raises InputError for unknown names and senseless numbers, ScenarioError for a broken scenario file.
    """
    if replications < 2:
        raise InputError(f"replications must be 2 or more to give an interval, got {replications}")
    for part in what:
        if part not in PARTS:
            raise unknown("part", part, PARTS)
    if isinstance(scenario, str | os.PathLike):
        scenario = load(scenario)
    first, second = worlds.known_designs(scenario, designs)
    today = worlds.anchor(scenario, preset, progress=about(progress, "calibrating today's company"))
    plan = worlds.arms_of(today.scenario, (first, second), preset, middle=False)
    arms, intercepts = (plan[0], plan[-1]), today.intercepts
    titles = (scenario.designs[first].title, scenario.designs[second].title)
    policies = feedback.policies(scenario.learning.response_share)
    measures: dict[str, Measure] = {}
    if "blame" in what:
        measures["blame"] = blame.measure
    if "grey" in what:
        measures["grey"] = lambda pair: grey_areas.screen(pair.first)
    if "disconnects" in what:
        measures["disconnects"] = lambda pair: _each(disconnects.measure, pair)
    if "dashboards" in what:
        measures["dashboards"] = lambda pair: _each(dashboards.measure, pair)
    if "stories" in what:
        measures["stories"] = lambda pair: (
            _told(pair, titles) if pair.first.run.replication == 0 else ([], [])
        )
    if "feedback" in what:
        measures["feedback"] = lambda pair: [feedback.measure(pair.first, policy) for policy in policies]
        measures["fixing"] = lambda pair: fixing.measure(pair.first, policies[1])
    levers = None
    if "levers" in what:
        question = Question(today.scenario, scenario, (first, second), preset, today.intercepts, today.unmet)
        levers = explain_levers(
            question, replications=replications, seed=seed, workers=workers,
            progress=phases(progress),
        )  # fmt: skip
    units = [] if not measures else measured(
        arms, measures, replications=replications, seed=seed, intercepts=intercepts, workers=workers,
        progress=about(progress, f"living through {scenario.scenario} twice"),
    )  # fmt: skip
    found: dict[str, list[Any]] = {name: [unit[name] for unit in units] for name in measures}
    one, two = (cast_of(arm.scenario) for arm in arms)
    grey = None
    if "grey" in what:
        grey = grey_areas.live_sewn(
            arms[0], found["grey"], seed=seed, replications=replications, intercepts=intercepts, workers=workers,
            progress=about(progress, "sewing one seam at a time"),
        )  # fmt: skip
    listening = None
    if "feedback" in what:
        fixes = scenario.learning.fixes_per_review or FIXES
        listening = Listening(
            [
                feedback.conclude(one, p, [row[k] for row in found["feedback"]])
                for k, p in enumerate(policies)
            ],
            fixing.conclude(one, found["fixing"], fixes),
        )
    return Explanation(
        scenario=scenario,
        designs=(first, second),
        replications=replications,
        seed=seed,
        preset=preset,
        manifest=manifest(
            scenario,
            designs=(first, second),
            preset=preset,
            seed=seed,
            replications=replications,
            parts={"explain": [part for part in PARTS if part in what]},
        ),
        blame=blame.conclude(one, found["blame"]) if "blame" in what else None,
        grey=grey,
        disconnects=_both(disconnects.conclude, (one, two), found.get("disconnects")),
        stories=found["stories"][0][0] if "stories" in what else None,
        stories_es=found["stories"][0][1] if "stories" in what else None,
        dashboards=_both(dashboards.conclude, (one, two), found.get("dashboards")),
        feedback=listening,
        levers=levers,
    )


def _told(pair: Pair, titles: tuple[str, str]) -> tuple[list[Story], list[Story]]:
    """The stories in both languages: the log they are told from is not kept."""
    return stories(pair, titles, ENGLISH), stories(pair, titles, SPANISH)


def _each(measure: Callable[[Chronicle], Piece], pair: Pair) -> tuple[Piece, Piece]:
    return measure(pair.first), measure(pair.second)


def _both(
    conclude: Callable[[Cast, Sequence[Piece]], View],
    casts: tuple[Cast, Cast],
    units: list[tuple[Piece, Piece]] | None,
) -> tuple[View, View] | None:
    """A view of each of the two designs; None where it was not asked for."""
    if units is None:
        return None
    return conclude(casts[0], [one for one, _ in units]), conclude(casts[1], [two for _, two in units])
