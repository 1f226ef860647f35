"""Functions with known sensitivity indices, as answers of the pipeline."""

import numpy as np

from experiments.sensitivity.analysis import Respond
from experiments.statistics import Floats
from experiments.study.space import Factor


class Ishigami:
    """sin a + 7 sin^2 b + 0.1 c^4 sin a on [-pi, pi]^3, and a dummy (Ishigami & Homma 1990)."""

    factors = (
        *(Factor(name, f"input {name}", -np.pi, np.pi) for name in "abc"),
        Factor("dummy", "a dummy", 0.0, 1.0),
    )
    variance = 0.5 + 49.0 / 8.0 + 0.1 * np.pi**4 / 5.0 + 0.01 * np.pi**8 / 18.0
    first = np.array([0.5 * (1.0 + 0.1 * np.pi**4 / 5.0) ** 2, 49.0 / 8.0, 0.0, 0.0]) / variance
    total = first + np.array([1.0, 0.0, 1.0, 0.0]) * 0.01 * np.pi**8 * (1.0 / 18.0 - 1.0 / 50.0) / variance

    def __call__(self, x: Floats) -> Floats:
        return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


class G:
    """The g-function: the product of (|4 x - 2| + a) / (1 + a) on [0, 1]^6 (Saltelli & Sobol' 1995)."""

    a = np.array([0.0, 0.5, 3.0, 9.0, 99.0, 99.0])
    factors = tuple(Factor(f"x{k}", f"input {k}", 0.0, 1.0) for k in range(6))
    parts = 1.0 / 3.0 / (1.0 + a) ** 2
    variance = float(np.prod(1.0 + parts)) - 1.0
    first = parts / variance
    total = parts * np.prod(1.0 + parts) / (1.0 + parts) / variance

    def __call__(self, x: Floats) -> Floats:
        return np.prod((np.abs(4.0 * x - 2.0) + self.a) / (1.0 + self.a), axis=1)


def noisy(
    function: Ishigami | G, spread: float, replications: int, seed: int, *, shared: float = 0.0
) -> Respond:
    """A function as an answer: luck of its own at every point, and luck of a replication that is alike at neighbouring
    points; both as shares of the function's standard deviation."""
    rng = np.random.default_rng([seed, 77])
    size = np.sqrt(function.variance)
    low = np.array([factor.low for factor in function.factors])
    wide = np.array([factor.high for factor in function.factors]) - low
    slopes = shared * size * np.sqrt(12.0 / len(low)) * rng.standard_normal((len(low), replications))

    def respond(values: Floats) -> Floats:
        own = spread * size * rng.standard_normal((len(values), replications))
        return np.asarray(function(values)[:, None] + own + ((values - low) / wide - 0.5) @ slopes)

    return respond
