"""Strength of a signal as light: from black, no signal, over red and orange to near white."""

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.array import Array
from playground.ui.theme import mix, theme

STOPS = ("#000004", "#160B39", "#420A68", "#6A176E", "#932667", "#BC3754", "#DD513A", "#F37819",
         "#FCA50A", "#F6D746", "#FCFFA4")  # fmt: skip
"""Brightness rises evenly along these, also for the colour-blind and in grey."""


def glow_table() -> Array:
    """Return 256 pixels from no signal to the strongest."""
    ends = [QColor(stop) for stop in STOPS]
    given = np.array([[c.red(), c.green(), c.blue()] for c in ends], float)
    at = np.linspace(0.0, 1.0, len(ends))
    red, green, blue = (
        np.rint(np.interp(np.linspace(0, 1, 256), at, given[:, i])).astype(np.uint32)
        for i in range(3)
    )
    pixels: Array = (np.uint32(255) << 24) | (red << 16) | (green << 8) | blue
    return pixels


def glow_pixels(values: Array, low: float, high: float) -> Array:
    """Return pixels of positive values on a log scale; zero and NaN are black.

    Parameters
    ----------
    low, high
        log10 of the values that are black and brightest.
    """
    with np.errstate(all="ignore"):
        share = (np.log10(values) - low) / max(high - low, 1e-9)
    share = np.clip(np.nan_to_num(share, nan=0.0, posinf=1.0, neginf=0.0), 0.0, 1.0)
    return glow_table()[np.rint(share * 255).astype(np.intp)]


def depth_color(place: int, count: int) -> QColor:
    """Return the colour of a layer's line: blue next to the data, orange next to the loss."""
    now = theme()
    share = place / max(count - 1, 1)
    first, middle, last = (now.color(f"class {label}") for label in (0, 3, 1))
    return mix(first, middle, 2 * share) if share < 0.5 else mix(middle, last, 2 * share - 1)
