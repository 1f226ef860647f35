"""What the levers explain: one object for words, figures, tables and JSON."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.kpis import Kpi
from experiments.levers.attribution import Attribution, is_exact
from experiments.levers.break_even import Pays
from experiments.levers.payback import YEARS, Payback, timed
from experiments.levers.played import GROSS, PRICE
from experiments.levers.players import Player
from experiments.plain import plain
from experiments.statistics import Interval
from experiments.study.question import Question

MONEY = (
    Kpi(GROSS, "profit before levers", "EUR", 1, "", lambda _: float("nan")),
    Kpi(PRICE, "price of the levers", "EUR", -1, "", lambda _: float("nan")),
)


@dataclass(frozen=True)
class Levers:
    """Which lever makes the difference between two designs, and when each pays.

    kpis: all measures, then profit before levers and the price of the levers (EUR per counted entrant).
    attribution: Shapley values, alone and last, per replication.  pays: break-even levels and prices, the package last.
    payback: None when the second design gives up a lever of the first.
    worlds: how many were lived through.  people: who enter a year under the second design, or
    customers of the first day.
    """

    question: Question
    players: list[Player]
    kpis: tuple[Kpi, ...]
    replications: int
    seed: int
    worlds: int
    people: float
    attribution: Attribution
    pays: list[Pays]
    payback: Payback | None

    @property
    def titles(self) -> tuple[str, str]:
        """Titles of the two designs."""
        first, second = (self.question.original.designs[name].title for name in self.question.designs)
        return first, second

    def kpi(self, name: str) -> Kpi:
        """A measure by its name. Raises InputError."""
        from experiments.errors import unknown

        found = {kpi.name: kpi for kpi in self.kpis}
        if name not in found:
            raise unknown("measure", name, found)
        return found[name]

    def ordered(self, name: str) -> list[Player]:
        """The players by the size of their Shapley value in a measure."""
        size = {p.code: abs(self.attribution.of(p.code, name).estimate) for p in self.players}
        return sorted(self.players, key=lambda p: -np.nan_to_num(size[p.code]))

    @property
    def method(self) -> str:
        """How the values were found, in a sentence."""
        count = len(self.players)
        if is_exact(count):
            how = f"every one of the {2**count} ways to pull {count} levers" if count > 1 else "one lever"
        else:
            how = f"one order of the {count} levers and its reverse, drawn anew in every replication"
        return f"{how}; {self.worlds:,} worlds, {self.replications} paired replications"

    @property
    def counting(self) -> str:
        """What intervals hold, and what they do not."""
        return (
            "Same customers, same luck; 95 % t intervals of simulation noise, each by itself. Lever levels, prices and "
            "lead times are assumed."
        )

    @property
    def has_times(self) -> bool:
        """Whether the scenario says of any lever how long it takes."""
        return timed(self.question.scenario, self.players)

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; numbers that do not exist are None."""
        tables = {name: table.to_dict(orient="records") for name, table in self.tables().items()}
        data: dict[str, Any] = {
            "method": self.method,
            "exact": is_exact(len(self.players)),
            "worlds": self.worlds,
            "replications": self.replications,
            "levers": {p.code: p.title for p in self.players},
            "estimands": {kpi.name: kpi.estimand for kpi in self.kpis if kpi.estimand},
            **tables,
            "payback": self._payback(),
            "assumptions": self.counting,
        }
        result: dict[str, Any] = plain(data)
        return result

    def _payback(self) -> dict[str, Any] | None:
        if self.payback is None:
            return None
        found = self.payback
        return {
            "told": found.told,
            "within_years": YEARS,
            "months": None if found.month is None else asdict(found.month),
            "deepest_eur": asdict(found.depth),
            "deepest_month": found.depth_month,
            "after_all_years_eur": asdict(found.at_end),
            "gain_per_year_eur": asdict(found.per_year),
        }

    def tables(self) -> dict[str, pd.DataFrame]:
        """Tidy tables: `lever_values` (lever, measure), `lever_prices` (lever), `cash_flow` (month)."""
        tables = {
            "lever_values": self.attribution.table(),
            "lever_prices": pd.DataFrame(map(_row, self.pays)),
        }
        if self.payback is not None:
            tables["cash_flow"] = pd.DataFrame(
                [
                    {"month": month, "cash_eur": cash.estimate, "low": cash.low, "high": cash.high}
                    for month, cash in enumerate(self.payback.band())
                ]
            )
        return tables


def _row(one: Pays) -> dict[str, Any]:
    row: dict[str, Any] = {"lever": one.code, "title": one.title}
    for name, interval in (("price", one.price), ("worth", one.worth)):
        row |= _limits(f"{name}_eur_per_year", interval)
    root = one.level
    return row | {
        "level_verdict": root.verdict if root else one.no_level,
        "level": root.level if root else None,
        "level_low": root.low if root else None,
        "level_high": root.high if root else None,
    }


def _limits(name: str, interval: Interval) -> dict[str, float]:
    return {name: interval.estimate, f"{name}_low": interval.low, f"{name}_high": interval.high}
