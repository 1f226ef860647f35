"""The exact journey of a scenario without mechanisms: no experience, no queue, only routing and delays.

Hand-offs and channel switches are counted against the last owner and the last channel the customer met;
silent steps pass both on. That needs a larger state space, (touchpoint, last owner, last channel), but stays
exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from experiments.theory.absorbing import SemiMarkov, stay_square

if TYPE_CHECKING:
    from scenarios.schema import Scenario, Touchpoint

WIN, LOST = "WIN", "LOST"
MINUTES_PER_DAY = 1440.0


@dataclass(frozen=True)
class Passage:
    """From entering one touchpoint to entering another, for the first time."""

    probability: float
    """Share of those at the origin who ever reach the destination."""
    mean_days: float
    """Mean days among those who reach it; NaN when nobody does."""
    sd_days: float
    """Standard deviation of these days."""


@dataclass(frozen=True)
class Answers:
    """Expected values per entrant, run to WIN or LOST."""

    win_probability: float
    mean_days: float
    sd_days: float
    mean_days_given_win: float
    sd_days_given_win: float
    contacts: float
    """Visits to touchpoints that are not silent."""
    handoffs: float
    channel_switches: float
    visits: dict[str, float]
    """Visits per touchpoint, silent ones included."""
    traversals: dict[str, float]
    """Moves per edge, "from>to"."""
    edge_handoffs: dict[str, float]
    """Hand-offs per edge, "from>to"; an edge after a silent step hands off only for some of its customers."""
    edge_channel_switches: dict[str, float]


def stay_moments(
    touchpoint: Touchpoint, *, delay_factor: float = 1.0, with_service: bool = False
) -> tuple[float, float]:
    """Mean (days) and mean square (days^2) of the stay: the delay, with the service if asked for."""
    mean = touchpoint.delay_days * delay_factor
    square = stay_square(mean, touchpoint.delay_law, touchpoint.delay_cv)
    if not with_service:
        return mean, square
    service = touchpoint.service_minutes / MINUTES_PER_DAY
    service_square = stay_square(service, touchpoint.service_law, touchpoint.service_cv)
    return mean + service, square + 2.0 * mean * service + service_square


def semi_markov(
    scenario: Scenario,
    *,
    persona: str | None = None,
    with_service: bool = False,
    ends: Sequence[str] = (WIN, LOST),
) -> tuple[SemiMarkov, dict[str, int]]:
    """The chain over touchpoints and the index of each state.

    persona: use this persona's delay factors; None means everybody waits the scenario's own delays.
    with_service: add the service time to the stay (servers unlimited and always open).
    ends: where a walk stops; a touchpoint named here stops it on entry.
    """
    state = {touchpoint: i for i, touchpoint in enumerate(t for t in scenario.touchpoints if t not in ends)}
    column = state | {end: len(state) + k for k, end in enumerate(ends)}
    probability = np.zeros((len(state), len(column)))
    edge_days = np.zeros_like(probability)
    for touchpoint, i in state.items():
        for target, share in scenario.touchpoints[touchpoint].next.items():
            probability[i, column[target]] += share
    for (origin, target), days in _edge_days(scenario).items():
        if origin in state:
            edge_days[state[origin], column[target]] = days
    factors = scenario.personas[persona].delay_factor if persona is not None else {}
    moments = np.array(
        [
            stay_moments(scenario.touchpoints[t], delay_factor=factors.get(t, 1.0), with_service=with_service)
            for t in state
        ]
    ).reshape(len(state), 2)
    return SemiMarkov(probability, moments[:, 0], moments[:, 1], edge_days), state


def answers(scenario: Scenario, *, persona: str | None = None, with_service: bool = False) -> Answers:
    """Exact expected values of one entrant's journey; arguments as in `semi_markov`."""
    chain, state = semi_markov(scenario, persona=persona, with_service=with_service)
    start = state[scenario.starts_at]
    won = chain.given_end(0)
    win_probability = float(chain.end_probability()[start, 0])
    visits = {t: float(n) for t, n in zip(state, chain.visits()[start], strict=True)}
    moves = _carried_moves(scenario)
    return Answers(
        win_probability=win_probability,
        mean_days=float(chain.mean_days()[start]),
        sd_days=float(chain.sd_days()[start]),
        mean_days_given_win=float(won.mean_days()[start]) if win_probability > 0 else float("nan"),
        sd_days_given_win=float(won.sd_days()[start]) if win_probability > 0 else float("nan"),
        contacts=sum(n for t, n in visits.items() if not scenario.touchpoints[t].silent),
        handoffs=sum(m.expected for m in moves if m.handoff),
        channel_switches=sum(m.expected for m in moves if m.channel_switch),
        visits=visits,
        traversals=_per_edge(scenario, moves),
        edge_handoffs=_per_edge(scenario, [m for m in moves if m.handoff]),
        edge_channel_switches=_per_edge(scenario, [m for m in moves if m.channel_switch]),
    )


