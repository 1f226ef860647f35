"""Anchoring: solve the intercepts of the first design ("today") for what is known of today.

What is solved, all at once and on seeds of their own: one intercept per edge, so that the routing shares come out as
written although personas and experience move them; the churn baseline; the intercept of the
likelihood to recommend; today's rating and number of reviews. Waits are reported, never fitted. The other designs
use the same intercepts.
"""

import math
from dataclasses import dataclass

import numpy as np

from experiments import anchor_store
from experiments.kpis import counted
from experiments.statistics import Floats, kaplan_meier
from experiments.uncertain import Draw
from experiments.workers import Progress, Workers
from scenarios import overlay
from scenarios.schema import LOST, Scenario
from sim import run
from sim.intercepts import Intercepts
from sim.records import Run
from sim.world import build

CALIBRATION_SEED = 271_828_182_845  # no study's seed: what is fitted here is tested elsewhere
REPLICATIONS = 6
ITERATIONS = 16
WHOLE_STEPS = 5
LAST_LOOK = 3  # times the replications of a step
LARGEST_STEP = 2.0
YEAR_DAYS = 365.0


@dataclass(frozen=True)
class Target:
    """One thing to be met: what was wanted and what the calibration runs gave, with its standard error."""

    what: str
    wanted: float
    reached: float
    standard_error: float


@dataclass(frozen=True)
class Anchored:
    """Solved intercepts and how well they meet their targets.

    unmet: sentences about what could not be met.
    """

    intercepts: Intercepts
    targets: tuple[Target, ...]
    unmet: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """What a calibration run has seen; `total` of several runs adds up.

    counted, given_up (edges,); duration, left: time as a customer (days) and whether it ended by leaving, of counted
    customers; latent: of the same, without intercept; rating, reviews: mean over the counted time.
    """

    counted: Floats
    given_up: Floats
    duration: Floats
    left: Floats
    latent: Floats
    rating: float
    reviews_per_day: float


def intercepts_for(scenario: Scenario, preset: str | None, draw: Draw | None = None) -> Intercepts:
    """Intercepts for a scenario (no design applied) under a preset and a draw of its uncertain coefficients.

    Taken from what ships with the scenario, else from what was solved on this machine before, else solved now.
    """
    return anchored(scenario, preset, draw).intercepts


def anchored(
    scenario: Scenario, preset: str | None, draw: Draw | None = None, progress: Progress | None = None
) -> Anchored:
    """The same with what was met and what was not; `progress` is told about iterations when solving."""
    world = today(scenario, preset, draw)
    if not needs_solving(world):
        return Anchored(Intercepts(), (), ())
    key = anchor_store.key_of(world)
    known = anchor_store.read(scenario.scenario, key)
    if known is None:
        start = None if draw is None else anchored(scenario, preset).intercepts
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
    """Whether anything is anchored at all (verification scenarios are not)."""
    anchors, on = world.anchors, world.mechanisms
    return any(
        (
            anchors.conversion and on.choice,
            anchors.churn_rate_12m is not None and on.churn,
            anchors.nps is not None,
            on.reputation and world.interaction,
        )
    )


