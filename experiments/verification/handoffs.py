"""What hand-offs lose, and what gets dropped."""

from collections.abc import Iterator

from experiments.theory.handoffs import (
    any_drop_probability,
    any_repeat_probability,
    repeats_with_recollection,
    repeats_without_recollection,
)
from experiments.verification.limit import Figure, Limit, Totals, mean
from experiments.verification.worlds import entrants, small_world, step
from scenarios.schema import Scenario
from sim.records import Run

DESKS = "abcdef"
ITEMS = 3
BINOMIAL = "binomial law"
LEVELS = ((0.40, 0.05), (0.95, 0.005))
"""Share kept and chance of a drop: torn seams and sewn ones."""


def limits() -> Iterator[Limit]:
    """One hand-off, and five in a row with and without collecting the information again."""
    for retention, _ in LEVELS:
        exact = any_repeat_probability(retention, ITEMS)
        yield desks(2, retention, 0.0, False, [Figure("P(repeat), 1 hand-off", exact, mean("repeated"))])
    for retention, drop in LEVELS:
        repeats = repeats_without_recollection(retention, ITEMS, 5)
        yield desks(
            6, retention, drop, False,
            [
                Figure("repeats, 5 hand-offs", repeats, mean("repeats")),
                Figure(f"P(any drop) at p = {drop:g}", any_drop_probability(drop, 5), mean("dropped")),
            ],
        )  # fmt: skip
    repeats = repeats_with_recollection(0.40, ITEMS, 5)
    yield desks(6, 0.40, 0.05, True, [Figure("repeats, collected again", repeats, mean("repeats"))])


def desks(number: int, retention: float, drop: float, recollects: bool, figures: list[Figure]) -> Limit:
    """Departments in a row, each asking for three pieces of information."""
    codes = DESKS[:number]

    def world(_: float) -> Scenario:
        return small_world(
            {
                code: step({to: 1}, owner=code, items=ITEMS)
                for code, to in zip(codes, [*codes[1:], "WIN"], strict=True)
            },
            people=10_000,
            horizon_days=40,
            mechanisms=["handoffs"],
            owners={code: f"Department {code.upper()}" for code in codes},
            handoffs={
                "retention": retention,
                "drop_probability": drop,
                "recollects": recollects,
                "chase_delay_days": 0.01,
            },
        )

    return Limit(
        "hand-offs", f"retention {retention:g}", BINOMIAL, world, observe, figures, people=10_000,
        note=f"{ITEMS} pieces of information asked for at every desk",
    )  # fmt: skip


def observe(run: Run) -> Totals:
    """Cases, what was asked again, and who was dropped on the way."""
    people = entrants(run)
    return {
        "people": len(people),
        "repeats": int(people["repeats"].sum()),
        "repeated": int((people["repeats"] > 0).sum()),
        "dropped": int((people["drops"] > 0).sum()),
    }
