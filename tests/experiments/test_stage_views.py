"""Results by stage: nothing is lost or counted twice, whichever the model; the words at the terminal."""

import json
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings

from experiments import cli, compare
from experiments.errors import InputError
from experiments.stage_views import COUNTS, HIDDEN, MODELS, by_stage, labelled, places
from scenarios.labels import StageModel
from scenarios.schema import LOST, Scenario
from sim import run
from tests.experiments.shop import shop
from tests.experiments.synthetic import company
from tests.strategies import scenarios


@settings(max_examples=25)
@given(scenarios())
def test_stages_add_up_to_the_whole_in_every_model(scenario: Scenario) -> None:
    world = run(scenario)
    counts, names = places(world), labelled(scenario)
    ways = [way for way, (_, end) in zip(world.edges, world.names.edges, strict=True) if end == LOST]
    totals = counts.sum()
    assert totals["contacts"] == world.touchpoints["contacts"].sum()
    assert totals["visits"] == world.touchpoints["visits"].sum()
    assert totals["lost"] == sum(int(way["traversals"]) for way in ways)
    assert totals["cost_eur"] == pytest.approx(world.touchpoints["cost_micro"].sum() * 1e-6)
    seen = world.touchpoints["failures"] + world.touchpoints["repeats"] + world.touchpoints["abandoned"]
    assert totals["defects"] == seen.sum() + world.edges["drops"].sum()
    for model in MODELS:
        assert by_stage(counts, names, model).sum().to_numpy() == pytest.approx(totals.to_numpy())


def test_every_stage_model_has_a_view() -> None:
    assert set(get_args(StageModel)) < set(MODELS)


def test_hidden_steps_are_shown_as_hidden() -> None:
    views = by_stage(places(run(shop())), labelled(shop()), "functional")
    assert list(views.index) == ["Marketing", HIDDEN, "Service", "Sales"]
    assert views.loc[HIDDEN, "contacts"] == 0
    assert views.loc[HIDDEN, "lost"] > 0


def test_days_by_hand() -> None:
    """Only the silent night takes time: a day per visit."""
    counts = places(run(shop()))
    assert counts.loc["think", "days"] == counts.loc["think", "visits"]
    assert counts["days"].sum() == pytest.approx(counts.loc["think", "days"])


def test_pain_weighs_failures_repeats_and_drops_as_they_are_felt() -> None:
    scenario = shop()
    world, feel = run(scenario), scenario.behaviour.experience
    here, way = world.touchpoints[3], world.edges[world.names.edges.index(("form", "advice"))]
    pain = feel.failure_penalty * here["failures"] + feel.repeat_penalty * here["repeats"]
    pain += feel.dropped_penalty * way["drops"]
    assert pain > 0
    assert places(world).loc["advice", "pain"] == pytest.approx(pain)


def test_a_comparison_by_stage_runs_nothing_again(made_up_engine: list[tuple[str, int]]) -> None:
    c = compare(company(), replications=3, arms=False, break_even=False, band=False)
    lived = len(made_up_engine)
    for model in MODELS:
        table = c.by(model)
        assert table.xs("contacts", level="count")["first"].sum() == pytest.approx(200.0)
        assert set(table.index.get_level_values("count")) == set(COUNTS)
    assert len(made_up_engine) == lived
    six = c.by("six")
    assert list(six.index.get_level_values("stage").unique()) == ["Aware", "Action"]
    faster = six.index.get_level_values("count") == "days"  # the lever makes buying take a day
    assert six["difference"][~faster].abs().max() == 0.0
    assert six.loc[("Action", "days"), "difference"] == pytest.approx(100.0)
    with pytest.raises(InputError, match="did you mean 'engagement'"):
        c.by("engagment")


@pytest.mark.usefixtures("made_up_engine")
def test_the_commands_show_stages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(tmp_path / "tiny.yaml")
    Path(file).write_text(company().model_dump_json(by_alias=True, exclude_unset=True), encoding="utf-8")

    def journey(*words: str) -> str:
        with pytest.raises(SystemExit) as end:
            cli.main([*words])
        shown = capsys.readouterr()
        assert end.value.code == (2 if "sixx" in words else 0), shown.err
        return shown.out + shown.err if "sixx" in words else shown.out

    compared = ("compare", file, "--replications", "2", "--quick", "--out", f"{tmp_path}/results", "--by")
    assert "By six: Siloed → Integrated" in journey(*compared, "six")
    assert "Before" in journey("run", file, "--by", "phase")
    assert json.loads(journey("run", file, "--by", "phase", "--json"))["stages"][0]["stage"] == "Before"
    assert "did you mean 'six'" in journey(*compared, "sixx")
