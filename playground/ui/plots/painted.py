"""The parent of pictures that paint themselves, on the screen as into a file."""

from typing import ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.theme import px, themes


class Painted(QWidget):
    """A picture that takes the room there is, covers all of it, and follows the theme.

    Attributes
    ----------
    likes
        Width and height that it likes to have, in pixels at the scale of 1.
    """

    likes: ClassVar[tuple[int, int]] = (320, 220)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        themes().changed.connect(self.update)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the picture; `vector` avoids pixmaps, for SVG and PDF."""
        raise NotImplementedError

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a comfortable size."""
        return QSize(px(self.likes[0]), px(self.likes[1]))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the picture; an error leaves no painter open, which would end the program."""
        with QPainter(self) as painter:
            self.paint(painter)
