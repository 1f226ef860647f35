"""Why it differs, on demand: lever waterfalls and blame. What the what-if has moved on from is dropped."""

import asyncio
from collections.abc import Callable
from functools import partial

from experiments.causes.blame import Booked, conclude, measure
from experiments.causes.chronicle import cast_of
from experiments.causes.pairs import live_pair
from experiments.studio import views
from experiments.studio.levers import Sharing, ladder_of, waterfall
from experiments.studio.session import AT_FIRST, Progress, Session, Superseded

BLAME_REPLICATIONS = 4
LADDER_REPLICATIONS = 10
SHARING_REPLICATIONS = 10

Said = Callable[[str, Progress], None]


async def quick_waterfall(session: Session, said: Said) -> None:
    """Levers pulled one after another, in the scenario's order, refined as it goes."""
    plan, what_if, wanted = session.plan, session.what_if, session.now()
    if plan is None:
        return
    try:
        ladder = await session.compose(lambda: ladder_of(plan, what_if.preset))
        for count in _counts(LADDER_REPLICATIONS, what_if.replications):
            rungs = await session.live(ladder.plan, what_if.seed, count, wanted)
            html = await session.compose(partial(waterfall, ladder, rungs))
            if wanted():
                said(html, Progress(count, min(LADDER_REPLICATIONS, what_if.replications)))
    except Superseded:
        return


async def fair_waterfall(session: Session, said: Said, told: Callable[[int, int], None]) -> None:
    """Shapley values, refined as it goes. told: called with (worlds done, worlds planned) of the present step."""
    plan, what_if, wanted = session.plan, session.what_if, session.now()
    if plan is None:
        return
    loop = asyncio.get_running_loop()

    def progress(done: int, planned: int) -> None:
        if not wanted():
            raise Superseded
        loop.call_soon_threadsafe(told, done, planned)

    try:
        sharing = await session.compose(lambda: Sharing(plan, what_if.preset, what_if.seed, progress))
        most = min(SHARING_REPLICATIONS, what_if.replications)
        if sharing.is_empty:
            said("", Progress(most, most))
            return
        for count in _counts(SHARING_REPLICATIONS, what_if.replications):
            html = await loop.run_in_executor(session.shop.explaining, sharing.html, count)
            if wanted():
                said(html, Progress(count, most))
    except Superseded:
        return


async def blame(session: Session, said: Callable[[str], None]) -> None:
    """The blame matrix of the first design, told again as replications are added."""
    plan, what_if, wanted = session.plan, session.what_if, session.now()
    if plan is None:
        return
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
            found.append(await loop.run_in_executor(session.shop.explaining, once))
        except Superseded:
            return
        if len(found) >= AT_FIRST and wanted():
            said(views.blame_html(conclude(cast, found), plan.built.title(0), len(found)))


def _counts(most: int, asked: int) -> list[int]:
    """After how many replications something is shown."""
    most = min(most, asked)
    return sorted({min(count, most) for count in (AT_FIRST, 4, most)})
