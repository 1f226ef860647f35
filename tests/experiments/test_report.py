"""The report: one valid HTML file that asks nobody for anything, with the comparison's numbers, in two languages."""

import itertools
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import html5lib
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from experiments.cli import journey
from experiments.comparison import Comparison
from experiments.errors import InputError
from experiments.report import english_texts, spanish, spanish_texts
from experiments.report.evidence import Evidence, about_runs, gather
from experiments.report.moved import moved
from experiments.report.page import SECTIONS, html
from experiments.statistics import Root
from experiments.verdict import verdict
from scenarios.load import parse
from scenarios.schema import Scenario
from tests.browser.company import HOSTILE, TEXT

PLACES = re.compile(r"\{(\w+)\}")


@cache
def company() -> Path:
    from tempfile import mkdtemp

    path = Path(mkdtemp()) / "corner_shop.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


@cache
def lived() -> Evidence:
    return gather(company(), replications=4, workers=2, command="journey report corner_shop", progress=told)


PHASES: list[list[Any]] = []


def told(what: str, done: int, planned: int) -> None:
    """Note every phase once: what it is, how far it is, how many worlds it takes."""
    if not PHASES or PHASES[-1][::2] != [what, planned] or done <= PHASES[-1][1]:
        PHASES.append([what, 0, planned])
    PHASES[-1][1] = done


@cache
def page(language: str = "en") -> str:
    return html(lived(), language)


def undrawn() -> Evidence:
    """Without the figures, which take a second each."""
    return replace(lived(), maps=None, forest=None)


def tree(text: str) -> Any:
    """The page as a tree. Raises ParseError for what is not valid HTML."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).replace("\u00a0", " ").split())


@pytest.mark.parametrize("language", ["en", "es"])
def test_valid_html_in_order_with_heads_and_alternatives(language: str) -> None:
    root = tree(page(language))
    assert root.get("lang") == language
    levels = [int(e.tag[1]) for e in root.iter() if e.tag in ("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert [e.get("id") for e in root.iter("section")] == list(SECTIONS)
    for table in root.iter("table"):
        heads = list(table.iter("th"))
        assert heads
        assert {head.get("scope") for head in heads} <= {"col", "row"}
        widths = {len(list(row)) for row in table.iter("tr")}
        assert len(widths) == 1
    assert len(list(root.iter("img"))) == 4
    assert all(image.get("alt") for image in root.iter("img"))
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    assert all(a.get("href", "")[1:] in ids for a in root.iter("a"))


def test_nothing_is_asked_of_anybody() -> None:
    root = tree(page())
    for element in root.iter():
        for name in ("src", "href", "srcset", "action", "data", "poster", "background"):
            assert (element.get(name) or "#").startswith(("#", "data:image/")), (element.tag, name)
        assert element.get("style") is None
        assert not [name for name in element.attrib if str(name).startswith("on")]
    assert not list(root.iter("script"))
    assert not list(root.iter("link"))
    style = next(root.iter("style")).text
    assert not re.search(r"url\(|@import|https?:", style)
    policy = next(m for m in root.iter("meta") if m.get("http-equiv") == "Content-Security-Policy")
    assert policy.get("content").startswith("default-src 'none'; style-src 'sha256-")
    assert len(page().encode()) < 2_000_000


def test_hostile_names_are_text() -> None:
    for language in ("en", "es"):
        root = tree(page(language))
        assert HOSTILE in words(next(root.iter("h1")))
        assert "<b>now</b>" in words(next(root.iter("main")))
        assert not list(root.iter("b"))


def test_the_numbers_are_those_of_the_comparison() -> None:
    table = next(tree(page()).iter("table"))
    shown = [[words(cell) for cell in row] for row in table.find("tbody")]
    comparison = lived().comparison
    for row, kpi in zip(shown, comparison.kpis, strict=True):
        change = comparison.difference(kpi.name)
        assert row[3].replace("−", "-") in (kpi.change(change.estimate), "–")
        limits = f"{kpi.change(change.low)} to {kpi.change(change.high)}"
        assert row[4].replace("−", "-").rstrip("*") in (limits, "–")
        assert row[6] == kpi.estimand
    answer = next(e for e in tree(page()).iter("section") if e.get("id") == "answer")
    assert verdict(comparison).worth in words(answer)


def test_both_languages_have_the_same_numbers() -> None:
    def cells(language: str) -> list[str]:
        found = [
            words(c) for c in tree(page(language)).iter("td") if (c.get("class") or "").startswith("number")
        ]
        return [cell for cell in found if re.search(r"\d", cell)]

    english, decimal = cells("en"), str.maketrans(",.", ".,")
    assert len(english) > 60
    assert [cell.translate(decimal).replace(" to ", " a ") for cell in english] == cells("es")


def test_no_english_heading_is_left_in_spanish() -> None:
    def own(language: str) -> set[str]:
        root = tree(page(language))
        foreign = {
            id(inner) for e in root.iter() if e.get("lang") == "en" and e.tag != "html" for inner in e.iter()
        }
        kinds = ("h2", "h3", "th", "dt", "p", "a", "caption")
        return {words(e) for e in root.iter() if e.tag in kinds and id(e) not in foreign and words(e)}

    same = {text for text in own("en") & own("es") if re.search(r"[a-z]{4}", text)}
    assert not same


def test_the_two_catalogues_say_the_same_things() -> None:
    english, spanish_ones = english_texts.TEXTS, spanish_texts.TEXTS
    assert set(english) == set(spanish_ones)
    for key, text in english.items():
        places = {*PLACES.findall(text)} - {"assumption"}
        assert places == {*PLACES.findall(spanish_ones[key])} - {"assumption"}, key


def test_every_text_is_used() -> None:
    folder = Path(spanish.__file__).parent
    code = "".join(
        p.read_text() for p in folder.iterdir() if p.suffix in (".py", ".html") and "texts" not in p.name
    )
    starts = (
        "do.",
        "headline.",
        "pay.",
        "kind.",
        "root.profit.",
        "price.",
        *(f"{name}" for name in SECTIONS),
    )
    unused = [
        k
        for k in english_texts.TEXTS
        if not re.search(rf"""["']{re.escape(k)}["']""", code) and not k.startswith(starts)
    ]
    assert not unused


