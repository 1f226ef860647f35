"""build(scenario) -> World + Names: the only place where words become integers."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenarios.schema import Edge, Scenario, Touchpoint
from sim.columns import Table
from sim.intercepts import Intercepts
from sim.rules.distributions import LAWS
from sim.streams import name_hash

WON, LOST = -1, -2  # targets of an edge that ends the episode
DAYS_PER_YEAR = 365.0

# name in the kernel -> path in the scenario
CONSTANTS: dict[str, str] = {
    "tick_days": "clock.tick_days",
    "horizon_days": "clock.horizon_days",
    "warm_up_days": "clock.warm_up_days",
    "follow_up_days": "clock.follow_up_days",
    "arrival_cap": "arrivals.cap",
    "use_experience": "mechanisms.experience",
    "use_expectation_learning": "mechanisms.expectation_learning",
    "use_memory": "mechanisms.memory",
    "use_trust": "mechanisms.trust",
    "use_effort": "mechanisms.effort",
    "use_waiting": "mechanisms.waiting",
    "use_handoffs": "mechanisms.handoffs",
    "use_choice": "mechanisms.choice",
    "use_voices": "mechanisms.voices",
    "use_churn": "mechanisms.churn",
    "use_moments": "mechanisms.moments",
    "use_recovery": "mechanisms.recovery",
    "use_silent_needs": "mechanisms.silent_needs",
    "use_word_of_mouth": "mechanisms.word_of_mouth",
    "use_reputation": "mechanisms.reputation",
    "use_acquisition_feedback": "mechanisms.acquisition_feedback",
    "use_neighbour_defection": "mechanisms.neighbour_defection",
    "use_value": "mechanisms.value",
    "quality_noise": "behaviour.experience.quality_noise",
    "curvature": "behaviour.experience.curvature",
    "zone_of_tolerance": "behaviour.experience.zone_of_tolerance",
    "expectation_learning": "behaviour.experience.expectation_learning",
    "repeat_penalty": "behaviour.experience.repeat_penalty",
    "wait_penalty": "behaviour.experience.wait_penalty",
    "voice_penalty": "behaviour.experience.voice_penalty",
    "failure_penalty": "behaviour.experience.failure_penalty",
    "dropped_penalty": "behaviour.experience.dropped_penalty",
    "abandonment_penalty": "behaviour.experience.abandonment_penalty",
    "prior_contacts": "behaviour.memory.prior_contacts",
    "minimum_weight": "behaviour.memory.minimum_weight",
    "half_life_days": "behaviour.memory.half_life_days",
    "average_weight": "behaviour.memory.average_weight",
    "peak_weight": "behaviour.memory.peak_weight",
    "end_weight": "behaviour.memory.end_weight",
    "trust_gain": "behaviour.trust.gain",
    "trust_loss": "behaviour.trust.loss",
    "effort_repeat": "behaviour.effort.repeat",
    "effort_handoff": "behaviour.effort.handoff",
    "effort_forced_switch": "behaviour.effort.forced_switch",
    "effort_wait": "behaviour.effort.wait",
    "effort_abandonment": "behaviour.effort.abandonment",
    "effort_dropped": "behaviour.effort.dropped",
    "experience_weight": "behaviour.choice.experience_weight",
    "baseline_per_day": "behaviour.churn.baseline_per_day",
    "new_customer": "behaviour.churn.new_customer",
    "new_customer_days": "behaviour.churn.new_customer_days",
    "intention_to_behaviour": "behaviour.churn.intention_to_behaviour",
    "churn_satisfaction": "behaviour.churn.satisfaction",
    "satisfaction_reference": "behaviour.churn.satisfaction_reference",
    "churn_trust": "behaviour.churn.trust",
    "trust_reference": "behaviour.churn.trust_reference",
    "churn_effort": "behaviour.churn.effort",
    "churn_inconsistency": "behaviour.churn.inconsistency",
    "churn_unresolved": "behaviour.churn.unresolved",
    "unresolved_half_life_days": "behaviour.churn.unresolved_half_life_days",
    "churn_complaint": "behaviour.churn.complaint",
    "complaint_half_life_days": "behaviour.churn.complaint_half_life_days",
    "churn_purchases": "behaviour.churn.purchases",
    "churn_opinion": "behaviour.churn.opinion",
    "opinion_half_life_days": "behaviour.churn.opinion_half_life_days",
    "churn_neighbour": "behaviour.churn.neighbour",
    "neighbour_half_life_days": "behaviour.churn.neighbour_half_life_days",
    "churn_lock_in": "behaviour.churn.lock_in",
    "recommend_intercept": "behaviour.advocacy.intercept",
    "recommend_satisfaction": "behaviour.advocacy.satisfaction",
    "recommend_trust": "behaviour.advocacy.trust",
    "recommend_memory": "behaviour.advocacy.memory",
    "recommend_noise": "behaviour.advocacy.noise",
    "switch_retention": "channel_switches.retention",
    "chase_delay_days": "handoffs.chase_delay_days",
    "recollects": "handoffs.recollects",
    "repeat_minutes": "handoffs.repeat_minutes",
    "message_spread": "voices.message_spread",
    "alignment": "voices.alignment",
    "contact_noise": "voices.contact_noise",
    "unpredictable_share": "moments.unpredictable_share",
    "failure_predictable": "moments.failure_predictable",
    "failure_unpredictable": "moments.failure_unpredictable",
    "preparation": "moments.preparation",
    "reaction": "moments.reaction",
    "reaction_hours": "moments.reaction_hours",
    "reaction_scale_hours": "moments.reaction_scale_hours",
    "voice_probability": "recovery.voice_probability",
    "post_probability": "recovery.post_probability",
    "exit_probability": "recovery.exit_probability",
    "recovery_success": "recovery.success_probability",
    "recovery_delay_days": "recovery.delay_days",
    "recovery_scale_days": "recovery.delay_scale_days",
    "overshoot": "recovery.overshoot",
    "relief": "recovery.relief",
    "double_deviation_days": "recovery.double_deviation_days",
    "ambient_per_month": "word_of_mouth.ambient_per_month",
    "satisfied_from": "word_of_mouth.satisfied_from",
    "tell_resolved": "word_of_mouth.tell_resolved",
    "listeners_resolved": "word_of_mouth.listeners_resolved",
    "tell_unresolved": "word_of_mouth.tell_unresolved",
    "listeners_unresolved": "word_of_mouth.listeners_unresolved",
    "positive_log_odds": "word_of_mouth.positive_log_odds",
    "negative_log_odds": "word_of_mouth.negative_log_odds",
    "base_choice": "word_of_mouth.base_choice",
    "customer_positive_factor": "word_of_mouth.customer_positive_factor",
    "customer_negative_factor": "word_of_mouth.customer_negative_factor",
    "reputation_start": "reputation.start",
    "reputation_learning": "reputation.learning",
    "post_base": "reputation.post_base",
    "post_slope": "reputation.post_slope",
    "valence_elasticity": "reputation.valence_elasticity",
    "volume_elasticity": "reputation.volume_elasticity",
    "averaging_days": "reputation.averaging_days",
    "expectation_weight": "reputation.expectation_weight",
}
OWN_CONSTANTS = (
    "interaction",
    "born_customers",
    "chase_at",
    "start",
    "rating_reference",
    "reviews_reference",
)
CONSTANTS_DTYPE = np.dtype([(name, "f8") for name in (*CONSTANTS, *OWN_CONSTANTS)], align=True)


def _fields(kind: str, *names: str) -> list[tuple[str, str]]:
    return [(name, kind) for name in names]


TOUCHPOINT = np.dtype(
    [
        ("hash", "u8"),
        *_fields("i4", "owner", "channel", "live", "customer_facing", "silent", "team", "by_customer"),
        *_fields("i4", "delay_law", "service_law", "switch_edge", "items", "moment", "converts"),
        *_fields("i4", "first_edge", "end_edge", "lost_edge", "needs", "contact_at"),
        *_fields("f8", "delay_days", "delay_spread", "service_minutes", "service_spread"),
        *_fields(
            "f8", "patience_minutes", "patience_shape", "retry_share", "switch_share", "retry_delay_days"
        ),
        *_fields("f8", "quality", "self_service_bonus", "cost_per_minute", "cost_per_contact"),
        *_fields(
            "f8", "need_relevant", "need_coverage", "need_contact", "need_cancellation", "need_incident"
        ),
    ],
    align=True,
)
EDGE = np.dtype(
    [
        ("hash", "u8"),
        *_fields("i4", "source", "target", "target_channel", "routed", "leaves"),
        *_fields("f8", "share", "log_share", "intercept", "retention", "drop_probability"),
        *_fields("f8", "delay_days", "voice_offset"),
    ],
    align=True,
)
STREAM = np.dtype([("touchpoint", "i4"), ("per_day", "f8"), ("once", "f8"), ("lasts_days", "f8")], align=True)
POOL = np.dtype([("first", "i4"), ("end", "i4"), ("opens", "f8"), ("closes", "f8")], align=True)
SERVER = np.dtype([("opens", "f8"), ("closes", "f8")], align=True)


class World(NamedTuple):
    """One scenario under one design, as arrays.

    touchpoints (n,), edges (m,) grouped by source, pools and servers, streams (s,): structured;
    persona_channel (personas, channels): channel utilities; persona_delay (personas, touchpoints): factors;
    persona_case (personas,): case information at the start; constants (1,): every scalar.
    """

    touchpoints: Table
    edges: Table
    pools: Table
    servers: Table
    streams: Table
    persona_channel: NDArray[np.float64]
    persona_delay: NDArray[np.float64]
    persona_case: NDArray[np.float64]
    constants: Table


class Names(NamedTuple):
    """The words behind the integers of a World."""

    touchpoints: tuple[str, ...]
    owners: tuple[str, ...]
    channels: tuple[str, ...]
    pools: tuple[str, ...]
    personas: tuple[str, ...]
    edges: tuple[tuple[str, str], ...]
    streams: tuple[str, ...]


def value_at(scenario: Scenario, path: str) -> Any:
    """The value at a dotted path of attributes."""
    value: Any = scenario
    for part in path.split("."):
        value = getattr(value, part)
    return value


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
    row["routed"] = share > 0.0
    row["share"] = share
    stays = target == "LOST" and source in intercepts.never_leaves
    row["log_share"] = -math.inf if share <= 0.0 or stays else math.log(share)
    row["intercept"] = intercepts.edge.get(f"{source}>{target}", 0.0)
    row["retention"] = scenario.handoffs.retention
    row["drop_probability"] = scenario.handoffs.drop_probability
    if own is None:
        return
    if own.retention is not None:
        row["retention"] = own.retention
    if own.drop_probability is not None:
        row["drop_probability"] = own.drop_probability
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
        row["once"] = stream.eur_once
        row["lasts_days"] = math.inf if stream.lasts_days is None else stream.lasts_days
    return rows


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
    world = World(
        touchpoints=_touchpoints(scenario, index, edges),
        edges=_edges(scenario, intercepts, index, edges),
        pools=pools,
        servers=servers,
        streams=_streams(scenario, index),
        persona_channel=np.array(liking, np.float64).reshape(len(personas), -1),
        persona_delay=np.array(slowness),
        persona_case=np.array([persona.case_start for persona in personas]),
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
    )
    return world, names
