"""Sweeps: every point is a comparison, exact where theory knows the answer, the same whoever asks and in any order."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from experiments import Sweep, compare, sweep
from experiments.errors import InputError
from experiments.kpis import CONVERSION
from experiments.statistics import Floats
from experiments.study.points import Lived
from experiments.sweeping import conclude
from experiments.sweeping.figure import WIDTH, sweep_figure
from experiments.sweeping.words import effects, short_names
from scenarios.errors import ScenarioError
from scenarios.overlay import change
from scenarios.schema import Scenario
from tests.experiments.test_trials import two_levers
from tests.simulated import LIMIT, point, small

DELAY, PRICE = "touchpoints.think.delay_days", "touchpoints.advice.cost_per_contact_eur"
MEASURED = ["first", "second", "difference", "low", "high"]


def chain(second: float = 0.7) -> Scenario:
    """Three steps without any mechanism; the second design gets more people past the first of them."""
    return small(
        {
            "ask": point({"decide": 0.4, "LOST": 0.6}, delay_days=1.0),
            "decide": point({"buy": second, "LOST": 1.0 - second}, delay_days=1.0),
            "buy": point({"WIN": 1.0}),
        },
        converts_at="buy",
        arrivals={"rate_per_day": 100, "until_days": 10},
        levers={"better": {
            "title": "Better", "kind": "process", "changes": {"touchpoints.ask.next": {"decide": 0.7, "LOST": 0.3}},
        }},
        designs={
            "siloed": {"title": "Today", "lens": "functional"},
            "integrated": {"title": "Better", "lens": "goal", "levers": "all"},
        },
    )  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Sweep:
    """A grid of four points."""
    return sweep(
        two_levers(), [f"{DELAY}=0.5,2", f"{PRICE}=0..60"], levels=2, replications=4, kpis=["profit", "nps"]
    )


def compared(scenario: Scenario, replications: int) -> pd.DataFrame:
    return compare(scenario, replications=replications, arms=False, break_even=False, band=False).differences


def test_a_point_is_a_comparison(found: Sweep) -> None:
    point = found.points.iloc[3]
    assert (point[DELAY], point[PRICE]) == (2.0, 60.0)
    there = change(two_levers(), {DELAY: 2.0, PRICE: 60.0})
    alone = compared(there, 4)
    here = found.differences[found.differences["point"] == 3].set_index("kpi")
    assert list(here.index) == list(alone.index)
    pd.testing.assert_frame_equal(here[MEASURED], alone[MEASURED], rtol=1e-12, check_names=False)


def test_a_grid_of_one_point_is_a_comparison() -> None:
    own = two_levers().touchpoints["think"].delay_days
    one = sweep(two_levers(), [f"{DELAY}={own}"], replications=3).differences.set_index("kpi")
    pd.testing.assert_frame_equal(
        one[MEASURED], compared(two_levers(), 3)[MEASURED], rtol=1e-12, check_names=False
    )
    limits = one[["low", "high"]].to_numpy()
    np.testing.assert_array_equal(limits, one[["low_all", "high_all"]].to_numpy())


def test_the_runs_are_what_the_differences_are_made_of(found: Sweep) -> None:
    wide = found.runs.pivot_table(index=["point", "replication"], columns="design", values="profit")
    means = (wide["integrated"] - wide["siloed"]).groupby("point").mean()
    np.testing.assert_allclose(means, found.of("profit")["difference"], rtol=1e-12)
    assert len(found.runs) == 4 * 2 * 4
    assert set(found.runs.columns) == {
        "point",
        "design",
        "replication",
        DELAY,
        PRICE,
        *(k.name for k in found.kpis),
    }


def test_conversion_over_a_routing_share_is_exact() -> None:
    """Passing is a product: the difference is (.7 - .4) times the share that is varied; `LOST` gives way."""
    swept = sweep(chain(), ["touchpoints.decide.next.buy=0.1..0.9"], replications=20, levels=4)
    table = swept.of("conversion_rate")
    exact = 0.3 * table["touchpoints.decide.next.buy"]
    error = (table["high"] - table["low"]) / 2.0 / 2.093  # t quantile, 19 degrees of freedom
    assert (np.abs(table["difference"] - exact) / error).max() < LIMIT
    assert ((table["low_all"] < exact) & (exact < table["high_all"])).all()
    assert (table["high"] - table["low"]).max() < 0.03


def test_break_even_is_where_theory_says() -> None:
    """The second design costs 30 a contact more on a step that earns 100: nothing is won where .3 d 100 = 9."""
    scenario = change(
        chain(),
        {
            "mechanisms.value": True,
            "value.streams": [{"name": "Margin", "starts_at": "buy", "eur_once": 100.0}],
            "touchpoints.decide.cost_per_contact_eur": 30.0,
        },
    )
    swept = sweep(scenario, ["touchpoints.decide.next.buy=0.1..0.5"], replications=20)
    root = swept.break_evens.set_index("kpi").loc["profit"]
    assert root["verdict"] == "above"
    assert root["low"] < 0.3 < root["high"]
    assert root["high"] - root["low"] < 0.1
    assert any("It pays where share who go on to A step" in sentence for sentence in swept.verdict)


@pytest.mark.parametrize("method", ["one_at_a_time", "latin_hypercube", "sobol"])
def test_threads_change_nothing(method: str) -> None:
    asked = {"vary": [f"{DELAY}=0.5..2", f"{PRICE}=0..60"], "method": method, "replications": 2}
    asked |= {"levels": 2} if method == "one_at_a_time" else {"points": 4}
    one, many = (sweep(two_levers(), workers=workers, **asked) for workers in (1, 4))  # type: ignore[arg-type]
    for name in one.tables():
        pd.testing.assert_frame_equal(one.tables()[name], many.tables()[name], check_exact=True)


def test_a_broken_point_is_a_row_with_its_problem() -> None:
    swept = sweep(two_levers(), [f"{DELAY}=-1,1"], replications=2)
    assert swept.points["problem"].iloc[1] == ""
    assert "delay_days must be at least 0" in swept.points["problem"].iloc[0]
    assert swept.of("profit")["difference"].isna().tolist() == [True, False]
    assert swept.runs["profit"].isna().tolist() == [True] * 4 + [False] * 4
    assert any("1 of 2 points are no world" in note for note in swept.notes)
    with pytest.raises(InputError, match="no point of the study"):
        sweep(two_levers(), [f"{DELAY}=-1,-2"], replications=2)


def test_shares_levels_designs_and_words_as_factors() -> None:
    scenario = change(
        two_levers(),
        {"mechanisms.choice": True,
         "personas": {"anyone": {"title": "A", "share": 0.5}, "c": {"title": "C", "share": 0.3},
                      "b": {"title": "B", "share": 0.2, "delay_factor": {"think": 3.0}}}},
    )  # fmt: skip
    swept = sweep(
        scenario,
        ["personas.b.share=0.1,0.9", "level:sell=0,0.5", "integrated:touchpoints.form.items=1,3",
         "levers.remind.changes.touchpoints.think.next={form: 0.6, LOST: 0.4},{form: 0.9, LOST: 0.1}",
         "mechanisms.silent_needs=on,off"],
        method="grid", replications=2,
    )  # fmt: skip
    assert len(swept.points) == 32
    assert set(swept.points["problem"]) == {""}
    slow = swept.differences.query("kpi == 'journey_days' and `mechanisms.silent_needs` == 'off'")
    days = slow.groupby("personas.b.share")["first"].mean()
    assert days.loc[0.9] > days.loc[0.1] + 0.5  # who takes three times as long is nine times as frequent
    won = swept.differences.query("kpi == 'conversion_rate'").groupby("level:sell")["difference"].mean()
    assert won.loc[0.5] > won.loc[0.0] + 0.01
    asked = swept.differences.query("kpi == 'repeats'").groupby("integrated:touchpoints.form.items")
    assert asked["first"].mean().nunique() == 1
    assert set(swept.points["mechanisms.silent_needs"]) == {"on", "off"}


def test_staff_is_whole() -> None:
    scenario = change(
        two_levers(),
        {"teams": {"desk": {"servers": 2, "hours_per_day": 8}}, "touchpoints.advice.team": "desk",
         "touchpoints.advice.service_minutes": 20.0, "channels.desk.live": True, "interaction": True,
         "mechanisms.waiting": True},
    )  # fmt: skip
    swept = sweep(scenario, ["integrated:teams.desk.servers=1..3"], replications=2, kpis=["wait_minutes"])
    assert swept.points["integrated:teams.desk.servers"].tolist() == [1.0, 2.0, 3.0]
    waits = swept.of("wait_minutes")
    assert waits["first"].nunique() == 1
    assert waits["second"].is_monotonic_decreasing
    with pytest.raises(InputError, match="whole numbers"):
        sweep(scenario, ["teams.desk.servers=1.5,2"])


def test_what_a_lever_sets_is_said() -> None:
    swept = sweep(two_levers(), ["touchpoints.think.next.form=0.3,0.5"], replications=2)
    assert any("is set by lever remind under integrated" in note for note in swept.notes)
    assert swept.of("conversion_rate")["second"].nunique() == 1


def test_today_is_solved_once_or_at_each_point() -> None:
    scenario = change(two_levers(), {"calibrate.conversion_rate": 0.06, "mechanisms.choice": True})
    asked = ["touchpoints.advice.next.buy=0.1,0.3"]
    once, each = (sweep(scenario, asked, replications=4, calibrate=how) for how in ("once", "each"))
    assert each.of("conversion_rate")["first"].tolist() == pytest.approx([0.06, 0.06], abs=0.01)
    assert once.of("conversion_rate")["first"].iloc[1] > 0.1
    assert any("solved anew at every point" in note for note in each.notes)
    assert any("not solved anew" in note for note in once.notes)


def test_saved_and_read_again(found: Sweep, tmp_path: Path) -> None:
    folder = found.save(tmp_path)
    again = Sweep.load(folder)
    assert again.to_dict() == found.to_dict()
    for name, table in found.tables().items():
        pd.testing.assert_frame_equal(table, again.tables()[name], check_exact=True)
    assert again._repr_html_() == found._repr_html_()
    assert again.kpis[0].estimand == found.kpis[0].estimand
    found.to_csv(tmp_path / "csv")
    read = pd.read_csv(tmp_path / "csv" / "differences.csv")
    np.testing.assert_allclose(read["difference"], found.differences["difference"], rtol=1e-14)
    found.to_parquet(tmp_path / "parquet")
    assert len(pd.read_parquet(tmp_path / "parquet" / "runs.parquet")) == len(found.runs)
    with pytest.raises(InputError, match="holds no sweep"):
        Sweep.load(tmp_path)


def test_pointwise_and_simultaneous_limits_cover() -> None:
    """Synthetic differences of known means: 95 % at each point, and at all 20 points together in 95 % of studies."""
    points, studies, replications = 20, 250, 10
    rng = np.random.default_rng(5)
    truth = np.linspace(-1.0, 1.0, points)
    plan = pd.DataFrame({"point": np.arange(points), "x": truth})
    inside, together = [], []
    for _ in range(studies):
        # points share their luck within a replication, as they do in a sweep
        luck = rng.normal(size=(1, replications)) + rng.normal(size=(points, replications))
        second = truth[:, None] + luck
        values = np.stack([np.zeros_like(second), second], axis=1)[..., None]
        table = conclude.differences_table(plan, Lived(values, {}), [CONVERSION])
        inside.append(((table["low"] <= truth) & (truth <= table["high"])).mean())
        together.append(bool(((table["low_all"] <= truth) & (truth <= table["high_all"])).all()))
    assert np.mean(inside) == pytest.approx(0.95, abs=0.02)
    assert np.mean(together) > 0.92
    assert np.mean([share == 1.0 for share in inside]) < 0.8  # the narrow limits do not hold together


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"vary": ["touchpoints.think.delay_day=0..1"]}, "did you mean 'delay_days'"),
        ({"vary": [f"{DELAY}=0..1"], "levels": 1}, "levels must be 2 or more"),
        ({"vary": [f"{DELAY}=0..1"], "points": 20}, "a grid takes levels, not points"),
        ({"vary": [f"{DELAY}=0..1"], "method": "sobol", "points": 20}, "power of two"),
        ({"vary": [f"{DELAY}=0..1"], "method": "gird"}, "did you mean 'grid'"),
        ({"vary": [f"{DELAY}=0..1"], "replications": 1}, "2 or more"),
        ({"vary": [f"{DELAY}=0..1"], "levels": 90_000}, "1,800,000 worlds"),
        ({"vary": [f"{DELAY}=0..1", f"{PRICE}=0..9", "levels"], "points": 4}, "cannot tell 4 factors apart; take 10"),
        ({"vary": [f"{DELAY}=0..1"], "kpis": ["proft"]}, "did you mean 'profit'"),
        ({"vary": [f"{DELAY}=0..1"], "designs": ("siloed", "integrate")}, "did you mean 'integrated'"),
        ({"vary": ["calibrate.nps=0..20"]}, "--calibrate each"),
        ({"vary": ["title=a,b"]}, "says nothing about the world"),
        ({"vary": ["mechanisms.handoffs=0.1..0.2"]}, "not a number"),
        ({}, "nothing is varied"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(asked: dict[str, object], words: str) -> None:
    with pytest.raises((InputError, ScenarioError), match=words):
        sweep(two_levers(), **asked)  # type: ignore[arg-type]


def test_all_mistakes_at_once() -> None:
    with pytest.raises(InputError) as caught:
        sweep(two_levers(), [f"{DELAY}=3..1", "level:seel=0..1"], replications=1, kpis=["x"])
    assert len(str(caught.value).splitlines()) == 4


def test_the_strongest_factor_is_named() -> None:
    swept = sweep(
        two_levers(), [f"{PRICE}=0..60", "level:sell=0..1", f"{DELAY}=1..3"], points=16, replications=2
    )
    assert effects(swept, "conversion_rate")[0].factor.path == "level:sell"
    assert "It moves most with Better advice: share of its level (level:sell)" in swept.verdict[1]


@pytest.mark.parametrize(
    ("vary", "asked"),
    [
        ([f"{PRICE}=0..60"], {"levels": 3}),
        ([f"{PRICE}=-1..60", f"{DELAY}=0.5..2"], {"levels": 3}),
        (["mechanisms.silent_needs=on,off"], {}),
        (["mechanisms.silent_needs=on,off", f"{PRICE}=0..60"], {"method": "one_at_a_time", "levels": 3}),
        ([f"{PRICE}=0..60", "level:sell", f"{DELAY}=1..3"], {"points": 12}),
    ],
)
def test_figures_keep_their_words_on_the_page(vary: Sequence[str], asked: dict[str, object]) -> None:
    swept = sweep(two_levers(), vary, replications=2, **asked)  # type: ignore[arg-type]
    figure = sweep_figure(swept)
    words = [text.get_text() for text in figure.findobj(Text)]
    assert any("rofit: difference" in text for text in words)
    inches = figure.get_tightbbox()
    assert figure.get_figwidth() == WIDTH
    assert inches.x0 >= 0.0
    assert inches.y0 >= 0.0
    assert inches.x1 <= WIDTH
    assert inches.y1 <= figure.get_figheight()


def lived(differences: Floats) -> Lived:
    """Differences (points, replications) of one measure."""
    return Lived(np.stack([np.zeros_like(differences), differences], axis=1)[..., None], {})


def test_lines_are_those_on_which_one_factor_moves(found: Sweep) -> None:
    places = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [2.0, 0.0]])
    values = places[:, :1] - 0.5 + 0.01 * np.arange(3)
    one, two = (replace(factor, path=name) for factor, name in zip(found.factors, "ab", strict=True))
    table = conclude.break_evens_table([one, two], places, lived(values), [CONVERSION], ["conversion_rate"])
    assert table["factor"].tolist() == ["a", "a", "b", "b"]
    assert table["elsewhere"].tolist() == ["b=0", "b=1", "a=0", "a=1"]
    assert table["level"].iloc[:2].tolist() == pytest.approx([0.49, 0.49])
    assert table["verdict"].tolist() == ["above", "above", "nowhere", "everywhere"]


def test_short_names_tell_paths_apart() -> None:
    paths = [
        "teams.a.servers",
        "teams.b.servers",
        "level:sell",
        "handoffs.retention",
        "integrated:handoffs.drop",
    ]
    assert short_names(paths) == ["a.servers", "b.servers", "level:sell", "retention", "drop"]
