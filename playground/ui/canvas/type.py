"""Type of the canvas, in scene units: the system's interface font at three sizes."""

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

TITLE, BODY, SMALL = 13, 12, 11


def sized(size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the interface font in a size with figures of equal width."""
    font = QFont(QApplication.font())
    font.setPixelSize(size)
    font.setWeight(weight)
    font.setFeature(QFont.Tag.fromString("tnum"), 1)
    return font


def title() -> QFont:
    """Return the font of card titles."""
    return sized(TITLE, QFont.Weight.DemiBold)


def small() -> QFont:
    """Return the font of settings, pills and labels."""
    return sized(SMALL)


def figures(weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the font of scores."""
    return sized(BODY, weight)
