"""Multinomial logit. Source: McFadden, Conditional logit analysis of qualitative choice behavior (1974)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from experiments.theory.absorbing import Floats


def logit_shares(utilities: ArrayLike) -> Floats:
    """Choice shares, in the shape of `utilities` (last axis = alternatives): softmax."""
    values = np.asarray(utilities, dtype=np.float64)
    weights = np.exp(values - values.max(axis=-1, keepdims=True))
    shares: Floats = weights / weights.sum(axis=-1, keepdims=True)
    return shares


def log_odds_shift(share_before: float, share_after: float) -> float:
    """The change of utility that turns one choice share into another: the difference of their log odds."""
    return math.log(share_after / (1.0 - share_after)) - math.log(share_before / (1.0 - share_before))
