"""Which numbers of a scenario can act in it: those of mechanisms that are on, about things that are there.

A table of patterns says for each number of the schema to which mechanism it belongs and when it can move anything.
The ledger of assumptions, the description of a model and everything else that lists parameters read it from here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from scenarios.inventory import Inventory
from scenarios.schema import LOST, Scenario, Touchpoint

Condition = Callable[[Inventory, list[str]], bool]
"""Whether a number can act, from the company and the path's names."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Numbers whose path matches belong to a mechanism (or a part that cannot be switched off) and act when ..."""

    pattern: str
    section: str
    acts: Condition


def _point(check: Callable[[Inventory, Touchpoint], bool]) -> Condition:
    """A condition on the touchpoint of the path."""
    return lambda c, keys: check(c, c.scenario.touchpoints[keys[1]])


def _staffed(c: Inventory, point: Touchpoint) -> bool:
    return c.on("waiting") and point.team is not None


def _always(_: Inventory, __: list[str]) -> bool:
    return True


def _never(_: Inventory, __: list[str]) -> bool:
    return False


def _r(pattern: str, section: str, acts: Callable[[Inventory], bool]) -> Rule:
    return Rule(pattern, section, lambda c, _: acts(c))


RULES: tuple[Rule, ...] = (
    Rule("uncertainties.*", "study", _never),
    Rule("presets.*", "study", _never),
    Rule("lenses.*", "study", _never),
    Rule("improvement.*", "study", _never),
    Rule("clock.*", "study", _always),
    Rule("levers.*", "study", _always),
    _r("calibrate.churn_rate_12m", "churn", lambda c: c.on("churn")),
    Rule("calibrate.nps", "survey", _always),
    Rule("calibrate.*", "study", _always),
    _r("arrivals.cap", "acquisition_feedback", lambda c: c.feedback),
    _r("arrivals.entry_per_recommendation", "recommendation_entry",
       lambda c: c.on("recommendation_entry") and c.talks),
    _r("arrivals.existing_tenure_days", "arrivals", lambda c: c.scenario.arrivals.existing_customers > 0),
    Rule("arrivals.*", "arrivals", _always),
    _r("season.arrivals.*", "arrivals", lambda c: set(c.scenario.season.arrivals) != {1.0}),
    _r("season.needs.*", "episodes", lambda c: c.seasonal),
    _r("season.first_month", "arrivals", lambda c: c.seasonal or set(c.scenario.season.arrivals) != {1.0}),
    # -- the company
    Rule("channels.*.silent_abandonment", "silent_abandonment",
         lambda c, keys: c.on("silent_abandonment") and c.impatient(keys[1])),
    Rule("channels.*.silent_abandonment_minutes", "silent_abandonment",
         lambda c, keys: c.on("silent_abandonment") and c.impatient(keys[1])
         and c.scenario.channels[keys[1]].silent_abandonment > 0.0),
    Rule("channels.*.switch_share", "waiting", lambda c, keys: c.may_switch(keys[1])),
    Rule("channels.*.retry_delay_days", "waiting",
         lambda c, keys: c.impatient(keys[1]) and c.scenario.channels[keys[1]].retry_share > 0.0),
    Rule("channels.*", "waiting", lambda c, keys: c.impatient(keys[1])),
    _r("teams.*", "waiting", lambda c: c.queues),
    Rule("touchpoints.*.delay_days", "journey", _always),
    Rule("touchpoints.*.delay_cv", "journey", _point(lambda _, p: p.delay_days > 0.0 and p.delay_law == "lognormal")),
    Rule("touchpoints.*.next.*", "journey", _always),
    Rule("touchpoints.*.service_minutes", "waiting", _point(_staffed)),
    Rule("touchpoints.*.service_cv", "waiting", _point(lambda c, p: _staffed(c, p) and p.service_law == "lognormal")),
    Rule("touchpoints.*.items", "handoffs", _point(lambda c, p: c.asked and c.facing(p))),
    Rule("touchpoints.*.quality", "experience", _point(lambda c, p: c.on("experience") and c.facing(p))),
    Rule("touchpoints.*.self_service_bonus", "experience", _point(lambda c, p: c.on("experience") and c.facing(p))),
    Rule("touchpoints.*.cost_per_minute_eur", "value", _point(lambda c, p: c.on("value") and _staffed(c, p))),
    Rule("touchpoints.*.cost_per_contact_eur", "value", _point(lambda c, p: c.on("value") and not p.silent)),
    Rule("touchpoints.*.needs.contact_probability", "silent_needs",
         _point(lambda c, p: c.needy and p.needs is not None and p.needs.contact_at is not None)),
    _r("touchpoints.*.needs.*", "silent_needs", lambda c: c.needy),
    _r("edges.*.retention", "handoffs", lambda c: c.asked),
    _r("edges.*.switch_retention", "handoffs", lambda c: c.asked),
    _r("edges.*.drop_probability", "handoffs", lambda c: c.handed),
    _r("edges.*.voice_offset", "voices", lambda c: c.speaks),
    Rule("edges.*", "journey", _always),
    _r("handoffs.retention", "handoffs", lambda c: c.asked and c.handed),
    _r("handoffs.repeat_minutes", "handoffs", lambda c: c.asked and c.on("waiting") and any(p.team for p in c.points)),
    _r("handoffs.chase_delay_days", "handoffs", lambda c: c.dropped),
    _r("handoffs.*", "handoffs", lambda c: c.handed),
    _r("channel_switches.*", "handoffs", lambda c: c.asked and c.switched),
    _r("voices.*", "voices", lambda c: c.speaks),
    _r("moments.reaction_*", "moments", lambda c: (c.on("moments") or c.struck) and c.scenario.moments.reaction > 0.0),
    _r("moments.reaction", "moments", lambda c: c.struck or (c.on("moments") and c.tested)),
    _r("moments.preparation", "moments", lambda c: c.struck or (c.on("moments") and c.tested)),
    _r("moments.*", "moments", lambda c: c.on("moments") and c.tested),
    _r("recovery.exit_probability", "recovery", lambda c: c.recovers and c.on("churn")),
    _r("recovery.post_probability", "recovery", lambda c: c.recovers and c.scenario.interaction and c.on("reputation")),
    _r("recovery.*", "recovery", lambda c: c.recovers),
    # -- the customer's mind
    _r("behaviour.experience.quality", "experience",
       lambda c: c.felt and (c.struck or any(p.quality is None and c.facing(p) for p in c.points))),
    _r("behaviour.experience.expectation", "experience", lambda c: c.felt and not c.trait_everywhere("expectation")),
    _r("behaviour.experience.loss_weight", "experience", lambda c: c.felt and not c.trait_everywhere("loss_weight")),
    _r("behaviour.experience.expectation_learning", "expectation_learning",
       lambda c: c.felt and c.on("expectation_learning")),
    _r("behaviour.experience.repeat_penalty", "experience", lambda c: c.felt and c.asked),
    _r("behaviour.experience.wait_penalty", "experience", lambda c: c.felt and c.waits),
    _r("behaviour.experience.abandonment_penalty", "experience", lambda c: c.felt and c.waits),
    _r("behaviour.experience.voice_penalty", "experience", lambda c: c.felt and c.speaks),
    _r("behaviour.experience.failure_penalty", "experience", lambda c: c.fails),
    _r("behaviour.experience.dropped_penalty", "experience", lambda c: c.felt and c.dropped),
    _r("behaviour.experience.*", "experience", lambda c: c.felt),
    _r("behaviour.memory.half_life_days", "memory", lambda c: c.felt and c.on("memory")),
    _r("behaviour.memory.*", "memory", lambda c: c.felt),
    _r("behaviour.trust.start", "trust", lambda c: not c.trait_everywhere("trust_start")),
    _r("behaviour.trust.*", "trust", lambda c: c.felt and c.on("trust")),
    _r("behaviour.effort.repeat", "effort", lambda c: c.on("effort") and c.asked),
    _r("behaviour.effort.handoff", "effort", lambda c: c.on("effort") and c.handed),
    _r("behaviour.effort.forced_switch", "effort", lambda c: c.on("effort") and (c.switched or c.waits)),
    _r("behaviour.effort.wait", "effort", lambda c: c.on("effort") and c.waits),
    _r("behaviour.effort.abandonment", "effort", lambda c: c.on("effort") and c.waits),
    _r("behaviour.effort.dropped", "effort", lambda c: c.on("effort") and c.dropped),
    _r("behaviour.effort.*", "effort", lambda c: c.on("effort")),
    _r("behaviour.choice.*", "choice",
       lambda c: c.on("choice") and any(p.next.get(LOST, 0.0) > 0.0 for p in c.points)),
    _r("behaviour.patience.*", "adaptive_patience", lambda c: c.on("adaptive_patience") and c.waits),
    _r("behaviour.churn.satisfaction*", "grievance", lambda c: c.grieves),
    _r("behaviour.churn.trust*", "grievance", lambda c: c.grieves),
    _r("behaviour.churn.effort", "grievance", lambda c: c.grieves and c.on("effort")),
    _r("behaviour.churn.inconsistency", "grievance", lambda c: c.grieves and c.speaks),
    _r("behaviour.churn.intention_to_behaviour", "grievance", lambda c: c.grieves and (c.on("effort") or c.felt)),
    _r("behaviour.churn.unresolved*", "grievance", lambda c: c.grieves and c.on("experience")),
    _r("behaviour.churn.complaint*", "grievance", lambda c: c.grieves and c.recovers),
    _r("behaviour.churn.opinion*", "grievance", lambda c: c.grieves and c.talks),
    _r("behaviour.churn.neighbour*", "neighbour_defection",
       lambda c: c.grieves and c.tied and c.on("neighbour_defection")),
    _r("behaviour.churn.*", "churn", lambda c: c.on("churn")),
    _r("behaviour.advocacy.satisfaction", "survey", lambda c: c.felt),
    _r("behaviour.advocacy.memory", "survey", lambda c: c.felt),
    Rule("behaviour.advocacy.*", "survey", _always),
    # -- the people
    _r("personas.*.channel_utility.*", "choice", lambda c: c.on("choice") or (c.on("effort") and c.switched)),
    _r("personas.*.delay_factor.*", "choice", lambda c: c.on("choice")),
    _r("personas.*.case_start", "handoffs", lambda c: c.on("handoffs") and any(p.items for p in c.points)),
    _r("personas.*.goals.*", "campaign_fit", lambda c: c.fits),
    _r("personas.*.traits.patience_factor.*", "waiting", lambda c: c.waits),
    _r("personas.*.traits.attribution.*", "experience", lambda c: c.felt),
    _r("personas.*.traits.expectation.*", "experience", lambda c: c.felt),
    _r("personas.*.traits.loss_weight.*", "experience", lambda c: c.felt),
    _r("personas.*.traits.repeat_weight.*", "experience", lambda c: c.felt and c.asked),
    _r("personas.*.traits.inconsistency_weight.*", "voices", lambda c: c.felt and c.speaks),
    _r("personas.*.traits.trust_weight.*", "grievance", lambda c: c.grieves),
    _r("personas.*.traits.effort_weight.*", "grievance", lambda c: c.grieves and c.on("effort")),
    _r("personas.*.traits.lock_in.*", "churn", lambda c: c.on("churn")),
    _r("personas.*.traits.talk_factor.*", "word_of_mouth", lambda c: c.talks),
    _r("personas.*.traits.post_factor.*", "reputation", lambda c: c.reviewed),
    _r("personas.*.traits.offer_factor.*", "offers", lambda c: c.on("offers")),
    _r("personas.*.traits.need_factor.*", "episodes", lambda c: c.on("episodes")),
    _r("personas.*.traits.spend_factor.*", "value", lambda c: c.on("value")),
    Rule("personas.*", "arrivals", _always),
    # -- talk and reputation
    _r("network.neighbours", "word_of_mouth",
       lambda c: c.told_along("watts_strogatz", "scale_free", "configuration") and not c.scenario.network.degrees),
    _r("network.weak_tie_weight", "word_of_mouth",
       lambda c: c.told_along("watts_strogatz") and c.scenario.network.weak_ties > 0),
    _r("network.exponent", "word_of_mouth", lambda c: c.told_along("scale_free")),
    _r("network.degrees.*", "word_of_mouth", lambda c: c.told_along("configuration")),
    _r("network.*", "word_of_mouth", lambda c: c.told_along("watts_strogatz")),
    _r("word_of_mouth.tell_*", "word_of_mouth", lambda c: c.talks and c.tested),
    _r("word_of_mouth.listeners_*", "word_of_mouth", lambda c: c.talks and c.tested),
    _r("word_of_mouth.reshare_post", "resharing", lambda c: c.reshares and c.recovers),
    _r("word_of_mouth.reshare", "resharing", lambda c: c.reshares),
    _r("word_of_mouth.story_days", "resharing", lambda c: c.reshares),
    _r("word_of_mouth.prospects_tell", "word_of_mouth",
       lambda c: c.talks and c.tested and bool(c.scenario.converts_at)),
    _r("word_of_mouth.customer_*", "word_of_mouth", lambda c: c.talks and c.on("churn")),
    _r("word_of_mouth.*", "word_of_mouth", lambda c: c.talks),
    _r("reputation.post_*", "reputation", lambda c: c.reviewed),
    _r("reputation.valence_elasticity", "acquisition_feedback", lambda c: c.feedback),
    _r("reputation.volume_elasticity", "acquisition_feedback", lambda c: c.feedback),
    _r("reputation.averaging_days", "acquisition_feedback", lambda c: c.feedback),
    _r("reputation.expectation_weight", "reputation", lambda c: c.reviewed and c.felt),
    _r("reputation.*", "reputation", lambda c: c.scenario.interaction and c.on("reputation")),
    # -- what surrounds the company, and what comes later
    _r("competitors.pull_before", "offers", lambda c: c.courted),
    _r("competitors.disconnect*", "offers", lambda c: c.on("offers") and c.grieves),
    _r("competitors.*", "offers", lambda c: c.on("offers")),
    _r("campaign.research", "campaign_fit", lambda c: c.fits and c.scenario.campaign.personal),
    _r("campaign.stated_noise", "campaign_fit", lambda c: c.fits and c.scenario.campaign.personal),
    _r("campaign.offer.*", "campaign_fit", lambda c: c.fits and not c.scenario.campaign.personal),
    _r("campaign.*", "campaign_fit", lambda c: c.fits),
    _r("episodes.*", "episodes", lambda c: c.on("episodes")),
    _r("shocks.*", "episodes", lambda c: c.struck),
    _r("learning.fixes_per_review", "learning", lambda c: c.scenario.interaction and c.on("learning")),
    _r("learning.*", "learning", lambda c: c.learns),
    _r("value.streams.*", "value", lambda c: c.on("value")),
    _r("value.premium_ceiling", "premium", lambda c: c.priced),
    _r("value.*", "premium", lambda c: c.priced and c.scenario.value.premium_ceiling > 0.0),
    Rule("*", "", _always),
)  # fmt: skip


