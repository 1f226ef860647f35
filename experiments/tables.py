"""Tidy tables in a folder, and back: CSV or Parquet that pandas alone can read, and one file that says what is where.

`tables.json` names each table's file and the type of each column, so that what is read back equals what was written,
to the last digit. No pickle: a folder from a stranger can hold wrong numbers, but runs nothing.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from experiments.errors import InputError
from experiments.results import FORMULA_STARTS, MANIFEST, csv_text, json_text

Kind = Literal["csv", "parquet"]
CONTENTS = "tables.json"
FORMAT = 1
PARSED = {"number": "float64", "integer": "int64", "boolean": "bool"}


def table_files(tables: Mapping[str, pd.DataFrame], kinds: Mapping[str, Kind], what: str) -> dict[str, bytes]:
    """The files of tables, and their contents file.

    kinds: how a table is written, by name; CSV where it is not named.  what: kind of result, for whoever reads it.
    """
    files, entries = {}, {}
    for name, table in tables.items():
        kind = kinds.get(name, "csv")
        file = f"{name}.{kind}"
        files[file] = csv_text(table).encode() if kind == "csv" else parquet(table)
        entries[name] = {
            "file": file,
            "columns": {str(column): _type(table[column]) for column in table.columns},
        }
        if missing := _missing(table):
            entries[name]["missing"] = missing
    files[CONTENTS] = json_text({"what": what, "format": FORMAT, "tables": entries}).encode()
    return files


def read_tables(folder: Path, what: str) -> dict[str, pd.DataFrame]:
    """All tables of a results folder by name, equal to those that were written.

    Raises InputError when the folder is none, holds something else, is half-written or of a newer version.
    """
    contents = _contents(folder, what)
    tables = {}
    for name, entry in contents["tables"].items():
        path = folder / entry["file"]
        if path.parent != folder or not path.is_file():
            raise InputError(f"{folder} is incomplete: {entry['file']} is missing; save the result once more")
        try:
            tables[name] = pd.read_parquet(path) if path.suffix == ".parquet" else _read_csv(path, entry)
        except (OSError, ValueError, KeyError) as error:
            raise InputError(f"cannot read {path}: {error}") from error
    return tables


def read_json(folder: Path, name: str) -> dict[str, Any]:
    """A JSON file of a results folder. Raises InputError when it is missing or broken."""
    try:
        return dict(json.loads((folder / name).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read {folder / name}: {error}") from error


def _contents(folder: Path, what: str) -> dict[str, Any]:
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder; give the folder that `journey compare` names at its end")
    has_contents = (folder / CONTENTS).exists()
    if not (folder / MANIFEST).exists():
        if has_contents or (folder / f"{what}.json").exists():
            raise InputError(
                f"{folder} is half-written: it has no {MANIFEST}, which comes last; run the study again"
            )
        inside = sorted(path.parent.name for path in folder.glob(f"*/{MANIFEST}"))
        hint = f"; did you mean {folder / inside[0]}?" if inside else ""
        raise InputError(f"{folder} is no results folder: it has no {MANIFEST}{hint}")
    if not has_contents:
        raise InputError(
            f"{folder} has no {CONTENTS}, so it cannot be read back; its CSV files open in pandas"
        )
    contents = read_json(folder, CONTENTS)
    if contents.get("format", 0) > FORMAT:
        raise InputError(f"{folder} was written by a newer version of journeysim; update to read it")
    if contents.get("what") != what:
        raise InputError(f"{folder} holds a {contents.get('what')}, not a {what}")
    return contents


def _type(column: "pd.Series[Any]") -> str:
    if pd.api.types.is_bool_dtype(column):
        return "boolean"
    if pd.api.types.is_integer_dtype(column):
        return "integer"
    return "number" if pd.api.types.is_float_dtype(column) else "text"


def _missing(table: pd.DataFrame) -> dict[str, list[int]]:
    """Rows in which a text is missing, which CSV cannot tell from an empty one."""
    found = {}
    for name in table.columns:
        if _type(table[name]) == "text" and table[name].isna().any():
            found[str(name)] = [row for row, gone in enumerate(table[name].isna()) if gone]
    return found


def parquet(table: pd.DataFrame) -> bytes:
    """A table as the bytes of a Parquet file."""
    content: bytes = table.to_parquet(index=False, compression="zstd")
    return content


def _read_csv(path: Path, entry: dict[str, Any]) -> pd.DataFrame:
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    raw.columns = pd.Index([_as_written(name) for name in raw.columns])
    missing = entry.get("missing", {})
    columns = {}
    for name, kind in entry["columns"].items():
        cells = raw[name].tolist()
        if kind == "text":
            gone = set(missing.get(name, ()))
            columns[name] = pd.Series(
                [None if row in gone else _as_written(c) for row, c in enumerate(cells)]
            )
        elif kind == "boolean":
            columns[name] = pd.Series([cell == "True" for cell in cells], dtype=PARSED[kind])
        else:
            parse = int if kind == "integer" else _number
            columns[name] = pd.Series([parse(cell) for cell in cells], dtype=PARSED[kind])
    return pd.DataFrame(columns)


def _number(cell: str) -> float:
    return float(cell) if cell else float("nan")


def _as_written(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from running it."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_STARTS) else cell
