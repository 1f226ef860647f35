"""A what-if as the query of an address, and back. What comes from outside is bounded here."""

from collections.abc import Mapping
from dataclasses import replace
from math import isfinite
from typing import Any
from urllib.parse import parse_qsl, urlencode

from experiments import worlds
from experiments.errors import InputError, unknown
from experiments.studio.what_if import REPLICATIONS, SERVERS, WhatIf, pulled_of, setters
from scenarios import overlay
from scenarios.schema import Scenario

LONGEST = 6_000  # characters of a query
MOST_PARTS = 300
MOST_SERVERS = 1_000
MOST_WEIGHT = 100.0
LARGEST_SEED = 2**31 - 1
MOST_PINS = 6
LONGEST_NAME = 40


def query_of(base: Scenario, what_if: WhatIf) -> str:
    """The query that holds a what-if; what stands as in the scenario is left out."""
    parts: list[tuple[str, str]] = [("scenario", what_if.scenario)]
    if what_if.designs != worlds.known_designs(base, None):
        parts += [("first", what_if.designs[0]), ("second", what_if.designs[1])]
    start = WhatIf(what_if.scenario, what_if.designs)
    for name in ("preset", "seed", "replications"):
        if getattr(what_if, name) != getattr(start, name):
            parts.append((name, str(getattr(what_if, name))))
    own = overlay.levers_of(base, what_if.designs[1])
    pulled = pulled_of(base, what_if, 1)
    parts += [
        ("on" if code in pulled else "off", code) for code in base.levers if (code in pulled) != (code in own)
    ]
    parts += [(f"level.{code}", _number(share)) for code, share in what_if.levels.items() if share != 1.0]
    for side, name in enumerate(("first", "second")):
        parts += [(f"staff.{name}.{team}", str(count)) for team, count in what_if.servers[side].items()]
    parts += [(f"mix.{name}", _number(weight)) for name, weight in what_if.mix.items()]
    parts += [(f"value.{path}", _number(value)) for path, value in what_if.values.items()]
    return urlencode(parts)


def pairs_of(query: str) -> list[tuple[str, str]]:
    """The parts of a query. Raises InputError for one that is too long or cannot be read."""
    if len(query) > LONGEST:
        raise InputError(f"the what-if has {len(query):,} characters; {LONGEST:,} are read at most")
    try:
        return parse_qsl(query.removeprefix("?"), keep_blank_values=True, max_num_fields=MOST_PARTS)
    except ValueError as error:
        raise InputError(f"the what-if has too many parts; {MOST_PARTS} are read at most") from error


def what_if_of(base: Scenario, start: WhatIf, pairs: list[tuple[str, str]]) -> WhatIf:
    """The what-if that a query holds.

    start: the scenario's name, and what is meant where the query is silent.
    Raises InputError for names that are unknown and numbers out of bounds.
    """
    given = dict(pairs)
    designs = (given.get("first", start.designs[0]), given.get("second", start.designs[1]))
    worlds.known_designs(base, designs)
    preset = given.get("preset", start.preset)
    worlds.known_preset(base, preset)
    found = replace(start, designs=designs, preset=preset)
    found = replace(
        found,
        seed=_whole("seed", given.get("seed", str(start.seed)), 0, LARGEST_SEED),
        replications=_whole(
            "replications", given.get("replications", str(start.replications)), 2, REPLICATIONS[-1]
        ),
    )
    return _moved(base, found, pairs)


def _moved(base: Scenario, what_if: WhatIf, pairs: list[tuple[str, str]]) -> WhatIf:
    levels: dict[str, float] = {}
    mix: dict[str, float] = {}
    values: dict[str, float] = {}
    servers: tuple[dict[str, int], dict[str, int]] = ({}, {})
    pulled = set(overlay.levers_of(base, what_if.designs[1]))
    for key, text in pairs:
        kind, _, name = key.partition(".")
        if key in ("on", "off"):
            _known("lever", text, base.levers)
            (pulled.add if key == "on" else pulled.discard)(text)
        elif kind == "level":
            _known("lever", name, base.levers)
            levels[name] = _real(key, text, 0.0, 1.0)
        elif kind == "mix":
            _known("persona", name, base.personas)
            mix[name] = _real(key, text, 0.0, MOST_WEIGHT)
        elif kind == "value":
            _known("uncertain number", name, base.uncertainties)
            band = base.uncertainties[name]
            values[name] = _real(key, text, band.low, band.high)
        elif kind == "staff":
            side, _, team = name.partition(".")
            _known("side", side, ("first", "second"))
            _known("team", team, base.teams)
            servers[side == "second"][team] = _whole(key, text, 1, MOST_SERVERS)
    chosen = tuple(code for code in base.levers if code in pulled)
    own = tuple(overlay.levers_of(base, what_if.designs[1]))
    found = replace(
        what_if, levels={c: s for c, s in levels.items() if s != 1.0}, mix=mix, values=values, servers=servers,
        pulled=None if chosen == own else chosen,
    )  # fmt: skip
    return without_clashes(base, found)


def without_clashes(base: Scenario, what_if: WhatIf) -> WhatIf:
    """The same without staff that a lever of that design sets already."""
    kept = tuple(
        {
            team: count
            for team, count in what_if.servers[side].items()
            if not setters(base, pulled_of(base, what_if, side), SERVERS.format(team))
        }
        for side in (0, 1)
    )
    return replace(what_if, servers=(kept[0], kept[1]))


def _known(what: str, name: str, names: Mapping[str, Any] | tuple[str, ...]) -> None:
    if name not in names:
        raise unknown(what, name[:LONGEST_NAME], list(names))


def _real(what: str, text: str, low: float, high: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not isfinite(value) or not low <= value <= high:
        raise InputError(f"{what[:80]} must be a number from {low:g} to {high:g}, got {text[:20]!r}")
    return value


def _whole(what: str, text: str, low: int, high: int) -> int:
    value = _real(what, text, low, high)
    if value != int(value):
        raise InputError(f"{what[:80]} must be a whole number, got {text[:20]!r}")
    return int(value)


def _number(value: float) -> str:
    return f"{value:.6g}"
