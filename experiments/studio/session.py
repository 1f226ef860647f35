"""One open page: its what-if, and how its answers grow from few replications to many."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter
from typing import Any, TypeVar

from experiments.causes.blame import Booked, conclude, measure
from experiments.causes.chronicle import cast_of
from experiments.causes.pairs import live_pair
from experiments.errors import InputError
from experiments.studio import views
from experiments.studio.exports import Answer
from experiments.studio.levers import ladder_of, waterfall
from experiments.studio.lived import Piece, Plan, Worlds, compared, mean_flow, plan_of
from experiments.studio.map_svg import Layout, layout, map_svg
from experiments.studio.what_if import WhatIf, build, command
from scenarios.errors import ScenarioError
from scenarios.schema import Scenario

AT_FIRST = 2  # replications of the first answer
AGAIN_SECONDS = 0.8  # between answers while they are refined
SETTLE_SECONDS = 0.06  # a slider that still moves is waited for
BLAME_REPLICATIONS = 4
LADDER_REPLICATIONS = 10
PIN_REPLICATIONS = 10

Result = TypeVar("Result")


class Superseded(Exception):  # noqa: N818
    """The what-if has moved on; nobody wants this answer any more."""


@dataclass(frozen=True)
class Workshop:
    """What all pages of a server share: worlds, and the threads that live through them, compose answers, and explain
    (which is slow, and must not be in the way)."""

    worlds: Worlds
    simulating: ThreadPoolExecutor
    composing: ThreadPoolExecutor
    explaining: ThreadPoolExecutor
    cores: int


@dataclass(frozen=True)
class Progress:
    """Where an answer stands. seconds: until its first figures; None while there are none."""

    done: int
    wanted: int
    seconds: float | None = None


class Session:
    """A what-if and its answers.

    base: the scenario.  source: its name or path for the command line.  show: called with every better answer.
    tell: called with the progress, or with a text where there is no answer.
    """

    def __init__(
        self,
        shop: Workshop,
        base: Scenario,
        source: str,
        what_if: WhatIf,
        *,
        show: Callable[[Answer, Progress], None],
        tell: Callable[[str | None, str], None],
    ) -> None:
        self.shop, self.base, self.source, self.what_if = shop, base, source, what_if
        self.answer: Answer | None = None
        self._show, self._tell = show, tell
        self._turn = 0
        self._layouts: dict[str, Layout] = {}
        self._plan: Plan | None = None

    def close(self) -> None:
        """Nobody looks any more: what has not begun is dropped."""
        self._turn += 1

    def now(self) -> Callable[[], bool]:
        """Whether what is being asked now is still wanted."""
        turn = self._turn
        return lambda: turn == self._turn

    async def ask(self) -> None:
        """Answer the present what-if, first with few replications, then with more; an older question is dropped."""
        self._turn += 1
        wanted = self.now()
        await asyncio.sleep(SETTLE_SECONDS)
        if not wanted():
            return
        began = perf_counter()
        try:
            if self._plan is None:
                self._tell(None, "calibrating")
            plan = await self.compose(lambda: self._planned(self.what_if))
            if wanted():
                self._plan = plan
                await self._refine(plan, self.what_if, wanted, began)
        except Superseded:
            return
        except (InputError, ScenarioError) as error:
            if wanted():
                self._tell(str(error), "refused")

    def _planned(self, what_if: WhatIf) -> Plan:
        return plan_of(build(self.base, what_if), what_if.preset)

    async def _refine(self, plan: Plan, what_if: WhatIf, wanted: Callable[[], bool], began: float) -> None:
        seconds: float | None = None
        last = began
        done = 0
        while done < what_if.replications:
            done = min(AT_FIRST if not done else done + self.shop.cores, what_if.replications)
            arms = await self.live(plan, what_if.seed, done, wanted)
            enough = done == what_if.replications or seconds is None or perf_counter() - last > AGAIN_SECONDS
            if not enough:
                continue
            answer = await self.compose(partial(self._answer, plan, what_if, arms))
            if not wanted():
                return
            last = perf_counter()
            seconds = last - began if seconds is None else seconds
            self.answer = answer
            self._show(answer, Progress(done, what_if.replications, seconds))

    async def live(
        self, plan: Plan, seed: int, replications: int, wanted: Callable[[], bool]
    ) -> list[list[Piece]]:
        """For every arm, a piece per replication, on all cores. Raises Superseded when it is no longer wanted."""

        def once(arm: int, replication: int) -> Piece:
            if not wanted():
                raise Superseded
            return self.shop.worlds.once(plan, arm, seed, replication)

        loop = asyncio.get_running_loop()
        jobs = [(arm, replication) for replication in range(replications) for arm in range(len(plan.arms))]
        pieces = await asyncio.gather(
            *(loop.run_in_executor(self.shop.simulating, once, *job) for job in jobs)
        )
        found = dict(zip(jobs, pieces, strict=True))
        return [[found[arm, r] for r in range(replications)] for arm in range(len(plan.arms))]

    async def waterfall(self, said: Callable[[str, Progress], None]) -> None:
        """The lever waterfall of the present what-if, refined as it goes."""
        if self._plan is None:
            return
        wanted, what_if, plan = self.now(), self.what_if, self._plan
        try:
            ladder = await self.compose(lambda: ladder_of(plan, what_if.preset))
            most = min(LADDER_REPLICATIONS, what_if.replications)
            for count in sorted({min(count, most) for count in (AT_FIRST, 4, most)}):
                rungs = await self.live(ladder.plan, what_if.seed, count, wanted)
                svg = await self.compose(partial(waterfall, ladder, rungs))
                if wanted():
                    said(svg, Progress(count, most))
        except Superseded:
            return

    async def blame(self, said: Callable[[str], None]) -> None:
        """The blame matrix of the present what-if's first design, told again as replications are added."""
        if self._plan is None:
            return
        wanted, what_if, plan = self.now(), self.what_if, self._plan
        first, second = plan.arms
        cast = cast_of(first.scenario)
        loop = asyncio.get_running_loop()
        found = []
        for replication in range(BLAME_REPLICATIONS):

            def once(replication: int = replication) -> dict[str, Booked]:
                if not wanted():
                    raise Superseded
                return measure(
                    live_pair(
                        (first, second),
                        seed=what_if.seed,
                        replication=replication,
                        intercepts=plan.today.intercepts,
                    )
                )

            try:
                found.append(await loop.run_in_executor(self.shop.explaining, once))
            except Superseded:
                return
            if len(found) >= AT_FIRST and wanted():
                said(views.blame_html(conclude(cast, found), plan.built.title(0), len(found)))

    async def pinned(self, what_if: WhatIf) -> Answer:
        """The answer of a variant that was pinned. Raises InputError or ScenarioError."""
        plan = await self.compose(lambda: self._planned(what_if))
        count = min(PIN_REPLICATIONS, what_if.replications)
        arms = await self.live(plan, what_if.seed, count, lambda: True)
        return await self.compose(lambda: self._answer(plan, what_if, arms))

    def _answer(self, plan: Plan, what_if: WhatIf, arms: Sequence[Sequence[Piece]]) -> Answer:
        first, second = arms[0], arms[-1]
        comparison = compared(
            plan, list(zip(first, second, strict=True)), seed=what_if.seed, preset=what_if.preset
        )
        flows = mean_flow(first), mean_flow(second)
        worlds = plan.arms[0].scenario, plan.arms[-1].scenario
        if plan.keys[0] not in self._layouts:
            self._layouts = {plan.keys[0]: layout(worlds[0])}
        where, titles = self._layouts[plan.keys[0]], comparison.design_titles
        maps = (
            map_svg(worlds[0], flows[0], where, titles[0], "one"),
            map_svg(worlds[1], flows[1], where, titles[1], "two", beside=flows[0]),
        )
        line = command(plan.built, what_if, self.source, comparison.replications)
        return Answer(what_if, plan.built, comparison, worlds, flows, maps, line)

    async def compose(self, work: Callable[[], Result]) -> Result:
        """Do something beside the page's own loop."""
        return await asyncio.get_running_loop().run_in_executor(self.shop.composing, work)

    def moved(self, **changes: Any) -> None:
        """Move the what-if; `ask` answers it."""
        self.what_if = replace(self.what_if, **changes)
