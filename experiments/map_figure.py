"""The map of a scenario as a figure: lanes of departments, steps in the order they are met, seams in colour."""

from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from experiments.figures import STYLE
from experiments.journey_map import NOBODY, JourneyMap, Way
from experiments.map_geometry import Grid, Point
from experiments.panels import GREEN, GREY, INK, ORANGE, VERMILLION, wrapped
from experiments.picture import Picture
from scenarios.schema import ENDINGS, LOST, WIN

GRID = Grid()
LANE, BOX, LEFT = GRID.lane, GRID.box, GRID.left
ARROW = "-|>,head_length=3.2,head_width=1.7"
LEGEND = (0.42, 0.16)  # inches above the foot: lines, words


def map_figure(drawn: JourneyMap) -> Figure:
    """A page with the map, its title and its legend."""
    width, height = GRID.width(_columns(drawn)), LANE * len(drawn.lanes) + 2.0
    with rc_context(STYLE):
        figure = Picture(width, height)
        axes = figure.add_axes((0, 0.62 / height, 1, 1 - 1.5 / height))
        draw_map(drawn, axes)
        title = drawn.scenario.title
        figure.text(0.2 / width, 1 - 0.22 / height, title, fontsize=16, fontweight="bold", va="top")
        design = "steps as they are met; widths show how many of 100 who start come by, by the routing shares alone"
        figure.text(0.2 / width, 1 - 0.62 / height, design, fontsize=9.5, color=GREY, va="top")
        _legend(figure, width, height)
        return figure


def draw_map(drawn: JourneyMap, axes: Axes) -> Axes:
    """Draw the map on axes given; coordinates are inches, lanes downwards."""
    lanes = len(drawn.lanes)
    columns = _columns(drawn)
    axes.set_xlim(0, GRID.width(columns))
    axes.set_ylim(-LANE * lanes + 0.08, 0.35)
    axes.axis("off")
    for number, lane in enumerate(drawn.lanes):
        _lane(drawn, axes, number, lane)
    place = {code: (columns[code], -LANE * (drawn.lane_of(code) + 0.5)) for code in drawn.order}
    busiest = max((way.per_100 for way in drawn.ways), default=1.0) or 1.0
    for way in drawn.ways:
        if way.share > 0.0 and way.target not in ENDINGS:
            _way(axes, way, place, busiest)
    for code in drawn.order:
        _step(drawn, axes, code, place[code])
    return axes


def _columns(drawn: JourneyMap) -> dict[str, float]:
    return GRID.columns(drawn.order, {code: drawn.lane_of(code) for code in drawn.order})


def _lane(drawn: JourneyMap, axes: Axes, number: int, lane: str) -> None:
    top = -LANE * number
    shade = "#f4f4f4" if number % 2 == 0 else "white"
    axes.axhspan(top - LANE, top, color=shade, zorder=0)
    text = wrapped(drawn.title_of(lane), LEFT - 0.35, 9.0, lines=3)
    axes.text(0.2, top - LANE / 2, text, fontsize=9, va="center", style="italic" if lane == NOBODY else "normal",
              color=GREY if lane == NOBODY else INK)  # fmt: skip


def _way(axes: Axes, way: Way, place: dict[str, Point], busiest: float) -> None:
    colour: str = GREY
    style: Any = "-"
    if way.is_handoff:
        colour = VERMILLION
    elif way.is_switch:
        colour, style = ORANGE, (0, (4, 1.5))
    start, end = GRID.ends(place[way.source], place[way.target])
    bend = GRID.bend(place[way.source], place[way.target])
    axes.add_patch(
        FancyArrowPatch(
            start, end, connectionstyle=f"arc3,rad={bend}", arrowstyle=ARROW,
            linewidth=0.6 + 3.6 * (way.per_100 / busiest) ** 0.7, linestyle=style, color=colour, alpha=0.75, zorder=2,
            shrinkA=0, shrinkB=1, mutation_scale=1.6,
        )
    )  # fmt: skip


def _step(drawn: JourneyMap, axes: Axes, code: str, at: Point) -> None:
    point = drawn.scenario.touchpoints[code]
    x, y = at
    axes.add_patch(
        FancyBboxPatch(
            (x - BOX[0] / 2, y - BOX[1] / 2), *BOX, boxstyle="round,pad=0,rounding_size=0.09", zorder=3,
            facecolor="white" if not point.silent else "#fafafa", edgecolor=INK if not point.silent else GREY,
            linewidth=1.1 if point.moment_of_truth else 0.8, linestyle="-" if not point.silent else (0, (3, 2)),
        )
    )  # fmt: skip
    name = wrapped(point.name, BOX[0] - 0.1, 7.4, lines=3)
    axes.text(x, y + 0.045, name, fontsize=7.4, ha="center", va="center", zorder=4, linespacing=1.05)
    small: dict[str, Any] = {"fontsize": 6.4, "color": GREY, "zorder": 4, "va": "bottom"}
    low = y - BOX[1] / 2 + 0.035
    axes.text(x - BOX[0] / 2 + 0.04, low, f"{code} · {drawn.visits.get(code, 0.0):.0f}", **small)
    channel = "" if point.silent else point.channel or ""
    axes.text(x + BOX[0] / 2 - 0.04, low, channel[:11], ha="right", **small)
    ends: dict[str, Any] = {"fontsize": 7.0, "fontweight": "bold", "zorder": 4,
                            "bbox": {"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.8}}  # fmt: skip
    left, won = point.next.get(LOST, 0.0), point.next.get(WIN, 0.0)
    if left > 0.0:
        axes.text(x + BOX[0] / 2, y + BOX[1] / 2 + 0.03, f"leave {left:.0%}", color=VERMILLION, ha="right", va="bottom",
                  **ends)  # fmt: skip
    if won > 0.0:
        axes.text(
            x - BOX[0] / 2, y - BOX[1] / 2 - 0.03, f"goal {won:.0%}", color=GREEN, ha="left", va="top", **ends
        )


def _legend(figure: Figure, width: float, height: float) -> None:
    entries = ((VERMILLION, "-", "hand-off: another department"), (ORANGE, (0, (4, 1.5)), "another channel"),
               (GREY, "-", "within a department"))  # fmt: skip
    x = 0.25
    for colour, style, text in entries:
        ends = (x / width, LEGEND[0] / height), ((x + 0.45) / width, LEGEND[0] / height)
        look: dict[str, Any] = {
            "arrowstyle": ARROW,
            "mutation_scale": 1.6,
            "linewidth": 2,
            "color": colour,
            "linestyle": style,
        }
        figure.add_artist(FancyArrowPatch(*ends, transform=figure.transFigure, **look))
        figure.text((x + 0.55) / width, LEGEND[0] / height, text, fontsize=8.5, va="center")
        x += 0.95 + 0.072 * len(text)
    figure.text(
        0.25 / width, LEGEND[1] / height, "dashed box: a silent step nobody sees    number · visits per 100 who start",
        fontsize=8.0, va="center", color=GREY,
    )  # fmt: skip
