"""Importing the package does nothing; names come when they are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import scenarios
from scenarios import load
from scenarios.evidence import SET_HERE, parameters

ROOT = Path(scenarios.__file__).parent.parent


def run(code: str) -> str:
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return result.stdout.strip()


def test_nothing_heavy_until_a_file_is_read() -> None:
    heavy = "[m for m in ('pydantic', 'yaml', 'numpy', 'mesa', 'numba', 'difflib') if m in sys.modules]"
    assert run(f"import sys, scenarios; print({heavy.replace(', ' + repr('difflib'), '')})") == "[]"
    light = (
        "import sys, scenarios; scenarios.names(); scenarios.path_of('v_handoff'); scenarios.ScenarioError"
    )
    assert run(f"{light}; print([m for m in ('pydantic', 'yaml', 'numpy') if m in sys.modules])") == "[]"
    loaded = "import sys, scenarios; scenarios.load('v_handoff')"
    assert (
        run(f"{loaded}; print([m for m in ('numpy', 'mesa', 'numba', 'pandas') if m in sys.modules])") == "[]"
    )


@pytest.mark.parametrize(
    "code",
    [
        "from scenarios import load; print(load('v_handoff').scenario)",
        "import scenarios; print(scenarios.load('v_handoff').scenario)",
        "from scenarios.load import load; print(load('v_handoff').scenario)",
        "import scenarios.load; print(scenarios.load('v_handoff').scenario)",
        "import scenarios.load as m; print(m.parse(m.path_of('v_handoff').read_text()).scenario)",
        "import scenarios; scenarios.names(); from scenarios import load; print(load('v_handoff').scenario)",
    ],
)
def test_every_spelling_of_load_works(code: str) -> None:
    assert run(code) == "v_handoff"


def test_the_door_offers_what_it_says() -> None:
    for name in scenarios.__all__:
        assert getattr(scenarios, name) is not None
        assert name in dir(scenarios)
    with pytest.raises(AttributeError, match="no attribute 'loaad'"):
        scenarios.loaad  # type: ignore[attr-defined]  # noqa: B018


def test_every_number_says_what_it_rests_on() -> None:
    bank = load("bank_credit_45d")
    found = {parameter.path: parameter for parameter in parameters(bank)}
    assert len(found) == len(parameters(bank))
    neighbour = found["behaviour.churn.neighbour"]
    assert (neighbour.value, neighbour.evidence, neighbour.unit) == (0.588, "V", "log hazard")
    assert "Nitzan" in neighbour.source
    assert found["touchpoints.13.delay_days"].source == SET_HERE
    assert found["touchpoints.13.next.15"].kind == "lever"
    assert found["personas.marta.traits.patience_factor.mean"].value == 0.6
    assert not any(path.startswith("presets") or ".changes" in path for path in found)
