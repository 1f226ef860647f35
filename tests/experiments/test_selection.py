"""Selection from end to end, on a small shop: who may be chosen, who is, what is written, what a mistake is told."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments import cli
from experiments.errors import InputError
from experiments.selection import field, study, words
from experiments.selection.front import drawn_front
from experiments.selection.pareto import pareto
from experiments.selection.result import HALVING, KN, KN_OF_FINALISTS, Selection
from experiments.selection.study import select
from scenarios.errors import ScenarioError
from scenarios.schema import Scenario
from tests.experiments.shop import shop

LEVERS = {
    "remind": (0.9, 900.0),  # share that comes back after the night, EUR once
    "poster": (0.55, 30.0),
    "parade": (0.5, 60_000.0),  # does nothing, for much money
}


def town() -> Scenario:
    """The shop with levers on two places: reminders and posters at night, better advice, and a parade in vain."""
    changes = {
        name: {"touchpoints.think.next": {"form": share, "LOST": 1.0 - share}}
        for name, (share, _) in LEVERS.items()
    }
    changes["parade"] = {"touchpoints.think.delay_days": 1.0}
    changes["sell"] = {"touchpoints.advice.next": {"buy": 0.2, "LOST": 0.8}}
    prices = {name: {"one_off_eur": price} for name, (_, price) in LEVERS.items()}
    prices["sell"] = {"per_customer_year_eur": 20.0}
    return shop(
        advice_eur=5.0,
        levers={
            name: {"title": name, "kind": "process", "changes": changes[name], "cost": prices[name]}
            for name in ("poster", "remind", "sell", "parade")
        },
        designs={
            "siloed": {"title": "Today", "lens": "functional"},
            "integrated": {"title": "All but the parade", "lens": "goal", "levers": ["remind", "sell"]},
        },
    )


@pytest.fixture(scope="module")
def chosen() -> Selection:
    return select(town(), levers=(), confirm=10, first_stage=5, indifference=2.0)


def test_the_best_portfolio_is_what_theory_says(chosen: Selection) -> None:
    """A reminder that brings nine in ten back, and advice that sells twice as often. A poster changes the same value as
    the reminder, which comes later and counts, and the parade changes nothing: both only add their price."""
    assert chosen.winner.name == "remind + sell"
    assert chosen.may_be_best == ("remind + sell",)
    assert chosen.leads["poster + remind + sell"].together.low > 0.0
    assert len(chosen.candidates) == 16
    assert chosen.procedure == KN
    assert chosen.today.name == "siloed"
    assert chosen.leads["siloed"].alone.low > 10.0


def test_the_lead_is_the_paired_difference_on_replications_of_its_own(chosen: Selection) -> None:
    trials, there = chosen.field.trials, range(field.CONFIRMING, field.CONFIRMING + 10)
    profit = trials.measured([chosen.winner.trial, chosen.today.trial], there)[:, :, trials.place("profit")]
    assert chosen.leads["siloed"].alone.estimate == pytest.approx((profit[0] - profit[1]).mean())
    raced = trials.measured([chosen.winner.trial, chosen.today.trial], range(5))[:, :, trials.place("profit")]
    assert chosen.seemed == pytest.approx((raced[0] - raced[1]).mean())
    assert chosen.curse.estimate == pytest.approx(chosen.seemed - chosen.leads["siloed"].alone.estimate)
    assert chosen.curse.low < chosen.curse.estimate < chosen.curse.high


def test_tables_fit_together(chosen: Selection) -> None:
    ranking = chosen.ranking
    assert list(ranking["rank"]) == list(range(1, 17))
    assert sorted(ranking["candidate"]) == sorted(each.name for each in chosen.candidates)
    assert (ranking["low"] <= 0.0).all()
    assert ((ranking["high"] >= 0.0) == ranking["first_look_may_be_best"]).all()
    assert ranking.loc[0, "candidate"] == chosen.winner.name
    assert ranking["tested"].sum() == study.TESTED
    assert "siloed" in set(chosen.tested["candidate"])
    assert chosen.spent["choosing"] == (chosen.tables()["races"]["race"] == 1).sum()
    by_hand = chosen.tables()["races"].query("race == 0").groupby("candidate")["profit"].mean()
    np.testing.assert_allclose(by_hand[chosen.tested["candidate"]], chosen.tested["level"])
    profit = chosen.effects.set_index("measure").loc["profit"]
    assert profit["difference"] == pytest.approx(chosen.leads["siloed"].alone.estimate)
    json.dumps(chosen.to_dict(), allow_nan=False)


def test_the_budget_is_respected_and_is_what_it_says(chosen: Selection) -> None:
    """EUR 900 once over three years, EUR 20 a year for each of today's customers."""
    price = {each.name: each.price for each in chosen.candidates}
    assert price["remind"] == pytest.approx(300.0)
    assert price["sell"] == pytest.approx(20.0 * chosen.field.customers)
    assert price["remind + sell"] == pytest.approx(price["remind"] + price["sell"])
    budget = price["sell"] + 10.0
    within = select(town(), levers=(), budget=budget, confirm=10, first_stage=5, indifference=2.0)
    assert all(each.price <= budget + 1e-9 for each in within.candidates)
    assert {each.name for each in within.candidates} == {name for name, p in price.items() if p <= budget}
    assert f"within {budget:,.0f} EUR a year" in words.field_of(within)
    assert "number of customers" in words.prices(within.field)


