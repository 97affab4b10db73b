"""A small picture of what a window shows, by which its project is known again."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from playground.ui.canvas.block_item import BlockItem
from playground.ui.canvas.faces import FACES
from playground.ui.plots.picture import pixels_of
from playground.ui.theme import theme

SIZE = QSize(440, 240)
NEAR = 2.0
"""How much larger than on its card a plot is drawn."""
PLOTS = ("points", "map")
"""Faces of cards that show something before anything is learned."""


def thumbnail(window: Any) -> bytes | None:
    """Return a PNG of the first panel that shows; None of an empty project.

    Where nothing is learned yet, panels are often empty: it is the plot of the data then, and of
    what has none, the blocks.
    """
    if not window.bridge.store.value.blocks:
        return None
    panels = [panel for panel in window.panels.panels if panel.isVisible()]
    if panels and any(window.bridge.status.steps.values()):
        return _painted(lambda painter: _paint_panel(painter, panels[0]))
    scene = window.canvas.scene()
    plots = (block for block in scene.blocks.values()
             if block.facts.face in PLOTS and block.looks.preview is not None)  # fmt: skip
    plotted = next(plots, None)
    if plotted is not None:
        return _painted(lambda painter: _paint_plot(painter, plotted))
    return _painted(lambda painter: _paint_blocks(painter, scene))


def _painted(paint: Callable[[QPainter], object]) -> bytes:
    picture = QPixmap(SIZE)
    picture.fill(theme().color("canvas"))
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter)
    told = QBuffer()
    told.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(told, "PNG")
    return bytes(told.data().data())


def _paint_panel(painter: QPainter, panel: QWidget) -> None:
    fill, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode
    fitted = pixels_of(panel).scaled(SIZE, fill, smooth.SmoothTransformation)
    place = fitted.rect()
    place.moveCenter(QRect(QPoint(), SIZE).center())
    painter.drawImage(place.topLeft(), fitted)


def _paint_plot(painter: QPainter, block: BlockItem) -> None:
    painter.scale(NEAR, NEAR)
    area = QRectF(0, 0, SIZE.width() / NEAR, SIZE.height() / NEAR).adjusted(8, 8, -8, -8)
    FACES[block.facts.face](painter, area, block.facts, block.looks)


def _paint_blocks(painter: QPainter, scene: Any) -> None:
    """Paint the cards as large as there is room, of a long row its beginning."""
    seen, room = scene.outline(), QRectF(QPointF(), QSizeF(SIZE))
    scale = max(room.width() / seen.width(), room.height() / 2 / seen.height())
    scale = min(scale, room.height() / seen.height())
    seen.setWidth(min(seen.width(), room.width() / scale))
    place = QRectF(QPointF(), seen.size() * scale)
    place.moveCenter(room.center())
    scene.render(painter, place, seen)
