"""What `journey compare --lens` and `journey audit` do."""

from dataclasses import replace

from experiments import terminal
from experiments.commands import changed
from experiments.lenses import regimes
from experiments.lenses.terminal import print_lenses
from scenarios import load


def compare_lenses(
    name: str,
    lenses: tuple[str, ...],
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
    """Compare lenses; print what they gain, miss and buy, write the results folder."""
    scenario = changed(load(name), changes)
    with terminal.progress() as progress:
        comparison = regimes.compare_lenses(
            scenario, lenses, replications=replications, seed=seed, preset=preset, workers=workers, progress=progress
        )  # fmt: skip
    comparison = replace(comparison, manifest=comparison.manifest | {"command": command})
    if as_json:
        terminal.print_json(comparison.to_dict())
    else:
        print_lenses(comparison)
    terminal.say(f"tables, figures and manifest: {comparison.save(out)}")


def audit(name: str, as_json: bool) -> None:
    """Print the checklist of a scenario as Markdown, or as JSON."""
    from experiments.audit import audit as look_through

    found = look_through(load(name))
    if as_json:
        terminal.print_json(found.to_dict())
    else:
        terminal.print_line(found.markdown)
