"""Figures of causes: the blame matrix, and the ranking of grey areas. Each panel draws on axes it is given."""

from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from experiments.causes.blame import Blame
from experiments.causes.grey_areas import Crossing, GreyAreas
from experiments.explanation import Explanation
from experiments.figures import STYLE
from experiments.kpis import Kpi, kpis_of
from experiments.panels import BLUE, GREY, INK, PALE, VERMILLION, minus, text_width, wrapped
from experiments.picture import Picture

HEAT = LinearSegmentedColormap.from_list("heat", ["#ffffff", "#f6c9a8", VERMILLION])
WIDTH = 13.0  # inches


def blame_figure(explanation: Explanation) -> Figure:
    """Both matrices side by side: people lost, and money."""
    blame = explanation.blame
    assert blame is not None
    first, second = explanation.titles
    with rc_context(STYLE):
        figure = Picture(WIDTH, 6.6)
        elsewhere, seams = blame.elsewhere("events").estimate, blame.at_seams("events").estimate
        title = f"Where customers complain, and where it began: {explanation.scenario.title}, {first}"
        if np.isfinite(elsewhere):
            line = (
                f"{100 * elsewhere:.0f} % of the painful events began elsewhere than where they were voiced, "
                f"{100 * seams:.0f} % at a seam between two departments (booked half to each)."
            )
        else:
            line = "Nothing hurt anybody."
        _head(figure, title, line)
        blame_matrix(blame, "customers", figure.add_axes((0.145, 0.19, 0.36, 0.58)), labels=True)
        blame_matrix(blame, "money", figure.add_axes((0.595, 0.19, 0.35, 0.58)), labels=False)
        _foot(
            figure,
            f"Left: people who left within the follow-up, booked on their last painful moment within "
            f"{blame.within_days:g} days before. Right: what the same people were worth more under "
            f"{second}, booked on "
            "the first pain it spared them; not what fixing that place alone would gain. Outlined: "
            f"voiced where it was caused. Means of {explanation.replications} replications, seed "
            f"{explanation.seed}, preset {explanation.preset}.",
        )
        return figure


