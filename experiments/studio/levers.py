"""The lever waterfall: quick, in the scenario's order; or shared out fairly, which no order decides."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from experiments import worlds
from experiments.kpis import Kpi, kpis_of
from experiments.levers.attribution import is_exact, met, shares
from experiments.levers.played import played
from experiments.levers.players import players_of
from experiments.statistics import t_interval
from experiments.studio.charts import Step, waterfall_svg
from experiments.studio.lived import Piece, Plan, key_of_arm
from experiments.studio.texts import TEXTS
from experiments.study.question import Question
from experiments.study.trials import Trials
from experiments.workers import Progress
from experiments.worlds import Arm
from scenarios import overlay

MEASURE = "profit"


@dataclass(frozen=True)
class Ladder:
    """From the first design to the second, one lever at a time.

    plan: its arms are the rungs.  titles: what each step from one to the next pulls, or gives up.
    """

    plan: Plan
    titles: tuple[str, ...]


def ladder_of(plan: Plan, preset: str) -> Ladder:
    """The worlds between the two designs; levers that only the first pulls are given up first."""
    scenario = plan.today.scenario
    first, second = (overlay.levers_of(scenario, name) for name in plan.built.designs)
    have, rungs, titles = list(first), [plan.arms[0]], []
    for code in [*(c for c in first if c not in second), *(c for c in second if c not in first)]:
        have = [c for c in have if c != code] if code in have else [*have, code]
        title = scenario.levers[code].title
        titles.append(title if code in second else f"− {title}")
        world = overlay.pulled(scenario, have, preset=worlds.known_preset(scenario, preset))
        rungs.append(Arm(f"L{len(rungs)}", title, world, overlay.price_of(scenario, have)))
    keys = tuple(key_of_arm(arm, plan.today.intercepts) for arm in rungs)
    return Ladder(replace(plan, arms=tuple(rungs), keys=keys), tuple(titles))


def waterfall(ladder: Ladder, rungs: list[list[Piece]]) -> str:
    """The waterfall of profit per entrant. rungs: for every rung, a piece per replication."""
    profit = np.array([[piece.kpis[MEASURE] for piece in pieces] for pieces in rungs])
    steps = [Step(title, t_interval(profit[k + 1] - profit[k])) for k, title in enumerate(ladder.titles)]
    svg = waterfall_svg(steps, t_interval(profit[-1] - profit[0]), _kpi(ladder.plan))
    return _told(TEXTS.waterfall_quick, svg, TEXTS.waterfall_quick_help)


class Sharing:
    """The same difference by Shapley values; each world once, however often it is asked for more replications.

    progress: called with (worlds done, worlds planned) of the present step, in the thread that works.
    """

    def __init__(self, plan: Plan, preset: str, seed: int, progress: Progress | None = None) -> None:
        built, today = plan.built, plan.today
        self._question = Question(
            today.scenario, built.scenario, built.designs, preset, today.intercepts, today.unmet
        )
        self._players = players_of(self._question)
        self._plan, self._seed = plan, seed
        told: Callable[[str], Progress | None] | None = None if progress is None else lambda _: progress
        self._trials = Trials(self._question.scenario, seed=seed, progress=told)

    @property
    def is_empty(self) -> bool:
        """Whether both designs pull the same levers."""
        return not self._players

    def steps(self, replications: int) -> list[Step]:
        """What each lever adds to profit per entrant, its own price paid, largest first, and last the whole: with 95 %
        t intervals over replications."""
        codes = [player.code for player in self._players]
        wanted = {r: met(codes, self._seed, r) for r in range(replications)}
        lived = played(self._question, self._players, self._trials, wanted)
        at = lived.names.index(MEASURE)
        profit = np.array([shares(lived, self._seed, r)[:, at] for r in range(replications)])
        found = [Step(p.title, t_interval(profit[:, k])) for k, p in enumerate(self._players)]
        found.sort(key=lambda step: -abs(step.change.estimate))
        return [*found, Step(TEXTS.waterfall_total, t_interval(profit.sum(axis=1)))]

    def html(self, replications: int) -> str:
        """The waterfall, and how it was found."""
        *steps, whole = self.steps(replications)
        svg = waterfall_svg(steps, whole.change, _kpi(self._plan))
        count = len(steps)
        way = TEXTS.ways_all if is_exact(count) else TEXTS.ways_drawn
        way = TEXTS.way_only if count == 1 else way
        return _told(TEXTS.waterfall_fair, svg, TEXTS.waterfall_fair_help.format(
            way=way.format(ways=2**count, levers=count), worlds=self._trials.runs
        ))  # fmt: skip


def _kpi(plan: Plan) -> Kpi:
    return next(kpi for kpi in kpis_of(plan.built.scenario) if kpi.name == MEASURE)


def _told(title: str, svg: str, about: str) -> str:
    return f"<h3>{title}</h3>{svg}<p class='note'>{about}</p>"
