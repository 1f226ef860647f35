"""What the schema cannot see: references, sums, reachability, and levers that break what they touch.

Everything here runs on plain data and tolerates data of the wrong shape, so that its findings can be reported together
with the schema's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import fsum, isclose
from typing import Any, Final

from scenarios.errors import Finding, did_you_mean, known_words

_TOLERANCE: Final = 1e-9
_ENDINGS: Final = ("WIN", "LOST")
_OPTIONAL: Final = ("teams", "pools")

Data = Mapping[str, Any]
Check = Callable[[Data], Iterator[Finding]]


def cross_findings(data: object) -> list[Finding]:
    """Everything wrong between the parts of one scenario (levers and designs apart)."""
    if not isinstance(data, Mapping):
        return []
    checks: tuple[Check, ...] = (
        _anchors_of_the_network, _touchpoint_references, _routes, _dead_ends, _service, _edges, _pools, _personas,
        _network, _streams, _clock, _arrivals, _closed_market, _episodes, _goals,
    )  # fmt: skip
    return [finding for check in checks for finding in check(data)]


def part(data: object, *keys: str) -> Data:
    """The mapping under some keys, or an empty one when it is missing or of another shape."""
    for key in keys:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data if isinstance(data, Mapping) else {}


def section(data: Data, key: str) -> Data | None:
    """A section that others refer to; None when it is not there to be judged (which the schema reports by itself)."""
    value = data.get(key, {} if key in _OPTIONAL else None)
    return value if isinstance(value, Mapping) else None


def items(data: object, *keys: str) -> list[Any]:
    """The list under some keys, or an empty one when it is missing or of another shape."""
    holder = part(data, *keys[:-1]).get(keys[-1])
    return holder if isinstance(holder, list) else []


def number(value: object) -> float | None:
    """The value if it is a number."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def unknown(what: str, name: str, known: object) -> str:
    """A sentence about a name that does not exist."""
    names = [str(key) for key in known] if isinstance(known, Mapping | list | tuple) else []
    return f"unknown {what} '{name[:60]}'{did_you_mean(name, names) or f'; known: {known_words(names)}'}"


def reference(path: tuple[str | int, ...], what: str, name: object, known: object) -> Iterator[Finding]:
    """A finding when a name is text but not among the known ones (anything else is the schema's business)."""
    if isinstance(name, str) and isinstance(known, Mapping | list | tuple) and name not in known:
        yield Finding(path, unknown(what, name, known))


def _anchors_of_the_network(data: Data) -> Iterator[Finding]:
    touchpoints = section(data, "touchpoints")
    yield from reference(("starts_at",), "touchpoint", data.get("starts_at"), touchpoints)
    converts = data.get("converts_at")
    for place, name in enumerate(converts if isinstance(converts, list) else []):
        yield from reference(("converts_at", place), "touchpoint", name, touchpoints)
    yield from reference(("converts_at",), "touchpoint", converts, touchpoints)
    yield from reference(
        ("handoffs", "chase_at"), "touchpoint", part(data, "handoffs").get("chase_at"), touchpoints
    )
    for name in _ENDINGS:
        if name in part(data, "touchpoints"):
            yield Finding(
                ("touchpoints", name),
                f"'{name}' is how journeys end; give this touchpoint another id",
                at_key=True,
            )


def _touchpoint_references(data: Data) -> Iterator[Finding]:
    touchpoints = part(data, "touchpoints")
    known = {
        "owner": ("owner", section(data, "owners")),
        "channel": ("channel", section(data, "channels")),
        "team": ("team", section(data, "teams")),
        "switch_to": ("touchpoint", touchpoints),
    }
    for name in touchpoints:
        touchpoint = part(touchpoints, name)
        for key, (what, names) in known.items():
            yield from reference(("touchpoints", name, key), what, touchpoint.get(key), names)
        contact_at = part(touchpoint, "needs").get("contact_at")
        yield from reference(
            ("touchpoints", name, "needs", "contact_at"), "touchpoint", contact_at, touchpoints
        )


