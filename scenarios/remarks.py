"""Evidence that a scenario's author wrote beside a number: a comment on its line with a tag in brackets.

    patience_minutes: 6.3        # Zeltyn 2005: 72 s / 0.19 [D]

A number without such a comment that differs from its default is tagged A, "set by the scenario".
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from scenarios.load import source_of
from scenarios.yaml12 import Node, read

_TAG: Final = re.compile(r"\s*\[(V2|V|M|D|A)\]")


@dataclass(frozen=True, slots=True)
class Remark:
    """What the author says of a number: its value there, the weakest tag on the line, and the words beside it."""

    value: int | float
    evidence: str
    source: str


WEAKEST_FIRST: Final = ("A", "M", "D", "V2", "V")
"""Evidence tags, the weakest first."""


def remarks(name_or_path: str | os.PathLike[str]) -> dict[str, Remark]:
    """Dotted path -> remark, for every number of a scenario file that shares its line with a tagged comment.

    Raises:
        ScenarioError: when the file cannot be read.
    """
    source = source_of(name_or_path)
    root = read(source).root
    if root is None:
        return {}
    lines = source.text.splitlines()
    return {
        path: Remark(value, *said)
        for path, value, line in _numbers(root, "")
        if 0 < line <= len(lines) and (said := _said(lines[line - 1])) is not None
    }


def _numbers(node: Node, path: str) -> Iterator[tuple[str, int | float, int]]:
    """Every number with its path and line; a bare number for a trait is its mean."""
    children: Any = node.children
    if isinstance(children, dict | list):
        pairs = children.items() if isinstance(children, dict) else enumerate(children)
        for key, child in pairs:
            yield from _numbers(child, f"{path}.{key}" if path else str(key))
    elif isinstance(node.value, int | float) and not isinstance(node.value, bool):
        yield path, node.value, node.line
        if ".traits." in path:
            yield f"{path}.mean", node.value, node.line


def _said(line: str) -> tuple[str, str] | None:
    """Tag and words of the comment that ends a line; None without a tagged one."""
    comment = _comment(line)
    tags = _TAG.findall(comment)
    if not tags:
        return None
    words = _TAG.sub("", comment).strip(" ;,.")
    return min(tags, key=WEAKEST_FIRST.index), words


def _comment(line: str) -> str:
    """What follows the first # that is no part of a quoted text or of a word."""
    quote, before = "", " "
    for place, character in enumerate(line):
        if quote:
            if character == quote and not (quote == '"' and before == "\\"):
                quote = ""
        elif character in "'\"" and before in " {[,:":
            quote = character
        elif character == "#" and before.isspace():
            return line[place + 1 :]
        before = character
    return ""
