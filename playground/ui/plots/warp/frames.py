"""How long the space warp takes for a frame while it is played."""

from collections.abc import Iterator, Mapping
from time import perf_counter

from PySide6.QtGui import QImage, QPainter

from playground.engine.warping.projection import Projector
from playground.engine.warping.warp import unpack
from playground.kernels.array import Array
from playground.ui.canvas.frames import application
from playground.ui.plots.colors import class_color
from playground.ui.plots.decisions.plate import Samples
from playground.ui.plots.warp.view import WarpView
from playground.ui.theme import theme

FRAMES = 120


def warp_times(
    arrays: Mapping[str, Array], axes: int, size: tuple[int, int] = (900, 600)
) -> list[float]:
    """Return the seconds of each frame of one way through a network.

    Parameters
    ----------
    arrays
        What the warp probe measured, of a learner of classes.
    axes
        2 or 3.
    """
    app = application()
    view, warp = WarpView(), unpack(arrays)
    view.resize(*size)
    colors = [class_color(theme(), label) for label in range(int(arrays["labels"].max()) + 1)]
    view.samples = Samples(arrays["points 0"], arrays["labels"], arrays["part"], colors)
    view.warp, view.projector, view.decides = warp, Projector(axes), True
    view.projector.take(warp)
    times = list(_timed(view, len(warp.legs)))
    view.deleteLater()
    app.processEvents()
    return times


def _timed(view: WarpView, layers: int) -> Iterator[float]:
    image = QImage(view.size(), QImage.Format.Format_ARGB32_Premultiplied)
    for frame in range(FRAMES):
        started = perf_counter()
        view.t = layers * frame / max(FRAMES - 1, 1)
        painter = QPainter(image)
        view.paint(painter)
        painter.end()
        yield perf_counter() - started
