"""A sweep in a file of its own, which can be committed: strict, with every mistake at its line and column at once."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from experiments.sweeping.asked import Asked, Calibrate, problems_of
from experiments.sweeping.table import read_table
from scenarios import load, overlay
from scenarios.errors import Finding, Problem, ScenarioError, Source
from scenarios.fields import Model, fact
from scenarios.load import place, source_of
from scenarios.messages import schema_findings
from scenarios.yaml12 import Node, plain, read

KEYS = ("sweep", "vary", "table")
EXAMPLE = Path(__file__).parent / "example.yaml"


class StudyFile(Model):
    """A sweep as it is written down."""

    sweep: str = fact("the scenario: a built-in one, or a YAML file as seen from this one")
    designs: list[str] | None = fact(
        "today's design and the one asked about; the scenario's first two when left out",
        None, min_length=2, max_length=2,
    )  # fmt: skip
    preset: str = fact("set of assumptions", "central")
    set: dict[str, Any] = fact("path -> value, changed before anything is varied", dict)
    vary: dict[str, Any] = fact(
        "path -> LOW..HIGH or a list of values; or uncertainties, levels, assumptions, or a path that has a range of "
        "its own, each with nothing behind it",
        dict,
    )
    table: str | None = fact("CSV file with the points instead: columns are paths, a row is a point", None)
    method: str | None = fact(
        "grid, one_at_a_time, latin_hypercube or sobol; when left out grid for one or two paths, else latin_hypercube",
        None,
    )  # fmt: skip
    levels: int | None = fact("values of each path on a grid", None)
    points: int | None = fact("points of a Latin hypercube or Sobol' sequence", None)
    replications: int = fact("paired replications of both designs at each point", 10)
    seed: int = fact("seed of all luck", 1)
    calibrate: Calibrate = fact("whether today's company is solved once, or anew at each point", "once")
    kpis: list[str] = fact("measures that lead; conversion and profit when left out", list)


def is_study(path: str | os.PathLike[str]) -> bool:
    """Whether a name means a study file. Raises ScenarioError when it is a file that cannot be read."""
    if not str(path).endswith((".yaml", ".yml")):
        return False
    root = read(source_of(Path(path))).root
    keys = root.children if root is not None and isinstance(root.children, dict) else {}
    return "scenario" not in keys and any(key in keys for key in KEYS)


def read_study(path: str | os.PathLike[str]) -> Asked:
    """A sweep from its file. Raises ScenarioError with everything that is wrong, each at its line and column."""
    source = source_of(Path(path))
    document = read(source)
    root, problems = document.root, list(document.problems)
    if root is None or not isinstance(root.children, dict):
        raise ScenarioError(
            problems or [source.problem(0, 0, "a study starts with 'sweep: name of a scenario'")]
        )
    data = plain(root)
    findings = [_of_study(finding) for finding in schema_findings(StudyFile, data)]
    asked, more = _asked(_sound(data, findings), Path(path).parent)
    if asked is not None:
        more += [Finding(_path(data, where), words) for where, words in problems_of(asked)]
    for finding in dict.fromkeys([*findings, *more]):
        problems.append(_problem(source, root, finding))
    if problems or asked is None:
        raise ScenarioError(dict.fromkeys(problems))
    return asked


def schema() -> dict[str, Any]:
    """The JSON schema of study files, for editors."""
    return StudyFile.model_json_schema(by_alias=True)


def _sound(data: dict[str, Any], findings: list[Finding]) -> StudyFile | None:
    """The study without what the schema refuses; None where not even the scenario is named."""
    left = dict(data)
    for finding in findings:
        key = str(finding.path[0]) if finding.path else ""
        left.pop(key, None)
    return StudyFile.model_validate(left) if "sweep" in left else None


def _asked(study: StudyFile | None, folder: Path) -> tuple[Asked | None, list[Finding]]:
    """What the study asks for, and what of it cannot be read: its scenario, its table, its changes."""
    if study is None:
        return None, []
    looks_like_path = study.sweep.endswith((".yaml", ".yml"))
    origin = str(folder / study.sweep) if looks_like_path else study.sweep
    try:
        scenario = load(origin)
    except ScenarioError as error:
        return None, [Finding(("sweep",), _first(error))]
    found = []
    for path, value in study.set.items():
        try:
            scenario = overlay.change(scenario, {path: value})
        except ScenarioError as error:
            found.append(Finding(("set", path), _first(error)))
    table = None
    if study.table is not None:
        try:
            table = read_table(folder / study.table)
        except ScenarioError as error:
            found.append(Finding(("table",), str(error.problems[0]).splitlines()[0]))
            return None, found
    asked = Asked(
        scenario, tuple(_entry(path, value) for path, value in study.vary.items()), table,
        None if study.designs is None else (study.designs[0], study.designs[1]),
        study.preset, study.method, study.points, study.levels, study.replications, study.seed, study.calibrate,
        tuple(study.kpis), origin,
    )  # fmt: skip
    if table is not None:
        try:
            problems_of(replace(asked))
        except ScenarioError as error:
            found += [Finding(("table",), str(problem).splitlines()[0]) for problem in error.problems]
            return None, found
    return asked, found


def _entry(path: str, value: Any) -> str:
    """An entry of `vary` as an option has it."""
    if value is None:
        return path
    if isinstance(value, list):
        return f"{path}={','.join(_word(item) for item in value)}"
    return f"{path}={_word(value)}"


def _word(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _of_study(finding: Finding) -> Finding:
    return replace(finding, message=finding.message.replace("the scenario has", "the study has").replace(
        "known in the scenario", "known in a study"))  # fmt: skip


def _path(data: dict[str, Any], where: tuple[str, ...]) -> tuple[str | int, ...]:
    """Keys of a place in the file; items of lists by number."""
    return tuple(
        int(key) if k and isinstance(data.get(where[0]), list) else key for k, key in enumerate(where)
    )


def _problem(source: Source, root: Node, finding: Finding) -> Problem:
    return source.problem(*place(root, finding), finding.message)


def _first(error: ScenarioError) -> str:
    """A scenario's own problem in one line, with its place when it has one."""
    first = error.problems[0]
    words = str(first).splitlines()[0] if first.line else first.message
    more = len(error.problems) - 1
    return words + (f" (and {more} more)" if more else "")
