"""How much of what is seen is luck, and why one run per point says nothing about it.

The same replications are lived through at every point, so the luck of one replication is alike at neighbouring points.
What two different replications have in common is the response itself, however luck is shared inside each of them.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np

from experiments.errors import InputError
from experiments.statistics import Floats

FEWEST = 3  # replications
ENOUGH = 0.10  # noise share above which a warning is given


@dataclass(frozen=True)
class Noise:
    """The variance of replicate means over points, and how much of it is luck.

    response: variance of the mean response over points; total: variance of the replicate means, the same plus noise.
    """

    response: float
    total: float
    replications: int

    @property
    def share(self) -> float:
        """Variance of the replicate mean's noise over the variance of the replicate means, 0 to 1."""
        return 0.0 if self.total == 0.0 else float(np.clip(1.0 - self.response / self.total, 0.0, 1.0))

    @property
    def is_high(self) -> bool:
        return self.share > ENOUGH

    @property
    def needed(self) -> int | None:
        """Replications that bring the share down to ENOUGH; None where no response is seen at all."""
        if not self.is_high:
            return self.replications
        if self.share >= 1.0:
            return None
        odds = self.share / (1.0 - self.share) * (1.0 - ENOUGH) / ENOUGH
        return ceil(self.replications * odds - 1e-9)

    @property
    def warning(self) -> str:
        """What to do about it; empty where nothing needs to be done."""
        if not self.is_high:
            return ""
        text = (
            f"Noise is {100 * self.share:.0f} % of what moves between points with {self.replications} replications, "
            f"more than {100 * ENOUGH:.0f} %: the indices are freed of it, but their intervals are wide. "
        )
        if self.needed is None:
            return text + "No response can be told from it: take many more replications, or wider ranges."
        return text + f"--replications {self.needed} would bring it to {100 * ENOUGH:.0f} %."


def in_common(a: Floats, b: Floats) -> Floats:
    """Mean of a * b over all pairs of two different replications, the last axis.

    Its mean is that of the product of the two mean responses, whatever is shared inside a replication: two different
    ones are independent (a U-statistic, Hoeffding 1948).
    """
    replications = a.shape[-1]
    pairs = replications * (replications - 1)
    return np.asarray((a.sum(axis=-1) * b.sum(axis=-1) - (a * b).sum(axis=-1)) / pairs)


def noise_of(values: Floats) -> Noise:
    """The noise among points drawn at random from the space; values (points, replications), two or more of each."""
    centred = values - values.mean(axis=0)
    degrees = len(values) - 1
    total = float((centred.mean(axis=1) ** 2).sum()) / degrees
    response = float(in_common(centred, centred).sum()) / degrees
    return Noise(max(response, 0.0), total, values.shape[1])


def known_replications(count: int) -> None:
    """Raise InputError for single runs, and for two."""
    if count < 2:
        raise InputError(
            f"sensitivity needs {FEWEST} or more replications per point, got {count}: in single runs luck cannot be "
            "told from the answer, and is read as interaction between the factors. An input that holds .24 of the "
            "variance (Ishigami's third) is read as .24, .40 and .62 when luck has 0, .5 and 1 times the standard "
            "deviation of the response"
        )
    if count < FEWEST:
        raise InputError(
            f"sensitivity needs {FEWEST} or more replications per point, got {count}: two do not say how much their "
            "own luck counts"
        )
