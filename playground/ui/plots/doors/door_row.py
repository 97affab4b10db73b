"""The doors of the last game: chosen, opened, switched to, and where the prize is."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from playground.ui.plots.doors.last_game import LastGame, stay_color, switch_color
from playground.ui.plots.doors.shapes import paint_door, paint_goat, paint_prize
from playground.ui.plots.lettering import font
from playground.ui.plots.painted import Painted
from playground.ui.theme import px, theme

SHAPE = 1.75
"""Height of a door, as a multiple of its width."""

FEW = 12
"""Doors, at most, that are painted stroke by stroke."""

LABELLED = 34
"""Width of a door from which words stand under it."""


def _columns_for(doors: int, room: QRectF, around: float) -> tuple[int, float]:
    """Return how many doors stand in a line so that they are largest, and how wide they are.

    Parameters
    ----------
    around
        Height that is left free above and under a door together.
    """

    def wide(columns: int) -> float:
        high = room.height() / math.ceil(doors / columns) - around
        return max(min(room.width() / columns / 1.45, high / SHAPE), 2.0)

    columns = max(range(1, doors + 1), key=wide)
    return columns, wide(columns)


class DoorRow(Painted):
    """Paints the doors of the last game.

    Signals
    -------
    chosen(int)
        The person clicked on a door, the first being 0.
    """

    likes = (320, 150)

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.game: LastGame | None = None
        self._under = -1
        self.setMouseTracking(True)
        self.setToolTip("Click a door: the next game is played with it as your choice")

    def show_game(self, game: LastGame) -> None:
        """Show another game."""
        self.game = game
        self.setAccessibleName(game.told)
        self.update()

    def places(self) -> tuple[list[QRectF], bool]:
        """Return where the doors stand, and whether there is room for words around them."""
        assert self.game is not None
        line = QFontMetricsF(font(11)).height()
        room = QRectF(px(12), line + px(12), self.width() - px(24), self.height() - line - px(14))
        around = 2 * line + px(16)
        columns, wide = _columns_for(self.game.doors, room, around)
        labelled = wide >= px(LABELLED)
        if not labelled:
            columns, wide = _columns_for(self.game.doors, room, px(8))
        high = room.height() / math.ceil(self.game.doors / columns)
        step = min(room.width() / columns, 2.2 * wide)
        left = room.center().x() - step * columns / 2
        found = []
        for door in range(self.game.doors):
            across, down = door % columns, door // columns
            middle = left + (across + 0.5) * step
            top = room.top() + down * high + (high - SHAPE * wide) / 2
            found.append(QRectF(middle - wide / 2, top, wide, SHAPE * wide))
        return found, labelled

    # Qt --------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Mark the door under the cursor."""
        under = self._door_at(event.position())
        if under != self._under:
            self._under = under
            hand = Qt.CursorShape.PointingHandCursor
            self.setCursor(hand if under >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Choose a door."""
        door = self._door_at(event.position())
        if door >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit(door)

    def leaveEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Take the mark away."""
        if self._under >= 0:
            self._under = -1
            self.update()

    def _door_at(self, place: QPointF) -> int:
        if self.game is None:
            return -1
        inside = (i for i, room in enumerate(self.places()[0]) if room.contains(place))
        return next(inside, -1)

    # painting ----------------------------------------------------------------------

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint the doors and the game in words."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("field"))
        game = self.game
        if game is None:
            return
        painter.setFont(font(11.5))
        metrics = QFontMetricsF(painter.font())
        painter.setPen(theme().color("error" if game.void else "text"))
        told = QRectF(px(12), px(6), self.width() - px(24), metrics.height())
        whole = metrics.horizontalAdvance(game.told) <= told.width()
        words = game.told if whole else game.brief
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, told.width())
        painter.drawText(told, Qt.AlignmentFlag.AlignCenter, words)
        places, labelled = self.places()
        stamps: dict[bool, QPixmap] = {}
        for door, room in enumerate(places):
            if door == game.prize:
                paint_prize(painter, paint_door(painter, room, True))
            elif vector or len(places) <= FEW:
                _paint_plain(painter, room, bool(game.opened[door]))
            else:
                self._stamp(painter, room, bool(game.opened[door]), stamps)
            self._mark(painter, game, door, room)
            if labelled:
                self._label(painter, game, door, room)

    def _stamp(
        self, painter: QPainter, room: QRectF, open: bool, stamps: dict[bool, QPixmap]
    ) -> None:
        """Paint a door without a prize by a picture of it: a hundred goats take their time."""
        around = room.adjusted(-0.25 * room.width(), -2, 2, 0.06 * room.height())
        if open not in stamps:
            ratio = painter.device().devicePixelRatioF()
            picture = QPixmap((around.size() * ratio).toSize() + QSize(1, 1))
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            inner = QPainter(picture)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            _paint_plain(inner, room.translated(-around.topLeft()), open)
            inner.end()
            stamps[open] = picture
        painter.drawPixmap(around.topLeft(), stamps[open])

    def _mark(self, painter: QPainter, game: LastGame, door: int, room: QRectF) -> None:
        """Paint a frame around a door that was chosen or switched to, or is under the cursor."""
        if game.begun and door in (game.chosen, game.taken):
            color = stay_color() if door == game.chosen else switch_color()
            self._paint_ring(painter, room, color)
        elif door == self._under:
            self._paint_ring(painter, room, theme().color("accent"))

    def _paint_ring(self, painter: QPainter, room: QRectF, color: QColor) -> None:
        """Paint a coloured frame around a door."""
        width = min(max(room.width() / 16, px(2)), px(5))
        painter.setPen(QPen(color, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(room.adjusted(-width, -width, width, width),
                                room.width() / 12, room.width() / 12)  # fmt: skip

    def _label(self, painter: QPainter, game: LastGame, door: int, room: QRectF) -> None:
        """Write the number above a door, and under it what staying or switching comes to."""
        painter.setFont(font(11))
        high = QFontMetricsF(painter.font()).height()
        wide = room.width() * 1.45
        left = room.center().x() - wide / 2
        painter.setPen(theme().color("secondary"))
        above = QRectF(left, room.top() - high - px(6), wide, high)
        painter.drawText(above, Qt.AlignmentFlag.AlignCenter, str(door + 1))
        under = above.translated(0, room.height() + high + px(12))
        if not game.begun or door not in (game.chosen, game.taken):
            return
        stays = door == game.chosen
        words = "stay" if stays else "switch"
        sign = "" if game.void else " ✓" if door == game.prize else " ✗"
        painter.setPen(stay_color() if stays else switch_color())
        painter.setFont(font(11, bold=True))
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, words + sign)


def _paint_plain(painter: QPainter, room: QRectF, open: bool) -> None:
    """Paint a door that hides no prize."""
    behind = paint_door(painter, room, open)
    if open:
        paint_goat(painter, behind)