def _routes(data: Data) -> Iterator[Finding]:
    touchpoints = part(data, "touchpoints")
    known = dict.fromkeys([*touchpoints, *_ENDINGS])
    for name in touchpoints:
        routes = part(touchpoints, name, "next")
        path = ("touchpoints", name, "next")
        for target in routes:
            if target not in known:
                yield Finding((*path, target), unknown("touchpoint", target, known), at_key=True)
        yield from shares_add_up(path, list(routes.values()))


def shares_add_up(path: tuple[str | int, ...], shares: list[Any]) -> Iterator[Finding]:
    """A finding when all shares are numbers but do not add up to 1."""
    numbers = [number(share) for share in shares]
    known = [share for share in numbers if share is not None]
    if not known or len(known) < len(numbers):
        return
    total = fsum(known)
    if not isclose(total, 1.0, rel_tol=0.0, abs_tol=_TOLERANCE):
        yield Finding(
            path, f"shares of {'.'.join(map(str, path))} add up to {total:.12g}, not 1", at_key=True
        )


def _routes_make_sense(data: Data) -> bool:
    """Whether it can be judged where journeys lead."""
    touchpoints = part(data, "touchpoints")
    return not any(_routes(data)) and all(part(touchpoints, name, "next") for name in touchpoints)


def unreached(data: object) -> list[Finding]:
    """Touchpoints that no journey reaches: a slip in a file, but a fair aim for a lever, so only files are judged."""
    if not isinstance(data, Mapping) or not _routes_make_sense(data):
        return []
    touchpoints = part(data, "touchpoints")
    start = data.get("starts_at")
    if not isinstance(start, str) or start not in touchpoints:
        return []
    ways = {name: _ways_out(part(touchpoints, name)) for name in touchpoints}
    episodes = part(data, "episodes")
    later = [part(episodes, name).get("starts_at") for name in episodes]
    roots = (start, part(data, "handoffs").get("chase_at"), *later)
    reached = _closure({name for name in ways if name in roots}, ways)
    advice = "lead some 'next' to it (a share of 0 will do) or remove it"
    return [
        Finding(
            ("touchpoints", name),
            f"no journey from '{start}' reaches touchpoint '{name}'; {advice}",
            at_key=True,
        )
        for name in touchpoints
        if name not in reached
    ]


def unread(data: object) -> list[Finding]:
    """Keys of the network that its kind never reads, as they are written; changing the kind alone is fair."""
    network = part(data, "network")
    kind = network.get("kind", "watts_strogatz")
    readers = {
        "file": "edge_list",
        "degrees": "configuration",
        "degree_law": "configuration",
        "exponent": "scale_free",
    }
    return [
        Finding(
            ("network", key),
            f"only kind {reader} reads '{key}'; write 'kind: {reader}' or leave it out",
            True,
        )
        for key, reader in readers.items()
        if key in network and kind != reader
    ]


def _ways_out(touchpoint: Data) -> set[str]:
    """Every touchpoint or ending that somebody at this one may come to next."""
    targets = {
        *part(touchpoint, "next"),
        touchpoint.get("switch_to"),
        part(touchpoint, "needs").get("contact_at"),
    }
    return {target for target in targets if isinstance(target, str)}


def _closure(start: set[str], ways: Mapping[str, set[str]]) -> set[str]:
    """Everything that can be reached."""
    reached, frontier = set(start), list(start)
    while frontier:
        fresh = ways.get(frontier.pop(), set()) - reached
        reached |= fresh
        frontier.extend(fresh)
    return reached


