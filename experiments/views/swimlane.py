"""Swim-lane maps of simulated customers: one design, or both above each other with what differs."""

from math import isfinite
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from experiments.figures import STYLE
from experiments.journey_map import NOBODY
from experiments.map_geometry import Grid, Point
from experiments.panels import GREY, INK, fitted, text_width, wrapped
from experiments.views.flows import Flows, Maps, change, is_silent, owner
from experiments.views.page import MARGIN, Page, small_print
from experiments.views.words import ENGLISH, Words
from scenarios.schema import LOST, WIN

GRID = Grid(lane=0.84, box=(1.06, 0.62), step=1.2, next=0.47, left=1.5, narrowest=11.4, arch=0.7)
PAIN = LinearSegmentedColormap.from_list("pain", ["white", "#fbdcc8", "#f0935a"])  # words stay legible on it
CHANGE = LinearSegmentedColormap.from_list("change", ["#5fafdc", "white", "#f0935a"])
THICKEST, THINNEST = 7.0, 0.5  # points
FAINT = 0.4  # crossings per 100 below which a way is left out
LEGEND = 0.55  # inches
Norm = Any


@rc_context(STYLE)
def draw_map(maps: Maps, ax: Axes, side: int = 0, words: Words = ENGLISH) -> Axes:
    """One design on axes given: width of a way = customers, colour of a box = what goes wrong there.

    side: 0 the first design, 1 the second.
    """
    flows = (maps.first, maps.second)[side]
    top = max([*_pains(maps.first), *_pains(maps.second), 1e-9])
    return _draw(maps, ax, flows, lambda pain: PAIN(pain / top), words, signed=False)


@rc_context(STYLE)
def draw_difference(maps: Maps, ax: Axes, words: Words = ENGLISH) -> Axes:
    """Second design minus first: where more (solid) or fewer (dashed) customers go, where less or more goes wrong."""
    flows = change(maps.first, maps.second)
    norm = _norm(flows)
    return _draw(maps, ax, flows, lambda pain: CHANGE(norm(pain)), words, signed=True)


def map_figure(maps: Maps, language: str = "en", side: int = 0) -> Figure:
    """The map of one design."""
    words = Words(language)
    width, body = _size(maps)
    page = Page(width, body + LEGEND + 0.1, _title(maps, side, words), words("map.lead"), _foot(maps, words))
    draw_map(maps, page.axes(0.0, LEGEND + 0.1, width, body), side, words)
    _legend(page, words, signed=False, top=_top(maps))
    return page.figure


def maps_figure(maps: Maps, language: str = "en") -> Figure:
    """Both designs and what differs, above each other."""
    words = Words(language)
    width, body = _size(maps)
    each, bar = body + 0.38, LEGEND
    page = Page(width, 3 * each + 2 * bar + 0.2, words("maps.title", title=maps.subject.scenario.title),
                words("maps.lead"), _foot(maps, words))  # fmt: skip
    names = (*maps.subject.titles, words("maps.difference", **_names(maps)))
    bottoms = (2 * bar + 2 * each + 0.1, 2 * bar + each + 0.1, bar)
    for k, (name, bottom) in enumerate(zip(names, bottoms, strict=True)):
        ax = page.axes(0.0, bottom, width, body)
        if k < 2:
            draw_map(maps, ax, k, words)
        else:
            draw_difference(maps, ax, words)
        page.text(
            MARGIN, page.foot + bottom + body + 0.1, name, fontsize=12.0, fontweight="bold", va="bottom"
        )
    _legend(page, words, signed=False, top=_top(maps), bottom=bar + each + 0.1)
    _legend(page, words, signed=True, top=_reach(maps))
    return page.figure


def difference_figure(maps: Maps, language: str = "en") -> Figure:
    """What differs between the two, on a page of its own."""
    words = Words(language)
    width, body = _size(maps)
    title = words("maps.difference", **_names(maps))
    page = Page(width, body + LEGEND + 0.1, title, words("maps.lead"), _foot(maps, words))
    draw_difference(maps, page.axes(0.0, LEGEND + 0.1, width, body), words)
    _legend(page, words, signed=True, top=_reach(maps))
    return page.figure


def _names(maps: Maps) -> dict[str, str]:
    first, second = maps.subject.titles
    return {"first": first, "second": second}


def _size(maps: Maps) -> Point:
    columns = _columns(maps)
    return GRID.width(columns) + 0.1, GRID.lane * len(maps.lanes) + 0.3


def _columns(maps: Maps) -> dict[str, float]:
    return GRID.columns(maps.order, {code: _lane(maps, code) for code in maps.order})


def _lane(maps: Maps, code: str) -> int:
    return maps.lanes.index(owner(maps.subject, code))


