"""Measures on a handful of people that can be counted by hand."""

import numpy as np
import pytest

from experiments.kpis import COMMON, CONVERSION, Counted, counted, kpis_of, lever_cost, measure
from experiments.people import fates, saved_and_lost
from scenarios.schema import Cost
from sim.columns import DAILY, PEOPLE, allocate
from sim.engine import run
from tests.experiments.synthetic import SyntheticRun, company, synthetic_run
from tests.simulated import crowd, point, small, z_of_share

# warm-up 100, horizon 730, follow-up 365: counted are entrants of [100, 365)
ENTERED = [99.9, 100.0, 200.0, 300.0, 364.9, 365.0, np.nan]
CONVERTED = [120.0, 150.0, 566.0, 310.0, np.nan, 370.0, np.nan]  # the third one converts a day too late


def few(**columns: list[float]) -> SyntheticRun:
    people = allocate(PEOPLE, len(ENTERED))
    people["uid"] = np.arange(len(ENTERED)) + 10
    people["entered_day"], people["converted_day"] = ENTERED, CONVERTED
    for name, values in columns.items():
        people[name] = values
    daily = allocate(DAILY, 730)
    daily["day"], daily["reputation"] = np.arange(730), np.where(np.arange(730) < 100, 1.0, 4.0)
    return SyntheticRun(people, daily, company())


def few_counted(cost: Cost | None = None, **columns: list[float]) -> Counted:
    return counted(few(**columns), cost)


def test_who_is_counted() -> None:
    c = few_counted()
    assert c.people["uid"].tolist() == [11, 12, 13, 14]
    assert c.converted.tolist() == [True, False, True, False]
    assert measure(c)["conversion_rate"] == 0.5
    assert measure(c)["journey_days"] == (50 + 10) / 2


def test_who_leaves_at_the_first_moment_is_counted() -> None:
    """A first step without delay loses people the moment they enter; customers of the first day who had left are no
    entrants."""
    steps = {"ask": point({"buy": 0.25, "LOST": 0.75}), "buy": point({"WIN": 1.0})}
    scenario = small(steps, converts_at="buy")
    c = counted(run(scenario, population=crowd(scenario, 4000)))
    assert c.count == 4000
    assert abs(z_of_share(c.converted.sum(), 4000, 0.25)) < 4
    gone = few_counted(left_day=[np.nan, 100.0, 90.0, 300.0, 364.9, np.nan, np.nan], converted_day=[
        120.0, 50.0, -10.0, 310.0, np.nan, 370.0, np.nan
    ])  # fmt: skip
    assert gone.people["uid"].tolist() == [13, 14]


def test_means_per_entrant_and_per_contact() -> None:
    values = measure(
        few_counted(
            repeats=[9, 1, 2, 3, 0, 9, 0],
            contacts=[1, 1, 1, 1, 0, 1, 0],
            live_contacts=[9, 2, 2, 0, 0, 9, 0],
            wait_minutes=[99, 3, 5, 0, 0, 99, 0],
            abandonments=[9, 1, 0, 0, 0, 9, 0],
            survey_effort=[0, 0, 5, np.inf, np.nan, 0, np.nan],
            survey_satisfaction=[0, 0.1, 0.3, 0.2, np.nan, 0, np.nan],
            defects_before_conversion=[0, 0, 0, 2, 0, 0, 0],
            talk_positive=[0, 1, 0, 0, 0, 7, 0],
        )
    )
    assert values["repeats"] == 1.5
    assert values["wait_minutes"] == 2.0
    assert values["abandonment_rate"] == 0.25
    assert values["effort_ces"] == pytest.approx((7 + (7 - 6 * (1 - np.exp(-1))) + 1) / 3)
    assert values["satisfaction"] == pytest.approx(0.2)
    assert values["flawless_rate"] == 0.5
    assert values["wom_positive"] == 25.0
    assert values["reputation"] == 4.0


def test_net_promoter_score_asks_converters() -> None:
    assert measure(few_counted(recommend=[0, 10, 0, 6, -1, 0, -1]))["nps"] == 0.0
    assert measure(few_counted(recommend=[0, 10, 0, 8, -1, 0, -1]))["nps"] == 50.0
    assert np.isnan(measure(few_counted(recommend=[-1] * 7))["nps"])


