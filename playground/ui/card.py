"""Cards to choose from: a picture, words, and a rim where the keyboard is."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from playground.document.project import Project
from playground.ui.sketch import paint_sketch
from playground.ui.theme import px, theme

SHAPE = 0.6
"""Height of a stored picture by its width."""

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class Thumbnail(QWidget):
    """A small picture, or where there is none a sketch of a project.

    Parameters
    ----------
    picture
        Bytes of a PNG, or None.
    project, catalogue
        What is sketched, and the kinds of its blocks.
    """

    def __init__(
        self, picture: bytes | None, project: Project, catalogue: Mapping[str, Any]
    ) -> None:
        super().__init__()
        self._project, self._catalogue = project, catalogue
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._stored = QPixmap()
        if picture:
            self._stored.loadFromData(picture)

    def heightForWidth(self, width: int) -> int:
        """Return the height at which stored pictures are seen whole."""
        return round(width * SHAPE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the stored picture, filling the place, or the sketch."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not self.isEnabled():
            painter.setOpacity(0.35)
        if self._stored.isNull():
            paint_sketch(painter, self.rect(), self._project, self._catalogue)
            return
        keep = Qt.AspectRatioMode.KeepAspectRatioByExpanding
        smooth = Qt.TransformationMode.SmoothTransformation
        size = QSize(self.width(), self.height()) * self.devicePixelRatioF()
        fitted = self._stored.scaled(size, keep, smooth)
        fitted.setDevicePixelRatio(self.devicePixelRatioF())
        x = (self.width() - fitted.width() / self.devicePixelRatioF()) / 2
        painter.drawPixmap(round(x), 0, fitted)


class Card(QFrame):
    """Something to open with a click or Enter; a subclass fills its `column`.

    Parameters
    ----------
    what
        What is opened; None where there is nothing to be opened any more.
    name, description
        What a screen reader says.

    Signals
    -------
    chosen(object)
        Open what it stands for.
    """

    chosen = Signal(object)

    def __init__(self, what: object, name: str, description: str) -> None:
        super().__init__()
        self._what = what
        self.setProperty("card", True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if what is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        self.setToolTip(f"Open {name} (Enter)")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(6), px(6), px(6), px(10))
        self.column.setSpacing(px(4))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open it."""
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self.rect().contains(event.position().toPoint()):
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open it on Enter."""
        if event.key() in ENTER:
            self._choose()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        if self._what is not None:
            self.chosen.emit(self._what)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rim in the accent colour where the keyboard is."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme().color("accent"))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), px(9), px(9))
