"""The panels of the comparison figure: each draws one finding on axes it is given, and says it in its title."""

import re
from math import isfinite
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.comparison import Comparison
from experiments.kpis import Kpi
from experiments.statistics import Interval
from experiments.verdict import break_even_title

INK, GREY, PALE = "#1a1a1a", "#6b6b6b", "#d9d9d9"
BLUE, VERMILLION, GREEN, ORANGE = "#0072B2", "#D55E00", "#009E73", "#E69F00"  # Okabe & Ito 2008
DESIGN: tuple[dict[str, Any], ...] = (
    {"color": VERMILLION, "linestyle": (0, (5, 2)), "marker": "s"},
    {"color": BLUE, "linestyle": "-", "marker": "o"},
)
READING: dict[int | None, dict[str, Any]] = {
    1: {"color": BLUE, "marker": "o", "label": "better"},
    -1: {"color": VERMILLION, "marker": "s", "label": "worse"},
    0: {"color": GREY, "marker": "D", "label": "differs, neither better nor worse"},
    None: {
        "color": GREY,
        "marker": "o",
        "markerfacecolor": "white",
        "label": "undecided: interval holds zero",
    },
}
SCALE_LENGTH = {"effort_ces": 6.0, "satisfaction": 2.0, "nps": 200.0, "reputation": 4.0}
GROUPS = (
    ("Customers", ("conversion_rate", "resolution_rate", "customers_kept", "churn_rate_12m")),
    (
        "The journey",
        ("journey_days", "flawless_rate", "repeats", "handoffs", "wait_minutes", "abandonment_rate"),
    ),
    (
        "What people feel and say",
        ("effort_ces", "satisfaction", "nps", "wom_positive", "wom_negative", "reputation"),
    ),
    ("Money per entrant", ("revenue", "cost_to_serve", "profit")),
)
COLUMNS = (0.0, 0.475, 0.63, 0.99)  # of the table: measure (left), first, second, difference (right ends)
CLIP = 1.0  # changes beyond 100 % are drawn at the edge, with an arrow


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text in inches."""
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=size)
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / 72.0


def wrapped(text: str, width: float, size: float, *, lines: int = 99, bold: bool = False) -> str:
    """The text folded at `width` inches, at most so many lines; what does not fit ends in an ellipsis."""
    folded, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and text_width(longer, size, bold=bold) > width:
            folded.append(line)
            line = word
        else:
            line = longer
    folded.append(line)
    if len(folded) > lines:
        folded = [*folded[: lines - 1], f"{folded[lines - 1].rstrip(',;:.')} …"]
    return "\n".join(folded)


def fitted(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """The text shortened with an ellipsis until it fits into `width` inches."""
    if text_width(text, size, bold=bold) <= width:
        return text
    while text and text_width(f"{text}…", size, bold=bold) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def minus(text: str) -> str:
    """A hyphen in front of a number becomes a true minus sign; other hyphens stay."""
    return re.sub(r"(?<!\w)-(?=\d)", "−", text)


def differences(table: Axes, forest: Axes, comparison: Comparison) -> tuple[Axes, Axes]:
    """A row per measure: its level in both designs, the difference with its interval, and the same as a picture."""
    rows = _rows(comparison)
    for axes in (table, forest):
        axes.set_ylim(len(rows) - 0.4, -0.6)
    table.set_xlim(0, 1)
    table.axis("off")
    forest.set_xlim(-1.12, 1.12)
    forest.axvline(0.0, color=GREY, linewidth=0.9, zorder=1)
    forest.set_yticks([])
    forest.spines["left"].set_visible(False)
    striped = False
    for y, entry in enumerate(rows):
        striped = not striped and not isinstance(entry, str)
        if isinstance(entry, str):
            table.text(0.0, y + 0.12, entry, fontweight="bold", fontsize=9.0, va="center", color=INK)
            continue
        if striped:
            table.axhspan(y - 0.5, y + 0.5, color="#f4f4f4", linewidth=0, zorder=0)
            forest.axhspan(y - 0.5, y + 0.5, color="#f4f4f4", linewidth=0, zorder=0)
        _table_row(table, y, entry, comparison)
        _forest_row(forest, y, entry, comparison)
    _table_head(table, comparison)
    forest.set_xticks([-1.0, -0.5, 0.0, 0.5, 1.0])
    forest.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{abs(x):.0%}".replace("%", " %")))
    forest.set_xlabel(
        "← worse      better →\nchange in % of today, or of the scale's length (arrow: over 100 %)",
        fontsize=8.0,
    )
    _legend_of_readings(forest)
    return table, forest


def _rows(comparison: Comparison) -> list[str | Kpi]:
    """Group titles and measures, top to bottom; measures that nobody could be counted for are left out."""
    rows: list[str | Kpi] = []
    for title, names in GROUPS:
        members = [kpi for name in names for kpi in comparison.kpis if kpi.name == name]
        members = [kpi for kpi in members if isfinite(comparison.difference(kpi.name).estimate)]
        rows += [title, *members] if members else []
    return rows


def _table_head(table: Axes, comparison: Comparison) -> None:
    inches = table.get_position().width * table.figure.get_figwidth()  # type: ignore[union-attr]
    first, second = (
        "\n".join(fitted(line, 0.145 * inches, 8.5, bold=True) for line in folded.split("\n"))
        for folded in (wrapped(t, 0.145 * inches, 8.5, lines=2, bold=True) for t in comparison.design_titles)
    )
    style: dict[str, Any] = {"fontsize": 8.5, "fontweight": "bold", "va": "bottom", "ha": "right"}
    table.text(COLUMNS[1], -0.75, first, color=VERMILLION, **style)
    table.text(COLUMNS[2], -0.75, second, color=BLUE, **style)
    table.text(COLUMNS[3], -0.75, "difference (95 % interval)", **style)


def _table_row(table: Axes, y: int, kpi: Kpi, comparison: Comparison) -> None:
    row, change = comparison.differences.loc[kpi.name], comparison.difference(kpi.name)
    table.text(COLUMNS[0] + 0.015, y, minus(kpi.title_with_unit), fontsize=9.0, va="center")
    for column, name in ((COLUMNS[1], "first"), (COLUMNS[2], "second")):
        table.text(column, y, minus(kpi.bare(float(row[name]))), fontsize=9.0, va="center", ha="right")
    text = kpi.change(change.estimate)
    if isfinite(change.low):
        mark = "*" if row["interval"] == "bootstrap-t" else ""
        text = f"{text}  ({kpi.change(change.low)} to {kpi.change(change.high)}){mark}"
    weight = "bold" if change.sign else "normal"
    table.text(COLUMNS[3], y, minus(text), fontsize=9.0, va="center", ha="right", fontweight=weight)


def _forest_row(forest: Axes, y: int, kpi: Kpi, comparison: Comparison) -> None:
    change = comparison.difference(kpi.name)
    scale = _unit_of_change(kpi, comparison)
    if scale == 0.0:
        return
    direction = kpi.better or 1
    at, low, high = (direction * value / scale for value in (change.estimate, change.low, change.high))
    low, high = min(low, high), max(low, high)
    style = READING[_reading(kpi, change)]
    face = style.get("markerfacecolor", style["color"])
    if isfinite(low):
        forest.plot(np.clip([low, high], -CLIP, CLIP), [y, y], color=style["color"], linewidth=1.6, zorder=2)
    marker = style["marker"]
    if abs(at) > CLIP:
        marker = ">" if at > 0 else "<"
    at = float(np.clip(at, -CLIP, CLIP))
    forest.plot(
        at, y, marker=marker, markersize=6.0, color=style["color"], markerfacecolor=face, zorder=3,
    )  # fmt: skip


def _unit_of_change(kpi: Kpi, comparison: Comparison) -> float:
    """What a change is shown relative to: today's level, or the length of the scale where zero means nothing."""
    if kpi.name in SCALE_LENGTH:
        return SCALE_LENGTH[kpi.name]
    return abs(float(comparison.differences.loc[kpi.name, "first"]))


