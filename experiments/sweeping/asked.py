"""What a sweep asks for, whoever wrote it down: options, a study file, or Python."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from experiments import worlds
from experiments.errors import InputError, unknown
from experiments.kpis import kpis_of
from experiments.ledger.author import remarks_of
from experiments.study import space
from experiments.study.question import Question
from experiments.study.space import LEVEL, Factor
from experiments.sweeping.table import Table
from scenarios.acting import is_solved
from scenarios.errors import ScenarioError
from scenarios.schema import Scenario
from sim.intercepts import Intercepts

METHODS = ("grid", "one_at_a_time", "latin_hypercube", "sobol")
SAMPLES = ("latin_hypercube", "sobol")
Method = Literal["grid", "one_at_a_time", "latin_hypercube", "sobol", "table"]
Calibrate = Literal["once", "each"]
LEVELS, POINTS = 5, 64  # values of a factor, points of a sample, where nothing else is said
MOST_WORLDS = 250_000

Problem = tuple[tuple[str, ...], str]
"""Where it stands in a study file, and what is wrong."""


@dataclass(frozen=True)
class Asked:
    """A sweep as asked for, nothing of it checked yet.

    scenario: with the changes of `set` made.  vary: as `space.factors` takes it.  table: points instead of `vary`.
    method: a grid for one or two factors and a Latin hypercube for more where left out.  points: of a sample.
    levels: values of a factor on a grid.  calibrate: today's company solved once, or anew at each point.
    kpis: the measures that lead; the headline and profit where left out.  origin: name or path of the scenario.
    """

    scenario: Scenario
    vary: tuple[str, ...] = ()
    table: Table | None = None
    designs: tuple[str, str] | None = None
    preset: str = "central"
    method: str | None = None
    points: int | None = None
    levels: int | None = None
    replications: int = 10
    seed: int = 1
    calibrate: str = "once"
    kpis: tuple[str, ...] = field(default=())
    origin: str | None = None


def checked(asked: Asked) -> tuple[Factor, ...]:
    """The factors of a sweep that makes sense. Raises InputError with everything that is wrong, a line each."""
    problems = [message for _, message in problems_of(asked)]
    if problems:
        raise InputError("\n".join(problems))
    return tuple(factors_of(asked))


def problems_of(asked: Asked) -> list[Problem]:
    """Everything that is wrong with what was asked for."""
    found = [*_names(asked), *_numbers(asked)]
    wrong = {where[0] for where, _ in found if where}
    known = replace(
        asked,
        preset="central" if "preset" in wrong else asked.preset,
        designs=None if "designs" in wrong else asked.designs,
    )
    found += _factors(known)
    return found or list(_sizes(asked))


def factors_of(asked: Asked) -> list[Factor]:
    """The factors, as they are before today's company is solved."""
    question = unsolved(asked)
    if asked.table is not None:
        return asked.table.factors(question)
    return space.factors(question, asked.vary, remarks_of(asked.scenario, asked.origin))


def unsolved(asked: Asked) -> Question:
    """The question with today's company as it is written, to look for paths and ranges."""
    pair = worlds.known_designs(asked.scenario, asked.designs)
    return Question(asked.scenario, asked.scenario, pair, asked.preset, Intercepts())


def method_of(asked: Asked, count: int) -> str:
    """The method for so many factors."""
    if asked.table is not None:
        return "table"
    return asked.method or ("grid" if count <= 2 else "latin_hypercube")


def size(asked: Asked, factors: list[Factor]) -> int:
    """How many points there will be."""
    method = method_of(asked, len(factors))
    if asked.table is not None:
        return len(asked.table.rows)
    if method in SAMPLES:
        return asked.points or POINTS
    counts = [len(f.values) or len(space.grid([f], asked.levels or LEVELS)) for f in factors]
    product = 1
    for count in counts:
        product *= count
    return product if method == "grid" else 1 + sum(counts)


def _names(asked: Asked) -> Iterator[Problem]:
    scenario = asked.scenario
    try:
        worlds.known_preset(scenario, asked.preset)
    except InputError as error:
        yield ("preset",), str(error)
    try:
        worlds.known_designs(scenario, asked.designs)
    except InputError as error:
        yield ("designs",), str(error)
    names = [kpi.name for kpi in kpis_of(scenario)]
    for k, name in enumerate(asked.kpis):
        if name not in names:
            yield ("kpis", str(k)), str(unknown("measure", name, names))
    if asked.method is not None and asked.method not in METHODS:
        yield ("method",), str(unknown("method", asked.method, METHODS))
    if asked.calibrate not in ("once", "each"):
        yield ("calibrate",), str(unknown("way to calibrate", asked.calibrate, ("once", "each")))


