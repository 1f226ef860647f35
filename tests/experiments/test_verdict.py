"""The verdict says what happened, also when it is not what anybody hoped for."""

import re

import pytest

from experiments.conclude import conclude
from experiments.verdict import Verdict
from tests.experiments import synthetic
from tests.experiments.synthetic import company, evidence


def judged(**kinds: object) -> Verdict:
    return conclude(evidence(**kinds)).verdict  # type: ignore[arg-type]


def test_winning() -> None:
    words = judged(profit=30.0, conversion=0.05, saved=60.0, lost=10.0)
    assert words.outcome == "wins"
    assert re.search(
        r"Integrated pays: it earns EUR \d\d\.\d\d more per entrant in the first year", words.worth
    )
    assert re.search(r"raises conversion by [45]\.\d points \(", words.worth)
    assert re.search(r"of 1,000 people, 60 \(.*\) are saved and (9\.\d|10) \(.*\) are lost", words.worth)


def test_losing_is_said_in_so_many_words() -> None:
    words = judged(profit=-12.0, conversion=-0.02, saved=5.0, lost=25.0, retention_pays_from=2.0)
    assert words.outcome == "loses"
    assert words.title == "Integrated is worth EUR 12 less per entrant"
    assert "Integrated loses: it earns EUR 11.80 less" in words.worth
    assert "lowers conversion" in words.worth
    assert "at no retention tried" in words.rests_on


def test_mixed() -> None:
    words = judged(profit=-12.0, conversion=0.05)
    assert words.outcome == "mixed"
    assert "less per entrant" in words.worth
    assert "although it raises conversion" in words.worth


def test_undecided_is_no_win() -> None:
    words = judged(noise=60.0)
    assert words.outcome == "undecided"
    assert words.worth.startswith("Nothing is decided")
    assert "may earn more or less" in words.worth


@pytest.mark.parametrize(
    ("profit", "conversion", "title"),
    [(0.1, 0.05, "whether it pays is undecided"), (30.0, 0.0, "conversion is undecided")],
)
def test_half_decided(profit: float, conversion: float, title: str) -> None:
    words = judged(profit=profit, conversion=conversion)
    assert words.outcome == "partly"
    assert title in words.title


def test_identical_worlds() -> None:
    words = judged(noise=0.0, profit=0.0, conversion=0.0)
    assert words.outcome == "same"
    assert "the same" in words.worth


@pytest.mark.parametrize("profit", [30.0, -12.0, 0.1])
def test_both_parts_and_the_assumption_are_always_named(profit: float) -> None:
    rests_on = judged(profit=profit).rests_on
    for words in (
        "the process (routing and delays)",
        "the mechanisms (all other levers)",
        "lever levels are assumed",
    ):
        assert words in rests_on
    assert rests_on.endswith(".")
    assert "draws of the uncertain coefficients" in rests_on


@pytest.mark.parametrize(
    ("pays_from", "words"),
    [(0.5, "it pays once hand-offs keep more than"), (-1.0, "it pays at every retention"), (None, "assumed")],
)
def test_break_even_in_words(pays_from: float | None, words: str) -> None:
    assert words in judged(retention_pays_from=pays_from).rests_on


def test_a_quick_comparison_admits_what_it_left_out() -> None:
    assert "were not separated" in judged(middle=False, retention_pays_from=None).rests_on


def test_service_scenarios_resolve() -> None:
    words = judged(scenario=company(converts_at=None))
    assert "raises resolution" in words.worth


def test_a_better_loss_is_called_a_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(synthetic.LEVEL, "profit", -40.0)
    words = judged(profit=30.0, conversion=0.05)
    assert words.outcome == "wins"
    amounts = re.search(r"both cost more than they bring \(EUR (-\S+) and (-\S+) per entrant\)", words.worth)
    assert amounts is not None
    assert [float(amount) for amount in amounts.groups()] == pytest.approx([-40.0, -10.0], abs=1.0)


def test_losing_money_where_today_earns_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(synthetic.LEVEL, "profit", 5.0)
    words = judged(profit=-12.0, conversion=-0.02)
    amount = re.search(r"Integrated costs more than it brings \(EUR (-\S+) per entrant\)", words.worth)
    assert amount is not None
    assert float(amount.group(1)) == pytest.approx(-7.0, abs=1.0)
