"""Colours of classes and values: tables from a number to a pixel."""

from functools import lru_cache

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.array import Array
from playground.ui.theme import Theme, mix, theme

MEMBER_ORDER = (0, 1, 2, 3, 4, 6, 7, 5)
"""Class colours in the order that members take them: the two blues stand far apart."""

STRENGTH = 0.7
"""How much of a class's colour its field takes at most: points must stay stronger."""

LEVELS = 64


def class_color(theme: Theme, label: int) -> QColor:
    """Return the colour of a class; beyond the theme's eight they come again, nearer to text."""
    color = theme.color(f"class {label}")
    lap = label // len(theme.classes)
    return mix(color, theme.color("text"), 0.45 * lap / (lap + 0.5)) if lap else color


def member_color(member: int, members: int) -> QColor:
    """Return the colour of a member of a population, the same in every view.

    Up to eight have a colour each; more run through the hues, so that neighbours look alike.
    """
    if members <= len(MEMBER_ORDER):
        return class_color(theme(), MEMBER_ORDER[member])
    dark = theme().color("field").lightnessF() < 0.5
    hue = 0.62 - 0.62 * member / (members - 1)
    return QColor.fromHslF(hue, 0.7, 0.65 if dark else 0.42)


@lru_cache(maxsize=64)
def class_table(theme: Theme, classes: int) -> Array:
    """Return pixels ``(classes, LEVELS)``: from the neutral surface to each class's colour.

    The table is kept, and can only be read.
    """
    ends = np.array([channels_of(class_color(theme, c)) for c in range(max(classes, 1))])
    share = np.linspace(0.0, STRENGTH, LEVELS)[None, :, None]
    return _kept(channels_of(theme.color("field")) * (1 - share) + ends[:, None, :] * share)


Ends = tuple[int | None, int]
"""Classes whose colours stand for low and high values; None: low stays neutral."""


@lru_cache(maxsize=64)
def signed_table(theme: Theme, strength: float = STRENGTH, ends: Ends = (0, 1)) -> Array:
    """Return 256 pixels from one class's colour over neutral to another's.

    Above the strength of fields, as samples need it, neutral is a grey that stands out. The table
    is kept, and can only be read.
    """
    neutral = theme.color("field")
    if strength > STRENGTH:
        neutral = mix(neutral, theme.color("text"), 0.6)
    t = np.linspace(-1.0, 1.0, 256)[:, None]
    low, high = (neutral if end is None else class_color(theme, end) for end in ends)
    colors = np.where(t > 0, channels_of(high), channels_of(low))
    share = np.abs(t) * strength
    return _kept(channels_of(neutral) * (1 - share) + colors * share)


def signed_colors(theme: Theme, count: int, ends: Ends = (0, 1)) -> list[QColor]:
    """Return `count` vivid colours from the lowest value to the highest, for samples.

    They leave the grey of zero soon, so that a small disc still tells the sign of its value.
    """
    table = signed_table(theme, 1.0, ends)
    t = np.linspace(-1.0, 1.0, count)
    places = np.rint(127.5 + 127.5 * np.sign(t) * np.abs(t) ** 0.5).astype(int)
    return [QColor.fromRgb(int(table[i])) for i in places]


def channels_of(color: QColor) -> Array:
    """Return red, green and blue ``(3,)`` from 0 to 255, to be mixed as numbers."""
    return np.array([color.red(), color.green(), color.blue()], float)


def pixels_of(channels: Array) -> Array:
    """Return opaque pixels ``(...)`` of red, green and blue ``(..., 3)`` from 0 to 255."""
    red, green, blue = np.moveaxis(np.rint(channels).astype(np.uint32), -1, 0)
    pixels: Array = (np.uint32(255) << 24) | (red << 16) | (green << 8) | blue
    return pixels


def _kept(channels: Array) -> Array:
    pixels = pixels_of(channels)
    pixels.flags.writeable = False
    return pixels
