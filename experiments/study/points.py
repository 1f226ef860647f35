"""Both designs lived through at many points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.errors import InputError
from experiments.statistics import Floats
from experiments.study.question import Changes, Question
from experiments.study.trials import Trials
from scenarios.errors import ScenarioError


@dataclass(frozen=True)
class Lived:
    """The measures at every point.

    values: (points, designs = 2, replications, measures), profit net of levers; NaN at a point that is no world.
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
) -> Lived:
    """Live through both designs at every point, on the same customers. A point that breaks a rule of scenarios is a row
    without numbers, and the others are lived through. Raises InputError when no point is a world."""
    wanted, pairs, problems = list(replications), {}, {}
    for k, changes in enumerate(points):
        try:
            pairs[k] = question.at(changes)
        except ScenarioError as error:
            problems[k] = " ".join(str(error).split())
    if not pairs and points:
        raise InputError(f"no point of the study is a world that can be; the first says: {problems[0]}")
    worlds = [trial for pair in pairs.values() for trial in pair]
    found = trials.measured(worlds, wanted, about)
    values = np.full((len(points), 2, len(wanted), len(trials.names)), np.nan)
    values[list(pairs)] = found.reshape(len(pairs), 2, len(wanted), len(trials.names))
    return Lived(values, problems)
