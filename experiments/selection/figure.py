"""The figure of a selection: everybody's distance to the winner, and what is too small to matter."""

from dataclasses import dataclass
from math import isfinite

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from experiments.figures import STYLE
from experiments.panels import BLUE, GREEN, GREY, INK, ORANGE, fitted, minus, wrapped
from experiments.picture import Picture
from experiments.selection import words
from experiments.selection.names_panel import Entry, codes_of, names_panel
from experiments.selection.result import Selection

WIDTH, ROW, MOST_ROWS = 13.0, 0.29, 20
WINNER, RIVAL, WORSE, GONE = (GREEN, "D"), (ORANGE, "o"), (BLUE, "o"), (GREY, "o")
Mark = tuple[str, str]


@dataclass(frozen=True)
class Row:
    """One candidate: its number, its distance to the winner with limits as they are drawn, and how it is marked."""

    number: int
    distance: float
    low: float
    high: float
    mark: Mark


def ranking_figure(selection: Selection) -> Figure:
    """A row per candidate: its levers, its price, and how far it is behind the winner."""
    rows = rows_of(selection)
    shown = rows[:MOST_ROWS]
    with rc_context(STYLE):
        note = wrapped(_note(selection, len(rows) - len(shown)), 0.96 * WIDTH, 7.5, lines=5)
        below = 0.75 + 0.145 * (note.count("\n") + 1)
        above = 1.1 + (0.95 if codes_of(selection.field) else 0.2)
        height = above + ROW * len(shown) + below
        figure = Picture(WIDTH, height)
        head = fitted(_headline(selection), 0.96 * WIDTH, 15.0, bold=True)
        figure.text(0.02, 1.0 - 0.18 / height, head, fontsize=15, fontweight="bold", va="top")
        text = wrapped(minus(words.finding(selection)), 0.96 * WIDTH, 10.0, lines=3)
        figure.text(0.02, 1.0 - 0.52 / height, text, fontsize=10.0, va="top", linespacing=1.35)
        figure.text(0.02, 0.08 / height, note, fontsize=7.5, color=GREY, va="bottom", linespacing=1.3)
        bottom, tall = below / height, ROW * len(shown) / height
        entries = [Entry(row.number, row.mark[0], "winner" if row.mark is WINNER else "") for row in shown]
        names_panel(figure.add_axes((0.02, bottom, 0.42, tall)), selection.field, entries, 0.42 * WIDTH)
        axes = figure.add_axes((0.46, bottom, 0.36, tall))
        _distances(axes, selection, shown)
        _numbers(figure.add_axes((0.83, bottom, 0.16, tall)), selection, shown)
        _legend(figure, 0.46, (below - 0.42) / height, shown)
    return figure


def rows_of(selection: Selection) -> list[Row]:
    """The winner, then who was tested by distance, then who was given up, the last first."""
    kpi, winner = selection.kpi, selection.order[0]
    tested = []
    for name, lead in selection.leads.items():
        number = next(k for k, each in enumerate(selection.candidates) if each.name == name)
        mark = WORSE if name not in selection.may_be_best else RIVAL
        both = lead.together
        tested.append(Row(number, -lead.alone.estimate, -both.high, -both.low, mark))
    tested.sort(key=lambda row: -kpi.better * row.distance)
    look, common = selection.first_look, selection.races[0][0].common
    gone = []
    for k in selection.order:
        if k in selection.fresh.candidates:
            continue
        ends = sorted((kpi.better * float(look.low[k]), kpi.better * float(look.high[k])))
        distance = kpi.better * float((common[k] - common[winner]).mean())
        gone.append(Row(k, distance, ends[0], ends[1], GONE))
    return [Row(winner, 0.0, 0.0, 0.0, WINNER), *tested, *gone]


def _headline(selection: Selection) -> str:
    kpi, budget = selection.kpi, words.within(selection.budget)
    winner = (
        f"{selection.winner.name} (today)" if selection.winner is selection.today else selection.winner.name
    )
    return f"Best of {len(selection.candidates)} candidates{budget} in {kpi.title}: {winner}"


