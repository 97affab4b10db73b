"""Colours that the canvas mixes for every card and wire of a frame, mixed once a theme."""

from functools import lru_cache

from PySide6.QtGui import QColor

from playground.ui.theme import mix, theme


def tinted(family: str, strength: float) -> QColor:
    """Return the panel colour with `strength` of a family's colour in it."""
    return _tinted(theme().name, family, strength)


def wire_color(family: str) -> QColor:
    """Return the colour of a wire that leaves a block of a family."""
    return _wire_color(theme().name, family)


# The theme's name is there only to tell the cached colours of one theme from those of another.


@lru_cache(maxsize=128)
def _tinted(name: str, family: str, strength: float) -> QColor:
    return theme().tint(family, strength)


@lru_cache(maxsize=64)
def _wire_color(name: str, family: str) -> QColor:
    color = mix(theme().color("secondary"), theme().color(family), 0.5)
    color.setAlphaF(0.85)
    return color
