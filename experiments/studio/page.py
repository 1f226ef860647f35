"""The page: head, controls, results. Words come from `texts`, answers from a `Session`; here they meet NiceGUI."""

import traceback
from collections.abc import Callable, Coroutine
from typing import Any

from nicegui import background_tasks, ui

from experiments import worlds
from experiments.errors import InputError
from experiments.studio import views, why
from experiments.studio.address import LARGEST_SEED, query_of, what_if_of, without_clashes
from experiments.studio.controls import Controls
from experiments.studio.exports import Answer, Export, named
from experiments.studio.library import Library
from experiments.studio.parts import Address, Field, group, words
from experiments.studio.pins import Pins
from experiments.studio.results import Results
from experiments.studio.session import REST_SECONDS, Progress, Session
from experiments.studio.texts import TEXTS
from experiments.studio.what_if import REPLICATIONS, WhatIf
from experiments.studio.workshop import Workshop
from scenarios.errors import ScenarioError


class Page:
    """One open page."""

    def __init__(self, shop: Workshop, library: Library, start: WhatIf, pairs: list[tuple[str, str]]) -> None:
        self.shop, self.library = shop, library
        self.closed = False
        problem = ""
        try:
            name = library.known(dict(pairs).get("scenario", start.scenario))
            base = library.scenario(name)
            plain = WhatIf(name, worlds.known_designs(base, None))
            what_if = what_if_of(base, plain, pairs) if pairs else start
        except (InputError, ScenarioError) as error:
            problem, pairs = str(error), []
            base = library.scenario(start.scenario)
            what_if = start
        self.session = self._session(base, what_if)
        self._build()
        self.pins = Pins(self.results.pin_box, lambda: self.session, self._address)
        if problem:
            self._tell(problem, "refused")
        self._problem = problem
        self._pins_wanted = [value for key, value in pairs if key == "pin"]

    def connected(self) -> None:
        """A browser is there: answer what its address asks."""
        if not self._problem:
            self.ask()
        if self._pins_wanted:
            queries, self._pins_wanted = self._pins_wanted, []
            self.spawn(self.pins.restore(queries))

    def close(self) -> None:
        """The browser is gone."""
        self.closed = True
        self.session.close()
        self.results.report.cancel()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside; a bug goes to the terminal, and a sentence to the page."""

        async def careful() -> None:
            try:
                await work
            except Exception:
                traceback.print_exc()
                self._tell(None, "failed")

        background_tasks.create(careful())

    def ask(self, rest_seconds: float = 0.0) -> None:
        """The what-if has moved: put it into the address and answer it, once it rests for so long."""
        self._address()
        self._tell(None, "working")  # at once: what stands there is the answer to another question
        self.results.stale()
        self.spawn(self.session.ask(rest_seconds))

    def move(self, **changes: Any) -> None:
        """Move the what-if; who holds a slider is answered when it rests or is let go."""
        before = self.session.what_if
        self.session.moved(**changes)
        self.session.what_if = without_clashes(self.session.base, self.session.what_if)
        if self.session.what_if != before:
            self.controls.count()
            self.ask(REST_SECONDS)

    def hurry(self) -> None:
        """A control was let go."""
        self.session.hurry()

    # building

    def _session(self, base: Any, what_if: WhatIf) -> Session:
        return Session(
            self.shop, base, self.library.source(what_if.scenario), what_if, show=self._show, tell=self._tell
        )

    def _build(self) -> None:
        self.address = Address()
        with group("a", "skip", href="#results"):
            words("span", TEXTS.skip)
        self.head = group("header")
        with group("div", "studio"):
            with group("section", "controls", aria_label=TEXTS.controls):
                self.controls_box = group("div")
            with group("section", "results", id="results", tabindex="-1", aria_label=TEXTS.verdict):
                self.results = Results(self)
        self._fill()

    def _fill(self) -> None:
        """Head and controls of the present scenario and designs."""
        self.head.clear()
        with self.head:
            self._build_head()
        self.controls_box.clear()
        with self.controls_box:
            self.controls = Controls(self)

    def _build_head(self) -> None:
        base, what_if = self.session.base, self.session.what_if
        words("h1", base.title)
        designs = {name: design.title for name, design in base.designs.items()}
        presets = {name: name for name in dict.fromkeys(["central", *base.presets])}
        with group("div", "choices"):
            Field(
                "choice",
                TEXTS.scenario,
                what_if.scenario,
                self._open,
                options=self.library.titles(),
                mark="scenario",
            )
            Field("choice", TEXTS.compare, what_if.designs[0], lambda name: self._design(0, name), options=designs,
                  mark="first")  # fmt: skip
            Field("choice", TEXTS.against, what_if.designs[1], lambda name: self._design(1, name), options=designs,
                  mark="second")  # fmt: skip
            Field("choice", TEXTS.preset, what_if.preset, self._preset, options=presets, mark="preset")
            steps = sorted({*REPLICATIONS, what_if.replications})
            Field("choice", TEXTS.replications, str(what_if.replications), self._replications, self.hurry,
                  options={str(count): str(count) for count in steps}, mark="replications")  # fmt: skip
            Field(
                "number",
                TEXTS.seed,
                what_if.seed,
                self._seed,
                self.hurry,
                low=0,
                high=LARGEST_SEED,
                step=1,
                mark="seed",
            )

    # what the reader does

    def _open(self, name: str) -> None:
        try:
            known = self.library.known(name)
            base = self.library.scenario(known)
        except (InputError, ScenarioError) as error:
            self._tell(str(error), "refused")
            return
        self.session.close()
        old = self.session.what_if
        start = WhatIf(known, worlds.known_designs(base, None), seed=old.seed, replications=old.replications)
        self.session = self._session(base, start)
        self.results.clear()
        self._fill()
        self.pins.show()
        self.ask()

    def _design(self, side: int, name: str) -> None:
        if name not in self.session.base.designs:
            return
        pair = list(self.session.what_if.designs)
        pair[side] = name
        self.session.moved(designs=(pair[0], pair[1]), pulled=None, levels={}, servers=({}, {}))
        self._fill()
        self.ask()

    def _preset(self, name: str) -> None:
        if name == "central" or name in self.session.base.presets:
            self.session.moved(preset=name)
            self._fill()
            self.ask()

    def _replications(self, text: str) -> None:
        if text in {str(count) for count in (*REPLICATIONS, self.session.what_if.replications)}:
            self.move(replications=int(text))

    def _seed(self, value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return
        if 0 <= value <= LARGEST_SEED and value == int(value):
            self.move(seed=int(value))

    def reset(self) -> None:
        """Everything as in the scenario."""
        old = self.session.what_if
        self.session.what_if = WhatIf(
            old.scenario, old.designs, preset=old.preset, seed=old.seed, replications=old.replications
        )
        self._fill()
        self.ask()

    def waterfall(self) -> None:
        """A quick lever waterfall."""
        self.results.waterfall_state.show(TEXTS.computing)
        self.spawn(why.quick_waterfall(self.session, self._waterfall))

    def share_out(self) -> None:
        """A lever waterfall that no order decides."""
        results = self.results
        results.waterfall_state.show(TEXTS.computing)

        def said(html: str, progress: Progress) -> None:
            results.sharing.show("")
            if html:
                self._waterfall(html, progress)
            else:
                results.waterfall_state.show(TEXTS.no_difference)

        def told(done: int, planned: int) -> None:
            text = TEXTS.sharing.format(done=done, planned=planned)
            results.sharing.show(text if done < planned else "")

        self.spawn(why.fair_waterfall(self.session, said, told))

    def _waterfall(self, html: str, progress: Progress) -> None:
        self.results.waterfall.show(html)
        count = TEXTS.status.format(done=progress.done, wanted=progress.wanted)
        self.results.waterfall_state.show(f"{count}. {TEXTS.noise}")

    def blame(self) -> None:
        """Work the blame matrix out."""
        self.results.blame_state.show(TEXTS.computing)

        def said(html: str) -> None:
            self.results.blame.show(html)
            self.results.blame_state.show("")

        self.spawn(why.blame(self.session, said))

    def exporter(self, export: Export) -> Callable[[], None]:
        """What a button does that gives a file."""

        async def work() -> None:
            answer = self.session.answer
            if answer is None:
                return
            content = await self.session.compose(lambda: export[3](answer))
            with self.head:
                ui.download.content(content, named(export, answer.what_if), export[2])

        return lambda: self.spawn(work())

    def _address(self) -> None:
        base, what_if = self.session.base, self.session.what_if
        query = query_of(base, what_if)
        self.address.show(query + self.pins.query(), TEXTS.page_title.format(title=base.title))
        self.results.share.show(views.text(self.library.share(what_if, query)))

    def _show(self, answer: Answer, progress: Progress) -> None:
        self.results.show(answer, progress)

    def _tell(self, text: str | None, state: str) -> None:
        self.results.tell(text, state)
