"""Where pictures and films are taken: a run of its own, and what is seen of it."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from playground.document.project import Project
from playground.document.store import Store
from playground.engine.catalogue import catalogue
from playground.kernels.array import Array
from playground.runtime import messages as m
from playground.runtime.trainer import Trainer
from playground.ui.bridge import Bridge
from playground.ui.filming.grid import CANVAS, Grid
from playground.ui.panel import PANELS
from playground.ui.plots.glide import OFF_SCREEN, Glide
from playground.ui.plots.picture import pixels_of

WINDOW = "window"
NOTHING = "nothing in this project learns"

SHORT_MS, PATIENCE_S = 400, 1.2
"""Timers that come to their end so soon are waited for, but no longer than this."""


def unknown(names: Sequence[str]) -> str:
    """Say which of some names is no picture, or nothing."""
    for name in names:
        if name not in PANELS and name not in (CANVAS, WINDOW):
            return f"there is no panel {name!r}; there are {CANVAS}, {', '.join(PANELS)}"
    if WINDOW in names and len(names) > 1:
        return "the window is a picture by itself: leave out the other panels"
    return ""


class Stage(QObject):
    """A project that learns in a process of its own, and a window that no screen shows.

    Parameters
    ----------
    names
        Panels, "canvas", or "window" alone.
    size
        Of the picture, in pixels.
    device
        Where learners are put.

    Attributes
    ----------
    bridge, trainer
        Of this run alone.
    widget
        What is seen.
    trouble
        Why nothing can be learned, in words, or "".
    """

    def __init__(
        self, project: Project, names: Sequence[str], size: tuple[int, int], device: str = "auto"
    ) -> None:
        super().__init__()
        self.trouble = ""
        self.trainer = Trainer(device)
        self.trainer.start()
        self.bridge = Bridge(Store(project), self.trainer, catalogue(), device)
        self._newest: dict[m.Request, int] = {}
        self._failed: set[str] = set()
        self._goal: int | None = 0
        self._sought: int | None = None
        self._awaited, self._heard, self._started = False, False, False
        self._still_since: float | None = None
        self.bridge.frame.connect(self._take)
        self.bridge.loaded.connect(self._meet)
        self.bridge.trouble.connect(self._hear)
        try:
            self.widget = self._built(list(names))
        except BaseException:
            self.bridge.close()
            raise
        self.widget.setAttribute(OFF_SCREEN)
        self.widget.setMinimumSize(1, 1)
        self.widget.resize(*size)
        self.widget.show()
        self.widget.resize(*size)
        errors = [p.message for p in self.bridge.problems if p.stops]
        self.trouble = errors[0] if errors else ""

    def _built(self, names: list[str]) -> QWidget:
        if names != [WINDOW]:
            return Grid(self.bridge, names)
        # The whole window is much to load where only a panel is wanted.
        from playground.ui.main_window import MainWindow
        from playground.ui.preferences import Preferences

        window = MainWindow(self.bridge, Preferences())
        window.keeps_layout = False
        return window

    @property
    def ready(self) -> bool:
        """Whether the project is compiled, and has been heard of."""
        return bool(self.bridge.infos) and bool(self.bridge.status.steps)

    @property
    def step(self) -> int:
        """Steps of the learner that is ahead."""
        return max(self.bridge.status.steps.values(), default=0)

    def continue_from(
        self, states: Mapping[str, m.Capture], records: Mapping[str, Any] | None = None
    ) -> None:
        """Put captures back once it is ready, with the curves that led there."""
        if records:
            self.bridge.traces.update(records)
        self._goal, self._awaited = None, True
        self.bridge.reset(fresh=not records, states=dict(states))

    def learn_to(self, step: int) -> None:
        """Take steps until those that still can stand at one."""
        self._goal, self._sought = step, None
        if step > self.step:
            self.bridge.line.stop()
            self.trainer.send(m.Step(step - self.step))
            self.bridge.line.listen()

    def play_to(self, step: int) -> None:
        """Take steps as fast as possible until those that still can stand at one."""
        self._goal, self._sought = step, None
        self.bridge.line.go(m.Play(None, step))

    def look_at(self, way: m.Seek) -> None:
        """Show a step of the past."""
        self._goal, self._sought = None, way.to
        if way.to != self.step:
            self.trainer.send(way)
            self.bridge.line.listen()

    def settled(self) -> bool:
        """Say whether learners stand where they are wanted, and all that is seen shows that.

        Asked again and again: it is so when nothing has stirred between two times.
        """
        if not (self._arrived() and self._drawn()):
            self._still_since = None
            return False
        now = time.monotonic()
        if self._still_since is None:
            self._still_since = now
            return False
        return not self._stirring() or now - self._still_since > PATIENCE_S

    def _arrived(self) -> bool:
        at, finished = self.bridge.status.steps, self.bridge.status.finished
        if not at or self.bridge.status.playing or self._awaited or not self._heard:
            return False
        if self._sought is not None and self._sought != self.step:
            return False
        goal = self._goal
        return goal is None or all(step >= goal or id in finished for id, step in at.items())

    def _drawn(self) -> bool:
        at = self.bridge.status.steps
        return all(
            self._newest.get(r) == at.get(r.learner)
            for r in self.bridge.watched
            if r.learner in at and f"{r.learner}: {r.probe} " not in self._failed
        )

    def _stirring(self) -> bool:
        if not self.bridge.pacer.idle:
            return True
        owners: list[QObject] = [self.bridge, self.widget]
        timers = [timer for owner in owners for timer in owner.findChildren(QTimer)]
        soon = (t for t in timers if t.isSingleShot() and t.interval() <= SHORT_MS)
        gliding = any(glide.moving for glide in self.widget.findChildren(Glide))
        return gliding or any(timer.isActive() for timer in soon)

    def tidy(self) -> None:
        """Take away what stands in the way of a picture: words about the run, a mark of focus."""
        banner = getattr(self.widget, "banner", None)
        if banner is not None:
            banner.dismiss()
        focused = self.widget.focusWidget()
        if focused is not None:
            focused.clearFocus()

    def frame(self) -> Array:
        """Return what is seen as pixels ``(height, width, 3)`` of uint8."""
        image = pixels_of(self.widget).convertToFormat(QImage.Format.Format_RGB888)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
        pixels = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
        return pixels.copy()

    def close(self) -> None:
        """End the process at once, and let go of everything."""
        self.trainer.close(patience=0.05)
        self.bridge.store.mark_saved()
        self.widget.close()
        self.widget.deleteLater()
        if isinstance(self.widget, Grid):  # a window has closed it already
            self.bridge.close()

    def _meet(self, loaded: m.Loaded) -> None:
        self._awaited = self._heard = False
        self._newest.clear()
        # The first that a worker tells is that it has started, with no learner yet.
        if self._started and not loaded.learners:
            self.trouble = NOTHING
        self._started = True

    def _take(self, frame: m.Frame) -> None:
        self._heard = True
        self._newest.update({taken.request: taken.step for taken in frame.snapshots})

    def _hear(self, trouble: m.Trouble) -> None:
        if trouble.kind == "probe":
            self._failed.add(trouble.message.partition("cannot")[0])
        elif trouble.kind in ("load", "crash"):
            self.trouble = trouble.message


def wait_for(
    there: Callable[[], bool], stage: Stage, patience: float, complaint: str
) -> None:
    """Let the program run on until something is so.

    Raises
    ------
    TimeoutError
        With the complaint, where it does not come to be; with the trouble, where there is one.
    """
    end = time.monotonic() + patience
    while not there():
        if stage.trouble or time.monotonic() > end:
            raise TimeoutError(stage.trouble or complaint)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.002)
