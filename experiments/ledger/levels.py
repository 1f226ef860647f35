"""Levels and prices of levers: assumptions like any other, varied half-way back to today, or in price."""

from collections.abc import Iterator, Mapping
from typing import Any

from experiments.ledger.assumptions import LEVEL, PRICE, Assumption, End
from experiments.ledger.ranges import FACTORS, bounds_at
from experiments.ledger.titles import title_at
from scenarios import overlay
from scenarios.acting import can_act, is_solved
from scenarios.errors import ScenarioError
from scenarios.evidence import SET_HERE
from scenarios.inventory import Inventory
from scenarios.remarks import Remark
from scenarios.schema import Lever, Scenario

HALF_WAY = "half-way back to today"
TAKEN_AWAY = "left as it is today"
UNTOUCHED = (
    "behaviour.effort.ces_scale",
    "behaviour.advocacy.noise",
    "behaviour.advocacy.memory",
    "arrivals.cap",
)
PRICES = ("one_off_eur", "per_year_eur", "per_customer_year_eur")


def of_levers(
    base: Scenario, worlds: list[Scenario], levers: list[str], remarks: Mapping[str, Remark]
) -> Iterator[Assumption]:
    """The levels and prices of some levers of a scenario (preset applied).

    worlds: both designs; a level that cannot act in either of them is left out.
    """
    there = [Inventory(world) for world in worlds]
    for code in levers:
        lever = base.levers[code]
        for path, level in lever.changes.items():
            if any(_acts(world, path) for world in there) and not is_solved(base, path):
                yield _level(base, code, lever, path, level, remarks)
        if any(getattr(lever.cost, name) for name in PRICES):
            yield _price(base, code, lever, remarks)


def _acts(there: Inventory, path: str) -> bool:
    return can_act(there, path if not path.endswith(".next") else f"{path}.WIN")


def _level(
    base: Scenario, code: str, lever: Lever, path: str, level: Any, remarks: Mapping[str, Remark]
) -> Assumption:
    today, own = _today(base, path), f"levers.{code}.changes.{path}"
    half = between(path, today, level, 0.5)
    remark = remarks.get(own)
    if remark is not None and remark.value != level:
        remark = None
    return Assumption(
        path=own,
        title=title_at(base, own),
        value=_shown(level),
        unit="",
        kind=LEVEL,
        evidence=remark.evidence if remark else lever.evidence,
        source=(remark.source if remark else "") or lever.source,
        rule=TAKEN_AWAY if half is None else HALF_WAY,
        low=End(_shown(today if half is None else half), {own: half}),
        high=None,
    )


def resolved(scenario: Scenario, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes with every level of a lever (`levers.CODE.changes.PATH`) put among that lever's other changes.

    A level of None is taken away; a lever that is left without any sets a number to what it is.
    """
    out: dict[str, Any] = {}
    for path, value in changes.items():
        names = path.split(".", 3)
        if names[0] != "levers" or names[2] != "changes":
            out[path] = value
            continue
        whole = f"levers.{names[1]}.changes"
        others = dict(out.get(whole, scenario.levers[names[1]].changes))
        others.pop(names[3], None)
        out[whole] = (others if value is None else others | {names[3]: value}) or _nothing(scenario)
    return out


def _nothing(scenario: Scenario) -> dict[str, Any]:
    """A change that changes nothing: some number that no lever touches, as it is."""
    touched = {path for lever in scenario.levers.values() for path in lever.changes}
    path = next(path for path in UNTOUCHED if path not in touched)
    return {path: overlay.get(scenario, path)}


def _today(base: Scenario, path: str) -> Any:
    try:
        return overlay.get(base, path)
    except ScenarioError:
        return None


def between(path: str, today: Any, level: Any, share: float) -> Any:
    """A share of the way from today's level to a lever's; None where there is nothing between.

    Shares of a mapping (`next`, pools) move one by one and still add up; whole numbers are rounded towards today's.
    """
    if isinstance(level, Mapping) and isinstance(today, Mapping):
        names = list(dict.fromkeys([*level, *today]))
        if not all(_is_number(value) for value in (*level.values(), *today.values())):
            return None
        shares = {name: _mixed(today.get(name, 0.0), level.get(name, 0.0), share) for name in names}
        return {name: part for name, part in shares.items() if part > 0.0}
    if not _is_number(level) or not _is_number(today):
        return None
    mixed = _mixed(today, level, share)
    if bounds_at(path).step:
        mixed = int(mixed) if level > today else -int(-mixed)
    return None if mixed in (level, today) else mixed


def _mixed(today: float, level: float, share: float) -> float:
    return (1.0 - share) * today + share * level


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _price(base: Scenario, code: str, lever: Lever, remarks: Mapping[str, Remark]) -> Assumption:
    paths = {f"levers.{code}.cost.{name}": getattr(lever.cost, name) for name in PRICES}
    paths = {path: price for path, price in paths.items() if price}
    said = [remark for path in paths if (remark := remarks.get(path)) and remark.value == paths[path]]
    evidence = said[0].evidence if said else "A"
    factor = FACTORS[evidence]
    return Assumption(
        path=f"levers.{code}.cost",
        title=title_at(base, f"levers.{code}.cost"),
        value=" + ".join(
            f"{price:,.10g} {_PRICE_UNITS[path.rsplit('.', 1)[1]]}" for path, price in paths.items()
        ),
        unit="",
        kind=PRICE,
        evidence=evidence,
        source=(said[0].source if said else "") or SET_HERE,
        rule=f"÷ and × {factor:g}, by its evidence",
        low=End(f"÷ {factor:g}", {path: price / factor for path, price in paths.items()}),
        high=End(f"× {factor:g}", {path: price * factor for path, price in paths.items()}),
    )


_PRICE_UNITS = {
    "one_off_eur": "EUR once",
    "per_year_eur": "EUR a year",
    "per_customer_year_eur": "EUR a customer-year",
}


def _shown(value: Any) -> float | str:
    """A level as people read it."""
    if _is_number(value):
        return float(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {share:.3g}" for name, share in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return "not pulled" if value is None else str(value)
