"""journey explain: every part prints, as data and for people, and saves its figures."""

import json
import re
from pathlib import Path

import pytest

from experiments import cli, worlds
from experiments.explanation import explain
from experiments.terminal_causes import print_explanation
from sim.intercepts import Intercepts
from tests.experiments.test_causes_planted import LOSSY, company

DESIGNS = {
    "levers": {
        "file": {
            "title": "One file",
            "kind": "mechanism",
            "changes": {"handoffs.retention": 1.0, "edges": []},
        }
    },
    "designs": {
        "siloed": {"title": "Siloed", "lens": "functional"},
        "integrated": {"title": "Integrated", "lens": "goal", "levers": "all"},
    },
}


@pytest.fixture(autouse=True)
def uncalibrated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Calibrating is tested elsewhere and takes long."""
    monkeypatch.setattr(worlds, "anchor", lambda scenario, *_, **__: worlds.Today(scenario, Intercepts()))


def test_all_parts_in_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    explanation = explain(company(**LOSSY, **DESIGNS), replications=2, workers=1)
    for columns in (80, 120):
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setattr("rich.console.Console.is_terminal", True)
        print_explanation(explanation)
        text = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
        for words in (
            "Blame",
            "Beta > Gamma",
            "Grey areas",
            "Departures",
            "Stories",
            "gap index",
            "bias",
            "What to fix",
            "What each lever adds",
            "Shapley value",
            "The transition.",
        ):
            assert words in text
        assert max(len(line) for line in text.splitlines()) <= columns
    assert "b>c" in text


def test_no_pain_no_action(capsys: pytest.CaptureFixture[str]) -> None:
    print_explanation(explain(company(**DESIGNS), replications=2, workers=1))
    text = capsys.readouterr().out
    assert text.count("no action needed") >= 3
    assert "Nothing hurt anybody" in text
    assert "No hand-off hurt anybody" in text


def test_data_and_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experiments.explaining.load", lambda _: company(**LOSSY, **DESIGNS))
    line = [
        "explain",
        "x",
        "--what",
        "blame",
        "--what",
        "grey",
        "--replications",
        "2",
        "--json",
        "--output",
        str(tmp_path),
    ]
    assert cli._exit_code(line) == 0
    data = json.loads(capsys.readouterr().out)
    assert set(data) == {"scenario", "designs", "replications", "seed", "preset", "blame", "grey", "manifest"}
    assert data["grey"]["areas"][0]["from"] == "b"
    events = data["blame"]["events"]
    assert sum(map(sum, events["voiced_at_x_caused_at"])) == pytest.approx(sum(events["by_kind"].values()))
    (folder,) = tmp_path.iterdir()
    names = {file.name for file in folder.iterdir()}
    assert names == {
        "blame.png", "blame.svg", "grey_areas.png", "grey_areas.svg", "explanation.json", "manifest.json"
    }  # fmt: skip
    assert json.loads((folder / "explanation.json").read_text()) == data


def test_levers_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experiments.explaining.load", lambda _: company(**LOSSY, **DESIGNS))
    line = ["explain", "x", "--what", "levers", "--replications", "2", "--json", "--output", str(tmp_path)]
    assert cli._exit_code(line) == 0
    data = json.loads(capsys.readouterr().out)
    assert set(data) == {"scenario", "designs", "replications", "seed", "preset", "levers", "manifest"}
    levers = data["levers"]
    assert levers["exact"]
    assert levers["worlds"] == 4
    assert {row["lever"] for row in levers["lever_values"]} == {"file"}
    assert {row["lever"] for row in levers["lever_prices"]} == {"file", "all"}
    assert levers["payback"]["within_years"] == 5
    (folder,) = tmp_path.iterdir()
    names = {file.name for file in folder.iterdir()}
    leading = [f"levers_{name}" for name in ("conversion_rate", "nps", "churn_rate_12m", "profit")]
    assert names == {
        *(f"{name}.{kind}" for name in (*leading, "payback") for kind in ("png", "svg")),
        "lever_values.csv", "lever_prices.csv", "cash_flow.csv", "explanation.json", "manifest.json",
    }  # fmt: skip


def test_designs_without_a_difference(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("experiments.explaining.load", lambda _: company(**LOSSY, **DESIGNS))
    line = ["explain", "x", "--what", "levers", "--replications", "2", "--designs", "siloed", "siloed"]
    assert cli._exit_code(line) == 0
    assert "Both designs pull the same levers" in capsys.readouterr().out


def test_mistakes(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli._exit_code(["explain", "bank_credit_45d", "--what", "blam"]) == cli.USERS_MISTAKE
    assert cli._exit_code(["explain", "bank_credit_45d", "--replications", "1"]) == cli.USERS_MISTAKE
    line = ["explain", "bank_credit_45d", "--what", "levers", "--set", "levers.routing.lead_time_days=-1"]
    assert cli._exit_code(line) == cli.USERS_MISTAKE
    assert "lead_time_days" in capsys.readouterr().err
    assert (
        cli._exit_code(["explain", "bank_credit_45d", "--designs", "siloed", "integratd"])
        == cli.USERS_MISTAKE
    )
    assert "did you mean 'integrated'?" in capsys.readouterr().err
