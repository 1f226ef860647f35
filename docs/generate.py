"""Write the reference pages that follow from the code: `python docs/generate.py` (with --check: only compare)."""

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from experiments import cli, description, kpis
from experiments.ledger import page as ledger_page
from experiments.ledger.author import remarks_of
from scenarios import load
from scenarios.people import TRAIT_DEFAULTS, Trait
from scenarios.schema import Scenario
from scenarios.ties import Ties
from sim import columns, streams

FOLDER = Path(__file__).resolve().parent / "reference"
NOTICE = "<!-- Written by docs/generate.py from the code; change the code, then run it again. -->\n"
HELP_WIDTH = 100


def main(arguments: Sequence[str]) -> int:
    """Write every page, or with --check say which ones are stale. Returns the number of stale pages."""
    stale = 0
    for name, page in pages().items():
        path, text = FOLDER / f"{name}.md", page()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        print(f"{name}.md {'is stale' if '--check' in arguments else 'written'}")
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
    return stale if "--check" in arguments else 0


def pages() -> dict[str, Callable[[], str]]:
    """The generated pages by name: each a function that returns the page's text."""
    return {
        "scenario": scenario_page,
        "columns": columns_page,
        "kpis": kpis_page,
        "events": events_page,
        "streams": streams_page,
        "command-line": command_line_page,
        "evidence": lambda: page("Evidence", *ledger_page.parts()),
        "odd-bank_credit_45d": bank_by_odd,
    }


def page(title: str, *parts: str) -> str:
    """A page of parts, one empty line between them."""
    return "\n\n".join([f"# {title}", NOTICE.strip(), *(part.strip("\n") for part in parts if part)]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table whose columns without any entry are left out."""
    written = [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    kept = [n for n in range(len(head)) if any(row[n] for row in written)]
    lines = [[head[n] for n in kept], ["---"] * len(kept), *([row[n] for n in kept] for row in written)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def code(value: object) -> str:
    """Something as the reader would type it."""
    return f"`{value}`" if str(value) else ""


def bank_by_odd() -> str:
    """What `journey describe bank_credit_45d` prints, less the versions of this machine."""
    bank = description.subject(load("bank_credit_45d"), None, remarks_of(load("bank_credit_45d")))
    title, text = description.odd(bank, with_versions=False).split("\n", 1)
    return page(title.removeprefix("# "), text)


# ---------------------------------------------------------------- scenario.md

SCENARIO_INTRODUCTION = """
Every field of a scenario file. `journey schema` prints the same as a JSON schema for editors, and
[Your own scenario](../tutorial/your-own-scenario.md) shows how a file is written.

**Kind**: a *fact* describes the case; a *lever* is what a design may change (any field may be changed, a lever is
meant to be); an *uncertainty* is a number nobody knows, so it is swept. **Evidence** speaks of the default:
V read in the cited source, V2 in a secondary or weak one, M recalled from the literature, D derived by arithmetic from
a tagged figure, A assumed. A value that you write yourself is yours: it counts as assumed unless your comments say
more. A field without a default must be written, unless its part of the file is left out as a whole.

Paths such as `handoffs.retention` or `touchpoints.06.delay_days` name a field in `--set`, in levers, presets and
uncertainties. On/off switches may also be written yes, no, true, false.
"""


def scenario_page() -> str:
    """Every field of the schema, by group."""
    seen: set[type[BaseModel]] = set()
    parts: list[str] = [SCENARIO_INTRODUCTION]

    def group(path: str, model: type[BaseModel]) -> None:
        if model in seen:
            return
        seen.add(model)
        inner: list[tuple[str, type[BaseModel]]] = []
        rows = []
        for name, field in model.model_fields.items():
            key = field.alias or name
            below = model_inside(field.annotation)
            if below is not None:
                inner.append((f"{path}{key}{step_into(field.annotation)}", below))
            rows.append((code(key), field.description or "", *about(field)))
        parts.append(f"## {path.rstrip('.') or 'The file'}\n\n{inspect.cleandoc(model.__doc__ or '')}")
        parts.append(
            table(("field", "meaning", "value", "default", "unit", "kind", "evidence", "source"), rows)
        )
        if model is Trait:
            parts.append(trait_names())
        for below_path, below in inner:
            group(f"{below_path}.", below)

    group("", Scenario)
    return page("Scenario files", *parts)


def trait_names() -> str:
    """The traits a persona may have."""
    means = {
        "expectation": "`behaviour.experience.expectation`",
        "trust_start": "`behaviour.trust.start`",
        "loss_weight": "`behaviour.experience.loss_weight`",
    }
    listed = ", ".join(
        f"`{name}` ({means[name] if default is None else f'{default:g}'})"
        for name, default in TRAIT_DEFAULTS.items()
    )
    return f"A bare number is a mean that does not vary. Traits, with the mean where a persona is silent: {listed}."


def model_inside(annotation: Any) -> type[BaseModel] | None:
    """The model that a field holds, or holds many of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in get_args(annotation):
        found = model_inside(inner)
        if found is not None:
            return found
    return None


def step_into(annotation: Any) -> str:
    """How a path goes on through a mapping or a list."""
    origin = get_origin(annotation)
    return {dict: ".<name>", list: ".<number>"}.get(origin, "")


def about(field: FieldInfo) -> tuple[str, str, str, str, str, str]:
    """What may be written, default, unit, kind, evidence and source of a field."""
    extra: dict[str, Any] = dict(field.json_schema_extra) if isinstance(field.json_schema_extra, dict) else {}
    default = "" if field.is_required() else default_of(field)
    has_number = isinstance(field.default, int | float) and not isinstance(field.default, bool)
    tag = str(extra.get("evidence", ""))
    evidence = tag if has_number or tag != "A" else ""
    return (
        " ".join(part for part in (kind_of_value(field.annotation), bounds(field)) if part),
        default,
        str(extra.get("unit", "")),
        str(extra.get("kind", "")),
        evidence,
        str(extra.get("source", "")),
    )


def default_of(field: FieldInfo) -> str:
    """The default as it would be written."""
    if field.default_factory is not None:
        return "" if model_inside(field.annotation) is not None else "none"
    value = field.default
    if isinstance(value, bool):
        return "on" if value else "off"
    if value is None:
        return "none"
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value) or "empty"


