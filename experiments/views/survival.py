"""Customers who are still there, with interval and numbers at risk, and why the others left."""

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.figures import STYLE
from experiments.panels import DESIGN, GREY, INK, PALE
from experiments.views.incidence import OTHER, Survivals
from experiments.views.page import Page, legend_of_designs, panel_title, small_print
from experiments.views.words import ENGLISH, Words

WIDTH, BODY = 13.0, 4.3  # inches
FILLS = (("#0072B2", ""), ("#E69F00", "////"), ("#009E73", ""), ("#CC79A7", "...."), ("#56B4E9", "\\\\\\\\"),
         ("#d9d9d9", ""))  # fmt: skip
GAP = 0.062  # of the height: between labels at the right


@rc_context(STYLE)
def draw_survival(data: Survivals, ax: Axes, words: Words = ENGLISH) -> Axes:
    """Kaplan-Meier curves of both designs with 95 % bands over replications; below, how many were at risk."""
    days = data.days
    ticks = np.array([0.0, 90.0, 180.0, 270.0, 365.0]) if days[-1] == 365.0 else np.linspace(0.0, days[-1], 5)
    for k, look in enumerate(DESIGN):
        ax.fill_between(
            days, 100 * data.low[k], 100 * data.high[k], color=look["color"], alpha=0.18, linewidth=0
        )
        ax.plot(days, 100 * data.survival[k], color=look["color"], linestyle=look["linestyle"], linewidth=2.0,
                marker=look["marker"], markevery=max(len(days) // 6, 1), markersize=4.5)  # fmt: skip
        for tick in ticks:
            count = data.at_risk[k, int(np.abs(days - tick).argmin())]
            ax.annotate(
                words.number(float(count)), (tick, 0.0), xycoords=("data", "axes fraction"), ha="center",
                xytext=(0, -46 - 12 * k), textcoords="offset points", fontsize=8.0, color=look["color"],
            )  # fmt: skip
    ax.annotate(words("survival.at_risk"), (0.0, 0.0), xycoords="axes fraction", ha="left", xytext=(-14, -33),
                textcoords="offset points", fontsize=8.0, color=GREY)  # fmt: skip
    lowest = 100 * float(np.nanmin([np.nanmin(data.survival), np.nanmin(data.low)])) if data.low.size else 0.0
    ax.set_ylim(max(0.0, 100 - 1.15 * max(100 - lowest, 1.0)), 100 + 0.02 * max(100 - lowest, 1.0))
    _days_axis(ax, data, words, ticks)
    legend_of_designs(ax, data.subject.titles, loc="lower left")
    return ax


@rc_context(STYLE)
def draw_causes(
    data: Survivals, ax: Axes, side: int = 0, words: Words = ENGLISH, top: float | None = None
) -> Axes:
    """Share lost by cause, stacked (Aalen-Johansen); the upper edge is 1 minus the survival curve.

    side: 0 the first design, 1 the second.  top: upper end of the scale, per cent.
    """
    shares = 100 * data.lost[side]
    looks = [*FILLS[: len(data.causes) - 1], FILLS[-1]]
    edge = np.zeros(len(data.days))
    labels = []
    for name, share, (colour, hatch) in zip(data.causes, shares, looks, strict=True):
        ax.fill_between(
            data.days, edge, edge + share, facecolor=colour, hatch=hatch, edgecolor="white", linewidth=0.4
        )
        if share[-1] > 0.0:
            labels.append(
                (
                    float(edge[-1] + share[-1] / 2),
                    f"{_cause(name, words)} {words.number(float(share[-1]), 1)}",
                )
            )
        edge = edge + share
    ax.plot(data.days, edge, color=INK, linewidth=1.0)
    ceiling = top or 1.1 * max(float(100 * data.lost.sum(axis=1).max()), 0.1)
    ax.set_ylim(0.0, ceiling)
    for (at, text), place in zip(labels, apart([at / ceiling for at, _ in labels], GAP), strict=True):
        ax.annotate(
            text, (1.0, at / ceiling), xycoords="axes fraction", xytext=(1.1, place), textcoords="axes fraction",
            va="center", fontsize=8.0, annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.6, "shrinkA": 1, "shrinkB": 0},
        )  # fmt: skip
    _days_axis(ax, data, words, np.linspace(0.0, data.days[-1], 3))
    return ax


def survival_figure(data: Survivals, language: str = "en") -> Figure:
    """Survival left, causes of both designs right."""
    words = Words(language)
    s = data.subject
    days = words.number(float(data.days[-1]))
    title = words(
        "survival.title", days=days, first=words.percent(float(data.survival[0, -1]), 1), a=s.titles[0],
        second=words.percent(float(data.survival[1, -1]), 1), b=s.titles[1],
    )  # fmt: skip
    lead = words("survival.lead", difference=words.interval(data.difference, 100.0, 1, sign=True))
    page = Page(
        WIDTH, BODY, title, lead, small_print(words, words("survival.foot"), s.replications, s.seed, s.preset)
    )
    ax = page.axes(0.75, 1.0, 4.1, BODY - 1.45)
    draw_survival(data, ax, words)
    panel_title(ax, words("survival.still"))
    top = 1.1 * max(float(100 * data.lost.sum(axis=1).max()), 0.1)
    for side, left in ((0, 5.55), (1, 9.25)):
        panel = page.axes(left, 1.0, 1.75, BODY - 1.45)
        draw_causes(data, panel, side, words, top)
        panel_title(panel, words("survival.lost", design=s.titles[side]))
    return page.figure


def apart(places: list[float], gap: float) -> list[float]:
    """Ascending places moved as little as possible until neighbours are at least `gap` apart.

    Neighbours that touch form a block, centred where its members would stand
    (pool adjacent violators, Ayer et al. 1955).
    """
    blocks: list[tuple[float, int]] = []  # mean of place - k * gap, members
    for k, place in enumerate(places):
        blocks.append((place - k * gap, 1))
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            (a, n), (b, m) = blocks[-2], blocks[-1]
            blocks[-2:] = [((a * n + b * m) / (n + m), n + m)]
    level = [mean for mean, members in blocks for _ in range(members)]
    return [mean + k * gap for k, mean in enumerate(level)]


def _cause(name: str, words: Words) -> str:
    return words("survival.other") if name == OTHER else words.cause(name)


def _days_axis(ax: Axes, data: Survivals, words: Words, ticks: object) -> None:
    ax.set_xlim(0.0, float(data.days[-1]))
    ax.set_xticks(ticks)  # type: ignore[arg-type]
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: words.number(x)))
    ax.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{words.tick(y)} %"))
    ax.grid(axis="y", color=PALE, linewidth=0.6)
    ax.set_axisbelow(True)
    ax.set_xlabel(words("survival.days"), fontsize=8.5)
