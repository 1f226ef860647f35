"""The command line: what goes where, what it costs, and what happens when somebody errs."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from experiments import cli
from tests.experiments.synthetic import company

HEAVY = ("numba", "mesa", "matplotlib", "pandas", "pydantic", "numpy", "rich", "yaml", "scipy")


def journey(*arguments: str) -> int:
    """Run a command in this process; returns its exit code."""
    with pytest.raises(SystemExit) as end:
        cli.main(list(arguments))
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.fixture
def tiny(tmp_path: Path) -> str:
    """The tiny company as a file (JSON is YAML)."""
    file = tmp_path / "tiny.yaml"
    file.write_text(company().model_dump_json(by_alias=True, exclude_unset=True))
    return str(file)


def test_importing_the_command_line_imports_nothing_heavy() -> None:
    program = f"import sys, experiments.cli; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_answers_at_once() -> None:
    def once() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "experiments.cli", "--help"], capture_output=True, check=True)
        return time.perf_counter() - start

    def empty() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", ""], capture_output=True, check=True)
        return time.perf_counter() - start

    assert min(once() for _ in range(5)) - min(empty() for _ in range(5)) < 0.2


@pytest.mark.parametrize("command", ["scenarios", "show", "check", "schema", "compare", "run", "doctor"])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert journey(command, "--help") == 0
    assert command in capsys.readouterr().out


def test_scenarios_lists_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    assert journey("scenarios", "--json") == 0
    out, err = capsys.readouterr()
    assert "bank_credit_45d" in {entry["name"] for entry in json.loads(out)}
    assert err == "again: journey scenarios --json\n"


def test_show_prints_network_and_levers(capsys: pytest.CaptureFixture[str]) -> None:
    assert journey("show", "bank_credit_45d") == 0
    out = capsys.readouterr().out
    assert "First meeting with account executive" in out
    assert "assumed" in out


def test_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert journey("schema") == 0
    assert json.loads(capsys.readouterr().out)["$schema"].startswith("https://json-schema.org")


def test_check_reports_every_file(tiny: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("scenario: Big\nfoo: 1\n")
    assert journey("check", tiny) == 0
    assert journey("check", tiny, str(broken), str(tmp_path / "none.yaml")) == 2
    out, err = capsys.readouterr()
    assert "fine" in out
    assert "broken.yaml:" in err
    assert "no such file" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["comparee"], "Did you mean 'compare'"),
        (["compare", "bank_credit_45d", "--replicatons", "3"], "--replications"),
        (["compare", "bank_credit_45"], "did you mean 'bank_credit_45d'"),
        (["compare", "bank_credit_45d", "--designs", "siloed", "integratd"], "did you mean 'integrated'"),
        (["compare", "bank_credit_45d", "--preset", "vendr"], "did you mean 'vendor'"),
        (["compare", "bank_credit_45d", "--replications", "1"], "2 or more"),
        (["compare", "bank_credit_45d", "--set", "handoffs.retentoin=0.5"], "did you mean"),
        (["compare", "bank_credit_45d", "--set", "handoffs.retention"], "PATH=VALUE"),
        (["compare", "bank_credit_45d", "--set", "handoffs.retention=1.5"], "1"),
        (["compare", "v_absorbing"], "needs two"),
        (["run", "bank_credit_45d", "--design", "silo"], "siloed"),
        (["compare"], "NAME"),
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


@pytest.mark.usefixtures("made_up_engine")
class TestCompare:
    def test_prints_table_parts_break_even_and_verdict(
        self, tiny: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert journey("compare", tiny, "--replications", "4", "--out", str(tmp_path / "out")) == 0
        out, err = capsys.readouterr()
        for words in ("who was counted", "saved by Integrated", "process (routing, delays)", "Break-even", "Band over",
                      "Integrated pays", "lever levels are assumed", "below 30"):  # fmt: skip
            assert words in out, words
        assert "tables, figure and manifest:" in err
        assert err.splitlines()[-1].startswith("again: journey compare ")
        assert "--seed 1" in err.splitlines()[-1]
        folder = next((tmp_path / "out").iterdir())
        command = json.loads((folder / "manifest.json").read_text())["command"]
        assert command == err.splitlines()[-1].removeprefix("again: ")

    def test_json_is_all_there_is_on_stdout(
        self, tiny: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert journey("compare", tiny, "--json", "--replications", "2", "--out", str(tmp_path)) == 0
        data = json.loads(capsys.readouterr().out)
        assert {row["kpi"] for row in data["differences"]} >= {
            "conversion_rate",
            "profit",
            "nps",
            "churn_rate_12m",
        }
        assert data["replications"] == 2

    def test_quick_lives_through_two_designs_only(
        self, tiny: str, tmp_path: Path, made_up_engine: list[tuple[str, int]]
    ) -> None:
        assert journey("compare", tiny, "--quick", "--replications", "2", "--out", str(tmp_path)) == 0
        assert sorted(made_up_engine) == [("I", 0), ("I", 1), ("S", 0), ("S", 1)]

    def test_set_changes_the_world(
        self, tiny: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        options = ("--quick", "--json", "--replications", "2", "--out", str(tmp_path))
        assert journey("compare", tiny, "--set", "handoffs.retention=0.95", *options) == 0
        with_retention = json.loads(capsys.readouterr().out)
        assert journey("compare", tiny, *options) == 0
        without = json.loads(capsys.readouterr().out)
        assert with_retention["differences"][0]["first"] > without["differences"][0]["first"]
        assert "--set handoffs.retention=0.95" in with_retention["manifest"]["command"]

    def test_run_prints_one_world(self, tiny: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert journey("run", tiny, "--design", "integrated", "--json") == 0
        data = json.loads(capsys.readouterr().out)
        assert data["design"] == "integrated"
        assert 0.3 < data["measures"]["conversion_rate"] < 0.5


def test_our_bug_says_so(
    tiny: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("made up")

    monkeypatch.setattr("experiments.commands.show", broken)
    assert journey("show", tiny) == 1
    err = capsys.readouterr().err
    assert "ZeroDivisionError: made up" in err
    assert "report it" in err


def test_an_interruption_is_clean(
    tiny: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("experiments.commands.show", interrupted)
    assert journey("show", tiny) == 130
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert "stopped" in err


def test_doctor_knows_versions_and_cache(capsys: pytest.CaptureFixture[str]) -> None:
    assert journey("doctor", "--json") == 0
    assert {"python", "numba", "mesa", "cores", "compiled code"} <= set(json.loads(capsys.readouterr().out))
