"""Colours of classes and values: tables from a number to a pixel, one for each theme."""

from functools import lru_cache

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.array import Array
from playground.ui.theme import Theme, mix

STRENGTH = 0.7
"""How much of a class's colour its field takes at most: points must stay stronger."""

LEVELS = 64


def class_color(theme: Theme, label: int) -> QColor:
    """Return the colour of a class; beyond the eight of the theme they return in a lighter shade."""
    color = theme.color(f"class {label}")
    round_ = label // len(theme.classes)
    return mix(color, theme.color("text"), 0.45 * round_ / (round_ + 0.5)) if round_ else color


@lru_cache(maxsize=64)
def class_table(theme: Theme, classes: int) -> Array:
    """Return pixels ``(classes, LEVELS)``: from the neutral surface to each class's colour."""
    neutral = theme.color("field")
    return np.array(
        [
            [
                mix(neutral, class_color(theme, c), STRENGTH * level / (LEVELS - 1)).rgb()
                for level in range(LEVELS)
            ]
            for c in range(max(classes, 1))
        ],
        np.uint32,
    )


@lru_cache(maxsize=16)
def signed_table(theme: Theme, strength: float = STRENGTH) -> Array:
    """Return 256 pixels from the first class's colour over neutral to the second's."""
    neutral, ends = theme.color("field"), (class_color(theme, 0), class_color(theme, 1))
    if strength > STRENGTH:
        neutral = mix(neutral, theme.color("text"), 0.6)
    t = np.linspace(-1.0, 1.0, 256)
    return np.array([mix(neutral, ends[int(v > 0)], abs(v) * strength).rgb() for v in t], np.uint32)


def signed_color(theme: Theme, position: float) -> QColor:
    """Return the vivid colour of a value at `position` in [-1, 1], for points."""
    return QColor.fromRgb(int(signed_table(theme, 1.0)[int(np.clip(position + 1, 0, 2) * 127.5)]))
