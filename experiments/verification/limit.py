"""What a limit is, and how far a simulated figure may be from theory.

Every limit is lived through many times. A figure is a function of what was counted in all runs together; its
standard error comes from leaving out one run at a time (jackknife), which is right for means, ratios and differences
alike and needs no word about who depends on whom inside a run.

Source: Efron & Stein, The jackknife estimate of variance, Annals of Statistics 9 (1981).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from scipy.special import ndtri, stdtr

from scenarios.schema import Scenario
from sim.records import Run

Totals = Mapping[str, float]
"""What was counted in a run; totals of several runs add up."""

FALSE_ALARMS = 1e-4
"""Chance that a correct engine fails any line of a suite."""


@dataclass(frozen=True)
class Figure:
    """One figure of a limit: what theory says, and how it is computed from what was counted.

    tolerance: the largest difference of an identity that holds exactly, for every run; None where luck plays a part.
    """

    what: str
    theory: float
    of: Callable[[Totals], float]
    tolerance: float | None = None


@dataclass(frozen=True)
class Limit:
    """A world with a known answer.

    world: the scenario, given how many times the usual number of people will live in all runs together (worlds in
        which a tick stands for continuous time choose it by that).
    observe: what is counted in one run.
    runs: how often the world is lived through by default; people: about how many live each time.
    thorough: people of all runs together when asked to be thorough.
    source: of the formula; note: what a reader should know; log: whether counting needs the event log.
    """

    subject: str
    name: str
    source: str
    world: Callable[[float], Scenario]
    observe: Callable[[Run], Totals]
    figures: Sequence[Figure]
    people: int
    runs: int = 40
    thorough: int = 10_000_000
    note: str = ""
    log: bool = False

    def runs_at(self, scale: float) -> int:
        """How many runs, given how many times the usual number of people; a scatter needs ten."""
        return self.runs if self.exact else max(10, round(self.runs * scale))

    @property
    def address(self) -> str:
        """What the luck of this limit hangs on: no other limit has the same."""
        return f"{self.name} {self.figures[0].what}"

    @property
    def exact(self) -> bool:
        """Whether every figure holds without luck, so that more people would show nothing new."""
        return all(figure.tolerance is not None for figure in self.figures)

    @property
    def thorough_scale(self) -> float:
        """How many times the usual number of people a thorough suite has."""
        return max(1.0, self.thorough / (self.runs * self.people))


@dataclass(frozen=True)
class Line:
    """Theory against simulation, as one line of the report.

    error: standard error of the simulated figure (0 for an exact identity); runs: how many it rests on.
    """

    subject: str
    limit: str
    what: str
    theory: float
    simulated: float
    error: float
    runs: int
    tolerance: float | None
    source: str
    note: str

    @property
    def name(self) -> str:
        """Limit and figure in one."""
        return f"{self.limit}: {self.what}" if self.what else self.limit

    @property
    def z(self) -> float:
        """Standard errors between simulation and theory, on the scale of the normal law.

        With few runs the standard error is itself uncertain (Student's law); the same chance under the normal law is
        what is shown. NaN for an identity.
        """
        if self.tolerance is not None:
            return math.nan
        gap = self.simulated - self.theory
        if self.error == 0.0:
            return 0.0 if gap == 0.0 else math.copysign(math.inf, gap)
        return normal_scale(gap / self.error, self.runs - 1)

    def holds(self, bound: float) -> bool:
        """Whether simulation and theory agree; `bound` is the largest |z| that luck may show."""
        if self.tolerance is not None:
            return abs(self.simulated - self.theory) <= self.tolerance
        return abs(self.z) < bound


def normal_scale(t: float, degrees: int) -> float:
    """The normal quantile that is exceeded as rarely as Student's `t` with so many degrees of freedom."""
    return math.copysign(float(ndtri(max(stdtr(degrees, -abs(t)), 1e-300))), t)


def largest_z(lines: int) -> float:
    """The |z| that the largest of so many correct lines exceeds once in 10,000 suites (Bonferroni)."""
    return -float(ndtri(FALSE_ALARMS / (2.0 * max(lines, 1))))


def conclude(limit: Limit, counted: Sequence[Totals]) -> list[Line]:
    """The lines of a limit from what was counted in its runs."""
    everything = reduce(_add, counted)
    lines = []
    for figure in limit.figures:
        simulated = figure.of(everything)
        error = 0.0
        if figure.tolerance is None:
            error = _jackknife(figure.of, everything, counted)
        lines.append(
            Line(limit.subject, limit.name, figure.what, figure.theory, simulated, error, len(counted),
                 figure.tolerance, limit.source, limit.note)
        )  # fmt: skip
    return lines


def _jackknife(of: Callable[[Totals], float], everything: Totals, counted: Sequence[Totals]) -> float:
    """Standard error of a figure by leaving out one run at a time."""
    without = np.array([of({name: everything[name] - run[name] for name in everything}) for run in counted])
    return math.sqrt((len(without) - 1) * float(without.var()))


def _add(one: Totals, other: Totals) -> Totals:
    return {name: one[name] + other[name] for name in one}


# ---------------------------------------------------------------- the figures met most often


def ratio(over: str, under: str) -> Callable[[Totals], float]:
    """One count over another."""
    return lambda totals: totals[over] / totals[under]


def mean(name: str) -> Callable[[Totals], float]:
    """A count per person (counted as `people`)."""
    return ratio(name, "people")


def spread_about(squares: str, under: str = "people") -> Callable[[Totals], float]:
    """Standard deviation from summed squared distances to the theoretical mean."""
    return lambda totals: math.sqrt(totals[squares] / totals[under])
