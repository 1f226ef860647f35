"""Small drawings in the cells of a table: bars and intervals on a common axis, as SVG without words."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from markupsafe import Markup

from experiments.statistics import Interval

WIDTH, HEIGHT, EDGE = 220.0, 22.0, 6.0


@dataclass(frozen=True)
class Axis:
    """The range of values that all drawings of a column share; zero is always on it."""

    low: float
    high: float

    def at(self, value: float) -> float:
        """Where a value lies, in units of the drawing."""
        span = (self.high - self.low) or 1.0
        return EDGE + (WIDTH - 2 * EDGE) * (value - self.low) / span


def axis_over(values: Iterable[float]) -> Axis:
    """An axis that holds zero and every finite value."""
    finite = [value for value in values if isfinite(value)]
    return Axis(min([0.0, *finite]), max([0.0, *finite]))


def dot(axis: Axis, found: Interval, better: int) -> Markup:
    """An estimate and its interval; hollow where the interval holds zero, a square where it says worse."""
    if not isfinite(found.estimate):
        return _svg(axis, "")
    good = {1: "good", -1: "bad", 0: "open"}[found.sign * better]
    x, middle = axis.at(found.estimate), HEIGHT / 2
    mark = (
        f'<rect class="{good}" x="{x - 4.5:.1f}" y="{middle - 4.5:.1f}" width="9" height="9"/>'
        if good == "bad"
        else f'<circle class="{good}" cx="{x:.1f}" cy="{middle:.1f}" r="5"/>'
    )
    return _svg(axis, _whisker(axis, found.low, found.high, good) + mark)


def step(axis: Axis, start: float, end: float, found: Interval, look: str) -> Markup:
    """One row of a waterfall: what is added from `start` to `end`, and the interval of that. look: good, bad, price."""
    left, right = sorted((axis.at(start), axis.at(end)))
    pale = "" if found.sign else " pale"
    box = (
        f'<rect class="{look}{pale}" x="{left:.1f}" y="5" width="{max(right - left, 1.0):.1f}" height="12"/>'
    )
    return _svg(axis, box + _whisker(axis, start + found.low, start + found.high, "ink"))


def level(axis: Axis, found: Interval) -> Markup:
    """A level: a diamond and its interval."""
    x, y = axis.at(found.estimate), HEIGHT / 2
    points = f"{x:.1f},{y - 7:.1f} {x + 7:.1f},{y:.1f} {x:.1f},{y + 7:.1f} {x - 7:.1f},{y:.1f}"
    return _svg(
        axis, _whisker(axis, found.low, found.high, "ink") + f'<polygon class="ink" points="{points}"/>'
    )


def _whisker(axis: Axis, low: float, high: float, look: str) -> str:
    if not (isfinite(low) and isfinite(high)):
        return ""
    a, b, y = axis.at(low), axis.at(high), HEIGHT / 2
    return f'<line class="{look}" x1="{a:.1f}" y1="{y:.1f}" x2="{b:.1f}" y2="{y:.1f}"/>'


def _svg(axis: Axis, inside: str) -> Markup:
    zero = f'<line class="zero" x1="{axis.at(0.0):.1f}" y1="0" x2="{axis.at(0.0):.1f}" y2="{HEIGHT:.0f}"/>'
    return Markup(  # noqa: S704 — numbers and our own class names only
        f'<svg class="bar" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" aria-hidden="true">{zero}{inside}</svg>'
    )
