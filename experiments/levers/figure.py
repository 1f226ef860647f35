"""The waterfall: from the first design to the second, lever by lever, in one measure."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import STYLE
from experiments.kpis import Kpi
from experiments.levers.played import GROSS, PRICE
from experiments.levers.result import Levers
from experiments.panels import BLUE, GREY, INK, ORANGE, VERMILLION, minus, text_width, wrapped
from experiments.picture import Picture
from experiments.statistics import Floats, Interval, t_interval

WIDTH, LABELS, NUMBERS = 11.5, 4.0, 1.5  # inches: whole figure, names of rows, column of numbers
LINE, ROW = 0.19, 0.24  # inches: per line of a name, per row beside
HEAD, FOOT = 1.0, 1.2  # inches
Kind = Literal["level", "lever", "price"]


@dataclass(frozen=True)
class Step:
    """One row: a level, or what is added to the level before; `start` to `end` on the axis, raw units."""

    name: str
    kind: Kind
    start: float
    end: float
    interval: Interval


def steps(levers: Levers, name: str) -> list[Step]:
    """The rows of a measure: first design, levers by size, for profit their price, second design."""
    shares = levers.attribution
    own = GROSS if name == "profit" else name
    first, second = (_level(levers, side, name) for side in (shares.first, shares.second))
    found, at = [Step(levers.titles[0], "level", first.estimate, first.estimate, first)], first.estimate
    added: list[tuple[str, Kind, Interval]] = [
        (p.title, "lever", shares.of(p.code, own)) for p in levers.ordered(own)
    ]
    if name == "profit":
        price = shares.total(PRICE)
        added.append(
            (
                "the price of all levers",
                "price",
                Interval(-price.estimate, -price.high, -price.low, price.count),
            )
        )
    for title, kind, change in added:
        found.append(Step(title, kind, at, at + change.estimate, change))
        at += change.estimate
    return [*found, Step(levers.titles[1], "level", second.estimate, second.estimate, second)]


def waterfall_figure(levers: Levers, name: str) -> Figure:
    """The waterfall of one measure. Raises InputError for an unknown one."""
    kpi, rows = levers.kpi(name), steps(levers, name)
    names = [wrapped(step.name, LABELS - 0.3, 9.5, bold=step.kind == "level") for step in rows]
    tall = np.array([ROW + LINE * (text.count("\n") + 1) for text in names])
    height = HEAD + float(tall.sum()) + FOOT
    with rc_context(STYLE):
        figure = Picture(WIDTH, height)
        title = f"{levers.question.original.title}: where the difference in {kpi.title} comes from"
        size = 15.0
        while text_width(title, size, bold=True) > 0.96 * WIDTH and size > 9.0:
            size -= 0.5
        figure.text(0.02, 1.0 - 0.18 / height, title, fontsize=size, fontweight="bold", va="top")
        line = wrapped(minus(_finding(levers, kpi, rows)), 0.96 * WIDTH, 10.5, lines=2)
        figure.text(0.02, 1.0 - 0.54 / height, line, fontsize=10.5, va="top", linespacing=1.3)
        ax = figure.add_axes((
            LABELS / WIDTH, FOOT / height, 1.0 - (LABELS + NUMBERS + 0.15) / WIDTH, float(tall.sum()) / height,
        ))  # fmt: skip
        _draw(ax, rows, names, np.cumsum(tall) - tall / 2.0, float(tall.sum()), kpi)
        figure.text(
            0.02, 0.1 / height, wrapped(_foot(levers, kpi), 0.96 * WIDTH, 7.5, lines=5), fontsize=7.5,
            color=GREY, va="bottom", linespacing=1.3,
        )  # fmt: skip
    return figure


def _draw(ax: Axes, rows: list[Step], names: list[str], places: Floats, bottom: float, kpi: Kpi) -> None:
    ax.set_ylim(bottom, 0.0)
    for k, (step, y) in enumerate(zip(rows, places, strict=True)):
        colour, start, end = _colour(step, kpi), kpi.scale * step.start, kpi.scale * step.end
        middle = 0.0 if step.kind == "level" else step.start
        low, high = (kpi.scale * (middle + limit) for limit in (step.interval.low, step.interval.high))
        if step.kind == "level":
            ax.plot([end], [y], marker="D", markersize=8, color=INK, zorder=4)
        else:
            hollow = step.interval.sign == 0
            ax.barh(y, end - start, left=start, height=0.26, color="white" if hollow else colour,
                    edgecolor=colour, linewidth=1.2, zorder=2)  # fmt: skip
        if np.isfinite(low):
            ax.plot([low, high], [y, y], color=INK, linewidth=1.3, zorder=3, marker="|", markersize=6)
        if k + 1 < len(rows):
            ax.plot([end, end], [y, places[k + 1]], color=GREY, linewidth=0.7, zorder=1)
        bold = "bold" if step.kind == "level" else "normal"
        words = kpi.around(step.end, step.interval.half_width) if step.kind == "level" else _change(kpi, step)
        ax.annotate(names[k], (0.0, y), (-10, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
                    ha="right", va="center", fontsize=9.5, fontweight=bold, annotation_clip=False)  # fmt: skip
        ax.annotate(minus(words), (1.0, y), (NUMBERS * 72.0, 0), xycoords=("axes fraction", "data"),
                    textcoords="offset points", ha="right", va="center", fontsize=9.5, fontweight=bold,
                    annotation_clip=False)  # fmt: skip
    ax.margins(x=0.06)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_formatter(lambda x, _: minus(f"{x:,g}"))
    better = {1: "; right is better", -1: "; left is better", 0: ""}[kpi.better]
    unit = f", {kpi.unit}" if kpi.unit else ""
    ax.set_xlabel(f"{kpi.title}{unit}{better}", fontsize=9.0)


def _colour(step: Step, kpi: Kpi) -> str:
    if step.kind == "price":
        return ORANGE
    good = kpi.better * (1 if step.end > step.start else -1)
    return {1: BLUE, -1: VERMILLION, 0: GREY}[good]


def _change(kpi: Kpi, step: Step) -> str:
    text = kpi.change(step.interval.estimate)
    half = step.interval.half_width
    return f"{text} ± {kpi.bare(half)}" if np.isfinite(half) else text


def _level(levers: Levers, side: Floats, name: str) -> Interval:
    return t_interval(side[:, levers.attribution.names.index(name)])


def _finding(levers: Levers, kpi: Kpi, rows: list[Step]) -> str:
    whole = levers.attribution.total(kpi.name)
    unit = f" {kpi.unit_of_difference}" if kpi.unit_of_difference else ""
    total = f"{kpi.change(whole.estimate)} ± {kpi.bare(whole.half_width)}{unit}"
    added = [step for step in rows if step.kind == "lever"]
    same = [step for step in added if np.sign(step.interval.estimate) == np.sign(whole.estimate)]
    largest = (same or added)[0]
    before = " before the levers are paid for" if kpi.name == "profit" else ""
    return f"{total} in all. Most of it by: {largest.name} ({_change(kpi, largest)}{unit}{before})."


def _foot(levers: Levers, kpi: Kpi) -> str:
    return (
        "Bars: Shapley values, what each lever adds to those pulled before it, averaged over orders "
        f"({levers.method}); blue is better, red worse, hollow: its interval holds zero. Whiskers: 95 % t intervals, "
        f"of a bar around its end, of a design around its level. {levers.counting} Counted in {kpi.title}: "
        f"{kpi.estimand or 'all counted entrants'}. Seed {levers.seed}, preset {levers.question.preset}."
    )
