"""The scale for magnitudes: from dark violet over green to yellow, read by everyone."""

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.array import Array
from playground.ui.theme import Theme, mix

ANCHORS = (
    "#440154", "#481A6C", "#472F7D", "#414487", "#39568C", "#31688E", "#2A788E", "#23888E",
    "#1F988B", "#22A884", "#35B779", "#54C568", "#7AD151", "#A5DB36", "#D2E21B", "#FDE725",
)  # fmt: skip

STRENGTH = 0.82
"""How much of a colour its field takes: what is drawn on it must stay stronger."""


def viridis_table(theme: Theme, strength: float = STRENGTH) -> Array:
    """Return the 256 colours of magnitudes from low to high, channels ``(256, 3)`` of 0 to 255.

    Notes
    -----
    Viridis (van der Walt and Smith, 2015), even in lightness and for the colour-blind.
    """
    ground = theme.color("field")
    colors = [mix(ground, QColor(anchor), strength) for anchor in ANCHORS]
    known = np.array([[c.red(), c.green(), c.blue()] for c in colors], float)
    at = np.linspace(0, len(ANCHORS) - 1, 256)
    places = np.arange(len(ANCHORS))
    return np.stack([np.interp(at, places, known[:, i]) for i in range(3)], axis=1)


def viridis_colors(theme: Theme, count: int) -> tuple[QColor, ...]:
    """Return `count` colours from low to high, for legends."""
    table = viridis_table(theme)
    chosen = table[np.linspace(0, 255, count).round().astype(int)].round().astype(int)
    return tuple(QColor(*channels) for channels in chosen.tolist())
