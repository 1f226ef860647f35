"""The results folder of a selection or of a front."""

from pathlib import Path
from typing import TYPE_CHECKING

from experiments.figures import to_png, to_svg
from experiments.results import MANIFEST, csv_text, json_text, write_files

if TYPE_CHECKING:
    from experiments.selection.front import Front
    from experiments.selection.result import Selection


def save(found: "Selection | Front", folder: Path) -> Path:
    """Write tables, figure and manifest into `folder`/<scenario>-<what>-<id>/ and return that folder.

    Raises InputError when the folder cannot be written.
    """
    what, figure = found.what, found.figure()
    files = {f"{name}.csv": csv_text(table).encode() for name, table in found.tables().items()}
    files |= {
        f"{what}.svg": to_svg(figure),
        f"{what}.png": to_png(figure),
        f"{what}.json": json_text(found.to_dict()).encode(),
        MANIFEST: json_text(found.manifest).encode(),
    }
    return write_files(folder / f"{found.manifest['scenario']}-{what}-{found.manifest['id']}", files)
