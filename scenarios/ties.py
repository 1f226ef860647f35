"""Ties read from a file: who knows whom, one tie per line, and a hash that tells one such network from another.

A line holds two people and, where ties differ in force, a weight; between them commas, semicolons, tabs or blanks. A
first line with headings is allowed, empty lines and lines that start with # or % are passed over. People are numbered in
the order in which they first appear; their names mean nothing to the simulation.
"""

from __future__ import annotations

import csv
import math
import os
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from scenarios.checks import part
from scenarios.errors import Finding, did_you_mean

if TYPE_CHECKING:
    from scenarios.schema import Scenario

MAX_ROWS: Final = 50_000_000
MAX_PEOPLE: Final = 10_000_000
MAX_LINE: Final = 1_000
SEPARATORS: Final = ("\t", ";", ",")
COMMENTS: Final = ("#", "%")
HEADINGS: Final = frozenset(
    {"person", "person1", "person2", "person_1", "person_2", "from", "to", "source", "target", "ego", "alter"}
    | {"node", "node1", "node2", "fromnodeid", "tonodeid"}
)

Row = tuple[int, list[str]]


class TiesError(ValueError):
    """A file of ties that cannot be used; the message says which line is wrong and what to do."""


@dataclass(frozen=True, eq=False, repr=False, slots=True)
class Ties:
    """The ties of a file. Two are equal when their ties are, whatever the files are called.

    name: of the file; people: how many stand in it; one, other: the two ends of each tie (numbers below `people`,
    C ints); weight: force of each tie (doubles in (0, 1]); sha256: of people and ties.
    """

    name: str
    people: int
    one: array[int]
    other: array[int]
    weight: array[float]
    sha256: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ties) and self.sha256 == other.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __str__(self) -> str:
        return f"sha256:{self.sha256}"

    def __repr__(self) -> str:
        return f"Ties({self.name!r}, {self.people} people, {len(self.one)} ties, {self})"

    @classmethod
    def _validated(cls, value: object) -> Ties:
        if isinstance(value, Ties):
            return value
        if not isinstance(value, str):
            raise PydanticCustomError("string_type", "must be the name of a file")
        try:
            return read(Path(value))
        except TiesError as error:
            raise PydanticCustomError("ties", "{reason}", {"reason": f"cannot be used: {error}"}) from None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> CoreSchema:
        """A file's name is read; a scenario holds what was read, and its JSON the hash of it."""
        serializer = core_schema.plain_serializer_function_ser_schema(str, when_used="json")
        return core_schema.no_info_plain_validator_function(cls._validated, serialization=serializer)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": "string"}


NO_TIES: Final = Ties("", 0, array("i"), array("i"), array("d"), "")
"""Stands where a file could not be read, so that only that is reported."""


def read(path: Path) -> Ties:
    """Read a file of ties.

    Raises:
        TiesError: when it cannot be read or a line is wrong.
    """
    try:
        if path.is_dir():
            raise TiesError(f"{path} is a folder; name a file inside it")
        if path.exists() and not path.is_file():
            raise TiesError(f"{path} is not a file")
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _ties(path.name, _rows(file))
    except TiesError:
        raise
    except FileNotFoundError:
        raise TiesError(f"there is no file {path}{_neighbour(path)}") from None
    except UnicodeDecodeError:
        raise TiesError(f"{path.name} is not a text file in UTF-8; save it as UTF-8") from None
    except (OSError, ValueError) as error:
        raise TiesError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None


def read_named(data: object, folder: Path) -> list[Finding]:
    """Read the files of ties that plain data names, for the world or in levers and presets, and put the ties there.

    Args:
        data: plain data of a scenario, changed in place.
        folder: where the files are named from.
    """
    findings: list[Finding] = []
    known: dict[str, Ties] = {}
    for path, holder, key in _places(data):
        name = holder[key]
        try:
            known[name] = known.get(name) or read(folder / name)
        except TiesError as error:
            findings.append(Finding(path, f"{'.'.join(path)} cannot be used: {error}"))
            known[name] = NO_TIES
        holder[key] = known[name]
    return findings


def _places(data: object) -> Iterator[tuple[tuple[str, ...], dict[str, Any], str]]:
    """Where files of ties may be named: path, mapping and key of each name."""
    changes = [("presets", name) for name in part(data, "presets")]
    changes += [("levers", name, "changes") for name in part(data, "levers")]
    holders = [("network",), *changes, *((*path, "network") for path in changes)]
    for path in holders:
        holder = part(data, *path)
        for key in ("file",) if path[-1] == "network" else ("network.file",):
            if isinstance(holder, dict) and isinstance(holder.get(key), str):
                yield (*path, key), holder, key


