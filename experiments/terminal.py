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

from experiments.comparison import Comparison
from experiments.verdict import break_even_words
from scenarios.schema import Scenario

WIDE = 132  # from this many columns on the table says itself who was counted
STYLES = {"better": "green", "worse": "red", "undecided": "dim", "differs": "cyan", "–": "dim"}


def print_line(text: str = "") -> None:
    """One line of data on stdout."""
    click.echo(text)


def say(text: str) -> None:
    """One line of talk on stderr."""
    click.echo(text, err=True)


def print_json(data: Any) -> None:
    """Data as JSON on stdout; numbers that do not exist are null."""
    from experiments.comparison import plain

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
        last = column == len(head) - 1
        table.add_column(
            name, justify="right" if column in numbers else "left", no_wrap=not last, overflow="fold"
        )
    for row in rows:
        table.add_row(*(Text(cell, style=STYLES.get(cell, "")) for cell in row))
    _console().print(table)


def print_comparison(comparison: Comparison) -> None:
    """The paired table, who changed sides, the parts, break-even and band, the verdict and what it assumes."""
    first, second = comparison.design_titles
    print_line(
        f"{comparison.title}: {first} against {second}, the same customers in both, "
        f"{comparison.replications} paired replications, preset {comparison.preset}"
    )
    wide = _console().width >= WIDE
    head = ["measure", *comparison.design_titles, "difference", "95 % interval", "reading"]
    rows = [
        [*row[:5], reading, *([row[5]] if wide else [])]
        for row, reading in zip(comparison.rows(), _readings(comparison), strict=True)
    ]
    print_table([*head, "who was counted"] if wide else head, rows, numbers=(1, 2, 3, 4))
    if not wide:
        print_line("Who was counted:")
        for row in comparison.rows():
            print_line(f"  {row[0]}: {row[5]}")
        print_line()
    _print_people(comparison)
    _print_parts(comparison)
    _print_band(comparison)
    words = comparison.verdict
    for text in (words.worth, words.rests_on):
        _prose(text, "bold")
        print_line()
    _prose(comparison.assumptions)
    for note in comparison.notes:
        _prose(f"Note: {note}.")


def print_scenario(scenario: Scenario) -> None:
    """A scenario as a strategist reads it."""
    print_line(f"{scenario.title} ({scenario.scenario})\n")
    _prose(scenario.story.strip())
    for note in scenario.notes:
        _prose(f"- {note}")
    print_table(
        ("id", "touchpoint", "owner", "channel", "delay, days", "service, min", "next"),
        [
            (name, t.name, t.owner or "–", t.channel or "–", f"{t.delay_days:g}", f"{t.service_minutes:g}",
             "  ".join(f"{to} {share:g}" for to, share in t.next.items()))
            for name, t in scenario.touchpoints.items()
        ],
        numbers=(4, 5), title="Network",
    )  # fmt: skip
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
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr with the time left; silent where stderr is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
               TextColumn("left:"), TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(f"{label} (the first run compiles)", total=None)
        yield lambda done, total: bar.update(task, description=label, completed=done, total=total)


def _console() -> Console:
    """stdout, wide when it is no terminal, because nobody folds a file."""
    console = Console(highlight=False, soft_wrap=False)
    return console if console.is_terminal else Console(highlight=False, width=200)


def _prose(text: str, style: str = "") -> None:
    """Sentences on stdout, folded at a readable width."""
    console = _console()
    console.print(Text(text, style=style), width=min(console.width, 110))


def _readings(comparison: Comparison) -> Iterator[str]:
    for kpi in comparison.kpis:
        row = comparison.differences.loc[kpi.name]
        if row["low"] != row["low"]:
            yield "–"
        elif row["low"] == 0.0 == row["high"]:
            yield "same"
        elif not row["sign"]:
            yield "undecided"
        else:
            yield {1: "better", -1: "worse", 0: "differs"}[int(row["sign"]) * kpi.better]


def _print_people(comparison: Comparison) -> None:
    rows = []
    for outcome, what in (("converted", "reach the goal"), ("kept", "reach the goal and stay")):
        cells = [what]
        for change in ("saved", "lost", "net"):
            side = comparison.changed_sides(outcome, change)
            cells.append(f"{side.estimate:.1f} ({side.low:.1f} to {side.high:.1f})")
        rows.append(cells)
    second = comparison.design_titles[1]
    head = ("of 1,000 people", f"saved by {second}", f"lost by {second}", "net")
    print_table(head, rows, numbers=(1, 2, 3), title="The same people in both worlds")


def _print_parts(comparison: Comparison) -> None:
    if comparison.arms is None:
        return
    rows = []
    for name in (comparison.headline, "churn_rate_12m", "profit"):
        kpi, cells = comparison.kpi(name), []
        for part in ("process", "mechanisms", "interaction"):
            share = comparison.contribution(name, part)
            if share is not None:
                cells.append(
                    f"{kpi.change(share.estimate)} ({kpi.change(share.low)} to {kpi.change(share.high)})"
                )
        rows.append([f"{kpi.title}, {kpi.unit_of_difference}", *cells])
    head = (
        "difference comes from",
        "process (routing, delays)",
        "mechanisms (other levers)",
        "of which only together",
    )
    print_table(head, rows, numbers=(1, 2, 3), title="Where it comes from")


def _print_band(comparison: Comparison) -> None:
    if comparison.break_even is not None:
        for name in comparison.break_even.roots:
            words = break_even_words(comparison.break_even, name)
            print_line(f"Break-even, {comparison.kpi(name).title}: {words}.")
    if comparison.band is not None:
        for name in (comparison.headline, "profit"):
            kpi, row = comparison.kpi(name), comparison.band.loc[name]
            print_line(
                f"Band over {int(row['draws'])} draws of the uncertain coefficients, {kpi.title}: "
                f"{kpi.change(float(row['lowest']))} to {kpi.change(float(row['highest']))} {kpi.unit_of_difference}."
            )
    print_line()
