"""Both designs under one change, on the same customers, and what that moves."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from experiments import worlds
from experiments.anchor_store import key_of
from experiments.ledger.assumptions import End
from experiments.ledger.levels import resolved
from experiments.ledger.observe import Seen, see
from experiments.statistics import Floats
from experiments.workers import Progress
from experiments.worlds import Arm
from scenarios.errors import ScenarioError
from scenarios.schema import Cost, Scenario
from sim.intercepts import Intercepts

AS_SOLVED = 1.0


@dataclass(frozen=True)
class Pairs:
    """The comparison whose ledger is made: what stays the same in every run.

    scenario: with today's knobs turned, no design applied.  arms: both designs at the central values.
    keys: what tells their worlds from others.
    """

    scenario: Scenario
    designs: tuple[str, str]
    preset: str
    seed: int
    intercepts: Intercepts
    arms: tuple[Arm, ...]
    keys: tuple[str, ...]

    def central(self, replication: int) -> tuple[Seen, ...]:
        """Both designs at the central values."""
        people = worlds.populations(self.arms, self.seed, replication)
        return tuple(
            see(
                worlds.live(
                    arm, seed=self.seed, replication=replication, intercepts=self.intercepts, people=own
                )
            )
            for arm, own in zip(self.arms, people, strict=True)
        )

    def moved(self, end: End, replication: int, central: tuple[Seen, ...]) -> Floats | None:
        """What the end of a range adds to the difference; shape (1 + groups, measures).

        A world that the end does not touch is not run again. None when the end breaks a rule of the schema.
        """
        try:
            changed = worlds.with_values(self.scenario, self.preset, resolved(self.scenario, end.changes))
            arms = worlds.arms_of(changed, self.designs, self.preset, middle=False)
        except ScenarioError:
            return None
        scale = self._baseline(end)
        intercepts = self.intercepts
        if scale != AS_SOLVED and intercepts.baseline_per_day is not None:
            intercepts = replace(intercepts, baseline_per_day=intercepts.baseline_per_day * scale)
        same = [
            key_of(arm.scenario) == key and scale == AS_SOLVED
            for arm, key in zip(arms, self.keys, strict=True)
        ]
        seen = list(central)
        new = [k for k, untouched in enumerate(same) if not untouched]
        people = worlds.populations([arms[k] for k in new], self.seed, replication)
        for k, own in zip(new, people, strict=True):
            seen[k] = see(
                worlds.live(
                    arms[k], seed=self.seed, replication=replication, intercepts=intercepts, people=own
                )
            )
        return difference(tuple(seen), [arm.cost for arm in arms]) - difference(
            central, [arm.cost for arm in self.arms]
        )

    def _baseline(self, end: End) -> float:
        """One step of the solver: the factor on the baseline hazard that another yearly churn asks for."""
        known = self.scenario.calibrate.churn_rate_12m
        if end.churn is None or known is None:
            return AS_SOLVED
        return math.log1p(-end.churn) / math.log1p(-known)


def difference(seen: tuple[Seen, ...], costs: list[Cost]) -> Floats:
    """Second design minus first, each net of what its levers cost."""
    first, second = (one.at_cost(cost) for one, cost in zip(seen, costs, strict=True))
    return second - first


def pairs(
    scenario: Scenario,
    designs: tuple[str, str],
    preset: str,
    seed: int,
    progress: Callable[[str], Progress | None],
) -> Pairs:
    """Calibrate today's company and set up both designs. progress: gives the progress of a phase by its name."""
    today = worlds.anchor(scenario, preset, progress=progress("calibrating today's company"))
    arms = tuple(worlds.arms_of(today.scenario, designs, preset, middle=False))
    keys = tuple(key_of(arm.scenario) for arm in arms)
    return Pairs(today.scenario, designs, preset, seed, today.intercepts, arms, keys)