def note(scenario: Scenario) -> str | None:
    """How a file of ties and the people of a scenario match in number, in a sentence; None without such a file."""
    ties = scenario.network.file
    if scenario.network.kind != "edge_list" or ties is None:
        return None
    arrivals, horizon = scenario.arrivals, scenario.clock.horizon_days
    started = arrivals.market_size or arrivals.rate_per_day * (arrivals.until_days or horizon)
    expected = round(started) + arrivals.existing_customers
    known = f"{ties.name}: {ties.people:,} people, {len(ties.one):,} ties; about {expected:,} people are expected"
    if expected < ties.people:
        return f"{known}, so about {ties.people - expected:,} of the file, drawn at random, are left out"
    return f"{known}, so about {expected - ties.people:,} of them have no ties"


def _neighbour(path: Path) -> str:
    """A file of nearly that name in the same folder, as a question."""
    try:
        return did_you_mean(path.name, os.listdir(path.parent))
    except OSError:
        return ""


def _ties(name: str, rows: Iterator[Row]) -> Ties:
    """Number the people and keep the ties. Ties of people to themselves are left out."""
    number: dict[str, int] = {}
    one, other, weight = array("i"), array("i"), array("d")
    columns = 0
    for count, (line, cells) in enumerate(_without_headings(rows)):
        columns = columns or len(cells)
        if len(cells) != columns:
            raise TiesError(f"line {line} has {len(cells)} columns, not {columns}{_shown(cells)}")
        if count >= MAX_ROWS or len(number) > MAX_PEOPLE:
            raise TiesError(f"there are more than {MAX_ROWS:,} ties or {MAX_PEOPLE:,} people")
        force = 1.0 if columns == 2 else _weight(line, cells[2])
        ends = [number.setdefault(person, len(number)) for person in cells[:2]]
        if not cells[0] or not cells[1]:
            raise TiesError(f"line {line} has a tie to nobody; give two people")
        if ends[0] != ends[1]:
            one.append(ends[0])
            other.append(ends[1])
            weight.append(force)
    if not one:
        raise TiesError("there is no tie in it; every line holds two people")
    digest = sha256(str(len(number)).encode())
    for values in (one, other, weight):
        digest.update(values)
    return Ties(name, len(number), one, other, weight, digest.hexdigest())


def _rows(file: TextIO) -> Iterator[Row]:
    """Line number and cells of every line that is neither empty nor a comment."""
    lines = _lines(file)
    first = next((line for line in lines if line[1].strip()), None)
    if first is None:
        return
    separator = next((mark for mark in SEPARATORS if mark in first[1]), None)
    here = first[0]

    def texts() -> Iterator[str]:
        nonlocal here
        for here, text in chain([first], lines):
            yield text

    cells: Iterator[list[str]]
    if separator is None:
        cells = (text.split() for text in texts())
    else:
        cells = csv.reader(texts(), delimiter=separator, skipinitialspace=True)
    try:
        for row in cells:
            if row:
                yield here, [cell.strip() for cell in row]
    except csv.Error as error:
        raise TiesError(f"line {here} cannot be read: {error}") from None


def _lines(file: TextIO) -> Iterator[tuple[int, str]]:
    """Number and text of every line; comments become empty ones."""
    number = 0
    while text := file.readline(MAX_LINE):
        number += 1
        if len(text) >= MAX_LINE:
            raise TiesError(f"line {number} is longer than {MAX_LINE:,} characters; every line holds one tie")
        yield number, "" if text.startswith(COMMENTS) else text


def _without_headings(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows after a first one of headings, if there is one."""
    first, second = next(rows, None), next(rows, None)
    if first is None:
        return rows
    rest = chain([] if second is None else [second], rows)
    line, cells = first
    if len(cells) not in (2, 3):
        raise TiesError(
            f"line {line} has {len(cells)} columns{_shown(cells)}; a tie has two or three, with commas, semicolons, tabs or "
            "blanks between: person, person, weight"
        )
    named = all(cell.lower() in HEADINGS for cell in cells[:2])
    above_numbers = (
        second is not None
        and not any(_is_number(cell) for cell in cells[:2])
        and all(_is_number(cell) for cell in second[1][:2])
    )
    headed = len(cells) == 3 and not _is_number(cells[2])
    if headed and cells[2].lower() != "weight":
        raise TiesError(
            f"line {line} has '{_short(cells[2])}' in its third column; write a number there, or 'weight' if the line "
            "holds headings"
        )
    return rest if named or above_numbers or headed else chain([first], rest)


def _shown(cells: list[str]) -> str:
    """The cells of a line, cut when there are many or long ones."""
    shown = ", ".join(f"'{_short(cell)}'" for cell in cells[:6])
    return f" ({shown}{', ...' if len(cells) > 6 else ''})"


def _weight(line: int, text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        weight = math.nan
    if not math.isfinite(weight):
        raise TiesError(f"line {line} has the weight '{_short(text)}', which is not a number")
    if weight <= 0.0:
        raise TiesError(
            f"line {line} has the weight {weight:g}; a weight is more than 0 (leave the line out for no tie)"
        )
    if weight > 1.0:
        raise TiesError(
            f"line {line} has the weight {weight:g}; a weight is the force of a word, at most 1: divide all weights by "
            "the largest"
        )
    return weight


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
