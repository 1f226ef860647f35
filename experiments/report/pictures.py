"""Figures as pictures inside the page: SVG or PNG, whichever is smaller, without any request."""

from base64 import b64encode
from dataclasses import dataclass

from matplotlib.figure import Figure

from experiments.figures import to_png, to_svg


@dataclass(frozen=True)
class Picture:
    """A picture. data: a data URI.  width, height: CSS pixels.  alt: what it shows, for who cannot see it."""

    data: str
    width: int
    height: int
    alt: str


def picture(figure: Figure, alt: str) -> Picture:
    """A figure as data URI."""
    svg, png = to_svg(figure), to_png(figure)
    kind, content = ("svg+xml", svg) if len(svg) <= len(png) else ("png", png)
    width, height = (round(96 * float(size)) for size in figure.get_size_inches())
    return Picture(f"data:image/{kind};base64,{b64encode(content).decode()}", width, height, alt)