def rule_of(path: str) -> Rule:
    """The first rule that matches a path."""
    return next(rule for rule in RULES if fnmatchcase(path, rule.pattern))


def section_of(path: str) -> str:
    """The mechanism a number belongs to, or a part without a switch: arrivals, journey, grievance, survey, study."""
    return rule_of(path).section


def can_act(there: Inventory, path: str) -> bool:
    """Whether the number at a path can move anything at all in this company."""
    return rule_of(path).acts(there, path.split("."))


def is_solved(scenario: Scenario, path: str) -> bool:
    """Whether a number is replaced by what is solved for today's company: an intercept, or a knob that is turned."""
    wanted = scenario.calibrate
    asked = {
        "behaviour.churn.baseline_per_day": wanted.churn_rate_12m,
        "behaviour.advocacy.intercept": wanted.nps,
        "behaviour.experience.quality": wanted.satisfaction,
        "word_of_mouth.ambient_per_month": wanted.positive_share,
        "touchpoints.*.service_minutes": wanted.wait_minutes,
        "channels.*.patience_minutes": wanted.abandonment_rate,
    }
    if path == "reputation.start":
        return scenario.interaction and scenario.mechanisms.reputation
    turned = {aim.knob for aim in wanted.targets.values()}
    return path in turned or any(
        value is not None and fnmatchcase(path, pattern) for pattern, value in asked.items()
    )


