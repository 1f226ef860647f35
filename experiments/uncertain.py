"""Draws of the coefficients nobody knows: a Latin hypercube over a scenario's `uncertainties`.

Drawn from hashes of names, not from a generator, so that a draw is the same on every machine and with every NumPy:
intercepts solved for it can be shipped with the scenario.
"""

from dataclasses import dataclass
from hashlib import sha256

from scenarios.schema import Scenario


@dataclass(frozen=True)
class Draw:
    """One point of the hypercube: number `number` of `of`, and the value of each uncertain path there."""

    number: int
    of: int
    values: dict[str, float]


def draws(scenario: Scenario, count: int) -> list[Draw]:
    """`count` draws over scenario.uncertainties (path -> Range), each path stratified; none without ranges."""
    if not scenario.uncertainties:
        return []
    columns = {path: _stratified(scenario.scenario, path, count) for path in scenario.uncertainties}
    return [
        Draw(k, count, {
            path: bounds.low + (bounds.high - bounds.low) * columns[path][k]
            for path, bounds in scenario.uncertainties.items()
        })
        for k in range(count)
    ]  # fmt: skip


def _stratified(*address: str | int) -> list[float]:
    """One uniform number in each of `count` (the last field) equal strata, in a hashed order."""
    count = int(address[-1])
    order = sorted(range(count), key=lambda k: _uniform(*address, "order", k))
    return [(stratum + _uniform(*address, "within", k)) / count for k, stratum in enumerate(order)]


def _uniform(*address: str | int) -> float:
    digest = sha256("|".join(map(str, address)).encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> 11) * 2.0**-53
