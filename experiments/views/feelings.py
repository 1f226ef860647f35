"""What contacts feel like along the journey, by persona: the data of the emotion curve."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.journey_map import journey_map
from experiments.kpis import Counted
from experiments.statistics import Floats
from experiments.views.lived import Pieces, Subject
from sim.columns import Logged

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)  # the 90 % band, the 50 % band, the median
FEW = 40  # contacts below which a band is not shown

Felt = dict[tuple[int, int], Floats]
"""(persona, touchpoint) -> values of the contacts there, -1 to 1."""


@dataclass(frozen=True)
class Feelings:
    """Quantiles of what a contact felt like.

    steps: touchpoints in the order in which they are met, those that anybody feels.
    bands: (persona, side) -> array (steps, LEVELS), NaN where too few contacts were felt.  means: likewise (steps,).
    contacts: how many were felt by counted people, per design.
    """

    subject: Subject
    steps: tuple[str, ...]
    bands: dict[tuple[str, int], Floats]
    means: dict[tuple[str, int], Floats]
    contacts: tuple[int, int]

    @property
    def lowest(self) -> tuple[str, str] | None:
        """Persona and touchpoint with the lowest mean under the first design."""
        found = {
            (persona, step): float(mean[k])
            for (persona, side), mean in self.means.items()
            if side == 0
            for k, step in enumerate(self.steps)
            if np.isfinite(mean[k])
        }
        return min(found, key=lambda key: found[key], default=None)


def measure(c: Counted) -> Felt:
    """The values felt by counted people within their follow-up, in one run."""
    log = c.run.log  # type: ignore[attr-defined]
    rows = log[log["kind"] == Logged.VALUE]
    order = np.argsort(c.people["uid"])
    uid = c.people["uid"][order]
    place = np.minimum(np.searchsorted(uid, rows["uid"]), max(len(uid) - 1, 0))
    mine = (uid[place] == rows["uid"]) if len(uid) else np.zeros(len(rows), bool)
    rows, person = rows[mine], order[place[mine]]
    inside = rows["day"] <= c.people["followed_until"][person]
    rows, persona = rows[inside], c.people["persona"][person[inside]]
    return grouped(persona, rows["touchpoint"], rows["value"])


def grouped(persona: NDArray[np.int32], touchpoint: NDArray[np.int32], value: Floats) -> Felt:
    """Values by persona and touchpoint; arrays of one length."""
    order = np.lexsort((touchpoint, persona))
    persona, touchpoint, value = persona[order], touchpoint[order], value[order]
    cuts = np.flatnonzero((np.diff(persona) != 0) | (np.diff(touchpoint) != 0)) + 1
    parts = zip(np.split(persona, cuts), np.split(touchpoint, cuts), np.split(value, cuts), strict=True)
    return {(int(p[0]), int(t[0])): np.asarray(v) for p, t, v in parts if len(v)}


def conclude(subject: Subject, pieces: Pieces) -> Feelings:
    """Quantiles over the contacts of all replications."""
    personas = list(subject.scenario.personas)
    codes = [list(world.touchpoints) for world in subject.worlds]
    order = list(journey_map(subject.worlds[0]).order)
    order += [code for code in journey_map(subject.worlds[1]).order if code not in order]
    values: dict[tuple[str, int, str], Floats] = {}
    for side in (0, 1):
        for key in {key for felt in pieces[side] for key in felt}:
            parts = [felt[key] for felt in pieces[side] if key in felt]
            values[personas[key[0]], side, codes[side][key[1]]] = np.concatenate(parts)
    steps = tuple(s for s in order if any(k[2] == s and len(v) >= FEW for k, v in values.items()))
    bands, means = {}, {}
    for persona in personas:
        for side in (0, 1):
            band, mean = np.full((len(steps), len(LEVELS)), np.nan), np.full(len(steps), np.nan)
            for k, step in enumerate(steps):
                found = values.get((persona, side, step))
                if found is not None and len(found) >= FEW:
                    band[k], mean[k] = np.quantile(found, LEVELS), found.mean()
            if np.isfinite(band).any():
                bands[persona, side], means[persona, side] = band, mean
    counts = [sum(len(v) for k, v in values.items() if k[1] == side) for side in (0, 1)]
    return Feelings(subject, steps, bands, means, (counts[0], counts[1]))
