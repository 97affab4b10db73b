"""A bar for every stage of a boosted learner, to read and to choose one by."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.lettering import font, number
from playground.ui.plots.strip import Strip
from playground.ui.theme import px, theme

GAP = 12


class StageBar(Strip):
    """A bar for every stage, as high as what it tells; a drag along it looks at any of them.

    Signals
    -------
    picked(int)
        The stage to look at, from 1; 0 for the newest, whichever that is.
    """

    picked = Signal(int)
    high = 58

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.values = np.empty(0)
        self.errors = np.empty(0)
        self.stage = 0
        self._name = ""
        self._held = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName("Stage looked at")
        self.setToolTip(
            "Drag to look at an earlier stage; learning goes on. Left and Right move by one, Home "
            "goes to the first, End follows the newest."
        )

    def show_stages(self, name: str, values: Array, errors: Array, stage: int) -> None:
        """Show bars for stages, a line of errors over them, and which stage is looked at.

        Parameters
        ----------
        name
            What the bars tell.
        errors
            ``(stages,)``, or none.
        stage
            From 1.
        """
        self._name, self.stage = name, stage
        self.values, self.errors = np.asarray(values, float), np.asarray(errors, float)
        self.setAccessibleDescription(f"Stage {stage} of {len(values)}")
        self.update()

    def bars(self) -> list[QRectF]:
        """Return the rectangle of each stage's bar."""
        area = self._area()
        finite = np.where(np.isfinite(self.values), np.maximum(self.values, 0.0), 0.0)
        top = float(finite.max(initial=0.0)) or 1.0
        one = area.width() / max(len(finite), 12)
        width = max(one - min(px(2), 0.25 * one), 0.5)
        return [
            QRectF(area.left() + k * one, area.bottom() - high, width, high)
            for k, high in enumerate((finite / top * area.height()).tolist())
        ]

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Look at the stage under the cursor."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = True
            self._pick_at(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the cursor."""
        if self._held:
            self._pick_at(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Stay there."""
        self._held = False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk along the stages."""
        count = len(self.values)
        ways = {
            Qt.Key.Key_Left: self.stage - 1, Qt.Key.Key_Right: self.stage + 1,
            Qt.Key.Key_PageUp: self.stage - 10, Qt.Key.Key_PageDown: self.stage + 10,
            Qt.Key.Key_Home: 1, Qt.Key.Key_End: count,
        }  # fmt: skip
        way = ways.get(Qt.Key(event.key()))
        if way is None or not count:
            super().keyPressEvent(event)
            return
        self._pick(way)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the bars, the errors and the names of both."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("field"))
        area, bars = self._area(), self.bars()
        painter.setPen(QPen(theme().color("grid"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(Qt.PenStyle.NoPen)
        for k, bar in enumerate(bars):
            chosen = k + 1 == self.stage
            faint = 0.28 if k + 1 > self.stage else 0.6
            painter.setBrush(theme().color("accent", 1.0 if chosen else faint))
            painter.drawRect(bar)
        self._paint_errors(painter, area, bars)
        if 0 < self.stage <= len(bars):
            painter.setPen(QPen(theme().color("text"), 1.2))
            x = bars[self.stage - 1].center().x()
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom() + px(3)))
        self._paint_names(painter, area)
        if self.hasFocus():
            painter.setPen(QPen(theme().color("accent"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_errors(self, painter: QPainter, area: QRectF, bars: list[QRectF]) -> None:
        """Paint the error of each stage; the top is chance of two classes, 0.5."""
        if not len(self.errors):
            return
        high = max(0.5, float(np.nanmax(self.errors)))
        points = [
            QPointF(bar.center().x(), area.bottom() - error / high * area.height())
            for bar, error in zip(bars, self.errors.tolist(), strict=True)
        ]
        painter.setPen(QPen(theme().color("warning"), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))
        if len(points) == 1:
            painter.drawEllipse(points[0], 1.5, 1.5)

    def _paint_names(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(font(10.5))
        metrics = QFontMetricsF(painter.font())
        told = [(f"stage {self.stage} of {len(self.values)}", "text")]
        at = self.stage - 1
        if 0 <= at < len(self.values):
            told.append((f"{self._name} {number(float(self.values[at]), full=True)}", "accent"))
        if 0 <= at < len(self.errors):
            told.append((f"error {number(float(self.errors[at]), full=True)}", "warning"))
        x = area.left()
        for text, token in told:
            painter.setPen(theme().color(token))
            painter.drawText(QPointF(x, metrics.ascent() + px(3)), text)
            x += metrics.horizontalAdvance(text) + px(14)

    def _area(self) -> QRectF:
        line = QFontMetricsF(font(10.5)).height() + px(6)
        return QRectF(px(GAP), line, self.width() - 2 * px(GAP), self.height() - line - px(6))

    def _pick_at(self, x: float) -> None:
        area = self._area()
        if len(self.values):
            one = area.width() / max(len(self.values), 12)
            self._pick(int((x - area.left()) // one) + 1)

    def _pick(self, stage: int) -> None:
        stage = min(max(stage, 1), len(self.values))
        if stage != self.stage:
            self.picked.emit(0 if stage == len(self.values) else stage)
