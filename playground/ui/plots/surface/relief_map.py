"""A loss surface seen from above: colours, lines of equal loss, paths and balls."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.kernels.array import Array
from playground.ui.plots.colors import class_color
from playground.ui.plots.legend import Legend, paint_legend
from playground.ui.plots.lettering import chip
from playground.ui.plots.polygon import lines
from playground.ui.plots.surface.paths import paint_ball, paint_path, paint_start, path_color
from playground.ui.plots.surface.relief import Relief
from playground.ui.plots.viridis import viridis_colors
from playground.ui.theme import px, theme, themes


class ReliefMap(QWidget):
    """Paints a `Relief` from above.

    Parameters
    ----------
    read
        Writes what is at a place, for the label at the cursor.

    Signals
    -------
    pointed(object)
        The cursor is over this place (a, b) of the plane, or None: it has left.
    chosen(float, float)
        A place was clicked.
    """

    pointed = Signal(object)
    chosen = Signal(float, float)

    def __init__(self, read: Callable[[float, float], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.read = read
        self.notice = ""
        self._relief: Relief | None = None
        self._image: QImage | None = None
        self._lines: Array = np.empty((0, 2, 2))
        self._cursor: QPointF | None = None
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        themes().changed.connect(self._dress)

    def show_relief(self, relief: Relief | None) -> None:
        """Show another surface."""
        self._relief = relief
        self._dress(None)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a comfortable size."""
        return QSize(px(320), px(220))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Look at the weights under the cursor."""
        self._cursor = event.position()
        if self._relief is not None:
            self.pointed.emit(self._from_pixel(event.position()))
        self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Look at the learner itself again."""
        self._cursor = None
        self.pointed.emit(None)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose the place that was clicked."""
        inside = QRectF(self.rect()).contains(event.position())
        if event.button() == Qt.MouseButton.LeftButton and inside and self._relief is not None:
            self.chosen.emit(*self._from_pixel(event.position()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the surface."""
        with QPainter(self) as painter:
            self.paint(painter)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the surface."""
        area = QRectF(self.rect())
        painter.fillRect(area, theme().color("field"))
        relief = self._relief
        if relief is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(area)
        self._paint_ground(painter, relief)
        self._paint_paths(painter, relief)
        self._paint_labels(painter, relief, area)
        if self.notice:
            chip(painter, self.notice, QPointF(area.center().x(), area.height() * 0.4), "center",
                 area)  # fmt: skip
        if self._cursor is not None:
            self._paint_cursor(painter, area)

    def _dress(self, _: object) -> None:
        relief = self._relief
        self._image = relief.image() if relief is not None else None
        self._lines = relief.lines() if relief is not None else np.empty((0, 2, 2))
        self.update()

    def _scales(self) -> tuple[float, float, float, float]:
        """Return pixels per unit, the same on both axes unless the shapes differ too much."""
        assert self._relief is not None
        x0, x1, y0, y1 = self._relief.extent
        sx, sy = self.width() / (x1 - x0), self.height() / (y1 - y0)
        if 0.5 < sx / sy < 2:
            sx = sy = max(sx, sy)
        return sx, sy, (x0 + x1) / 2, (y0 + y1) / 2

    def to_pixels(self, at: Array) -> Array:
        """Return where places ``(..., 2)`` of the plane are seen."""
        sx, sy, cx, cy = self._scales()
        middle = np.array([self.width() / 2, self.height() / 2])
        placed: Array = (at - np.array([cx, cy])) * np.array([sx, -sy]) + middle
        return placed

    def _from_pixel(self, at: QPointF) -> tuple[float, float]:
        sx, sy, cx, cy = self._scales()
        return (at.x() - self.width() / 2) / sx + cx, cy - (at.y() - self.height() / 2) / sy

    def _paint_ground(self, painter: QPainter, relief: Relief) -> None:
        x0, x1, y0, y1 = relief.extent
        (left, top), (right, bottom) = self.to_pixels(np.array([[x0, y1], [x1, y0]]))
        if self._image is not None:
            painter.drawImage(QRectF(left, top, right - left, bottom - top), self._image)
        ink = QColor("#FFFFFF" if theme().name == "dark" else "#0B0D10")
        ink.setAlphaF(0.2)
        painter.setPen(QPen(ink, px(1) * 0.8))
        painter.drawLines(lines(self.to_pixels(self._lines)))

    def _paint_paths(self, painter: QPainter, relief: Relief) -> None:
        places, balls = self.to_pixels(relief.arrays["path"]), relief.arrays["ball"]
        gone = relief.arrays["gone"]
        walked = [
            np.concatenate([places[m], self.to_pixels(balls[m : m + 1])])
            for m in range(relief.members)
        ]
        for m, path in enumerate(walked):
            paint_path(painter, path, path_color(m, relief.members))
        if len(places[0]):
            paint_start(painter, QPointF(*places[0, 0].tolist()))
        for m, path in enumerate(walked):
            if np.isfinite(path[-1]).all() and not gone[m]:
                paint_ball(painter, QPointF(*path[-1].tolist()), path_color(m, relief.members))

    def _paint_labels(self, painter: QPainter, relief: Relief, area: QRectF) -> None:
        gap = px(6)
        inner = area.adjusted(gap, gap, -gap, -gap)
        across, up = relief.arrays["axes"].tolist()
        room = area.width() > px(300)
        if room:
            chip(painter, f"{up} ↑", inner.topLeft(), "left", inner)
            chip(painter, f"{across} →", inner.bottomRight(), "right", inner)
        walked = self.to_pixels(relief.arrays["path"]).reshape(-1, 2)
        bar = Legend(limits=relief.scale.ends, shades=viridis_colors(theme(), 9))
        # Far to the right, so that the bar stands on the left whatever lies under it.
        paint_legend(painter, bar, area, area.width(), np.array([[area.right() - gap, gap + 1.0]]))
        if relief.labels:
            classes = tuple((name, class_color(theme(), m)) for m, name in enumerate(relief.labels))
            corner = np.repeat([[gap + px(30.0), area.bottom() - gap - px(4.0)]], len(walked), 0)
            paint_legend(painter, Legend(classes), area, area.width() * 0.62, corner)

    def _paint_cursor(self, painter: QPainter, area: QRectF) -> None:
        assert self._cursor is not None
        text = self.read(*self._from_pixel(self._cursor))
        painter.setPen(QPen(theme().color("text", 0.22), 1))
        painter.drawLine(QPointF(self._cursor.x(), 0), QPointF(self._cursor.x(), area.height()))
        painter.drawLine(QPointF(0, self._cursor.y()), QPointF(area.width(), self._cursor.y()))
        if text:
            right = self._cursor.x() > area.width() * 0.6
            at = self._cursor + QPointF(px(-10) if right else px(10), px(12))
            chip(painter, text, at, "right" if right else "left", area)
