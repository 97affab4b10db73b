"""What a view of a plane shows: a picture of it, and the samples on it."""

from dataclasses import dataclass, field

import numpy as np
from PySide6.QtGui import QColor, QImage

from playground.kernels.array import Array


@dataclass(frozen=True, eq=False)
class Samples:
    """Points of the plane; see `points.paint_points`.

    Attributes
    ----------
    rows
        Number of each in the data set, where they can be brushed.
    """

    at: Array
    shades: Array
    parts: Array
    colors: list[QColor]
    rows: Array | None = None


@dataclass(frozen=True, eq=False)
class Plate:
    """One picture of the plane.

    Attributes
    ----------
    extent
        Left, right, bottom and top edge of the image.
    size
        Cells of the image; (width, height).
    borders, levels
        Segments ``(k, 2, 2)`` in plane coordinates: decision borders, and fainter iso-lines.
    wrong
        Coordinates ``(m, 2)`` of samples that are misjudged.
    """

    extent: tuple[float, float, float, float]
    image: QImage | None = None
    size: tuple[int, int] = (1, 1)
    borders: Array = field(default_factory=lambda: np.empty((0, 2, 2)))
    levels: Array = field(default_factory=lambda: np.empty((0, 2, 2)))
    wrong: Array = field(default_factory=lambda: np.empty((0, 2)))
