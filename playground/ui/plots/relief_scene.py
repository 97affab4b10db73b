"""A loss surface seen in space: a shaded mesh with the paths laid over it."""

from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.kernels.array import Array
from playground.ui.plots.camera import Camera, CameraHand
from playground.ui.plots.colors import class_color
from playground.ui.plots.legend import Legend, paint_legend
from playground.ui.plots.paths import paint_ball, paint_start, path_color
from playground.ui.plots.polygon import polygon
from playground.ui.plots.relief import Relief
from playground.ui.plots.viridis import viridis_colors, viridis_table
from playground.ui.theme import px, theme, themes

CELLS = 56
"""Cells of the mesh along a side, at most: as many as can be painted in a frame."""

RELIEF = 0.55
"""Height of the surface against half its width."""

AZIMUTH, ELEVATION = -74.0, 50.0
"""Where the eye stands at first, in degrees."""

LIGHT = np.array([-0.45, -0.35, 0.82])
"""Where the light comes from."""


class ReliefScene(QWidget):
    """Paints a `Relief` in space; dragging turns it, the wheel zooms, a double click resets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._relief: Relief | None = None
        self._mesh: Array = np.empty((0, 0, 3))
        self._colors: list[QColor] = []
        self.camera = Camera(azimuth=AZIMUTH, elevation=ELEVATION)
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
        """Paint the scene, what is far away first."""
        area = QRectF(self.rect())
        painter.fillRect(area, theme().color("field"))
        relief = self._relief
        if relief is None:
            return
        painter.setClipRect(area)
        rows, columns = self._mesh.shape[:2]
        seen, depth = self.camera.project(self._mesh.reshape(-1, 3), self._size())
        seen, depth = seen.reshape(rows, columns, 2), depth.reshape(rows, columns)
        corners = np.stack([seen[:-1, :-1], seen[:-1, 1:], seen[1:, 1:], seen[1:, :-1]], axis=2)
        far = (depth[:-1, :-1] + depth[1:, 1:] + depth[:-1, 1:] + depth[1:, :-1]).ravel() / 4
        pieces = list(self._pieces(relief))
        ends = np.array([piece[0] for piece in pieces]).reshape(-1, 3)
        at, near = self.camera.project(ends, self._size())
        threads = at.reshape(-1, 2, 2)
        # A thread lies on the cells around it: it goes a little before them.
        order = np.concatenate([far, near.reshape(-1, 2).mean(axis=1) - 0.05]).argsort()[::-1]
        self._paint_all(painter, corners.reshape(-1, 4, 2), threads, pieces, order)
        self._paint_balls(painter, relief)
        self._paint_legend(painter, relief, area)

    def _paint_all(
        self,
        painter: QPainter,
        cells: Array,
        threads: Array,
        pieces: list[tuple[Array, QColor]],
        order: Array,
    ) -> None:
        # Cells grow by half a pixel, or the ground would shine through between them.
        middle = cells.mean(axis=1, keepdims=True)
        away = cells - middle
        cells = middle + away * (1 + 0.7 / np.maximum(np.linalg.norm(away, axis=2), 1)[..., None])
        count, lit = len(cells), self._colors
        painter.setPen(Qt.PenStyle.NoPen)
        for i in order.tolist():
            if i < count:
                painter.setBrush(lit[i])
                painter.drawConvexPolygon(polygon(cells[i]))
                continue
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            color = pieces[i - count][1]
            pen = QPen(color, px(10) / 4.5)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            (x0, y0), (x1, y1) = threads[i - count].tolist()
            painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_balls(self, painter: QPainter, relief: Relief) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        start, _ = self.camera.project(self._raised(relief, relief.arrays["path"][0, :1]),
                                       self._size())  # fmt: skip
        paint_start(painter, QPointF(*start[0].tolist()))
        at, depth = self.camera.project(
            self._raised(relief, relief.arrays["ball"], 0.05), self._size()
        )
        for m in depth.argsort()[::-1].tolist():
            if not relief.arrays["gone"][m] and np.isfinite(relief.arrays["ball"][m]).all():
                paint_ball(painter, QPointF(*at[m].tolist()), path_color(m, relief.members))

    def _paint_legend(self, painter: QPainter, relief: Relief, area: QRectF) -> None:
        bar = Legend(limits=relief.scale.ends, shades=viridis_colors(theme(), 9))
        paint_legend(painter, bar, area, area.width(), np.array([[area.right() - px(8), px(8.0)]]))
        if relief.labels:
            named = tuple((name, class_color(theme(), m)) for m, name in enumerate(relief.labels))
            corner = np.array([[px(30.0), area.bottom() - px(12.0)]])
            paint_legend(painter, Legend(named), area, area.width() * 0.62, corner)

    def _dress(self, _: object) -> None:
        relief = self._relief
        if relief is not None:
            self._mesh = self._meshed(relief)
            self._colors = _lit(self._mesh)
        self.update()

    def _meshed(self, relief: Relief) -> Array:
        """Return the corners of the mesh ``(rows, columns, 3)``, half as wide as 1."""
        x0, x1, y0, y1 = relief.extent
        aspect = (x1 - x0) / (y1 - y0)
        columns = CELLS if aspect >= 1 else max(8, round(CELLS * aspect))
        rows = CELLS if aspect <= 1 else max(8, round(CELLS / aspect))
        a, b = np.meshgrid(np.linspace(x0, x1, columns + 1), np.linspace(y0, y1, rows + 1))
        places = np.stack([a, b], axis=-1).reshape(-1, 2)
        return self._raised(relief, places).reshape(rows + 1, columns + 1, 3)

    def _raised(self, relief: Relief, places: Array, above: float = 0.012) -> Array:
        """Return where places ``(n, 2)`` of the plane stand on the surface, ``(n, 3)``."""
        x0, x1, y0, y1 = relief.extent
        half = max(x1 - x0, y1 - y0) / 2
        middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
        height = np.clip(relief.height_at(places), 0, 1) * 2 - 1
        flat = np.clip((places - middle) / half, -1, 1)
        return np.concatenate([flat, (height * RELIEF / 1.4 + above)[:, None]], axis=1)

    def _pieces(self, relief: Relief) -> Iterator[tuple[Array, QColor]]:
        """Yield the short threads ``(2, 3)`` that paths are made of, with their colours."""
        for m in range(relief.members):
            path = np.concatenate([relief.arrays["path"][m], relief.arrays["ball"][m : m + 1]])
            path = path[np.isfinite(path).all(axis=1)]
            if len(path) < 2:
                continue
            # Long steps are cut, so that they follow the ground.
            at = np.linspace(0, len(path) - 1, max(len(path), 48))
            dense = np.stack([np.interp(at, np.arange(len(path)), path[:, i]) for i in (0, 1)], 1)
            raised = self._raised(relief, dense, 0.03)
            for i, (a, b) in enumerate(zip(raised[:-1], raised[1:], strict=True)):
                color = path_color(m, relief.members)
                color.setAlphaF(0.35 + 0.65 * (i + 1) / (len(raised) - 1))
                yield np.stack([a, b]), color

    def _size(self) -> tuple[float, float]:
        return float(self.width()), float(self.height())

    def _reset(self) -> None:
        self.camera.azimuth, self.camera.elevation = AZIMUTH, ELEVATION
        self.camera.target, self.camera.radius = (0.0, 0.0, -0.08), 1.0
        self.camera.zoom = 1.45


def _lit(mesh: Array) -> list[QColor]:
    """Return the colour of every cell: by its height, lighter where it faces the light."""
    across = mesh[:-1, 1:] - mesh[:-1, :-1]
    up = mesh[1:, :-1] - mesh[:-1, :-1]
    normal = np.cross(across, up)
    normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
    light = np.clip(normal @ (LIGHT / np.linalg.norm(LIGHT)), 0, 1)
    height = mesh[:-1, :-1, 2] / (RELIEF / 1.4) / 2 + 0.5
    table = viridis_table(theme(), 0.94)
    color = table[np.rint(np.clip(height, 0, 1) * 255).astype(int)]
    color = np.clip(color * (0.5 + 0.62 * light[..., None]), 0, 255).round().astype(int)
    return [QColor(r, g, b) for r, g, b in color.reshape(-1, 3).tolist()]
