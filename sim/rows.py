"""A row of a structured array as an object: reads plain Python numbers, writes through, copies nothing.

The readable engine and Mesa's customers look at the same memory as the kernel. Reading a field of `numpy.void` costs
three times as much and gives NumPy scalars; a memoryview of a column gives Python's own ints and floats.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.columns import BOOK, EDGE_COUNTS, TOUCHPOINT_COUNTS, Column, Table

Cells = dict[str, memoryview]


def cells_of(table: Table) -> Cells:
    """A live view of every column, by name."""
    return {name: memoryview(table[name]) for name in table.dtype.names or ()}


def field(column: Column) -> property:
    """The property that reads and writes one column of the row."""
    name = column.name

    def read(self: Row) -> Any:
        return self.cells[name][self.row]

    def write(self: Row, value: Any) -> None:
        self.cells[name][self.row] = value

    return property(read, write, doc=f"{column.meaning} [{column.unit}]" if column.unit else column.meaning)


class Row:
    """One row. Subclasses get a property per column by naming their table: `class Book(Row, table=BOOK)`."""

    __slots__ = ("cells", "row")

    cells: Cells
    row: int

    if TYPE_CHECKING:  # the columns are attached from their table

        def __getattr__(self, name: str) -> Any: ...
        def __setattr__(self, name: str, value: Any) -> None: ...

    def __init_subclass__(cls, table: tuple[Column, ...] = (), **options: Any) -> None:
        super().__init_subclass__(**options)
        for column in table:
            setattr(cls, column.name, field(column))

    def __init__(self, cells: Cells, row: int) -> None:
        self.cells = cells
        self.row = row


class TouchpointCounts(Row, table=TOUCHPOINT_COUNTS):
    """The counters of one touchpoint."""

    __slots__ = ()


class EdgeCounts(Row, table=EDGE_COUNTS):
    """The counters of one edge."""

    __slots__ = ()


class Book(Row, table=BOOK):
    """The company's running totals."""

    __slots__ = ()


def plain(table: Table) -> list[SimpleNamespace]:
    """Rows that never change, copied to Python numbers; hashes stay 64-bit words, as addresses need them."""
    names = table.dtype.names or ()
    rows = [SimpleNamespace(**dict(zip(names, row.item(), strict=True))) for row in table]
    for row in rows:
        if hasattr(row, "hash"):
            row.hash = np.uint64(row.hash)
    return rows
