"""A scree plot whose number of components is dragged."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.ui.plots.axes import Axes
from playground.ui.plots.components.spectrum import Spectrum
from playground.ui.plots.lettering import chip, font, number
from playground.ui.plots.painted import Painted
from playground.ui.plots.polygon import polygon
from playground.ui.theme import mix, px, theme

LEAST, WIDEST = 5, 64
"""Width that a component takes at least, and that its bar has at most, in pixels at the scale of
1."""

RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight

KEYS = {
    Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -10, Qt.Key.Key_PageUp: 10,
}  # fmt: skip


class SpectrumChart(Painted):
    """Paints a `Spectrum`: bars, their sum so far, and a handle at the number that is kept.

    Signals
    -------
    chosen(int, bool)
        The person wants so many components; whether the same gesture goes on.
    """

    likes = (340, 220)

    chosen = Signal(int, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spectrum: Spectrum | None = None
        self._hover: int | None = None
        self._dragged: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Scree plot")
        self.setToolTip(
            "Variance along every axis, and the sum of all up to it. Click or drag to choose how "
            "many components are kept (arrow keys)"
        )

    def show_spectrum(self, spectrum: Spectrum | None) -> None:
        """Show another."""
        self.spectrum = spectrum
        if spectrum is not None:
            together = float(spectrum.held.sum())
            self.setAccessibleDescription(
                f"{len(spectrum.kept)} of {len(spectrum.every)} components hold {together:.1f} %"
            )
        self.update()

    @property
    def count(self) -> int:
        """How many components are kept, or would be where the hand is."""
        if self._dragged is not None:
            return self._dragged
        return len(self.spectrum.kept) if self.spectrum is not None else 0

    @property
    def shown(self) -> int:
        """How many bars there is room for."""
        if self.spectrum is None:
            return 0
        room = max(int((self.width() - px(60)) / px(LEAST)), 4)
        return min(len(self.spectrum.every), max(room, len(self.spectrum.kept)))

    def axes(self) -> Axes:
        """Return the axes of the chart."""
        around = QRectF(self.rect()).adjusted(0, px(22), 0, 0)
        axes = Axes(around, (0.5, self.shown + 0.5), (0.0, 100.0), x_name="component")
        axes.x_ticks = [tick for tick in axes.x_ticks if tick >= 1 and tick == int(tick)]
        return axes

    # what the person does --------------------------------------------------------

    def component_at(self, x: float) -> int:
        """Return the component at a pixel column."""
        return int(np.clip(round(self.axes().x_at(x)), 1, max(self.shown, 1)))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the components up to the one that is clicked."""
        if event.button() == Qt.MouseButton.LeftButton and self.spectrum is not None:
            self._take(self.component_at(event.position().x()), False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag the number that is kept, or tell what is under the cursor."""
        if self.spectrum is None:
            return
        at = self.component_at(event.position().x())
        if self._dragged is not None and at != self._dragged:
            self._take(at, True)
        if at != self._hover:
            self._hover = at
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """End the gesture."""
        self._dragged = None
        self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Forget what was under the cursor."""
        self._hover = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keep more or fewer by the arrow keys."""
        step = KEYS.get(Qt.Key(event.key()))
        if step is None or self.spectrum is None:
            super().keyPressEvent(event)
            return
        wanted = min(max(self.count + step, 1), len(self.spectrum.every))
        if wanted != self.count:
            self.chosen.emit(wanted, False)

    def _take(self, count: int, going_on: bool) -> None:
        fresh = count != self.count
        self._dragged = count
        if fresh:
            self.chosen.emit(count, going_on)
        self.update()

    # painting ------------------------------------------------------------------

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the chart; the same for pixels and for SVG and PDF."""
        painter.fillRect(self.rect(), theme().color("field"))
        if self.spectrum is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        axes = self.axes()
        axes.paint(painter)
        self._paint_kept(painter, axes)
        self._paint_bars(painter, axes)
        self._paint_sum(painter, axes)
        self._paint_key(painter, axes)
        self._paint_handle(painter, axes)
        self._paint_words(painter)
        if self._hover is not None and self._hover <= self.shown:
            self._paint_reading(painter, axes)

    def _bar(self, axes: Axes, i: int, share: float) -> QRectF:
        """Return the bar of component i, counted from 0."""
        left, right = axes.x_pixels(np.array([i + 0.5, i + 1.5])).tolist()
        gap = max(min(0.16 * (right - left), px(5)), (right - left - px(WIDEST)) / 2)
        top = float(axes.y_pixels(np.array([share]))[0])
        return QRectF(left + gap, top, max(right - left - 2 * gap, 1.0), axes.area.bottom() - top)

    def _paint_kept(self, painter: QPainter, axes: Axes) -> None:
        """Tint what is kept."""
        end = float(axes.x_pixels(np.array([self.count + 0.5]))[0])
        kept = QRectF(axes.area.left(), axes.area.top(), end - axes.area.left(),
                      axes.area.height())  # fmt: skip
        painter.fillRect(kept, theme().color("accent", 0.08))

    def _paint_bars(self, painter: QPainter, axes: Axes) -> None:
        told = self.spectrum
        assert told is not None
        rest = mix(theme().color("field"), theme().color("secondary"), 0.45)
        turning = theme().color("warning")
        for i, share in enumerate(told.shares[: self.shown].tolist()):
            bar = self._bar(axes, i, share)
            missing = told.standing < len(told.kept) and i >= told.standing
            if i >= self.count or missing:
                ghost = QColor(rest)
                ghost.setAlphaF(0.35 if missing else 0.75)
                painter.fillRect(bar, ghost)
            else:
                painter.fillRect(bar, theme().color("accent"))
            if missing and i == told.standing:
                painter.fillRect(self._bar(axes, i, float(told.held[i])), turning)

    def _paint_sum(self, painter: QPainter, axes: Axes) -> None:
        """Paint the sum of all shares up to each component."""
        told = self.spectrum
        assert told is not None
        count = np.arange(1, self.shown + 1)
        places = [axes.x_pixels(count), axes.y_pixels(np.cumsum(told.shares)[: self.shown])]
        line = np.stack(places, axis=1)
        color = theme().color("class 1")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, 1.8 * px(10) / 10))
        painter.drawPolyline(polygon(line))
        if self.shown > 40:
            line = line[max(self.count, 1) - 1 : max(self.count, 1)]
        painter.setPen(QPen(theme().color("field"), 1.2))
        painter.setBrush(color)
        for x, y in line.tolist():
            painter.drawEllipse(QPointF(x, y), px(3), px(3))

    def _paint_key(self, painter: QPainter, axes: Axes) -> None:
        """Name bars and line where the line leaves room: at the lower right of it."""
        painter.setFont(font(11))
        metrics = QFontMetricsF(painter.font())
        room, high = axes.area.adjusted(0, 0, -px(6), 0), metrics.height()
        left = room.right() - metrics.horizontalAdvance("sum of all up to it") - px(12)
        handle = float(axes.x_pixels(np.array([self.count + 0.5]))[0])
        if room.height() < px(120) or room.width() < px(220) or left < handle < room.right():
            return
        bars = mix(theme().color("accent"), theme().color("secondary"), 0.4)
        for i, (text, ink) in enumerate(
            (("sum of all up to it", theme().color("class 1")), ("each component", bars))
        ):
            line = QRectF(room.left(), room.center().y() + i * high, room.width(), high)
            painter.setPen(ink)
            painter.drawText(line, RIGHT, text)

    def _paint_handle(self, painter: QPainter, axes: Axes) -> None:
        x = float(axes.x_pixels(np.array([self.count + 0.5]))[0])
        ink = theme().color("accent")
        painter.setPen(QPen(ink, px(2) if self.hasFocus() or self._dragged else 1.5))
        painter.drawLine(QPointF(x, axes.area.top()), QPointF(x, axes.area.bottom()))
        grip = QRectF(x - px(4), axes.area.center().y() - px(13), px(8), px(26))
        painter.setPen(QPen(theme().color("field"), 1.5))
        painter.setBrush(ink)
        painter.drawRoundedRect(grip, px(4), px(4))

    def _paint_words(self, painter: QPainter) -> None:
        """Write what the components that are kept hold, in the line at the top."""
        told = self.spectrum
        assert told is not None
        count = self.count
        if told.standing < len(told.kept) and self._dragged is None:
            text = f"axis {told.standing + 1} of {count} is turning"
            share = float(told.held.sum())
        else:
            share = float(told.shares[:count].sum())
            text = f"{count} of {len(told.every)} components"
        words = [text, f"{share:.1f} % of the variance"]
        if self._dragged is None:
            words.append(f"error {number(told.error)}")
        metrics = QFontMetricsF(font(12))
        while len(words) > 1 and metrics.horizontalAdvance(" · ".join(words)) > self.width() - 24:
            words.pop()
        painter.setFont(font(12))
        painter.setPen(theme().color("text"))
        room = QRectF(px(8), px(4), self.width() - px(16), px(20))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, " · ".join(words))

    def _paint_reading(self, painter: QPainter, axes: Axes) -> None:
        told, at = self.spectrum, self._hover
        assert told is not None
        assert at is not None
        share, together = told.shares[at - 1], told.shares[:at].sum()
        text = f"PC {at}: {share:.1f} %" + (f" · 1 to {at}: {together:.1f} %" if at > 1 else "")
        place = QPointF(axes.area.center().x(), axes.area.bottom() - px(26))
        above = float(axes.y_pixels(np.array([share]))[0]) - px(28)
        place.setY(min(place.y(), above))
        place.setX(float(axes.x_pixels(np.array([at]))[0]))
        chip(painter, text, place, "center", axes.area)