def population_answers(scenario: Scenario, *, with_service: bool = False) -> Answers:
    """The same over all personas by their shares; they differ in delays only, so only the days are mixed."""
    shares = [p.share for p in scenario.personas.values()]
    if not shares:
        return answers(scenario, with_service=with_service)
    each = [answers(scenario, persona=code, with_service=with_service) for code in scenario.personas]
    mean, sd = _mixture(shares, [a.mean_days for a in each], [a.sd_days for a in each])
    won_mean, won_sd = _mixture(
        shares, [a.mean_days_given_win for a in each], [a.sd_days_given_win for a in each]
    )
    return replace(
        each[0], mean_days=mean, sd_days=sd, mean_days_given_win=won_mean, sd_days_given_win=won_sd
    )


def passage(
    scenario: Scenario,
    origin: str,
    destination: str,
    *,
    persona: str | None = None,
    with_service: bool = False,
) -> Passage:
    """From entering `origin` to entering `destination` (a touchpoint, WIN or LOST), if ever."""
    if origin == destination:
        return Passage(1.0, 0.0, 0.0)
    ends = [destination, *(end for end in (WIN, LOST) if end != destination)]
    chain, state = semi_markov(scenario, persona=persona, with_service=with_service, ends=ends)
    start = state[origin]
    probability = float(chain.end_probability()[start, 0])
    if probability == 0:
        return Passage(0.0, float("nan"), float("nan"))
    reached = chain.given_end(0)
    return Passage(probability, float(reached.mean_days()[start]), float(reached.sd_days()[start]))


def reach_probability(scenario: Scenario, touchpoint: str) -> float:
    """Share of entrants who ever visit a touchpoint."""
    return passage(scenario, scenario.starts_at, touchpoint).probability


# ------------------------------------------------- last owner and last channel, carried across silent steps


@dataclass(frozen=True)
class _State:
    touchpoint: str
    last_owner: str | None
    last_channel: str | None


@dataclass(frozen=True)
class _Move:
    origin: str
    target: str
    expected: float
    handoff: bool
    channel_switch: bool


def _enter(scenario: Scenario, touchpoint: str, before: _State | None) -> _State:
    here = scenario.touchpoints[touchpoint]
    last_owner = before.last_owner if before else None
    last_channel = before.last_channel if before else None
    if here.silent:
        return _State(touchpoint, last_owner, last_channel)
    return _State(
        touchpoint,
        here.owner if here.owner is not None else last_owner,
        here.channel if here.channel is not None else last_channel,
    )


def _carried_moves(scenario: Scenario) -> list[_Move]:
    """Expected moves per entrant in the space (touchpoint, last owner, last channel)."""
    start = _enter(scenario, scenario.starts_at, None)
    index = {start: 0}
    steps = list(_explore(scenario, index))
    moves = np.zeros((len(index), len(index)))
    for before, after, _, share in steps:
        if after is not None:
            moves[index[before], index[after]] += share
    first = np.zeros(len(index))
    first[0] = 1.0
    visits = np.linalg.solve(np.eye(len(index)) - moves.T, first)
    return [
        _Move(
            before.touchpoint,
            target,
            float(visits[index[before]]) * share,
            after is not None and before.last_owner is not None and after.last_owner != before.last_owner,
            after is not None
            and before.last_channel is not None
            and after.last_channel != before.last_channel,
        )
        for before, after, target, share in steps
    ]


def _explore(
    scenario: Scenario, index: dict[_State, int]
) -> Iterator[tuple[_State, _State | None, str, float]]:
    """Every move out of every state that can be reached; numbers the states in `index` as they are found."""
    queue = list(index)
    while queue:
        before = queue.pop()
        for target, share in scenario.touchpoints[before.touchpoint].next.items():
            if share == 0:
                continue
            after = None if target in (WIN, LOST) else _enter(scenario, target, before)
            if after is not None and after not in index:
                index[after] = len(index)
                queue.append(after)
            yield before, after, target, share


def _per_edge(scenario: Scenario, moves: Sequence[_Move]) -> dict[str, float]:
    totals = {f"{origin}>{target}": 0.0 for origin, t in scenario.touchpoints.items() for target in t.next}
    for move in moves:
        totals[f"{move.origin}>{move.target}"] += move.expected
    return totals


def _edge_days(scenario: Scenario) -> dict[tuple[str, str], float]:
    return {(edge.from_, edge.to): edge.delay_days for edge in scenario.edges}


def _mixture(shares: Sequence[float], means: Sequence[float], sds: Sequence[float]) -> tuple[float, float]:
    weight = np.asarray(shares) / sum(shares)
    mean = float(weight @ np.asarray(means))
    square = float(weight @ (np.asarray(sds) ** 2 + np.asarray(means) ** 2))
    return mean, max(square - mean**2, 0.0) ** 0.5
