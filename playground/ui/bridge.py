"""Joins the project and its learners: what every view of the window is given to work with."""

import random
from typing import Any

from PySide6.QtCore import QObject, Signal

from playground.document.check import check
from playground.document.edits import Edit, set_seed, set_speed
from playground.document.flow import trace
from playground.document.graph import Catalogue
from playground.document.pacing import watchable
from playground.document.problem import Problem
from playground.document.project import Project
from playground.document.store import Store
from playground.runtime import messages as m
from playground.ui.changes import Change, classify
from playground.ui.focus import Focus
from playground.ui.hands import Hands
from playground.ui.line import Line
from playground.ui.pacer import Pacer
from playground.ui.records import Records
from playground.ui.timers import after

LOAD_MS, TUNE_MS, CHECK_MS = 150, 15, 15


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
    device
        Where learners are put first.

    Attributes
    ----------
    line
        The line to the worker; `line.device` says where learners are put at the next load.
    pacer
        Has panels draw in turn.
    focus, hands
        What the person points at, and what they do to weights.
    flows, problems
        What flows along the wires of the project, and what is wrong with it.
    status
        Where the worker stands.
    watched
        What all owners together want measured.
    traces, scores, infos
        Curves, newest metric values and descriptions, by learner (see `Records`).

    Signals
    -------
    frame(Frame), loaded(Loaded), trouble(Trouble), captured(Checkpoint), status_changed(Status)
        Messages of the worker, and where it stands.
    traced(str)
        The curves of this learner have grown.
    problems_changed(list), project_changed(old, new), selection_changed(tuple)
        What the project says now.
    acted(str)
        What the person did to the run: ``play pause step reset new-seed seek jump``.
    paused_at(int)
        The run has come to its end by itself, at this step.
    """

    frame = Signal(object)
    traced = Signal(str)
    captured = Signal(object)
    status_changed = Signal(object)
    loaded = Signal(object)
    trouble = Signal(object)
    problems_changed = Signal(object)
    project_changed = Signal(object, object)
    selection_changed = Signal(object)
    acted = Signal(str)
    paused_at = Signal(int)

    def __init__(
        self, store: Store, trainer: Any, catalogue: Catalogue, device: str = "auto"
    ) -> None:
        super().__init__()
        self.store, self.trainer, self.catalogue = store, trainer, catalogue
        self.flows = trace(store.value, catalogue)
        self.problems: list[Problem] = []
        self.records = Records(self._alike)
        self.traces, self.scores = self.records.traces, self.records.scores
        self.infos = self.records.infos
        self.selection: tuple[str, ...] = ()
        self.pacer = Pacer(self)
        self.focus, self.hands = Focus(self), Hands(self, self._flush)
        self.line = Line(trainer, lambda: store.value, self._alike, self)
        self.line.device = device
        self.status = self.line.status
        self.line.status_changed.connect(self._take_status)
        self.line.paused_at.connect(self.paused_at)
        self.line.received.connect(self._receive)
        self._change = Change.FRESH
        self._held: m.Play | None = None
        self._closed = False
        self.watched: tuple[m.Request, ...] = ()
        self._wants: dict[int, tuple[m.Request, ...]] = {}
        self._load = after(self, LOAD_MS, self._send_change)
        self._check = after(self, CHECK_MS, self._recheck)
        self._watch = after(self, 0, self._send_watch)
        store.changed.connect(self._on_changed)
        self._recheck()
        self._send_change()

    def apply(self, label: str, edit: Edit, merge: Any = None) -> None:
        """Change the project as one undo step; see `Store.apply`."""
        self.store.apply(label, watchable(edit, self.catalogue), merge)

    def play(self) -> None:
        """Learn, up to the steps that the preset promises, or beyond them without end."""
        self._flush()
        promise = self.store.value.promise
        now = max(self.status.steps.values(), default=0)
        until = promise.steps if promise and now < promise.steps else None
        self._held = None
        self.line.go(m.Play(self.store.value.speed, until))
        self.acted.emit("play")

    def pause(self) -> None:
        """Stop after the step at hand."""
        self._held = None
        self.line.stop()
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
        self.line.stop()
        self.trainer.send(m.Step(count))
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
        self._held = None
        self.line.stop()
        self._load.stop()
        self._change = Change.NOTHING
        self.line.load(fresh, states)
        self.acted.emit("reset")

    def new_seed(self) -> None:
        """Start from other weights, drawn from another seed; can be undone."""
        self.apply("New seed", set_seed(random.randrange(1, 1000)))
        self.acted.emit("new-seed")

    def set_speed(self, speed: float | None) -> None:
        """Set the steps per second (None: as many as possible), also of the run under way."""
        self.apply("Speed", set_speed(speed), merge="speed")

    def seek(self, step: int, before: bool = False) -> bool:
        """Show the past at a step; going on continues from there.

        Parameters
        ----------
        before
            Whether what was changed at that very step is to be taken back too.

        Returns
        -------
        bool
            False where there is nothing to show; why is told.
        """
        sought = self.line.seek(step, before)
        if sought:
            self.acted.emit("seek")
        return sought

    def _alike(self, old: Project, new: Project) -> bool:
        return classify(old, new, self.catalogue) <= Change.TUNE

    def watch(self, owner: object, requests: tuple[m.Request, ...]) -> None:
        """Measure what an owner wants to draw from now on; an empty tuple ends it."""
        if self._closed or self._wants.get(id(owner), ()) == requests:
            return
        if requests:
            self._wants[id(owner)] = requests
        else:
            self._wants.pop(id(owner), None)
        self.watched = tuple(dict.fromkeys(r for wants in self._wants.values() for r in wants))
        self._watch.start()

    def select(self, ids: tuple[str, ...]) -> None:
        """Make these blocks the selection."""
        chosen = tuple(ids)
        if chosen != self.selection:
            self.selection = chosen
            self.selection_changed.emit(chosen)

    def close(self) -> None:
        """Stop the timers and end the worker."""
        self._closed = True
        for timer in (self._load, self._check, self._watch):
            timer.stop()
        self.pacer.close()
        self.store.changed.disconnect(self._on_changed)
        self.line.close()

    def _on_changed(self, old: Project, new: Project) -> None:
        # Only a project that replaced another has no history on either side.
        opened = not (self.store.can_undo() or self.store.can_redo())
        change = Change.FRESH if opened else classify(old, new, self.catalogue)
        if change:
            self.flows = trace(new, self.catalogue)
            self._change = max(self._change, change)
            if not self._load.isActive():
                # What is dragged on and on is sent now and then, not only at its end.
                self._load.start(TUNE_MS if self._change is Change.TUNE else LOAD_MS)
            self._check.start()
        elif old.speed != new.speed and self.line.intent.play:
            self.line.go(m.Play(new.speed, self.line.intent.play.until))
        self.project_changed.emit(old, new)
        known = {placed.id for placed in new.blocks}
        self.select(tuple(id for id in self.selection if id in known))

    def _recheck(self) -> None:
        self._check.stop()
        self.problems = check(self.store.value, self.catalogue, self.flows)
        self.problems_changed.emit(self.problems)

    def _flush(self) -> None:
        if self._load.isActive():
            self._load.stop()
            self._send_change()

    def _send_change(self) -> None:
        if self._check.isActive():
            self._recheck()
        if any(problem.stops for problem in self.problems):
            # The run waits until the project makes sense again, then goes on by itself.
            self._held = self.line.intent.play or self._held
            self.line.stop(forget=self._change is Change.FRESH)
            return
        change, self._change = self._change, Change.NOTHING
        if self._held:
            self.line.intent.want(self._held)
            self._held, change = None, max(change, Change.LOAD)
        if change is Change.TUNE:
            self.line.tune(self.store.last)
        elif change > Change.TUNE:
            fresh = change is Change.FRESH
            self.line.load(fresh, None if fresh else self._brought_back(), self.store.last)

    def _brought_back(self) -> dict[str, m.Capture] | None:
        """Return what a network had learned that undo or redo brings back."""
        if not self.store.last.startswith(("Undo", "Redo")):
            return None
        return self.line.learned_before()

    def _take_status(self, status: m.Status) -> None:
        self.status = status
        self.pacer.streaming = status.playing
        self.status_changed.emit(status)

    def _send_watch(self) -> None:
        self.line.watch(self.watched)

    def _receive(self, message: object) -> None:
        if isinstance(message, m.Frame):
            for rows in message.rows:
                self.records.take(rows)
                self.traced.emit(rows.learner)
            for id in self.records.look(message.status.steps):
                self.traced.emit(id)
            self.line.take_status(message.status)
            self.frame.emit(message)
        elif isinstance(message, m.Loaded):
            self.records.meet(message.learners, self.store.value)
            self.focus.keep(message.learners, (placed.id for placed in self.store.value.blocks))
            self.loaded.emit(message)
        elif isinstance(message, m.Trouble):
            self.trouble.emit(message)
        elif isinstance(message, m.Checkpoint):
            self.captured.emit(message)
