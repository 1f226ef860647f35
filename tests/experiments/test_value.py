"""The value of information against closed forms, and nothing for what says nothing."""

import numpy as np
import pytest
from scipy.stats import norm

from experiments.errors import InputError
from experiments.figures import to_svg
from experiments.kpis import counted
from experiments.ledger.assumptions import COEFFICIENT, FACT, LEVEL
from experiments.sensitivity.measuring import how
from experiments.sensitivity.smoothing import Smoother
from experiments.sensitivity.value import Value, value_of_information
from experiments.sensitivity.value_figure import value_figure
from experiments.sensitivity.worth import Worth, worth
from experiments.statistics import Floats
from experiments.study.question import Question, ask
from experiments.study.space import Factor, sobol
from experiments.study.trials import Trials
from experiments.worlds import Arm, live
from scenarios.schema import Cost
from tests.experiments.test_trials import two_levers

PRICE = "levers.remind.cost.per_year_eur"
SLOPES = np.array([1.0, 0.5, 0.25, 0.0])


def unit_normal_loss(mean: float, spread: float) -> float:
    """E[max(0, gain)] - max(0, E[gain]) for a normal gain (Raiffa & Schlaifer 1961)."""
    return float(spread * norm.pdf(mean / spread) + mean * norm.cdf(mean / spread) - max(mean, 0.0))


def normal_problem(mean: float, points: int, luck: float, seed: int) -> Value:
    """Two designs; the second gains a linear function of standard normal numbers; both share a luck that cancels."""
    shares = even(4, points, seed)
    rng = np.random.default_rng([seed, 5])
    gain = (mean + norm.ppf(shares) @ SLOPES)[:, None] + luck * rng.standard_normal((points, 2))
    first = 10.0 * rng.standard_normal((points, 2))
    return value_of_information(np.stack([first, first + gain], axis=1), shares, seed)


def even(count: int, points: int, seed: int) -> Floats:
    return sobol([Factor(str(k), "", 0.0, 1.0) for k in range(count)], points, seed)


@pytest.mark.parametrize("mean", [0.0, 0.5])
def test_normal_linear_problem(mean: float) -> None:
    """Closed forms of everything and of each number alone, with as much luck as the largest number; the intervals."""
    all_of_it = float(np.linalg.norm(SLOPES))
    known = [unit_normal_loss(mean, slope) if slope else 0.0 for slope in SLOPES]
    everything, wrong = unit_normal_loss(mean, all_of_it), float(norm.cdf(-mean / all_of_it))
    studies = [normal_problem(mean, 128, 1.0, seed) for seed in range(10)]
    worths = np.array([[one.worth.estimate for one in study.known] for study in studies])
    np.testing.assert_allclose(worths.mean(axis=0), known, atol=0.035)
    assert np.mean([study.evpi.estimate for study in studies]) == pytest.approx(everything, rel=0.1)
    assert np.mean([study.wrong.estimate for study in studies]) == pytest.approx(wrong, abs=0.05)
    held = [
        [
            one.worth.low - 1e-3 <= wanted <= one.worth.high + 1e-3
            for one, wanted in zip(study.known, known, strict=True)
        ]
        + [study.evpi.low <= everything <= study.evpi.high, study.wrong.low <= wrong <= study.wrong.high]
        for study in studies
    ]
    assert np.mean(held) > 0.93
    beyond = np.array([[one.is_beyond_noise for one in study.known] for study in studies])
    assert beyond[:, 0].all()
    assert beyond[:, 3].mean() < 0.2
    assert all(one.worth.estimate <= study.evpi.estimate for study in studies for one in study.known)


def test_where_the_decision_flips() -> None:
    """The second design gains z - 1 where z is the first number, so it is better above 1."""
    study = normal_problem(-1.0, 256, 0.5, 3)
    assert study.choice == 0
    (flip,) = study.known[0].flips
    assert flip.above
    assert flip.design == 1
    assert flip.share.low <= norm.cdf(1.0) <= flip.share.high
    assert flip.share.high - flip.share.low < 0.2


