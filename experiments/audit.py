"""The audit of a scenario: a short checklist of what nobody covers, nobody owns and nobody sees. No run needed."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from scenarios.lenses import NAMES, REFERENCE
from scenarios.network import STEPS, lenses_of, seams, sight, step_of, written_edge
from scenarios.schema import Scenario, Touchpoint

LONG_DAYS = 5.0  # a step that takes longer on average deserves a word


@dataclass(frozen=True)
class Item:
    """One line of the checklist: where it is (a step, touchpoints or ways) and what is there."""

    where: str
    what: str


@dataclass(frozen=True)
class Section:
    """Items of one kind, and what to do about them."""

    title: str
    advice: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Audit:
    """The checklist of a scenario."""

    scenario: str
    title: str
    sections: tuple[Section, ...]

    @property
    def markdown(self) -> str:
        """The checklist as Markdown, ready for a meeting; sections without items say so."""
        lines = [f"# Audit: {self.title}", ""]
        for section in self.sections:
            lines += [f"## {section.title}", ""]
            if not section.items:
                lines += ["Nothing to tick.", ""]
                continue
            lines += [section.advice, ""]
            lines += [f"- [ ] **{item.where}**: {item.what}" for item in section.items]
            lines.append("")
        return "\n".join(lines).rstrip("\n")

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)


def audit(scenario: Scenario) -> Audit:
    """Walk through the network and note what a management should talk about. No run needed."""
    general, switches = scenario.handoffs, scenario.channel_switches
    looks: tuple[tuple[str, str, Callable[[Scenario], Iterator[Item]]], ...] = (
        ("Goal steps that nobody covers", "Who could help the customer there?", _uncovered),
        (
            "Hand-offs that nobody owns",
            (
                f"On the general terms: {general.retention:.0%} of the information survives, "
                f"{general.drop_probability:.1%} of the cases are dropped. Name an owner, measure the way, write "
                "its own terms under `edges`."
            ),
            _bare_seams,
        ),
        ("Silent steps", "Nobody of ours is there. Which message would have helped?", _silent),
        (
            "Channel switches",
            f"{switches.retention:.0%} of the information survives each. Could they finish where they began?",
            _switches,
        ),
        ("Blind spots of the lenses", "Which of these do we manage by, and who looks at the rest?", _unseen),
        (
            "Moments of truth without preparation",
            "Rehearse the foreseeable, let staff act on the rest.",
            _unprepared,
        ),
    )
    return Audit(
        scenario.scenario,
        scenario.title,
        tuple(Section(title, advice, tuple(look(scenario))) for title, advice, look in looks),
    )


def _name(scenario: Scenario, code: str) -> str:
    return f"{code} {scenario.touchpoints[code].name}"


def _grouped(found: Iterator[tuple[str, str]]) -> Iterator[Item]:
    """One item per group, its entries in one line."""
    groups: dict[str, list[str]] = {}
    for group, entry in found:
        groups.setdefault(group, []).append(entry)
    return (Item(group, "; ".join(entries)) for group, entries in groups.items())


def _uncovered(scenario: Scenario) -> Iterator[Item]:
    there: dict[str, list[str]] = {step: [] for step in STEPS}
    for code in scenario.touchpoints:
        there[step_of(scenario, code)].append(code)
    for step, codes in there.items():
        if codes and not any(scenario.touchpoints[code].owner for code in codes):
            yield Item(step, f"happens without us: {', '.join(_name(scenario, code) for code in codes)}")
    missing = [step for step, codes in there.items() if not codes]
    if missing:
        yield Item(
            ", ".join(missing), "no touchpoint at all; forgotten, or only labelled otherwise (`stages.step`)?"
        )


def _bare_seams(scenario: Scenario) -> Iterator[Item]:
    def found() -> Iterator[tuple[str, str]]:
        for seam in seams(scenario):
            edge = written_edge(scenario, seam.way)
            if edge is None or (edge.retention is None and edge.drop_probability is None):
                gives = " or ".join(scenario.owners[code] for code in seam.gives)
                yield (
                    f"{gives} → {scenario.owners[seam.takes]}",
                    f"{seam.way[0]} → {_name(scenario, seam.way[1])}",
                )

    return _grouped(found())


def _silent(scenario: Scenario) -> Iterator[Item]:
    for code, point in scenario.touchpoints.items():
        if not point.silent:
            continue
        what = [*_needs(point)]
        lost = point.next.get("LOST", 0.0)
        if lost > 0.0:
            what.append(f"{lost:.0%} end here")
        if point.delay_days >= LONG_DAYS:
            what.append(f"takes {point.delay_days:g} days")
        if what:
            yield Item(_name(scenario, code), "; ".join(what))


def _needs(point: Touchpoint) -> Iterator[str]:
    if point.needs is not None and point.needs.coverage < 1.0:
        needs = point.needs
        unmet = needs.kinds * needs.relevant_share * (1.0 - needs.coverage)
        yield f"{unmet:.1f} unmet needs per visit ({needs.kinds} kinds, {needs.coverage:.0%} covered)"


def _switches(scenario: Scenario) -> Iterator[Item]:
    """Where customers themselves change the channel, silent steps and back offices apart."""

    def met_on(code: str) -> str | None:
        point = scenario.touchpoints[code]
        if point.silent or point.channel is None or not scenario.channels[point.channel].customer_facing:
            return None
        return scenario.channels[point.channel].name

    def found() -> Iterator[tuple[str, str]]:
        for code, point in scenario.touchpoints.items():
            for target, share in point.next.items():
                here, there = met_on(code), met_on(target) if target in scenario.touchpoints else None
                if here and there and here != there and share > 0.0:
                    yield f"{here} → {there}", f"{code} → {_name(scenario, target)} ({share:.0%})"

    return _grouped(found())


def _unseen(scenario: Scenario) -> Iterator[Item]:
    """What each of the five leaves out; touchpoints that no department's lens sees come first."""
    lenses, ways = lenses_of(scenario), [seam.way for seam in seams(scenario)]
    seen = {name: sight(scenario, lenses[name]) for name in NAMES if name != REFERENCE}
    dark = [
        _name(scenario, code)
        for code in scenario.touchpoints
        if not any(code in one.touchpoints for one in seen.values())
    ]
    if dark:
        yield Item("only the goal lens sees", ", ".join(dark))
    for name, one in seen.items():
        points = len(scenario.touchpoints) - len(one.touchpoints)
        hidden = sum(way not in one.edges for way in ways)
        yield Item(
            f"{lenses[name].title.lower()} lens",
            f"misses {points} of {len(scenario.touchpoints)} touchpoints and {hidden} of {len(ways)} hand-offs",
        )


def _unprepared(scenario: Scenario) -> Iterator[Item]:
    moments = scenario.moments
    points = ", ".join(code for code, point in scenario.touchpoints.items() if point.moment_of_truth)
    if not points or not scenario.mechanisms.moments:
        return
    foreseeable = 1.0 - moments.unpredictable_share
    if moments.preparation == 0.0 and moments.failure_predictable > 0.0:
        yield Item(
            points,
            f"{foreseeable:.0%} of moments are foreseeable; {moments.failure_predictable:.0%} of those fail, and "
            "nobody is prepared (`moments.preparation`)",
        )
    if moments.reaction == 0.0 and moments.failure_unpredictable > 0.0:
        yield Item(
            points,
            f"{moments.unpredictable_share:.0%} come as a surprise; {moments.failure_unpredictable:.0%} of those "
            "fail, and nobody may react at once (`moments.reaction`)",
        )
