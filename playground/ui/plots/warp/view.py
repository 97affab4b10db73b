"""Paints a warp at a moment: the bent mesh, the samples on it, and what cuts them apart."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.engine.warping.projection import Projector
from playground.engine.warping.warp import Warp
from playground.kernels.array import Array
from playground.ui.plots.camera import DISTANCE, Camera
from playground.ui.plots.decisions.plate import Samples
from playground.ui.plots.legend import Legend, paint_legend
from playground.ui.plots.lettering import chip
from playground.ui.plots.painted import Painted
from playground.ui.plots.points import paint_points, radius_for
from playground.ui.plots.polygon import polygon
from playground.ui.plots.warp import shapes
from playground.ui.plots.warp.ruled import paint_ticks
from playground.ui.theme import px, theme

FADE = 0.25
"""Part of the last layer over which the read-out's border appears."""


class WarpView(Painted):
    """Shows a `Warp` at a time t through a `Projector`, in the plane or in space.

    Attributes
    ----------
    t
        Number of layers passed; with a fraction, a moment inside a layer.
    samples
        Colours and marks of the samples; their places come from the warp.
    ringed
        Which samples are marked, ``(k,)``.
    caption, names
        What is shown, in words, and what the axes are called.
    decides, mesh, shade
        Whether the read-out's border, the mesh, and its local area are painted.
    hasty
        Whether the local area is painted in cells of twice the size, in a quarter of the time.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.t = 0.0
        self.warp: Warp | None = None
        self.projector = Projector()
        self.camera = Camera()
        self.samples: Samples | None = None
        self.legend: Legend | None = None
        self.ringed = np.zeros(0, bool)
        self.caption = ""
        self.notice = ""
        self.names: tuple[str, ...] = ()
        self.decides = False
        self.mesh = self.shade = True
        self.hasty = False
        self.lasso: list[QPointF] = []
        self._placed = np.empty((0, 2))
        self._creased = False

    @property
    def placed(self) -> Array:
        """Where the samples were painted last, ``(k, 2)`` in pixels."""
        return self._placed

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the moment; `vector` avoids pixmaps, for SVG and PDF."""
        area = QRectF(self.rect())
        painter.fillRect(area, theme().color("field"))
        if self.warp is None or not self.projector.projections:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(area)
        self._creased = False
        mesh, points = self.projector.seen(self.warp, self.t)
        window = self.projector.window(self.t)
        if self.projector.axes == 3:
            self._paint_space(painter, mesh, points, window, vector)
        else:
            self._paint_plane(painter, mesh, points, window, vector)
        self._paint_words(painter, area)

    # in the plane -------------------------------------------------------------

    def _to_pixels(self, at: Array, window: tuple[Array, Array]) -> Array:
        low, high = window
        room = np.array([self.width() - px(16), self.height() - px(16)])
        scale = float((room / (high - low)).min())
        middle = np.array([self.width() / 2, self.height() / 2])
        placed: Array = (at - (low + high) / 2) * np.array([scale, -scale]) + middle
        return placed

    def _paint_plane(
        self, painter: QPainter, mesh: Array, points: Array, window: tuple[Array, Array],
        vector: bool,
    ) -> None:  # fmt: skip
        paint_ticks(painter, *self._visible(window), (self.width(), self.height()))
        at = self._to_pixels(mesh, window)
        self._paint_mesh(painter, at, None, None)
        share = self._decided()
        if share and self._read_out_axes() == 2:
            assert self.warp is not None
            low, high = self._visible(window)
            found = shapes.decision_segments(
                self.warp.read_weight, self.warp.read_bias, low, high
            )
            self._paint_border(painter, self._to_pixels(found, window), share)
        self._paint_points(painter, self._to_pixels(points, window), None, vector)

    def _visible(self, window: tuple[Array, Array]) -> tuple[Array, Array]:
        """Return the corners of all that the widget shows."""
        corners = np.array([[0.0, self.height()], [self.width(), 0.0]])
        origin, one = self._to_pixels(np.array([[0.0, 0.0], [1.0, 1.0]]), window)
        seen = (corners - origin) / (one - origin)
        return seen[0], seen[1]

    # in space ------------------------------------------------------------------

    def _paint_space(
        self, painter: QPainter, mesh: Array, points: Array, window: tuple[Array, Array],
        vector: bool,
    ) -> None:  # fmt: skip
        low, high = window
        middle = (low + high) / 2
        self.camera.target = (float(middle[0]), float(middle[1]), float(middle[2]))
        self.camera.radius = float(np.linalg.norm(high - low)) / 2 * 0.8
        size = (float(self.width()), float(self.height()))
        shapes.paint_box(painter, self.camera, low, high, size, self.names[:3])
        at, depth = self.camera.project(mesh, size) if len(mesh) else (mesh[:, :2], mesh[:, 0])
        spots, far = self.camera.project(points, size)
        self._placed = spots
        cut = self._plane(low, high)
        if cut is None:
            self._paint_mesh(painter, at, depth, None)
            self._paint_points(painter, spots, far, vector)
            return
        polygon3, normal, offset = cut
        eye = middle + self.camera.axes()[2] * DISTANCE * self.camera.radius
        ours = float(np.sign(eye @ normal + offset)) or 1.0
        on_mesh, on_points = (np.sign(x @ normal + offset) == ours for x in (mesh, points))
        self._paint_mesh(painter, at, depth, ~on_mesh)
        self._paint_points(painter, spots, far, vector, ~on_points)
        self._paint_cut(painter, self.camera.project(polygon3, size)[0])
        self._paint_mesh(painter, at, depth, on_mesh)
        self._paint_points(painter, spots, far, vector, on_points)
        self._placed = spots

    def _plane(self, low: Array, high: Array) -> tuple[Array, Array, float] | None:
        """Return the read-out's plane in the box, its normal and offset; None: not to be seen."""
        if not self._decided() or self._read_out_axes() != 3 or self.warp is None:
            return None
        found = shapes.normal_of(self.warp.read_weight, self.warp.read_bias)
        if found is None:
            return None
        polygon3 = shapes.plane_in_box(*found, low, high)
        return (polygon3, *found) if len(polygon3) else None

    def _paint_cut(self, painter: QPainter, at: Array) -> None:
        share = self._decided()
        painter.setPen(QPen(theme().color("text", 0.8 * share), 1.4))
        painter.setBrush(theme().color("text", 0.13 * share))
        painter.drawPolygon(polygon(at))

    # both ------------------------------------------------------------------------

    def _decided(self) -> float:
        """Return how far the read-out's border has appeared, from 0 to 1."""
        if self.warp is None or not self.decides:
            return 0.0
        return min(max(1 - (len(self.warp.legs) - self.t) / FADE, 0.0), 1.0)

    def _read_out_axes(self) -> int:
        """Return the axes of the space that is read out, where all of them are seen."""
        assert self.warp is not None
        width = len(self.warp.read_weight)
        return width if width <= self.projector.axes else 0

    def _paint_border(self, painter: QPainter, segments: Array, share: float) -> None:
        shapes.paint_segments(painter, segments, theme().color("panel", share), 4.0)
        shapes.paint_segments(painter, segments, theme().color("text", share), 1.8)

    def _paint_mesh(
        self, painter: QPainter, at: Array, depth: Array | None, only: Array | None
    ) -> None:
        warp = self.warp
        assert warp is not None
        if not self.mesh or not len(at):
            return
        if not warp.has_sheet:
            joined = warp.lines if only is None else warp.lines[only[warp.lines].all(axis=1)]
            shapes.paint_mesh(painter, at, joined, 0.5)
            return
        if self.shade:
            self._paint_sheet(painter, at, depth, only)
        joined = warp.lines
        if only is not None:
            joined = joined[only[joined].mean(axis=1) > 0.5]
        shapes.paint_mesh(painter, at, joined, 0.34)
        color = shapes.crease_color()
        gone = shapes.dead_edges(warp.dead(self.t), warp.lines, at)
        shapes.paint_segments(painter, gone, color, 1.3)
        sine = warp.orientation(self.t)
        folds = gone[:0] if sine is None else shapes.fold_segments(sine, warp.shape, at)
        shapes.paint_segments(painter, folds, color, 2.2)
        self._creased = bool(len(gone) or len(folds))

    def _paint_sheet(
        self, painter: QPainter, at: Array, depth: Array | None, only: Array | None
    ) -> None:
        assert self.warp is not None
        shape, areas = self.warp.shape, self.warp.areas(self.t)
        if self.hasty and all(count % 2 for count in shape):
            some = shapes.every_other(shape)
            shape = (shape[0] // 2 + 1, shape[1] // 2 + 1)
            at, areas = at[some], areas[some]
            depth, only = (None if a is None else a[some] for a in (depth, only))
        cells = shapes.corners(at, shape)
        shades = shapes.shades_of(areas, shape).ravel()
        order = np.argsort(shades, kind="stable")
        if depth is not None:
            order = np.argsort(-shapes.corners(depth[:, None], shape).mean(axis=(1, 2)))
        if only is not None:
            kept = shapes.corners(only[:, None].astype(float), shape).mean(axis=(1, 2)) > 0.5
            order = order[kept[order]]
        shapes.paint_cells(painter, cells[order], shades[order])

    def _paint_points(
        self, painter: QPainter, at: Array, depth: Array | None, vector: bool,
        only: Array | None = None,
    ) -> None:  # fmt: skip
        self._placed = at
        shown = self.samples
        if shown is None or len(shown.shades) != len(at):
            return
        order = np.arange(len(at)) if depth is None else np.argsort(-depth)
        if only is not None:
            order = order[only[order]]
        radius = radius_for(len(at), self.width(), self.height()) * 0.9
        ratio = None if vector else self.devicePixelRatioF()
        paint_points(
            painter, at[order], shown.shades[order], shown.parts[order], shown.colors, radius,
            ratio,
        )  # fmt: skip
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().color("text"), 1.4 * px(10) / 10))
        for row in order[self.ringed[order]] if len(self.ringed) == len(at) else ():
            painter.drawEllipse(QPointF(*at[row]), radius * 1.7, radius * 1.7)

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        gap = px(6)
        inner, taken = area.adjusted(gap, gap, -gap, -gap), 0.0
        if self.caption:
            taken = chip(painter, self.caption, inner.topLeft(), "left", inner).right()
        shaded = self.warp is not None and self.warp.has_sheet and self.mesh and self.shade
        shapes.paint_key(painter, area.adjusted(taken, 0, 0, 0), shaded, self._creased)
        if self.projector.axes == 2 and len(self.names) > 1:
            room = inner.adjusted(0, 0, 0, -px(10))
            chip(painter, f"{self.names[0]} →", room.bottomRight(), "right", room)
            if area.height() > px(190):
                below = inner.topLeft() + QPointF(0, px(24))
                chip(painter, f"{self.names[1]} ↑", below, "left", inner)
        if self.legend is not None:
            paint_legend(painter, self.legend, area, inner.width() * 0.7, np.empty((0, 2)))
        if self.notice:
            top = QPointF(area.center().x(), area.height() * 0.4)
            chip(painter, self.notice, top, "center", area)
        if len(self.lasso) > 1:
            painter.setPen(QPen(theme().color("accent"), 1.4, Qt.PenStyle.DashLine))
            painter.setBrush(theme().color("accent", 0.12))
            painter.drawPolygon(self.lasso)