def signed(comparison: Comparison, profit: float, headline: float) -> Comparison:
    """The comparison with other signs of its two leading differences."""
    table = comparison.differences.copy()
    for name, sign in (("profit", profit), (comparison.headline, headline)):
        size = abs(float(table.loc[name, "difference"])) or 1.0
        middle, half = sign * size, 0.5 * size if sign else 2.0 * size
        table.loc[name, ["difference", "low", "high"]] = [middle, middle - half, middle + half]
    return replace(comparison, differences=table)


@pytest.mark.parametrize("profit", [1.0, 0.0, -1.0])
@pytest.mark.parametrize("headline", [1.0, 0.0, -1.0])
def test_the_spanish_verdict_has_the_cases_and_numbers_of_the_english(profit: float, headline: float) -> None:
    comparison = signed(lived().comparison, profit, headline)
    one, other = verdict(comparison), spanish.verdict(comparison)
    assert one.outcome == other.outcome
    digits = re.compile(r"\d+(?:[.,]\d+)*")
    decimal = str.maketrans(",.", ".,")
    for mine, theirs in ((one.title, other.title), (one.worth, other.worth), (one.rests_on, other.rests_on)):
        found = sorted(number.translate(decimal) for number in digits.findall(mine.replace("1,000", "1000")))
        assert found == sorted(digits.findall(theirs.replace("1.000", "1000"))), theirs
    assert not re.search(
        r"\b(the|and|more|less|pays|per|of)\b", f"{other.title} {other.worth} {other.rests_on}"
    )


@pytest.mark.parametrize("told", ["everywhere", "nowhere", "above", "below", "several", "undecided"])
def test_every_break_even_has_its_words(told: Any) -> None:
    comparison = lived().comparison
    assert comparison.break_even is not None
    level = 0.5 if told in ("above", "below", "several") else float("nan")
    root = Root(told, level, 0.4, float("inf"))
    changed = replace(comparison, break_even=replace(comparison.break_even, roots={"profit": root}))
    for language in ("en", "es"):
        text = html(replace(undrawn(), comparison=changed), language)
        assert ("50\u00a0%" in text) == (told in ("above", "below", "several"))


def test_a_comparison_without_its_scenario_says_what_is_left_out() -> None:
    bare = replace(lived(), scenario=None, causes=None, maps=None, forest=None)
    root = tree(html(bare, "es"))
    assert [e.get("id") for e in root.iter("section")] == list(SECTIONS)
    assert not list(root.iter("img"))
    assert words(root.find("body")).count(spanish_texts.TEXTS["stories.lost"]) == 4


def test_a_comparison_that_saw_nobody_is_drawn() -> None:
    comparison = lived().comparison
    table = comparison.differences.copy()
    table.loc[:, ["difference", "low", "high"]] = float("nan")
    people = comparison.people.assign(per_1000=float("nan"))
    bare = replace(comparison, differences=table, people=people, calibration=None, band=None, break_even=None)
    for language in ("en", "es"):
        assert (
            "nan" not in words(tree(html(replace(undrawn(), comparison=bare), language)).find("body")).split()
        )


def test_a_company_in_which_nobody_feels_anything() -> None:
    evidence = gather("v_handoff", quick=True, replications=2, workers=2)
    root = tree(html(replace(evidence, maps=None, forest=None), "es"))
    assert words(root.find("body")).count(spanish_texts.TEXTS["no_feelings"]) == 2


def called(*line: str) -> Result:
    return CliRunner().invoke(journey, ["report", *line], standalone_mode=False)


