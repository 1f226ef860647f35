"""Intercepts: the few numbers that anchor a scenario's first design to what is known of today."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Intercepts:
    """Solved intercepts; the same for every design of a comparison.

    edge: added to the log-share of an edge, by "from>to"; never_leaves: touchpoints at which abandonment and
    cancellation alone exceed the share that leaves, so that choosing to leave is switched off there;
    baseline_per_day: h0 of the churn hazard; advocacy: intercept of the likelihood to recommend;
    rating and reviews_per_day: today's level, to which acquisition and expectation are relative.
    None means: the scenario's own default.
    """

    edge: dict[str, float] = field(default_factory=dict)
    never_leaves: tuple[str, ...] = ()
    baseline_per_day: float | None = None
    advocacy: float | None = None
    rating: float | None = None
    reviews_per_day: float = 0.0
