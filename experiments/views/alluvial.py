"""The alluvial: which departments people meet one after another, as ribbons of Bezier curves."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline

from experiments.figures import STYLE
from experiments.panels import BLUE, GREEN, GREY, INK, PALE, VERMILLION, fitted, wrapped
from experiments.views.page import MARGIN, Page, inches, panel_title, small_print
from experiments.views.paths import MORE, Path, Paths
from experiments.views.words import ENGLISH, Words

WIDTH, BODY = 13.0, 3.5  # inches
BAR, GAP = 0.05, 1.6  # width of a node, in columns; between nodes, people of 100
NAMED, TALL = 4.0, 9.0  # of 100: smaller nodes carry no name, or one in one line
COLOUR = {"won": BLUE, "lost": VERMILLION, "open": GREY}
ENDS = {"won": GREEN, "lost": VERMILLION, "open": GREY}
Link = tuple[int, str, str]  # column, from, to


@dataclass
class _Node:
    """A department in a column: how many of 100 pass, and where the next ribbon starts and ends."""

    weight: float = 0.0
    bottom: float = 0.0
    taken: dict[str, float] = field(default_factory=lambda: {"in": 0.0, "out": 0.0})


@rc_context(STYLE)
def draw_alluvial(paths: Paths, ax: Axes, side: int = 0, words: Words = ENGLISH) -> Axes:
    """One design on axes given: a ribbon for each of the most frequent paths, all others together in pale grey.

    side: 0 the first design, 1 the second.
    """
    top, rest = paths.top(side), paths.rest(side)
    order = [*paths.subject.scenario.owners, MORE, "won", "open", "lost"]
    nodes = _nodes([*top, *rest], order)
    last = _last(nodes)
    room = inches(ax)[0] / (last + 1.0) - 0.42
    for column, name, target, weight in _others(rest, order):
        _ribbon(ax, nodes, (column, name, target), weight, "#c9c9c9", 0.45, 1)
    for path in sorted(top, key=lambda one: [order.index(name) for name in _stations(one)]):
        stations = _stations(path)
        for column, (name, target) in enumerate(pairwise(stations)):
            _ribbon(ax, nodes, (column, name, target), path.per_100, COLOUR[path.ending], 0.42, 2)
    for (column, name), node in nodes.items():
        if column > last:
            continue
        _draw_node(paths, ax, column, name, node, words, room)
    ax.set_xlim(-0.05, last + 0.95)
    ax.set_ylim(-1.0, max(node.bottom + node.weight for node in nodes.values()) + 5.5 if nodes else 1.0)
    ax.axis("off")
    return ax


def alluvial_figure(paths: Paths, language: str = "en") -> Figure:
    """Both designs above each other."""
    words = Words(language)
    s = paths.subject
    first, second = (words.number(paths.reached(side), 0) for side in (0, 1))
    page = Page(
        WIDTH, 2 * BODY + 0.62, words("alluvial.title", first=first, second=second, a=s.titles[0], b=s.titles[1]),
        words("alluvial.lead"),
        small_print(words, words("alluvial.foot", journeys=words.number(sum(paths.journeys))), s.replications, s.seed,
                    s.preset),
    )  # fmt: skip
    for side, bottom in ((0, BODY + 0.35), (1, 0.05)):
        ax = page.axes(MARGIN, bottom, WIDTH - 2 * MARGIN, BODY - 0.1)
        draw_alluvial(paths, ax, side, words)
        covered = sum(path.per_100 for path in paths.top(side))
        panel_title(ax, words(
            "alluvial.panel", design=s.titles[side], paths=words.number(len(paths.paths[side])),
            top=len(paths.top(side)), covered=words.number(covered),
        ))  # fmt: skip
    return page.figure


def _stations(path: Path) -> tuple[str, ...]:
    return (*path.owners, path.ending)


def _nodes(paths: list[Path], order: list[str]) -> dict[tuple[int, str], _Node]:
    """Every department in every column, stacked in the scenario's order, endings below."""
    nodes: dict[tuple[int, str], _Node] = defaultdict(_Node)
    for path in paths:
        for column, name in enumerate(_stations(path)):
            nodes[column, name].weight += path.per_100
    for column in sorted({column for column, _ in nodes}):
        bottom = 0.0
        for name in reversed(order):
            if (column, name) in nodes:
                nodes[column, name].bottom = bottom
                bottom += nodes[column, name].weight + GAP
    return dict(nodes)


def _last(nodes: dict[tuple[int, str], _Node]) -> int:
    """The last column that one in a hundred still reaches."""
    reached: dict[int, float] = defaultdict(float)
    for (column, _), node in nodes.items():
        reached[column] += node.weight
    return max((column for column, weight in reached.items() if weight >= 1.0), default=1)


def _others(rest: tuple[Path, ...], order: list[str]) -> list[tuple[int, str, str, float]]:
    """The paths that are not drawn by themselves, link by link."""
    links: dict[Link, float] = defaultdict(float)
    for path in rest:
        stations = _stations(path)
        for column, (name, target) in enumerate(pairwise(stations)):
            links[column, name, target] += path.per_100
    ranked = sorted(links.items(), key=lambda kv: (kv[0][0], -order.index(kv[0][1]), -order.index(kv[0][2])))
    return [(*link, weight) for link, weight in ranked]


def _ribbon(
    ax: Axes, nodes: dict[tuple[int, str], _Node], link: Link, weight: float, colour: str, alpha: float, zorder: int
) -> None:  # fmt: skip
    """A band from one node to the next, its edges cubic Bezier curves."""
    column, name, target = link
    source, goal = nodes[column, name], nodes[column + 1, target]
    y0, y1 = source.bottom + source.taken["out"], goal.bottom + goal.taken["in"]
    source.taken["out"] += weight
    goal.taken["in"] += weight
    x0, x1 = column + BAR, column + 1.0
    middle = 0.5 * (x0 + x1)
    points = [(x0, y0), (middle, y0), (middle, y1), (x1, y1),
              (x1, y1 + weight), (middle, y1 + weight), (middle, y0 + weight), (x0, y0 + weight), (x0, y0)]  # fmt: skip
    codes = [Outline.MOVETO, *[Outline.CURVE4] * 3, Outline.LINETO, *[Outline.CURVE4] * 3, Outline.CLOSEPOLY]
    edge: Any = "white" if weight > 0.6 else "none"
    ax.add_patch(PathPatch(Outline(points, codes), facecolor=colour, alpha=alpha, edgecolor=edge, linewidth=0.4,
                           zorder=zorder))  # fmt: skip


def _draw_node(
    paths: Paths, ax: Axes, column: int, name: str, node: _Node, words: Words, room: float
) -> None:
    ending = name in ENDS
    colour = ENDS.get(name, PALE if name == MORE else INK)
    ax.add_patch(Rectangle((column, node.bottom), BAR, node.weight, color=colour, linewidth=0, zorder=3))
    if node.weight < NAMED:
        return
    title = words(f"alluvial.{name}") if ending or name == MORE else paths.subject.scenario.owners[name]
    share = words.number(node.weight, 0)
    lines = wrapped(title, room, 7.5, lines=2 if node.weight >= TALL else 1).split("\n")
    text = "\n".join(fitted(line, room, 7.5) for line in lines) + f" {share}"
    ax.text(
        column + BAR + 0.03, node.bottom + node.weight / 2, text, fontsize=7.5, va="center", zorder=5, linespacing=1.0,
        fontweight="bold" if ending else "normal",
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.72, "pad": 1.0},
    )  # fmt: skip
