"""`journey verify` as people use it: choose limits, read the verdict, break a world on purpose."""

import json

import pytest

from experiments.verification import report
from experiments.verification.limit import Line
from experiments.verification.suite import Verification, all_limits, chosen
from tests.cli.test_cli import journey


def test_verdict_and_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert journey("verify", "--only", "Premium") == 0
    out, err = capsys.readouterr()
    assert "premium, bias 1.35: at satisfaction 0.15  0.05925926  0.05925926   exact  pass" in out
    assert "2 of 2 limits hold" in out
    assert err.endswith("again: journey verify --only Premium --seed 1\n")


def test_json_is_only_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert journey("verify", "--only", "voices", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["hold"] == found["of"] == 1
    assert found["lines"][0]["theory"] == pytest.approx(0.0425)
    assert abs(found["lines"][0]["z"]) < found["bound"]
    assert {"source", "note", "standard_error", "runs"} < set(found["lines"][0])


def test_whole_words_come_first() -> None:
    assert [limit.name for limit in chosen("si")] == ["SI"]
    assert {limit.subject for limit in chosen("Queues")} == {"queues"}
    assert len(chosen("percol")) == 4
    assert len(chosen(None)) == len(all_limits())


def test_unknown_limit(capsys: pytest.CaptureFixture[str]) -> None:
    assert journey("verify", "--only", "percolaton") == 2
    assert "unknown limit 'percolaton' — did you mean 'percolation'?" in capsys.readouterr().err


def test_a_world_broken_on_purpose(capsys: pytest.CaptureFixture[str]) -> None:
    assert journey("verify", "--only", "premium", "--wrong", "value.premium_ceiling=0.2") == 1
    out = capsys.readouterr().out
    assert out.count("FAIL") == 2
    assert "2 of 2 lines fail, as they should" in out


def test_a_change_that_does_not_matter(capsys: pytest.CaptureFixture[str]) -> None:
    assert journey("verify", "--only", "premium", "--wrong", "clock.tick_days=0.5") == 0
    assert "hold although the worlds were changed" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", ["value.premium_ceilin=0.2", "premium", "value.premium_ceiling=9"])
def test_a_change_that_cannot_be_made(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert journey("verify", "--only", "premium", "--wrong", wrong) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_failure_says_whose_fault_it_is_and_how_to_report_it() -> None:
    line = Line("queues", "Erlang-A", "wait, s", 59.9, 70.0, 0.5, 40, None, "", "")
    told = report.verdict(Verification([line], 4.0), wrong=False)
    assert "1 of 1 limits FAIL" in told
    assert "a bug in journeysim, not your mistake" in told
    assert "journey doctor" in told
    assert "FAIL" in report.row("x", *report.numbers(line), report.FAIL, "").plain


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert journey("verify", "--help") == 0
    assert "known" in capsys.readouterr().out
