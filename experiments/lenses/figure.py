"""The figures of lenses: what each gains and cannot see, and which function has a part in which goal step."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from experiments.figures import STYLE
from experiments.lenses.comparison import LensComparison
from experiments.panels import BLUE, GREEN, GREY, INK, ORANGE, PALE, VERMILLION, fitted, minus, wrapped
from experiments.picture import Picture
from scenarios.network import STEPS

WIDTH, ROW = 13.0, 0.52
KINDS = {
    "quality": (BLUE, "better contacts"),
    "seam": (ORANGE, "hand-offs sewn"),
    "needs": (GREEN, "silent needs met"),
    "purchase": (VERMILLION, "own purchases"),
}


def lens_figure(comparison: LensComparison) -> Figure:
    """Gain in goal attainment and profit with intervals, where the money went, and the loss out of sight, by lens."""
    rows = len(comparison.lenses)
    height = 2.65 + ROW * rows
    with rc_context(STYLE):
        figure = Picture(WIDTH, height)
        figure.text(
            0.02, 1.0 - 0.18 / height, _headline(comparison), fontsize=15, fontweight="bold", va="top"
        )
        words = wrapped(minus(f"{comparison.title}. {comparison.verdict}"), 0.96 * WIDTH, 10.0, lines=2)
        figure.text(0.02, 1.0 - 0.55 / height, words, fontsize=10.0, va="top", linespacing=1.35)
        note = wrapped(
            " ".join((
                f"{comparison.replications} paired replications, 95 % t intervals; hollow: undecided.",
                *(f"{note}." for note in comparison.notes), comparison.assumptions,
            )),
            0.96 * WIDTH, 7.5, lines=4,
        )  # fmt: skip
        figure.text(0.02, 0.08 / height, note, fontsize=7.5, color=GREY, va="bottom", linespacing=1.3)
        bottom, tall = 1.35 / height, ROW * rows / height
        lefts = (0.115, 0.335, 0.555, 0.8)
        panels = [figure.add_axes((left, bottom, 0.185, tall)) for left in lefts]
        _gains(panels[0], comparison, "goal_rate")
        _gains(panels[1], comparison, "profit")
        _money(panels[2], comparison)
        _hidden(panels[3], comparison)
        patches = [Patch(color=colour, label=label) for colour, label in KINDS.values()]
        figure.legend(
            handles=patches, ncols=4, fontsize=8.0, frameon=False, loc="lower left",
            bbox_to_anchor=(lefts[2] - 0.012, 0.7 / height), handlelength=1.0, columnspacing=1.2,
        )  # fmt: skip
        panels[0].set_yticklabels(
            [fitted(comparison.titles[lens], 0.105 * WIDTH, 9.0) for lens in comparison.lenses]
        )
        for panel in panels[1:]:
            panel.set_yticklabels([])
    return figure


def _headline(comparison: LensComparison) -> str:
    return f"The same EUR {comparison.budget_eur_per_year:,.0f} a year, spent by what each lens can see"


def _rows(axes: Axes, comparison: LensComparison, title: str) -> Any:
    y = np.arange(len(comparison.lenses), dtype=np.float64)
    axes.set_ylim(len(y) - 0.5, -0.5)
    axes.set_yticks(y)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_title(title, fontsize=9.5, loc="left", color=INK)
    axes.locator_params(axis="x", nbins=4)
    return y


def _gains(axes: Axes, comparison: LensComparison, name: str) -> None:
    kpi = comparison.kpi(name)
    y = _rows(axes, comparison, f"{kpi.title}, gain in {kpi.unit_of_difference}")
    axes.axvline(0.0, color=GREY, linewidth=0.8)
    for place, lens in zip(y, comparison.lenses, strict=True):
        gain = comparison.gain(lens, name)
        colour = {1: BLUE, -1: VERMILLION, 0: GREY}[gain.sign * kpi.better]
        low, high, middle = (kpi.scale * value for value in (gain.low, gain.high, gain.estimate))
        axes.plot([low, high], [place, place], color=colour, linewidth=2.0, solid_capstyle="butt")
        face = colour if gain.sign else "white"
        axes.plot([middle], [place], "o", color=colour, markerfacecolor=face, markersize=6)
        axes.annotate(
            minus(kpi.change(gain.estimate)), (middle, place), (0, 6), textcoords="offset points", fontsize=7.5,
        ha="center" )  # fmt: skip


def _money(axes: Axes, comparison: LensComparison) -> None:
    y = _rows(axes, comparison, "Where the money goes, EUR 1,000 a year")
    for place, lens in zip(y, comparison.lenses, strict=True):
        left = 0.0
        euros = comparison.spending.groupby("kind")[f"spent_{lens}"].sum() / 1000.0
        for kind, (colour, _) in KINDS.items():
            width = float(euros.get(kind, 0.0))
            axes.barh(place, width, left=left, height=0.5, color=colour, linewidth=0)
            left += width


def _hidden(axes: Axes, comparison: LensComparison) -> None:
    y = _rows(axes, comparison, "Loss out of sight, %")
    for place, lens in zip(y, comparison.lenses, strict=True):
        share = 100.0 * float(comparison.blind_spots.loc[lens, "hidden_share"])
        axes.barh(place, 100.0, height=0.5, color=PALE, linewidth=0)
        if np.isfinite(share):
            axes.barh(place, share, height=0.5, color=INK, linewidth=0)
            inside = share > 80.0
            axes.text(
                share - 2.0 if inside else share + 2.0, place, f"{share:.0f}", fontsize=7.5, va="center",
                ha="right" if inside else "left", color="white" if inside else INK,
            )  # fmt: skip
    axes.set_xlim(0.0, 100.0)


def function_figure(title: str, table: pd.DataFrame) -> Figure:
    """Heat map of `functions.function_steps`: what each function alone could add to each goal step; hatched: nobody's.

    title: of the scenario.
    """
    gain = table["gain"].unstack("step")[list(STEPS)].reindex(table.index.unique("function"))
    names = table.groupby(level="function", sort=False)["name"].first()
    first = table.xs(gain.index[0], level="function").loc[list(STEPS)]
    owners = list(gain.index)
    height = 1.7 + 0.34 * (len(owners) + 1)
    with rc_context(STYLE):
        figure = Picture(WIDTH, height)
        head = "What one function alone could add to the quality of each goal step, in points of 100"
        figure.text(0.02, 1.0 - 0.18 / height, head, fontsize=15, fontweight="bold", va="top")
        note = wrapped(
            f"{title}. Harmonic complements (rho = -1, assumed): what a step is worth is held down by "
            "whoever does least. Each row lets one function do its part perfectly and leaves the others as they "
            "are; the last row lets all. Hatched: no touchpoint of this step has an owner. Weights follow the "
            "owners of the touchpoints.",
            0.94 * WIDTH, 9.0, lines=3,
        )  # fmt: skip
        figure.text(0.02, 1.0 - 0.52 / height, note, fontsize=9.0, va="top", linespacing=1.3)
        axes = figure.add_axes((0.17, 0.55 / height, 0.8, 0.34 * (len(owners) + 1) / height))
        _heat(axes, np.vstack([gain, first["all"]]) * 100.0, list(first["covered"]))
        labels = [fitted(names[owner], 0.145 * WIDTH, 8.5) for owner in owners]
        axes.set_yticks(range(len(owners) + 1), [*labels, "all together"])
        axes.set_xticks(range(len(STEPS)), STEPS)
    return figure


def _heat(axes: Axes, points: Any, covered: list[bool]) -> None:
    top = float(points.max()) or 1.0
    axes.imshow(points, cmap="Blues", vmin=0.0, vmax=top * 1.15, aspect="auto")
    for (row, column), value in np.ndenumerate(points):
        axes.text(
            column, row, f"{value:.1f}", ha="center", va="center", fontsize=8, color="white" if value > 0.6 * top
        else INK )  # fmt: skip
    for column, there in enumerate(covered):
        if not there:
            axes.axvspan(
                column - 0.5,
                column + 0.5,
                facecolor="none",
                edgecolor=PALE,
                hatch="//",
                linewidth=0.0,
                ymin=1.0 / len(points),
            )
    axes.tick_params(length=0)
    axes.axhline(len(points) - 1.5, color="white", linewidth=3.0)
    for spine in axes.spines.values():
        spine.set_visible(False)
