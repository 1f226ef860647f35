"""Text -> plain data with positions, by the YAML 1.2 core schema and a few house rules.

PyYAML itself follows YAML 1.1, where `no` is false, `on` is true, `1e3` is text, `010` is 8, `12:30` is 750 and the
last of two equal keys silently wins. Here the parser's events are turned into nodes by an own resolver:

- true/false, null and numbers as in YAML 1.2; `on`, `off`, `yes`, `no` stay text; 010 is 10;
- keys are always text, exactly as written, so a touchpoint may be called 06 without quotes;
- duplicate keys, anchors, aliases, tags, infinite numbers, several documents, more than 1 MB, more than 100,000 values
  and more than 50 levels are refused with a position.

Nothing here recurses, so no input can exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, Final

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from scenarios.errors import Problem, Source

MAX_BYTES: Final = 1_000_000
TOO_LARGE: Final = "the file is larger than 1 MB; a scenario never needs that much"
MAX_DEPTH: Final = 50
MAX_NODES: Final = 100_000
MAX_INTEGER: Final = 10**15

_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE: Final = frozenset({"true", "True", "TRUE"})
_FALSE: Final = frozenset({"false", "False", "FALSE"})
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_OCTAL: Final = re.compile(r"0o[0-7]+")
_HEXADECIMAL: Final = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE: Final = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_UNPRINTABLE: Final = re.compile("[^\x09\x0a\x0d\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class Node:
    """One value with the place where it and its key stand (line and column count from 1)."""

    line: int
    column: int
    value: Any = None
    """Plain data of a scalar; for a mapping or list it is built by `plain`."""
    children: dict[str, Node] | list[Node] | None = None
    key_line: int = 0
    key_column: int = 0
    quoted: bool = False


@dataclass(slots=True)
class Document:
    """A parsed file: the root node (None when nothing could be parsed) and every problem found on the way."""

    root: Node | None
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet."""

    node: Node
    key: str | None = None
    key_line: int = 0
    key_column: int = 0


