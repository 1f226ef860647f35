"""The figures of a discovery: the box, where it lies among the futures, what it trades off; and the regrets.

Figure objects and the Agg canvas only, like the figure of a comparison: the same bytes for the same discovery.
"""

from typing import Any

import numpy as np
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from experiments.discovery.result import Discovery
from experiments.discovery.words import interval, number, percent, with_limits
from experiments.figures import STYLE
from experiments.panels import BLUE, GREY, INK, PALE, VERMILLION, fitted, minus, wrapped
from experiments.picture import Picture

WIDTH, HEIGHT = 15.0, 8.6
ROWS = 6  # limited factors drawn


def discovery_figure(found: Discovery) -> Figure:
    """The board's page: limits of the first box and its trade-off left, the futures with the box right."""
    with rc_context(STYLE):
        figure = Picture(WIDTH, HEIGHT)
        figure.text(0.025, 0.965, _headline(found), fontsize=19, fontweight="bold", va="top")
        told = wrapped(minus(f"{found.title}. {found.sentences[0]}"), 0.95 * WIDTH, 11.0, lines=4)
        figure.text(0.025, 0.912, told, fontsize=11.0, va="top", linespacing=1.35)
        _limits(figure.add_axes((0.2, 0.55, 0.27, 0.165)), found)
        _trade_off(figure.add_axes((0.07, 0.135, 0.4, 0.27)), found)
        _futures(figure.add_axes((0.555, 0.135, 0.42, 0.58)), found)
        figure.text(
            0.025, 0.012, wrapped(_small_print(found), 0.94 * WIDTH, 7.5, lines=3), fontsize=7.5, color=GREY,
            va="bottom", linespacing=1.3,
        )  # fmt: skip
    return figure


def _headline(found: Discovery) -> str:
    name = found.design_titles[1]
    if found.shares.empty:
        return f"“{name}”: no box of futures in which it does not pay"
    row = found.shares.iloc[0]
    inside, outside = percent(row["density"]), percent(row["elsewhere"])
    return f"Where “{name}” does not pay: {inside} of the futures in the box lose, {outside} elsewhere"


def _limits(axes: Axes, found: Discovery) -> None:
    """Each limited factor as the range that was sampled, with what the first box takes of it."""
    rows = found.boxes[found.boxes["box"] == 1].head(ROWS)
    axes.set_title(
        "The box: what it takes of each range sampled", fontsize=11, loc="left", fontweight="bold", x=-0.6
    )
    axes.set_axis_off()
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(max(len(rows), 2) - 0.35, -0.65)
    if rows.empty:
        axes.text(0.0, 0.2, "none that is believed", color=GREY)
    for y, row in enumerate(rows.to_dict(orient="records")):
        low, high = row["range_low"], row["range_high"]
        ends = [(limit - low) / (high - low) for limit in (row["low"], row["high"])]
        left, right = (0.0 if np.isnan(ends[0]) else ends[0]), (1.0 if np.isnan(ends[1]) else ends[1])
        axes.barh(y, 1.0, height=0.3, color=PALE, linewidth=0)
        axes.barh(y, right - left, left=left, height=0.3, color=VERMILLION, linewidth=0)
        for place, value, side in ((0.0, low, "left"), (1.0, high, "right")):
            axes.text(place, y + 0.4, number(value), fontsize=8, color=GREY, ha=side, va="center")
        for place, value in ((left, row["low"]), (right, row["high"])):
            if not np.isnan(value):
                axes.text(
                    place, y - 0.32, number(value), fontsize=9.5, ha="center", va="center", fontweight="bold"
                )
        name = wrapped(
            f"{row['title']} [{row['evidence']}]" if row["evidence"] else row["title"], 2.4, 9.0, lines=3
        )
        axes.text(-0.04, y, name, fontsize=9, ha="right", va="center", linespacing=1.15)


