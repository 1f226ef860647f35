"""The need behind the need: what people want, what they say they want, and how well an offer fits."""

import math

from sim.compiled import compiled


@compiled
def stated(true: float, noise: float, research: float, z: float) -> float:
    """A goal weight as stated: the true one with noise, of which research removes a share."""
    return true + noise * (1.0 - research) * z


@compiled
def fit(product: float, wanted_square: float, offered_square: float) -> float:
    """Cosine between what is wanted and what is offered, from their product and squared lengths; 0 without either."""
    if wanted_square <= 0.0 or offered_square <= 0.0:
        return 0.0
    return product / math.sqrt(wanted_square * offered_square)
