"""A grid of small pictures, one for each member of a population, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from playground.kernels.array import Array
from playground.ui.plots.lettering import font, number
from playground.ui.theme import px, theme, themes

GAP, LINE, LEAST, ROOMY = 6, 16, 34, 58
"""Pixels between tiles, of a line of text, and of the smallest tile that
has one, and of the smallest whose text has the usual size."""


@dataclass(frozen=True, eq=False)
class Tiles:
    """What the grid shows.

    Attributes
    ----------
    names, losses
        Of each member; NaN where it has diverged.
    order
        Members from the first tile on.
    image, size
        All fields in one picture, the last member at the top, and (width, height) of one field.
    curves
        Instead of the image: polylines ``(members, width)`` in [0, 1], with their colour token.
    """

    names: Sequence[str] = ()
    losses: Array = field(default_factory=lambda: np.empty(0))
    order: tuple[int, ...] = ()
    image: QImage | None = None
    size: tuple[int, int] = (1, 1)
    curves: Array | None = None


class MemberGrid(QWidget):
    """Paints tiles as large as fit, and tells which one is wanted.

    Signals
    -------
    picked(object)
        Number of a member to show everywhere, or None: the best again.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles = Tiles()
        self.chosen: int | None = None
        self._over = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Members")
        self.setAccessibleDescription("Arrow keys choose a member, Esc shows the best again.")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        themes().changed.connect(self.update)

    def show_tiles(self, tiles: Tiles) -> None:
        """Show something else."""
        self.tiles = tiles
        self.update()

    def choose(self, member: int | None) -> None:
        """Mark the member that is shown everywhere; None for the best."""
        if member != self.chosen:
            self.chosen = member
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return a comfortable size."""
        return QSize(px(320), px(220))

    def cells(self) -> list[QRectF]:
        """Return the pictures' rectangles in the order of the tiles."""
        count = len(self.tiles.order)
        if not count:
            return []
        area = QRectF(self.rect()).adjusted(px(GAP), px(GAP), -px(GAP), -px(GAP))
        side, columns = max(_fit(area, count, c) for c in range(1, count + 1))
        side = max(side, 4.0)
        line = px(LINE) if side >= px(LEAST) else 0
        rows = -(-count // columns)
        across = columns * (side + px(GAP)) - px(GAP)
        down = rows * (side + line + px(GAP)) - px(GAP)
        x0 = area.left() + (area.width() - across) / 2
        y0 = area.top() + max((area.height() - down) / 2, 0)
        step = side + px(GAP)
        places = [divmod(place, columns) for place in range(count)]
        return [QRectF(x0 + c * step, y0 + r * (step + line), side, side) for r, c in places]

    def member_at(self, at: QPointF) -> int:
        """Return the member whose tile is at a point, or -1."""
        for member, cell in zip(self.tiles.order, self.cells(), strict=True):
            if cell.adjusted(0, 0, 0, px(LINE)).contains(at):
                return member
        return -1

    # Qt ------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Outline the tile under the pointer."""
        over = self.member_at(event.position())
        if over != self._over:
            self._over = over
            hand = Qt.CursorShape.PointingHandCursor if over >= 0 else Qt.CursorShape.ArrowCursor
            self.setCursor(hand)
            QToolTip.showText(event.globalPosition().toPoint(), self._help(over), self)
            self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Outline nothing."""
        self._over = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Pick a member; the one that is picked already, or none, gives the best again."""
        if event.button() == Qt.MouseButton.LeftButton:
            member = self.member_at(event.position())
            self.picked.emit(None if member < 0 or member == self.chosen else member)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk over the tiles with the arrow keys; Esc shows the best again."""
        order, key = self.tiles.order, event.key()
        if key == Qt.Key.Key_Escape and self.chosen is not None:
            self.picked.emit(None)
            return
        cells = self.cells()
        columns = sum(cell.top() == cells[0].top() for cell in cells) if cells else 1
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1,
                 Qt.Key.Key_Up: -columns, Qt.Key.Key_Down: columns}.get(Qt.Key(key))  # fmt: skip
        if steps is None or not order:
            super().keyPressEvent(event)
            return
        at = order.index(self.chosen) + steps if self.chosen in order else 0
        self.picked.emit(order[min(max(at, 0), len(order) - 1)])

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the tiles."""
        with QPainter(self) as painter:
            self.paint(painter)

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the tiles; the same for pixels and for SVG and PDF."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place, (member, cell) in enumerate(zip(self.tiles.order, self.cells(), strict=True)):
            self._paint_picture(painter, member, cell)
            self._paint_frame(painter, member, cell, place == 0)
            if cell.width() >= px(LEAST):
                self._paint_words(painter, member, cell, place == 0)

    def _paint_picture(self, painter: QPainter, member: int, cell: QRectF) -> None:
        tiles = self.tiles
        painter.fillRect(cell, theme().color("field"))
        if not np.isfinite(tiles.losses[member]):
            painter.setPen(theme().color("error"))
            painter.setFont(font(11))
            fits = QFontMetricsF(painter.font()).horizontalAdvance("diverged") < cell.width()
            text = "diverged" if fits else "×"
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)
        elif tiles.image is not None:
            width, height = tiles.size
            top = tiles.image.height() - (member + 1) * height
            painter.drawImage(cell, tiles.image, QRectF(0, top, width, height))
        elif tiles.curves is not None:
            curve = tiles.curves[member]
            x = np.linspace(cell.left(), cell.right(), len(curve))
            y = cell.bottom() - np.clip(np.nan_to_num(curve), 0, 1) * cell.height()
            painter.setPen(QPen(theme().color("class 1"), 1.8))
            points = [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]
            painter.drawPolyline(QPolygonF(points))

    def _paint_frame(self, painter: QPainter, member: int, cell: QRectF, first: bool) -> None:
        token, width = "border", 1.0
        if member == self.chosen:
            token, width = "accent", 2.5
        elif member == self._over:
            token, width = "text", 1.5
        elif first and self.chosen is None:
            token, width = "accent", 1.5
        painter.setPen(QPen(theme().color(token), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(cell, px(3), px(3))

    def _paint_words(self, painter: QPainter, member: int, cell: QRectF, first: bool) -> None:
        line = QRectF(cell.left(), cell.bottom() + 1, cell.width(), px(LINE) - 2)
        roomy = cell.width() >= px(ROOMY)
        painter.setFont(font(11 if roomy else 10))
        metrics = QFontMetricsF(painter.font())
        loss = self.tiles.losses[member]
        text = number(float(loss), 2) if np.isfinite(loss) else ""
        painter.setPen(theme().color("accent" if first and not roomy else "text"))
        side = Qt.AlignmentFlag.AlignRight if roomy else Qt.AlignmentFlag.AlignHCenter
        painter.drawText(line, side | Qt.AlignmentFlag.AlignVCenter, text)
        if not roomy:
            return
        room = cell.width() - metrics.horizontalAdvance(text) - px(5)
        name = self.tiles.names[member]
        if metrics.horizontalAdvance(name) > room:
            name = name.rpartition(" ")[2]
        name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
        painter.setPen(theme().color("accent" if first else "secondary"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)

    def _help(self, member: int) -> str:
        if member < 0:
            return ""
        loss = self.tiles.losses[member]
        told = f"train loss {number(float(loss), full=True)}" if np.isfinite(loss) else "diverged"
        act = "Click: show the best again" if member == self.chosen else "Click: show it everywhere"
        return f"{self.tiles.names[member]}: {told}\n{act}"


def _fit(area: QRectF, count: int, columns: int) -> tuple[float, int]:
    """Return the side of tiles in so many columns, negative columns making ties go to few."""
    rows = -(-count // columns)
    across = (area.width() - px(GAP) * (columns - 1)) / columns
    down = (area.height() - px(GAP) * (rows - 1)) / rows
    with_line = min(across, down - px(LINE))
    return (with_line if with_line >= px(LEAST) else min(across, down, px(LEAST) - 1.0)), columns
