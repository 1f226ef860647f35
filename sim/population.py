"""The people of one replication: who may come, when, and with which traits. The same in every design."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, gammaincinv

from scenarios.schema import Persona, Scenario, Trait
from sim.columns import PEOPLE, Event, Table, allocate
from sim.compiled import compiled
from sim.layout import Luck, Population
from sim.networks import draw_network
from sim.networks.rows import ties_of
from sim.rules.distributions import normal_quantile
from sim.rules.exponential import exp
from sim.streams import Decision, draw, first_draws, keys_of, name_hash, uid_of
from sim.world import feedback_is_on

# trait -> column of the people's table
TRAITS = {
    "patience_factor": "patience_factor",
    "attribution": "attribution",
    "expectation": "expectation_trait",
    "trust_start": "trust",
    "loss_weight": "loss_weight",
    "repeat_weight": "repeat_weight",
    "inconsistency_weight": "inconsistency_weight",
    "trust_weight": "trust_weight",
    "effort_weight": "effort_weight",
    "lock_in": "lock_in",
    "talk_factor": "talk_factor",
    "post_factor": "post_factor",
    "offer_factor": "offer_factor",
    "need_factor": "need_factor",
    "spend_factor": "spend_factor",
}
EXISTING = 1 << 31  # numbers of the customers of the first day begin here, beyond those of any candidate


@compiled
def _arrival_days(
    keys: NDArray[np.uint64],
    first_uid: np.uint64,
    mean_gap_days: float,
    until_days: float,
    out: NDArray[np.float64],
) -> int:
    """Poisson arrivals of one persona's candidates, the n-th gap addressed by the n-th uid; how many fitted."""
    day = 0.0
    for n in range(len(out)):
        gap = draw(keys, first_uid + np.uint64(n), 1, np.uint64(0), 0, np.uint64(0))[0]
        day -= mean_gap_days * math.log(gap)
        if day >= until_days:
            return n
        out[n] = day
    return len(out)


@compiled
def _normals(u: NDArray[np.float64], out: NDArray[np.float64]) -> None:
    for i in range(len(out)):
        out[i] = normal_quantile(u[i])


@compiled
def _lognormals(z: NDArray[np.float64], mean: float, spread: float) -> None:
    for i in range(len(z)):
        z[i] = mean * exp(spread * z[i] - 0.5 * spread * spread)


@compiled
def _logs(x: NDArray[np.float64], sign: float, out: NDArray[np.float64]) -> None:
    """Scalar logarithms: NumPy's own differ between processors in the last bit."""
    for i in range(len(out)):
        out[i] = sign * math.log(max(x[i], 1e-300))


def _trait_values(
    keys: NDArray[np.uint64], uids: NDArray[np.uint64], name: str, trait: Trait
) -> NDArray[np.float64]:
    """One trait of many people: normal or lognormal, held between its bounds."""
    values = np.full(len(uids), trait.mean)
    if trait.sd > 0.0:
        z = np.empty(len(uids))
        _normals(first_draws(keys, uids, Decision.TRAIT, name_hash(name))[:, 0].copy(), z)
        if trait.law == "lognormal":
            _lognormals(z, trait.mean, math.sqrt(math.log1p((trait.sd / trait.mean) ** 2)))
            values = z
        else:
            values = trait.mean + trait.sd * z
    low = -math.inf if trait.minimum is None else trait.minimum
    high = math.inf if trait.maximum is None else trait.maximum
    clipped: NDArray[np.float64] = np.clip(values, low, high)
    return clipped


def _in_parts(whole: int, shares: list[float]) -> list[int]:
    """A number in whole parts: each share rounded down, what is left to the largest remainders."""
    exact = [whole * share for share in shares]
    parts = [math.floor(part) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda n: parts[n] - exact[n])
    for n in by_remainder[: whole - sum(parts)]:
        parts[n] += 1
    return parts


def _part_of(scenario: Scenario, whole: int, number: int) -> int:
    return _in_parts(whole, [persona.share for persona in scenario.personas.values()])[number]


def _market(
    scenario: Scenario, code: str, number: int, until: float, keys: NDArray[np.uint64]
) -> NDArray[np.float64]:
    """When the members of a closed market would start by themselves; infinity when not in time."""
    size = scenario.arrivals.market_size or 0
    members = _part_of(scenario, size, number)
    uids = np.uint64(uid_of(code, 0)) + np.arange(members, dtype=np.uint64)
    if scenario.arrivals.rate_per_day <= 0.0:
        return np.full(members, np.inf)
    days = np.empty(members)
    _logs(first_draws(keys, uids, Decision.ARRIVAL)[:, 0].copy(), -1.0, days)
    days *= size / scenario.arrivals.rate_per_day
    return np.where(days < until, days, np.inf)


