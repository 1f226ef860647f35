"""Sensitivity: known indices through the whole pipeline, with and without luck; a tiny shop with a linear answer."""

from pathlib import Path

import numpy as np
import pytest
from SALib.analyze.sobol import analyze

from experiments.errors import InputError
from experiments.figures import to_svg
from experiments.ledger.assumptions import FACT
from experiments.sensitivity import indices as sobol
from experiments.sensitivity import screen as morris
from experiments.sensitivity.analysis import Sensitivity, analyse, planned
from experiments.sensitivity.figure import sensitivity_figure
from experiments.sensitivity.indices import OTHERS
from experiments.sensitivity.noise import known_replications, noise_of
from experiments.sensitivity.study import Study, sensitivity
from experiments.sensitivity.verdict import verdict
from experiments.statistics import Floats
from experiments.study.question import Question, ask
from experiments.study.space import Factor, factors
from experiments.study.trials import Trials
from scenarios.errors import ScenarioError
from tests.experiments.functions import G, Ishigami, noisy
from tests.experiments.test_trials import two_levers

FUNCTIONS = pytest.mark.parametrize("function", [Ishigami(), G()], ids=["ishigami", "g"])
PRICES = [f"levers.remind.cost.{price}" for price in ("per_customer_year_eur", "per_year_eur", "one_off_eur")]
VARY = [f"{PRICES[0]}=0..50", f"{PRICES[1]}=0..3000", f"{PRICES[2]}=900..901"]


def columns(found: Sensitivity, function: Ishigami | G, name: str) -> Floats:
    assert found.indices is not None
    return found.indices.table.loc[[factor.path for factor in function.factors], name].to_numpy(dtype=float)


@FUNCTIONS
def test_known_indices(function: Ishigami | G) -> None:
    found = analyse(function.factors, noisy(function, 0.0, 3, 1), method="sobol", points=4096)
    for name, known in (("first", function.first), ("total", function.total)):
        np.testing.assert_allclose(columns(found, function, name), known, atol=0.03)
        np.testing.assert_allclose(columns(found, function, f"{name}_with_noise"), known, atol=0.03)
        assert (columns(found, function, f"{name}_low") <= known).all()
        assert (known <= columns(found, function, f"{name}_high")).all()
    assert found.noise.share == pytest.approx(0.0, abs=1e-12)
    assert not found.warnings


def test_a_dummy_holds_nothing() -> None:
    found = analyse(Ishigami.factors, noisy(Ishigami(), 0.0, 3, 1), points=64)
    assert found.screen is not None
    assert found.screen.table.loc["dummy", "mu_star"] == pytest.approx(0.0, abs=1e-12)
    assert found.screen.most(4) != [3]
    assert found.indices is not None
    assert found.indices.others is not None
    assert found.indices.others["total"] == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("shared", [0.0, 0.5])
@FUNCTIONS
def test_luck_is_taken_out(function: Ishigami | G, shared: float) -> None:
    """With as much luck as response: the mean over studies is the truth, that of the means as they are is not."""
    studies = [
        analyse(
            function.factors,
            noisy(function, 1.0, 4, seed, shared=shared),
            method="sobol",
            points=256,
            seed=seed,
        )
        for seed in range(20)
    ]
    for name, known in (("first", function.first), ("total", function.total)):
        found = np.array([columns(one, function, name) for one in studies])
        error = found.std(axis=0, ddof=1) / np.sqrt(len(found))
        assert (np.abs(found.mean(axis=0) - known) < 4.3 * error + 0.02).all(), name
    with_noise = np.array([columns(one, function, "total_with_noise") for one in studies]).mean(axis=0)
    assert (with_noise > function.total + 0.08)[-1]
    share = np.mean([one.noise.share for one in studies])
    wanted = (1.0 + shared**2) / 4.0
    assert share == pytest.approx(wanted / (1.0 + wanted), abs=0.05)


def test_what_single_runs_are_read_as() -> None:
    """The figures that the refusal names: Ishigami's third input, luck of 0, .5 and 1 standard deviations."""
    shares = sobol.sample(4, range(4), 4096, 1)
    problem = {"num_vars": 4, "names": list("abcd"), "bounds": [[0.0, 1.0]] * 4}
    read = []
    for spread in (0.0, 0.5, 1.0):
        runs = noisy(Ishigami(), spread, 8, 1)(np.pi * (2.0 * shares - 1.0))
        totals = [
            analyze(problem, run, calc_second_order=False, num_resamples=2, seed=1)["ST"][2] for run in runs.T
        ]
        read.append(float(np.mean(totals)))
    np.testing.assert_allclose(read, [0.24, 0.40, 0.62], atol=0.01)
    with pytest.raises(InputError, match=r"luck cannot be told.*\.24, \.40 and \.62"):
        known_replications(1)
    with pytest.raises(InputError, match="their own luck"):
        known_replications(2)


