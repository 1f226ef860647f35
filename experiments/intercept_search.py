"""Solving intercepts by stochastic approximation (Robbins & Monro 1951), all of them at once.

One intercept per edge, so that the routing shares come out as written although personas and experience move them; the
churn baseline; the intercept of the likelihood to recommend; today's rating and number of reviews. Every step is a
ratio on the log scale (share wanted / share seen), exact for a logit with one alternative. The first steps are whole;
the later ones shrink as 1/k on fresh seeds, which averages out the noise that full queues feed back.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from experiments.kpis import Kpi, counted
from experiments.statistics import Floats, kaplan_meier
from experiments.workers import Workers
from scenarios.schema import LOST, Scenario
from sim import run
from sim.intercepts import Intercepts
from sim.records import Run

CALIBRATION_SEED = 271_828_182_845  # no study's seed: what is fitted here is tested elsewhere
LARGEST_STEP = 2.0
YEAR_DAYS = 365.0

Names = tuple[tuple[str, str], ...]
Shares = Mapping[str, Mapping[str, float]]
"""Touchpoint -> target -> share that is wanted there."""


@dataclass(frozen=True)
class Seen:
    """What calibration runs have seen; several add up.

    counted, given_up (edges,); duration, left: time as a customer (days) and whether it ended by leaving, of counted
    customers; latent: of those asked, without intercept; rating, reviews: mean over the counted time; measures
    (replications, measures): of those that were asked for.
    """

    counted: Floats
    given_up: Floats
    duration: Floats
    left: Floats
    latent: Floats
    rating: float
    reviews_per_day: float
    measures: Floats

    @property
    def survival(self) -> float:
        """Share of customers who stay a year."""
        if not self.duration.size:
            return 1.0
        return float(kaplan_meier(self.duration, self.left > 0.0).at(YEAR_DAYS))

    def nps(self, intercept: float) -> float:
        """Net promoter score under an intercept of the likelihood to recommend."""
        answers = np.clip(np.floor(self.latent + intercept + 0.5), 0.0, 10.0)
        return float(100.0 * ((answers >= 9.0).mean() - (answers <= 6.0).mean()))


def needs_intercepts(world: Scenario) -> bool:
    """Whether any intercept of today's world is to be solved (verification scenarios have none)."""
    wanted, on = world.calibrate, world.mechanisms
    return any(
        (
            wanted.conversion and on.choice,
            wanted.churn_rate_12m is not None and on.churn,
            wanted.nps is not None,
            on.reputation and world.interaction,
        )
    )


def solve_intercepts(
    pool: Workers,
    world: Scenario,
    names: Names,
    start: Intercepts,
    shares: Shares,
    *,
    steps: int,
    whole: int,
    replications: int,
) -> tuple[Intercepts, dict[str, float]]:
    """Intercepts of a world after so many steps (1 or more), the first `whole` of them undamped.

    Returns them and, where routing shares are solved for, the share of visits that end by giving up, per touchpoint.
    """
    intercepts = start
    for k in range(steps):
        seen = lived(pool, world, intercepts, range(k * replications, (k + 1) * replications))
        intercepts = _step(world, names, seen, intercepts, shares, 1.0 / max(1, k - whole + 2))
    if not world.calibrate.conversion:
        return intercepts, {}
    given_up = {
        code: sum(float(seen.given_up[edge]) for edge in wanted if names[edge][1] == LOST) / visits
        for code, (_, visits, wanted) in routed(world, names, seen, shares).items()
    }
    return intercepts, given_up


def lived(
    pool: Workers,
    world: Scenario,
    intercepts: Intercepts,
    replications: range,
    measures: Sequence[Kpi] = (),
) -> Seen:
    """What these calibration replications of today's world see."""

    def one(replication: int) -> Seen:
        return _see(
            run(world, seed=CALIBRATION_SEED, replication=replication, intercepts=intercepts), measures
        )

    return _total(pool.each(one, replications))


