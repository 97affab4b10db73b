"""A plane of feature space: the field, its borders, the samples, and what is under the cursor."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.decisions.marks import paint_circles, paint_cross, paint_outline
from playground.ui.plots.decisions.plate import Plate, Samples
from playground.ui.plots.legend import Legend, paint_legend
from playground.ui.plots.lettering import chip
from playground.ui.plots.painted import Painted
from playground.ui.plots.points import paint_points, paint_rings, radius_for
from playground.ui.plots.polygon import lines
from playground.ui.theme import px, theme

BRUSH = 16
"""Radius of the brush that marks samples."""


class PlaneView(Painted):
    """Paints a `Plate` with equal scales, filling the widget.

    Parameters
    ----------
    read
        Writes what is at a place of the plane (x, y), for the label at the cursor.

    Attributes
    ----------
    caption
        Written at the top, where several stand side by side.
    brushing
        Whether a drag marks samples without the Shift key.

    Signals
    -------
    brushed(frozenset)
        Numbers of the rows that a drag marks; Ctrl adds to those that are marked.
    """

    brushed = Signal(object)

    def __init__(self, read: Callable[[float, float], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.read = read
        self.names: tuple[str, str] = ("", "")
        self.legend: Legend | None = None
        self.notice = self.caption = ""
        self.brushing = False
        self._marked: frozenset[int] = frozenset()
        self._stroke: frozenset[int] | None = None
        self._plate: Plate | None = None
        self._samples: Samples | None = None
        self._layer: QPixmap | None = None
        self._layer_key: tuple[object, ...] = ()
        self._cursor: QPointF | None = None
        self._echo: tuple[float, ...] | None = None
        self._box: tuple[float, float, float, float] | None = None
        self.setMouseTracking(True)

    def show_plate(self, plate: Plate | None) -> None:
        """Show another picture."""
        self._plate = plate
        self.update()

    @property
    def extent(self) -> tuple[float, float, float, float] | None:
        """Left, right, bottom and top of what is shown."""
        return self._plate.extent if self._plate is not None else None

    def show_samples(self, samples: Samples | None) -> None:
        """Show other samples; the layer they are painted on is kept until then."""
        self._samples = samples
        self._layer = None
        self.update()

    @property
    def samples(self) -> Samples | None:
        """The samples that are shown."""
        return self._samples

    @property
    def ready(self) -> bool:
        """Whether there is a picture yet."""
        return self._plate is not None

    def outline(self, box: tuple[float, float, float, float] | None) -> None:
        """Outline a box: left, right, bottom and top edge in the plane, which may be infinite."""
        if box != self._box:
            self._box = box
            self.update()

    def echo(self, place: tuple[float, ...] | None) -> None:
        """Mark a place that is pointed at in another picture, or None."""
        if place != self._echo:
            self._echo = place
            self.update()

    def mark(self, rows: frozenset[int]) -> None:
        """Ring the samples of these rows."""
        if rows != self._marked:
            self._marked = rows
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to mark samples, with Shift or while brushing."""
        keys = event.modifiers()
        shift = bool(keys & Qt.KeyboardModifier.ShiftModifier)
        if event.button() != Qt.MouseButton.LeftButton or not (shift or self.brushing):
            super().mousePressEvent(event)
            return
        adds = bool(keys & Qt.KeyboardModifier.ControlModifier)
        self._stroke = self._marked if adds else frozenset()
        self._brush(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """End the stroke."""
        self._stroke = None
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show what is under the cursor."""
        self._cursor = event.position()
        if self._stroke is not None:
            self._brush(event.position())
        self.update()

    def _brush(self, at: QPointF) -> None:
        """Mark the samples within reach of the brush."""
        shown = self._samples
        if shown is None or shown.rows is None or self._plate is None or self._stroke is None:
            return
        far = np.linalg.norm(self.pixels_of(shown.at) - [at.x(), at.y()], axis=1)
        self._stroke |= frozenset(shown.rows[far <= px(BRUSH)].tolist())
        self.brushed.emit(self._stroke)

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Hide the label at the cursor."""
        self._cursor = None
        self.update()

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the picture; `vector` avoids pixmaps, for SVG and PDF."""
        area = QRectF(self.rect())
        painter.fillRect(area, theme().color("field"))
        if self._plate is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(area)
        self._paint_field(painter, self._plate)
        if vector:
            self._paint_samples(painter, None)
        elif self._samples is not None:
            painter.drawPixmap(QPointF(0, 0), self._sample_layer())
        self._paint_wrong(painter, self._plate)
        self.paint_over(painter)
        if self._box is not None:
            x0, x1, y0, y1 = self._box
            paint_outline(painter, area, self.pixels_of(np.array([[x0, y1], [x1, y0]])))
        named = self._paint_names(painter, area)
        if self.legend is not None:
            at = self._samples.at if self._samples is not None else np.empty((0, 2))
            room = named - px(18)
            paint_legend(painter, self.legend, area, room, self.pixels_of(at))
        if self.notice:
            top = QPointF(area.center().x(), area.height() * 0.4)
            chip(painter, self.notice, top, "center", area)
        if self.caption:
            top = QPointF(area.center().x(), area.top() + px(6))
            chip(painter, self.caption, top, "center", area)
        if self._echo is not None:
            paint_cross(painter, self.pixels_of(np.array([self._echo]))[0])
        if self._cursor is not None:
            self._paint_cursor(painter, area)

    def paint_over(self, painter: QPainter) -> None:
        """Paint what lies over the samples; nothing unless a subclass does."""

    # where things are ---------------------------------------------------------

    def _scales(self) -> tuple[float, float, float, float]:
        """Return pixels per unit on both axes and the pixel of the plane's centre of extent."""
        assert self._plate is not None
        x0, x1, y0, y1 = self._plate.extent
        sx, sy = self.width() / (x1 - x0), self.height() / (y1 - y0)
        cell = (x1 - x0) / self._plate.size[0], (y1 - y0) / self._plate.size[1]
        if abs(cell[0] / cell[1] - 1) < 0.15:
            sx = sy = max(sx, sy)
        return sx, sy, (x0 + x1) / 2, (y0 + y1) / 2

    def pixels_of(self, at: Array) -> Array:
        """Return the pixels ``(n, 2)`` of places ``(n, 2)`` of the plane."""
        sx, sy, cx, cy = self._scales()
        middle = np.array([self.width() / 2, self.height() / 2])
        placed: Array = (at - np.array([cx, cy])) * np.array([sx, -sy]) + middle
        return placed

    def place_at(self, at: QPointF) -> tuple[float, float]:
        """Return the place of the plane at a pixel, kept within what is seen."""
        x, y = np.clip([at.x(), at.y()], 0, [self.width(), self.height()]).tolist()
        return self._from_pixel(QPointF(x, y))

    def _from_pixel(self, at: QPointF) -> tuple[float, float]:
        sx, sy, cx, cy = self._scales()
        return (at.x() - self.width() / 2) / sx + cx, cy - (at.y() - self.height() / 2) / sy

    # painting ------------------------------------------------------------------

    def _paint_field(self, painter: QPainter, plate: Plate) -> None:
        if plate.image is not None:
            x0, x1, y0, y1 = plate.extent
            (left, top), (right, bottom) = self.pixels_of(np.array([[x0, y1], [x1, y0]]))
            painter.drawImage(QRectF(left, top, right - left, bottom - top), plate.image)
        if len(plate.levels):
            painter.setPen(QPen(theme().color("text", 0.28), px(1) * 0.8))
            painter.drawLines(lines(self.pixels_of(plate.levels)))
        if len(plate.borders):
            color = QColor("#FFFFFF") if theme().name == "dark" else theme().color("text")
            # Square ends close the joints as round ones do, in a quarter of their time.
            painter.setPen(QPen(color, 1.5 * px(10) / 10))
            painter.drawLines(lines(self.pixels_of(plate.borders)))

    def _sample_layer(self) -> QPixmap:
        assert self._plate is not None
        ratio = self.devicePixelRatioF()
        key = (self.size(), ratio, self._scales(), theme().name, px(100), self._marked,
               bool(self.caption))  # fmt: skip
        if self._layer is None or key != self._layer_key:
            self._layer = QPixmap(self.size() * ratio)
            self._layer.setDevicePixelRatio(ratio)
            self._layer.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._layer)
            self._paint_samples(painter, ratio)
            painter.end()
            self._layer_key = key
        return self._layer

    def _paint_samples(self, painter: QPainter, ratio: float | None) -> None:
        shown = self._samples
        if shown is None or not len(shown.at):
            return
        radius = radius_for(len(shown.at), self.width(), self.height())
        # Where several stand side by side, what lies under the samples matters more.
        radius *= 0.65 if self.caption else 1.0
        at = self.pixels_of(shown.at)
        paint_points(painter, at, shown.shades, shown.parts, shown.colors, radius, ratio)
        if self._marked and shown.rows is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_rings(painter, at[np.isin(shown.rows, list(self._marked))], radius)

    def _paint_wrong(self, painter: QPainter, plate: Plate) -> None:
        if not len(plate.wrong):
            return
        count = len(self._samples.at) if self._samples is not None else 1
        radius = radius_for(count, self.width(), self.height()) * 1.6
        paint_circles(painter, self.pixels_of(plate.wrong), radius)

    def _paint_names(self, painter: QPainter, area: QRectF) -> float:
        """Paint the axes' names and return where the lower one begins."""
        gap, (across, up) = px(6), self.names
        if self.caption and area.width() < px(300):
            across = up = ""
        inner = area.adjusted(gap, gap, -gap, -gap)
        if up:
            chip(painter, f"{up} ↑", inner.topLeft(), "left", inner)
        if not across:
            return inner.right()
        return chip(painter, f"{across} →", inner.bottomRight(), "right", inner).left()

    def _paint_cursor(self, painter: QPainter, area: QRectF) -> None:
        assert self._cursor is not None
        if self.brushing or self._stroke is not None:
            painter.setBrush(theme().color("accent", 0.12))
            painter.setPen(QPen(theme().color("accent"), 1.5))
            painter.drawEllipse(self._cursor, px(BRUSH), px(BRUSH))
            return
        text = self.read(*self._from_pixel(self._cursor))
        if not text:
            return
        painter.setPen(QPen(theme().color("text", 0.22), 1))
        painter.drawLine(QPointF(self._cursor.x(), 0), QPointF(self._cursor.x(), area.height()))
        painter.drawLine(QPointF(0, self._cursor.y()), QPointF(area.width(), self._cursor.y()))
        at = self._cursor + QPointF(px(10), px(10))
        if at.x() > area.width() * 0.6:
            chip(painter, text, self._cursor + QPointF(-px(10), px(10)), "right", area)
        else:
            chip(painter, text, at, "left", area)