def _numbers(asked: Asked) -> Iterator[Problem]:
    if asked.replications < 2:
        yield (
            ("replications",),
            f"replications must be 2 or more to give an interval, got {asked.replications}",
        )
    if asked.levels is not None and asked.levels < 2:
        yield ("levels",), f"levels must be 2 or more, got {asked.levels}"
    if asked.points is not None and asked.points < 2:
        yield ("points",), f"points must be 2 or more, got {asked.points}"
    if asked.table is None and not asked.vary:
        groups = ", ".join(space.GROUPS)
        yield (), f"nothing is varied; name paths with ranges (vary), one of {groups}, or a table of points"
    if asked.table is not None:
        for name in ("vary", "method", "points", "levels"):
            if getattr(asked, name):
                yield (name,), f"a table says all points itself; leave out {name}"


def _factors(asked: Asked) -> list[Problem]:
    """Whatever is wrong with what is varied, entry by entry."""
    if asked.table is not None:
        asked.table.factors(unsolved(asked))  # its mistakes have places of their own
        return []
    found: list[Problem] = []
    for text in asked.vary:
        path = text.partition("=")[0]
        try:
            (*factors,) = factors_of(_only(asked, text))
        except (InputError, ScenarioError) as error:
            words = (
                error.problems[0].message.replace("in the scenario", f"in {asked.scenario.scenario}")
                if isinstance(error, ScenarioError)
                else str(error)
            )
            found.append((("vary", path), words))
        else:
            found += [(("vary", path), words) for f in factors if (words := _pointless(asked, f.path))]
    return found


def _only(asked: Asked, text: str) -> Asked:
    return Asked(asked.scenario, (text,), designs=asked.designs, preset=asked.preset, origin=asked.origin)


def _pointless(asked: Asked, path: str) -> str:
    """Why varying a path would show nothing; empty where it would."""
    if path.startswith("calibrate.") and asked.calibrate == "once":
        return (
            f"{path} is what today's company is solved for, and it is solved once; solve it at each point (calibrate: "
            "each, or --calibrate each)"
        )
    if ":" not in path and asked.calibrate == "each" and is_solved(asked.scenario, path):
        return (
            f"{path} is solved for at every point, so varying it changes nothing; leave out calibrate: each"
        )
    if path.split(".")[0] in ("title", "story", "notes", "scenario", "designs", "presets", "uncertainties"):
        return f"{path} says nothing about the world; vary what happens in it"
    return ""


def _sizes(asked: Asked) -> Iterator[Problem]:
    factors = factors_of(asked)
    method = method_of(asked, len(factors))
    if asked.points is not None and method not in (*SAMPLES, "table"):
        yield (
            ("points",),
            f"a {_spoken(method)} takes levels, not points; points are for {' and '.join(SAMPLES)}",
        )
    if asked.levels is not None and method in SAMPLES:
        yield ("levels",), f"a {_spoken(method)} takes points, not levels"
    points = size(asked, factors)
    if method in SAMPLES and points <= len(factors):
        yield (
            ("points",),
            f"{points} points cannot tell {len(factors)} factors apart; take {2 * len(factors) + 2} or more",
        )
    count = 2 * points * asked.replications
    if method == "sobol":
        try:
            space.sobol([Factor("", "", 0.0, 1.0)], points, 1)
        except InputError as error:
            yield ("points",), str(error)
    if count > MOST_WORLDS:
        fewer = "levels or factors" if method == "grid" else "points"
        words = (
            f"{points:,} points × 2 designs × {asked.replications} replications are {count:,} worlds, and more than "
            f"{MOST_WORLDS:,} are refused; take fewer {fewer}, or a Latin hypercube of some hundred points"
        )
        yield ("vary",), words


def _spoken(method: str) -> str:
    return {"grid": "grid", "one_at_a_time": "one-at-a-time design", "latin_hypercube": "Latin hypercube",
            "sobol": "Sobol' sequence", "table": "table"}[method]  # fmt: skip


def acts_everywhere(path: str) -> bool:
    """Whether a factor moves the world of today, not only what a lever or one design makes of it."""
    return not path.startswith((LEVEL, "levers.")) and ":" not in path
