"""Calibration: solve the first design ("today") for the user's own numbers of today.

Two kinds of unknowns. *Intercepts* have no place in a scenario: one per edge, the baseline of churn, the intercept of
the likelihood to recommend, today's rating; `experiments.intercept_search` solves them together. *Knobs* are numbers
of the scenario; `experiments.knob_search` turns them. Where both are wanted they take turns until neither moves the
other. All of it happens on seeds of their own, and what is solved holds for every design.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from experiments import anchor_store
from experiments.intercept_search import (
    Names,
    Seen,
    Shares,
    lived,
    needs_intercepts,
    routed,
    shifted,
    shifted_shares,
    solve_intercepts,
)
from experiments.knob_search import Reading, most_readings, search
from experiments.knobs import LEAVING, Knob, knobs_of, leaving_steps, turned
from experiments.kpis import Kpi, kpis_of
from experiments.uncertain import Draw
from experiments.workers import Progress, Workers
from scenarios import overlay
from scenarios.schema import LOST, Scenario
from sim.intercepts import Intercepts
from sim.world import build

REPLICATIONS = 6
ITERATIONS = 16
WHOLE_STEPS = 5
LAST_LOOK = 3  # times the replications of a step
KNOB_REPLICATIONS = range(10_000, 10_012)  # beside those of the intercepts; the same at every trial
TURNS = 3  # intercepts and knobs, one after the other, at most so often
MET = 4.0  # standard errors beyond which a number counts as missed
NOISE = 3.0  # the same for knobs, whose standard error counts both the trials' luck and that of the last look


@dataclass(frozen=True)
class Target:
    """One number of today: what was wanted and what fresh calibration runs gave, with its standard error.

    what: a measure's name, or an edge ("from>to").  knob: what was turned for it, from `start` to `solved`.
    problem: why it is not met; empty when it is.
    """

    what: str
    wanted: float
    reached: float
    standard_error: float
    knob: str = ""
    start: float | None = None
    solved: float | None = None
    problem: str = ""


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
        known = anchor_store.as_data(solve(world, progress, start=start))
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
    targets, unmet = _compare(state, seen)
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
        self.intercepts = solve_intercepts(
            pool, self.world, self.names, self.intercepts, self.shares,
            steps=steps, whole=whole, replications=replications,
        )  # fmt: skip

    def turn_knobs(self, pool: Workers, free: Sequence[Knob]) -> None:
        """Turn the free knobs with the intercepts as they are, except that leaving moves with its knob."""
        shift, intercepts = self.shift, self.intercepts
        start = {knob.name: self.values[knob.name] for knob in free}

        def read(values: dict[str, float]) -> Reading:
            self.values = self.values | values
            self.intercepts = shifted(intercepts, self.leaving, self.shift - shift)
            return self.read(pool, free)

        found = search(free, read, start)
        self.values = self.values | found
        self.intercepts = shifted(intercepts, self.leaving, self.shift - shift)

    def read(self, pool: Workers, free: Sequence[Knob]) -> Reading:
        """What the knobs' measures are now, on the replications that are common to all trials."""
        seen = lived(pool, self.world, self.intercepts, KNOB_REPLICATIONS, [knob.measure for knob in free])
        return _reading(seen.measures)

    def is_settled(self, pool: Workers, free: Sequence[Knob], before: Mapping[str, float]) -> bool:
        """Whether the knobs need not move again, or cannot."""
        reading = self.read(pool, free)
        off = np.abs(reading.away(free)) > np.maximum(reading.error, 1e-12)
        stuck = [knob.position(before[knob.name]) in (0.0, 1.0) for knob in free]
        return not np.any(off & ~np.array(stuck))


def _reading(measures: np.ndarray) -> Reading:
    """Mean and standard error over replications; NaN where nobody was there to be measured."""
    finite = np.isfinite(measures)
    count = np.maximum(finite.sum(axis=0), 1)
    mean = np.where(finite, measures, 0.0).sum(axis=0) / count
    square = (np.where(finite, measures - mean, 0.0) ** 2).sum(axis=0) / np.maximum(count - 1, 1)
    return Reading(np.where(finite.any(axis=0), mean, np.nan), np.sqrt(square / count))


def _compare(state: _State, seen: Seen) -> tuple[list[Target], list[str]]:
    world = state.world
    measures = {kpi.name: kpi for kpi in kpis_of(world)}
    routes, unmet = _routes(state, seen)
    numbers = [*_of_intercepts(world, state.intercepts, seen), *_of_knobs(state, seen)]
    unmet += [_sentence(measures[target.what], target) for target in numbers if target.problem]
    return [*routes, *numbers], unmet


