"""The ledger: every assumption with how far the answer moves, and the same by evidence tag."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from experiments.kpis import Kpi, kpis_of
from experiments.ledger.assumptions import Assumption
from experiments.plain import plain
from scenarios.evidence import Parameter
from scenarios.remarks import WEAKEST_FIRST
from scenarios.schema import Scenario

TOP = 3
NEGLIGIBLE = 1e-9  # rounding of sums, no movement


@dataclass(frozen=True)
class Effect:
    """How the paired difference of one measure moves at the ends of a range, raw units; NaN where there is no end.

    noise: twice the standard error of the larger movement; NaN when it is not known.
    """

    low: float
    high: float
    noise: float

    @property
    def swing(self) -> float:
        """The widest the difference moves between the ends and the middle."""
        reached = [0.0, *(end for end in (self.low, self.high) if isfinite(end))]
        return max(reached) - min(reached)

    @property
    def is_nothing(self) -> bool:
        """Whether nothing moves at all, to the last bit."""
        return self.swing == 0.0

    @property
    def is_noise(self) -> bool:
        """Whether neither end moves the difference beyond the noise."""
        return not any(abs(end) > self.noise for end in (self.low, self.high) if isfinite(end))


@dataclass(frozen=True)
class Row:
    """An assumption, its effect on the measure that is looked at, and the replications that rests on."""

    assumption: Assumption
    effect: Effect
    replications: int


@dataclass(frozen=True)
class Ledger:
    """What the difference between two designs rests on.

    difference: of each measure, second design minus first, at the central values.  effects: assumption's path -> one
    Effect per measure, in the order of `kpis_of(scenario)`.  replications: assumption's path -> how many.
    leading: the measure the refinement went by.  key: hash of all that the effects depend on, luck aside.
    """

    scenario: Scenario
    designs: tuple[str, str]
    preset: str
    seed: int
    quick: bool
    leading: str
    assumptions: tuple[Assumption, ...]
    without_range: tuple[Parameter, ...]
    difference: Mapping[str, float]
    effects: Mapping[str, tuple[Effect, ...]]
    replications: Mapping[str, int]
    key: str

    @property
    def method(self) -> str:
        """What was done, in sentences."""
        most, title = max(self.replications.values(), default=0), self.kpi().title
        again = sum(count > 1 for count in self.replications.values())
        finer = f", both ends of those that move {title} most, and {most} replications of the first {again}"
        return (
            "One assumption at a time, both designs, the same customers: one end of every range on one replication"
            f"{finer if again else ''}. Intercepts as solved at the central values. Noise: twice the standard error, "
            "over ten groups of people and over replications."
        )

    def kpi(self, name: str | None = None) -> Kpi:
        """A measure by its name, the leading one when left out. Raises KeyError."""
        return {kpi.name: kpi for kpi in kpis_of(self.scenario)}[name or self.leading]

    def rows(self, kpi: str | None = None) -> list[Row]:
        """Every assumption, the widest swing first."""
        place = [k.name for k in kpis_of(self.scenario)].index(self.kpi(kpi).name)
        found = [
            Row(a, self.effects[a.path][place], self.replications[a.path])
            for a in self.assumptions
            if a.path in self.effects
        ]
        return sorted(found, key=lambda row: (row.effect.is_noise, -row.effect.swing))

    def top(self, kpi: str | None = None, count: int | None = TOP) -> list[Row]:
        """The assumptions that move the answer most, beyond their noise; all of those when count is None."""
        return [row for row in self.rows(kpi) if not row.effect.is_noise][:count]

    def by_tag(self, kpi: str | None = None) -> dict[str, float]:
        """Share of all swings beyond the noise that rests on each evidence tag, the strongest tag first."""
        swings = dict.fromkeys(reversed(WEAKEST_FIRST), 0.0)
        for row in self.rows(kpi):
            if not row.effect.is_noise:
                swings[row.assumption.evidence] += row.effect.swing
        total = sum(swings.values())
        return {tag: swing / total for tag, swing in swings.items()} if total else {}

    def to_dict(self, kpi: str | None = None) -> dict[str, Any]:
        """Plain data for JSON."""
        measure = self.kpi(kpi)
        data: dict[str, Any] = {
            "scenario": self.scenario.scenario,
            "title": self.scenario.title,
            "designs": list(self.designs),
            "preset": self.preset,
            "seed": self.seed,
            "measure": measure.name,
            "unit": measure.unit_of_difference,
            "difference": self.difference[measure.name],
            "method": self.method,
            "by_tag": self.by_tag(measure.name),
            "assumptions": [entry(row) for row in self.rows(measure.name)],
            "without_range": [
                {"path": p.path, "value": p.value, "evidence": p.evidence, "source": p.source}
                for p in self.without_range
            ],
        }
        result: dict[str, Any] = plain(data)
        return result


def moved(kpi: Kpi, value: float) -> str:
    """A movement of a difference as people read it: three digits that count, its sign, no unit."""
    return "0" if abs(value) < NEGLIGIBLE else f"{value * kpi.scale:+,.3g}"


def entry(row: Row) -> dict[str, Any]:
    """One row as plain data."""
    a, effect = row.assumption, row.effect
    return {
        "path": a.path,
        "title": a.title,
        "value": a.value,
        "unit": a.unit,
        "kind": a.kind,
        "evidence": a.evidence,
        "source": a.source,
        "low": None if a.low is None else a.low.shown,
        "high": None if a.high is None else a.high.shown,
        "rule": a.rule,
        "effect_low": effect.low,
        "effect_high": effect.high,
        "noise": effect.noise,
        "swing": effect.swing,
        "within_noise": effect.is_noise,
        "replications": row.replications,
    }