def _arrivals(
    scenario: Scenario, code: str, number: int, persona: Persona, keys: NDArray[np.uint64]
) -> NDArray[np.float64]:
    until = scenario.arrivals.until_days
    until = scenario.clock.horizon_days if until is None else min(until, scenario.clock.horizon_days)
    if scenario.arrivals.market_size is not None:
        return _market(scenario, code, number, until, keys)
    cap = scenario.arrivals.cap if feedback_is_on(scenario) else 1.0
    rate = scenario.arrivals.rate_per_day * persona.share * cap * max(scenario.season.arrivals)
    if rate <= 0.0:
        return np.empty(0)
    mean = rate * until
    days = np.empty(int(mean + 8.0 * math.sqrt(mean) + 32.0))
    return days[: _arrival_days(keys, np.uint64(uid_of(code, 0)), 1.0 / rate, until, days)]


def _candidates(
    scenario: Scenario, code: str, number: int, persona: Persona, keys: NDArray[np.uint64], extra: int
) -> dict[str, NDArray[Any]]:
    """The columns of one persona's candidates that are known before anything happens."""
    days = _arrivals(scenario, code, number, persona, keys)
    days = np.concatenate(
        [days, np.full(extra, 0.5 * (days[-1] if len(days) else scenario.clock.horizon_days))]
    )
    existing = _part_of(scenario, scenario.arrivals.existing_customers, number)
    numbers = np.concatenate([np.arange(len(days)), EXISTING + np.arange(existing)])
    days = np.concatenate([days, np.zeros(existing)])
    people = len(days)
    uids = np.uint64(uid_of(code, 0)) + numbers.astype(np.uint64)
    columns: dict[str, NDArray[Any]] = {
        "uid": uids,
        "existing": (numbers >= EXISTING).astype(np.int32),
        "persona": np.full(people, number),
        "event_day": days,
        "expectation_trait": np.full(people, scenario.behaviour.experience.expectation),
        "trust": np.full(people, scenario.behaviour.trust.start),
        "loss_weight": np.full(people, scenario.behaviour.experience.loss_weight),
    }
    neutral = allocate(PEOPLE, 1)
    for name, column in TRAITS.items():
        if name in persona.traits:
            columns[column] = _trait_values(keys, uids, name, persona.traits[name])
        elif column not in columns:
            columns[column] = np.full(people, float(neutral[column][0]))
    personal = first_draws(keys, uids, Decision.PERSON)
    variance = scenario.behaviour.churn.frailty_variance
    columns["log_frailty"] = np.zeros(people)
    if variance > 0.0:
        _logs(gammaincinv(1.0 / variance, personal[:, 0]) * variance, 1.0, columns["log_frailty"])
    columns["churn_threshold"] = np.empty(people)
    _logs(personal[:, 1].copy(), -1.0, columns["churn_threshold"])
    return columns


def _needs(
    scenario: Scenario, keys: NDArray[np.uint64], people: Table
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Each person's rate of each need against the average, and chance to lapse after it: shapes (n, episodes)."""
    rate = np.ones((len(people), len(scenario.episodes)))
    lapse = np.zeros_like(rate)
    for k, (code, episode) in enumerate(scenario.episodes.items()):
        u = first_draws(keys, people["uid"].copy(), Decision.NEED_RATE, name_hash(code))
        if episode.rate_shape is not None:
            rate[:, k] = gammaincinv(episode.rate_shape, u[:, 0]) / episode.rate_shape
        if episode.lapse_alpha is not None and episode.lapse_beta is not None:
            lapse[:, k] = betaincinv(episode.lapse_alpha, episode.lapse_beta, u[:, 1])
        if episode.every_days is None:
            rate[:, k] *= people["need_factor"]
    return rate, lapse


def draw_population(
    scenario: Scenario, seed: int, replication: int, extra: dict[str, int] | None = None
) -> Population:
    """Draw the candidates of one replication, in order of arrival.

    extra: further candidates per persona, entering in the middle of the arrivals (to test that nobody else notices).
    """
    keys = keys_of(seed, replication)
    groups = [
        _candidates(scenario, code, number, persona, keys, (extra or {}).get(code, 0))
        for number, (code, persona) in enumerate(scenario.personas.items())
    ]
    columns = {name: np.concatenate([group[name] for group in groups]) for name in groups[0]}
    order = np.lexsort((columns["uid"], columns["event_day"]))
    people = allocate(PEOPLE, len(order))
    people["event_kind"] = Event.ARRIVE
    for name, values in columns.items():
        people[name] = values[order]
    owners = np.array([name_hash(code) for code in scenario.owners], np.uint64)
    offsets = np.empty(len(owners))
    for number, owner in enumerate(owners):
        u = draw(keys, np.uint64(0), int(Decision.OWNER_VOICE), owner, 0, np.uint64(0))[0]
        offsets[number] = normal_quantile(u)
    network = draw_network(scenario, keys, people)
    rate, lapse = _needs(scenario, keys, people)
    return Population(people, Luck(keys, offsets, rate, lapse, network, ties_of(network, people["uid"])))
