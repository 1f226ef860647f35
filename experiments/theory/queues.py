"""Staffed queues with Poisson arrivals and exponential service.

Rates are per unit of time of the caller's choice; waits come back in that unit.

Sources: Erlang (1917); Palm (1957) and Mandelbaum & Zeltyn, Service engineering in action: the Palm/Erlang-A
queue (2007); Jackson, Networks of waiting lines, Operations Research 5 (1957).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from experiments.theory.absorbing import Floats

_NEGLIGIBLE_LOG_WEIGHT = -45.0
"""States lighter than e^-45 of the heaviest cannot move a double."""


@dataclass(frozen=True)
class Waiting:
    """What an arriving customer meets in the steady state."""

    wait_probability: float
    """Share of arrivals that find all servers busy."""
    mean_wait: float
    """Mean wait of all arrivals: those served at once, those served later and those who gave up."""
    abandonment_probability: float
    mean_queue_length: float
    """Mean number waiting, not counting those in service."""


def erlang_b(offered_load: float, servers: int) -> float:
    """Blocking probability without waiting room; offered_load = arrival rate / service rate (erlangs)."""
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = offered_load * blocked / (n + offered_load * blocked)
    return blocked


def erlang_c(arrival_rate: float, service_rate: float, servers: int) -> Waiting:
    """Infinitely patient customers (M/M/c). Raises ValueError when the servers cannot keep up."""
    load = arrival_rate / service_rate
    if load >= servers:
        raise ValueError(f"{servers} servers cannot keep up with {load:g} erlangs when nobody abandons")
    blocked = erlang_b(load, servers)
    wait = servers * blocked / (servers - load * (1.0 - blocked))
    mean_wait = wait / (servers * service_rate - arrival_rate)
    return Waiting(wait, mean_wait, 0.0, arrival_rate * mean_wait)


def erlang_a(arrival_rate: float, service_rate: float, abandonment_rate: float, servers: int) -> Waiting:
    """Customers with exponential patience (M/M/c + M): birth-death, deaths at min(k, c) mu + (k - c)+ theta.

    abandonment_rate: theta = 1 / mean patience; 0 gives Erlang-C.
    Everything is weighed against "all servers busy, nobody waiting", which Erlang-B ties to the states below.
    """
    if abandonment_rate == 0:
        return erlang_c(arrival_rate, service_rate, servers)
    log_weights = _log_queue_weights(arrival_rate, servers * service_rate, abandonment_rate)
    heaviest = float(log_weights.max())
    weights = np.exp(log_weights - heaviest)
    below = (1.0 / erlang_b(arrival_rate / service_rate, servers) - 1.0) * float(np.exp(-heaviest))
    total = below + float(weights.sum())
    queue_length = float(weights @ np.arange(len(weights))) / total
    mean_wait = queue_length / arrival_rate
    return Waiting(float(weights.sum()) / total, mean_wait, abandonment_rate * mean_wait, queue_length)


def _log_queue_weights(arrival_rate: float, capacity: float, abandonment_rate: float) -> Floats:
    """Log weight of 0, 1, 2, ... waiting, with nobody waiting at 0, up to the first negligible tail."""
    size = 64
    while True:
        waiting = np.arange(1, size)
        steps = np.log(arrival_rate) - np.log(capacity + abandonment_rate * waiting)
        log_weights = np.concatenate([[0.0], np.cumsum(steps)])
        if steps[-1] < 0 and log_weights[-1] - log_weights.max() < _NEGLIGIBLE_LOG_WEIGHT:
            return log_weights
        size *= 2


@dataclass(frozen=True)
class Pooling:
    """The same heads and the same customers, once in equal separate pools and once in one."""

    separate: Waiting
    pooled: Waiting


def pooling(
    arrival_rate: float, service_rate: float, servers: int, pools: int, *, abandonment_rate: float = 0.0
) -> Pooling:
    """`pools` equal pools of `servers` each, every one with `arrival_rate`, against one pool of them all."""
    return Pooling(
        erlang_a(arrival_rate, service_rate, abandonment_rate, servers),
        erlang_a(pools * arrival_rate, service_rate, abandonment_rate, pools * servers),
    )


def jackson_rates(external_rates: Floats, routing: Floats) -> Floats:
    """Total arrival rate at every station of an open network, shape (n,): lambda = gamma + lambda P.

    external_rates: gamma, shape (n,), arrivals from outside; routing: P, shape (n, n), rows sum to at most 1.
    Each M/M/c station then behaves like `erlang_c` at its own rate, independently of the others.
    """
    rates = np.linalg.solve(np.eye(len(external_rates)) - routing.T, external_rates)
    return np.asarray(rates, dtype=np.float64)
