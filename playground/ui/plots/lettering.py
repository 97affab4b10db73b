"""Fonts of plots, numbers as people read them, and small labels on top of a picture."""

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QApplication

from playground.ui.style import tabular
from playground.ui.theme import px, theme


def font(size: float = 11, bold: bool = False) -> QFont:
    """Return the interface font at a design size, with figures of one width."""
    return QFont(_font(QApplication.font().key(), px(size), bold))


@lru_cache(maxsize=64)
def _font(_of: str, pixels: int, bold: bool) -> QFont:
    """Return a font made once from the interface font of that key: every plot asks for many."""
    made = QFont(QApplication.font())
    made.setPixelSize(pixels)
    made.setBold(bold)
    return tabular(made)


def number(value: float, digits: int = 3, full: bool = False) -> str:
    """Write a number shortly; `full` keeps its last zeros, so that live values do not dance.

    Examples
    --------
    >>> number(0.03125), number(-12.0), number(1234567.0), number(float("nan"))
    ('0.0312', '−12', '1.23e6', '–')
    >>> number(0.5, full=True), number(12.0, full=True), number(1000.0)
    ('0.500', '12.0', '1000')
    >>> number(346.0, 2), number(999.7), number(99.7, 2)
    ('346', '1000', '100')
    """
    if not math.isfinite(value):
        return "–"
    value += 0.0  # no sign at zero
    # Half below the power of ten: 999.7 is 1000 in three digits, not 1e3.
    whole = min(1e3, 10.0**digits - 0.5) <= abs(value) < (1e5 if full else 1e4)
    text = f"{value:.0f}" if whole else f"{value:.{digits}g}"
    if full and not whole and 1e-4 <= abs(value) < 1e3:
        text = f"{value:#.{digits}g}".removesuffix(".")
    if "e" in text:
        mantissa, _, exponent = text.partition("e")
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", "−")


def chip(
    painter: QPainter, text: str, at: QPointF, align: str = "left", inside: QRectF | None = None
) -> QRectF:
    """Paint a line of text on a translucent plate and return the plate.

    Parameters
    ----------
    at
        Its left (or right, or centre) top corner.
    align
        ``"left"``, ``"right"`` or ``"center"``.
    inside
        A rectangle it is kept within.
    """
    painter.setFont(font(11))
    metrics = QFontMetricsF(painter.font())
    width, height = metrics.horizontalAdvance(text) + px(12), metrics.height() + px(4)
    left = at.x() - {"left": 0.0, "right": width, "center": width / 2}[align]
    plate = QRectF(left, at.y(), width, height)
    if inside is not None:
        plate.moveLeft(max(inside.left(), min(plate.left(), inside.right() - width)))
        plate.moveTop(max(inside.top(), min(plate.top(), inside.bottom() - height)))
    paint_plate(painter, plate)
    painter.setPen(theme().color("text"))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
    return plate


def paint_plate(painter: QPainter, plate: QRectF) -> None:
    """Paint the translucent ground that keeps text readable on any picture."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color("panel", 0.86))
    painter.drawRoundedRect(plate, px(4), px(4))
