"""Reputation and talk, day by day: the data of the figure of a storm."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from experiments.kpis import Counted
from experiments.statistics import LEVEL, Floats
from experiments.views.lived import Pieces, Subject

SMOOTH = 7  # days over which talk is averaged
SERIES = ("reputation", "negative", "positive")


@dataclass(frozen=True)
class Daily:
    """Series per design: array (2, days) each, mean over replications with t limits.

    days: end of each day.  mean, low, high: by series: `reputation` in stars, messages a day `negative`, `positive`.
    shocks: day and title of what hit many customers at once, in order.
    """

    subject: Subject
    days: Floats
    mean: dict[str, Floats]
    low: dict[str, Floats]
    high: dict[str, Floats]
    shocks: tuple[tuple[float, str], ...]

    def peak(self, side: int) -> float:
        """The most blame on a day (averaged over SMOOTH days)."""
        return float(self.mean["negative"][side].max())


def measure(c: Counted) -> dict[str, Floats]:
    """The series of one run; talk is what people say on their own account, without what others pass on."""
    daily = c.run.daily
    day = daily["day"]
    length = np.diff(day, prepend=0.0)
    said = {
        name: smoothed(np.diff(daily[f"talk_{name}"], prepend=0) / length, SMOOTH)
        for name in ("negative", "positive")
    }
    return {"day": np.array(day), "reputation": np.array(daily["reputation"]), **said}


def smoothed(series: Floats, width: int) -> Floats:
    """Mean of each value and the `width` - 1 before it; at the start, of those there are."""
    total = np.concatenate(([0.0], np.cumsum(series)))
    end = np.arange(1, len(series) + 1)
    start = np.maximum(end - width, 0)
    return np.asarray((total[end] - total[start]) / (end - start))


def conclude(subject: Subject, pieces: Pieces) -> Daily:
    """Means over replications with 95 % t limits, day by day."""
    mean, low, high = {}, {}, {}
    for name in SERIES:
        values = np.array([[unit[name] for unit in side] for side in pieces])
        n = values.shape[1]
        half = stdtrit(n - 1, 0.5 + LEVEL / 2.0) * values.std(axis=1, ddof=1) / np.sqrt(n)
        mean[name] = values.mean(axis=1)
        low[name], high[name] = mean[name] - half, mean[name] + half
    shocks: dict[float, str] = {}
    for shock in subject.worlds[0].shocks.values():
        shocks.setdefault(float(shock.day), shock.title)
    return Daily(subject, pieces[0][0]["day"], mean, low, high, tuple(sorted(shocks.items())))
