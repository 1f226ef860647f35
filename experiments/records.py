"""What one run recorded by day and by edge, and the same of many runs as tidy tables."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.kpis import RunLike
from sim.columns import DAILY, EDGE_COUNTS, Table

HANDOFF, SWITCH, BOTH, NONE = "hand-off", "channel switch", "hand-off and channel switch", "none"


@dataclass(frozen=True)
class Recorded:
    """The daily record and the counters of the edges of one run; ways: (from, to) of each edge."""

    replication: int
    daily: Table
    edges: Table
    ways: tuple[tuple[str, str], ...]


def recorded(run: RunLike, replication: int) -> Recorded:
    """What is kept of a run."""
    return Recorded(replication, run.daily, run.edges, tuple(run.names.edges))


def daily_table(found: Mapping[str, Sequence[Recorded]], designs: Mapping[str, str]) -> pd.DataFrame:
    """A row per arm, replication and day: arm, design, replication, then the columns of the daily record, in their own
    names and units (most count from the first day on: `entered` so far, `revenue_micro` so far in 1e-6 EUR)."""
    return _stacked(found, designs, lambda kept: kept.daily, [column.name for column in DAILY])


def edges_table(found: Mapping[str, Sequence[Recorded]], designs: Mapping[str, str]) -> pd.DataFrame:
    """A row per arm, replication and edge: arm, design, replication, from, to, seam, then the edge's counters.

    seam: hand-off, channel switch, both or none, by what was counted on this edge in any of the runs. An edge that
    leaves a silent step may be a hand-off for some customers and none for others: see `handoffs` of `traversals`.
    """
    table = _stacked(found, designs, lambda kept: kept.edges, [column.name for column in EDGE_COUNTS])
    ways = [way for rows in found.values() for kept in rows for way in kept.ways]
    table.insert(3, "from", [way[0] for way in ways])
    table.insert(4, "to", [way[1] for way in ways])
    crossed = table.groupby(["from", "to"], sort=False)[["handoffs", "channel_switches"]].transform("sum") > 0
    seam = np.select(
        [crossed.all(axis=1), crossed["handoffs"], crossed["channel_switches"]], [BOTH, HANDOFF, SWITCH], NONE
    )
    table.insert(5, "seam", seam.astype(object))
    return table


def _stacked(
    found: Mapping[str, Sequence[Recorded]],
    designs: Mapping[str, str],
    part: Callable[[Recorded], Table],
    columns: Sequence[str],
) -> pd.DataFrame:
    """One part of all runs below each other, column by column so that nothing is held twice."""
    rows = [(arm, kept.replication, part(kept)) for arm, kept_runs in found.items() for kept in kept_runs]
    lengths = [len(table) for _, _, table in rows]
    head = {
        "arm": np.repeat(np.array([arm for arm, _, _ in rows], dtype=object), lengths),
        "design": np.repeat(np.array([designs[arm] for arm, _, _ in rows], dtype=object), lengths),
        "replication": np.repeat([replication for _, replication, _ in rows], lengths),
    }
    return pd.DataFrame(
        head | {name: np.concatenate([table[name] for *_, table in rows]) for name in columns}
    )
