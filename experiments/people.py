"""The same people in two worlds: who was saved, who was lost."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.kpis import Counted

OUTCOMES = ("converted", "kept")


@dataclass(frozen=True)
class Fates:
    """What became of each counted entrant of one run, ascending by uid; all arrays of one length."""

    uid: NDArray[np.uint64]
    converted: NDArray[np.bool_]
    kept: NDArray[np.bool_]


def fates(c: Counted) -> Fates:
    """The fates of the counted entrants. Raises ValueError when a uid occurs twice."""
    uid, order = np.unique(c.people["uid"], return_index=True)
    if len(uid) != c.count:
        raise ValueError("two people share a uid")
    return Fates(uid.astype(np.uint64), c.converted[order], c.kept[order])


def saved_and_lost(a: Fates, b: Fates) -> dict[str, float]:
    """Count, over the people who entered in both worlds, who changed sides.

    Returns, for `converted` and for `kept`, per 1,000 people: saved (in b, not in a), lost (in a, not in b) and
    net = saved - lost; and `people` (entered in both), `only_a`, `only_b` (entered in one world alone, because
    reputation moves how many come).
    """
    _, in_a, in_b = np.intersect1d(a.uid, b.uid, assume_unique=True, return_indices=True)
    both = len(in_a)
    row = {"people": float(both), "only_a": float(len(a.uid) - both), "only_b": float(len(b.uid) - both)}
    for outcome in OUTCOMES:
        before, after = getattr(a, outcome)[in_a], getattr(b, outcome)[in_b]
        saved = 1000.0 * float(np.mean(~before & after)) if both else float("nan")
        lost = 1000.0 * float(np.mean(before & ~after)) if both else float("nan")
        row |= {f"{outcome}_saved": saved, f"{outcome}_lost": lost, f"{outcome}_net": saved - lost}
    return row
