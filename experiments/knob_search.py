"""Turning knobs: one by bisection, several at once by least squares, always on the same customers with the same luck.

The same calibration replications are lived through at every trial, so the measures are functions of the knobs
without fresh noise, and their roots can be bracketed. A search stops when every measure is within a quarter of a
standard error: what lies closer is decided by luck.
Sources: Brent 1973, chapter 4 (bisection that takes a secant where it can); Branch, Coleman & Li 1999 (least squares
within bounds), both as SciPy keeps them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, least_squares

from experiments.knobs import Knob
from experiments.statistics import Floats

NEAR = 0.25  # standard errors within which a measure counts as hit
MISSED = 1.0  # standard errors beyond which it is asked whether a target can be met at all
EDGE = 0.005  # of a knob's range: where a search may begin at the outermost
STEPS = (
    0.02,
    0.06,
    0.15,
    0.35,
    1.0,
)  # positions looked at, away from the start, until the measure crosses its target
FINEST = 1e-4  # of a knob's range
MOST_BISECTIONS = 20
TRIALS = 10  # of the least squares, each with a step per knob
WORTH_IT = 0.02  # share of the squared errors that a trial must win to go on
SLOPE_STEP = 0.02


@dataclass(frozen=True)
class Reading:
    """What the measures of the knobs are at some values: mean over replications and its standard error, (knobs,)."""

    mean: Floats
    error: Floats

    def away(self, knobs: Sequence[Knob]) -> Floats:
        """Reached minus wanted."""
        return np.asarray(self.mean - np.array([knob.wanted for knob in knobs]))


Read = Callable[[dict[str, float]], Reading]
"""From values of the knobs, by measure, to the reading there."""


def search(knobs: Sequence[Knob], read: Read, start: dict[str, float]) -> dict[str, float]:
    """Values of the knobs at which every measure is as wanted, or as near as it gets.

    Where not all can be met, those that no position of their own knob meets go to their best bound, so that they do not
    pull the others away from theirs.
    """
    bench = _Bench(knobs, read)
    at = np.array([knob.position(start[knob.name]) for knob in knobs])
    if len(knobs) == 1:
        at[0] = _one(bench, at)
    else:
        at = _all(bench, at)
    return {knob.name: knob.value(float(place)) for knob, place in zip(knobs, at, strict=True)}


def most_readings(knobs: int) -> int:
    """How often `search` reads at most, when all can be met."""
    return 2 * len(STEPS) + MOST_BISECTIONS if knobs == 1 else TRIALS * (knobs + 1)


class _Bench:
    """Readings at positions of the knobs, none taken twice."""

    def __init__(self, knobs: Sequence[Knob], read: Read) -> None:
        self.knobs, self._read = knobs, read
        self._known: dict[tuple[float, ...], Reading] = {}

    def at(self, position: Floats) -> Reading:
        key = tuple(float(place) for place in position)
        if key not in self._known:
            values = {knob.name: knob.value(place) for knob, place in zip(self.knobs, key, strict=True)}
            self._known[key] = self._read(values)
        return self._known[key]

    def away(self, position: Floats) -> Floats:
        """How far each measure is from what is wanted, in standard errors (0 when near)."""
        reading = self.at(position)
        away = reading.away(self.knobs) / np.maximum(reading.error, 1e-12)
        return np.asarray(np.where(np.abs(away) <= NEAR, 0.0, away))


def _all(bench: _Bench, start: Floats) -> Floats:
    """The positions of several knobs."""
    free = np.isfinite(bench.at(start).mean)
    at = start.copy()
    if free.any():
        at[free] = _together(bench, at, free)
    missed = free & (np.abs(bench.away(at)) > MISSED)
    beyond = {
        number: end
        for number in map(int, np.flatnonzero(missed))
        if (end := _beyond(bench, start, number)) is not None
    }
    if beyond:
        at = start.copy()
        for number, end in beyond.items():
            at[number], free[number] = end, False
        if free.any():
            at[free] = _together(bench, at, free)
    return at


def _beyond(bench: _Bench, at: Floats, number: int) -> float | None:
    """The better end of a knob, when its measure misses the target to the same side at both; else None."""
    away = {}
    for end in (0.0, 1.0):
        there = at.copy()
        there[number] = end
        away[end] = float(bench.at(there).away(bench.knobs)[number])
    if not away[0.0] * away[1.0] > 0.0:  # also where nobody was there to be measured
        return None
    return min(away, key=lambda end: abs(away[end]))


def _one(bench: _Bench, at: Floats) -> float:
    """The position of the only knob: bisection where its measure crosses the target, else where it comes closest."""
    tried: dict[float, float] = {}

    def away(place: float) -> float:
        there = np.array([place])
        tried[place] = abs(float(bench.at(there).away(bench.knobs)[0]))
        return float(bench.away(there)[0])

    bracket = _bracket(away, float(at[0]), bench.knobs[0].rises)
    if bracket is None:
        known = {place: distance for place, distance in tried.items() if np.isfinite(distance)}
        return min(known, key=known.__getitem__) if known else float(at[0])
    if bracket[0] == bracket[1]:
        return bracket[0]
    return float(brentq(away, *bracket, xtol=FINEST, maxiter=MOST_BISECTIONS, disp=False))


def _bracket(away: Callable[[float], float], start: float, rises: int) -> tuple[float, float] | None:
    """Two positions between which the measure crosses its target, looking first where the knob should lead there."""
    here = away(start)
    if here == 0.0:
        return start, start
    first = -1.0 if here * (rises or 1) > 0.0 else 1.0
    for direction in (first, -first):
        inner = start
        for step in STEPS:
            outer = min(max(start + direction * step, 0.0), 1.0)
            if outer == inner:
                break
            there = away(outer)
            if there * here <= 0.0:
                return inner, outer
            inner = outer
    return None


def _together(bench: _Bench, start: Floats, free: NDArray[np.bool_]) -> Floats:
    """The free knobs at once, by least squares in standard errors; those at a bound stay there."""

    def everywhere(position: Floats) -> Floats:
        there = start.copy()
        there[free] = position
        return there

    scale = np.maximum(bench.at(start).error, 1e-12)[free]

    def away(position: Floats) -> Floats:
        return np.asarray(bench.at(everywhere(position)).away(bench.knobs)[free] / scale)

    def near(position: Floats) -> Floats:
        is_hit = not bench.away(everywhere(position))[free].any()
        return np.zeros_like(position) if is_hit else away(position)

    def slopes(position: Floats) -> Floats:
        columns = []
        for number in range(position.size):
            step = SLOPE_STEP if position[number] < 0.5 else -SLOPE_STEP
            there = position.copy()
            there[number] += step
            columns.append((away(there) - away(position)) / step)
        return np.array(columns).T

    inside = np.clip(start[free], EDGE, 1.0 - EDGE)
    found = least_squares(
        near, inside, jac=slopes, bounds=(0.0, 1.0), xtol=FINEST, ftol=WORTH_IT, max_nfev=TRIALS
    )
    return np.asarray(found.x)
