"""Where rows of studies are kept: Parquet parts in a folder, each written whole or not at all.

A row is known by the hash of all that its run depends on, so parts can be read in any order, written by several
sessions, and read again after an interruption: what is there is not lived through again.
"""

import os
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any

import pandas as pd

from experiments import kpis, statistics
from experiments.errors import InputError
from experiments.manifest import content_hash
from experiments.results import write_whole
from experiments.tables import parquet
from sim.compiled import source_hash

PART_ROWS, PART_SECONDS = 1_000, 15.0
KEYS = ("seed", "trial", "replication")
Job = tuple[str, int]
"""Key of a trial, replication."""


def _measures_hash() -> str:
    """Hash of the files that say what is measured and who is counted."""
    digest = blake2b(digest_size=4)
    for module in (kpis, statistics):
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()


class Store:
    """Rows below one folder, those of another engine or of other measures apart; safe for several threads."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        """Open or make a folder. Raises InputError when it cannot be used."""
        self.folder = Path(folder) / "parts" / f"{source_hash()}-{_measures_hash()}"
        self._waiting: list[dict[str, Any]] = []
        self._lock, self._since = Lock(), monotonic()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(f"cannot keep results in {folder}: {error.strerror or error}") from error

    def rows(self, seed: int) -> dict[Job, dict[str, float]]:
        """All rows of a seed by trial and replication. An unreadable part is left out: its runs are made again."""
        found: dict[Job, dict[str, float]] = {}
        for path in sorted(self.folder.glob("*.parquet")):
            try:
                part = pd.read_parquet(path)
            except (OSError, ValueError):
                continue
            part = part[part["seed"] == seed]
            measures = [str(name) for name in part.columns if name not in KEYS]
            for trial, replication, *values in part[["trial", "replication", *measures]].itertuples(
                index=False
            ):
                found[str(trial), int(replication)] = dict(zip(measures, map(float, values), strict=True))
        return found

    def keep(self, seed: int, job: Job, row: dict[str, float]) -> None:
        """Keep a row; it is on disk after the next `flush`, which happens by itself now and then."""
        with self._lock:
            self._waiting.append({"seed": seed, "trial": job[0], "replication": job[1], **row})
            due = len(self._waiting) >= PART_ROWS or monotonic() - self._since > PART_SECONDS
        if due:
            self.flush()

    def flush(self) -> None:
        """Write what waits as one part. Raises InputError when the folder cannot be written."""
        with self._lock:
            waiting, self._waiting, self._since = self._waiting, [], monotonic()
        if not waiting:
            return
        name = content_hash([[row["trial"], row["replication"], row["seed"]] for row in waiting])
        table = pd.DataFrame(waiting)
        try:
            write_whole(self.folder / f"{name}.parquet", parquet(table))
        except OSError as error:
            raise InputError(f"cannot keep results in {self.folder}: {error.strerror or error}") from error

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.flush()
