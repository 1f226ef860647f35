"""The people of one replication: who may come, when, and with which traits. The same in every design."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from scenarios.schema import Persona, Scenario, Trait
from sim.columns import PEOPLE, Event, Table, allocate
from sim.compiled import compiled
from sim.network import Network, empty, small_world
from sim.rules.distributions import normal_quantile
from sim.streams import Decision, draw, first_draws, keys_of, name_hash, uid_of

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
}


class Luck(NamedTuple):
    """What one replication draws beside its people.

    keys (2,): the generator's key; owner_offset (owners,): standard normal of each department's voice; the network
    in rows (start, to, weight).
    """

    keys: NDArray[np.uint64]
    owner_offset: NDArray[np.float64]
    network: Network


class Population(NamedTuple):
    """Candidates in order of arrival (structured, PEOPLE) and the luck of the replication."""

    people: Table
    luck: Luck


@compiled
def _arrival_days(
    keys: NDArray[np.uint64], first_uid: np.uint64, mean_gap_days: float, until_days: float, out: NDArray[np.float64]
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


def _trait_values(keys: NDArray[np.uint64], uids: NDArray[np.uint64], name: str, trait: Trait) -> NDArray[np.float64]:
    """One trait of many people: normal or lognormal, held between its bounds."""
    if trait.sd == 0.0:
        values = np.full(len(uids), trait.mean)
    else:
        z = np.empty(len(uids))
        _normals(first_draws(keys, uids, Decision.TRAIT, name_hash(name))[:, 0], z)
        if trait.law == "lognormal":
            spread = math.sqrt(math.log1p((trait.sd / trait.mean) ** 2))
            values = np.array([trait.mean * math.exp(spread * x - 0.5 * spread * spread) for x in z.tolist()])
        else:
            values = trait.mean + trait.sd * z
    low = -math.inf if trait.minimum is None else trait.minimum
    high = math.inf if trait.maximum is None else trait.maximum
    return np.clip(values, low, high)


def _candidates(
    scenario: Scenario, code: str, number: int, persona: Persona, keys: NDArray[np.uint64], extra: int
) -> Table:
    until = scenario.arrivals.until_days
    until = scenario.clock.horizon_days if until is None else min(until, scenario.clock.horizon_days)
    cap = scenario.arrivals.cap if feedback_is_on(scenario) else 1.0
    rate = scenario.arrivals.rate_per_day * persona.share * cap
    days = np.empty(0)
    if rate > 0.0:
        mean = rate * until
        days = np.empty(int(mean + 8.0 * math.sqrt(mean) + 32.0))
        days = days[: _arrival_days(keys, np.uint64(uid_of(code, 0)), 1.0 / rate, until, days)]
    days = np.concatenate([days, np.full(extra, 0.5 * until)])
    people = allocate(PEOPLE, len(days))
    people["uid"] = np.uint64(uid_of(code, 0)) + np.arange(len(days), dtype=np.uint64)
    people["persona"] = number
    people["event_day"] = days
    people["event_kind"] = Event.ARRIVE
    people["expectation_trait"] = scenario.behaviour.experience.expectation
    people["trust"] = scenario.behaviour.trust.start
    people["loss_weight"] = scenario.behaviour.experience.loss_weight
    for name, trait in persona.traits.items():
        people[TRAITS[name]] = _trait_values(keys, people["uid"], name, trait)
    personal = first_draws(keys, people["uid"], Decision.PERSON)
    variance = scenario.behaviour.churn.frailty_variance
    if variance > 0.0:
        frailty = gammaincinv(1.0 / variance, personal[:, 0]) * variance
        people["log_frailty"] = [math.log(max(x, 1e-300)) for x in frailty.tolist()]
    people["churn_threshold"] = [-math.log(u) for u in personal[:, 1].tolist()]
    return people


def feedback_is_on(scenario: Scenario) -> bool:
    """Whether reviews can change the number of arrivals."""
    switches = scenario.mechanisms
    return scenario.interaction and switches.reputation and switches.acquisition_feedback


def draw_population(
    scenario: Scenario, seed: int, replication: int, extra: dict[str, int] | None = None
) -> Population:
    """Draw the candidates of one replication, in order of arrival.

    extra: further candidates per persona, entering in the middle of the arrivals (to test that nobody else notices).
    """
    keys = keys_of(seed, replication)
    people = np.concatenate(
        [
            _candidates(scenario, code, number, persona, keys, (extra or {}).get(code, 0))
            for number, (code, persona) in enumerate(scenario.personas.items())
        ]
    )
    people = people[np.lexsort((people["uid"], people["event_day"]))]
    owners = np.array([name_hash(code) for code in scenario.owners], np.uint64)
    offsets = np.empty(len(owners))
    for number, owner in enumerate(owners):
        u = draw(keys, np.uint64(0), int(Decision.OWNER_VOICE), owner, 0, np.uint64(0))[0]
        offsets[number] = normal_quantile(u)
    net = scenario.network
    talk = scenario.mechanisms.word_of_mouth or scenario.mechanisms.neighbour_defection
    if scenario.interaction and net.kind != "none" and talk:
        network = small_world(
            keys,
            people["uid"].copy(),
            net.neighbours,
            net.rewiring,
            net.weak_ties,
            net.weak_tie_weight,
            int(Decision.NETWORK),
        )
    else:
        network = empty(len(people))
    return Population(people, Luck(keys, offsets, network))
