"""Worlds share their people exactly when people would be the same anyway."""

import numpy as np
import pytest

from experiments import worlds
from experiments.uncertain import Draw
from scenarios import overlay
from sim import draw_population
from tests.experiments.synthetic import company


def test_all_arms_share_one_population() -> None:
    plan = worlds.arms_of(company(), ("siloed", "integrated"), "central", middle=True)
    assert [arm.code for arm in plan] == ["S", "P", "M", "I"]
    assert len({id(people) for people in worlds.populations(plan, 1, 0)}) == 1


def test_what_is_left_out_of_the_key_does_not_make_people() -> None:
    base = company()
    changes = {"handoffs.retention": 0.1, "touchpoints.buy.delay_days": 9.0, "personas.anna.case_start": 0.2,
               "voices.message_spread": 0.1, "moments.preparation": 0.5, "title": "Another",
               "learning.attribution": "causal", "campaign.personal": True}  # fmt: skip
    other = overlay.change(base, changes)
    assert worlds.people_key(other) == worlds.people_key(base)
    first, second = (draw_population(scenario, 1, 0) for scenario in (base, other))
    assert first.people.tobytes() == second.people.tobytes()
    assert np.array_equal(first.luck.owner_offset, second.luck.owner_offset)


@pytest.mark.parametrize(
    "change",
    [
        {"arrivals.rate_per_day": 6.0},
        {"behaviour.experience.loss_weight": 1.2},
        {"personas.anna.traits": {"lock_in": 1.0}},
        {"behaviour.churn.frailty_variance": 0.5},
        {"network.neighbours": 4},
        {"clock.horizon_days": 700.0},
    ],
)
def test_other_people_have_another_key(change: dict[str, object]) -> None:
    assert worlds.people_key(overlay.change(company(), change)) != worlds.people_key(company())


def test_a_first_design_with_levers_has_no_middle_arms() -> None:
    plan = worlds.arms_of(company(), ("integrated", "siloed"), "central", middle=True)
    assert [arm.code for arm in plan] == ["S", "I"]


def test_costs_follow_the_levers() -> None:
    plan = {
        arm.code: arm for arm in worlds.arms_of(company(), ("siloed", "integrated"), "central", middle=True)
    }
    assert [plan[code].cost.one_off_eur for code in "SPMI"] == [0.0, 0.0, 3000.0, 3000.0]


def test_a_draw_wins_over_the_preset_and_loses_to_a_lever() -> None:
    scenario = company(uncertainties={"behaviour.experience.loss_weight": {"low": 1, "high": 3},
                                      "handoffs.retention": {"low": 0.3, "high": 0.5}})  # fmt: skip
    draw = Draw(0, 1, {"behaviour.experience.loss_weight": 2.7, "handoffs.retention": 0.33})
    shaken = worlds.drawn(scenario, "conservative", draw)
    plan = {
        arm.code: arm
        for arm in worlds.arms_of(shaken, ("siloed", "integrated"), "conservative", middle=False)
    }
    assert plan["I"].scenario.behaviour.experience.loss_weight == 2.7
    assert plan["S"].scenario.handoffs.retention == 0.33
    assert plan["I"].scenario.handoffs.retention == 0.95
