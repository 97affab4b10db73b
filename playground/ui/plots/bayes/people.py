"""A thousand people: how many are ill, and how many of them get the result that was seen."""

import math
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from playground.ui.plots.bayes.believed import Believed, percent
from playground.ui.plots.lettering import font
from playground.ui.plots.painted import Painted
from playground.ui.theme import mix, px, theme

PEOPLE = 1000


class Crowd(NamedTuple):
    """How many people of a thousand are ill or healthy, and get the result that was seen.

    They stand in this order: those of the result are next to each other.
    """

    ill_others: int
    ill: int
    healthy: int
    healthy_others: int

    @classmethod
    def of(cls, before: float, ill: float, healthy: float) -> "Crowd":
        """Count people by the belief in illness, and the result's likelihood for both.

        Examples
        --------
        >>> Crowd.of(0.01, 0.9, 0.09)
        Crowd(ill_others=1, ill=9, healthy=89, healthy_others=901)
        """
        sick = round(PEOPLE * before)
        with_result, without = round(sick * ill), round((PEOPLE - sick) * healthy)
        return cls(sick - with_result, with_result, without, PEOPLE - sick - without)


class People(Painted):
    """Paints a thousand people as dots: the ill, the healthy, and who gets the result."""

    likes = (300, 200)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._believed: Believed | None = None

    def show_believed(self, believed: Believed) -> None:
        """Show other people."""
        self._believed = believed
        self.setAccessibleName(self.told)
        self.update()

    @property
    def crowd(self) -> Crowd:
        """The people that are shown."""
        believed = self._believed
        assert believed is not None
        ill, healthy = believed.likelihood.tolist()
        return Crowd.of(float(believed.before[0]), ill, healthy)

    @property
    def told(self) -> str:
        """What the dots say, in words."""
        believed = self._believed
        if believed is None:
            return ""
        crowd = self.crowd
        sick = crowd.ill + crowd.ill_others
        whom = "like this one" if believed.observations < 2 else "with the same results before"
        whom = "like this one" if believed.span == "all" else whom
        start = f"Of 1000 people {whom}, {sick} are ill."
        if believed.newest < 0:
            return f"{start} No test is made yet."
        if believed.impossible:
            return f"{start} Nobody among them can test {believed.weighed}."
        both = crowd.ill + crowd.healthy
        result = believed.outcome if believed.span == "newest" else "as this one did"
        if believed.span == "all":
            return f"{start} After {believed.weighed}: {percent(believed.after[0])} ill."
        return (
            f"{start} {crowd.ill} of them and {crowd.healthy} of the {PEOPLE - sick} healthy test "
            f"{result}: of these {both}, {percent(believed.after[0])} are ill."
        )

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint dots, key and words."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("field"))
        if self._believed is None:
            return
        painter.setFont(font(11.5))
        metrics = QFontMetricsF(painter.font())
        wide = self.width() - px(24)
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
        needed = metrics.boundingRect(QRectF(0, 0, wide, 1e4), flags, self.told).height()
        words = QRectF(px(12), self.height() - needed - px(8), wide, needed + px(4))
        painter.setPen(theme().color("text"))
        painter.drawText(words, flags, self.told)
        key = QRectF(px(12), px(4), wide, metrics.height())
        self._paint_key(painter, key)
        top = key.bottom() + px(4)
        self._paint_dots(painter, QRectF(px(12), top, wide, words.top() - top - px(6)))

    def _paint_key(self, painter: QPainter, room: QRectF) -> None:
        """Paint what the colours mean."""
        believed = self._believed
        assert believed is not None
        painter.setFont(font(11))
        metrics = QFontMetricsF(painter.font())
        keys = [(_color(True, True), "ill"), (_color(False, True), "healthy")]
        if believed.newest >= 0 and believed.span == "newest":
            keys.append((mix(theme().color("field"), theme().color("text"), 0.3),
                         f"pale: not {believed.outcome}"))  # fmt: skip
        x = room.left() + px(4)
        for color, name in keys:
            wide = metrics.horizontalAdvance(name)
            if x + px(9) + wide > room.right():
                return
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color)
            painter.drawEllipse(QPointF(x, room.center().y()), px(4), px(4))
            painter.setPen(theme().color("secondary"))
            told = QRectF(x + px(9), room.top(), wide + 2, room.height())
            painter.drawText(told, Qt.AlignmentFlag.AlignVCenter, name)
            x += wide + px(26)

    def _paint_dots(self, painter: QPainter, room: QRectF) -> None:
        """Paint the people, column by column."""
        if room.height() < px(20):
            return
        rows = _rows_for(room)
        columns = math.ceil(PEOPLE / rows)
        size = min(room.width() / columns, room.height() / rows)
        top = room.center().y() - size * rows / 2
        left = room.center().x() - size * columns / 2
        painter.setPen(Qt.PenStyle.NoPen)
        kinds = zip(self.crowd, ((True, False), (True, True), (False, True), (False, False)),
                    strict=True)  # fmt: skip
        place, radius = 0, 0.38 * size
        for count, (ill, result) in kinds:
            painter.setBrush(_color(ill, result))
            across, down = np.divmod(np.arange(place, place + count), rows)
            at = np.stack([left + (across + 0.5) * size, top + (down + 0.5) * size], axis=1)
            for x, y in at.tolist():
                painter.drawEllipse(QPointF(x, y), radius, radius)
            place += count


def _rows_for(room: QRectF) -> int:
    """Return in how many rows dots are largest."""
    most = max(int(room.height() // 3), 1)

    def size(rows: int) -> float:
        return min(room.width() / math.ceil(PEOPLE / rows), room.height() / rows)

    return max(range(1, most + 1), key=size)


def _color(ill: bool, result: bool) -> QColor:
    color = theme().color("class 1" if ill else "class 0")
    return color if result else mix(theme().color("field"), color, 0.28)
