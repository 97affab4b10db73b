"""A low row above or below a plot."""

from typing import ClassVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.theme import px, themes


class Strip(QWidget):
    """A row of one height that paints itself the same way on the screen and into a file.

    Attributes
    ----------
    high
        Its height, in pixels at the scale of 1.
    """

    high: ClassVar[int] = 22

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes().changed.connect(self.updateGeometry)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the row; a subclass says how."""
        raise NotImplementedError

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return its height, and some width."""
        return QSize(px(100), px(self.high))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return its height: in width it takes what there is."""
        return QSize(0, px(self.high))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the row."""
        with QPainter(self) as painter:
            self.paint(painter)
