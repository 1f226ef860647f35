"""How long the command line takes to answer at all: `python -m benchmarks.help_time`."""

import subprocess
import sys

from benchmarks.timing import row, seconds, show

HEAVY = ("numba", "mesa", "matplotlib", "pandas", "scipy", "pydantic")


def answered(*words: str) -> str:
    """What the command prints, in a process of its own."""
    line = [sys.executable, "-m", "experiments.cli", *words]
    return subprocess.run(line, check=True, capture_output=True, text=True).stdout


def main(times: int = 5) -> None:
    """Print the table. Raises AssertionError when `--help` loads what it does not need."""
    assert "compare" in answered("--help")
    imported = "import sys, experiments.cli; print([name for name in sys.argv[1:] if name in sys.modules])"
    loaded = subprocess.run(
        [sys.executable, "-c", imported, *HEAVY], check=True, capture_output=True, text=True
    )
    assert loaded.stdout.strip() == "[]", loaded.stdout
    show(
        "The command line",
        [
            row("journey --help", seconds(lambda: answered("--help"), times)),
            row("journey scenarios", seconds(lambda: answered("scenarios"), times)),
            row("journey show bank_credit_45d", seconds(lambda: answered("show", "bank_credit_45d"), times)),
            row("an empty Python, for comparison", seconds(
                lambda: subprocess.run([sys.executable, "-c", ""], check=True), times
            )),
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
