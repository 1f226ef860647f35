"""The results folder of a lens comparison."""

from pathlib import Path

from experiments.figures import to_png, to_svg
from experiments.lenses.comparison import LensComparison
from experiments.lenses.figure import function_figure, lens_figure
from experiments.results import MANIFEST, csv_text, json_text, write_files


def save(comparison: LensComparison, folder: Path) -> Path:
    """Write a lens comparison into `folder`/<scenario>-lenses-<id>/ and return that folder.

    Raises InputError when the folder cannot be written.
    """
    figures = {
        "lenses": lens_figure(comparison),
        "functions": function_figure(comparison.title, comparison.functions),
    }
    files = {f"{name}.csv": csv_text(table).encode() for name, table in comparison.tables().items()}
    for name, figure in figures.items():
        files |= {f"{name}.svg": to_svg(figure), f"{name}.png": to_png(figure)}
    files |= {
        "lenses.json": json_text(comparison.to_dict()).encode(),
        MANIFEST: json_text(comparison.manifest).encode(),
    }
    return write_files(folder / f"{comparison.scenario}-lenses-{comparison.manifest['id']}", files)
