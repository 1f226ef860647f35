"""The measures: each one a small record that says what it is, which way is better and who was counted.

All are pure functions over the arrays of a Run. "Counted" are the entrants of [warm_up, horizon - follow_up); whoever
came before or after only loads the queues. Money, messages and counts are those within the follow-up of entry.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from experiments.statistics import Floats, Survival, kaplan_meier
from scenarios.schema import Cost, Scenario
from sim.layout import Names

DAYS_PER_YEAR = 365.0
CHURN_DAYS = 365.0
MICRO = 1e-6


class RunLike(Protocol):
    """What is read of a Run: the structured arrays `people` and `daily`, the counters `touchpoints` and `edges` in the
    order of `names`, and the scenario with its design applied."""

    @property
    def people(self) -> NDArray[Any]: ...
    @property
    def daily(self) -> NDArray[Any]: ...
    @property
    def touchpoints(self) -> NDArray[Any]: ...
    @property
    def edges(self) -> NDArray[Any]: ...
    @property
    def names(self) -> Names: ...
    @property
    def scenario(self) -> Scenario: ...


@dataclass(frozen=True)
class Counted:
    """The counted entrants of one run, prepared once for all measures.

    people: their rows.  converted: became a customer within the follow-up (in a service scenario: episode resolved).
    closed: day their journey came to its point: conversion, or the end of the episode in a service scenario.
    fixed_cost_eur_per_year, cost_eur_per_customer_year: what the levers cost.
    """

    run: RunLike
    people: NDArray[Any]
    converted: NDArray[np.bool_]
    closed: Floats
    window_days: float
    fixed_cost_eur_per_year: float
    cost_eur_per_customer_year: float

    @property
    def count(self) -> int:
        return len(self.people)

    @property
    def customer_days(self) -> Floats:
        """Days each counted entrant was a customer within the follow-up of entry, shape (count,)."""
        people = self.people
        until = people["entered_day"] + self.run.scenario.clock.follow_up_days
        end = np.where(np.isnan(people["left_day"]), until, np.minimum(people["left_day"], until))
        return np.asarray(np.nan_to_num(np.maximum(end - self.customer_since, 0.0)))

    @property
    def paid_days(self) -> float:
        """Days whose fixed costs the counted people bear: the window in which they entered; customers of the first day
        bear those of the time in which they are observed."""
        arrivals, clock = self.run.scenario.arrivals, self.run.scenario.clock
        return clock.follow_up_days if arrivals.existing_customers else self.window_days

    @property
    def customer_since(self) -> Floats:
        """Day from which each counted entrant counts as a customer: conversion, or for those who were customers
        before the counting began, its first day; NaN for those who never became one. Shape (count,)."""
        return np.asarray(np.maximum(self.people["converted_day"], self.people["entered_day"]))

    @property
    def kept(self) -> NDArray[np.bool_]:
        """Converted, and still a customer when the follow-up ends."""
        until = self.people["entered_day"] + self.run.scenario.clock.follow_up_days
        return np.asarray(self.converted & ~(self.people["left_day"] <= until))

    @property
    def customers(self) -> NDArray[np.bool_]:
        """Counted entrants who are customers: converters, or everybody in a service scenario, shape (count,)."""
        return self.converted if self.run.scenario.converts_at else np.ones(self.count, dtype=np.bool_)

    @property
    def asked(self) -> NDArray[np.bool_]:
        """The `customers` who were asked whether they recommend the company, shape (count,)."""
        return np.asarray(self.customers & (self.people["recommend"] >= 0))

    def tenure(self) -> tuple[Floats, NDArray[np.bool_]]:
        """Days of each of the `customers` until they left or the horizon came, and whether they left."""
        horizon, customers = self.run.scenario.clock.horizon_days, self.customers
        start, left_day = self.customer_since[customers], self.people["left_day"][customers]
        left = left_day < horizon
        return np.where(left, left_day, horizon) - start, left

    def survival(self) -> Survival:
        """Kaplan-Meier over the `customers` since their conversion, censored at the horizon."""
        return self._survival

    @cached_property
    def _survival(self) -> Survival:
        return kaplan_meier(*self.tenure())


def gone_before(people: NDArray[Any]) -> NDArray[np.bool_]:
    """Customers of the first day who left before the counting began. Shape (people,)."""
    entered = people["entered_day"]
    return np.asarray((people["left_day"] <= entered) & (people["converted_day"] < entered))


def counted(run: RunLike, cost: Cost | None = None) -> Counted:
    """Pick the counted entrants of a run.

    cost: what the levers cost together; nothing when left out.
    """
    clock = run.scenario.clock
    first, last = clock.warm_up_days, clock.horizon_days - clock.follow_up_days
    entered = run.people["entered_day"]
    people = run.people[(entered >= first) & (entered < last) & ~gone_before(run.people)]
    until = people["entered_day"] + clock.follow_up_days
    if not run.scenario.converts_at:
        closed = people["episode_closed_day"]
        converted = (people["episodes_counted"] > 0) & (people["episodes_won"] == people["episodes_counted"])
    else:
        closed = people["converted_day"]
        converted = closed <= until
    fixed, variable = 0.0, 0.0
    if cost is not None:
        fixed = cost.one_off_eur / cost.written_off_years + cost.per_year_eur
        variable = cost.per_customer_year_eur
    return Counted(run, people, converted, closed, last - first, fixed, variable)


@dataclass(frozen=True)
class Kpi:
    """One measure.

    better: +1 more is better, -1 less is better, 0 neither by itself.
    estimand: who was counted, one sentence.  scale: what a value is multiplied by when shown; digits: decimals then.
    """

    name: str
    title: str
    unit: str
    better: int
    estimand: str
    measure: Callable[[Counted], float]
    scale: float = 1.0
    digits: int = 2
    difference_unit: str | None = None

    @property
    def title_with_unit(self) -> str:
        """The measure's name and unit."""
        return f"{self.title}, {self.unit}" if self.unit else self.title

    def level(self, value: float) -> str:
        """The value as people read it, unit included; an en dash when nobody was there to be measured."""
        return "–" if not np.isfinite(value) else f"{self.bare(value)} {self.unit}".rstrip()

    def around(self, value: float, half_width: float) -> str:
        """The value and half its interval, without the unit."""
        return (
            f"{self.bare(value)} ± {self.bare(half_width)}" if np.isfinite(half_width) else self.bare(value)
        )

    def bare(self, value: float) -> str:
        """The value as people read it, without its unit."""
        if not np.isfinite(value):
            return "–"
        text = f"{value * self.scale:,.{self.digits}f}"
        return text.removeprefix("-") if float(text.replace(",", "")) == 0.0 else text

    def change(self, value: float) -> str:
        """A difference as people read it: always with its sign, without its unit."""
        text = self.bare(value)
        return text if text[0] in "-–" or not text.strip("0.,") else f"+{text}"

    @property
    def unit_of_difference(self) -> str:
        return self.unit if self.difference_unit is None else self.difference_unit


