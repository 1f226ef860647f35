"""What knowing would be worth: expected value of perfect information about everything, and about one number.

The decision is which design to take. Each of the uncertain numbers is drawn from its range, all at once; every design
is lived through at every point by the same people. Knowing one number is worth what the best choice for each of its
values earns more than the one choice made today (Strong, Oakley & Brennan 2014): the expected gain given that number is
a smooth line through the points, so neither the luck of a run nor the other numbers count as information.
"""

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from experiments.errors import InputError
from experiments.sensitivity.noise import in_common
from experiments.sensitivity.smoothing import Smoother
from experiments.statistics import LEVEL, Floats, Interval

FEWEST = 32  # points
DRAWS, MOST_DRAWS = 1000, 50_000
SHUFFLES = 60_000
AT_ONCE = 5_000
TAILS = [100 * (0.5 - LEVEL / 2.0), 100 * (0.5 + LEVEL / 2.0)]


@dataclass(frozen=True)
class Flip:
    """From which value of a factor on another design is the better one, as a share of its range, with limits.

    above: whether the choice changes above it, else below.  design: which is better there.
    """

    share: Interval
    above: bool
    design: int


@dataclass(frozen=True)
class Known:
    """What knowing one factor is worth.

    worth: EVPPI per decision unit, with limits.  is_beyond_noise: whether it is more than a factor that says nothing
    would seem to be worth, allowing for the number of factors looked at.  line: expected gain of every design over
    today's choice given the factor, (points, designs).  flips: from where on another design is better.
    """

    worth: Interval
    is_beyond_noise: bool
    line: Floats
    flips: tuple[Flip, ...]


@dataclass(frozen=True)
class Value:
    """What is at stake in a decision between designs.

    choice: place of the design to take today, of largest mean.  means: its mean gain over each design, with limits.
    evpi: expected value of knowing everything.  wrong: how probable it is that another design is the better one.
    known: one per factor.  places: shares of the range where the lines are.  noise_share: of the variance of the gains.
    least: gain of today's choice over the next best that is reached in 95 % of the futures.
    futures: gain of every design over today's choice at every point, freed of luck, (points, designs).
    """

    choice: int
    means: tuple[Interval, ...]
    evpi: Interval
    wrong: Interval
    known: tuple[Known, ...]
    places: Floats
    noise_share: float
    least: float
    futures: Floats
    points: int
    dropped: int

    @property
    def changes_nothing(self) -> bool:
        """Whether no factor's value can be told from nothing, nor that of knowing everything."""
        return self.evpi.low <= 0.0 and not any(one.is_beyond_noise for one in self.known)


def value_of_information(worths: Floats, shares: Floats, seed: int) -> Value:
    """The value of information in a decision between designs.

    worths: what each design is worth, more is better, (points, designs, replications); a point with a missing value is
    left out.  shares: of every factor's range, (points, factors), spread evenly. Raises InputError when fewer than 32
    points or 2 replications are there.
    """
    there = np.isfinite(worths).all(axis=(1, 2))
    if worths.shape[2] < 2:
        raise InputError(
            "the value of information needs 2 or more replications: luck must not count as information"
        )
    if there.sum() < FEWEST:
        raise InputError(
            f"the value of information needs {FEWEST} points or more, {there.sum()} could be lived through"
        )
    worths, shares = worths[there], shares[there]
    choice = int(worths.mean(axis=(0, 2)).argmax())
    gains = worths - worths[:, [choice]]
    rng = np.random.default_rng([seed, 4])
    everything = _Everything(gains)
    even = np.full((1, len(gains)), 1.0 / len(gains))
    estimate = everything.at(even)[:, 0]
    weights = rng.multinomial(len(gains), even[0], size=DRAWS) / len(gains)
    low, high = np.percentile(everything.at(weights), TAILS, axis=1)
    evpi = _interval(estimate[0], low[0], high[0], len(gains))
    wrong = _share(estimate[1], low[1], high[1], len(gains))
    smoother = Smoother(len(gains))
    singles = _singles(gains.mean(axis=2), shares, choice, smoother, rng, evpi)
    return Value(
        choice=choice,
        means=tuple(_mean(-gains[:, d]) for d in range(gains.shape[1])),
        evpi=evpi,
        wrong=wrong,
        known=singles,
        places=smoother.places,
        noise_share=everything.noise_share,
        least=everything.least,
        futures=everything.futures,
        points=len(gains),
        dropped=int((~there).sum()),
    )