def _trade_off(axes: Axes, found: Discovery) -> None:
    """Coverage against density on the way to the first box, and where it stands on fresh futures."""
    axes.set_title(
        "What peeling trades off, and what fresh futures say",
        fontsize=11,
        loc="left",
        fontweight="bold",
        pad=36,
    )
    way = found.trade_off[found.trade_off["box"] == 1]
    for kind, colour, label in (
        ("every", PALE, "all limits, chance included"),
        ("believed", BLUE, "limits that are believed"),
    ):
        line = way[way["limits"] == kind]
        if len(line):
            axes.plot(
                100 * line["coverage"], 100 * line["density"], "-o", color=colour, markersize=3.5, linewidth=1.4,
                label=label,
            )  # fmt: skip
    if len(found.shares):
        row = found.shares.iloc[0]
        place = 100 * row["found_coverage"], 100 * row["found_density"]
        axes.plot(
            *place, "o", color=BLUE, markersize=9, label="the box, in the sample that found it", zorder=4
        )
        density, coverage = interval(row, "density"), interval(row, "coverage")
        axes.errorbar(
            100 * coverage.estimate, 100 * density.estimate,
            xerr=[[100 * (coverage.estimate - coverage.low)], [100 * (coverage.high - coverage.estimate)]],
            yerr=[[100 * (density.estimate - density.low)], [100 * (density.high - density.estimate)]],
            fmt="s", color=VERMILLION, markersize=8, capsize=3, linewidth=1.6, zorder=5,
            label="the box, on fresh futures (95 %)",
        )  # fmt: skip
    axes.axhline(100 * found.losing["share"], color=GREY, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.text(1.0, 100 * found.losing["share"] - 2, "all futures", fontsize=8, color=GREY, va="top")
    axes.set_xlim(0, 102)
    axes.set_ylim(0, 102)
    axes.set_xlabel("coverage: share of all losing futures that the box holds, %")
    axes.set_ylabel("density: share of its futures that lose, %")
    if not len(way):
        axes.text(51, 51, "nothing to peel", color=GREY, ha="center")
        return
    axes.legend(
        fontsize=8, frameon=False, loc="lower left", bbox_to_anchor=(-0.015, 0.985), ncols=2, columnspacing=1.2,
        handlelength=1.6,
    )  # fmt: skip


def _futures(axes: Axes, found: Discovery) -> None:
    """The futures of the first sample over the two factors that matter most, losing or not, with the box."""
    across, up = _two(found)
    first = found.points[(found.points["sample"] == "first") & (found.points["problem"] == "")]
    lost = first["loses"].to_numpy(dtype=bool)
    styles: tuple[tuple[Any, dict[str, Any], str], ...] = (
        (
            ~lost,
            {"marker": "o", "facecolors": "none", "edgecolors": BLUE, "s": 20, "linewidths": 0.9},
            "does not lose",
        ),
        (lost, {"marker": "s", "color": VERMILLION, "s": 22, "linewidths": 0}, "loses"),
    )
    for mask, style, label in styles:
        part = first[mask]
        axes.scatter(part[across], part[up], label=f"{label} ({mask.sum()})", zorder=3, **style)
    ranges = found.factors.set_index("path")
    for number_ in sorted(found.boxes["box"].unique()):
        _rectangle(axes, found, int(number_), across, up, ranges)
    for axis, path in (("x", across), ("y", up)):
        low, high = ranges.loc[path, ["low", "high"]]
        pad = 0.015 * (high - low)
        getattr(axes, f"set_{axis}lim")(low - pad, high + pad)
        length = 0.42 * WIDTH if axis == "x" else 0.58 * HEIGHT
        getattr(axes, f"set_{axis}label")(fitted(_label(ranges.loc[path]), length, 9.5), fontsize=9.5)
    axes.set_title(
        f"{len(first):,} futures by the two numbers that matter most",
        fontsize=11,
        loc="left",
        fontweight="bold",
        pad=24,
    )
    axes.legend(
        fontsize=9,
        frameon=False,
        loc="lower left",
        bbox_to_anchor=(-0.015, 0.995),
        ncols=3,
        handletextpad=0.2,
    )


def _rectangle(axes: Axes, found: Discovery, box: int, across: str, up: str, ranges: Any) -> None:
    """A box as a rectangle; further limits are not seen from here."""
    rows = found.boxes[found.boxes["box"] == box].set_index("path")
    sides = []
    for path in (across, up):
        low, high = (float(ranges.loc[path, name]) for name in ("low", "high"))
        if path in rows.index:
            own = rows.loc[path]
            low, high = (
                (low if np.isnan(own["low"]) else own["low"]),
                (high if np.isnan(own["high"]) else own["high"]),
            )
        sides.append((low, high))
    (left, right), (bottom, top) = sides
    axes.add_patch(
        Rectangle(
            (left, bottom), right - left, top - bottom, facecolor=VERMILLION, alpha=0.1, linewidth=0, zorder=1
        )
    )
    axes.add_patch(
        Rectangle(
            (left, bottom), right - left, top - bottom, fill=False, edgecolor=INK, linewidth=2.0, zorder=4
        )
    )
    further = len(set(rows.index) - {across, up})
    words = f"box {box}" + (f", and {further} more limit{'s' * (further > 1)}" if further else "")
    axes.annotate(
        words, (left, top), (4, -4), textcoords="offset points", va="top", fontsize=9, fontweight="bold", zorder=5,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.5},
    )  # fmt: skip