def _dead_ends(data: Data) -> Iterator[Finding]:
    """Touchpoints from which nobody ever comes to WIN or LOST."""
    if not _routes_make_sense(data):
        return
    touchpoints = part(data, "touchpoints")
    back: dict[str, set[str]] = {}
    for name in touchpoints:
        for target, share in part(touchpoints, name, "next").items():
            if (number(share) or 0.0) > 0.0:
                back.setdefault(target, set()).add(name)
    ending = _closure(set(_ENDINGS), back)
    for name in touchpoints:
        if name not in ending:
            message = (
                f"journeys that reach touchpoint '{name}' never end; let some 'next' lead to WIN or LOST"
            )
            yield Finding(("touchpoints", name), message, at_key=True)


def _service(data: Data) -> Iterator[Finding]:
    touchpoints = part(data, "touchpoints")
    for name in touchpoints:
        touchpoint = part(touchpoints, name)
        minutes = number(touchpoint.get("service_minutes", 0.0))
        if minutes is None:
            continue
        if minutes > 0 and touchpoint.get("team") is None:
            message = f"touchpoint '{name}' takes {minutes:g} minutes of staff time but has no team; name one"
            yield Finding(("touchpoints", name, "service_minutes"), message)
        if minutes == 0 and isinstance(touchpoint.get("team"), str):
            message = f"touchpoint '{name}' has a team but takes no staff time; give service_minutes or remove the team"
            yield Finding(("touchpoints", name, "team"), message)


def _edges(data: Data) -> Iterator[Finding]:
    touchpoints = part(data, "touchpoints")
    seen: set[tuple[str, str]] = set()
    for index, edge in enumerate(items(data, "edges")):
        start, end = part(edge).get("from"), part(edge).get("to")
        path = ("edges", index)
        yield from reference((*path, "from"), "touchpoint", start, touchpoints)
        if not isinstance(start, str) or not isinstance(end, str) or start not in touchpoints:
            continue
        routes = part(touchpoints, start, "next")
        if end not in routes:
            yield Finding(
                (*path, "to"),
                f"no way leads from '{start}' to '{end[:60]}'; ways lead to {known_words(routes)}",
            )
        if (start, end) in seen:
            yield Finding(path, f"the edge from '{start}' to '{end}' appears twice; keep only one")
        if part(edge).get("leaves") in (True, "on", "yes", "true") and end != "LOST":
            yield Finding(
                (*path, "leaves"), f"only an edge to LOST can mean leaving; this one leads to '{end[:60]}'"
            )
        if end in _ENDINGS and part(edge).get("delay_days") not in (None, 0, 0.0):
            yield Finding(
                (*path, "delay_days"),
                f"nobody waits on the way to {end}: give the time to touchpoint '{start[:60]}' or leave it out",
            )
        seen.add((start, end))


def _pools(data: Data) -> Iterator[Finding]:
    teams = section(data, "teams")
    home: dict[str, str] = {}
    for pool in part(data, "pools"):
        for index, team in enumerate(items(data, "pools", pool)):
            path = ("pools", pool, index)
            yield from reference(path, "team", team, teams)
            if isinstance(team, str) and team in home:
                yield Finding(
                    path,
                    f"team '{team[:60]}' is already in pool '{home[team]}'; a team can be in one pool only",
                )
            elif isinstance(team, str):
                home[team] = pool


def _personas(data: Data) -> Iterator[Finding]:
    personas = part(data, "personas")
    touchpoints, channels = section(data, "touchpoints"), section(data, "channels")
    for name in personas:
        for channel in part(personas, name, "channel_utility"):
            if channels is not None and channel not in channels:
                path = ("personas", name, "channel_utility", channel)
                yield Finding(path, unknown("channel", channel, channels), at_key=True)
        for touchpoint in part(personas, name, "delay_factor"):
            if touchpoints is not None and touchpoint not in touchpoints:
                path = ("personas", name, "delay_factor", touchpoint)
                yield Finding(path, unknown("touchpoint", touchpoint, touchpoints), at_key=True)
    shares = [part(personas, name).get("share") for name in personas]
    yield from shares_add_up(("personas",), shares)


