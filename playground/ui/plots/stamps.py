"""Marks that are painted once for every kind of them, and stamped wherever one stands."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap

from playground.kernels.array import Array

Kind: TypeAlias = tuple[int, int]
"""What tells marks apart: the number of the colour, and the shape."""

Mark: TypeAlias = Callable[[QPainter, QPointF, Kind], None]
"""Paints one mark of a kind at a pixel."""


def stamp_marks(
    painter: QPainter, at: Array, kinds: Sequence[Kind], mark: Mark, half: float,
    ratio: float | None,
) -> None:  # fmt: skip
    """Paint marks at pixels ``(n, 2)``; those at no number are left out.

    Parameters
    ----------
    kinds
        Of every mark, n of them.
    half
        Half the side of a square that any mark fits into.
    ratio
        Device pixels per pixel, to stamp sprites; None paints shapes, as vector formats need.
    """
    sprites: dict[Kind, QPixmap] = {}
    seen = np.isfinite(at).all(axis=1)  # Qt ends the program over a pixmap at none
    for good, (x, y), kind in zip(seen.tolist(), at.tolist(), kinds, strict=True):
        if not good:
            continue
        if ratio is None:
            mark(painter, QPointF(x, y), kind)
            continue
        if kind not in sprites:
            sprites[kind] = _sprite(mark, kind, half, ratio)
        painter.drawPixmap(QPointF(x - half, y - half), sprites[kind])


def _sprite(mark: Mark, kind: Kind, half: float, ratio: float) -> QPixmap:
    side = int(np.ceil(2 * half * ratio))
    sprite = QPixmap(side, side)
    sprite.setDevicePixelRatio(ratio)
    sprite.fill(Qt.GlobalColor.transparent)
    with QPainter(sprite) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mark(painter, QPointF(half, half), kind)
    return sprite
