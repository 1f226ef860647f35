"""Functions by goal steps: who has a part in each of the twelve, and what one of them alone could gain at most."""

from collections import Counter

import numpy as np
import pandas as pd

from experiments.theory.complements import RHO, alone, bound_alone, step_quality
from scenarios.network import STEPS, step_of
from scenarios.schema import Scenario

BACKSTAGE = 0.15  # part of every step that departments without a touchpoint in it still have (assumed)


def weights(scenario: Scenario) -> pd.DataFrame:
    """Weight of each function (row: owner) in each goal step (column); columns sum to 1.

    Owners of touchpoints in a step share 1 - BACKSTAGE of it by their number of touchpoints there; the other
    departments share the rest equally. A step without owned touchpoints belongs to all departments alike, that is
    to nobody.
    """
    owners = list(scenario.owners)
    table = pd.DataFrame(0.0, index=pd.Index(owners, name="function"), columns=list(STEPS))
    there: dict[str, Counter[str]] = {step: Counter() for step in STEPS}
    for code, point in scenario.touchpoints.items():
        if point.owner is not None:
            there[step_of(scenario, code)][point.owner] += 1
    for step, count in there.items():
        behind = [owner for owner in owners if owner not in count]
        front = 1.0 if not behind else 1.0 - BACKSTAGE if count else 0.0
        for owner in owners:
            if owner in count:
                table.loc[owner, step] = front * count[owner] / count.total()
            else:
                table.loc[owner, step] = (1.0 - front) / len(behind)
    return table


def efforts(scenario: Scenario) -> pd.Series:
    """How well each function does its part: mean performance of an ordinary contact at its touchpoints (0 to 1)."""
    usual = scenario.behaviour.experience.quality
    found = {}
    for owner in scenario.owners:
        own = [point.quality for point in scenario.touchpoints.values() if point.owner == owner]
        values = [usual if quality is None else quality for quality in own] or [usual]
        found[owner] = max(float(np.mean(values)), 1e-6)
    return pd.Series(found, name="effort")


def function_steps(scenario: Scenario, rho: float = RHO) -> pd.DataFrame:
    """What each function can do about each goal step, a row per function and step.

    weight; quality: of the step today; alone: quality when this function does its part perfectly, the others as today;
    gain: alone - quality; all: gain when everybody does (1 - quality); bound: factor that its effort could never
        exceed;
    covered: whether any touchpoint of the step has an owner.
    """
    part, doing = weights(scenario), efforts(scenario)
    owned = {step_of(scenario, code) for code, point in scenario.touchpoints.items() if point.owner}
    rows = []
    for step in STEPS:
        w, e = list(part[step]), list(doing)
        quality = step_quality(w, e, rho)
        for number, owner in enumerate(part.index):
            best = alone(w, e, number, rho)
            rows.append({
                "function": owner, "name": scenario.owners[owner], "step": step, "weight": w[number],
                "quality": quality, "alone": best, "gain": best - quality, "all": 1.0 - quality,
                "bound": bound_alone(w, e, number, rho), "covered": step in owned,
            })  # fmt: skip
    return pd.DataFrame(rows).set_index(["function", "step"])
