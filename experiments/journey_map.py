"""The map of a scenario: touchpoints in the order they are met, one lane per department, and the seams between them.

What is drawn and printed is computed here; `map_figure` draws it, `map_text` prints it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from experiments.theory.chain import answers
from scenarios.schema import LOST, WIN, Scenario

NOBODY = ""


@dataclass(frozen=True)
class Way:
    """One edge of the map, with what 100 people who start would do on it by the routing shares alone.

    per_100: crossings; handoffs_per_100, switches_per_100: crossings on which the department, or the channel, is
    another than the one met last (carried across silent steps).
    """

    source: str
    target: str
    share: float
    per_100: float
    handoffs_per_100: float
    switches_per_100: float

    @property
    def is_handoff(self) -> bool:
        return self.handoffs_per_100 > 0.0

    @property
    def is_switch(self) -> bool:
        return self.switches_per_100 > 0.0


@dataclass(frozen=True)
class JourneyMap:
    """A scenario as a map.

    order: touchpoints as they are met; lanes: departments in order of appearance, NOBODY (silent steps) first;
    visits: expected visits per 100 who start.
    """

    scenario: Scenario
    order: tuple[str, ...]
    lanes: tuple[str, ...]
    visits: dict[str, float]
    ways: tuple[Way, ...]

    def lane_of(self, code: str) -> int:
        """Number of the lane in which a touchpoint lies."""
        return self.lanes.index(self.scenario.touchpoints[code].owner or NOBODY)

    def title_of(self, lane: str) -> str:
        """Name of a lane for people."""
        return self.scenario.owners[lane] if lane else "nobody (silent)"

    def handoffs(self) -> list[Way]:
        """Ways on which the department changes, the most travelled first."""
        seams = [way for way in self.ways if way.is_handoff]
        return sorted(seams, key=lambda way: (-way.handoffs_per_100, way.source, way.target))


def journey_map(scenario: Scenario) -> JourneyMap:
    """The map of a scenario whose design has been applied; people follow the routing shares alone."""
    exact = answers(scenario)
    order = _order(scenario)
    owners = list(dict.fromkeys(scenario.touchpoints[code].owner or NOBODY for code in order))
    ways = []
    for source, point in scenario.touchpoints.items():
        for target, share in point.next.items():
            name = f"{source}>{target}"
            counts = (exact.traversals, exact.edge_handoffs, exact.edge_channel_switches)
            ways.append(Way(source, target, share, *(100.0 * count.get(name, 0.0) for count in counts)))
    return JourneyMap(
        scenario,
        order,
        tuple(sorted(owners, key=lambda owner: owner != NOBODY)),
        {code: 100.0 * count for code, count in exact.visits.items()},
        tuple(ways),
    )


def _order(scenario: Scenario) -> tuple[str, ...]:
    """Touchpoints so that ways lead forward where they can: reverse postorder of a search from the start."""
    seen: set[str] = set()
    order: list[str] = []
    later = [episode.starts_at for episode in scenario.episodes.values() if episode.starts_at]
    for start in (scenario.starts_at, *later, *scenario.touchpoints):
        order += reversed(_finished(scenario, start, seen))
    return tuple(order)


def _finished(scenario: Scenario, start: str, seen: set[str]) -> list[str]:
    """What a search from `start` newly finds, in the order in which it is done with it (no recursion)."""
    if start in seen:
        return []
    seen.add(start)
    finished: list[str] = []
    stack = [(start, _onward(scenario, start))]
    while stack:
        code, onward = stack[-1]
        following = next((target for target in onward if target not in seen), None)
        if following is None:
            finished.append(code)
            stack.pop()
        else:
            seen.add(following)
            stack.append((following, _onward(scenario, following)))
    return finished


def _onward(scenario: Scenario, code: str) -> Iterator[str]:
    """Where one goes from here, likely ways first, so that side ways end up between this step and the next."""
    shares = scenario.touchpoints[code].next
    onward = [target for target in shares if target in scenario.touchpoints]
    return iter(sorted(onward, key=shares.__getitem__, reverse=True))


def words_of_way(way: Way, scenario: Scenario) -> str:
    """A way in words: ⇒ a hand-off, ~ a change of channel, → neither; (silent) where nobody sees it."""
    if way.target == WIN:
        return f"reach the goal {way.share:.0%}"
    if way.target == LOST:
        return f"leave {way.share:.0%}"
    mark = "⇒" if way.is_handoff else "~" if way.is_switch else "→"
    silent = " (silent)" if scenario.touchpoints[way.target].silent else ""
    return f"{mark} {way.target} {way.share:.0%}{silent}"
