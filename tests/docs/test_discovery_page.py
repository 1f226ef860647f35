"""The page of the documented discovery says what the saved result says."""

import importlib.util
import json
from types import ModuleType

import pytest

from tests.docs.pages import DOCS


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_discovery", DOCS / "discovery.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_numbers_are_those_of_the_saved_result(writer: ModuleType) -> None:
    page = writer.PAGE.read_text(encoding="utf-8")
    shown = page.partition(writer.START)[2].partition(writer.END)[0]
    summary = json.loads(writer.SUMMARY.read_text(encoding="utf-8"))
    assert shown == writer.told(summary)
    row = summary["shares"][0]
    assert (
        f"{100 * row['density']:.0f} % [{100 * row['density_low']:.0f}, {100 * row['density_high']:.0f}]"
        in shown
    )
    assert row["density_low"] < row["density"] < row["density_high"]
    assert row["points"] > 0


def test_the_command_is_the_one_that_was_run(writer: ModuleType) -> None:
    manifest = json.loads(writer.SUMMARY.read_text(encoding="utf-8"))["manifest"]
    words = manifest["command"].split()
    assert words[:3] == ["journey", "discover", "bank_credit_45d"]
    asked = dict(zip(words[3::2], words[4::2], strict=True))
    assert int(asked["--points"]) == manifest["parts"]["points"]
    assert int(asked["--retest"]) == manifest["parts"]["retest"]
    assert int(asked["--seed"]) == manifest["seed"]


def test_the_figures_are_there(writer: ModuleType) -> None:
    page = writer.PAGE.read_text(encoding="utf-8")
    for name in ("discovery", "regret"):
        path = writer.FIGURES / f"bank_credit_45d_{name}.png"
        assert path.stat().st_size > 20_000
        assert f"figures/{path.name}" in page
