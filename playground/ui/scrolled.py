"""Rows that scroll only where there is no room for all of them."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from playground.ui.theme import px

LEAST = 96


class Scrolled(QScrollArea):
    """Asks for the height that its body has at its width, and does with less.

    Parameters
    ----------
    body
        What is shown; as wide as there is room.
    """

    def __init__(self, body: QWidget) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(body)

    def sizeHint(self) -> QSize:
        """Return the size of all of it."""
        body = self.widget()
        tall = body.heightForWidth(self.width()) if body.hasHeightForWidth() else -1
        return QSize(body.sizeHint().width(), max(tall, body.sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        """Return a height at which a row or two are seen."""
        return QSize(self.widget().minimumSizeHint().width(), px(LEAST))