def solve(
    world: Scenario,
    progress: Progress | None = None,
    *,
    start: Intercepts | None = None,
    replications: int = REPLICATIONS,
) -> Anchored:
    """Solve the intercepts of a world by stochastic approximation (Robbins & Monro 1951).

    start: a solution of a world nearby, from which half as many steps suffice.

    Every step is a ratio on the log scale (share wanted / share seen), exact for a logit with one alternative. The
    first steps are whole; the later ones shrink as 1/k on fresh seeds, which averages out the noise that full queues
    feed back. Returns what the last runs gave beside what was wanted.
    """
    names = build(world)[1].edges
    intercepts = start or Intercepts(baseline_per_day=world.behaviour.churn.baseline_per_day)
    steps, whole = (ITERATIONS // 2, WHOLE_STEPS // 2) if start else (ITERATIONS, WHOLE_STEPS)
    with Workers(None, (steps + LAST_LOOK) * replications, progress) as pool:
        for k in range(steps):
            seen = _lived(pool, world, intercepts, range(k * replications, (k + 1) * replications))
            intercepts = _step(world, names, seen, intercepts, 1.0 / max(1, k - whole + 2))
        seen = _lived(
            pool, world, intercepts, range(steps * replications, (steps + LAST_LOOK) * replications)
        )
    targets, unmet = _compare(world, names, seen, intercepts)
    return Anchored(intercepts, tuple(targets), tuple(unmet))


def _lived(pool: Workers, world: Scenario, intercepts: Intercepts, replications: range) -> Seen:
    def one(replication: int) -> Seen:
        return _see(run(world, seed=CALIBRATION_SEED, replication=replication, intercepts=intercepts))

    return _total(pool.each(one, replications))


def _see(lived: Run) -> Seen:
    people, clock = counted(lived), lived.scenario.clock
    duration, left = people.tenure()
    inside = lived.daily["day"] > clock.warm_up_days
    reviews = np.diff(lived.daily["reviews"], prepend=0)
    return Seen(
        counted=lived.edges["counted"].astype(float),
        given_up=lived.edges["given_up"].astype(float),
        duration=duration,
        left=left.astype(float),
        latent=people.people["recommend_latent"][people.customers],
        rating=float(lived.daily["reputation"][inside].mean()),
        reviews_per_day=float(reviews[inside].mean() / clock.tick_days),
    )


def _total(seen: list[Seen]) -> Seen:
    return Seen(
        counted=np.sum([s.counted for s in seen], axis=0),
        given_up=np.sum([s.given_up for s in seen], axis=0),
        duration=np.concatenate([s.duration for s in seen]),
        left=np.concatenate([s.left for s in seen]),
        latent=np.concatenate([s.latent for s in seen]),
        rating=float(np.mean([s.rating for s in seen])),
        reviews_per_day=float(np.mean([s.reviews_per_day for s in seen])),
    )


def _leaving_touchpoints(
    world: Scenario, names: tuple[tuple[str, str], ...], seen: Seen
) -> dict[str, tuple[Floats, float]]:
    """Per touchpoint: mask of its edges, and the visits on the path that were not ended by an unrouted switch."""
    sources = np.array([source for source, _ in names])
    routed = np.array([world.touchpoints[s].next.get(t, 0.0) > 0.0 or t == LOST for s, t in names])
    out = {}
    for code in world.touchpoints:
        mine = (sources == code) & routed
        visits = float(seen.counted[mine].sum())
        if visits > 0.0 and np.count_nonzero(mine) > 1:
            out[code] = (mine, visits)
    return out


def _compare(
    world: Scenario, names: tuple[tuple[str, str], ...], seen: Seen, intercepts: Intercepts
) -> tuple[list[Target], list[str]]:
    targets: list[Target] = []
    unmet: list[str] = []
    if world.anchors.conversion and world.mechanisms.choice:
        for code, (mine, visits) in _leaving_touchpoints(world, names, seen).items():
            for edge in np.flatnonzero(mine):
                target = names[edge][1]
                wanted = world.touchpoints[code].next.get(target, 0.0)
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
                targets.append(Target(f"{code}>{target}", wanted, reached, error))
    survivors = _survival(seen)
    if world.anchors.churn_rate_12m is not None and world.mechanisms.churn and seen.duration.size:
        wanted = world.anchors.churn_rate_12m
        error = math.sqrt(wanted * (1.0 - wanted) / seen.duration.size)
        targets.append(Target("12-month churn", wanted, 1.0 - survivors, error))
    if world.anchors.nps is not None and seen.latent.size:
        level = world.behaviour.advocacy.intercept if intercepts.advocacy is None else intercepts.advocacy
        error = 100.0 * math.sqrt(0.7 / seen.latent.size)
        targets.append(Target("NPS", world.anchors.nps, _nps(seen.latent, level), error))
    return targets, unmet


def _step(
    world: Scenario, names: tuple[tuple[str, str], ...], seen: Seen, intercepts: Intercepts, gain: float
) -> Intercepts:
    edge = dict(intercepts.edge)
    never = list(intercepts.never_leaves)
    if world.anchors.conversion and world.mechanisms.choice:
        for code, (mine, visits) in _leaving_touchpoints(world, names, seen).items():
            shares = world.touchpoints[code].next
            wanted = {
                e: shares.get(names[e][1], 0.0) * visits - seen.given_up[e] for e in np.flatnonzero(mine)
            }
            lost = next(e for e in wanted if names[e][1] == LOST)
            if wanted[lost] <= 0.0 and code not in never and seen.given_up[lost] > 0.0:
                never.append(code)
            left = {e: w for e, w in wanted.items() if w > 0.0 and not (e == lost and code in never)}
            chosen = {e: max(seen.counted[e] - seen.given_up[e], 0.5) for e in left}
            for e, w in left.items():
                step = math.log(w / sum(left.values())) - math.log(chosen[e] / sum(chosen.values()))
                name = ">".join(names[e])
                edge[name] = edge.get(name, 0.0) + gain * min(max(step, -LARGEST_STEP), LARGEST_STEP)
    baseline = intercepts.baseline_per_day
    if world.anchors.churn_rate_12m is not None and baseline is not None:
        survivors = min(max(_survival(seen), 1e-4), 1.0 - 1e-6)
        baseline *= (math.log(1.0 - world.anchors.churn_rate_12m) / math.log(survivors)) ** gain

    def moved(old: float | None, new: float) -> float:
        return new if old is None else old + gain * (new - old)

    advocacy = None
    if world.anchors.nps is not None:
        advocacy = moved(intercepts.advocacy, _intercept_for_nps(seen.latent, world.anchors.nps))
    return Intercepts(
        edge=edge,
        never_leaves=tuple(never),
        baseline_per_day=baseline,
        advocacy=advocacy,
        rating=moved(intercepts.rating, seen.rating),
        reviews_per_day=moved(
            intercepts.reviews_per_day if intercepts.rating else None, seen.reviews_per_day
        ),
    )


def _survival(seen: Seen) -> float:
    if not seen.duration.size:
        return 1.0
    return float(kaplan_meier(seen.duration, seen.left > 0.0).at(YEAR_DAYS))


def _nps(latent: Floats, intercept: float) -> float:
    answers = np.clip(np.floor(latent + intercept + 0.5), 0.0, 10.0)
    return float(100.0 * ((answers >= 9.0).mean() - (answers <= 6.0).mean()))


def _intercept_for_nps(latent: Floats, wanted: float) -> float:
    """Bisection: NPS never falls when everybody's answer rises."""
    low, high = -30.0, 40.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if _nps(latent, middle) < wanted else (low, middle)
    return 0.5 * (low + high)


def ship(name: str) -> None:
    """Solve all that ships with a built-in scenario: every preset, and every draw of the band (minutes)."""
    from experiments.pairing import BAND_DRAWS
    from experiments.uncertain import draws
    from scenarios import load

    scenario = load(name)
    solved = {}
    worlds: list[tuple[str | None, Draw | None]] = [(preset, None) for preset in scenario.presets or (None,)]
    worlds += [("central" if scenario.presets else None, draw) for draw in draws(scenario, BAND_DRAWS)]
    start = solve(today(scenario, "central" if scenario.presets else None)).intercepts
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
