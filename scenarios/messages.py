"""What pydantic found, said in sentences for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from scenarios.errors import Finding, closest, did_you_mean, known_words
from scenarios.paths import Key, field_at, fields_of, model_at

_BOUNDS: Final = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "more than"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "less than"),
}
_TYPES: Final = {
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "string_type": "text",
    "model_type": "a mapping (lines of 'key: value')",
    "dict_type": "a mapping (lines of 'key: value')",
    "list_type": "a list, such as [a, b]",
}
_SPOKEN_UNITS: Final = ("days", "hours", "minutes", "EUR", "points", "stars")
_TAGS: Final = ("word", "list")
_AT_KEY: Final = frozenset({"missing", "extra_forbidden", "too_short", "shares", "hours", "trait", "range"})


def schema_findings(model: type[BaseModel], data: object) -> list[Finding]:
    """Everything the schema itself finds wrong with plain data."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        misspelt = {_meant(model, detail["loc"]) for detail in details if detail["type"] == "extra_forbidden"}
        # A misspelt key is one mistake: do not report the right key as missing, too.
        return [
            _finding(model, detail)
            for detail in details
            if detail["type"] != "missing" or detail["loc"] not in misspelt
        ]
    return []


def unknown_key(key: str, known: Iterable[str], where: str) -> str:
    """A sentence about a key that does not exist."""
    names = list(known)
    hint = did_you_mean(key, names) or f"; known in {where}: {known_words(names, limit=40)}"
    return f"unknown key '{_short(key)}'{hint}"


def _meant(model: type[BaseModel], path: tuple[Key, ...]) -> tuple[Key, ...]:
    """The path with its last, misspelt key put right if that can be guessed."""
    guess = closest(str(path[-1]), _known_at(model, path[:-1]))
    return (*path[:-1], guess or "")


def _finding(model: type[BaseModel], detail: ErrorDetails) -> Finding:
    path, about_key = _path(detail["loc"])
    kind = str(detail["type"])
    field = field_at(model, path)
    if about_key:
        return Finding(path, _bad_key(path, detail), at_key=True)
    if kind == "missing":
        return Finding(path[:-1], _missing(path, field), at_key=True)
    if kind == "extra_forbidden":
        message = unknown_key(str(path[-1]), _known_at(model, path[:-1]), _name(path[:-1]))
        return Finding(path, message, at_key=True)
    return Finding(path, f"{_name(path)} {_predicate(kind, detail, field)}", at_key=kind in _AT_KEY)


def _path(loc: tuple[Key, ...]) -> tuple[tuple[Key, ...], bool]:
    """The path of an error without pydantic's own marks, and whether it is about a key."""
    about_key = bool(loc) and loc[-1] == "[key]"
    path = loc[:-1] if about_key else loc
    if len(path) > 3 and path[0] == "designs" and path[2] == "levers" and path[3] in _TAGS:
        path = path[:3] + path[4:]
    return path, about_key


def _name(path: tuple[Key, ...]) -> str:
    return ".".join(str(key) for key in path) or "the scenario"


def _missing(path: tuple[Key, ...], field: FieldInfo | None) -> str:
    gloss = f" ({field.description})" if field is not None and field.description else ""
    return f"{_name(path[:-1])} has no '{path[-1]}'{gloss}; add it"


def _known_at(model: type[BaseModel], path: tuple[Key, ...]) -> list[str]:
    holder = model_at(model, path)
    return list(fields_of(holder)) if holder is not None else []


def _bad_key(path: tuple[Key, ...], detail: ErrorDetails) -> str:
    key = str(path[-1])
    if detail["type"] == "literal_error":
        return unknown_key(key, _expected(detail), _name(path[:-1]))
    return f"'{_short(key)}' cannot be a name in {_name(path[:-1])}; use letters, digits, _ and - only"


def _predicate(kind: str, detail: ErrorDetails, field: FieldInfo | None) -> str:
    """The rest of a sentence that starts with the name of the field."""
    value = detail["input"]
    context = detail.get("ctx", {})
    if kind in _BOUNDS:
        key, words = _BOUNDS[kind]
        return f"must be {words} {_bound(context[key])}{_unit(field)}, but is {_shown(value)}"
    if kind in _TYPES:
        return f"must be {_TYPES[kind]}, but is {_described(value)}{_advice(kind, value)}"
    if kind == "literal_error":
        known = _expected(detail)
        hint = did_you_mean(value, known) if isinstance(value, str) else ""
        return f"must be one of {known_words(known)}, but is {_described(value)}{hint}"
    if kind == "switch":
        return f"must be on or off, but is {_described(value)}"
    if kind in ("too_short", "string_too_short"):
        return "must not be empty"
    if kind == "string_pattern_mismatch":
        return f"must start with a small letter and hold only small letters, digits and _, but is {_described(value)}"
    if kind == "finite_number":
        return f"must be a finite number, but is {_shown(value)}"
    message = str(detail["msg"])
    return message if kind in _OWN else f"is not right: {message[:1].lower()}{message[1:]}"


_OWN: Final = frozenset({"control_character", "shares", "hours", "trait", "range", "ties"})


def _expected(detail: ErrorDetails) -> list[str]:
    """The words of a literal, out of pydantic's own phrase ("'a', 'b' or 'c'")."""
    phrase = str(detail.get("ctx", {}).get("expected", ""))
    return [word for word in phrase.split("'")[1::2] if word]


def _unit(field: FieldInfo | None) -> str:
    extra = field.json_schema_extra if field is not None else None
    unit = str(extra.get("unit", "")) if isinstance(extra, dict) else ""
    return f" {unit}" if unit.startswith(_SPOKEN_UNITS) else ""


def _bound(value: float) -> str:
    return f"{value:g}" if abs(value) < 1e6 else f"{value:,.0f}"


def _advice(kind: str, value: object) -> str:
    if kind == "string_type" and isinstance(value, int | float):
        return "; put it in quotes"
    if kind in ("float_type", "int_type") and isinstance(value, str) and _looks_like_number(value):
        return "; remove the quotes"
    return ""


def _looks_like_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _shown(value: object) -> str:
    return _short(f"{value:g}" if isinstance(value, float) else str(value))


def _short(text: str) -> str:
    """The text on one line, cut when it is long."""
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "..."


def _described(value: object) -> str:
    """A value in words: the text 'x', the number 5, a list, empty..."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"the text '{_short(value)}'" if value else "empty text"
    if isinstance(value, int | float):
        return f"the number {_shown(value)}"
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, list | tuple) else f"of type {type(value).__name__}"
