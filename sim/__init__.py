"""What happens in one world: people, touchpoints, rules, two engines.

    from sim import run, JourneyModel

Names are loaded when first used, so that importing costs nothing.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "run": "sim.engine",
    "Run": "sim.records",
    "Intercepts": "sim.intercepts",
    "Population": "sim.layout",
    "draw_population": "sim.population",
    "JourneyModel": "sim.model",
    "Customer": "sim.model",
}
__all__ = [
    "Customer",
    "Intercepts",
    "JourneyModel",
    "Population",
    "Run",
    "draw_population",
    "run",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'sim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
