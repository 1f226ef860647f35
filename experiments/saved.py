"""A comparison in a folder, and back: the same tables, the same verdict."""

import os
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd

from experiments.comparison import BreakEven, Caveats, Comparison
from experiments.kpis import COMMON, CONVERSION, RESOLUTION, Counted, Kpi
from experiments.ledger.rests import RestsMost
from experiments.plain import plain
from experiments.precision import Precision
from experiments.results import MANIFEST, json_text, write_files
from experiments.statistics import Root
from experiments.tables import Kind, read_json, read_tables, table_files

WHAT = "comparison"
LONG: dict[str, Kind] = {"daily": "parquet"}  # tens of thousands of rows: small only as Parquet
INDEX = {"differences": "kpi", "people": ["outcome", "change"], "arms": "kpi", "band": "kpi"}
SHOWN = ("name", "title", "unit", "better", "estimand", "scale", "digits", "difference_unit")


def comparison_files(comparison: Comparison, kind: Kind | None = None) -> dict[str, bytes]:
    """All files that a comparison is read back from, the manifest last.

    kind: of every table; CSV, and Parquet for the long ones, when left out.
    """
    tables = {**comparison.tables(), "kpis": _kpi_table(comparison.kpis)}
    tables |= {name: table for name in ("daily", "edges") if (table := getattr(comparison, name)) is not None}
    if comparison.break_even is not None:
        roots = [{"kpi": name, **_fields(root)} for name, root in comparison.break_even.roots.items()]
        tables["break_even_roots"] = pd.DataFrame(roots, columns=["kpi", "verdict", "level", "low", "high"])
    kinds = LONG if kind is None else dict.fromkeys(tables, kind)
    return {
        **table_files(tables, kinds, WHAT),
        f"{WHAT}.json": json_text(comparison.to_dict() | _spanish(comparison)).encode(),
        MANIFEST: json_text(plain(comparison.manifest)).encode(),
    }


def write(comparison: Comparison, folder: str | Path, kind: Kind) -> Path:
    """Write all tables into `folder` itself, without figures; returns it. Raises InputError when it cannot."""
    return write_files(Path(folder), comparison_files(comparison, kind))


def load(folder: str | os.PathLike[str]) -> Comparison:
    """A comparison that `save`, `to_csv` or `to_parquet` wrote, with the same tables, words and verdict.

    Raises InputError for a folder that is none of these, half-written, incomplete or of a newer version.
    """
    path = Path(folder)
    tables = read_tables(path, WHAT)
    told, manifest = read_json(path, f"{WHAT}.json"), read_json(path, MANIFEST)
    for name, index in INDEX.items():
        if name in tables:
            tables[name] = tables[name].set_index(index)
    return Comparison(
        scenario=told["scenario"],
        title=told["title"],
        designs=_pair(told["designs"]),
        design_titles=_pair(told["design_titles"]),
        preset=told["preset"],
        seed=told["seed"],
        replications=told["replications"],
        follow_up_days=told["follow_up_days"],
        kpis=tuple(_kpis(tables["kpis"])),
        runs=tables["runs"],
        differences=tables["differences"],
        people=tables["people"],
        arms=tables.get("arms"),
        break_even=_break_even(told, tables),
        band=tables.get("band"),
        survival=tables["survival"],
        levers=tables["levers"],
        assumptions=told["assumptions"],
        notes=tuple(told["notes"]),
        pairing=told["pairing"],
        calibration=tables.get("calibration"),
        manifest=manifest,
        places=tables.get("places"),
        rests_most_on=_rests(told["rests_most_on"]),
        daily=tables.get("daily"),
        edges=tables.get("edges"),
        precision=_precision(told, tables),
        staff=tables.get("staff"),
        spanish=_told(told.get("spanish")),
    )


def _fields(root: Root) -> dict[str, Any]:
    return {name: getattr(root, name) for name in ("verdict", "level", "low", "high")}


def _kpi_table(kpis: Iterable[Kpi]) -> pd.DataFrame:
    return pd.DataFrame([{name: getattr(kpi, name) for name in SHOWN} for kpi in kpis])


def _kpis(table: pd.DataFrame) -> Iterable[Kpi]:
    """Measures as they were shown; how each is taken from a run is known by its name."""
    known = {kpi.name: kpi.measure for kpi in (CONVERSION, RESOLUTION, *COMMON)}
    for row in table.to_dict(orient="records"):
        unit = row.pop("difference_unit")
        shown = Kpi(**{str(name): value for name, value in row.items()}, measure=_unknown)
        measure = known.get(shown.name, _unknown)
        yield replace(shown, measure=measure, difference_unit=unit if isinstance(unit, str) else None)


def _unknown(_: Counted) -> NoReturn:
    raise NotImplementedError("this measure was read from a folder of another version")


def _break_even(told: dict[str, Any], tables: dict[str, pd.DataFrame]) -> BreakEven | None:
    if "break_even" not in tables:
        return None
    roots = {
        str(row["kpi"]): Root(row["verdict"], row["level"], row["low"], row["high"])
        for row in tables["break_even_roots"].to_dict(orient="records")
    }
    found = told["break_even"]
    return BreakEven(found["own_retention"], tables["break_even"], roots, found["replications"])


def _precision(told: dict[str, Any], tables: dict[str, pd.DataFrame]) -> Precision | None:
    if "precision" not in tables:
        return None
    found = told["precision"]
    return Precision(found["rule"], found["result"], found["met"], tables["precision"])


def _rests(found: dict[str, Any] | None) -> RestsMost | None:
    if found is None:
        return None
    return RestsMost(found["ranked"], tuple(found["words"]), tuple(found["assumptions"]), found["hint"])


def _spanish(comparison: Comparison) -> dict[str, Any]:
    """What is told in Spanish; folders of earlier versions have none."""
    return {} if comparison.spanish is None else {"spanish": asdict(comparison.spanish)}


def _told(found: dict[str, Any] | None) -> Caveats | None:
    return None if found is None else Caveats(found["assumptions"], tuple(found["notes"]), found["pairing"])


def _pair(names: list[str]) -> tuple[str, str]:
    return names[0], names[1]
