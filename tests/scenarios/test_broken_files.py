"""Broken files give exactly the expected report: every problem, in order, with its place and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import ScenarioError, load, names, parse

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_report_is_exact(path: Path) -> None:
    expected = path.with_suffix(".txt").read_text(encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        parse(path.read_text(encoding="utf-8"), path.name)
    assert str(caught.value) + "\n" == expected


def test_there_are_at_least_twenty() -> None:
    assert len(BROKEN) >= 20
    assert {path.stem for path in BROKEN} == {path.stem for path in (HERE / "broken").glob("*.txt")}


def test_the_unbroken_file_is_fine() -> None:
    assert load(HERE / "minimal.yaml").scenario == "shop"


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_no_word_of_the_machinery_is_seen(path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    for word in (
        "pydantic",
        "Input should",
        "Traceback",
        "NoneType",
        "function-before",
        "tagged-union",
        "dict[",
    ):
        assert word not in str(caught.value)


def test_problems_are_sorted_and_carry_their_line() -> None:
    with pytest.raises(ScenarioError) as caught:
        load(HERE / "broken" / "bad_bounds.yaml")
    places = [(problem.line, problem.column) for problem in caught.value.problems]
    assert places == sorted(places)
    lines = (HERE / "broken" / "bad_bounds.yaml").read_text(encoding="utf-8").splitlines()
    assert all(problem.source_line == lines[problem.line - 1] for problem in caught.value.problems)


def test_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(ScenarioError) as caught:
        load("bank_credit_45")
    assert str(caught.value) == (
        "bank_credit_45: error: unknown scenario 'bank_credit_45' — did you mean 'bank_credit_45d'? "
        f"built-in scenarios are {', '.join(names())}"
    )
    with pytest.raises(ScenarioError, match=r"'zzz'; built-in scenarios are .*v_handoff"):
        load("zzz")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"# only a comment\n", "the file is empty"),
        (b"null\n", "the file is empty"),
        (b"just a sentence\n", "must be a mapping"),
        (b"12\n", "must be a mapping"),
        (b"\x89PNG\r\n\x1a\n\x00\xff\xfe", "not a text file in UTF-8"),
        (b"title: \x00\n", "character U+0000 is not allowed"),
        (b"title: \x1b[31mred\n", "character U+001B is not allowed"),
        (b'title: "\\x1b[31mred"\n', "must not contain control characters"),
        (b"a: " + b"[" * 60 + b"]" * 60, "nested more than 50 levels"),
        (b"a: " + b"[" * 100_000, "nested more than 50 levels"),
        (b"a: 1\n" * 250_000, "larger than 1 MB"),
        (b"- 1\n" * 150_000, "more than 100,000 values"),
        (b"a: " + b"9" * 5_000, "is larger than"),
        (b"a: 0x" + b"f" * 5_000, "is larger than"),
        (b"? [a, b]\n: 1\n", "a key must be a single word"),
        (b"&a a: *a\n", "alias '*a' is not allowed"),
        (b"*a : 1\n", "alias '*a' is not allowed"),
        (b"a: !!python/object:os.system x\n", "tags"),
        (b"%FOO\n---\na: 1\n", "the scenario has no 'title'"),
    ],
)
def test_no_file_is_a_surprise(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert message in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="this is a folder"):
        load(tmp_path)
    with pytest.raises(ScenarioError, match="there is no such file"):
        load(tmp_path / "none.yaml")
    with pytest.raises(ScenarioError, match="cannot be read"):
        load("\0.yaml")


def test_byte_order_mark_and_windows_lines_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    text = (HERE / "minimal.yaml").read_text(encoding="utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load(path) == load(HERE / "minimal.yaml")


def test_long_reports_are_shortened_but_complete() -> None:
    text = (HERE / "minimal.yaml").read_text(encoding="utf-8")
    text += "".join(f"zzzz{number}: 1\n" for number in range(150))
    with pytest.raises(ScenarioError) as caught:
        parse(text)
    assert len(caught.value.problems) == 150
    assert str(caught.value).endswith("... and 50 more problems")


def test_files_of_absurd_size_are_refused_at_once() -> None:
    text = (HERE / "minimal.yaml").read_text(encoding="utf-8")
    levers = "".join(
        f"  x{n}: {{title: x, kind: process, changes: {{handoffs.retention: 1}}}}\n" for n in range(300)
    )
    with pytest.raises(ScenarioError) as caught:
        parse(text.replace("levers:\n", f"levers:\n{levers}", 1))
    assert [problem.message for problem in caught.value.problems] == [
        "levers has 302 entries; at most 100 are allowed"
    ]
