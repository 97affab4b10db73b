"""Joins the project and its learners: the only place of the window that talks to the worker."""

import random
import time
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from playground.document.check import check
from playground.document.edits import Edit, set_seed, set_speed
from playground.document.flow import trace
from playground.document.graph import Catalogue
from playground.document.problem import Problem
from playground.document.project import Project
from playground.document.store import Store
from playground.runtime import messages as m
from playground.ui.changes import Change, classify
from playground.ui.intent import IDLE, Intent, Patience
from playground.ui.records import Records

PLAYING_MS, IDLE_MS, LOAD_MS, TUNE_MS, CHECK_MS = 12, 40, 150, 15, 15


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

    Attributes
    ----------
    scores
        Newest metric values ``(members,)`` by learner and metric name.
    device
        Where learners are put at the next load: ``"auto"``, ``"cpu"`` or ``"cuda"``.

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
        The person did something to the run: ``play pause step reset new-seed seek``.
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
        self.problems: list[Problem] = []
        self._records = Records()
        self.traces, self.scores = self._records.traces, self._records.scores
        self.infos = self._records.infos
        self.status = IDLE
        self.selection: tuple[str, ...] = ()
        self.device = "auto"
        self._intent, self._patience = Intent(), Patience()
        self._change = Change.NOTHING
        self._last: m.Checkpoint | None = None
        self._watched: dict[int, tuple[m.Request, ...]] = {}
        self._poll = self._timer(IDLE_MS, self._receive, single=False)
        self._poll.setTimerType(Qt.TimerType.PreciseTimer)
        self._load = self._timer(LOAD_MS, self._send_change)
        self._check = self._timer(CHECK_MS, self._recheck)
        self._watch = self._timer(0, self._send_watch)
        store.changed.connect(self._on_changed)
        self._send_load(fresh=True)
        self._check.start()
        self._poll.start()

    def apply(self, label: str, edit: Edit, merge: Any = None) -> None:
        """Change the project as one undo step; see `Store.apply`."""
        self.store.apply(label, edit, merge)

    def play(self) -> None:
        """Learn, up to the steps that the preset promises, or beyond them without end."""
        promise = self.store.value.promise
        now = max(self.status.steps.values(), default=0)
        until = promise.steps if promise and now < promise.steps else None
        self._go(m.Play(self.store.value.speed, until))
        self.acted.emit("play")

    def pause(self) -> None:
        """Stop after the step at hand."""
        self._go(None)
        self.trainer.send(m.Pause())
        self.acted.emit("pause")

    def toggle(self) -> None:
        """Play when paused, pause when playing."""
        if self.status.playing:
            self.pause()
        else:
            self.play()

    def step(self, count: int = 1) -> None:
        """Take some steps, then pause."""
        self._flush()
        self._go(None)
        self.trainer.send(m.Step(count))
        self._poll.setInterval(PLAYING_MS)
        self.acted.emit("step")

    def reset(self, fresh: bool = True, states: dict[str, m.Capture] | None = None) -> None:
        """Pause, and put every learner back to its start.

        Parameters
        ----------
        fresh
            Whether weights start anew; otherwise the project is only compiled again.
        states
            Captures by learner to start from instead, as an opened file holds them.
        """
        self._go(None)
        self.trainer.send(m.Pause())
        self._send_load(fresh, states)
        self.acted.emit("reset")

    def new_seed(self) -> None:
        """Start from other weights, drawn from another seed; can be undone."""
        self.apply("New seed", set_seed(random.randrange(1, 1000)))
        self.acted.emit("new-seed")

    def set_speed(self, speed: float | None) -> None:
        """Set the steps per second (None: as many as possible), also of the run under way."""
        self.apply("Speed", set_speed(speed), merge="speed")

    def seek(self, step: int) -> None:
        """Show the captured past nearest to a step; going on continues from there."""
        found = self.trainer.history.nearest(step)
        if found is None:
            return
        self._go(None)
        self.trainer.send(m.Pause())
        self.trainer.send(m.Seek(found.states))
        self.acted.emit("seek")

    def watch(self, owner: object, requests: tuple[m.Request, ...]) -> None:
        """Measure what an owner wants to draw from now on; an empty tuple ends it."""
        if self._watched.get(id(owner), ()) == requests:
            return
        if requests:
            self._watched[id(owner)] = requests
        else:
            self._watched.pop(id(owner), None)
        self._watch.start()

    def select(self, ids: tuple[str, ...]) -> None:
        """Make these blocks the selection."""
        chosen = tuple(ids)
        if chosen != self.selection:
            self.selection = chosen
            self.selection_changed.emit(chosen)

    def close(self) -> None:
        """Stop the timers and end the worker."""
        for timer in (self._poll, self._load, self._check, self._watch):
            timer.stop()
        self.store.changed.disconnect(self._on_changed)
        self.trainer.close()

    # what the project says -------------------------------------------------

    def _on_changed(self, old: Project, new: Project) -> None:
        # Only a project that replaced another has no history on either side.
        opened = not (self.store.can_undo() or self.store.can_redo())
        change = Change.FRESH if opened else classify(old, new, self.catalogue)
        if change:
            self.flows = trace(new, self.catalogue)
            self._change = max(self._change, change)
            self._load.start(TUNE_MS if self._change is Change.TUNE else LOAD_MS)
            self._check.start()
        elif old.speed != new.speed and self._intent.play:
            self._go(m.Play(new.speed, self._intent.play.until))
        self.project_changed.emit(old, new)
        known = {placed.id for placed in new.blocks}
        self.select(tuple(id for id in self.selection if id in known))

    def _recheck(self) -> None:
        self.problems = check(self.store.value, self.catalogue, self.flows)
        self.problems_changed.emit(self.problems)

    def _flush(self) -> None:
        if self._load.isActive():
            self._load.stop()
            self._send_change()

    def _send_change(self) -> None:
        change, self._change = self._change, Change.NOTHING
        if change is Change.TUNE:
            self.trainer.send(m.Tune(self.store.value))
        elif change:
            self._send_load(fresh=change is Change.FRESH)

    def _send_load(self, fresh: bool, states: dict[str, m.Capture] | None = None) -> None:
        self._load.stop()
        self._change = Change.NOTHING
        if fresh:
            self._last = None
            self.trainer.history.clear()
        self.trainer.send(m.Load(self.store.value, fresh, states or {}, self.device))
        self._play_on(fresh)

    def _play_on(self, fresh: bool) -> None:
        if self._intent.play is None:
            return
        project = self.store.value
        until = self._intent.play.until
        if fresh and project.promise:
            until = project.promise.steps
        self._go(m.Play(project.speed, until))

    def _send_watch(self) -> None:
        wanted = dict.fromkeys(r for requests in self._watched.values() for r in requests)
        self.trainer.send(m.Watch(tuple(wanted)))

    # what the worker says --------------------------------------------------

    def _go(self, play: m.Play | None) -> None:
        self._intent.want(play)
        if play:
            self._flush()
            self.trainer.send(play)
        self._poll.setInterval(PLAYING_MS if play else IDLE_MS)
        self._take_status(m.Status(False, *_rest(self.status)))

    def _receive(self) -> None:
        if not self.trainer.alive:
            self._revive()
        drawn = False
        for message in self.trainer.poll():
            if isinstance(message, m.Frame):
                self._take_frame(message)
                drawn = True
            elif isinstance(message, m.Checkpoint):
                self._last = message
            elif isinstance(message, m.Loaded):
                self._take_loaded(message)
            elif isinstance(message, m.Trouble):
                self.trouble.emit(message)
        if drawn:
            self.trainer.send(m.Taken())

    def _take_loaded(self, message: m.Loaded) -> None:
        self._records.meet(message.learners)
        self.loaded.emit(message)
        for trouble in message.problems:
            self.trouble.emit(trouble)

    def _take_frame(self, frame: m.Frame) -> None:
        for rows in frame.rows:
            self._records.take(rows)
            self.traced.emit(rows.learner)
        self._take_status(frame.status)
        self.frame.emit(frame)

    def _take_status(self, status: m.Status) -> None:
        self.status, ended = self._intent.judge(status)
        self.status_changed.emit(self.status)
        if ended:
            self._poll.setInterval(IDLE_MS)
            self.paused_at.emit(max(status.steps.values(), default=0))

    def _revive(self) -> None:
        """Replace a worker that has ended by a new one that goes on from the last checkpoint."""
        bears = self._patience.bears(time.monotonic())
        step = max(self._last.steps.values(), default=0) if self._last else 0
        states = self._last.states if self._last else {}
        if not bears:
            self._intent.want(None)
        self.trainer.restart()
        self.trainer.send(m.Load(self.store.value, False, states, self.device))
        self._send_watch()
        self._play_on(fresh=False)
        tail = "" if bears else " It keeps stopping, so it waits for you to press play."
        text = f"The trainer stopped unexpectedly; restarted from step {step:,}.{tail}"
        self.trouble.emit(m.Trouble(text, kind="crash", step=step))


def _rest(status: m.Status) -> tuple[dict[str, int], dict[str, float], float, dict[str, str]]:
    return status.steps, status.epochs, status.rate, status.finished
