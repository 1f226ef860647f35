"""The experiment: designs and levers, what is counted, how often, with which luck and which versions."""

import inspect
import re
from collections.abc import Mapping
from typing import Any

from experiments.description.markdown import blocks, code, days, items, joined, number, said, table, words
from experiments.description.subject import Subject
from experiments.kpis import kpis_of
from experiments.manifest import versions
from experiments.pairing import compare
from scenarios import overlay
from scenarios.errors import ScenarioError
from scenarios.fields import CODE_PATTERN
from scenarios.schema import Lever

SHOWN_VERSIONS = ("python", "journeysim", "mesa", "numpy", "numba")
MEASURE_NEEDS = {
    "repeats": "handoffs", "wait_minutes": "waiting", "abandonment_rate": "waiting", "effort_ces": "effort",
    "satisfaction": "experience", "churn_rate_12m": "churn", "wom_positive": "word_of_mouth",
    "wom_negative": "word_of_mouth", "reputation": "reputation", "revenue": "value", "cost_to_serve": "value",
}  # fmt: skip
BETTER = {1: "more", -1: "less", 0: "neither"}


def designs(s: Subject) -> str:
    """The ways of running the company."""
    rows = [
        (
            code(name),
            words(d.title),
            d.lens,
            ", ".join(map(code, overlay.levers_of(s.scenario, name))) or "none",
        )
        for name, d in s.scenario.designs.items()
    ]
    return blocks(
        table(("design", "title", "lens", "levers pulled"), rows),
        "A lens is a label: it says what the management would see, and changes no number.",
    )


def levers(s: Subject) -> str:
    """What each lever changes, from which level, at which price."""
    if not s.scenario.levers:
        return "There are no levers."
    rows: list[tuple[str, ...]] = []
    for name, lever in s.scenario.levers.items():
        evidence = f"[{lever.evidence}] {words(lever.source)}".strip()
        first: tuple[str, ...] = (code(name), words(lever.title), lever.kind, evidence, cost(lever))
        for path, level in lever.changes.items():
            rows.append((*first, code(path), shown(_today(s, path)), shown(level)))
            first = ("", "", "", "", "")
    head = ("lever", "title", "kind", "evidence of the level", "cost", "changes", "today", "to")
    return blocks(table(head, rows), "Levels and prices of levers are assumed, never found.")


def cost(lever: Lever) -> str:
    """What a lever costs, in words."""
    prices = (
        (lever.cost.one_off_eur, f"once, over {number(lever.cost.written_off_years)} years"),
        (lever.cost.per_year_eur, "a year"),
        (lever.cost.per_customer_year_eur, "a customer-year"),
    )
    return ", ".join(f"{number(value)} EUR {when}" for value, when in prices if value) or "nothing"


def _today(s: Subject, path: str) -> Any:
    try:
        return overlay.get(s.scenario, path)
    except ScenarioError:
        return None


def shown(value: Any) -> str:
    """A value of any kind, as Markdown."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{code(key)} {shown(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return joined([shown(inner) for inner in value]) or "none"
    if value is None:
        return "–"
    return code(value) if re.fullmatch(CODE_PATTERN, str(value)) else words(value)


def counting(s: Subject) -> str:
    """Who is counted, and over which time."""
    c = s.world.clock
    return said(
        f"""Counted are those who enter from day {number(c.warm_up_days)} to day
        {number(c.horizon_days - c.follow_up_days)}; each is followed for {days(c.follow_up_days)}.
        Whoever comes before or after only loads the queues. The simulated time ends on day
        {number(c.horizon_days)}."""
    )


def estimands(s: Subject) -> str:
    """The measures, and over whom each is taken."""
    listed = [k for k in kpis_of(s.world) if k.name not in MEASURE_NEEDS or s.has(MEASURE_NEEDS[k.name])]
    rows = [(code(k.name), words(k.title_with_unit), BETTER[k.better], words(k.estimand)) for k in listed]
    return table(("measure", "what it is", "better", "who is counted"), rows)


def estimation(s: Subject) -> str:
    """Replications, common random numbers, intervals."""
    pair = [words(d.title) for d in s.scenario.designs.values()][:2]
    if len(pair) < 2:
        return said(
            """There is one design, so nothing is compared. A run is addressed by its seed and the number of its
            replication."""
        )
    usual = inspect.signature(compare).parameters
    return blocks(
        said(
            f"""{pair[1]} is compared with {pair[0]} over paired replications ({usual["replications"].default}
            unless asked for otherwise, seed {usual["seed"].default}): in each, the same customers with the
            same luck live through both designs. The estimate is the mean paired difference, second design
            minus first, with a 95 % interval by Student's t over replications. The interval shows simulation
            noise only."""
        ),
        said(
            """Common random numbers hold decision by decision: every draw is a pure function of seed, replication,
            customer, decision and the decision's own fields (Philox4x64-10), so a change in one place moves
            nobody's luck elsewhere, and neither threads nor the order of events change a number."""
        ),
    )


