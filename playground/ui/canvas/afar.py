"""How a card is drawn from afar: a coloured plate, with its few most telling words."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from playground.ui.canvas import geometry as g
from playground.ui.canvas.card import elided, severity
from playground.ui.canvas.faces import Looks, score_words
from playground.ui.canvas.facts import Facts
from playground.ui.canvas.tones import tinted
from playground.ui.canvas.type import sized
from playground.ui.theme import px, theme

LEAST = 34
"""Width on the screen below which no words fit."""


def paint_afar(painter: QPainter, facts: Facts, looks: Looks, scale: float) -> None:
    """Draw a card below half size: words keep the size at which they can be read.

    Parameters
    ----------
    scale
        Pixels on the screen for a unit of the scene.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(g.card(facts.height), tinted(facts.family, 0.14))
    painter.fillRect(QRectF(0, 0, g.WIDTH, g.HEADER), tinted(facts.family, 0.6))
    if scale * g.WIDTH >= px(LEAST):
        painter.save()
        _paint_words(painter, facts, looks, scale)
        painter.restore()
    if facts.problems:
        painter.fillRect(QRectF(g.WIDTH - 34, -6, 40, 40), theme().color(severity(facts)))


def _paint_words(painter: QPainter, facts: Facts, looks: Looks, scale: float) -> None:
    """Draw as many lines as there is room for, the last first."""
    told = lines(facts, looks)
    font, high = sized(px(9)), QFontMetricsF(sized(px(9))).height()
    painter.scale(1 / scale, 1 / scale)
    top, bottom = g.HEADER * scale, facts.height * scale
    fit = max(int((bottom - top + 2) // high), 0)
    told = told[-fit:] if fit else []
    room = QRectF(2, top + (bottom - top - high * len(told)) / 2, g.WIDTH * scale - 4, high)
    for words, token, bold in told:
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(theme().color(token))
        metrics = QFontMetricsF(font)
        fitting = (text for text in words if metrics.horizontalAdvance(text) <= room.width())
        text = next(fitting, None) or elided(words[-1], font, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)
        room.translate(0, high)


def lines(facts: Facts, looks: Looks) -> list[tuple[tuple[str, ...], str, bool]]:
    """Return words from long to short, colour token and weight of each line, the best last."""
    score = looks.score
    between = " · " if " · " in facts.summary or facts.face != "score" else " "
    summary = (facts.summary, facts.summary.rpartition(between)[2])
    if facts.face == "score" and score is not None and score.value is not None:
        text, token = score_words(score)
        return [(summary, "secondary", False), ((text, f"{score.value:.0e}"), token, True)]
    # A bare number, such as a momentum, says less than what the block is.
    telling = " · " in facts.summary or not any(letter.isdigit() for letter in facts.summary)
    words = summary if telling and facts.summary and facts.family != "data" else (facts.title,)
    return [(words, "secondary", False)]