def _two(found: Discovery) -> tuple[str, str]:
    """The two factors to draw: those of the first box with the least doubt, then those the difference moves with."""
    rows = found.boxes[found.boxes["box"] == 1]
    doubt = rows[["quasi_p_low", "quasi_p_high"]].min(axis=1)
    names = rows.assign(doubt=doubt).sort_values("doubt")["path"].tolist()
    first = found.points[(found.points["sample"] == "first") & (found.points["problem"] == "")]
    paths = found.factors["path"].tolist()
    moves = first[paths].corrwith(first["difference"], method="spearman").abs().fillna(0.0)
    names += [path for path in moves.sort_values(ascending=False, kind="stable").index if path not in names]
    names += names[:1]
    return names[0], names[1]


def _label(row: Any) -> str:
    unit = f", {row['unit']}" if row["unit"] and row["unit"] not in row["title"] else ""
    return f"{row['title']}{unit}"


def _small_print(found: Discovery) -> str:
    first = found.points[found.points["sample"] == "first"]
    return (
        f"Counted: {found.kpi.estimand}. Losing: second minus first design, same people, same luck, "
        f"worse than {found.threshold:g} {found.kpi.unit_of_difference} in {found.kpi.title}. {len(first):,} futures "
        f"found the "
        f"box, {len(found.points) - len(first):,} fresh ones with fresh luck tested it; {found.replications} paired "
        f"replication{'s' * (found.replications > 1)} at each. {found.sentences[-1]} "
        f"{found.rule[:1].upper()}{found.rule[1:]} "
        f"(PRIM). {found.manifest['id']}, seed {found.seed}, preset {found.preset}."
    )


def regret_figure(found: Discovery) -> Figure:
    """Heat strip: a row per design, a column per future in the order of the difference; dark is much regret."""
    rows = len(found.regret)
    height = 2.2 + 0.62 * rows
    first = found.points[(found.points["sample"] == "first") & (found.points["problem"] == "")]
    names = found.regret["design"].tolist()
    sign = -1.0 if found.kpi.better < 0 else 1.0
    values = sign * found.kpi.scale * first.sort_values("difference")[names].to_numpy(dtype=np.float64).T
    with rc_context(STYLE):
        figure = Picture(13.0, height)
        unit = found.kpi.unit_of_difference
        head = f"What each choice would be regretted by, future by future ({found.kpi.title}, {unit})"
        figure.text(0.02, 1.0 - 0.18 / height, head, fontsize=15, fontweight="bold", va="top")
        text = wrapped(minus(_regret_words(found)), 0.96 * 13.0, 10.0, lines=3)
        figure.text(0.02, 1.0 - 0.56 / height, text, fontsize=10, va="top", linespacing=1.3)
        tall = 0.62 * rows / height
        axes = figure.add_axes((0.15, 0.62 / height, 0.43, tall))
        regret = values.max(axis=0) - values
        image = axes.imshow(
            regret,
            aspect="auto",
            cmap="Blues",
            vmin=0.0,
            vmax=max(float(regret.max()), 1e-9),
            interpolation="nearest",
        )
        axes.set_yticks(range(rows), [fitted(title, 0.13 * 13.0, 9.0) for title in found.regret["title"]])
        axes.set_xticks([])
        axes.set_xlabel(
            f"{regret.shape[1]:,} futures, from where "
            f"“{fitted(found.design_titles[1], 2.0, 9.0)}” loses most to where it wins most",
            fontsize=9,
        )
        axes.tick_params(length=0)
        for y in range(1, rows):
            axes.axhline(y - 0.5, color="white", linewidth=3)
        bar = figure.colorbar(image, cax=figure.add_axes((0.59, 0.62 / height, 0.01, tall)))
        bar.outline.set_visible(False)
        bar.ax.set_title(unit, fontsize=8)
        _columns(figure, found, 0.62 / height, tall)
    return figure


def _columns(figure: Figure, found: Discovery, bottom: float, tall: float) -> None:
    """The numbers of each design beside its strip."""
    kpi, rows = found.kpi, found.regret.to_dict(orient="records")
    heads = (("largest,\nfresh luck", 0.685), ("expected", 0.795), ("best in, %\nof futures", 0.915))
    for title, x in heads:
        figure.text(x, bottom + tall + 0.05, title, fontsize=8.5, ha="center", va="bottom", fontweight="bold")
    for y, row in enumerate(rows):
        place = bottom + tall * (1.0 - (y + 0.5) / len(rows))
        again, mean, best = (interval(row, name) for name in ("again", "expected_regret", "best_share"))
        for (_, x), text in zip(
            heads,
            (
                *(f"{kpi.bare(v.estimate)} [{kpi.bare(v.low)}, {kpi.bare(v.high)}]" for v in (again, mean)),
                with_limits(best),
            ),
            strict=True,
        ):  # fmt: skip
            figure.text(x, place, minus(text), fontsize=8.5, ha="center", va="center")


def _regret_words(found: Discovery) -> str:
    return f"{found.sentences[-2]} {found.sentences[-1]}"
