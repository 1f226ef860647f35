"""What is wrong with a scenario: where, what, and what to do about it, all problems at once."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from itertools import islice
from typing import Final

_LINE_BREAK: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_SHOWN_WIDTH: Final = 120
_SHOWN_PROBLEMS: Final = 100
_COMPARED_NAMES: Final = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. Line and column count from 1; 0 = the file as a whole."""

    file: str
    line: int
    column: int
    message: str
    source_line: str = ""

    def __str__(self) -> str:
        """`file:line:column: error: message`, with the source line and a caret below when the place is known."""
        if not self.line:
            return f"{_shown(self.file)}: error: {_shown(self.message)}"
        head = f"{_shown(self.file)}:{self.line}:{self.column}: error: {_shown(self.message)}"
        text, start = _window(self.source_line, self.column)
        pad = "".join("\t" if c == "\t" else " " * _width(c) for c in text[: max(self.column - 1 - start, 0)])
        return f"{head}\n{self.line:>6} | {_shown(text)}\n       | {pad}^"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in plain data, before its place in a file is known."""

    path: tuple[str | int, ...]
    message: str
    at_key: bool = False
    """Whether the key itself is to be pointed at rather than its value."""


class ScenarioError(Exception):
    """A scenario that cannot be used; `problems` lists everything that is wrong with it, sorted by position."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: list[Problem] = sorted(problems, key=lambda p: (p.line, p.column))
        super().__init__(self.problems)

    def __str__(self) -> str:
        shown = [str(problem) for problem in self.problems[:_SHOWN_PROBLEMS]]
        hidden = len(self.problems) - len(shown)
        if hidden:
            shown.append(f"... and {hidden} more problems")
        return "\n".join(shown)


@dataclass(frozen=True)
class Source:
    """A file's name and text, and where its lines start."""

    file: str
    text: str = field(repr=False)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_BREAK.finditer(self.text))]

    @cached_property
    def _lines(self) -> list[str]:
        return _LINE_BREAK.split(self.text)

    def position(self, index: int) -> tuple[int, int]:
        """Line and column, from 1, of a character index."""
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1

    def problem(self, line: int, column: int, message: str) -> Problem:
        """A problem at a place in this file; line 0 = the file as a whole."""
        shown = self._lines[line - 1] if 0 < line <= len(self._lines) else ""
        return Problem(self.file, line, column, message, shown)


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is most like this one, if any is."""
    by_lower = {name.lower(): name for name in islice(known, _COMPARED_NAMES)}
    close = get_close_matches(word[:80].lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` — did you mean 'x'?` for the closest known word, else the empty string."""
    guess = closest(word, known)
    return f" — did you mean '{guess}'?" if guess is not None else ""


def known_words(known: Iterable[str], *, limit: int = 12) -> str:
    """The known words as a list for people, shortened after `limit`."""
    words = [f"'{word}'" for word in dict.fromkeys(known)]
    if not words:
        return "none"
    return ", ".join(words[:limit]) + (", ..." if len(words) > limit else "")


def _window(line: str, column: int) -> tuple[str, int]:
    """The part of a long line around a column, and the index at which it starts."""
    if len(line) <= _SHOWN_WIDTH:
        return line, 0
    start = max(0, min(column - 1 - _SHOWN_WIDTH // 2, len(line) - _SHOWN_WIDTH))
    return line[start : start + _SHOWN_WIDTH], start


def _width(character: str) -> int:
    """Columns a character takes in a terminal."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _shown(text: str) -> str:
    """The text with every unprintable character made harmless for a terminal."""
    return "".join(c if c == "\t" or c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
