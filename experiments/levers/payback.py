"""When a transition is paid back: the company's cash flow by month, from the first design to the second.

The company is as large as the scenario's arrivals make it. Day 0 is the decision. For each lever:

- its one-off cost is paid evenly over its lead time, its yearly cost from its introduction on; nothing is renewed;
- from its introduction on, for its transition days, the company loses that share of today's revenue (losses of several
  levers add up) and gains nothing by it;
- then it works. What a person is worth more in a world with the levers that work by then than in today's, after costs
  per customer, is gained by everybody who enters from that day on, evenly over the follow-up; customers of the first
  day gain at once. As many enter a year as in that world.

Cash is not discounted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from experiments.levers.played import GROSS, Played
from experiments.levers.players import Player
from experiments.levers.shapley import Coalition
from experiments.statistics import Floats, Interval, Root, break_even, t_interval
from experiments.study.trials import price
from scenarios.schema import Cost, Scenario

YEARS = 5
DAYS_PER_YEAR, MONTHS = 365.0, 12 * YEARS
DAYS_PER_MONTH = DAYS_PER_YEAR / 12.0
Told = Literal["at once", "paid back", "not paid back", "undecided"]


@dataclass(frozen=True)
class Introduction:
    """What a lever costs in cash, EUR and EUR a year, and when it is introduced and works, days after the decision.

    loss_share: of today's revenue, between introduction and working.
    """

    one_off_eur: float
    per_year_eur: float
    introduced_day: float
    working_day: float
    loss_share: float


@dataclass(frozen=True)
class Stage:
    """From this day on the company gains so much a year on today, once everybody who is there came under it.

    gain_per_year_eur: before one-off and yearly costs, shape (replications,).
    """

    day: float
    gain_per_year_eur: Floats


@dataclass(frozen=True)
class Payback:
    """Cumulative cash since the decision, EUR, second design less first.

    cash: shape (replications, months + 1), column m after m months.
    month: where the mean path comes back to zero after its lowest point, with the interval of such months; level NaN
    when it never falls below zero, or does not come back.
    depth: cumulative cash at the lowest point of the mean path, `depth_month` months after the decision.
    per_year: what is gained a year when everything works, after yearly costs and costs per customer.
    """

    cash: Floats
    told: Told
    month: Root | None
    depth: Interval
    depth_month: int
    at_end: Interval
    per_year: Interval

    def band(self) -> list[Interval]:
        """Cumulative cash after each month, with its interval."""
        return [t_interval(column) for column in self.cash.T]


def stages_of(scenario: Scenario, players: Sequence[Player]) -> list[tuple[float, Coalition]]:
    """The days on which levers begin to work, and all that work from then on."""
    works = [max((_working(scenario, code) for code in player.levers), default=0.0) for player in players]
    return [
        (day, frozenset(number for number, first in enumerate(works) if first <= day))
        for day in sorted(set(works))
    ]


def _working(scenario: Scenario, code: str) -> float:
    return scenario.levers[code].lead_time_days + scenario.levers[code].transition_days


def payback(lived: Played) -> Payback | None:
    """Pay-back of going from the first design to the second; None when levers of the first are given up.

    The coalitions of `stages_of` must have been lived through in all replications.
    """
    scenario = lived.question.scenario
    if any(player.dropped for player in lived.players):
        return None
    nobody: Coalition = frozenset()
    today = _before_fixed(lived, nobody)
    stages = [
        Stage(day, (_before_fixed(lived, coalition) - today) / lived.years(coalition)[:, 1])
        for day, coalition in stages_of(scenario, lived.players)
    ]
    revenue = lived.column(nobody, "revenue") / lived.years(nobody)[:, 1]
    levers = [_introduction(scenario, code) for player in lived.players for code in player.levers]
    ramp = 0.0 if scenario.arrivals.existing_customers else scenario.clock.follow_up_days
    return concluded(cash_flow(levers, stages, revenue, ramp), stages, levers)


def _before_fixed(lived: Played, coalition: Coalition) -> Floats:
    """EUR per counted entrant after costs per customer, before one-off and yearly costs, shape (replications,)."""
    cost = Cost(per_customer_year_eur=lived.cost(coalition).per_customer_year_eur)
    years = lived.years(coalition)
    return np.asarray(lived.column(coalition, GROSS) - price(cost, years[:, 0], years[:, 1]))


def _introduction(scenario: Scenario, code: str) -> Introduction:
    lever = scenario.levers[code]
    return Introduction(
        lever.cost.one_off_eur,
        lever.cost.per_year_eur,
        lever.lead_time_days,
        _working(scenario, code),
        lever.transition_loss_share,
    )


def cash_flow(
    levers: Sequence[Introduction], stages: Sequence[Stage], revenue_per_year: Floats, ramp_days: float
) -> Floats:
    """Cumulative cash in EUR at the end of every month, shape (replications, MONTHS + 1).

    stages: by day.  revenue_per_year: today's, EUR, shape (replications,).  ramp_days: over which a person's gain
    comes.
    """
    days: Floats = DAYS_PER_MONTH * np.arange(MONTHS + 1, dtype=np.float64)
    cash = np.zeros((revenue_per_year.size, days.size))
    for lever in levers:
        paid = np.clip(days / lever.introduced_day, 0.0, 1.0) if lever.introduced_day else np.ones(days.size)
        running = np.maximum(days - lever.introduced_day, 0.0) / DAYS_PER_YEAR
        worse = np.minimum(running, (lever.working_day - lever.introduced_day) / DAYS_PER_YEAR)
        cash -= lever.one_off_eur * paid + lever.per_year_eur * running
        cash -= lever.loss_share * np.outer(revenue_per_year, worse)
    before = np.zeros(revenue_per_year.size)
    for stage in stages:
        cash += np.outer(stage.gain_per_year_eur - before, _ramped(days - stage.day, ramp_days))
        before = stage.gain_per_year_eur
    return cash


def _ramped(days: Floats, ramp_days: float) -> Floats:
    """Years' worth of gain so many days after it begins, when it rises evenly over `ramp_days` to its full rate."""
    since = np.maximum(days, 0.0)
    if ramp_days == 0.0:
        return np.asarray(since / DAYS_PER_YEAR)
    rising = np.minimum(since, ramp_days)
    return np.asarray((rising**2 / (2.0 * ramp_days) + since - rising) / DAYS_PER_YEAR)


def concluded(cash: Floats, stages: Sequence[Stage], levers: Sequence[Introduction]) -> Payback:
    """What cumulative cash says: how deep, how long, and what is gained in the end."""
    mean = cash.mean(axis=0)
    lowest = int(np.argmin(mean))
    told: Told = "not paid back"
    root = None
    if mean[lowest] >= 0.0:
        told = "at once"
    elif lowest < MONTHS:
        root = break_even(np.arange(lowest, MONTHS + 1), cash[:, lowest:])
        if np.isfinite(root.level):
            told = "paid back"
        elif root.verdict != "nowhere":
            told = "undecided"
    fixed = sum(lever.per_year_eur for lever in levers)
    gain = stages[-1].gain_per_year_eur - fixed
    return Payback(
        cash, told, root, t_interval(cash[:, lowest]), lowest, t_interval(cash[:, -1]), t_interval(gain)
    )


def timed(scenario: Scenario, players: Sequence[Player]) -> bool:
    """Whether the scenario says of any of these levers how long it takes."""
    codes = [code for player in players for code in player.levers]
    return any(_working(scenario, code) > 0.0 for code in codes)
