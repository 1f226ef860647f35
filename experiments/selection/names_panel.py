"""Who a row of a figure is: a dot per lever, or a name; and what it costs."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from experiments.panels import GREY, PALE, fitted
from experiments.selection.field import Field

GAP = 0.55  # inches between two levers, at most


@dataclass(frozen=True)
class Entry:
    """A row: the candidate's number, its colour, and what is said of it."""

    number: int
    colour: str
    said: str = ""


def codes_of(field: Field) -> list[str]:
    """Levers that some candidate pulls, in the scenario's order; none where names are no sets of levers."""
    if any(each.name != " + ".join(each.levers) for each in field.candidates[1:]):
        return []
    return [
        code
        for code in field.question.scenario.levers
        if any(code in each.levers for each in field.candidates)
    ]


def names_panel(axes: Axes, field: Field, entries: list[Entry], width: float) -> None:
    """Draw the rows on axes that are `width` inches wide."""
    codes = codes_of(field)
    axes.set(xlim=(0.0, width), ylim=(len(entries) - 0.5, -0.5))
    axes.axis("off")
    prices = [field.candidates[entry.number].price - field.candidates[0].price for entry in entries]
    thousands = max(prices) >= 10_000.0
    unit = "EUR 1,000\na year" if thousands else "EUR\na year"
    axes.text(width - 0.08, -0.75, unit, ha="right", va="bottom", fontsize=8, color=GREY)
    right = width - 1.3
    gap = min(GAP, (right - 1.1) / max(len(codes) - 1, 1))
    places = right - gap * np.arange(len(codes))[::-1]
    for x, code in zip(places, codes, strict=True):
        axes.text(x - 0.05, -0.7, fitted(code, 1.3, 8.0), rotation=40, ha="left", va="bottom", fontsize=8)
    for y, (entry, price) in enumerate(zip(entries, prices, strict=True)):
        each, is_today = field.candidates[entry.number], entry.number == 0
        if y % 2 == 0:
            axes.axhspan(y - 0.5, y + 0.5, color="#f4f4f4", linewidth=0, zorder=0)
        shown = f"{price / 1000.0:,.1f}" if thousands else f"{price:,.0f}"
        axes.text(width - 0.08, y, shown, ha="right", va="center", fontsize=8.5)
        parts = [entry.said] if codes else [each.name, f"({entry.said})" if entry.said else ""]
        said = " ".join(part for part in (*parts, "(today)" if is_today and not codes else "") if part)
        if is_today and codes:
            said = f"{said}, today" if said else "today"
        room = (places[0] - 0.15) if codes else right + 0.1
        weight = "bold" if entry.said or is_today else "normal"
        axes.text(0.05, y, fitted(said, room, 8.5, bold=True), va="center", fontsize=8.5, fontweight=weight)
        on = np.array([code in each.levers for code in codes], dtype=np.bool_)
        axes.plot(places[~on], np.full((~on).sum(), y), "o", color=PALE, markersize=3.5)
        axes.plot(places[on], np.full(on.sum(), y), "o", color=entry.colour, markersize=6.5)
