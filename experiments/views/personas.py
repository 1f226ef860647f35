"""The measures by persona: the data of the forest."""

from dataclasses import dataclass, replace

import numpy as np

from experiments.kpis import DAYS_PER_YEAR, Counted, Kpi, kpis_of, lever_cost
from experiments.statistics import Floats, Interval, t_interval
from experiments.views.lived import Pieces, Subject

EVERYBODY = ""
SHOWN = ("journey_days", "satisfaction", "churn_rate_12m", "profit")  # beside the headline
NOT_BY_PERSONA = ("reputation",)  # one for the whole company
FEW = 30  # counted people of a persona per replication below which it is not shown


@dataclass(frozen=True)
class Forest:
    """Paired differences, second design minus first.

    kpis: what is shown.  people: counted per replication, by persona, EVERYBODY first.
    change: by persona and measure.
    """

    subject: Subject
    kpis: tuple[Kpi, ...]
    people: dict[str, float]
    change: dict[tuple[str, str], Interval]

    def title(self, persona: str, everybody: str) -> str:
        """What a row is called."""
        return self.subject.scenario.personas[persona].title if persona else everybody

    @property
    def best(self) -> str | None:
        """The persona that gains most profit, where its interval says that it gains; None otherwise."""
        gains = {p: self.change[p, "profit"] for p in self.people if p and self.change[p, "profit"].sign > 0}
        return max(gains, key=lambda persona: gains[persona].estimate, default=None)


def of_persona(c: Counted, number: int) -> Counted:
    """The counted people of one persona; what levers cost is shared by heads, customers' years are their own."""
    mine = c.people["persona"] == number
    share = float(mine.mean()) if mine.size else 0.0
    return replace(
        c, people=c.people[mine], converted=c.converted[mine], closed=c.closed[mine],
        fixed_cost_eur_per_year=c.fixed_cost_eur_per_year * share,
    )  # fmt: skip


def measure(c: Counted) -> dict[str, dict[str, float]]:
    """All measures of each persona's counted people, EVERYBODY first; `people` says how many they were.

    Profit bears the levers' fixed costs and what feedback had fixed equally by heads, so that the mean over personas,
    weighted by people, is everybody's profit.
    """
    run, kpis = c.run, [kpi for kpi in kpis_of(c.run.scenario) if kpi.name not in NOT_BY_PERSONA]
    shared = lever_cost(replace(c, cost_eur_per_customer_year=0.0)) if c.count else 0.0
    found = {EVERYBODY: {kpi.name: kpi.measure(c) for kpi in kpis} | {"people": float(c.count)}}
    for number, persona in enumerate(run.names.personas):
        own = of_persona(c, number)
        if own.count == 0:
            found[persona] = dict.fromkeys(found[EVERYBODY], float("nan")) | {"people": 0.0}
            continue
        row = {kpi.name: kpi.measure(own) for kpi in kpis} | {"people": float(own.count)}
        years = float(np.sum(own.customer_days)) / DAYS_PER_YEAR
        row["profit"] = (
            row["revenue"] - row["cost_to_serve"] - shared - c.cost_eur_per_customer_year * years / own.count
        )
        found[persona] = row
    return found


def conclude(subject: Subject, pieces: Pieces) -> Forest:
    """Paired over replications; personas in the scenario's order, those with too few people left out."""
    kpis = [kpi for k, kpi in enumerate(kpis_of(subject.scenario)) if k == 0 or kpi.name in SHOWN]
    everybody = [EVERYBODY, *subject.scenario.personas]
    people = {p: float(np.mean([unit[p]["people"] for side in pieces for unit in side])) for p in everybody}
    people = {p: n for p, n in people.items() if n >= FEW or p == EVERYBODY}
    change = {
        (p, kpi.name): t_interval(_column(pieces[1], p, kpi.name) - _column(pieces[0], p, kpi.name))
        for p in people
        for kpi in kpis
    }
    shown = tuple(kpi for kpi in kpis if np.isfinite(change[EVERYBODY, kpi.name].estimate))
    return Forest(subject, shown, people, change)


def _column(side: list[dict[str, dict[str, float]]], persona: str, name: str) -> Floats:
    return np.array([unit[persona][name] for unit in side], np.float64)
