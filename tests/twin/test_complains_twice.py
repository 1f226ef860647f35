"""The how-to of a customer who complains twice: its code runs, and changes only what it should."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sim import Customer

DOCS = Path(__file__).parents[2] / "docs"
HOW_TO = DOCS / "how-to" / "customer-who-complains-twice.md"
EXAMPLE = DOCS / "examples" / "complains_twice.py"


@pytest.fixture(scope="module")
def example() -> ModuleType:
    """The example file, imported."""
    spec = importlib.util.spec_from_file_location("complains_twice", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_only_those_differ_whom_it_helped(example: ModuleType) -> None:
    plain, persistent = example.live(Customer), example.live(example.Persistent)
    complained = {one.row for one in persistent.everybody if one.second_complaints}
    helped = {one.row for one in persistent.everybody if one.second_recoveries}
    differing = example.changed(plain.to_run().people, persistent.to_run().people)
    assert helped < complained
    assert helped == differing
    before, after = plain.to_run().people, persistent.to_run().people
    assert all(after["complaint"][row] <= before["complaint"][row] for row in helped)


def test_the_example_says_so(example: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    example.main()
    assert re.search(
        r"^[1-9]\d* lives differ, 0 of them without such a success$", capsys.readouterr().out, re.MULTILINE
    )


def test_the_code_of_the_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"```python\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 2
    space: dict[str, Any] = {"__name__": "page"}
    for block in blocks:
        exec(compile(block, str(HOW_TO), "exec"), space)
    assert "second complaints" in capsys.readouterr().out
    definition = blocks[0][blocks[0].index("class Persistent") :]
    assert definition in EXAMPLE.read_text(encoding="utf-8")


def test_the_page_names_methods_that_exist() -> None:
    listed = (
        HOW_TO.read_text(encoding="utf-8").split("in the order of a life:")[1].split("Their docstrings")[0]
    )
    for name in re.findall(r"`(\w+)`", listed):
        assert callable(getattr(Customer, name)), name