class _Everything:
    """Perfect information: the gains at every point, freed of luck by shrinking them towards their mean until their
    variance is that of the response alone (Jalal & Alarid-Escudero 2018 do so for samples)."""

    def __init__(self, gains: Floats) -> None:
        self._middle = gains.mean(axis=(0, 2))
        self._runs = gains - gains.mean(axis=0)
        self._points = gains.mean(axis=2)
        self._common = in_common(self._runs, self._runs)
        total = float(self._points.var(axis=0).sum())
        self.noise_share = (
            float(np.clip(1.0 - self._common.mean(axis=0).sum() / total, 0, 1)) if total else 0.0
        )
        self.futures = self._freed(np.full((1, len(gains)), 1.0 / len(gains)))[0]
        others = np.delete(self.futures, int(np.argmax(self._middle)), axis=1)
        self.least = float(-np.percentile(others.max(axis=1), 95)) if others.size else 0.0

    def at(self, weights: Floats) -> Floats:
        """Value of knowing everything, and how often another design is better; (2, weights)."""
        freed = self._freed(weights)
        mean = np.einsum("wp,wpd->wd", weights, freed)
        taken = mean.argmax(axis=1)
        best = freed.max(axis=2)
        value = np.einsum("wp,wp->w", weights, best) - mean.max(axis=1)
        now = np.take_along_axis(freed, taken[:, None, None], axis=2)[:, :, 0]
        return np.stack([np.maximum(value, 0.0), np.einsum("wp,wp->w", weights, (best > now).astype(float))])

    def _freed(self, weights: Floats) -> Floats:
        """The gains freed of luck under weights of the points, (weights, points, designs)."""
        mean = np.einsum("wp,pdr->wdr", weights, self._runs)
        response = np.einsum("wp,pd->wd", weights, self._common) - in_common(mean, mean)
        middle = weights @ self._points
        total = weights @ self._points**2 - middle**2
        with np.errstate(divide="ignore", invalid="ignore"):
            kept = np.sqrt(np.clip(np.where(total > 0.0, response / total, 0.0), 0.0, 1.0))
        return np.asarray(middle[:, None] + kept[:, None] * (self._points - middle[:, None]))


def _singles(
    gains: Floats, shares: Floats, choice: int, smoother: Smoother, rng: np.random.Generator, most: Interval
) -> tuple[Known, ...]:
    """The value of each factor alone, at most that of knowing everything; gains (points, designs) over today's choice.

    Those that stand out were picked among all: their intervals are as much wider as keeps the expected share of wrong
    ones among them at one in twenty (false coverage rate, Benjamini & Yekutieli 2005).
    """
    order = shares.argsort(axis=0, kind="stable")
    limit = _seeming(gains, shares.shape[1], smoother, rng)
    lines = [smoother.fit(gains[order[:, k]]) for k in range(shares.shape[1])]
    worths = [float(_worth(line.fitted)) for line in lines]
    least = limit + 1e-12 * float(np.abs(gains).max())
    picked = sum(worth > least for worth in worths)
    known = []
    for line, worth in zip(lines, worths, strict=True):
        beyond = worth > least
        tail = 50.0 * (1.0 - LEVEL) * (picked / len(lines) if beyond else 1.0)
        drawn = smoother.drawn(line, min(MOST_DRAWS, ceil(DRAWS * 2.5 / tail)), rng)
        low, high = np.percentile(_worth(drawn), [tail, 100.0 - tail])
        high = min(high, most.high)
        interval = _interval(min(worth, most.estimate), low if beyond else 0.0, high, len(gains))
        known.append(
            Known(interval, beyond, line.fitted, _flips(line.fitted, drawn[:DRAWS], choice, smoother.places))
        )
    return tuple(known)


