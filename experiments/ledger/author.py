"""The remarks that belong to a scenario, wherever it came from."""

import os
from contextlib import suppress

from scenarios import names
from scenarios.errors import ScenarioError
from scenarios.remarks import Remark, remarks
from scenarios.schema import Scenario


def remarks_of(scenario: Scenario, origin: str | os.PathLike[str] | None = None) -> dict[str, Remark]:
    """What the author wrote beside the numbers: of the file named, or of the built-in scenario of this name.

    A remark on another value than the scenario's is not used by whoever reads it, so a scenario of one's own that
    is called like a built-in one does no harm.
    """
    place = origin if origin is not None else scenario.scenario if scenario.scenario in names() else None
    if place is None:
        return {}
    with suppress(ScenarioError):
        return remarks(place)
    return {}
