"""Ties read from a file: who knows whom, and a hash that tells one such network from another.

People are numbered in the order in which they first appear; their names mean nothing to the simulation.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from scenarios.checks import part
from scenarios.errors import Finding, did_you_mean
from scenarios.tie_rows import TiesError, tie_rows, weight_of

if TYPE_CHECKING:
    from scenarios.schema import Scenario

MAX_ROWS: Final = 50_000_000
MAX_PEOPLE: Final = 10_000_000


class Ties:
    """The ties of a file. Two are equal when their ties are, whatever the files are called.

    name: of the file; people: how many stand in it; one, other: the two ends of each tie (numbers below `people`,
    C ints); weight: force of each tie (doubles in (0, 1]); sha256: of people and ties.
    """

    __slots__ = ("name", "one", "other", "people", "sha256", "weight")

    def __init__(
        self, name: str, people: int, one: array[int], other: array[int], weight: array[float]
    ) -> None:
        digest = sha256(str(people).encode())
        for values in (one, other, weight):
            digest.update(values)
        self.name, self.people, self.one, self.other, self.weight = name, people, one, other, weight
        self.sha256 = digest.hexdigest()

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


NO_TIES: Final = Ties("", 0, array("i"), array("i"), array("d"))
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
            return _ties(path.name, file)
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
    presets = [("presets", str(name)) for name in part(data, "presets")]
    changes = [*presets, *(("levers", str(name), "changes") for name in part(data, "levers"))]
    places = [("network", "file"), *((*path, "network.file") for path in changes)]
    for *path, key in [*places, *((*path, "network", "file") for path in changes)]:
        holder = part(data, *path)
        if isinstance(holder, dict) and isinstance(holder.get(key), str):
            yield (*path, key), holder, key


def note(scenario: Scenario) -> str | None:
    """How a file of ties and the people of a scenario match in number, in a sentence; None without such a file."""
    ties = scenario.network.file
    if scenario.network.kind != "edge_list" or ties is None:
        return None
    arrivals, switches = scenario.arrivals, scenario.mechanisms
    feedback = scenario.interaction and switches.reputation and switches.acquisition_feedback
    days = arrivals.until_days or scenario.clock.horizon_days
    most_per_day = arrivals.rate_per_day * max(scenario.season.arrivals) * (arrivals.cap if feedback else 1.0)
    expected = round(arrivals.market_size or most_per_day * days) + arrivals.existing_customers
    known = f"{ties.name}: {ties.people:,} people, {len(ties.one):,} ties; about {expected:,} candidates"
    if expected < ties.people:
        return (
            f"{known}, so about {ties.people - expected:,} people of the file, drawn at random, are left out"
        )
    return f"{known}, so about {expected - ties.people:,} of them have no ties"


def _neighbour(path: Path) -> str:
    """A file of nearly that name in the same folder, as a question."""
    try:
        return did_you_mean(path.name, [file.name for file in path.parent.iterdir()])
    except OSError:
        return ""


def _ties(name: str, file: TextIO) -> Ties:
    """Number the people and keep the ties. Ties of people to themselves are left out."""
    number: dict[str, int] = {}
    one, other, weight = array("i"), array("i"), array("d")
    written, force = "", 1.0
    for count, (line, cells) in enumerate(tie_rows(file)):
        if count >= MAX_ROWS or len(number) > MAX_PEOPLE:
            raise TiesError(
                f"line {line} is too much: at most {MAX_ROWS:,} ties of {MAX_PEOPLE:,} people are read"
            )
        first = number.setdefault(cells[0], len(number))
        second = number.setdefault(cells[1], len(number))
        if len(cells) == 3 and cells[2] != written:
            written, force = cells[2], weight_of(line, cells[2])
        if first != second:
            one.append(first)
            other.append(second)
            weight.append(force)
    if not one:
        raise TiesError("there is no tie in it; every line holds two people")
    return Ties(name, len(number), one, other, weight)
