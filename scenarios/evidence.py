"""Which assumptions a scenario rests on: every number with its unit, kind, evidence tag and source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scenarios.schema import Scenario

SET_HERE = "set by the scenario"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of a scenario and what stands behind it."""

    path: str
    value: int | float
    gloss: str
    kind: str
    unit: str
    evidence: str
    source: str


def parameters(scenario: Scenario) -> list[Parameter]:
    """Every number of a scenario, in the order of the schema.

    A number that differs from its default does not inherit the default's evidence: it is tagged A, set by the scenario,
    unless the scenario's comments say more.
    """
    return list(_walk(scenario, ""))


def _walk(model: BaseModel, prefix: str) -> Iterator[Parameter]:
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        path = f"{prefix}{field.alias or name}"
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield _parameter(path, value, field)
        else:
            yield from _inside(value, path, field)


def _inside(value: object, path: str, field: FieldInfo) -> Iterator[Parameter]:
    """Numbers in a nested model, mapping or list; free-form changes are no parameters of the world."""
    if isinstance(value, BaseModel):
        yield from _walk(value, f"{path}.")
    elif isinstance(value, dict | list):
        pairs: Any = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in pairs:
            if isinstance(item, BaseModel):
                yield from _walk(item, f"{path}.{key}.")
            elif (
                isinstance(item, int | float) and not isinstance(item, bool) and not path.endswith(".changes")
            ):
                yield _parameter(f"{path}.{key}", item, field)


def _parameter(path: str, value: int | float, field: FieldInfo) -> Parameter:
    extra = field.json_schema_extra
    about: dict[str, Any] = dict(extra) if isinstance(extra, dict) else {}
    default = value == field.default
    return Parameter(
        path=path,
        value=value,
        gloss=field.description or "",
        kind=str(about.get("kind", "fact")),
        unit=str(about.get("unit", "")),
        evidence=str(about.get("evidence", "A")) if default else "A",
        source=str(about.get("source", "")) if default else SET_HERE,
    )