def _worth(lines: Floats) -> Floats:
    """Mean of the best minus best of the means; lines (..., points, designs)."""
    return np.asarray(lines.max(axis=-1).mean(axis=-1) - lines.mean(axis=-2).max(axis=-1))


def _seeming(gains: Floats, factors: int, smoother: Smoother, rng: np.random.Generator) -> float:
    """What the best of so many factors that say nothing would seem to be worth, in one study of twenty: the points in
    random order instead of a factor's."""
    count = min(SHUFFLES, max(2_000, 400 * factors))
    found: list[Floats] = []
    for start in range(0, count, AT_ONCE):
        size = min(AT_ONCE, count - start)
        order = rng.permuted(np.tile(np.arange(len(gains))[:, None], size), axis=0)
        lines = [smoother.fit(gains[:, d][order]).fitted for d in range(gains.shape[1])]
        found.append(_worth(np.stack(lines, axis=-1).transpose(1, 0, 2)))
    return float(np.quantile(np.concatenate(found), LEVEL ** (1.0 / factors)))


def _flips(line: Floats, drawn: Floats, choice: int, places: Floats) -> tuple[Flip, ...]:
    """Where the best design stops or starts to be today's choice."""
    flips = []
    lead = _lead(line, choice)
    leads = _lead(drawn, choice)
    for k in np.flatnonzero((lead[:-1] > 0.0) != (lead[1:] > 0.0)):
        above = bool(lead[k + 1] > 0.0)
        again = [_nearest(one, above, places, places[k]) for one in leads]
        low, high = np.percentile(again, TAILS, method="nearest")
        at = _crossing(lead, int(k), places)
        side = line[k + 1] if above else line[k]
        flips.append(Flip(Interval(at, min(low, at), max(high, at), len(line)), above, int(side.argmax())))
    return tuple(flips)


def _lead(lines: Floats, choice: int) -> Floats:
    """How much the best other design gains over today's choice."""
    others: Floats = np.delete(lines, choice, axis=-1)
    return np.asarray(others.max(axis=-1) - lines[..., choice])


def _nearest(lead: Floats, above: bool, places: Floats, wanted: float) -> float:
    """The crossing in the same direction nearest to a place; beyond the range where there is none."""
    signs: NDArray[np.bool_] = lead > 0.0
    found = np.flatnonzero(signs[1:] & ~signs[:-1] if above else signs[:-1] & ~signs[1:])
    if not found.size:
        is_better = signs.mean() >= 0.5
        return np.inf if above != is_better else -np.inf
    nearest = int(found[np.abs(places[found] - wanted).argmin()])
    return _crossing(lead, nearest, places)


def _crossing(lead: Floats, k: int, places: Floats) -> float:
    return float(places[k] + (places[k + 1] - places[k]) * lead[k] / (lead[k] - lead[k + 1]))


def _mean(gain: Floats) -> Interval:
    """Mean gain over points and replications: points vary, and the replications are the same at all of them."""
    points, runs = gain.mean(axis=1), gain.mean(axis=0)
    variance = points.var(ddof=1) / len(points) + runs.var(ddof=1) / len(runs)
    half = 1.959964 * float(np.sqrt(variance))
    mean = float(points.mean())
    return Interval(mean, mean - half, mean + half, len(points))


def _share(estimate: float, low: float, high: float, count: int) -> Interval:
    """A share of so many points, with limits that also hold near none and all (Clopper & Pearson 1934)."""
    exact = binomtest(round(estimate * count), count).proportion_ci(LEVEL)
    return _interval(estimate, min(low, exact.low), max(high, exact.high), count)


def _interval(estimate: float, low: float, high: float, count: int) -> Interval:
    return Interval(float(estimate), float(min(low, estimate)), float(max(high, estimate)), count)
