"""Candidates from a file: one row each, with values at dotted paths."""

import csv
import io
from pathlib import Path
from typing import Any

from experiments.errors import InputError, unknown
from experiments.selection.candidates import Candidate, priced
from experiments.study.question import Question
from scenarios import overlay
from scenarios.errors import ScenarioError, Source
from scenarios.yaml12 import plain, read

NAME, DESIGN = "name", "design"
EXAMPLE = "name,design,handoffs.retention"


def of_table(question: Question, path: Path, customers: float) -> list[Candidate]:
    """Today, and a candidate per row of a CSV or YAML file.

    Column `name` is what the candidate is called, `design` the design it starts from (today's when left out); every
    other column is a dotted path of the scenario, an empty cell leaves it as it is.
    Raises InputError for a file that cannot be read, and for a row that is no world.
    """
    today = question.designs[0]
    pulled = {name: overlay.levers_of(question.scenario, name) for name in question.scenario.designs}
    found = [priced(today, question.design(today), pulled[today], customers)]
    for number, row in enumerate(_rows(path), start=1):
        name = str(row.pop(NAME, None) or f"row {number}")
        design = str(row.pop(DESIGN, None) or today)
        if design not in pulled:
            raise InputError(f"{path.name}, {name}: {unknown('design', design, pulled)}")
        try:
            trial = question.design(design, row)
        except ScenarioError as error:
            raise InputError(f"{path.name}, {name}: {' '.join(str(error).split())}") from error
        found.append(priced(name, trial, pulled[design], customers))
    names = [each.name for each in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"{path.name}: two candidates are called {twice!r}; today's is always one of them")
    return found


def _rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file: column -> value, without empty cells."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read the candidates in {path}: {error}") from error
    rows = _from_csv(path, text) if path.suffix.lower() == ".csv" else _from_yaml(path, text)
    if not rows:
        raise InputError(f"{path.name} holds no candidates; a CSV file starts with a line such as {EXAMPLE}")
    return rows


def _from_csv(path: Path, text: str) -> list[dict[str, Any]]:
    rows = []
    for line in csv.DictReader(io.StringIO(text)):
        if None in line or None in line.values():
            raise InputError(f"{path.name}: a line has another number of cells than the first one")
        cells = {column.strip(): cell.strip() for column, cell in line.items() if cell.strip()}
        rows.append({column: _value(path, column, cell) for column, cell in cells.items()})
    return rows


def _from_yaml(path: Path, text: str) -> list[dict[str, Any]]:
    rows = _value(path, "", text)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(
            f"{path.name} wants a list of candidates, for example: - {{handoffs.retention: 0.8}}"
        )
    return rows


def _value(path: Path, column: str, text: str) -> Any:
    """A cell, or a whole file, read as YAML; names stay as they are written."""
    if column in (NAME, DESIGN):
        return text
    source = Source(path.name, text)
    document = read(source)
    if document.problems or document.root is None:
        reason = document.problems[0] if document.problems else "it is empty"
        raise InputError(f"{path.name}: cannot read {column or 'the file'}: {reason}")
    return plain(document.root)
