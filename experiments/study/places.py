"""What stands at the path of a factor: `PATH`, `DESIGN:PATH`, or `levers.CODE.changes.PATH` for a lever's level."""

from contextlib import suppress
from typing import Any

from experiments.errors import unknown
from experiments.ledger.ranges import bounds_at
from experiments.ledger.titles import about
from experiments.study.question import Question
from experiments.voices.voice import ENGLISH, Voice
from scenarios import overlay
from scenarios.errors import ScenarioError
from scenarios.paths import field_at
from scenarios.schema import Scenario


def standing(question: Question, path: str) -> Any:
    """The value at a path before anything is varied, as plain data.

    Raises ScenarioError when the path leads nowhere, InputError for an unknown design, lever, or level of a lever.
    """
    design, colon, rest = path.partition(":")
    if colon and design not in question.scenario.designs:
        raise unknown("design", design, question.scenario.designs)
    if (level := _level(rest if colon else path)) is not None:
        return _level_of(question.scenario, *level)
    world = question.design(design).scenario if colon else question.scenario
    return overlay.get(world, rest if colon else path)


def is_whole(path: str) -> bool:
    """Whether only whole numbers can stand at a path."""
    return bool(bounds_at(_inner(path)).step)


def title(scenario: Scenario, path: str, say: Voice = ENGLISH) -> str:
    """What a path is about, in the words of the schema; the path itself where it has none."""
    design, colon, _ = path.partition(":")
    level = _level(path.partition(":")[2] if colon else path)
    words = _inner(path)
    with suppress(KeyError, IndexError, ValueError, ScenarioError):
        words = _share_of_next(scenario, words, say) or about(scenario, words, say)
    if level is not None:
        words = say("ledger.about", words=scenario.levers[level[0]].title, about=words)
    return say("box.of_design", words=words, design=scenario.designs[design].title) if colon else words


def unit(path: str) -> str:
    """The unit of the number at a path; empty where the schema names none."""
    field = field_at(Scenario, tuple(_inner(path).split(".")))
    extra = field.json_schema_extra if field is not None else None
    return str(extra.get("unit", "")) if isinstance(extra, dict) else ""


def _share_of_next(scenario: Scenario, path: str, say: Voice) -> str:
    """Words for one share of a touchpoint's ways on; empty for any other path."""
    names = path.split(".")
    if len(names) != 4 or names[0] != "touchpoints" or names[2] != "next":
        return ""
    here, target = scenario.touchpoints[names[1]].name, scenario.touchpoints.get(names[3])
    words = say("ledger.share_of_next", target=names[3] if target is None else target.name)
    return say("ledger.about", words=words, about=here)


def _inner(path: str) -> str:
    """The path in the world that a factor is about."""
    rest = path.partition(":")[2] or path
    level = _level(rest)
    return rest if level is None else level[1]


def _level(path: str) -> tuple[str, str] | None:
    """Lever and path of `levers.CODE.changes.PATH`."""
    names = path.split(".", 3)
    if len(names) < 4 or names[0] != "levers" or names[2] != "changes":
        return None
    return names[1], names[3]


def _level_of(scenario: Scenario, code: str, path: str) -> Any:
    if code not in scenario.levers:
        raise unknown("lever", code, scenario.levers)
    changes = scenario.levers[code].changes
    if path not in changes:
        raise unknown(f"change of lever {code}", path, changes)
    return changes[path]