def _pains(flows: Flows) -> list[float]:
    return [pain for pain in flows.pain.values() if isfinite(pain)]


def _top(maps: Maps) -> float:
    return max([*_pains(maps.first), *_pains(maps.second), 0.0])


def _reach(maps: Maps) -> float:
    return max(abs(pain) for pain in _pains(change(maps.first, maps.second)) or [0.0])


def _norm(flows: Flows) -> Norm:
    reach = max([abs(pain) for pain in _pains(flows)] or [0.0]) or 1.0
    return TwoSlopeNorm(0.0, -reach, reach)


def _draw(maps: Maps, ax: Axes, flows: Flows, colour: Any, words: Words, *, signed: bool) -> Axes:
    columns = _columns(maps)
    width, height = _size(maps)
    ax.set_xlim(0.0, width)
    ax.set_ylim(0.3 - height, 0.3)
    ax.axis("off")
    for number, lane in enumerate(maps.lanes):
        _draw_lane(maps, ax, number, lane, words)
    place = {code: (columns[code], -GRID.lane * (_lane(maps, code) + 0.5)) for code in maps.order}
    both = (maps.first, maps.second)
    busiest = max((n for one in both for (_, end), n in one.crossings.items() if end in place), default=1.0)
    if signed:
        busiest = max((abs(n) for (_, end), n in flows.crossings.items() if end in place), default=1.0)
    for way, count in flows.crossings.items():
        if abs(count) >= FAINT and way[1] in place:
            _draw_way(ax, way, count, flows, place, busiest or 1.0, signed=signed)
    for code in maps.order:
        _draw_step(maps, ax, code, place[code], flows, colour, words, signed=signed)
    return ax


def _draw_lane(maps: Maps, ax: Axes, number: int, lane: str, words: Words) -> None:
    top = -GRID.lane * number
    ax.axhspan(top - GRID.lane, top, color="#f4f4f4" if number % 2 == 0 else "white", zorder=0)
    title = maps.subject.scenario.owners[lane] if lane else words("map.nobody")
    ax.text(
        0.2, top - GRID.lane / 2, wrapped(title, GRID.left - 0.45, 8.5, lines=3), fontsize=8.5, va="center",
        style="italic" if lane == NOBODY else "normal", color=GREY if lane == NOBODY else INK,
    )  # fmt: skip


def _draw_way(
    ax: Axes, way: tuple[str, str], count: float, flows: Flows, place: dict[str, Point], busiest: float, *,
    signed: bool,
) -> None:  # fmt: skip
    source, target = place[way[0]], place[way[1]]
    handed, switched = flows.handoff_share[way] > 0.5, flows.switch_share[way] > 0.5
    style: Any = (0, (3, 1.2)) if (count < 0.0 if signed else switched) else "-"
    start, end = GRID.ends(source, target)
    bend = GRID.bend(source, target)
    width = THINNEST + (THICKEST - THINNEST) * abs(count) / busiest
    colour = INK if handed else "#8c8c8c"
    ax.add_patch(
        FancyArrowPatch(
            start, end, connectionstyle=f"arc3,rad={bend}", linewidth=width, linestyle=style, color=colour,
            alpha=0.62, zorder=2, shrinkA=0, shrinkB=1, arrowstyle="-|>,head_length=2.6,head_width=1.3",
            mutation_scale=1.4 + 0.12 * width, joinstyle="miter", capstyle="butt",
        )
    )  # fmt: skip
    if handed:
        x = 0.5 * (start[0] + end[0]) + 0.5 * bend * (end[1] - start[1])
        y = 0.5 * (start[1] + end[1]) - 0.5 * bend * (end[0] - start[0])
        ax.plot(
            x,
            y,
            marker="D",
            markersize=4.6,
            color="white",
            markeredgecolor=INK,
            markeredgewidth=0.9,
            zorder=2.5,
        )


def _draw_step(
    maps: Maps, ax: Axes, code: str, at: Point, flows: Flows, colour: Any, words: Words, *, signed: bool
) -> None:
    world = next(world for world in maps.subject.worlds if code in world.touchpoints)
    silent, (x, y), (wide, tall) = is_silent(world, code), at, GRID.box
    pain = flows.pain.get(code, float("nan"))
    ax.add_patch(
        FancyBboxPatch(
            (x - wide / 2, y - tall / 2), wide, tall, boxstyle="round,pad=0,rounding_size=0.08", zorder=3,
            facecolor=colour(pain) if isfinite(pain) else "white", edgecolor=GREY if silent else INK,
            linestyle=(0, (3, 2)) if silent else "-", linewidth=0.9,
        )
    )  # fmt: skip
    name = wrapped(world.touchpoints[code].name, wide - 0.06, 7.0, lines=3)
    lines = [fitted(line, wide - 0.06, 7.0) for line in name.split("\n")]
    ax.text(x, y + 0.075, "\n".join(lines), fontsize=7.0, ha="center", va="center", zorder=4, linespacing=1.0)
    small: dict[str, Any] = {"fontsize": 6.8, "zorder": 4, "va": "bottom"}
    low = y - tall / 2 + 0.03
    digits = 0 if abs(flows.visits.get(code, 0.0)) >= 9.95 else 1
    visits = words.number(flows.visits.get(code, 0.0), digits, sign=signed)
    ax.text(x - wide / 2 + 0.05, low, visits, fontweight="bold", **small)
    if isfinite(pain):
        ax.text(x + wide / 2 - 0.05, low, words.number(pain, 0 if abs(pain) >= 9.95 else 1, sign=signed), ha="right",
                **small)  # fmt: skip
    _draw_ends(ax, code, at, flows, words, signed=signed)


