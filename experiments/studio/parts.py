"""Parts of the page that only NiceGUI knows; without templates of their own, so that nothing is ever evaluated."""

from collections.abc import Callable
from html import escape
from typing import Any

from nicegui import ui


class Block(ui.element, component="static/studio_block.js"):
    """A piece of HTML under one tag; the browser sanitises it once more."""

    def __init__(self, html: str = "", tag: str = "div") -> None:
        super().__init__()
        self._props["tag"] = tag
        self._props["html"] = html

    @property
    def html(self) -> str:
        """What is shown."""
        return str(self._props["html"])

    def show(self, html: str) -> None:
        """Replace the whole piece."""
        if html != self._props["html"]:
            self._props["html"] = html
            self.update()


class Maps(ui.element, component="static/studio_maps.js"):
    """The journey maps, with moving customers."""

    def __init__(self) -> None:
        super().__init__()
        self._props["html"] = ""
        self._props["moving"] = True

    @property
    def moving(self) -> bool:
        """Whether customers move, unless the reader's system asks for less motion."""
        return bool(self._props["moving"])

    def show(self, html: str) -> None:
        """Replace the maps."""
        self._props["html"] = html
        self.update()

    def toggle(self) -> None:
        """Pause the customers, or let them move."""
        self._props["moving"] = not self.moving
        self.update()


class Address(ui.element, component="static/studio_address.js"):
    """The query of the page's address, and its title."""

    def show(self, query: str, title: str) -> None:
        """Set both."""
        self._props["query"] = query
        self._props["title"] = title
        self.update()


class Field(ui.element, component="static/studio_field.js"):
    """A labelled control; `moved` is called with its new value (text, number or truth), while it moves and when it is
    let go; then `let_go` is called, too."""

    def __init__(
        self,
        kind: str,
        label: str,
        value: Any,
        moved: Callable[[Any], Any],
        let_go: Callable[[], Any] = lambda: None,
        **props: Any,
    ) -> None:
        super().__init__()
        self._props |= {"kind": kind, "label": label, "value": value, **props}

        def ended(value: Any) -> None:
            moved(value)
            let_go()

        self.on("moved", lambda event: moved(_plain(event.args)), throttle=0.08)
        self.on("letgo", lambda event: ended(_plain(event.args)))

    def show(self, **props: Any) -> None:
        """Set some of its properties."""
        self._props.update(props)
        self.update()


class Bar(ui.element):
    """How far some work is."""

    def __init__(self, name: str) -> None:
        super().__init__("progress")
        self._props |= {"max": "1", "value": "0", "aria-label": name}

    def show(self, done: int, planned: int) -> None:
        """Set it."""
        self._props |= {"max": str(max(planned, 1)), "value": str(done)}
        self.update()


def words(tag: str, text: str, *classes: str, **props: str) -> Block:
    """Text under a tag, never read as markup."""
    block = Block(escape(text), tag)
    block.classes(" ".join(classes))
    for name, value in props.items():
        block._props[name.replace("_", "-")] = value
    return block


def group(tag: str, *classes: str, **props: str) -> ui.element:
    """An element that holds others."""
    element = ui.element(tag).classes(" ".join(classes))
    for name, value in props.items():
        element._props[name.replace("_", "-")] = value
    return element


def button(text: str, pressed: Callable[[], Any], *classes: str, **props: str) -> ui.element:
    """A button with words."""
    element = group("button", *classes, type="button", **props)
    with element:
        words("span", text)
    element.on("click", lambda _: pressed(), args=[])
    return element


def _plain(value: Any) -> Any:
    """What the browser sent, if it is a word, a number or a truth; else nothing."""
    return value if isinstance(value, str | int | float | bool) else None
