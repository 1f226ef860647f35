"""build(scenario) -> World + Names: the only place where words become integers."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenarios.schema import Edge, Scenario, Touchpoint
from sim.columns import Table
from sim.intercepts import Intercepts
from sim.layout import (
    CONSTANTS,
    CONSTANTS_DTYPE,
    EDGE,
    EPISODE,
    LOST,
    POOL,
    SERVER,
    SHOCK,
    STREAM,
    TOUCHPOINT,
    WON,
    Names,
    World,
)
from sim.rules.distributions import LAWS
from sim.streams import name_hash

DAYS_PER_YEAR = 365.0
DAYS_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def value_at(scenario: Scenario, path: str) -> Any:
    """The value at a dotted path of attributes."""
    value: Any = scenario
    for part in path.split("."):
        value = getattr(value, part)
    return value


def feedback_is_on(scenario: Scenario) -> bool:
    """Whether reviews can change the number of arrivals."""
    switches = scenario.mechanisms
    endless = scenario.arrivals.market_size is None
    return scenario.interaction and endless and switches.reputation and switches.acquisition_feedback


def log_spread(cv: float) -> float:
    """Log-scale standard deviation of a lognormal with that coefficient of variation."""
    return math.sqrt(math.log1p(cv * cv))


def _constants(scenario: Scenario, intercepts: Intercepts, index: dict[str, int]) -> Table:
    row = np.zeros(1, CONSTANTS_DTYPE)
    for name, path in CONSTANTS.items():
        row[name] = float(value_at(scenario, path))
    row["interaction"] = float(scenario.interaction)
    row["born_customers"] = float(not scenario.converts_at)
    row["chase_at"] = index[scenario.handoffs.chase_at] if scenario.handoffs.chase_at else -1
    row["start"] = index[scenario.starts_at]
    row["rating_reference"] = scenario.reputation.start if intercepts.rating is None else intercepts.rating
    row["reviews_reference"] = intercepts.reviews_per_day
    row["full_mixing"] = float(scenario.network.kind == "full_mixing")
    row["season_highest"] = max(scenario.season.arrivals)
    row["thins_arrivals"] = float(feedback_is_on(scenario))
    row["learns_causes"] = float(scenario.learning.attribution == "causal")
    if intercepts.baseline_per_day is not None:
        row["baseline_per_day"] = intercepts.baseline_per_day
    if intercepts.advocacy is not None:
        row["recommend_intercept"] = intercepts.advocacy
    return row


def _pools(scenario: Scenario) -> tuple[Table, Table, tuple[str, ...], dict[str, int]]:
    """Pools of servers: teams pooled by the scenario, then every team of its own."""
    pooled = {team for members in scenario.pools.values() for team in members}
    groups = {name: list(members) for name, members in scenario.pools.items()}
    groups.update({team: [team] for team in scenario.teams if team not in pooled})
    pools = np.zeros(len(groups), POOL)
    servers: list[tuple[float, float]] = []
    pool_of: dict[str, int] = {}
    for number, members in enumerate(groups.values()):
        pools[number]["first"] = len(servers)
        for code in members:
            team = scenario.teams[code]
            opens = team.opens_at_hour / 24.0
            closes = min((team.opens_at_hour + team.hours_per_day) / 24.0, 1.0)
            servers += [(opens, closes)] * team.servers
            pool_of[code] = number
        own = servers[pools[number]["first"] :]
        pools[number]["end"] = len(servers)
        pools[number]["opens"] = min(opens for opens, _ in own)
        pools[number]["closes"] = max(closes for _, closes in own)
    return pools, np.array(servers, SERVER), tuple(groups), pool_of


class _Index(NamedTuple):
    """Positions of the words of a scenario."""

    touchpoint: dict[str, int]
    channel: dict[str, int]
    owner: dict[str, int]
    pool_of_team: dict[str, int]


def _edge_names(scenario: Scenario) -> list[tuple[str, str]]:
    """Every edge, grouped by source; a way out (LOST) and the channel to switch to are added where missing."""
    names = []
    for code, point in scenario.touchpoints.items():
        also = [target for target in (point.switch_to, "LOST") if target and target not in point.next]
        names += [(code, target) for target in (*point.next, *also)]
    return names


def _edge_row(
    row: Any,
    scenario: Scenario,
    intercepts: Intercepts,
    index: _Index,
    source: str,
    target: str,
    own: Edge | None,
) -> None:
    share = scenario.touchpoints[source].next.get(target, 0.0)
    row["hash"] = name_hash(target)
    row["source"] = index.touchpoint[source]
    row["target"] = {"WIN": WON, "LOST": LOST}.get(target, index.touchpoint.get(target, LOST))
    row["target_channel"] = -1
    if target in scenario.touchpoints and not scenario.touchpoints[target].silent:
        row["target_channel"] = index.channel.get(scenario.touchpoints[target].channel or "", -1)
    stays = target == "LOST" and source in intercepts.never_leaves
    row["log_share"] = -math.inf if share <= 0.0 or stays else math.log(share)
    row["intercept"] = intercepts.edge.get(f"{source}>{target}", 0.0)
    row["retention"] = scenario.handoffs.retention
    row["drop_probability"] = scenario.handoffs.drop_probability
    row["switch_retention"] = scenario.channel_switches.retention
    if own is None:
        return
    if own.retention is not None:
        row["retention"] = own.retention
    if own.drop_probability is not None:
        row["drop_probability"] = own.drop_probability
    if own.switch_retention is not None:
        row["switch_retention"] = own.switch_retention
    row["delay_days"], row["voice_offset"], row["leaves"] = own.delay_days, own.voice_offset, own.leaves


def _edges(scenario: Scenario, intercepts: Intercepts, index: _Index, names: list[tuple[str, str]]) -> Table:
    special = {(edge.from_, edge.to): edge for edge in scenario.edges}
    rows = np.zeros(len(names), EDGE)
    for row, (source, target) in zip(rows, names, strict=True):
        _edge_row(row, scenario, intercepts, index, source, target, special.get((source, target)))
    return rows


def _touchpoint_row(
    row: Any, scenario: Scenario, index: _Index, code: str, point: Touchpoint, edges: dict[str, int]
) -> None:
    """edges: number of each edge that leaves this touchpoint, by target."""
    channel = scenario.channels.get(point.channel or "")
    row["hash"] = name_hash(code)
    row["silent"] = point.silent
    row["owner"] = index.owner.get(point.owner or "", -1)
    row["channel"] = -1 if point.silent else index.channel.get(point.channel or "", -1)
    row["live"] = channel is not None and channel.live
    row["customer_facing"] = not point.silent and channel is not None and channel.customer_facing
    row["by_customer"] = point.initiated_by == "customer"
    row["team"] = -1 if point.team is None else index.pool_of_team[point.team]
    row["delay_law"], row["service_law"] = LAWS[point.delay_law], LAWS[point.service_law]
    row["delay_days"], row["delay_spread"] = point.delay_days, log_spread(point.delay_cv)
    row["service_minutes"], row["service_spread"] = point.service_minutes, log_spread(point.service_cv)
    row["items"], row["moment"] = point.items, point.moment_of_truth
    row["quality"] = scenario.behaviour.experience.quality if point.quality is None else point.quality
    row["self_service_bonus"] = point.self_service_bonus
    row["cost_per_minute"], row["cost_per_contact"] = point.cost_per_minute_eur, point.cost_per_contact_eur
    row["converts"] = code in scenario.converts_at
    row["first_edge"], row["end_edge"] = min(edges.values()), max(edges.values()) + 1
    row["lost_edge"] = edges["LOST"]
    row["switch_edge"] = edges.get(point.switch_to or "", -1)
    row["contact_at"] = -1
    if channel is not None and channel.live and channel.patience_minutes is not None:
        row["patience_minutes"], row["patience_shape"] = channel.patience_minutes, channel.patience_shape
        row["retry_share"], row["retry_delay_days"] = channel.retry_share, channel.retry_delay_days
        row["switch_share"] = channel.switch_share if row["switch_edge"] >= 0 else 0.0
        row["silent_abandonment"] = channel.silent_abandonment
        row["silent_abandonment_minutes"] = channel.silent_abandonment_minutes
    if point.needs is not None:
        needs = point.needs
        row["needs"] = needs.kinds
        row["need_relevant"], row["need_coverage"] = needs.relevant_share, needs.coverage
        row["need_contact"], row["need_cancellation"] = (
            needs.contact_probability,
            needs.cancellation_probability,
        )
        row["need_incident"] = needs.incident_probability
        row["contact_at"] = -1 if needs.contact_at is None else index.touchpoint[needs.contact_at]


def _touchpoints(scenario: Scenario, index: _Index, names: list[tuple[str, str]]) -> Table:
    rows = np.zeros(len(scenario.touchpoints), TOUCHPOINT)
    leaving: dict[str, dict[str, int]] = {code: {} for code in scenario.touchpoints}
    for number, (source, target) in enumerate(names):
        leaving[source][target] = number
    for row, (code, point) in zip(rows, scenario.touchpoints.items(), strict=True):
        _touchpoint_row(row, scenario, index, code, point, leaving[code])
    return rows


def _streams(scenario: Scenario, index: _Index) -> Table:
    rows = np.zeros(len(scenario.value.streams), STREAM)
    for row, stream in zip(rows, scenario.value.streams, strict=True):
        row["touchpoint"], row["per_day"] = (
            index.touchpoint[stream.starts_at],
            stream.eur_per_year / DAYS_PER_YEAR,
        )
        row["hash"] = name_hash(stream.name)
        row["once"], row["every_time"], row["price"] = stream.eur_once, stream.every_time, stream.price_eur
        row["spread"] = log_spread(stream.spend_cv)
        row["lasts_days"] = math.inf if stream.lasts_days is None else stream.lasts_days
    return rows


def _episodes(scenario: Scenario, index: _Index) -> Table:
    rows = np.zeros(len(scenario.episodes), EPISODE)
    for row, (code, episode) in zip(rows, scenario.episodes.items(), strict=True):
        row["hash"] = name_hash(code)
        row["touchpoint"] = -1 if episode.starts_at is None else index.touchpoint[episode.starts_at]
        row["purchase"] = episode.kind == "repurchase"
        row["regular"] = episode.every_days is not None
        row["per_day"] = (
            episode.per_year / DAYS_PER_YEAR if not episode.every_days else 1.0 / episode.every_days
        )
        row["seasonal"], row["lapses"] = episode.seasonal, episode.lapse_alpha is not None
        row["rate_slope"], row["lapse_slope"] = episode.satisfaction_on_rate, episode.satisfaction_on_lapse
    return rows


def _shocks(scenario: Scenario) -> Table:
    codes = list(scenario.episodes)
    rows = np.zeros(len(scenario.shocks), SHOCK)
    for row, (code, shock) in zip(rows, scenario.shocks.items(), strict=True):
        row["hash"], row["predictable"] = name_hash(code), shock.predictable
        row["episode"] = -1 if shock.episode is None else codes.index(shock.episode)
        row["day"], row["lasts_days"], row["share"] = shock.day, shock.lasts_days, shock.share
    return rows


def _season(first_month: int, factors: list[float]) -> NDArray[np.float64]:
    """The factor of each day of a year (no leap days), from the first day of the simulated time, shape (365,)."""
    months = [(first_month - 1 + n) % 12 for n in range(12)]
    return np.concatenate([np.full(DAYS_IN_MONTH[month], float(factors[month])) for month in months])


def _goals(scenario: Scenario) -> tuple[list[str], NDArray[np.float64], NDArray[np.float64]]:
    """Goals by name, what each persona wants (personas, goals), and what the offer stresses (goals,).

    An offer that is not spelled out stresses what the personas want on average.
    """
    personas = list(scenario.personas.values())
    goals = sorted({goal for persona in personas for goal in persona.goals})
    wanted = np.array([[persona.goals.get(goal, 0.0) for goal in goals] for persona in personas], np.float64)
    wanted = wanted.reshape(len(personas), len(goals))
    offered = scenario.campaign.offer
    if not offered:
        average = [math.fsum(p.share * p.goals.get(goal, 0.0) for p in personas) for goal in goals]
        return goals, wanted, np.array(average, np.float64)
    return goals, wanted, np.array([offered.get(goal, 0.0) for goal in goals], np.float64)


def build(scenario: Scenario, intercepts: Intercepts | None = None) -> tuple[World, Names]:
    """Turn a scenario (its design already applied) into arrays.

    Returns the World and the Names that turn its integers back into words. Raises nothing for a scenario that
    passed the loader.
    """
    intercepts = intercepts or Intercepts()
    pools, servers, pool_names, pool_of_team = _pools(scenario)
    index = _Index(
        touchpoint={code: i for i, code in enumerate(scenario.touchpoints)},
        channel={code: i for i, code in enumerate(scenario.channels)},
        owner={code: i for i, code in enumerate(scenario.owners)},
        pool_of_team=pool_of_team,
    )
    edges = _edge_names(scenario)
    personas = list(scenario.personas.values())
    liking = [[persona.channel_utility.get(code, 0.0) for code in index.channel] for persona in personas]
    slowness = [[persona.delay_factor.get(code, 1.0) for code in index.touchpoint] for persona in personas]
    goals, wanted, offered = _goals(scenario)
    world = World(
        touchpoints=_touchpoints(scenario, index, edges),
        edges=_edges(scenario, intercepts, index, edges),
        pools=pools,
        servers=servers,
        streams=_streams(scenario, index),
        persona_channel=np.array(liking, np.float64).reshape(len(personas), -1),
        persona_delay=np.array(slowness),
        persona_case=np.array([persona.case_start for persona in personas]),
        persona_goals=wanted,
        goal_hash=np.array([name_hash(goal) for goal in goals], np.uint64),
        campaign_offer=offered,
        episodes=_episodes(scenario, index),
        shocks=_shocks(scenario),
        arrival_season=_season(scenario.season.first_month, scenario.season.arrivals),
        need_season=_season(scenario.season.first_month, scenario.season.needs),
        constants=_constants(scenario, intercepts, index.touchpoint),
    )
    names = Names(
        touchpoints=tuple(index.touchpoint),
        owners=tuple(index.owner),
        channels=tuple(index.channel),
        pools=pool_names,
        personas=tuple(scenario.personas),
        edges=tuple(edges),
        streams=tuple(stream.name for stream in scenario.value.streams),
        episodes=tuple(scenario.episodes),
        shocks=tuple(scenario.shocks),
    )
    return world, names
