"""The figure of a transition: cumulative cash by month, its valley, and when it comes back to zero."""

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import STYLE
from experiments.levers.payback import DAYS_PER_MONTH, MONTHS, Payback, stages_of
from experiments.levers.result import Levers
from experiments.levers.words import payback_assumptions, payback_words
from experiments.panels import BLUE, GREY, INK, VERMILLION, minus, text_width, wrapped
from experiments.picture import Picture

WIDTH, HEIGHT = 11.5, 5.6  # inches
THOUSAND = 1e-3


def payback_figure(levers: Levers) -> Figure:
    """Cumulative cash of the transition with its band. Raises ValueError when there is none to show."""
    found = levers.payback
    if found is None:
        raise ValueError("no pay-back: the second design gives up levers of the first")
    with rc_context(STYLE):
        figure = Picture(WIDTH, HEIGHT)
        first, second = levers.titles
        about = levers.question.original.title
        title = f"{about}: what the way from {first} to {second} costs, and when it is paid back"
        size = 15.0
        while text_width(title, size, bold=True) > 0.96 * WIDTH and size > 9.0:
            size -= 0.5
        figure.text(0.02, 1.0 - 0.18 / HEIGHT, title, fontsize=size, fontweight="bold", va="top")
        line = wrapped(minus(payback_words(levers)), 0.95 * WIDTH, 10.5, lines=2)
        figure.text(0.02, 1.0 - 0.54 / HEIGHT, line, fontsize=10.5, va="top", linespacing=1.3)
        foot = f"{payback_assumptions(levers)} {levers.counting} Seed {levers.seed}, preset {levers.question.preset}."
        figure.text(0.02, 0.1 / HEIGHT, wrapped(foot, 0.95 * WIDTH, 7.5, lines=5), fontsize=7.5, color=GREY,
                    va="bottom", linespacing=1.3)  # fmt: skip
        _draw(figure, found, levers)
    return figure


def _draw(figure: Figure, found: Payback, levers: Levers) -> None:
    ax = figure.add_axes((0.1, 1.25 / HEIGHT, 0.875, 1.0 - 2.5 / HEIGHT))
    band = found.band()
    months = np.arange(MONTHS + 1)
    mean, low, high = (
        THOUSAND * np.array([getattr(cash, name) for cash in band]) for name in ("estimate", "low", "high")
    )
    ax.axhline(0.0, color=GREY, linewidth=0.9)
    ax.fill_between(months, low, high, color=BLUE, alpha=0.25, linewidth=0)
    ax.plot(months, mean, color=BLUE, linewidth=2.0)
    if found.told != "at once":
        ax.plot([found.depth_month], [mean[found.depth_month]], marker="s", color=VERMILLION, markersize=7)
    if found.told == "paid back" and found.month is not None:
        ax.plot([found.month.level], [0.0], marker="o", color=INK, markersize=7, zorder=4)
        ends = [end if np.isfinite(end) else other for end, other in
                ((found.month.low, found.depth_month), (found.month.high, MONTHS))]  # fmt: skip
        ax.plot(ends, [0.0, 0.0], color=INK, linewidth=3.0, zorder=3, solid_capstyle="butt")
    _mark_stages(ax, levers)
    ax.set_xlim(0, MONTHS)
    ax.set_xticks(range(0, MONTHS + 1, 6))
    ax.set_xlabel("months since the decision")
    ax.set_ylabel("cumulative cash, EUR 1,000")
    ax.yaxis.set_major_formatter(lambda y, _: minus(f"{y:,.0f}"))


def _mark_stages(ax: Axes, levers: Levers) -> None:
    """Lines where levers begin to work, with how many work by then."""
    for day, coalition in stages_of(levers.question.scenario, levers.players):
        month = day / DAYS_PER_MONTH
        if month <= MONTHS:
            ax.axvline(month, color=GREY, linewidth=0.7, linestyle=(0, (2, 3)), zorder=0)
            ax.annotate(str(len(coalition)), (month, 1.0), (0, 3), xycoords=("data", "axes fraction"),
                        textcoords="offset points", ha="center", fontsize=8.0, color=GREY)  # fmt: skip
    ax.annotate("levers at work", (0.0, 1.0), (-7, 3), xycoords="axes fraction", textcoords="offset points",
                ha="right", fontsize=8.0, color=GREY)  # fmt: skip
