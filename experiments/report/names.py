"""Names that the scenario's author gave: they stay in the author's language, and the page says so."""

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from experiments.report.evidence import Evidence
from experiments.report.speech import NARROW, Speech
from experiments.voices.voice import SPANISH

CODE = re.compile(r"`([^`]+)`")


def marker(e: Evidence, speech: Speech) -> Callable[[str], Markup]:
    """A filter: a sentence with its commands as code, and, where the page is not English, with names marked so."""
    names = set() if speech.language == "en" else given_names(e)
    ordered = sorted((str(escape(name)) for name in names if name), key=len, reverse=True)
    pattern = (
        re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in ordered)) if ordered else None
    )

    def named(text: str) -> Markup:
        safe = CODE.sub(r"<code>\1</code>", str(escape(text)))
        if pattern is None:
            return Markup(safe)  # noqa: S704 — escaped in the line before
        marked = pattern.sub(lambda found: f'<span lang="en">{found[0]}</span>', safe.replace(" %", NARROW))
        return Markup(marked)  # noqa: S704 — escaped before it was marked

    return named


def given_names(e: Evidence) -> set[str]:
    """Every name that the scenario's author gave, and those of the people in the stories."""
    c, scenario = e.comparison, e.scenario
    names = {*c.design_titles, *c.levers["title"].astype(str)}
    if scenario is None:
        return names
    places = [point.name for point in scenario.touchpoints.values()]
    names |= {*scenario.owners.values(), *places, *(SPANISH.called(name)[1:-1] for name in places)}
    names |= {team.name or "" for team in scenario.teams.values()}
    names |= {channel.name or "" for channel in scenario.channels.values()}
    names |= {stream.name for stream in scenario.value.streams}
    names |= {one.title for one in scenario.personas.values()} | {
        one.title for one in scenario.levers.values()
    }
    names |= {one.title for one in scenario.episodes.values()} | {
        one.title for one in scenario.shocks.values()
    }
    for story in () if e.causes is None else e.causes.stories or ():
        names |= {story.name, story.name.partition("-")[0]}
    return names