def test_other_procedures_and_what_they_promise(monkeypatch: pytest.MonkeyPatch, chosen: Selection) -> None:
    assert "95% or more whenever it leads all others by 2 EUR" in words.guarantee(chosen)
    fixed = select(town(), levers=(), runs=80, confirm=10)
    assert fixed.procedure == HALVING
    assert fixed.spent["choosing"] <= 80
    assert "no probability" in words.guarantee(fixed)
    assert fixed.winner.name == "remind + sell"
    monkeypatch.setattr(study, "MANY", 8)
    monkeypatch.setattr(study, "FINALISTS", 4)
    staged = select(town(), levers=(), confirm=10, first_stage=5, indifference=2.0)
    assert staged.procedure == KN_OF_FINALISTS
    assert "not guaranteed" in words.guarantee(staged)
    assert staged.winner.name == "remind + sell"
    assert len(staged.races[1][1]) == 4
    assert sorted(staged.order) == list(range(16))


def test_less_is_better_where_it_is() -> None:
    found = select(town(), levers=["remind"], kpi="cost_to_serve", confirm=10, first_stage=5)
    assert found.winner.name == "siloed"
    assert found.reference.name == "remind"
    lead = found.leads["remind"].alone
    assert lead.high < 0.0
    assert found.may_be_best == ("siloed",)
    assert words.verdict(found).startswith("Nothing beats today")
    assert found.tested["level"].is_monotonic_increasing


def test_candidates_of_a_file(tmp_path: Path) -> None:
    table = tmp_path / "options.csv"
    table.write_text(
        "name,design,touchpoints.advice.cost_per_contact_eur,touchpoints.think.next\n"
        "cheap talk,,0.5,\n"
        'dear talk,integrated,30,"{form: 0.9, LOST: 0.1}"\n'
    )
    found = select(town(), table=table, confirm=10, first_stage=5, indifference=0.5)
    assert [each.name for each in found.candidates] == ["siloed", "cheap talk", "dear talk"]
    world = found.candidates[2].trial.scenario.touchpoints
    assert world["advice"].cost_per_contact_eur == 30.0
    assert world["think"].next == pytest.approx({"form": 0.9, "LOST": 0.1})
    assert world["advice"].next == {"buy": 0.2, "LOST": 0.8}
    same = tmp_path / "options.yaml"
    same.write_text(
        "- {name: cheap talk, touchpoints.advice.cost_per_contact_eur: 0.5}\n"
        "- name: dear talk\n  design: integrated\n  touchpoints.advice.cost_per_contact_eur: 30\n"
        "  touchpoints.think.next: {form: 0.9, LOST: 0.1}\n"
    )
    again = select(town(), table=same, confirm=10, first_stage=5, indifference=0.5)
    assert [each.trial.key for each in again.candidates] == [each.trial.key for each in found.candidates]


def test_the_front_of_profit_and_cost() -> None:
    front = pareto(town(), ("profit", "cost_to_serve"), levers=["remind", "sell"], replications=12)
    places = dict(zip((each.name for each in front.candidates), front.places, strict=True))
    assert places["siloed"] == "on the front"  # nobody talks to fewer people
    assert places["remind + sell"] == "on the front"  # nobody earns more
    assert drawn_front(front)[-1] == [each.name for each in front.candidates].index("remind + sell")
    assert "on the front of profit and cost to serve" in front.verdict
    assert set(front.table["place"]) <= {"on the front", "perhaps", "off"}
    json.dumps(front.to_dict(), allow_nan=False)


def test_what_was_lived_through_is_not_lived_through_again(tmp_path: Path) -> None:
    first = select(town(), confirm=10, first_stage=5, folder=tmp_path)
    again = select(town(), confirm=10, first_stage=5, folder=tmp_path)
    assert first.field.trials.runs == sum(first.spent.values())
    assert again.field.trials.runs == 0
    pd.testing.assert_frame_equal(first.ranking, again.ranking)
    assert first.manifest == again.manifest


