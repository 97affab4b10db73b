"""How a card is drawn from afar: a coloured plate, with its few most telling words."""

from functools import lru_cache
from typing import TypeAlias

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter

from playground.ui.canvas import geometry as g
from playground.ui.canvas.card import elided, severity
from playground.ui.canvas.decision_face import paint_decision
from playground.ui.canvas.faces import Looks, score_words
from playground.ui.canvas.facts import Facts
from playground.ui.canvas.tones import tinted
from playground.ui.canvas.type import sized
from playground.ui.plots.lettering import number
from playground.ui.theme import px, theme

Line: TypeAlias = tuple[tuple[str, ...], str, bool]
"""Words from long to short, of which the first that fits is drawn; colour token; whether bold."""

SCORED = ("score", "model")
"""Faces with a score."""
LEAST = 34
"""Width on the screen below which no words fit."""
LINE = 11
"""Height of a line of words on the screen."""
PICTURE = 92.0, 60.0
"""Size of what a model decides, in units of the scene."""


def paint_afar(
    painter: QPainter, facts: Facts, looks: Looks, scale: float, hasty: bool = False
) -> None:
    """Draw a card below half size: words keep the size at which they can be read.

    Parameters
    ----------
    scale
        Pixels on the screen for a unit of the scene.
    hasty
        Whether a gesture is changing the scale: then words are left out.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.fillRect(g.card(facts.height), tinted(facts.family, 0.14))
    painter.fillRect(QRectF(0, 0, g.WIDTH, g.HEADER), tinted(facts.family, 0.6))
    top = g.HEADER
    told = tuple(lines(facts, looks))
    picture = QRectF((g.WIDTH - PICTURE[0]) / 2, top + 6, *PICTURE)
    room = (facts.height - picture.bottom() - 2) * scale
    legible = scale * g.WIDTH >= px(LEAST)
    # A picture of a few pixels tells models apart less well than their names do.
    if looks.decision is not None and legible and room >= len(told) * px(LINE):
        paint_decision(painter, picture, looks.decision)
        top = picture.bottom() + 2
    if legible and not hasty:
        ratio = painter.device().devicePixelRatioF()
        size = round(g.WIDTH * scale), round((facts.height - top) * scale)
        words = _written(told, size, ratio, px(9), theme().name)
        transform = painter.worldTransform()
        painter.resetTransform()
        painter.drawImage(transform.map(QPointF(0, top)).toPoint(), words)
        painter.setWorldTransform(transform)
    if facts.problems:
        painter.fillRect(QRectF(g.WIDTH - 34, -6, 40, 40), theme().color(severity(facts)))


@lru_cache(maxsize=512)
def _written(
    told: tuple[Line, ...], size: tuple[int, int], ratio: float, height: int, _theme: str
) -> QImage:
    """Return a picture of as many lines as there is room for, the last first."""
    width, room = max(size[0], 1), max(size[1], 1)
    form = QImage.Format.Format_ARGB32_Premultiplied
    picture = QImage(round(width * ratio), round(room * ratio), form)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    font, high = sized(height), QFontMetricsF(sized(height)).height()
    fit = max(int((room + 2) // high), 0)
    shown = told[-fit:] if fit else ()
    place = QRectF(2, (room - high * len(shown)) / 2, width - 4, high)
    painter = QPainter(picture)
    for words, token, bold in shown:
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(theme().color(token))
        metrics = QFontMetricsF(font)
        fitting = (text for text in words if metrics.horizontalAdvance(text) <= place.width())
        text = next(fitting, None) or elided(words[-1], font, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
        place.translate(0, high)
    painter.end()
    return picture


def _names(facts: Facts) -> tuple[str, ...]:
    """Return the names of a model, from the longest: twins are told apart as far as they can be."""
    first, tag = facts.title.split()[0], facts.tag
    if not tag:
        return facts.title, first
    # A number alone names nothing; a word that was chosen does.
    least = (facts.title, first) if tag.isdigit() else (tag,)
    return f"{facts.title} {tag}", f"{first} {tag}", *least


def _power(value: float) -> str:
    """Return a number in as few letters as there are: one digit and a power of ten."""
    mantissa, _, exponent = f"{value:.0e}".partition("e")
    return f"{mantissa}e{int(exponent)}".replace("-", "−") if exponent else mantissa


def lines(facts: Facts, looks: Looks) -> list[Line]:
    """Return what a card says from afar, the best line last."""
    score = looks.score
    between = " · " if " · " in facts.summary or facts.face not in SCORED else " "
    summary = (facts.summary, facts.summary.rpartition(between)[2])
    if facts.face in SCORED and score is not None and score.value is not None:
        text, token = score_words(score)
        whole = facts.face == "model" or facts.family == "lab"
        named = _names(facts) if whole else summary
        forms = (text, *(number(score.value, digits) for digits in (3, 2)), _power(score.value))
        return [(named, "secondary", False), (forms, token, True)]
    if facts.face == "model":
        return [(_names(facts), "secondary", False)]
    # A bare number, such as a momentum, says less than what the block is.
    telling = " · " in facts.summary or not any(letter.isdigit() for letter in facts.summary)
    words = summary if telling and facts.summary and facts.family != "data" else (facts.title,)
    return [(words, "secondary", False)]
