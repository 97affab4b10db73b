"""A loss surface seen in space: a shaded block with the paths laid over it."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.kernels.array import Array
from playground.ui.plots.camera import Camera, CameraHand
from playground.ui.plots.colors import class_color
from playground.ui.plots.height_field import Sight, cast
from playground.ui.plots.legend import Legend, paint_legend
from playground.ui.plots.paths import paint_ball, paint_start, path_color
from playground.ui.plots.relief import Relief, smooth
from playground.ui.plots.viridis import viridis_colors, viridis_table
from playground.ui.theme import mix, px, theme, themes

AZIMUTH, ELEVATION = -68.0, 54.0
"""Where the eye stands at first, in degrees."""

LOWEST = 8.0
"""Degrees above the ground below which the eye does not sink."""

LIGHT = np.array([-0.5, -0.35, 0.8])
"""Where the light comes from."""

FINE = 200
"""Samples along a side below which the skin is made finer than the surface."""

BEHIND = 0.05
"""How much farther than the ground in front of it a thread is where it is hidden."""


class ReliefScene(QWidget):
    """Paints a `Relief` in space; dragging turns it, the wheel zooms, a double click resets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._relief: Relief | None = None
        self._skin: Array = np.empty((0, 0), np.uint32)
        self._seen: tuple[object, ...] = ()
        self._image: QImage | None = None
        self._nearness: Array = np.empty((0, 0))
        self.camera = Camera()
        self._reset()
        self.hand = CameraHand(self, self.camera, self.update, self._reset)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setToolTip("Drag to turn, wheel to zoom, double click to go back")
        themes().changed.connect(self._dress)

    def show_relief(self, relief: Relief | None) -> None:
        """Show another surface."""
        self._relief = relief
        self._dress(None)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a comfortable size."""
        return QSize(px(320), px(220))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the scene."""
        painter = QPainter(self)
        self.paint(painter)
        painter.end()

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the scene."""
        area = QRectF(self.rect())
        painter.fillRect(area, theme().color("field"))
        relief = self._relief
        if relief is None:
            return
        sight = self._sight(relief)
        self._cast(relief, sight)
        assert self._image is not None
        painter.setClipRect(area)
        painter.drawImage(QPointF(0, 0), self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for m in range(relief.members):
            self._paint_path(painter, relief, sight, m)
        self._paint_balls(painter, relief, sight)
        self._paint_legend(painter, relief, area)

    def _sight(self, relief: Relief) -> Sight:
        x0, x1, y0, y1 = relief.extent
        longer = max(x1 - x0, y1 - y0)
        size = max(self.width(), 2), max(self.height(), 2)
        scale = self.camera.zoom * min(0.4 * size[0], 0.55 * size[1])
        elevation = min(max(self.camera.elevation, LOWEST), 90.0)
        half = (x1 - x0) / longer, (y1 - y0) / longer
        return Sight(self.camera.azimuth, elevation, scale, size, half)

    def _cast(self, relief: Relief, sight: Sight) -> None:
        key = (sight, id(relief), theme().name)
        if key == self._seen:
            return
        ground, panel = theme().color("field"), theme().color("text")
        walls = mix(ground, panel, 0.2).rgb(), mix(ground, panel, 0.12).rgb()
        heights = np.clip(relief.heights, 0, 1)
        picture, nearness = cast(sight, heights, self._skin, walls, ground.rgb())
        upright = np.ascontiguousarray(picture)
        height, width = upright.shape
        image = QImage(upright.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        self._image, self._nearness, self._seen = image.copy(), nearness, key

    def _placed(self, relief: Relief, sight: Sight, places: Array) -> tuple[Array, Array, Array]:
        """Return pixels of places ``(n, 2)`` of the plane, and which are in sight and on it."""
        x0, x1, y0, y1 = relief.extent
        middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
        flat = (places - middle) / (max(x1 - x0, y1 - y0) / 2)
        height = 2 * np.clip(relief.height_at(places), 0, 1) - 1 + 0.03
        at, towards = sight.place(flat, height)
        on = np.isfinite(at).all(axis=1) & (np.abs(flat) <= np.array(sight.half) + 1e-9).all(axis=1)
        columns = np.clip(np.nan_to_num(at[:, 0]), 0, sight.size[0] - 1).astype(int)
        rows = np.clip(np.nan_to_num(at[:, 1]), 0, sight.size[1] - 1).astype(int)
        front = on & (self._nearness[rows, columns] < towards + BEHIND)
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
        pieces = np.flatnonzero(on[:-1] & on[1:])
        strength = 0.45 + 0.55 * (pieces + 1) / len(at)
        strength *= np.where(front[pieces] & front[pieces + 1], 1.0, 0.25)
        for ink, width in (("#0B0D10", px(10) / 2.4), ("", px(10) / 4.2)):
            for i, strong in zip(pieces.tolist(), strength.tolist(), strict=True):
                color = QColor(ink) if ink else path_color(member, relief.members)
                color.setAlphaF(strong * (0.4 if ink else 1.0))
                painter.setPen(QPen(color, width))
                painter.drawLine(QPointF(*at[i]), QPointF(*at[i + 1]))

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

    def _dress(self, _: object) -> None:
        self._seen = ()
        if self._relief is not None:
            self._skin = skin(self._relief)
        self.update()

    def _reset(self) -> None:
        self.camera.azimuth, self.camera.elevation, self.camera.zoom = AZIMUTH, ELEVATION, 1.0


def skin(relief: Relief) -> Array:
    """Return the pixels of a surface: coloured by height, lit, with its lines of equal loss."""
    heights = relief.heights
    if max(heights.shape) <= FINE:
        heights = smooth(heights, 3)
    x0, x1, y0, y1 = relief.extent
    longer = max(x1 - x0, y1 - y0) / 2
    cell = (y1 - y0) / longer / heights.shape[0], (x1 - x0) / longer / heights.shape[1]
    up, across = np.gradient(0.8 * heights, *cell)
    normal = np.stack([-across, -up, np.ones_like(up)], axis=-1)
    light = normal @ (LIGHT / np.linalg.norm(LIGHT)) / np.linalg.norm(normal, axis=-1)
    shine = 0.42 + 0.66 * np.clip(light, 0, 1)
    steep = np.hypot(up * cell[0], across * cell[1]) / 0.8 + 1e-9
    line = np.clip(1.6 - _away(heights, relief.scale.levels()) / steep, 0, 1)
    shine *= 1 + (0.2 if theme().name == "dark" else -0.2) * line
    table = viridis_table(theme(), 0.95)
    color = table[np.rint(np.clip(heights, 0, 1) * 255).astype(np.intp)] * shine[..., None]
    red, green, blue = np.moveaxis(np.clip(color, 0, 255).astype(np.uint32), -1, 0)
    pixels: Array = (np.uint32(255) << 24) | (red << 16) | (green << 8) | blue
    return pixels


def _away(heights: Array, levels: Array) -> Array:
    """Return how far heights are from the nearest of some evenly spaced levels."""
    if len(levels) < 2:
        return np.abs(heights - levels[0]) if len(levels) else np.full(heights.shape, np.inf)
    step = levels[1] - levels[0]
    within = (heights - levels[0]) / step
    off: Array = np.abs(within - np.clip(np.rint(within), 0, len(levels) - 1)) * step
    return off
