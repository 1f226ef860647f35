"""Inverse distribution functions of one uniform: a larger draw is always a longer time."""

import math

from sim.compiled import compiled
from sim.rules.exponential import exp

LOGNORMAL, EXPONENTIAL, DETERMINISTIC = 0, 1, 2
LAWS = {"lognormal": LOGNORMAL, "exponential": EXPONENTIAL, "deterministic": DETERMINISTIC}


@compiled
def normal_quantile(u: float) -> float:
    """Standard normal quantile of u in (0, 1), relative error about 1e-16 (Wichura 1988, algorithm AS 241)."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = 2509.0809287301226727 * r + 33430.575583588128105
        top = ((top * r + 67265.770927008700853) * r + 45921.953931549871457) * r + 13731.693765509461125
        top = ((top * r + 1971.5909503065514427) * r + 133.14166789178437745) * r + 3.387132872796366608
        low = 5226.495278852545925 * r + 28729.085735721942674
        low = ((low * r + 39307.89580009271061) * r + 21213.794301586595867) * r + 5394.1960214247511077
        low = ((low * r + 687.1870074920579083) * r + 42.313330701600911252) * r + 1.0
        return q * top / low
    r = math.sqrt(-math.log(u if q < 0.0 else 1.0 - u))
    if r <= 5.0:
        r -= 1.6
        top = 7.7454501427834140764e-4 * r + 0.0227238449892691845833
        top = ((top * r + 0.24178072517745061177) * r + 1.27045825245236838258) * r + 3.64784832476320460504
        top = ((top * r + 5.7694972214606914055) * r + 4.6303378461565452959) * r + 1.42343711074968357734
        low = 1.05075007164441684324e-9 * r + 5.475938084995344946e-4
        low = ((low * r + 0.0151986665636164571966) * r + 0.14810397642748007459) * r + 0.68976733498510000455
        low = ((low * r + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1.0
    else:
        r -= 5.0
        top = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
        top = (
            (top * r + 0.0012426609473880784386) * r + 0.026532189526576123093
        ) * r + 0.29656057182850489123
        top = ((top * r + 1.7848265399172913358) * r + 5.4637849111641143699) * r + 6.6579046435011037772
        low = 2.04426310338993978564e-15 * r + 1.4215117583164458887e-7
        low = (
            (low * r + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4
        ) * r + 0.0148753612908506148525
        low = ((low * r + 0.13692988092273580531) * r + 0.59983220655588793769) * r + 1.0
    x = top / low
    return -x if q < 0.0 else x


@compiled
def exponential(mean: float, u: float) -> float:
    """Exponential quantile, in the unit of the mean."""
    return -mean * math.log1p(-u)


@compiled
def duration(law: int, mean: float, spread: float, u: float) -> float:
    """Quantile of a duration, in the unit of its mean.

    law: LOGNORMAL, EXPONENTIAL or DETERMINISTIC; spread: log-scale standard deviation sqrt(log(1 + cv^2)) of
    the lognormal (Brown et al. 2005 find lognormal service times), unused by the others.
    """
    if mean <= 0.0:
        return 0.0
    if law == LOGNORMAL:
        return mean * exp(spread * normal_quantile(u) - 0.5 * spread * spread)
    if law == EXPONENTIAL:
        return exponential(mean, u)
    return mean


@compiled
def weibull(mean: float, shape: float, u: float) -> float:
    """Weibull quantile with the given mean; shape 1 is exponential."""
    if shape == 1.0:
        return exponential(mean, u)
    return float(mean / math.gamma(1.0 + 1.0 / shape) * (-math.log1p(-u)) ** (1.0 / shape))


@compiled
def gumbel(u: float) -> float:
    """Standard Gumbel quantile: the argmax of log-shares plus Gumbels has exactly those shares."""
    return -math.log(-math.log(u))
