"""A smooth line through points that are spread evenly over a range: penalised splines, many responses at once.

Cubic B-splines with a penalty on second differences (Eilers & Marx 1996), the strength of the penalty by restricted
maximum likelihood (Wood 2011, section 2), all in the basis that makes basis and penalty diagonal (Demmler & Reinsch).
A straight line is never penalised.
"""

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import BSpline
from scipy.linalg import eigh

from experiments.statistics import Floats

SEGMENTS, DEGREE = 10, 3
STRENGTHS = np.logspace(-6.0, 6.0, 37)


@dataclass(frozen=True)
class Line:
    """Smooth lines through m responses: fitted values (points, m), coefficients and their standard deviations."""

    fitted: Floats
    coefficients: Floats
    spread: Floats


class Smoother:
    """Fits lines through responses at the middles of equal parts of the range, given in that order."""

    def __init__(self, points: int) -> None:
        self.places = (np.arange(points) + 0.5) / points
        raw = _basis(self.places)
        upper = np.linalg.cholesky(raw.T @ raw + 1e-9 * np.eye(raw.shape[1])).T
        back = np.linalg.inv(upper)
        bends = np.diff(np.eye(raw.shape[1]), n=2, axis=0) @ back
        penalty, turn = eigh(bends.T @ bends)
        self._penalty = np.where(penalty > 1e-9 * penalty[-1], penalty, 0.0)
        self._turn = back @ turn
        self._basis = raw @ self._turn

    def fit(self, responses: Floats) -> Line:
        """Lines through responses, shape (points, m)."""
        points, count = responses.shape
        seen = self._basis.T @ responses
        bent = self._penalty > 0.0
        kept = 1.0 / (1.0 + STRENGTHS[:, None] * self._penalty / self._penalty[-1])
        rest = (responses**2).sum(axis=0) - kept @ seen**2
        degrees = points - int((~bent).sum())
        log_determinant = -np.log1p(-kept[:, bent]).sum(axis=1)
        misfit = degrees * np.log(np.maximum(rest, 1e-300)) + log_determinant[:, None]
        best = misfit.argmin(axis=0)
        keep = kept[best].T
        variance = np.maximum(rest[best, np.arange(count)], 0.0) / degrees
        return Line(self._basis @ (keep * seen), keep * seen, np.sqrt(keep * variance))

    def drawn(self, line: Line, draws: int, rng: np.random.Generator) -> Floats:
        """Lines that the responses allow as well, (draws, points, m): draws from the posterior (Wood 2006)."""
        luck = rng.standard_normal((draws, *line.coefficients.shape))
        return np.asarray(self._basis @ (line.coefficients + luck * line.spread))


def _basis(places: Floats) -> Floats:
    inner = np.linspace(0.0, 1.0, SEGMENTS + 1)
    step = inner[1]
    outer = step * np.arange(1, DEGREE + 1)
    knots = np.concatenate([-outer[::-1], inner, 1.0 + outer])
    return np.asarray(BSpline.design_matrix(places, knots, DEGREE).toarray())
