"""What we conclude: comparisons of designs, with an interval, a cause and a price."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.calibration import calibrate
    from experiments.comparison import Comparison
    from experiments.discovery.study import discover
    from experiments.loading import load
    from experiments.many.comparison import ManyComparison, compare_many
    from experiments.pairing import compare
    from experiments.selection.study import select
    from experiments.sweeping.result import Sweep
    from experiments.sweeping.study import sweep

__all__ = [
    "Comparison", "ManyComparison", "Sweep", "calibrate", "compare", "compare_many", "discover",
    "load", "select", "sweep",
]  # fmt: skip

_HOMES = {
    "calibrate": "experiments.calibration",
    "compare": "experiments.pairing",
    "discover": "experiments.discovery.study",
    "compare_many": "experiments.many.comparison",
    "load": "experiments.loading",
    "Comparison": "experiments.comparison",
    "select": "experiments.selection.study",
    "Sweep": "experiments.sweeping.result",
    "sweep": "experiments.sweeping.study",
    "ManyComparison": "experiments.many.comparison",
}


def __getattr__(name: str) -> Any:
    """Import on first use: `journey --help` must not wait for numba, pandas or Mesa."""
    if name not in _HOMES:
        raise AttributeError(f"module 'experiments' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