def _reading(kpi: Kpi, change: Interval) -> int | None:
    return kpi.better * change.sign if change.sign else None


def _legend_of_readings(forest: Axes) -> None:
    handles = [
        forest.plot([], [], linestyle="", markersize=6.0, **{"markerfacecolor": style["color"], **style})[0]
        for style in READING.values()
    ]
    forest.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(-0.02, 1.005), fontsize=7.5, frameon=False,
        handletextpad=0.2, labelspacing=0.25, borderpad=0.0,
    )  # fmt: skip


def survival(axes: Axes, comparison: Comparison) -> Axes:
    """Kaplan-Meier curves of the customers of both designs, with bands over replications and numbers at risk."""
    last, ends, ticks = 0.0, [], []
    for k, (arm, title) in enumerate(zip("SI", comparison.design_titles, strict=True)):
        curve = comparison.survival[comparison.survival["arm"] == arm]
        style, days = DESIGN[k], curve["day"].to_numpy()
        last = float(days[-1])
        axes.fill_between(
            days, 100 * curve["low"], 100 * curve["high"], color=style["color"], alpha=0.18, linewidth=0
        )
        axes.plot(
            days, 100 * curve["survival"], color=style["color"], linestyle=style["linestyle"], linewidth=2.0,
            marker=style["marker"], markevery=max(len(days) // 6, 1), markersize=4.5, label=title,
        )  # fmt: skip
        ends.append(100 * float(curve["survival"].iloc[-1]))
        ticks = (
            [0.0, 90.0, 180.0, 270.0, 365.0]
            if last == 365.0
            else [float(d) for d in np.linspace(0.0, last, 5)]
        )
        nearest = [int(np.abs(days - tick).argmin()) for tick in ticks]
        for tick, at in zip(ticks, nearest, strict=True):
            axes.annotate(
                f"{curve['at_risk'].iloc[at]:,.0f}", (tick, 0.0), xycoords=("data", "axes fraction"), ha="center",
                xytext=(0, -42 - 12 * k), textcoords="offset points", fontsize=7.5, color=style["color"],
            )  # fmt: skip
    lowest = float(np.nanmin(comparison.survival["low"].fillna(comparison.survival["survival"]))) * 100
    axes.set_ylim(max(0.0, 100 - 1.12 * max(100 - lowest, 1.0)), 100.0 + 0.02 * max(100 - lowest, 1.0))
    axes.set_xlim(0.0, last)
    axes.set_xticks(ticks)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:.0f}"))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:.0f} %"))
    axes.grid(axis="y", color=PALE, linewidth=0.6)
    axes.set_xlabel(
        "days since becoming a customer; below: customers at risk, mean per replication", fontsize=8.0
    )
    axes.legend(loc="lower left", frameon=False, fontsize=9.0, handlelength=3.2)
    after = "After a year" if last == 365.0 else f"After {last:g} days"
    first, second = comparison.design_titles
    words = (
        f"{after} {ends[1]:.1f} % of customers are still there under {second}, {ends[0]:.1f} % under {first}"
    )
    if min(ends) == 100.0:
        words = f"{after} every customer is still there"
    return _titled(axes, words)