def test_the_command_writes_the_report_of_a_scenario_and_of_a_saved_comparison(tmp_path: Path) -> None:
    out = tmp_path / "mine.html"
    done = called(str(company()), "--quick", "--replications", "2", "--language", "es", "--out", str(out))
    assert done.exception is None, done.exception
    assert str(out) in done.output
    text = out.read_text(encoding="utf-8")
    tree(text)
    assert "journey explain" in text  # the command for what --quick leaves out
    assert [p.name for p in tmp_path.iterdir()] == ["mine.html"]  # written whole, nothing beside it
    comparison = replace(
        lived().comparison, manifest=lived().comparison.manifest | {"command": f"journey compare {company()}"}
    )
    folder = comparison.save(tmp_path / "saved")
    again = gather(folder, quick=True, workers=2)
    assert again.scenario is not None
    pd.testing.assert_frame_equal(again.comparison.differences, comparison.differences, check_dtype=False)
    lost = comparison.manifest | {"command": "journey compare gone.yaml"}
    nobody = gather(replace(comparison, manifest=lost).to_csv(tmp_path / "lost"), quick=True)
    assert nobody.scenario is None


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["nowhere_at_all"], "nowhere_at_all"),
        (["corner", "--language", "fr"], "unknown language 'fr'"),
        (["corner", "--out", "mine.pdf"], "name it mine.html"),
        (["corner", "--out", "no/such/mine.html"], "there is no folder no/such"),
        (["corner", "--designs", "today", "bettr"], "did you mean 'better'"),
        (["corner", "--discovery", "nothing_here"], "nothing_here holds no discovery"),
        (["saved", "--seed", "3"], "leave out --seed"),
    ],
)
def test_mistakes_are_told_in_a_sentence(options: list[str], said: str, tmp_path: Path) -> None:
    if options[0] == "corner":
        options = [str(company()), *options[1:]]
    elif options[0] == "saved":
        options = [str(lived().comparison.to_csv(tmp_path / "saved")), *options[1:]]
    done = called(*options)
    assert done.exception is not None
    assert said in str(done.exception)
    assert type(done.exception).__name__ in ("InputError", "ScenarioError")


def shop() -> Scenario:
    return parse(TEXT, "corner_shop.yaml")


MOVES: dict[str, Any] = {
    "levers.advice.changes": {"touchpoints.order.next": {"buy": 0.7, "LOST": 0.3}},
    "levers.file.changes.handoffs.retention": 0.675,
    "levers.more": {
        "title": "More clerks",
        "kind": "mechanism",
        "evidence": "A",
        "changes": {"teams.clerks.servers": 3},
    },
    "designs.bold": {"title": "Bold", "lens": "goal", "levers": ["advice", "more"]},
    "designs.better.levers": ["advice", "file"],
    "handoffs.repeat_minutes": 3.0,
    "handoffs.retention": 0.4,
}


def test_a_what_if_says_what_it_moves() -> None:
    found = [(row.name, row.before, row.after) for row in moved(shop(), MOVES)]
    assert found == [
        (
            "Better advice <script>alert(1)</script>: touchpoints.order.next",
            "buy 0.9, LOST 0.1",
            "buy 0.7, LOST 0.3",
        ),
        ("One file: handoffs.retention", "0.95", "0.675"),
        ("More clerks: teams.clerks.servers", "1", "3"),
        ("Bold: levers", "", "advice, more"),
        ("handoffs.repeat_minutes", f"{shop().handoffs.repeat_minutes:g}", "3"),
    ]  # the levers of Better are the same by name, and retention is what it was
    assert moved(shop(), {}) == ()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_report_of_a_what_if_lists_it(language: str) -> None:
    evidence = replace(undrawn(), changes=MOVES, moved=moved(shop(), MOVES))
    found = tree(html(evidence, language))
    assert "More clerks: teams.clerks.servers" in words(found)
    assert [a.get("href") for a in found.iter("a")].count("#moved") == 1
    assert [e.get("id") for e in found.iter("h3")].count("moved") == 1
    assert "levers.file.changes.handoffs.retention=0.675" in evidence.asked
    assert "#moved" not in html(undrawn(), language)


def test_a_scenario_in_hand_gives_the_report_of_its_file() -> None:
    def made(name: Any, **more: Any) -> str:
        evidence = gather(
            name, quick=True, replications=2, workers=2, changes={"handoffs.retention": 0.6}, **more
        )
        return html(replace(evidence, maps=None, forest=None))

    assert made(shop(), origin=str(company())) == made(company())


def test_about_as_many_worlds_as_are_foretold() -> None:
    lived()
    made = sum(planned for what, _, planned in PHASES if not what.startswith("calibrating"))
    foretold = about_runs(shop(), ("today", "better"), 4, quick=False)
    assert foretold == pytest.approx(made, rel=0.2)
    assert about_runs(shop(), ("today", "better"), 4, quick=True) < foretold / 2


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(InputError, match="fr"):
        html(lived(), "fr")


def test_pdf_when_the_extra_is_there(tmp_path: Path) -> None:
    pytest.importorskip("weasyprint", reason="PDF is an extra: pip install 'journeysim[pdf]'")
    from experiments.report.pdf import pdf

    made = pdf(page("es"))
    assert made.startswith(b"%PDF")
    assert len(made) < 2_000_000
