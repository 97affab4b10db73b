"""Normal distributions on a plane or a line: outlines, densities, and a picture of them."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtGui import QColor, QImage

from playground.engine.plane import Extent, grid_of
from playground.kernels.array import Array
from playground.ui.plots.colors import channels_of, class_color, pixels_of
from playground.ui.plots.field import image_of
from playground.ui.theme import theme

STRENGTH = 0.62
"""How much of its colour a cloud takes in its middle."""

CORNERS = 96


class Clouds:
    """Normal distributions side by side, each with a colour of its own.

    Parameters
    ----------
    arrays
        ``mean`` ``(c, m)``, ``covariance`` ``(c, m, m)`` and ``weight`` ``(c,)``, m being 1 or 2;
        those of weight 0 are not known yet.
    """

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.mean, self.covariance = arrays["mean"], arrays["covariance"]
        self.weight = arrays["weight"]

    @property
    def known(self) -> list[int]:
        """Numbers of those that are known."""
        return [int(c) for c in np.flatnonzero(self.weight > 0)]

    def same(self, other: "Clouds") -> bool:
        """Say whether others look just the same."""
        ours, theirs = vars(self), vars(other)
        return all(np.array_equal(ours[name], theirs[name]) for name in ours)

    def color(self, label: int) -> QColor:
        """Return the colour of one."""
        return class_color(theme(), label)

    def spread(self, label: int, axis: int) -> float:
        """Return the standard deviation of one along an axis."""
        return float(np.sqrt(max(self.covariance[label, axis, axis], 0.0)))

    def density(self, label: int, axis: int, x: Array) -> Array:
        """Return the density of one along an axis at values ``(n,)``."""
        spread = max(self.spread(label, axis), 1e-150)
        away = (x - self.mean[label, axis]) / spread
        dense: Array = np.exp(-0.5 * away**2) / (spread * (2 * np.pi) ** 0.5)
        return dense

    def peak(self, axis: int) -> float:
        """Return the highest density of any along an axis."""
        tops = [self.density(c, axis, self.mean[c, axis]) for c in self.known]
        return float(max(tops, default=1.0))

    def outline(self, label: int, deviations: float) -> Array:
        """Return the closed outline ``(CORNERS, 2)`` so many standard deviations from the middle.

        It is no farther anywhere in the sense of Mahalanobis: an ellipse.
        """
        variances, axes = np.linalg.eigh(self.covariance[label])
        angle = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
        circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        long = np.sqrt(np.maximum(variances, 0.0))
        ellipse: Array = self.mean[label] + deviations * (circle * long) @ axes.T
        return ellipse

    def picture(self, extent: Extent, size: tuple[int, int]) -> QImage:
        """Return all of them softly filled, each as strong in its middle as the others."""
        width, height = size
        at = grid_of(extent, size).reshape(height, width, 2)
        ground = channels_of(theme().color("field"))
        total, mixed = np.zeros((height, width, 1)), np.zeros((height, width, 3))
        strongest = total.copy()
        for c in self.known:
            share = self._closeness(c, at)[..., None]
            total += share
            mixed += share * channels_of(self.color(c))
            strongest = np.maximum(strongest, share)
        color = mixed / np.maximum(total, 1e-12)
        channels = ground + STRENGTH * strongest * (color - ground)
        return image_of(pixels_of(channels))

    def _closeness(self, label: int, at: Array) -> Array:
        """Return the density at places over that in the middle: 1 there, 0 far away."""
        variances, axes = np.linalg.eigh(self.covariance[label])
        turned = (at - self.mean[label]) @ axes
        far = (turned**2 / np.maximum(variances, 1e-300)).sum(axis=-1)
        close: Array = np.exp(-0.5 * np.minimum(far, 1e3))
        return close
