"""A whole discovery on a shop whose losing futures are known in closed form, and what a user asks of it."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments import cli, load
from experiments.discovery.figure import discovery_figure, regret_figure
from experiments.discovery.result import Discovery
from experiments.discovery.study import discover
from experiments.errors import InputError
from experiments.study.store import Store
from scenarios.schema import Scenario
from tests.experiments.shop import shop

ADVICE, BUYS = "touchpoints.advice.cost_per_contact_eur", "value.streams.0.eur_once"
VARY = (f"{ADVICE}=0..80", f"{BUYS}=200..600", "behaviour.experience.loss_weight=1..3")


def reminded(people_per_day: float = 4) -> Scenario:
    """The second design brings 80 % more people to an advice that one in ten buys after: it wins where a tenth of the
    margin exceeds the cost of a conversation, and loses where it does not."""
    return shop(
        advice_eur=30.0,
        arrivals={"rate_per_day": people_per_day, "until_days": 200},
        mechanisms=["value"],
        levers={
            "remind": {
                "title": "A reminder", "kind": "process", "evidence": "A", "source": "made up",
                "changes": {"touchpoints.think.next": {"form": 0.9, "LOST": 0.1}},
            }
        },
        designs={
            "siloed": {"title": "Today", "lens": "functional"},
            "integrated": {"title": "Reminded", "lens": "goal", "levers": "all"},
        },
    )  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Discovery:
    return discover(reminded(20), vary=VARY, points=64, retests=64, seed=2)


def test_the_losing_region_is_found(found: Discovery) -> None:
    """Losing is cost > margin / 10, a wedge: half of the futures. The box lies at its corner, limits on nothing else,
    and the labels are those of the formula but for the noise at its edge."""
    points = found.points
    truth = points[ADVICE] > points[BUYS] / 10.0
    assert (points["loses"] == truth).mean() > 0.9
    clear = (points[ADVICE] - points[BUYS] / 10.0).abs() > 15.0
    assert (points["loses"] == truth)[clear].all()
    first = found.boxes[found.boxes["box"] == 1].set_index("path")
    assert set(first.index) <= {ADVICE, BUYS}
    assert 25.0 < first.loc[ADVICE, "low"] < 55.0
    row = found.shares.iloc[0]
    inside = found.points[(points["sample"] == "fresh") & (points["box"] == 1)]
    assert row["density"] == pytest.approx(inside["loses"].mean())
    assert row["density_low"] < row["density"] < row["density_high"]
    assert row["holds"]
    assert found.losing["share_low"] < 0.5 < found.losing["share_high"] + 0.1


def test_told_in_words(found: Discovery) -> None:
    text = found.sentences[0]
    assert text.startswith("“Reminded” does not pay where cost of a contact")
    assert "of fresh futures there it loses (profit), against" in text
    row = found.shares.iloc[0]
    assert (
        f"{100 * row['density']:.0f} % [{100 * row['density_low']:.0f}, {100 * row['density_high']:.0f}]"
        in text
    )
    assert any("second opinion" in sentence for sentence in found.sentences)
    assert "no probabilities" in found.sentences[-1]
    html = found._repr_html_()
    assert "Reminded" in html
    assert html.count("<table>") == 2


def test_regrets_are_those_of_the_points(found: Discovery) -> None:
    first = found.points[found.points["sample"] == "first"]
    values = first[["siloed", "integrated"]].to_numpy()
    regrets = values.max(axis=1, keepdims=True) - values
    np.testing.assert_allclose(found.regret["expected_regret"], regrets.mean(axis=0))
    np.testing.assert_allclose(found.regret["largest_regret"], regrets.max(axis=0))
    assert found.regret["best_share"].sum() == pytest.approx(1.0)
    assert found.regret["enough_share"].tolist() == [1.0, pytest.approx((~first["loses"]).mean())]


def test_saved_and_read_back(found: Discovery, tmp_path: Path) -> None:
    folder = found.save(tmp_path)
    again = load(folder)
    assert isinstance(again, Discovery)
    for name, table in found.tables().items():
        pd.testing.assert_frame_equal(table, again.tables()[name], check_dtype=False)
    assert again.to_dict() == found.to_dict()
    assert {"discovery.png", "regret.svg", "points.parquet", "manifest.json"} <= {
        p.name for p in folder.iterdir()
    }
    with pytest.raises(InputError, match="no discovery"):
        Discovery.load(tmp_path)


def test_again_is_the_same_and_needs_no_run(found: Discovery, tmp_path: Path) -> None:
    small = {"vary": VARY[:2], "points": 16, "retests": 16, "seed": 2}
    with Store(tmp_path) as store:
        one = discover(reminded(), store=store, **small)
    told: list[tuple[str, int, int]] = []
    with Store(tmp_path) as store:
        two = discover(reminded(), store=store, say=lambda *progress: told.append(progress), **small)
    assert one.to_dict() == two.to_dict()
    assert not [what for what, _, _ in told if "future" in what or "regret" in what]


def test_where_nothing_loses_and_where_everything_does() -> None:
    wins = discover(reminded(), vary=[f"{ADVICE}=0..5"], points=16, retests=16)
    assert wins.sentences[0].startswith("In none of 16 futures")
    assert "at most 17 %" in wins.sentences[0]
    assert wins.boxes.empty
    assert wins.shares.empty
    loses = discover(reminded(), vary=[f"{ADVICE}=80..90"], points=16, retests=16)
    assert "in every one of 16 futures" in loses.sentences[0]
    for one in (wins, loses):
        assert discovery_figure(one).axes
        assert regret_figure(one).axes


def test_a_threshold_moves_the_edge() -> None:
    """At least 10 EUR more: what is not enough is more than what loses, in either direction of a measure."""
    small = {"vary": VARY[:2], "points": 16, "retests": 16}
    plain, strict = (discover(reminded(), threshold=t, **small).points for t in (0.0, 10.0))
    first = strict[strict["sample"] == "first"]
    assert (first["loses"] == (first["difference"] < 10.0)).all()
    assert first["loses"].sum() > plain[plain["sample"] == "first"]["loses"].sum()
    cost = discover(reminded(), kpi="cost_to_serve", **small)
    assert (cost.points["loses"] == (cost.points["difference"] > 0.0)).all()


def test_undecided_futures_count_when_asked() -> None:
    small = {"vary": VARY[:2], "points": 16, "retests": 16, "replications": 2}
    plain, doubt = (discover(reminded(), undecided=u, **small).points for u in (False, True))
    one, other = (table[table["sample"] == "first"]["loses"] for table in (plain, doubt))
    assert (other | ~one).all()
    assert other.sum() > one.sum()


def test_further_designs_and_sets_of_levers() -> None:
    found = discover(reminded(), vary=VARY[:1], points=16, retests=16, subsets=[["remind"], []])
    assert found.regret["design"].tolist() == ["siloed", "integrated", "remind", ""]
    same = found.regret.set_index("design")
    assert same.loc["remind", "expected_regret"] == same.loc["integrated", "expected_regret"]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"points": 3}, "--points must be 16 or more"),
        ({"undecided": True}, "--replications 2"),
        ({"density": 75.0}, "for example 0.75"),
        ({"kpi": "profits"}, "did you mean 'profit'"),
        ({"also": ["integratd"]}, "did you mean 'integrated'"),
        ({"subsets": [["remindd"]]}, "did you mean 'remind'"),
        ({"vary": ["arrivals.rate_per_day=20,10"]}, "rising order"),
    ],
)
def test_what_cannot_be_asked(asked: dict[str, object], says: str) -> None:
    with pytest.raises(InputError, match=says):
        discover(reminded(), **({"vary": VARY, "points": 16, "retests": 16} | asked))  # type: ignore[arg-type]


def test_the_figures_say_what_was_found(found: Discovery) -> None:
    texts = [
        text.get_text() for text in discovery_figure(found).findobj(match=lambda o: hasattr(o, "get_text"))
    ]
    row = found.shares.iloc[0]
    assert any(f"{100 * row['density']:.0f} % of the futures in the box lose" in text for text in texts)
    assert any("box 1" in text for text in texts)
    wide = replace(found, boxes=found.boxes.iloc[:1])
    assert discovery_figure(wide).axes


def test_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    line = ["discover", "v_handoff", "--kpi", "repeats", "--points", "16", "--retest", "16", "--vary",
            "handoffs.retention=0.2..0.8"]  # fmt: skip
    with pytest.raises(SystemExit) as end:
        cli.main([*line, "--json"])
    shown = capsys.readouterr()
    assert end.value.code == 0, shown.err
    data = __import__("json").loads(shown.out)
    assert data["measure"] == "repeats"
    assert "again: journey discover v_handoff" in shown.err
    with pytest.raises(SystemExit) as end:
        cli.main([*line, "--density", "7"])
    assert end.value.code == 2
