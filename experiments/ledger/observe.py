"""What is seen of one world for the ledger: all measures, for everybody and for ten groups of people."""

from dataclasses import dataclass, replace

import numpy as np

from experiments.kpis import DAYS_PER_YEAR, counted, kpis_of, lever_cost, measure
from experiments.statistics import Floats
from scenarios.schema import Cost
from sim.records import Run

GROUPS = 10
MIXER = np.uint64(0x9E3779B97F4A7C15)
SHIFT = np.uint64(32)


@dataclass(frozen=True)
class Seen:
    """Measures of one world before its levers are paid for.

    measures (1 + GROUPS, measures): row 0 everybody counted, then each group.  customer_years (1 + GROUPS,): per
    person, within the follow-up.  years_per_person: of the counting window, over everybody.  profit: its column.
    """

    measures: Floats
    customer_years: Floats
    years_per_person: float
    profit: int

    def at_cost(self, cost: Cost) -> Floats:
        """The measures when the levers cost so much."""
        fixed = cost.one_off_eur / cost.written_off_years + cost.per_year_eur
        paid = self.measures.copy()
        paid[:, self.profit] -= (
            fixed * self.years_per_person + cost.per_customer_year_eur * self.customer_years
        )
        return paid


def see(run: Run) -> Seen:
    """Measure a world for everybody and group by group; a person is in the same group in every world."""
    everybody = counted(run)
    group = ((everybody.people["uid"] * MIXER) >> SHIFT) % np.uint64(GROUPS)
    together = everybody.people[np.argsort(group, kind="stable")]
    ends = np.cumsum(np.bincount(group.astype(np.int64), minlength=GROUPS))[:-1]
    parts = [everybody, *(counted(replace(run, people=people)) for people in np.split(together, ends))]
    names = [kpi.name for kpi in kpis_of(run.scenario)]
    measures = np.array([[found[name] for name in names] for found in map(measure, parts)])
    fixes = np.array([lever_cost(part) for part in parts])  # what feedback had fixed is everybody's cost
    measures[:, names.index("profit")] += fixes - fixes[0]
    return Seen(
        measures=measures,
        customer_years=np.array([c.customer_days.sum() / DAYS_PER_YEAR / max(c.count, 1) for c in parts]),
        years_per_person=everybody.window_days / DAYS_PER_YEAR / max(everybody.count, 1),
        profit=names.index("profit"),
    )
