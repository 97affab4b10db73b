"""What the neighbours probe measured, ready to be painted."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtGui import QColor

from playground.kernels.array import Array
from playground.ui.plots.colors import class_color, signed_colors
from playground.ui.plots.decisions.decision import SHADES
from playground.ui.theme import theme

MOST_LINES = 400
"""Neighbours that are drawn at most."""


class Reach:
    """A place, its neighbours with their colours and votes, and how far they reach.

    Parameters
    ----------
    arrays
        What the probe sent; see `playground.engine.probes.neighbours`.
    limits
        Ends of the scale of values.

    Attributes
    ----------
    spot
        The place ``(2,)``.
    at, share, colors
        Of each neighbour: where it is ``(k, 2)``, its share of the vote, and its colour.
    ball
        Segments ``(m, 2, 2)`` of the plane that are as far as the last neighbour.
    """

    def __init__(self, arrays: Mapping[str, Array], limits: tuple[float, float]) -> None:
        self.arrays = arrays
        self.spot = arrays["spot"]
        self.at = arrays.get("at", np.empty((0, 2)))[:MOST_LINES]
        self.far = arrays.get("far", np.empty(0))
        self.share = arrays.get("share", np.empty(0))
        self.ball = arrays.get("ball", np.empty((0, 2, 2)))
        self.colors = self._colors(limits)

    def _colors(self, limits: tuple[float, float]) -> list[QColor]:
        if "labels" in self.arrays:
            return [class_color(theme(), label) for label in self.arrays["labels"].tolist()]
        low, high = limits
        shades = signed_colors(theme(), SHADES)
        values = self.arrays.get("values", np.empty(0))
        share = np.clip((values - low) / max(high - low, 1e-12), 0, 1)
        return [shades[i] for i in np.rint(share * (SHADES - 1)).astype(int).tolist()]

    @property
    def known(self) -> bool:
        """Whether any row has been learned."""
        return len(self.at) > 0

    @property
    def color(self) -> QColor:
        """Colour of what is decided."""
        if "labels" in self.arrays and "decided" in self.arrays:
            return class_color(theme(), int(self.arrays["decided"].argmax()))
        return theme().color("text")

    def closed(self) -> bool:
        """Say whether the lines of the ball close, so that they have an inside."""
        if not len(self.ball):
            return False
        size = float(np.ptp(self.ball[..., 0])) or 1.0
        ends = np.rint((self.ball.reshape(-1, 2) - self.spot) / size * 1e6).astype(np.int64)
        _, count = np.unique(ends, axis=0, return_counts=True)
        return bool((count % 2 == 0).all())