def ranges(s: Subject) -> str:
    """What is swept, and the named sets of assumptions."""
    swept = [
        (code(path), number(overlay.get(s.scenario, path)), number(r.low), number(r.high))
        for path, r in s.scenario.uncertainties.items()
        if path in s.numbers
    ]
    acting = {
        name: {
            path: value for path, value in changes.items() if path in s.numbers or not can_be_number(value)
        }
        for name, changes in s.scenario.presets.items()
    }
    sets = [
        f"{code(name)}: {', '.join(f'{code(path)} {shown(value)}' for path, value in changes.items())}"
        for name, changes in acting.items()
        if changes
    ]
    return blocks(
        "Numbers nobody knows, swept together:" if swept else "",
        table(("number", "central", "low", "high"), swept),
        "Named sets of assumptions:" if sets else "",
        items(sets),
    )


def can_be_number(value: Any) -> bool:
    """Whether a value is a number, not a switch or a whole part of a scenario."""
    return isinstance(value, int | float) and not isinstance(value, bool)


FURTHER_TARGETS = ("conversion_rate", "resolution_rate", "wait_minutes", "abandonment_rate", "satisfaction",
                   "positive_share")  # fmt: skip


def anchoring(s: Subject) -> str:
    """What the first design is made to reproduce."""
    a, on = s.scenario.calibrate, s.scenario.mechanisms
    first = words(next(iter(s.scenario.designs.values())).title)
    what = []
    if a.conversion and on.choice:
        what.append("the routing shares as written (one intercept per edge)")
    if a.churn_rate_12m is not None and on.churn:
        churn = f"{number(100 * a.churn_rate_12m)} % churn in 12 months"
        what.append(f"{churn} {_tag(s, 'calibrate.churn_rate_12m')} (the baseline hazard)")
    if a.nps is not None:
        what.append(
            f"a net promoter score of {number(a.nps)} {_tag(s, 'calibrate.nps')} (the intercept of the answer)"
        )
    for name, value in a:
        if name in FURTHER_TARGETS and value is not None:
            gloss = type(a).model_fields[name].description or name
            what.append(f"{words(gloss.split(' (')[0])} {number(value)} {_tag(s, f'calibrate.{name}')}")
    for name, aim in a.targets.items():
        what.append(f"{code(name)} {number(aim.value)} [A] (by {code(aim.knob)})")
    if not what:
        return ""
    return said(
        f"""Intercepts are solved for {first} only, by stochastic approximation on seeds of their own, so that
        it shows {joined(what)}. Every other design uses the same intercepts. Because {first} is made to show
        these figures, they confirm nothing."""
    )


def _tag(s: Subject, path: str) -> str:
    return f"[{s.numbers[path].evidence}]" if path in s.numbers else "[A]"


def software(*, with_versions: bool) -> str:
    """What it runs on."""
    known = versions()
    listed = joined([f"{name} {known[name]}" if with_versions else name for name in SHOWN_VERSIONS])
    return said(
        f"Software: {listed}{'' if with_versions else ' (`journey doctor` prints the versions)'}.",
        """The rules are scalar functions; a numba kernel calls them for arrays of customers, and Mesa agents
        (`engine="agents"`) call the same functions with the same draws. Both agree to the last bit.""",
    )
