"""`journey evidence` and `journey describe`: what goes where, and what happens when somebody errs."""

import json
from pathlib import Path

import pytest

from tests.cli.test_cli import journey
from tests.experiments.synthetic import company


@pytest.mark.parametrize("command", ["evidence", "describe"])
def test_the_commands_have_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert journey(command, "--help") == 0
    assert command in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["evidence", "bank_credit_45d", "--kpi", "profits"], "did you mean 'profit'"),
        (["evidence", "bank_credit_45d", "--designs", "siloed", "integratd"], "did you mean 'integrated'"),
        (["evidence", "bank_credit_45d", "--preset", "vendr"], "did you mean 'vendor'"),
        (["evidence", "v_absorbing"], "needs two"),
        (["describe", "bank_credit_45"], "did you mean 'bank_credit_45d'"),
        (["describe", "v_handoff", "--design", "silod"], "did you mean 'siloed'"),
        (["describe", "v_handoff", "--format", "odds"], "odd"),
    ],
)
def test_the_users_mistake_costs_a_message_and_no_traceback(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert journey(*arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert "Traceback" not in err


def test_evidence_prints_the_ranking_and_saves_the_tornado(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("evidence", "v_handoff", "--kpi", "repeats", "--quick", "--out", str(tmp_path))
    assert journey(*asked) == 0
    out, err = capsys.readouterr()
    for words in ("moves it by", "[A]", "share of the information that survives", "do not move it at all",
                  "Intercepts as solved at the central values"):  # fmt: skip
        assert words in out, words
    assert err.splitlines()[-1].startswith("again: journey evidence v_handoff ")
    folder = next(tmp_path.iterdir())
    assert {file.name for file in folder.iterdir()} == {
        "evidence.csv",
        "evidence.json",
        "tornado.png",
        "tornado.svg",
    }
    assert journey(*asked, "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["measure"] == "repeats"
    assert data["assumptions"][0]["path"] == "levers.shared_file.changes.handoffs.retention"
    assert data == json.loads((folder / "evidence.json").read_text())


def test_describe_prints_markdown_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert journey("describe", "v_handoff", "--design", "integrated") == 0
    out, err = capsys.readouterr()
    assert out.startswith("# ODD protocol: Six departments in a row\n")
    assert "*One file*" in out
    assert err == "again: journey describe v_handoff --design integrated --format odd\n"
    assert journey("describe", "v_handoff", "--format", "stress") == 0
    assert capsys.readouterr().out.startswith("# STRESS-ABS: ")


@pytest.mark.usefixtures("made_up_engine")
def test_a_comparison_says_how_its_assumptions_are_ranked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "my tiny.yaml"
    file.write_text(company().model_dump_json(by_alias=True, exclude_unset=True))
    asked = ("compare", str(file), "--quick", "--replications", "2", "--out", str(tmp_path / "out"))
    assert journey(*asked, "--set", "handoffs.retention=0.5", "--json") == 0
    told = json.loads(capsys.readouterr().out)["rests_most_on"]
    assert not told["ranked"]
    assert told["hint"] == f"journey evidence '{file}' --set handoffs.retention=0.5"
    assert journey(*asked) == 0
    assert "Not ranked yet" in capsys.readouterr().out
