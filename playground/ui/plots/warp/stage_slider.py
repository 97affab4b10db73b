"""A slider through a network: a stretch for each layer, a tick for each movement inside it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.ui.plots.lettering import font
from playground.ui.theme import px, theme, themes

HEIGHT = 36
STEP = 0.05


class StageSlider(QWidget):
    """Moves through layers and the stages inside them.

    Signals
    -------
    moved(float)
        The person drags to this time: layers passed, with a fraction inside a layer.
    released(float)
        The person let go there.
    """

    moved = Signal(float)
    released = Signal(float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._stops: tuple[tuple[float, ...], ...] = ()
        self.value = 0.0
        self._held = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Way through the network")
        self.setToolTip(
            "Drag through the layers; Left and Right move a little, Page keys a layer, Home and"
            " End to the ends"
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        themes().changed.connect(self.updateGeometry)

    def show_layers(self, names: Sequence[str], stops: Sequence[Sequence[float]]) -> None:
        """Offer these layers, each with the ends of its stages in (0, 1]."""
        found = tuple(names), tuple(tuple(s) for s in stops)
        if found != (self._names, self._stops):
            self._names, self._stops = found
            self.setEnabled(bool(names))
            self.update()

    def show_value(self, value: float) -> None:
        """Put the handle at a time, without telling anyone."""
        if value != self.value:
            self.value = value
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return one line with room for names."""
        return QSize(px(200), px(HEIGHT))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a short line."""
        return QSize(px(60), px(HEIGHT))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go to the cursor."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = True
            self._go(self._time_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the cursor."""
        if self._held:
            self._go(self._time_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Stay here."""
        if self._held:
            self._held = False
            self.released.emit(self.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move by keys."""
        layers = float(len(self._names))
        ways = {
            Qt.Key.Key_Left: self.value - STEP, Qt.Key.Key_Right: self.value + STEP,
            Qt.Key.Key_PageUp: self.value - 1, Qt.Key.Key_PageDown: self.value + 1,
            Qt.Key.Key_Home: 0.0, Qt.Key.Key_End: layers,
        }  # fmt: skip
        way = ways.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
            return
        self._go(min(max(way, 0.0), layers))
        self.released.emit(self.value)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint names, stretches, ticks and the handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, width = self._track()
        y, colors = self.height() - px(12), theme()
        painter.setPen(_round("border"))
        painter.drawLine(QPointF(left, y), QPointF(left + width, y))
        at = left + width * self.value / max(len(self._names), 1)
        if self._names:
            painter.setPen(_round("accent"))
            painter.drawLine(QPointF(left, y), QPointF(at, y))
        self._paint_layers(painter, left, width, y)
        painter.setPen(QPen(colors.color("panel"), px(2)))
        painter.setBrush(colors.color("accent" if self._names else "border"))
        painter.drawEllipse(QPointF(at, y), px(6), px(6))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colors.color("accent"), 1))
            painter.drawEllipse(QPointF(at, y), px(8), px(8))
        painter.end()

    def _paint_layers(self, painter: QPainter, left: float, width: float, y: float) -> None:
        painter.setFont(font(10.5))
        metrics = QFontMetricsF(painter.font())
        one = width / max(len(self._names), 1)
        now = min(int(self.value), len(self._names) - 1)
        for number, name in enumerate(self._names):
            start = left + number * one
            painter.setPen(QPen(theme().color("border"), 1.2))
            for stop in self._stops[number]:
                long = px(5) if stop >= 1.0 else px(3)
                x = start + one * stop
                painter.drawLine(QPointF(x, y - px(3) - long), QPointF(x, y - px(3)))
            painter.setPen(theme().color("text" if number == now else "secondary"))
            room = QRectF(start, 0, one, y - px(8))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, one - px(4))
            if one > px(18):
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, shown)

    def _track(self) -> tuple[float, float]:
        return float(px(10)), float(max(self.width() - px(20), 1))

    def _time_at(self, x: float) -> float:
        left, width = self._track()
        return min(max((x - left) / width, 0.0), 1.0) * len(self._names)

    def _go(self, value: float) -> None:
        if value != self.value:
            self.show_value(value)
            self.moved.emit(value)


def _round(token: str) -> QPen:
    pen = QPen(theme().color(token), px(3))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen
