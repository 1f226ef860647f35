"""Medians, and a table of them."""

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

Row = tuple[str, str, str, str]
Taken = tuple[float, float]
"""Seconds on the clock, and seconds of all cores together, which other work on the machine disturbs less."""


def processor_seconds() -> float:
    """Processor time of this process and of those it has waited for (theirs is 0 on Windows)."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def seconds(work: Callable[[], Any], times: int) -> list[Taken]:
    """How long some work took, each time."""
    taken = []
    for _ in range(times):
        start, spent = time.perf_counter(), processor_seconds()
        work()
        taken.append((time.perf_counter() - start, processor_seconds() - spent))
    return taken


def row(what: str, taken: Sequence[Taken]) -> Row:
    """A row of the table: what, median, range, and the median of processor time."""
    clock, spent = ([pair[part] for pair in taken] for part in (0, 1))
    return (
        what,
        f"{statistics.median(clock):.3f} s",
        f"{min(clock):.3f} to {max(clock):.3f} s",
        f"{statistics.median(spent):.2f} s",
    )


def show(title: str, rows: Sequence[Row]) -> None:
    """Print a table in Markdown, with what it was measured on."""
    print(f"\n{title} (Python {platform.python_version()}, {os.cpu_count()} cores)\n")
    print("| what | median | range or check | processor time |\n| --- | --- | --- | --- |")
    for cells in rows:
        print(f"| {' | '.join(cells)} |")
