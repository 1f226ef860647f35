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


def test_mistakes(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli._exit_code(["explain", "bank_credit_45d", "--what", "blam"]) == cli.USERS_MISTAKE
    assert cli._exit_code(["explain", "bank_credit_45d", "--replications", "1"]) == cli.USERS_MISTAKE
    assert (
        cli._exit_code(["explain", "bank_credit_45d", "--designs", "siloed", "integratd"])
        == cli.USERS_MISTAKE
    )
    assert "did you mean 'integrated'?" in capsys.readouterr().err
