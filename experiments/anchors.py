"""Calibration: solve the first design ("today") for the user's own numbers of today.

Two kinds of unknowns. *Intercepts* have no place in a scenario: one per edge, the baseline of churn, the intercept of
the likelihood to recommend, today's rating; `experiments.intercept_search` solves them together. *Knobs* are numbers
of the scenario; `experiments.knob_search` turns them. Where both are wanted they take turns until neither moves the
other. All of it happens on seeds of their own, and what is solved holds for every design.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from experiments import anchor_store
from experiments.intercept_search import (
    Names,
    Seen,
    Shares,
    lived,
    needs_intercepts,
    shifted,
    shifted_shares,
    solve_intercepts,
)
from experiments.knob_search import Reading, most_readings, search
from experiments.knobs import LEAVING, Knob, knobs_of, leaving_steps, turned
from experiments.targets import Target, of_intercepts, of_knobs, reading_of, routes, sentences
from experiments.uncertain import Draw
from experiments.workers import Progress, Workers
from scenarios import overlay
from scenarios.schema import Scenario
from sim.intercepts import Intercepts
from sim.world import build

REPLICATIONS = 6
NEARBY_REPLICATIONS = 3  # for worlds of the band, of which only the spread is told
ITERATIONS = 16
WHOLE_STEPS = 5
LAST_LOOK = 3  # times the replications of a step
KNOB_REPLICATIONS = range(10_000, 10_012)  # beside those of the intercepts; the same at every trial
TURNS = 3  # intercepts and knobs, one after the other, at most so often


@dataclass(frozen=True)
class Anchored:
    """Solved intercepts and knobs, and how well they meet their targets.

    knobs: measure -> value of its knob.  unmet: sentences about what could not be met.
    """

    intercepts: Intercepts
    targets: tuple[Target, ...]
    unmet: tuple[str, ...]
    knobs: Mapping[str, float] = field(default_factory=dict)

    def apply(self, scenario: Scenario, preset: str | None) -> Scenario:
        """The scenario (no design applied) with its knobs turned."""
        if not self.knobs:
            return scenario
        return turned(scenario, knobs_of(today(scenario, preset)), self.knobs)


def intercepts_for(scenario: Scenario, preset: str | None, draw: Draw | None = None) -> Intercepts:
    """Intercepts for a scenario (no design applied) under a preset and a draw of its uncertain coefficients.

    Taken from what ships with the scenario, else from what was solved on this machine before, else solved now.
    """
    return anchored(scenario, preset, draw).intercepts


def anchored(
    scenario: Scenario, preset: str | None, draw: Draw | None = None, progress: Progress | None = None
) -> Anchored:
    """The same with what was met and what was not; `progress` is told about runs when solving.

    Raises InputError when a measure to calibrate for does not exist.
    """
    world = today(scenario, preset, draw)
    if not needs_solving(world):
        return Anchored(Intercepts(), (), ())
    key = anchor_store.key_of(world)
    known = anchor_store.read(scenario.scenario, key)
    if known is None:
        start = None if draw is None else anchored(scenario, preset)
        replications = REPLICATIONS if start is None else NEARBY_REPLICATIONS
        known = anchor_store.as_data(solve(world, progress, start=start, replications=replications))
        anchor_store.remember(key, known)
    return anchor_store.from_data(known)


def today(scenario: Scenario, preset: str | None, draw: Draw | None = None) -> Scenario:
    """The first design of a scenario under a preset and a draw."""
    from experiments.worlds import drawn

    if draw is not None:
        scenario = drawn(scenario, preset or "", draw)
    return overlay.design(scenario, next(iter(scenario.designs)), preset=preset)


def needs_solving(world: Scenario) -> bool:
    """Whether anything of today's world is to be solved at all."""
    return needs_intercepts(world) or bool(knobs_of(world))


