"""How long the window takes for a frame while its worker rests and while it learns flat out."""

import gc
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from time import perf_counter, sleep, thread_time
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from playground.core.block import kind_of
from playground.document.project import Project
from playground.runtime.messages import Frame, Play
from playground.ui.app import application, build

TICK = 1 / 60
PATIENCE = 60.0


@dataclass
class Watched:
    """What was seen of a window in one state of its worker.

    Attributes
    ----------
    frames
        Seconds of work for each frame: the script's redraws and what arrived meanwhile.
    computed
        Seconds of a processor in each frame, which others on the machine have little part in.
    updates
        New boundaries a second.
    steps
        Steps of learning a second.
    cells
        Columns and rows of the last boundary.
    """

    frames: list[float]
    computed: list[float]
    updates: float
    steps: float
    cells: tuple[int, int]


class FrameScript:
    """Moves the canvas of a window, and has panels redraw, sixty times a second.

    Every panel also draws when something new comes for it, as it always does.

    Parameters
    ----------
    project
        What the window shows; its worker learns on the CPU.
    size
        Of the window.
    redrawn
        Kinds of the panels that redraw at every frame, whether there is something new or not.
    """

    def __init__(
        self, project: Project, size: tuple[int, int] = (1440, 860),
        redrawn: Collection[str] = ("boundary", "curves"),
    ) -> None:  # fmt: skip
        self._redrawn = redrawn
        self._app: QApplication = application()
        self.window: Any = build(project, device="cpu", remember=False)
        self.window.resize(*size)
        self.window.show()
        self._updates = 0
        self._cells = (0, 0)
        self.window.bridge.frame.connect(self._count)
        self._until(lambda: self._updates > 0)
        # As the program does after its start: collections pass over what stays to the end.
        gc.collect()
        gc.freeze()

    def paused(self, seconds: float, drop: float) -> Watched:
        """Watch with a worker that rests; the first `drop` seconds do not count."""
        self.window.bridge.pause()
        return self._watch(seconds, drop)

    def flat_out(self, seconds: float, drop: float) -> Watched:
        """Watch with a worker that learns as fast as it can."""
        bridge = self.window.bridge
        bridge.line.go(Play())
        try:
            self._until(lambda: self._step() > 0)
            return self._watch(seconds, drop)
        finally:
            bridge.pause()

    def close(self) -> None:
        """Close the window and end its worker."""
        self.window.bridge.store.mark_saved()
        self.window.close()
        self.window.deleteLater()
        gc.unfreeze()
        self._app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _watch(self, seconds: float, drop: float) -> Watched:
        for _ in self._frames(drop):
            pass
        updates, step, begin = self._updates, self._step(), perf_counter()
        frames = list(self._frames(seconds - drop))
        spent = perf_counter() - begin
        lasted, computed = (list(times) for times in zip(*frames, strict=True))
        return Watched(
            lasted, computed, (self._updates - updates) / spent,
            (self._step() - step) / spent, self._cells,
        )  # fmt: skip

    def _frames(self, seconds: float) -> Iterator[tuple[float, float]]:
        """Yield the time of every frame and the processor's; the rest of a sixtieth is slept."""
        panels = [p for p in self.window.panels.panels if kind_of(type(p)) in self._redrawn]
        end = perf_counter() + seconds
        number = 0
        while (begin := perf_counter()) < end:
            before = thread_time()
            for panel in panels:
                panel.refresh()
            self.window.canvas.pan(3 if number % 40 < 20 else -3, 0)
            self._app.processEvents()
            spent = perf_counter() - begin
            yield spent, thread_time() - before
            number += 1
            sleep(max(TICK - spent, 0.0))

    def _count(self, frame: Frame) -> None:
        for snapshot in frame.snapshots:
            if snapshot.request.probe == "boundary" and "field" in snapshot.arrays:
                self._updates += 1
                rows, columns = snapshot.arrays["field"].shape[:2]
                self._cells = columns, rows

    def _step(self) -> int:
        return max(self.window.bridge.status.steps.values(), default=0)

    def _until(self, condition: Callable[[], bool]) -> None:
        end = perf_counter() + PATIENCE
        while not condition():
            if perf_counter() > end:
                raise TimeoutError("the worker does not answer")
            self._app.processEvents()
            sleep(0.002)
