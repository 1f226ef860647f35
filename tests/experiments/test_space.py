"""The space of a study: what is varied, over which ranges, at which points."""

import numpy as np
import pytest

from experiments.errors import InputError
from experiments.study import space
from experiments.study.points import live
from experiments.study.question import Question, ask
from experiments.study.space import Factor
from experiments.study.trials import Trials
from scenarios import load
from scenarios.errors import ScenarioError
from tests.experiments.test_trials import two_levers


@pytest.fixture(scope="module")
def question() -> Question:
    return ask(two_levers())


@pytest.fixture(scope="module")
def bank() -> Question:
    return ask(load("bank_credit_45d"))


def test_ranges_as_given(question: Question) -> None:
    found = space.factors(question, ["touchpoints.think.delay_days=0..4", "arrivals.rate_per_day=10,20"])
    assert [(f.low, f.high, f.values) for f in found] == [(0.0, 4.0, ()), (10.0, 20.0, (10.0, 20.0))]


def test_a_later_range_wins(question: Question) -> None:
    found = space.factors(
        question, ["touchpoints.think.delay_days=0..4", "touchpoints.think.delay_days=1..2"]
    )
    assert [(f.low, f.high) for f in found] == [(1.0, 2.0)]


def test_groups(bank: Question) -> None:
    uncertain = space.factors(bank, ["uncertainties"])
    assert {f.path for f in uncertain} == set(bank.original.uncertainties)
    ranges = bank.original.uncertainties
    assert all((f.low, f.high) == (ranges[f.path].low, ranges[f.path].high) for f in uncertain)
    levels = space.factors(bank, ["levels"])
    assert [f.path for f in levels] == [f"level:{code}" for code in bank.original.levers]
    assumed = space.factors(bank, ["assumptions"])
    assert len(assumed) > 30
    assert all(f.evidence for f in assumed)
    assert not any(f.path.startswith("level:") for f in assumed)


def test_the_level_of_a_lever_at_its_ends_and_between(question: Question) -> None:
    ends = [
        question.at(space.changes_at(question, [Factor("level:remind", "", 0, 1)], [x]))
        for x in (0.0, 1.0, 0.5)
    ]
    assert ends[0][1].key == question.levers(["sell"]).key
    assert ends[1][1].key == question.at()[1].key
    assert ends[2][1].scenario.touchpoints["think"].next == pytest.approx({"form": 0.7, "LOST": 0.3})
    assert len({pair[0].key for pair in ends}) == 1


def test_every_level_of_every_lever_is_a_world(bank: Question) -> None:
    today, whole = bank.at()
    for factor in space.factors(bank, ["levels"]):
        keys = [bank.at(space.changes_at(bank, [factor], [x]))[1].key for x in (0.0, 0.3, 0.7, 1.0)]
        others = [code for code in bank.original.levers if f"level:{code}" != factor.path]
        assert keys[0] == bank.levers(others).key
        assert keys[3] == whole.key
        assert bank.at(space.changes_at(bank, [factor], [0.3]))[0].key == today.key


def test_a_grid_is_every_combination() -> None:
    points = space.grid([Factor("a", "", 0, 1, (0.0, 1.0)), Factor("b", "", 0, 4)], levels=5)
    assert {tuple(p) for p in points.tolist()} == {
        (a, b) for a in (0.0, 1.0) for b in (0.0, 1.0, 2.0, 3.0, 4.0)
    }


def test_whole_numbers_stay_whole() -> None:
    staff = Factor("teams.clerks.servers", "", 2, 5, whole=True)
    values = space.latin_hypercube([staff], 4000, 1)[:, 0]
    found, counts = np.unique(values, return_counts=True)
    assert found.tolist() == [2, 3, 4, 5]
    assert counts.tolist() == [1000] * 4
    assert space.grid([staff], levels=50)[:, 0].tolist() == [2, 3, 4, 5]


def test_whole_numbers_keep_their_step() -> None:
    ties = Factor("network.neighbours", "", 6, 12, whole=True)
    found, counts = np.unique(space.latin_hypercube([ties], 4000, 1)[:, 0], return_counts=True)
    assert found.tolist() == [6, 8, 10, 12]
    assert counts.tolist() == [1000] * 4


@pytest.mark.parametrize("sample", [space.latin_hypercube, space.sobol])
def test_samples_fill_the_range_evenly_and_again(sample: object) -> None:
    two = [Factor("a", "", -1, 1), Factor("b", "", 10, 20)]
    points = sample(two, 256, 7)  # type: ignore[operator]
    np.testing.assert_array_equal(points, sample(two, 256, 7))  # type: ignore[operator]
    shares = (points - [-1, 10]) / [2, 10]
    for column in shares.T:
        assert np.array_equal(np.sort((column * 256).astype(int)), np.arange(256))


def test_one_at_a_time() -> None:
    two = [Factor("a", "", 0, 2), Factor("b", "", 0, 1, (0.0, 1.0))]
    points = space.one_at_a_time(two, [1.0, 1.0], levels=3)
    assert points.tolist() == [[1, 1], [0, 1], [2, 1], [1, 0]]


def test_the_central_point_is_the_scenario(question: Question) -> None:
    found = space.factors(
        question, ["touchpoints.think.delay_days=0..4", "integrated:touchpoints.form.items=1..5", "levels"]
    )
    centre = space.central(question, found)
    assert centre == [1.0, 3.0, 1.0, 1.0]
    keys = [trial.key for trial in question.at(space.changes_at(question, found, centre))]
    assert keys == [trial.key for trial in question.at()]


def test_a_point_that_is_no_world_is_a_row_without_numbers(question: Question) -> None:
    points = [{}, {"touchpoints.think.delay_days": -1.0}]
    found = live(question, Trials(question.scenario, seed=1), points, range(2))
    assert np.isfinite(found.differences[0, :, 0]).all()
    assert np.isnan(found.differences[1]).all()
    assert list(found.problems) == [1]
    assert "delay_days" in found.problems[1]
    with pytest.raises(InputError, match="no point of the study"):
        live(question, Trials(question.scenario, seed=1), points[1:], range(2))


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (["touchpoints.think.delay_days=4..1"], "must rise"),
        (["touchpoints.think.delay_days=a..b"], "wants LOW..HIGH"),
        (["touchpoints.think.delay_days=0..inf"], "finite"),
        (["level:remnd"], "did you mean 'remind'"),
        (["integrate:touchpoints.think.delay_days=0..1"], "did you mean 'integrated'"),
        (["uncertainties"], "no uncertainties"),
        ([], "nothing is varied"),
        (["clock.horizon_days"], "no range of its own"),
    ],
)
def test_mistakes(question: Question, wanted: list[str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        space.factors(question, wanted)


def test_mistakes_in_paths_and_sizes(question: Question) -> None:
    with pytest.raises(ScenarioError, match="thnk"):
        space.factors(question, ["touchpoints.thnk.delay_days=0..1"])
    with pytest.raises(InputError, match="take 1,024"):
        space.sobol([Factor("a", "", 0, 1)], 1000, 1)
    with pytest.raises(InputError, match="too large"):
        space.grid([Factor(name, "", 0, 1) for name in "abcdefgh"], levels=10)
    with pytest.raises(InputError, match="not a number"):
        space.central(question, [Factor("touchpoints.think.name", "", 0, 1)])
