"""What a careful reader of a comparison should be told: what is assumed, and which numbers to take with care."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from experiments import calibration
from experiments.intervals import Groups, two_groups
from experiments.kpis import Kpi
from experiments.statistics import Floats
from experiments.voices.voice import ENGLISH, Voice

if TYPE_CHECKING:
    from experiments.conclude import Evidence

ENOUGH_REPLICATIONS = 30
SIDES = ("first", "second")


def assumptions(e: "Evidence", levers: pd.DataFrame, say: Voice = ENGLISH) -> str:
    """What is assumed and not found, in a sentence."""
    assumed = [f"{row.title} [{row.evidence}]" for row in levers.itertuples()]
    parts = [say("assumed.levels", levers="; ".join(assumed)) if assumed else say("assumed.no_lever")]
    if e.scenario.uncertainties:
        parts.append(say("assumed.uncertain", count=len(e.scenario.uncertainties), preset=e.preset))
    if today := _known_of_today(e, say):
        design = e.scenario.designs[e.designs[0]].title
        parts.append(say("assumed.today", design=design, known=", ".join(today)))
    return say("assumed", parts="; ".join(parts))


def notes(e: "Evidence", say: Voice = ENGLISH) -> Iterator[str]:
    """One sentence for each thing that a careful reader should know, without its full stop."""
    if e.neutral is not None:
        yield e.neutral.words(say).rstrip(".")
    if words := calibration.today_words(e.targets, e.scenario, say):
        yield words
    for sentence in calibration.unmet_words(e.targets, e.scenario, e.unmet, say):
        yield say("note.unmet", sentence=sentence.rstrip("."))
    if e.replications < ENOUGH_REPLICATIONS:
        yield say("note.few", replications=e.replications, enough=ENOUGH_REPLICATIONS)
    yield from _shapes(e, say)
    people = float(np.mean([row["people"] for row in e.people]))
    only = [float(np.mean([row[name] for row in e.people])) for name in ("only_a", "only_b")]
    if max(only) > 0.0:
        counts = {
            name: say.shown(count, ",.0f")
            for name, count in zip(("people", "one", "two"), (people, *only), strict=True)
        }
        titles = {
            f"{side}_title": e.scenario.designs[name].title
            for side, name in zip(SIDES, e.designs, strict=True)
        }
        yield say("note.people", **counts, **dict(zip(SIDES, e.designs, strict=True)), **titles)


def _shapes(e: "Evidence", say: Voice) -> Iterator[str]:
    """Differences whose mean says too little: most are zero, or they fall into two groups."""
    grouped = []
    for kpi in e.kpis:
        change = _differences(e, kpi)
        differing = np.count_nonzero(change)
        if 0 < differing < change.size / 2:
            yield say("note.mostly_zero", measure=say.title(kpi), differing=differing, all=change.size)
        elif (groups := two_groups(change)) is not None:
            grouped.append(_told(kpi, groups, say))
    if grouped:
        yield say("note.groups", groups="; ".join(grouped))


def _told(kpi: Kpi, groups: Groups, say: Voice) -> str:
    around, others = (
        f"{say.change(kpi, value)} {say.unit(kpi)}".rstrip()
        for value in (groups.few_around, groups.many_around)
    )
    total = groups.few + groups.many
    return say("note.group", measure=say.title(kpi), few=groups.few, all=total, around=around, others=others)


def _differences(e: "Evidence", kpi: Kpi) -> Floats:
    """The finite paired differences of a measure."""
    pairs = zip(e.measures["S"], e.measures["I"], strict=True)
    change: Floats = np.array(
        [second[kpi.name] - first[kpi.name] for first, second in pairs], dtype=np.float64
    )
    return change[np.isfinite(change)]


def _known_of_today(e: "Evidence", say: Voice) -> list[str]:
    """The user's own numbers of today, in words."""
    wanted, known = e.scenario.calibrate, []
    if wanted.conversion:
        known.append(say("assumed.shares"))
    numbers = {name: aim.value for name, aim in wanted.targets.items()}
    for kpi in e.kpis:
        value = getattr(wanted, kpi.name, None) if kpi.name not in numbers else numbers[kpi.name]
        if value is not None:
            known.append(f"{say.title(kpi)} {say.level(kpi, float(value))}")
    return known
