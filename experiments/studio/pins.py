"""Pinned variants: their differences beside each other, kept in the address."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from nicegui import ui

from experiments.errors import InputError
from experiments.studio import views
from experiments.studio.address import LONGEST_NAME, MOST_PINS, pairs_of, query_of, what_if_of
from experiments.studio.exports import Answer
from experiments.studio.parts import Field, button, group, words
from experiments.studio.session import Session
from experiments.studio.texts import TEXTS
from experiments.studio.what_if import WhatIf
from scenarios.errors import ScenarioError

SHOWN = ("profit", "nps", "churn_rate_12m")  # beside the headline


@dataclass(frozen=True)
class Pin:
    """A variant. answer: what is known of it."""

    name: str
    query: str
    answer: Answer


class Pins:
    """The pinned variants of a page. session: the page's present one.  changed: called when the pins are others."""

    def __init__(self, box: ui.element, session: Callable[[], Session], changed: Callable[[], None]) -> None:
        self.box, self.session, self.changed = box, session, changed
        self.pins: list[Pin] = []
        self.name = ""
        self.show()

    def query(self) -> str:
        """The pins as further parts of an address."""
        parts = [("pin", urlencode([("name", pin.name)]) + "&" + pin.query) for pin in self.pins]
        return "&" + urlencode(parts) if parts else ""

    async def restore(self, queries: list[str]) -> None:
        """Pin what an address holds; what cannot be read is left out."""
        for query in queries[:MOST_PINS]:
            session = self.session()
            try:
                pairs = pairs_of(query)
                given = dict(pairs)
                if given.get("scenario") != session.what_if.scenario:
                    continue
                start = WhatIf(session.what_if.scenario, session.what_if.designs)
                answer = await session.pinned(what_if_of(session.base, start, pairs))
            except (InputError, ScenarioError):
                continue
            self.pins.append(
                Pin(_clean(given.get("name", "")) or self._next(), _bare(session, answer), answer)
            )
        self.show()
        self.changed()

    def pin(self) -> None:
        """Pin what the page shows."""
        session = self.session()
        if session.answer is None or len(self.pins) >= MOST_PINS:
            return
        self.pins.append(Pin(self.name or self._next(), _bare(session, session.answer), session.answer))
        self.name = ""
        self.show()
        self.changed()

    def _next(self) -> str:
        return TEXTS.pin_default.format(number=len(self.pins) + 1)

    def _remove(self, pin: Pin) -> None:
        self.pins = [one for one in self.pins if one is not pin]
        self.show()
        self.changed()

    def _named(self, name: object) -> None:
        self.name = _clean(str(name or ""))

    def show(self) -> None:
        """Draw the table anew."""
        self.box.clear()
        with self.box:
            with group("div", "pin-line"):
                Field("text", TEXTS.pin_name, "", self._named, mark="pin-name")
                button(TEXTS.pin, self.pin, mark="pin")
            if len(self.pins) >= MOST_PINS:
                words("p", TEXTS.pins_full.format(most=MOST_PINS), "note")
            if not self.pins:
                words("p", TEXTS.no_pins, "note")
                return
            words("h3", TEXTS.pinned)
            with group("div", "scroll", tabindex="0", role="region", aria_label=TEXTS.pinned), group("table"):
                self._head()
                with group("tbody"):
                    for pin in self.pins:
                        self._row(pin)
            words("p", f"{TEXTS.pinned_help} {TEXTS.noise}", "note")

    def _head(self) -> None:
        c = self.pins[0].answer.comparison
        with group("thead"), group("tr"):
            words("th", TEXTS.variant, scope="col")
            for name in (c.headline, *SHOWN):
                words(
                    "th", f"{c.kpi(name).title}, {c.kpi(name).unit_of_difference}".rstrip(", "), scope="col"
                )
            words("th", TEXTS.replications, scope="col")
            words("th", "", scope="col")

    def _row(self, pin: Pin) -> None:
        c = pin.answer.comparison
        with group("tr"):
            words("th", pin.name, scope="row")
            for name in (c.headline, *SHOWN):
                kpi, change = c.kpi(name), c.difference(name)
                reading = views.reading_of(kpi, change)
                text = f"{views.SIGNS[reading]} {kpi.change(change.estimate)} ({views.interval_words(kpi, change)})"
                words("td", text, reading)
            words("td", str(c.replications))
            with group("td", "actions"):
                with group("a", href=f"?{pin.query}{self.query()}", aria_label=f"{TEXTS.open}: {pin.name}"):
                    words("span", TEXTS.open)
                button(TEXTS.remove, lambda: self._remove(pin), aria_label=f"{TEXTS.remove}: {pin.name}")


def _bare(session: Session, answer: Answer) -> str:
    return query_of(session.base, answer.what_if)


def _clean(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable()).strip()[:LONGEST_NAME]