def _draw_ends(ax: Axes, code: str, at: Point, flows: Flows, words: Words, *, signed: bool) -> None:
    (x, y), (wide, tall) = at, GRID.box
    left, won = (flows.crossings.get((code, end), 0.0) for end in (LOST, WIN))
    style: dict[str, Any] = {"fontsize": 6.8, "fontweight": "bold", "zorder": 4,
                             "bbox": {"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.6}}  # fmt: skip
    if abs(left) >= 0.05:
        text = words("map.leave", number=words.number(left, 0 if abs(left) >= 9.95 else 1, sign=signed))
        ax.text(x + wide / 2, y + tall / 2 + 0.025, text, color="#a84300", ha="right", va="bottom", **style)
    if abs(won) >= 0.05:
        text = words("map.goal", number=words.number(won, 0 if abs(won) >= 9.95 else 1, sign=signed))
        ax.text(x - wide / 2, y - tall / 2 - 0.025, text, color="#00694d", ha="left", va="top", **style)


def _legend(page: Page, words: Words, *, signed: bool, top: float, bottom: float = 0.0) -> None:
    """Ways, boxes and the scale of colour, in one line."""
    y = page.foot + bottom + 0.25
    x = MARGIN
    kinds: list[tuple[str, Any, str, bool]] = (
        [(INK, "-", "map.more", False), (INK, (0, (3, 1.2)), "map.fewer", False)]
        if signed
        else [(INK, "-", "map.handoff", True), ("#8c8c8c", (0, (3, 1.2)), "map.switch", False),
              ("#8c8c8c", "-", "map.within", False)]
    )  # fmt: skip
    for colour, style, key, diamond in kinds:
        xs, ys = (x / page.width, (x + 0.5) / page.width), (y / page.height,) * 2
        line: Any = _line(page, xs, ys, colour, style)
        if diamond:
            line.set_marker("D")
            line.set_markevery([1])
            line.set_data((xs[0], sum(xs) / 2, xs[1]), (ys[0],) * 3)
            line.set_markersize(5)
            line.set_markerfacecolor("white")
        text = words(key)
        page.text(x + 0.58, y, text, fontsize=8.0, va="center")
        x += 0.58 + text_width(text, 8.0) + 0.22
    ax = page.axes(page.width - MARGIN - 1.75, bottom + 0.17, 1.25, 0.13)
    steps = 40
    for k in range(steps):
        ax.add_patch(
            Rectangle(
                (k / steps, 0), 1.3 / steps, 1, color=(CHANGE if signed else PAIN)(k / (steps - 1)), lw=0
            )
        )
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1)
    ax.axis("off")
    ends = (-top, top) if signed else (0.0, top)
    for value, at, side in zip(ends, (-0.02, 1.02), ("right", "left"), strict=True):
        ax.text(
            at, 0.5, words.number(value, 0, sign=signed), fontsize=8.0, ha=side, va="center", clip_on=False
        )
    key = words("map.pain_change" if signed else "map.pain")
    ax.text(-0.42, 0.5, key, fontsize=8.0, ha="right", va="center", clip_on=False)


def _line(page: Page, xs: tuple[float, float], ys: tuple[float, float], colour: str, style: Any) -> Any:
    from matplotlib.lines import Line2D

    line = Line2D(xs, ys, color=colour, linestyle=style, linewidth=2.6, transform=page.figure.transFigure)
    return page.figure.add_artist(line)


def _title(maps: Maps, side: int, words: Words) -> str:
    code = maps.most_painful
    title = maps.subject.titles[side]
    if code is None or side == 1:
        return words("map.plain", title=maps.subject.scenario.title, design=title)
    world = maps.subject.worlds[0]
    return words("map.title", design=title, place=world.touchpoints[code].name)


def _foot(maps: Maps, words: Words) -> str:
    s = maps.subject
    return small_print(words, words("map.foot"), s.replications, s.seed, s.preset)
