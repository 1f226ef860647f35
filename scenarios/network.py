"""What follows from the network alone: seams, what a lens sees, which of the twelve goal steps a touchpoint serves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, get_args

from scenarios.labels import labels
from scenarios.lenses import LENSES, Lens, Sight
from scenarios.organisation import Step

if TYPE_CHECKING:
    from scenarios.schema import Edge, Scenario

Way = tuple[str, str]

STEPS: Final[tuple[str, ...]] = get_args(Step)
"""The twelve steps from a goal to its evaluation: a working list of ours, seen from the customer."""


class Seam(NamedTuple):
    """A way on which the case may change hands, silent steps carried through: who may hand it over, who takes it."""

    way: Way
    gives: tuple[str, ...]
    takes: str


def lenses_of(scenario: Scenario) -> dict[str, Lens]:
    """The five lenses and the scenario's own, by name."""
    return LENSES | scenario.lenses


def sight(scenario: Scenario, lens: Lens) -> Sight:
    """The touchpoints and ways that a lens sees in a scenario."""
    seen = frozenset(code for code in scenario.touchpoints if _sees(scenario, lens, code))
    ways = {
        (code, target)
        for code, point in scenario.touchpoints.items()
        for target in point.next
        if target in scenario.touchpoints
    }
    if isinstance(lens.sees_edges, list):
        listed = set(lens.sees_edges)
        return Sight(seen, frozenset(way for way in ways if ">".join(way) in listed))
    if lens.sees_edges == "none":
        return Sight(seen, frozenset())
    if lens.sees_edges == "all":
        return Sight(seen, frozenset(ways))
    return Sight(seen, frozenset(way for way in ways if way[0] in seen and way[1] in seen))


def _sees(scenario: Scenario, lens: Lens, code: str) -> bool:
    point, sees = scenario.touchpoints[code], lens.sees
    if point.silent and not sees.silent:
        return False
    return (
        (sees.touchpoints is None or code in sees.touchpoints)
        and (sees.owners is None or point.owner in sees.owners)
        and (sees.channels is None or point.channel in sees.channels)
        and (sees.stages is None or labels(code, point, lens.stages) in sees.stages)
    )


def seams(scenario: Scenario) -> list[Seam]:
    """Every way on which the department may change, in the scenario's order."""
    carried = _carried_owners(scenario)
    found = []
    for code, point in scenario.touchpoints.items():
        before = {point.owner} if point.owner else carried[code]
        for target, share in point.next.items():
            takes = scenario.touchpoints[target].owner if target in scenario.touchpoints else None
            gives = tuple(owner for owner in scenario.owners if owner in before and owner != takes)
            if share > 0.0 and takes is not None and gives:
                found.append(Seam((code, target), gives, takes))
    return found


def _carried_owners(scenario: Scenario) -> dict[str, set[str]]:
    """For each silent step the departments that may have met the customer last."""
    carried: dict[str, set[str]] = {code: set() for code in scenario.touchpoints}
    changed = True
    while changed:
        changed = False
        for code, point in scenario.touchpoints.items():
            out = {point.owner} if point.owner else carried[code]
            for target, share in point.next.items():
                if share > 0.0 and target in carried and not out <= carried[target]:
                    carried[target] |= {owner for owner in out if owner}
                    changed = True
    return carried


def written_edge(scenario: Scenario, way: Way) -> Edge | None:
    """The scenario's own words about a way, if it has any."""
    return next((edge for edge in scenario.edges if (edge.from_, edge.to) == way), None)


def step_of(scenario: Scenario, code: str) -> str:
    """Which of the twelve goal steps a touchpoint serves: as written in `stages.step`, or by rule.

    By rule, from `six`: Aware is the trigger where journeys start, else framing the need (silent) or learning; Interest
    is learning, or making a shortlist when silent; Consider is comparing, or deciding when all who go on go to Action;
    Action is the transaction, or preparing when silent; Use is preparing before the conversion, receiving at a
    converting touchpoint, resolving where a customer brings up something that can fail after the purchase (phase
    After), else using; Advocacy is evaluating.
    """
    point = scenario.touchpoints[code]
    if point.stages.step is not None:
        return point.stages.step
    six, silent = point.stages.six, point.silent
    if six == "Aware":
        return "trigger" if code == scenario.starts_at else "frame need" if silent else "learn"
    if six == "Interest":
        return "shortlist" if silent else "learn"
    if six == "Consider":
        onward = [scenario.touchpoints[target] for target in point.next if target in scenario.touchpoints]
        return "decide" if onward and all(after.stages.six == "Action" for after in onward) else "compare"
    if six == "Action":
        return "prepare" if silent else "transact"
    if six == "Use":
        if code in scenario.converts_at:
            return "receive"
        if point.stages.phase == "After" and point.moment_of_truth and point.initiated_by == "customer":
            return "resolve"
        return "prepare" if _before_conversion(scenario, code) else "use"
    return "evaluate"


def _before_conversion(scenario: Scenario, code: str) -> bool:
    """Whether nobody comes here without being a prospect still."""
    reached, frontier = set(), [*scenario.converts_at]
    while frontier:
        for target in scenario.touchpoints[frontier.pop()].next:
            if target in scenario.touchpoints and target not in reached:
                reached.add(target)
                frontier.append(target)
    return bool(scenario.converts_at) and code not in reached
