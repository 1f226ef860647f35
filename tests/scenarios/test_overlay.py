"""Paths, changes, designs, presets and costs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from scenarios import ScenarioError, load
from scenarios.overlay import change, cost_of, design, get, levers_of, plain_data
from scenarios.schema import Scenario, Trait

SHOP = load(Path(__file__).parent / "minimal.yaml")
BANK = load("bank_credit_45d")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("handoffs.retention", 0.5),
        ("touchpoints.think.delay_days", 7.5),
        ("touchpoints.think.next", {"buy": 1.0}),
        ("touchpoints.think.stages.goal", "choose"),
        ("teams.clerks.servers", 9),
        ("pools.all", ["callers", "clerks"]),
        ("personas.hurried.case_start", 0.25),
        ("personas.hurried.delay_factor.think", 2.0),
        ("mechanisms.waiting", False),
        ("handoffs.chase_at", "ask"),
    ],
)
def test_change_changes_that_and_nothing_else(path: str, value: object) -> None:
    changed = change(SHOP, {path: value})
    assert get(changed, path) == value
    before, after = plain_data(SHOP), plain_data(changed)
    top = path.split(".")[0]
    assert before.pop(top) != after.pop(top)
    assert before == after


def test_change_leaves_the_original_alone() -> None:
    copy = plain_data(SHOP)
    change(
        SHOP, {"touchpoints.think.next": {"buy": 1.0}, "pools.all": ["callers"], "handoffs.retention": 1.0}
    )
    assert plain_data(SHOP) == copy


def test_short_forms_work_in_changes() -> None:
    assert change(SHOP, {"mechanisms": "off"}).mechanisms.waiting is False
    assert change(SHOP, {"mechanisms.waiting": "off"}).mechanisms.waiting is False
    assert change(SHOP, {"personas.hurried.traits.lock_in": 2}).personas["hurried"].traits[
        "lock_in"
    ] == Trait(mean=2)
    assert change(SHOP, {"personas.everybody.traits.patience_factor.sd": 0.1}).personas["everybody"].traits[
        "patience_factor"
    ] == Trait(mean=0.9, sd=0.1)


def test_a_change_may_leave_a_step_without_customers() -> None:
    shortcut = change(SHOP, {"touchpoints.ask.next": {"buy": 1.0}})
    assert "think" in shortcut.touchpoints


def test_numbers_of_numpy_are_numbers() -> None:
    changes = {"handoffs.retention": np.float32(0.5), "teams.clerks.servers": np.int64(4)}
    changed = change(SHOP, changes)
    assert changed.handoffs.retention == 0.5
    assert type(changed.teams["clerks"].servers) is int


def test_edges_are_named_by_their_ends() -> None:
    with_edge = change(SHOP, {"edges": [{"from": "think", "to": "buy", "retention": 0.1}]})
    assert get(with_edge, "edges.think>buy.retention") == 0.1
    assert change(with_edge, {"edges.think>buy.delay_days": 3}).edges[0].delay_days == 3
    assert change(with_edge, {"edges.0.to": "LOST", "edges.0.leaves": "on"}).edges[0].leaves


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"handoffs.retension": 1.0},
            "path 'handoffs.retension' leads nowhere: unknown 'retension' in 'handoffs' — did you mean 'retention'?",
        ),
        (
            {"touchpoints.thonk.team": "clerks"},
            "path 'touchpoints.thonk.team' leads nowhere: unknown 'thonk' in 'touchpoints' — did you mean 'think'?",
        ),
        (
            {"handoffs.retention.x": 1.0},
            "path 'handoffs.retention.x' goes too far: 'handoffs.retention' has no parts of its own",
        ),
        (
            {"": 1.0},
            "path '' leads nowhere: unknown '' in the scenario; known in the scenario: 'scenario', 'title', ",
        ),
        (
            {"value.streams.3.name": "x"},
            "path 'value.streams.3.name' leads nowhere: unknown '3' in 'value.streams'",
        ),
        ({"handoffs.retention": 1.5}, "handoffs.retention must be at most 1, but is 1.5"),
        ({"handoffs.retention": "much"}, "handoffs.retention must be a number, but is the text 'much'"),
        ({"handoffs.retention": float("nan")}, "handoffs.retention must be"),
        ({"touchpoints.think.next": {"buy": 0.5}}, "shares of touchpoints.think.next add up to 0.5, not 1"),
        (
            {"touchpoints.ask.team": None},
            "touchpoint 'ask' takes 6 minutes of staff time but has no team; name one",
        ),
        (
            {"levers.file.changes": {"handoffs.retention": 7}},
            "handoffs.retention must be at most 1, but is 7",
        ),
        ({"touchpoints.a b": {}}, "'a b' cannot be a name in touchpoints; use letters, digits, _ and - only"),
        (
            {"touchpoints.think.needs.coverage": 0.5},
            "touchpoints.think.needs has no 'kinds' (how many kinds of need may arise); add it",
        ),
    ],
)
def test_bad_changes_say_what_is_wrong(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        change(SHOP, changes)
    assert f"shop: error: {message}" in str(caught.value)


def test_get_of_nothing() -> None:
    with pytest.raises(ScenarioError, match="did you mean 'retention'"):
        get(SHOP, "handoffs.retension")
    with pytest.raises(ScenarioError, match="leads to nothing in this scenario"):
        get(SHOP, "pools.all")
    with pytest.raises(ScenarioError, match="leads to nothing in this scenario"):
        get(SHOP, "touchpoints.think.needs.coverage")


def test_a_design_is_the_base_plus_its_levers() -> None:
    assert design(SHOP, "siloed") == SHOP
    both = design(SHOP, "integrated")
    assert (both.handoffs.retention, both.touchpoints["ask"].next) == (0.95, {"think": 0.8, "LOST": 0.2})
    process = design(SHOP, "integrated", only="process")
    assert (process.handoffs.retention, process.touchpoints["ask"].next) == (
        0.40,
        {"think": 0.8, "LOST": 0.2},
    )
    mechanism = design(SHOP, "integrated", only="mechanism")
    assert (mechanism.handoffs.retention, mechanism.touchpoints["ask"].next) == (
        0.95,
        {"think": 0.7, "LOST": 0.3},
    )
    assert design(process, "integrated", only="mechanism") == both == design(both, "integrated")


def test_presets_come_last() -> None:
    assert design(SHOP, "siloed", preset="bold").behaviour.experience.loss_weight == 3
    with pytest.raises(ScenarioError, match=r"unknown preset 'bald' — did you mean 'bold'\?"):
        design(SHOP, "siloed", preset="bald")


@pytest.mark.parametrize("call", [design, cost_of, levers_of])
def test_unknown_designs(call: object) -> None:
    with pytest.raises(ScenarioError, match=r"unknown design 'integrate' — did you mean 'integrated'\?"):
        call(SHOP, "integrate")  # type: ignore[operator]


def test_costs_add_up_and_keep_the_yearly_part() -> None:
    cost = cost_of(SHOP, "integrated")
    assert (cost.one_off_eur, cost.per_year_eur, cost.per_customer_year_eur) == (4000, 10, 0)
    assert cost.one_off_eur / cost.written_off_years == pytest.approx(1000 / 2 + 3000 / 3)
    assert cost_of(SHOP, "integrated", only="mechanism").one_off_eur == 1000
    assert cost_of(SHOP, "siloed").one_off_eur == 0


def test_four_arms_of_the_bank() -> None:
    full = design(BANK, "integrated")
    process = design(BANK, "integrated", only="process")
    mechanism = design(BANK, "integrated", only="mechanism")
    assert process.handoffs == BANK.handoffs
    assert process.pools == {}
    assert process.touchpoints["13"].delay_days == 5
    assert mechanism.touchpoints["13"].delay_days == 10.7
    assert mechanism.handoffs.retention == 0.95
    assert design(process, "integrated", only="mechanism") == full
    assert levers_of(BANK, "integrated") == list(BANK.levers)


@pytest.mark.parametrize("scenario", [SHOP, BANK, design(BANK, "integrated", preset="vendor")])
def test_round_trip_through_plain_data_and_json(scenario: Scenario) -> None:
    assert Scenario.model_validate(plain_data(scenario)) == scenario
    assert Scenario.model_validate_json(scenario.model_dump_json(by_alias=True)) == scenario


def test_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        SHOP.title = "x"
