"""The numbers of a matrix between brackets, each to be typed over."""

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from playground.kernels.array import Array
from playground.ui.plots.lettering import font, number, paint_plate
from playground.ui.plots.matrix.subject import COLUMNS
from playground.ui.plots.polygon import polygon
from playground.ui.theme import px, theme, themes

WIDE, HIGH, EDGE = 44, 21, 7
"""Size of a cell, and the room for a bracket, in pixels at the scale of 1."""
STEP = 0.1


class EntryBox(QLineEdit):
    """One number; Up, Down and the wheel change it by a tenth.

    Signals
    -------
    given(float)
        The person gave another number.
    """

    given = Signal(float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.value = 0.0
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.editingFinished.connect(self._take)

    def show_value(self, value: float) -> None:
        """Show a number, unless one is being typed."""
        self.value = value
        text = number(value)
        if not (self.hasFocus() and self.isModified()) and text != self.text():
            self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Step by Up and Down, take back what is typed by Escape."""
        steps = {Qt.Key.Key_Up: STEP, Qt.Key.Key_Down: -STEP}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and not self.isReadOnly():
            self.given.emit(round(self.value + step, 6))
        elif event.key() == Qt.Key.Key_Escape:
            self.setModified(False)
            self.show_value(self.value)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Step, where the number was clicked before."""
        if self.hasFocus() and not self.isReadOnly() and event.angleDelta().y():
            way = STEP if event.angleDelta().y() > 0 else -STEP
            self.given.emit(round(self.value + way, 6))
            event.accept()
        else:
            event.ignore()

    def _take(self) -> None:
        if not self.isModified():
            return
        self.setModified(False)
        try:
            typed = float(self.text().replace("−", "-").replace(",", "."))
        except ValueError:
            typed = float("nan")
        if np.isfinite(typed) and abs(typed) <= 1000:
            self.given.emit(typed)
        self.setText(number(self.value))


class EntryGrid(QWidget):
    """A matrix as numbers, its columns in their colours.

    Signals
    -------
    edited(int, float)
        The entry of this number, row by row, is to be this.
    """

    edited = Signal(int, float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._size = 0
        self._boxes: list[EntryBox] = []
        for i in range(9):
            box = EntryBox(self)
            box.given.connect(lambda value, i=i: self.edited.emit(i, value))
            self._boxes.append(box)
        self.setAccessibleName("Entries of the matrix")
        themes().changed.connect(self._restyle)

    def show_matrix(self, matrix: Array, fixed: bool = False) -> None:
        """Show another matrix ``(n, n)``; a fixed one cannot be typed over."""
        if len(matrix) != self._size:
            self._size = len(matrix)
            self._arrange()
        for box, value in zip(self._boxes, matrix.ravel().tolist(), strict=False):
            box.show_value(value)
            if box.isReadOnly() != fixed:
                box.setReadOnly(fixed)

    def box(self, index: int) -> EntryBox:
        """Return the box of an entry, row by row."""
        return self._boxes[index]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint plate and brackets; the boxes paint themselves."""
        painter = QPainter(self)
        self._paint_brackets(painter)
        painter.end()

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint all of it, numbers too, into a file."""
        self._paint_brackets(painter)
        painter.setFont(font(12))
        for i, box in enumerate(self._boxes[: self._size**2]):
            painter.setPen(theme().color(COLUMNS[i % self._size]))
            painter.drawText(QRectF(box.geometry()), Qt.AlignmentFlag.AlignCenter, box.text())

    def _paint_brackets(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_plate(painter, QRectF(self.rect()))
        painter.setPen(QPen(theme().color("secondary"), px(14) / 10))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        top, bottom, lip = px(3), self.height() - px(3), px(4)
        for x, way in ((px(3), 1), (self.width() - px(3), -1)):
            inner = x + way * lip
            bracket = [[inner, top], [x, top], [x, bottom], [inner, bottom]]
            painter.drawPolyline(polygon(np.array(bracket, float)))

    def _arrange(self) -> None:
        for i, box in enumerate(self._boxes):
            box.setVisible(i < self._size**2)
            row, column = divmod(i, self._size)
            box.setGeometry(px(EDGE) + column * px(WIDE), px(4) + row * px(HIGH), px(WIDE),
                            px(HIGH))  # fmt: skip
            name = f"Row {row + 1}, column {column + 1}"
            box.setAccessibleName(name)
            box.setToolTip(f"{name}: type a number; Up and Down change it by {STEP}")
        self.setFixedSize(2 * px(EDGE) + self._size * px(WIDE), px(8) + self._size * px(HIGH))
        self._restyle()

    def _restyle(self, _: object = None) -> None:
        for i, box in enumerate(self._boxes[: self._size**2]):
            color = theme().color(COLUMNS[i % self._size]).name()
            box.setFont(font(12))
            box.setStyleSheet(
                f"QLineEdit {{ border: none; padding: 0; min-height: 0; background: transparent;"
                f" color: {color}; font-size: {px(12)}px; }}"
                f"QLineEdit:focus {{ background: {theme().color('raised').name()}; }}"
            )
        self.update()
