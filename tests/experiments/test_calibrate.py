"""Today's own numbers are met: by theory, by worlds whose knobs are known, and where they cannot be met it is said."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from experiments import anchor_store, anchors, calibrate, cli, compare
from experiments.calibration import values_to_paste
from experiments.errors import InputError
from experiments.knob_search import Reading, search
from experiments.knobs import Knob, knobs_of, turned
from experiments.kpis import COMMON, CONVERSION, counted, kpis_of
from experiments.theory.queues import erlang_a
from scenarios import ScenarioError, change, design, load
from scenarios.load import parse
from scenarios.overlay import get
from scenarios.schema import Scenario
from sim import run
from tests.simulated import point, small

FRESH = 12_345
ERLANG = change(load("v_erlang_a"), {"clock.horizon_days": 8})


def shop(**calibrated: Any) -> Scenario:
    """People ask on the telephone, wait or give up, buy or leave, talk, and may leave for good."""
    return small(
        {
            "ask": point(
                {"buy": 0.5, "LOST": 0.5}, channel="phone", service_minutes=12.0, team="clerks", moment_of_truth=True
            ),
            "buy": point({"WIN": 1.0}, delay_days=2.0),
        },
        converts_at="buy",
        clock={"warm_up_days": 10, "follow_up_days": 60, "horizon_days": 130},
        arrivals={"rate_per_day": 40},
        interaction=True,
        mechanisms=["experience", "memory", "effort", "waiting", "choice", "moments", "word_of_mouth", "churn"],
        channels={
            "web": {"name": "Web", "live": False},
            "phone": {"name": "Phone", "live": True, "patience_minutes": 8, "retry_share": 0, "switch_share": 0},
        },
        teams={"clerks": {"servers": 1, "hours_per_day": 10}},
        network={"kind": "watts_strogatz"},
        levers={
            "quick": {"title": "Quick", "kind": "process", "changes": {"touchpoints.ask.service_minutes": 6.0}},
            "file": {"title": "File", "kind": "mechanism", "changes": {"behaviour.effort.repeat": 0.1}},
        },
        designs={
            "siloed": {"title": "Siloed", "lens": "functional"},
            "integrated": {"title": "Integrated", "lens": "goal", "levers": "all"},
        },
        calibrate=calibrated,
    )  # fmt: skip


def solved(scenario: Scenario) -> anchors.Anchored:
    """Solved now, whatever was solved before."""
    return anchors.solve(anchors.today(scenario, None))


def measured(world: Scenario, name: str, replications: int = 24, **intercepts: Any) -> tuple[float, float]:
    """A measure on seeds that calibrating never saw: mean and standard error."""
    kpi = {kpi.name: kpi for kpi in (*kpis_of(world), *COMMON, CONVERSION)}[name]
    values = [
        kpi.measure(counted(run(world, seed=FRESH, replication=r, **intercepts))) for r in range(replications)
    ]
    return float(np.mean(values)), float(np.std(values, ddof=1) / np.sqrt(replications))


def by_name(found: anchors.Anchored) -> dict[str, Any]:
    return {target.what: target for target in found.targets}


class TestTheory:
    """Erlang-A says what the knob must be: its mean wait and abandonment at other service and patience."""

    @staticmethod
    def answer(service_factor: float, patience_factor: float) -> dict[str, float]:
        patience = get(ERLANG, "channels.phone.patience_minutes")
        queue = erlang_a(0.8, 1 / (6.0 * service_factor), 1 / (patience * patience_factor), 5)
        return {"wait_minutes": queue.mean_wait, "abandonment_rate": queue.abandonment_probability}

    def test_one_by_bisection(self) -> None:
        wanted = self.answer(1.15, 1.0)["wait_minutes"]
        found = solved(change(ERLANG, {"calibrate.wait_minutes": wanted}))
        assert found.knobs["wait_minutes"] == pytest.approx(1.15, rel=0.03)
        target = by_name(found)["wait_minutes"]
        assert abs(target.reached - wanted) < 2.5 * target.standard_error
        assert not found.unmet

    def test_two_at_once(self) -> None:
        wanted = self.answer(0.9, 2.0)
        found = solved(change(ERLANG, {f"calibrate.{name}": value for name, value in wanted.items()}))
        assert found.knobs["wait_minutes"] == pytest.approx(0.9, rel=0.05)
        assert found.knobs["abandonment_rate"] == pytest.approx(2.0, rel=0.15)
        for name, target in by_name(found).items():
            assert abs(target.reached - wanted[name]) < 2.5 * target.standard_error, name
        assert not found.unmet

    def test_what_cannot_be_is_said_with_the_bound_that_was_reached(self) -> None:
        """Nobody waits longer than their patience: six minutes on average."""
        found = solved(change(ERLANG, {"calibrate.wait_minutes": 8.0}))
        target = by_name(found)["wait_minutes"]
        assert target.reached < 6.4
        assert target.problem == f"{target.knob} is at its highest value, 20"
        assert found.unmet == (
            f"wait per live contact: wanted 8.00 min, reached {target.reached:.2f} min; {target.problem}",
        )


KNOWN = {  # measure -> (where its knob stood in the world that gave the number, how near it must come)
    "wait_minutes": (1.2, 0.06),
    "abandonment_rate": (0.5, 0.08),
    "satisfaction": (0.70, 0.02),
    "positive_share": (1.2, 0.25),
    "conversion_rate": (0.4, 0.1),
}


class TestKnownKnobs:
    """A number measured in a world with another knob leads back to that knob."""

    @pytest.mark.parametrize("name", KNOWN)
    def test_the_knob_is_found_again(self, name: str) -> None:
        there, near = KNOWN[name]
        knob = {k.name: k for k in knobs_of(shop(**{name: 0.5}))}[name]
        if name == "conversion_rate":
            from sim.intercepts import Intercepts

            wanted, error = measured(shop(), name, intercepts=Intercepts(edge={"ask>LOST": there}))
        else:
            wanted, error = measured(turned(shop(), [knob], {name: there}), name)
        found = solved(shop(**{name: wanted}))
        target = by_name(found)[name]
        assert abs(target.reached - wanted) < 2.5 * np.hypot(target.standard_error, error)
        assert abs(found.knobs[name] - there) < near, found.knobs
        assert not found.unmet

    @pytest.mark.parametrize("name", KNOWN)
    def test_more_is_wanted_and_the_knob_goes_the_way_it_should(self, name: str) -> None:
        knob = {k.name: k for k in knobs_of(shop(**{name: 0.5}))}[name]
        here, _ = measured(shop(), name, replications=6)
        found = solved(shop(**{name: here + 0.15 * abs(here)}))
        moved = found.knobs[name] - knob.start
        assert moved * knob.rises > 0.0


def test_shares_as_written_and_a_conversion_of_ones_own_together() -> None:
    """The odds of leaving move by one factor, and the other numbers are met beside it."""
    found = solved(shop(conversion=True, conversion_rate=0.42, churn_rate_12m=0.2, nps=10.0))
    targets = by_name(found)
    shift = found.knobs["conversion_rate"]
    assert targets["ask>LOST"].wanted == pytest.approx(0.5 * np.exp(shift) / (0.5 + 0.5 * np.exp(shift)))
    assert abs(targets["ask>LOST"].reached - targets["ask>LOST"].wanted) < 0.01
    world = anchors.today(shop(), None)
    for name, near in (("conversion_rate", 0.0), ("nps", 1.5)):
        reached, error = measured(world, name, intercepts=found.intercepts)
        target = targets[name]
        assert abs(reached - target.wanted) < near + 3.0 * np.hypot(error, target.standard_error), name


class TestEveryDesign:
    def test_what_is_solved_holds_for_levers_too_in_proportion(self) -> None:
        scenario = shop(wait_minutes=5.0)
        found = turned(scenario, knobs_of(scenario), {"wait_minutes": 1.5})
        assert get(design(found, "siloed"), "touchpoints.ask.service_minutes") == 18.0
        assert get(design(found, "integrated"), "touchpoints.ask.service_minutes") == 9.0

    def test_knobs_win_over_presets_and_levers_over_knobs(self) -> None:
        path = "behaviour.effort.repeat"
        scenario = change(
            shop(targets={"effort_ces": {"value": 4.0, "knob": path}}), {"presets": {"harsh": {path: 1.0}}}
        )
        found = turned(scenario, knobs_of(scenario), {"effort_ces": 0.7})
        assert get(design(found, "siloed", preset="harsh"), path) == 0.7
        assert get(design(found, "integrated"), path) == 0.1

    def test_without_numbers_nothing_is_touched(self) -> None:
        today = calibrate(shop())
        assert today.scenario == shop()
        assert not today.targets


class TestSearch:
    """The search itself, on measures that are plain functions of the knobs."""

    @staticmethod
    def knobs(wanted: list[float], rises: int = 1) -> list[Knob]:
        return [
            Knob(kpi, value, "a number", 0.2, 0.0, 1.0, rises, lambda _, __: {})
            for kpi, value in zip(COMMON, wanted, strict=False)
        ]

    @staticmethod
    def read(function: Any, error: float = 0.01) -> Any:
        def reading(values: Mapping[str, float]) -> Reading:
            mean: NDArray[np.float64] = np.atleast_1d(function(np.array(list(values.values()))))
            return Reading(mean, np.full(mean.size, error))

        return reading

    @pytest.mark.parametrize("slope", [-3.0, 3.0])
    @pytest.mark.parametrize("expected", [-1, 0, 1])
    def test_a_root_is_found_whatever_was_expected(self, slope: float, expected: int) -> None:
        knobs = self.knobs([slope * 0.85**3], expected)
        found = search(knobs, self.read(lambda x: slope * x**3), {knobs[0].name: 0.2})
        assert abs(slope * found[knobs[0].name] ** 3 - slope * 0.85**3) <= 0.0025

    def test_knobs_that_pull_at_each_other(self) -> None:
        def both(x: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.array([np.exp(x[0]) - 0.8 * x[1], x[1] ** 2 + 0.7 * x[0]])

        aim = both(np.array([0.7, 0.4]))
        knobs = self.knobs(list(aim))
        found = search(knobs, self.read(both), {k.name: 0.2 for k in knobs})
        assert list(found.values()) == pytest.approx([0.7, 0.4], abs=0.01)

    def test_one_that_cannot_be_met_goes_to_its_bound_and_leaves_the_others_alone(self) -> None:
        def both(x: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.array([x[0] + 0.5 * x[1], x[1]])

        knobs = self.knobs([0.9, 1.7])
        found = list(search(knobs, self.read(both), {k.name: 0.2 for k in knobs}).values())
        assert found == pytest.approx([0.4, 1.0], abs=0.01)

    def test_a_measure_that_does_not_react(self) -> None:
        knobs = self.knobs([2.0])
        assert search(knobs, self.read(lambda x: 0.0 * x), {knobs[0].name: 0.2})[knobs[0].name] == 0.2


def test_targets_without_a_knob_that_acts_say_so() -> None:
    found = solved(change(shop(conversion_rate=0.3, wait_minutes=2.0), {"mechanisms": ["experience"]}))
    problems = [target.problem for target in found.targets]
    assert "routing shares hold as written: mechanism `choice` is off" in problems
    assert "nobody waits here: mechanism `waiting` or `interaction` is off" in problems
    assert len(found.unmet) == 2


def test_a_lever_of_the_first_design_holds_its_knob() -> None:
    aim = {"value": 4.0, "knob": "behaviour.effort.repeat"}
    scenario = change(shop(targets={"effort_ces": aim}), {"designs.siloed.levers": ["file"]})
    assert "lever `file` of the first design" in solved(scenario).unmet[0]


def test_an_unknown_measure_is_the_users_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenario = shop(targets={"effort": {"value": 4.0, "knob": "behaviour.effort.repeat"}})
    with pytest.raises(InputError, match="unknown measure 'effort' — did you mean 'effort_ces'"):
        calibrate(scenario)
    file = tmp_path / "shop.yaml"
    file.write_text(scenario.model_dump_json(by_alias=True, exclude_defaults=True))
    with pytest.raises(SystemExit) as end:
        cli.main(["check", str(file)])
    assert end.value.code == 2
    assert "did you mean 'effort_ces'" in capsys.readouterr().err


def test_a_share_that_must_add_up_is_no_knob() -> None:
    aim = {"value": 4.0, "knob": "touchpoints.ask.next.buy", "low": 0.1, "high": 0.9}
    with pytest.raises(ScenarioError, match="part of a whole"):
        shop(targets={"effort_ces": aim})


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing solved before is found, and nothing is left behind."""
    monkeypatch.setattr(anchor_store, "_cache_path", lambda key: tmp_path / "solved" / f"{key}.json")


