"""What it won to let the same customers, with the same luck, live through both designs: in plain sentences."""

from collections.abc import Sequence
from math import isfinite

import pandas as pd

from experiments.kpis import Kpi
from experiments.voices.voice import ENGLISH, Voice

HELPED = 0.95  # of the width that independent runs would give; above, pairing won nothing worth a word


def pairing_words(differences: pd.DataFrame, kpis: Sequence[Kpi], say: Voice = ENGLISH) -> str:
    """How much narrower pairing made the intervals, the leading measure and profit first, and where it did not help.

    differences: a row per measure, as Comparison has it. Measures whose difference does not vary are left out.
    """
    varying = [kpi for kpi in kpis if isfinite(_width(differences, kpi)) and _width(differences, kpi) > 0.0]
    helped = [kpi for kpi in varying if _width(differences, kpi) < HELPED]
    failed = [kpi for kpi in varying if kpi not in helped]
    leading = [kpi for kpi in helped if kpi.name in (kpis[0].name, "profit")]
    others = [_width(differences, kpi) for kpi in helped if kpi not in leading]
    parts = [_cut(kpi, differences, say) for kpi in leading]
    if others:
        key = f"pairing.{'others' if leading else 'all'}{'' if len(others) > 1 else '.one'}"
        parts.append(say(key, count=len(others), span=_span(others, say)))
    sentences = []
    if parts:
        sentences.append(say("pairing.cut", parts=say("pairing.between").join(parts)))
    if failed:
        names = [
            say("with_share", measure=say.title(kpi), percent=say.percent(_width(differences, kpi)))
            for kpi in failed
        ]
        sentences.append(say("pairing.failed.but" if parts else "pairing.failed", measures=say.joined(names)))
    if not varying:
        sentences.append(say("pairing.nothing"))
    return " ".join(sentences)


def _width(differences: pd.DataFrame, kpi: Kpi) -> float:
    return float(differences.loc[kpi.name, "width_ratio"])


def _cut(kpi: Kpi, differences: pd.DataFrame, say: Voice) -> str:
    correlation = float(differences.loc[kpi.name, "correlation"])
    tied = say("pairing.tied", correlation=say.shown(correlation, ".2f")) if isfinite(correlation) else ""
    return say("pairing.of", measure=say.title(kpi), percent=say.percent(_width(differences, kpi)), tied=tied)


def _span(widths: list[float], say: Voice) -> str:
    low, high = (say.percent(share) for share in (min(widths), max(widths)))
    return low if low == high else f"{low}-{high}"
