"""How talk spreads: through a mixing crowd, through a network, and together with advertising.

Sources: Kermack & McKendrick (1927); Newman, Spread of epidemic disease on networks, Physical Review E 66
(2002); Bass, A new product growth model for consumer durables, Management Science 15 (1969).
"""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy.optimize import brentq


def si_share(rate: float, start_share: float, time: float) -> float:
    """Share that has heard by `time` when everybody mixes with everybody; rate in 1/unit of time."""
    return 1.0 / (1.0 + (1.0 - start_share) / start_share * math.exp(-rate * time))


def si_time(rate: float, start_share: float, share: float) -> float:
    """Time at which `share` has heard."""
    return math.log(share / (1.0 - share) * (1.0 - start_share) / start_share) / rate


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
