"""The results folder of a sweep: the plan, the parts, and at the end tables, figure and manifest."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.errors import InputError
from experiments.kpis import COMMON, CONVERSION, RESOLUTION, Kpi
from experiments.results import MANIFEST, csv_text, json_text, write_files
from experiments.study.space import Factor
from experiments.sweeping.result import TABLES, Sweep
from experiments.tables import parquet

FIELDS = ("scenario", "title", "preset", "seed", "replications", "method", "calibrate", "assumptions")
FACTOR_LISTS = ("values", "words")


def save(sweep: Sweep, target: Path) -> Path:
    """Write all of a sweep into a folder, the manifest last. Raises InputError when it cannot be written.

    The single runs are written as Parquet only; they are many.
    """
    from experiments.figures import to_png, to_svg
    from experiments.sweeping.figure import sweep_figure

    figure = sweep_figure(sweep)
    tables = sweep.tables()
    files = {f"{name}.csv": csv_text(table).encode() for name, table in tables.items() if name != "runs"}
    files |= {f"{name}.parquet": parquet(table) for name, table in tables.items()}
    files |= {
        "sweep.svg": to_svg(figure),
        "sweep.png": to_png(figure),
        "sweep.json": json_text(sweep.to_dict()).encode(),
        MANIFEST: json_text(sweep.manifest).encode(),
    }
    return write_files(target, files)


def load(folder: Path) -> Sweep:
    """A sweep as it was saved. Raises InputError when none is there, or it is not finished."""
    try:
        data = json.loads((folder / "sweep.json").read_text(encoding="utf-8"))
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in TABLES}
    except FileNotFoundError as error:
        hint = "; it is not finished: run the same command again" if (folder / "plan.json").exists() else ""
        raise InputError(
            f"{folder} holds no sweep ({Path(error.filename or '').name} is missing){hint}"
        ) from None
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read the sweep in {folder}: {error}") from error
    designs, titles = data["designs"], data["design_titles"]
    return Sweep(
        **{name: data[name] for name in FIELDS},
        designs=(designs[0], designs[1]),
        design_titles=(titles[0], titles[1]),
        factors=tuple(_factor(factor) for factor in data["factors"]),
        today=tuple(float("nan") if value is None else value for value in data["today"]),
        kpis=_kpis(tables["differences"]),
        leading=tuple(data["kpis"]),
        notes=tuple(data["notes"]),
        manifest=manifest,
        **tables,
    )


def _factor(data: dict[str, Any]) -> Factor:
    return Factor(**data | {name: tuple(data[name]) for name in FACTOR_LISTS})


def _kpis(differences: pd.DataFrame) -> tuple[Kpi, ...]:
    """The measures of a table of differences, with who was counted in it."""
    known = {kpi.name: kpi for kpi in (CONVERSION, RESOLUTION, *COMMON)}
    said = dict(zip(differences["kpi"], differences["estimand"], strict=True))
    return tuple(replace(known[name], estimand=estimand) for name, estimand in said.items())
