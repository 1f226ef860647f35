"""Reputation and talk over time, the shock marked."""

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.figures import STYLE
from experiments.panels import DESIGN, INK, PALE, fitted, text_width
from experiments.views.daily import SERIES, SMOOTH, Daily
from experiments.views.page import MARGIN, Page, inches, legend_of_designs, panel_title, small_print
from experiments.views.words import ENGLISH, Words

WIDTH, EACH, LEFT = 13.0, 1.75, 0.75  # inches
SHOCKS = (0, (1, 1.5))


@rc_context(STYLE)
def draw_talk(data: Daily, ax: Axes, series: str, words: Words = ENGLISH, *, named: bool = False) -> Axes:
    """One series of both designs with 95 % bands; dotted lines where something hit many customers at once.

    series: reputation, negative or positive.  named: write what hit them at the lines.
    """
    for side, look in enumerate(DESIGN):
        mean, low, high = (table[series][side] for table in (data.mean, data.low, data.high))
        ax.fill_between(data.days, low, high, color=look["color"], alpha=0.2, linewidth=0)
        ax.plot(data.days, mean, color=look["color"], linestyle=look["linestyle"], linewidth=1.6, marker=look["marker"],
                markevery=max(len(data.days) // 9, 1), markersize=4.5)  # fmt: skip
    ax.set_xlim(0.0, float(data.days[-1]))
    if series != "reputation":
        ax.set_ylim(0.0, None)
    low_end, high_end = ax.get_ylim()
    rows = _rows(data, inches(ax)[0]) if named else []
    ax.set_ylim(low_end, high_end + (0.05 + 0.17 * (1 + max(rows, default=-1))) * (high_end - low_end))
    for k, (day, title) in enumerate(data.shocks):
        ax.axvline(day, color=INK, linewidth=1.1, linestyle=SHOCKS)
        if named:
            room = inches(ax)[0] * (1.0 - day / float(data.days[-1])) - 0.1
            ax.annotate(
                fitted(title, max(room, 0.3), 8.5), (day, 1.0), xycoords=("data", "axes fraction"),
                xytext=(4, -2 - 13 * rows[k]), textcoords="offset points", fontsize=8.5, va="top",
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5},
            )  # fmt: skip
    ax.grid(axis="y", color=PALE, linewidth=0.6)
    ax.set_axisbelow(True)
    ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: words.tick(round(y, 6))))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: words.tick(x)))
    return ax


def _rows(data: Daily, width: float) -> list[int]:
    """In which row the name of each shock stands, so that none covers another; width: of the panel, inches."""
    ends: list[float] = []
    rows = []
    for day, title in data.shocks:
        at = width * day / float(data.days[-1])
        row = next((k for k, end in enumerate(ends) if end <= at), len(ends))
        ends[row : row + 1] = [at + text_width(title, 8.5) + 0.15]
        rows.append(row)
    return rows


def talk_figure(data: Daily, language: str = "en") -> Figure:
    """Reputation, blame and praise on one axis of days."""
    words = Words(language)
    s = data.subject
    first, second = (words.number(data.peak(side)) for side in (0, 1))
    page = Page(
        WIDTH, EACH * len(SERIES) + 0.55, words("talk.title", first=first, second=second, a=s.titles[0], b=s.titles[1]),
        words("talk.lead"), small_print(words, words("talk.foot", width=SMOOTH), s.replications, s.seed, s.preset),
    )  # fmt: skip
    for row, series in enumerate(SERIES):
        ax = page.axes(LEFT, 0.5 + EACH * (len(SERIES) - 1 - row), WIDTH - LEFT - MARGIN, EACH - 0.45)
        draw_talk(data, ax, series, words, named=row == 0)
        panel_title(ax, words(f"talk.{series}"), lines=1)
        if row == 0:
            legend_of_designs(
                ax, s.titles, loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, borderaxespad=0.2
            )
        if row < len(SERIES) - 1:
            ax.set_xticklabels([])
        else:
            ax.set_xlabel(words("talk.days"), fontsize=8.5)
    return page.figure
