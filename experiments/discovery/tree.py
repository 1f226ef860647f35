"""A second opinion: a small classification tree (Breiman, Friedman, Olshen & Stone 1984) on the same points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from experiments.discovery.boxes import HIGH, LOW, Box, Mask
from experiments.statistics import Floats

LEAVES, LEAST = 6, 0.05  # most leaves; smallest share of all points in one


@dataclass(frozen=True)
class Leaf:
    """An end of the tree: the box that leads there, how many points it holds, and how many of them lose."""

    box: Box
    points: int
    losing: int

    @property
    def loses(self) -> bool:
        """Whether at least half of its points lose."""
        return 2 * self.losing >= self.points


@dataclass(frozen=True)
class Tree:
    """The leaves of a tree; `holds` says where it expects a loss."""

    leaves: tuple[Leaf, ...]

    @property
    def losing(self) -> list[Leaf]:
        """Leaves where at least half of the points lose, the densest first."""
        return sorted(
            (leaf for leaf in self.leaves if leaf.loses), key=lambda leaf: -leaf.losing / leaf.points
        )

    def holds(self, x: Floats) -> Mask:
        """Where the tree expects a loss, of points (points, factors)."""
        inside = np.zeros(len(x), dtype=bool)
        for leaf in self.losing:
            inside |= leaf.box.holds(x)
        return inside


def grow(x: Floats, y: Mask) -> Tree:
    """A tree of at most LEAVES leaves on points x (points, factors), losing or not y (points,)."""
    from sklearn.tree import DecisionTreeClassifier

    least = max(int(LEAST * len(y)), 2)
    fitted = DecisionTreeClassifier(max_leaf_nodes=LEAVES, min_samples_leaf=least, random_state=0).fit(x, y)
    return Tree(tuple(_leaves(fitted.tree_, 0, Box.whole(x.shape[1]), x, y)))


def agreement(tree: Tree, boxes: Sequence[Box], points: Floats) -> float:
    """Share of uniform points (points, factors) of which tree and boxes say the same."""
    union = np.zeros(len(points), dtype=bool)
    for box in boxes:
        union |= box.holds(points)
    return float((tree.holds(points) == union).mean())


def _leaf(box: Box, x: Floats, y: Mask) -> Leaf:
    inside = box.holds(x)
    return Leaf(box, int(inside.sum()), int(y[inside].sum()))


def _leaves(nodes: Any, node: int, box: Box, x: Floats, y: Mask) -> list[Leaf]:
    """The leaves below a node, which holds a box; those that all say the same are one leaf.

    A point goes left where its value is at most the threshold.
    """
    left, right = int(nodes.children_left[node]), int(nodes.children_right[node])
    if left == right:
        return [_leaf(box, x, y)]
    k, limit = int(nodes.feature[node]), float(nodes.threshold[node])
    beyond = float(np.nextafter(limit, np.inf))
    below = [
        *_leaves(nodes, left, box.at(HIGH, k, limit), x, y),
        *_leaves(nodes, right, box.at(LOW, k, beyond), x, y),
    ]
    return below if len({leaf.loses for leaf in below}) > 1 else [_leaf(box, x, y)]
