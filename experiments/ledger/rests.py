"""What a comparison rests on most, in one line: the first of the ranking, or of a stated rule until there is one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from experiments.kpis import Kpi
from experiments.ledger.assumptions import COEFFICIENT, LEVEL, Assumption, number
from experiments.ledger.plan import plan
from experiments.ledger.result import TOP, Row, entry, moved
from experiments.ledger.store import known
from experiments.ledger.titles import title_at
from experiments.voices.voice import Voice
from scenarios import overlay
from scenarios.errors import ScenarioError
from scenarios.remarks import Remark
from scenarios.schema import Scenario

RULE = "the assumed lever levels farthest from today, then the assumed coefficients with the widest range"


@dataclass(frozen=True)
class RestsMost:
    """The assumptions that move the answer most.

    ranked: whether that was worked out; if not, they are those of RULE.  assumptions: words of each.
    data: the same for JSON.  hint: the command that works it out, or shows all.
    """

    ranked: bool
    assumptions: tuple[str, ...]
    data: tuple[dict[str, Any], ...]
    hint: str

    @property
    def sentence(self) -> str:
        """One line for people."""
        if not self.assumptions:
            return f"What this rests on most is not known; {self.hint} ranks the assumptions."
        listed = "; ".join(self.assumptions)
        if self.ranked:
            return f"Rests most on: {listed}. All assumptions: {self.hint}"
        return f"Not ranked yet; by rule ({RULE}): {listed}. To rank them: {self.hint}"

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "ranked": self.ranked,
            "sentence": self.sentence,
            "words": list(self.assumptions),
            "assumptions": list(self.data),
            "hint": self.hint,
        }


def rests_most(
    scenario: Scenario,
    designs: tuple[str, str],
    preset: str,
    remarks: Mapping[str, Remark] | None = None,
    hint: str = "",
) -> RestsMost:
    """What the comparison of two designs rests on most; nothing is run for it."""
    hint = hint or f"journey evidence {scenario.scenario}"
    ledger = known(scenario, designs, preset, remarks)
    if ledger is not None:
        top, kpi = ledger.top(), ledger.kpi()
        return RestsMost(
            True,
            tuple(_ranked(row, kpi) for row in top),
            tuple(entry(row) | {"measure": kpi.name} for row in top),
            hint,
        )
    first = by_rule(scenario, plan(scenario, designs, preset, remarks).varied)
    data = tuple(
        {"path": a.path, "title": a.title, "value": a.value, "unit": a.unit, "evidence": a.evidence}
        for a in first
    )
    return RestsMost(False, tuple(map(words, first)), data, hint)


def words(a: Assumption) -> str:
    """An assumption with its value and tag."""
    value = number(a.value) if isinstance(a.value, float | int) else ""
    amount = f", {value} {a.unit}".rstrip() if value else ""
    return f"{a.title}{amount} [{a.evidence}]"


def told(scenario: Scenario, data: Mapping[str, Any], kpis: Iterable[Kpi], say: Voice) -> str:
    """One of `RestsMost.data` in a language: title, value with its unit, and, where it was ranked, how far it moves the
    difference in the leading measure of the ledger."""
    text, value = title_at(scenario, str(data["path"]), say), data["value"]
    if isinstance(value, float | int):
        unit = say.units(str(data.get("unit", "")))
        text = say("ledger.amount", title=text, value=say.written(number(value)), unit=unit).rstrip()
    ends = [
        data[end]
        for end in ("effect_low", "effect_high")
        if data.get(end) is not None and isfinite(data[end])
    ]
    kpi = next((kpi for kpi in kpis if kpi.name == data.get("measure")), None)
    if kpi is None:
        return text
    low, high = (say.written(moved(kpi, end)) for end in (min([0.0, *ends]), max([0.0, *ends])))
    return say("ledger.moved", title=text, low=low, high=high, unit=say.unit(kpi)).replace(" )", ")")


def _ranked(row: Row, kpi: Kpi) -> str:
    """The same with how far it moves the difference."""
    ends = [end for end in (row.effect.low, row.effect.high) if isfinite(end)]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    unit = kpi.unit_of_difference
    return f"{words(row.assumption)} ({moved(kpi, low)} to {moved(kpi, high)} {unit})".replace(" )", ")")


def by_rule(scenario: Scenario, assumptions: tuple[Assumption, ...]) -> list[Assumption]:
    """The three that RULE names."""
    assumed = [a for a in assumptions if a.evidence == "A"]
    levels = [a for a in assumed if a.kind == LEVEL]
    coefficients = [a for a in assumed if a.kind == COEFFICIENT]
    levels.sort(key=lambda a: -_distance(scenario, a))
    coefficients.sort(key=lambda a: -_width(a))
    return [*levels, *coefficients][:TOP]


def _distance(scenario: Scenario, a: Assumption) -> float:
    """How far a lever level is from today, relative to the larger of both; 1 where they cannot be compared."""
    path = a.path.split(".changes.", 1)[1]
    try:
        today = overlay.get(scenario, path)
    except ScenarioError:
        return 1.0
    level = scenario.levers[a.path.split(".")[1]].changes[path]
    pairs = [(today, level)]
    if isinstance(today, Mapping) and isinstance(level, Mapping):
        pairs = [(today.get(name, 0.0), level.get(name, 0.0)) for name in {*today, *level}]
    found = [_apart(one, other) for one, other in pairs]
    return max(found, default=1.0)


def _apart(one: Any, other: Any) -> float:
    if not (isinstance(one, int | float) and isinstance(other, int | float)):
        return 1.0
    return abs(one - other) / max(abs(one), abs(other), 1e-12)


def _width(a: Assumption) -> float:
    """Width of a range relative to the value."""
    ends = [end.shown for end in a.ends.values()]
    if not isinstance(a.value, int | float) or not all(isinstance(end, int | float) for end in ends):
        return 0.0
    values = [a.value, *(float(end) for end in ends)]
    return (max(values) - min(values)) / max(abs(a.value), 1e-12)
