"""What a careful reader of a comparison should be told: what is assumed, and which numbers to take with care."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from experiments import calibration
from experiments.intervals import Groups, two_groups
from experiments.kpis import Kpi
from experiments.statistics import Floats

if TYPE_CHECKING:
    from experiments.conclude import Evidence

ENOUGH_REPLICATIONS = 30


def assumptions(e: "Evidence", levers: pd.DataFrame) -> str:
    """What is assumed and not found, in a sentence."""
    assumed = [f"{row.title} [{row.evidence}]" for row in levers.itertuples()]
    parts = [f"lever levels ({'; '.join(assumed)})" if assumed else "no lever"]
    if e.scenario.uncertainties:
        parts.append(f"{len(e.scenario.uncertainties)} uncertain coefficients at their {e.preset} values")
    if today := _known_of_today(e):
        parts.append(f"{e.scenario.designs[e.designs[0]].title} calibrated to {', '.join(today)}")
    return f"Assumed, not found: {'; '.join(parts)}. Intervals show simulation noise only."


def notes(e: "Evidence") -> Iterator[str]:
    """One sentence for each thing that a careful reader should know, without its full stop."""
    if e.neutral is not None:
        yield e.neutral.words.rstrip(".")
    if words := calibration.today_words(e.targets, e.scenario):
        yield words
    for sentence in e.unmet:
        yield f"today's number not met: {sentence.rstrip('.')}"
    if e.replications < ENOUGH_REPLICATIONS:
        yield (
            f"{e.replications} replications: below {ENOUGH_REPLICATIONS} the intervals of skewed measures "
            "may be too narrow"
        )
    yield from _shapes(e)
    people = float(np.mean([row["people"] for row in e.people]))
    only = [float(np.mean([row[name] for row in e.people])) for name in ("only_a", "only_b")]
    if max(only) > 0.0:
        yield (
            f"saved and lost are counted over {people:,.0f} people per replication who came in both worlds; "
            f"{only[0]:,.0f} came only under {e.designs[0]}, {only[1]:,.0f} only under {e.designs[1]}"
        )


def _shapes(e: "Evidence") -> Iterator[str]:
    """Differences whose mean says too little: most are zero, or they fall into two groups."""
    grouped = []
    for kpi in e.kpis:
        change = _differences(e, kpi)
        differing = np.count_nonzero(change)
        if 0 < differing < change.size / 2:
            yield (
                f"{kpi.title} differs in {differing} of {change.size} replications only: its difference rests on few "
                "people, and its interval may be too narrow"
            )
        elif (groups := two_groups(change)) is not None:
            grouped.append(_told(kpi, groups))
    if grouped:
        yield (
            f"differences fall into two groups, as after a tipping point: {'; '.join(grouped)}. Look at the "
            "distribution (table runs), not only at the mean"
        )


def _told(kpi: Kpi, groups: Groups) -> str:
    few, many = (
        f"{kpi.change(value)} {kpi.unit_of_difference}".rstrip()
        for value in (groups.few_around, groups.many_around)
    )
    share = f"{groups.few} of {groups.few + groups.many} replications"
    return f"{kpi.title} ({share} around {few}, the others around {many})"


def _differences(e: "Evidence", kpi: Kpi) -> Floats:
    """The finite paired differences of a measure."""
    pairs = zip(e.measures["S"], e.measures["I"], strict=True)
    change: Floats = np.array(
        [second[kpi.name] - first[kpi.name] for first, second in pairs], dtype=np.float64
    )
    return change[np.isfinite(change)]


def _known_of_today(e: "Evidence") -> list[str]:
    """The user's own numbers of today, in words."""
    wanted, known = e.scenario.calibrate, ["its routing shares"] if e.scenario.calibrate.conversion else []
    numbers = {name: aim.value for name, aim in wanted.targets.items()}
    for kpi in e.kpis:
        value = getattr(wanted, kpi.name, None) if kpi.name not in numbers else numbers[kpi.name]
        if value is not None:
            known.append(f"{kpi.title} {kpi.level(float(value))}")
    return known
