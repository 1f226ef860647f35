"""Points from a CSV file: columns are paths, a row is a point, an empty cell leaves the scenario as it is."""

import csv
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite, nan
from pathlib import Path

import numpy as np

from experiments.errors import InputError
from experiments.statistics import Floats
from experiments.study import space
from experiments.study.places import standing
from experiments.study.question import Question
from experiments.study.space import LEVEL, Factor
from scenarios.errors import Problem, ScenarioError, Source
from scenarios.load import text_of

MOST_ROWS = 100_000


@dataclass(frozen=True)
class Table:
    """A table as it stands in its file. paths: of its columns.  rows: cells as text.  lines: of the rows."""

    source: Source
    paths: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def factors(self, question: Question) -> list[Factor]:
        """A factor for every column. Raises ScenarioError with every mistake at its line and column."""
        found: list[Factor] = []
        problems: list[Problem] = []
        for column, path in enumerate(self.paths):
            distinct = ",".join(dict.fromkeys(row[column] for row in self.rows if row[column]))
            words = "" if distinct else f"no row has a value for {path}"
            try:
                wrong = list(self._not_numbers(question, column))
                problems += wrong
                if distinct and not wrong:
                    found += space.factors(question, [f"{path}={distinct}"])
            except (InputError, ScenarioError) as error:
                words = error.problems[0].message if isinstance(error, ScenarioError) else str(error)
            if words:
                problems.append(self.source.problem(1, self._start(self.paths, column), words))
        if problems:
            raise ScenarioError(dict.fromkeys(problems))
        return found

    def values(self, factors: list[Factor]) -> Floats:
        """What the factors are at every point, shape (points, factors); NaN in an empty cell."""
        return np.array(
            [[_value(factor, cell) for factor, cell in zip(factors, row, strict=True)] for row in self.rows]
        )

    def _not_numbers(self, question: Question, column: int) -> Iterator[Problem]:
        """Cells that are no numbers where a number stands in the scenario."""
        path = self.paths[column]
        stands = 1.0 if path.startswith(LEVEL) else standing(question, path)
        if isinstance(stands, bool) or not isinstance(stands, int | float):
            return
        for line, row in zip(self.lines, self.rows, strict=True):
            if row[column] and not _is_number(row[column]):
                words = f"{path} wants a number, got {row[column]!r}"
                yield self.source.problem(line, self._start(row, column), words)

    @staticmethod
    def _start(row: tuple[str, ...], column: int) -> int:
        """Where a cell starts, from 1, if nothing before it is in quotes."""
        return 1 + sum(len(cell) + 1 for cell in row[:column])


def read_table(path: str | os.PathLike[str]) -> Table:
    """Read points from a CSV file.

    Raises ScenarioError with every mistake in its form at its line and column.
    """
    text = text_of(Path(path))
    source = Source(str(path), text)
    reader = csv.reader(io.StringIO(text), skipinitialspace=True)
    lines, rows = [], []
    for row in reader:
        if any(cell.strip() for cell in row):
            lines.append(reader.line_num)
            rows.append(tuple(cell.strip() for cell in row))
    problems = list(_malformed(source, rows, lines))
    if problems:
        raise ScenarioError(problems)
    return Table(source, rows[0], tuple(rows[1:]), tuple(lines[1:]))


def _malformed(source: Source, rows: list[tuple[str, ...]], lines: list[int]) -> Iterator[Problem]:
    if len(rows) < 2:
        yield source.problem(0, 0, "a table has a first line of paths and then a line for every point")
        return
    head = rows[0]
    if len(rows) > MOST_ROWS:
        yield source.problem(0, 0, f"{len(rows):,} rows are too many; {MOST_ROWS:,} points are allowed")
    if len(head) == 1 and ";" in head[0]:
        yield source.problem(1, 1, "columns are separated by commas, and decimals by points")
        return
    for name in dict.fromkeys(name for name in head if head.count(name) > 1):
        yield source.problem(lines[0], 1, f"column {name!r} appears twice; keep one of them")
    for line, row in zip(lines[1:], rows[1:], strict=True):
        if len(row) != len(head):
            yield source.problem(line, 1, f"this row has {len(row)} cells, the first line {len(head)}")


def _value(factor: Factor, cell: str) -> float:
    if not cell:
        return nan
    return float(factor.words.index(space.words_of(cell)[0])) if factor.words else float(cell)


def _is_number(cell: str) -> bool:
    try:
        return isfinite(float(cell))
    except ValueError:
        return False
