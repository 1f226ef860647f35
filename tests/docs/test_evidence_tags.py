"""No number of the literature appears without its tag: not in the schema, not in the documentation."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scenarios.evidence import Default, defaults
from tests.docs.pages import BLOCK, DOCS, PAGES, ROOT

GENERATED = "<!-- Written by docs/"
TAG = re.compile(r"\[(?:V2|V|M|D|A)\]")
YEAR = re.compile(r"\b(?:18|19|20)\d\d\b")
AUTHORS = re.compile(
    r"([A-Z][a-z]+(?:(?:,| &| and) (?:de |van )?[A-Z][a-z]+)*)(?: et al\.)?,? \(?(?:19|20)\d\d"
)
SURVEYS = ("SQM", "CEB", "TARP", "PwC", "Keller Fay", "East")
AMOUNT = re.compile(
    r"\d*\.\d+|\d+ ?(?:%|per cent|times|people|days?|minutes|points|stars|in \d)"
    r"|\b(?:twice|half|double|two|three|four|five|six|seven|eight|nine|ten)\b"
)
DIGITS = re.compile(r"(?<![\w.])\d*\.?\d+(?![\w])")
INLINE_CODE = re.compile(r"`[^`\n]*`")
ITEM = re.compile(r"\n(?=\s*(?:[-*|]|\d+\.) )")
TELLING = 3  # digits from which on a number is hardly there by chance


def known_authors(numbers: list[Default]) -> set[str]:
    """Surnames, and names of surveys, that the schema cites as sources."""
    names = {
        name
        for d in numbers
        for found in AUTHORS.findall(d.source)
        for name in re.findall(r"[A-Z][a-z]+", found)
    }
    return names | set(SURVEYS)


def telling_numbers(numbers: list[Default]) -> set[str]:
    """Defaults from the literature that are recognised by their digits, written as in prose: .417 as well as 0.417."""
    found = set()
    for d in numbers:
        text = "" if not isinstance(d.value, float) or d.evidence == "A" else f"{d.value:.10g}"
        if "." in text and len(text.replace(".", "").lstrip("0")) >= TELLING:
            found |= {text, text.removeprefix("0")}
    return found


def passages(page: Path) -> Iterator[str]:
    """Paragraphs, list items and rows of a page, code left out."""
    text = INLINE_CODE.sub("", BLOCK.sub("", page.read_text(encoding="utf-8")))
    for paragraph in text.split("\n\n"):
        yield from (" ".join(item.split()) for item in ITEM.split(paragraph))


NUMBERS = defaults()
NAMES = re.compile(rf"\b(?:{'|'.join(sorted(known_authors(NUMBERS)))})\b")
TELL_TALE = telling_numbers(NUMBERS)


def untagged(passage: str) -> bool:
    """Whether a passage states a number of the literature and no tag."""
    if TAG.search(passage):
        return False
    rest = YEAR.sub("", passage)
    return bool(NAMES.search(rest) and AMOUNT.search(rest)) or bool(TELL_TALE & set(DIGITS.findall(rest)))


def test_every_default_with_evidence_has_a_source() -> None:
    assert [d.path for d in NUMBERS if d.evidence != "A" and not d.source.strip()] == []


def test_the_schema_cites_whom_we_look_for() -> None:
    assert {"Kahneman", "Zeltyn", "Sheeran", "Nitzan", "Libai"} <= known_authors(NUMBERS)
    assert {".417", "0.236", "1.0986", "1.72"} <= TELL_TALE


@pytest.mark.parametrize(
    "page",
    [p for p in (ROOT / "README.md", *PAGES) if GENERATED not in p.read_text(encoding="utf-8")],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_numbers_of_the_literature_are_tagged(page: Path) -> None:
    assert [passage for passage in passages(page) if untagged(passage)] == []


@pytest.mark.parametrize(
    ("passage", "wrong"),
    [
        ("Losses weigh 2.25 times as much (Tversky & Kahneman 1992).", True),
        ("Losses weigh 2.25 times as much [M] (Tversky & Kahneman 1992).", False),
        ("Losses weigh more (Tversky & Kahneman 1992).", False),
        ("Stars move arrivals with an elasticity of .417.", True),
        ("Stars move arrivals with an elasticity of .417 [V].", False),
        ("East and colleagues find three for one.", True),
        ("The bank has 22 touchpoints.", False),
    ],
)
def test_what_counts_as_untagged(passage: str, wrong: bool) -> None:
    assert untagged(passage) is wrong


def test_generated_pages_show_a_tag_beside_every_source() -> None:
    page = (DOCS / "reference" / "evidence.md").read_text(encoding="utf-8")
    for d in NUMBERS:
        section = page.split(f"\n## [{d.evidence}] ")[1].split("\n## ")[0]
        assert f"| `{d.path}` |" in section, d.path
