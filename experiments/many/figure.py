"""The figure of many designs: how far each is from the first, in the leading measure and in money."""

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from experiments.figures import STYLE
from experiments.many.comparison import ManyComparison
from experiments.panels import GREY, READING, fitted, minus, wrapped
from experiments.picture import Picture

WIDTH, ROW = 11.0, 0.55
LEFTS, SPAN = (0.2, 0.62), 0.35


def many_figure(comparison: ManyComparison) -> Figure:
    """A row per design and a panel per measure: the paired difference from the first design with its limits."""
    rows = len(comparison.others)
    height = 2.6 + ROW * rows
    with rc_context(STYLE):
        figure = Picture(WIDTH, height)
        title = f"{rows} designs against {comparison.titles[0]}"
        figure.text(0.02, 1.0 - 0.18 / height, title, fontsize=14, fontweight="bold", va="top")
        words = wrapped(minus(comparison.verdict), 0.96 * WIDTH, 9.5, lines=3)
        figure.text(0.02, 1.0 - 0.5 / height, words, fontsize=9.5, va="top", linespacing=1.35)
        kpi = comparison.kpi(comparison.headline)
        small = (
            f"{comparison.title}. {comparison.interval_words} Squares: worse; hollow: undecided. "
            f"Counted: {kpi.estimand}. {comparison.assumptions} "
            f"{comparison.manifest['id']}, seed {comparison.seed}."
        )
        small = wrapped(small, 0.96 * WIDTH, 7.5, lines=4)
        figure.text(0.02, 0.08 / height, small, fontsize=7.5, color=GREY, va="bottom", linespacing=1.3)
        bottom, tall = 1.12 / height, ROW * rows / height
        panels = [figure.add_axes((left, bottom, SPAN, tall)) for left in LEFTS]
        for panel, name in zip(panels, (comparison.headline, "profit"), strict=True):
            _panel(panel, comparison, name)
        labels = [fitted(label, (LEFTS[0] - 0.03) * WIDTH, 9.0) for label in comparison.others.values()]
        panels[0].set_yticks(range(rows), labels)
    return figure


def _panel(axes: Axes, comparison: ManyComparison, name: str) -> None:
    kpi = comparison.kpi(name)
    axes.axvline(0.0, color=GREY, linewidth=0.9)
    for y, design in enumerate(comparison.others):
        change = comparison.difference(design, name)
        style = READING[kpi.better * change.sign if change.sign else None]
        low, middle, high = (kpi.scale * value for value in (change.low, change.estimate, change.high))
        axes.plot([low, high], [y, y], color=style["color"], linewidth=1.8, zorder=2)
        axes.plot(
            middle, y, marker=style["marker"], color=style["color"], markersize=6.5, zorder=3,
            markerfacecolor=style.get("markerfacecolor", style["color"]),
        )  # fmt: skip
        axes.annotate(
            minus(kpi.change(change.estimate)), (middle, y), (0, 7), textcoords="offset points", ha="center",
            fontsize=8.0,
        )  # fmt: skip
    axes.set_ylim(len(comparison.others) - 0.5, -0.7)
    axes.set_yticks([])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.margins(x=0.12)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(lambda x, _: minus(f"{x:+,g}") if x else "0")
    axes.set_title(f"{kpi.title}, difference in {kpi.unit_of_difference}", fontsize=9.5, loc="left")