def _share(part: NDArray[Any] | float, whole: float) -> float:
    return float(np.sum(part)) / whole if whole else float("nan")


def _mean(values: NDArray[Any]) -> float:
    values = values[np.isfinite(values)]
    return float(values.mean()) if values.size else float("nan")


def _journey_days(c: Counted) -> float:
    if not c.run.scenario.converts_at:
        return _share(c.people["episode_days"], float(c.people["episodes_closed"].sum()))
    return _mean((c.closed - c.people["entered_day"])[c.converted])


def _resolution(c: Counted) -> float:
    return _share(c.people["episodes_won"], float(c.people["episodes_counted"].sum()))


def _flawless(c: Counted) -> float:
    kinds = ["failures", "drops", "abandonments"]
    if c.run.scenario.converts_at:
        kinds = ["defects_before_conversion"]
    flawless = np.all([c.people[kind][c.converted] == 0 for kind in kinds], axis=0)
    return _share(flawless, len(flawless))


def _effort(c: Counted) -> float:
    points = c.people["survey_effort"][c.people["contacts"] >= 1]
    return _mean(7.0 - 6.0 * (1.0 - np.exp(-points / c.run.scenario.behaviour.effort.ces_scale)))


def _satisfaction(c: Counted) -> float:
    return _mean(c.people["survey_satisfaction"][c.people["contacts"] >= 1])


