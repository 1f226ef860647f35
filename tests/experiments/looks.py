"""Whether a figure can be read: no words leave the page, none cover others."""

from itertools import combinations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from numpy.typing import NDArray

SLACK = 1.5  # pixels by which boxes may touch: a box is a little larger than its letters


def badly_placed(figure: Figure) -> list[str]:
    """What is wrong with the words of a figure, in sentences; empty when all is fine."""
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    page = figure.bbox
    hidden = _not_drawn(figure)
    texts = [
        t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip() and id(t) not in hidden
    ]
    corners = [_corners(text, renderer) for text in texts]
    found = []
    for text, box in zip(texts, corners, strict=True):
        low, high = box.min(axis=0), box.max(axis=0)
        if (low < -SLACK).any() or high[0] > page.x1 + SLACK or high[1] > page.y1 + SLACK:
            found.append(f"{text.get_text()!r} leaves the page")
    for (one, a), (other, b) in combinations(zip(texts, corners, strict=True), 2):
        if _overlap(a, b):
            found.append(f"{one.get_text()!r} covers {other.get_text()!r}")
    return found


def _not_drawn(figure: Figure) -> set[int]:
    """Labels of ticks outside the view, and of axes switched off: they are there, but nobody sees them."""
    hidden = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            reach = 1e-9 * (high - low)
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
                if not axes.axison or not low - reach <= tick.get_loc() <= high + reach:
                    hidden |= {id(tick.label1), id(tick.label2)}
            if not axes.axison:
                hidden |= {id(axis.label), id(axis.offsetText)}
    return hidden


def _corners(text: Text, renderer: object) -> NDArray[np.float64]:
    """The four corners of a text's box, turned with it, pixels."""
    box = (
        text.get_window_extent(renderer)
        if not isinstance(text, Annotation)
        else Text.get_window_extent(text, renderer)
    )
    angle = np.deg2rad(text.get_rotation())
    middle = np.array([0.5 * (box.x0 + box.x1), 0.5 * (box.y0 + box.y1)])
    c, s = abs(np.cos(angle)), abs(np.sin(angle))
    if abs(c * c - s * s) > 1e-6:  # from the upright box back to the turned one
        width = (box.width * c - box.height * s) / (c * c - s * s)
        height = (box.height * c - box.width * s) / (c * c - s * s)
    else:
        width = height = box.width / (2.0 * c)
    half = 0.5 * np.maximum(np.array([width, height]) - SLACK, 0.1)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    return middle + (signs * half) @ turn.T


def _overlap(a: NDArray[np.float64], b: NDArray[np.float64]) -> bool:
    """Whether two turned rectangles overlap: no edge of either separates them (separating axis theorem)."""
    for box in (a, b):
        for edge in (box[1] - box[0], box[3] - box[0]):
            p, q = a @ edge, b @ edge
            if p.max() <= q.min() or q.max() <= p.min():
                return False
    return True
