"""Curves and waterfall as SVG. Designs differ by dash and words as well as by colour."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from math import floor, isfinite, log10

from experiments.comparison import Comparison
from experiments.kpis import Kpi
from experiments.statistics import Interval
from experiments.studio.texts import TEXTS, folded

COLOURS = ("#D55E00", "#0072B2")  # as in every other figure: first design, second design
WIDTH, HEIGHT = 560.0, 250.0
LEFT, RIGHT, TOP, BOTTOM = 46.0, 12.0, 16.0, 40.0
LEGEND = 22.0  # pixels above curves

Scale = Callable[[float], float]
"""From a value to pixels."""


def survival_svg(c: Comparison) -> str:
    """Customers still there by day since conversion, with the band over replications."""
    table = c.survival[c.survival["survival"].notna()]
    if table.empty:
        return f"<p>{TEXTS.survival_empty}</p>"
    last = float(table["day"].max()) or 1.0
    lowest = float(table[["survival", "low"]].min().min())
    floor_ = max(floor(10 * max(lowest, 0.0) - 1e-9) / 10, 0.0)
    floor_ = min(floor_, 0.9)

    def x(day: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * day / last

    def y(share: float) -> float:
        return (
            TOP
            + LEGEND
            + (HEIGHT - TOP - LEGEND - BOTTOM) * (1.0 - (max(share, floor_) - floor_) / (1.0 - floor_))
        )

    parts = [_frame(x, y, floor_, last)]
    for side, arm in enumerate(("S", "I")):
        rows = table[table["arm"] == arm]
        if rows.empty:
            continue
        days = rows["day"].tolist()
        low, high = (
            rows["low"].fillna(rows["survival"]).tolist(),
            rows["high"].fillna(rows["survival"]).tolist(),
        )
        band = " ".join(f"{x(d):.1f},{y(min(h, 1.0)):.1f}" for d, h in zip(days, high, strict=True))
        band += " " + " ".join(f"{x(d):.1f},{y(v):.1f}" for d, v in zip(days[::-1], low[::-1], strict=True))
        line = " ".join(
            f"{x(d):.1f},{y(s):.1f}" for d, s in zip(days, rows["survival"].tolist(), strict=True)
        )
        dash = ' stroke-dasharray="7 4"' if side == 0 else ""
        parts.append(f'<polygon points="{band}" fill="{COLOURS[side]}" fill-opacity=".16"/>')
        parts.append(
            f'<polyline points="{line}" fill="none" stroke="{COLOURS[side]}" stroke-width="2.2"{dash}/>'
        )
        words = f"{c.design_titles[side][:34]}, {100 * float(rows['survival'].iloc[-1]):.1f} %"
        start = LEFT + side * (WIDTH - LEFT) / 2
        parts.append(
            f'<line x1="{start:.0f}" x2="{start + 30:.0f}" y1="12" y2="12" stroke="{COLOURS[side]}" stroke-width="2.6"'
            f'{dash}/><text x="{start + 36:.0f}" y="16" font-size="12" fill="#1a1a1a">{escape(words)}</text>'
        )
    return _svg(HEIGHT, TEXTS.survival, "".join(parts))


def _frame(x: Scale, y: Scale, lowest: float, last: float) -> str:
    parts = []
    for k in range(round(10 * (1.0 - lowest)) + 1):
        share = lowest + k / 10
        if round(10 * (1.0 - lowest)) > 5 and k % 2:
            continue
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(share):.1f}" y2="{y(share):.1f}" stroke="#e3e3e3"/>'
            f'<text x="{LEFT - 6}" y="{y(share) + 4:.1f}" font-size="11" text-anchor="end" fill="#595959">'
            f"{100 * share:.0f} %</text>"
        )
    for k in range(5):
        day = last * k / 4
        anchor = "end" if k == 4 else "middle"
        parts.append(
            f'<text x="{x(day):.1f}" y="{HEIGHT - BOTTOM + 16:.0f}" font-size="11" text-anchor="{anchor}" '
            f'fill="#595959">{day:.0f}</text>'
        )
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(
        f'<text x="{middle:.0f}" y="{HEIGHT - 6:.0f}" font-size="11" text-anchor="middle" fill="#595959">'
        f"{TEXTS.survival_days}</text>"
    )
    return "".join(parts)


@dataclass(frozen=True)
class Step:
    """One lever of a waterfall: what it adds, with its interval."""

    title: str
    change: Interval


def waterfall_svg(steps: list[Step], total: Interval, kpi: Kpi) -> str:
    """What each step adds, each bar from where the one before ended, whiskers its 95 % interval; last the whole."""
    at, rows = 0.0, []
    for step in steps:
        rows.append((step.title, at, at + step.change.estimate, step.change))
        at += step.change.estimate
    rows.append((TEXTS.waterfall_total, 0.0, total.estimate, total))
    ends = [
        end for _, a, b, change in rows for end in (a, b, a + change.low, a + change.high) if isfinite(end)
    ]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    span = (high - low) or 1.0
    left, right, row = 190.0, 92.0, 34.0
    height = TOP + row * len(rows) + 26

    def x(value: float) -> float:
        return left + (WIDTH - left - right) * (value - low) / span

    parts = [_ticks(x, low, high, height)]
    for k, (title, start, end, change) in enumerate(rows):
        parts.append(_bar(x, TOP + row * k, row, title, start, end, change, kpi, last=k == len(rows) - 1))
    return _svg(height, TEXTS.waterfall, "".join(parts))


def _bar(
    x: Scale,
    top: float,
    row: float,
    title: str,
    start: float,
    end: float,
    change: Interval,
    kpi: Kpi,
    *,
    last: bool,
) -> str:
    decided = bool(change.sign)
    colour = "#8a8a8a" if not decided else COLOURS[change.sign * kpi.better > 0]
    y = top + row / 2
    names = folded(title, 28, 2)
    fill = f'fill="{colour}"' if decided else 'fill="#fff"'
    whisker = ""
    if isfinite(change.low):
        whisker = (
            f'<line x1="{x(start + change.low):.1f}" x2="{x(start + change.high):.1f}" y1="{y:.1f}" y2="{y:.1f}" '
            'stroke="#1a1a1a" stroke-width="1.4"/>'
        )
    weight = ' font-weight="600"' if last else ""
    limits = f"{kpi.change(change.low)} to {kpi.change(change.high)}" if isfinite(change.low) else ""
    return (
        f"<g><title>{escape(title)}: {kpi.change(change.estimate)} ({limits})</title>"
        f"{_name(names, y, weight)}"
        f'<rect x="{min(x(start), x(end)):.1f}" y="{top + 6:.1f}" width="{max(abs(x(end) - x(start)), 1.5):.1f}" '
        f'height="{row - 12:.1f}" {fill} stroke="{colour}" stroke-width="1.2"/>{whisker}'
        f'<text x="{WIDTH - 88:.0f}" y="{y:.1f}" font-size="11" fill="#1a1a1a"{weight}>'
        f"{kpi.change(change.estimate)}</text>"
        f'<text x="{WIDTH - 88:.0f}" y="{y + 11:.1f}" font-size="9" fill="#595959">{limits}</text></g>'
    )


def _name(lines: list[str], y: float, weight: str) -> str:
    """A lever's title on one or two lines, ending left of the bars."""
    start = y + 4.0 - 6.0 * (len(lines) - 1)
    return "".join(
        f'<text x="184" y="{start + 12.0 * k:.1f}" font-size="11" text-anchor="end" fill="#1a1a1a"{weight}>'
        f"{escape(line)}</text>"
        for k, line in enumerate(lines)
    )


def _ticks(x: Scale, low: float, high: float, height: float) -> str:
    raw = (high - low) / 4 or 1.0
    size = 10 ** floor(log10(raw))
    step = next(size * k for k in (1, 2, 5, 10) if size * k >= raw)
    parts, value = [], floor(low / step) * step
    while value <= high + 1e-9:
        if value >= low - 1e-9:
            weight = "#1a1a1a" if abs(value) < 1e-9 else "#e3e3e3"
            parts.append(
                f'<line x1="{x(value):.1f}" x2="{x(value):.1f}" y1="{TOP}" y2="{height - 22:.0f}" stroke="{weight}"/>'
                f'<text x="{x(value):.1f}" y="{height - 8:.0f}" font-size="11" text-anchor="middle" fill="#595959">'
                f"{value + 0.0:,.6g}</text>"
            )
        value += step
    return "".join(parts)


def _svg(height: float, title: str, inside: str) -> str:
    return (
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {height:.0f}" role="img" '
        f'aria-label="{escape(title)}" font-family="system-ui, sans-serif">{inside}</svg>'
    )
