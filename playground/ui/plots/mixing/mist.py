"""The components of a mixture as light: the denser rows are expected, the brighter."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtGui import QColor, QImage

from playground.engine.plane import Extent, grid_of
from playground.kernels.array import Array
from playground.ui.plots.colors import channels_of, pixels_of
from playground.ui.plots.densities.clouds import Clouds
from playground.ui.plots.field import image_of
from playground.ui.plots.groups.colors import group_color
from playground.ui.theme import theme

BRIGHTEST = 0.72
"""How much of its colour the densest place takes."""

HARDLY = 1e-6
"""Share of the rows below which a component stands for none."""


class Mist(Clouds):
    """Normal distributions that together describe all rows.

    Parameters
    ----------
    arrays
        ``mean`` ``(c, m)``, ``covariance`` ``(c, m, m)`` and ``weight`` ``(c,)``, m being 1 or 2.
    """

    @classmethod
    def unpacked(cls, packed: Array, wide: int) -> "Mist":
        """Return the distributions that `packed` made one table of, m being `wide`."""
        mean, shape, weight = np.split(packed, [wide, wide + wide * wide], axis=1)
        return cls(
            {"mean": mean, "covariance": shape.reshape(-1, wide, wide), "weight": weight[:, 0]}
        )

    @property
    def packed(self) -> Array:
        """All numbers as one table ``(c, m + m m + 1)``: between two of them lie mixtures."""
        shape = self.covariance.reshape(len(self.mean), -1)
        return np.concatenate([self.mean, shape, self.weight[:, None]], axis=1)

    @property
    def known(self) -> list[int]:
        """Numbers of those that stand for any rows."""
        return [int(c) for c in np.flatnonzero(self.weight > HARDLY)]

    def color(self, label: int) -> QColor:
        """Return the colour of one."""
        return group_color(label)

    def part(self, label: int, x: Array) -> Array:
        """Return the density of one along the first axis, times its weight."""
        dense: Array = self.weight[label] * self.density(label, 0, x)
        return dense

    def picture(self, extent: Extent, size: tuple[int, int]) -> QImage:
        """Return the density of all together, in the blended colours of those that make it."""
        width, height = size
        at = grid_of(extent, size).reshape(height, width, 2)
        total, mixed = np.full((height, width, 1), 1e-300), np.zeros((height, width, 3))
        tops = []
        for c in self.known:
            top = self._top(c)
            dense = top * self._closeness(c, at)[..., None]
            total += dense
            mixed += dense * channels_of(self.color(c))
            tops.append(top)
        # A component that has collapsed is endlessly dense: the middle one sets the exposure.
        usual = float(np.median(tops)) if tops else 1.0
        ground = channels_of(theme().color("field"))
        light = BRIGHTEST * (1.0 - np.exp(-1.6 * total / usual))
        channels = ground + light * (mixed / total - ground)
        return image_of(pixels_of(channels))

    def _top(self, label: int) -> float:
        """Return the density of one in its middle, times its weight, up to a factor of all."""
        volume = np.sqrt(max(float(np.linalg.det(self.covariance[label])), 1e-300))
        return float(self.weight[label]) / float(volume)


def blends(shares: Array) -> tuple[Array, list[QColor]]:
    """Return the colours of rows by their shares ``(n, c)``: their numbers, and the colours.

    Rows that were not shared out yet have the colour of those that belong nowhere. Colours that
    look alike are one.
    """
    known = shares.sum(axis=1, keepdims=True)
    colors = np.array([channels_of(group_color(c)) for c in range(shares.shape[1])])
    mixed = np.where(known > 0, shares @ colors, channels_of(group_color(-1)))
    coarse = np.clip(np.rint(mixed / 12) * 12, 0, 255).astype(np.int64)
    different, shades = np.unique(coarse, axis=0, return_inverse=True)
    return shades.reshape(-1), [QColor(*color) for color in different.tolist()]


def same_rows(one: Mapping[str, Array], other: Mapping[str, Array]) -> bool:
    """Say whether two measurements have the very same rows in the very same colours."""
    return all(
        np.array_equal(one[name], other[name]) for name in ("points", "shares", "extent")
    )