def test_a_flip_that_may_lie_beyond_the_range() -> None:
    """The second design is better but at the very low end: the lower limit is open, the upper one is not."""
    shares = even(2, 64, 1)
    luck = 0.4 * np.random.default_rng(3).standard_normal((64, 2))
    slope, level = np.polyfit(shares[:, 0], luck.mean(axis=1), 1)
    gain = (shares[:, 0] - 0.04 - level - slope * shares[:, 0])[:, None] + luck
    study = value_of_information(np.stack([np.zeros_like(gain), gain], axis=1), shares, 1)
    assert study.choice == 1
    (flip,) = study.known[0].flips
    assert not flip.above
    assert flip.share.low == -np.inf
    assert flip.share.high < 0.4


def test_luck_is_no_information() -> None:
    """Two equal designs and nothing but luck: about nothing, told from nothing in one study of twenty."""
    studies = []
    for seed in range(20):
        rng = np.random.default_rng([seed, 6])
        shares, luck = even(6, 64, seed), rng.standard_normal((64, 2, 2))
        studies.append(value_of_information(luck, shares, seed))
    raw = 0.4  # what the luck of one replicate mean would seem to be worth: phi(0) * sqrt(2 / 2)
    assert np.mean([study.evpi.estimate for study in studies]) < 0.35 * raw
    assert np.mean([study.evpi.low > 0.02 for study in studies]) <= 0.12
    assert np.mean([any(one.is_beyond_noise for one in study.known) for study in studies]) <= 0.16
    assert np.mean([study.changes_nothing for study in studies]) > 0.7


def test_nothing_where_the_decision_never_changes() -> None:
    study = normal_problem(8.0, 64, 0.5, 1)
    assert study.choice == 1
    assert study.changes_nothing
    assert study.evpi.estimate == 0.0
    assert all(one.worth.estimate == 0.0 and not one.flips for one in study.known)
    assert study.wrong.estimate == 0.0
    assert 0.0 < study.wrong.high < 0.08
    assert study.least == pytest.approx(8.0 - 1.645 * np.linalg.norm(SLOPES), abs=0.4)


def test_three_designs() -> None:
    """One number decides between two of three: worth E[max(z, -z, -5)] = E|z| = sqrt(2 / pi)."""
    shares = even(3, 256, 1)
    z = norm.ppf(shares[:, 0])
    rng = np.random.default_rng(1)
    worths = np.stack([z, -z, np.full(256, -5.0)], axis=1)[:, :, None] + 0.3 * rng.standard_normal(
        (256, 3, 3)
    )
    study = value_of_information(worths, shares, 1)
    known = np.sqrt(2.0 / np.pi)
    assert study.known[0].worth.low <= known <= study.known[0].worth.high
    assert study.known[0].worth.estimate == pytest.approx(known, rel=0.08)
    assert not study.known[1].is_beyond_noise
    assert study.evpi.estimate == pytest.approx(known, rel=0.08)


def test_lines_are_smooth_and_straight_ones_are_exact() -> None:
    smoother = Smoother(200)
    x, rng = smoother.places, np.random.default_rng(1)
    straight = smoother.fit((3.0 - 2.0 * x)[:, None])
    np.testing.assert_allclose(straight.fitted[:, 0], 3.0 - 2.0 * x, atol=1e-6)
    curve = np.sin(2.0 * np.pi * x)
    line = smoother.fit((curve + 0.5 * rng.standard_normal(200))[:, None])
    assert np.abs(line.fitted[:, 0] - curve).max() < 0.4
    low, high = np.percentile(smoother.drawn(line, 400, rng)[:, :, 0], [2.5, 97.5], axis=0)
    assert np.mean((low <= curve) & (curve <= high)) > 0.85


@pytest.fixture(scope="module")
def question() -> Question:
    return ask(two_levers())


@pytest.fixture(scope="module")
def break_even(question: Question) -> float:
    """The yearly price of the lever at which the second design earns no more than the first."""
    trials = Trials(question.scenario, seed=1)
    at = [
        trials.measured(question.at({PRICE: price}), range(2))[:, :, trials.place("profit")]
        for price in (0.0, 1e6)
    ]
    free, dear = ((values[1] - values[0]).mean() for values in at)
    return float(1e6 * free / (free - dear))


