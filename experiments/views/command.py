"""What `journey figures` does."""

from pathlib import Path

from experiments import terminal
from experiments.commands import changed, say_ties
from experiments.figures import to_png, to_svg
from experiments.manifest import manifest
from experiments.results import MANIFEST, json_text, write_files
from experiments.views import gallery
from experiments.views.words import Words
from experiments.worlds import known_designs
from scenarios import load


def draw(
    name: str,
    names: tuple[str, ...],
    designs: tuple[str, str] | None,
    replications: int,
    promise_days: float | None,
    language: str,
    out: str,
    kind: str,
    workers: int | None,
    *,
    seed: int,
    preset: str,
    changes: tuple[str, ...],
    as_json: bool,
) -> None:
    """Draw figures into a folder of their own; print the path of each."""
    Words(language)  # an unknown language is told before anything is lived through
    scenario = changed(load(name), changes)
    say_ties(scenario)
    wanted, left_out = gallery.known(scenario, names)
    with terminal.progress() as progress:
        drawn = gallery.figures(
            scenario, wanted, designs, replications=replications, seed=seed, preset=preset, promise_days=promise_days,
            workers=workers, progress=progress,
        )  # fmt: skip
    made = manifest(
        scenario, designs=known_designs(scenario, designs), preset=preset, seed=seed, replications=replications,
        parts={"figures": wanted, "language": language, "promise_days": promise_days},
    )  # fmt: skip
    write = to_png if kind == "png" else to_svg
    files = {f"{figure}.{kind}": write(drawing(language)) for figure, drawing in drawn.items()}
    files[MANIFEST] = json_text(made).encode()
    folder = write_files(Path(out) / f"{scenario.scenario}-{made['id']}", files)
    paths = {figure: str(folder / f"{figure}.{kind}") for figure in wanted}
    if as_json:
        terminal.print_json({"figures": paths, "left_out": left_out, "manifest": made})
    else:
        for path in paths.values():
            terminal.print_line(path)
    for sentence in left_out:
        terminal.say(sentence)
