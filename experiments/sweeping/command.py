"""What `journey sweep` does: read what is asked, live through it, print what it says."""

from pathlib import Path
from typing import Any

from experiments import terminal
from experiments.commands import changed
from experiments.errors import InputError
from experiments.sweeping import study_file
from experiments.sweeping.asked import Asked
from experiments.sweeping.result import Sweep
from experiments.sweeping.study import study
from experiments.sweeping.table import read_table
from experiments.sweeping.words import rows
from scenarios import load

SHOWN = 30  # points printed; all are in the files
OWN = {"out", "workers", "as_json", "name", "example", "schema"}
"""Options that a study file leaves to whoever runs it."""


def is_study(name: str | None) -> bool:
    """Whether what is named is a study file. Raises ScenarioError when it cannot be read."""
    return name is not None and study_file.is_study(name)


def run(
    name: str | None, *, given: set[str], example: bool, schema: bool, out: str, workers: int | None, as_json: bool,
    command: str, **asked: Any,
) -> None:  # fmt: skip
    """Live through a sweep, print it, write its folder. given: the options that were typed.

    example, schema: print a study file to start from, or the JSON schema of study files, instead.
    """
    if example:
        terminal.print_line(study_file.EXAMPLE.read_text(encoding="utf-8").rstrip("\n"))
        return
    if schema:
        terminal.print_json(study_file.schema())
        return
    if name is None:
        raise InputError(
            "name a scenario and what to vary, for example: journey sweep bank_credit_45d --vary "
            "handoffs.retention=0.2..0.9; or name a study file (journey sweep --example prints one)"
        )
    wanted = _asked(name, given, **asked)
    try:
        with terminal.progress() as progress:
            found = study(
                wanted, out=out, workers=workers, progress=progress, say=terminal.say, command=command
            )
    except KeyboardInterrupt:
        terminal.say("the same command continues where this one stopped")
        raise
    if as_json:
        terminal.print_json(found.to_dict())
    else:
        print_sweep(found)


def print_sweep(sweep: Sweep) -> None:
    """The verdict, the points, and what to keep in mind."""
    terminal.print_line(f"{sweep.title}: {sweep.design_titles[1]} against {sweep.design_titles[0]}\n")
    for sentence in sweep.verdict:
        terminal.prose(sentence)
    terminal.print_line()
    head, *body = rows(sweep, SHOWN)
    terminal.print_table(head, body, numbers=range(len(head)))
    hidden = len(sweep.points) - len(body)
    if hidden > 0:
        terminal.print_line(f"and {hidden:,} more points, all in differences.csv")
    for kpi in map(sweep.kpi, sweep.leading):
        terminal.prose(f"{kpi.title}: counted are {kpi.estimand}.")
    for note in (*sweep.notes, sweep.assumptions):
        terminal.prose(note)


def _asked(
    name: str, given: set[str], *, vary: tuple[str, ...], table: str | None, designs: tuple[str, str] | None,
    method: str | None, points: int | None, levels: int | None, replications: int, calibrate: str,
    kpi: tuple[str, ...], seed: int, preset: str, changes: tuple[str, ...],
) -> Asked:  # fmt: skip
    """What the options ask for, or the study file they name."""
    if is_study(name):
        if extra := sorted(given - OWN):
            words = {"changes": "set", "kpi": "kpis"}
            listed = ", ".join(words.get(option, option) for option in extra)
            raise InputError(
                f"{name} is a study and says everything itself; write there what you want of: {listed}"
            )
        return study_file.read_study(name)
    return Asked(
        changed(load(name), changes), vary, None if table is None else read_table(Path(table)), designs, preset,
        method, points, levels, replications, seed, calibrate, kpi, name,
    )  # fmt: skip
