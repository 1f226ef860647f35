"""What is described: a scenario under one of its designs, its numbers with their evidence, and which mechanisms act."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from scenarios import overlay
from scenarios.acting import can_act, is_active, section_of
from scenarios.evidence import Parameter, parameters
from scenarios.inventory import Inventory
from scenarios.remarks import Remark
from scenarios.schema import Mechanisms, Scenario

BASIC = ("arrivals", "journey", "grievance", "survey")
"""Parts of the model that no switch turns off."""


@dataclass(frozen=True)
class Subject:
    """A scenario, the design it is described under, and the world that makes.

    remarks: evidence that the author wrote beside numbers, by path.
    """

    scenario: Scenario
    design: str
    world: Scenario
    remarks: dict[str, Remark]

    @cached_property
    def there(self) -> Inventory:
        return Inventory(self.world)

    @cached_property
    def numbers(self) -> dict[str, Parameter]:
        """Every number that can act in this world, by path."""
        found = parameters(self.world, self.remarks)
        return {p.path: p for p in found if can_act(self.there, p.path)}

    @property
    def is_first(self) -> bool:
        """Whether this is the design of today."""
        return self.design == next(iter(self.scenario.designs))

    @cached_property
    def active(self) -> tuple[str, ...]:
        """Mechanisms that are on and have something to act upon, in the order of the schema."""
        return tuple(name for name in Mechanisms.model_fields if is_active(self.there, name))

    @cached_property
    def idle(self) -> tuple[str, ...]:
        """Mechanisms that are on, but find nothing here to act upon."""
        return tuple(
            name for name in Mechanisms.model_fields if self.there.on(name) and name not in self.active
        )

    @cached_property
    def off(self) -> tuple[str, ...]:
        """Mechanisms that are switched off."""
        return tuple(name for name in Mechanisms.model_fields if not self.there.on(name))

    def has(self, *mechanisms: str) -> bool:
        """Whether all these mechanisms act here."""
        return all(name in self.active for name in mechanisms)

    def any(self, *mechanisms: str) -> bool:
        """Whether one of these mechanisms acts here."""
        return any(name in self.active for name in mechanisms)

    def numbers_of(self, *sections: str) -> Iterator[Parameter]:
        """The numbers that belong to some mechanisms or basic parts, those of single things left out."""
        for path, parameter in self.numbers.items():
            if section_of(path) in sections and not path.startswith(THINGS):
                yield parameter

    def numbers_below(self, *prefixes: str) -> list[Parameter]:
        """The numbers whose path begins so."""
        return [parameter for path, parameter in self.numbers.items() if path.startswith(prefixes)]


THINGS = ("touchpoints.", "teams.", "channels.", "personas.", "edges.", "value.streams.", "episodes.", "shocks.",
          "levers.", "season.", "clock.")  # fmt: skip
"""Parts whose numbers stand in tables of their own, a row per thing."""


def gloss_of(mechanism: str) -> str:
    """What a mechanism does, in the words of the schema."""
    return Mechanisms.model_fields[mechanism].description or ""


def subject(
    scenario: Scenario, design: str | None = None, remarks: dict[str, Remark] | None = None
) -> Subject:
    """A scenario under a design, its first when left out. Raises ScenarioError for an unknown design."""
    chosen = design or next(iter(scenario.designs))
    return Subject(scenario, chosen, overlay.design(scenario, chosen), remarks or {})
