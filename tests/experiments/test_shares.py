"""Shares of a whole: what is moved stays as asked, the others give way in proportion."""

import pytest

from experiments.study.shares import with_others
from scenarios.overlay import change, get
from scenarios.schema import Scenario
from tests.experiments.test_trials import two_levers


def three() -> Scenario:
    people = {"anyone": 0.5, "b": 0.2, "c": 0.3}
    return change(
        two_levers(), {"personas": {name: {"title": name, "share": share} for name, share in people.items()}}
    )


def test_the_others_give_way_in_proportion() -> None:
    moved = with_others(three(), {"personas.b.share": 0.6})
    assert moved == pytest.approx(
        {"personas.b.share": 0.6, "personas.anyone.share": 0.25, "personas.c.share": 0.15}
    )
    change(three(), moved)


def test_two_at_once() -> None:
    moved = with_others(three(), {"personas.b.share": 0.6, "personas.c.share": 0.1})
    assert moved["personas.anyone.share"] == pytest.approx(0.3)


def test_ways_on() -> None:
    moved = with_others(two_levers(), {"touchpoints.think.next.form": 0.8})
    assert get(change(two_levers(), moved), "touchpoints.think.next") == pytest.approx(
        {"form": 0.8, "LOST": 0.2}
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"personas.b.share": 0.2},  # as it is
        {"personas.b.share": 1.2},  # too much: the scenario says so
        {"personas": {}, "personas.b.share": 0.5},
        {"handoffs.retention": 0.5},
    ],
)
def test_nothing_else_is_touched(changes: dict[str, object]) -> None:
    assert with_others(three(), changes) == changes
