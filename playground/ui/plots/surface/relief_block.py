"""The block of a loss surface as a picture: by OpenGL where that is quick, else by NumPy."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QColor, QImage

from playground.kernels.array import Array
from playground.ui.plots.surface.graphics import Graphics, graphics
from playground.ui.plots.surface.height_field import Sight, cast
from playground.ui.plots.surface.relief import STEEPNESS, Relief, smooth
from playground.ui.plots.viridis import viridis_table
from playground.ui.theme import mix, theme

if TYPE_CHECKING:
    from playground.ui.plots.surface.gl_surface import Look

LIGHT = (-0.4969, -0.3478, 0.7951)
"""Where the light comes from, at a distance of 1."""

FINE = 200
"""Samples along a side below which the skin is made finer than the surface."""

STRENGTH = 0.95
"""How much of the colours the skin takes."""

LINE, CONTRAST = 1.0, 0.2
"""Half the width of a line of equal loss in pixels, and how much it stands out."""


class ReliefBlock:
    """Draws the block of a surface, and keeps the last picture.

    Attributes
    ----------
    automatic
        Whether OpenGL may draw it.
    by_opengl
        Whether OpenGL drew the last picture.
    """

    def __init__(self) -> None:
        self.automatic = True
        self.by_opengl = False
        self._key: tuple[object, ...] = ()
        self._image = QImage()
        self._skin: Array = np.empty((0, 0), np.uint32)
        self._skinned: tuple[object, ...] = ()

    def picture(self, relief: Relief, sight: Sight, ratio: float, patient: bool) -> QImage:
        """Return the picture of a surface.

        Parameters
        ----------
        ratio
            Pixels of the device in one of the sight.
        patient
            Whether it may take its time: then NumPy too draws every pixel of the device, and four
            times as many, so that edges are smooth where the picture is painted.
        """
        used = graphics() if self.automatic else None
        usable = bool(used is not None and used.usable)
        key = (relief, sight, ratio, patient, theme().name, usable)
        if key != self._key:
            image = _by_opengl(used, relief, sight.enlarged(ratio), ratio) if usable else None
            self.by_opengl = image is not None
            if image is None:
                image = self._by_numpy(relief, sight.enlarged(2 * ratio) if patient else sight)
            self._image, self._key = image, key
        return self._image

    def _by_numpy(self, relief: Relief, sight: Sight) -> QImage:
        if self._skinned != (relief, theme().name):
            self._skin, self._skinned = skin(relief), (relief, theme().name)
        ground, *walls = _grounds()
        picture = cast(
            sight, np.clip(relief.heights, 0, 1), self._skin,
            (walls[0].rgb(), walls[1].rgb()), ground.rgb(),
        )  # fmt: skip
        upright = np.ascontiguousarray(picture)
        height, width = upright.shape
        # The array may go before the image.
        return QImage(upright.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def _grounds() -> tuple[QColor, QColor, QColor]:
    """Return the colour around the block, and those of its sides along x and along y."""
    ground, text = theme().color("field"), theme().color("text")
    return ground, mix(ground, text, 0.2), mix(ground, text, 0.12)


def look(ratio: float) -> "Look":
    """Return the colours for OpenGL, with lines for so many pixels of the device in one."""
    from playground.ui.plots.surface.gl_surface import Look

    ground, along, across = _grounds()
    contrast = CONTRAST if theme().name == "dark" else -CONTRAST
    table = viridis_table(theme(), STRENGTH)
    return Look(table, (along, across), ground, LIGHT, LINE * ratio, contrast)


def _by_opengl(used: Graphics, relief: Relief, sight: Sight, ratio: float) -> QImage | None:
    from playground.ui.plots.surface.gl_parts import GlFailure

    surface = used.surface()
    if surface is None:
        return None
    try:
        return surface.draw(relief, sight, look(ratio))
    except GlFailure as failure:
        used.give_up(str(failure))
        return None


def skin(relief: Relief) -> Array:
    """Return the pixels of a surface: coloured by height, lit, with its lines of equal loss."""
    heights = relief.heights
    if max(heights.shape) <= FINE:
        heights = smooth(heights, 3)
    x0, x1, y0, y1 = relief.extent
    longer = max(x1 - x0, y1 - y0) / 2
    heights = heights.astype(np.float32)
    cell = (y1 - y0) / longer / heights.shape[0], (x1 - x0) / longer / heights.shape[1]
    up, across = np.gradient(STEEPNESS * heights, *cell)
    facing = LIGHT[2] - across * LIGHT[0] - up * LIGHT[1]
    shine = 0.42 + 0.66 * np.maximum(facing / np.sqrt(1 + across**2 + up**2), 0)
    steep = np.hypot(up * cell[0], across * cell[1]) / STEEPNESS + 1e-9
    line = np.clip(1.6 - _away(heights, relief.scale.levels()) / steep, 0, 1)
    shine *= 1 + (CONTRAST if theme().name == "dark" else -CONTRAST) * line
    places = np.rint(np.clip(heights, 0, 1) * 255).astype(np.intp)
    pixels = np.full(heights.shape, 255 << 24, np.uint32)
    for channel, shift in zip(viridis_table(theme(), STRENGTH).astype(np.float32).T, (16, 8, 0),
                              strict=True):  # fmt: skip
        pixels |= np.minimum(channel[places] * shine, 255).astype(np.uint32) << shift
    return pixels


def _away(heights: Array, levels: Array) -> Array:
    """Return how far heights are from the nearest of some evenly spaced levels."""
    if len(levels) < 2:
        return np.abs(heights - levels[0]) if len(levels) else np.full(heights.shape, np.inf)
    step = float(levels[1] - levels[0])
    within = (heights - float(levels[0])) / step
    off: Array = np.abs(within - np.clip(np.rint(within), 0, len(levels) - 1)) * step
    return off
