"""How long journeys take, against a promise."""

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.figures import STYLE
from experiments.panels import DESIGN, GREY, INK, PALE, wrapped
from experiments.statistics import t_interval
from experiments.views.durations import Durations
from experiments.views.page import Page, legend_of_designs, small_print
from experiments.views.words import ENGLISH, Words

WIDTH, BODY = 13.0, 3.9  # inches
BINS = 60
STEPS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)  # days
SHOWN = 0.985  # of the converters: the axis ends there


@rc_context(STYLE)
def draw_days(data: Durations, ax: Axes, promise_days: float | None = None, words: Words = ENGLISH) -> Axes:
    """Converters by days since entry, per 1,000 counted entrants and bin, both designs; a line where the promise is."""
    last = max(
        [float(np.quantile(data.all_days(side), SHOWN)) for side in (0, 1) if data.all_days(side).size]
        or [1.0]
    )
    last = max(last, 1.15 * (promise_days or 0.0))
    width = next((step for step in STEPS if last / step <= BINS), last / BINS)
    edges = np.arange(0.0, last + 2 * width, width)
    for side, look in enumerate(DESIGN):
        counts, _ = np.histogram(data.all_days(side), edges)
        share = 1000.0 * counts / max(float(data.counted[side].sum()), 1.0)
        ax.stairs(share, edges, color=look["color"], alpha=0.14, fill=True, linewidth=0)
        ax.stairs(share, edges, color=look["color"], linestyle=look["linestyle"], linewidth=1.7)
        middle = 0.5 * (edges[:-1] + edges[1:])
        ax.plot(
            middle[::4], share[::4], linestyle="", marker=look["marker"], markersize=4.0, color=look["color"]
        )
    ax.set_xlim(0.0, last)
    top = ax.get_ylim()[1]
    ax.set_ylim(0.0, 1.12 * top)
    if promise_days is not None:
        ax.axvline(promise_days, color=INK, linewidth=1.3)
        late = promise_days > 0.7 * last
        ax.annotate(
            words("days.promise", days=words.tick(promise_days)), (promise_days, 1.0),
            xycoords=("data", "axes fraction"), xytext=(-5 if late else 5, -2), textcoords="offset points",
            ha="right" if late else "left", va="top", fontsize=9.0, fontweight="bold",
        )  # fmt: skip
    ax.grid(axis="y", color=PALE, linewidth=0.6)
    ax.set_axisbelow(True)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
        axis.set_major_formatter(FuncFormatter(lambda x, _: words.tick(x)))
    ax.set_xlabel(words("days.x"), fontsize=8.5)
    ax.set_ylabel(words("days.y", width=words.tick(width)), fontsize=8.5)
    return ax


@rc_context(STYLE)
def draw_kept(data: Durations, ax: Axes, promise_days: float, words: Words = ENGLISH) -> Axes:
    """How many keep the promise, of converters and of all who entered, with 95 % intervals over replications."""
    for block, (key, shares) in enumerate(
        (("days.of_converters", data.kept), ("days.of_entrants", data.reached))
    ):
        y = 3.0 * block
        ax.annotate(words(key, days=words.tick(round(promise_days, 1))), (0.0, y - 0.62), xytext=(4, 0),
                    textcoords="offset points", fontsize=9.0, fontweight="bold", va="center")  # fmt: skip
        for side, look in enumerate(DESIGN):
            found = t_interval(shares(side, promise_days))
            row = y + side
            ax.barh(
                row,
                found.estimate,
                height=0.62,
                color=look["color"],
                alpha=0.85 if side else 0.65,
                linewidth=0,
            )
            if np.isfinite(found.low):
                ax.plot([found.low, found.high], [row, row], color=INK, linewidth=1.4)
            end = np.nanmax([found.high, found.estimate, 0.0])
            ax.annotate(f"{words.interval(found, 100.0, 1)} %", (end, row), xytext=(5, 0),
                        textcoords="offset points", va="center", fontsize=8.5, annotation_clip=False)  # fmt: skip
    ax.set_yticks(
        [0.0, 1.0, 3.0, 4.0], [wrapped(title, 1.2, 8.5, lines=2) for title in data.subject.titles * 2]
    )
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(4.7, -1.1)
    ax.set_xlim(0.0, 1.0)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.spines["left"].set_color(GREY)
    return ax


def days_figure(data: Durations, language: str = "en", promise_days: float | None = None) -> Figure:
    """The distribution, and beside it how many keep the promise; without a promise the median takes its place."""
    words = Words(language)
    s = data.subject
    median = [float(np.median(data.all_days(side))) if data.all_days(side).size else 0.0 for side in (0, 1)]
    line = median[0] if promise_days is None else promise_days
    told = [words.tick(round(days, 1)) for days in median]
    if promise_days is not None:
        told = [words.percent(float(np.nanmean(data.kept(side, line)))) for side in (0, 1)]
    title = words(
        "days.median_title" if promise_days is None else "days.title", days=words.tick(round(line, 1)),
        a=s.titles[0], b=s.titles[1], first=told[0], second=told[1],
    )  # fmt: skip
    lead = words("days.lead", days=words.tick(round(line, 1)),
                 difference=words.interval(data.difference(line), 100.0, 1, sign=True))  # fmt: skip
    page = Page(
        WIDTH, BODY, title, lead, small_print(words, words("days.foot"), s.replications, s.seed, s.preset)
    )
    ax = page.axes(0.75, 0.55, 6.9, BODY - 0.95)
    draw_days(data, ax, promise_days, words)
    legend_of_designs(ax, s.titles, loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, borderaxespad=0.2)
    draw_kept(data, page.axes(9.25, 0.55, 2.0, BODY - 0.95), line, words)
    return page.figure
