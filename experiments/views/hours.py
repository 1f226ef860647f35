"""Arrivals, people waiting and staff by hour of the day."""

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.figures import STYLE
from experiments.panels import DESIGN, INK, PALE
from experiments.views.page import MARGIN, Page, legend_of_designs, panel_title, small_print
from experiments.views.queue_hours import BINS, Hours, QueueHours
from experiments.views.words import ENGLISH, Words

WIDTH, BODY, LEFT, GAP = 13.0, 3.3, 0.65, 0.75  # inches
PANELS = ("arrivals", "waiting", "staff")


@rc_context(STYLE)
def draw_hours(data: QueueHours, ax: Axes, panel: str, words: Words = ENGLISH) -> Axes:
    """One panel: contacts that come per hour, people waiting, or staff (on duty as lines, busy as areas)."""
    edges = np.arange(BINS + 1) * 24.0 / BINS
    middle = 0.5 * (edges[:-1] + edges[1:])
    for side, look in enumerate(DESIGN):
        hours = data.hours[side]
        values = getattr(hours, panel)
        filled = hours.serving if panel == "staff" else values
        ax.stairs(filled, edges, color=look["color"], alpha=0.16, fill=True, linewidth=0)
        ax.stairs(values, edges, color=look["color"], linestyle=look["linestyle"], linewidth=1.8)
        ax.plot(
            middle[side::6],
            values[side::6],
            linestyle="",
            marker=look["marker"],
            markersize=4.0,
            color=look["color"],
        )
    low, high = _span(data)
    ax.set_xlim(low, high)
    top = max(*(_top(hours, panel) for hours in data.hours), 1e-9)
    ax.set_ylim(0.0, 1.12 * top)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:.0f} h"))
    ax.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: words.tick(round(y, 6))))
    ax.grid(axis="y", color=PALE, linewidth=0.6)
    ax.set_axisbelow(True)
    ax.tick_params(colors=INK)
    return ax


def hours_figure(data: QueueHours, language: str = "en") -> Figure:
    """Arrivals, waiting and staff side by side."""
    words = Words(language)
    s = data.subject
    waits = [hours.wait_minutes for hours in data.hours]
    team = data.title[:1].upper() + data.title[1:]
    title = words(
        "hours.title", team=team, a=s.titles[0], b=s.titles[1], first=words.number(waits[0], 1),
        second=words.number(waits[1], 1),
    )  # fmt: skip
    estimand = words("hours.foot", contacts=words.number(sum(hours.contacts for hours in data.hours)))
    page = Page(
        WIDTH, BODY, title, _lead(data, words), small_print(words, estimand, s.replications, s.seed, s.preset)
    )
    share = (WIDTH - LEFT - MARGIN - GAP * (len(PANELS) - 1)) / len(PANELS)
    for k, panel in enumerate(PANELS):
        ax = page.axes(LEFT + k * (share + GAP), 0.65, share, BODY - 1.1)
        draw_hours(data, ax, panel, words)
        panel_title(ax, words(f"hours.{panel}"))
    legend = page.axes(LEFT, 0.0, 6.0, 0.3)
    legend.axis("off")
    legend_of_designs(
        legend, s.titles, loc="lower left", ncols=2, bbox_to_anchor=(-0.01, 0.0), borderaxespad=0.0
    )
    return page.figure


def _lead(data: QueueHours, words: Words) -> str:
    names = [data.subject.worlds[k].pools.get(pool) for k, pool in enumerate(data.pools)]
    if names[0] or not names[1]:
        return words("hours.lead")
    teams = data.subject.scenario.teams
    pooled = ", ".join(teams[code].name or code for code in names[1])
    return words("hours.lead") + " " + words("hours.pooled", b=data.subject.titles[1], teams=pooled)


def _top(hours: Hours, panel: str) -> float:
    return float(max(getattr(hours, panel).max(), hours.serving.max() if panel == "staff" else 0.0))


def _span(data: QueueHours) -> tuple[float, float]:
    """Hours of the day in which anything happens, one more at both ends."""
    busy = sum(hours.arrivals + hours.waiting + hours.staff for hours in data.hours)
    there = np.flatnonzero(np.asarray(busy) > 1e-9)
    if len(there) == 0:
        return 0.0, 24.0
    return max(24.0 * there[0] / BINS - 1.0, 0.0), min(24.0 * (there[-1] + 1) / BINS + 1.0, 24.0)
