"""A look at today's company: what goes wrong at each place, and what that costs.

Lenses count different things as a loss (their objective), but all of them count in the same runs: today's design, on
seeds of their own, so that what is chosen here is tested elsewhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments import worlds
from experiments.kpis import MICRO, counted
from experiments.lenses.measures import Measure, bought
from experiments.stage_views import pain_at, pain_on_the_way
from experiments.statistics import Floats
from experiments.worlds import Arm
from scenarios import overlay
from scenarios.network import Way, seams
from scenarios.schema import LOST, WIN, Scenario
from sim.intercepts import Intercepts
from sim.records import Run

LOOK_SEED = 141_421_356_237
LOOKS = 2
NUDGE = 0.05  # performance added to every contact to find what performance is worth
OBJECTIVES = ("tickets", "lost", "lost_share", "pain", "value")


@dataclass(frozen=True)
class Tally:
    """Counts per person who entered, summed over looks. touchpoint, edge: column -> value by code or by way."""

    world: Scenario
    touchpoint: dict[str, dict[str, float]]
    edge: dict[Way, dict[str, float]]


@dataclass(frozen=True)
class Prices:
    """What things are worth, EUR. goal: reaching the conversion (service: the goal) against not; point: one unit of
    performance at one contact."""

    goal: float
    point: float


def losses(
    arm: Arm,
    measures: Sequence[Measure],
    intercepts: Intercepts | None,
    told: Callable[[int, int], None] | None = None,
) -> tuple[pd.DataFrame, Prices]:
    """What each measure could win back, in the terms of every objective, from `LOOKS` runs of today's design.

    Returns a table with a row per measure code and a column per objective, per person who entered: tickets (failed,
    abandoned, asked again here), lost (people who end here), lost_share (of those who come), pain (performance lost),
    value (EUR); and the prices that `value` rests on.
    """  # fmt: skip
    facing = [measure.at for measure in measures if measure.kind == "quality"]
    nudged = worlds.changed(arm, _nudge(arm.scenario, facing))
    today: list[Run] = []
    gains: list[Floats] = []
    for look in range(LOOKS):
        pair = [
            worlds.live(one, seed=LOOK_SEED, replication=look, intercepts=intercepts) for one in (arm, nudged)
        ]
        today.append(pair[0])
        gains.append(np.array([_margins(run) for run in pair]))
        if told is not None:
            told(look + 1, LOOKS)
    tally, prices = tally_of(today), _prices(gains, arm.scenario)
    table = pd.DataFrame(
        [located(measure, tally) | {"value": value_of(measure, tally, prices)} for measure in measures],
        index=pd.Index([measure.code for measure in measures], name="measure"),
        columns=list(OBJECTIVES),
        dtype=np.float64,
    )
    return table, prices


def _nudge(world: Scenario, facing: Sequence[str]) -> dict[str, float]:
    usual = world.behaviour.experience.quality
    quality = {code: world.touchpoints[code].quality for code in facing}
    return {
        f"touchpoints.{code}.quality": min((usual if own is None else own) + NUDGE, 1.0)
        for code, own in quality.items()
    }


def _margins(run: Run) -> tuple[float, float, float, float]:
    """Margin per counted entrant, of those who reached the goal and of those who did not; contacts per entrant."""
    c = counted(run)
    margin = (c.people["revenue_micro"] - c.people["cost_micro"]) * MICRO
    if c.count == 0:
        return 0.0, 0.0, 0.0, 0.0
    reached = float(margin[c.converted].mean()) if c.converted.any() else 0.0
    missed = float(margin[~c.converted].mean()) if not c.converted.all() else 0.0
    return float(margin.mean()), reached, missed, float(c.people["contacts"].mean())


def _prices(gains: Sequence[Floats], world: Scenario) -> Prices:
    today, nudged = np.mean(gains, axis=0)
    points = NUDGE * today[3]
    return Prices(
        goal=max(today[1] - today[2], 0.0) if world.mechanisms.value else 0.0,
        point=max((nudged[0] - today[0]) / points, 0.0) if points > 0.0 else 0.0,
    )


def tally_of(runs: Sequence[Run]) -> Tally:
    """Counters of some runs of one world, per person who entered."""
    people = max(sum(int(np.isfinite(run.people["entered_day"]).sum()) for run in runs), 1)
    world, names = runs[0].scenario, runs[0].names
    touchpoints = ("visits", "contacts", "failures", "abandoned", "repeats", "wait_minutes")
    edges = ("traversals", "drops", "repeats")
    return Tally(
        world,
        {
            code: {column: sum(float(run.touchpoints[column][i]) for run in runs) / people for column in touchpoints}
            for i, code in enumerate(names.touchpoints)
        },
        {
            way: {column: sum(float(run.edges[column][i]) for run in runs) / people for column in edges}
            for i, way in enumerate(names.edges)
        },
    )  # fmt: skip


def located(measure: Measure, tally: Tally) -> dict[str, float]:
    """Losses at the measure's place as a manager there counts them, times the share of them that money reaches."""
    start, sign, end = measure.at.partition(">")
    found = _on_the_way(tally, (start, end)) if sign else _at(tally, measure.at)
    return {name: measure.reach * value for name, value in found.items()}


def _at(tally: Tally, code: str) -> dict[str, float]:
    here, world = tally.touchpoint[code], tally.world
    lost = tally.edge.get((code, LOST), {"traversals": 0.0})["traversals"]
    incidents = here["visits"] * _need_chances(world, code)[2]
    return {
        "tickets": here["failures"] + here["abandoned"] + here["repeats"],
        "lost": lost,
        "lost_share": lost / here["visits"] if here["visits"] else 0.0,
        "pain": pain_at(world, code, here["failures"] + incidents, here["wait_minutes"], here["abandoned"]),
    }


