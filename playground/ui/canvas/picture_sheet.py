"""A data set of pictures as a contact sheet: some of each class, on the face of its card."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from playground.kernels.array import Array
from playground.ui.plots.coding.small_picture import grey_image
from playground.ui.theme import theme

MOST = 40
FINEST = 40
"""Pixels that a side keeps at least: a card shows no more of them."""
LINES = 3
GAP, FOOT = 3.0, 2.0


@dataclass(frozen=True, eq=False)
class PictureSheet:
    """Some pictures, the classes in turn.

    Attributes
    ----------
    pictures
        From 0 to 1, ``(n, height, width)`` of grey or ``(n, height, width, 3)`` of colours.
    label
        As in `Preview`.
    """

    pictures: Array
    label: Array


def picture_shape(names: Sequence[str]) -> tuple[int, ...]:
    """Return height, width and perhaps 3 colours of pictures with such features, or nothing.

    Examples
    --------
    >>> picture_shape(("pixel 0,0", "pixel 0,1", "pixel 1,0", "pixel 1,1"))
    (2, 2)
    >>> picture_shape(("pixel 1", "pixel 2")), picture_shape(("x1", "x2"))
    ((), ())
    """
    if not names or not all(name.startswith("pixel ") for name in (names[0], names[-1])):
        return ()
    first, last = ([int(place) for place in re.findall(r"\d+", names[i])] for i in (0, -1))
    shape = tuple(end - start + 1 for start, end in zip(first, last, strict=False))
    plain = len(shape) == 2 or (len(shape) == 3 and shape[2] == 3)
    whole = plain and len(first) == len(last) and min(shape) > 0 and prod(shape) == len(names)
    return shape if whole and min(shape[:2]) > 1 else ()


def sheet_of(x: Array, label: Array, shape: tuple[int, ...]) -> PictureSheet:
    """Return the sheet of rows ``(n, pixels)``, in their order, the classes in turn."""
    kinds = label if label.dtype.kind != "f" else np.zeros(len(x), int)
    turn = np.empty(len(x), int)
    for kind in np.unique(kinds):
        turn[kinds == kind] = np.arange((kinds == kind).sum())
    shown = np.lexsort((kinds, turn))[:MOST]
    pictures = _smaller(x[shown].reshape(-1, *shape))
    low, high = float(pictures.min()), float(pictures.max())
    if low < 0 or high > 1:
        pictures = (pictures - low) / max(high - low, 1e-12)
    return PictureSheet(pictures, label[shown])


def _smaller(pictures: Array) -> Array:
    """Return pictures of which every few pixels are one where there are too many to be seen."""
    count, high, wide = pictures.shape[:3]
    by = max(min(high, wide) // FINEST, 1)
    cut = pictures[:, : high // by * by, : wide // by * by]
    parts = cut.reshape(count, high // by, by, wide // by, by, *pictures.shape[3:])
    found: Array = parts.mean(axis=(2, 4))
    return found


def paint_sheet(
    painter: QPainter, area: QRectF, shown: PictureSheet, colors: Sequence[QColor]
) -> None:
    """Paint as many pictures as there is room for, each on a line of its class's colour.

    Parameters
    ----------
    colors
        Of each picture; none: they are all of one kind.
    """
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(theme().color("border"))
    foot = FOOT if colors else 0.0
    high = (area.height() - GAP * (LINES - 1)) / LINES - foot
    wide = high * shown.pictures.shape[2] / shown.pictures.shape[1]
    columns = max(int((area.width() + GAP) // (wide + GAP)), 1)
    left = area.center().x() - (columns * (wide + GAP) - GAP) / 2
    for place, picture in enumerate(shown.pictures[: columns * LINES]):
        down, across = divmod(place, columns)
        x, y = left + across * (wide + GAP), area.top() + down * (high + foot + GAP)
        tile = QRectF(x, y, wide, high)
        painter.drawImage(tile, _image(picture))
        painter.drawRect(tile.adjusted(0.5, 0.5, -0.5, -0.5))
        if colors:
            painter.fillRect(QRectF(x, y + high, wide, foot), colors[place])


def _image(picture: Array) -> QImage:
    if picture.ndim == 2:
        return grey_image(picture, (0.0, 1.0))
    levels = np.ascontiguousarray(np.rint(255 * picture), np.uint8)
    high, wide, _ = levels.shape
    return QImage(levels.data, wide, high, 3 * wide, QImage.Format.Format_RGB888).copy()