def blame_matrix(blame: Blame, measure: str, ax: Axes, *, labels: bool = True) -> Axes:
    """Voiced at (rows) by caused at (columns), per 1,000 entrants; departments without any are left out.

    labels: write the departments' names at the rows, codes otherwise.
    """
    matrix = blame.mean(measure).matrix
    shown = _departments(blame)
    cells = matrix[np.ix_(shown, shown)]
    top = float(np.abs(cells).max(initial=0.0)) or 1.0
    ax.imshow(np.clip(cells, 0.0, None), cmap=HEAT, vmin=0.0, vmax=top, aspect="auto")
    for i, j in np.ndindex(*cells.shape):
        text = f"{cells[i, j]:,.0f}"
        if text.strip("-0"):
            ax.text(
                j,
                i,
                minus(text),
                ha="center",
                va="center",
                fontsize=8.5,
                color="white" if cells[i, j] > 0.72 * top else INK,
            )
        if i == j:
            ax.add_patch(
                Rectangle((j - 0.5, i - 0.5), 1, 1, fill=False, edgecolor=GREY, linewidth=1.1, zorder=3)
            )
    names = [blame.owners[k] for k in shown]
    codes = [blame.codes[k] for k in shown]
    rows = cells.sum(axis=1)
    ax.set_yticks(range(len(shown)), names if labels else codes)
    ax.set_xticks(range(len(shown)), codes, rotation=40, ha="right", rotation_mode="anchor")
    ax.set_xticks(np.arange(len(shown) + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(len(shown) + 1) - 0.5, minor=True)
    ax.grid(which="minor", color=PALE, linewidth=0.6)
    ax.tick_params(which="both", length=0)
    for spine in ax.spines.values():
        spine.set_visible(False)
    for i, total in enumerate(rows):
        ax.annotate(minus(f"{total:,.0f}"), (1.0, i), xycoords=("axes fraction", "data"), xytext=(6, 0),
                    textcoords="offset points", va="center", fontsize=8.5, fontweight="bold")  # fmt: skip
    for j, total in enumerate(cells.sum(axis=0)):
        ax.annotate(minus(f"{total:,.0f}"), (j, 1.0), xycoords=("data", "axes fraction"), xytext=(0, 5),
                    textcoords="offset points", ha="center", fontsize=8.5, fontweight="bold")  # fmt: skip
    ax.set_xlabel("caused at")
    ax.set_ylabel("voiced at")
    what = {"customers": "People lost", "money": "EUR lost", "events": "Painful events"}[measure]
    ax.set_title(f"{what} per 1,000 entrants", loc="left", fontsize=10.0, fontweight="bold", pad=24.0)
    return ax


def grey_figure(explanation: Explanation) -> Figure:
    """What sewing each seam alone changes: one panel per measure, the ways in the order of profit."""
    grey = explanation.grey
    assert grey is not None
    kpis = [next(k for k in kpis_of(explanation.scenario) if k.name == name) for name in grey.measures]
    sewn = [area for area in grey.areas if area.sewn is not None]
    with rc_context(STYLE):
        figure = Picture(WIDTH, 2.6 + 0.42 * max(len(sewn), 1))
        height = figure.get_figheight()
        first = explanation.titles[0]
        _head(figure, f"The grey areas of {explanation.scenario.title}, {first}", _finding(grey))
        names = [_seam(area.crossing) for area in sewn]
        left = min(max((text_width(name, 9.0) for name in names), default=0.0) / WIDTH + 0.03, 0.4)
        share = (0.985 - left - 0.02 * (len(kpis) - 1)) / len(kpis)
        for k, kpi in enumerate(kpis):
            box = (left + k * (share + 0.02), 0.95 / height, share, 1.0 - 2.2 / height)
            ax = figure.add_axes(box)
            grey_ranking(grey, kpi, ax)
            ax.set_yticks(range(len(sewn)), names if k == 0 else [""] * len(sewn))
        _foot(
            figure,
            f"Each row: {first} lived once more with this one way sewn (nothing lost, nothing dropped, no "
            "extra delay), "
            f"the same people with the same luck; paired differences, {grey.replications} replications, "
            "95 % intervals of "
            f"simulation noise. Seed {explanation.seed}, preset {explanation.preset}.",
        )
        return figure


def grey_ranking(grey: GreyAreas, kpi: Kpi, ax: Axes) -> Axes:
    """The change of one measure when each way alone is sewn, with its interval; blue where its interval "
    "says better."""
    sewn = [area.sewn[kpi.name] for area in grey.areas if area.sewn is not None]
    ax.axvline(0.0, color=GREY, linewidth=0.9, zorder=1)
    for y, change in enumerate(sewn):
        good = change.sign * kpi.better
        color = {1: BLUE, -1: VERMILLION, 0: GREY}[good]
        at, low, high = (kpi.scale * x for x in (change.estimate, change.low, change.high))
        if y % 2 == 0:
            ax.axhspan(y - 0.5, y + 0.5, color="#f4f4f4", linewidth=0, zorder=0)
        if np.isfinite(low):
            ax.plot([low, high], [y, y], color=color, linewidth=1.6, zorder=2)
        ax.plot(at, y, marker="o" if good >= 0 else "s", markersize=6.0, color=color, zorder=3,
                markerfacecolor=color if good else "white")  # fmt: skip
    ax.set_ylim(len(sewn) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(lambda x, _: minus(f"{x:+g}") if x else "0")
    ax.margins(x=0.08)
    better = "right is better" if kpi.better > 0 else "left is better"
    ax.set_title(kpi.title, loc="left", fontsize=10.0, fontweight="bold")
    ax.set_xlabel(f"{kpi.unit_of_difference}; {better}", fontsize=8.0)
    return ax


def _seam(crossing: Crossing) -> str:
    """The departments on both sides, or the one whose customers change the channel, and the way."""
    one, other = crossing.owners
    between = f"{one}, new channel" if one == other else f"{one} > {other}"
    return f"{between}  ({crossing.way[0]} > {crossing.way[1]})"


def _finding(grey: GreyAreas) -> str:
    sewn = [area for area in grey.areas if area.sewn is not None]
    if not sewn:
        return "No hand-off and no change of channel hurt anybody."
    sure = [a for a in sewn if a.sewn is not None and a.sewn["profit"].sign > 0]
    if not sure:
        return "For none of them does the interval of profit lie above zero when it alone is sewn."
    best = _seam(sure[0].crossing).split("  ")[0]
    return (
        f"Sewing {best} alone gains most; for {len(sure)} of {len(sewn)} the "
        "interval of "
        "profit lies above zero (each looked at by itself)."
    )


def _departments(blame: Blame) -> list[int]:
    """Departments with anything voiced or caused, of any measure, so that both panels show the same."""
    total = sum(
        np.abs(blame.mean(name).matrix) / max(np.abs(blame.mean(name).matrix).max(), 1e-9)
        for name in blame.replications
    )
    matrix = np.asarray(total)
    return [k for k in range(len(blame.owners)) if matrix[k].sum() + matrix[:, k].sum() > 1e-3] or [
        len(blame.owners) - 1
    ]


def _head(figure: Figure, title: str, line: str) -> None:
    height = figure.get_figheight()
    size: Any = 15.0
    while text_width(title, size, bold=True) > 0.95 * WIDTH and size > 9.0:
        size -= 0.5
    figure.text(0.02, 1 - 0.18 / height, title, fontsize=size, fontweight="bold", va="top")
    figure.text(0.02, 1 - 0.52 / height, wrapped(line, 0.95 * WIDTH, 10.5, lines=2), fontsize=10.5, va="top")


def _foot(figure: Figure, text: str) -> None:
    figure.text(
        0.02,
        0.012,
        wrapped(text, 0.96 * WIDTH, 7.5, lines=3),
        fontsize=7.5,
        color=GREY,
        va="bottom",
        linespacing=1.3,
    )
