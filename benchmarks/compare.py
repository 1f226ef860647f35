"""Warm wall time of the main job, as a user meets it, for every built-in scenario: `python -m benchmarks.compare`."""

import json
import subprocess
import sys
import tempfile
from typing import Any

from benchmarks.timing import row, seconds, show
from scenarios import names as known_names

ONE = "bank_social_selfservice"  # the smallest, to see that the answer stays what it is


def compared(name: str, *options: str) -> Any:
    """Run the command in a process of its own; what it found."""
    with tempfile.TemporaryDirectory() as folder:
        line = [sys.executable, "-m", "experiments.cli", "compare", name, "--json", "--out", folder, *options]
        found = json.loads(subprocess.run(line, check=True, capture_output=True, text=True).stdout)
    return found["differences"], found["people"]


def main(times: int = 3) -> None:
    """Print the tables. Raises AssertionError when the same question gets another answer."""
    names = [name for name in known_names() if not name.startswith("v_")]
    same = compared(ONE, "--quick", "--replications", "30")  # compiles where that has not been done
    assert compared(ONE) == same  # what else is lived through leaves the two designs alone
    assert compared(ONE, "--quick", "--replications", "30", "--workers", "1") == same
    for options, title in (
        (("--quick",), "journey compare NAME --quick (two designs, 16 replications)"),
        (("--quick", "--replications", "30"), "journey compare NAME --quick --replications 30"),
        ((), "journey compare NAME (four arms, 30 replications, break-even, band)"),
    ):
        show(title, [row(name, seconds(lambda n=name, o=options: compared(n, *o), times)) for name in names])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
