"""Colours of groups: the same number has the same colour in every view."""

from functools import lru_cache

from PySide6.QtGui import QColor

from playground.ui.theme import Theme, theme

TURN = 0.381966
"""Share of the colour circle between one colour and the next: no few turns of it coincide."""

SHADES = (0.0, 0.13, -0.11)
"""Lightness added from one further colour to the next, so that near hues stay apart."""


def group_color(group: int) -> QColor:
    """Return the colour of a group; "secondary" for -1, that is for noise and "none yet".

    The first eight are the colours of the classes; from there on the hue turns by the golden
    angle and the lightness changes.
    """
    return QColor(_color(theme(), group))


@lru_cache(maxsize=512)
def _color(theme: Theme, group: int) -> QColor:
    if group < 0:
        return theme.color("secondary")
    if group < len(theme.classes):
        return theme.color(f"class {group}")
    further = group - len(theme.classes)
    hue = (0.47 + further * TURN) % 1.0
    middle = 0.66 if theme.color("field").lightnessF() < 0.5 else 0.40
    return QColor.fromHslF(hue, 0.62, middle + SHADES[further % len(SHADES)])
