"""The panels of a sweep's figure: each draws one measure on axes it is given."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.kpis import Kpi
from experiments.panels import BLUE, GREY, INK, PALE, VERMILLION, minus, wrapped
from experiments.statistics import Floats
from experiments.study.space import Factor
from experiments.sweeping.result import Sweep
from experiments.sweeping.words import limits, named, number

BINS = 8
LABEL, SMALL = 8.5, 7.5
SPREAD = LinearSegmentedColormap.from_list("spread", [VERMILLION, "#f7f7f7", BLUE])
MOST_LABELLED = 60  # cells of a map that carry their number


def curve(axes: Axes, sweep: Sweep, kpi: Kpi) -> None:
    """The difference over one factor: limits at each point, thinner those that hold at all points, and break-even."""
    factor = sweep.factors[0]
    table = sweep.of(kpi.name)
    place = _places(sweep, factor)
    order = np.argsort(place)
    order = order[np.isfinite(table["difference"].to_numpy(dtype=float)[order])]
    x, rows = place[order], table.iloc[order]
    if factor.words:
        _bars(axes, kpi, factor, x, rows)
        axes.set_xlabel(_label(axes, named(factor)), fontsize=LABEL)
        words = _difference(kpi)
    else:
        _band(axes, kpi, x, rows)
        for limit in ("low_all", "high_all"):
            axes.plot(x, kpi.scale * rows[limit], color=BLUE, linewidth=0.8, linestyle=(0, (4, 3)), alpha=0.7)
        words = _difference(kpi) + _crossing(axes, sweep, kpi, x)
        _value_axis(axes, factor, sweep.today[0])
    _titled(axes, words)
    _difference_axis(axes)


def _crossing(axes: Axes, sweep: Sweep, kpi: Kpi, x: Floats) -> str:
    """Mark the break-even with its limits, and say it; empty where there is none."""
    table = sweep.break_evens
    found = table[(table["kpi"] == kpi.name) & np.isfinite(table["level"])]
    if len(found) != 1:
        return ""
    root = found.iloc[0]
    low, high = np.clip([root["low"], root["high"]], x.min(), x.max())
    axes.axvline(root["level"], color=VERMILLION, linestyle=(0, (3, 2)), linewidth=1.3)
    axes.axvspan(low, high, color=VERMILLION, alpha=0.13, linewidth=0)
    return f"; break-even at {number(root['level'])} ({limits(root['low'], root['high'])})"


def _bars(axes: Axes, kpi: Kpi, factor: Factor, x: Floats, rows: pd.DataFrame) -> None:
    """A point with its limits for each word."""
    axes.axhline(0.0, color=GREY, linewidth=0.9)
    for low, high, width in (("low_all", "high_all", 1.0), ("low", "high", 3.0)):
        axes.vlines(x, kpi.scale * rows[low], kpi.scale * rows[high], color=BLUE, linewidth=width)
    _marks(axes, kpi, x, rows["difference"].to_numpy(dtype=float), rows["sign"].to_numpy(), 40.0)
    _words_axis(axes, factor)


def _words_axis(axes: Axes, factor: Factor) -> None:
    axes.set_xlim(-0.5, len(factor.words) - 0.5)
    axes.set_xticks(range(len(factor.words)), factor.words)


def heat(axes: Axes, sweep: Sweep, kpi: Kpi) -> None:
    """The difference over two factors: white at zero, hatched where undecided, with the line of break-even."""
    across, up = sweep.factors
    table = sweep.of(kpi.name)
    columns, rows = (_values(sweep, factor) for factor in (across, up))
    grid = table.pivot_table(index=up.path, columns=across.path, values="difference", dropna=False)
    signs = table.pivot_table(index=up.path, columns=across.path, values="sign", dropna=False)
    z = kpi.scale * grid.reindex(index=rows, columns=columns).to_numpy(dtype=float)
    sign = signs.reindex(index=rows, columns=columns).to_numpy(dtype=float)
    top = float(np.nanmax(np.abs(z))) if np.isfinite(z).any() else 1.0
    colours: Any = SPREAD if kpi.better >= 0 else SPREAD.reversed()
    colours = colours.with_extremes(bad=PALE)
    image = axes.imshow(
        np.ma.masked_invalid(z),
        origin="lower",
        aspect="auto",
        cmap=colours,
        vmin=-(top or 1.0),
        vmax=top or 1.0,
    )
    for (row, column), value in np.ndenumerate(z):
        _cell(axes, kpi, column, row, value, sign[row, column], top, labelled=z.size <= MOST_LABELLED)
    if not (across.words or up.words) and np.nanmin(z) < 0.0 < np.nanmax(z) and min(z.shape) > 1:
        axes.contour(np.ma.masked_invalid(z), levels=[0.0], colors=[INK], linewidths=1.8)
    _today_on_map(axes, sweep, columns, rows)
    for axis, factor, values in ((axes.xaxis, across, columns), (axes.yaxis, up, rows)):
        _category_ticks(axis, factor, values)
    axes.set_xlabel(_label(axes, named(across)), fontsize=LABEL)
    axes.set_ylabel(_label(axes, named(up), upright=True), fontsize=LABEL)
    axes.tick_params(length=0, pad=6)
    bar = axes.figure.colorbar(image, ax=axes, fraction=0.04, pad=0.02)
    bar.outline.set_visible(False)
    bar.ax.yaxis.set_major_locator(MaxNLocator(5))
    bar.ax.yaxis.set_major_formatter(_signed())
    _titled(axes, _difference(kpi))


def effect(axes: Axes, sweep: Sweep, kpi: Kpi, factor: Factor, *, first: bool) -> None:
    """The difference against one factor: its own line where it was moved alone, else all points and their mean."""
    table = sweep.of(kpi.name)
    place = _places(sweep, factor)
    if sweep.method == "one_at_a_time":
        own = own_line(sweep, factor)
        order = own[np.argsort(place[own])]
        rows = table.iloc[order]
        if factor.words:
            _bars(axes, kpi, factor, place[order], rows)
        else:
            _band(axes, kpi, place[order], rows)
    else:
        _scatter(axes, kpi, place, table["difference"].to_numpy(dtype=float), table["sign"].to_numpy())
    if factor.words:
        _words_axis(axes, factor)
        axes.set_xlabel(_label(axes, named(factor)), fontsize=LABEL)
    else:
        _value_axis(axes, factor, sweep.today[sweep.factors.index(factor)], ticks=4)
    _difference_axis(axes)
    if first:
        axes.set_ylabel(
            wrapped(_difference(kpi), 2.1, LABEL, lines=2),
            fontsize=LABEL,
        )
    else:
        axes.tick_params(labelleft=False)


def own_line(sweep: Sweep, factor: Factor) -> Any:
    """The points of a one-at-a-time design at which a factor alone is moved, and the central one; int array."""
    others = [f for f in sweep.factors if f is not factor]
    centre = sweep.points.iloc[0]
    same = np.ones(len(sweep.points), dtype=bool)
    for other in others:
        same &= (sweep.points[other.path] == centre[other.path]).to_numpy(dtype=bool)
    fine = (sweep.points["problem"] == "").to_numpy(dtype=bool)
    return np.flatnonzero(same & fine)


def _band(axes: Axes, kpi: Kpi, x: Floats, rows: pd.DataFrame) -> None:
    """A curve with its band; points filled where decided."""
    axes.axhline(0.0, color=GREY, linewidth=0.9)
    axes.fill_between(
        x, kpi.scale * rows["low"], kpi.scale * rows["high"], color=BLUE, alpha=0.18, linewidth=0
    )
    middle = rows["difference"].to_numpy(dtype=float)
    axes.plot(x, kpi.scale * middle, color=BLUE, linewidth=1.6)
    _marks(axes, kpi, x, middle, rows["sign"].to_numpy(), 30.0)


def _scatter(axes: Axes, kpi: Kpi, x: Floats, difference: Floats, sign: Any) -> None:
    """Every point, and the mean of each part of the range with its 95 % limits over points."""
    axes.axhline(0.0, color=GREY, linewidth=0.9)
    fine = np.isfinite(x) & np.isfinite(difference)
    x, difference, sign = x[fine], difference[fine], sign[fine]
    _marks(axes, kpi, x, difference, sign, 9.0 if len(x) > 60 else 16.0, alpha=0.55)
    centres, means, halves = binned(x, difference)
    axes.fill_between(
        centres,
        kpi.scale * (means - halves),
        kpi.scale * (means + halves),
        color=INK,
        alpha=0.15,
        linewidth=0,
    )
    axes.plot(centres, kpi.scale * means, color=INK, linewidth=1.8)


def binned(x: Floats, y: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean x, mean y and half the normal 95 % interval of y over points, in parts of equally many points.

    Values that are equal stay together; parts with fewer than two points are left out.
    """
    values = np.unique(x)
    groups = [x == value for value in values]
    if len(values) > BINS:
        edges = np.unique(np.quantile(x, np.linspace(0.0, 1.0, min(BINS, max(len(x) // 5, 2)) + 1)))
        place = np.clip(np.searchsorted(edges, x, side="right") - 1, 0, len(edges) - 2)
        groups = [place == k for k in range(len(edges) - 1)]
    kept = [group for group in groups if group.sum() > 1]
    found = [(x[g].mean(), y[g].mean(), 1.96 * y[g].std(ddof=1) / np.sqrt(g.sum())) for g in kept]
    table = np.array(found, dtype=np.float64).reshape(-1, 3).T
    return table[0], table[1], table[2]


def _marks(axes: Axes, kpi: Kpi, x: Floats, y: Floats, sign: Any, size: float, alpha: float = 1.0) -> None:
    """Points by what they say: better, worse, or undecided (hollow)."""
    for reading, colour, marker in ((1, BLUE, "o"), (-1, VERMILLION, "s"), (0, GREY, "o")):
        which = np.sign(sign * (kpi.better or 1)) == reading
        face = "white" if reading == 0 else colour
        axes.scatter(
            x[which], kpi.scale * y[which], s=size, marker=marker, facecolor=face, edgecolor=colour, linewidth=0.9,
            alpha=alpha, zorder=3,
        )  # fmt: skip


def _cell(
    axes: Axes, kpi: Kpi, column: int, row: int, value: float, sign: float, top: float, *, labelled: bool
) -> None:
    """What stands on one cell of a map: hatching where undecided, and its number."""
    corner = (column - 0.5, row - 0.5)
    if np.isfinite(value) and sign == 0.0:
        axes.add_patch(
            Rectangle(corner, 1.0, 1.0, facecolor="none", edgecolor="#9a9a9a", hatch="////", linewidth=0.0)
        )
    if not labelled:
        return
    words = minus(kpi.change(value / kpi.scale)) if np.isfinite(value) else "no world"
    dark = np.isfinite(value) and abs(value) > 0.6 * top
    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.0, "alpha": 0.8} if sign == 0.0 else None
    axes.text(
        column, row, words, ha="center", va="center", fontsize=SMALL, color="white" if dark else INK, bbox=box
    )  # fmt: skip


def _today_on_map(axes: Axes, sweep: Sweep, columns: list[Any], rows: list[Any]) -> None:
    """Triangles on both axes where the scenario itself stands."""
    across, up = axes.get_xaxis_transform(), axes.get_yaxis_transform()
    for k, (factor, today, values) in enumerate(
        zip(sweep.factors, sweep.today, (columns, rows), strict=True)
    ):
        if factor.words or not min(values) <= today <= max(values):
            continue
        place = float(np.interp(today, values, np.arange(len(values))))
        x, y = (place, 0.0) if k == 0 else (0.0, place)
        axes.plot([x], [y], "^" if k == 0 else ">", color=INK, markersize=6, clip_on=False, zorder=5,
                  transform=up if k else across)  # fmt: skip


def _values(sweep: Sweep, factor: Factor) -> list[Any]:
    """The values looked at, rising; words in their own order."""
    there = set(sweep.points[factor.path])
    return [word for word in factor.words if word in there] if factor.words else sorted(there)


def _places(sweep: Sweep, factor: Factor) -> Floats:
    """Where every point stands on an axis; words by their position."""
    column = sweep.points[factor.path]
    if factor.words:
        positions = {word: float(k) for k, word in enumerate(factor.words)}
        return np.array([positions.get(word, np.nan) for word in column])
    return np.asarray(column, dtype=np.float64)


def _category_ticks(axis: Any, factor: Factor, values: list[Any]) -> None:
    step = max(len(values) // 9, 1)
    places = range(0, len(values), step)
    axis.set_ticks(list(places), [values[k] if factor.words else number(values[k]) for k in places])


def _value_axis(axes: Axes, factor: Factor, today: float, ticks: int = 7) -> None:
    """The axis of a factor, with a mark where the scenario itself stands."""
    axes.xaxis.set_major_locator(MaxNLocator(ticks, integer=factor.whole))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: minus(number(value))))
    axes.margins(x=0.03)
    axes.set_xlabel(_label(axes, named(factor)), fontsize=LABEL)
    if factor.low <= today <= factor.high:
        axes.plot([today], [0.0], marker="^", color=INK, markersize=6, clip_on=False, zorder=5,
                  transform=axes.get_xaxis_transform())  # fmt: skip


def _difference_axis(axes: Axes) -> None:
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_formatter(_signed())
    axes.set_xmargin(0.03)


def _difference(kpi: Kpi) -> str:
    return f"{kpi.title}: difference, {kpi.unit_of_difference}".rstrip(", ")


def _signed() -> FuncFormatter:
    return FuncFormatter(lambda value, _: minus(f"{value:+,.10g}") if abs(value) > 1e-12 else "0")


def _label(axes: Axes, words: str, *, upright: bool = False) -> str:
    """A label folded to the length of its axis."""
    figure: Any = axes.figure
    place = axes.get_position()
    inches = place.height * figure.get_figheight() if upright else place.width * figure.get_figwidth()
    return wrapped(words, inches, LABEL, lines=3)


def _titled(axes: Axes, words: str) -> None:
    """The measure above its panel, folded to its width."""
    figure: Any = axes.figure
    inches = axes.get_position().width * figure.get_figwidth()
    text = wrapped(f"{words[:1].upper()}{words[1:]}", inches, 10.0, lines=2, bold=True)
    axes.set_title(text, loc="left", fontsize=10.0, fontweight="bold", pad=7.0)
