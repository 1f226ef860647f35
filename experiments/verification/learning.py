"""What a company that learns has left of its weaknesses, and what stays as it was because nobody sees it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from experiments.theory.handoffs import repeats_with_recollection
from experiments.theory.learning import weakness_after
from experiments.verification.limit import Figure, Limit, Totals, mean
from experiments.verification.worlds import small_world, step
from scenarios.schema import Scenario
from sim.columns import Table
from sim.records import Run

PROGRESS = "progress ratio"
REVIEW_DAYS, REVIEWS, PER_DAY = 30.0, 5, 50.0
ITEMS, RETENTION, FAILURE, IMPROVEMENT = 3, 0.1, 0.6, 0.2
DAYS = REVIEW_DAYS * (REVIEWS + 1)


def limits() -> Iterator[Limit]:
    """Five reviews, one fix at each: a failing contact, and a torn seam under both attributions."""
    failure = weakness_after(FAILURE, IMPROVEMENT, REVIEWS)
    moments = {"failure_predictable": FAILURE, "failure_unpredictable": FAILURE}
    yield learner(
        "failing contact", "moments", {"moments": moments}, "siloed",
        Figure("P(failure), 5 fixes", failure, mean("weak")), lambda people: people["failures"],
    )  # fmt: skip
    seam = {"handoffs": {"retention": RETENTION, "drop_probability": 0.0}}
    for attribution, fixes in (("causal", REVIEWS), ("siloed", 0)):
        lost = weakness_after(1.0 - RETENTION, IMPROVEMENT, fixes)
        repeats = repeats_with_recollection(1.0 - lost, ITEMS, 1)
        yield learner(
            f"torn seam, {attribution}", "handoffs", seam, attribution,
            Figure("repeats, 5 reviews", repeats, mean("weak")), lambda people: people["repeats"],
        )  # fmt: skip


def learner(
    name: str,
    mechanism: str,
    weakness: Mapping[str, Any],
    attribution: str,
    figure: Figure,
    weak: Callable[[Table], Table],
) -> Limit:
    """Two departments in a row; everybody answers when asked, and the worst place is fixed at every review."""

    def world(_: float) -> Scenario:
        return small_world(
            {"first": step({"second": 1}), "second": step({"WIN": 1}, owner="b", moment_of_truth=True, items=ITEMS)},
            people=PER_DAY * DAYS,
            arrival_days=DAYS,
            horizon_days=DAYS,
            mechanisms=["learning", "experience", mechanism],
            interaction=True,
            clock={"horizon_days": DAYS, "follow_up_days": 1},
            owners={"desk": "First", "b": "Second"},
            behaviour={"experience": {"quality_noise": 0, "repeat_penalty": 0.2}},
            learning={
                "fixes_per_review": 1, "response_share": 1, "target": 0.02, "attribution": attribution,
                "review_days": REVIEW_DAYS, "improvement": IMPROVEMENT,
            },
            **weakness,
        )  # fmt: skip

    def observe(run: Run) -> Totals:
        late = run.people[run.people["entered_day"] >= REVIEW_DAYS * REVIEWS]
        return {"people": len(late), "weak": int(weak(late).sum())}

    return Limit(
        "learning", name, PROGRESS, world, observe, [figure], people=round(PER_DAY * DAYS),
        note="one fix removes a fifth; siloed attribution never mends a seam",
    )  # fmt: skip