def shifted_shares(world: Scenario, steps: Sequence[str], shift: float) -> Shares:
    """The routing shares as written, the log odds of leaving raised by `shift` at these touchpoints."""
    shares: dict[str, Mapping[str, float]] = {code: point.next for code, point in world.touchpoints.items()}
    for code in steps if shift else ():
        leave = shares[code][LOST] * math.exp(shift)
        whole = 1.0 - shares[code][LOST] + leave
        shares[code] = {
            target: (leave if target == LOST else share) / whole for target, share in shares[code].items()
        }
    return shares


def shifted(
    intercepts: Intercepts, steps: Sequence[str], before: Shares, after: Shares, given_up: Mapping[str, float]
) -> Intercepts:
    """The intercepts when other shares of people are to leave at these touchpoints.

    given_up: the share of visits that end by giving up, which no choice can move: the others must make up for it.
    """

    def chosen(code: str, shares: Shares) -> float:
        """Log odds of leaving among those who choose."""
        lost, gone = shares[code][LOST], given_up.get(code, 0.0)
        share = min(max((lost - gone) / (1.0 - gone), 1e-4), 1.0 - 1e-4)
        return math.log(share / (1.0 - share))

    edges = {f"{code}>{LOST}": chosen(code, after) - chosen(code, before) for code in steps}
    moved = {name: intercepts.edge.get(name, 0.0) + by for name, by in edges.items() if by}
    return replace(intercepts, edge={**intercepts.edge, **moved})


def routed(
    world: Scenario, names: Names, seen: Seen, shares: Shares
) -> dict[str, tuple[Floats, float, dict[int, float]]]:
    """Per touchpoint: mask of its edges, the visits on the path that were not ended by an unrouted switch, and the
    share wanted on each edge."""
    sources = np.array([source for source, _ in names])
    on_path = np.array([shares[s].get(t, 0.0) > 0.0 or t == LOST for s, t in names])
    out = {}
    for code in world.touchpoints:
        mine = (sources == code) & on_path
        visits = float(seen.counted[mine].sum())
        if visits > 0.0 and np.count_nonzero(mine) > 1:
            wanted = {int(edge): shares[code].get(names[edge][1], 0.0) for edge in np.flatnonzero(mine)}
            out[code] = (mine, visits, wanted)
    return out


def _see(run_: Run, measures: Sequence[Kpi]) -> Seen:
    people, clock = counted(run_), run_.scenario.clock
    duration, left = people.tenure()
    inside = run_.daily["day"] > clock.warm_up_days
    reviews = np.diff(run_.daily["reviews"], prepend=0)
    return Seen(
        counted=run_.edges["counted"].astype(float),
        given_up=run_.edges["given_up"].astype(float),
        duration=duration,
        left=left.astype(float),
        latent=people.people["recommend_latent"][people.asked],
        rating=float(run_.daily["reputation"][inside].mean()),
        reviews_per_day=float(reviews[inside].mean() / clock.tick_days),
        measures=np.array([[kpi.measure(people) for kpi in measures]]),
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
        measures=np.concatenate([s.measures for s in seen]),
    )


def _step(
    world: Scenario, names: Names, seen: Seen, intercepts: Intercepts, shares: Shares, gain: float
) -> Intercepts:
    edge = dict(intercepts.edge)
    never = list(intercepts.never_leaves)
    if world.calibrate.conversion and world.mechanisms.choice:
        for code, (_, visits, share) in routed(world, names, seen, shares).items():
            wanted = {e: part * visits - seen.given_up[e] for e, part in share.items()}
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
    if world.calibrate.churn_rate_12m is not None and baseline is not None:
        survivors = min(max(seen.survival, 1e-4), 1.0 - 1e-6)
        baseline *= (math.log(1.0 - world.calibrate.churn_rate_12m) / math.log(survivors)) ** gain

    def moved(old: float | None, new: float) -> float:
        return new if old is None else old + gain * (new - old)

    advocacy = None
    if world.calibrate.nps is not None:
        advocacy = moved(intercepts.advocacy, _intercept_for_nps(seen, world.calibrate.nps))
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


def _intercept_for_nps(seen: Seen, wanted: float) -> float:
    """Bisection: NPS never falls when everybody's answer rises."""
    low, high = -30.0, 40.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if seen.nps(middle) < wanted else (low, middle)
    return 0.5 * (low + high)