def test_churn_is_censored_at_the_horizon() -> None:
    """Customers since day 150 and 310 and (late) 566 is not one; the first leaves after 100 days, the second never."""
    left = [np.nan, 250.0, np.nan, np.nan, np.nan, np.nan, np.nan]
    c = few_counted(left_day=left)
    assert measure(c)["churn_rate_12m"] == pytest.approx(0.5)
    assert measure(c)["customers_kept"] == 250.0
    assert c.customer_days.tolist() == [100.0, 0.0, 355.0, 0.0]


def test_money_per_entrant_is_net_of_the_levers() -> None:
    cost = Cost(one_off_eur=3000, written_off_years=3, per_year_eur=100, per_customer_year_eur=36.5)
    c = few_counted(
        cost, revenue_micro=[0, 100_000_000, 0, 60_000_000, 0, 5, 0], cost_micro=[0, 8_000_000, 0, 0, 0, 5, 0]
    )
    values = measure(c)
    customer_days = (100 + 365 - 150) + 0 + (300 + 365 - 310)
    fixed = 1100 * 265 / 365
    assert values["revenue"] == 40.0
    assert values["cost_to_serve"] == 2.0
    assert lever_cost(c) == pytest.approx((fixed + 36.5 * customer_days / 365) / 4)
    assert values["profit"] == pytest.approx(38.0 - lever_cost(c))


def test_nobody_there_gives_no_number_and_no_warning() -> None:
    run = few()
    values = measure(counted(SyntheticRun(run.people[:0], run.daily, run.scenario)))
    assert values["reputation"] == 4.0
    assert all(np.isnan(value) for name, value in values.items() if name != "reputation")


def test_where_everybody_is_a_customer_resolution_leads() -> None:
    scenario = company(converts_at=None)
    values = measure(counted(synthetic_run(scenario, conversion=0.7)))
    assert kpis_of(scenario)[0].name == "resolution_rate"
    assert values["resolution_rate"] == pytest.approx(0.7, abs=0.05)
    assert values["journey_days"] == pytest.approx(0.5, abs=0.05)
    assert 0.0 < values["churn_rate_12m"] < 0.3


def test_every_measure_says_who_was_counted_and_has_a_name_of_its_own() -> None:
    names = [kpi.name for kpi in (CONVERSION, *COMMON)]
    assert len(set(names)) == len(names)
    assert all(kpi.estimand and kpi.better in (-1, 0, 1) for kpi in COMMON)


@pytest.mark.parametrize(
    ("value", "level", "change"),
    [
        (0.2163, "21.6 %", "+21.6"),
        (-0.0004, "0.0 %", "0.0"),
        (float("nan"), "–", "–"),
        (-0.05, "-5.0 %", "-5.0"),
    ],
)
def test_numbers_are_written_for_people(value: float, level: str, change: str) -> None:
    assert CONVERSION.level(value) == level
    assert CONVERSION.change(value) == change


def test_saved_and_lost_are_the_same_people() -> None:
    before = fates(few_counted())
    after = fates(few_counted(converted_day=[120.0, np.nan, 300.0, 310.0, 366.0, 370.0, np.nan]))
    row = saved_and_lost(before, after)
    assert (row["people"], row["only_a"], row["only_b"]) == (4.0, 0.0, 0.0)
    assert (row["converted_saved"], row["converted_lost"], row["converted_net"]) == (500.0, 250.0, 250.0)


def test_who_came_in_one_world_only_is_not_called_saved() -> None:
    before = fates(few_counted())
    after = fates(few_counted(entered_day=[99.9, np.nan, 200.0, 300.0, 364.9, 150.0, np.nan]))
    row = saved_and_lost(before, after)
    assert (row["people"], row["only_a"], row["only_b"]) == (3.0, 1.0, 1.0)
    assert row["converted_saved"] == row["converted_lost"] == 0.0


def test_two_people_with_one_uid_are_refused() -> None:
    with pytest.raises(ValueError, match="share a uid"):
        fates(few_counted(uid=[1, 1, 1, 1, 1, 1, 1]))


def test_customers_of_the_first_day_bear_the_fixed_costs_of_the_time_they_are_observed() -> None:
    """Entrants share the costs of the window in which they came; 1,000 customers share those of their year."""
    from scenarios.schema import Cost
    from sim.engine import run
    from tests.simulated import point, small

    scenario = small(
        {"only": point({"WIN": 1})},
        clock={"horizon_days": 390, "warm_up_days": 0, "follow_up_days": 365},
        arrivals={"rate_per_day": 0, "existing_customers": 1000},
    )
    c = counted(run(scenario), Cost(per_year_eur=36_500))
    assert lever_cost(c) == pytest.approx(36.5)