def contributions(axes: Axes, comparison: Comparison) -> Axes:
    """What process and mechanisms bring to the difference in profit, and what only both together do."""
    parts = (("process", "process:\nrouting, delays", GREEN), ("mechanisms", "mechanisms:\nall other levers", ORANGE),
             ("interaction", "interaction:\nhalf in each", GREY))  # fmt: skip
    found = {name: comparison.contribution("profit", name) for name, _, _ in parts}
    reach = 0.0
    for y, (name, _, color) in enumerate(parts):
        share = found[name]
        if share is None or not isfinite(share.estimate):
            continue
        axes.barh(y, share.estimate, color=color, height=0.55, zorder=2, hatch="///" if name == "interaction" else "",
                  edgecolor="white", linewidth=0.0)  # fmt: skip
        if isfinite(share.low):
            axes.plot([share.low, share.high], [y, y], color=INK, linewidth=1.4, zorder=3)
        label = minus(f"{share.estimate:+,.1f}")
        axes.annotate(label, (max(share.high, share.estimate, 0.0) if isfinite(share.high) else share.estimate, y),
                      xytext=(5, 0), textcoords="offset points", va="center", fontsize=8.5)  # fmt: skip
        reach = (
            max(reach, abs(share.high), abs(share.low))
            if isfinite(share.low)
            else max(reach, abs(share.estimate))
        )
    limits = [
        0.0,
        *(end for s in found.values() if s is not None for end in (s.low, s.high) if isfinite(end)),
    ]
    span = max(max(limits) - min(limits), 1e-9)
    axes.set_xlim(min(limits) - 0.05 * span, max(limits) + 0.4 * span)
    axes.set_ylim(2.6, -0.6)
    axes.set_yticks(range(3), [label for _, label, _ in parts])
    axes.tick_params(axis="y", length=0)
    axes.axvline(0.0, color=GREY, linewidth=0.9)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda x, _: minus(f"{x:,.0f}" if reach >= 4 else f"{x:,.2g}"))
    )
    axes.set_xlabel("EUR of profit per entrant, 95 % intervals", fontsize=8.0)
    process, mechanisms = found["process"], found["mechanisms"]
    words = "Where the difference in profit comes from"
    if process is not None and mechanisms is not None and process.sign and mechanisms.sign:
        smaller, larger = sorted((abs(process.estimate), abs(mechanisms.estimate)))
        words = "Process and mechanisms pull against each other"
        if process.sign == mechanisms.sign:
            part = "mechanisms" if larger == abs(mechanisms.estimate) else "process"
            words = f"Most of the {'gain' if process.sign > 0 else 'loss'} comes from the {part}"
            if larger - smaller < process.half_width + mechanisms.half_width:
                words = "Process and mechanisms weigh about the same"
    return _titled(axes, words)


