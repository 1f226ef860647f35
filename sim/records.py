"""Run: what happened in one world, as copies in typed arrays."""

from dataclasses import dataclass

import numpy as np

from scenarios.schema import Scenario
from sim.columns import Cause, Table
from sim.layout import Names


@dataclass(frozen=True)
class Run:
    """One replication of one design.

    people: one row per candidate in order of arrival (columns.PEOPLE); touchpoints, edges: counters in the order of
    `names`; daily: one row per tick; log: the event log in order of (day, uid) or None.
    """

    scenario: Scenario
    seed: int
    replication: int
    names: Names
    people: Table
    touchpoints: Table
    edges: Table
    daily: Table
    log: Table | None
    causes: tuple[str, ...] = tuple(cause.name.lower() for cause in Cause)

    @property
    def counted(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Mask of the counted entrants: entered after the warm-up and with a whole follow-up before the horizon."""
        clock, entered = self.scenario.clock, self.people["entered_day"]
        return np.asarray(
            (entered >= clock.warm_up_days) & (entered < clock.horizon_days - clock.follow_up_days)
        )


def in_order(log: Table) -> Table:
    """The event log by time, then person; what one person does at one time keeps its order."""
    rows = log.view(f"V{log.itemsize}")[np.lexsort((log["uid"], log["day"]))]
    return rows.view(log.dtype)