def solve(
    world: Scenario,
    progress: Progress | None = None,
    *,
    start: Anchored | None = None,
    replications: int = REPLICATIONS,
) -> Anchored:
    """Solve intercepts and knobs of today's world (the first design and the preset applied).

    start: a solution of a world nearby, from which half as many steps suffice.
    Returns what fresh runs gave beside what was wanted.
    """
    knobs = knobs_of(world)
    free = [knob for knob in knobs if not knob.problem]
    state = _State(world, knobs, start)
    steps, whole = (ITERATIONS // 2, WHOLE_STEPS // 2) if start else (ITERATIONS, WHOLE_STEPS)
    planned = (steps + LAST_LOOK) * replications
    if free:
        planned += TURNS * ITERATIONS // 2 * replications
        planned += TURNS * (most_readings(len(free)) + 1) * len(KNOB_REPLICATIONS)
    with Workers(None, planned, progress) as pool:
        if state.has_intercepts:
            state.solve_intercepts(pool, steps, whole, replications)
        for _ in range(TURNS if free else 0):
            state.turn_knobs(pool, free)
            if not state.has_intercepts:
                break
            before = state.values
            state.solve_intercepts(pool, ITERATIONS // 2, WHOLE_STEPS // 2, replications)
            if state.is_settled(pool, free, before):
                break
        fresh = range(steps * replications, (steps + LAST_LOOK) * replications)
        seen = lived(pool, state.world, state.intercepts, fresh, [knob.measure for knob in knobs])
    targets, unmet = state.compare(seen)
    return Anchored(
        state.intercepts, tuple(targets), tuple(unmet), {k.name: state.values[k.name] for k in free}
    )


class _State:
    """Where a calibration stands: values of the knobs, and the intercepts that go with them."""

    def __init__(self, world: Scenario, knobs: Sequence[Knob], start: Anchored | None) -> None:
        self._plain, self.knobs = world, knobs
        self.has_intercepts = needs_intercepts(world)
        self.leaving = leaving_steps(world)
        self.values = {knob.name: knob.start for knob in knobs} | dict(start.knobs if start else {})
        self.intercepts = Intercepts()
        if start is not None:
            self.intercepts = start.intercepts
        elif self.has_intercepts:
            self.intercepts = Intercepts(baseline_per_day=world.behaviour.churn.baseline_per_day)
        self.names: Names = build(world)[1].edges
        self._given_up: dict[str, float] = {}

    @property
    def world(self) -> Scenario:
        """Today's world with the knobs where they are."""
        return turned(self._plain, self.knobs, self.values)

    @property
    def shift(self) -> float:
        """By how much leaving is easier than written, log odds."""
        return sum(self.values.get(name, 0.0) for name in LEAVING)

    @property
    def shares(self) -> Shares:
        """The routing shares that are wanted."""
        return shifted_shares(self._plain, self.leaving, self.shift)

    def solve_intercepts(self, pool: Workers, steps: int, whole: int, replications: int) -> None:
        self.intercepts, self._given_up = solve_intercepts(
            pool, self.world, self.names, self.intercepts, self.shares,
            steps=steps, whole=whole, replications=replications,
        )  # fmt: skip

    def turn_knobs(self, pool: Workers, free: Sequence[Knob]) -> None:
        """Turn the free knobs with the intercepts as they are, except that leaving moves with its knob."""
        shares, intercepts = self.shares, self.intercepts
        start = {knob.name: self.values[knob.name] for knob in free}

        def read(values: dict[str, float]) -> Reading:
            self.values = self.values | values
            self.intercepts = shifted(intercepts, self.leaving, shares, self.shares, self._given_up)
            return self.read(pool, free)

        found = search(free, read, start)
        self.values = self.values | found
        self.intercepts = shifted(intercepts, self.leaving, shares, self.shares, self._given_up)

    def read(self, pool: Workers, free: Sequence[Knob]) -> Reading:
        """What the knobs' measures are now, on the replications that are common to all trials."""
        seen = lived(pool, self.world, self.intercepts, KNOB_REPLICATIONS, [knob.measure for knob in free])
        return reading_of(seen.measures)

    def compare(self, seen: Seen) -> tuple[list[Target], list[str]]:
        """What was wanted beside what is seen, and sentences about what is not met."""
        world = self.world
        targets, unmet = routes(world, self.names, self.intercepts, self.shares, seen)
        own = [
            *of_intercepts(world, self.intercepts, seen),
            *of_knobs(self.knobs, self.values, seen, len(KNOB_REPLICATIONS)),
        ]
        return [*targets, *own], [*unmet, *sentences(world, own)]

    def is_settled(self, pool: Workers, free: Sequence[Knob], before: Mapping[str, float]) -> bool:
        """Whether the knobs need not move again, or cannot."""
        reading = self.read(pool, free)
        off = np.abs(reading.away(free)) > np.maximum(reading.error, 1e-12)
        stuck = [knob.position(before[knob.name]) in (0.0, 1.0) for knob in free]
        return not np.any(off & ~np.array(stuck))


def ship(name: str) -> None:
    """Solve all that ships with a built-in scenario: every preset, and every draw of the band (minutes)."""
    from experiments.pairing import BAND_DRAWS
    from experiments.uncertain import draws
    from scenarios import load

    scenario = load(name)
    solved = {}
    worlds: list[tuple[str | None, Draw | None]] = [(preset, None) for preset in scenario.presets or (None,)]
    worlds += [("central" if scenario.presets else None, draw) for draw in draws(scenario, BAND_DRAWS)]
    start = solve(today(scenario, "central" if scenario.presets else None))
    for preset, draw in worlds:
        world = today(scenario, preset, draw)
        solution = start
        if draw is not None or preset not in ("central", None):
            solution = solve(
                world, start=start, replications=REPLICATIONS if draw is None else NEARBY_REPLICATIONS
            )
        solved[anchor_store.key_of(world)] = anchor_store.as_data(solution)
        worst = max(abs(t.wanted - t.reached) / max(t.standard_error, 1e-9) for t in solution.targets)
        print(f"{preset} {draw.number if draw else ''}: worst target {worst:.1f} standard errors off")
    print(anchor_store.ship(name, solved))


if __name__ == "__main__":
    import sys

    ship(sys.argv[1])
