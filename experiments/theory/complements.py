"""Functions as complements: what a step is worth when several departments have to do their part.

    Q = (sum_f w_f e_f^rho)^(1/rho)        weights w sum to 1, efforts e in (0, 1]

rho = 1: efforts replace each other (Q is their mean); rho -> 0: Q = prod e_f^w_f; rho = -1: harmonic mean; rho -> -inf:
the weakest decides. Source: Arrow, Chenery, Minhas & Solow 1961 (constant elasticity of substitution 1/(1 - rho)).

For rho < 0 one function alone achieves little. With its share of the burden s_f = w_f e_f^rho / sum_g w_g e_g^rho,

    Q(e_f -> inf) / Q = (1 - s_f)^(1/rho),

a finite factor: at rho = -1 it is 1 / (1 - s_f). Proof: the term of f goes to 0 and the others stay.
"""

import math
from collections.abc import Sequence

RHO = -1.0


def step_quality(weights: Sequence[float], efforts: Sequence[float], rho: float = RHO) -> float:
    """Quality of a step. Raises ValueError when weights do not sum to 1 or an effort is not positive."""
    _check(weights, efforts)
    if rho == 0.0:
        return math.exp(math.fsum(w * math.log(e) for w, e in zip(weights, efforts, strict=True)))
    total = math.fsum(w * e**rho for w, e in zip(weights, efforts, strict=True))
    return float(total ** (1.0 / rho))


def alone(weights: Sequence[float], efforts: Sequence[float], function: int, rho: float = RHO) -> float:
    """Quality of the step when this function alone does its part perfectly (effort 1), the others as they are."""
    perfect = [1.0 if f == function else effort for f, effort in enumerate(efforts)]
    return step_quality(weights, perfect, rho)


def bound_alone(weights: Sequence[float], efforts: Sequence[float], function: int, rho: float = RHO) -> float:
    """Factor by which quality could rise at most if this function's effort had no limit at all.

    Finite for rho < 0: (1 - s)^(1/rho); infinite for a function with a part in the step otherwise.
    """
    _check(weights, efforts)
    if weights[function] == 0.0:
        return 1.0
    if rho >= 0.0 or weights[function] == 1.0:
        return math.inf
    burden = [w * e**rho for w, e in zip(weights, efforts, strict=True)]
    share = burden[function] / math.fsum(burden)
    return float((1.0 - share) ** (1.0 / rho))


def _check(weights: Sequence[float], efforts: Sequence[float]) -> None:
    if not math.isclose(math.fsum(weights), 1.0, abs_tol=1e-9) or min(weights) < 0.0:
        raise ValueError("weights must be 0 or more and sum to 1")
    if len(weights) != len(efforts) or min(efforts) <= 0.0:
        raise ValueError("every function needs a positive effort")