@pytest.mark.parametrize(("spread", "shared"), [(0.0, 0.0), (0.7, 0.0), (0.3, 0.5)])
def test_intervals_cover(spread: float, shared: float) -> None:
    """60 studies of 64 points and 4 replications: the share of intervals, over all inputs, that hold the truth."""
    held = []
    for seed in range(60):
        respond = noisy(Ishigami(), spread, 4, seed, shared=shared)
        found = analyse(Ishigami.factors[:3], lambda x, r=respond: r(np.c_[x, np.full(len(x), 0.5)]), method="sobol",
                        points=64, seed=seed)  # fmt: skip
        assert found.indices is not None
        table = found.indices.table.loc[list("abc")]
        for name, known in (("first", Ishigami.first[:3]), ("total", Ishigami.total[:3])):
            held += [(table[f"{name}_low"] <= known) & (known <= table[f"{name}_high"])]
    assert 0.93 <= np.mean(held) <= 0.996
    assert np.mean(held, axis=1).reshape(60, 2).mean(axis=0).min() > 0.9


def test_the_screen_knows_elementary_effects() -> None:
    """A sum and a product: mu*, mu and sigma by hand; its intervals hold the truth."""
    three = [Factor(name, name, 0.0, 10.0) for name in "abc"]

    def respond(x: Floats) -> Floats:
        u = x / 10.0
        return np.repeat((3.0 * u[:, 0] - 2.0 * u[:, 1] + 4.0 * u[:, 1] * u[:, 2])[:, None], 3, axis=1)

    held = []
    for seed in range(40):
        found = analyse(three, respond, method="morris", trajectories=20, seed=seed)
        assert found.screen is not None
        table = found.screen.table
        assert table.loc["a", ["mu_star", "mu"]].tolist() == pytest.approx([3.0, 3.0])
        assert table.loc["a", "sigma"] == pytest.approx(0.0, abs=1e-9)
        held.append(table.loc["c", "low"] <= 2.0 <= table.loc["c", "high"])
    # the effect of c is 4 b, b evenly on 0, 1/3, 2/3, 1: mean 2
    assert np.mean(held) >= 0.85


def test_luck_alone_is_no_effect_in_the_screen() -> None:
    found = analyse(G.factors, noisy(G(), 0.3, 4, 1), method="morris", trajectories=60)
    assert found.screen is not None
    table = found.screen.table
    assert table.loc["x5", "mu_star"] == pytest.approx(table.loc["x5", "noise"], rel=0.2)
    assert table.loc["x5", "share"] < 0.02
    assert found.screen.most(6)[:2] == [0, 1]


def test_fixing_all_others_loses_what_their_total_says() -> None:
    """Factors that are not looked at alone move together; their total index is what fixing them at random loses."""
    g = G()
    shares = sobol.sample(6, [0, 1], 1024, 1)
    found = sobol.indices(np.repeat(g(shares)[:, None], 3, axis=1), [f.path for f in g.factors], [0, 1], 1)
    rest = 1.0 - np.prod(1.0 + g.parts[:2]) / np.prod(1.0 + g.parts) * (
        1.0 - 1.0 / np.prod(1.0 + g.parts[:2])
    ) / (1.0 - 1.0 / np.prod(1.0 + g.parts))
    assert found.others is not None
    assert found.table.index.tolist() == ["x0", "x1", OTHERS]
    assert found.others["total"] == pytest.approx(rest, abs=0.02)
    assert found.table.loc["x0", "total"] == pytest.approx(g.total[0], abs=0.03)


def test_noise_share_and_the_replications_that_help() -> None:
    rng = np.random.default_rng(1)
    response = 2.0 * rng.standard_normal((4000, 1))
    luck = 3.0 * rng.standard_normal((1, 4))  # the same at every point: it moves nothing between points
    found = noise_of(response + luck + 4.0 * rng.standard_normal((4000, 4)))
    assert found.share == pytest.approx(0.5, abs=0.02)  # 16 / 4 against 4
    assert found.needed in (35, 36, 37)
    assert f"--replications {found.needed}" in found.warning
    assert noise_of(response + 0.1 * rng.standard_normal((4000, 4))).warning == ""
    assert "No response can be told" in noise_of(np.array([[1.0, -1.0, 0.1], [-1.0, 1.0, -0.1]])).warning


def test_worlds_that_cannot_be_are_left_out() -> None:
    def respond(x: Floats) -> Floats:
        values = noisy(G(), 0.0, 3, 1)(x)
        values[x[:, 5] > 0.9] = np.nan
        return values

    found = analyse(G.factors, respond, points=256, trajectories=40)
    assert found.indices is not None
    assert 0 < found.indices.dropped < 120
    assert "are left out" in " ".join(found.warnings)
    assert found.indices.table.loc["x0", "total"] == pytest.approx(G.total[0], abs=0.08)


@pytest.fixture(scope="module")
def question() -> Question:
    return ask(two_levers())


