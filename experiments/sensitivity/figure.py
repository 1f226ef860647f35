"""The figure of a sensitivity study: the screen's plane, and the indices with their intervals.

Figure objects and the Agg canvas only, like the figure of a comparison: the same bytes for the same study.
"""

from math import isfinite

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import STYLE
from experiments.panels import BLUE, GREY, INK, ORANGE, PALE, fitted, minus, text_width, wrapped
from experiments.picture import Picture
from experiments.sensitivity.indices import OTHERS
from experiments.sensitivity.noise import ENOUGH
from experiments.sensitivity.study import ASSUMED, Study

WIDTH, HEIGHT = 13.5, 7.0  # inches
LABELLED = 8
SEEN = 0.03  # of the largest effect, below which no name is given
APART = 0.115  # of the plane's height
ROWS = 5  # room for so many bars at least
NAMES = 2.15  # inches right of the plane, and left of the bars


def sensitivity_figure(study: Study) -> Figure:
    """The plane of the screen left, the indices right; one alone takes the whole width."""
    with rc_context(STYLE):
        figure = Picture(WIDTH, HEIGHT)
        _head(figure, study)
        _foot(figure, study)
        both = study.screen is not None and study.indices is not None
        if study.screen is not None:
            width = 3.4 if both else 6.5
            _plane(figure.add_axes(_inches(0.75, 1.75, width, 3.65)), study, study.screen, width)
        if study.indices is not None:
            left = 7.35 + NAMES if both else 0.35 + 1.6 * NAMES
            axes = figure.add_axes(_inches(left, 1.75, WIDTH - left - 0.35, 3.65))
            _bars(axes, study.indices, NAMES - 0.2 if both else 1.6 * NAMES - 0.2)
        _noise(figure.add_axes(_inches(WIDTH - 4.35, 0.72, 4.0, 0.13)), study)
        return figure


def _inches(left: float, bottom: float, width: float, height: float) -> tuple[float, float, float, float]:
    return left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT


def _plane(axes: Axes, study: Study, table: pd.DataFrame, width: float) -> None:
    """mu* against sigma; the largest are named in a column beside the plane, joined to their points."""
    scale, unit = study.kpi.scale, study.kpi.unit_of_difference
    star, sigma = table["mu_star"].to_numpy() * scale, table["sigma"].to_numpy() * scale
    half = (table["high"] - table["low"]).to_numpy() * scale / 2.0
    named = [k for k in np.argsort(-star, kind="stable")[:LABELLED] if star[k] >= SEEN * star.max()]
    colours = [BLUE if k in named else GREY for k in range(len(table))]
    for k, colour in enumerate(colours):
        ends = [max(float(star[k] - half[k]), 0.0), float(star[k] + half[k])]
        axes.plot(ends, [sigma[k], sigma[k]], color=colour, linewidth=1.0, alpha=0.6)
        axes.plot([star[k]], [sigma[k]], "o", color=colour, markersize=5)
    right = 1.05 * max(float((star + half).max()), 1e-12)
    top = max(1.12 * float(sigma.max()), 0.35 * right)
    axes.set_xlim(0.0, right)
    axes.set_ylim(-0.03 * top, top)
    reach = min(right, top)
    axes.plot([0.0, reach], [0.0, reach], color=PALE, linewidth=1.0, zorder=0)
    axes.grid(color="#efefef", linewidth=0.6, zorder=0)
    axes.set_axisbelow(True)
    axes.locator_params(nbins=6)
    axes.set_xlabel(f"mean size of its effect over its range (mu*), {unit}".rstrip(", "), fontsize=9.0)
    axes.set_ylabel(f"how much the effect varies (sigma), {unit}".rstrip(", "), fontsize=9.0)
    more = len(table) - len(named)
    title = f"Screen{f'; {more} more hardly moving it' if more else ''}"
    axes.set_title(title, fontsize=11, loc="left", fontweight="bold", pad=10)
    _names(axes, [(star[k], sigma[k], str(table["title"].iloc[k])) for k in named], width, right)


def _names(axes: Axes, points: list[tuple[float, float, str]], width: float, right: float) -> None:
    """Names in a column as near their points' height as they fit, each with a thin line to its point."""
    low, high = axes.get_ylim()
    points.sort(key=lambda point: (point[1], point[0]))
    column = right * (1.0 + 0.3 / width)
    for (x, y, title), row in zip(
        points, _spread([(y - low) / (high - low) for _, y, _ in points]), strict=True
    ):
        axes.annotate(
            wrapped(minus(title), NAMES, 8.0, lines=2), (x, y), (column, low + row * (high - low)), fontsize=8.0,
            va="center", ha="left", linespacing=1.05, annotation_clip=False,
            arrowprops={
                "arrowstyle": "-", "color": GREY, "linewidth": 0.5, "shrinkA": 1, "shrinkB": 3, "relpos": (0.0, 0.5)
            },
        )  # fmt: skip


