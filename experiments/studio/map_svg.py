"""A journey map as SVG for the page: steps downwards as they are met, departments side by side, widths as customers."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape
from math import isfinite

from experiments.journey_map import NOBODY, journey_map
from experiments.studio.lived import Flow
from experiments.studio.texts import TEXTS, folded
from scenarios.schema import ENDINGS, LOST, WIN, Scenario

WIDTH, BOX, HIGH = 560.0, (148.0, 50.0), 74.0  # pixels: of the map, of a step, from a step to one below it
LEAST_STEP = 42.0  # downwards from a step to the next, where they stand apart
EDGE, TOP = 22.0, 12.0
PER_CUSTOMER = 0.19  # pixels of width for one of 100 customers
LETTERS = (23, 24)  # that fit on a line: of a name, of a department
BULGES = (
    0.0,
    30.0,
    -30.0,
    60.0,
    -60.0,
    100.0,
    -100.0,
    150.0,
    -150.0,
    210.0,
    -210.0,
)  # tried for a way, pixels
SAMPLES = [k / 14 for k in range(1, 14)]
HANDOFF, WITHIN = "#D55E00", "#5f7d95"
SEEN = 0.05  # of 100: ways walked by fewer are not drawn


@dataclass(frozen=True)
class Layout:
    """Where steps stand: code and centre, pixels."""

    places: tuple[tuple[str, tuple[float, float]], ...]
    height: float

    def at(self, code: str) -> tuple[float, float]:
        """The centre of a step."""
        return dict(self.places)[code]


def layout(scenario: Scenario) -> Layout:
    """The places of all steps of a scenario with a design applied."""
    drawn = journey_map(scenario)
    pitch = (WIDTH - 2 * EDGE - BOX[0]) / max(len(drawn.lanes) - 1, 1)
    places: dict[str, tuple[float, float]] = {}
    last = TOP + BOX[1] / 2 - LEAST_STEP
    for code in drawn.order:
        x = EDGE + BOX[0] / 2 + pitch * drawn.lane_of(code)
        above = [y + HIGH for at, y in places.values() if abs(at - x) < BOX[0] + 10]
        last = max([last + LEAST_STEP, *above])
        places[code] = (x, last)
    return Layout(tuple(places.items()), last + BOX[1] / 2 + TOP + 4)


def map_svg(
    scenario: Scenario, flow: Flow, where: Layout, title: str, name: str, beside: Flow | None = None
) -> str:
    """The map of one design. name: of its parts, unlike other maps'.  beside: flow to say differences to."""
    ways = sorted(_seen(scenario, flow, where), key=lambda way: -way.per_100)
    lines = "".join(_way(way, scenario, where, name) for way in ways)
    boxes = "".join(_box(scenario, code, flow, beside, at) for code, at in where.places)
    return (
        f'<svg class="map" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {where.height:.0f}" role="img" '
        f'aria-label="{escape(TEXTS.map_of.format(design=title))}" font-family="system-ui, sans-serif">'
        f"<defs>{_arrow(name, 'handoff', HANDOFF)}{_arrow(name, 'within', WITHIN)}</defs>"
        f'<g class="ways" fill="none">{lines}</g><g class="dots"></g><g class="steps">{boxes}</g></svg>'
    )


def ways_in_words(scenario: Scenario, first: Flow, second: Flow, titles: tuple[str, str]) -> str:
    """Both maps as one table, the most travelled ways first."""
    rows = []
    for way in sorted({*first.ways, *second.ways}, key=lambda way: -first.ways.get(way, (0.0, 0.0))[0]):
        one, two = first.ways.get(way, (0.0, 0.0)), second.ways.get(way, (0.0, 0.0))
        if max(one[0], two[0]) >= SEEN:
            handed = "✓" if max(one[1], two[1]) > 0.5 * max(one[0], two[0]) else ""
            named = " → ".join(_named(scenario, code) for code in way)
            rows.append((escape(named), f"{one[0]:.1f}", f"{two[0]:.1f}", handed))
    head = TEXTS.map_head.format(first=escape(titles[0]), second=escape(titles[1])).split("|")
    cells = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>{"".join(f"<td>{cell}</td>" for cell in row[1:])}</tr>'
        for row in rows
    )
    return f'<table class="plain"><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>'


@dataclass(frozen=True)
class _Way:
    source: str
    target: str
    per_100: float
    handed: bool


