"""The generated reference pages are those the code would write now, and say something about everything."""

import importlib.util
from types import ModuleType

import pytest

from sim.columns import Logged
from sim.streams import Decision
from tests.docs.pages import DOCS


def generator() -> ModuleType:
    """docs/generate.py, which is no part of a package."""
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATE = generator()


@pytest.mark.parametrize("name", GENERATE.pages())
def test_page_is_current(name: str) -> None:
    written = (DOCS / "reference" / f"{name}.md").read_text(encoding="utf-8")
    assert written == GENERATE.pages()[name](), "run: python docs/generate.py"


def test_every_event_and_every_decision_is_explained() -> None:
    assert set(GENERATE.WHEN) == {kind.name for kind in Logged} == set(GENERATE.comments_of(Logged))
    assert set(GENERATE.ADDRESSES) == {decision.name for decision in Decision}
    assert set(GENERATE.comments_of(Decision)) == {decision.name for decision in Decision}
