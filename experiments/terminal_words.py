"""How the terminal writes numbers, intervals, departments and headings of causes."""

import numpy as np

from experiments.explanation import Explanation
from experiments.statistics import Interval
from experiments.terminal import console, print_line, prose

NARROW = 100  # below so many columns departments go by their codes


def department(explanation: Explanation, title: str) -> str:
    """A department's name, or its code where there is little room."""
    if console().width >= NARROW:
        return title
    return next((code for code, name in explanation.scenario.owners.items() if name == title), title)


def heading(text: str) -> None:
    """A line of its own in bold, above a part."""
    print_line()
    prose(text, "bold")


def with_interval(interval: Interval, digits: int = 0) -> str:
    """An estimate and half its interval, without a sign on zero."""
    if not np.isfinite(interval.estimate):
        return "–"
    text = number(interval.estimate, digits)
    return f"{text} ± {number(interval.half_width, digits)}" if np.isfinite(interval.half_width) else text


def number(value: float, digits: int = 0) -> str:
    """A number as people read it; what rounds to zero is 0."""
    if not np.isfinite(value):
        return "–"
    text = f"{value:,.{digits}f}"
    return "0" if not text.strip("-0.,") else text


def hundredfold(interval: Interval) -> Interval:
    """A share as an interval in per cent."""
    return Interval(100 * interval.estimate, 100 * interval.low, 100 * interval.high, interval.count)


def percent(interval: Interval) -> str:
    """A share in per cent with its interval."""
    if not np.isfinite(interval.estimate):
        return "–"
    text = f"{100 * interval.estimate:.0f} %"
    if np.isfinite(interval.low):
        text += f" ({100 * interval.low:.0f} to {100 * interval.high:.0f})"
    return text


def share(value: float) -> str:
    """A share in per cent."""
    return "–" if not np.isfinite(value) else f"{100 * value:.0f} %"
