"""The page: everything that is shown, put into the template."""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from experiments.discovery.result import Discovery
from experiments.report import basis, causes, sections
from experiments.report.evidence import Evidence
from experiments.report.pictures import Picture, picture
from experiments.report.speech import Speech
from experiments.views.forest import forest_figure
from experiments.views.swimlane import difference_figure, map_figure

SECTIONS = ("answer", "numbers", "map", "why", "whom", "when", "stories", "rests", "run")
STORIES = 2
CODE = re.compile(r"`([^`]+)`")


def html(e: Evidence, language: str = "en", discovery: Discovery | None = None) -> str:
    """The report as one HTML page that asks nobody for anything. Raises InputError for an unknown language."""
    speech = Speech(language)
    environment = Environment(
        autoescape=True, loader=FunctionLoader(_read), undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["named"] = _names(e, speech)
    style = _read("style.css")
    return environment.get_template("template.html").render(
        t=speech, language=language, sections=SECTIONS, style=Markup(style),  # noqa: S704 — our own file
        style_hash=b64encode(sha256(style.encode()).digest()).decode(), **content(e, speech, discovery),
    )  # fmt: skip


def content(e: Evidence, speech: Speech, discovery: Discovery | None = None) -> dict[str, Any]:
    """Everything the template shows, by name."""
    c = e.comparison
    verdict = sections.verdict_of(c, speech)
    found, quick = e.causes, "" if not e.quick else f"journey explain {e.origin} --what levers --what grey"
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
        "discovery_command": f"journey discover {e.origin} --designs {c.designs[0]} {c.designs[1]}",
        "stories": [] if found is None or found.stories is None else found.stories[:STORIES],
        "assumptions": basis.assumptions(e, speech),
        "pulled": basis.levers(c, speech),
        "today": basis.today(c, speech),
        "how": basis.how(e, speech),
        "clock": None if e.scenario is None else e.scenario.clock,
    }  # fmt: skip


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


def _names(e: Evidence, speech: Speech) -> Any:
    """A filter: a sentence with its commands as code, and, where the page is not English, with names marked so."""
    names: Iterable[str] = []
    if speech.language != "en":
        scenario = e.scenario
        names = {*e.comparison.design_titles, *e.comparison.levers["title"].astype(str)}
        if scenario is not None:
            names |= {point.name for point in scenario.touchpoints.values()}
    ordered = sorted((str(escape(name)) for name in names if name), key=len, reverse=True)
    pattern = (
        re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in ordered)) if ordered else None
    )

    def named(text: str) -> Markup:
        safe = CODE.sub(r"<code>\1</code>", str(escape(text)))
        if pattern is None:
            return Markup(safe)  # noqa: S704 — escaped in the line before
        marked = pattern.sub(lambda found: f'<span lang="en">{found[0]}</span>', safe)
        return Markup(marked)  # noqa: S704 — escaped before it was marked

    return named


def _read(name: str) -> str:
    return (files("experiments.report") / name).read_text(encoding="utf-8")
