"""Why, as tables: the waterfall of the levers with their prices, the blame matrix, the grey areas."""

from math import isfinite

import numpy as np

from experiments.explanation import Explanation
from experiments.kpis import kpis_of
from experiments.levers.break_even import Pays
from experiments.levers.figure import steps
from experiments.levers.result import Levers
from experiments.report import bars
from experiments.report.cells import Cell, Table, drawing, given, number
from experiments.report.speech import NONE, Speech
from experiments.statistics import Interval

SHADES = 6  # of the blame matrix
THOUSAND = 1e-3


def waterfall(levers: Levers, speech: Speech) -> Table:
    """From the first design to the second in profit and in the headline, lever by lever."""
    rows, headline = steps(levers, "profit"), levers.kpis[0]
    by_title = {player.title: player.code for player in levers.players}
    ends = [x for s in rows for x in _extent(s.start if s.kind != "level" else 0.0, s.interval, s.end)]
    axis = bars.axis_over(ends)
    body = []
    for row in rows:
        if row.kind == "level":
            name, picture = given(row.name, "strong"), bars.level(axis, row.interval)
        else:
            name = Cell(speech("levers.price")) if row.kind == "price" else given(row.name)
            change = row.end - row.start
            look = "price" if row.kind == "price" else "good" if change > 0.0 else "bad" if change else "open"
            picture = bars.step(axis, row.start, row.end, row.interval, look)
        share = NONE
        if row.kind == "lever":
            found = levers.attribution.of(by_title[row.name], headline.name)
            share = speech.around(found, headline.scale, headline.digits, sign=True)
        amount = speech.around(row.interval, digits=2, sign=row.kind != "level")
        body.append([name, drawing(picture), number(amount), number(share)])
    head = [
        Cell(speech("lever")), Cell(speech("waterfall"), look="drawing"), Cell(speech("profit_eur"), look="number"),
        Cell(speech.title_of_change(headline), look="number"),
    ]  # fmt: skip
    first, second = levers.titles
    caption = speech(
        "levers.caption", first=first, second=second, replications=levers.replications,
        worlds=speech.number(levers.worlds),
    )  # fmt: skip
    return Table(caption, head, body, "wide")


def _extent(start: float, found: Interval, end: float) -> list[float]:
    return [start, end, start + found.low, start + found.high]


def prices(levers: Levers, speech: Speech) -> Table:
    """From what level and up to what price each lever pays."""
    head = [
        Cell(speech("lever")), Cell(speech("price.price"), look="number"), Cell(speech("price.worth"), look="number"),
        Cell(speech("price.level")),
    ]  # fmt: skip
    rows = [
        [
            Cell(speech("price.all")) if one.code == "all" else given(one.title),
            number(speech.around(one.price, THOUSAND, 1)), number(speech.around(one.worth, THOUSAND, 1)),
            Cell(_level(one, speech)),
        ]
        for one in levers.pays
    ]  # fmt: skip
    return Table(speech("price.caption", second=levers.titles[1]), head, rows, "wide")


def _level(one: Pays, speech: Speech) -> str:
    root = one.level
    if root is None:
        return f"{NONE} ({speech('price.no')})"
    if root.verdict in ("nowhere", "everywhere"):
        return speech(f"price.{root.verdict}")
    if not isfinite(root.level):
        return speech("price.open")
    low = speech.percent(root.low) if isfinite(root.low) else speech("price.zero")
    high = speech.percent(root.high) if isfinite(root.high) else speech("price.beyond")
    words = f"{speech.percent(root.level)} ({speech('between', low=low, high=high)})"
    return words if root.verdict == "above" else speech("price.not_above", words=words)


def blame(found: Explanation, speech: Speech) -> tuple[str, Table | None]:
    """What began elsewhere, in a sentence, and the matrix of people lost."""
    view = found.blame
    assert view is not None
    first = found.titles[0]
    elsewhere = view.elsewhere("events")
    if not isfinite(elsewhere.estimate):
        return speech("blame.nothing", first=first), None
    told = speech(
        "blame.share", elsewhere=speech.share(elsewhere), seams=speech.share(view.at_seams("events"))
    )
    matrix = view.mean("customers").matrix
    shown = view.concerned("customers")
    if not shown:
        return told, None
    cells = matrix[np.ix_(shown, shown)]
    top = float(cells.max()) or 1.0
    nobody = len(view.owners) - 1

    def owner(k: int) -> Cell:
        return Cell(speech("blame.nobody")) if k == nobody else given(view.owners[k])

    def count(value: float) -> str:
        return speech.number(value, 1 if abs(value) < 9.95 else 0)

    rows = []
    for i, k in enumerate(shown):
        row = [owner(k)]
        for j, value in enumerate(cells[i]):
            shade = int(np.clip(np.ceil(SHADES * value / top), 0, SHADES))
            text = count(float(value))
            own = " own" if i == j else ""
            row.append(number(text if text.strip("0,.-−") else "·", f"heat{shade}{own}"))
        rows.append([*row, number(count(float(cells[i].sum())), "strong")])
    sums = [number(count(float(cells[:, j].sum())), "strong") for j in range(len(shown))]
    rows.append([Cell(speech("blame.sum")), *sums, number(count(float(cells.sum())), "strong")])
    head = [Cell(speech("blame.voiced")), *(Cell(c.text, c.foreign, "number") for c in map(owner, shown)),
            Cell(speech("blame.sum"), look="number")]  # fmt: skip
    caption = speech(
        "blame.caption",
        first=first,
        days=speech.words.tick(view.within_days),
        replications=found.replications,
    )
    return told, Table(caption, head, rows, "wide matrix")


def grey(found: Explanation, speech: Speech) -> tuple[str, Table | None]:
    """What sewing each way alone would bring, and how sure that is."""
    assert found.grey is not None
    sewn = [(area.crossing, area.sewn["profit"]) for area in found.grey.areas if area.sewn is not None]
    if not sewn:
        return speech("grey.none"), None
    sure = sum(change.sign > 0 for _, change in sewn)
    told = speech("grey.sure" if sure else "grey.none_sure", sure=sure, all=len(sewn))
    axis = bars.axis_over(x for _, i in sewn for x in (i.low, i.estimate, i.high))
    profit = {kpi.name: kpi for kpi in kpis_of(found.scenario)}["profit"]
    places = found.scenario.touchpoints
    rows = [
        [
            given(f"{_name(places, crossing.way[0])} → {_name(places, crossing.way[1])}"),
            given(f"{crossing.owners[0]} → {crossing.owners[1]}", "small"),
            number(speech.change(profit, change.estimate)), number(speech.limits(profit, change)),
            drawing(bars.dot(axis, change, 1)),
        ]
        for crossing, change in sewn
    ]  # fmt: skip
    head = [
        Cell(speech("grey.way")), Cell(speech("grey.owners")), Cell(speech("profit_eur"), look="number"),
        Cell(speech("interval"), look="number"), Cell(speech("drawing"), look="drawing"),
    ]  # fmt: skip
    caption = speech("grey.caption", first=found.titles[0], replications=found.grey.replications)
    return told, Table(caption, head, rows, "wide")


def _name(places: object, code: str) -> str:
    point = places.get(code) if isinstance(places, dict) else None
    return code if point is None else str(point.name)