@pytest.fixture(scope="module")
def study(question: Question, break_even: float) -> Worth:
    asked = [f"{PRICE}=0..{2.4 * break_even:.0f}", "levers.remind.cost.one_off_eur=900..901"]
    return worth(question, asked, points=64)


def test_a_shop_whose_lever_may_be_too_dear(study: Worth, question: Question, break_even: float) -> None:
    """The gain falls in a straight line with the price, even over its range: worth half the triangle below zero."""
    known, (flip,) = study.found.known[0], study.found.known[0].flips
    assert study.found.choice == 0
    assert flip.share.estimate == pytest.approx(1.0 / 2.4, abs=0.02)
    trials = Trials(question.scenario, seed=1)
    values = trials.measured(question.at({PRICE: 0.0}), range(2))[:, :, trials.place("profit")]
    gain = float((values[1] - values[0]).mean())
    assert known.worth.estimate == pytest.approx(gain / 2.0 / 2.4, rel=0.05)
    assert known.worth.estimate == pytest.approx(study.found.evpi.estimate, rel=0.02)
    assert study.ranked == [0]
    arm = Arm("", "", question.design("siloed").scenario, Cost())
    entrants = [
        counted(live(arm, seed=1, replication=r, intercepts=question.intercepts)).count for r in range(2)
    ]
    assert study.entrants_per_year == pytest.approx(np.mean(entrants) * 365.0 / 210.0)
    row = study.table.iloc[0]
    assert row["worth_per_year"] == pytest.approx(row["worth"] * study.entrants_per_year)
    assert f"below {break_even:.4g}"[:9] in row["flips"]
    assert "Both is better" in row["flips"]


def test_it_is_told_in_words_and_drawn(study: Worth) -> None:
    said = " ".join(study.verdict)
    assert "Choose Today" in said
    assert "Knowing everything before choosing would be worth EUR" in said
    assert f"Measure first: {study.factors[0].title}" in said
    assert study.to_dict()["measurement_plan"][0]["factor"] == PRICE
    assert to_svg(value_figure(study)) == to_svg(value_figure(study))


def test_a_hurdle_can_make_a_clear_choice_doubtful(question: Question) -> None:
    asked = [f"{PRICE}=0..500", "levers.remind.cost.one_off_eur=900..901"]
    clear = worth(question, asked, points=32)
    assert clear.found.changes_nothing
    assert clear.found.choice == 1
    assert "Measuring nothing would change the decision" in " ".join(clear.verdict)
    lead = clear.found.means[0].estimate
    doubtful = worth(question, asked, points=32, at_least=lead)
    assert not doubtful.found.changes_nothing
    assert "must be worth" in doubtful.verdict[0]


def test_how_to_measure() -> None:
    def of(path: str, kind: str) -> Factor:
        return Factor(path, "", 0.0, 1.0, kind=kind)

    assert "count it" in how(of("arrivals.rate_per_day", FACT))
    assert "pilot" in how(of("level:routing", LEVEL))
    assert "survival" in how(of("behaviour.churn.trust", COEFFICIENT))
    assert "survey" in how(of("behaviour.trust.gain", COEFFICIENT))
    assert how(of("something.else", "")) == "count it in your own data, or ask those who know the case"


def test_mistakes(question: Question) -> None:
    asked = [f"{PRICE}=0..500"]
    with pytest.raises(InputError, match="cannot be measured"):
        worth(question, asked, kpi="churn_rate_12m", points=32)
    for words, options in (
        ("32 points and 2 replications", {"points": 16}),
        ("luck must not count", {"replications": 1}),
        ("take 128", {"points": 100}),
        ("did you mean 'profit'", {"kpi": "proft"}),
        ("neither better nor worse", {"kpi": "handoffs"}),
        ("did you mean 'integrated'", {"also": ["integrate"]}),
    ):
        with pytest.raises(InputError, match=words):
            worth(question, asked, **options)  # type: ignore[arg-type]
