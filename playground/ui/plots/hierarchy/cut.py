"""The cut through a dendrogram: by number of groups or by height, and how it moves."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from playground.ui.plots.hierarchy.tree_shape import TreeShape

STEP, LEAP = 0.01, 0.05
"""Shares of the full height that an arrow key moves the cut by, alone and with Shift."""

ABOVE = 1.08
"""Where the cut that leaves one group lies, as a share of the full height."""


@dataclass(frozen=True)
class Cut:
    """Where a tree is cut.

    Attributes
    ----------
    by
        ``"clusters"`` or ``"height"``: which of the other two counts.
    clusters
        How many groups are left.
    share
        Height, as a share of the full one.
    """

    by: str = "clusters"
    clusters: int = 3
    share: float = 0.5

    def joins(self, shape: TreeShape) -> int:
        """Return how many joins lie below it."""
        if self.by == "height":
            return int(np.searchsorted(shape.height, self.share * shape.tallest, side="right"))
        return max(shape.leaves - self.clusters, 0)

    def groups(self, shape: TreeShape) -> int:
        """Return how many groups it leaves once all joins are made."""
        return shape.leaves - self.joins(shape)

    def at(self, shape: TreeShape, log: bool = False) -> float:
        """Return its height: halfway to the next join where the number of groups counts."""
        if self.by == "height":
            return self.share * shape.tallest
        joins = self.joins(shape)
        low = float(shape.height[joins - 1]) if joins else 0.0
        high = float(shape.height[joins]) if joins < len(shape.height) else ABOVE * shape.tallest
        if log:
            low, high = max(low, 0.8 * shape.lowest), max(high, 0.8 * shape.lowest)
            return float((low * high) ** 0.5)
        return (low + high) / 2

    def moved_to(self, shape: TreeShape, height: float) -> "Cut":
        """Return the cut at a height; where the number of groups counts, it takes the next one."""
        if self.by == "height":
            share = min(max(height / max(shape.tallest, 1e-300), 0.0), 1.0)
            return replace(self, share=round(share, 4 if share >= 0.01 else 6))
        joins = int(np.searchsorted(shape.height, height, side="right"))
        return replace(self, clusters=max(shape.leaves - joins, 1))

    def stepped(self, shape: TreeShape, up: bool, far: bool = False) -> "Cut":
        """Return the cut one step higher or lower, as an arrow key moves it."""
        sign = 1 if up else -1
        if self.by == "height":
            share = min(max(self.share + sign * (LEAP if far else STEP), 0.0), 1.0)
            return replace(self, share=round(share, 4))
        most = min(shape.leaves, 4000)
        now = min(self.clusters, most)
        return replace(self, clusters=min(max(now - sign * (5 if far else 1), 1), most))

    def values(self) -> dict[str, Any]:
        """Return the setting that it is kept in."""
        return {"clusters": self.clusters} if self.by == "clusters" else {"height": self.share}
