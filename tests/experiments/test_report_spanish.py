"""The Spanish report is Spanish: only what the scenario's author wrote stays as it was written, and says so."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib.text
import pytest
import yaml
from click.testing import CliRunner

from experiments.cli import journey
from experiments.discovery.result import Discovery
from experiments.discovery.study import discover
from experiments.report.evidence import Evidence, gather
from experiments.report.page import html
from experiments.views.forest import forest_figure
from experiments.views.swimlane import difference_figure, map_figure
from tests.browser.company import TEXT
from tests.experiments.test_report import company, lived, tree, undrawn, words

ENGLISH_WORDS = re.compile(
    r"\b(the|of|and|with|was|were|had|that|for|to|at|by|is|are|it|not|from|per|which|who|whom|what|than|under|"
    r"people|customers|interval|nobody|assumed|share|day|days|more|less)\b",
    re.IGNORECASE,
)
SILENT = ("style", "svg", "code")
VARY = ("levers.file.cost.per_year_eur=0..8000", "level:advice")


def nodes(element: Any, foreign: bool = False) -> Iterator[tuple[str, bool]]:
    """Every text node that is read, and whether it is marked as not Spanish; code is commands and paths."""
    if element.tag in SILENT:
        return
    foreign = element.get("lang", "es" if not foreign else "en") == "en"
    if (element.text or "").strip():
        yield element.text.strip(), foreign
    for name in ("alt", "aria-label"):
        if element.get(name):
            yield element.get(name), False
    for child in element:
        yield from nodes(child, foreign)
        if (child.tail or "").strip():
            yield child.tail.strip(), foreign


def written_by_the_author(value: Any) -> Iterator[str]:
    """Every text of a scenario file."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from written_by_the_author(part)


def authors(evidence: Evidence) -> set[str]:
    names = set(written_by_the_author(yaml.safe_load(TEXT)))
    assert evidence.causes is not None
    for story in evidence.causes.stories or ():  # named after the author's personas
        names |= {story.name, story.name.partition("-")[0]}
    return names


def without(names: set[str], text: str) -> str:
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    return text


def check(page: str, evidence: Evidence) -> None:
    """What is marked is the author's, and nothing else is English."""
    names, root = authors(evidence), tree(page)
    marked, spanish = [], []
    for text, foreign in nodes(root):
        (marked if foreign else spanish).append(text)
    assert len(marked) > 20
    assert [text for text in marked if not {*text.split(" → ")} <= names] == []
    assert [text for text in spanish if ENGLISH_WORDS.search(without(names, text))] == []
    assert "quedan en el idioma de su autor" in words(root)
    for text in spanish:  # a decimal point is English; versions have two
        assert not re.search(r"(?<![\d.])\d+\.\d{1,2}(?![\d.])", text), text
    assert len(page.encode()) < 2_000_000


@cache
def found() -> Discovery:
    return discover(company(), vary=VARY, points=128, retests=64, seed=2, workers=2)


def test_only_what_the_author_wrote_is_not_spanish() -> None:
    check(html(undrawn(), "es"), lived())


def test_the_heuristic_finds_what_is_english() -> None:
    page = html(replace(undrawn(), comparison=replace(lived().comparison, spanish=None)), "es")
    with pytest.raises(AssertionError):
        check(page, lived())
    plain = html(undrawn(), "es").replace("Dos vidas, contadas dos veces", "The two lives")
    with pytest.raises(AssertionError):
        check(plain, lived())


def test_a_quick_report_and_one_without_feelings() -> None:
    quick = gather(company(), replications=2, quick=True, workers=2)
    check(html(replace(quick, maps=None, forest=None), "es"), quick)


def test_the_figures_speak_spanish() -> None:
    evidence, names = lived(), authors(lived())
    assert evidence.maps is not None
    assert evidence.forest is not None
    drawn = [
        *(map_figure(evidence.maps, "es", side) for side in (0, 1)),
        difference_figure(evidence.maps, "es"),
    ]
    for figure in (*drawn, forest_figure(evidence.forest, "es")):
        texts = [text.get_text() for text in figure.findobj(matplotlib.text.Text)]
        assert sum(bool(text) for text in texts) > 10
        for text in texts:
            said = without(names | {"central"}, " ".join(text.split()))
            assert not ENGLISH_WORDS.search(said), text


def test_a_discovery_is_told_in_both_languages() -> None:
    assert not found().shares.empty  # a box, its re-test, the second opinion, the regrets
    assert found().sentences_es is not None
    assert len(found().sentences) == len(found().sentences_es)
    english, spanish = (html(undrawn(), language, found()) for language in ("en", "es"))
    check(spanish, lived())
    for page, sentences in ((english, found().sentences), (spanish, found().sentences_es)):
        told = words(next(e for e in tree(page).iter("div") if e.get("class") == "box"))
        for sentence in sentences:
            assert " ".join(sentence.replace("`", "").split()) in told.replace("`", "")
        assert found().manifest["id"] in page
    numbers = re.compile(r"\d+(?:[.,]\d+)*")
    decimal = str.maketrans(",.", ".,")
    for one, other in zip(found().sentences, found().sentences_es, strict=True):
        if "e+" not in one:
            said = [
                number.translate(decimal)
                for number in numbers.findall(one.replace("[", " ").replace(", ", " "))
            ]
            assert sorted(said) == sorted(numbers.findall(other.replace(", ", " "))), other


def test_the_command_takes_a_discovery_and_refuses_another_ones(tmp_path: Path) -> None:
    folder = found().save(tmp_path)
    assert Discovery.load(folder).sentences_es == found().sentences_es
    line = ["report", str(company()), "--quick", "--replications", "2", "--discovery", str(folder)]
    out = tmp_path / "es.html"
    done = CliRunner().invoke(journey, [*line, "--language", "es", "--out", str(out)], standalone_mode=False)
    assert done.exception is None, done.exception
    assert found().manifest["id"] in out.read_text(encoding="utf-8")
    other = ["report", "v_handoff", "--quick", "--discovery", str(folder)]
    done = CliRunner().invoke(journey, [*other, "--out", str(tmp_path / "x.html")], standalone_mode=False)
    assert "is a discovery about corner_shop" in str(done.exception)
    assert not (tmp_path / "x.html").exists()


def test_a_discovery_of_before_stays_english_and_says_so() -> None:
    old = replace(found(), sentences_es=None)
    box = next(e for e in tree(html(undrawn(), "es", old)).iter("div") if (e.get("class") or "") == "box")
    assert box.get("lang") == "en"


def test_a_neutral_comparison_is_titled_in_spanish() -> None:
    comparison = lived().comparison
    titles = (comparison.design_titles[0], f"{comparison.design_titles[1]}, staff-neutral")
    staffed = replace(comparison, design_titles=titles, staff=comparison.levers)
    page = html(replace(undrawn(), comparison=staffed, scenario=None, causes=None), "es")
    assert "con la misma plantilla" in page
    assert "staff-neutral" not in page
