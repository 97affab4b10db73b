"""Bayes' rule for a game: where the prize may be, given which doors were opened."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from playground.ui.plots.bayes.believed import percent
from playground.ui.plots.doors.last_game import LastGame, stay_color, switch_color
from playground.ui.plots.lettering import font, number
from playground.ui.plots.painted import Painted
from playground.ui.theme import mix, px, theme

EACH = 5
"""Doors, at most, that have a line each; more are told of by kind."""

LOW, TALL = 22, 38
"""Least and largest height of a line."""

LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
MIDDLE = Qt.AlignmentFlag.AlignVCenter
HEADS = ("prize behind", "prior", "× host opens these", "= product", "posterior")


class Chance(NamedTuple):
    """A line: where the prize may be, prior, likelihood, product, posterior and a colour."""

    name: str
    prior: float
    opening: float
    product: float
    posterior: float
    color: QColor


def chances_of(game: LastGame) -> list[Chance]:
    """Return the lines of the last game; posteriors of all doors add up to 1."""
    prior = 1 / game.doors
    opening = game.arrays["opening"].tolist()
    left = game.doors - 1 - game.opens
    evidence = prior * (opening[0] + left * opening[1]) or 1.0
    grey = theme().color("secondary")

    def line(name: str, kind: int, color: QColor) -> Chance:
        product = prior * opening[kind]
        return Chance(name, prior, opening[kind], product, product / evidence, color)

    if game.doors <= EACH:
        lines = []
        for door in range(game.doors):
            kind = 0 if door == game.chosen else 2 if game.opened[door] else 1
            color = (stay_color(), switch_color() if door == game.taken else grey, grey)[kind]
            what = ("chosen", "switch" if door == game.taken else "shut", "opened")[kind]
            lines.append(line(f"door {door + 1}, {what}", kind, color))
        return lines
    others = f"each of {left} others" if left > 1 else "the other one"
    lines = [line("chosen door", 0, stay_color()), line(others, 1, switch_color())]
    if game.opens:
        opened = f"each of {game.opens} opened" if game.opens > 1 else "the one opened"
        lines.append(line(opened, 2, grey))
    return lines


class ChanceTable(Painted):
    """Paints prior, likelihood, product and posterior of every place that the prize may be."""

    likes = (320, 150)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._game: LastGame | None = None

    def show_game(self, game: LastGame) -> None:
        """Show another game."""
        self._game = game
        self.setAccessibleName(self.told)
        self.update()

    @property
    def told(self) -> str:
        """What the table comes to, in words."""
        game = self._game
        if game is None or not game.begun:
            return "Bayes' rule for a game: play one."
        if game.void:
            return "The prize is in sight: there is nothing left to believe. This game is void."
        stay, switch = game.arrays["exact"].tolist()[:2]
        if np.isclose(stay, switch):
            why = "no door was opened" if not game.opens else "the host opened blindly"
            return f"Both are as likely, {percent(stay)}: {why}, and that tells doors not apart."
        return (
            f"A host who knows had less choice with the prize elsewhere, so opening just these "
            f"doors speaks for the others: {percent(switch)} against {percent(stay)}."
        )

    def paint(self, painter: QPainter, vector: bool = False) -> None:
        """Paint heads, lines and words."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().color("field"))
        game = self._game
        if game is None:
            return
        top = float(px(6))
        if game.begun and not game.void:
            lines = chances_of(game)
            row = float(np.clip(self.height() / (len(lines) + 4), px(LOW), px(TALL)))
            columns = self._columns(row, [chance.name for chance in lines])
            painter.setFont(font(10.5))
            painter.setPen(theme().color("secondary"))
            for room, align, head in zip(*columns, HEADS, strict=True):
                painter.drawText(room.translated(0, top), align | MIDDLE, head)
            for chance in lines:
                top += row
                self._paint_line(painter, columns, top, chance)
            top += row + px(6)
        painter.setFont(font(11.5))
        painter.setPen(theme().color("text"))
        words = QRectF(px(12), top, self.width() - px(24), max(self.height() - top, 1))
        painter.drawText(words, int(Qt.TextFlag.TextWordWrap | LEFT), self.told)

    def _columns(
        self, row: float, names: Sequence[str]
    ) -> tuple[list[QRectF], list[Qt.AlignmentFlag]]:
        """Return rooms and alignments of the columns."""
        metrics = QFontMetricsF(font(10.5))
        widths = [max(metrics.horizontalAdvance(head), px(46)) + px(10) for head in HEADS[:4]]
        wide = QFontMetricsF(font(11))
        widths[0] = max(wide.horizontalAdvance(name) for name in (*names, HEADS[0])) + px(6)
        left, rooms = float(px(12)), []
        for width in widths:
            rooms.append(QRectF(left, 0, width, row))
            left += width
        left += px(14)
        rooms.append(QRectF(left, 0, max(self.width() - px(12) - left, 1.0), row))
        return rooms, [LEFT, RIGHT, RIGHT, RIGHT, LEFT]

    def _paint_line(
        self, painter: QPainter, columns: tuple[list[QRectF], list[Qt.AlignmentFlag]],
        top: float, chance: Chance,
    ) -> None:  # fmt: skip
        rooms, aligns = columns
        painter.setFont(font(11))
        painter.setPen(theme().color("text"))
        numbers = (number(v, full=True) if v else "0" for v in chance[1:4])
        cells = zip(rooms[:4], aligns[:4], (chance.name, *numbers), strict=True)
        for room, align, words in cells:
            painter.drawText(room.translated(0, top), align | MIDDLE, words)
        slack = (rooms[4].height() - px(14)) / 2
        bar = rooms[4].translated(0, top).adjusted(0, slack, 0, -slack)
        told = QFontMetricsF(painter.font()).horizontalAdvance("100.0 %") + px(6)
        full = bar.adjusted(0, 0, -told, 0)
        painter.setPen(Qt.PenStyle.NoPen)
        if full.width() > px(12):
            painter.setBrush(mix(theme().color("field"), theme().color("text"), 0.1))
            painter.drawRect(full)
            painter.setBrush(chance.color)
            painter.drawRect(QRectF(full.left(), full.top(), full.width() * chance.posterior,
                                    full.height()))  # fmt: skip
        painter.setPen(theme().color("text"))
        room = QRectF(bar.right() - told, top, told, rooms[4].height())
        painter.drawText(room, RIGHT | MIDDLE, percent(chance.posterior))
