"""The tornado: how far the difference between two designs moves when one assumption is another.

Figure objects and the Agg canvas only, like the figure of a comparison: the same bytes for the same ledger.
"""

from math import isfinite
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from experiments.figures import STYLE
from experiments.kpis import Kpi
from experiments.ledger.assumptions import End, number
from experiments.ledger.result import Ledger, Row
from experiments.panels import BLUE, GREY, INK, ORANGE, PALE, fitted, minus, text_width, wrapped
from experiments.picture import Picture

WIDTH = 13.0  # inches
ROWS = 20
ROW, HEAD, FOOT = 0.36, 1.35, 1.2  # inches
LEFT, RIGHT = 6.1, 0.55  # inches beside the bars
LOW, HIGH = ORANGE, BLUE


def tornado(ledger: Ledger, kpi: str | None = None) -> Figure:
    """The assumptions that move the difference of a measure most, the widest on top."""
    measure = ledger.kpi(kpi)
    rows = ledger.top(measure.name, ROWS)
    height = HEAD + FOOT + ROW * max(len(rows), 1)
    with rc_context(STYLE):
        figure = Picture(WIDTH, height)
        _head(figure, ledger, measure)
        axes = figure.add_axes(
            (LEFT / WIDTH, FOOT / height, (WIDTH - LEFT - RIGHT) / WIDTH, 1.0 - (HEAD + FOOT) / height)
        )
        _bars(axes, ledger.difference[measure.name], rows, measure)
        _foot(figure, ledger)
    return figure


def _bars(axes: Axes, centre: float, rows: list[Row], kpi: Kpi) -> None:
    scale = kpi.scale
    axes.set_ylim(max(len(rows), 1) - 0.4, -0.6)
    for y, row in enumerate(rows):
        if y % 2 == 0:
            axes.axhspan(y - 0.5, y + 0.5, xmin=-LEFT, color="#f6f6f6", linewidth=0, zorder=0)
        for effect, end, color in (
            (row.effect.low, row.assumption.low, LOW),
            (row.effect.high, row.assumption.high, HIGH),
        ):
            if end is None or not isfinite(effect):
                continue
            tip = scale * (centre + effect)
            axes.barh(y, scale * effect, left=scale * centre, height=0.56, zorder=2, linewidth=0, color=color)
            if isfinite(row.effect.noise):
                reach = scale * row.effect.noise
                axes.plot([tip - reach, tip + reach], [y, y], color=INK, linewidth=0.9, zorder=3)
        _labels(axes, y, row)
    axes.axvline(scale * centre, color=INK, linewidth=1.0, zorder=4)
    _scale(axes, scale * centre, rows, kpi)
    for y, row in enumerate(rows):
        _tips(axes, y, row, scale, centre)


def _scale(axes: Axes, centre: float, rows: list[Row], kpi: Kpi) -> None:
    """Room for the words at the tips; the line of no difference where it is near."""
    reached = [0.0]
    for row in rows:
        noise = row.effect.noise if isfinite(row.effect.noise) else 0.0
        ends = [end for end in (row.effect.low, row.effect.high) if isfinite(end)]
        reached += [end + side * noise for end in ends for side in (-1.0, 1.0)]
    low, high = (centre + kpi.scale * limit for limit in (min(reached), max(reached)))
    span = max(high - low, 1e-9)
    axes.set_xlim(low - 0.16 * span, high + 0.16 * span)
    if low - 0.16 * span <= 0.0 <= high + 0.16 * span:
        axes.axvline(0.0, color=GREY, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
    axes.xaxis.set_major_locator(MaxNLocator(7))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: minus(f"{x:+,.4g}") if x else "0"))
    axes.grid(axis="x", color=PALE, linewidth=0.6, zorder=0)
    axes.set_axisbelow(True)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    unit = f", {kpi.unit_of_difference}" if kpi.unit_of_difference else ""
    axes.set_xlabel(f"difference in {kpi.title}{unit} (thin lines: noise)", fontsize=9.0)


def _tips(axes: Axes, y: int, row: Row, scale: float, centre: float) -> None:
    """What the assumption is at each tip; at the further end where both lie on one side."""
    a, effect = row.assumption, row.effect
    ends = [
        (e, end) for e, end in ((effect.low, a.low), (effect.high, a.high)) if end is not None and isfinite(e)
    ]
    for side in (-1, 1):
        here = [(value, end) for value, end in ends if (value < 0.0) == (side < 0)]
        if not here:
            continue
        value, end = max(here, key=lambda pair: abs(pair[0]))
        reach = effect.noise if isfinite(effect.noise) else 0.0
        axes.annotate(
            minus(_end(end)), (scale * (centre + value + side * reach), y), xytext=(3 * side, 0),
            textcoords="offset points", ha="left" if side > 0 else "right", va="center", fontsize=7.5, color=GREY,
            annotation_clip=False,
        )  # fmt: skip


