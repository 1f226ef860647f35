"""The results folder: tables, figure and manifest of one study, never half-written, equal for equal studies."""

import json
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

import pandas as pd
from matplotlib.figure import Figure

from experiments.comparison import Comparison
from experiments.errors import InputError

MANIFEST = "manifest.json"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def save(comparison: Comparison, folder: Path) -> Path:
    """Write a comparison into `folder`/<scenario>-<id>/ and return that folder.

    Every file appears whole or not at all; the manifest comes last, so a folder that has one is complete.
    Raises InputError when the folder cannot be written.
    """
    from experiments.figures import comparison_figure, to_png, to_svg
    from experiments.saved import comparison_files

    target = folder / f"{comparison.scenario}-{comparison.manifest['id']}"
    figure = comparison_figure(comparison)
    pictures = {"comparison.svg": to_svg(figure), "comparison.png": to_png(figure)}
    return write_files(target, pictures | comparison_files(comparison))


def write_files(target: Path, files: dict[str, bytes], what: str = "results") -> Path:
    """Write files into a folder, each whole or not at all.

    A manifest among them must be the last: the old one goes first, so a folder that has one is complete.
    what: they are, for the message. Raises InputError when the folder cannot be written.
    """
    try:
        target.mkdir(parents=True, exist_ok=True)
        if MANIFEST in files:
            (target / MANIFEST).unlink(missing_ok=True)
        for name, content in files.items():
            write_whole(target / name, content)
    except OSError as error:
        raise InputError(f"cannot write {what} to {target}: {error.strerror or error}") from error
    return target


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that readers see the old one or the new one, never a part."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(0o644)
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def write_figure(figure: Figure, path: Path) -> Path:
    """Write a figure as PNG or SVG, by the file's ending; return the path.

    Raises InputError for another ending, and where nothing can be written.
    """
    from experiments.figures import to_png, to_svg

    kinds = {".png": to_png, ".svg": to_svg}
    if path.suffix.lower() not in kinds:
        raise InputError(
            f"a figure is written as .png or .svg, not as '{path.name[-60:]}'; name it map.png, for example"
        )
    try:
        write_whole(path, kinds[path.suffix.lower()](figure))
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}") from error
    return path


def csv_text(table: pd.DataFrame) -> str:
    """A table as CSV; text that a spreadsheet would run as a formula gets an apostrophe in front."""
    safe = table.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = [_harmless(cell) for cell in safe[name]]
    safe.columns = pd.Index([_harmless(name) for name in safe.columns])
    text: str = safe.to_csv(index=False, lineterminator="\n")
    return text


def json_text(data: object) -> str:
    """Data as JSON for people and programs; refuses NaN, which is not JSON."""
    return json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _harmless(cell: object) -> object:
    """The cell, with one apostrophe more where text would be run; text that has some already gets one more as well, so
    that reading can take it away again."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip("'").startswith(FORMULA_STARTS) else cell
