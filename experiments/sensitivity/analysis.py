"""The whole pipeline on anything that answers: sample, let it answer, screen, indices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from experiments.errors import InputError
from experiments.sensitivity import indices as sobol
from experiments.sensitivity import screen as morris
from experiments.sensitivity.noise import Noise, known_replications, noise_of
from experiments.statistics import Floats, Interval
from experiments.study.space import Factor, scaled

Respond = Callable[[Floats], Floats]
"""Answers at values of the factors: (points, factors) -> (points, replications), the same replications at every point;
NaN where there is no answer."""
Method = Literal["both", "morris", "sobol"]
METHODS: tuple[Method, ...] = ("both", "morris", "sobol")
FEW = 6
TRUSTED = 64  # points from which on intervals hold what they promise


@dataclass(frozen=True)
class Sensitivity:
    """What an answer depends on.

    factors: those varied.  screen, indices: None where that method was not asked for; the factors in their tables are
    known by their paths.  noise: of the replicate means, as the indices saw it, else as the screen did.
    ahead: share of points drawn from the whole space where the answer is positive; None without indices.
    """

    factors: tuple[Factor, ...]
    screen: morris.Screen | None
    indices: sobol.Indices | None
    noise: Noise
    ahead: Interval | None

    def title(self, path: str) -> str:
        """A factor's title by its path, the path itself for a group."""
        return {factor.path: factor.title for factor in self.factors}.get(path, path)

    @property
    def warnings(self) -> list[str]:
        """What a reader must know before believing the numbers."""
        found = [self.noise.warning]
        dropped = [part.dropped for part in (self.screen, self.indices) if part is not None and part.dropped]
        if dropped:
            found.append(
                f"{sum(dropped)} trajectories or rows of points hold worlds that cannot be, and are left out: the "
                "indices are those of the rest."
            )
        if self.indices is not None and self.indices.points < TRUSTED:
            found.append(
                f"With fewer than {TRUSTED} points intervals are a little narrow: with 32 they held the known indices "
                "of a hard function in 86 to 98 of 100 studies, not in 95."
            )
        return [text for text in found if text]


def analyse(
    factors: Sequence[Factor],
    respond: Respond,
    *,
    method: Method = "both",
    trajectories: int = 20,
    points: int = 64,
    few: int = FEW,
    seed: int = 1,
) -> Sensitivity:
    """Screen the factors, then take the indices of the few that matter, all others together as one group.

    respond: asked once per method.  method: `morris` screens only; `sobol` takes the indices of every factor alone.
    trajectories: of the screen, each one point per factor and one more.  points: rows of the base sample, a power of
    two; each one point per factor looked at alone, one for the others and two more.
    Raises InputError for single runs, for senseless sizes, and where the answer never moves.
    """
    if method not in METHODS:
        raise InputError(f"unknown method {method!r}; known: {', '.join(METHODS)}")
    names = [factor.path for factor in factors]
    screened, found = None, None
    alone = list(range(len(factors)))
    if method != "sobol":
        shares = morris.sample(len(factors), trajectories, seed)
        if method == "both":
            sobol.sample(len(factors), alone[:1], points, seed)  # a senseless size is refused before the work
        values = _answers(factors, respond, shares)
        screened = morris.screen(shares, values, names, seed)
        noise = noise_of(values[np.isfinite(values).all(axis=1)])
        alone = screened.most(few)
        if not alone:
            raise InputError(
                "no factor moves the answer beyond luck; take more replications, vary other numbers, or look at "
                "another measure"
            )
    if method != "morris":
        shares = sobol.sample(len(factors), alone, points, seed)
        found = sobol.indices(_answers(factors, respond, shares), names, alone, seed)
        noise = found.noise
    return Sensitivity(
        tuple(factors), screened, found, noise, None if found is None else _ahead(found.worlds)
    )


def planned(factors: int, method: Method, trajectories: int, points: int, few: int = FEW) -> int:
    """The most points a study asks for."""
    screened = 0 if method == "sobol" else trajectories * (factors + 1)
    groups = factors if method == "sobol" else min(few + 1, factors)
    return screened + (0 if method == "morris" else points * (groups + 2))


def _answers(factors: Sequence[Factor], respond: Respond, shares: Floats) -> Floats:
    values = np.asarray(respond(scaled(factors, shares)), dtype=np.float64)
    if values.ndim != 2 or len(values) != len(shares):
        raise ValueError(f"answers must have the shape ({len(shares)}, replications), got {values.shape}")
    known_replications(values.shape[1])
    return values


def _ahead(worlds: Floats) -> Interval:
    """Share of positive answers, with limits (Clopper & Pearson 1934)."""
    from scipy.stats import binomtest

    share = float((worlds > 0.0).mean())
    limits = binomtest(int((worlds > 0.0).sum()), len(worlds)).proportion_ci()
    return Interval(share, float(limits.low), float(limits.high), len(worlds))
