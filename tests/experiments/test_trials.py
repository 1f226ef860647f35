"""Trials: each world once, the same in any order and from any store, prices paid afterwards."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from experiments.errors import InputError
from experiments.kpis import counted, measure
from experiments.pairing import compare
from experiments.study.question import Question, ask
from experiments.study.store import Store
from experiments.study.trials import Trials
from experiments.worlds import Arm, live
from scenarios.errors import ScenarioError
from scenarios.schema import Cost, Scenario
from tests.experiments.shop import shop


def two_levers() -> Scenario:
    """The shop with two levers, one of them with all three kinds of price."""
    return shop(
        levers={
            "remind": {
                "title": "A reminder", "kind": "process",
                "cost": {"one_off_eur": 900.0, "per_year_eur": 100.0, "per_customer_year_eur": 2.0},
                "changes": {"touchpoints.think.next": {"form": 0.9, "LOST": 0.1}},
            },
            "sell": {
                "title": "Better advice", "kind": "mechanism",
                "changes": {"touchpoints.advice.next": {"buy": 0.2, "LOST": 0.8}},
            },
        },
        designs={
            "siloed": {"title": "Today", "lens": "functional"},
            "integrated": {"title": "Both", "lens": "goal", "levers": "all"},
        },
    )  # fmt: skip


@pytest.fixture(scope="module")
def question() -> Question:
    return ask(two_levers())


def test_the_same_numbers_as_compare(question: Question) -> None:
    trials = Trials(question.scenario, seed=3)
    values = trials.measured(question.at(), range(4))
    found = compare(two_levers(), replications=4, seed=3, arms=False, break_even=False, band=False)
    for k, name in enumerate(trials.names):
        wanted = found.differences.loc[name, ["first", "second"]].to_numpy(dtype=float)
        np.testing.assert_allclose(values[:, :, k].mean(axis=1), wanted, rtol=1e-12, equal_nan=True)


def test_levers_are_the_designs_made_of_them(question: Question) -> None:
    siloed, integrated = question.at()
    assert question.levers([]).key == siloed.key
    assert question.levers(["sell", "remind"]).key == integrated.key
    assert question.levers(["sell", "remind"]).cost == integrated.cost
    assert len({trial.key for trial in (siloed, integrated, question.levers(["sell"]))}) == 3


def test_the_order_and_the_threads_change_nothing(question: Question) -> None:
    pair = question.at()
    one = Trials(question.scenario, seed=1, workers=1).measured(pair, range(3))
    two = Trials(question.scenario, seed=1, workers=3)
    backwards = two.measured(pair[::-1], [2, 0, 1])
    np.testing.assert_array_equal(one, backwards[::-1][:, [1, 2, 0]])


def test_customers_are_those_that_a_price_per_customer_is_paid_for(question: Question) -> None:
    """EUR 1 per customer-year costs as much as EUR 1 a year, times the number of customers."""
    trials, today = Trials(question.scenario, seed=1), question.levers([])
    free, each, fixed = (
        trials.measured([replace(today, cost=cost)], range(3))[0, :, trials.place("profit")].sum()
        for cost in (Cost(), Cost(per_customer_year_eur=1.0), Cost(per_year_eur=1.0))
    )
    assert trials.customers(today, range(3)) == pytest.approx((free - each) / (free - fixed))
    assert trials.runs == 3


def test_every_world_once(question: Question) -> None:
    trials = Trials(question.scenario, seed=1)
    trials.measured(question.at(), range(2))
    trials.measured([*question.at(), question.levers([])], range(3))
    assert trials.runs == 6


def test_the_price_is_paid_afterwards(question: Question) -> None:
    trials = Trials(question.scenario, seed=1)
    path = "levers.remind.cost.per_customer_year_eur"
    cheap, dear = (question.design("integrated", {path: price}) for price in (2.0, 50.0))
    values = trials.measured([cheap, dear], range(2))
    assert trials.runs == 2
    for trial, found in zip((cheap, dear), values[:, 0], strict=True):
        arm = Arm("", "", trial.scenario, trial.cost)
        run = live(arm, seed=1, replication=0, intercepts=question.intercepts)
        wanted = measure(counted(run, trial.cost))["profit"]
        assert found[trials.place("profit")] == pytest.approx(wanted, rel=1e-12)


def test_what_was_lived_is_read_again(question: Question, tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        first = Trials(question.scenario, seed=1, store=store).measured(question.at(), range(2))
    again = Trials(question.scenario, seed=1, store=Store(tmp_path))
    np.testing.assert_array_equal(first, again.measured(question.at(), range(2)))
    assert again.runs == 0
    other = Trials(question.scenario, seed=2, store=Store(tmp_path))
    other.measured(question.at(), range(1))
    assert other.runs == 2


def test_a_broken_part_costs_its_runs_only(question: Question, tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        trials = Trials(question.scenario, seed=1, store=store)
        trials.measured(question.at(), range(1))
        trials.measured(question.at(), range(1, 2))
    parts = sorted(tmp_path.rglob("*.parquet"))
    assert len(parts) == 2
    parts[0].write_bytes(parts[0].read_bytes()[:100])
    again = Trials(question.scenario, seed=1, store=Store(tmp_path))
    again.measured(question.at(), range(2))
    assert again.runs == 2


def test_what_was_lived_before_an_interruption_is_kept(question: Question, tmp_path: Path) -> None:
    def stop(done: int, planned: int) -> None:
        raise KeyboardInterrupt

    store = Store(tmp_path)
    trials = Trials(question.scenario, seed=1, workers=1, progress=lambda _: stop, store=store)
    with pytest.raises(KeyboardInterrupt):
        trials.measured(question.at(), range(20))
    assert 0 < len(Store(tmp_path).rows(1)) < 40


def test_a_value_of_one_design_only(question: Question) -> None:
    siloed, integrated = question.at()
    one, two = question.at({"integrated:touchpoints.think.delay_days": 9.0})
    assert one.key == siloed.key
    assert two.key != integrated.key
    assert two.scenario.touchpoints["think"].delay_days == 9.0
    assert two.scenario.touchpoints["think"].next == integrated.scenario.touchpoints["think"].next


def test_the_level_of_a_lever(question: Question) -> None:
    half = {"form": 0.7, "LOST": 0.3}
    one, two = question.at({"levers.remind.changes.touchpoints.think.next": half})
    assert one.key == question.at()[0].key
    assert two.scenario.touchpoints["think"].next == half


def test_mistakes(question: Question, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean 'integrated'"):
        question.at({"integrate:handoffs.retention": 0.5})
    with pytest.raises(ScenarioError, match="retention"):
        question.at({"handoffs.retetnion": 0.5})
    with pytest.raises(ScenarioError, match="remind"):
        question.levers(["remid"])
    with pytest.raises(InputError, match="profit"):
        Trials(question.scenario, seed=1).place("proft")
    (tmp_path / "parts").write_text("a file, not a folder")
    with pytest.raises(InputError, match="cannot keep results"):
        Store(tmp_path)


def test_prices_are_paid_by_customer_years_and_years(question: Question) -> None:
    trials, trial = Trials(question.scenario, seed=1), question.levers(["remind"])
    free = replace(trial, cost=Cost())
    trials.live([(trial, 1), (free, 0)])
    assert trials.runs == 2
    years = trials.years([trial], range(2))[0]
    profit = trials.place("profit")
    net, gross = trials.measured([trial, free], range(2))[:, :, profit]
    np.testing.assert_allclose(gross - net, (900.0 / 3.0 + 100.0) * years[:, 1] + 2.0 * years[:, 0])
    assert trials.runs == 2
