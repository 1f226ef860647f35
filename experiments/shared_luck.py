"""What it won to let the same customers, with the same luck, live through both designs: in plain sentences."""

from collections.abc import Sequence
from math import isfinite

import pandas as pd

from experiments.kpis import Kpi

HELPED, HURT = 0.95, 1.05  # width against independent runs: between the two nothing was won or lost


def pairing_words(differences: pd.DataFrame, kpis: Sequence[Kpi]) -> str:
    """Two sentences: how much narrower pairing made the intervals of what decides, and for what it did not help.

    differences: a row per measure, as Comparison has it.
    """
    widths = {kpi.name: float(differences.loc[kpi.name, "width_ratio"]) for kpi in kpis}
    known = [kpi for kpi in kpis if isfinite(widths[kpi.name])]
    leading = [kpi for kpi in known if kpi.name in (kpis[0].name, "profit")]
    if not known:
        return "Nothing varies from run to run, so there was nothing for pairing to win."
    said = [_clause(kpi, widths[kpi.name], float(differences.loc[kpi.name, "correlation"])) for kpi in leading]
    text = ""
    if said:
        text = (
            "The same customers with the same luck in both designs: the interval is "
            f"{'; '.join(said)} of the width that independent runs would give"
        )
    others = [kpi for kpi in known if kpi not in leading]
    helped = [widths[kpi.name] for kpi in others if widths[kpi.name] < HELPED]
    if helped:
        text += f"; {_span(helped)} for {len(helped)} other measure{'s' * (len(helped) > 1)}"
    failed = [kpi for kpi in known if HELPED <= widths[kpi.name] <= HURT]
    worse = [kpi for kpi in known if widths[kpi.name] > HURT]
    text = f"{text}." if text else ""
    if failed:
        text += f" Pairing did not help for {_names(failed)}."
    if worse:
        text += f" It even widened {_names(worse)}: there the two worlds drift apart."
    if not failed and not worse:
        text += " It helped everywhere."
    return text.strip()


def _clause(kpi: Kpi, width: float, correlation: float) -> str:
    tied = f" (correlation {correlation:.2f})" if isfinite(correlation) else ""
    return f"for {kpi.title} {_percent(width)}{tied}"


def _span(widths: list[float]) -> str:
    low, high = _percent(min(widths)), _percent(max(widths))
    return low if low == high else f"{low} to {high}"


def _names(kpis: list[Kpi]) -> str:
    titles = [kpi.title for kpi in kpis]
    return titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} and {titles[-1]}"


def _percent(share: float) -> str:
    return f"{100.0 * share:.0f} %"
