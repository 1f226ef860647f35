"""A row of a structured array as an object: reads plain Python numbers, writes through, copies nothing.

The readable engine and Mesa's customers look at the same memory as the kernel. Reading a field of `numpy.void` costs
three times as much and gives NumPy scalars; a memoryview of a column gives Python's own ints and floats.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.columns import BOOK, EDGE_COUNTS, TOUCHPOINT_COUNTS, Column, Table

Cells = dict[str, Any]  # name of a column -> its memoryview


def live(array: NDArray[Any]) -> Any:
    """A live view of an array: indexing reads and writes Python's own ints and floats."""
    return memoryview(array)  # type: ignore[arg-type]


def cells_of(table: Table) -> Cells:
    """A live view of every column, by name."""
    return {name: live(table[name]) for name in table.dtype.names or ()}


def field(column: Column) -> property:
    """The property that reads and writes one column of the row."""
    name = column.name

    def read(self: Row) -> Any:
        return self.cells[name][self.row]

    def write(self: Row, value: Any) -> None:
        self.cells[name][self.row] = value

    return property(read, write, doc=f"{column.meaning} [{column.unit}]" if column.unit else column.meaning)


class Row:
    """One row. Subclasses get a property per column by naming their table: `class Book(Row, table=BOOK)`.

    Their annotations repeat the table for readers, editors and type checkers; a test compares the two.
    """

    cells: Cells
    row: int

    def __init_subclass__(cls, table: tuple[Column, ...] = (), **options: Any) -> None:
        super().__init_subclass__(**options)
        for column in table:
            setattr(cls, column.name, field(column))

    def __init__(self, cells: Cells, row: int) -> None:
        self.cells = cells
        self.row = row


class TouchpointCounts(Row, table=TOUCHPOINT_COUNTS):
    """The counters of one touchpoint."""

    visits: int
    counted_visits: int
    detours: int
    contacts: int
    live_contacts: int
    waited: int
    abandoned: int
    failures: int
    repeats: int
    wait_minutes: float
    service_minutes: float
    wasted_minutes: float
    cost_micro: int
    present: int
    changed_day: float
    area_days: float
    sojourn_days: float
    answers: int
    pains: int
    verdict: int
    fixes: int
    failure_factor: float


class EdgeCounts(Row, table=EDGE_COUNTS):
    """The counters of one edge."""

    traversals: int
    counted: int
    given_up: int
    handoffs: int
    channel_switches: int
    forced_switches: int
    drops: int
    repeats: int
    answers: int
    pains: int
    verdict: int
    fixes: int
    loss_factor: float


class Book(Row, table=BOOK):
    """The company's running totals."""

    day: float
    entered: int
    prospects: int
    customers: int
    left: int
    episodes_opened: int
    episodes_open: int
    episodes_won: int
    episodes_lost: int
    episodes_cut_short: int
    talk_positive: int
    talk_negative: int
    reviews: int
    reshared: int
    offers_heard: int
    purchases: int
    fixes: int
    revenue_micro: int
    cost_micro: int
    reputation: float
    acquisition_factor: float
    tick: int
    members: int
    heap: int
    inbox: int
    sent: int
    logged: int
    refused: int
    reviews_now: int
    stars_now: int
    rating_average: float
    volume_average: float


def plain(table: Table) -> list[SimpleNamespace]:
    """Rows that never change, copied to Python numbers; hashes stay 64-bit words, as addresses need them."""
    names = table.dtype.names or ()
    rows = [SimpleNamespace(**dict(zip(names, row.item(), strict=True))) for row in table]
    for row in rows:
        if hasattr(row, "hash"):
            row.hash = np.uint64(row.hash)
    return rows
