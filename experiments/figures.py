"""The figure of a comparison: what differs, who stays, where it comes from and from when on it pays.

Figure objects and the Agg canvas only: no pyplot, no global settings, the same bytes for the same comparison.
"""

from io import BytesIO
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments import panels
from experiments.comparison import Comparison
from experiments.panels import GREY, INK, wrapped
from experiments.picture import Picture

WIDTH, HEIGHT, DPI = 15.0, 9.6, 150  # inches, inches, dots per inch
STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "text.color": INK,
    "text.parse_math": False,
    "axes.labelcolor": INK,
    "axes.edgecolor": GREY,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "svg.hashsalt": "journeysim",
    "svg.fonttype": "path",
}


def comparison_figure(comparison: Comparison) -> Figure:
    """The board's page: paired differences left; survival, contributions and break-even right.

    Panels whose part was not asked for are left out, and survival takes their place.
    """
    with rc_context(STYLE):
        figure = Picture(WIDTH, HEIGHT)
        _head(figure, comparison)
        _foot(figure, comparison)
        panels.differences(
            _axes(figure, 0.025, 0.14, 0.395, 0.655), _axes(figure, 0.425, 0.14, 0.155, 0.655), comparison
        )
        lower = [
            panel
            for panel, wanted in (
                (panels.contributions, comparison.arms is not None),
                (panels.break_even, comparison.break_even is not None and bool(comparison.break_even.roots)),
            )
            if wanted
        ]
        left, width = 0.655, 0.32
        if not lower:
            panels.survival(_axes(figure, left, 0.24, width, 0.555), comparison)
            return figure
        panels.survival(_axes(figure, left, 0.565, width, 0.23), comparison)
        share = (width - 0.07 * (len(lower) - 1)) / len(lower)
        for k, panel in enumerate(lower):
            panel(_axes(figure, left + k * (share + 0.07), 0.155, share, 0.225), comparison)
        return figure


def to_png(figure: Figure, dpi: int = DPI) -> bytes:
    """The figure as PNG, without any date or version inside; dpi: dots per inch."""
    buffer = BytesIO()
    with rc_context(STYLE):
        figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()


def to_svg(figure: Figure) -> bytes:
    """The figure as SVG, reproducible: no date, salted ids."""
    buffer = BytesIO()
    with rc_context(STYLE):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def _axes(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    return figure.add_axes((left, bottom, width, height))


def _head(figure: Figure, comparison: Comparison) -> None:
    words = comparison.verdict
    size = 20.0
    while panels.text_width(words.title, size, bold=True) > WIDTH * 0.93 and size > 11.0:
        size -= 0.5
    figure.text(0.025, 0.965, words.title, fontsize=size, fontweight="bold", va="top")
    text = wrapped(panels.minus(f"{comparison.title}. {words.worth}"), 0.93 * WIDTH, 11.0, lines=3)
    figure.text(0.025, 0.915, text, fontsize=11.0, va="top", linespacing=1.35)


def _foot(figure: Figure, comparison: Comparison) -> None:
    text = (
        f"{words_of_counting(comparison)} {comparison.assumptions} "
        f"{comparison.manifest['id']}, seed {comparison.seed}, preset {comparison.preset}."
    )
    figure.text(
        0.025, 0.012, wrapped(text, 0.93 * WIDTH, 7.5, lines=4), fontsize=7.5, color=GREY, va="bottom", linespacing=1.3
    )  # fmt: skip


def words_of_counting(comparison: Comparison) -> str:
    """The estimand in small print."""
    people = comparison.people["people_per_replication"].iloc[0]
    return (
        f"Mean paired difference over {comparison.replications} replications with 95 % intervals "
        f"({comparison.interval_words.removeprefix('Intervals: ').rstrip('.')}); each replication "
        f"sends the same people ({people:,.0f} counted entrants) with the same luck through both designs; everyone who "
        f"entered counts, money within {comparison.follow_up_days:g} days of entry and net of lever costs."
    )