def _nps(c: Counted) -> float:
    answer = c.people["recommend"][c.asked]
    return 100.0 * _share((answer >= 9).astype(float) - (answer <= 6), len(answer))


def _churn(c: Counted) -> float:
    clock = c.run.scenario.clock
    if clock.horizon_days - clock.warm_up_days < CHURN_DAYS or not np.any(c.customers):
        return float("nan")
    return 1.0 - float(c.survival().at(CHURN_DAYS))


def _positive_share(c: Counted) -> float:
    praise, blame = (float(c.people[f"talk_{kind}"].sum()) for kind in ("positive", "negative"))
    return _share(praise, praise + blame)


def _reputation(c: Counted) -> float:
    daily, clock = c.run.daily, c.run.scenario.clock
    inside = (daily["day"] >= clock.warm_up_days) & (daily["day"] < clock.horizon_days)
    return _mean(daily["reputation"][inside])


def _revenue(c: Counted) -> float:
    return _share(c.people["revenue_micro"], c.count) * MICRO


def _cost(c: Counted) -> float:
    return _share(c.people["cost_micro"], c.count) * MICRO


def lever_cost(c: Counted) -> float:
    """Cost of the levers per counted entrant, EUR: the yearly part of the counting window, customers' years, and what
    feedback had fixed in that window."""
    fixed = c.fixed_cost_eur_per_year * c.paid_days / DAYS_PER_YEAR + _fixes(c)
    variable = c.cost_eur_per_customer_year * float(np.sum(c.customer_days)) / DAYS_PER_YEAR
    return _share(fixed + variable, c.count)


def _fixes(c: Counted) -> float:
    cost, daily, first = (
        c.run.scenario.learning.cost_per_fix_eur,
        c.run.daily,
        c.run.scenario.clock.warm_up_days,
    )
    if cost == 0.0:
        return 0.0
    inside = (daily["day"] > first) & (daily["day"] <= first + c.paid_days)
    return cost * float(np.diff(daily["fixes"], prepend=0)[inside].sum())


def _profit(c: Counted) -> float:
    return _revenue(c) - _cost(c) - lever_cost(c)


_ENTRANT = "all counted entrants"
_CONVERTED = "counted entrants who converted within the follow-up"
_MONEY = "all counted entrants, accrued within the follow-up of entry"

