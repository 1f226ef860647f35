"""One open page: its what-if, and how its answers grow from few replications to many."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter
from typing import Any, TypeVar

from experiments.errors import InputError
from experiments.studio.exports import Answer
from experiments.studio.lived import Piece, Plan, compared, mean_flow, plan_of
from experiments.studio.map_svg import Layout, layout, map_svg
from experiments.studio.what_if import WhatIf, build, command
from experiments.studio.workshop import Workshop
from scenarios.errors import ScenarioError
from scenarios.schema import Scenario

AT_FIRST = 2  # replications of the first answer
AGAIN_SECONDS = 0.8  # between answers while they are refined
REST_SECONDS = 0.25  # a slider that is held is answered when it rests for so long
PIN_REPLICATIONS = 10

Result = TypeVar("Result")


class Superseded(Exception):  # noqa: N818
    """The what-if has moved on; nobody wants this answer any more."""


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
        self._resting = asyncio.Event()
        self._layouts: dict[str, Layout] = {}
        self.plan: Plan | None = None

    def close(self) -> None:
        """Nobody looks any more: what has not begun is dropped."""
        self._turn += 1

    def now(self) -> Callable[[], bool]:
        """Whether what is being asked now is still wanted."""
        turn = self._turn
        return lambda: turn == self._turn

    def hurry(self) -> None:
        """The slider was let go: wait no longer for it to rest."""
        self._resting.set()

    def ask(self, rest_seconds: float = 0.0) -> Coroutine[Any, Any, None]:
        """Answer the present what-if, first with few replications, then with more; an older question is dropped.

        rest_seconds: what moves on within this time is not answered, unless `hurry` ends the wait.
        """
        self._turn += 1
        self._resting = asyncio.Event()
        return self._ask(self.now(), self._resting, rest_seconds)

    async def _ask(self, wanted: Callable[[], bool], resting: asyncio.Event, rest_seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(resting.wait(), rest_seconds)
        if not wanted():
            return
        began = perf_counter()
        try:
            if self.plan is None:
                self._tell(None, "calibrating")
            plan = await self.compose(lambda: self._planned(self.what_if))
            if wanted():
                self.plan = plan
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
        done = self._pairs_at_first(plan, what_if)
        while True:
            done = min(done, what_if.replications)
            pool = self.shop.simulating if seconds is None else self.shop.refining
            arms = await self.live(plan, what_if.seed, done, wanted, pool)
            if (
                done in (AT_FIRST, what_if.replications)
                or seconds is None
                or perf_counter() - last > AGAIN_SECONDS
            ):
                answer = await self.compose(partial(self._answer, plan, what_if, arms))
                if not wanted():
                    return
                last = perf_counter()
                seconds = last - began if seconds is None else seconds
                self.answer = answer
                self._show(answer, Progress(done, what_if.replications, seconds))
            if done == what_if.replications:
                return
            done = AT_FIRST if done < AT_FIRST else done + self.shop.cores

    def _pairs_at_first(self, plan: Plan, what_if: WhatIf) -> int:
        """Two, which have an interval; one where two would take the cores more than one world's time."""
        new = [
            (arm, replication)
            for replication in range(AT_FIRST)
            for arm in range(len(plan.arms))
            if not self.shop.worlds.has(plan, arm, what_if.seed, replication)
        ]
        return AT_FIRST if len(new) <= self.shop.cores else 1

    async def live(
        self,
        plan: Plan,
        seed: int,
        replications: int,
        wanted: Callable[[], bool],
        pool: Executor | None = None,
    ) -> list[list[Piece]]:
        """For every arm, a piece per replication, on all cores. Raises Superseded when it is no longer wanted.

        pool: the threads that do it, those that give way when left out.
        """

        def once(arm: int, replication: int) -> Piece:
            if not wanted():
                raise Superseded
            return self.shop.worlds.once(plan, arm, seed, replication)

        loop = asyncio.get_running_loop()
        jobs = [(arm, replication) for replication in range(replications) for arm in range(len(plan.arms))]
        pieces = await asyncio.gather(
            *(loop.run_in_executor(pool or self.shop.refining, once, *job) for job in jobs)
        )
        found = dict(zip(jobs, pieces, strict=True))
        return [[found[arm, r] for r in range(replications)] for arm in range(len(plan.arms))]

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
