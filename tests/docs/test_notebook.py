"""The notebook of the tutorial: executed, without errors, and still what the code gives."""

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

from tests.docs.pages import DOCS

NOTEBOOK = DOCS / "tutorial" / "first-comparison.ipynb"


def executor(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("notebook", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def cells() -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return cells


def kinds(outputs: list[dict[str, Any]]) -> list[list[str]]:
    return [sorted(output.get("data", {})) for output in outputs]


def test_every_cell_was_executed(cells: list[dict[str, Any]]) -> None:
    for cell in cells:
        if cell["cell_type"] == "code":
            assert cell["execution_count"]
            assert cell["outputs"]
            assert all(output["output_type"] != "error" for output in cell["outputs"])


def test_it_runs_and_shows_the_same_kinds_of_things(cells: list[dict[str, Any]]) -> None:
    few = [
        cell | {"source": [line.replace("replications=10", "replications=2").replace("replications=3", "replications=2")
                           for line in cell["source"]]}
        for cell in cells
    ]  # fmt: skip
    outputs = executor(DOCS / "notebook.py").execute(few)
    for cell, found in zip(cells, outputs, strict=True):
        assert kinds(found) == kinds(cell.get("outputs", []))


def test_what_does_not_depend_on_replications_is_current(cells: list[dict[str, Any]]) -> None:
    card, world = [cell for cell in cells if cell["cell_type"] == "code"][:2]
    found = executor(DOCS / "notebook.py").execute([card, world])
    assert [one[0]["data"]["text/html"] for one in found] == [
        cell["outputs"][0]["data"]["text/html"] for cell in (card, world)
    ]
