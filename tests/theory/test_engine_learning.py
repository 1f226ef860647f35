"""What the company learns: which place gets fixed, what a fix leaves, and when the verdict is to do nothing."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import binomtest

from scenarios.schema import Scenario
from sim.columns import EDGE_COUNTS, TOUCHPOINT_COUNTS
from sim.engine import run
from sim.records import Run
from sim.rules import learning
from tests.simulated import LIMIT, point, small, z_of_share

FAILURE = 0.6


def company(mechanisms: tuple[str, ...] = ("learning", "experience", "moments"), **fields: Any) -> Scenario:
    """Two desks in a row, of two departments; the second can fail, and the way to it may lose cases."""
    return small(
        {
            "first": point({"second": 1}),
            "second": point({"WIN": 1}, owner="B", moment_of_truth=True, items=3),
        },
        **{
            "clock": {"horizon_days": 400, "follow_up_days": 30},
            "owners": {"A": "One", "B": "Other"},
            "arrivals": {"rate_per_day": 40},
            "interaction": True,
            "mechanisms": list(mechanisms),
            "moments": {"failure_predictable": FAILURE, "failure_unpredictable": FAILURE},
            "behaviour": {"experience": {"quality_noise": 0.0}},
            "learning": {"fixes_per_review": 1, "response_share": 1.0, "target": 0.02},
        }
        | fields,
    )


def fixes(ran: Run) -> tuple[list[int], list[int]]:
    """Fixes so far at each touchpoint and on each way."""
    return ran.touchpoints["fixes"].tolist(), ran.edges["fixes"].tolist()


def test_a_point_that_is_always_chosen_improves_geometrically() -> None:
    """f_n = f0 (1 - iota)^n."""
    ran = run(company())
    n = int(ran.touchpoints["fixes"][1])
    assert n == 13
    assert ran.touchpoints["failure_factor"][1] == pytest.approx(0.8**n)
    late = ran.people[(ran.people["entered_day"] > 391.0)]
    assert abs(z_of_share(int(late["failures"].sum()), len(late), FAILURE * 0.8**n)) < LIMIT


def lossy(attribution: str) -> Scenario:
    """Nothing fails, but the way between the departments loses cases and information."""
    return company(
        ("learning", "experience", "handoffs"),
        handoffs={"retention": 0.1, "drop_probability": 0.2, "chase_delay_days": 0.1},
        behaviour={"experience": {"quality_noise": 0.0, "repeat_penalty": 0.2}},
        learning={"fixes_per_review": 1, "response_share": 1.0, "target": 0.02, "attribution": attribution},
    )


def test_siloed_attribution_never_mends_a_seam() -> None:
    """Pain is booked on the desk where it is voiced, and no fix there touches the way that lost the case."""
    ran = run(lossy("siloed"))
    assert ran.touchpoints["fixes"][1] > 10
    assert set(ran.edges["loss_factor"]) == {1.0}
    third = len(ran.people) // 3
    early, late = ran.people["repeats"][:third], ran.people["repeats"][-third:]
    assert late.mean() == pytest.approx(early.mean(), rel=0.02)


def test_causal_attribution_mends_it() -> None:
    ran = run(lossy("causal"))
    points, ways = fixes(ran)
    assert sum(points) == 0
    assert sorted(ways)[-2:] == [0, ways[0]]
    assert ways[0] > 8
    assert ran.edges["loss_factor"][0] == pytest.approx(0.8 ** ways[0])
    third = len(ran.people) // 3
    early, late = ran.people["repeats"][:third], ran.people["repeats"][-third:]
    assert late.mean() < 0.5 * early.mean()


def test_a_good_company_does_nothing() -> None:
    ran = run(company(moments={"failure_predictable": 0.01, "failure_unpredictable": 0.01},
                      learning={"fixes_per_review": 3, "response_share": 1.0, "target": 0.1}))  # fmt: skip
    assert sum(map(sum, fixes(ran))) == 0
    assert set(ran.touchpoints["verdict"]) == {learning.HOLD}


def test_few_answers_leave_it_unknown() -> None:
    ran = run(company(arrivals={"rate_per_day": 0.05},
                      learning={"fixes_per_review": 1, "response_share": 0.2, "target": 0.3}))  # fmt: skip
    assert ran.touchpoints["verdict"][0] == learning.UNKNOWN


def test_switched_off_nothing_is_learnt() -> None:
    assert run(company(("experience", "moments"))).touchpoints["answers"].sum() == 0
    assert run(company(learning={"fixes_per_review": 0})).touchpoints["answers"].sum() == 0


def test_costs_of_fixes_are_paid() -> None:
    from experiments.kpis import counted, lever_cost

    free, paid = (
        run(
            company(
                learning={
                    "fixes_per_review": 1,
                    "response_share": 1.0,
                    "target": 0.02,
                    "cost_per_fix_eur": cost,
                }
            )
        )
        for cost in (0.0, 1000.0)
    )
    assert lever_cost(counted(free)) == 0.0
    c = counted(paid)
    assert lever_cost(c) == pytest.approx(1000.0 * 12 / c.count)


@pytest.mark.parametrize(("painful", "answers"), [(0, 10), (3, 20), (40, 100), (99, 100), (500, 2000)])
def test_the_interval_is_wilsons(painful: int, answers: int) -> None:
    """The verdict turns where scipy's Wilson interval says."""
    interval = binomtest(painful, answers).proportion_ci(0.95, "wilson")
    for target, expected in ((interval.low - 1e-9, learning.ACT), (interval.high + 1e-9, learning.HOLD),
                             (0.5 * (interval.low + interval.high), learning.UNKNOWN)):  # fmt: skip
        if 0.0 <= target <= 1.0:
            assert learning.verdict(float(painful), float(answers), target) == expected


def test_counters_start_whole() -> None:
    assert [c.start for c in TOUCHPOINT_COUNTS if c.name == "failure_factor"] == [1]
    assert [c.start for c in EDGE_COUNTS if c.name == "loss_factor"] == [1]
    assert np.isclose(learning.kept_with(0.4, 0.5), 0.7)
