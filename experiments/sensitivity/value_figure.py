"""The figure of the value of information: what the futures say, what each number is worth, where the choice flips."""

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.figures import STYLE
from experiments.panels import BLUE, GREY, INK, ORANGE, PALE, VERMILLION, fitted, minus, text_width, wrapped
from experiments.picture import Picture
from experiments.sensitivity.study import ASSUMED
from experiments.sensitivity.worth import Worth

WIDTH, HEIGHT = 13.5, 6.6  # inches
BARS, LINES = 8, 3
ROWS = 4  # room for so many bars at least
NAMES = 2.4


def value_figure(study: Worth) -> Figure:
    """Futures left, worth of each number in the middle, where the choice flips right."""
    with rc_context(STYLE):
        figure = Picture(WIDTH, HEIGHT)
        _head(figure, study)
        _foot(figure, study)
        shown = study.ranked[:BARS]
        _futures(figure.add_axes(_inches(0.45, 1.2, 3.4 if shown else WIDTH - 0.9, 3.5)), study)
        if not shown:
            return figure
        _bars(figure.add_axes(_inches(4.25 + NAMES, 1.2, 2.9, 3.5)), study, shown)
        tall = (3.5 - 0.75 * (min(LINES, len(shown)) - 1)) / min(LINES, len(shown))
        for place, k in enumerate(shown[:LINES]):
            bottom = 1.2 + 3.5 - tall - place * (tall + 0.75)
            _line(figure.add_axes(_inches(10.35, bottom, 2.8, tall)), study, k)
        return figure


def _inches(left: float, bottom: float, width: float, height: float) -> tuple[float, float, float, float]:
    return left / WIDTH, bottom / HEIGHT, width / WIDTH, height / HEIGHT


def _futures(axes: Axes, study: Worth) -> None:
    """How far today's choice is ahead of the next best, over all futures, freed of luck."""
    found = study.found
    lead = -np.delete(found.futures, found.choice, axis=1).max(axis=1) * study.kpi.scale
    low, high = min(float(lead.min()), 0.0), max(float(lead.max()), 0.0)
    edges = np.linspace(low, high, 25)
    step = edges[1] - edges[0]
    edges = np.arange(np.floor(low / step), np.ceil(high / step) + 1.0) * step
    counts, _ = np.histogram(lead, edges)
    colours = [BLUE if left >= -1e-12 * step else VERMILLION for left in edges[:-1]]
    axes.bar(edges[:-1], counts, width=0.92 * step, align="edge", color=colours, linewidth=0)
    axes.axvline(0.0, color=INK, linewidth=1.0)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.locator_params(axis="x", nbins=5)
    axes.set_title("The futures", fontsize=11, loc="left", fontweight="bold", pad=20)
    wrong = 100.0 * found.wrong.estimate
    axes.text(
        0.0, 1.02, f"{study.title(found.choice)} is the wrong choice in {wrong:.0f} %", transform=axes.transAxes,
        fontsize=8.5, color=VERMILLION if wrong >= 0.5 else GREY,
    )  # fmt: skip
    axes.set_xlabel(wrapped(f"{study.title(found.choice)} ahead by, {_unit(study)}", 3.4, 8.5), fontsize=8.5)


def _bars(axes: Axes, study: Worth, shown: list[int]) -> None:
    scale = study.kpi.scale
    y = np.arange(len(shown), dtype=np.float64)
    for place, k in zip(y, shown, strict=True):
        one = study.found.known[k].worth
        axes.barh(place, one.estimate * scale, height=0.55, color=BLUE, linewidth=0)
        axes.plot([one.low * scale, one.high * scale], [place, place], color=INK, linewidth=1.4)
    evpi = study.found.evpi.estimate * scale
    axes.axvline(evpi, color=ORANGE, linewidth=1.6)
    axes.annotate(
        "knowing everything", (evpi, 1.0), (0, 3), xycoords=("data", "axes fraction"), textcoords="offset points",
        fontsize=8.0, ha="center", color=INK,
    )  # fmt: skip
    ends = [study.found.known[k].worth.high * scale for k in shown]
    axes.set_xlim(0.0, 1.08 * max(*ends, evpi))
    axes.set_ylim(max(len(y), ROWS) - 0.4, -0.6)
    titles = [study.factors[k].title for k in shown]
    axes.set_yticks(y, [wrapped(minus(title), NAMES - 0.15, 8.5, lines=2) for title in titles], fontsize=8.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.locator_params(axis="x", nbins=4)
    axes.grid(axis="x", color="#efefef", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_title("What knowing it is worth", fontsize=11, loc="left", fontweight="bold", pad=20)
    axes.set_xlabel(f"{_unit(study)}, 95 % intervals", fontsize=8.5)


def _line(axes: Axes, study: Worth, k: int) -> None:
    """Expected lead of today's choice over the range of one number."""
    found, factor, scale = study.found, study.factors[k], study.kpi.scale
    x = factor.low + (factor.high - factor.low) * found.places
    lead = -np.delete(found.known[k].line, found.choice, axis=1).max(axis=1) * scale
    axes.fill_between(x, 0.0, lead, where=list(lead < 0.0), color=VERMILLION, alpha=0.25, linewidth=0)
    axes.plot(x, lead, color=BLUE, linewidth=1.8)
    axes.axhline(0.0, color=INK, linewidth=0.9)
    for flip in found.known[k].flips:
        at = factor.low + (factor.high - factor.low) * flip.share.estimate
        axes.plot([at], [0.0], "o", color=VERMILLION, markersize=5)
    if factor.low <= study.today[k] <= factor.high:
        axes.axvline(study.today[k], color=PALE, linewidth=1.2, zorder=0)
    axes.locator_params(nbins=4)
    axes.tick_params(labelsize=7.5)
    axes.set_title(minus(fitted(factor.title, 2.8, 8.5)), fontsize=8.5, loc="left")
    axes.set_xlabel(factor.unit, fontsize=7.5, labelpad=1)


def _unit(study: Worth) -> str:
    return "EUR per entrant" if study.is_money else study.kpi.unit_of_difference or study.kpi.title


def _head(figure: Figure, study: Worth) -> None:
    title, size = "What would be worth measuring before choosing", 16.0
    if study.found.changes_nothing:
        title = "Measuring nothing would change the choice"
    while text_width(title, size, bold=True) > WIDTH - 0.7:
        size -= 0.5
    figure.text(0.35 / WIDTH, 1.0 - 0.2 / HEIGHT, title, fontsize=size, fontweight="bold", va="top")
    words = minus(f"{study.question.scenario.title}. {' '.join(study.verdict)}")
    figure.text(
        0.35 / WIDTH, 1.0 - 0.58 / HEIGHT, wrapped(words, WIDTH - 0.7, 9.0, lines=4), fontsize=9.0, va="top",
        linespacing=1.3,
    )  # fmt: skip


def _foot(figure: Figure, study: Worth) -> None:
    flips = (
        "Right: expected lead of the choice over the range of each number; below zero another design is better, the "
        "pale line is today. "
    )
    text = (
        f"{flips if study.ranked else ''}{study.found.points} futures over {len(study.factors)} numbers at once, "
        f"{study.plan['replications']} replications, luck taken out. {ASSUMED} Counted: {study.kpi.estimand}. "
        f"{study.key}, seed {study.plan['seed']}, preset {study.question.preset}."
    )
    figure.text(
        0.35 / WIDTH, 0.1 / HEIGHT, wrapped(text, WIDTH - 0.7, 7.5, lines=3), fontsize=7.5, color=GREY, va="bottom",
        linespacing=1.3,
    )  # fmt: skip
