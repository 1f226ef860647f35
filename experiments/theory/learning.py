"""What is left of a weakness that is mended again and again.

Source: constant progress ratio, the learning curve of Wright (1936) counted in fixes.
"""

from __future__ import annotations


def weakness_after(first: float, improvement: float, fixes: int) -> float:
    """A failure probability or a loss after so many fixes, each of which removes a share: f0 (1 - iota)^n."""
    return float(first * (1.0 - improvement) ** fixes)
