"""The 45-day bank credit as a bare network, written out: theory needs no scenario file."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import pytest

Network = Any
"""Whatever looks like a Scenario to the chain: touchpoints, starts_at, edges, personas."""

# id: owner, channel, delay (days), service (minutes), where to next
BANK_SILOED: dict[str, tuple[str | None, str | None, float, float, dict[str, float]]] = {
    "01": (None, None, 7, 0, {"02": 0.7, "03": 0.3}),
    "02": (None, "wom", 3, 0, {"03": 0.75, "04": 0.15, "LOST": 0.1}),
    "03": ("MKT", "web", 2, 0, {"04": 0.5, "05": 0.2, "LOST": 0.3}),
    "04": ("DIG", "web", 1, 0, {"05": 0.3, "06": 0.4, "LOST": 0.3}),
    "05": ("CC", "phone", 0, 6, {"06": 0.65, "LOST": 0.35}),
    "06": ("BRANCH", "branch", 2, 45, {"07": 0.9, "LOST": 0.1}),
    "07": ("BRANCH", "branch", 0, 10, {"08": 1}),
    "08": (None, None, 10, 0, {"09": 0.92, "LOST": 0.08}),
    "09": ("BRANCH", "branch", 1, 20, {"10": 1}),
    "10": ("OPS", "back-office", 3, 25, {"11": 0.35, "12": 0.65}),
    "11": ("OPS", "phone", 2, 8, {"20": 1}),
    "20": (None, None, 4, 0, {"09": 0.93, "LOST": 0.07}),
    "12": ("RISK", "back-office", 3.5, 40, {"13": 0.7, "14": 0.12, "LOST": 0.18}),
    "14": ("RISK", "phone", 3, 10, {"12": 0.85, "LOST": 0.15}),
    "13": ("LEGAL", "back-office", 10.7, 60, {"15": 1}),
    "15": ("BRANCH", "branch", 2, 40, {"16": 0.85, "LOST": 0.15}),
    "16": ("LEGAL", "branch", 4, 35, {"17": 1}),
    "17": ("OPS", "core-system", 3, 15, {"18": 1}),
    "18": ("OPS", "app", 30, 0, {"19": 0.18, "21": 0.82}),
    "19": ("CC", "phone", 1, 7, {"21": 0.92, "LOST": 0.08}),
    "21": ("CRM", "phone", 90, 15, {"22": 0.3, "WIN": 0.7}),
    "22": ("BRANCH", "app", 10, 0, {"WIN": 1}),
}
BANK_INTEGRATED_NEXT: dict[str, dict[str, float]] = {
    "06": {"07": 0.94, "LOST": 0.06},
    "08": {"09": 0.96, "LOST": 0.04},
    "10": {"11": 0.08, "12": 0.92},
    "12": {"13": 0.77, "14": 0.05, "LOST": 0.18},
    "15": {"16": 0.9, "LOST": 0.1},
    "18": {"19": 0.08, "21": 0.92},
    "19": {"21": 0.97, "LOST": 0.03},
    "21": {"22": 0.38, "WIN": 0.62},
}
BANK_INTEGRATED_DELAY: dict[str, float] = {
    "06": 1, "08": 4, "09": 0, "10": 0.5, "11": 0.3, "20": 1.5, "12": 1, "13": 5, "14": 0.5, "15": 1, "16": 1.5,
    "17": 1,
}  # fmt: skip


def make_touchpoint(
    onward: Mapping[str, float],
    *,
    owner: str | None = None,
    channel: str | None = None,
    delay_days: float = 0.0,
    delay_law: str = "lognormal",
    delay_cv: float = 0.6,
    service_minutes: float = 0.0,
    service_law: str = "lognormal",
    service_cv: float = 1.0,
) -> SimpleNamespace:
    """A touchpoint with the defaults of the scenario format; silent without an owner, whatever its channel."""
    described = dict(locals())
    return SimpleNamespace(next=described.pop("onward"), silent=owner is None, **described)


def make_network(
    touchpoints: Mapping[str, SimpleNamespace],
    *,
    edges: tuple[SimpleNamespace, ...] = (),
    personas: Mapping[str, SimpleNamespace] | None = None,
) -> Network:
    """A network that starts at its first touchpoint."""
    return SimpleNamespace(
        touchpoints=dict(touchpoints),
        starts_at=next(iter(touchpoints)),
        edges=edges,
        personas=dict(personas or {}),
    )


@pytest.fixture(scope="session")
def touchpoint() -> Callable[..., SimpleNamespace]:
    return make_touchpoint


@pytest.fixture(scope="session")
def network() -> Callable[..., Network]:
    return make_network


@pytest.fixture(scope="session")
def bank() -> Callable[[str], Network]:
    """bank("siloed") or bank("integrated"): routing and delays only."""

    def build(design: str) -> Network:
        integrated = design == "integrated"
        touchpoints = {}
        for name, (owner, channel, delay, service, onward) in BANK_SILOED.items():
            touchpoints[name] = make_touchpoint(
                BANK_INTEGRATED_NEXT.get(name, onward) if integrated else onward,
                owner=owner,
                channel=channel,
                delay_days=BANK_INTEGRATED_DELAY.get(name, delay) if integrated else delay,
                service_minutes=service,
            )
        return make_network(touchpoints)

    return build
