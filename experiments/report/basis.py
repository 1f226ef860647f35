"""What an answer rests on, and how it was run, as tables."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from experiments.comparison import Comparison
from experiments.ledger.rests import told
from experiments.neutral import LEVER
from experiments.report.cells import Cell, Table, given, number
from experiments.report.evidence import Evidence
from experiments.report.speech import NONE, Speech
from scenarios.evidence import parameters
from scenarios.schema import Scenario


def assumptions(e: Evidence, speech: Speech) -> tuple[str, Table | None]:
    """The assumptions that move the answer most, or those of the rule with the command that ranks them."""
    rests = e.comparison.rests_most_on
    if rests is None or not rests.assumptions:
        hint = f"journey evidence {e.origin}" if rests is None else rests.hint
        return speech("rests.unknown", command=hint), None
    told = speech("rests.ranked") if rests.ranked else speech("rests.rule", command=rests.hint)
    sources = {} if e.scenario is None else _sources(e.scenario)
    rows = [
        [
            _assumption(e, k, speech), Cell(str(data["evidence"])),
            _source(str(data.get("source") or sources.get(str(data["path"]), "")), speech),
        ]
        for k, data in enumerate(rests.data)
    ]  # fmt: skip
    head = [Cell(speech("assumption")), Cell(speech("tag")), Cell(speech("source"))]
    return told, Table("", head, rows)


def assumption(e: Evidence, k: int, speech: Speech) -> str | None:
    """One of the assumptions that move the answer most, in the report's language; None where the scenario that knows
    its names was not found."""
    rests = e.comparison.rests_most_on
    assert rests is not None
    if speech.language == "en":
        return rests.assumptions[k].removesuffix(f" [{rests.data[k]['evidence']}]")
    if e.scenario is None:
        return None
    return told(e.scenario, rests.data[k], e.comparison.kpis, speech.say)


def _assumption(e: Evidence, k: int, speech: Speech) -> Cell:
    text, rests = assumption(e, k, speech), e.comparison.rests_most_on
    assert rests is not None
    return given(rests.assumptions[k]) if text is None else Cell(text)


def _sources(scenario: Scenario) -> dict[str, str]:
    return {p.path: p.source for p in parameters(scenario)}


def _source(text: str, speech: Speech) -> Cell:
    if not text:
        return Cell(speech("no_source"), look="small")
    known = speech.say.source(text)
    return given(text, "small") if known is None else Cell(known, look="small")


def moved(e: Evidence, speech: Speech) -> Table | None:
    """What a what-if moves against its scenario; None where nothing is moved."""
    if not e.moved:
        return None
    head = [Cell(speech("moved.what")), Cell(speech("moved.before")), Cell(speech("moved.after"))]
    rows = [[given(one.name), given(one.before or NONE), given(one.after or NONE)] for one in e.moved]
    return Table(speech("moved.caption", scenario=e.origin), head, rows, "wide")


def levers(c: Comparison, speech: Speech) -> Table | None:
    """Every lever of the second design with its tag, source and price."""
    if c.levers.empty:
        return None
    head = [
        Cell(speech("lever")), Cell(speech("kind")), Cell(speech("tag")), Cell(speech("one_off"), look="number"),
        Cell(speech("per_year"), look="number"), Cell(speech("per_customer"), look="number"), Cell(speech("source")),
    ]  # fmt: skip
    rows = [
        [
            _lever(row, speech), Cell(speech(f"kind.{row['kind']}")), Cell(str(row["evidence"])),
            *(number(_price(row[name], speech)) for name in ("one_off_eur", "per_year_eur", "per_customer_year_eur")),
            _source(row["source"] if isinstance(row["source"], str) else "", speech),
        ]
        for row in c.levers.to_dict(orient="records")
    ]  # fmt: skip
    return Table(f"{speech('levers.evidence')} {speech('tags')}", head, rows, "wide")


def _lever(row: Mapping[Any, Any], speech: Speech) -> Cell:
    """A lever of the author's, or the one that a neutral comparison adds."""
    return Cell(speech.say("neutral.lever")) if row["lever"] == LEVER else given(str(row["title"]))


def _price(value: Any, speech: Speech) -> str:
    return speech.number(float(value), 0 if float(value).is_integer() else 2) if value else NONE


def today(c: Comparison, speech: Speech) -> tuple[str, Table | None]:
    """Which numbers of today's company could not be met."""
    if c.calibration is None or c.calibration.empty:
        return speech("today.none"), None
    unmet = [
        row
        for row in c.calibration.to_dict(orient="records")
        if isinstance(row["problem"], str) and row["problem"]
    ]
    if not unmet:
        return speech("today.met"), None
    known = {kpi.name: kpi for kpi in c.kpis}
    rows = []
    for row in unmet:
        kpi = known.get(str(row["what"]))
        name = given(str(row["what"])) if kpi is None else Cell(speech.title(kpi))
        scale, digits = (1.0, 3) if kpi is None else (kpi.scale, max(kpi.digits, 1))
        rows.append([name, *(number(_value(row[x], scale, digits, speech)) for x in ("wanted", "reached"))])
    head = [
        Cell(speech("measure")),
        Cell(speech("wanted"), look="number"),
        Cell(speech("reached"), look="number"),
    ]
    return speech("today.unmet"), Table("", head, rows)


def _value(value: Any, scale: float, digits: int, speech: Speech) -> str:
    return (
        speech.number(scale * float(value), digits) if value is not None and isfinite(float(value)) else NONE
    )


def how(e: Evidence, speech: Speech) -> list[tuple[str, str, bool]]:
    """How it was run: (what, value, whether the value is code)."""
    c = e.comparison
    made = c.manifest
    versions = ", ".join(f"{name} {number}" for name, number in made.get("versions", {}).items())
    counts = speech.number(c.replications)
    if e.maps is not None:
        causes = NONE if e.causes is None else e.causes.replications
        counts = speech("run.of", all=c.replications, causes=causes, views=e.maps.subject.replications)
    rows = [
        (speech("run.designs"), " | ".join(c.designs), True), (speech("run.seed"), str(c.seed), False),
        (speech("run.replications"), counts, False), (speech("run.preset"), c.preset, True),
        (speech("run.id"), str(made.get("id", NONE)), True),
        (speech("run.hash"), str(made.get("scenario_hash", NONE)), True),
        (speech("run.versions"), versions, False),
    ]  # fmt: skip
    first = str(made.get("command", ""))
    commands = [first] if first and first != e.command else []
    return rows + [(speech("run.command"), line, True) for line in (*commands, e.command) if line]