def _routes(state: _State, seen: Seen) -> tuple[list[Target], list[str]]:
    world, intercepts, targets, unmet = state.world, state.intercepts, [], []
    if not (world.calibrate.conversion and world.mechanisms.choice):
        return [], []
    for code, (_, visits, shares) in routed(world, state.names, seen, state.shares).items():
        for edge, wanted in shares.items():
            target = state.names[edge][1]
            reached = float(seen.counted[edge] / visits)
            if code in intercepts.never_leaves:
                if target == LOST and reached > wanted:
                    unmet.append(
                        f"{code} ({world.touchpoints[code].name}): {reached:.1%} give up waiting or cancel, more "
                        f"than the {wanted:.1%} that leave there; nobody leaves by choice"
                    )
                continue
            if wanted == reached == 0.0:
                continue
            error = math.sqrt(max(wanted * (1.0 - wanted), 0.0) / visits)
            name = f"{code}>{target}"
            knob, solved = f"intercept of {name}", intercepts.edge.get(name, 0.0)
            targets.append(Target(name, wanted, reached, error, knob, 0.0, solved))
    return targets, unmet


def _of_intercepts(world: Scenario, intercepts: Intercepts, seen: Seen) -> Iterator[Target]:
    """Churn and NPS, from the pooled customers of the last look."""
    wanted, behaviour = world.calibrate.churn_rate_12m, world.behaviour
    if wanted is not None and world.mechanisms.churn and seen.duration.size:
        error = math.sqrt(wanted * (1.0 - wanted) / seen.duration.size)
        yield _judged(
            Target("churn_rate_12m", wanted, 1.0 - seen.survival, error, "behaviour.churn.baseline_per_day",
                   behaviour.churn.baseline_per_day, intercepts.baseline_per_day)
        )  # fmt: skip
    elif wanted is not None:
        why = "mechanism `churn` is off" if seen.duration.size else "nobody becomes a customer"
        yield Target("churn_rate_12m", wanted, math.nan, math.nan, problem=why)
    wanted = world.calibrate.nps
    if wanted is not None and seen.latent.size:
        level = behaviour.advocacy.intercept if intercepts.advocacy is None else intercepts.advocacy
        error = 100.0 * math.sqrt(0.7 / seen.latent.size)
        yield _judged(
            Target("nps", wanted, seen.nps(level), error, "behaviour.advocacy.intercept",
                   behaviour.advocacy.intercept, level)
        )  # fmt: skip
    elif wanted is not None:
        yield Target("nps", wanted, math.nan, math.nan, problem="nobody could be asked")


def _judged(target: Target) -> Target:
    """The target with its problem, if it is missed by more than noise."""
    if abs(target.reached - target.wanted) <= MET * target.standard_error:
        return target
    return replace(
        target, problem="the intercept has not settled: too few customers, or they sway each other"
    )


def _of_knobs(state: _State, seen: Seen) -> Iterator[Target]:
    """The knobs' measures, as means over the replications of the last look."""
    reading = _reading(seen.measures)
    # The trials' own luck is as large as that of their replications; the last look's comes on top.
    both = reading.error * math.sqrt(1.0 + len(seen.measures) / len(KNOB_REPLICATIONS))
    for number, knob in enumerate(state.knobs):
        reached, error = float(reading.mean[number]), float(both[number])
        value = state.values[knob.name]
        problem = knob.problem
        if not problem and not math.isfinite(reached):
            problem = "nobody was there to be measured"
        elif not problem and abs(reached - knob.wanted) > max(NOISE * error, 1e-9 * abs(knob.wanted)):
            problem = _why_missed(knob, value, alone=len(state.knobs) == 1)
        yield Target(knob.name, knob.wanted, reached, error, knob.words, knob.start, value, problem)


def _why_missed(knob: Knob, value: float, *, alone: bool) -> str:
    place = knob.position(value)
    if place < 0.002 or place > 0.998:
        end, bound = ("lowest", knob.low) if place < 0.5 else ("highest", knob.high)
        return f"{knob.words} is at its {end} value, {bound:.4g}"
    between = f"{knob.words} between {knob.low:.4g} and {knob.high:.4g}"
    return (
        f"no {between} comes closer" if alone else f"no {between} comes closer while the other numbers hold"
    )


def _sentence(kpi: Kpi, target: Target) -> str:
    got = f", reached {kpi.level(target.reached)}" if math.isfinite(target.reached) else ""
    return f"{kpi.title}: wanted {kpi.level(target.wanted)}{got}; {target.problem}"


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
        solution = solve(world, start=start)
        solved[anchor_store.key_of(world)] = anchor_store.as_data(solution)
        worst = max(abs(t.wanted - t.reached) / max(t.standard_error, 1e-9) for t in solution.targets)
        print(f"{preset} {draw.number if draw else ''}: worst target {worst:.1f} standard errors off")
    print(anchor_store.ship(name, solved))


if __name__ == "__main__":
    import sys

    ship(sys.argv[1])
