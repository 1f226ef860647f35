"""The whole path from two designs to a results folder, on made-up runs."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments import Comparison, compare, pairing
from experiments.conclude import conclude
from experiments.errors import InputError
from experiments.results import csv_text
from experiments.uncertain import draws
from tests.experiments.synthetic import company, evidence

pytestmark = pytest.mark.usefixtures("made_up_engine")


def test_four_arms_on_the_same_customers(made_up_engine: list[tuple[str, int]]) -> None:
    c = compare(company(), replications=3, break_even=False, band=False, workers=2)
    assert sorted(made_up_engine) == sorted((arm, r) for arm in "SPMI" for r in range(3))
    assert c.runs.groupby("arm").size().to_dict() == {"S": 3, "P": 3, "M": 3, "I": 3}
    assert c.difference("conversion_rate").sign == 1


def test_a_pure_improvement_loses_nobody() -> None:
    c = compare(company(), replications=4, arms=False, break_even=False, band=False)
    lost, saved = c.changed_sides("converted", "lost"), c.changed_sides("converted", "saved")
    assert (lost.estimate, lost.low, lost.high) == (0.0, 0.0, 0.0)
    assert saved.estimate == pytest.approx(195.0, abs=25.0)


def test_parts_add_up_to_the_whole() -> None:
    c = compare(company(), replications=5, break_even=False, band=False)
    assert c.arms is not None
    whole = c.arms["process"] + c.arms["mechanisms"]
    assert np.allclose(whole, c.differences["difference"], equal_nan=True)


def test_a_design_against_itself_differs_by_exactly_nothing() -> None:
    c = compare(company(), ("siloed", "siloed"), replications=3, arms=False, break_even=False, band=False)
    assert c.differences[["difference", "low", "high"]].abs().max().max() == 0.0
    assert c.people[["per_1000", "low", "high"]].abs().max().max() == 0.0
    assert c.verdict.outcome == "same"


def test_workers_change_nothing() -> None:
    one, four = (compare(company(), replications=4, workers=n) for n in (1, 4))
    pd.testing.assert_frame_equal(one.runs, four.runs)
    assert one.to_dict() == four.to_dict()


def test_break_even_finds_the_level_that_was_built_in() -> None:
    """Integrated converts .23 + .3 (retention - .40): as many as today's .20 at a retention of .30."""
    c = compare(company(), replications=12, arms=False, band=False)
    assert c.break_even is not None
    root = c.break_even.roots["conversion_rate"]
    assert root.verdict == "above"
    assert root.level == pytest.approx(0.30, abs=0.05)


def test_progress_counts_every_unit() -> None:
    seen: list[tuple[str, int, int]] = []
    compare(company(), replications=3, progress=lambda *told: seen.append(told))
    assert [done for _, done, _ in seen] == sorted(done for _, done, _ in seen)
    units = 3 * 4 + 3 * len(pairing.RETENTION_LEVELS) + pairing.BAND_DRAWS * pairing.BAND_REPLICATIONS * 2
    assert seen[-1] == ("comparing designs of tiny", units, units)
    assert {planned for _, _, planned in seen} == {units}


def test_few_replications_are_said() -> None:
    c = compare(company(), replications=2, arms=False, break_even=False, band=False)
    assert any("below 30" in note for note in c.notes)
    assert c.differences.loc["conversion_rate", "replications"] == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"replications": 1}, "2 or more"),
        ({"designs": ("siloed", "integratd")}, "did you mean 'integrated'"),
        ({"preset": "conservativ"}, "did you mean 'conservative'"),
    ],
)
def test_the_users_mistakes_are_explained(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        compare(company(), **arguments)  # type: ignore[arg-type]


def test_json_holds_no_nan() -> None:
    c = compare(company(), replications=2)
    text = json.dumps(c.to_dict(), allow_nan=False)
    assert set(json.loads(text)) >= {
        "verdict",
        "differences",
        "people",
        "arms",
        "break_even",
        "band",
        "runs",
        "manifest",
    }


def test_html_is_escaped() -> None:
    c = compare(company(title="<b>bold</b> & co"), replications=2, arms=False, break_even=False, band=False)
    html = c._repr_html_()
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; co" in html
    assert html.count("<tr>") == 1 + len(c.kpis)


def test_draws_are_stratified_and_the_same_everywhere() -> None:
    values = sorted(draw.values["behaviour.experience.loss_weight"] for draw in draws(company(), 8))
    assert [int((value - 1.0) / 2.0 * 8) for value in values] == list(range(8))
    assert draws(company(), 8) == draws(company(), 8)
    assert draws(company(uncertainties={}), 8) == []


def test_the_folder_is_whole_and_equal_for_equal_studies(tmp_path: Path) -> None:
    c = compare(company(), replications=2)
    first, second = c.save(tmp_path / "a"), c.save(tmp_path / "b")
    assert first.name == second.name == f"tiny-{c.manifest['id']}"
    names = {file.name for file in first.iterdir()}
    assert names >= {
        "manifest.json",
        "comparison.json",
        "comparison.svg",
        "comparison.png",
        "differences.csv",
        "runs.csv",
    }
    assert not any(name.startswith(".") for name in names)
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_another_plan_has_another_id() -> None:
    ids = {
        compare(company(), replications=2, seed=seed, arms=False, break_even=False, band=band).manifest["id"]
        for seed in (1, 2)
        for band in (True, False)
    }
    assert len(ids) == 4


def test_a_folder_that_cannot_be_written_is_the_users_mistake(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(InputError, match="cannot write"):
        conclude(evidence()).save(blocked)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_a_spreadsheet_runs_no_formula(cell: str) -> None:
    text = csv_text(pd.DataFrame({"name": [cell], "value": [-1.5]}))
    assert f"'{cell}" in text
    assert "-1.5" in text
    assert "'-1.5" not in text


def test_comparison_is_frozen() -> None:
    c: Comparison = conclude(evidence())
    with pytest.raises(AttributeError):
        c.seed = 3  # type: ignore[misc]
