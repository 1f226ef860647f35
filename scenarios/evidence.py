"""Which assumptions a scenario rests on: every number with its unit, kind, evidence tag and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from scenarios.schema import Scenario

if TYPE_CHECKING:
    from scenarios.remarks import Remark

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


@dataclass(frozen=True, slots=True)
class Default:
    """A number of the schema and what stands behind its default; `value` is None where there is none."""

    path: str
    value: int | float | None
    gloss: str
    kind: str
    unit: str
    evidence: str
    source: str


def defaults() -> list[Default]:
    """Every number of the schema that has a default or a source, in the order of the schema.

    Paths name the things of a mapping `<name>` and those of a list `<number>`.
    """
    return list(_defaults(Scenario, "", set()))


def _defaults(model: type[BaseModel], prefix: str, seen: set[type[BaseModel]]) -> Iterator[Default]:
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        path = f"{prefix}{field.alias or name}"
        inner, step = _model_inside(field.annotation)
        if inner is not None:
            yield from _defaults(inner, f"{path}{step}.", seen)
            continue
        extra = field.json_schema_extra
        about: dict[str, Any] = dict(extra) if isinstance(extra, dict) else {}
        is_number = isinstance(field.default, int | float) and not isinstance(field.default, bool)
        if is_number or about.get("source"):
            yield Default(
                path=path,
                value=field.default if is_number else None,
                gloss=field.description or "",
                kind=str(about.get("kind", "fact")),
                unit=str(about.get("unit", "")),
                evidence=str(about.get("evidence", "A")),
                source=str(about.get("source", "")),
            )


def _model_inside(annotation: Any) -> tuple[type[BaseModel] | None, str]:
    """The model that a field holds, or holds many of, and how a path goes on to it."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, ""
    step = {dict: ".<name>", list: ".<number>"}.get(get_origin(annotation), "")
    for argument in get_args(annotation):
        inner, below = _model_inside(argument)
        if inner is not None:
            return inner, f"{step}{below}"
    return None, ""


def parameters(scenario: Scenario, remarks: Mapping[str, Remark] | None = None) -> list[Parameter]:
    """Every number of a scenario, in the order of the schema.

    A number that differs from its default does not inherit the default's evidence: it is tagged A, set by the scenario,
    unless the author's remark beside it says more (`scenarios.remarks`). A remark on another value than the scenario's
    is not used: somebody has changed the number since.
    """
    said = remarks or {}
    return [_remarked(parameter, said.get(parameter.path)) for parameter in _walk(scenario, "")]


def _remarked(parameter: Parameter, remark: Remark | None) -> Parameter:
    if parameter.source != SET_HERE or remark is None or remark.value != parameter.value:
        return parameter
    return replace(parameter, evidence=remark.evidence, source=remark.source or SET_HERE)


def _walk(model: BaseModel, prefix: str) -> Iterator[Parameter]:
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        path = f"{prefix}{field.alias or name}"
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield _parameter(path, value, field, default=value == field.default)
        else:
            yield from _inside(value, path, field)


def _inside(value: object, path: str, field: FieldInfo) -> Iterator[Parameter]:
    """Numbers in a nested model, mapping or list; free-form changes are no parameters of the world."""
    if isinstance(value, BaseModel):
        yield from _walk(value, f"{path}.")
    elif isinstance(value, dict | list):
        pairs: Any = value.items() if isinstance(value, dict) else enumerate(value)
        untouched = (
            field.default_factory is not None and field.get_default(call_default_factory=True) == value
        )
        for key, item in pairs:
            if isinstance(item, BaseModel):
                yield from _walk(item, f"{path}.{key}.")
            elif (
                isinstance(item, int | float) and not isinstance(item, bool) and not path.endswith(".changes")
            ):
                yield _parameter(f"{path}.{key}", item, field, default=untouched)


def _parameter(path: str, value: int | float, field: FieldInfo, *, default: bool) -> Parameter:
    extra = field.json_schema_extra
    about: dict[str, Any] = dict(extra) if isinstance(extra, dict) else {}
    return Parameter(
        path=path,
        value=value,
        gloss=field.description or "",
        kind=str(about.get("kind", "fact")),
        unit=str(about.get("unit", "")),
        evidence=str(about.get("evidence", "A")) if default else "A",
        source=str(about.get("source", "")) if default else SET_HERE,
    )