def _on_the_way(tally: Tally, way: Way) -> dict[str, float]:
    here = tally.edge[way]
    pain = pain_on_the_way(tally.world, here["repeats"], here["drops"])
    return {"tickets": 0.0, "lost": 0.0, "lost_share": 0.0, "pain": pain}


def value_of(measure: Measure, tally: Tally, prices: Prices) -> float:
    """Euros per entrant that the whole measure would win back, as the goal lens reckons.

    At a touchpoint: the worth of going on from there, after the measure less before. On a way: what is asked again and
    dropped because of it, in performance and staff time.
    """
    start, sign, end = measure.at.partition(">")
    if sign:
        return measure.reach * _way_value(tally, (start, end), prices)
    everything = {measure.code: 1e9 * measure.eur_per_year}
    after = overlay.change(tally.world, bought(tally.world, [measure], everything))
    reaching = reach_probability(tally)
    gain = _worth(after, tally, measure.at, reaching, prices) - _worth(
        tally.world, tally, measure.at, reaching, prices
    )
    return max(gain, 0.0)


def _worth(world: Scenario, tally: Tally, code: str, reaching: dict[str, float], prices: Prices) -> float:
    """Worth of a touchpoint's visits: chances of the goal from there, less the contacts they lead to, plus mood."""
    point, here, feel = world.touchpoints[code], tally.touchpoint[code], world.behaviour.experience
    onward = sum(
        share * (prices.goal * reaching.get(target, 0.0) - _contact_cost(world, target))
        for target, share in point.next.items()
    )
    call, cancel, incident = _need_chances(world, code)
    called = _contact_cost(world, point.needs.contact_at) if point.needs and point.needs.contact_at else 0.0
    visit = (1.0 - cancel) * onward - call * called - incident * feel.failure_penalty * prices.point
    quality = feel.quality if point.quality is None else point.quality
    return here["visits"] * visit + here["contacts"] * quality * prices.point


def _contact_cost(world: Scenario, code: str) -> float:
    if code not in world.touchpoints:
        return 0.0
    point = world.touchpoints[code]
    return point.cost_per_contact_eur + point.cost_per_minute_eur * point.service_minutes


def _need_chances(world: Scenario, code: str) -> tuple[float, float, float]:
    """Chance per visit of an avoidable contact, of cancelling and of an incident because of unmet needs."""
    needs = world.touchpoints[code].needs
    if needs is None or not world.mechanisms.silent_needs:
        return 0.0, 0.0, 0.0
    unmet = needs.relevant_share * (1.0 - needs.coverage)
    call, cancel, incident = (
        1.0 - (1.0 - unmet * chance) ** needs.kinds
        for chance in (needs.contact_probability, needs.cancellation_probability, needs.incident_probability)
    )
    return call, cancel, incident


def _way_value(tally: Tally, way: Way, prices: Prices) -> float:
    world, feel = tally.world, tally.world.behaviour.experience
    repeats, drops = caused_repeats(tally)[way], tally.edge[way]["drops"]
    minutes = world.handoffs.repeat_minutes * world.touchpoints[way[1]].cost_per_minute_eur
    chase = _contact_cost(world, world.handoffs.chase_at or way[1])
    return repeats * (feel.repeat_penalty * prices.point + minutes) + drops * (
        feel.dropped_penalty * prices.point + chase
    )


def caused_repeats(tally: Tally) -> dict[Way, float]:
    """Items asked again, traced back to the hand-offs that lost them.

    They are counted on the way before the contact that asks. Where that way changes no hands, the loss came with
    the case: it moves to the ways that led there, in proportion to their use, until it reaches hand-offs. What
        never does stays out.
    """
    ways = {seam.way for seam in seams(tally.world)}
    caused = {way: counts["repeats"] if way in ways else 0.0 for way, counts in tally.edge.items()}
    astray = {
        way: counts["repeats"] for way, counts in tally.edge.items() if way not in ways and counts["repeats"]
    }
    for _ in range(len(tally.touchpoint)):
        further: dict[Way, float] = {}
        for way, repeats in astray.items():
            into = {other: counts["traversals"] for other, counts in tally.edge.items() if other[1] == way[0]}
            used = sum(into.values())
            for other, traversals in into.items():
                part = repeats * traversals / used if used else 0.0
                target = caused if other in ways else further
                target[other] = target.get(other, 0.0) + part
        astray = further
    return caused  # fmt: skip


def reach_probability(tally: Tally) -> dict[str, float]:
    """Chance to convert (service: to reach the goal) from each touchpoint and ending, by the moves counted."""
    goals = tally.world.converts_at
    codes = list(tally.touchpoint)
    index = {code: i for i, code in enumerate(codes)}
    moves = np.zeros((len(codes), len(codes) + 1))
    for (start, end), counts in tally.edge.items():
        if start in goals:
            continue
        if end in index:
            moves[index[start], index[end]] += counts["traversals"]
        elif end == WIN and not goals:
            moves[index[start], -1] += counts["traversals"]
    total = np.zeros(len(codes))
    for (start, _), counts in tally.edge.items():
        total[index[start]] += counts["traversals"]
    shares = moves / np.maximum(total, 1e-300)[:, None]
    for code in goals:
        shares[index[code], :] = 0.0
        shares[index[code], -1] = 1.0
    chance = np.linalg.lstsq(np.eye(len(codes)) - shares[:, :-1], shares[:, -1], rcond=None)[0]
    return {code: float(chance[i]) for code, i in index.items()} | {WIN: 0.0 if goals else 1.0, LOST: 0.0}
