"""The results folder of a discovery: what was found, its tables and figures, read back whole."""

import json
from pathlib import Path

import pandas as pd

from experiments.discovery.figure import discovery_figure, regret_figure
from experiments.discovery.result import Discovery
from experiments.errors import InputError
from experiments.figures import to_png, to_svg
from experiments.results import MANIFEST, csv_text, json_text, write_files

DATA, POINTS = "discovery.json", "points.parquet"
TABLES = ("boxes", "shares", "trade_off", "tree", "regret", "factors")


def save(found: Discovery, folder: Path) -> Path:
    """Write a discovery into `folder`/<scenario>-discovery-<id>/ and return that folder.

    Raises InputError when the folder cannot be written.
    """
    files = {f"{name}.csv": csv_text(table).encode() for name, table in found.tables().items()}
    for name, figure in (("discovery", discovery_figure(found)), ("regret", regret_figure(found))):
        files |= {f"{name}.svg": to_svg(figure), f"{name}.png": to_png(figure)}
    files |= {
        POINTS: found.points.to_parquet(index=False),
        DATA: json_text(found.to_dict() | _spanish(found)).encode(),
        MANIFEST: json_text(dict(found.manifest)).encode(),
    }
    return write_files(folder / f"{found.scenario}-discovery-{found.manifest['id']}", files)


def load(folder: Path) -> Discovery:
    """Read what `save` wrote. Raises InputError where there is none."""
    try:
        data = json.loads((folder / DATA).read_text(encoding="utf-8"))
        points = pd.read_parquet(folder / POINTS)
    except (OSError, ValueError) as error:
        raise InputError(f"{folder} holds no discovery that can be read: {error}") from error
    empty = _columns()
    for name in TABLES:
        data[name] = pd.DataFrame(data[name], columns=None if data[name] else empty.get(name))
    for name in ("designs", "design_titles", "sentences"):
        data[name] = tuple(data[name])
    if "sentences_es" in data:
        data["sentences_es"] = tuple(data["sentences_es"])
    data["boxes"] = data["boxes"].astype(
        {name: float for name in empty["boxes"] if name.startswith("quasi_p") or name in ("low", "high")}
    )
    return Discovery(points=points, **data)


def _spanish(found: Discovery) -> dict[str, list[str]]:
    return {} if found.sentences_es is None else {"sentences_es": list(found.sentences_es)}


def _columns() -> dict[str, list[str]]:
    """Columns of the tables that may have no row."""
    from experiments.discovery.tables import BOXES, SHARES

    return {"boxes": list(BOXES), "shares": list(SHARES)}
