"""`journey sensitivity` and `journey value`: output, folder, mistakes."""

import json
from pathlib import Path

import pytest

from experiments.results import MANIFEST
from tests.cli.test_cli import journey
from tests.experiments.test_sensitivity import VARY
from tests.experiments.test_trials import two_levers

OPTIONS = [word for path in VARY for word in ("--vary", path)]


@pytest.fixture
def shop(tmp_path: Path) -> str:
    """The shop with two levers as a file (JSON is YAML)."""
    file = tmp_path / "shop.yaml"
    file.write_text(two_levers().model_dump_json(by_alias=True, exclude_unset=True))
    return str(file)


def test_sensitivity(shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "out")
    words = ["sensitivity", shop, *OPTIONS, "--trajectories", "4", "--points", "32", "--out", out]
    assert journey(*words) == 0
    shown = capsys.readouterr()
    for text in ("Screen:", "Sobol' indices", "depends most on", "Noise:", "equally likely"):
        assert text in shown.out
    assert "again: journey sensitivity" in shown.err
    (folder,) = (tmp_path / "out").glob("shop-sensitivity-*")
    assert {file.name for file in folder.iterdir()} == {
        "screen.csv", "indices.csv", "sensitivity.json", "sensitivity.png", "sensitivity.svg", MANIFEST
    }  # fmt: skip
    assert journey(*words, "--method", "morris", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["indices"] is None
    assert len(found["screen"]) == 3
    assert found["measure"] == "profit"


def test_value(shop: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "out")
    words = ["value", shop, "--vary", f"{VARY[1].split('=')[0]}=0..700000", "--points", "32", "--out", out]
    assert journey(*words) == 0
    shown = capsys.readouterr()
    for text in ("Measurement plan", "Measure first:", "EUR", "a year", "is better"):
        assert text in shown.out
    (folder,) = (tmp_path / "out").glob("shop-value-*")
    assert {file.name for file in folder.iterdir()} == {
        "value.csv", "value.json", "value.png", "value.svg", MANIFEST
    }  # fmt: skip
    assert journey(*words, "--kpi", "conversion_rate", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["choice"] == "integrated"
    assert found["evpi"][0] == 0.0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sensitivity", "--replications", "1"], "luck cannot be told"),
        (["sensitivity", "--points", "100"], "take 128"),
        (["sensitivity", "--kpi", "profti"], "did you mean 'profit'"),
        (["value", "--points", "100"], "take 128"),
        (["value", "--also", "siload"], "did you mean 'siloed'"),
    ],
)
def test_mistakes(
    shop: str, tmp_path: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert journey(words[0], shop, *OPTIONS, "--out", str(tmp_path), *words[1:]) == 2
    assert said in capsys.readouterr().err
