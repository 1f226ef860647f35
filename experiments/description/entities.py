"""Who and what there is: tables of personas, touchpoints, departments, channels, teams, edges and money."""

from collections.abc import Iterable, Mapping

from experiments.description.markdown import blocks, code, items, joined, number, table, words
from experiments.description.subject import Subject
from scenarios.evidence import Parameter
from scenarios.people import Trait
from scenarios.schema import Touchpoint
from sim.columns import DAILY, PEOPLE, Column
from sim.population import TRAITS

EVEN_NOUGHT = ("retention", "drop_probability")
COLUMN_NEEDS = {
    "trust": ("trust",), "survey_trust": ("trust",), "trust_weight": ("trust",),
    "effort": ("effort",), "effort_weight": ("effort",), "survey_effort": ("effort",),
    "unresolved": ("experience",), "complaint": ("recovery",), "shown_bonus": ("recovery",),
    "neighbours_lost": ("neighbour_defection",), "heard_leavers": ("neighbour_defection",),
    "opinion": ("word_of_mouth",), "heard_positive": ("word_of_mouth",), "heard_negative": ("word_of_mouth",),
    "talks": ("word_of_mouth",), "talk_factor": ("word_of_mouth",), "talk_positive": ("word_of_mouth",),
    "talk_negative": ("word_of_mouth",), "in_inbox": ("word_of_mouth", "neighbour_defection"),
    "message_square": ("voices",), "message_count": ("voices",), "message_mean": ("voices",),
    "inconsistency_weight": ("voices",),
    "hazard": ("churn",), "churn_threshold": ("churn",), "leaves_day": ("churn",), "lock_in": ("churn",),
    "log_frailty": ("churn",),
    "information": ("handoffs",), "case_dropped": ("handoffs",), "handed_off": ("handoffs",), "drops": ("handoffs",),
    "repeats_now": ("handoffs",), "repeats": ("handoffs",), "repeat_weight": ("handoffs",),
    "incident": ("silent_needs",), "wait_now": ("waiting",), "service_now": ("waiting",),
    "patience_factor": ("waiting",), "abandonments": ("waiting",), "wait_minutes": ("waiting",),
    "live_contacts": ("waiting",), "in_contact": ("waiting",), "moved": ("waiting",),
    "expectation": ("experience",), "expectation_trait": ("experience",), "loss_weight": ("experience",),
    "attribution": ("experience",), "felt": ("experience",), "value_sum": ("experience",),
    "value_peak": ("experience",), "value_last": ("experience",), "satisfaction": ("experience",),
    "survey_satisfaction": ("experience",),
    "failed_day": ("moments", "silent_needs"), "failures": ("moments", "silent_needs"), "moments": ("moments",),
    "failures_before_conversion": ("moments", "silent_needs"), "post_factor": ("reputation",),
    "next_offer_day": ("offers",), "offer_day": ("offers",), "noise_until": ("offers",), "offers": ("offers",),
    "disconnect_day": ("offers",), "offer_factor": ("offers",), "fit": ("campaign_fit",), "chose_day": ("offers",),
    "need_factor": ("episodes",), "spend_factor": ("value",), "existing": ("episodes",), "episode": ("episodes",),
    "episode_number": ("episodes",), "heard_posts": ("resharing",), "news": ("resharing",),
    "praise_read": ("recommendation_entry",), "hearings": ("recommendation_entry",), "passed_on_day": ("resharing",),
    "stories": ("resharing",), "incident_from": ("silent_needs",), "episode_felt": ("experience",),
    "cost_micro": ("value",), "cost_later_micro": ("value",), "revenue_micro": ("value",),
    "revenue_later_micro": ("value",), "accrued_day": ("value",),
}  # fmt: skip
"""State variables that only some mechanisms move; all others are always listed."""

DAILY_NEEDS = {
    "talk_positive": ("word_of_mouth",), "talk_negative": ("word_of_mouth",), "reviews": ("reputation",),
    "reputation": ("reputation",), "acquisition_factor": ("acquisition_feedback",), "revenue_micro": ("value",),
    "cost_micro": ("value",), "reshared": ("resharing",), "offers_heard": ("offers",), "purchases": ("episodes",),
    "fixes": ("learning",),
}  # fmt: skip


RECORDS = ("survey_", "recommend", "episode_", "left_", "cause", "failures_before", "defects_before", "cost_",
           "revenue_", "talk_positive", "talk_negative")  # fmt: skip
FIXED = {"uid", "persona", "log_frailty", "churn_threshold", *TRAITS.values()} - {"trust"}
TYPES = {"f": "real", "i": "whole", "u": "whole"}
START = {"nan": "not yet", "inf": "never", "-inf": "before all"}


def state_variables(s: Subject) -> str:
    """The columns of a customer that something moves here and that move something."""
    return _columns([c for c in _kept(s, PEOPLE, COLUMN_NEEDS) if not _is_record(c)])


