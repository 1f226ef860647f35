"""Run: what happened in one world, as copies in typed arrays."""

from dataclasses import dataclass
from html import escape

import numpy as np

from scenarios.card import table
from scenarios.schema import Scenario
from sim.columns import Cause, Table
from sim.layout import Names

TOTALS = (
    "entered", "prospects", "customers", "left", "episodes_opened", "episodes_won", "talk_positive", "talk_negative",
    "reviews",
)  # fmt: skip


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

    def _repr_html_(self) -> str:
        """What happened, in a table of totals, for notebooks."""
        last = self.daily[-1] if len(self.daily) else None
        totals = () if last is None else tuple((name.replace("_", " "), int(last[name])) for name in TOTALS)
        rows = [
            ("days lived", f"{0.0 if last is None else float(last['day']):,.0f}"),
            ("counted entrants", f"{int(self.counted.sum()):,}"),
            *((name, f"{count:,}") for name, count in totals),
        ]
        return (
            f"<h3>{escape(self.scenario.title)}, one world</h3>"
            f"<p>seed {self.seed}, replication {self.replication}; one world shows no uncertainty</p>"
            f"{table(('on the last day', ''), rows)}"
        )


def in_order(log: Table) -> Table:
    """The event log by time, then person; what one person does at one time keeps its order."""
    rows = log.view(f"V{log.itemsize}")[np.lexsort((log["uid"], log["day"]))]
    return rows.view(log.dtype)
