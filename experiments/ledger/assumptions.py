"""One thing an answer rests on, and the two ends of its range."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from experiments.voices.voice import ENGLISH, Voice
from scenarios.schema import Scenario

COEFFICIENT, FACT, TODAY = "coefficient", "fact", "level today"
LEVEL, PRICE, ANCHOR = "lever level", "lever price", "known of today"
KINDS = {
    COEFFICIENT: "a number nobody knows",
    FACT: "a fact of the case, which a company can count",
    TODAY: "a level of today that a lever may change",
    LEVEL: "what a lever is assumed to reach; varied half-way back to today",
    PRICE: "what a lever is assumed to cost",
    ANCHOR: "what today's company is known to look like and was solved for",
}


KIND_OF_NETWORK = re.compile(r"^[a-z]+_[a-z]+: ")


@dataclass(frozen=True)
class End:
    """One end of a range: what is shown, and what is changed in the scenario before a design is applied.

    churn: the 12-month churn that the baseline hazard is moved to; None leaves the solved baseline as it is.
    """

    shown: float | str
    changes: Mapping[str, Any] = field(default_factory=dict)
    churn: float | None = None


@dataclass(frozen=True)
class Assumption:
    """One thing an answer rests on.

    path: where it stands in the scenario, with * for a group.  value: as shown; text for a group.  kind: one of KINDS.
    rule: where the range comes from.  low, high: the ends of the range, None where it cannot move that way.
    """

    path: str
    title: str
    value: float | str
    unit: str
    kind: str
    evidence: str
    source: str
    rule: str
    low: End | None
    high: End | None

    @property
    def ends(self) -> dict[str, End]:
        """The ends there are, by name."""
        return {name: end for name, end in (("low", self.low), ("high", self.high)) if end is not None}

    @property
    def first(self) -> str:
        """The end that is lived through first: the high one, but fewer staff and less patience, because a queue
        suffers more from less than it gains from more."""
        scarce = self.path.startswith("teams.") or ".patience_" in self.path
        return "low" if self.high is None or (scarce and self.low is not None) else "high"


def title_of(scenario: Scenario, path: str, gloss: str, say: Voice = ENGLISH) -> str:
    """A gloss in short, with the name of the thing it is about."""
    words, names = short(gloss), path.split(".")
    if "traits" in names:
        trait = say.trait(names[names.index("traits") + 1])
        words = say("ledger.trait.mean" if names[-1] == "mean" else "ledger.trait.sd", trait=trait)
    about = _subject(scenario, names, say)
    return say("ledger.about", words=words, about=about) if about else words


def short(gloss: str) -> str:
    """A gloss without its remarks."""
    return KIND_OF_NETWORK.sub("", gloss.split(";")[0].split(" (")[0].strip())


def _subject(scenario: Scenario, names: list[str], say: Voice) -> str:
    """The thing a path is about, in words; empty for numbers that hold for everything."""
    first, second = names[0], names[1] if len(names) > 1 else ""
    if second == "*":
        return say(f"ledger.all.{first}")
    if first == "value" and second == "streams":
        return scenario.value.streams[int(names[2])].name
    if first == "edges":
        edge = scenario.edges[int(second)]
        called = {code: point.name for code, point in scenario.touchpoints.items()}
        ends = {"from_name": called.get(edge.from_, edge.from_), "to_name": called.get(edge.to, edge.to)}
        return say("ledger.way", first=edge.from_, second=edge.to, **ends)
    known: Any = getattr(scenario, first, None)
    if first not in ("touchpoints", "channels", "teams", "personas", "levers", "episodes", "shocks"):
        return ""
    thing = known[second]
    return str(getattr(thing, "title", None) or getattr(thing, "name", None) or second)


def number(value: float | str) -> str:
    """A value as people read it."""
    return value if isinstance(value, str) else f"{value:.4g}"