CONVERSION = Kpi(
    "conversion_rate", "conversion", "%", 1, f"{_ENTRANT}; converted within the follow-up of entry",
    lambda c: _share(c.converted, c.count), 100.0, 1, "points",
)  # fmt: skip
RESOLUTION = Kpi(
    "resolution_rate", "resolved", "%", 1, "episodes that counted entrants opened within the follow-up; resolved in it",
    _resolution, 100.0, 1, "points",
)  # fmt: skip
COMMON: tuple[Kpi, ...] = (
    Kpi("journey_days", "time to the goal", "days", -1,
        f"{_CONVERTED}: entry to conversion (service: closed episodes, opening to close)", _journey_days, 1.0, 1),
    Kpi("flawless_rate", "flawless journeys", "%", 1,
        f"{_CONVERTED}: no failure, dropped case or abandoned contact on the way", _flawless, 100.0, 1, "points"),
    Kpi("repeats", "items asked again", "", -1, f"{_ENTRANT}: mean number",
        lambda c: _share(c.people["repeats"], c.count), 1.0, 2),
    Kpi("handoffs", "hand-offs", "", 0, f"{_ENTRANT}: mean number (who stays longer meets more of them)",
        lambda c: _share(c.people["handoffs"], c.count), 1.0, 2),
    Kpi("wait_minutes", "wait per live contact", "min", -1,
        "live contacts that counted entrants started, abandoned ones too",
        lambda c: _share(c.people["wait_minutes"], float(c.people["live_contacts"].sum())), 1.0, 2),
    Kpi("abandonment_rate", "abandoned live contacts", "%", -1, "live contacts that counted entrants started",
        lambda c: _share(c.people["abandonments"], float(c.people["live_contacts"].sum())), 100.0, 2, "points"),
    Kpi("effort_ces", "ease (CES, 1 to 7)", "", 1,
        "counted entrants with a contact, when surveyed; 7 is effortless", _effort, 1.0, 2),
    Kpi("satisfaction", "satisfaction (-1 to 1)", "", 1, "counted entrants with a contact, when surveyed",
        _satisfaction, 1.0, 3),
    Kpi("nps", "NPS", "", 1, "counted converters, when asked: promoters minus detractors, -100 to 100",
        _nps, 1.0, 1, "points"),
    Kpi("churn_rate_12m", "customers lost in 12 months", "%", -1,
        "counted converters: Kaplan-Meier at 365 days since conversion, censored at the horizon",
        _churn, 100.0, 1, "points"),
    Kpi("customers_kept", "customers kept", "of 1,000", 1,
        f"{_ENTRANT}: converted and still customers when the follow-up ends",
        lambda c: 1000.0 * _share(c.kept, c.count), 1.0, 0),
    Kpi("wom_positive", "positive messages", "per 100", 1, f"{_ENTRANT}: sent within the follow-up",
        lambda c: 100.0 * _share(c.people["talk_positive"], c.count), 1.0, 1),
    Kpi("wom_negative", "negative messages", "per 100", -1, f"{_ENTRANT}: sent within the follow-up",
        lambda c: 100.0 * _share(c.people["talk_negative"], c.count), 1.0, 1),
    Kpi("positive_share", "praise among messages", "%", 1,
        "messages that counted entrants sent within the follow-up", _positive_share, 100.0, 1, "points"),
    Kpi("reputation", "reputation", "stars", 1, "the public rating, mean of the days after warm-up",
        _reputation, 1.0, 3),
    Kpi("revenue", "revenue", "EUR", 1, _MONEY, _revenue, 1.0, 2),
    Kpi("cost_to_serve", "cost to serve", "EUR", -1, _MONEY, _cost, 1.0, 2),
    Kpi("profit", "profit", "EUR", 1, f"{_MONEY}, net of the cost of the levers", _profit, 1.0, 2),
)  # fmt: skip


def kpis_of(scenario: Scenario) -> tuple[Kpi, ...]:
    """The measures of a scenario: conversion leads, or resolution where everybody already is a customer."""
    kpis = (CONVERSION if scenario.converts_at else RESOLUTION, *COMMON)
    if scenario.arrivals.existing_customers == 0:
        return kpis
    return tuple(replace(kpi, estimand=_of_customers(kpi.estimand)) for kpi in kpis)


def _of_customers(estimand: str) -> str:
    """Who was counted where customers of the first day are counted, too."""
    words = estimand.replace("counted entrants", "counted customers").replace(
        "counted converters", "counted customers"
    )
    return words.replace("since conversion", "since the counting began")


def measure(c: Counted) -> dict[str, float]:
    """All measures of one run by name; NaN where nobody was there to be measured."""
    return {kpi.name: kpi.measure(c) for kpi in kpis_of(c.run.scenario)}
