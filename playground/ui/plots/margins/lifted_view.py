"""Paints a lifted plane: the sheet that rises, the flat cut at 0, and the points on it."""

from math import sqrt

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.camera import Camera
from playground.ui.plots.colors import class_color
from playground.ui.plots.legend import Legend, paint_legend
from playground.ui.plots.lettering import chip, font
from playground.ui.plots.margins.faces import fill_flat, paint_faces, shades
from playground.ui.plots.margins.sheet import TALL, Sheet
from playground.ui.plots.painted import Painted
from playground.ui.plots.points import TRAIN, paint_mark
from playground.ui.plots.polygon import lines, polygon
from playground.ui.theme import px, theme

AZIMUTH, ELEVATION = -62.0, 27.0
"""Where the eye stands at first, in degrees."""

STAGES = 3
"""Lift, cut, fall back: the moments between which `t` runs."""


def eased(t: float) -> float:
    """Return a way from 0 to 1 that starts and ends slowly, for t from 0 to 1."""
    t = min(max(t, 0.0), 1.0)
    return t * t * (3 - 2 * t)


class LiftedView(Painted):
    """Shows a `Sheet` at a moment t: 0 flat, 1 lifted, 2 cut, 3 fallen back.

    Attributes
    ----------
    t
        The moment.
    labels, held
        Class of each sample, and whether it is a support vector.
    ends
        Classes whose colours lie below and above 0.
    exact
        Whether heights are decision values with margins at -1 and 1, not log-odds.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.t = 2.0
        self.sheet: Sheet | None = None
        self.camera = Camera()
        self.look_at_all()
        self.labels = np.empty(0, np.int64)
        self.held = np.empty(0, bool)
        self.marked = np.empty(0, bool)
        self.ends = (0, 1)
        self.exact = True
        self.legend: Legend | None = None
        self.caption = self.notice = ""
        self.setAccessibleName("Lifted plane")

    def look_at_all(self) -> None:
        """Stand where the whole sheet is seen."""
        self.camera.azimuth, self.camera.elevation = AZIMUTH, ELEVATION
        self.camera.zoom = 1.0
        self.camera.target, self.camera.radius = (0.0, 0.0, 0.0), 1.12

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the moment; shapes only, as vector files want them."""
        area = QRectF(self.rect())
        painter.fillRect(area, theme().color("field"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(area)
        if self.sheet is not None:
            self._paint_space(painter, self.sheet, vector)
        self._paint_words(painter, area)

    # how far things have come --------------------------------------------------

    @property
    def lift(self) -> float:
        """How far the sheet has risen, from 0 to 1."""
        return eased(self.t) if self.t < 2 else 1.0 - eased(self.t - 2)

    @property
    def cut(self) -> float:
        """How far the cut has come, from 0 to 1."""
        return eased(self.t - 1)

    # painting --------------------------------------------------------------------

    def _seen(self, places: Array) -> tuple[Array, Array]:
        """Return pixels ``(..., 2)`` and depths ``(...)`` of places ``(..., 3)`` of the sheet."""
        flat = places.reshape(-1, 3) * np.array([1.0, 1.0, TALL * self.lift])
        # Corners of the plane stand farther to the sides than up and down.
        size = float(self.width()), float(min(self.height() * 1.16, self.width() * 0.78))
        at, depth = self.camera.project(flat, size)
        at[:, 1] += (self.height() - size[1]) / 2
        return at.reshape(*places.shape[:-1], 2), depth.reshape(places.shape[:-1])

    def _paint_space(self, painter: QPainter, sheet: Sheet, vector: bool) -> None:
        corners, depth = self._seen(sheet.faces)
        colors = shades(sheet, self.ends, self.cut, self.lift * TALL)
        places, far = self._seen(sheet.points) if len(sheet.points) else (np.empty((0, 2)), None)
        above = self.camera.elevation >= 0
        self._paint_frame(painter, sheet, back=True)
        for side in (not above, above):
            faces = np.flatnonzero(sheet.sides == side)
            faces = faces[np.argsort(-depth[faces].mean(axis=1), kind="stable")]
            points = np.flatnonzero((sheet.points[:, 2] > 0) == side)
            self._paint_side(painter, sheet, faces, points, (corners, depth, colors), (places, far))
            if side != above:
                self._paint_cut(painter, sheet)
        self._paint_line(painter, sheet, 0.0, None, 0.45 * self.cut)
        self._paint_frame(painter, sheet, back=False)

    def _paint_side(
        self, painter: QPainter, sheet: Sheet, faces: Array, points: Array,
        drawn: tuple[Array, Array, list[QColor]], seen: tuple[Array, Array | None],
    ) -> None:  # fmt: skip
        """Paint faces and points of one side, what is far first."""
        corners, depth, colors = drawn
        places, far = seen
        radius = self._radius()
        ours = depth[faces].mean(axis=1)
        if far is None or not len(points):
            paint_faces(painter, corners[faces], [colors[i] for i in faces], sheet.ruled[faces])
            return
        points = points[np.argsort(-far[points], kind="stable")]
        # Points lie in the sheet: a little nearer, and the faces beside them do not hide them.
        stops = np.searchsorted(-ours, -(far[points] - 0.06))
        start = 0
        for point, stop in zip(points.tolist(), stops.tolist(), strict=True):
            if stop > start:
                some = faces[start:stop]
                paint_faces(painter, corners[some], [colors[i] for i in some], sheet.ruled[some])
                start = stop
            self._paint_point(painter, point, places[point], radius)
        some = faces[start:]
        paint_faces(painter, corners[some], [colors[i] for i in some], sheet.ruled[some])

    def _paint_point(self, painter: QPainter, point: int, at: Array, radius: float) -> None:
        place = QPointF(float(at[0]), float(at[1]))
        color = class_color(theme(), int(self.labels[point]))
        paint_mark(painter, place, radius, color, TRAIN)
        marked = len(self.marked) > point and self.marked[point]
        if self.held[point] or marked:
            bright = QColor("#FFFFFF") if theme().name == "dark" else theme().color("text")
            painter.setPen(QPen(bright, px(24 if marked else 14) / 10))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place, radius * 1.75, radius * 1.75)

    def _paint_cut(self, painter: QPainter, sheet: Sheet) -> None:
        """Paint the flat plane at height 0 as far as it has come, and where it meets the sheet."""
        share = self.cut
        if share <= 0:
            return
        x, y = sheet.half
        grown = 1.06
        ring = np.array([[-x, -y, 0], [x, -y, 0], [x, y, 0], [-x, y, 0]]) * grown
        ring[1:3, 0] = -x * grown + 2 * x * grown * share
        at, _ = self._seen(ring)
        strength = 0.25 + 0.75 * self.lift
        fill_flat(painter, at, theme().color("text", 0.13 * strength))
        painter.setPen(QPen(theme().color("text", 0.75 * strength), px(12) / 10))
        painter.drawPolyline(polygon(at[[0, 1, 2, 3, 0]]))
        for value, end in zip((-1.0, 1.0), self.ends, strict=True):
            if self.exact:
                self._paint_line(painter, sheet, value, class_color(theme(), end), 0.9 * share)
        self._paint_line(painter, sheet, 0.0, None, share)

    def _paint_line(
        self, painter: QPainter, sheet: Sheet, value: float, color: QColor | None, share: float
    ) -> None:
        """Paint where the sheet has a decision value; without a colour it glows."""
        segments = sheet.line(value)
        if not len(segments) or share <= 0:
            return
        at, _ = self._seen(segments)
        drawn = lines(at)
        bright = QColor("#FFFFFF") if theme().name == "dark" else theme().color("text")
        pens = [(bright, 5.0, 0.25), (bright, 2.0, 1.0)]
        for ink, width, strength in pens if color is None else [(color, 1.5, 1.0)]:
            faint = QColor(ink)
            faint.setAlphaF(strength * min(share, 1.0))
            pen = QPen(faint, width * px(10) / 10)
            # Round ends of translucent pieces would show where they overlap.
            opaque = strength * share >= 0.99
            pen.setCapStyle(Qt.PenCapStyle.RoundCap if opaque else Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawLines(drawn)

    def _paint_frame(self, painter: QPainter, sheet: Sheet, back: bool) -> None:
        """Paint the ground's edges behind the sheet, and the scale of heights before it."""
        x, y = sheet.half
        ground = np.array([[-x, -y, 0], [x, -y, 0], [x, y, 0], [-x, y, 0]])
        at, depth = self._seen(ground)
        if back:
            fill_flat(painter, at, theme().color("raised", 0.35))
            painter.setPen(QPen(theme().color("grid"), 1))
            painter.drawPolyline(polygon(at[[0, 1, 2, 3, 0]]))
            return
        if self.lift < 0.05 or self.width() < px(260):
            return
        corner = int(at[:, 0].argmin())
        self._paint_scale(painter, sheet, ground[corner])

    def _paint_scale(self, painter: QPainter, sheet: Sheet, foot: Array) -> None:
        """Paint the axis of heights over a corner of the ground."""
        top = 1.1
        ends, _ = self._seen(np.array([[*foot[:2], -top], [*foot[:2], top]]))
        painter.setPen(QPen(theme().color("secondary", 0.8), 1))
        painter.drawLine(QPointF(*ends[0]), QPointF(*ends[1]))
        painter.setFont(font(10.5))
        step = 1.0 if self.exact and sheet.reach < 6 else _round_step(sheet.reach)
        for value in (-step, 0.0, step):
            if abs(value) > top * sheet.reach:
                continue
            at, _ = self._seen(np.array([[*foot[:2], value / sheet.reach]]))
            x, y = at[0].tolist()
            painter.setPen(QPen(theme().color("secondary"), 1))
            painter.drawLine(QPointF(x - px(4), y), QPointF(x, y))
            text = f"{value:+g}".replace("-", "−") if value else "0"
            wide = painter.fontMetrics().horizontalAdvance(text) + 2
            # Turned far to the side the axis leaves no room on its left.
            left = x - px(7) - wide if x - px(9) >= wide else x + px(5)
            room = QRectF(left, y - px(8), wide, px(16))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        gap = px(6)
        inner = area.adjusted(gap, gap, -gap, -gap)
        if self.caption:
            chip(painter, self.caption, inner.topLeft(), "left", inner)
        if self.legend is not None:
            paint_legend(painter, self.legend, area, inner.width() * 0.7, np.empty((0, 2)))
        if self.notice:
            top = QPointF(area.center().x(), area.height() * 0.4)
            chip(painter, self.notice, top, "center", area)

    def _radius(self) -> float:
        room = sqrt(self.width() * self.height() / max(len(self.labels), 1))
        return float(np.clip(0.1 * room, px(22) / 10, px(42) / 10)) * min(self.camera.zoom, 1.6)


def _round_step(reach: float) -> float:
    """Return the largest of 1, 2 and 5 times a power of ten that is not above a reach."""
    power = float(10.0 ** np.floor(np.log10(reach)))
    return max(power * m for m in (1, 2, 5) if power * m <= reach * 1.0001)
