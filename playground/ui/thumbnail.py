"""A small picture of what a window shows, by which its project is known again."""

from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from playground.ui.theme import theme

SIZE = QSize(440, 240)


def thumbnail(window: Any) -> bytes | None:
    """Return a PNG of the first panel that shows; None of an empty project.

    Where nothing is learned yet, panels are often empty: it is one of the canvas then.
    """
    if not window.bridge.store.value.blocks:
        return None
    panels = [panel for panel in window.panels.panels if panel.isVisible()]
    learned = any(window.bridge.status.steps.values())
    if panels and learned:
        return _picture(panels[0], Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    return _picture(window.canvas, Qt.AspectRatioMode.KeepAspectRatio)


def _picture(widget: QWidget, keep: Qt.AspectRatioMode) -> bytes | None:
    if widget.width() < 8 or widget.height() < 8:
        return None
    whole = QPixmap(widget.size())
    whole.fill(theme().color("window"))
    # A canvas has a function of this name that draws its scene.
    QWidget.render(widget, whole, QPoint())
    fitted = whole.scaled(SIZE, keep, Qt.TransformationMode.SmoothTransformation)
    picture = QPixmap(SIZE)
    picture.fill(theme().color("canvas"))
    place = fitted.rect()
    place.moveCenter(picture.rect().center())
    with QPainter(picture) as painter:
        painter.drawPixmap(place.topLeft(), fitted)
    told = QBuffer()
    told.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(told, "PNG")
    return bytes(told.data().data())
