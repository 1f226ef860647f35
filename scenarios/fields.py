"""How a scenario's fields are declared: each one says its kind, unit, evidence and source.

Three kinds of field exist. A *fact* describes the case at hand; a *lever* is something a design may change; an
*uncertainty* is a number nobody knows, so studies sweep it. The evidence tag says where a default comes from:

    V   the figure was read in the cited source
    V2  read in a secondary or weak source
    M   recalled from the literature, not looked up again
    D   derived by arithmetic from a tagged figure
    A   assumption: no evidence found

The tags end up in the JSON schema, in the reference page and beside every result.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

Kind = Literal["fact", "lever", "uncertainty"]
Evidence = Literal["V", "V2", "M", "D", "A"]

CODE_PATTERN: Final = r"^[A-Za-z0-9_-]+$"
NAME_PATTERN: Final = r"^[a-z][a-z0-9_]*$"

_SWITCH_WORDS: Final = {
    "on": True,
    "yes": True,
    "true": True,
    "off": False,
    "no": False,
    "false": False,
}
_CONTROL_CHARACTER: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Model(BaseModel):
    """Base of every part of a scenario: frozen, no unknown keys, no silent conversions, finite numbers only."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        populate_by_name=True,
    )

    @model_validator(mode="before")
    @classmethod
    def _expand(cls, value: object) -> object:
        return cls.expand(value)

    @classmethod
    def expand(cls, value: object) -> object:
        """Long form of what may be written shortly (a word or a number for a whole mapping)."""
        return value


def switch_from_word(value: object) -> bool:
    """Read on/off/yes/no/true/false (YAML 1.2 leaves these words as text) or a plain bool.

    Raises:
        PydanticCustomError: for anything else.
    """
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _SWITCH_WORDS:
        return _SWITCH_WORDS[value.lower()]
    raise PydanticCustomError("switch", "must be on or off")


def _printable(text: str) -> str:
    """Refuse control characters, which could rewrite the terminal that shows a title or a name."""
    if _CONTROL_CHARACTER.search(text):
        raise PydanticCustomError("control_character", "must not contain control characters")
    return text


Switch: TypeAlias = Annotated[
    bool, BeforeValidator(switch_from_word), WithJsonSchema({"enum": [True, False, "on", "off", "yes", "no"]})
]
"""A bool that may also be written on, off, yes or no."""

Text: TypeAlias = Annotated[str, AfterValidator(_printable)]
"""Words for people, free of control characters."""

Code: TypeAlias = Annotated[str, StringConstraints(pattern=CODE_PATTERN)]
"""Short name of a thing in the scenario (touchpoint, team, channel...): letters, digits, _ and -."""

Share: TypeAlias = Annotated[float, Field(ge=0.0, le=1.0)]
"""A probability or a part of a whole, 0 to 1."""


def fact(
    gloss: str,
    default: Any = ...,
    *,
    unit: str = "",
    evidence: Evidence = "A",
    source: str = "",
    **bounds: Any,
) -> Any:
    """Declare a field that describes the case at hand. See `_field`."""
    return _field("fact", gloss, default, unit, evidence, source, bounds)


def lever(
    gloss: str,
    default: Any = ...,
    *,
    unit: str = "",
    evidence: Evidence = "A",
    source: str = "",
    **bounds: Any,
) -> Any:
    """Declare a field that a design may change. See `_field`."""
    return _field("lever", gloss, default, unit, evidence, source, bounds)


def uncertainty(
    gloss: str,
    default: Any = ...,
    *,
    unit: str = "",
    evidence: Evidence = "A",
    source: str = "",
    **bounds: Any,
) -> Any:
    """Declare a field whose true value nobody knows, so that studies sweep it. See `_field`."""
    return _field("uncertainty", gloss, default, unit, evidence, source, bounds)


def _field(
    kind: Kind, gloss: str, default: Any, unit: str, evidence: Evidence, source: str, bounds: dict[str, Any]
) -> FieldInfo:
    """Build the pydantic field.

    Args:
        kind: fact, lever or uncertainty.
        gloss: one plain phrase that says what the field means; becomes its description.
        default: value when the scenario is silent; `...` makes the field required; a callable (`dict`, `list`, a
            model) makes a fresh value each time.
        unit: unit of the value, e.g. "days".
        evidence: evidence tag of the default.
        source: where the default comes from.
        bounds: ge, gt, le, lt, min_length, pattern, alias... as `pydantic.Field` takes them.
    """
    extra: dict[str, Any] = {"kind": kind, "unit": unit, "evidence": evidence, "source": source}
    start: dict[str, Any] = {"default_factory": default} if callable(default) else {"default": default}
    field: FieldInfo = Field(description=gloss, json_schema_extra=extra, **start, **bounds)
    return field


def group(gloss: str, model: type[BaseModel]) -> Any:
    """Declare a part of the scenario that has all its own defaults and may be left out."""
    return Field(description=gloss, default_factory=model)
