"""What people see: tables on stdout, talk and progress on stderr."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from experiments.plain import plain
from scenarios.schema import Scenario

STYLES = {"better": "green", "worse": "red", "undecided": "dim", "differs": "cyan", "–": "dim"}


def print_line(text: str = "") -> None:
    """One line of data on stdout."""
    click.echo(text)


def say(text: str) -> None:
    """One line of talk on stderr."""
    click.echo(text, err=True)


def print_json(data: Any) -> None:
    """Data as JSON on stdout; numbers that do not exist are null."""
    click.echo(json.dumps(plain(data), indent=2, ensure_ascii=False, allow_nan=False))


def print_table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    numbers: Sequence[int] = (),
    title: str | None = None,
) -> None:
    """A table on stdout; `numbers` are the columns to align right. Text is never read as markup."""
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", pad_edge=False)
    for column, name in enumerate(head):
        table.add_column(name, justify="right" if column in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell, style=STYLES.get(cell, "")) for cell in row))
    console().print(table)


def print_story(scenario: Scenario) -> None:
    """What a scenario is about."""
    print_line(f"{scenario.title} ({scenario.scenario})\n")
    prose(scenario.story.strip())
    for note in scenario.notes:
        prose(f"- {note}")
    print_line()


def print_parts(scenario: Scenario) -> None:
    """Who comes, what the designs are, and what the levers assume."""
    print_table(
        ("persona", "share", "title"),
        [(name, f"{persona.share:.0%}", persona.title) for name, persona in scenario.personas.items()],
        numbers=(1,), title="Personas",
    )  # fmt: skip
    print_table(
        ("design", "lens", "levers", "title"),
        [
            (name, design.lens, design.levers if isinstance(design.levers, str) else ", ".join(design.levers) or "none",
             design.title)
            for name, design in scenario.designs.items()
        ],
        title="Designs",
    )  # fmt: skip
    print_table(
        ("lever", "kind", "evidence", "one-off, EUR", "title"),
        [(name, lv.kind, lv.evidence, f"{lv.cost.one_off_eur:,.0f}", lv.title) for name, lv in scenario.levers.items()],
        numbers=(3,), title="Levers: their levels are assumed",
    )  # fmt: skip


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on stderr with the time left; silent where stderr is no terminal."""
    error = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
               TextColumn("left:"), TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=error, transient=True, disable=not error.is_terminal) as bar:
        task = bar.add_task("compiling (first run only)", total=None)
        now = ""

        def told(what: str, done: int, planned: int) -> None:
            nonlocal now
            if what != now:
                bar.reset(task)
                now = what
            bar.update(task, description=what, completed=done, total=planned)

        yield told


def console() -> Console:
    """stdout, wide when it is no terminal, because nobody folds a file."""
    terminal = Console(highlight=False, soft_wrap=False)
    return terminal if terminal.is_terminal else Console(highlight=False, width=200)


def prose(text: str, style: str = "") -> None:
    """Sentences on stdout, folded at a readable width."""
    page = console()
    page.print(Text(text, style=style), width=min(page.width, 110))
