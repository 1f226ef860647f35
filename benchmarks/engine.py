"""How fast one world runs, and that the answer is still the answer: `python -m benchmarks.engine`."""

import hashlib
import statistics
import sys

from benchmarks.timing import row, seconds, show
from scenarios import change, design, load
from scenarios.schema import Scenario
from sim import JourneyModel, draw_population, run
from sim.columns import Logged, Table

EVENTS = (Logged.ENTER, Logged.REACH, Logged.FINISH, Logged.ABANDON)


def fingerprint(table: Table) -> str:
    """Hash of every column of a table, to the last bit; the kernel's own calendar is no answer."""
    digest = hashlib.sha256()
    for name in sorted(set(table.dtype.names or ()) - {"next_in_bucket"}):
        digest.update(name.encode() + table[name].tobytes())
    return digest.hexdigest()[:16]


def small(scenario: Scenario) -> Scenario:
    """The same company with few customers, for the slow engine."""
    return change(
        scenario,
        {
            "arrivals.rate_per_day": 4,
            "clock.horizon_days": 120,
            "clock.warm_up_days": 0,
            "clock.follow_up_days": 60,
        },
    )


def lived(scenario: Scenario, engine: str) -> Table:
    """The people of the small world under one of the two engines."""
    model = JourneyModel(scenario, engine=engine, rng=1)  # type: ignore[arg-type]
    model.run_model()
    return model.to_run().people


def main(times: int = 5) -> None:
    """Print the table. Raises AssertionError when two answers that must be equal are not."""
    bank = design(load("bank_credit_45d"), "siloed")
    first = run(bank, seed=1, replication=0, log=True)  # compiles where nothing is compiled yet
    assert first.log is not None
    events = int(sum((first.log["kind"] == kind).sum() for kind in EVENTS))

    drawing = seconds(lambda: draw_population(bank, 1, 0), times)
    people = draw_population(bank, 1, 0)
    living = seconds(lambda: run(bank, seed=1, replication=0, population=people), times)
    print_of_people = fingerprint(first.people)
    assert print_of_people == fingerprint(run(bank, seed=1, replication=0).people)

    few = small(bank)
    assert fingerprint(lived(few, "kernel")) == fingerprint(lived(few, "agents"))
    slow = seconds(lambda: lived(few, "agents"), 1)
    fast = seconds(lambda: lived(few, "kernel"), times)

    speed = events / statistics.median(clock for clock, _ in living)
    show(
        "One world: bank_credit_45d, siloed, seed 1, replication 0",
        [
            row(f"draw {len(people.people):,} candidates and who knows whom", drawing),
            row(f"live through 730 days, {events:,} events", living),
            (
                "events per second",
                f"{speed / 1e6:.2f} million",
                "entries, arrivals at a step, ends, abandonments",
                "",
            ),
            ("fingerprint of the people", print_of_people, "equal in two runs", ""),
            row("small world, 120 days, kernel", fast),
            row("small world, 120 days, Python agents", slow),
            ("kernel and agents", fingerprint(lived(few, "kernel")), "equal", ""),
        ],
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
