"""The lever waterfall: levers pulled one after another, in the scenario's order. One function to exchange."""

from dataclasses import dataclass, replace

import numpy as np

from experiments import worlds
from experiments.kpis import kpis_of
from experiments.statistics import t_interval
from experiments.studio.charts import Step, waterfall_svg
from experiments.studio.lived import Piece, Plan, key_of_arm
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
    kpi = next(kpi for kpi in kpis_of(ladder.plan.built.scenario) if kpi.name == MEASURE)
    profit = np.array([[piece.kpis[MEASURE] for piece in pieces] for pieces in rungs])
    steps = [Step(title, t_interval(profit[k + 1] - profit[k])) for k, title in enumerate(ladder.titles)]
    return waterfall_svg(steps, t_interval(profit[-1] - profit[0]), kpi)