def _note(selection: Selection, hidden: int) -> str:
    more = f"{hidden} more candidates, given up earlier, are not drawn. " if hidden else ""
    look = selection.races[0][0].common.shape[1]
    return minus(
        f"Filled: tested on {selection.confirm} fresh replications, Bonferroni t intervals that hold together with "
        f"{selection.level:.0%}. Hollow: given up in the race; limits of the distance to the best from the "
        f"first {look} replications (Edwards and Hsu), all with {selection.level:.0%} together. "
        f"Arrows: beyond the axis. {more}"
        f"{words.guarantee(selection)} {words.zone(selection)} Counted: {selection.kpi.estimand}. "
        f"{words.assumptions(selection.field, selection.preset)} Seed {selection.seed}, preset {selection.preset}."
    )


def _distances(axes: Axes, selection: Selection, rows: list[Row]) -> None:
    kpi, zone = selection.kpi, selection.zone * selection.kpi.scale
    worse = -kpi.better
    near = [row for row in rows if row.mark in (RIVAL, WORSE) and row.number != 0] or rows
    reach = max([3.0 * zone, *(1.25 * abs(kpi.scale * end) for row in near for end in (row.low, row.high))])
    today = max(
        (1.05 * abs(kpi.scale * end) for row in rows if row.number == 0 for end in (row.low, row.high)),
        default=0,
    )
    reach = max(reach, today) if today < 2.0 * reach else reach
    beyond = max([0.6 * zone, *(1.25 * max(-worse * kpi.scale * end, 0.0) for row in rows if row.mark is not GONE
                                for end in (row.low, row.high))])  # fmt: skip
    axes.axvspan(0.0, worse * zone, color=ORANGE, alpha=0.15, linewidth=0, zorder=0)
    axes.axvline(0.0, color=GREY, linewidth=0.8)
    for y, row in enumerate(rows):
        colour, marker = row.mark
        face = "white" if row.mark is GONE else colour
        distance, low, high = (kpi.scale * value for value in (row.distance, row.low, row.high))
        if -beyond <= worse * distance <= reach:
            left, right = sorted((worse * reach, -worse * beyond))
            ends = [min(max(end, left), right) for end in (low, high)]
            axes.plot(
                ends, [y, y], color=colour, linewidth=1.0 if row.mark is GONE else 2.0, solid_capstyle="butt"
            )
            axes.plot([distance], [y], marker, color=colour, markerfacecolor=face, markersize=6)
        else:
            axes.plot([worse * reach * 0.985], [y], "<", color=colour, markerfacecolor=face, markersize=6)
    axes.set_xlim(worse * reach, -worse * beyond)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.locator_params(axis="x", nbins=6)
    unit = kpi.unit_of_difference
    axes.set_title(
        f"{kpi.title}: behind the winner by{f', {unit}' if unit else ''}", fontsize=9.5, loc="left", color=INK
    )


def _numbers(axes: Axes, selection: Selection, rows: list[Row]) -> None:
    """The same as figures."""
    kpi = selection.kpi
    axes.set(xlim=(0.0, 1.0), ylim=(len(rows) - 0.5, -0.5))
    axes.axis("off")
    for y, row in enumerate(rows):
        if row.mark is WINNER:
            continue
        text = kpi.change(row.distance)
        if row.mark is GONE:
            text = f"{text}, first look" if isfinite(row.distance) else "–"
        else:
            text += f" ({kpi.change(row.low)} to {kpi.change(row.high)})"
        axes.text(0.0, y, minus(text), va="center", fontsize=8.0, color=GREY if row.mark is GONE else INK)


def _legend(figure: Figure, left: float, bottom: float, rows: list[Row]) -> None:
    def dot(mark: Mark, label: str) -> Line2D:
        face = "white" if mark is GONE else mark[0]
        return Line2D([], [], color=mark[0], marker=mark[1], markerfacecolor=face, linestyle="", label=label)

    zone = Patch(color=ORANGE, alpha=0.15, label="too small to matter")
    said = {WINNER: "winner", RIVAL: "may be as good", WORSE: "worse", GONE: "given up"}
    there = {row.mark for row in rows}
    handles = [*(dot(mark, label) for mark, label in said.items() if mark in there), zone]
    figure.legend(
        handles=handles, ncols=5, fontsize=8.0, frameon=False, loc="upper left", bbox_to_anchor=(left - 0.012, bottom),
        handlelength=1.0, columnspacing=1.2, handletextpad=0.5, borderaxespad=0.0,
    )  # fmt: skip
