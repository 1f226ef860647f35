"""Precision on request: replications are added until every asked interval is narrow enough, never until a p-value is
small.

The rule: at least 30 replications, then ten at a time, until every asked half-width is met at two successive looks
(after Hoad, Robinson & Davies 2010, who look one replication at a time). One look would stop where the spread happens
to look small, and the interval would cover too seldom.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import ceil, isfinite
from typing import Any

import pandas as pd

from experiments.errors import InputError, unknown
from experiments.intervals import difference_interval
from experiments.kpis import Kpi
from experiments.statistics import Floats

FIRST = 30
BATCH = 10
LOOKS = 2
AT_MOST = 400
MINUTE, HOUR = 60.0, 3600.0


@dataclass(frozen=True)
class Rule:
    """What is asked: half-widths of paired 95 % intervals, in the measures' own units (a share, not per cent).

    first: replications before the first look.  at_most: replications after which it stops in any case.
    """

    half_widths: dict[str, float]
    first: int = FIRST
    at_most: int = AT_MOST


@dataclass(frozen=True)
class Precision:
    """How a precision run ended.

    looks: a row per look and asked measure (replications, kpi, half_width, asked, met), in the measures' own units.
    met: whether every asked half-width was met at two successive looks.  rule: what was asked, in words.
    result: how it ended, in sentences.
    """

    rule: str
    result: str
    met: bool
    looks: pd.DataFrame

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON; the looks are a table of their own."""
        return {"rule": self.rule, "result": self.result, "met": self.met}


def asked(
    wanted: Mapping[str, float], kpis: Iterable[Kpi], replications: int = FIRST, at_most: int = AT_MOST
) -> Rule:
    """The rule for wanted half-widths, each in the printed unit of its measure's difference (points, EUR, days...).

    Raises InputError for an unknown measure, a half-width that is not a number above 0, fewer than 30 replications to
    begin with, and a cap that leaves no room for two looks.
    """
    known = {kpi.name: kpi for kpi in kpis}
    if not wanted:
        raise InputError("precision needs a measure and its half-width, for example nps=1")
    half_widths = {}
    for name, width in wanted.items():
        if name not in known:
            raise unknown("measure", name, known)
        if not _is_width(width):
            raise InputError(f"the half-width of {name} must be a number above 0, got {width!r}")
        half_widths[name] = float(width) / known[name].scale
    if replications < FIRST:
        raise InputError(
            f"a precision run begins with {FIRST} replications or more, because fewer say too little about the spread; "
            f"got {replications}"
        )
    if at_most < replications + BATCH * (LOOKS - 1):
        raise InputError(
            f"precision must hold at two looks, after {replications} and {replications + BATCH} replications, so the "
            f"cap must be {replications + BATCH} or more; got {at_most}"
        )
    return Rule(half_widths, replications, at_most)


class Watch:
    """Looks at the paired differences as they come in and says when to stop."""

    def __init__(self, rule: Rule, kpis: Iterable[Kpi], say: Callable[[str], None] | None = None) -> None:
        """say: called with a sentence before the first look and after every one."""
        self._rule, self._say = rule, say or (lambda _: None)
        self._kpis = {kpi.name: kpi for kpi in kpis if kpi.name in rule.half_widths}
        self._rows: list[dict[str, Any]] = []
        self._in_a_row = 0
        self._say(
            f"precision: {self._wanted()}; first {rule.first} replications, then a forecast, at most {rule.at_most}"
        )

    def look(self, differences: Mapping[str, Floats], seconds_each: float) -> int:
        """Note one look and say how many replications to add; 0 is the end.

        differences: second design less first, per measure, shape (replications so far,).
        seconds_each: time that one more replication takes, for the forecast.
        Raises InputError for a measure that nobody could be counted for.
        """
        n = len(next(iter(differences.values())))
        widths = {name: difference_interval(differences[name])[0].half_width for name in self._kpis}
        for name, width in widths.items():
            if not isfinite(width):
                raise InputError(
                    f"{name} has no interval here: nobody was counted for it; ask for another measure"
                )
        met = {name: bool(widths[name] <= self._rule.half_widths[name]) for name in self._kpis}
        self._rows += [
            {"replications": n, "kpi": name, "half_width": widths[name],
             "asked": self._rule.half_widths[name], "met": met[name]}
            for name in self._kpis
        ]  # fmt: skip
        self._in_a_row = self._in_a_row + 1 if all(met.values()) else 0
        if self._in_a_row >= LOOKS or n >= self._rule.at_most:
            return 0
        needed = self._needed(n, widths)
        left = duration(seconds_each * (min(needed, self._rule.at_most) - n))
        over = f", more than the cap of {self._rule.at_most}" if needed > self._rule.at_most else ""
        self._say(
            f"after {n} replications: {self._now(widths)}; forecast: {needed} replications{over}, {left} left"
        )
        return min(BATCH, self._rule.at_most - n)

    def ended(self) -> Precision:
        """What came of it."""
        looks = pd.DataFrame(self._rows)
        last = looks[looks["replications"] == looks["replications"].max()]
        n, met = int(last["replications"].iloc[0]), self._in_a_row >= LOOKS
        widths = dict(zip(last["kpi"], last["half_width"], strict=True))
        rule = (
            f"{self._wanted()}, 95 % intervals of the paired difference; from {self._rule.first} replications on, "
            f"{BATCH} at a time, until met at two successive looks; at most {self._rule.at_most}"
        )
        if met:
            result = f"Precision met after {n} replications: {self._now(widths)}."
        elif last["met"].all():
            result = (
                f"Stopped at the cap of {n} replications, met at the last look only: {self._now(widths)}."
            )
        else:
            result = (
                f"Precision not met within {n} replications: {self._now(widths)}; it would take about "
                f"{self._needed(n, widths)}."
            )
        return Precision(rule, f"{result} Half these widths would take {4 * n} replications.", met, looks)

    def _wanted(self) -> str:
        return ", ".join(
            f"{kpi.title} ± {_width(kpi, self._rule.half_widths[name])}" for name, kpi in self._kpis.items()
        )

    def _now(self, widths: Mapping[str, float]) -> str:
        return ", ".join(
            f"{kpi.title} ± {_width(kpi, widths[name])} (asked {_width(kpi, self._rule.half_widths[name])})"
            for name, kpi in self._kpis.items()
        )

    def _needed(self, n: int, widths: Mapping[str, float]) -> int:
        """Replications until two looks are met, in whole batches: the half-width falls as one over the root of n."""
        if self._in_a_row:
            return n + BATCH * (LOOKS - self._in_a_row)
        ratio = max(widths[name] / wanted for name, wanted in self._rule.half_widths.items())
        batches = ceil((n * ratio**2 - n) / BATCH)
        return n + BATCH * (max(batches, 1) + LOOKS - 1)


def _is_width(value: object) -> bool:
    return not isinstance(value, bool) and isinstance(value, int | float) and isfinite(value) and value > 0


def duration(seconds: float) -> str:
    """A time as people say it."""
    if seconds < MINUTE:
        return f"about {max(round(seconds), 1)} s"
    if seconds < HOUR:
        return f"about {seconds / MINUTE:.0f} min"
    return f"about {seconds / HOUR:.1f} h"


def _width(kpi: Kpi, half_width: float) -> str:
    """A half-width in the printed unit, with as many digits as it needs."""
    return f"{half_width * kpi.scale:.3g} {kpi.unit_of_difference}".rstrip()
