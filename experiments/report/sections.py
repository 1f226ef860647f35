"""The answer, the numbers, for whom and when not: from the comparison and its views, as words and tables."""

from math import isfinite

from experiments.comparison import Comparison
from experiments.ledger.rests import RestsMost
from experiments.ledger.titles import title_at
from experiments.levers.payback import YEARS
from experiments.levers.result import Levers
from experiments.report import bars, spanish
from experiments.report.cells import Cell, Table, drawing, given, number
from experiments.report.evidence import Evidence
from experiments.report.speech import NONE, Speech
from experiments.statistics import Interval
from experiments.verdict import Verdict, verdict
from experiments.views.personas import Forest


def verdict_of(c: Comparison, speech: Speech) -> Verdict:
    """The verdict in the report's language."""
    return spanish.verdict(c) if speech.language == "es" else verdict(c)


def advice(e: Evidence, outcome: str, speech: Speech) -> str:
    """The third sentence: what to do, and from when on it pays."""
    c = e.comparison
    first, second = c.design_titles
    text = speech(f"do.{outcome}", first=first, second=second, headline=speech(f"headline.{c.headline}"))
    levers = None if e.causes is None else e.causes.levers
    if outcome == "wins" and levers is not None:
        best = levers.ordered("profit")[0]
        if levers.attribution.of(best.code, "profit").sign > 0 and len(levers.players) > 1:
            text += speech("do.first", lever=best.title)
        if (paid := payback(levers, speech)) is not None:
            text += f"; {paid}"
    if c.rests_most_on is not None and c.rests_most_on.assumptions and outcome != "same":
        text += _check(e, c.rests_most_on, speech)
    return f"{text}."


def payback(levers: Levers, speech: Speech) -> str | None:
    """When the transition is paid back, as a clause."""
    found = levers.payback
    if found is None:
        return None
    if found.told == "at once":
        return speech("pay.at_once")
    if found.told == "paid back" and found.month is not None:
        root = found.month
        months = speech.number(root.level)
        if not isfinite(root.high):
            return speech("pay.back_open", months=months, years=YEARS)
        low = root.low if isfinite(root.low) else float(found.depth_month)
        limits = speech("between", low=speech.number(low), high=speech.number(root.high))
        return speech("pay.back", months=months, limits=limits)
    return speech("pay.undecided" if found.told == "undecided" else "pay.never", years=YEARS)


def _check(e: Evidence, rests: RestsMost, speech: Speech) -> str:
    """What to check before: the assumption that counts most, by its name where that is known."""
    data = rests.data[0]
    title = data["title"]
    if speech.language != "en":
        if e.scenario is None:
            return speech("do.check_first")
        title = title_at(e.scenario, str(data["path"]), speech.say)
    return speech("do.check", assumption=f"{title} [{data['evidence']}]")


def numbers(c: Comparison, speech: Speech) -> Table:
    """The paired table."""
    first, second = c.design_titles
    head = [
        Cell(speech("measure")), given(first, "number"), given(second, "number"),
        Cell(speech("difference"), look="number"), Cell(speech("interval"), look="number"),
        Cell(speech("verdict", second=second)), Cell(speech("counted")),
    ]  # fmt: skip
    rows = []
    for kpi in c.kpis:
        row, change = c.differences.loc[kpi.name], c.difference(kpi.name)
        sides = [
            speech.level(
                kpi,
                Interval(
                    float(row[side]), float(row[f"{side}_low"]), float(row[f"{side}_high"]), change.count
                ),
            )
            for side in ("first", "second")
        ]
        mark = "*" if row["interval"] == "bootstrap-t" else ""
        word, look = _judged(change, kpi.better)
        rows.append([
            Cell(speech.title(kpi)), number(sides[0]), number(sides[1]),
            number(speech.change(kpi, change.estimate), look), number(f"{speech.limits(kpi, change)}{mark}"),
            Cell(speech(word) if word else NONE, look=look), Cell(speech.estimand(kpi), look="small"),
        ])  # fmt: skip
    caption = speech("table.caption", replications=c.replications, first=first, second=second)
    return Table(caption, head, rows, "wide")


def _judged(change: Interval, better: int) -> tuple[str, str]:
    if not isfinite(change.estimate):
        return "", ""
    if change.sign == 0:
        return "undecided", "open"
    if better == 0:
        return "changed", ""
    return ("better", "good") if change.sign * better > 0 else ("worse", "bad")


