"""The plane with groups of rows: regions, rows, centres with their trails, and what is reached."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.decisions.plane_view import PlaneView
from playground.ui.plots.decisions.plate import Samples
from playground.ui.plots.decisions.point_hand import REACH, PointHand
from playground.ui.plots.glide import Glide
from playground.ui.plots.groups.colors import group_color
from playground.ui.plots.groups.grouping import Grouping
from playground.ui.plots.groups.rows import GroupedRows, paint_centre, paint_rows
from playground.ui.plots.lettering import font, number
from playground.ui.plots.points import paint_rings, radius_for
from playground.ui.plots.polygon import polygon
from playground.ui.theme import mix, px, theme

MEASURED = 3
"""Centres to which the distance from the cursor is written."""

FAR = 48
"""Pixels from which there is room for a distance on its line."""

NOWHERE = np.empty((0, 2))


class GroupsView(PlaneView):
    """Paints groups of rows; a row can be carried elsewhere.

    Attributes
    ----------
    learner
        Whose groups they are.
    decision
        What is shown.
    hand
        The mouse over the picture.

    Signals
    -------
    grabbed(int), dragged(float, float), let_go()
        A row is taken hold of; carried to a place of the picture; put down.
    """

    grabbed = Signal(int)
    dragged = Signal(float, float)
    let_go = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self._read, parent)
        self.learner = ""
        self.decision: Grouping | None = None
        self.hand = PointHand(self)
        self.hand.grabbed.connect(self.grabbed)
        self.hand.dragged.connect(self.dragged)
        self.hand.let_go.connect(self.let_go)
        self._glide = Glide(self, self.update)
        self._carried: tuple[int, float, float] | None = None
        self._trail = NOWHERE[None]
        self._starts = NOWHERE

    @property
    def centres(self) -> Array:
        """Where the centres are seen ``(g, 2)``."""
        places = self._glide.places
        return places if places is not None else NOWHERE

    @property
    def starts(self) -> Array:
        """Where centres were put by hand ``(k, 2)``."""
        return self._starts

    def show_grouping(
        self, grouping: Grouping, trail: Array, names: tuple[str, str], at_once: bool = False
    ) -> None:
        """Show a newer measurement.

        Parameters
        ----------
        trail
            Where the centres have been ``(t, g, 2)``.
        names
            Of the features across and up.
        at_once
            Whether centres appear where they are, instead of moving there.
        """
        before, self.decision = self.decision, grouping
        if before is None or not grouping.same_samples(before):
            self.show_samples(self._in_hand(grouping.samples()))
            self.legend = grouping.legend()
        self.names, self._trail = names, trail
        found = grouping.arrays.get("centres")
        self._glide.show(found, at_once)
        self.show_plate(grouping.plate())

    def show_starts(self, starts: Array) -> None:
        """Mark where centres were put by hand ``(k, 2)``."""
        self._starts = starts
        self.update()

    def forget(self) -> None:
        """Paint everything anew with the next measurement."""
        self.decision = None

    def carry(self, row: int, x: float, y: float) -> None:
        """Show a row elsewhere, until `release`: the learner is not that quick."""
        self._carried = row, x, y
        if self.samples is not None:
            self.show_samples(self._in_hand(self.samples))

    def release(self) -> None:
        """Show all rows where the next measurement has them."""
        self._carried = None

    def echo_features(self, x: Sequence[float] | None) -> None:
        """Mark a place in feature space that is pointed at elsewhere, or None: none."""
        known = self.decision if x is not None and not self.underMouse() else None
        self.echo(known.project(x) if known is not None and x is not None else None)

    def _in_hand(self, samples: Samples) -> Samples:
        if self._carried is None or samples.rows is None:
            return samples
        row, x, y = self._carried
        at = np.array(samples.at, float)
        at[samples.rows == row] = x, y
        return replace(samples, at=at)

    def _read(self, x: float, y: float) -> str:
        """Write what is at a place: the row there, or the region."""
        if self.decision is None:
            return ""
        shown = self.samples
        if shown is not None and len(shown.at):
            away = self.pixels_of(shown.at) - self.pixels_of(np.array([[x, y]]))
            far = np.linalg.norm(away, axis=1)
            if far.min() <= px(REACH):
                return self.decision.tell(int(far.argmin()))
        return self.decision.read(x, y)

    # painting ------------------------------------------------------------------

    def _paint_samples(self, painter: QPainter, ratio: float | None) -> None:
        shown = self.samples
        if not isinstance(shown, GroupedRows):
            super()._paint_samples(painter, ratio)
            return
        if not len(shown.at):
            return
        radius = radius_for(len(shown.at), self.width(), self.height())
        at = self.pixels_of(shown.at)
        paint_rows(painter, at, shown, radius, ratio)
        if self._marked and shown.rows is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_rings(painter, at[np.isin(shown.rows, list(self._marked))], radius)

    def paint_over(self, painter: QPainter) -> None:
        """Paint what was reached, the ways of the centres, and the centres."""
        if self.decision is None or not self.ready:
            return
        self._paint_reached(painter, self.decision)
        centres = self.pixels_of(self.centres)
        self._paint_trails(painter, centres)
        self._paint_ways(painter, centres)
        size = self._mark_size()
        for group, (x, y) in enumerate(self.pixels_of(self._starts).tolist()):
            paint_centre(painter, QPointF(x, y), group_color(group), size * 0.8, hollow=True)
        for group, (x, y) in enumerate(centres.tolist()):
            paint_centre(painter, QPointF(x, y), group_color(group), size)

    def _mark_size(self) -> float:
        """Return half the size of a centre."""
        return float(np.clip(min(self.width(), self.height()) / 48, px(4.5), px(8)))

    def _paint_reached(self, painter: QPainter, grouping: Grouping) -> None:
        """Paint the neighbourhood of the row that was reached last, and the rows that wait."""
        arrays = grouping.arrays
        for x, y in self.pixels_of(arrays.get("frontier", NOWHERE)).tolist():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().color("text", 0.55), 1.2))
            painter.drawEllipse(QPointF(x, y), px(4.5), px(4.5))
        if "disc" in arrays:
            ring = polygon(self.pixels_of(arrays["disc"]))
            painter.setBrush(theme().color("accent", 0.16))
            painter.setPen(QPen(theme().color("accent"), 2.0))
            painter.drawPolygon(ring)
        if "current" in arrays:
            x, y = self.pixels_of(arrays["current"][None])[0].tolist()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for token, width in (("canvas", 4.5), ("text", 2.2)):
                painter.setPen(QPen(theme().color(token), width))
                painter.drawEllipse(QPointF(x, y), px(7), px(7))

    def _paint_trails(self, painter: QPainter, centres: Array) -> None:
        """Paint where the centres have been, up to where they are seen now."""
        if not len(self._trail) or self._trail.shape[1] != len(centres):
            return
        been = self.pixels_of(self._trail.reshape(-1, 2)).reshape(self._trail.shape)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for group in range(len(centres)):
            way = np.concatenate([been[:, group], centres[group : group + 1]])
            way = way[np.isfinite(way).all(axis=1)]
            line = polygon(way)
            bright = mix(group_color(group), theme().color("text"), 0.35)
            for color, width in ((theme().color("canvas", 0.7), 4.0), (bright, 1.8)):
                painter.setPen(QPen(color, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap,
                                    Qt.PenJoinStyle.RoundJoin))  # fmt: skip
                painter.drawPolyline(line)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(bright)
            for x, y in way[:-1].tolist():
                painter.drawEllipse(QPointF(x, y), px(2), px(2))
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_ways(self, painter: QPainter, centres: Array) -> None:
        """Paint the distances from the cursor to the nearest centres."""
        away = self.decision.arrays.get("away") if self.decision is not None else None
        if self._cursor is None or away is None or len(away) != len(centres):
            return
        painter.setFont(font(10.5))
        order = np.argsort(away)[:MEASURED]
        for place, group in enumerate(order.tolist()):
            end = QPointF(*centres[group].tolist())
            color = QColor(mix(group_color(group), theme().color("text"), 0.4))
            style = Qt.PenStyle.DashLine if place else Qt.PenStyle.SolidLine
            for tone, width in ((theme().color("canvas", 0.6), 3.6), (color, 1.6)):
                painter.setPen(QPen(tone, width, style))
                painter.drawLine(self._cursor, end)
            if QLineF(self._cursor, end).length() > px(FAR):
                self._write_distance(painter, (self._cursor + end * 2) / 3, float(away[group]))

    def _write_distance(self, painter: QPainter, at: QPointF, far: float) -> None:
        text = number(far)
        metrics = painter.fontMetrics()
        plate = QRectF(0, 0, metrics.horizontalAdvance(text) + px(8), metrics.height() + px(1))
        plate.moveCenter(at)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("panel", 0.86))
        painter.drawRoundedRect(plate, px(3), px(3))
        painter.setPen(theme().color("text"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
