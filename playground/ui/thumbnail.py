"""A small picture of what a window shows, by which its project is known again."""

from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from playground.ui.theme import theme

SIZE = QSize(440, 240)


def thumbnail(window: Any) -> bytes | None:
    """Return a PNG of the first panel that shows, or of the canvas; None of an empty project."""
    if not window.bridge.store.value.blocks:
        return None
    panels = [panel for panel in window.panels.panels if panel.isVisible()]
    return _picture(panels[0] if panels else window.canvas)


def _picture(widget: QWidget) -> bytes | None:
    if widget.width() < 8 or widget.height() < 8:
        return None
    whole = QPixmap(widget.size())
    whole.fill(theme().color("window"))
    widget.render(whole)
    keep = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    fitted = whole.scaled(SIZE, keep, Qt.TransformationMode.SmoothTransformation)
    middle = QRect(QPoint(0, 0), SIZE)
    middle.moveCenter(fitted.rect().center())
    told = QBuffer()
    told.open(QIODevice.OpenModeFlag.WriteOnly)
    fitted.copy(middle).save(told, "PNG")
    return bytes(told.data().data())