def _seen(scenario: Scenario, flow: Flow, where: Layout) -> list[_Way]:
    there = dict(where.places)
    return [
        _Way(source, target, crossed, handed > 0.5 * crossed)
        for (source, target), (crossed, handed) in flow.ways.items()
        if crossed >= SEEN and source in there and target in there and target not in ENDINGS
        and source in scenario.touchpoints
    ]  # fmt: skip


def _way(way: _Way, scenario: Scenario, where: Layout, name: str) -> str:
    silent = any(scenario.touchpoints[code].silent for code in (way.source, way.target))
    points = _points(where, way.source, way.target)
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points
    kind, colour = ("handoff", HANDOFF) if way.handed else ("within", WITHIN)
    width = max(PER_CUSTOMER * way.per_100, 0.7)
    dash = f' stroke-dasharray="{max(2.2 * width, 5):.1f} {max(1.2 * width, 3.5):.1f}"' if silent else ""
    path = (
        f'<path class="way {kind}" d="M{x0:.1f} {y0:.1f}C{x1:.1f} {y1:.1f} {x2:.1f} {y2:.1f} {x3:.1f} {y3:.1f}" '
        f'stroke="{colour}" stroke-width="{width:.2f}" stroke-opacity=".62"{dash} data-per100="{way.per_100:.2f}" '
        f'marker-end="url(#{name}-{kind})"/>'
    )
    if not way.handed or way.per_100 < 1.0:
        return path
    x, y = (_middle(axis) for axis in zip(*points, strict=True))
    return f'{path}<path d="M{x:.1f} {y - 4:.1f}l4 4l-4 4l-4 -4z" fill="#fff" stroke="{colour}" stroke-width="1.3"/>'


def _middle(axis: Iterable[float]) -> float:
    a, b, c, d = axis
    return (a + 3 * b + 3 * c + d) / 8


@cache
def _points(where: Layout, source: str, target: str) -> tuple[tuple[float, float], ...]:
    """The Bézier curve from a step to another that runs behind as few other steps as can be."""
    curves = [_curve(where, source, target, bulge) for bulge in BULGES]
    boxes = [place for code, place in where.places if code not in (source, target)]
    costs = [_hidden(curve, boxes) + abs(bulge) / 60.0 for curve, bulge in zip(curves, BULGES, strict=True)]
    return curves[costs.index(min(costs))]


