"""What could be: descriptions of companies, customers and designs.

The front door is lazy: importing the package has no effect and loads nothing until a name is used.

    from scenarios import load
    bank = load("bank_credit_45d")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenarios.errors import Problem as Problem
    from scenarios.errors import ScenarioError as ScenarioError
    from scenarios.load import load as load
    from scenarios.load import names as names
    from scenarios.load import parse as parse
    from scenarios.load import path_of as path_of
    from scenarios.overlay import change as change
    from scenarios.overlay import cost_of as cost_of
    from scenarios.overlay import design as design
    from scenarios.overlay import get as get
    from scenarios.schema import Scenario as Scenario

_HOMES = {
    "Problem": "errors", "ScenarioError": "errors",
    "load": "load", "names": "load", "parse": "load", "path_of": "load",
    "change": "overlay", "cost_of": "overlay", "design": "overlay", "get": "overlay",
    "Scenario": "schema",
}  # fmt: skip

__all__ = [
    "Problem",
    "Scenario",
    "ScenarioError",
    "change",
    "cost_of",
    "design",
    "get",
    "load",
    "names",
    "parse",
    "path_of",
]


def __getattr__(name: str) -> Any:
    """Import a name of the front door when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
