"""The figure of a sweep: one factor as a curve, two on a grid as a map, more as small multiples."""

from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from experiments.figures import STYLE
from experiments.panels import GREY, minus, wrapped
from experiments.picture import Picture
from experiments.study.space import Factor
from experiments.sweeping import panels
from experiments.sweeping.result import Sweep
from experiments.sweeping.words import effects, headline

WIDTH = 13.0
HEAD_SIZE, TEXT_SIZE, FOOT_SIZE = 15.0, 10.0, 7.5
MOST_ROWS, MOST_COLUMNS = 3, 5
MARKS = (
    "Blue: better, orange: worse, hollow: undecided, triangle: the scenario's own value. On maps the line is "
    "break-even and hatching means undecided."
)


def sweep_figure(sweep: Sweep) -> Figure:
    """A panel per leading measure; for more than two factors a row per measure and a column per factor.

    Factors beyond the five that move the first measure most are left out, and that is said.
    """
    names = sweep.leading[:MOST_ROWS]
    if len(sweep.factors) == 1:
        return _side_by_side(sweep, names, panels.curve, 3.6)
    if len(sweep.factors) == 2 and is_grid(sweep):
        return _side_by_side(sweep, names, panels.heat, 4.2)
    return _multiples(sweep, names)


def is_grid(sweep: Sweep) -> bool:
    """Whether every value of the first factor was looked at with every value of the second, once."""
    one, two = (list(sweep.points[factor.path]) for factor in sweep.factors)
    across, up = len(set(one)), len(set(two))
    return len(set(zip(one, two, strict=True))) == len(one) == across * up and min(across, up) > 1


def _side_by_side(sweep: Sweep, names: tuple[str, ...], draw: Any, tall: float) -> Figure:
    """A panel for each measure, next to each other."""
    with rc_context(STYLE):
        figure, bottom = _page(sweep, tall + 1.15, "")
        height = figure.get_figheight()
        gap = 1.05 / WIDTH
        width = (0.955 - gap * len(names)) / len(names)
        for k, name in enumerate(names):
            left = 0.02 + gap * 0.75 + k * (width + gap)
            axes = figure.add_axes((left, (bottom + 0.75) / height, width, tall / height))
            draw(axes, sweep, sweep.kpi(name))
    return figure


def _multiples(sweep: Sweep, names: tuple[str, ...]) -> Figure:
    """A row for each measure, a column for each factor."""
    chosen = _strongest(sweep, names[0])
    hidden = "; ".join(factor.title for factor in sweep.factors if factor not in chosen)
    more = f"Not drawn, because they move {sweep.kpi(names[0]).title} less: {hidden}." if hidden else ""
    tall, between = 2.0, 1.1
    with rc_context(STYLE):
        figure, bottom = _page(sweep, len(names) * (tall + between), more)
        height = figure.get_figheight()
        gap = 0.35 / WIDTH
        width = (0.91 - gap * (len(chosen) - 1)) / max(len(chosen), 2)
        for row, name in enumerate(names):
            low = bottom + 0.9 + (len(names) - 1 - row) * (tall + between)
            shared = None
            for column, factor in enumerate(chosen):
                left = 0.075 + column * (width + gap)
                axes = figure.add_axes((left, low / height, width, tall / height), sharey=shared)
                panels.effect(axes, sweep, sweep.kpi(name), factor, first=column == 0)
                shared = shared or axes
    return figure


def _strongest(sweep: Sweep, name: str) -> list[Factor]:
    """The factors to draw, in the order of their strength where there are too many."""
    if len(sweep.factors) <= MOST_COLUMNS:
        return list(sweep.factors)
    table = sweep.of(name)
    ranked = [effect.factor for effect in effects(sweep, name)]
    if sweep.method == "one_at_a_time":  # by how far the difference moves along the factor's own line
        spans = {
            factor.path: float(np.ptp(table["difference"].to_numpy()[panels.own_line(sweep, factor)]))
            for factor in sweep.factors
        }
        ranked = sorted(sweep.factors, key=lambda factor: -spans[factor.path])
    rest = [factor for factor in sweep.factors if factor not in ranked]
    return [*ranked, *rest][:MOST_COLUMNS]


def _page(sweep: Sweep, body: float, more: str) -> tuple[Figure, float]:
    """A page with its heading and its small print; returns it, and the inches below the body."""
    title = f"{sweep.title}: {headline(sweep)}"
    said = "\n".join(wrapped(minus(sentence), 0.96 * WIDTH, TEXT_SIZE, lines=3) for sentence in sweep.verdict)
    counted = (
        f"{sweep.design_titles[1]} minus {sweep.design_titles[0]}, mean paired differences over {sweep.replications} "
        f"replications. {MARKS}"
    )
    small = " ".join((
        counted, *sweep.notes, more, sweep.assumptions,
        f"{sweep.manifest['id']}, seed {sweep.seed}, preset {sweep.preset}.",
    ))  # fmt: skip
    foot = wrapped(minus(small), 0.96 * WIDTH, FOOT_SIZE, lines=9)
    head = wrapped(title, 0.96 * WIDTH, HEAD_SIZE, lines=2, bold=True)
    head_inches = 0.32 * (1 + head.count("\n")) + 0.195 * (1 + said.count("\n")) + 0.55
    foot_inches = 0.15 * (1 + foot.count("\n")) + 0.2
    height = head_inches + body + foot_inches
    figure = Picture(WIDTH, height)
    figure.text(0.02, 1.0 - 0.15 / height, head, fontsize=HEAD_SIZE, fontweight="bold", va="top")
    below = 0.15 + 0.34 * (1 + head.count("\n"))
    figure.text(0.02, 1.0 - below / height, said, fontsize=TEXT_SIZE, va="top", linespacing=1.35)
    figure.text(0.02, 0.1 / height, foot, fontsize=FOOT_SIZE, color=GREY, va="bottom", linespacing=1.3)
    return figure, foot_inches
