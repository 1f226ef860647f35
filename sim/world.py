"""build(scenario) -> World + Names: the only place where words become integers."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from scenarios.schema import Scenario
from sim.columns import Table
from sim.intercepts import Intercepts
from sim.rules.distributions import LAWS
from sim.streams import name_hash

WON, LOST = -1, -2  # targets of an edge that ends the episode

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
OWN_CONSTANTS = ("interaction", "born_customers", "chase_at", "start", "rating_reference", "reviews_reference")
CONSTANTS_DTYPE = np.dtype([(name, "f8") for name in (*CONSTANTS, *OWN_CONSTANTS)], align=True)


TOUCHPOINT = np.dtype(
    [("hash", "u8")]
    + [
        (name, "i4")
        for name in (
            "owner channel live customer_facing silent team by_customer delay_law service_law switch_edge items moment "
            "converts first_edge end_edge lost_edge needs contact_at"
        ).split()
    ]
    + [
        (name, "f8")
        for name in (
            "delay_days delay_spread service_minutes service_spread patience_minutes patience_shape retry_share "
            "switch_share retry_delay_days quality self_service_bonus cost_per_minute cost_per_contact "
            "need_relevant need_coverage need_contact need_cancellation need_incident"
        ).split()
    ],
    align=True,
)
EDGE = np.dtype(
    [("hash", "u8")]
    + [(name, "i4") for name in "source target target_channel routed leaves".split()]
    + [
        (name, "f8")
        for name in "share log_share intercept retention drop_probability delay_days voice_offset".split()
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
    pools, servers, pool_of = np.zeros(len(groups), POOL), [], {}
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


def _edges(
    scenario: Scenario, intercepts: Intercepts, index: dict[str, int], channel: dict[str, int]
) -> tuple[Table, tuple[tuple[str, str], ...]]:
    """Every edge, grouped by source; a way out (LOST) and the channel to switch to are added where missing."""
    rows, names = [], []
    special = {(edge.from_, edge.to): edge for edge in scenario.edges}
    for code, touchpoint in scenario.touchpoints.items():
        shares = dict(touchpoint.next)
        if touchpoint.switch_to:
            shares.setdefault(touchpoint.switch_to, 0.0)
        shares.setdefault("LOST", 0.0)
        for target, share in shares.items():
            own = special.get((code, target))
            row = np.zeros(1, EDGE)[0]
            row["hash"] = name_hash(target)
            row["source"] = index[code]
            row["target"] = {"WIN": WON, "LOST": LOST}.get(target, index.get(target, LOST))
            ending = target in ("WIN", "LOST")
            there = None if ending or scenario.touchpoints[target].owner is None else scenario.touchpoints[target].channel
            row["target_channel"] = channel.get(there or "", -1)
            row["routed"] = share > 0.0
            row["share"] = share
            row["log_share"] = math.log(share) if share > 0.0 else -math.inf
            if target == "LOST" and code in intercepts.never_leaves:
                row["log_share"] = -math.inf
            row["intercept"] = intercepts.edge.get(f"{code}>{target}", 0.0)
            row["retention"] = scenario.handoffs.retention
            row["drop_probability"] = scenario.handoffs.drop_probability
            if own is not None:
                if own.retention is not None:
                    row["retention"] = own.retention
                if own.drop_probability is not None:
                    row["drop_probability"] = own.drop_probability
                row["delay_days"] = own.delay_days
                row["voice_offset"] = own.voice_offset
                row["leaves"] = own.leaves
            rows.append(row)
            names.append((code, target))
    return np.array(rows, EDGE), tuple(names)


def build(scenario: Scenario, intercepts: Intercepts | None = None) -> tuple[World, Names]:
    """Turn a scenario (its design already applied) into arrays.

    Returns the World and the Names that turn its integers back into words. Raises nothing for a scenario that
    passed the loader.
    """
    intercepts = intercepts or Intercepts()
    index = {code: i for i, code in enumerate(scenario.touchpoints)}
    channels = list(scenario.channels)
    channel = {code: i for i, code in enumerate(channels)}
    owner = {code: i for i, code in enumerate(scenario.owners)}
    pools, servers, pool_names, pool_of = _pools(scenario)
    edges, edge_names = _edges(scenario, intercepts, index, channel)
    touchpoints = np.zeros(len(index), TOUCHPOINT)
    for code, point in scenario.touchpoints.items():
        row, own = touchpoints[index[code]], scenario.channels.get(point.channel or "")
        silent = point.silent
        mine = [number for number, (source, _) in enumerate(edge_names) if source == code]
        row["hash"] = name_hash(code)
        row["owner"] = owner.get(point.owner or "", -1)
        row["channel"] = -1 if silent else channel.get(point.channel or "", -1)
        row["silent"] = silent
        row["live"] = own is not None and own.live
        row["customer_facing"] = not silent and own is not None and own.customer_facing
        row["by_customer"] = point.initiated_by == "customer"
        row["team"] = -1 if point.team is None else pool_of[point.team]
        row["delay_law"], row["service_law"] = LAWS[point.delay_law], LAWS[point.service_law]
        row["delay_days"], row["delay_spread"] = point.delay_days, log_spread(point.delay_cv)
        row["service_minutes"], row["service_spread"] = point.service_minutes, log_spread(point.service_cv)
        row["items"], row["moment"] = point.items, point.moment_of_truth
        row["quality"] = scenario.behaviour.experience.quality if point.quality is None else point.quality
        row["self_service_bonus"] = point.self_service_bonus
        row["cost_per_minute"], row["cost_per_contact"] = point.cost_per_minute_eur, point.cost_per_contact_eur
        row["converts"] = code in scenario.converts_at
        row["first_edge"], row["end_edge"] = mine[0], mine[-1] + 1
        row["lost_edge"] = next(number for number in mine if edge_names[number][1] == "LOST")
        row["switch_edge"] = next((n for n in mine if edge_names[n][1] == point.switch_to), -1)
        row["contact_at"] = -1
        if own is not None and own.live and own.patience_minutes is not None:
            row["patience_minutes"], row["patience_shape"] = own.patience_minutes, own.patience_shape
            row["retry_share"], row["switch_share"] = own.retry_share, own.switch_share
            row["retry_delay_days"] = own.retry_delay_days
            if row["switch_edge"] < 0:
                row["switch_share"] = 0.0
        if point.needs is not None:
            needs = point.needs
            row["needs"] = needs.kinds
            row["need_relevant"], row["need_coverage"] = needs.relevant_share, needs.coverage
            row["need_contact"], row["need_cancellation"] = needs.contact_probability, needs.cancellation_probability
            row["need_incident"] = needs.incident_probability
            row["contact_at"] = -1 if needs.contact_at is None else index[needs.contact_at]
    personas = list(scenario.personas.values())
    liking = np.array([[p.channel_utility.get(c, 0.0) for c in channels] for p in personas]).reshape(len(personas), -1)
    slowness = np.array([[p.delay_factor.get(c, 1.0) for c in index] for p in personas])
    streams = np.zeros(len(scenario.value.streams), STREAM)
    for row, stream in zip(streams, scenario.value.streams, strict=True):
        lasts = math.inf if stream.lasts_days is None else stream.lasts_days
        row["touchpoint"], row["per_day"] = index[stream.starts_at], stream.eur_per_year / 365.0
        row["once"], row["lasts_days"] = stream.eur_once, lasts
    world = World(
        touchpoints=touchpoints,
        edges=edges,
        pools=pools,
        servers=servers,
        streams=streams,
        persona_channel=liking,
        persona_delay=slowness,
        persona_case=np.array([p.case_start for p in personas]),
        constants=_constants(scenario, intercepts, index),
    )
    names = Names(
        touchpoints=tuple(index),
        owners=tuple(owner),
        channels=tuple(channels),
        pools=pool_names,
        personas=tuple(scenario.personas),
        edges=edge_names,
        streams=tuple(stream.name for stream in scenario.value.streams),
    )
    return world, names