def records(s: Subject) -> str:
    """The columns of a customer that only count, within the follow-up or at the survey."""
    return _columns([c for c in _kept(s, PEOPLE, COLUMN_NEEDS) if _is_record(c)])


def state_of_the_whole(s: Subject) -> str:
    """What is kept of the world as a whole, tick by tick."""
    return _columns(_kept(s, DAILY, DAILY_NEEDS))


def _is_record(column: Column) -> bool:
    return column.name.startswith(RECORDS) or "within the follow-up" in column.meaning


def _kept(s: Subject, columns: Iterable[Column], needs: Mapping[str, tuple[str, ...]]) -> list[Column]:
    return [c for c in columns if c.name not in needs or s.any(*needs[c.name])]


def _columns(columns: Iterable[Column]) -> str:
    rows = [
        (code(c.name), TYPES[c.dtype[0]], words(c.unit), START.get(str(c.start), f"{c.start:g}"),
         "fixed" if c.name in FIXED else "", words(c.meaning))
        for c in columns
    ]  # fmt: skip
    return table(("variable", "type", "unit or scale", "start", "over time", "meaning"), rows)


def personas(s: Subject) -> str:
    """Kinds of customers and the distributions of their traits."""
    rows, traits = [], []
    for name, persona in s.world.personas.items():
        known = number(persona.case_start) if s.has("handoffs") else ""
        rows.append((code(name), words(persona.title), number(persona.share), known, words(persona.story)))
        for trait, law in persona.traits.items():
            if f"personas.{name}.traits.{trait}.mean" in s.numbers:
                traits.append((code(name), trait.replace("_", " "), *_law(law)))
        for what in ("channel_utility", "delay_factor", "goals"):
            for of, value in getattr(persona, what).items():
                if f"personas.{name}.{what}.{of}" in s.numbers:
                    traits.append(
                        (code(name), f"{what.replace('_', ' ')} {code(of)}", number(value), "", "", "")
                    )
    silent = "Traits are drawn once per customer; where a persona is silent, the value for everybody holds."
    return blocks(
        table(("persona", "title", "share of arrivals", "case file known at the start", "who"), rows),
        silent if traits else "",
        table(("persona", "trait", "mean", "standard deviation", "law", "held within"), traits),
        evidence(s.numbers_below("personas.")),
    )


def _law(trait: Trait) -> tuple[str, str, str, str]:
    ends = (
        "" if trait.minimum is None else number(trait.minimum),
        "" if trait.maximum is None else number(trait.maximum),
    )
    within = f"{ends[0] or '−∞'} to {ends[1] or '∞'}" if any(ends) else ""
    return number(trait.mean), number(trait.sd) if trait.sd else "", trait.law if trait.sd else "", within


def touchpoints(s: Subject) -> str:
    """The network, one row per touchpoint, with everything that is written about it."""
    w, rows = s.world, []
    for name, t in w.touchpoints.items():
        rows.append((
            code(name),
            words(t.name),
            words(w.owners.get(t.owner or "", "")) or "– (silent)",
            words(w.channels[t.channel].name) if t.channel in w.channels else "",
            _duration(t.delay_days, "d", t.delay_law, t.delay_cv),
            _duration(t.service_minutes, "min", t.service_law, t.service_cv) if s.has("waiting") and t.team else "",
            code(t.team or "") if s.has("waiting") else "",
            t.initiated_by if s.has("waiting") and t.team else "",
            ", ".join(_about(s, name, t)),
            ", ".join(f"{code(to)} {number(share)}" for to, share in t.next.items()),
        ))  # fmt: skip
    head = (
        "id",
        "touchpoint",
        "department",
        "channel",
        "delay",
        "service",
        "team",
        "begun by",
        "also",
        "next",
    )
    return blocks(
        table(head, rows),
        "Durations: mean, law, coefficient of variation (cv) of a lognormal. `WIN` is the goal, `LOST` a way out.",
        evidence(s.numbers_below("touchpoints.")),
    )


def _duration(mean: float, unit: str, law: str, cv: float) -> str:
    if mean == 0.0:
        return "0"
    return f"{number(mean)} {unit} {law}{f' cv {number(cv)}' if law == 'lognormal' else ''}"


def _about(s: Subject, name: str, t: Touchpoint) -> list[str]:
    """What else is said of a touchpoint and can act here."""
    said = ["moment of truth"] if t.moment_of_truth and s.has("moments") else []
    said += ["makes a customer"] if name in s.world.converts_at else []
    said += [f"who gives up may go to {code(t.switch_to)}"] if t.switch_to and s.there.waits else []
    skipped = ("delay_days", "delay_cv", "service_minutes", "service_cv")
    for p in s.numbers_below(f"touchpoints.{name}."):
        field = p.path.removeprefix(f"touchpoints.{name}.")
        if field not in skipped and not field.startswith("next.") and (p.value or field.startswith("needs.")):
            said.append(f"{field.replace('_', ' ')} {number(p.value)}")
    if t.needs is not None and t.needs.contact_at and s.has("silent_needs"):
        said.append(f"extra contacts at {code(t.needs.contact_at)}")
    return said


