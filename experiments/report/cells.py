"""Tables as the template draws them."""

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True)
class Cell:
    """Words or a drawing. foreign: what a scenario's author wrote, whatever the page's language.  look: class names."""

    text: str | Markup
    foreign: bool = False
    look: str = ""

    @property
    def is_drawn(self) -> bool:
        """Whether it holds a drawing, in which no name is looked for."""
        return isinstance(self.text, Markup)


def number(text: str, look: str = "") -> Cell:
    """A cell of numbers, aligned right."""
    return Cell(text, look=f"number {look}".strip())


def drawing(svg: Markup) -> Cell:
    """A cell that holds a drawing."""
    return Cell(svg, look="drawing")


def given(text: str, look: str = "") -> Cell:
    """What the scenario's author wrote."""
    return Cell(text, foreign=True, look=look)


@dataclass(frozen=True)
class Table:
    """A table: what it shows (may be empty), the heads of its columns, and rows whose first cell is the row's head.

    look: class names of the whole; `wide` is as wide as the page.
    """

    caption: str
    head: list[Cell]
    rows: list[list[Cell]]
    look: str = ""
