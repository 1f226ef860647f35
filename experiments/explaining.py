"""The command `journey explain`: live, print, save."""

from pathlib import Path
from typing import Any

from experiments import terminal
from experiments.commands import changed, say_ties
from experiments.explanation import PARTS, Explanation
from scenarios import load


def explain(
    name: str,
    designs: tuple[str, str] | None,
    what: tuple[str, ...],
    replications: int,
    output: str | None,
    workers: int | None,
    *,
    seed: int,
    preset: str,
    changes: tuple[str, ...],
    as_json: bool,
) -> None:
    """Explain a design by its causes; print the parts asked for, save figures and tables."""
    from experiments.explanation import explain as explain_designs
    from experiments.terminal_causes import print_explanation

    parts = PARTS if "all" in what else what
    scenario = changed(load(name), changes)
    say_ties(scenario)
    with terminal.progress() as progress:
        explanation = explain_designs(
            scenario, designs, what=parts, replications=replications, seed=seed, preset=preset,
            workers=workers, progress=progress,
        )  # fmt: skip
    if as_json:
        terminal.print_json(explanation.to_dict())
    else:
        print_explanation(explanation)
    if output is not None:
        terminal.say(f"figures, causes and manifest: {save(explanation, Path(output))}")


def save(explanation: Explanation, folder: Path) -> Path:
    """Write figures, all data and the manifest into `folder`/<scenario>-<id>/ and return that folder."""
    from experiments.figures import to_png, to_svg
    from experiments.figures_causes import blame_figure, grey_figure
    from experiments.levers.saving import saved
    from experiments.plain import plain
    from experiments.results import MANIFEST, json_text, write_files

    files: dict[str, bytes] = {}
    for name, draw, view in (
        ("blame", blame_figure, explanation.blame),
        ("grey_areas", grey_figure, explanation.grey),
    ):
        if view is not None:
            figure: Any = draw(explanation)
            files |= {f"{name}.png": to_png(figure), f"{name}.svg": to_svg(figure)}
    if explanation.levers is not None:
        files |= saved(explanation.levers)
    files["explanation.json"] = json_text(plain(explanation.to_dict())).encode()
    files[MANIFEST] = json_text(explanation.manifest).encode()
    return write_files(folder / f"{explanation.scenario.scenario}-{explanation.manifest['id']}", files)
