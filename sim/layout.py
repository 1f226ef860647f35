"""The layout of one world in memory: its tables, its scalars, and what one replication draws beside its people.

Plain NumPy, so that the kernel can know it without knowing scenarios.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.columns import Table

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
    "use_offers": "mechanisms.offers",
    "use_campaign_fit": "mechanisms.campaign_fit",
    "use_silent_abandonment": "mechanisms.silent_abandonment",
    "use_adaptive_patience": "mechanisms.adaptive_patience",
    "use_resharing": "mechanisms.resharing",
    "use_recommendation_entry": "mechanisms.recommendation_entry",
    "use_episodes": "mechanisms.episodes",
    "use_premium": "mechanisms.premium",
    "use_learning": "mechanisms.learning",
    "quality": "behaviour.experience.quality",
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
    "recommend_unresolved": "behaviour.advocacy.unresolved",
    "recommend_noise": "behaviour.advocacy.noise",
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
    "prospects_tell": "word_of_mouth.prospects_tell",
    "listeners_unresolved": "word_of_mouth.listeners_unresolved",
    "positive_log_odds": "word_of_mouth.positive_log_odds",
    "negative_log_odds": "word_of_mouth.negative_log_odds",
    "base_choice": "word_of_mouth.base_choice",
    "customer_positive_factor": "word_of_mouth.customer_positive_factor",
    "customer_negative_factor": "word_of_mouth.customer_negative_factor",
    "reputation_learning": "reputation.learning",
    "post_base": "reputation.post_base",
    "post_slope": "reputation.post_slope",
    "valence_elasticity": "reputation.valence_elasticity",
    "volume_elasticity": "reputation.volume_elasticity",
    "averaging_days": "reputation.averaging_days",
    "expectation_weight": "reputation.expectation_weight",
    "entry_per_recommendation": "arrivals.entry_per_recommendation",
    "existing_tenure_days": "arrivals.existing_tenure_days",
    "patience_learning": "behaviour.patience.learning",
    "patience_minimum": "behaviour.patience.minimum",
    "reshare": "word_of_mouth.reshare",
    "reshare_post": "word_of_mouth.reshare_post",
    "story_days": "word_of_mouth.story_days",
    "offers_per_month": "competitors.offers_per_month",
    "offers_per_month_before": "competitors.offers_per_month_before",
    "offer_attraction": "competitors.attraction",
    "offer_spread": "competitors.attraction_spread",
    "offer_price": "competitors.price_disadvantage",
    "offer_satisfaction": "competitors.satisfaction",
    "offer_trust": "competitors.trust",
    "offer_trust_barrier": "competitors.trust_barrier",
    "offer_tenure_barrier": "competitors.tenure_barrier",
    "offer_scale": "competitors.choice_scale",
    "offer_pull": "competitors.pull_before",
    "offer_disconnect": "competitors.disconnect",
    "offer_disconnect_days": "competitors.disconnect_days",
    "campaign_personal": "campaign.personal",
    "campaign_research": "campaign.research",
    "campaign_noise": "campaign.stated_noise",
    "goal_spread": "campaign.goal_spread",
    "fit_weight": "campaign.fit_weight",
    "fit_reference": "campaign.fit_reference",
    "premium_ceiling": "value.premium_ceiling",
    "hypothetical_bias": "value.hypothetical_bias",
    "premium_from": "value.premium_from",
    "premium_full": "value.premium_full",
    "fixes_per_review": "learning.fixes_per_review",
    "review_days": "learning.review_days",
    "response_share": "learning.response_share",
    "painful_below": "learning.painful_below",
    "pain_target": "learning.target",
    "improvement": "learning.improvement",
}
OWN_CONSTANTS = (
    "interaction",
    "born_customers",
    "chase_at",
    "start",
    "rating_reference",
    "reviews_reference",
    "full_mixing",
    "season_highest",
    "learns_causes",
    "thins_arrivals",
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
        *_fields("f8", "silent_abandonment", "silent_abandonment_minutes"),
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
        *_fields("i4", "source", "target", "target_channel", "leaves"),
        *_fields("f8", "log_share", "intercept", "retention", "drop_probability", "switch_retention"),
        *_fields("f8", "delay_days", "voice_offset"),
    ],
    align=True,
)
STREAM = np.dtype(
    [
        ("hash", "u8"),
        *_fields("i4", "touchpoint", "every_time"),
        *_fields("f8", "per_day", "once", "spread", "price", "lasts_days"),
    ],
    align=True,
)
EPISODE = np.dtype(
    [
        ("hash", "u8"),
        *_fields("i4", "touchpoint", "purchase", "regular", "seasonal", "lapses"),
        *_fields("f8", "per_day", "rate_slope", "lapse_slope"),
    ],
    align=True,
)
SHOCK = np.dtype(
    [
        ("hash", "u8"),
        *_fields("i4", "episode", "predictable"),
        *_fields("f8", "day", "lasts_days", "share"),
    ],
    align=True,
)
POOL = np.dtype([("first", "i4"), ("end", "i4"), ("opens", "f8"), ("closes", "f8")], align=True)
SERVER = np.dtype([("opens", "f8"), ("closes", "f8")], align=True)


class World(NamedTuple):
    """One scenario under one design, as arrays.

    touchpoints (n,), edges (m,) grouped by source, pools and servers, streams (s,): structured;
    persona_channel (personas, channels): channel utilities; persona_delay (personas, touchpoints): factors;
    persona_case (personas,): case information at the start; persona_goals (personas, goals) and
    campaign_offer (goals,): weights; goal_hash (goals,): their addresses; episodes (k,) and shocks: structured;
    arrival_season, need_season (365,): factors by day of the year, from the first day; constants (1,): every scalar.
    """

    touchpoints: Table
    edges: Table
    pools: Table
    servers: Table
    streams: Table
    persona_channel: NDArray[np.float64]
    persona_delay: NDArray[np.float64]
    persona_case: NDArray[np.float64]
    persona_goals: NDArray[np.float64]
    goal_hash: NDArray[np.uint64]
    campaign_offer: NDArray[np.float64]
    episodes: Table
    shocks: Table
    arrival_season: NDArray[np.float64]
    need_season: NDArray[np.float64]
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
    episodes: tuple[str, ...]
    shocks: tuple[str, ...]


class Network(NamedTuple):
    """Ties in rows: neighbours of person i are to[start[i]:start[i + 1]], with weights alike."""

    start: NDArray[np.int64]
    to: NDArray[np.int64]
    weight: NDArray[np.float64]


class Luck(NamedTuple):
    """What one replication draws beside its people.

    keys (2,): the generator's key; owner_offset (owners,): standard normal of each department's voice; need_rate
    (n, episodes): each person's rate against the average; lapse_chance (n, episodes): own chance to lapse after a
    repeat purchase; the network in rows (start, to, weight); ties (structured): the same, what is read together kept
    together.
    """

    keys: NDArray[np.uint64]
    owner_offset: NDArray[np.float64]
    need_rate: NDArray[np.float64]
    lapse_chance: NDArray[np.float64]
    network: Network
    ties: Table


class Population(NamedTuple):
    """Candidates in order of arrival (structured, PEOPLE) and the luck of the replication."""

    people: Table
    luck: Luck
