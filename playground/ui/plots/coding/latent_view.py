"""The latent plane with what is reproduced beside it; a pointer walks through the plane."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.kernels.array import Array
from playground.ui.plots.caption import FLAGS
from playground.ui.plots.coding.latent_picture import (
    LatentPicture,
    paint_here,
    paint_map,
    paint_pairs,
    pair_places,
)
from playground.ui.plots.lettering import chip, font, number
from playground.ui.plots.painted import Painted
from playground.ui.theme import px, theme

NEAR, STRIDE = 14.0, 0.04
"""Pixels within which a click means a sample, and the share of the plane that a key moves."""

ROOMY = 560
"""Width from which what is reproduced stands beside the plane instead of below it."""

KEYS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip


def stands_beside(width: float, height: float) -> bool:
    """Say whether there is room beside the plane in a view of a size."""
    return width >= px(ROOMY) and width > 1.1 * height


def plane_size(width: float, height: float) -> tuple[float, float]:
    """Return width and height of the plane in a view that shows reproductions too."""
    if stands_beside(width, height):
        return width - round(0.36 * width), height
    return width, height - round(min(0.34 * height, px(130)))


class LatentView(Painted):
    """Paints a `LatentPicture` and lets people walk in it.

    Signals
    -------
    walked(object)
        The place ``(x, y)`` of the plane that is looked at.
    picked(int)
        The sample of this row was clicked.
    """

    likes = (420, 280)

    walked = Signal(object)
    picked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.picture: LatentPicture | None = None
        self.at: tuple[float, float] | None = None
        self.here: Array | None = None
        self.brushed: frozenset[int] = frozenset()
        self.remark = ""
        self.notice = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Latent plane")
        self.setToolTip(
            "Move over the plane to see what each place decodes to (arrow keys); "
            "click samples to compare them with what comes back (Enter: the nearest)"
        )

    @property
    def beside(self) -> bool:
        """Whether there is room beside the plane."""
        return stands_beside(self.width(), self.height())

    def area(self) -> QRectF:
        """Return the rectangle of the plane."""
        whole = QRectF(self.rect())
        if self.picture is None or self.picture.reproduced is None:
            return whole.adjusted(0, 0, 0, -self._told() if self.remark else 0)
        return QRectF(0, 0, *plane_size(whole.width(), whole.height()))

    def side_areas(self) -> tuple[QRectF, QRectF]:
        """Return the rectangles of the decoded picture and of the reproductions."""
        plane, gap = self.area(), px(12)
        if self.beside:
            side = QRectF(self.rect()).adjusted(plane.right() + gap, gap, -gap, -gap)
            here = QRectF(side)
            here.setHeight(round(min(side.width(), 0.46 * side.height())))
            below = side.adjusted(0, here.height() + 2 * gap, 0, 0)
            return here, below.adjusted(0, px(16), 0, -px(4))
        inset = min(px(84), plane.height() * 0.6)
        here = QRectF(plane.right() - inset - px(6), plane.top() + px(6), inset, inset + px(4))
        pairs = QRectF(self.rect()).adjusted(gap, plane.bottom() + px(6), -gap, -px(6))
        return here, pairs

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Walk to where the pointer is."""
        if self.picture is not None and self.area().contains(event.position()):
            self._go(self.picture.place(self.area(), event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Pick the sample that is near."""
        if self.picture is not None and self.area().contains(event.position()):
            self._pick(event.position(), px(NEAR))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk by arrow keys, pick by Enter."""
        key, picture = Qt.Key(event.key()), self.picture
        if picture is None:
            super().keyPressEvent(event)
        elif key in KEYS:
            low, high = picture.window
            at = np.array(self.at or (low + high) / 2) + STRIDE * (high - low) * KEYS[key]
            x, y = np.clip(at, low, high).tolist()
            self._go((x, y))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.at is not None:
            self._pick(QPointF(*picture.pixels(self.area(), np.array([self.at]))[0]), 1e9)
        else:
            super().keyPressEvent(event)

    def _go(self, at: tuple[float, float]) -> None:
        self.at = at
        self.walked.emit(at)
        self.update()

    def _pick(self, at: QPointF, reach: float) -> None:
        picture = self.picture
        if picture is None or picture.samples.rows is None or not len(picture.samples.at):
            return
        far = np.hypot(*(picture.pixels(self.area(), picture.samples.at) - [at.x(), at.y()]).T)
        if far.min() <= reach:
            self.picked.emit(int(picture.samples.rows[far.argmin()]))

    def _told(self) -> int:
        """Return the height of the remark below a plane that has nothing beside it."""
        return px(54) if self.width() < px(520) else px(36)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the picture; `vector` avoids pixmaps, for SVG and PDF."""
        painter.fillRect(self.rect(), theme().color("panel"))
        picture = self.picture
        if picture is None:
            return
        told = picture.reproduced
        shown = frozenset(told.rows.tolist()) if told is not None else frozenset()
        ratio = None if vector else painter.device().devicePixelRatioF()
        # Where pictures stand close below, their lines tell the colours.
        crowded = told is not None and not self.beside
        paint_map(painter, self.area(), picture, shown, ratio, not crowded, self.brushed)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if told is not None:
            self._paint_sides(painter, picture)
        elif self.remark:
            painter.setFont(font(12))
            painter.setPen(theme().color("secondary"))
            below = QRectF(self.rect()).adjusted(px(12), self.area().height(), -px(12), 0)
            painter.drawText(below, FLAGS, self.remark)
        if self.notice:
            chip(painter, self.notice, QPointF(px(8), px(24)), inside=self.area())

    def _paint_sides(self, painter: QPainter, picture: LatentPicture) -> None:
        told = picture.reproduced
        assert told is not None
        here, pairs = self.side_areas()
        samples = picture.samples
        rows = samples.rows if samples.rows is not None else np.empty(0, np.int64)
        known = {int(r): samples.colors[s] for r, s in zip(rows, samples.shades, strict=False)}
        if self.beside:
            self._paint_heading(painter, pairs)
        paint_pairs(painter, pairs, told, known)
        if self.at is None or self.here is None:
            return
        x, y = picture.pixels(self.area(), np.array([self.at]))[0].tolist()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for color, width in ((theme().color("canvas"), 5), (theme().color("accent"), 2.5)):
            painter.setPen(QPen(color, width))
            for dx, dy in ((px(9), 0), (0, px(9))):
                painter.drawLine(QPointF(x - dx, y - dy), QPointF(x + dx, y + dy))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if not self.beside and here.adjusted(-px(24), -px(24), px(12), px(12)).contains(x, y):
            here.moveLeft(self.area().left() + px(6))
        shown = self.at if picture.names[1] else self.at[:1]
        words = ", ".join(number(round(value, 1), 2) for value in shown)
        words = f"decoded from {words}" if self.beside else words
        paint_here(painter, here, self.here, told, words)

    def _paint_heading(self, painter: QPainter, pairs: QRectF) -> None:
        if not pair_places(pairs, 1):
            return
        painter.setFont(font(11))
        painter.setPen(theme().color("secondary"))
        above = QRectF(pairs.left(), pairs.top() - px(20), pairs.width(), px(16))
        painter.drawText(above, FLAGS, "samples · below, what comes back")
