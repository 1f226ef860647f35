"""What it won to let the same customers, with the same luck, live through both designs: in plain sentences."""

from collections.abc import Sequence
from math import isfinite

import pandas as pd

from experiments.kpis import Kpi

HELPED = 0.95  # of the width that independent runs would give; above, pairing won nothing worth a word


def pairing_words(differences: pd.DataFrame, kpis: Sequence[Kpi]) -> str:
    """How much narrower pairing made the intervals, the leading measure and profit first, and where it did not help.

    differences: a row per measure, as Comparison has it. Measures whose difference does not vary are left out.
    """
    varying = [kpi for kpi in kpis if isfinite(_width(differences, kpi)) and _width(differences, kpi) > 0.0]
    helped = [kpi for kpi in varying if _width(differences, kpi) < HELPED]
    failed = [kpi for kpi in varying if kpi not in helped]
    leading = [kpi for kpi in helped if kpi.name in (kpis[0].name, "profit")]
    others = [_width(differences, kpi) for kpi in helped if kpi not in leading]
    parts = [_cut(kpi, differences) for kpi in leading]
    if others:
        parts.append(
            f"of {len(others)} {'other ' * bool(leading)}measure{'s' * (len(others) > 1)} to {_span(others)}"
        )
    sentences = []
    if parts:
        sentences.append(
            f"Pairing (the same customers, the same luck) cut the interval {', '.join(parts)} of what independent runs "
            "would give."
        )
    if failed:
        names = [f"{kpi.title} ({_percent(_width(differences, kpi))})" for kpi in failed]
        sentences.append(f"{'It' if parts else 'Pairing'} did not help for {_listed(names)}.")
    if not varying:
        sentences.append("No difference varies from run to run, so pairing had no noise to remove.")
    return " ".join(sentences)


def _width(differences: pd.DataFrame, kpi: Kpi) -> float:
    return float(differences.loc[kpi.name, "width_ratio"])


def _cut(kpi: Kpi, differences: pd.DataFrame) -> str:
    correlation = float(differences.loc[kpi.name, "correlation"])
    tied = f" (correlation {correlation:.2f})" if isfinite(correlation) else ""
    return f"of {kpi.title} to {_percent(_width(differences, kpi))}{tied}"


def _span(widths: list[float]) -> str:
    low, high = (f"{100.0 * share:.0f}" for share in (min(widths), max(widths)))
    return f"{low} %" if low == high else f"{low}-{high} %"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _percent(share: float) -> str:
    return f"{100.0 * share:.0f} %"