def _spread(rows: list[float]) -> list[float]:
    """Heights in ascending order, moved apart until each has room for two lines of text, inside 0 to 1."""
    for k in range(1, len(rows)):
        rows[k] = max(rows[k], rows[k - 1] + APART)
    top = 0.98
    for k in range(len(rows) - 1, -1, -1):
        rows[k] = min(rows[k], top)
        top = rows[k] - APART
    return rows


def _bars(axes: Axes, table: pd.DataFrame, names: float) -> None:
    """First index solid, total as an outline, each with its interval."""
    y = np.arange(len(table), dtype=np.float64)
    for place, (_, row) in zip(y, table.iterrows(), strict=True):
        colour = GREY if row["factor"] == OTHERS else BLUE
        axes.barh(
            place, max(row["total"], 0.0), height=0.62, facecolor="none", edgecolor=colour, linewidth=1.3
        )
        axes.barh(place, max(row["first"], 0.0), height=0.62, color=colour, alpha=0.85, linewidth=0)
        for name, offset, line in (("total", -0.13, INK), ("first", 0.13, ORANGE)):
            low, high = (float(np.clip(row[f"{name}_{end}"], 0.0, 1.0)) for end in ("low", "high"))
            if isfinite(low) and isfinite(high):
                axes.plot([low, high], [place + offset] * 2, color=line, linewidth=1.6, solid_capstyle="butt")
    axes.set_ylim(max(len(y), ROWS) - 0.4, -0.6)
    axes.set_xlim(0.0, 1.0)
    labels = [wrapped(minus(str(title)), names, 8.5, lines=2) for title in table["title"]]
    axes.set_yticks(y, labels, fontsize=8.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x", color="#efefef", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_xlabel(
        "share of the variance; solid: alone (first), outline: with all it does together (total);\n"
        "lines: 95 % intervals, orange of the first, black of the total", fontsize=8.0, ha="right", x=1.0,
    )  # fmt: skip
    axes.set_title("Indices: how much of the variance", fontsize=11, loc="left", fontweight="bold", pad=10)


def _noise(axes: Axes, study: Study) -> None:
    """A gauge: how much of the variance between points is luck, and how much is too much."""
    share, end = study.found.noise.share, max(0.25, min(1.0, 1.25 * study.found.noise.share))
    axes.barh(0.0, end, height=1.0, color=PALE, linewidth=0)
    axes.barh(0.0, share, height=1.0, color=INK if share <= ENOUGH else ORANGE, linewidth=0)
    axes.axvline(ENOUGH, color=INK, linewidth=1.2)
    axes.set_xlim(0.0, end)
    axes.set_ylim(-0.5, 0.5)
    axes.axis("off")
    text = f"noise: {100 * share:.1f} % of the variance between points (mark: {100 * ENOUGH:.0f} %)"
    axes.annotate(
        text, (0.0, 1.0), (0, 3), xycoords="axes fraction", textcoords="offset points", fontsize=8.0
    )


def _head(figure: Figure, study: Study) -> None:
    title, size = f"What {study.answer} depends on", 16.0
    while text_width(title, size, bold=True) > WIDTH - 0.7 and size > 10.0:
        size -= 0.5
    title = fitted(title, WIDTH - 0.7, size, bold=True)
    figure.text(0.35 / WIDTH, 1.0 - 0.2 / HEIGHT, title, fontsize=size, fontweight="bold", va="top")
    words = minus(f"{study.question.scenario.title}. {' '.join(study.verdict)}")
    figure.text(
        0.35 / WIDTH, 1.0 - 0.58 / HEIGHT, wrapped(words, WIDTH - 0.7, 9.0, lines=3), fontsize=9.0, va="top",
        linespacing=1.3,
    )  # fmt: skip


def _foot(figure: Figure, study: Study) -> None:
    text = (
        f"The same customers live through both designs at every point, {study.replications} replications. Indices are "
        f"those of the mean response: luck is taken out. {ASSUMED} Counted: {study.kpi.estimand}. {study.key}, seed "
        f"{study.seed}, preset {study.question.preset}."
    )
    figure.text(
        0.35 / WIDTH, 0.1 / HEIGHT, wrapped(text, WIDTH - 0.7, 7.5, lines=3), fontsize=7.5, color=GREY, va="bottom",
        linespacing=1.3,
    )  # fmt: skip
