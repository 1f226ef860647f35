"""A scenario of one's own, started from another: a commented copy under a new name."""

import re
from pathlib import Path

from experiments.errors import InputError
from scenarios import load
from scenarios.fields import NAME_PATTERN
from scenarios.load import text_of

HEADER = re.compile(r"^# yaml-language-server:.*\n", re.MULTILINE)
SCHEMA_FILE = "scenario.schema.json"


def write_new(name: str, source: str, folder: Path) -> Path:
    """Write NAME.yaml (and the schema its first line names, for editors) into a folder; return the path.

    Raises InputError for a name that is no name, for a file that is already there, and where nothing can be written;
    ScenarioError for an unknown source.
    """
    from scenarios.schema import schema_text

    if not re.fullmatch(NAME_PATTERN, name):
        raise InputError(
            f"'{name[:60]}' cannot be a scenario's name: use small letters, digits and _, beginning with a letter, "
            "for example my_shop"
        )
    path = folder / f"{name}.yaml"
    if path.exists():
        raise InputError(f"{path} is already there; choose another name or move it away")
    load(source)
    text = renamed(text_of(source), name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / SCHEMA_FILE).write_text(schema_text(), encoding="utf-8")
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write {path}: {error.strerror or error}") from error
    return path


def renamed(text: str, name: str) -> str:
    """The text of a scenario file under another name, comments and order kept, its first line naming the schema."""
    text = re.sub(
        r"^scenario:[ \t]*\S+[ \t]*(?=#|$)",
        f"scenario: {name}".ljust(46) + " ",
        text,
        count=1,
        flags=re.MULTILINE,
    )
    return f"# yaml-language-server: $schema={SCHEMA_FILE}\n" + HEADER.sub("", text, count=1)
