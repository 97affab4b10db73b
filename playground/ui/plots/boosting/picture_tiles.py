"""Pictures of a plane side by side, filling the widget."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.plots.boosting.plane_picture import PlanePicture
from playground.ui.theme import px, theme, themes

GAP = 2


class PictureTiles(QWidget):
    """Paints a few pictures in rows and columns.

    Signals
    -------
    resized()
        The pictures have another room.
    """

    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.pictures: tuple[PlanePicture, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        themes().changed.connect(self.update)

    def show_pictures(self, pictures: Sequence[PlanePicture]) -> None:
        """Show others."""
        self.pictures = tuple(pictures)
        self.setAccessibleDescription(", ".join(p.caption for p in pictures if p.caption))
        self.update()

    def aspect(self, count: int) -> float:
        """Return width over height that each of so many pictures will have, in steps of 1/10."""
        room = self.cells(count)[0]
        return round(10 * room.width() / max(room.height(), 1.0)) / 10 or 0.1

    def cells(self, count: int) -> list[QRectF]:
        """Return where so many pictures lie."""
        columns = min(range(1, count + 1), key=lambda c: self._strain(count, c))
        rows = -(-count // columns)
        wide = (self.width() - px(GAP) * (columns - 1)) / columns
        high = (self.height() - px(GAP) * (rows - 1)) / rows
        places = [divmod(k, columns) for k in range(count)]
        return [QRectF(c * (wide + px(GAP)), r * (high + px(GAP)), wide, high) for r, c in places]

    def _strain(self, count: int, columns: int) -> float:
        """Return how bad a division is: places left empty, and pictures far from square."""
        rows = -(-count // columns)
        shape = (self.width() / columns) / max(self.height() / rows, 1.0)
        return 4.0 * (rows * columns - count) / count + max(shape / 1.25, 1.25 / max(shape, 1e-9))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Tell of it."""
        super().resizeEvent(event)
        self.resized.emit()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a comfortable size."""
        return QSize(px(320), px(220))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the pictures."""
        with QPainter(self) as painter:
            self.paint(painter)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the pictures; the same for pixels and for SVG and PDF."""
        painter.fillRect(self.rect(), theme().color("border"))
        if self.pictures:
            cells = self.cells(len(self.pictures))
            for picture, room in zip(self.pictures, cells, strict=True):
                picture.paint(painter, room)
