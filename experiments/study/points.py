"""Both designs lived through at many points."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.errors import InputError
from experiments.statistics import Floats
from experiments.study.question import Changes, Question
from experiments.study.trials import Trial, Trials
from scenarios.errors import ScenarioError

AT_ONCE = 200  # points whose worlds are held in memory together

At = Callable[[Changes], tuple[Trial, ...]]
"""The designs at a point, two unless it is said otherwise."""


@dataclass(frozen=True)
class Lived:
    """The measures at every point.

    values: (points, designs, replications, measures), profit net of levers; NaN at a point that is no world.
    problems: why not, by number of the point.
    """

    values: Floats
    problems: dict[int, str]

    @property
    def differences(self) -> Floats:
        """Second design minus first, paired, shape (points, replications, measures)."""
        return np.asarray(self.values[:, 1] - self.values[:, 0])


def live(
    question: Question,
    trials: Trials,
    points: Sequence[Changes],
    replications: Iterable[int],
    about: str = "living through both designs at every point",
    at: At | None = None,
    designs: int = 2,
) -> Lived:
    """Live through both designs at every point, on the same customers. A point that breaks a rule of scenarios is a row
    without numbers, and the others are lived through.

    at: what the designs are at a point, where that is not what the question says.  designs: how many they are.
    Raises InputError when no point is a world.
    """
    wanted = list(replications)
    problems: dict[int, str] = {}
    values = np.full((len(points), designs, len(wanted), len(trials.names)), np.nan)
    for first in range(0, len(points), AT_ONCE):
        block = range(first, min(first + AT_ONCE, len(points)))
        pairs, broken = worlds_at(at or question.at, points, block)
        problems |= broken
        part = f" ({first:,} of {len(points):,} are done)" if len(points) > AT_ONCE else ""
        found = trials.measured(
            [world for pair in pairs.values() for world in pair], wanted, f"{about}{part}"
        )
        values[list(pairs)] = found.reshape(len(pairs), designs, len(wanted), len(trials.names))
    if points and len(problems) == len(points):
        raise InputError(f"no point of the study is a world that can be; the first says: {problems[0]}")
    return Lived(values, problems)


def worlds_at(
    at: At, points: Sequence[Changes], numbers: Iterable[int]
) -> tuple[dict[int, tuple[Trial, ...]], dict[int, str]]:
    """Both designs at some points, by number of the point, and why the others are no worlds."""
    pairs, problems = {}, {}
    for k in numbers:
        try:
            pairs[k] = at(points[k])
        except ScenarioError as error:
            problems[k] = "; ".join(" ".join(problem.message.split()) for problem in error.problems)
    return pairs, problems