def counting(c: Comparison, speech: Speech) -> list[str]:
    """How many were counted, and how the intervals were found."""
    people = speech.number(float(c.people["people_per_replication"].iloc[0]))
    skewed = bool((c.differences["interval"] == "bootstrap-t").any())
    return [
        speech("table.people", people=people, days=speech.words.tick(c.follow_up_days)),
        speech("table.bootstrap" if skewed else "table.t"),
    ]


def by_persona(forest: Forest, speech: Speech) -> Table:
    """The forest as a table, with a drawing of profit."""
    profit = next(kpi for kpi in forest.kpis if kpi.name == "profit")
    changes = [forest.change[persona, "profit"] for persona in forest.people]
    axis = bars.axis_over(x for i in changes for x in (i.estimate, i.low, i.high))
    others = [kpi for kpi in forest.kpis if kpi is not profit]
    head = [
        Cell(speech("persona")), Cell(speech("people"), look="number"),
        *(Cell(speech.title_of_change(k), look="number") for k in others),
        Cell(speech("profit_eur"), look="number"), Cell(speech("interval"), look="drawing"),
    ]  # fmt: skip
    rows = []
    for persona, people in forest.people.items():
        title = given(forest.title(persona, "")) if persona else Cell(speech("everybody"))
        found = forest.change[persona, "profit"]
        rows.append([
            title, number(speech.number(people)),
            *(number(speech.around(forest.change[persona, k.name], k.scale, k.digits, sign=True)) for k in others),
            number(speech.around(found, digits=2, sign=True)), drawing(bars.dot(axis, found, 1)),
        ])  # fmt: skip
    return Table(speech("forest.table"), head, rows, "wide")


def retention_words(c: Comparison, speech: Speech) -> str:
    """From which retention on the second design pays."""
    if c.break_even is None or "profit" not in c.break_even.roots:
        return speech("break_even.none")
    root, second = c.break_even.roots["profit"], c.design_titles[1]
    tried = c.break_even.curve.loc[c.break_even.curve["kpi"] == "profit", "retention"]
    if root.verdict in ("everywhere", "nowhere") or not root.is_located:
        verdict = root.verdict if root.verdict in ("everywhere", "nowhere") else "open"
        ends = {"from": speech.percent(float(tried.min())), "to": speech.percent(float(tried.max()))}
        return speech(f"root.profit.{verdict}", second=second, **ends)
    low, high = speech.percent(root.low), speech.percent(root.high)
    limits = speech("between", low=low, high=high)
    if not isfinite(root.high):
        limits = speech("root.more", level=low)
    elif not isfinite(root.low):
        limits = speech("root.less", level=high)
    return speech(
        f"root.profit.{root.verdict}", second=second, level=speech.percent(root.level), limits=limits
    )


def retention(c: Comparison, speech: Speech) -> Table | None:
    """The difference in profit by retention at hand-offs."""
    if c.break_even is None or "profit" not in c.break_even.roots:
        return None
    curve = c.break_even.curve[c.break_even.curve["kpi"] == "profit"].to_dict(orient="records")
    changes = [Interval(r["difference"], r["low"], r["high"], c.break_even.replications) for r in curve]
    axis = bars.axis_over(x for i in changes for x in (i.low, i.estimate, i.high))
    profit = c.kpi("profit")
    rows = [
        [Cell(speech.percent(row["retention"])), number(speech.change(profit, found.estimate)),
         number(speech.limits(profit, found)), drawing(bars.dot(axis, found, 1))]
        for row, found in zip(curve, changes, strict=True)
    ]  # fmt: skip
    head = [Cell(speech("retention")), Cell(speech("difference"), look="number"),
            Cell(speech("interval"), look="number"), Cell(speech("drawing"), look="drawing")]  # fmt: skip
    caption = speech("break_even.caption", second=c.design_titles[1], own=speech.percent(c.break_even.own),
                     replications=c.break_even.replications)  # fmt: skip
    return Table(caption, head, rows)


def band(c: Comparison, speech: Speech) -> str:
    """How far the difference in profit runs over the uncertain coefficients."""
    if c.band is None or not isfinite(float(c.band.loc["profit", "lowest"])):
        return speech("band.none")
    row = c.band.loc["profit"]
    return speech(
        "band.words", draws=int(row["draws"]), low=speech.number(float(row["lowest"]), 2, sign=True),
        high=speech.number(float(row["highest"]), 2, sign=True), positive=speech.percent(float(row["share_positive"])),
    )  # fmt: skip
