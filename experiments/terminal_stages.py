"""Results by stages as people read them in a terminal."""

import numpy as np
import pandas as pd

from experiments.comparison import Comparison
from experiments.kpis import RunLike
from experiments.stage_views import by_stage, labelled, places
from experiments.terminal import print_table, prose

SHOWN = {"contacts": "contacts", "lost": "lost", "pain": "pain", "cost_eur": "cost, EUR", "days": "days"}
LEGEND = (
    "Per 100 people who entered. Lost: journeys that end there in LOST. Pain: performance lost to failures, waits, "
    "drops and repetition, where it is felt. Days: delays, queues and service."
)


def print_stages(comparison: Comparison, model: str) -> None:
    """Both designs by stage, first → second; a star where the paired difference excludes zero."""
    table = comparison.by(model)
    stages = list(dict.fromkeys(table.index.get_level_values("stage")))
    rows = [[stage, *(_cell(table, stage, count) for count in SHOWN)] for stage in stages]
    total = table.groupby(level="count")[["first", "second"]].sum()
    whole = [
        "all",
        *(f"{_short(total.loc[count, 'first'])}→{_short(total.loc[count, 'second'])}" for count in SHOWN),
    ]
    title = f"By {model}: {' → '.join(comparison.design_titles)} (* decided)"
    print_table(("stage", *SHOWN.values()), [*rows, whole], numbers=(1, 2, 3, 4, 5), title=title)
    prose(LEGEND)


def _cell(table: pd.DataFrame, stage: str, count: str) -> str:
    row = table.loc[(stage, count)]
    decided = "*" if row["low"] > 0.0 or row["high"] < 0.0 else ""
    return f"{_short(row['first'])}→{_short(row['second'])}{decided}"


def _short(value: float) -> str:
    """Three digits or so."""
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.1f}"


def world_by_stage(run: RunLike, model: str) -> pd.DataFrame:
    """One world by stage, per 100 people who entered: a row per stage, columns `stage_views.COUNTS`."""
    entered = max(int(np.isfinite(run.people["entered_day"]).sum()), 1)
    return by_stage(places(run), labelled(run.scenario), model) * (100.0 / entered)


def print_world_by_stage(run: RunLike, model: str) -> None:
    """One world by stage, and the sums over all stages."""
    table = world_by_stage(run, model)
    rows = [[str(stage), *(_short(row[count]) for count in SHOWN)] for stage, row in table.iterrows()]
    rows.append(["all", *(_short(float(table[count].sum())) for count in SHOWN)])
    print_table(("stage", *SHOWN.values()), rows, numbers=(1, 2, 3, 4, 5), title=f"By {model}")
    prose(LEGEND)
