"""Rows as points in two dimensions, gliding to where they lie now; one can be looked at."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from playground.kernels.array import Array
from playground.ui.plots.coding.small_picture import grey_image
from playground.ui.plots.decisions.plate import Samples
from playground.ui.plots.glide import Glide
from playground.ui.plots.legend import Legend, paint_legend
from playground.ui.plots.lettering import chip, font, paint_plate
from playground.ui.plots.painted import Painted
from playground.ui.plots.points import paint_points, paint_rings, radius_for
from playground.ui.theme import px, theme

NEAR = 18.0
"""Pixels within which the cursor means a sample."""

MOST_COLORS, LEAST = 6, 190
"""Classes that colours alone tell apart well, and the room that names of more need."""

HELP = "Point at a row to see it, and to mark it everywhere (arrow keys)"

KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, eq=False)
class Sheet:
    """What an embedding view shows.

    Attributes
    ----------
    samples
        Places ``(n, 2)`` with colours and rows.
    window
        Corners ``(2, 2)`` of what is in sight.
    names
        Of the two dimensions; the second is "" where there is one only.
    """

    samples: Samples
    window: Array
    names: tuple[str, str]
    legend: Legend


@dataclass(frozen=True, eq=False)
class Thumbnail:
    """A row as it is given: words, and its picture of `side` pixels if it is one."""

    row: int
    words: tuple[str, ...]
    pixels: Array
    side: int
    limits: tuple[float, float]


class EmbeddingView(Painted):
    """Paints a `Sheet` with one scale on both axes.

    Signals
    -------
    pointed(object)
        The row under the cursor, or None when there is none any more.
    """

    likes = (420, 300)

    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self.thumbnail: Thumbnail | None = None
        self.brushed: frozenset[int] = frozenset()
        self.notice = ""
        self.row: int | None = None
        self._glide = Glide(self, self.update)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Rows in few dimensions")
        self.setToolTip(HELP)

    def show_sheet(self, sheet: Sheet | None, gliding: bool) -> None:
        """Show other places; the same rows glide there if `gliding`."""
        before, self.sheet = self.sheet, sheet
        same = before is not None and sheet is not None and _same_rows(before, sheet)
        goal = None if sheet is None else np.concatenate([sheet.window, sheet.samples.at])
        self._glide.show(goal, at_once=not (gliding and same))
        self.update()

    @property
    def _window(self) -> Array:
        """The corners ``(2, 2)`` that are seen now: they glide with the samples."""
        places = self._glide.places
        return places[:2] if places is not None else np.zeros((2, 2))

    @property
    def _at(self) -> Array:
        """Where the samples are seen now ``(n, 2)``."""
        places = self._glide.places
        return places[2:] if places is not None else np.empty((0, 2))

    # where things are ---------------------------------------------------------

    def pixels(self) -> Array:
        """Return where the samples lie on the screen ``(n, 2)``."""
        low, high = self._window
        reach = np.maximum(high - low, 1e-12)
        # The legend lies at the foot: no point need hide below it.
        room = np.array([self.width(), self.height() - px(24)], float)
        # One dimension fills the width; its rows stand in lanes.
        scale = room / reach if self._flat else np.full(2, (room / reach).min())
        placed: Array = (self._at - (low + high) / 2) * scale * [1, -1] + room / 2
        return placed

    @property
    def _flat(self) -> bool:
        return self.sheet is not None and not self.sheet.names[1]

    # what the person does --------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Point at the sample under the cursor."""
        at, found = event.position(), None
        if self.sheet is not None and len(self._at) and self.sheet.samples.rows is not None:
            far = np.hypot(*(self.pixels() - [at.x(), at.y()]).T)
            if far.min() <= px(NEAR):
                found = int(self.sheet.samples.rows[far.argmin()])
        self._point(found)

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Point at nothing."""
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go from row to row by the arrow keys, from left to right; Escape lets go."""
        step = KEYS.get(Qt.Key(event.key()))
        rows = self.sheet.samples.rows if self.sheet is not None else None
        if event.key() == Qt.Key.Key_Escape and self.row is not None:
            self._point(None)
        elif step is None or rows is None or not len(rows):
            super().keyPressEvent(event)
        else:
            order = rows[np.argsort(self._at[:, 0], kind="stable")].tolist()
            place = order.index(self.row) + step if self.row in order else 0
            self._point(order[place % len(order)])

    def _point(self, row: int | None) -> None:
        if row != self.row:
            self.row = row
            # Help would lie over the row that is shown.
            self.setToolTip(HELP if row is None else "")
            if row is not None:
                QToolTip.hideText()
            self.pointed.emit(row)
            self.update()

    # painting ------------------------------------------------------------------

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the points; `vector` avoids pixmaps, for SVG and PDF."""
        area = QRectF(self.rect())
        painter.fillRect(area, theme().color("field"))
        sheet = self.sheet
        if sheet is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at, samples = self.pixels(), sheet.samples
        radius = radius_for(len(at), area.width(), area.height())
        ratio = None if vector else painter.device().devicePixelRatioF()
        paint_points(painter, at, samples.shades, samples.parts, samples.colors, radius, ratio)
        if samples.rows is not None and self.brushed:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_rings(painter, at[np.isin(samples.rows, list(self.brushed))], radius)
        named = self._name_groups(painter, at)
        inner = area.adjusted(px(6), px(6), -px(6), -px(6))
        low = chip(painter, f"{sheet.names[0]} →", inner.bottomRight(), "right", inner)
        if sheet.names[1]:
            chip(painter, f"{sheet.names[1]} ↑", inner.topLeft(), "left", inner)
        if not named:
            paint_legend(painter, sheet.legend, area, low.left() - px(18), at)
        if self.notice:
            chip(painter, self.notice, QPointF(area.center().x(), px(30)), "center", inner)
        self._paint_thumbnail(painter, at, inner)

    def _name_groups(self, painter: QPainter, at: Array) -> bool:
        """Write the names of many classes where each lies, as their colours look alike.

        Returns whether it did: a legend has nothing to add then.
        """
        assert self.sheet is not None
        classes, shades = self.sheet.legend.classes, self.sheet.samples.shades
        crowded = min(self.width(), self.height()) < px(LEAST)
        if len(classes) <= MOST_COLORS or crowded or max(len(name) for name, _ in classes) > 3:
            return False
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        letters = font(17, bold=True)
        for label, (name, _) in enumerate(classes):
            mine = at[shades == label]
            if not len(mine):
                continue
            path = QPainterPath()
            path.addText(QPointF(0, 0), letters, name)
            middle = path.boundingRect().center()
            path.translate(QPointF(*np.median(mine, axis=0).tolist()) - middle)
            painter.strokePath(path, QPen(theme().color("canvas"), px(5)))
            painter.fillPath(path, theme().color("text"))
        return True

    def _paint_thumbnail(self, painter: QPainter, at: Array, inside: QRectF) -> None:
        """Paint the row that is pointed at beside its point."""
        told, sheet = self.thumbnail, self.sheet
        if told is None or sheet is None or sheet.samples.rows is None or told.row != self.row:
            return
        place = np.flatnonzero(sheet.samples.rows == told.row)
        if not len(place):
            return
        painter.setFont(font(11))
        metrics = painter.fontMetrics()
        line, gap, side = metrics.height(), px(6), px(76) if told.side else 0
        wide = max(side, *(metrics.horizontalAdvance(word) for word in told.words)) + 2 * gap
        high = side + line * len(told.words) + 2 * gap + (px(3) if side else 0)
        x, y = at[place[0]].tolist()
        plate = QRectF(x + px(14), y - high / 2, wide, high)
        if plate.right() > inside.right():
            plate.moveRight(x - px(14))
        plate.moveTop(max(inside.top(), min(plate.top(), inside.bottom() - high)))
        paint_plate(painter, plate)
        top = plate.top() + gap
        if told.side:
            cell = QRectF(plate.center().x() - side / 2, top, side, side)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            shown = told.pixels.reshape(told.side, told.side)
            painter.drawImage(cell, grey_image(shown, told.limits))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().color("accent"), 1.5))
            painter.drawRect(cell)
            top = cell.bottom() + px(3)
        for i, word in enumerate(told.words):
            painter.setPen(theme().color("text" if i == 0 else "secondary"))
            room = QRectF(plate.left() + gap, top + i * line, wide - 2 * gap, line)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, word)


def _same_rows(one: Sheet, other: Sheet) -> bool:
    """Say whether two sheets show the same rows along the same dimensions."""
    rows, others = one.samples.rows, other.samples.rows
    both = rows is not None and others is not None
    return one.names == other.names and both and np.array_equal(rows, others)