def _network(data: Data) -> Iterator[Finding]:
    network = part(data, "network")
    if network.get("kind") == "edge_list" and network.get("file") is None:
        message = "kind edge_list needs a file of ties; add 'file: ties.csv' to network"
        yield Finding(("network", "kind"), message)
    yield from shares_add_up(("network", "degrees"), list(part(network, "degrees").values()))


def _streams(data: Data) -> Iterator[Finding]:
    touchpoints = section(data, "touchpoints")
    for index, stream in enumerate(items(data, "value", "streams")):
        path = ("value", "streams", index, "starts_at")
        yield from reference(path, "touchpoint", part(stream).get("starts_at"), touchpoints)


def _clock(data: Data) -> Iterator[Finding]:
    clock = part(data, "clock")
    horizon, follow_up = number(clock.get("horizon_days")), number(clock.get("follow_up_days"))
    warm_up = number(clock.get("warm_up_days", 0.0))
    if horizon is None or follow_up is None or warm_up is None:
        return
    if warm_up + follow_up >= horizon:
        message = (
            f"nobody would be counted: warm_up_days {warm_up:g} + follow_up_days {follow_up:g} leave no day of the "
            f"horizon of {horizon:g} days; make the horizon longer"
        )
        yield Finding(("clock",), message, at_key=True)


def _arrivals(data: Data) -> Iterator[Finding]:
    until, horizon = (
        number(part(data, "arrivals").get("until_days")),
        number(part(data, "clock").get("horizon_days")),
    )
    if until is not None and horizon is not None and until > horizon:
        message = f"arrivals.until_days must be at most the horizon of {horizon:g} days, but is {until:g}"
        yield Finding(("arrivals", "until_days"), message)


def _closed_market(data: Data) -> Iterator[Finding]:
    """A closed market knows no season: who is turned away in a quiet month would be gone for good."""
    arrivals, factors = part(data, "arrivals"), items(data, "season", "arrivals")
    if number(arrivals.get("market_size")) is not None and any(number(f) not in (None, 1) for f in factors):
        message = "a closed market (arrivals.market_size) has no season of arrivals; remove one of the two"
        yield Finding(("arrivals", "market_size"), message)


def _episodes(data: Data) -> Iterator[Finding]:
    episodes, touchpoints = part(data, "episodes"), section(data, "touchpoints")
    for name in episodes:
        path = ("episodes", name, "starts_at")
        yield from reference(path, "touchpoint", part(episodes, name).get("starts_at"), touchpoints)
    horizon = number(part(data, "clock").get("horizon_days"))
    for name in part(data, "shocks"):
        shock = part(data, "shocks", name)
        yield from reference(("shocks", name, "episode"), "episode", shock.get("episode"), episodes)
        if (
            isinstance(shock.get("episode"), str)
            and part(episodes, shock["episode"]).get("starts_at", "") is None
        ):
            message = (
                f"episode '{shock['episode'][:60]}' is a purchase without a journey; a shock cannot open it"
            )
            yield Finding(("shocks", name, "episode"), message)
        day = number(shock.get("day"))
        if day is not None and horizon is not None and day >= horizon:
            yield Finding(
                ("shocks", name, "day"),
                f"day {day:g} lies beyond the horizon of {horizon:g} days; nobody would be hit",
            )


def _goals(data: Data) -> Iterator[Finding]:
    """Goals exist when a persona has them: the offer must speak of one of those."""
    personas = part(data, "personas")
    goals = {goal: None for name in personas for goal in part(personas, name, "goals")}
    for goal in part(data, "campaign", "offer"):
        if goal not in goals:
            yield Finding(("campaign", "offer", goal), unknown("goal", goal, goals), at_key=True)
    if len(goals) > 8:
        yield Finding(("personas",), f"the personas have {len(goals)} different goals; at most 8 are allowed")
