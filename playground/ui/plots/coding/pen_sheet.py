"""A sheet to draw on with the mouse, or with keys."""

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from playground.engine.coding.drawing import CELLS, GRID
from playground.kernels.array import Array
from playground.ui.plots.coding.small_picture import BLACK, WHITE, grey_image
from playground.ui.plots.lettering import chip, font
from playground.ui.plots.painted import Painted
from playground.ui.theme import mix, px, theme

Line = tuple[tuple[float, float], ...]

STEP, LIMITS = 0.012, (0.0, 16.0)
"""Part of the sheet that the pen must move before a point is kept, and the range of a cell."""
CHALK = 0.18, 0.7
"""How light the lines of the sheet are, and the words on it."""

KEYS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ERASING = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)


class PenSheet(Painted):
    """Shows strokes, over a picture of 8 x 8 where there is one.

    Attributes
    ----------
    strokes
        Lines of points from 0 to 1.
    base
        Picture ``(8, 8)`` under the strokes, or None.
    changed_to
        Picture ``(8, 8)`` shown instead of the strokes, or None.
    pen
        Thickness in pixels of a bitmap of 32.

    Signals
    -------
    moved()
        The stroke in hand has grown.
    drawn()
        A stroke is complete.
    begun()
        A stroke begins.
    undo_wanted(), clear_wanted()
        Their keys were pressed.
    """

    likes = (280, 280)

    moved = Signal()
    drawn = Signal()
    begun = Signal()
    undo_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.strokes: tuple[Line, ...] = ()
        self.base: Array | None = None
        self.changed_to: Array | None = None
        self.changed_from: Array | None = None
        self.caption, self.hint, self.pen = "", "", 2.4
        self._hand: list[tuple[float, float]] = []
        self._at: tuple[float, float] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.installEventFilter(self)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("Sheet to draw a digit on")
        self.setToolTip(
            "Draw a digit with the mouse; by keys: arrows move the pen, Enter puts it down or up"
        )

    @property
    def every(self) -> tuple[Line, ...]:
        """All strokes, with the one in hand."""
        return (*self.strokes, tuple(self._hand)) if self._hand else self.strokes

    def area(self) -> QRectF:
        """Return the square that is drawn on."""
        side = max(min(self.width() - px(12), self.height() - px(12)), 8)
        return QRectF((self.width() - side) / 2, px(8), side, side)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Put the pen down."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._down(self._place(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Draw on."""
        if self._hand:
            self._draw_to(self._place(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Lift the pen."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._lift()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move the pen by arrow keys; Enter puts it down or lifts it."""
        key = Qt.Key(event.key())
        if key in KEYS:
            x, y = self._at or (0.5, 0.5)
            dx, dy = KEYS[key]
            self._at = min(max(x + dx / GRID, 0.0), 1.0), min(max(y + dy / GRID, 0.0), 1.0)
            if self._hand:
                self._draw_to(self._at)
            self.update()
        elif key == Qt.Key.Key_Backspace:
            self.undo_wanted.emit()
        elif key == Qt.Key.Key_Delete:
            self.clear_wanted.emit()
        elif key in ENTER:
            if self._hand:
                self._lift()
            else:
                self._down(self._at or (0.5, 0.5))
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keep the sheet's own keys from the window, in which they would delete blocks."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in KEYS or key in ENTER or key in ERASING:
                event.accept()
                return True
        return False

    def focusOutEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Lift the pen that keys have put down."""
        self._lift()
        self.update()

    def _place(self, at: QPointF) -> tuple[float, float]:
        area = self.area()
        x, y = (at.x() - area.left()) / area.width(), (at.y() - area.top()) / area.height()
        return round(min(max(x, 0.0), 1.0), 3), round(min(max(y, 0.0), 1.0), 3)

    def _down(self, at: tuple[float, float]) -> None:
        self.begun.emit()
        self._at, self._hand = at, [at]
        self.moved.emit()
        self.update()

    def _draw_to(self, at: tuple[float, float]) -> None:
        last = self._hand[-1]
        if abs(at[0] - last[0]) + abs(at[1] - last[1]) >= STEP:
            self._at = at
            self._hand.append(at)
            self.moved.emit()
            self.update()

    def _lift(self) -> None:
        if self._hand:
            self.strokes, self._hand = self.every, []
            self.drawn.emit()
            self.update()

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the sheet."""
        painter.fillRect(self.rect(), theme().color("panel"))
        area = self.area()
        painter.fillRect(area, BLACK)
        shown = self.base if self.changed_to is None else self.changed_to
        if shown is not None:
            painter.drawImage(area, grey_image(shown, LIMITS))
        _paint_grid(painter, area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.changed_to is not None and self.changed_from is not None:
            _paint_changes(painter, area, self.changed_to - self.changed_from)
        else:
            self._paint_strokes(painter, area)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().color("accent" if self.hasFocus() else "border"), px(1)))
        painter.drawRoundedRect(area, px(3), px(3))
        if self.hint and not self.every and shown is None:
            painter.setFont(font(13))
            painter.setPen(mix(BLACK, WHITE, CHALK[1]))
            middle = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area.adjusted(px(8), 0, -px(8), 0), middle, self.hint)
        if self.caption:
            below = self.height() - area.bottom() >= px(28)
            at = QPointF(area.center().x(), area.bottom() + (px(5) if below else -px(24)))
            chip(painter, self.caption, at, "center", QRectF(self.rect()))

    def _paint_strokes(self, painter: QPainter, area: QRectF) -> None:
        round_cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        width = 2 * self.pen / GRID * area.width()
        painter.setPen(QPen(WHITE, width, Qt.PenStyle.SolidLine, round_cap, join))
        for stroke in self.every:
            points = [
                QPointF(area.left() + x * area.width(), area.top() + y * area.height())
                for x, y in stroke
            ]
            if len(points) == 1:
                painter.drawPoint(points[0])
            else:
                painter.drawPolyline(QPolygonF(points))
        if self.hasFocus() and self._at is not None:
            x, y = self._at
            at = QPointF(area.left() + x * area.width(), area.top() + y * area.height())
            painter.setPen(QPen(theme().color("accent"), px(2)))
            painter.drawEllipse(at, width / 2 + px(2), width / 2 + px(2))


def _paint_grid(painter: QPainter, area: QRectF) -> None:
    painter.setPen(QPen(mix(BLACK, WHITE, CHALK[0]), 1))
    for i in range(1, CELLS):
        step = i * area.width() / CELLS
        painter.drawLine(
            QPointF(area.left() + step, area.top()), QPointF(area.left() + step, area.bottom())
        )
        painter.drawLine(
            QPointF(area.left(), area.top() + step), QPointF(area.right(), area.top() + step)
        )


def _paint_changes(painter: QPainter, area: QRectF, change: Array) -> None:
    """Paint a disc in every cell that changed: larger for more, its colour says which way."""
    side = area.width() / CELLS
    painter.setPen(Qt.PenStyle.NoPen)
    for row, column in np.argwhere(np.abs(change) >= 0.4).tolist():
        value = float(change[row, column])
        color = QColor(theme().color("ok" if value > 0 else "error"))
        radius = side * (0.1 + 0.26 * min(abs(value) / 8.0, 1.0))
        painter.setPen(QPen(theme().color("canvas"), 1.5))
        painter.setBrush(color)
        at = QPointF(area.left() + (column + 0.5) * side, area.top() + (row + 0.5) * side)
        painter.drawEllipse(at, radius, radius)
