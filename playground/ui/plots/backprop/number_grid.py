"""A table of numbers with coloured cells, paged where there are more than fit."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from playground.ui.plots.backprop.brief import brief
from playground.ui.plots.backprop.diagram_layout import EdgeKey, UnitKey
from playground.ui.plots.backprop.stage_tables import BIAS, Table, table_of
from playground.ui.plots.backprop.told_step import ToldStep
from playground.ui.plots.lettering import font
from playground.ui.plots.painted import Painted
from playground.ui.theme import mix, px, theme

CELL = (50, 20)


class NumberGrid(Painted):
    """The matrix of a layer at a stage: what comes in at its left, what comes out below.

    The wheel pages down, with Shift to the right; a click shows the next layer in stages that are
    about all of them.

    Signals
    -------
    hovered(object)
        The `UnitKey` or `EdgeKey` under the cursor, or None.
    """

    likes = (320, 180)

    hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: ToldStep | None = None
        self._stage, self._chosen = 0, 0
        self._row, self._column = 0, 0
        self._under: UnitKey | EdgeKey | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName("Numbers of one step")
        self.setToolTip("Wheel: more rows; Shift and wheel: more columns; click: next layer")

    def show_step(self, told: ToldStep, stage: int) -> None:
        """Show the numbers of a stage."""
        self._told, self._stage = told, stage
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Show other rows or columns."""
        turn = event.angleDelta()
        by = -1 if (turn.y() or turn.x()) > 0 else 1
        across = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier) or not turn.y()
        if across:
            self._column = max(0, self._column + by)
        else:
            self._row = max(0, self._row + by)
        event.accept()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show the next layer."""
        self._chosen, self._row, self._column = self._chosen + 1, 0, 0
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell what is under the cursor."""
        self._point_at(self.key_at(event.position()))

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Point at nothing."""
        self._point_at(None)

    def key_at(self, at: QPointF) -> UnitKey | EdgeKey | None:
        """Return what the cell at a point is about."""
        if self._told is None:
            return None
        table = table_of(self._told, self._stage, self._chosen)
        rows, columns, corner = self._window(table)
        column = int((at.x() - corner.x()) // px(CELL[0]))
        row = int((at.y() - corner.y()) // px(CELL[1]))
        if not 0 <= column < columns or row < -1:
            return None
        unit = self._column + column
        if row >= rows or row < 0:
            return UnitKey(table.layer, unit)
        name = table.rows[self._row + row]
        return EdgeKey(table.layer, -1 if name == BIAS else self._row + row, unit)

    def _point_at(self, key: UnitKey | EdgeKey | None) -> None:
        if key != self._under:
            self._under = key
            self.hovered.emit(key)
            self.update()

    def _window(self, table: Table) -> tuple[int, int, QPointF]:
        """Return the rows and columns that fit, and the corner of the first cell."""
        width, height = px(CELL[0]), px(CELL[1])
        left = px(12) + self._margin(table)
        top = px(20) + height
        room = max(self.height() - top - px(4) - height * len(table.feet), height)
        rows = min(len(table.rows), max(1, int(room // height)))
        columns = min(len(table.columns), max(1, int((self.width() - left - px(8)) // width)))
        self._row = min(self._row, len(table.rows) - rows)
        self._column = min(self._column, len(table.columns) - columns)
        return rows, columns, QPointF(left, top)

    def _margin(self, table: Table) -> float:
        metrics = QFontMetricsF(font(11))
        names = [*table.rows, *(name for name, _, _ in table.feet)]
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0.0)
        return min(widest, px(90)) + px(8) + (px(52) if table.beside is not None else 0)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the table."""
        painter.fillRect(self.rect(), theme().color("field"))
        if self._told is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        table = table_of(self._told, self._stage, self._chosen)
        rows, columns, corner = self._window(table)
        self._paint_caption(painter, table, rows, columns)
        painter.setFont(font(11))
        height = px(CELL[1])
        for column in range(columns):
            name = table.columns[self._column + column]
            self._text(painter, self._cell(corner, -1, column), name, "secondary")
        for row in range(rows):
            self._paint_margin(painter, table, row, corner)
            values = table.cells[self._row + row]
            self._paint_row(painter, values, corner, row, columns, _largest(table.cells))
        for line, (name, values, token) in enumerate(table.feet):
            at = rows + line
            box = QRectF(px(12), corner.y() + at * height, corner.x() - px(18), height)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.setPen(theme().color(token))
            painter.drawText(box, right, name)
            self._paint_row(painter, values, corner, at, columns, _largest(values), token)

    def _paint_caption(self, painter: QPainter, table: Table, rows: int, columns: int) -> None:
        painter.setFont(font(11, bold=True))
        parts = [table.caption]
        for what, first, shown, every in (
            ("rows", self._row, rows, len(table.rows)),
            ("units", self._column, columns, len(table.columns)),
        ):
            if shown < every:
                parts.append(f"{what} {first + 1}–{first + shown} of {every}")
        box = QRectF(px(12), px(1), self.width() - px(20), px(18))
        metrics = QFontMetricsF(painter.font())
        text = metrics.elidedText(" · ".join(parts), Qt.TextElideMode.ElideRight, box.width())
        self._text(painter, box, text, table.token, Qt.AlignmentFlag.AlignLeft)

    def _paint_margin(self, painter: QPainter, table: Table, row: int, corner: QPointF) -> None:
        at = self._row + row
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        box = QRectF(px(12), corner.y() + row * px(CELL[1]), corner.x() - px(18), px(CELL[1]))
        if table.beside is not None:
            value = float(table.beside[at])
            painter.setPen(theme().color("text"))
            painter.drawText(box, right, brief(value) if np.isfinite(value) else "")
            box.setRight(box.right() - px(50))
        painter.setPen(theme().color("secondary"))
        metrics = QFontMetricsF(painter.font())
        name = metrics.elidedText(table.rows[at], Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, right, name)

    def _paint_row(
        self, painter: QPainter, values: np.ndarray, corner: QPointF, row: int, columns: int,
        largest: float, token: str = "text",
    ) -> None:  # fmt: skip
        for column in range(columns):
            place = self._column + column
            if place >= len(values):
                return
            value = float(values[place])
            box = self._cell(corner, row, column).adjusted(1, 1, -1, -1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_shade(value, largest))
            painter.drawRoundedRect(box, px(3), px(3))
            self._text(painter, box, brief(value), token)

    def _cell(self, corner: QPointF, row: int, column: int) -> QRectF:
        width, height = px(CELL[0]), px(CELL[1])
        return QRectF(corner.x() + column * width, corner.y() + row * height, width, height)

    def _text(
        self, painter: QPainter, box: QRectF, text: str, token: str,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
    ) -> None:  # fmt: skip
        painter.setPen(theme().color(token))
        painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, text)


def _largest(values: np.ndarray) -> float:
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max()) if finite.size else 0.0


def _shade(value: float, largest: float) -> QColor:
    """Return the colour of a cell: the sign's class colour, stronger the larger the value."""
    tones = theme()
    if not np.isfinite(value) or not largest:
        return tones.color("panel")
    strength = 0.06 + 0.36 * min(abs(value) / largest, 1.0)
    return mix(tones.color("panel"), tones.color("class 1" if value > 0 else "class 0"), strength)
