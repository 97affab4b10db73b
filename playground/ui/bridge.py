"""Joins the project and its learners: the only place of the window that talks to the worker."""

from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from playground.document.check import check
from playground.document.edits import Edit, set_seed, set_speed
from playground.document.flow import trace
from playground.document.graph import Catalogue
from playground.document.problem import Problem
from playground.document.project import Project
from playground.document.store import Store
from playground.runtime.messages import (
    Capture,
    Checkpoint,
    Frame,
    LearnerInfo,
    Load,
    Loaded,
    Pause,
    Play,
    Request,
    Seek,
    Status,
    Step,
    Taken,
    Trouble,
    Tune,
    Watch,
)
from playground.runtime.trace import Trace
from playground.ui.changes import Change, classify

PLAYING_MS, IDLE_MS, LOAD_MS, CHECK_MS = 12, 40, 150, 15
IDLE = Status(False, {}, {}, 0.0, {})
TURNS = ("multiply", "rotate")


class Bridge(QObject):
    """Keeps window, project and worker in step.

    Parameters
    ----------
    store
        Holds the project.
    trainer
        Handle of the worker process; it has been started already.
    catalogue
        The kinds of blocks.

    Signals
    -------
    frame(Frame), loaded(Loaded), trouble(Trouble)
        Messages of the worker.
    traced(str)
        The curves of this learner have grown.
    status_changed(Status)
        Where the worker stands.
    problems_changed(list), project_changed(old, new), selection_changed(tuple)
        What the project says now.
    acted(str)
        The person did something to the run: ``play pause step reset new-seed watch seek``.
    paused_at(int)
        The run has come to the end of what the preset promises, at this step.
    """

    frame = Signal(object)
    traced = Signal(str)
    status_changed = Signal(object)
    loaded = Signal(object)
    trouble = Signal(object)
    problems_changed = Signal(object)
    project_changed = Signal(object, object)
    selection_changed = Signal(object)
    acted = Signal(str)
    paused_at = Signal(int)

    def __init__(self, store: Store, trainer: Any, catalogue: Catalogue) -> None:
        super().__init__()
        self.store, self.trainer, self.catalogue = store, trainer, catalogue
        self.flows = trace(store.value, catalogue)
        self.problems: list[Problem] = check(store.value, catalogue, self.flows)
        self.traces: dict[str, Trace] = {}
        self.scores: dict[str, dict[str, Any]] = {}
        self.infos: dict[str, LearnerInfo] = {}
        self.status = IDLE
        self.selection: tuple[str, ...] = ()
        self.device = "auto"
        self._wanted: Play | None = None
        self._change = Change.NOTHING
        self._last: Checkpoint | None = None
        self._watched: dict[object, tuple[Request, ...]] = {}
        self._poll = self._timer(IDLE_MS, self._receive, single=False)
        self._poll.setTimerType(Qt.TimerType.PreciseTimer)
        self._load = self._timer(LOAD_MS, self._send_change)
        self._check = self._timer(CHECK_MS, self._recheck)
        self._watch = self._timer(0, self._send_watch)
        store.changed.connect(self._on_changed)
        self._poll.start()
        self.reset_quietly = True
        self._send_load(fresh=True)

    def _timer(self, ms: int, slot: Any, single: bool = True) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(ms)
        timer.setSingleShot(single)
        timer.timeout.connect(slot)
        return timer
