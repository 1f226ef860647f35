"""A discovery from beginning to end: sample futures, find boxes, test them on fresh ones, weigh regrets."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.discovery import covering, futures, prim, retest, tables, tree, words
from experiments.discovery.boxes import Box, Mask
from experiments.discovery.futures import Candidate, Futures
from experiments.discovery.result import Discovery
from experiments.errors import InputError
from experiments.kpis import Kpi
from experiments.manifest import manifest
from experiments.statistics import Floats, t_interval
from experiments.study import space
from experiments.study.question import Question, ask
from experiments.study.space import Factor
from experiments.study.store import Store
from experiments.study.trials import Trials
from experiments.voices.voice import ENGLISH, SPANISH, Voice
from scenarios.remarks import Remark
from scenarios.schema import Scenario

POINTS, RETEST = 512, 480
AGAIN = 4  # fresh replications of the futures with the largest regrets
VARIED = ("uncertainties", "levels")
VOLUME = 20_000  # uniform points on which rules are compared; none of them is lived through
Say = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Plan:
    """What is looked for, and how.

    threshold: in the unit in which differences of the measure are shown.  undecided: whether futures whose interval
    does not exclude the threshold count as losing.  density: least density of a box; None takes the box nearest to
    all losing futures and no other.
    """

    kpi: Kpi
    threshold: float
    undecided: bool
    density: float | None
    most: int

    @property
    def rule(self) -> prim.Rule:
        """How a box is chosen from the trade-off curve."""
        return prim.nearest if self.density is None else prim.dense(self.density)

    @property
    def sign(self) -> float:
        """+1 where more of the measure is better, -1 where less is."""
        return -1.0 if self.kpi.better < 0 else 1.0

    def loses(self, differences: Floats) -> Mask:
        """Which points lose; differences (points, replications) of second minus first design."""
        worth = self.sign * differences
        bound = self.sign * self.threshold / self.kpi.scale
        if not self.undecided:
            return np.asarray(worth.mean(axis=1) < bound)
        return np.array([t_interval(row).low < bound for row in worth])


def discover(
    scenario: Scenario | str | os.PathLike[str],
    designs: tuple[str, str] | None = None,
    *,
    vary: Sequence[str] = VARIED,
    points: int = POINTS,
    retests: int = RETEST,
    replications: int = 1,
    kpi: str = "profit",
    threshold: float = 0.0,
    undecided: bool = False,
    density: float | None = None,
    boxes: int = 3,
    also: Sequence[str] = (),
    subsets: Sequence[Sequence[str]] = (),
    preset: str = "central",
    seed: int = 1,
    workers: int | None = None,
    store: Store | None = None,
    remarks: dict[str, Remark] | None = None,
    say: Say | None = None,
) -> Discovery:
    """Find where the second design does not pay, as boxes in the space of what is varied.

    scenario: a Scenario, or the name or path of one.  vary: as in `space.factors`.  points: futures in which boxes are
    looked for (scrambled Sobol' where their number is a power of two, else a Latin hypercube); retests: fresh ones.
    threshold: in the unit in which differences are shown.  undecided: also count futures that are not decidedly above
    it; needs two replications.  density: least density of a box.  boxes: at most.  also: further designs, subsets: sets
    of levers, for the regret table.  say: called with (what, runs done, runs planned).
    Raises InputError for what cannot be asked, ScenarioError for a broken scenario.
    """
    _check(points, retests, replications, undecided, density, boxes)
    told = _Told(say)
    question = ask(scenario, designs, preset=preset, progress=told.phase)
    factors = _numbers(space.factors(question, vary, remarks))
    trials = Trials(question.scenario, seed=seed, workers=workers, progress=told.turn, store=store)
    plan = Plan(trials.kpis[trials.place(kpi)], threshold, undecided, density, boxes)
    judged = futures.candidates(question, also, subsets)
    study = _Study(question, factors, trials, plan, replications, told)

    first = study.live(_sampled(factors, points, seed), judged, 0)
    there, loses = _finite(first), plan.loses(first.differences)
    found = covering.cover(first.x[there], loses[there], plan.rule, most=boxes, seed=seed)
    kept = [one.box for one in found if one.box is not None]
    second = tree.grow(first.x[there], loses[there])
    again = study.again(kept, retests, seed) if loses[there].any() and not loses[there].all() else None
    worst = study.worst(first, judged)
    return _result(study, judged, first, found, kept, second, again, worst, vary, retests)


@dataclass(frozen=True)
class _Study:
    """What all parts of a discovery share."""

    question: Question
    factors: Sequence[Factor]
    trials: Trials
    plan: Plan
    replications: int
    told: "_Told"

    def live(
        self, x: Floats, judged: Sequence[Candidate], first: int, replications: int | None = None,
        turns: NDArray[np.int64] | None = None,
    ) -> Futures:  # fmt: skip
        """Futures lived through from a replication on."""
        count = replications or self.replications
        return futures.live(
            self.question, self.trials, self.factors, x, judged, self.plan.kpi.name,
            replications=count, first=first, turns=turns, told=self.told.begin,
        )  # fmt: skip

    def again(self, kept: Sequence[Box], count: int, seed: int) -> Futures:
        """Fresh points with fresh luck, both designs."""
        x, turns = retest.sample(self.factors, kept, count, seed)
        self.told.what = "testing on fresh futures"
        return self.live(x, futures.candidates(self.question), futures.TURNS * self.replications, turns=turns)

    def worst(self, first: Futures, judged: Sequence[Candidate]) -> dict[int, Futures]:
        """The future of each design's largest regret, lived through again with fresh luck; by number of the point."""
        means = self.plan.sign * first.means
        there = np.flatnonzero(np.isfinite(means).all(axis=1))
        regrets = means.max(axis=1, keepdims=True) - means
        self.told.what = "the largest regrets again"
        fresh = 2 * futures.TURNS * self.replications
        return {
            k: self.live(first.x[k : k + 1], judged, fresh, AGAIN)
            for k in sorted({int(there[column.argmax()]) for column in regrets[there].T})
        }


class _Told:
    """Progress of the whole study from that of its turns."""

    def __init__(self, say: Say | None) -> None:
        self.what, self._say, self._before, self._runs, self._total = "living through futures", say, 0, 0, 0

    def phase(self, what: str) -> Callable[[int, int], None] | None:
        """Progress of something that stands by itself."""
        say = self._say
        return None if say is None else lambda done, planned: say(what, done, planned)

    def begin(self, before: int, runs: int, total: int) -> None:
        """A turn begins: runs done before it, in it, and planned in all."""
        self._before, self._runs, self._total = before, runs, total

    def turn(self, _: str) -> Callable[[int, int], None] | None:
        """Progress within a turn; what a store already knew counts as done."""
        say, known = self._say, self._before + self._runs
        if say is None:
            return None
        return lambda done, planned: say(self.what, known - planned + done, self._total)


def _check(
    points: int, retests: int, replications: int, undecided: bool, density: float | None, boxes: int
) -> None:
    for name, value, least in (
        ("points", points, 16),
        ("retest", retests, 16),
        ("replications", replications, 1),
        ("boxes", boxes, 1),
    ):
        if value < least:
            raise InputError(f"--{name} must be {least} or more, got {value}")
    if undecided and replications < 2:
        raise InputError("--undecided needs an interval at each point; ask for --replications 2 or more")
    if density is not None and not 0.0 < density <= 1.0:
        raise InputError(f"--density is a share above 0 and at most 1, got {density:g}; for example 0.75")


def _numbers(factors: Sequence[Factor]) -> list[Factor]:
    """The factors, if boxes can be drawn on them."""
    for factor in factors:
        if getattr(factor, "words", ()) or list(factor.values) != sorted(factor.values):
            raise InputError(
                f"{factor.path}: a box needs numbers in rising order, not names; give a range LOW..HIGH"
            )
    return list(factors)


def _sampled(factors: Sequence[Factor], count: int, seed: int) -> Floats:
    whole = count & (count - 1) == 0
    return space.sobol(factors, count, seed) if whole else space.latin_hypercube(factors, count, seed)


def _finite(lived: Futures) -> Mask:
    return np.asarray(np.isfinite(lived.values).all(axis=(1, 2)))


def _result(
    study: _Study,
    judged: Sequence[Candidate],
    first: Futures,
    found: list[covering.Found],
    kept: list[Box],
    second: tree.Tree,
    again: Futures | None,
    worst: dict[int, Futures],
    vary: Sequence[str],
    retests: int,
) -> Discovery:
    """Everything as tables and sentences."""
    question, plan, factors = study.question, study.plan, study.factors
    scenario, original = question.scenario, question.original
    there, loses = _finite(first), plan.loses(first.differences)
    volume = space.scaled(factors, np.random.default_rng(0).random((VOLUME, len(factors))))
    boxes = tables.boxes(original, factors, kept, found)
    tested, shares, opinion = None, tables.empty_shares(), {}
    if again is not None:
        sound, lost = _finite(again), plan.loses(again.differences)
        tested = retest.parts(factors, kept, again.x[sound], lost[sound])
        shares = tables.shares(tested, found, kept, first.x[there], loses[there])
        density, coverage = retest.of_rule(factors, kept, second.holds, again.x[sound], lost[sound], volume)
        opinion = tables.opinion(density, coverage, tree.agreement(second, kept, volume))
    regret = tables.regret(judged, plan.sign, first, plan.loses, worst)
    losing = tables.losing(loses[there], tested)
    lived = {"first": first} if again is None else {"first": first, "fresh": again}

    def told(say: Voice) -> Iterator[str]:
        return _sentences(study, kept, shares, losing, opinion, regret, second, int(there.sum()), say)

    return Discovery(
        scenario=original.scenario, title=original.title, designs=question.designs,
        design_titles=(scenario.designs[question.designs[0]].title, scenario.designs[question.designs[1]].title),
        preset=question.preset, seed=study.trials.seed, replications=study.replications, measure=plan.kpi.name,
        estimand=plan.kpi.estimand, threshold=plan.threshold, rule=words.rule(plan.density),
        factors=tables.factors(factors),
        points=tables.points(factors, judged, plan.loses, kept, lived),
        boxes=boxes, shares=shares, trade_off=tables.trade_off(found), tree=tables.tree(original, factors, second),
        opinion=opinion, regret=regret, losing=losing,
        sentences=tuple(told(ENGLISH)), sentences_es=tuple(told(SPANISH)),
        manifest=manifest(
            original, designs=question.designs, preset=question.preset, seed=study.trials.seed,
            replications=study.replications,
            parts={
                "study": "discovery", "vary": list(vary), "points": len(first.x), "retest": retests,
                "measure": plan.kpi.name, "threshold": plan.threshold, "undecided": plan.undecided,
                "density": plan.density, "boxes": plan.most, "designs": [one.name for one in judged],
            },
        ),
    )  # fmt: skip


def _sentences(
    study: _Study,
    kept: Sequence[Box],
    shares: pd.DataFrame,
    losing: Mapping[str, float],
    opinion: Mapping[str, float],
    regret: pd.DataFrame,
    second: tree.Tree,
    count: int,
    say: Voice,
) -> Iterator[str]:
    """What was found, one thought a sentence."""
    plan, title = study.plan, study.question.scenario.designs[study.question.designs[1]].title
    if losing["found"] == 0.0:
        yield words.nowhere(title, count, plan.kpi, plan.threshold, say)
    elif losing["found"] == 1.0:
        yield words.everywhere(title, count, plan.kpi, plan.threshold, say)
    elif shares.empty:
        yield words.no_box(words.interval(losing, "share"), plan.density, say)
    for box, row in zip(kept, shares.to_dict(orient="records"), strict=bool(len(shares))):
        limits = words.phrases(study.question.original, study.factors, box, say)
        yield words.sentence(title, limits, plan.kpi, plan.threshold, row, say)
    if not shares.empty:
        yield words.flattery(shares, say)
    if opinion:
        yield words.tree_sentence(second, study.question.original, study.factors, opinion, say)
    yield words.regret_sentence(regret, plan.kpi, count, say)
    yield say("box.shares")
