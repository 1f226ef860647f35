"""The screen: which factors move the answer at all (Morris 1991; mu* by Campolongo, Cariboni & Saltelli 2007)."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.errors import InputError
from experiments.sensitivity.noise import in_common
from experiments.statistics import Floats

LEVELS = 4  # of the grid; the step is two thirds of a range
RESAMPLES = 1000
FEWEST = 4  # trajectories


@dataclass(frozen=True)
class Screen:
    """Elementary effects: what the answer changes by, per whole range of one factor.

    table: one row per factor; mu_star mean size of the effects, low and high its limits (bootstrap over trajectories),
    mu their mean, sigma their standard deviation over places, noise the mean size luck alone would give, share of the
    sum of squared effects over all factors, luck taken out.  trajectories: those that could be lived through.
    """

    table: pd.DataFrame
    trajectories: int
    dropped: int

    def most(self, count: int, share: float = 0.95) -> list[int]:
        """Places of the factors that make up `share` of the squared effects, the largest first, at most `count`."""
        shares = self.table["share"].to_numpy()
        order = [int(k) for k in np.argsort(-shares, kind="stable") if shares[k] > 0.0]
        enough = int(np.searchsorted(np.cumsum(shares[order]), share)) + 1
        return order[: min(enough, count)]


def sample(count: int, trajectories: int, seed: int) -> Floats:
    """Trajectories through the unit cube of so many factors, shape (trajectories * (count + 1), count)."""
    from SALib.sample.morris import sample as morris

    if trajectories < FEWEST:
        raise InputError(f"a screen wants {FEWEST} trajectories or more, got {trajectories}")
    problem = _problem(count)
    return np.asarray(morris(problem, trajectories, num_levels=LEVELS, seed=np.random.default_rng([seed, 1])))


def screen(shares: Floats, values: Floats, names: list[str], seed: int) -> Screen:
    """The elementary effects of every factor.

    shares: as sampled.  values: (points, replications); a trajectory with a missing value is left out.
    Raises InputError when fewer than FEWEST remain.
    """
    count = shares.shape[1]
    walks, lived = shares.reshape(-1, count + 1, count), values.reshape(-1, count + 1, values.shape[1])
    there = np.asarray(np.isfinite(lived).all(axis=(1, 2)))
    if there.sum() < FEWEST:
        raise InputError(
            f"only {there.sum()} of {len(there)} trajectories could be lived through; make the ranges narrower"
        )
    effects = elementary(walks[there], lived[there])
    common = np.maximum(in_common(effects, effects).mean(axis=0), 0.0)
    luck = effects.var(axis=2, ddof=1).mean(axis=0) / effects.shape[2]
    found = _by_salib(walks[there], lived[there].mean(axis=2), seed)
    half = np.asarray(found["mu_star_conf"], dtype=np.float64)
    star = np.asarray(found["mu_star"], dtype=np.float64)
    table = pd.DataFrame(
        {
            "mu_star": star, "low": np.maximum(star - half, 0.0), "high": star + half,
            "mu": np.asarray(found["mu"], dtype=np.float64), "sigma": np.asarray(found["sigma"], dtype=np.float64),
            "noise": np.sqrt(2.0 / np.pi * luck),
            "share": common / common.sum() if common.sum() > 0.0 else common,
        },
        index=pd.Index(names, name="factor"),
    )  # fmt: skip
    return Screen(table, int(there.sum()), int((~there).sum()))


def elementary(walks: Floats, lived: Floats) -> Floats:
    """Effect of each factor in each trajectory and replication, per whole range; (trajectories, factors, replications).

    walks: (trajectories, factors + 1, factors); each step moves one factor.  lived: (trajectories, factors + 1,
    replications).
    """
    steps = np.diff(walks, axis=1)
    moved: NDArray[np.int64] = np.abs(steps).argmax(axis=2)
    size = np.take_along_axis(steps, moved[:, :, None], axis=2)
    effects = np.empty((len(walks), walks.shape[2], lived.shape[2]))
    np.put_along_axis(effects, moved[:, :, None], np.diff(lived, axis=1) / size, axis=1)
    return effects


def _by_salib(walks: Floats, means: Floats, seed: int) -> dict[str, Floats]:
    from SALib.analyze import morris

    count = walks.shape[2]
    found: dict[str, Floats] = morris.analyze(
        _problem(count), walks.reshape(-1, count), means.ravel(), num_levels=LEVELS, num_resamples=RESAMPLES,
        seed=np.random.default_rng([seed, 2]),
    )  # fmt: skip
    return found


def _problem(count: int) -> dict[str, object]:
    return {"num_vars": count, "names": [f"f{k}" for k in range(count)], "bounds": [[0.0, 1.0]] * count}