def _hidden(curve: tuple[tuple[float, float], ...], boxes: list[tuple[float, float]]) -> float:
    """How much of a curve runs behind boxes, or outside the map."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve
    cost = 0.0
    for u in SAMPLES:
        v = 1.0 - u
        a, b, c, d = v * v * v, 3 * v * v * u, 3 * v * u * u, u * u * u
        x, y = a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3
        cost += 6.0 * (not 2.0 < x < WIDTH - 2.0)
        cost += any(abs(x - bx) < BOX[0] / 2 + 2 and abs(y - by) < BOX[1] / 2 + 2 for bx, by in boxes)
    return cost


def _curve(where: Layout, source: str, target: str, bulge: float) -> tuple[tuple[float, float], ...]:
    (x0, y0), (x1, y1) = where.at(source), where.at(target)
    half, tall = BOX[0] / 2, BOX[1] / 2
    if source == target:
        x = x0 + half if x0 + half + 34 < WIDTH else x0 - half
        out = x + 34 if x > x0 else x - 34
        return (x, y0 - 8), (out, y0 - 18), (out, y0 + 18), (x, y0 + 8)
    if y1 > y0 and y1 - y0 < BOX[1] + 14:  # side by side
        side = 1.0 if x1 > x0 else -1.0
        return (
            (x0 + side * half, y0),
            (x0 + side * (half + 16), y0),
            (x1, y1 - tall - 20),
            (x1, y1 - tall - 4),
        )
    if y1 > y0:
        lean = max(min(0.2 * (x1 - x0) + 0.3 * bulge, 0.4 * BOX[0]), -0.4 * BOX[0])
        start, end = (x0 + lean, y0 + tall), (x1 - lean + 0.6 * bulge * (abs(bulge) < 90), y1 - tall - 4)
        end = (max(min(end[0], x1 + 0.4 * BOX[0]), x1 - 0.4 * BOX[0]), end[1])
        drop = 0.4 * (end[1] - start[1])
        return start, (start[0] + 1.3 * bulge, start[1] + drop), (end[0] + 1.3 * bulge, end[1] - drop), end
    side = 1.0 if x0 + x1 + 4 * bulge > WIDTH else -1.0
    out = half + min(30.0 + 0.1 * (y0 - y1), 70.0) + abs(bulge) / 3
    reach = max(x0, x1) + out if side > 0 else min(x0, x1) - out
    reach = min(max(reach, -20.0), WIDTH + 20.0)
    return (x0 + side * half, y0), (reach, y0 - 4), (reach, y1 + 4), (x1 + side * (half + 4), y1)


def _arrow(name: str, kind: str, colour: str) -> str:
    return (
        f'<marker id="{name}-{kind}" viewBox="0 0 8 8" refX="3" refY="4" markerWidth="8" markerHeight="8" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" fill="{colour}"/></marker>'
    )


def _box(scenario: Scenario, code: str, flow: Flow, beside: Flow | None, at: tuple[float, float]) -> str:
    """One step: its name, its department, how many come by, how many leave or reach the goal there."""
    point = scenario.touchpoints.get(code)
    if point is None:
        return ""
    x, y = at[0] - BOX[0] / 2, at[1] - BOX[1] / 2
    owner = scenario.owners[point.owner] if point.owner else TEXTS.map_empty
    visits, lost, won = (
        flow.visits.get(code, 0.0),
        *(flow.ways.get((code, end), (0.0, 0.0))[0] for end in (LOST, WIN)),
    )
    dash = ' stroke-dasharray="4 3"' if point.silent else ""
    lines = folded(point.name, LETTERS[0], 2)
    top = y + (15.0 if len(lines) == 2 else 20.5)
    name = "".join(
        f'<text x="{at[0]:.1f}" y="{top + 12.5 * k:.1f}" font-size="11.3" text-anchor="middle" fill="#1a1a1a">'
        f"{escape(line)}</text>"
        for k, line in enumerate(lines)
    )
    change = ""
    if beside is not None and isfinite(visits) and abs(visits - beside.visits.get(code, 0.0)) >= 0.5:
        change = f" ({visits - beside.visits.get(code, 0.0):+.0f})"
    count = f"{visits:.0f}{change}"
    few = "nobody" if point.owner in (None, NOBODY) else folded(owner, LETTERS[1] - len(count), 1)[0]
    low = y + BOX[1] - 5.5
    tag = _ends(x + BOX[0] - 4, y, lost, won)
    spoken = f"{point.name}: {TEXTS.per_100.format(visits=f'{visits:.0f}')}"
    return (
        f'<g class="step"><title>{escape(spoken)} · {escape(owner)}</title><rect x="{x:.1f}" y="{y:.1f}" '
        f'width="{BOX[0]:.0f}" height="{BOX[1]:.0f}" rx="7" fill="{"#fbfbfb" if point.silent else "#fff"}" '
        f'stroke="{"#8a8a8a" if point.silent else "#1a1a1a"}" stroke-width="{1.5 if point.moment_of_truth else 0.9}"'
        f'{dash}/>{name}<text x="{x + 6:.1f}" y="{low:.1f}" font-size="9.8" fill="#595959">{escape(few)}</text>'
        f'<text x="{x + BOX[0] - 6:.1f}" y="{low:.1f}" font-size="9.8" text-anchor="end" fill="#1a1a1a">'
        f"{count}</text>{tag}</g>"
    )


def _ends(right: float, y: float, lost: float, won: float) -> str:
    """How many leave or reach the goal at a step, on its upper edge."""
    found = [("✕", lost, "#a83c00")] * (lost >= 0.5) + [("✓", won, "#00664b")] * (won >= 0.5)
    tags = ""
    for sign, count, shade in reversed(found):
        text = f"{sign} {count:.0f}"
        wide = 6.0 * len(text) + 7
        tags += (
            f'<rect x="{right - wide:.1f}" y="{y - 11:.1f}" width="{wide:.1f}" height="14" rx="7" fill="#fff" '
            f'stroke="{shade}" stroke-width=".9"/><text x="{right - wide / 2:.1f}" y="{y - 0.4:.1f}" font-size="10" '
            f'text-anchor="middle" font-weight="600" fill="{shade}">{text}</text>'
        )
        right -= wide + 3
    return tags


def _named(scenario: Scenario, code: str) -> str:
    if code in ENDINGS:
        return TEXTS.legend_lost if code == LOST else TEXTS.legend_won
    return scenario.touchpoints[code].name if code in scenario.touchpoints else code
