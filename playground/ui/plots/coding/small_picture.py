"""One sample as a little picture: grey pixels where it is an image, else a row of bars."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from playground.kernels.array import Array
from playground.ui.plots.colors import channels_of, pixels_of
from playground.ui.plots.field import image_of
from playground.ui.theme import px, theme

BLACK, WHITE = QColor("black"), QColor("white")
"""The lowest and the highest value of a picture in every theme: nobody's photo is a negative."""


def grey_pixels(values: Array, limits: tuple[float, float], strength: float = 1.0) -> Array:
    """Return pixels ``(h, w)`` of values ``(h, w)``: black at the lower limit, white at the upper.

    Values that all lie between 0 and 1 are levels of grey as they are.

    Parameters
    ----------
    strength
        How far the picture stands out from the ground.
    """
    low, high = (0.0, 1.0) if limits[0] >= 0 and limits[1] <= 1 else limits
    share = np.clip(np.nan_to_num((values - low) / max(high - low, 1e-12)), 0.0, 1.0)
    ground = channels_of(theme().color("field"))
    return pixels_of((1 - strength) * ground + strength * 255 * share[..., None])


def grey_image(values: Array, limits: tuple[float, float], strength: float = 1.0) -> QImage:
    """Return an image of values ``(h, w)`` whose first row is the top one."""
    return image_of(grey_pixels(values, limits, strength)[::-1])


def mosaic_image(cells: Array, side: int, limits: tuple[float, float], strength: float) -> QImage:
    """Return pictures ``(lines, columns, side * side)``, lowest line first, as one image."""
    lines, columns, _ = cells.shape
    tiles = cells[::-1].reshape(lines, columns, side, side)
    # A line of the lowest value between two keeps strokes from running on into the next.
    tiles = np.pad(tiles, ((0, 0), (0, 0), (1, 1), (1, 1)), constant_values=limits[0])
    whole = tiles.transpose(0, 2, 1, 3).reshape(lines * (side + 2), columns * (side + 2))
    return grey_image(whole, limits, strength)


def paint_sample(
    painter: QPainter, place: QRectF, values: Array, side: int, limits: tuple[float, float],
    color: QColor | None = None,
) -> None:  # fmt: skip
    """Paint features ``(d,)`` into a place: a picture of `side` pixels, or bars where side is 0.

    Parameters
    ----------
    color
        Of the bars.
    """
    if side:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(place, grey_image(values.reshape(side, side), limits))
    else:
        _paint_bars(painter, place, values, limits, color or theme().color("accent"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().color("border"), 1))
    painter.drawRect(place)


def _paint_bars(
    painter: QPainter, place: QRectF, values: Array, limits: tuple[float, float], color: QColor
) -> None:
    painter.fillRect(place, theme().color("field"))
    low, high = limits
    rest = min(max(0.0, low), high)
    wide = place.width() / max(len(values), 1)
    gap = px(1) if wide > px(4) else 0

    def height(value: float) -> float:
        share = (value - low) / max(high - low, 1e-12)
        return place.bottom() - min(max(share, 0.0), 1.0) * place.height()

    for i, value in enumerate(np.nan_to_num(values).tolist()):
        top, foot = sorted((height(value), height(rest)))
        bar = QRectF(place.left() + i * wide, top, max(wide - gap, 1.0), max(foot - top, 1.0))
        painter.fillRect(bar, color)
