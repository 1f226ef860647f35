"""The ledger as a page: every default with its evidence, how far it is varied, what the built-in scenarios rest on."""

import inspect

from experiments import worlds
from experiments.description.markdown import blocks, code, items, number, prose, table, words
from experiments.errors import InputError
from experiments.ledger import ranges, store
from experiments.ledger.assumptions import KINDS
from experiments.ledger.assumptions import number as shown
from experiments.ledger.author import remarks_of
from experiments.ledger.ranges import bounds_at, ends, factor_of
from experiments.ledger.result import Ledger, Row, moved
from scenarios import load, names
from scenarios.evidence import Default, defaults

ROWS = 10
TAGS = {
    "V": "read in the cited source",
    "V2": "read in a secondary or weak source",
    "M": "recalled from the literature, not looked up again",
    "D": "derived by arithmetic from a tagged figure",
    "A": "assumed: no evidence found",
}
INTRODUCTION = """
Which numbers the answers rest on, and what stands behind them. The tables below hold every default of the schema; a
number that a scenario sets itself counts as assumed [A] unless a comment on its line says more, such as
`# our telephone log, 2025 [D]`. `journey evidence NAME` lists the assumptions of a comparison by how far each moves
it; [See what an answer rests on](../how-to/evidence.md) shows how to read that.
"""
RESTS = """
From the rankings that ship with the scenarios: how far the difference between the first two designs (second minus
first) moves when one assumption is at the low or the high end of its range, all others at their central values.
Intercepts stay as they were solved for the central values.
"""


def parts() -> list[str]:
    """The page below its title, in parts."""
    every = defaults()
    counts = ", ".join(f"{sum(d.evidence == tag for d in every)} [{tag}]" for tag in TAGS)
    tables = [f"## [{tag}] {meaning}\n\n{_table(every, tag)}" for tag, meaning in TAGS.items()]
    return [
        INTRODUCTION,
        f"Of {len(every)} defaults, by evidence: {counts}.",
        "## How far a number is varied",
        prose(inspect.getdoc(ranges) or ""),
        "Kinds of assumptions in a ranking:",
        items(f"**{kind}**: {what}" for kind, what in KINDS.items()),
        *tables,
        "## What the built-in scenarios rest on",
        RESTS,
        *(_scenario(name) for name in names()),
    ]


def _table(every: list[Default], tag: str) -> str:
    head = ("parameter", "meaning", "default", "unit", "varied", "kind", "source")
    return table(head, [_default(d) for d in every if d.evidence == tag])


def _default(d: Default) -> tuple[str, ...]:
    value = "" if d.value is None else number(d.value)
    return (code(d.path), words(d.gloss), value, words(d.unit), _varied(d), d.kind, words(d.source))


def _varied(d: Default) -> str:
    """The range by rule, for numbers that stand by themselves."""
    if d.value is None or "<" in d.path:
        return ""
    low, high = ends(d.value, factor_of(d.path, d.kind, d.evidence), bounds_at(d.path))
    if low is None and high is None:
        return ""
    return f"{shown(d.value if low is None else low)} to {shown(d.value if high is None else high)}"


def _scenario(name: str) -> str:
    """The first rows of a ranking that ships with a scenario; a word where none does."""
    scenario = load(name)
    try:
        designs = worlds.known_designs(scenario, None)
    except InputError:
        return ""
    ledger = store.shipped(scenario, designs, "central", remarks_of(scenario, name))
    title = f"### {words(scenario.title)} ({code(name)})"
    if ledger is None:
        return blocks(title, f"Not ranked yet: `journey evidence {name}`.")
    kpi = ledger.kpi()
    lead = f"Difference in {kpi.title}: {kpi.change(ledger.difference[kpi.name])} {kpi.unit_of_difference}."
    head = ("moves it by", "noise", "assumption", "value", "evidence", "source", "path")
    return blocks(title, lead, table(head, [_row(ledger, row) for row in ledger.top(count=ROWS)]))


def _row(ledger: Ledger, row: Row) -> tuple[str, ...]:
    a, kpi = row.assumption, ledger.kpi()
    moves = " to ".join(moved(kpi, end) for end in (row.effect.low, row.effect.high) if end == end)
    noise = moved(kpi, row.effect.noise).removeprefix("+")
    value = words(f"{shown(a.value)} {a.unit}".strip())
    return (moves, noise, words(a.title), value, f"[{a.evidence}]", words(a.source), code(a.path))
