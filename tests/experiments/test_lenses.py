"""Lenses: what they see, how they spend, what comes of it; and a goal lens that loses."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments import anchor_store
from experiments.errors import InputError
from experiments.lenses.comparison import LensComparison
from experiments.lenses.functions import function_steps, weights
from experiments.lenses.look import Tally, caused_repeats, reach_probability
from experiments.lenses.measures import bought, measures_of, sewn
from experiments.lenses.regimes import compare_lenses
from experiments.lenses.spending import ENOUGH, spend
from experiments.lenses.terminal import print_lenses
from scenarios import ScenarioError, change
from scenarios.lenses import LENSES
from scenarios.network import STEPS, lenses_of, seams, sight, step_of
from tests.experiments.shop import shop


# ---------------------------------------------------------------- what a lens sees
def test_what_each_of_the_five_sees() -> None:
    company = shop()
    seen = {name: sight(company, lens) for name, lens in LENSES.items()}
    owned = {"advert", "form", "advice", "buy", "use"}
    assert seen["functional"].touchpoints == owned
    assert not seen["functional"].edges
    assert seen["target"].touchpoints == owned - {"use"}
    assert seen["engagement"].touchpoints == owned - {"use"}
    assert seen["activity"].edges == {("form", "advice"), ("advice", "buy"), ("buy", "use")}
    assert seen["goal"].touchpoints == owned | {"think"}
    assert seen["goal"].edges == seen["activity"].edges | {("advert", "think"), ("think", "form")}


def test_a_hand_off_is_found_across_a_silent_step() -> None:
    found = {seam.way: (seam.gives, seam.takes) for seam in seams(shop())}
    assert found == {
        ("think", "form"): (("MKT",), "OPS"),
        ("form", "advice"): (("OPS",), "SALES"),
        ("buy", "use"): (("SALES",), "OPS"),
    }


def test_a_lens_of_one_s_own() -> None:
    own = {
        "title": "Sales",
        "stages": "six",
        "sees": {"owners": ["SALES", "OPS"], "stages": ["Action"]},
        "sees_edges": ["form>advice"],
        "objective": "lost",
        "budget_rule": "worst_first",
    }
    company = shop(lenses={"sales": own})
    seen = sight(company, lenses_of(company)["sales"])
    assert seen.touchpoints == {"advice", "buy"}
    assert (seen.of("form>advice"), seen.of("buy>use"), seen.of("form")) == (True, False, False)


def buying(at: str, path: str) -> dict[str, object]:
    return {"purchases": {"x": {"title": "X", "at": at, "eur_per_year": 1, "changes": {path: 1}}}}


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"designs": {"a": {"title": "A", "lens": "functionl"}}}, "did you mean 'functional'"),
        ({"lenses": {"own": {"title": "Own", "sees": {"owners": ["SALE"]}}}}, "did you mean 'SALES'"),
        ({"lenses": {"own": {"title": "Own", "sees_edges": ["form>use"]}}}, "unknown way 'form>use'"),
        ({"lenses": {"own": {"title": "Own", "objective": "money"}}}, "objective"),
        ({"improvement": buying("thnk", "handoffs.retention")}, "did you mean 'think'"),
        ({"improvement": buying("think", "touchpoints.think.nxt")}, "leads nowhere"),
    ],
)  # fmt: skip
def test_slips_in_a_file_are_explained(parts: dict[str, object], message: str) -> None:
    with pytest.raises(ScenarioError, match=message):
        shop(**parts)


def test_a_design_may_have_a_lens_of_the_scenario() -> None:
    company = shop(lenses={"own": {"title": "Own"}}, designs={"a": {"title": "A", "lens": "own"}})
    assert company.designs["a"].lens == "own"


def test_lenses_and_prices_change_no_anchor() -> None:
    company = shop()
    other = change(company, {"improvement.budget_eur_per_year": 5.0})
    assert anchor_store.key_of(company) == anchor_store.key_of(other)


# ---------------------------------------------------------------- budget rules
LOSSES = st.lists(st.floats(0.0, 100.0), min_size=1, max_size=6).filter(any)


@given(LOSSES, st.floats(1.0, 1e5), st.sampled_from(["proportional", "worst_first", "greedy"]))
def test_the_whole_budget_is_spent_where_there_is_a_loss(
    losses: list[float], budget: float, rule: str
) -> None:
    euros = spend(rule, budget, losses, np.full(len(losses), 1000.0))  # type: ignore[arg-type]
    assert euros.sum() == pytest.approx(budget)
    assert np.all(euros >= 0.0)
    assert not np.any(euros[np.array(losses) == 0.0])


@given(LOSSES, st.floats(10.0, 1e5), st.integers(0, 10))
def test_greedy_beats_every_other_way_to_spend(losses: list[float], budget: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scales = rng.uniform(100.0, 1e4, len(losses))

    def won(euros: np.ndarray) -> float:
        return float(np.sum(np.array(losses) * -np.expm1(-euros / scales)))

    best = won(spend("greedy", budget, losses, scales))
    for other in rng.dirichlet(np.full(len(losses), 0.5), 200) * budget:
        assert won(other) <= best * (1 + 1e-9)


def test_greedy_by_hand() -> None:
    """Slopes 2 and 1: the first place alone gets money until its slope has fallen to 1, after scale * ln 2."""
    assert spend("greedy", 0.5, [2.0, 1.0], [1.0, 1.0]).tolist() == [0.5, 0.0]
    assert spend("greedy", np.log(2) + 2, [2.0, 1.0], [1.0, 1.0]).tolist() == pytest.approx(
        [np.log(2) + 1, 1.0]
    )


def test_worst_first_fills_one_place_after_the_other() -> None:
    assert spend("worst_first", 3.0, [1.0, 5.0, 0.0], [1.0, 1.0, 1.0]).tolist() == [3.0 - ENOUGH, ENOUGH, 0.0]


def test_who_sees_no_loss_spends_nothing() -> None:
    assert spend("greedy", 100.0, [0.0, 0.0], [1.0, 1.0]).tolist() == [0.0, 0.0]
    with pytest.raises(ValueError, match="0 or more"):
        spend("greedy", 100.0, [-1.0], [1.0])


# ---------------------------------------------------------------- what money buys
def test_money_closes_gaps_with_diminishing_returns() -> None:
    company = shop()
    measures = {measure.code: measure for measure in measures_of(company)}
    quality, seam = measures["quality advice"], measures["seam form>advice"]
    assert quality.effect(quality.eur_per_year) == pytest.approx(0.25 * (1 - np.exp(-1)))
    assert quality.effect(1e9) == pytest.approx(quality.reach)
    better = change(company, bought(company, [*measures.values()], {seam.code: 1e9, quality.code: 1e9}))
    edge = next(edge for edge in better.edges if edge.to == "advice")
    assert edge.retention == pytest.approx(0.4 + 0.9 * 0.6)
    assert edge.drop_probability == pytest.approx(0.1 * 0.03)
    usual = company.behaviour.experience.quality
    assert better.touchpoints["advice"].quality == pytest.approx(usual + 0.25 * (1 - usual))
    assert better.touchpoints["form"] == company.touchpoints["form"]


def test_nothing_bought_changes_nothing() -> None:
    company = shop()
    assert bought(company, measures_of(company), {}) == {}


@given(st.floats(0.0, 1e5))
def test_bought_shares_still_add_up(euros: float) -> None:
    company = shop()
    changes = bought(company, measures_of(company), {"reminder": euros})
    shares = changes.get("touchpoints.think.next", {"form": 0.5, "LOST": 0.5})
    assert 0.5 <= shares["form"] <= 0.9
    assert sum(shares.values()) == pytest.approx(1.0, abs=1e-12)


def test_a_purchase_takes_the_place_of_what_changes_the_same() -> None:
    own = {
        "title": "Facts",
        "at": "think",
        "eur_per_year": 10,
        "changes": {"touchpoints.think.needs.coverage": 0.9},
    }
    codes = [measure.code for measure in measures_of(shop(improvement={"purchases": {"facts": own}}))]
    assert "facts" in codes
    assert "needs think" not in codes


def test_a_seam_that_loses_nothing_is_not_for_sale() -> None:
    company = shop(handoffs={"retention": 1.0, "drop_probability": 0.0})
    assert sewn(company, ("form", "advice"), 1.0) == sewn(company, ("form", "advice"), 0.0)
    assert not [measure for measure in measures_of(company) if measure.kind == "seam"]


def test_what_cannot_be_bought_in_part_is_refused() -> None:
    own = {
        "title": "T",
        "at": "advice",
        "eur_per_year": 10,
        "changes": {"touchpoints.advice.moment_of_truth": False},
    }
    with pytest.raises(InputError, match="a number into a number"):
        measures_of(shop(improvement={"purchases": {"x": own}}))


# ---------------------------------------------------------------- the look
def _tally(edges: dict[tuple[str, str], tuple[float, float]]) -> Tally:
    counts = {way: {"traversals": n, "drops": 0.0, "repeats": repeats} for way, (n, repeats) in edges.items()}
    return Tally(shop(), {code: {} for code in shop().touchpoints}, counts)


WALK = {
    ("advert", "think"): (90.0, 0.0), ("advert", "LOST"): (10.0, 0.0), ("think", "form"): (45.0, 30.0),
    ("think", "LOST"): (45.0, 0.0), ("form", "advice"): (45.0, 8.0), ("advice", "buy"): (9.0, 0.0),
    ("advice", "LOST"): (36.0, 0.0), ("buy", "use"): (9.0, 0.0), ("use", "WIN"): (9.0, 0.0),
}  # fmt: skip


def test_the_chance_to_convert_is_that_of_the_absorbing_chain() -> None:
    chance = reach_probability(_tally(WALK))
    assert chance["advice"] == pytest.approx(0.2)
    assert chance["think"] == pytest.approx(0.1)
    assert chance["advert"] == pytest.approx(0.09)
    assert (chance["buy"], chance["use"], chance["LOST"]) == pytest.approx((1.0, 0.0, 0.0))


def test_repeats_are_traced_back_to_the_hand_off_that_caused_them() -> None:
    """Sales asks again when the purchase is made: the loss came with the case from Operations."""
    caused = caused_repeats(_tally(WALK | {("advice", "buy"): (9.0, 5.0)}))
    assert caused["form", "advice"] == pytest.approx(8.0 + 5.0)
    assert caused["think", "form"] == pytest.approx(30.0)
    assert caused["advice", "buy"] == 0.0


# ---------------------------------------------------------------- regimes
@pytest.fixture(scope="module")
def cheap() -> LensComparison:
    """Advice costs nothing: keeping people through the silent night pays."""
    return compare_lenses(shop(), replications=3)


@pytest.fixture(scope="module")
def dear() -> LensComparison:
    """Advice costs EUR 60 and one in ten buys for EUR 400: who is kept costs more than they bring."""
    return compare_lenses(shop(advice_eur=60.0), ["functional", "goal"], replications=3)


def test_the_goal_lens_wins_where_the_silent_step_pays(cheap: LensComparison) -> None:
    assert cheap.spent("goal").index[0] == "reminder"
    assert all(cheap.blind_spot_loss(lens).sign == 1 for lens in cheap.lenses if lens != "goal")
    assert cheap.gain("goal", "goal_rate").sign == 1
    assert cheap.verdict.startswith("Goal does most for profit")


def test_the_goal_lens_loses_where_the_silent_step_costs_more_than_it_brings(dear: LensComparison) -> None:
    assert dear.spent("goal").sum() == pytest.approx(dear.spent("functional").sum(), abs=1.0)
    assert dear.spent("goal").get("reminder", 0.0) > 500.0
    assert dear.blind_spot_loss("functional").sign == -1
    assert "does worse here" in dear.verdict
    assert "Functional" in dear.verdict


def test_every_euro_lies_where_the_lens_looks(cheap: LensComparison) -> None:
    company = shop()
    for lens in cheap.lenses:
        seen = sight(company, LENSES[lens])
        spent = cheap.spent(lens)
        assert spent.sum() == pytest.approx(2000.0, abs=5.0)
        assert all(seen.of(str(cheap.spending.loc[code, "at"])) for code in spent.index)


def test_blind_spot_loss_is_the_gain_that_is_missing(cheap: LensComparison) -> None:
    for lens in cheap.lenses:
        for kpi in ("profit", "goal_rate"):
            missing = cheap.gain("goal", kpi).estimate - cheap.gain(lens, kpi).estimate
            assert cheap.blind_spot_loss(lens, kpi).estimate == pytest.approx(missing)
    hidden = cheap.blind_spots["hidden_share"]
    assert hidden["goal"] == 0.0
    assert 0.0 < hidden["activity"] < hidden["functional"] <= 1.0


def test_no_budget_changes_nobody() -> None:
    company = change(shop(), {"improvement.budget_eur_per_year": 0.0})
    found = compare_lenses(company, ["target"], replications=2)
    assert found.lenses == ["target", "goal"]
    assert found.results["gain"].dropna().abs().max() == 0.0


def test_the_users_mistakes_are_explained() -> None:
    with pytest.raises(InputError, match="did you mean 'activity'"):
        compare_lenses(shop(), ["activty"])
    with pytest.raises(InputError, match="2 or more"):
        compare_lenses(shop(), replications=1)


def test_the_folder_and_the_words(
    cheap: LensComparison, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = cheap.save(tmp_path)
    names = {file.name for file in folder.iterdir()}
    assert names >= {
        "lenses.png",
        "lenses.svg",
        "functions.svg",
        "spending.csv",
        "blind_spots.csv",
        "manifest.json",
    }
    data = json.loads((folder / "lenses.json").read_text())
    assert data["lenses"] == list(LENSES)
    assert {row["lens"] for row in data["gains"]} == {"today", *LENSES}
    print_lenses(cheap)
    out = capsys.readouterr().out
    assert "reminder" in out
    assert "is assumed in `improvement.purchases`" in " ".join(out.split())


# ---------------------------------------------------------------- goal steps and functions
def test_goal_steps_by_rule_and_by_hand() -> None:
    company = shop()
    found = {code: step_of(company, code) for code in company.touchpoints}
    assert found == {
        "advert": "trigger", "think": "compare", "form": "decide", "advice": "transact", "buy": "transact",
        "use": "use",
    }  # fmt: skip
    named = change(company, {"touchpoints.advert.stages.step": "learn"})
    assert step_of(named, "advert") == "learn"


def test_functions_share_every_step_and_none_can_do_it_alone() -> None:
    company = shop()
    assert weights(company).sum().tolist() == pytest.approx([1.0] * len(STEPS))
    table = function_steps(company)
    assert len(table) == 3 * len(STEPS)
    assert np.all(table["gain"] < table["all"])
    assert np.all(table["alone"] <= table["quality"] * table["bound"] * (1 + 1e-12))
    assert table.loc[("SALES", "transact"), "gain"] > table.loc[("MKT", "transact"), "gain"]
    assert not table.loc[("SALES", "compare"), "covered"]
