"""The line to the worker: sends, polls, and puts a worker that has ended back to work."""

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from playground.document.project import Project
from playground.runtime import messages as m
from playground.ui.editions import Alike, Editions
from playground.ui.intent import IDLE, Intent, Patience
from playground.ui.timers import after, every

PLAYING_MS, IDLE_MS = 12, 40

ASKED_MS, ANSWERED_MS = 4, 600
"""How often a worker at rest is listened to after it was asked for a picture, and how long."""

BYGONE = (
    "Step {:,} lies before a change of blocks or wires: another network learned then. "
    "Undo that change to go there; what was learned comes back with it."
)


class Line(QObject):
    """Carries messages to and from the worker.

    Parameters
    ----------
    trainer
        Handle of the worker process; it has been started already.
    project
        Returns the project as it is now.
    alike
        Says whether two projects hold the same networks.

    Attributes
    ----------
    intent
        What the person wants of the run.
    device
        Where learners are put at the next load.

    Signals
    -------
    received(object)
        A message of the worker, other than frames' housekeeping.
    status_changed(Status)
        Where the worker stands.
    paused_at(int)
        The wanted run has ended by itself, at this step.
    """

    received = Signal(object)
    status_changed = Signal(object)
    paused_at = Signal(int)

    def __init__(
        self, trainer: Any, project: Callable[[], Project], alike: Alike, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.trainer, self.device, self.status = trainer, "auto", IDLE
        self.intent, self._patience = Intent(), Patience()
        self._project = project
        self._last: m.Checkpoint | None = None
        self._watched: tuple[m.Request, ...] = ()
        self._editions = Editions(alike)
        self._given_up = self._failed = self._fresh = False
        self._poll = every(self, IDLE_MS, self._receive)
        self._poll.setTimerType(Qt.TimerType.PreciseTimer)
        self._poll.start()
        self._answered = after(self, ANSWERED_MS, self._slow_down)

    def load(
        self, fresh: bool, states: dict[str, m.Capture] | None = None, label: str = ""
    ) -> None:
        """Have the project compiled; a run that is wanted goes on with it."""
        self._failed, self._fresh = False, fresh
        if fresh:
            self._forget()
        self._editions.keep(self._last)
        edition = self._editions.add(self._project())
        self.trainer.send(m.Load(self._project(), fresh, states or {}, self.device, label, edition))
        self.listen()
        if self.intent.play:
            project, until = self._project(), self.intent.play.until
            if fresh and project.promise:
                until = project.promise.steps
            self.go(m.Play(project.speed, until))

    def _forget(self) -> None:
        """Leave the past of the run behind, as where another project takes its place."""
        self._last = None
        self.trainer.history.clear()
        self.take_status(IDLE)

    def tune(self, label: str) -> None:
        """Have changed tunable settings taken over."""
        edition = self._editions.add(self._project())
        self.trainer.send(m.Tune(self._project(), label, edition))
        self.listen()

    def learned_before(self) -> dict[str, m.Capture] | None:
        """Return what the networks of the project had learned before others replaced them.

        Learners that are the same under the project sent last and now are left out: they go on.
        """
        from playground.runtime.compile import recipe

        now, last = self._project(), self._editions.latest
        if last is None:
            return None
        found = self._editions.learned(now).items()
        return {id: s for id, s in found if recipe(last, id, "") != recipe(now, id, "")}

    def learned_now(self) -> dict[str, m.Capture]:
        """Return the newest captures of the learners that are in the project as it is now."""
        from playground.runtime.compile import recipe

        latest, now = self.trainer.history.latest(), self._project()
        if latest is None:
            return {}
        then, there = self._editions.in_force(latest), {placed.id for placed in now.blocks}
        known = {id: state for id, state in latest.states.items() if id in there}
        if then is None or self._editions.alike(then, now):
            return known
        return {id: s for id, s in known.items() if recipe(then, id, "") == recipe(now, id, "")}

    def seek(self, step: int, before: bool = False) -> bool:
        """Have a step shown, run up to from a capture under what was in force then.

        False where there is nothing to show: that another network learned then is told.
        """
        way = self.way_to(step, before)
        if way is None:
            if len(self.trainer.history):
                self.received.emit(m.Trouble(BYGONE.format(step), kind="past"))
            return False
        self.stop()
        self.trainer.send(way)
        self.listen()
        return True

    def way_to(self, step: int, before: bool = False) -> m.Seek | None:
        """Return what brings learners to a step of the past, or None: nothing does."""
        history, reaches = self.trainer.history, self._editions.reached()
        found = history.before(step) if before else history.nearest(step, reaches)
        if found is None or not reaches(found):
            return None
        then = self._editions.in_force(found)
        same = then is None or then == self._project()
        apart = history.apart(step, found, self.status.steps)
        return m.Seek(found.states, step, None if same else then, apart)

    def watch(self, requests: tuple[m.Request, ...]) -> None:
        """Have these measured from now on."""
        self._watched = requests
        self.trainer.send(m.Watch(requests))
        self.listen()

    def listen(self) -> None:
        """Look out for an answer: at rest a wait of its own would be seen."""
        if self.intent.play is None:
            self._poll.setInterval(ASKED_MS)
            self._answered.start()

    def _slow_down(self) -> None:
        if self.intent.play is None:
            self._poll.setInterval(IDLE_MS)

    def go(self, play: m.Play) -> None:
        """Ask for a run."""
        if self._given_up:
            self._restart()
        if self._failed:
            # Nothing would learn, and nothing would say why.
            self.load(fresh=False)
        self.intent.want(play)
        self.trainer.send(play)
        self._poll.setInterval(PLAYING_MS)
        self.take_status(self.status)

    def stop(self, forget: bool = False) -> None:
        """Ask for a pause; where another project has come, `forget` the past of the last one."""
        # A worker that pauses takes a capture, which would end the future that a seek left.
        if self.intent.play:
            self.trainer.send(m.Pause())
        self.intent.want(None)
        self._poll.setInterval(IDLE_MS)
        self.take_status(self.status)
        if forget:
            self._forget()

    def take_status(self, status: m.Status) -> None:
        """Take over where the worker stands, seen against what is wanted."""
        if status is self.status:
            playing = self.intent.play is not None
            ended = False
            self.status = m.Status(
                playing, status.steps, status.epochs, status.rate if playing else 0.0,
                status.finished,
            )  # fmt: skip
        else:
            self.status, ended = self.intent.judge(status)
        self.status_changed.emit(self.status)
        if ended:
            self._poll.setInterval(IDLE_MS)
            self.paused_at.emit(max(status.steps.values(), default=0))

    def close(self) -> None:
        """Stop polling and end the worker."""
        self._poll.stop()
        self._answered.stop()
        self.trainer.close()

    def _receive(self) -> None:
        if not self.trainer.alive and not self._given_up:
            self._revive()
        drawn = False
        for message in self.trainer.poll():
            if isinstance(message, m.Checkpoint):
                self._last = message
            if isinstance(message, m.Trouble) and message.kind == "load":
                self._failed = True
                self.stop()
                if self._fresh:
                    # What another project learned must not seem to be this one's.
                    self.received.emit(m.Loaded({}))
            drawn = drawn or isinstance(message, m.Frame)
            self.received.emit(message)
        if drawn:
            self.trainer.send(m.Taken())
            if self._answered.isActive():
                # As long as answers come there may be more.
                self._answered.start()

    def _restart(self) -> None:
        """Start a new worker that goes on from the last checkpoint."""
        self._given_up = False
        self.trainer.restart()
        self.load(fresh=False, states=self._last.states if self._last else None)
        self.watch(self._watched)

    def _revive(self) -> None:
        step = max(self._last.steps.values(), default=0) if self._last else 0
        text = f"The trainer stopped unexpectedly; restarted from step {step:,}."
        if self._patience.bears(time.monotonic()):
            self._restart()
        else:
            self._given_up = True
            self.intent.want(None)
            self.take_status(self.status)
            text = "The trainer keeps stopping. Press play to start it again."
        self.received.emit(m.Trouble(text, kind="crash", step=step))
