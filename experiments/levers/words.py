"""What the levers explain, in sentences."""

from collections.abc import Sequence
from math import isfinite

from experiments.levers.break_even import Pays
from experiments.levers.payback import YEARS
from experiments.levers.result import Levers
from experiments.statistics import Interval, Root


def headline_kpis(levers: Levers) -> tuple[str, ...]:
    """The measures that lead: conversion or resolution, NPS, churn, profit."""
    return (levers.kpis[0].name, "nps", "churn_rate_12m", "profit")


def counted(levers: Levers, names: Sequence[str]) -> str:
    """Who was counted, measure by measure."""
    return " ".join(f"{levers.kpi(name).title}: {levers.kpi(name).estimand}." for name in names)


def needs_others(levers: Levers) -> str:
    """Which levers gain more, and which less, with the others than alone; of profit before prices."""
    more, less = (
        [
            p.title
            for p in levers.players
            if levers.attribution.of(p.code, "profit_before_levers", "synergy").sign == sign
        ]
        for sign in (1, -1)
    )
    words = []
    if more:
        words.append(f"worth more with the others than alone: {', '.join(more)}")
    if less:
        words.append(f"worth less, because others do the same work: {', '.join(less)}")
    if not words:
        return "For none does the interval of last less alone exclude zero (profit before levers)."
    return f"Where the interval of last less alone excludes zero (profit before levers): {'; '.join(words)}."


def worth_it(levers: Levers) -> str:
    """Which levers do not pay for themselves in the second design, and of which nobody can say."""
    not_worth = [one.title for one in levers.pays if one.worth.high < one.price.low]
    open_ = [
        one.title for one in levers.pays if one.title not in not_worth and not one.worth.low > one.price.high
    ]
    words = []
    if not_worth:
        words.append(f"Does not pay for itself: {', '.join(not_worth)}.")
    if open_:
        words.append(
            f"Nobody can say from these replications whether it pays for itself: {', '.join(open_)}."
        )
    return " ".join(words) or "Each pays for itself."


def level_words(one: Pays) -> str:
    """From what share of its level on a lever pays, with the interval."""
    root = one.level
    if root is None:
        return f"– ({one.no_level})"
    if root.verdict in ("nowhere", "everywhere"):
        return "at no level" if root.verdict == "nowhere" else "at every level"
    if not isfinite(root.level):
        return "undecided"
    words = f"{100 * root.level:.0f} % ({_ends(root, 100.0, 'nothing', 'beyond 100')})"
    return words if root.verdict == "above" else f"{words}, not everywhere above"


def payback_words(levers: Levers) -> str:
    """When the transition is paid back, how deep the valley is, and what is gained in the end."""
    found = levers.payback
    if found is None:
        return "No pay-back: the second design gives up levers of the first, and what that sets free is not assumed."
    gain = f"When all works, {euros(found.per_year)} a year."
    if found.told == "at once":
        return f"Cash never falls below zero. {gain}"
    month = f"{found.depth_month} month{'s' * (found.depth_month != 1)}"
    deepest = f"deepest after {month} at {euros(found.depth)}"
    end = f"{euros(found.at_end)} after {YEARS} years"
    if found.told == "paid back" and found.month is not None:
        root = found.month
        words = (
            f"{root.level:.0f} months ({_ends(root, 1.0, str(found.depth_month), f'beyond {12 * YEARS}')})"
        )
        return f"Paid back after {words}; {deepest}; {end}. {gain}"
    if found.told == "undecided":
        return f"Nobody can say whether it pays back within {YEARS} years; {deepest}; {end}. {gain}"
    return f"Does not pay back within {YEARS} years; {deepest}; {end}. {gain}"


def payback_assumptions(levers: Levers) -> str:
    """What the cash flow assumes."""
    scenario = levers.question.scenario
    if scenario.arrivals.existing_customers:
        who = f"{levers.people:,.0f} counted customers gain from the day on which a lever works"
    else:
        who = (
            f"{levers.people:,.0f} people enter a year; whoever enters after a lever works brings its gain evenly "
            f"over the {scenario.clock.follow_up_days:g} days after"
        )
    times = (
        "Lead times and transitions are assumed"
        if levers.has_times
        else "No lever has a lead time or a transition (lead_time_days, transition_days): all begin at once"
    )
    return (
        f"Cash of the whole company, second design less first, not discounted: {who}. One-off costs are paid over the "
        f"lead time and not renewed, yearly costs from the introduction on. {times}."
    )


def euros(interval: Interval) -> str:
    """EUR with half the interval, in thousands where it is large."""
    large = abs(interval.estimate) >= 10_000
    scale, digits, unit = (1e-3, 0, "k") if large else (1.0, 0, "")
    text = f"EUR {_plain(scale * interval.estimate, digits)}{unit}"
    if isfinite(interval.half_width):
        text += f" ± {_plain(scale * interval.half_width, digits)}{unit}"
    return text


def _plain(value: float, digits: int) -> str:
    text = f"{value:,.{digits}f}"
    return text if text.strip("-0.,") else text.lstrip("-")


def _ends(root: Root, scale: float, below: str, above: str) -> str:
    low = f"{scale * root.low:.0f}" if isfinite(root.low) else below
    high = f"{scale * root.high:.0f}" if isfinite(root.high) else above
    return f"{low} to {high}"
