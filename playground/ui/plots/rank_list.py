"""A short list in order, each line with its share as a bar; a click chooses a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.plots.lettering import font
from playground.ui.theme import px, theme, themes

LINE = 21
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class Rank:
    """One line.

    Attributes
    ----------
    id
        What is told when it is chosen.
    name, value
        Words at its left and right end.
    share
        Length of its bar, 0 to 1.
    marked
        Whether it is drawn at full strength.
    """

    id: int
    name: str
    value: str
    share: float
    color: QColor
    marked: bool = False


class RankList(QWidget):
    """Lines in order, as many as there is room for.

    Parameters
    ----------
    what
        Accessible name.
    tip
        Tooltip.

    Signals
    -------
    chosen(int)
        The person clicked at the line of this id, or pressed Enter on it.
    """

    chosen = Signal(int)

    def __init__(self, what: str, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[Rank] = []
        self._head, self._at = ("", ""), -1
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(what)
        self.setToolTip(tip)
        themes().changed.connect(self.update)

    def show_lines(self, lines: Sequence[Rank], head: tuple[str, str]) -> None:
        """Show other lines under what their two columns are called."""
        if (list(lines), head) != (self.lines, self._head):
            self.lines, self._head = list(lines), head
            told = "; ".join(f"{line.name} {line.value}" for line in lines)
            self.setAccessibleDescription(told)
            self.update()

    @property
    def room(self) -> int:
        """How many lines there is room for."""
        return max(0, self.height() // px(LINE) - 1)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a comfortable size."""
        return QSize(px(200), px(LINE) * 7)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell which line was clicked."""
        found = int(event.position().y()) // px(LINE) - 1
        if 0 <= found < len(self.lines[: self.room]):
            self._at = found
            self.chosen.emit(self.lines[found].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move with the arrows, choose with Enter."""
        move = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        shown = len(self.lines[: self.room])
        if move is not None and shown:
            self._at = min(max(self._at + move, 0), shown - 1)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._at < shown:
            self.chosen.emit(self.lines[self._at].id)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the list."""
        with QPainter(self) as painter:
            self.paint(painter)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the list."""
        painter.fillRect(self.rect(), theme().color("field"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(11))
        painter.setPen(theme().color("secondary"))
        width, height = self.width() - px(24), px(LINE)
        head = QRectF(px(12), 0, width, height)
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, self._head[0])
        painter.drawText(head, RIGHT, self._head[1])
        for place, line in enumerate(self.lines[: self.room]):
            area = QRectF(px(12), (place + 1) * height, width, height)
            self._paint_line(painter, area, line, place == self._at and self.hasFocus())

    def _paint_line(self, painter: QPainter, area: QRectF, line: Rank, focused: bool) -> None:
        bar = area.adjusted(0, px(2), 0, -px(2))
        bar.setWidth(max(px(3), area.width() * min(max(line.share, 0.0), 1.0)))
        shade = QColor(line.color)
        shade.setAlphaF(0.6 if line.marked else 0.24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawRoundedRect(bar, px(3), px(3))
        painter.setBrush(line.color)
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), px(3), bar.height()), 1, 1)
        if focused or line.marked:
            painter.setPen(theme().color("accent" if focused else "text"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(0, 1, 0, -1), px(3), px(3))
        painter.setPen(theme().color("text"))
        inner = area.adjusted(px(9), 0, -px(6), 0)
        metrics = QFontMetricsF(painter.font())
        painter.drawText(inner, RIGHT, line.value)
        left = inner.adjusted(0, 0, -metrics.horizontalAdvance(line.value) - px(8), 0)
        name = metrics.elidedText(line.name, Qt.TextElideMode.ElideRight, left.width())
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, name)
