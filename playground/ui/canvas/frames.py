"""How long the canvas takes for a frame while it is dragged, panned and zoomed."""

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QApplication

from playground.ui.canvas.view import CanvasView

FRAMES = 60


def application() -> QApplication:
    """Return the application, made if there is none."""
    found = QApplication.instance()
    return found if isinstance(found, QApplication) else QApplication([])


def frame_times(bridge: Any, size: tuple[int, int] = (1280, 720)) -> dict[str, list[float]]:
    """Return the seconds of each frame of four movements over a bridge's project.

    The movements are ``drag one``, ``drag all``, ``pan`` and ``zoom``.
    """
    app = application()
    view = CanvasView(bridge)
    view.resize(*size)
    view.show()
    view.fit()
    app.processEvents()
    times = {name: list(_timed(app, view, move)) for name, move in _movements(view).items()}
    bridge.watch(view, ())
    view.close()
    view.deleteLater()
    app.processEvents()
    return times


def _movements(view: CanvasView) -> dict[str, Callable[[int], None]]:
    scene: Any = view.scene()
    start = {id: (item.x(), item.y()) for id, item in scene.blocks.items()}
    first = next(iter(start))

    def drag(ids: list[str], frame: int) -> None:
        scene.place({id: (start[id][0] + 4 * frame, start[id][1] + 2 * frame) for id in ids})

    middle = QPoint(view.width() // 2, view.height() // 2)
    return {
        "drag one": lambda frame: drag([first], frame),
        "drag all": lambda frame: drag(list(start), frame),
        "pan": lambda frame: view.pan(7 if frame % 20 < 10 else -7, 3),
        "zoom": lambda frame: view.zoom_by(1.07 if frame % 40 < 20 else 1 / 1.07, middle),
        "pan near": lambda frame: _near(view, frame),
    }


def _near(view: CanvasView, frame: int) -> None:
    if frame == 0:
        view.zoom_by(1.0 / view.zoom)
        view.centerOn(QPointF(view.scene().outline().center()))
    view.pan(9, 4)


def _timed(app: QApplication, view: CanvasView, move: Callable[[int], None]) -> Iterator[float]:
    for frame in range(FRAMES):
        begin = perf_counter()
        move(frame)
        app.processEvents()
        yield perf_counter() - begin
