"""The space of a study: which numbers are varied, over which ranges, and the points at which it is looked."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import isnan, nan
from typing import Any

import numpy as np
from scipy.stats import qmc

from experiments.errors import InputError, unknown
from experiments.ledger.assumptions import LEVEL as LEVER_LEVEL
from experiments.ledger.assumptions import Assumption
from experiments.ledger.plan import plan
from experiments.ledger.ranges import bounds_at
from experiments.statistics import Floats
from experiments.study.levels import at_share
from experiments.study.places import is_whole, standing, title, unit
from experiments.study.question import Changes, Question
from scenarios import overlay
from scenarios.errors import Source
from scenarios.remarks import Remark
from scenarios.yaml12 import plain, read

LEVEL = "level:"
GROUPS = ("uncertainties", "levels", "assumptions")
LARGEST_GRID = 100_000


@dataclass(frozen=True)
class Factor:
    """One thing that a study varies.

    path: a dotted path, `DESIGN:PATH` for one design only, or `level:LEVER` for the share of a lever's level (0 today,
    1 as assumed).  low, high: its range.  values: those to look at, where they were named.  whole: whether it moves in
    whole steps.  evidence, source: why it is uncertain; empty where the user asked.  words: what the values stand for
    where they are no numbers (switches, names, lists), as YAML; the values are then positions among them.
    kind: one of `ledger.assumptions.KINDS`, empty where it is no assumption.
    """

    path: str
    title: str
    low: float
    high: float
    values: tuple[float, ...] = ()
    whole: bool = False
    unit: str = ""
    evidence: str = ""
    source: str = ""
    words: tuple[str, ...] = ()
    kind: str = ""

    def at(self, share: float) -> float:
        """The value at a share of the range, or of the list of values."""
        if self.values:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        if not self.whole:
            return self.low + (self.high - self.low) * share
        step = bounds_at(self.path.rpartition(":")[2]).step or 1
        count = int((self.high - self.low) / step) + 1
        return self.low + step * min(int(count * share), count - 1)


def factors(
    question: Question, wanted: Iterable[str], remarks: Mapping[str, Remark] | None = None
) -> list[Factor]:
    """The factors a user asked for, each once; a later range wins over an earlier one.

    wanted: `PATH=LOW..HIGH`, `PATH=A,B,C`, a PATH with a range of its own, or one of GROUPS: the scenario's
    uncertainties, the levels of its levers, all single numbers among its assumptions. remarks: the author's evidence.
    Raises InputError for what cannot be read, ScenarioError for a path that leads nowhere.
    """
    known = known_factors(question, remarks)
    found: dict[str, Factor] = {}
    for text in wanted:
        path, equals, given = text.partition("=")
        if not equals and path in GROUPS:
            group = [factor for name, factor in known.items() if _belongs(question, name, path)]
            if not group:
                raise InputError(f"{question.scenario.scenario} has no {path} to vary")
            found |= {factor.path: factor for factor in group}
        elif not equals:
            found[path] = _own(question, known, path)
        else:
            found[path] = _given(question, known, path, given)
    if not found:
        raise InputError("nothing is varied; name a path with a range, or one of " + ", ".join(GROUPS))
    return list(found.values())


def known_factors(question: Question, remarks: Mapping[str, Remark] | None = None) -> dict[str, Factor]:
    """Every single number with a range of its own, by path: assumptions, and levels of levers."""
    scenario = question.original
    listed = plan(scenario, question.designs, question.preset, remarks).varied
    numbers = {a.path: _of(a) for a in listed if _is_number(a) and not a.path.startswith("levers.")}
    pulled = [
        code
        for code in scenario.levers
        if any(code in overlay.levers_of(scenario, d) for d in question.designs)
    ]
    levels = {
        f"{LEVEL}{code}": Factor(
            f"{LEVEL}{code}", f"{scenario.levers[code].title}: share of its level", 0.0, 1.0, unit="share",
            evidence=scenario.levers[code].evidence, source=scenario.levers[code].source, kind=LEVER_LEVEL,
        )
        for code in pulled
    }  # fmt: skip
    return numbers | levels


def changes_at(question: Question, factors: Sequence[Factor], values: Sequence[float]) -> dict[str, Any]:
    """What is changed in the scenario at one point; a value of NaN leaves a number as it stands in the scenario.

    Raises InputError for the level of an unknown lever.
    """
    changes: dict[str, Any] = {}
    for factor, value in zip(factors, values, strict=True):
        if isnan(value):
            continue
        if factor.words:
            changes[factor.path] = meaning(factor.words[int(value)])
        elif factor.path.startswith(LEVEL):
            changes |= at_share(question.scenario, factor.path.removeprefix(LEVEL), value)
        else:
            changes[factor.path] = int(value) if factor.whole else float(value)
    return changes


def grid(factors: Sequence[Factor], levels: int = 5) -> Floats:
    """Every combination of values, shape (points, factors): those named, else `levels` evenly over the range.

    Raises InputError for more points than anybody can want.
    """
    axes = [
        factor.values or tuple(dict.fromkeys(factor.at(u) for u in np.linspace(0.0, 1.0, levels)))
        for factor in factors
    ]
    count = int(np.prod([len(axis) for axis in axes], dtype=np.float64))
    if count > LARGEST_GRID:
        raise InputError(
            f"a grid of {count:,} points is too large; vary fewer numbers, or use a Latin hypercube"
        )
    return np.array(list(product(*axes)), dtype=np.float64).reshape(count, len(factors))


def one_at_a_time(factors: Sequence[Factor], central: Sequence[float], levels: int = 5) -> Floats:
    """The central point first, then each factor over its values with all others central; (points, factors)."""
    points = [list(central)]
    for k, factor in enumerate(factors):
        axis = factor.values or tuple(dict.fromkeys(factor.at(u) for u in np.linspace(0.0, 1.0, levels)))
        points += [[*central[:k], value, *central[k + 1 :]] for value in axis if value != central[k]]
    return np.array(points, dtype=np.float64)


def latin_hypercube(factors: Sequence[Factor], count: int, seed: int) -> Floats:
    """A Latin hypercube, shape (count, factors) (McKay, Beckman & Conover 1979)."""
    return scaled(factors, qmc.LatinHypercube(len(factors), rng=np.random.default_rng(seed)).random(count))


def sobol(factors: Sequence[Factor], count: int, seed: int) -> Floats:
    """The first points of a scrambled Sobol' sequence, shape (count, factors) (Owen 1998).

    Raises InputError unless count is a power of two: other numbers spoil its balance.
    """
    if count < 1 or count & (count - 1):
        near = 2 ** max(round(np.log2(max(count, 1))), 0)
        raise InputError(f"a Sobol' sequence wants a power of two, got {count:,}; take {near:,}")
    sequence = qmc.Sobol(len(factors), scramble=True, rng=np.random.default_rng(seed))
    return scaled(factors, sequence.random(count))


def scaled(factors: Sequence[Factor], shares: Floats) -> Floats:
    """Shares of the ranges, shape (points, factors), as values."""
    return np.array([[f.at(u) for f, u in zip(factors, row, strict=True)] for row in shares])


def central(question: Question, factors: Sequence[Factor]) -> list[float]:
    """Where the scenario itself stands: 1 for the level of a lever, else the value at the path; among words its
    position, NaN if it is none of them.

    Raises InputError where no number stands.
    """
    values = []
    for factor in factors:
        value = 1.0 if factor.path.startswith(LEVEL) else standing(question, factor.path)
        if factor.words:
            known = [meaning(word) for word in factor.words]
            values.append(float(known.index(value)) if value in known else nan)
        elif not _is_a_number(value):
            raise InputError(f"{factor.path} is not a number and cannot be varied over a range")
        else:
            values.append(float(value))
    return values


def meaning(word: str) -> Any:
    """The value that a word in YAML stands for; on and off are switches. Raises InputError for what is no YAML."""
    document = read(Source("", word))
    if document.problems or document.root is None:
        raise InputError(f"cannot read the value {word!r}")
    value = plain(document.root)
    return {"on": True, "off": False}.get(value, value) if isinstance(value, str) else value


def _is_a_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _belongs(question: Question, path: str, group: str) -> bool:
    if group == "levels":
        return path.startswith(LEVEL)
    return path in question.original.uncertainties if group == "uncertainties" else not path.startswith(LEVEL)


def _is_number(assumption: Assumption) -> bool:
    """Whether an assumption is one number at one path."""
    ends = assumption.ends.values()
    return isinstance(assumption.value, int | float) and all(
        end.churn is None and list(end.changes) == [assumption.path] for end in ends
    )


def _of(a: Assumption) -> Factor:
    value = float(a.value)
    low, high = (float(end.changes[a.path]) if end else value for end in (a.low, a.high))
    whole = bool(bounds_at(a.path).step)
    return Factor(
        a.path,
        a.title,
        low,
        high,
        whole=whole,
        unit=a.unit,
        evidence=a.evidence,
        source=a.source,
        kind=a.kind,
    )


def _own(question: Question, known: Mapping[str, Factor], path: str) -> Factor:
    if path in known:
        return known[path]
    _check(question, path)
    raise InputError(f"{path} has no range of its own; give one, for example {path}=0.2..0.8")


def _given(question: Question, known: Mapping[str, Factor], path: str, given: str) -> Factor:
    """A factor with the range or the values that the user gave."""
    stands = _check(question, path)
    base = known.get(path) or _unheard(question, path)
    low, dots, high = given.partition("..")
    if dots and stands is not None and not _is_a_number(stands):
        raise InputError(f"{path} is not a number and cannot be varied over a range; name values: {path}=A,B")
    try:
        values = () if dots else tuple(float(part) for part in given.split(","))
        ends = (float(low), float(high)) if dots else (min(values), max(values))
    except ValueError:
        if stands is not None and not _is_a_number(stands) and not dots:
            return _of_words(base, given)
        raise InputError(
            f"{path} wants LOW..HIGH or values with commas between, got {given!r}; for example {path}=0.2..0.8"
        ) from None
    if not np.all(np.isfinite(ends)):
        raise InputError(f"{path} wants numbers that are finite, got {given!r}")
    if dots and ends[0] >= ends[1]:
        raise InputError(f"the range of {path} must rise, got {given!r}")
    if base.whole and any(value != int(value) for value in (*values, *ends)):
        raise InputError(f"{path} wants whole numbers, got {given!r}")
    if len(set(values)) < len(values):
        raise InputError(f"{path} names a value twice: {given!r}")
    return Factor(
        path, base.title, *ends, values, base.whole, base.unit, base.evidence, base.source, kind=base.kind
    )


def _of_words(base: Factor, given: str) -> Factor:
    """A factor whose values are no numbers."""
    words = words_of(given)
    if not words or len(set(words)) < len(words):
        raise InputError(f"{base.path} wants different values with commas between, got {given!r}")
    return replace(
        base, low=0.0, high=len(words) - 1.0, values=tuple(map(float, range(len(words)))), words=words
    )


def words_of(given: str) -> tuple[str, ...]:
    """Values with commas between, each as YAML of its own. Raises InputError for what is no YAML."""
    return tuple(value if isinstance(value, str) else json.dumps(value) for value in meaning(f"[{given}]"))


def _unheard(question: Question, path: str) -> Factor:
    """A factor that has no range of its own."""
    if path.startswith(LEVEL):
        lever = question.scenario.levers[path.removeprefix(LEVEL)]
        return Factor(path, f"{lever.title}: share of its level", 0.0, 1.0, unit="share")
    return Factor(path, title(question.scenario, path), 0.0, 0.0, whole=is_whole(path), unit=unit(path))


def _check(question: Question, path: str) -> Any:
    """What stands at a path. Raises when it leads nowhere."""
    if not path.startswith(LEVEL):
        return standing(question, path)
    code = path.removeprefix(LEVEL)
    if code not in question.scenario.levers:
        raise unknown("lever", code, question.scenario.levers)
    return 1.0


def points_of(question: Question, factors: Sequence[Factor], values: Floats) -> list[Changes]:
    """What is changed at every point; values (points, factors)."""
    return [changes_at(question, factors, row) for row in values.tolist()]
