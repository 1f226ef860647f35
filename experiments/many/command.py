"""What `journey compare --designs A B C` does."""

from dataclasses import replace
from pathlib import Path

from experiments import terminal
from experiments.commands import changed, say_ties
from experiments.figures import to_png, to_svg
from experiments.many import comparison as many
from experiments.many.figure import many_figure
from experiments.results import MANIFEST, json_text, write_files
from experiments.tables import table_files
from experiments.workers import phases
from scenarios import load

WHAT = "many"


def compare_many(
    name: str,
    designs: tuple[str, ...],
    replications: int,
    out: str,
    workers: int | None,
    *,
    command: str,
    seed: int,
    preset: str,
    changes: tuple[str, ...],
    as_json: bool,
) -> None:
    """Compare several designs with the first; print table and verdict, write the results folder."""
    scenario = changed(load(name), changes)
    say_ties(scenario)
    with terminal.progress() as told:
        found = many.compare_many(
            scenario, designs, replications=replications, seed=seed, preset=preset, workers=workers,
            progress=phases(told),
        )  # fmt: skip
    found = replace(found, manifest=found.manifest | {"command": command})
    if as_json:
        terminal.print_json(found.to_dict())
    else:
        print_many(found)
    terminal.say(f"tables, figure and manifest: {found.save(out)}")


def print_many(found: many.ManyComparison) -> None:
    """The table of differences, the verdict and what it rests on."""
    terminal.print_line(
        f"{found.title}: {len(found.others)} designs against {found.titles[0]}, the same customers in all, "
        f"{found.replications} paired replications, preset {found.preset}"
    )
    head = ["measure", found.titles[0], *(f"{title}: difference" for title in found.others.values())]
    rows = found.rows()
    terminal.print_table(head, [row[:-1] for row in rows], numbers=range(1, len(head)))
    terminal.print_line("Who was counted:")
    for row in rows:
        terminal.print_line(f"  {row[0]}: {row[-1]}")
    terminal.print_line()
    terminal.prose(found.verdict, "bold")
    terminal.print_line()
    terminal.prose(found.interval_words)
    terminal.prose(found.assumptions)
    for note in found.notes:
        terminal.prose(f"Note: {note}.")


def save(found: many.ManyComparison, folder: Path) -> Path:
    """Write tables, figure and manifest into `folder`/<scenario>-many-<id>/ and return that folder."""
    figure = many_figure(found)
    return write_files(
        folder / f"{found.scenario}-many-{found.manifest['id']}",
        {
            **table_files(found.tables(), {}, WHAT),
            "many.svg": to_svg(figure),
            "many.png": to_png(figure),
            "many.json": json_text(found.to_dict()).encode(),
            MANIFEST: json_text(found.manifest).encode(),
        },
    )
