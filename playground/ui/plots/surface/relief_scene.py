"""A loss surface seen in space: a shaded block with the paths laid over it."""

from collections.abc import Callable
from math import atan2, cos, degrees, hypot, radians, sin

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.kernels.array import Array
from playground.ui.plots.camera import Camera, CameraHand
from playground.ui.plots.colors import class_color
from playground.ui.plots.legend import Legend, paint_legend
from playground.ui.plots.lettering import chip, font
from playground.ui.plots.polygon import polygon
from playground.ui.plots.surface.graphics import graphics
from playground.ui.plots.surface.height_field import FOOT, HEIGHT, Sight
from playground.ui.plots.surface.paths import paint_ball, paint_start, path_color
from playground.ui.plots.surface.place_hand import PlaceHand
from playground.ui.plots.surface.relief import Relief
from playground.ui.plots.surface.relief_block import ReliefBlock
from playground.ui.plots.surface.sight_lines import hidden, met
from playground.ui.plots.viridis import viridis_colors
from playground.ui.theme import px, theme, themes

AZIMUTH, ELEVATION = -68.0, 54.0
"""Where the eye stands at first, in degrees."""

LOWEST = 8.0
"""Degrees above the ground below which the eye does not sink."""

ABOVE = 0.03
"""How far above the ground, in heights of it, paths and balls are laid."""

PIECES = 14
"""Steps in which a path fades."""

ROOMY = (330, 220)
"""Width and height from which there is room for the names of the axes."""

PRINT = 2.0
"""Pixels of a picture of shapes for each of the screen."""

TIP = (
    "Drag to turn, wheel to zoom, double click to go back. Point at a place to see the boundary "
    "with the weights there; click to put the network there and let it go on"
)


