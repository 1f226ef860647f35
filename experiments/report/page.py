"""The page: everything that is shown, put into the template."""

from base64 import b64encode
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from experiments.causes.stories import Story
from experiments.comparison import Caveats, Comparison
from experiments.discovery.result import Discovery
from experiments.report import basis, causes, sections
from experiments.report.evidence import Evidence
from experiments.report.names import marker
from experiments.report.pictures import Picture, picture
from experiments.report.speech import Speech
from experiments.views.forest import forest_figure
from experiments.views.swimlane import difference_figure, map_figure

SECTIONS = ("answer", "numbers", "map", "why", "whom", "when", "stories", "rests", "run")
STORIES = 2
NEUTRAL = ("neutral.title.staff", "neutral.title.service")


def html(e: Evidence, language: str = "en", discovery: Discovery | None = None) -> str:
    """The report as one HTML page that asks nobody for anything. Raises InputError for an unknown language."""
    speech = Speech(language)
    if language != "en" and e.comparison.staff is not None:
        e = replace(e, comparison=_titled(e.comparison, speech))
    environment = Environment(
        autoescape=True, loader=FunctionLoader(_read), undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["named"] = marker(e, speech)
    style = _read("style.css")
    return environment.get_template("template.html").render(
        t=speech, language=language, sections=SECTIONS, style=Markup(style),  # noqa: S704 — our own file
        style_hash=b64encode(sha256(style.encode()).digest()).decode(), **content(e, speech, discovery),
    )  # fmt: skip


def content(e: Evidence, speech: Speech, discovery: Discovery | None = None) -> dict[str, Any]:
    """Everything the template shows, by name."""
    c = e.comparison
    verdict = sections.verdict_of(c, speech)
    found, quick = e.causes, "" if not e.quick else f"journey explain {e.asked} --what levers --what grey"
    return {
        "e": e,
        "c": c,
        "verdict": verdict,
        "advice": sections.advice(e, verdict.outcome, speech),
        "numbers": sections.numbers(c, speech),
        "counting": sections.counting(c, speech),
        "maps": [] if e.maps is None else _maps(e, speech),
        "worst": _worst(e, speech),
        "levers": None if found is None or found.levers is None else causes.waterfall(found.levers, speech),
        "levers_left_out": quick,
        "blame": None if found is None or found.blame is None else causes.blame(found, speech),
        "grey": None if found is None or found.grey is None else causes.grey(found, speech),
        "forest": None if e.forest is None else _forest(e, speech),
        "personas": None if e.forest is None else sections.by_persona(e.forest, speech),
        "retention_words": sections.retention_words(c, speech),
        "retention": sections.retention(c, speech),
        "prices": None if found is None or found.levers is None else causes.prices(found.levers, speech),
        "band": sections.band(c, speech),
        "discovery": discovery,
        "boxes": None if discovery is None else _told(discovery.sentences, discovery.sentences_es, speech),
        "discovery_command": f"journey discover {e.asked}",
        "stories": _stories(e, speech),
        "caveats": _told(_caveats(c), None if c.spanish is None else _caveats(c.spanish), speech),
        "assumptions": basis.assumptions(e, speech),
        "moved": basis.moved(e, speech),
        "pulled": basis.levers(c, speech),
        "today": basis.today(c, speech),
        "how": basis.how(e, speech),
        "clock": None if e.scenario is None else e.scenario.clock,
    }  # fmt: skip


@dataclass(frozen=True)
class Told:
    """Sentences, and whether they are English whatever the page's language: a folder of an earlier version has none
    in Spanish."""

    sentences: tuple[str, ...]
    foreign: bool


def _told(english: tuple[str, ...], spanish: tuple[str, ...] | None, speech: Speech) -> Told:
    if speech.language == "en" or spanish is None:
        return Told(english, speech.language != "en")
    return Told(spanish, False)


def _caveats(said: Comparison | Caveats) -> tuple[str, ...]:
    notes = (
        said.notes
        if isinstance(said, Comparison)
        else [f"{note[:1].upper()}{note[1:]}" for note in said.notes]
    )
    return (said.assumptions, said.pairing, *(f"{note}." for note in notes))


def _stories(e: Evidence, speech: Speech) -> list[Story]:
    if e.causes is None:
        return []
    return ((e.causes.stories if speech.language == "en" else e.causes.stories_es) or [])[:STORIES]


def _titled(c: Comparison, speech: Speech) -> Comparison:
    """With the title that a neutral comparison gives its second design in the report's language."""
    first, second = (speech.say.again(title, *NEUTRAL) for title in c.design_titles)
    return replace(c, design_titles=(first, second))


def _maps(e: Evidence, speech: Speech) -> list[Picture]:
    """Both designs, and what differs."""
    assert e.maps is not None
    first, second = e.maps.subject.titles
    drawn = [map_figure(e.maps, speech.language, side) for side in (0, 1)]
    drawn.append(difference_figure(e.maps, speech.language))
    said = [speech("map.alt", design=first), speech("map.alt", design=second),
            speech("map.alt_difference", first=first, second=second)]  # fmt: skip
    return [picture(figure, alt) for figure, alt in zip(drawn, said, strict=True)]


def _forest(e: Evidence, speech: Speech) -> Picture:
    assert e.forest is not None
    return picture(forest_figure(e.forest, speech.language), speech("forest.alt"))


def _worst(e: Evidence, speech: Speech) -> str:
    if e.maps is None or (code := e.maps.most_painful) is None:
        return ""
    world = e.maps.subject.worlds[0]
    return speech("map.worst", first=e.maps.subject.titles[0], place=world.touchpoints[code].name,
                  pain=speech.number(e.maps.first.pain[code]))  # fmt: skip


def _read(name: str) -> str:
    return (files("experiments.report") / name).read_text(encoding="utf-8")
