"""The forest: for whom, and in what, the second design is better."""

from math import isfinite

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.figures import STYLE
from experiments.kpis import Kpi
from experiments.panels import BLUE, GREY, VERMILLION, minus, wrapped
from experiments.views.page import MARGIN, Page, panel_title, small_print
from experiments.views.personas import EVERYBODY, Forest
from experiments.views.words import ENGLISH, Words

WIDTH, ROW, LEFT, GAP = 13.0, 0.52, 2.6, 0.22  # inches


@rc_context(STYLE)
def draw_forest(data: Forest, ax: Axes, kpi: Kpi, words: Words = ENGLISH) -> Axes:
    """One measure: a row per persona, everybody on top; filled where the interval excludes zero."""
    ax.axvline(0.0, color=GREY, linewidth=0.9, zorder=1)
    for y, persona in enumerate(data.people):
        found = data.change[persona, kpi.name]
        good = found.sign * kpi.better
        colour = {1: BLUE, -1: VERMILLION, 0: GREY}[good]
        if y % 2 == 0:
            ax.axhspan(y - 0.5, y + 0.5, color="#f4f4f4", linewidth=0, zorder=0)
        if not isfinite(found.estimate):
            continue
        at, low, high = (kpi.scale * x for x in (found.estimate, found.low, found.high))
        if isfinite(low):
            ax.plot([low, high], [y, y], color=colour, linewidth=1.8, zorder=2, solid_capstyle="butt")
        marker = "D" if persona == EVERYBODY else "o" if good >= 0 else "s"
        ax.plot(at, y, marker=marker, markersize=7.0 if persona == EVERYBODY else 6.0, color=colour, zorder=3,
                markerfacecolor=colour if found.sign else "white")  # fmt: skip
        ax.annotate(words.number(at, kpi.digits, sign=True), (at, y), xytext=(0, 6), textcoords="offset points",
                    ha="center", fontsize=8.0, fontweight="bold" if found.sign else "normal")  # fmt: skip
    ax.set_ylim(len(data.people) - 0.5, -0.6)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.margins(x=0.24)
    low, high = ax.get_xlim()
    ax.set_xlim(min(low, -0.05 * high), max(high, -0.05 * low))
    ax.xaxis.set_major_locator(MaxNLocator(3, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: words.tick(round(x, 6), sign=True)))
    better = {1: "forest.right", -1: "forest.left", 0: "forest.neither"}[kpi.better]
    ax.set_xlabel("; ".join(part for part in (words.unit(kpi), words(better)) if part), fontsize=8.0)
    return ax


def forest_figure(data: Forest, language: str = "en") -> Figure:
    """All measures side by side."""
    words = Words(language)
    s, rows = data.subject, len(data.people)
    body = ROW * rows + 1.0
    page = Page(WIDTH, body, _title(data, words), words("forest.lead", a=s.titles[0], b=s.titles[1]),
                small_print(words, _estimands(data, words), s.replications, s.seed, s.preset))  # fmt: skip
    share = (WIDTH - LEFT - MARGIN - GAP * (len(data.kpis) - 1)) / max(len(data.kpis), 1)
    for k, kpi in enumerate(data.kpis):
        ax = page.axes(LEFT + k * (share + GAP), 0.5, share, ROW * rows)
        draw_forest(data, ax, kpi, words)
        panel_title(ax, _capital(words.title(kpi)))
    for y, (persona, people) in enumerate(data.people.items()):
        middle = page.foot + 0.5 + ROW * (rows - 0.55 - y - 0.05 * (1 - y / rows))
        name = wrapped(
            data.title(persona, words("forest.everybody")), LEFT - MARGIN - 0.2, 9.0, lines=1, bold=True
        )
        page.text(
            MARGIN, middle + 0.08, name, fontsize=9.0, fontweight="normal" if persona else "bold", va="center"
        )
        count = words("forest.people", people=words.number(people))
        page.text(MARGIN, middle - 0.1, count, fontsize=7.5, color=GREY, va="center")
    return page.figure


def _title(data: Forest, words: Words) -> str:
    second = data.subject.titles[1]
    if data.best is None:
        return words("forest.none", b=second)
    return words("forest.title", b=second, persona=data.title(data.best, ""))


def _capital(text: str) -> str:
    return text[:1].upper() + minus(text[1:])


def _estimands(data: Forest, words: Words) -> str:
    told = [f"{_capital(words.title(kpi))}: {words.estimand(kpi)}." for kpi in data.kpis]
    return f"{' '.join(told)} {words('forest.foot')}"