WORDS: dict[Any, str] = {
    str: "text", int: "whole number", float: "number", bool: "on/off", Ties: "file name"
}  # fmt: skip


def kind_of_value(annotation: Any) -> str:
    """What may be written, in a word."""
    if annotation in WORDS:
        return WORDS[annotation]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "group"
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return ", ".join(str(value) for value in inner)
    if origin in (Union, UnionType):
        return " or ".join(dict.fromkeys(kind_of_value(part) for part in inner if part is not type(None)))
    if origin is list:
        return f"list of {plural(kind_of_value(inner[0]))}"
    if origin is dict:
        return f"name: {kind_of_value(inner[1])}"
    if origin is not None and inner:  # Annotated
        return kind_of_value(inner[0])
    return "any value"


def plural(word: str) -> str:
    """Groups, numbers, texts."""
    return word if word.endswith("s") else f"{word}s"


def bounds(field: FieldInfo) -> str:
    """The limits of a number."""
    signs = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
    found = [
        f"{signs[name]} {getattr(limit, name):g}"
        for limit in limits_of(field)
        for name in signs
        if getattr(limit, name, None) is not None and isinstance(getattr(limit, name), int | float)
    ]
    return ", ".join(dict.fromkeys(found))


def limits_of(field: FieldInfo) -> list[Any]:
    """Constraints of a field, those inside its type too."""
    found = list(field.metadata)
    for part in (field.annotation, *get_args(field.annotation)):
        for inner in getattr(part, "__metadata__", ()):
            found += list(inner.metadata) if isinstance(inner, FieldInfo) else [inner]
    return found


# ---------------------------------------------------------------- columns.md

COLUMNS_INTRODUCTION = """
What a run leaves behind: NumPy structured arrays, `run.people["trust"]` is a column. A person's counts and money are
those within the follow-up of entry unless their meaning says otherwise. f8 is a float, i4 and i8 are whole numbers,
u8 an unsigned one; money is counted in whole millionths of a euro, so that sums do not depend on their order.
"""
TABLES: tuple[tuple[str, str, tuple[columns.Column, ...]], ...] = (
    ("people", "`Run.people`, one row per candidate in order of arrival: what the engine knows of a person.",
     columns.PEOPLE),
    ("touchpoints", "`Run.touchpoints`, one row per touchpoint in the order of `Run.names.touchpoints`.",
     columns.TOUCHPOINT_COUNTS),
    ("edges", "`Run.edges`, one row per edge in the order of `Run.names.edges`; LOST and `switch_to` always have one.",
     columns.EDGE_COUNTS),
    ("daily", "`Run.daily`, one row per tick.", columns.DAILY),
    ("book", "`JourneyModel.book`: the running totals of a world that is being lived in. All of `daily`, and these:",
     columns.BOOK[len(columns.DAILY):]),
    ("log", "`Run.log` where `log=True`; what the kinds mean stands in [Event log](events.md).", columns.LOG),
)  # fmt: skip
CODES = (columns.Status, columns.Outcome, columns.Event, columns.Detour, columns.Cause)


