"""Draws of a feedback policy: addressed, so that who is asked depends on nothing else."""

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.streams import Decision, draw, name_hash

D_FEEDBACK = int(Decision.FEEDBACK)
SURVEY = np.uint64(name_hash("feedback policy"))  # apart from what the company learns from by itself


@compiled
def fill_feedback_draws(
    keys: NDArray[np.uint64],
    uids: NDArray[np.uint64],
    places: NDArray[np.uint64],
    ordinals: NDArray[np.int64],
    alternative: np.uint64,
    out: NDArray[np.float64],
) -> None:
    """Write two uniforms per question into `out` (shape (n, 2)): whether it is asked, whether it is answered."""
    for i in range(len(uids)):
        u = draw(keys, uids[i], D_FEEDBACK, places[i], ordinals[i], alternative)
        out[i, 0], out[i, 1] = u[0], u[1]


def feedback_draws(
    keys: NDArray[np.uint64],
    uids: NDArray[np.uint64],
    places: NDArray[np.uint64],
    ordinals: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Two uniforms per question, shape (n, 2). ordinals: below 2^56."""
    out = np.empty((len(uids), 2))
    fill_feedback_draws(keys, uids, places, ordinals, SURVEY, out)
    return out
