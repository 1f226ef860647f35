"""Pairs of chronicles: the same people with the same luck in two designs, one pair per replication."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments import worlds
from experiments.causes.chronicle import Chronicle, chronicle
from experiments.workers import Progress, Workers
from experiments.worlds import Arm
from sim.intercepts import Intercepts


@dataclass(frozen=True)
class Pair:
    """One replication of two designs, told with its causes."""

    first: Chronicle
    second: Chronicle

    @property
    def both(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows of the people who are counted in both worlds, in the first and in the second, by uid."""
        a, b = self.first.run, self.second.run
        one, two = np.flatnonzero(self.first.counted), np.flatnonzero(self.second.counted)
        _, i, j = np.intersect1d(a.people["uid"][one], b.people["uid"][two], return_indices=True)
        return one[i], two[j]


Measure = Callable[[Pair], Any]


def live_pair(arms: tuple[Arm, Arm], *, seed: int, replication: int, intercepts: Intercepts | None) -> Pair:
    """Live through one replication of both designs and tell it with its causes."""
    drawn = worlds.populations(arms, seed, replication)
    first, second = (
        chronicle(
            worlds.live(arm, seed=seed, replication=replication, intercepts=intercepts, people=own, log=True)
        )
        for arm, own in zip(arms, drawn, strict=True)
    )
    return Pair(first, second)


def measured(
    arms: tuple[Arm, Arm],
    measures: Mapping[str, Measure],
    *,
    replications: int,
    seed: int,
    intercepts: Intercepts | None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> list[dict[str, Any]]:
    """What each measure makes of each replication's pair; the pairs themselves are forgotten (a log is large)."""

    def unit(replication: int) -> dict[str, Any]:
        pair = live_pair(arms, seed=seed, replication=replication, intercepts=intercepts)
        return {name: measure(pair) for name, measure in measures.items()}

    with Workers(workers, 2 * replications, progress) as pool:
        return pool.each(unit, range(replications), lambda _: 2)
