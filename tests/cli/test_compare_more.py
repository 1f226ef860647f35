"""`journey compare` with a precision, with neutral staff and with more than two designs."""

import json
from pathlib import Path

import pytest

from tests.cli.test_cli import journey
from tests.experiments.desk import desk


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sales desk as a file (JSON is YAML), smaller."""
    path = tmp_path_factory.mktemp("desk") / "desk.yaml"
    world = desk(clock={"horizon_days": 25, "warm_up_days": 5, "follow_up_days": 5})
    path.write_text(world.model_dump_json(by_alias=True, exclude_unset=True))
    return str(path)


def test_a_precision_run_tells_its_forecast_and_its_end(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--precision", "profit=4", "--precision", "conversion_rate=5", "--at-most", "60")
    assert journey("compare", file, "--quick", *asked, "--out", str(tmp_path)) == 0
    out, err = capsys.readouterr()
    assert "Precision met after 40 replications: conversion ±" in out
    assert "40 paired replications" in out
    assert "first 30 replications, then a forecast, at most 60" in err
    assert "forecast: 40 replications, about" in err
    assert "--precision profit=4 --precision conversion_rate=5 --at-most 60" in err.splitlines()[-1]
    folder = next(tmp_path.iterdir())
    assert json.loads((folder / "comparison.json").read_text())["precision"]["met"] is True


def test_more_designs_than_two(file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = (
        "compare",
        file,
        "--designs",
        "siloed",
        "integrated",
        "scripted",
        "staffed",
        "--replications",
        "4",
    )
    assert journey(*line, "--json", "--out", str(tmp_path)) == 0
    out, err = capsys.readouterr()
    data = json.loads(out)
    assert data["designs"] == ["siloed", "integrated", "scripted", "staffed"]
    assert len(data["differences"]) == 3 * 19
    again = err.splitlines()[-1].removeprefix("again: journey ").split()
    assert again[:6] == ["compare", file, "--designs", "siloed", "integrated", "scripted"]
    assert journey(*again[:-1], again[-1]) == 0
    assert json.loads(capsys.readouterr().out) == data
    assert journey(*line, "--out", str(tmp_path)) == 0
    assert "3 designs against Today" in capsys.readouterr().out


def test_neutral_staff_is_said_and_kept(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--quick", "--replications", "2", "--neutral", "staff", "--out", str(tmp_path))
    assert journey("compare", file, *options) == 0
    assert "Staff-neutral: to have as much staff as Today" in " ".join(capsys.readouterr().out.split())
    assert (next(tmp_path.iterdir()) / "staff.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--precision", "nsp=1"], "did you mean 'nps'"),
        (["--precision", "nps"], "KPI=WIDTH"),
        (["--precision", "nps=0"], "above 0"),
        (["--precision", "nps=1", "--at-most", "20"], "40 or more"),
        (["--precision", "nps=1", "--at-most", "0"], "40 or more"),
        (["--precision", "nps=1", "--replications", "10"], "begins with 30"),
        (["--at-most", "90"], "ask for one"),
        (["staffed"], "--designs A B C"),
        (["--designs", "siloed", "integrated", "staffed", "--precision", "nps=1"], "two designs only"),
        (["--designs", "siloed", "integrated", "stafed"], "did you mean 'staffed'"),
        (["--lens", "all", "--neutral", "staff"], "not with --lens"),
        (["--neutral", "staf"], "'staff'"),
    ],
)  # fmt: skip
def test_mistakes_cost_a_message(
    arguments: list[str], words: str, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert journey("compare", file, *arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert "Traceback" not in err