class ReliefScene(QWidget):
    """Paints a `Relief` in space; dragging turns it, the wheel zooms, a double click resets.

    Parameters
    ----------
    read
        Writes what is at a place, for the label at the cursor.

    Signals
    -------
    pointed(object)
        The cursor is over this place (a, b) of the plane, or None: over none.
    chosen(float, float)
        A place was clicked.
    """

    pointed = Signal(object)
    chosen = Signal(float, float)

    def __init__(self, read: Callable[[float, float], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.read = read
        self._relief: Relief | None = None
        self._cursor: QPointF | None = None
        self._over = False
        self.block = ReliefBlock()
        self.camera = Camera()
        self._reset()
        self.hand = CameraHand(self, self.camera, self.update, self._reset)
        pointer = PlaceHand(self)
        pointer.moved.connect(self._point)
        pointer.clicked.connect(self._choose)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setToolTip(TIP)
        self.setAccessibleDescription(TIP)
        themes().changed.connect(self._dress)
        graphics().settled.connect(self.update)

    def show_relief(self, relief: Relief | None) -> None:
        """Show another surface."""
        self._relief = relief
        self.update()

    def draw_automatically(self, on: bool) -> None:
        """Draw by OpenGL where that is quick, or never."""
        if on != self.block.automatic:
            self.block.automatic = on
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a comfortable size."""
        return QSize(px(320), px(220))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the scene."""
        with QPainter(self) as painter:
            self.paint(painter)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the scene."""
        area = QRectF(self.rect())
        painter.fillRect(area, theme().color("field"))
        relief = self._relief
        if relief is None:
            return
        sight = self.sight(relief)
        ratio = PRINT if vector else max(painter.deviceTransform().m11(), 1.0)
        saved = vector or ratio > 1.01 * self.devicePixelRatioF()
        painter.setClipRect(area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, self.block.picture(relief, sight, ratio, saved))
        for m in range(relief.members):
            self._paint_path(painter, relief, sight, m)
        self._paint_balls(painter, relief, sight)
        if area.width() >= px(ROOMY[0]) and area.height() >= px(ROOMY[1]):
            _paint_axes(painter, relief, sight)
        self._paint_legend(painter, relief, area)
        if self._cursor is not None:
            self._paint_cursor(painter, relief, sight, area)

    def sight(self, relief: Relief) -> Sight:
        """Return how a surface is seen now."""
        x0, x1, y0, y1 = relief.extent
        longer = max(x1 - x0, y1 - y0)
        size = max(self.width(), 2), max(self.height(), 2)
        half = (x1 - x0) / longer, (y1 - y0) / longer
        elevation = min(max(self.camera.elevation, LOWEST), 90.0)
        scale = self.camera.zoom * _fitting(size, half)
        return Sight(self.camera.azimuth, elevation, scale, size, half)

    def place_at(self, at: QPointF) -> tuple[float, float] | None:
        """Return the place (a, b) of the plane that is seen at a pixel, None beside the surface."""
        relief = self._relief
        if relief is None:
            return None
        ground = met(self.sight(relief), np.clip(relief.heights, 0, 1), at.x(), at.y())
        if ground is None:
            return None
        middle, unit = _ground_of(relief)
        return tuple((middle + unit * np.array(ground)).tolist())

    def _placed(self, relief: Relief, sight: Sight, places: Array) -> tuple[Array, Array, Array]:
        """Return pixels of places ``(n, 2)`` of the plane, and which are in sight and on it."""
        middle, unit = _ground_of(relief)
        flat = (places - middle) / unit
        height = 2 * np.clip(relief.height_at(places), 0, 1) - 1 + ABOVE
        at, _ = sight.place(flat, height)
        on = np.isfinite(at).all(axis=1) & (np.abs(flat) <= np.array(sight.half) + 1e-9).all(axis=1)
        front = on.copy()
        heights = np.clip(relief.heights, 0, 1)
        front[on] = ~hidden(sight, heights, flat[on], height[on])
        return at, front, on

    def _paint_path(self, painter: QPainter, relief: Relief, sight: Sight, member: int) -> None:
        path = np.concatenate(
            [relief.arrays["path"][member], relief.arrays["ball"][member : member + 1]]
        )
        path = path[np.isfinite(path).all(axis=1)]
        if len(path) < 2:
            return
        # Long steps are cut, so that they follow the ground.
        places = np.linspace(0, len(path) - 1, max(3 * len(path), 90))
        known = np.arange(len(path))
        dense = np.stack([np.interp(places, known, path[:, i]) for i in (0, 1)], axis=1)
        at, front, on = self._placed(relief, sight, dense)
        share = np.ceil(np.arange(1, len(at)) / (len(at) - 1) * PIECES) / PIECES
        strength = (0.65 + 0.35 * share) * np.where(front[:-1] & front[1:], 1.0, 0.3)
        strength = np.where(on[:-1] & on[1:], strength, 0.0)
        edges = [0, *(np.flatnonzero(np.diff(strength)) + 1).tolist(), len(strength)]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ink, width in (("#0B0D10", px(10) / 2.4), ("", px(10) / 4.2)):
            color = QColor(ink) if ink else path_color(member, relief.members)
            for first, last in zip(edges[:-1], edges[1:], strict=True):
                if strength[first] > 0:
                    color.setAlphaF(float(strength[first]) * (0.55 if ink else 1.0))
                    pen = QPen(color, width)
                    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
                    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
                    painter.setPen(pen)
                    painter.drawPolyline(polygon(at[first : last + 1]))

    def _paint_balls(self, painter: QPainter, relief: Relief, sight: Sight) -> None:
        start, _, there = self._placed(relief, sight, relief.arrays["path"][0, :1])
        if there[0]:
            paint_start(painter, QPointF(*start[0]))
        at, front, on = self._placed(relief, sight, relief.arrays["ball"])
        for m in np.flatnonzero(on & ~relief.arrays["gone"]).tolist():
            painter.setOpacity(1.0 if front[m] else 0.55)
            paint_ball(painter, QPointF(*at[m]), path_color(m, relief.members))
        painter.setOpacity(1.0)

    def _paint_legend(self, painter: QPainter, relief: Relief, area: QRectF) -> None:
        bar = Legend(limits=relief.scale.ends, shades=viridis_colors(theme(), 9))
        paint_legend(painter, bar, area, area.width(), np.array([[area.right() - px(8), px(8.0)]]))
        if relief.labels:
            named = tuple((name, class_color(theme(), m)) for m, name in enumerate(relief.labels))
            corner = np.array([[px(30.0), area.bottom() - px(12.0)]])
            paint_legend(painter, Legend(named), area, area.width() * 0.62, corner)

    def _paint_cursor(
        self, painter: QPainter, relief: Relief, sight: Sight, area: QRectF
    ) -> None:  # fmt: skip
        place = self.place_at(self._cursor)
        if place is None:
            return
        at = QPointF(*self._placed(relief, sight, np.array([place]))[0][0])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ink, width in (("#0B0D10", px(10) / 3), ("#FFFFFF", px(10) / 7)):
            painter.setPen(QPen(QColor(ink), width))
            painter.drawEllipse(at, px(7), px(7) * sin(radians(sight.elevation)))
        text = self.read(*place)
        if text:
            right = at.x() > area.width() * 0.6
            beside = at + QPointF(px(-12) if right else px(12), px(14))
            chip(painter, text, beside, "right" if right else "left", area)

    def _point(self, at: QPointF | None) -> None:
        self._cursor = at
        place = self.place_at(at) if at is not None else None
        if place is not None or self._over:
            self.pointed.emit(place)
            self.update()
        if (place is not None) != self._over:
            self._over = place is not None
            shape = Qt.CursorShape.CrossCursor if self._over else Qt.CursorShape.OpenHandCursor
            self.setCursor(shape)

    def _choose(self, at: QPointF) -> None:
        place = self.place_at(at)
        if place is not None:
            self.chosen.emit(*place)

    def _dress(self, _: object) -> None:
        self.update()

    def _reset(self) -> None:
        self.camera.azimuth, self.camera.elevation, self.camera.zoom = AZIMUTH, ELEVATION, 1.0


def _paint_axes(painter: QPainter, relief: Relief, sight: Sight) -> None:
    """Name the axes along the foot of the two sides that face the eye."""
    right, near = sight.axes
    painter.setFont(font(11))
    painter.setPen(theme().color("secondary"))
    for i, name in enumerate(relief.arrays["axes"].tolist()):
        # The side along one axis stands at an end of the other.
        ends = np.zeros((2, 2))
        ends[:, 1 - i] = np.copysign(sight.half[1 - i], near[1 - i])
        ends[:, i] = np.copysign(sight.half[i], right[i]) * np.array([-1, 1])
        (x0, y0), (x1, y1) = sight.place(ends, np.full(2, -FOOT / HEIGHT))[0].tolist()
        words = f"{name} →" if right[i] > 0 else f"← {name}"
        wide = painter.fontMetrics().horizontalAdvance(words)
        if wide > 0.8 * hypot(x1 - x0, y1 - y0):
            continue
        painter.save()
        painter.translate((x0 + x1) / 2, (y0 + y1) / 2)
        painter.rotate(degrees(atan2(y1 - y0, x1 - x0)))
        painter.drawText(QPointF(-wide / 2, px(16)), words)
        painter.restore()


def _ground_of(relief: Relief) -> tuple[Array, float]:
    """Return the middle of a surface's plane, and how much of it one unit of the block is."""
    x0, x1, y0, y1 = relief.extent
    return np.array([(x0 + x1) / 2, (y0 + y1) / 2]), max(x1 - x0, y1 - y0) / 2


def _fitting(size: tuple[int, int], half: tuple[float, float]) -> float:
    """Return the scale at which a block fits a picture, seen as at first."""
    a, e = radians(AZIMUTH), radians(ELEVATION)
    wide = half[0] * abs(sin(a)) + half[1] * abs(cos(a))
    deep = half[0] * abs(cos(a)) + half[1] * abs(sin(a))
    high = 2 * deep * sin(e) + (HEIGHT + FOOT) * cos(e)
    return min(0.46 * size[0] / wide, 0.97 * size[1] / high)
