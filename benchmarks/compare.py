"""Warm wall time of the main job, as a user meets it: `python -m benchmarks.compare`."""

import json
import subprocess
import sys
import tempfile
from typing import Any

from benchmarks.timing import row, seconds, show

MAIN_JOB = ("compare", "bank_credit_45d", "--json")


def compared(*options: str) -> Any:
    """Run the command in a process of its own; what it found."""
    with tempfile.TemporaryDirectory() as folder:
        line = [sys.executable, "-m", "experiments.cli", *MAIN_JOB, "--out", folder, *options]
        found = json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)
    return found["differences"], found["people"]


def main(times: int = 5) -> None:
    """Print the table. Raises AssertionError when the same command gives another answer."""
    quick = compared("--quick")  # compiles and anchors where that has not been done
    assert compared("--quick") == quick
    assert compared() == quick
    show(
        "journey compare bank_credit_45d, 30 replications, compiled and anchored",
        [
            row("two designs (--quick)", seconds(lambda: compared("--quick"), times)),
            row("four arms, break-even, band", seconds(compared, times)),
            ("differences, saved and lost", "equal", "in both, and when run again", ""),
        ],
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
