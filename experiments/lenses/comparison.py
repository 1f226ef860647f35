"""What a comparison of lenses holds."""

from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.kpis import Counted, Kpi
from experiments.plain import plain
from experiments.statistics import Interval
from scenarios.lenses import REFERENCE

NO_DETRACTOR = 7
KPIS = ("conversion_rate", "resolution_rate", "journey_days", "churn_rate_12m", "nps", "profit")


def _attained(c: Counted) -> float:
    """Share of counted entrants who got there and would not advise others against it."""
    people = c.people
    if not len(people):
        return float("nan")
    return float(((people["episodes_won"] > 0) & (people["recommend"] >= NO_DETRACTOR)).mean())


GOAL_RATE = Kpi(
    "goal_rate", "goal attained", "%", 1,
    "all counted entrants; reached a goal (WIN) within the follow-up and answer 7 or more when asked to recommend",
    _attained, 100.0, 1, "points",
)  # fmt: skip


@dataclass(frozen=True)
class LensComparison:
    """One company under several managements, each with the same budget; tables are pandas DataFrames in raw units.

    results: by (lens, kpi): level and gain on today, each with limits over replications; lens `today` spends nothing.
    blind_spots: a row per lens: touchpoints and ways it sees; hidden_eur, hidden_share: the loss, EUR per entrant
        as the goal lens reckons, that money could win back at places this lens does not see; per kpi what the goal
        lens gains more, paired, with limits.
    spending: a row per measure: kind, place, what it could win back by each objective, EUR a year spent by each lens.
    functions: what each function alone could add to each goal step (`functions.function_steps`; no run in it).
    euros_per_goal, euros_per_point: the prices of the goal lens's reckoning.
    """

    scenario: str
    title: str
    preset: str
    seed: int
    replications: int
    budget_eur_per_year: float
    kpis: tuple[Kpi, ...]
    titles: dict[str, str]
    results: pd.DataFrame
    blind_spots: pd.DataFrame
    spending: pd.DataFrame
    functions: pd.DataFrame
    euros_per_goal: float
    euros_per_point: float
    notes: tuple[str, ...]
    manifest: dict[str, Any]

    @property
    def lenses(self) -> list[str]:
        """Names of the lenses compared."""
        return list(self.titles)

    def gain(self, lens: str, kpi: str) -> Interval:
        """What a lens gains on today, paired over replications."""
        row = self.results.loc[(lens, kpi)]
        return Interval(
            float(row["gain"]), float(row["gain_low"]), float(row["gain_high"]), self.replications
        )

    def blind_spot_loss(self, lens: str, kpi: str = "profit") -> Interval:
        """What the goal lens gains more than this one with the same money; negative where it gains less."""
        row = self.blind_spots.loc[lens]
        return Interval(
            float(row[kpi]), float(row[f"{kpi}_low"]), float(row[f"{kpi}_high"]), self.replications
        )

    def spent(self, lens: str) -> pd.Series:
        """EUR a year by measure, those with something only, largest first."""
        euros = self.spending[f"spent_{lens}"]
        return euros[euros >= 0.5].sort_values(ascending=False, kind="stable")

    @property
    def verdict(self) -> str:
        """Which lens does best by profit and by goal attainment, and whether that is decided, in plain words."""
        profits = {lens: self.gain(lens, "profit").estimate for lens in self.lenses}
        known = {lens: gain for lens, gain in profits.items() if isfinite(gain)}
        if not known:
            return "Nobody was there to be measured."
        best = max(known, key=known.__getitem__)
        money = self._in_words(best)
        if best == REFERENCE:
            others = [lens for lens in self.lenses if lens != REFERENCE]
            behind = [lens for lens in others if self.blind_spot_loss(lens).sign > 0]
            if len(behind) < len(others):
                undecided = ", ".join(self.titles[lens] for lens in others if lens not in behind)
                return f"{money} Its lead over {undecided} is undecided."
            return f"{money} Every other lens gains less with the same money."
        loss = self.blind_spot_loss(best)
        decided = "does worse here" if loss.sign < 0 else "may do worse here (undecided)"
        words = f"{money} The goal lens, which sees everything, {decided}:"
        return f"{words} seeing more is not the same as spending better."

    def _in_words(self, lens: str) -> str:
        gain, rate = self.gain(lens, "profit"), self.gain(lens, "goal_rate")
        profit, attained = self.kpi("profit"), self.kpi("goal_rate")
        verb = "does most for profit" if gain.estimate > 0.0 else "loses least, and nobody's money comes back"
        return (
            f"{self.titles[lens]} {verb}: {profit.change(gain.estimate)} EUR per entrant "
            f"({profit.change(gain.low)} to {profit.change(gain.high)}), goal attainment "
            f"{attained.change(rate.estimate)} points."
        )

    def kpi(self, name: str) -> Kpi:
        """A measure by its name. Raises KeyError."""
        return {kpi.name: kpi for kpi in self.kpis}[name]

    @property
    def assumptions(self) -> str:
        """What all of it rests on."""
        return (
            f"Each lens spends {self.budget_eur_per_year:,.0f} EUR a year; what money buys (`improvement`) and the "
            "rules of the lenses are assumed, the consequences are simulated. Lenses choose by what goes wrong in "
            f"runs of today's design on other seeds; the goal lens reckons {self.euros_per_goal:,.0f} EUR for a "
            f"goal reached and {self.euros_per_point:,.2f} EUR for a unit of performance at one contact, both "
            "measured in these runs."
        )

    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables by name, indices turned into columns."""
        return {
            "gains": self.results.reset_index(),
            "blind_spots": self.blind_spots.reset_index(),
            "spending": self.spending.reset_index(),
            "functions": self.functions.reset_index(),
        }

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: numbers that do not exist are None."""
        data: dict[str, Any] = {
            "scenario": self.scenario,
            "title": self.title,
            "lenses": self.lenses,
            "preset": self.preset,
            "seed": self.seed,
            "replications": self.replications,
            "budget_eur_per_year": self.budget_eur_per_year,
            "verdict": self.verdict,
            "assumptions": self.assumptions,
            "notes": list(self.notes),
        }
        for name, table in self.tables().items():
            data[name] = table.to_dict(orient="records")
        result: dict[str, Any] = plain(data | {"manifest": self.manifest})
        return result

    def save(self, folder: str | Path = "results") -> Path:
        """Write tables, figures and manifest into a folder of its own below `folder`; returns that folder."""
        from experiments.lenses.saving import save

        return save(self, Path(folder))
