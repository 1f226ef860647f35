"""How talk spreads: through a mixing crowd, through a network, and together with advertising.

Sources: Kermack & McKendrick (1927); Newman, Spread of epidemic disease on networks, Physical Review E 66
(2002); Bass, A new product growth model for consumer durables, Management Science 15 (1969). A market of so many
people: Bartlett, An introduction to stochastic processes (1955), the pure birth process; solved by uniformization
(Jensen 1953).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln

from experiments.theory.absorbing import Floats


def si_share(rate: float, start_share: float, time: float) -> float:
    """Share that has heard by `time` when everybody mixes with everybody; rate in 1/unit of time."""
    return 1.0 / (1.0 + (1.0 - start_share) / start_share * math.exp(-rate * time))


def si_time(rate: float, start_share: float, share: float) -> float:
    """Time at which `share` has heard."""
    return math.log(share / (1.0 - share) * (1.0 - start_share) / start_share) / rate


def market_share(people: int, start: int, internal: float, time: float, *, external: float = 0.0) -> float:
    """Expected share adopted by `time` in a market of so many people, of whom `start` have adopted at time 0.

    k adopters become k + 1 at the rate (external + internal k / people) (people - k). Without external influence this
    is SI, with it Bass; `si_share` and `bass_share` are what it tends to in an endless market (the gap falls like
    1 / start, or 1 / people).
    """
    adopters = np.arange(start, people + 1, dtype=np.float64)
    rates = (external + internal * adopters / people) * (people - adopters)
    return float(adopters @ _pure_birth(rates, time)) / people


def _pure_birth(rates: Floats, time: float) -> Floats:
    """Probability of each state at `time`, shape as `rates`: state k turns into k + 1 at rates[k]; the last stays."""
    fastest = float(rates.max())
    mean = fastest * time
    steps = np.arange(math.ceil(mean + 10.0 * math.sqrt(mean) + 20.0))
    weights = np.exp(steps * math.log(mean) - mean - gammaln(steps + 1.0))
    moving = rates / fastest
    state = np.zeros_like(rates)
    state[0] = 1.0
    reached = np.zeros_like(rates)
    for weight in weights.tolist():
        reached += weight * state
        moved = state * moving
        state = state - moved
        state[1:] += moved[:-1]
    return reached


def percolation_threshold(mean_degree: float, mean_square_degree: float) -> float:
    """Transmission chance above which a message can reach a share of a network: <k> / (<k^2> - <k>)."""
    return mean_degree / (mean_square_degree - mean_degree)


def giant_share_poisson(mean_degree: float, transmission: float) -> float:
    """Share reached by a message that takes off in a random (Erdos-Renyi) network.

    Every tie passes it on at most once, with chance `transmission`; 0 below the threshold.
    """
    return _giant_share(
        lambda u: math.exp(mean_degree * (u - 1.0)),
        lambda u: math.exp(mean_degree * (u - 1.0)),
        transmission,
    )


def giant_share_regular(degree: int, transmission: float) -> float:
    """The same when everybody has exactly `degree` ties."""
    return _giant_share(lambda u: u**degree, lambda u: u ** (degree - 1), transmission)


def seeded_share_poisson(mean_degree: float, transmission: float, seeds: float) -> float:
    """Share reached in a random network when a share `seeds` tells everybody they know, others each tie by chance.

    The seeds themselves count as reached.
    """

    def generating(u: float) -> float:
        return math.exp(mean_degree * (u - 1.0))

    return _seeded_share(generating, generating, transmission, seeds)


def seeded_share_regular(degree: int, transmission: float, seeds: float) -> float:
    """The same when everybody has exactly `degree` ties."""
    return _seeded_share(lambda u: u**degree, lambda u: u ** (degree - 1), transmission, seeds)


def _seeded_share(
    degree: Callable[[float], float], excess: Callable[[float], float], transmission: float, seeds: float
) -> float:
    """1 - (1 - e) G0(u), with u = (1 - e) (1 - T + T G1(u)): a tie leads to nobody who passes it on."""

    def gap(u: float) -> float:
        return (1.0 - seeds) * (1.0 - transmission + transmission * excess(u)) - u

    return 1.0 - (1.0 - seeds) * degree(float(brentq(gap, 0.0, 1.0, xtol=1e-15, rtol=1e-15)))


def _giant_share(
    degree: Callable[[float], float], excess: Callable[[float], float], transmission: float
) -> float:
    """1 - G0(u), with u = 1 - T + T G1(u) the chance that a tie leads to nobody (its smallest root)."""

    def gap(u: float) -> float:
        return 1.0 - transmission + transmission * excess(u) - u

    just_below_one = 1.0 - 1e-9
    if gap(just_below_one) >= 0:
        return 0.0
    return 1.0 - degree(float(brentq(gap, 0.0, just_below_one, xtol=1e-15, rtol=1e-15)))


def bass_share(external: float, internal: float, time: float) -> float:
    """Share adopted by `time`; external p (advertising) and internal q (word of mouth) in 1/unit of time."""
    decayed = math.exp(-(external + internal) * time)
    return (1.0 - decayed) / (1.0 + internal / external * decayed)


def bass_peak_time(external: float, internal: float) -> float:
    """Time of the fastest adoption, ln(q/p) / (p + q); it is in the past when p > q."""
    return math.log(internal / external) / (external + internal)
