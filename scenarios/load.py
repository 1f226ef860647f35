"""YAML -> Scenario, with every problem of a file reported at once.

The package exports the function `load` under the same name as this module, so the module itself can be called:
`from scenarios import load; load("bank_credit_45d")` works whichever of the two Python hands out. The schema and the
YAML parser are imported when the first file is read, so that listing the names of the library stays instant.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Final

from scenarios.errors import Finding, Problem, ScenarioError, Source, did_you_mean

if TYPE_CHECKING:
    from scenarios.schema import Scenario
    from scenarios.yaml12 import Node

__all__ = ["Problem", "ScenarioError", "load", "names", "parse", "path_of"]

_LIBRARY: Final = Path(__file__).parent / "library"


def load(name_or_path: str | os.PathLike[str]) -> Scenario:
    """Read a scenario.

    Args:
        name_or_path: name of a built-in scenario, or path of a YAML file.

    Raises:
        ScenarioError: with everything that is wrong.
    """
    source = source_of(name_or_path)
    return parse(source.text, source.file)


def source_of(name_or_path: str | os.PathLike[str]) -> Source:
    """The text of a scenario file, comments included, and what it is called in messages.

    Raises:
        ScenarioError: when it cannot be read.
    """
    path = _find(name_or_path)
    return Source(str(path), _text(path))


def parse(text: str, filename: str = "<text>") -> Scenario:
    """Read a scenario from text.

    Args:
        text: YAML.
        filename: what to call the text in messages; files that it names stand beside it.

    Raises:
        ScenarioError: with everything that is wrong.
    """
    from scenarios.checks import unread
    from scenarios.schema import Scenario
    from scenarios.ties import read_named
    from scenarios.validation import all_findings
    from scenarios.yaml12 import plain, read

    source = Source(filename, text)
    document = read(source)
    problems = list(document.problems)
    root = document.root
    data = None if root is None else plain(root)
    if root is None or not isinstance(root.children, dict):
        if not problems:
            problems.append(_no_mapping(source, root))
        raise ScenarioError(problems)
    taken = {(problem.line, problem.column) for problem in problems}
    findings = read_named(data, Path(filename).parent)
    for finding in [*findings, *all_findings(data), *unread(data)]:
        line, column = place(root, finding)
        if (line, column) not in taken:
            problems.append(source.problem(line, column, finding.message))
    if problems:
        raise ScenarioError(problems)
    return Scenario.model_validate(data)


def names() -> list[str]:
    """Names of the built-in scenarios."""
    return sorted(path.stem for path in _LIBRARY.glob("*.yaml"))


def path_of(name: str) -> Path:
    """File of a built-in scenario.

    Raises:
        ScenarioError: when there is none of that name; the message lists the known ones.
    """
    if name not in names():
        hint = did_you_mean(name, names())
        message = f"unknown scenario '{name[:60]}'{hint or ';'} built-in scenarios are {', '.join(names())}"
        raise ScenarioError([Problem(name, 0, 0, message)])
    return _LIBRARY / f"{name}.yaml"


def text_of(name_or_path: str | os.PathLike[str]) -> str:
    """The text of a built-in scenario or of a file, comments included.

    Raises:
        ScenarioError: when it is not there or cannot be read.
    """
    return _text(_find(name_or_path))


def _find(name_or_path: str | os.PathLike[str]) -> Path:
    """The file meant by a name or a path."""
    if not isinstance(name_or_path, str):
        return Path(name_or_path)
    looks_like_path = (
        name_or_path.endswith((".yaml", ".yml")) or "/" in name_or_path or os.sep in name_or_path
    )
    return Path(name_or_path) if looks_like_path else path_of(name_or_path)


def _text(path: Path) -> str:
    """Text of a file; anything that cannot be read becomes a ScenarioError."""
    from scenarios.yaml12 import MAX_BYTES, TOO_LARGE

    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
        if len(raw) <= MAX_BYTES:
            return raw.decode("utf-8-sig")
        message = TOO_LARGE
    except UnicodeDecodeError as error:
        message = f"this is not a text file in UTF-8 (byte {error.start} is wrong); save it as UTF-8"
    except IsADirectoryError:
        message = "this is a folder; name a YAML file inside it"
    except FileNotFoundError:
        message = f"there is no such file{_neighbour(path)}; built-in scenarios are {', '.join(names())}"
    except (OSError, ValueError) as error:
        message = f"cannot be read: {getattr(error, 'strerror', None) or error}"
    raise ScenarioError([Problem(str(path), 0, 0, message)])


def _neighbour(path: Path) -> str:
    """A file of nearly that name in the same folder, as a question."""
    try:
        beside = [file.name for file in path.parent.iterdir() if file.suffix in (".yaml", ".yml")]
    except OSError:
        return ""
    return did_you_mean(path.name, beside)


def _no_mapping(source: Source, root: Node | None) -> Problem:
    if root is None or (root.children is None and root.value is None):
        return source.problem(0, 0, "the file is empty; a scenario starts with 'scenario: name'")
    return source.problem(
        root.line, root.column, "a scenario must be a mapping of 'key: value' lines, such as 'scenario: name'"
    )


def place(root: Node, finding: Finding) -> tuple[int, int]:
    """Line and column of a finding: the deepest node on its path."""
    node, complete = root, True
    for key in finding.path:
        child = None
        if isinstance(node.children, dict):
            child = node.children.get(str(key))
        elif isinstance(node.children, list) and isinstance(key, int) and key < len(node.children):
            child = node.children[key]
        if child is None:
            complete = False
            break
        node = child
    if (finding.at_key or not complete) and node.key_line:
        return node.key_line, node.key_column
    return node.line, node.column


class _CallableModule(ModuleType):
    """The module of this file, which can be called like its function `load`."""

    def __call__(self, name_or_path: str | os.PathLike[str]) -> Scenario:
        return load(name_or_path)


sys.modules[__name__].__class__ = _CallableModule