@pytest.mark.usefixtures("own_cache")
def test_a_comparison_reports_what_was_wanted_and_what_is_reached() -> None:
    scenario = shop(wait_minutes=3.0, satisfaction=0.9)
    found = compare(scenario, replications=3, arms=False, break_even=False, band=False)
    assert found.calibration is not None
    rows = found.calibration.set_index("what")
    assert rows.loc["wait_minutes", "wanted"] == 3.0
    assert abs(found.differences.loc["wait_minutes", "first"] - 3.0) < 0.3
    assert rows.loc["satisfaction", "problem"] == "behaviour.experience.quality is at its highest value, 1"
    told = " ".join(found.notes)
    assert "wait per live contact" in told
    assert "NOT MET" in told
    assert "today's number not met: satisfaction" in told
    data = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert [row["what"] for row in data["calibration"]] == ["wait_minutes", "satisfaction"]


@pytest.mark.usefixtures("own_cache")
def test_the_command_shows_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, values = tmp_path / "shop.yaml", tmp_path / "values.yaml"
    file.write_text(shop(wait_minutes=3.0).model_dump_json(by_alias=True, exclude_defaults=True))
    with pytest.raises(SystemExit) as end:
        cli.main(["calibrate", str(file), "--write", str(values), "--json"])
    assert end.value.code == 0
    numbers = json.loads(capsys.readouterr().out)["numbers"]
    assert [number["what"] for number in numbers] == ["wait_minutes"]
    with pytest.raises(SystemExit):
        cli.main(["calibrate", str(file)])
    shown = capsys.readouterr().out
    assert "wait per live contact" in shown
    assert "Everything is met" in shown
    text = values.read_text()
    assert f"service_minutes: {12.0 * numbers[0]['to']:.6g}" in text
    assert "levers:" in text


def test_values_to_paste_are_those_that_changed() -> None:
    assert values_to_paste(shop(), calibrate(shop())).endswith("# No value changed.\n")


def test_a_solution_survives_being_written_down() -> None:
    found = solved(change(shop(wait_minutes=3.0), {"mechanisms": ["experience"]}))
    again = anchor_store.from_data(json.loads(json.dumps(anchor_store.as_data(found))))
    assert str(again) == str(found)


def test_the_words_of_the_section_are_checked_with_the_file() -> None:
    text = shop().model_dump_json(by_alias=True, exclude_defaults=True)
    broken = json.loads(text) | {
        "calibrate": {"resolution_rate": 0.5, "targets": {"nps": {"value": 3, "knob": "nothing"}}}
    }
    with pytest.raises(ScenarioError) as caught:
        parse(json.dumps(broken), "shop.yaml")
    assert "give conversion_rate instead" in str(caught.value)
    assert "'nothing' leads nowhere" in str(caught.value)