@pytest.fixture(scope="module")
def study(question: Question) -> Study:
    return sensitivity(question, VARY, trajectories=4, points=32, few=2)


def test_a_shop_whose_answer_is_linear(study: Study, question: Question) -> None:
    """The prices of a lever move the difference in profit by customer-years and years per entrant: each holds the
    square of its slope times its range. The third hardly moves."""
    trials = Trials(question.scenario, seed=1)
    free = dict.fromkeys(PRICES, 0.0)
    profits = trials.measured(
        [question.design("integrated", free | {path: 1.0}) for path in PRICES], range(3)
    )
    slopes = (profits - trials.measured([question.design("integrated", free)], range(3)))[
        :, :, trials.place("profit")
    ]
    effects = slopes.mean(axis=1) * [50.0, 3000.0, 1.0]
    assert study.screen is not None
    assert study.indices is not None
    screen = study.screen.set_index("factor").loc[PRICES]
    np.testing.assert_allclose(screen["mu"].astype(float), effects, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(screen["sigma"].astype(float), 0.0, atol=1e-9)
    table = study.indices.set_index("factor")
    for path, wanted in zip(PRICES[:2], effects[:2] ** 2 / (effects**2).sum(), strict=True):
        for name in ("first", "total"):
            assert table.loc[path, f"{name}_low"] <= wanted <= table.loc[path, f"{name}_high"]
        assert table.loc[path, "total"] == pytest.approx(wanted, abs=0.1)
    assert table.loc[OTHERS, "total"] == pytest.approx(0.0, abs=1e-6)
    assert study.found.noise.share < 0.05


def test_it_is_told_in_words_and_drawn(study: Study) -> None:
    said = " ".join(study.verdict)
    assert "The difference in profit (Both less Today) depends most on" in said
    assert "the higher it is the lower the difference" in said
    assert "not matter" in said
    assert "worlds" in study.ahead
    assert study.to_dict()["noise"]["share"] == pytest.approx(study.found.noise.share)
    assert to_svg(sensitivity_figure(study)) == to_svg(sensitivity_figure(study))


def test_the_same_study_again_is_the_same(study: Study, question: Question) -> None:
    again = sensitivity(question, VARY, method="morris", trajectories=4, workers=1)
    assert study.screen is not None
    assert again.screen is not None
    assert again.screen.equals(study.screen)
    assert again.key != study.key


def test_words_of_functions() -> None:
    found = analyse(Ishigami.factors, noisy(Ishigami(), 0.0, 3, 1), points=256)
    said = verdict(found, "the answer")
    assert said[0].startswith("The answer depends most on input a: ")
    assert "input b: 4" in said[0]
    assert "The other factor does not matter: all it holds is less than 1.0 % of the variance" in " ".join(
        said
    )
    screened = verdict(
        analyse(Ishigami.factors, noisy(Ishigami(), 0.0, 3, 1), method="morris"), "the answer", "EUR"
    )
    assert screened[0].startswith("The answer depends most on ")


def test_factors_say_what_kind_of_thing_they_are(question: Question) -> None:
    known = {factor.path: factor.kind for factor in factors(question, ["assumptions", "levels"])}
    assert known["arrivals.rate_per_day"] == FACT
    assert known["level:remind"] == "lever level"


def test_points_of_a_study() -> None:
    assert planned(7, "both", 20, 64) == 20 * 8 + 64 * 9
    assert planned(50, "both", 20, 64) == 20 * 51 + 64 * 9
    assert planned(7, "sobol", 20, 64) == 64 * 9
    assert morris.sample(7, 20, 1).shape == (160, 7)


def test_mistakes(question: Question, tmp_path: Path) -> None:
    two = VARY[:2]
    for asked, words in (
        ({"replications": 1}, "luck cannot be told"),
        ({"points": 100}, "take 128"),
        ({"points": 16}, "take 32"),
        ({"trajectories": 2}, "4 trajectories or more"),
        ({"kpi": "proft"}, "did you mean 'profit'"),
        ({"method": "delta"}, "known: both, morris, sobol"),
    ):
        with pytest.raises(InputError, match=words):
            sensitivity(question, two, **asked)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="cannot be measured"):
        sensitivity(question, two, kpi="churn_rate_12m", method="morris", trajectories=4)
    with pytest.raises(InputError, match="two or more"):
        sensitivity(question, two[:1])
    with pytest.raises(ScenarioError, match="thnk"):
        sensitivity(question, ["touchpoints.thnk.delay_days=0..1"])
    with pytest.raises(InputError, match="no factor moves the answer"):
        analyse(G.factors, lambda x: np.ones((len(x), 3)))
    with pytest.raises(InputError, match="the same at every point"):
        analyse(G.factors, lambda x: np.ones((len(x), 3)), method="sobol")
    with pytest.raises(InputError, match="make the ranges narrower"):
        analyse(G.factors, lambda x: np.full((len(x), 3), np.nan))