def read(source: Source) -> Document:
    """Parse the text of a file.

    Returns:
        The document; it has problems when the text breaks a rule, and then the root may still be usable.
    """
    if len(source.text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        return Document(None, [source.problem(0, 0, TOO_LARGE)])
    bad = _UNPRINTABLE.search(source.text)
    if bad:
        line, column = source.position(bad.start())
        message = f"character U+{ord(bad.group()):04X} is not allowed here; remove it or save the file as UTF-8 text"
        return Document(None, [source.problem(line, column, message)])
    try:
        return _Builder(source).build(_events(source.text, _FAST))
    except yaml.YAMLError:
        return _slow(source)


_FAST: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _slow(source: Source) -> Document:
    """Parse again in pure Python, whose error messages are the same on every machine."""
    try:
        return _Builder(source).build(_events(source.text, yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        advice = _advice(error)
        marks = (error.problem_mark, error.context_mark)
        mark = next(
            (mark for mark in (reversed(marks) if "opened here" in advice else marks) if mark is not None),
            None,
        )
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)
        return Document(None, [source.problem(line, column, f"this is not valid YAML: {advice}")])
    except yaml.YAMLError as error:
        return Document(None, [source.problem(0, 0, f"this is not valid YAML: {error}")])


_ADVICE: Final = {
    "mapping values are not allowed here": "a colon followed by a space cannot stand here; put text that holds one in "
    "quotes, and check the indentation",
    "found character '\\t'": "lines are indented with spaces, never with tabs",
    "could not find expected ':'": "a key lacks its colon; lines look like 'key: value'",
    "expected <block end>": "this line is not indented like the lines above it",
    "unindent": "this line is not indented like the lines above it",
    "expected ',' or ']'": "the [list] opened here lacks a comma or its closing bracket",
    "expected ',' or '}'": "the {mapping} opened here lacks a comma or its closing brace",
    "found unexpected end of stream": "the quotation mark opened here is never closed",
    "while scanning a quoted scalar": "the text in quotes opened here is never closed, or holds a stray backslash",
    "that cannot start any token": "text that starts with this character must be put in quotes",
}


def _advice(error: yaml.MarkedYAMLError) -> str:
    """The parser's complaint as advice; its own words where there is none."""
    complaint = ", ".join(part for part in (error.context, error.problem) if part)
    return next((advice for words, advice in _ADVICE.items() if words in complaint), complaint)


def _events(text: str, loader: Any) -> Iterator[Event]:
    return iter(yaml.parse(text, Loader=loader))


class _Builder:
    """Turns events into nodes with a stack of its own."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.count = 0
        self.documents = 0

    def build(self, events: Iterator[Event]) -> Document:
        for event in events:
            if not self._take(event):
                return Document(None, self.problems)
        return Document(self.root, self.problems)

    def _take(self, event: Event) -> bool:
        """Handle one event; False = stop reading."""
        if isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._refuse(event, "a second document starts here; a scenario file holds exactly one")
                return False
        elif isinstance(event, CollectionEndEvent):
            self.stack.pop()
        elif isinstance(event, NodeEvent):
            return self._node(event)
        return True

    def _node(self, event: NodeEvent) -> bool:
        self.count += 1
        if self.count > MAX_NODES:
            self._refuse(event, f"more than {MAX_NODES:,} values; a scenario never needs that many")
            return False
        self._refuse_extras(event)
        holder = self.stack[-1] if self.stack else None
        if holder is not None and isinstance(holder.node.children, dict) and holder.key is None:
            return self._key(holder, event)
        node = self._value(event)
        self._place(holder, node)
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            self.stack.append(_Open(node))
            if len(self.stack) > MAX_DEPTH:
                self._refuse(event, f"nested more than {MAX_DEPTH} levels deep; a scenario never needs that")
                return False
        return True

    def _refuse_extras(self, event: NodeEvent) -> None:
        if isinstance(event, AliasEvent):
            self._refuse(event, f"alias '*{event.anchor}' is not allowed; write the value out")
            return
        if event.anchor:
            self._refuse(
                event, f"anchor '&{event.anchor}' is not allowed; write the value out where it is needed"
            )
        if getattr(event, "tag", None):
            self._refuse(event, "tags (words that start with '!') are not allowed; write the plain value")

    def _key(self, holder: _Open, event: NodeEvent) -> bool:
        if isinstance(event, AliasEvent):
            holder.key = f"*{event.anchor}"
        elif isinstance(event, ScalarEvent):
            holder.key = event.value
        else:
            self._refuse(event, "a key must be a single word, not a list or a mapping")
            return False
        holder.key_line, holder.key_column = _place_of(event)
        return True

    def _value(self, event: NodeEvent) -> Node:
        line, column = _place_of(event)
        node = Node(line, column)
        if isinstance(event, MappingStartEvent):
            node.children = {}
        elif isinstance(event, SequenceStartEvent):
            node.children = []
        elif isinstance(event, ScalarEvent):
            node.quoted = not event.implicit[0]
            node.value = event.value if node.quoted else self._resolve(event)
        return node

    def _place(self, holder: _Open | None, node: Node) -> None:
        if holder is None:
            self.root = node
        elif isinstance(holder.node.children, list):
            holder.node.children.append(node)
        elif isinstance(holder.node.children, dict) and holder.key is not None:
            key, holder.key = holder.key, None
            node.key_line, node.key_column = holder.key_line, holder.key_column
            first = holder.node.children.setdefault(key, node)
            if first is not node:
                message = f"key '{key}' appears twice; the first is on line {first.key_line}, keep only one"
                self.problems.append(self.source.problem(node.key_line, node.key_column, message))

    def _resolve(self, event: ScalarEvent) -> Any:
        """Meaning of an unquoted word by the YAML 1.2 core schema."""
        text: str = event.value
        if text in _NULL:
            return None
        if text in _TRUE or text in _FALSE:
            return text in _TRUE
        if _NOT_FINITE.fullmatch(text):
            return self._refuse_number(event, "must be a finite number")
        number = _number(text)
        if number is None:
            return text
        if isinstance(number, float) and not isfinite(number):
            return self._refuse_number(event, "is too large for a number")
        if isinstance(number, int) and abs(number) > MAX_INTEGER:
            return self._refuse_number(event, f"is larger than {MAX_INTEGER:.0e}")
        return number

    def _refuse_number(self, event: ScalarEvent, why: str) -> None:
        shown = event.value if len(event.value) <= 20 else event.value[:17] + "..."
        self._refuse(event, f"'{shown}' {why}")

    def _refuse(self, event: Event, message: str) -> None:
        self.problems.append(self.source.problem(*_place_of(event), message))


def _place_of(event: Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark is not None else (0, 0)


def _number(text: str) -> int | float | None:
    """The number a word stands for, or None when it is just a word."""
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= 400 else 10**400
    if _OCTAL.fullmatch(text) or _HEXADECIMAL.fullmatch(text):
        return int(text, 0)
    return float(text) if _FLOAT.fullmatch(text) else None


def plain(node: Node) -> Any:
    """Plain dicts, lists and scalars of a node. The depth is bounded by `MAX_DEPTH`."""
    if isinstance(node.children, dict):
        return {key: plain(child) for key, child in node.children.items()}
    if isinstance(node.children, list):
        return [plain(child) for child in node.children]
    return node.value