def _by_itself(_: Inventory) -> bool:
    return True


ACTIVE: dict[str, Callable[[Inventory], bool]] = {
    "experience": lambda c: c.felt,
    "expectation_learning": lambda c: c.felt,
    "memory": lambda c: c.felt,
    "trust": lambda c: c.felt,
    "waiting": lambda c: any(p.team for p in c.points),
    "handoffs": lambda c: c.handed or c.switched or c.asked,
    "voices": lambda c: c.speaks,
    "moments": lambda c: c.tested,
    "recovery": lambda c: c.recovers,
    "silent_needs": lambda c: c.needy,
    "word_of_mouth": lambda c: c.talks,
    "reputation": lambda c: c.reviewed,
    "acquisition_feedback": lambda c: c.feedback,
    "neighbour_defection": lambda c: c.tied,
    "campaign_fit": lambda c: c.fits,
    "silent_abandonment": lambda c: (
        c.waits and any(x.silent_abandonment for x in c.scenario.channels.values())
    ),
    "adaptive_patience": lambda c: c.waits,
    "resharing": lambda c: c.reshares,
    "recommendation_entry": lambda c: c.talks and c.scenario.arrivals.entry_per_recommendation > 0.0,
    "episodes": lambda c: c.struck or bool(c.scenario.episodes),
    "premium": lambda c: c.priced and c.scenario.value.premium_ceiling > 0.0,
    "learning": lambda c: c.learns,
}
"""What a mechanism that is switched on needs besides, to do anything in a company; the others need nothing."""


def is_active(there: Inventory, mechanism: str) -> bool:
    """Whether a mechanism is switched on and has something to act upon."""
    return there.on(mechanism) and ACTIVE.get(mechanism, _by_itself)(there)
