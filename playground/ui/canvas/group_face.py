"""Small pictures of what is found without labels: groups with their regions, or a map of rows."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from playground.kernels.array import Array
from playground.ui.theme import Theme, theme

DOT = 2.4
CENTRE = 5.0
SHADES = 9
"""Colours that values are told apart by."""


class GroupSketch:
    """Rows in the colours of their groups, over the regions of these.

    Parameters
    ----------
    arrays
        What the probe ``clusters`` gives.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._arrays = arrays
        self._theme: Theme | None = None
        self._ground: QImage | None = None

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Draw the picture into an area."""
        from playground.ui.plots.groups.colors import group_color

        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ground = self._painted()
        if ground is None:
            painter.fillRect(area, theme().color("field"))
        else:
            painter.drawImage(area, ground)
        x0, x1, y0, y1 = self._arrays["extent"].tolist()
        window = np.array([[x0, y0], [x1, y1]])
        groups = self._arrays["group"]
        spots = placed(self._arrays["points"], window, area)
        for group in np.unique(groups).tolist():
            paint_dots(painter, spots[groups == group], group_color(group), DOT)
        for group, spot in enumerate(placed(self._arrays.get("centres", NONE), window, area)):
            paint_dots(painter, spot[None], theme().color("text"), CENTRE + 2)
            paint_dots(painter, spot[None], group_color(group), CENTRE)

    def _painted(self) -> QImage | None:
        """Return the regions in the colours of the theme."""
        from playground.ui.plots.groups.grouping import Grouping

        if self._theme is not theme():
            self._theme = theme()
            self._ground = Grouping(self._arrays).plate().image
        return self._ground


class MapSketch:
    """Rows on a map, in the colours of their labels or values.

    Parameters
    ----------
    arrays
        What the probe ``embedding`` gives.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._arrays = arrays

    def paint(self, painter: QPainter, area: QRectF) -> None:
        """Draw the picture into an area."""
        arrays = self._arrays
        painter.fillRect(area, theme().color("field"))
        spots = placed(arrays["places"], arrays["window"], area.adjusted(3, 3, -3, -3))
        shades, colors = _shaded(arrays)
        for shade in np.unique(shades).tolist():
            paint_dots(painter, spots[shades == shade], colors[shade], DOT)


NONE = np.empty((0, 2))


def placed(at: Array, window: Array, area: QRectF) -> Array:
    """Return where places ``(k, 2)`` of a window (low, high) lie in an area, upright."""
    low, high = np.asarray(window, float)
    share = (np.asarray(at, float) - low) / np.maximum(high - low, 1e-300)
    corner, size = [area.left(), area.bottom()], [area.width(), -area.height()]
    spots: Array = np.array(corner) + share * np.array(size)
    return spots


def paint_dots(painter: QPainter, spots: Array, color: QColor, size: float) -> None:
    """Draw round dots at places ``(k, 2)``."""
    painter.setPen(QPen(color, size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPoints(QPolygonF([QPointF(x, y) for x, y in spots.tolist()]))


def _shaded(arrays: Mapping[str, Array]) -> tuple[Array, list[QColor]]:
    """Return the shade of every row, and their colours."""
    from playground.ui.plots.colors import class_color, signed_colors

    tones = theme()
    if "labels" in arrays:
        labels = arrays["labels"].astype(int)
        return labels, [class_color(tones, c) for c in range(int(labels.max(initial=0)) + 1)]
    if "values" in arrays:
        values = np.asarray(arrays["values"], float)
        low, high = float(values.min()), float(values.max())
        share = (values - low) / max(high - low, 1e-300)
        return np.rint(share * (SHADES - 1)).astype(int), signed_colors(tones, SHADES)
    return np.zeros(len(arrays["places"]), int), [tones.color("accent")]