def break_even(axes: Axes, comparison: Comparison) -> Axes:
    """The profit difference over the retention at hand-offs, with its band and the break-even."""
    found = comparison.break_even
    assert found is not None
    name = "profit" if "profit" in found.roots else comparison.headline
    kpi, curve = comparison.kpi(name), found.curve[found.curve["kpi"] == name]
    x, scale = 100 * curve["retention"].to_numpy(), kpi.scale
    axes.axhline(0.0, color=GREY, linewidth=0.9)
    axes.fill_between(x, scale * curve["low"], scale * curve["high"], color=BLUE, alpha=0.18, linewidth=0)
    axes.plot(x, scale * curve["difference"], color=BLUE, marker="o", markersize=4.5, linewidth=1.8)
    root = found.roots[name]
    low, high = (min(max(100 * limit, 0.0), 100.0) for limit in (root.low, root.high))
    if root.is_located:
        axes.axvline(100 * root.level, color=VERMILLION, linestyle=(0, (3, 2)), linewidth=1.2)
        axes.axvspan(low, high, color=VERMILLION, alpha=0.12, linewidth=0)
    axes.set_xlim(0.0, 100.0)
    axes.set_xticks([0, 25, 50, 75, 100])
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0f} %"))
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: minus(f"{value:+,.0f}") if value else "0"))
    axes.set_xlabel("information kept at a hand-off", fontsize=8.0)
    axes.set_ylabel(f"difference in {kpi.title}, {kpi.unit_of_difference}", fontsize=8.0, labelpad=2.0)
    return _titled(axes, break_even_title(found, name))


def _titled(axes: Axes, words: str) -> Axes:
    """The finding above the panel, folded to its width."""
    figure = axes.figure
    inches = axes.get_position().width * figure.get_figwidth()  # type: ignore[union-attr]
    axes.set_title(
        wrapped(words, inches, 10.0, lines=2, bold=True),
        loc="left",
        fontsize=10.0,
        fontweight="bold",
        pad=8.0,
    )
    return axes
