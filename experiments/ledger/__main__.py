"""Rank what ships with built-in scenarios: `python -m experiments.ledger NAME ...` (minutes each)."""

import sys

from experiments import terminal
from experiments.ledger import store
from experiments.ledger.author import remarks_of
from experiments.ledger.study import make
from scenarios import load


def main(names: list[str]) -> None:
    """Rank the first two designs of each scenario under its central assumptions, and write the ranking beside it."""
    for name in names:
        scenario = load(name)
        with terminal.progress() as told:
            ledger = make(scenario, remarks=remarks_of(scenario), progress=told)
        for row in ledger.top():
            terminal.print_line(f"{row.assumption.path} {row.effect}")
        terminal.print_line(str(store.ship(name, [ledger])))


if __name__ == "__main__":
    main(sys.argv[1:])
