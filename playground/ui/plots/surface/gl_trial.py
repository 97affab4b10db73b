"""Draws surfaces by OpenGL and by NumPy and says by its exit status whether OpenGL does it better.

0: it draws well, and is clearly faster. 3: it draws well but is not, as where the processor has
to compute it. Anything else: it does not draw at all, or draws wrongly.

Notes
-----
Measured with new surfaces of 51 x 76 losses in 900 x 560 pixels, on two cores without a graphics
card: Mesa's llvmpipe and NumPy both take about 27 ms; on a screen of twice the density llvmpipe
takes 67 ms, and softpipe takes 170 ms on any.
"""

import sys
import time
from collections.abc import Callable

import numpy as np
from PySide6.QtGui import QGuiApplication, QImage

from playground.ui.plots.surface.gl_parts import GlFailure
from playground.ui.plots.surface.gl_surface import GlSurface
from playground.ui.plots.surface.graphics import SLOW
from playground.ui.plots.surface.height_field import Sight
from playground.ui.plots.surface.relief import Relief
from playground.ui.plots.surface.relief_block import ReliefBlock, look

SIZE = (900, 560)
"""Size of the pictures, in pixels of the design."""

TRIES = 5
"""Drawings of which the fastest counts: others were disturbed."""

FAILED, WRONG = 1, 2
"""Exit statuses where OpenGL draws nothing, or something else than NumPy."""

CLEARLY = 0.8
"""Part of NumPy's time below which OpenGL is worth it."""

ALIKE = 12.0
"""Difference of the mean colours, of 255, up to which two pictures show the same."""


def main() -> int:
    """Draw, compare, and return the exit status."""
    application = QGuiApplication(sys.argv[:1])
    ratio = application.primaryScreen().devicePixelRatio()
    sight = Sight(-60.0, 50.0, 280.0, SIZE, (1.0, 0.66))
    block = ReliefBlock()
    block.automatic = False
    try:
        surface = GlSurface()
        fast, shown = _timed(lambda r: surface.draw(r, sight.enlarged(ratio), look(ratio)))
        surface.close()
    except GlFailure:
        return FAILED
    slow, meant = _timed(lambda r: block.picture(r, sight, 1.0, False))
    if not _alike(shown, meant):
        return WRONG
    return 0 if fast < CLEARLY * slow else SLOW


def _timed(draw: Callable[[Relief], QImage]) -> tuple[float, QImage]:
    """Return the seconds of the fastest of some drawings, and the last picture."""
    draw(_waves(0.0))  # the first of all has to compile and to make room
    seconds = []
    for phase in np.linspace(0.2, 1.0, TRIES):
        waves = _waves(float(phase))
        begun = time.perf_counter()
        image = draw(waves)
        seconds.append(time.perf_counter() - begun)
    return min(seconds), image


def _waves(phase: float) -> Relief:
    x, y = np.meshgrid(np.linspace(0, 6, 76) + phase, np.linspace(0, 4, 51))
    field = 10 ** (np.sin(x) * np.cos(y))
    return Relief({"field": field.astype(np.float32), "extent": np.array([0.0, 3.0, 0.0, 2.0])})


def _alike(one: QImage, other: QImage) -> bool:
    means = [
        np.frombuffer(image.constBits(), np.uint8).reshape(-1, 4).mean(axis=0)
        for image in (one, other)
    ]
    return bool(np.abs(means[0] - means[1]).max() < ALIKE)


if __name__ == "__main__":
    sys.exit(main())
