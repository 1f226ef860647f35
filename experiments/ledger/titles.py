"""What is called how: the thing at any path that an assumption or a factor may stand at, in either language."""

from typing import Any, get_args, get_origin

from experiments.ledger.assumptions import title_of
from experiments.voices.voice import ENGLISH, Voice
from scenarios.paths import Key, core_type, field_at, fields_of, is_model
from scenarios.schema import Scenario

CHURN = "calibrate.churn_rate_12m"
THINGS = {dict: "<name>", list: "<number>"}


def title_at(scenario: Scenario, path: str, say: Voice = ENGLISH) -> str:
    """The title of the assumption at a path of the ledger, levels and prices of levers included."""
    names = path.split(".", 3)
    if names[0] == "levers":
        lever = scenario.levers[names[1]].title
        words = say("ledger.price") if names[2] == "cost" else about(scenario, names[3], say)
        return say("ledger.about", words=lever, about=words)
    if path == CHURN:
        field = field_at(Scenario, tuple(names))
        return say.gloss(CHURN, (field and field.description) or path)
    if len(names) == 4 and names[0] == "touchpoints" and names[2] == "next":
        return _way_on(scenario, names[1], names[3], say)
    keys = tuple(path.split("."))
    if field_at(Scenario, keys) is None:  # one number of a mapping goes by the words of the whole
        keys = keys[:-1]
    found = field_at(Scenario, keys)
    return title_of(scenario, path, say.gloss(pattern(keys), (found and found.description) or path), say)


def about(scenario: Scenario, path: str, say: Voice = ENGLISH) -> str:
    """What a path is about, in the words of the schema; a name of a mapping stands for itself."""
    names = tuple(path.split("."))
    field = field_at(Scenario, names)
    if field is not None:
        return title_of(scenario, path, say.gloss(pattern(names), field.description or path), say)
    holder = field_at(Scenario, names[:-1])
    if holder is None:
        return path
    words = say.gloss(pattern(names[:-1]), (holder.description or path).split(":")[0])
    return title_of(scenario, ".".join(names[:-1]), say("ledger.item", words=words, item=names[-1]), say)


def pattern(names: tuple[Key, ...]) -> str:
    """The path in the schema, with `<name>` for the things of a mapping and `<number>` for those of a list."""
    kind: Any = Scenario
    parts: list[str] = []
    for key in names:
        kind = core_type(kind)
        if is_model(kind):
            parts.append(str(key))
            kind = fields_of(kind)[str(key)].annotation
        else:
            parts.append(THINGS[get_origin(kind)])
            kind = get_args(kind)[-1]
    return ".".join(parts)


def named(scenario: Scenario, code: str) -> str:
    """What a touchpoint is called; an end of the journey has no name but its code."""
    return scenario.touchpoints[code].name if code in scenario.touchpoints else code


def _way_on(scenario: Scenario, here: str, target: str, say: Voice) -> str:
    if here == "*":
        words, place = say("ledger.leaving"), say("ledger.all.touchpoints")
    else:
        words, place = say("ledger.fork", target=target, name=named(scenario, target)), named(scenario, here)
    return say("ledger.about", words=words, about=place)