def test_no_stage_sees_anothers_replications(chosen: Selection) -> None:
    seen = {replication for _, replication in chosen.field.trials._rows}
    blocks = [field.CHOOSING, field.SCREENING, field.CONFIRMING, field.LOOKING]
    assert {replication for replication in seen if replication >= field.SCREENING} == {
        *range(field.CONFIRMING, field.CONFIRMING + 10),
        *range(field.LOOKING, field.LOOKING + field.LOOKS),
    }
    assert min(b - a for a, b in zip(sorted(blocks), sorted(blocks)[1:], strict=False)) == 1_000_000


MISTAKES = [
    ({"kpi": "proft"}, "did you mean 'profit'"),
    ({"kpi": "handoffs"}, "choose another measure"),
    ({"kpi": "wait_minutes"}, "--indifference"),
    ({"kpi": "wait_minutes", "indifference": 0.1}, "nobody is there"),
    ({"indifference": 0.0}, "above 0"),
    ({"levers": (), "budget": 5.0}, "buys no lever; the cheapest is poster at 10"),
    ({"budget": 5.0}, "raise --budget"),
    ({"budget": -1.0}, "above 0"),
    ({"levers": (), "runs": 20}, "32 is the least"),
    ({"first_stage": 3}, "5 the least"),
    ({"confirm": 3}, "10 the least"),
    ({"level": 95.0}, "0.95"),
    ({"levers": (), "table": "x.csv"}, "not from both"),
    ({"table": "nowhere.csv"}, "cannot read the candidates"),
]


@pytest.mark.parametrize(("asked", "told"), MISTAKES, ids=[told for _, told in MISTAKES])
def test_mistakes_say_what_to_do(asked: dict[str, object], told: str) -> None:
    with pytest.raises(InputError, match=told):
        select(town(), **({"confirm": 10, "first_stage": 5} | asked))  # type: ignore[arg-type]


def test_one_candidate_is_no_choice() -> None:
    with pytest.raises(InputError, match=r"siloed is the only candidate.*--candidates FILE"):
        select(shop())
    with pytest.raises(InputError, match="only candidate"):
        select(shop(), levers=())
    with pytest.raises(ScenarioError, match="remind"):
        select(town(), levers=["remid"])
    with pytest.raises(InputError, match="two different measures"):
        pareto(town(), ("nps", "nps"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no candidates"),
        ("name,design\na,integrate\n", "did you mean 'integrated'"),
        ("name,handoffs.retetnion\na,0.5\n", "options.csv, a: .*retention"),
        ("handoffs.retention\n0.5,0.7\n", "another number of cells"),
        ("name,handoffs.retention\na,0.5\na,0.6\n", "two candidates are called 'a'"),
        ('name,handoffs.retention\na,"[1"\n', "cannot read handoffs.retention"),
    ],
)
def test_mistakes_in_a_file(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "options.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=told):
        select(town(), table=path)


def run(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as end:
        cli.main(words)
    shown = capsys.readouterr()
    return int(end.value.code or 0), shown.out, shown.err


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The town as a scenario that the command line finds."""
    monkeypatch.setattr("experiments.selection.command.load", lambda name: town())
    return ["select", "town", "--confirm", "10", "--first-stage", "5", "--out", str(tmp_path)]


def test_the_command_prints_writes_and_says_how_to_do_it_again(
    known: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run([*known, "--levers", "remind", "--levers", "sell"], capsys)
    assert code == 0, err
    assert "Best in profit: remind + sell" in out
    assert "Winner's curse" in out
    assert "Lever levels are assumed" in out
    assert "by default; name what is too small to matter" in out
    assert "again: journey select town --levers remind --levers sell" in err
    folder = next(tmp_path.glob("shop-selection-*"))
    names = {path.name for path in folder.iterdir()}
    assert names == {"ranking.csv", "tested.csv", "effects.csv", "races.csv", "selection.json", "selection.png",
                     "selection.svg", "manifest.json"}  # fmt: skip
    assert json.loads((folder / "manifest.json").read_text())["command"].startswith("journey select")
    code, out, err = run([*known, "--levers", "remind", "--levers", "sell", "--json"], capsys)
    assert json.loads(out)["winner"] == "remind + sell"


def test_the_command_for_a_front(
    known: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run([*known, "--pareto", "profit", "cost_to_serve"], capsys)
    assert code == 0, err
    assert "on the front" in out
    assert (next(tmp_path.glob("shop-front-*")) / "front.svg").exists()
    code, _, err = run([*known, "--pareto", "profit", "nps", "--runs", "40"], capsys)
    assert code == 2
    assert "--runs is for choosing one winner" in err


def test_what_is_the_same_in_every_world_is_said_to_be() -> None:
    found = select(town(), levers=["parade"], kpi="conversion_rate", confirm=10, first_stage=5)
    assert found.winner.name == "siloed"
    assert "Exactly as good in every replication: parade" in words.verdict(found)
    assert words.zone(found).startswith("Indifference zone: 1 point in conversion (by default")
