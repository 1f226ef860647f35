"""What was saved, back as the object it was: one call for every kind of results folder."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from experiments.comparison import Comparison
    from experiments.discovery.result import Discovery
    from experiments.sweeping.result import Sweep


def load(folder: str | os.PathLike[str]) -> "Comparison | Sweep | Discovery":
    """The comparison, sweep or discovery that was saved into a folder, with the same tables, words and verdict.

    Raises InputError for a folder that is none of these, half-written, incomplete or of a newer version.
    """
    path = Path(folder)
    if any((path / name).exists() for name in ("sweep.json", "plan.json")):
        from experiments.sweeping import saving

        return saving.load(path)
    if (path / "discovery.json").exists():
        from experiments.discovery import saving as discoveries

        return discoveries.load(path)
    from experiments import saved

    return saved.load(path)