def _end(end: End) -> str:
    return fitted(number(end.shown), 0.75, 7.5)


def _labels(axes: Axes, y: int, row: Row) -> None:
    """Assumption, value and tag, left of the bars."""
    a = row.assumption
    value = f"{number(a.value)} {a.unit}".strip() if isinstance(a.value, int | float) else ""
    if "*" in a.path:
        value = f"{str(a.value).split(':')[0]} values"
    title = wrapped(minus(a.title), 4.25, 8.5, lines=2)
    style: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "va": "center",
                             "annotation_clip": False}  # fmt: skip
    axes.annotate(title, (0, y), xytext=(-72 * (LEFT - 0.3), 0), fontsize=8.5, linespacing=1.1, **style)
    amount = minus(fitted(value, 1.05, 8.5))
    axes.annotate(amount, (0, y), xytext=(-72 * 0.46, 0), ha="right", fontsize=8.5, color=GREY, **style)
    axes.annotate(
        f"[{a.evidence}]", (0, y), xytext=(-72 * 0.1, 0), ha="right", fontsize=8.5, weight="bold", **style
    )


def _head(figure: Figure, ledger: Ledger, kpi: Kpi) -> None:
    height = figure.get_figheight()
    first, second = (ledger.scenario.designs[name].title for name in ledger.designs)
    title = f"What the difference in {kpi.title} rests on"
    size = 17.0
    while text_width(title, size, bold=True) > WIDTH * 0.93 and size > 11.0:
        size -= 0.5
    figure.text(0.3 / WIDTH, 1.0 - 0.22 / height, title, fontsize=size, fontweight="bold", va="top")
    lead = (
        f"{ledger.scenario.title}: {second} against {first}, {kpi.change(ledger.difference[kpi.name])} "
        f"{kpi.unit_of_difference}. Each bar is one assumption at the ends of its range, all others at their central "
        f"values. {_turned(ledger, kpi)} {_by_evidence(ledger, kpi)}"
    )
    figure.text(
        0.3 / WIDTH, 1.0 - 0.62 / height, wrapped(minus(lead), WIDTH - 2.6, 10.0, lines=3), fontsize=10.0, va="top",
        linespacing=1.3,
    )  # fmt: skip
    handles = [Patch(color=LOW, label="low end; a lever half-way"), Patch(color=HIGH, label="high end")]
    figure.legend(
        handles=handles, loc="upper right", bbox_to_anchor=(1.0 - 0.25 / WIDTH, 1.0 - 0.55 / height), frameon=False,
        fontsize=8.5, handlelength=1.2,
    )  # fmt: skip


def _turned(ledger: Ledger, kpi: Kpi) -> str:
    """How many assumptions would turn the sign of the difference by themselves."""
    centre = ledger.difference[kpi.name]
    ends = [
        [e for e in (row.effect.low, row.effect.high) if isfinite(e)] for row in ledger.top(kpi.name, None)
    ]
    count = sum(any((centre + e) * centre < 0.0 for e in moved) for moved in ends)
    return f"{count or 'None'} of them {'turn' if count > 1 else 'turns'} its sign alone."


def _by_evidence(ledger: Ledger, kpi: Kpi) -> str:
    shares = ledger.by_tag(kpi.name)
    tags = ", ".join(f"{100 * share:.0f} % [{tag}]" for tag, share in shares.items() if share >= 0.005)
    return f"Of all that moves it: {tags}." if tags else "Nothing moves it beyond the noise."


def _foot(figure: Figure, ledger: Ledger) -> None:
    text = (
        f"{ledger.method} Tags: V read in its source, V2 in a weak one, M recalled, D derived, A assumed. "
        f"Rows within their noise are left out. {ledger.key}, seed {ledger.seed}, preset {ledger.preset}."
    )
    figure.text(
        0.3 / WIDTH, 0.1 / figure.get_figheight(), wrapped(text, WIDTH - 0.6, 7.5, lines=4), fontsize=7.5, color=GREY,
        va="bottom", linespacing=1.3,
    )  # fmt: skip
