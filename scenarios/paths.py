"""Dotted paths into a scenario, such as `touchpoints.06.next` or `handoffs.retention`.

A path is followed through the schema's types and through plain data at the same time: the types know every field
(also the ones the data leaves to their defaults), the data knows which touchpoints, teams or personas exist. Items of a
list are named by position (`value.streams.0`), edges also by their ends (`edges.06>07.retention`).
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scenarios.errors import did_you_mean, known_words
from scenarios.fields import Model

Key = str | int


class PathError(ValueError):
    """A path that leads nowhere; the message says where it goes wrong."""


def fields_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Fields of a model by the names used in files (`from`, not `from_`)."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def core_type(annotation: Any) -> Any:
    """The annotation without `Annotated` and without `| None`."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, UnionType):
            rest = [arm for arm in get_args(annotation) if arm is not type(None)]
            if len(rest) != 1:
                return annotation
            annotation = rest[0]
        else:
            return annotation


def is_model(kind: Any) -> bool:
    """Whether the type is one of the schema's models."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def item_type(kind: Any, key: Key) -> Any | None:
    """Type of what stands under a key, or None when there cannot be such a key."""
    kind = core_type(kind)
    if is_model(kind):
        field = fields_of(kind).get(str(key))
        return None if field is None else field.annotation
    arguments = get_args(kind)
    if get_origin(kind) is dict:
        return arguments[1]
    return arguments[0] if get_origin(kind) is list else None


def field_at(root: Any, path: tuple[Key, ...]) -> FieldInfo | None:
    """The declaration of the field that a path ends in; None when it ends in a dict or list item."""
    kind, field = root, None
    for key in path:
        holder = core_type(kind)
        field = fields_of(holder).get(str(key)) if is_model(holder) else None
        kind = item_type(kind, key)
        if kind is None:
            return field
    return field


def bounds_at(root: Any, path: tuple[Key, ...]) -> tuple[float, float]:
    """Lowest and highest value the schema allows for the number at a path; infinite where it sets no bound."""
    field = field_at(root, path)
    limits: dict[str, list[float]] = {
        name: [
            float(limit)
            for mark in (field.metadata if field else [])
            if (limit := getattr(mark, name, None)) is not None
        ]
        for name in ("ge", "gt", "le", "lt")
    }
    return max([-inf, *limits["ge"], *limits["gt"]]), min([inf, *limits["le"], *limits["lt"]])


def model_at(root: type[BaseModel], path: tuple[Key, ...]) -> type[BaseModel] | None:
    """The model that a path leads to, if it leads to one."""
    kind: Any = root
    for key in path:
        kind = item_type(kind, key)
    kind = core_type(kind)
    return kind if is_model(kind) else None


def resolve(root: type[BaseModel], data: Any, path: str) -> tuple[Key, ...]:
    """Split a dotted path into keys and make sure that it leads somewhere.

    Args:
        root: model of the whole, normally `Scenario`.
        data: plain data of the whole, by the names used in files; parts left to their defaults may be missing.
        path: dotted path. Its last part may be a new key of a mapping such as `pools` or `next`.

    Raises:
        PathError: when a part is unknown.
    """
    keys: list[Key] = []
    kind: Any = root
    parts = path.split(".")
    for position, part in enumerate(parts):
        key = _key(
            core_type(kind), data, part, last=position == len(parts) - 1, path=path, so_far=parts[:position]
        )
        keys.append(key)
        kind = item_type(kind, key)
        data = _child(data, key, kind)
    return tuple(keys)


def put(root: type[BaseModel], data: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of the data with the value set at a dotted path; everything off the path is shared, nothing is changed.

    Raises:
        PathError: when the path leads nowhere.
    """
    keys = resolve(root, data, path)
    changed: dict[str, Any] = dict(data)
    here: Any = changed
    kind: Any = root
    for key in keys[:-1]:
        kind = item_type(kind, key)
        child = _child(here, key, kind)
        here[key] = list(child) if isinstance(child, list) else dict(child or {})
        here = here[key]
    here[keys[-1]] = value
    return changed


def _child(data: Any, key: Key, kind: Any) -> Any:
    """What stands under a key, in long form; None when it is missing or left empty."""
    child: Any = None
    if isinstance(data, Mapping):
        child = data.get(key)
    elif isinstance(data, list) and isinstance(key, int):
        child = data[key]
    model = core_type(kind)
    if is_model(model) and issubclass(model, Model) and child is not None and not isinstance(child, Mapping):
        try:
            child = model.expand(child)
        except ValueError:
            child = None
        return child if isinstance(child, Mapping) else None
    return child


def _key(kind: Any, data: Any, part: str, *, last: bool, path: str, so_far: list[str]) -> Key:
    where = f"in '{'.'.join(so_far)}'" if so_far else "in the scenario"
    if is_model(kind):
        known = list(fields_of(kind))
        if part in known:
            return part
    elif get_origin(kind) is dict and _may_go_on(kind, last=last):
        known = list(data) if isinstance(data, Mapping) else []
        if part in known or (last and part):
            return part
    elif get_origin(kind) is list:
        items = data if isinstance(data, list) else []
        known = [_edge_name(item) or str(index) for index, item in enumerate(items)]
        if part in known:
            return known.index(part)
        if part.isascii() and part.isdigit() and len(part) < 6 and int(part) < len(items):
            return int(part)
    else:
        raise PathError(f"path '{path}' goes too far: '{'.'.join(so_far)}' has no parts of its own")
    hint = did_you_mean(part, known) or f"; known {where}: {known_words(known)}"
    raise PathError(f"path '{path}' leads nowhere: unknown '{part}' {where}{hint}")


def _may_go_on(kind: Any, *, last: bool) -> bool:
    """Free-form mappings (changes, presets) have dotted keys, so no path leads inside."""
    return last or get_args(kind)[1] is not Any


def _edge_name(item: Any) -> str | None:
    if isinstance(item, Mapping) and "from" in item and "to" in item:
        return f"{item['from']}>{item['to']}"
    return None
