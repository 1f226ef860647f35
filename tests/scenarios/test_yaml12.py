"""The YAML reader follows the 1.2 core schema, not PyYAML's 1.1."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from scenarios import yaml12
from scenarios.errors import Source
from scenarios.yaml12 import plain, read


def value_of(text: str) -> Any:
    document = read(Source("x.yaml", text))
    assert document.problems == []
    assert document.root is not None
    return plain(document.root)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("on", "on"), ("off", "off"), ("yes", "yes"), ("No", "No"), ("y", "y"),
        ("true", True), ("False", False), ("TRUE", True), ("tRUE", "tRUE"),
        ("null", None), ("~", None), ("", None), ("Null", None), ("none", "none"),
        ("0", 0), ("010", 10), ("-07", -7), ("+3", 3), ("0o17", 15), ("0x1F", 31), ("0b1", "0b1"), ("1_000", "1_000"),
        ("1e3", 1000.0), ("1E-3", 0.001), ("-1.5e+2", -150.0), (".5", 0.5), ("1.", 1.0), ("6.3", 6.3), ("e3", "e3"),
        (".", "."), ("1.2.3", "1.2.3"), ("12:30", "12:30"), ("2024-01-01", "2024-01-01"), ("'1'", "1"), ('"on"', "on"),
        ("=", "="), ("<<", "<<"),
    ],
)  # fmt: skip
def test_words(word: str, value: object) -> None:
    found = value_of(f"a: {word}\n")["a"]
    assert found == value
    assert type(found) is type(value)


def test_pyyaml_itself_would_get_these_wrong() -> None:
    wrong = yaml.safe_load("{a: no, b: on, c: 1e3, d: 010, e: 12:30, a: 1}")
    right = value_of("{a: no, b: on, c: 1e3, d: 010, e: 12:30}")
    assert wrong == {"a": 1, "b": True, "c": "1e3", "d": 8, "e": 750}
    assert right == {"a": "no", "b": "on", "c": 1000.0, "d": 10, "e": "12:30"}


def test_keys_are_text_as_written() -> None:
    assert value_of("06: 1\n1e3: 2\nnull: 3\ntrue: 4\n") == {"06": 1, "1e3": 2, "null": 3, "true": 4}


def test_positions_count_characters_from_one() -> None:
    document = read(Source("x.yaml", "é: {ñ: [1, ü]}\nb:\n  - c\n"))
    assert document.root is not None
    assert isinstance(document.root.children, dict)
    inner = document.root.children["é"]
    assert isinstance(inner.children, dict)
    items = inner.children["ñ"]
    assert (items.key_line, items.key_column, items.line, items.column) == (1, 5, 1, 8)
    assert isinstance(items.children, list)
    assert (items.children[1].line, items.children[1].column) == (1, 12)


def test_without_the_fast_parser_everything_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        "a: 1\nb: [on, {c: 010}]\n",
        "a: [1\n",
        "a: 'x\n",
        "a: b: c\n",
        "\ta: 1\n",
        "a: 1\na: 2\n",
        "é: *x\n",
    ]
    fast = [read(Source("x", text)) for text in texts]
    monkeypatch.setattr(yaml12, "_FAST", yaml.SafeLoader)
    assert [read(Source("x", text)) for text in texts] == fast


def test_a_bomb_does_not_go_off() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    document = read(Source("x.yaml", bomb))
    assert len(document.problems) == 61
