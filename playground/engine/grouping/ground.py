"""The ground that groups are drawn on: a plane of the features, or a strip where there is one."""

from dataclasses import dataclass

import numpy as np

from playground.engine.data import Data
from playground.engine.plane import (
    Extent,
    Plane,
    View,
    extent_around,
    grid_of,
    laid_out,
    plane_of,
    rows_of,
)
from playground.kernels.array import Array
from playground.kernels.smoothing import kernel_density

GOLDEN = 0.6180339887498949
"""Steps of this share spread rows evenly over the height of a strip."""

STRIP = 0.25
"""Height of a strip over the range of its feature."""

SHARPNESS = 0.7
"""Width of the bells of a density over that which suits a single heap: groups stay apart."""


@dataclass(frozen=True, eq=False)
class Ground:
    """A plane with the part of it that is seen.

    Attributes
    ----------
    data
        The rows that lie on it.
    plane
        Of a single feature, which lies across, the height means nothing.
    extent
        Left, right, bottom and top edge.
    size
        Cells, (width, height).
    """

    data: Data
    plane: Plane
    extent: Extent
    size: tuple[int, int]

    @classmethod
    def of(
        cls, data: Data, view: tuple[View, int, int], size: tuple[int, int], aspect: float,
        window: Extent | None = None,
    ) -> "Ground":  # fmt: skip
        """Lay out a plane; rows that were moved by hand change nothing of it.

        A window stays in sight, as far as there are no rows outside of it.
        """
        size = (max(size[0], 2), max(size[1], 2))
        still = rows_of(laid_out(data))
        if still.shape[1] > 1:
            plane = plane_of(data, *view)
            seen = plane.project(still)
        else:
            plane = Plane(np.zeros(1), np.array([[1.0], [0.0]]), (0, -1))
            seen = np.stack([still[:, 0], _heights(still[:, 0], np.arange(len(still)))], axis=1)
        extent = extent_around(seen, aspect or size[0] / size[1], window)
        return cls(data, plane, extent, size)

    @property
    def strip(self) -> bool:
        """Whether there is one feature only."""
        return len(self.plane.origin) == 1

    def arrays(self) -> dict[str, Array]:
        """Return what a picture needs to know of the plane."""
        return {
            "extent": np.array(self.extent),
            "axes": np.array(self.plane.axes),
            "origin": self.plane.origin,
            "directions": self.plane.directions,
        }

    def points(self, rows: Array) -> Array:
        """Return where rows of the data set lie ``(k, 2)``; on a strip they are spread."""
        points = self.plane.project(rows_of(self.data)[rows])
        if self.strip:
            points[:, 1] = _heights(rows_of(laid_out(self.data))[:, 0], rows)
        return points

    def project(self, x: Array) -> Array:
        """Return where feature vectors ``(k, d)`` lie ``(k, 2)``."""
        return self.plane.project(x)

    def cells(self) -> Array:
        """Return the features ``(height * width, d)`` of the middle of every cell."""
        return self.plane.lift(grid_of(self.extent, self.size))

    def density(self, points: Array) -> Array:
        """Return how densely points lie in every cell ``(height, width)``, 1 at most."""
        (x0, x1, y0, y1), (wide, high) = self.extent, self.size
        across = x0 + (np.arange(wide) + 0.5) * ((x1 - x0) / wide)
        up = y0 + (np.arange(high) + 0.5) * ((y1 - y0) / high)
        whole = np.array([x1 - x0, y1 - y0])
        # Groups beside each other spread rows along one axis: the narrower one tells more.
        spread = (points.std(axis=0) / whole).min() * len(points) ** (-1 / 6) * SHARPNESS
        least = 1.0 / min(wide, high)
        dense = kernel_density(points, across, up, whole * max(float(spread), least))
        found: Array = dense / max(float(dense.max()), 1e-300)
        return found


def _heights(feature: Array, rows: Array) -> Array:
    """Return heights that keep rows of a strip from hiding each other."""
    reach = float(np.ptp(feature)) or 1.0
    heights: Array = ((rows * GOLDEN) % 1.0 - 0.5) * STRIP * reach
    return heights
