"""Futures lived through: every design at every point, on the same customers, each point with its own luck.

Points share replications in turn: point k lives through replication k modulo TURNS. Within a point all designs meet the
same people with the same luck, so their differences are paired; between points luck differs, so that a boundary does
not hang on what one replication happened to bring.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from experiments.errors import InputError
from experiments.statistics import Floats
from experiments.study import space
from experiments.study.question import Changes, Question
from experiments.study.space import Factor
from experiments.study.trials import Trial, Trials
from scenarios.errors import ScenarioError

TURNS = 8


@dataclass(frozen=True)
class Candidate:
    """A design to be judged in every future: one of the scenario's, or today with some levers pulled."""

    name: str
    title: str
    levers: tuple[str, ...] | None = None

    def at(self, question: Question, changes: Changes) -> Trial:
        """Its world in one future. Raises like `Question.design`."""
        return (
            question.design(self.name, changes)
            if self.levers is None
            else question.levers(self.levers, changes)
        )


@dataclass(frozen=True)
class Futures:
    """What was lived.

    x: values of the factors, (points, factors).  values: one measure, (points, candidates, replications); NaN where a
    point is no world.  luck: first replication of each point.  problems: why a point is no world, by number.
    """

    x: Floats
    values: Floats
    luck: NDArray[np.int64] = field(repr=False)
    problems: dict[int, str]

    @property
    def means(self) -> Floats:
        """Per point and candidate, the mean over replications."""
        return np.asarray(self.values.mean(axis=2))

    @property
    def differences(self) -> Floats:
        """Second candidate minus first, paired, (points, replications)."""
        return np.asarray(self.values[:, 1] - self.values[:, 0])


def candidates(
    question: Question, names: Sequence[str] = (), subsets: Sequence[Sequence[str]] = ()
) -> list[Candidate]:
    """The two designs asked about, further designs of the scenario, and today with some of its levers pulled.

    Raises InputError for what the scenario does not know.
    """
    from experiments.errors import unknown

    known = question.scenario.designs
    for name in names:
        if name not in known:
            raise unknown("design", name, known)
    found = [Candidate(name, known[name].title) for name in dict.fromkeys([*question.designs, *names])]
    for codes in subsets:
        for code in codes:
            if code not in question.scenario.levers:
                raise unknown("lever", code, question.scenario.levers)
        titles = "; ".join(question.scenario.levers[code].title for code in codes)
        found.append(Candidate("+".join(codes), titles, tuple(codes)))
    return found


def live(
    question: Question,
    trials: Trials,
    factors: Sequence[Factor],
    x: Floats,
    judged: Sequence[Candidate],
    kpi: str,
    *,
    replications: int = 1,
    first: int = 0,
    turns: NDArray[np.int64] | None = None,
    told: Callable[[int, int, int], None] | None = None,
) -> Futures:
    """Live through all candidates at points x (points, factors).

    replications: at each point.  first: the first replication used; TURNS * replications from there on are.
    turns: which of them each point lives through; in turn when left out.
    told: called before each turn with the runs before it, in it, and in all.
    Raises InputError when no point is a world.
    """
    place = trials.place(kpi)
    values = np.full((len(x), len(judged), replications), np.nan)
    luck = first + replications * (np.arange(len(x)) % TURNS if turns is None else turns)
    worlds, problems = _worlds(question, factors, x, judged)
    each, done = len(judged) * replications, 0
    for start in np.unique(luck):
        turn = [k for k in np.flatnonzero(luck == start).tolist() if k in worlds]
        if told is not None:
            told(done, each * len(turn), each * len(worlds))
        rows = [trial for k in turn for trial in worlds[k]]
        lived = trials.measured(rows, range(start, start + replications), "living through futures")
        values[turn] = lived[:, :, place].reshape(len(turn), len(judged), replications)
        done += each * len(turn)
    return Futures(x, values, luck, problems)


def _worlds(
    question: Question, factors: Sequence[Factor], x: Floats, judged: Sequence[Candidate]
) -> tuple[dict[int, list[Trial]], dict[int, str]]:
    worlds: dict[int, list[Trial]] = {}
    problems: dict[int, str] = {}
    for k, changes in enumerate(space.points_of(question, factors, x)):
        try:
            worlds[k] = [one.at(question, changes) for one in judged]
        except ScenarioError as error:
            problems[k] = " ".join(str(error).split())
    if not worlds and len(x):
        raise InputError(f"no future of the study is a world that can be; the first says: {problems[0]}")
    return worlds, problems
