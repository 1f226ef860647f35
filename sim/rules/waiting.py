"""Opening hours, working time, patience. Times in days since the start; `opens`, `closes` are
fractions of the day, 0 <= opens < closes <= 1. Hours belong to servers."""

import math

from sim.compiled import compiled
from sim.rules.distributions import weibull

MINUTES_PER_DAY = 1440.0
ROUNDING_DAYS = 1e-10  # work that fits the opening but for rounding ends at closing, not the next morning


@compiled
def is_open(day: float, opens: float, closes: float) -> bool:
    """Whether the door is open at that time."""
    clock = day - math.floor(day)
    return opens <= clock < closes


@compiled
def next_opening(day: float, opens: float, closes: float) -> float:
    """The earliest open time not before `day`."""
    midnight = math.floor(day)
    clock = day - midnight
    if clock < opens:
        return midnight + opens
    if clock >= closes:
        return midnight + 1.0 + opens
    return day


@compiled
def time_in_next_opening(day: float, opens: float, closes: float, u: float) -> float:
    """An addressed uniform time in the next opening, for a contact that the customer starts out of hours."""
    return next_opening(day, opens, closes) + u * (closes - opens)


@compiled
def _worked(day: float, opens: float, closes: float) -> float:
    midnight = math.floor(day)
    return midnight * (closes - opens) + min(max(day - midnight - opens, 0.0), closes - opens)


@compiled
def working_days_between(start: float, end: float, opens: float, closes: float) -> float:
    """Open time between two moments (days of open time, not opening days)."""
    if opens <= 0.0 and closes >= 1.0:
        return end - start
    return max(_worked(end, opens, closes) - _worked(start, opens, closes), 0.0)


@compiled
def after_working(day: float, work: float, opens: float, closes: float) -> float:
    """The moment at which `work` days of open time have passed; work cut by closing resumes at the next opening."""
    if opens <= 0.0 and closes >= 1.0:
        return day + work
    start = next_opening(day, opens, closes)
    midnight = math.floor(start)
    left_today = midnight + closes - start
    if work <= left_today + ROUNDING_DAYS:
        return start + work
    work -= left_today
    length = closes - opens
    whole = math.floor(work / length)
    rest = work - whole * length
    if rest <= ROUNDING_DAYS:
        return midnight + whole + closes
    return midnight + 1.0 + whole + opens + rest


@compiled
def patience_minutes(mean_minutes: float, shape: float, factor: float, u: float) -> float:
    """How long this customer waits before abandoning, working minutes (Weibull; shape 1 is Erlang-A)."""
    return weibull(mean_minutes * factor, shape, u)


@compiled
def retries(u: float, retry_share: float) -> bool:
    """Whether somebody who abandoned will try the same touchpoint again."""
    return u < retry_share


@compiled
def switches(u: float, retry_share: float, switch_share: float) -> bool:
    """Whether somebody who abandoned goes to another channel instead (else gives up)."""
    return retry_share <= u < retry_share + switch_share


@compiled
def adapted_patience(factor: float, wait_share: float, learning: float, minimum: float) -> float:
    """Patience (against the channel's mean) after a wait, in units of that mean: tau + alpha (W - tau), with a floor.

    Patience adapts to the waits people expect (Zohar, Mandelbaum & Shimkin 2002).
    """
    return max(factor + learning * (wait_share - factor), minimum)