def channels(s: Subject) -> str:
    """Ways of meeting, and how long people wait there."""
    rows = []
    for name, channel in s.world.channels.items():
        own = [(p.path.rsplit(".", 1)[1].replace("_", " "), p) for p in s.numbers_below(f"channels.{name}.")]
        rows.append((
            code(name),
            words(channel.name),
            "live" if channel.live else "not live",
            "" if channel.customer_facing else "customers take no part",
            ", ".join(f"{field} {number(p.value)}" for field, p in own if p.value),
        ))  # fmt: skip
    return blocks(
        table(("channel", "name", "somebody serves there and then", "customers", "patience"), rows),
        evidence(s.numbers_below("channels.")),
    )


def teams(s: Subject) -> str:
    """Staff, hours and pools."""
    if not s.has("waiting"):
        return "Staff are not modelled: contacts take no staff time."
    pooled = {team: pool for pool, members in s.world.pools.items() for team in members}
    rows = [
        (code(name), words(team.name), str(team.servers), number(team.opens_at_hour), number(team.hours_per_day),
         code(pooled.get(name, "")))
        for name, team in s.world.teams.items()
    ]  # fmt: skip
    endless = "" if s.world.interaction else "Interaction is off: every team is endless and always open."
    return blocks(
        table(("team", "name", "servers", "opens at hour", "hours a day", "pool"), rows),
        endless,
        evidence(s.numbers_below("teams.")),
    )


def edges(s: Subject) -> str:
    """Ways from one touchpoint to the next that differ from the defaults."""
    rows = []
    for n, edge in enumerate(s.world.edges):
        own = {p.path.rsplit(".", 1)[1]: p.value for p in s.numbers_below(f"edges.{n}.")}
        differs = [
            f"{field.replace('_', ' ')} {number(value)}"
            for field, value in own.items()
            if value or field in EVEN_NOUGHT
        ]
        differs += ["`LOST` means leaving the company for good"] if edge.leaves else []
        if differs:
            rows.append((f"{code(edge.from_)} to {code(edge.to)}", ", ".join(differs)))
    return blocks(
        "Edges that differ from the defaults:" if rows else "", table(("edge", "what differs"), rows)
    )


def money(s: Subject) -> str:
    """Streams of margin."""
    if not s.has("value"):
        return ""
    rows = [
        (words(x.name), code(x.starts_at), number(x.eur_per_year) if x.eur_per_year else "",
         number(x.eur_once) if x.eur_once else "", "each visit" if x.every_time else "first visit",
         number(x.spend_cv) if x.spend_cv else "", number(x.price_eur) if x.price_eur else "",
         number(x.lasts_days) if x.lasts_days is not None else "while they stay")
        for x in s.world.value.streams
    ]  # fmt: skip
    head = ("stream of margin", "starts at", "EUR per year", "EUR once", "comes at", "cv of EUR once", "price, EUR",
            "lasts, days")  # fmt: skip
    return blocks(table(head, rows), evidence(s.numbers_below("value.streams.")))


def later(s: Subject) -> str:
    """Later journeys and shocks."""
    if not s.has("episodes"):
        return ""
    rows = [
        (code(name), words(e.title), e.kind, code(e.starts_at or "none"),
         ", ".join(f"{p.path.rsplit('.', 1)[1].replace('_', ' ')} {number(p.value)}"
                   for p in s.numbers_below(f"episodes.{name}.")))
        for name, e in s.world.episodes.items()
    ]  # fmt: skip
    shocks = [
        (code(name), words(x.title), number(x.day), number(x.lasts_days), number(x.share), code(x.episode or ""),
         "foreseeable" if x.predictable else "unforeseeable")
        for name, x in s.world.shocks.items()
    ]  # fmt: skip
    return blocks(
        table(("later journey", "title", "kind", "starts at", "numbers"), rows),
        table(("shock", "title", "day", "lasts, days", "share of customers", "opens", "kind"), shocks),
        evidence(s.numbers_below("episodes.", "shocks.")),
    )


def evidence(numbers: list[Parameter]) -> str:
    """Tags and sources of the numbers of a table: those with evidence one by one, the others together."""
    told: dict[tuple[str, str], list[str]] = {}
    for p in numbers:
        if p.evidence != "A" and p.value:
            field = p.path.rsplit(".", 1)[1]
            told.setdefault((p.evidence, p.source), []).append(field)
    lines = [
        f"{joined([code(name) for name in dict.fromkeys(names)])}: [{tag}] {words(source)}"
        for (tag, source), names in told.items()
    ]
    rest = any(p.evidence == "A" and p.value for p in numbers)
    if not lines:
        return "Evidence: all numbers of this table are assumed [A]." if rest else ""
    return blocks(
        "Evidence of the numbers above" + ("; all others are assumed [A]:" if rest else ":"), items(lines)
    )
