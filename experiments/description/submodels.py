"""The submodels: for every mechanism that acts, its rules as they run and its numbers with their evidence."""

import inspect
from collections.abc import Iterable

from experiments.description.markdown import blocks, code, joined, number, prose, said, table, words
from experiments.description.rules import RuleText, rules_of, sections
from experiments.description.subject import BASIC, Subject, gloss_of
from scenarios.acting import is_solved
from scenarios.evidence import Parameter
from scenarios.schema import Campaign, Competitors, Episode, Learning, Patience

TITLES = {
    "arrivals": "Arrivals",
    "grievance": "Grievance",
    "handoffs": "Hand-offs",
    "journey": "Durations and common parts",
    "learning": "Learning from feedback",
    "survey": "Survey",
}
HOW = {
    "arrivals": """Candidates of each persona arrive as a Poisson process; gaps are exponential. Arrivals do
    not vary over the day or the week.""",
    "journey": "How long things take, and functions that several submodels use.",
    "grievance": "What a customer has lived through, summed up as it moves leaving (x'beta).",
    "survey": "Everybody is asked once: at the end of the journey, on leaving, or when the follow-up ends.",
    "waiting": """The wait of a customer is known on arrival: the earliest time at which a server of the pool
    is free and open, less the time of arrival, in working time. Whoever waits longer than patience lasts
    leaves the queue then.""",
    "churn": """At every tick the hazard of a customer is frozen and its integral grows; the customer leaves
    when it meets a threshold of their own, drawn from Exp(1).""",
    "neighbour_defection": """Every acquaintance who leaves adds their tie's weight to a count that fades; the
    log hazard grows in proportion to it.""",
    "value": """A stream of margin starts when its touchpoint is first finished, and is booked while the
    customer stays. Contacts cost what their touchpoint says, by contact and by minute of staff time. Idle
    staff cost nothing. All sums are whole millionths of a euro, so that their order changes nothing.""",
    "silent_abandonment": """Of those who give up waiting a share does not say so: when their turn would have come, a
    server turns to them in vain and loses some minutes.""",
    "resharing": """A public complaint after a failure reaches all acquaintances. Whoever has read praise, blame or a
    complaint passes it on along each tie with the chance below, one story at most in so many days.""",
    "campaign_fit": f"""{inspect.cleandoc(Campaign.__doc__ or "")} Before somebody is a customer, the utility of leaving
    is lowered by `fit_weight` times the fit above `fit_reference`.""",
    "offers": f"""{inspect.cleandoc(Competitors.__doc__ or "")}

    Offers come as one Poisson stream per person from entry on. Before the conversion, an offer heard since the last
    choice adds `pull_before` to the utility of leaving; after it, one that wins with probability p adds -ln(1 - p) to
    the integrated hazard. While one is fresh after a disconnect, `disconnect` is added to the grievance.""",
    "episodes": Episode.__doc__,
    "learning": Learning.__doc__,
    "adaptive_patience": Patience.__doc__,
}
"""How a mechanism works, where its rules alone do not say it."""


def submodels(s: Subject, heading: str) -> str:
    """One part per basic process and active mechanism, and one line for what is switched off.

    heading: marks in front of a title, such as `###`.
    """
    known = {*BASIC, *s.active, *s.idle, *s.off}
    further = [section for section in sections() if section not in known]
    basic = [section for section in BASIC if section != "grievance" or s.there.grieves or s.has("memory")]
    shown = (*basic, *s.active, *further)
    known_numbers = {p.path for section in shown for p in s.numbers_of(section)}
    rest = [p for p in s.numbers_of(*BASIC, *s.idle, *s.off) if p.path not in known_numbers]
    parts = [_submodel(s, section, heading, rest if section == "journey" else []) for section in shown]
    return blocks(*parts, switched_off(s))


def switched_off(s: Subject) -> str:
    """What is not there."""
    idle = f"Switched on, but with nothing here to act upon: {_names(s.idle)}." if s.idle else ""
    off = f"Switched off: {_names(s.off)}." if s.off else ""
    return blocks(idle, off)


def _names(mechanisms: Iterable[str]) -> str:
    return joined([name.replace("_", " ") for name in mechanisms])


def _submodel(s: Subject, section: str, heading: str, further: list[Parameter]) -> str:
    """A part of its own. further: numbers that act although their own mechanism does not."""
    own, numbers = rules_of(section), [*s.numbers_of(section), *further]
    if not own and not numbers and section in BASIC:
        return ""
    title = TITLES.get(section) or section.replace("_", " ").capitalize()
    gloss = gloss_of(section).split(" (")[0] if section in s.active else ""
    says = said(bool(gloss) and f"{gloss[:1].upper()}{gloss[1:]}.")
    how = prose(HOW.get(section) or "")
    return blocks(
        f"{heading} {title}", says, how, *(_rule(rule) for rule in own), parameter_table(s, numbers)
    )


def _rule(rule: RuleText) -> str:
    equation = f"```text\n{rule.equation}\n```" if rule.equation else ""
    name = f"{rule.name}({', '.join(rule.arguments)})"
    return blocks(f"{code(name)}: {prose(rule.says)}", equation)


def parameter_table(s: Subject, numbers: Iterable[Parameter]) -> str:
    """Numbers with unit, evidence tag and source."""

    def meaning(p: Parameter) -> str:
        return (
            f"{p.gloss}{' (replaced by what is solved for today)' if is_solved(s.scenario, p.path) else ''}"
        )

    return table(
        ("parameter", "meaning", "value", "unit", "evidence", "source"),
        [
            (
                code(p.path),
                words(meaning(p)),
                number(p.value),
                words(p.unit),
                f"[{p.evidence}]",
                words(p.source),
            )
            for p in numbers
        ],
    )
