"""The part of the page that makes a report: what kind, how far it is, and the file."""

import asyncio
import traceback
from functools import partial
from threading import Event
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from nicegui import ui

from experiments.errors import InputError
from experiments.studio import views
from experiments.studio.parts import Bar, Field, button, group, words
from experiments.studio.reporting import LANGUAGES, Cancelled, Order, about_minutes, write
from experiments.studio.texts import TEXTS
from scenarios.errors import ScenarioError

if TYPE_CHECKING:
    from experiments.studio.page import Page

SIZES = {"short": TEXTS.report_short, "whole": TEXTS.report_whole}
TOLD_SECONDS = 0.3  # between words about the progress


class ReportBox:
    """The report of a page's what-if; one at a time for all pages of a server."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.language, self.size = "en", "short"
        self._unwanted = Event()
        self._file: tuple[str, bytes] | None = None
        words("h3", TEXTS.report)
        words("p", TEXTS.report_help, "note")
        with group("div", "pin-line"):
            Field("choice", TEXTS.report_language, self.language, self._set_language, options=LANGUAGES,
                  mark="report-language")  # fmt: skip
            Field("choice", TEXTS.report_size, self.size, self._set_size, options=SIZES, mark="report-size")
            self.button = button(TEXTS.report_make, lambda: page.spawn(self._make()), mark="report")
        self.about = words("p", "", "note")
        self.state = words("p", "", aria_live="polite", mark="report-state")
        with group("div", "report-work", hidden="") as self.work:
            self.bar = Bar(TEXTS.report)
            self.progress = words("p", "", "note", mark="report-progress")
            button(TEXTS.cancel, self.cancel, mark="report-cancel")
        with group("div", hidden="") as self.again:
            button(TEXTS.report_again, self._give, mark="report-again")

    def cancel(self) -> None:
        """Nobody wants it any more: what has not begun is dropped."""
        self._unwanted.set()

    def foretell(self) -> None:
        """Say how long it takes, as far as the worlds lived through so far tell."""
        seconds = list(self.page.shop.worlds.seconds)
        if seconds:
            self.page.spawn(self._foretell(float(np.median(seconds))))

    async def _foretell(self, world_seconds: float) -> None:
        orders = [self._order(size) for size in SIZES]
        try:
            short, whole = await self.page.session.compose(
                lambda: [about_minutes(order, world_seconds) for order in orders]
            )
        except (InputError, ScenarioError):
            return  # the page itself says why this cannot be tried
        replications = orders[0].what_if.replications
        text = TEXTS.report_about.format(replications=replications, short=short, whole=whole)
        self.about.show(views.text(text))

    def _order(self, size: str) -> Order:
        session = self.page.session
        return Order(session.base, session.source, session.what_if, size == "whole", self.language)

    def _set_language(self, name: str) -> None:
        if name in LANGUAGES:
            self.language = name

    def _set_size(self, name: str) -> None:
        if name in SIZES:
            self.size = name

    async def _make(self) -> None:
        desk = self.page.shop.desk
        if not desk.acquire(blocking=False):
            self.state.show(views.text(TEXTS.report_busy))
            return
        self._unwanted, order = Event(), self._order(self.size)
        self._shown(self.work, True)
        self._shown(self.again, False)
        self.state.show(views.text(TEXTS.report_begun))
        try:
            said = await self._made(order)
        finally:
            desk.release()
        if not self.page.closed:
            self._shown(self.work, False)
            self.state.show(views.text(said))

    async def _made(self, order: Order) -> str:
        """Make it and hand it over; says how that went."""
        loop, began, last = asyncio.get_running_loop(), perf_counter(), [0.0]

        def told(what: str, done: int, planned: int) -> None:
            if planned and (perf_counter() - last[0] > TOLD_SECONDS or done in (0, planned)):
                last[0] = perf_counter()
                loop.call_soon_threadsafe(self._tell, what, done, planned, perf_counter() - began)

        work = partial(write, order, self._unwanted, told)
        try:
            content = await loop.run_in_executor(self.page.shop.explaining, work)
            name = order.file_name
        except Cancelled:
            return TEXTS.report_cancelled
        except (InputError, ScenarioError) as error:
            return TEXTS.report_refused.format(reason=error)
        except Exception:
            traceback.print_exc()
            return TEXTS.report_failed
        if self._unwanted.is_set():
            return TEXTS.report_cancelled
        self._file = name, content
        self._shown(self.again, True)
        self._give()
        moved = self.page.session.what_if != order.what_if
        done = TEXTS.report_done.format(name=name, kilobytes=f"{len(content) / 1024:,.0f}")
        return f"{done} {TEXTS.report_moved}" if moved else done

    def _tell(self, what: str, done: int, planned: int, seconds: float) -> None:
        if self.page.closed:
            return
        self.bar.show(done, planned)
        self.progress.show(
            views.text(TEXTS.report_step.format(what=what, done=done, planned=planned, clock=_clock(seconds)))
        )

    def _give(self) -> None:
        if self._file is not None:
            name, content = self._file
            with self.page.head:
                ui.download.content(content, name, "text/html")

    @staticmethod
    def _shown(element: ui.element, shown: bool) -> None:
        if shown:
            element._props.pop("hidden", None)
        else:
            element._props["hidden"] = ""
        element.update()


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"