def columns_page() -> str:
    """Every column of every table of a run."""
    parts = [COLUMNS_INTRODUCTION]
    for name, meaning, listed in TABLES:
        rows = [(code(c.name), c.dtype, c.unit, start_of(c), c.meaning) for c in listed]
        parts += [f"## {name}\n\n{meaning}", table(("column", "type", "unit", "start", "meaning"), rows)]
    parts.append("## Codes\n\nColumns with one of these units hold its numbers (`sim.columns`).")
    for kind in CODES:
        listed = ", ".join(f"{member.value} {member.name.lower().replace('_', ' ')}" for member in kind)
        parts.append(f"**{kind.__name__}** — {(kind.__doc__ or '').strip()} {listed}.")
    return page("Columns", *parts)


def start_of(column: columns.Column) -> str:
    """The start value of a column, as a word where it is none."""
    return {"nan": "not yet", "inf": "never", "-inf": "before all"}.get(
        str(column.start), f"{column.start:g}"
    )


# ---------------------------------------------------------------- kpis.md

KPIS_INTRODUCTION = """
What a comparison measures. **Counted entrants** are those who enter in [`warm_up_days`, `horizon_days` −
`follow_up_days`): everybody else only loads the queues. All money, messages and counts are those within
`follow_up_days` of a person's own entry. `comparison.differences` holds raw units: a share of 0.21 is shown as 21 %.

Where a scenario has no `converts_at` everybody is a customer from entry on: `resolution_rate` takes the place of
`conversion_rate`, and "converted" below reads "resolved".
"""


def kpis_page() -> str:
    """The measures: name, unit, which way is better, who was counted."""
    better = {1: "more", -1: "less", 0: "neither"}
    rows = [
        (code(kpi.name), kpi.title, shown(kpi), better[kpi.better], kpi.estimand)
        for kpi in (kpis.CONVERSION, kpis.RESOLUTION, *kpis.COMMON)
    ]
    return page(
        "Measures", KPIS_INTRODUCTION, table(("name", "title", "shown in", "better", "who was counted"), rows)
    )


def shown(kpi: kpis.Kpi) -> str:
    """The unit of a level, and of a difference where that is another."""
    other = kpi.difference_unit not in (None, kpi.unit)
    return f"{kpi.unit} (differences: {kpi.difference_unit})" if other and kpi.unit else kpi.unit or (
        kpi.difference_unit or "number"
    )  # fmt: skip


# ---------------------------------------------------------------- events.md

EVENTS_INTRODUCTION = """
The event log of one world: `journey run NAME --log events.csv`, or `run(scenario, log=True).log`. Rows are in order of
time, then person; what one person does at one time keeps its order. In CSV the columns are `day`, `uid`, `event`,
`touchpoint`, `edge` and `value`, with ids instead of numbers; a day is a float, so 12.5 is noon of the thirteenth day.

Not everything has a row: candidates who stay away are not logged, an abandonment is felt but writes no `value`, and an
episode cut short by leaving shows as `leave` alone.
"""
WHEN = {
    "ENTER": "somebody enters",
    "CROSS": "an edge is crossed towards a touchpoint",
    "DROP": "the case was dropped on the way there",
    "REACH": "the delay is over: the queue, or the step itself, begins",
    "START": "service begins",
    "FINISH": "the contact, or the silent step, is over",
    "ABANDON": "patience ended in the queue",
    "VALUE": "what the contact was worth to the customer",
    "FAIL": "a moment of truth, or an unmet need, went wrong",
    "CONVERT": "a prospect becomes a customer",
    "WON": "the episode reaches its goal",
    "LOST": "the episode ends without it",
    "LEAVE": "somebody leaves for good; causes stand in [Columns](columns.md#codes)",
    "TALK": "somebody tells acquaintances",
    "REVIEW": "somebody posts",
    "ASKED": "the survey",
    "OPEN": "a customer at rest starts another episode",
    "BUY": "a repeat purchase",
    "SHOCK": "a shock concerns this customer",
    "OFFER": "an offer of a competitor is heard",
    "PASS_ON": "a story is passed on to acquaintances",
}


def comments_of(kind: type[IntEnum]) -> dict[str, str]:
    """The comment beside each member of an enum, from its source."""
    found = re.findall(r"^    ([A-Z_]+) = \d+  # (.*)$", inspect.getsource(kind), re.MULTILINE)
    return dict(found)


def events_page() -> str:
    """Kinds of rows of the event log."""
    value = comments_of(columns.Logged)
    rows = [
        (
            kind.value,
            code(kind.name.lower()),
            WHEN[kind.name],
            "" if value[kind.name] == "0" else value[kind.name],
        )
        for kind in columns.Logged
    ]
    return page("Event log", EVENTS_INTRODUCTION, table(("kind", "event", "when", "value"), rows))


