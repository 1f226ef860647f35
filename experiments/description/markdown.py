"""Markdown from untrusted words: whatever a scenario calls its things, a page stays a page."""

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*_{}\[\]#|~!])")
_BULLET = re.compile(r"^([-+])(?=\s|$)")
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def words(text: object) -> str:
    """Text of a scenario on one line, with nothing in it that Markdown or HTML would act on."""
    line = _escaped(" ".join(str(text).split()))
    return _NUMBERED.sub(r"\1\\\2", _BULLET.sub(r"\\\1", line))


def _escaped(text: str) -> str:
    plain = "".join(_ENTITIES.get(character, character) for character in text)
    return _SPECIAL.sub(r"\\\1", plain)


def prose(text: str) -> str:
    """Our own words, whose `code` stays code; paragraphs stay paragraphs."""
    return "\n\n".join(_with_code(paragraph) for paragraph in text.strip().split("\n\n"))


def _with_code(paragraph: str) -> str:
    pieces = " ".join(paragraph.split()).split("`")
    return "`".join(piece if n % 2 else _escaped(piece) for n, piece in enumerate(pieces))


def days(count: float) -> str:
    """1 day, 2 days."""
    return f"{number(count)} day{'' if count == 1.0 else 's'}"


def code(name: object) -> str:
    """A name as one would type it; names of scenarios hold no backticks, and text that does is made words."""
    text = str(name)
    return words(text) if "`" in text or "\n" in text else f"`{text}`" if text else ""


def number(value: float | None, unit: str = "") -> str:
    """A number as it stands in the file, or an en dash for none."""
    if value is None:
        return "–"
    return f"{value:.10g} {unit}".rstrip()


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already; columns without any entry are left out."""
    written = [[cell.replace("\n", " ") for cell in row] for row in rows]
    if not written:
        return ""
    kept = [n for n in range(len(head)) if any(row[n] for row in written)]
    lines = [[head[n] for n in kept], ["---"] * len(kept), *([row[n] for n in kept] for row in written)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def items(lines: Iterable[str]) -> str:
    """A list, one line each; nothing for no lines."""
    return "\n".join(f"- {line}" for line in lines if line)


def steps(lines: Iterable[str]) -> str:
    """A numbered list."""
    return "\n".join(f"{n}. {line}" for n, line in enumerate((line for line in lines if line), 1))


def blocks(*parts: str) -> str:
    """Parts of a page with one empty line between them; empty parts are left out."""
    return "\n\n".join(part.strip("\n") for part in parts if part.strip())


def joined(names: Sequence[str]) -> str:
    """a, b and c."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def said(*sentences: str | bool) -> str:
    """Sentences one after the other, those that are False left out, line breaks of the code made spaces."""
    return " ".join(" ".join(text.split()) for text in sentences if isinstance(text, str))


def counted(count: int, thing: str) -> str:
    """1 team, 2 teams."""
    return f"{count} {thing}{'' if count == 1 else 's'}"
