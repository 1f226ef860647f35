"""Where the steps and ways of a map stand, in inches: shared by the maps of shares and of simulated customers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Grid:
    """Measures of a map, inches: between neighbours in a lane, between steps, between lanes; size of a box; room for
    the names of lanes; a narrower map spreads its steps; twice the height of the arch of a long way."""

    step: float = 1.34
    next: float = 0.62
    lane: float = 1.0
    box: Point = (1.12, 0.62)
    left: float = 1.75
    narrowest: float = 11.0
    arch: float = 1.1

    def columns(self, order: Iterable[str], lane_of: Mapping[str, int]) -> dict[str, float]:
        """Where each step stands: to the right of the one before, and clear of the one before in its lane."""
        columns: dict[str, float] = {}
        free: dict[int, float] = {}
        x = self.left
        for code in order:
            x = max(x + self.next, free.get(lane_of[code], 0.0))
            columns[code] = x
            free[lane_of[code]] = x + self.step
        spread = max((self.narrowest - self.box[0] - self.left) / max(x - self.left, self.next), 1.0)
        return {code: self.left + (at - self.left) * min(spread, 1.6) for code, at in columns.items()}

    def width(self, columns: Mapping[str, float]) -> float:
        """Width of the whole map."""
        return max(max(columns.values(), default=self.left) + self.box[0], self.narrowest)

    def is_far(self, source: Point, target: Point) -> bool:
        """Whether two steps are further apart than neighbours."""
        return abs(target[0] - source[0]) > 1.6 * self.step

    def bend(self, source: Point, target: Point) -> float:
        """How much a way is bent (`rad` of arc3); flat for long ways, which would leave the page."""
        forward, same_lane = target[0] > source[0], abs(target[1] - source[1]) < 1e-9
        if not same_lane:
            return 0.08 if forward else -0.18
        if forward and not self.is_far(source, target):
            return 0.0
        arch = min(0.3, self.arch / max(abs(target[0] - source[0]), 0.1))
        return -arch if forward else arch

    def ends(self, source: Point, target: Point) -> tuple[Point, Point]:
        """Where an arrow leaves and meets its boxes: side to side for neighbours, above or below otherwise."""
        (x0, y0), (x1, y1) = source, target
        across, up = self.box[0] / 2, self.box[1] / 2
        forward = x1 > x0
        if abs(y1 - y0) < 1e-9:
            if forward and not self.is_far(source, target):
                return (x0 + across, y0), (x1 - across, y1)
            side = up if forward else -up
            return (x0 + 0.1, y0 + side), (x1 - 0.1, y1 + side)
        side = -up if y1 < y0 else up
        ahead = -0.04 if y1 < y0 else 0.1  # clear of the words at the corners
        return (x0 + (0.18 if forward else -0.18), y0 + side), (x1 + (ahead if forward else 0.18), y1 - side)
