"""A page of the house: a finding on top, panels measured in inches, small print at the foot."""

from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes

from experiments.figures import STYLE
from experiments.panels import DESIGN, GREY, INK, text_width, wrapped
from experiments.picture import Picture
from experiments.views.words import Words

MARGIN = 0.3  # inches
LINES = 6


class Page:
    """A figure whose head and foot take the room their words need; panels go between, bottom counted from the foot."""

    def __init__(self, width: float, body: float, title: str, lead: str, foot: str) -> None:
        room = width - 2 * MARGIN
        size = 16.0
        while size > 11.0 and text_width(title, size, bold=True) > room:
            size -= 0.5
        title = wrapped(title, room, size, lines=2, bold=True)
        lead, foot = wrapped(lead, room, 10.0, lines=LINES), wrapped(foot, room, 7.5, lines=LINES)
        below = 0.12 + (size + 4.0) / 72.0 * 1.2 * (1 + title.count("\n"))
        self.head = below + 0.22 * (1 + lead.count("\n")) + 0.12
        self.foot = 0.2 + 0.145 * (1 + foot.count("\n"))
        self.width, self.height = width, self.head + body + self.foot
        with rc_context(STYLE):
            self.figure = Picture(width, self.height)
            self.text(MARGIN, self.height - 0.14, title, fontsize=size, fontweight="bold", va="top")
            self.text(MARGIN, self.height - below, lead, fontsize=10.0, va="top", linespacing=1.3)
            self.text(MARGIN, 0.1, foot, fontsize=7.5, color=GREY, va="bottom", linespacing=1.3)

    def text(self, x: float, y: float, words: str, **style: Any) -> None:
        """Words at a place of the page, inches from its lower left corner."""
        self.figure.text(x / self.width, y / self.height, words, **style)

    def axes(self, left: float, bottom: float, width: float, height: float) -> Axes:
        """A panel; bottom counted from the top of the foot."""
        box = (
            left / self.width,
            (bottom + self.foot) / self.height,
            width / self.width,
            height / self.height,
        )
        with rc_context(STYLE):
            return self.figure.add_axes(box)


def inches(ax: Axes) -> tuple[float, float]:
    """Width and height of a panel."""
    box, figure = ax.get_position(), ax.get_figure(root=True)
    assert figure is not None
    return float(box.width * figure.get_figwidth()), float(box.height * figure.get_figheight())


def panel_title(ax: Axes, words: str, lines: int = 2) -> None:
    """The title of a panel, folded at its width."""
    ax.set_title(
        wrapped(words, inches(ax)[0], 10.0, lines=lines, bold=True), loc="left", fontsize=10.0, fontweight="bold",
        pad=8.0, color=INK,
    )  # fmt: skip


def legend_of_designs(ax: Axes, titles: tuple[str, str], **place: Any) -> None:
    """Dash, marker and colour of the two designs."""
    handles = [
        ax.plot([], [], color=look["color"], linestyle=look["linestyle"], marker=look["marker"], linewidth=2.0,
                markersize=4.5, label=title)[0]
        for look, title in zip(DESIGN, titles, strict=True)
    ]  # fmt: skip
    style: dict[str, Any] = {"frameon": False, "fontsize": 8.5, "handlelength": 3.2, **place}
    ax.legend(handles=handles, **style)


def small_print(words: Words, estimand: str, replications: int, seed: int, preset: str) -> str:
    """Who was counted, and on what it rests."""
    return " ".join((
        estimand, words("foot", replications=words.number(replications), seed=seed, preset=preset), words("assumed")
    ))  # fmt: skip
