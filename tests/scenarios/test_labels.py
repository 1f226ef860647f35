"""Stage labels by rule, and by hand where a touchpoint says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from scenarios import change, load
from scenarios.labels import labels

SHOP = load(Path(__file__).parent / "minimal.yaml")
BANK = load("bank_credit_45d")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("03", ("Interest", "Consider", "Before", "Marketing", "Acquisition", "Interest", "framing")),
        ("05", ("Consider", "Consider", "Before", "Service", "Conversion", "Consider", "decision")),
        ("06", ("Action", "Purchase", "During", "Sales", "Conversion", "Purchase", "transaction")),
        ("08", ("Action", "Purchase", "During", "", "Conversion", "Purchase", "transaction")),
        ("19", ("Use", "Use", "After", "Service", "Retention", "Post-purchase", "evaluation")),
        ("22", ("Advocacy", "Loyal", "After", "Sales", "Retention", "Repurchase", "evaluation")),
    ],
)
def test_the_bank(code: str, expected: tuple[str, ...]) -> None:
    models = ("six", "five", "phase", "functional", "target", "engagement", "goal")
    assert tuple(labels(code, BANK.touchpoints[code], model) for model in models) == expected


def test_activity_is_the_name_and_hides_silent_steps() -> None:
    assert labels("buy", SHOP.touchpoints["buy"], "activity") == "Buy"
    assert labels("think", SHOP.touchpoints["think"], "activity") == ""
    assert labels("02", BANK.touchpoints["02"], "activity") == ""


@pytest.mark.parametrize("model", ["functional", "target", "engagement", "activity", "goal"])
def test_a_touchpoint_may_speak_for_itself(model: str) -> None:
    changed = change(SHOP, {f"touchpoints.think.stages.{model}": "Own word"})
    assert labels("think", changed.touchpoints["think"], model) == "Own word"


def test_written_functions_of_the_bank_are_the_rule_s() -> None:
    for code, touchpoint in BANK.touchpoints.items():
        bare = touchpoint.model_copy(
            update={"stages": touchpoint.stages.model_copy(update={"functional": None})}
        )
        assert labels(code, bare, "functional") == labels(code, touchpoint, "functional")


def test_unknown_models_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown stage model 'seven'"):
        labels("buy", SHOP.touchpoints["buy"], "seven")
