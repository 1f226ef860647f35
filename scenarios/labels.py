"""Which stage a touchpoint belongs to in each stage model: as written, or by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

if TYPE_CHECKING:
    from scenarios.schema import Touchpoint

StageModel = Literal["six", "five", "phase", "functional", "target", "engagement", "activity", "goal"]

_MARKETING: Final = frozenset({"MKT", "PR"})
_SALES: Final = frozenset({"ECOM", "STORE", "BRANCH", "DEALER", "CAPTIVE", "SALES", "RES", "OTA", "DIG"})

_BY_SIX: Final[dict[str, dict[str, str]]] = {
    "target": {
        "Aware": "Acquisition",
        "Interest": "Acquisition",
        "Consider": "Conversion",
        "Action": "Conversion",
        "Use": "Retention",
        "Advocacy": "Retention",
    },
    "engagement": {
        "Aware": "Aware",
        "Interest": "Interest",
        "Consider": "Consider",
        "Action": "Purchase",
        "Use": "Post-purchase",
        "Advocacy": "Repurchase",
    },
    "goal": {
        "Aware": "framing",
        "Interest": "framing",
        "Consider": "decision",
        "Action": "transaction",
        "Use": "evaluation",
        "Advocacy": "evaluation",
    },
}


def labels(touchpoint_id: str, touchpoint: Touchpoint, model: str) -> str:
    """Label of a touchpoint in a stage model.

    Args:
        touchpoint_id: id of the touchpoint; stands in for a missing name in the activity model.
        touchpoint: the touchpoint.
        model: six, five, phase, functional, target, engagement, activity or goal.

    Returns:
        What the touchpoint says itself, else the rule's answer. The empty string means hidden: the activity and the
        functional model do not see silent steps.

    Raises:
        ValueError: for an unknown stage model.
    """
    if model not in get_args(StageModel):
        raise ValueError(f"unknown stage model '{model}'; known: {', '.join(get_args(StageModel))}")
    written: str | None = getattr(touchpoint.stages, model)
    if written is not None:
        return written
    if model == "activity":
        return "" if touchpoint.silent else touchpoint.name or touchpoint_id
    if model == "functional":
        return _function(touchpoint)
    return _BY_SIX[model][touchpoint.stages.six]


def _function(touchpoint: Touchpoint) -> str:
    """Marketing, Sales or Service by the owner's code; nobody's step has no function."""
    if touchpoint.silent:
        return ""
    if touchpoint.owner in _MARKETING:
        return "Marketing"
    return "Sales" if touchpoint.owner in _SALES else "Service"
