"""The figure of a Pareto front: every candidate's change from today in both measures, and who is on the front."""

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from experiments.figures import STYLE
from experiments.panels import GREEN, GREY, INK, ORANGE, fitted, minus, wrapped
from experiments.picture import Picture
from experiments.selection import words
from experiments.selection.front import Front, drawn_front
from experiments.selection.names_panel import Entry, codes_of, names_panel

WIDTH, TALL, ROW, MOST_ROWS = 13.0, 4.6, 0.27, 16
AROUND = (
    (9, 8),
    (9, -8),
    (-9, 8),
    (-9, -8),
    (15, 0),
    (-15, 0),
    (0, 13),
    (0, -13),
)  # points from a mark to its number
ROOM = 14.0  # points between a number and anything else that are enough
MARKS = {"on the front": (GREEN, "D"), "perhaps": (ORANGE, "o"), "off": (GREY, "o")}


def front_figure(front: Front) -> Figure:
    """Both changes with their intervals left, who the numbered points are right."""
    rows = _listed(front)
    with rc_context(STYLE):
        note = wrapped(_note(front, len(rows)), 0.96 * WIDTH, 7.5, lines=5)
        below = 0.7 + 0.145 * (note.count("\n") + 1)
        height = 1.2 + TALL + below
        figure = Picture(WIDTH, height)
        first, second = front.kpis
        head = f"What is gained in {first.title} is given up in {second.title}, along the line"
        if len(drawn_front(front)) == 1:
            head = f"One candidate is best in both {first.title} and {second.title}"
        head = fitted(head, 0.96 * WIDTH, 15.0, bold=True)
        figure.text(0.02, 1.0 - 0.18 / height, head, fontsize=15, fontweight="bold", va="top")
        said = wrapped(front.verdict, 0.96 * WIDTH, 10.0, lines=2)
        figure.text(0.02, 1.0 - 0.52 / height, said, fontsize=10.0, va="top", linespacing=1.35)
        figure.text(0.02, 0.08 / height, note, fontsize=7.5, color=GREY, va="bottom", linespacing=1.3)
        _points(figure.add_axes((0.065, below / height, 0.475, TALL / height)), front, rows)
        head_room = 1.05 if codes_of(front.field) else 0.4
        tall = min(ROW * len(rows), TALL - head_room)
        names = figure.add_axes((0.57, (below + TALL - head_room - tall) / height, 0.41, tall / height))
        entries = [Entry(k, MARKS[front.places[k]][0], str(number)) for number, k in enumerate(rows, start=1)]
        names_panel(names, front.field, entries, 0.41 * WIDTH)
    return figure


def _listed(front: Front) -> list[int]:
    """Who is numbered: on the front and perhaps on it, by the first measure; and today."""
    kpi = front.kpis[0]
    rows = [k for k, place in enumerate(front.places) if place != "off"]
    means = {k: kpi.better * float(np.nanmean(front.values[k, :, 0])) for k in rows}
    on_line = set(drawn_front(front))
    kept = sorted(rows, key=lambda k: (k not in on_line, front.places[k] != "on the front", -means[k]))
    kept = sorted(kept[:MOST_ROWS], key=means.__getitem__)
    return kept if 0 in kept else [*kept, 0]


def _note(front: Front, listed: int) -> str:
    first, second = front.kpis
    hidden = sum(place != "off" for place in front.places) - listed
    more = f"{hidden} more that may be on the front are drawn without a number. " if hidden > 0 else ""
    return minus(
        f"Crosses: {front.level:.0%} t intervals of the paired change from today, each by itself, {front.replications} "
        f"replications. Green: no other candidate can be better in both, orange: one may be, grey: one is; over "
        f"all pairs and both measures together with {front.level:.0%}. Line: the means. {more}"
        f"Counted: {first.title}: {first.estimand}; {second.title}: {second.estimand}. "
        f"{words.assumptions(front.field, front.preset)} Seed {front.seed}, preset {front.preset}."
    )


def _points(axes: Axes, front: Front, rows: list[int]) -> None:
    first, second = front.kpis
    axes.axhline(0.0, color=GREY, linewidth=0.6)
    axes.axvline(0.0, color=GREY, linewidth=0.6)
    line = [(front.change(k, 0).estimate, front.change(k, 1).estimate) for k in drawn_front(front)]
    xs, ys = ([kpi.scale * at[m] for at in line] for m, kpi in enumerate(front.kpis))
    axes.plot(xs, ys, color=GREEN, linewidth=1.2, alpha=0.7, zorder=1)
    for k, place in enumerate(front.places):
        colour, marker = MARKS[place]
        x, y = front.change(k, 0), front.change(k, 1)
        at = (first.scale * x.estimate, second.scale * y.estimate)
        if place != "off":
            axes.plot([first.scale * x.low, first.scale * x.high], [at[1]] * 2, color=colour, linewidth=1.0)
            axes.plot([at[0]] * 2, [second.scale * y.low, second.scale * y.high], color=colour, linewidth=1.0)
        face = "white" if place == "off" else colour
        axes.plot(*at, marker, color=colour, markerfacecolor=face, markersize=4.5 if place == "off" else 6)
    for kpi, label in ((first, axes.set_xlabel), (second, axes.set_ylabel)):
        unit = f", {kpi.unit_of_difference}" if kpi.unit_of_difference else ""
        label(f"{kpi.title}, change from today{unit} ({'more' if kpi.better > 0 else 'less'} is better)")
    if first.better < 0:
        axes.invert_xaxis()
    if second.better < 0:
        axes.invert_yaxis()
    axes.margins(0.06)
    _number(axes, front, rows)
    handles = [
        Line2D([], [], color=colour, marker=marker, linestyle="", label=place,
               markerfacecolor="white" if place == "off" else colour)
        for place, (colour, marker) in MARKS.items() if place in front.places
    ]  # fmt: skip
    axes.legend(
        handles=handles, ncols=3, fontsize=8, frameon=False, loc="lower left", bbox_to_anchor=(0.0, 1.0),
        handletextpad=0.4, borderaxespad=0.2,
    )  # fmt: skip


def _number(axes: Axes, front: Front, rows: list[int]) -> None:
    """A number beside every listed point, where it is farthest from all points and other numbers."""
    points = np.array([
        [kpi.scale * front.change(k, m).estimate for m, kpi in enumerate(front.kpis)]
        for k in range(len(front.places))
    ])  # fmt: skip
    axes.autoscale_view()
    front_line = points[drawn_front(front)]
    between = np.linspace(front_line[:-1], front_line[1:], 60).reshape(-1, 2)
    points = np.vstack([points, between])
    taken = axes.transData.transform(points) * 72.0 / axes.figure.dpi
    for number, k in enumerate(rows, start=1):
        others = np.delete(taken, k, axis=0)
        spots = taken[k] + np.array(AROUND)
        room = np.hypot(*(spots[:, None, :] - others[None, :, :]).transpose(2, 0, 1)).min(axis=1)
        best = int(np.argmax(np.minimum(room, ROOM)))
        taken = np.vstack([taken, spots[best]])
        axes.annotate(
            str(number), points[k], AROUND[best], textcoords="offset points", fontsize=8, fontweight="bold",
            color=INK, ha="center", va="center",
        )  # fmt: skip
