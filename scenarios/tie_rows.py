"""The lines of a file of ties: two people and, where ties differ in force, a weight.

Between them stand commas, semicolons, tabs or blanks. A first line with headings is allowed; empty lines, and lines
that start with # or %, are passed over.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from itertools import chain
from typing import Final, TextIO

MAX_LINE: Final = 1_000
SEPARATORS: Final = ("\t", ";", ",")
COMMENTS: Final = ("#", "%")
HEADINGS: Final = frozenset(
    {"person", "person1", "person2", "person_1", "person_2", "from", "to", "source", "target", "ego", "alter"}
    | {"node", "node1", "node2", "fromnodeid", "tonodeid"}
)

Row = tuple[int, list[str]]
"""Number of the line, counted from 1, and its cells."""


class TiesError(ValueError):
    """A file of ties that cannot be used; the message says which line is wrong and what to do."""


def tie_rows(file: TextIO) -> Iterator[Row]:
    """The lines that hold ties, each with two cells, or each with three.

    Raises:
        TiesError: when a line has another number of columns, or the third column has another heading than 'weight'.
    """
    rows = _rows(file)
    first, second = next(rows, None), next(rows, None)
    if first is None:
        return
    columns = len(first[1])
    if columns not in (2, 3):
        raise TiesError(
            f"line {first[0]} has {columns} columns{_shown(first[1])}; a tie has two or three, with commas, "
            "semicolons, tabs or blanks between: person, person, weight"
        )
    below = [] if second is None else [second]
    for line, cells in chain([] if _headings(first, second) else [first], below, rows):
        if len(cells) != columns:
            raise TiesError(f"line {line} has {len(cells)} columns{_shown(cells)}; the first has {columns}")
        if not cells[0] or not cells[1]:
            raise TiesError(f"line {line} has a tie to nobody{_shown(cells)}; give two people")
        yield line, cells


def weight_of(line: int, text: str) -> float:
    """The weight in a cell.

    Raises:
        TiesError: when it is not a number in (0, 1].
    """
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not math.isfinite(weight):
        raise TiesError(f"line {line} has the weight '{_short(text)}', which is not a number")
    if weight <= 0.0:
        raise TiesError(
            f"line {line} has the weight {weight:g}; a weight is more than 0 (for no tie leave the line out)"
        )
    if weight > 1.0:
        raise TiesError(
            f"line {line} has the weight {weight:g}; a weight is the force of a word, at most 1: divide all weights "
            "by the largest"
        )
    return weight


def _lines(file: TextIO) -> Iterator[str]:
    """The lines of a file, comments as empty ones."""
    number = 0
    while text := file.readline(MAX_LINE):
        number += 1
        if len(text) == MAX_LINE:
            raise TiesError(
                f"line {number} is longer than {MAX_LINE - 1} characters; every line holds one tie"
            )
        yield "" if text.startswith(COMMENTS) else text


def _rows(file: TextIO) -> Iterator[Row]:
    """Every line that is neither empty nor a comment; the first one tells what stands between the cells."""
    lines = _lines(file)
    number, first = next(((n, text) for n, text in enumerate(lines, 1) if text.strip()), (1, ""))
    separator = next((mark for mark in SEPARATORS if mark in first), None)
    reader = csv.reader(chain([first], lines), delimiter=separator or "\0")
    try:
        for row in reader:
            if row:
                cells = row[0].split() if separator is None else [cell.strip() for cell in row]
                yield number + reader.line_num - 1, cells
    except csv.Error as error:
        raise TiesError(f"line {number + reader.line_num - 1} cannot be read: {error}") from None


def _headings(first: Row, second: Row | None) -> bool:
    """Whether the first row names its columns: by words we know, or by words above numbers."""
    line, cells = first
    if len(cells) == 3 and not _is_number(cells[2]):
        if cells[2].lower() != "weight":
            raise TiesError(
                f"line {line} has '{_short(cells[2])}' in its third column; write a number there, or 'weight' if the "
                "line holds headings"
            )
        return True
    if all(cell.lower() in HEADINGS for cell in cells[:2]):
        return True
    below = [] if second is None else second[1][:2]
    return (
        bool(below)
        and all(_is_number(cell) for cell in below)
        and not any(_is_number(cell) for cell in cells[:2])
    )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _shown(cells: list[str]) -> str:
    """The cells of a line, cut when there are many or long ones."""
    shown = ", ".join(f"'{_short(cell)}'" for cell in cells[:6])
    return f" ({shown}{', ...' if len(cells) > 6 else ''})"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