# ---------------------------------------------------------------- streams.md

STREAMS_INTRODUCTION = """
Every random number has an address instead of a place in a sequence:

    u(seed, replication, uid, decision, place, ordinal, alternative)

The same question gets the same answer in every design, in any order and on any number of threads, so the same customer
has the same luck whatever the company does. Seed and replication make the key (NumPy's `SeedSequence`), the rest the
counter of Philox4x64-10, which equals `numpy.random.Philox`. One block of the generator holds four numbers; the table
says what the four words of each block are for. Places and alternatives are hashes of names, never positions: a new
touchpoint changes nobody's luck elsewhere. `uid` is the hash of the persona and the number of the candidate.

`sim.streams.Decision` is append only: a number is part of every address ever used.
"""
VISIT = "touchpoint; visit and attempt"
ADDRESSES = {
    "ARRIVAL": "–",
    "TRAIT": "trait",
    "PERSON": "–",
    "CONTACT": VISIT,
    "SERVICE": VISIT,
    "MOMENT": VISIT,
    "RECOVERY": VISIT,
    "REPEAT": "touchpoint; visit; block of four items",
    "CROSSING": "touchpoint entered; its next visit",
    "ROUTE": "touchpoint; visit; target",
    "NEED": "touchpoint; visit; number of the need (2^20 for the consequences)",
    "OWNER_VOICE": "department (uid 0)",
    "SURVEY": "–",
    "TELL": "–; episode",
    "AMBIENT": "–; block of four ticks",
    "LISTENER": "listener's uid; talk number",
    "CAUSE": "–",
    "NETWORK": "–; tie (alternative 1: place)",
    "OFFER": "–; offer",
    "GOAL": "goal",
    "RESHARE": "receiver's uid; story (alternative 1: how many)",
    "ENTRY": "–; hearing",
    "MIXING": "–; talk; listener",
    "NEED_ARISES": "episode; how often before",
    "NEED_RATE": "episode",
    "LAPSE": "episode; purchase",
    "SHOCK": "shock",
    "SPEND": "touchpoint, or episode; visit, or purchase; stream of revenue",
    "FEEDBACK": VISIT,
    "TENURE": "–",
    "FOLLOW": "–; tie; attempt",
    "STUB": "–; block of four ends of ties",
    "SEAT": "–; –; block of four attempts",
}

USED = {  # where the kernel uses a block in another way than one comment can say
    "NEED": "relevant, or: an extra contact; covered, or: cancellation; -, or: incident",
    "TELL": "tells about an episode; posts a review",
    "RESHARE": "the race for hearing a story, or: how many hear it",
    "AMBIENT": "talks on the first tick; on the second; on the third; on the fourth",
    "NETWORK": "rewiring, or: place on the ring, in the order of joining or in a law; new end",
    "STUB": "key of the first end; of the second; of the third; of the fourth",
    "SEAT": "a place in a network from a file; another; another; another",
}


def streams_page() -> str:
    """What each word of a block of draws is for."""
    words = comments_of(streams.Decision) | USED
    rows = []
    for decision in streams.Decision:
        four = [part.strip() for part in words[decision.name].split(" (")[0].split(";")]
        four = [part if part != "-" else "" for part in (four + [""] * 4)[:4]]
        rows.append((decision.value, code(decision.name), ADDRESSES[decision.name], *four))
    head = ("number", "decision", "place; ordinal; alternative", "word 1", "word 2", "word 3", "word 4")
    return page("Addressed draws", STREAMS_INTRODUCTION, table(head, rows))


# ---------------------------------------------------------------- command-line.md

EXIT_CODES = """
stdout is data, stderr is talk and progress; every command ends with the line that makes its output again. Exit codes:
0 fine, 2 your input is wrong (the message says where), 1 a bug of ours (with a traceback), 130 interrupted.
"""


def command_line_page() -> str:
    """Every command's own help."""
    settings = dict(cli.journey.context_settings) | {
        "terminal_width": HELP_WIDTH,
        "max_content_width": HELP_WIDTH,
    }
    top = click.Context(cli.journey, info_name="journey", **settings)
    parts = [EXIT_CODES, fenced(cli.journey.get_help(top))]
    for name, command in sorted(cli.journey.commands.items()):
        inner = click.Context(command, info_name=name, parent=top)
        parts += [f"## journey {name}", fenced(command.get_help(inner))]
    return page("Command line", *parts)


def fenced(text: str) -> str:
    """Text as it stands in a terminal."""
    return f"```text\n{text.rstrip()}\n```"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
