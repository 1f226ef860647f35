"""The emotion curve: what contacts feel like along the journey, by persona."""

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import STYLE
from experiments.panels import DESIGN, GREY, PALE, wrapped
from experiments.views.feelings import Feelings
from experiments.views.page import MARGIN, Page, legend_of_designs, panel_title, small_print
from experiments.views.words import ENGLISH, Words

WIDTH, EACH, LEFT = 13.0, 1.75, 1.05  # inches
NAMES = 1.5  # inches for the names of the steps, written upwards
SHIFT = 0.15  # the two designs stand beside each other at a step


@rc_context(STYLE)
def draw_emotion(data: Feelings, ax: Axes, persona: str, words: Words = ENGLISH) -> Axes:
    """One persona: mean (marker), median (bar across), half of the contacts (thick), nine in ten (thin), by step."""
    ax.axhline(0.0, color=GREY, linewidth=0.9, zorder=1)
    for side, look in enumerate(DESIGN):
        band = data.bands.get((persona, side))
        if band is None:
            continue
        x = np.arange(len(data.steps)) + (SHIFT if side else -SHIFT)
        low, lower, middle, upper, high = band.T
        ax.vlines(x, low, high, color=look["color"], linewidth=1.0, alpha=0.75, zorder=2)
        ax.vlines(x, lower, upper, color=look["color"], linewidth=6.0, alpha=0.35, zorder=2)
        mean = data.means[persona, side]
        there = np.isfinite(mean)
        ax.hlines(middle, x - 0.1, x + 0.1, color=look["color"], linewidth=1.6, zorder=3)
        ax.plot(x[there], mean[there], color=look["color"], linestyle=look["linestyle"], linewidth=1.5,
                marker=look["marker"], markersize=5.0, zorder=3)  # fmt: skip
    ax.set_xlim(-0.6, len(data.steps) - 0.4)
    low_end, high_end = _reach(data)
    ax.set_ylim(low_end, high_end)
    named = {-1.0: "emotion.bad", 0.0: "emotion.as_expected", 1.0: "emotion.good"}
    ticks = [tick for tick in (-1.0, -0.5, 0.0, 0.5, 1.0) if low_end <= tick <= high_end]
    ax.set_yticks(
        ticks, [words(named[tick]) if tick in named else words.tick(tick, sign=True) for tick in ticks]
    )
    ax.set_xticks(range(len(data.steps)), [""] * len(data.steps))
    ax.grid(axis="x", color=PALE, linewidth=0.6)
    ax.set_axisbelow(True)
    return ax


def emotion_figure(data: Feelings, language: str = "en") -> Figure:
    """A panel per persona, one below the other, on the same steps."""
    words = Words(language)
    s = data.subject
    personas = [p for p in s.scenario.personas if any(key[0] == p for key in data.bands)]
    estimand = words("emotion.foot", contacts=words.number(sum(data.contacts)))
    page = Page(WIDTH, EACH * max(len(personas), 1) + NAMES + 0.25, _title(data, words), words("emotion.lead"),
                small_print(words, estimand, s.replications, s.seed, s.preset))  # fmt: skip
    for row, persona in enumerate(personas):
        bottom = NAMES + EACH * (len(personas) - 1 - row)
        ax = page.axes(LEFT, bottom, WIDTH - LEFT - MARGIN, EACH - 0.42)
        draw_emotion(data, ax, persona, words)
        panel_title(ax, s.scenario.personas[persona].title, lines=1)
        if row == 0:
            legend_of_designs(
                ax, s.titles, loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, borderaxespad=0.2
            )
        if row == len(personas) - 1:
            names = [wrapped(_name(data, step), NAMES - 0.2, 8.0, lines=2) for step in data.steps]
            ax.set_xticks(range(len(data.steps)), names, rotation=90, fontsize=8.0, linespacing=1.0)
            ax.tick_params(axis="x", length=0)
    return page.figure


def _reach(data: Feelings) -> tuple[float, float]:
    """Ends of the scale, the same for all personas."""
    bands = np.concatenate(list(data.bands.values()) or [np.zeros((1, 5))])
    return min(1.08 * float(np.nanmin(bands)), -0.3), max(1.15 * float(np.nanmax(bands)), 0.3)


def _name(data: Feelings, step: str) -> str:
    return next(world.touchpoints[step].name for world in data.subject.worlds if step in world.touchpoints)


def _title(data: Feelings, words: Words) -> str:
    if data.lowest is None:
        return words("emotion.plain", title=data.subject.scenario.title)
    persona, step = data.lowest
    return words("emotion.title", design=data.subject.titles[0], step=_name(data, step),
                 persona=data.subject.scenario.personas[persona].title)  # fmt: skip
