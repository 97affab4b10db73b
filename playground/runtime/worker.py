"""The child process: learns, measures and reports until its pipe closes."""

import signal
import time
from functools import singledispatchmethod
from multiprocessing.connection import Connection

from playground.runtime.blueprints import CompileError
from playground.runtime.by_hand import jump
from playground.runtime.checkpoints import Checkpoints
from playground.runtime.compile import in_a_line
from playground.runtime.introduction import Introduction
from playground.runtime.messages import (
    Frame,
    Jump,
    Load,
    Loaded,
    Pause,
    Play,
    Quit,
    Seek,
    Step,
    Taken,
    Trouble,
    Tune,
    Watch,
)
from playground.runtime.probing import Probing
from playground.runtime.seeking import Seeking
from playground.runtime.session import Session
from playground.runtime.speedometer import Speedometer
from playground.runtime.turns import Clock

SLICE = 0.006
FRAME = 0.016
AT_REST = 0.006
LONG = 0.2
"""Seconds of running up to a step after which the way there is shown."""
MOST = 1 << 40
"""Steps that no run takes."""


def serve(connection: Connection, device: str = "auto") -> None:
    """Run a worker on one end of a pipe; the entry point of the child process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    worker = Worker(connection, device)
    try:
        worker.run()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
    finally:
        connection.close()


def _trouble(error: Exception) -> Trouble:
    if isinstance(error, CompileError):
        return error.trouble
    if isinstance(error, MemoryError):
        return Trouble("out of memory: fewer members, units or rows would help")
    told = in_a_line(error)
    foreseen = isinstance(error, ValueError)
    return Trouble(told if foreseen else f"this project cannot be learned from: {told}")


class Worker:
    """Answers messages between slices of learning."""

    def __init__(self, connection: Connection, device: str) -> None:
        self._pipe = connection
        self._session = Session(device)
        self._probing = Probing()
        self._open = True
        self._play: Play | None = None
        self._clock = Clock()
        self._in_flight = False
        self._fresh, self._stirred = True, False
        self._last_frame = 0.0
        self._checkpoints = Checkpoints(self._session, connection.send)
        self._seeking = Seeking(self._session)
        self._introduction = Introduction(connection.send)
        self._speedometer = Speedometer()

    def run(self) -> None:
        """Serve until told to quit or the pipe closes."""
        self._pipe.send(Loaded({}))
        while self._open:
            while self._pipe.poll(self._patience()):
                self._handle(self._pipe.recv())
                if not self._open:
                    return
            if self._seeking.active:
                self._approach()
            elif self._play is not None:
                self._learn(self._play)
            elif self._session.behind:
                self._catch_up()
            if not self._seeking.active or time.perf_counter() - self._last_frame > LONG:
                self._report()

    def _approach(self) -> None:
        try:
            if self._seeking.set_out():
                self._start_clock()
        except ValueError as error:
            self._pipe.send(Trouble(str(error), kind="past"))
        self._guarded(self._seeking.go_on)
        self._fresh = True

    def _arrive(self) -> None:
        while self._seeking.active:
            self._approach()

    def _patience(self) -> float:
        if self._seeking.active:
            return 0.0
        if self._play is None:
            ready = (self._news and not self._in_flight) or self._session.behind
            return 0.0 if ready else 0.25
        if self._play.speed is None or self._session.behind:
            return 0.0
        return min(self._clock.wait(self._play.speed, self._going(self._play)), FRAME / 2)

    @property
    def _news(self) -> bool:
        """Whether there is something to tell: learners have changed, or pictures are missing."""
        return self._fresh or self._stirred or not self._probing.complete

    def _going(self, play: Play) -> dict[str, int]:
        """Return the steps of learners that have not come to the end of the run."""
        steps = self._session.steps
        return {
            id: steps[id] for id in self._session.running
            if play.until is None or steps[id] < play.until
        }  # fmt: skip

    def _learn(self, play: Play) -> None:
        going = self._going(play)
        far = {id: (play.until or MOST) - step for id, step in going.items()}
        if play.speed is not None:
            due = self._clock.due(play.speed, going)
            far = {id: min(count, due[id]) for id, count in far.items()}
        if any(far.values()) or self._session.behind:
            self._advance(SLICE, far)
        if not self._going(play) and not self._session.behind:
            self._halt()

    def _catch_up(self) -> None:
        self._advance(SLICE, {})
        if not self._session.behind:
            self._checkpoints.take()

    def _advance(self, seconds: float, wanted: dict[str, int]) -> None:
        self._fresh |= self._checkpoints.leave_the_past()
        self._guarded(self._session.advance, seconds, wanted)
        self._stirred = True

    def _guarded(self, act: object, *args: object) -> None:
        """Run something that may need more memory than the device has."""
        try:
            act(*args)  # type: ignore[operator]
        except MemoryError:
            self._seeking.drop()
            on_card = any(b.learner.device != "cpu" for b in self._session.built.values())
            if on_card:
                self._session.move("cpu")
                told = "the graphics card is out of memory: going on with the CPU"
            else:
                self._halt()
                told = "out of memory: fewer members, units or samples in a batch would help"
            self._pipe.send(Trouble(told, "", "device"))

    def _start_clock(self) -> None:
        self._clock.start(self._session.steps)

    def _halt(self) -> None:
        self._play = None
        self._fresh = True
        self._checkpoints.take()

    def _report(self) -> None:
        now = time.perf_counter()
        learners = {id: built.learner for id, built in self._session.built.items()}
        for trouble in (*self._session.telemetry.troubles(learners), *self._probing.troubles()):
            self._pipe.send(trouble)
        if self._checkpoints.due:
            self._checkpoints.take()
        probing, elapsed = self._probing, now - self._last_frame
        if self._in_flight or elapsed < FRAME or not self._news:
            return
        probing.follow(self._session)
        if self._fresh:
            probing.renew()
        if self._play is not None:
            snapshots = probing.while_learning(self._session)
        else:
            snapshots = probing.at_rest(self._session, AT_REST)
        self._fresh = self._stirred = False
        self._in_flight = True
        self._last_frame = now
        status = self._speedometer.tell(now, self._session, self._play is not None)
        self._pipe.send(Frame(status, self._session.telemetry.rows(), snapshots))

    @singledispatchmethod
    def _handle(self, message: object) -> None:
        raise TypeError(f"a worker does not understand {type(message).__name__}")

    @_handle.register
    def _(self, message: Load) -> None:
        if message.fresh:
            self._seeking.drop()
        self._arrive()
        self._session.device = message.device
        self._probing.forgive()
        try:
            self._session.load(message.project, message.fresh, message.states)
        except Exception as error:  # whatever is in a project, another one may be loaded
            self._session.built.clear()  # none of them, if it failed half-way
            self._pipe.send(_trouble(error))
            self._play = None
            self._fresh = True
            return
        self._checkpoints.edition = message.edition
        self._checkpoints.event = "" if message.fresh else message.label
        self._introduction.tell(self._session.built, anew=True)
        self._checkpoints.looking_back = False
        self._checkpoints.take(force=True)
        self._start_clock()
        self._fresh = True

    @_handle.register
    def _(self, message: Tune) -> None:
        self._arrive()
        try:
            # The curves ahead of a look back stay as they are: the run may return to them.
            tell = not self._checkpoints.looking_back
            by_hand = self._session.tune(message.project, tell)
        except ValueError as error:
            self._pipe.send(Trouble(str(error)))
            return
        self._checkpoints.looking_back &= not by_hand  # other weights are another way on from here
        self._checkpoints.edition, self._checkpoints.event = message.edition, message.label
        self._introduction.tell(self._session.built)
        self._checkpoints.take(force=True)
        self._fresh = True

    @_handle.register
    def _(self, message: Jump) -> None:
        self._arrive()
        try:
            learner = self._session.built[message.learner].learner
            jump(learner, message)
        except Exception as error:  # a place that cannot be reached must not end the learning
            self._pipe.send(Trouble(f"there is no way to that place: {error}", kind="past"))
            return
        self._session.telemetry.tell(message.learner, learner)
        self._checkpoints.looking_back = False
        self._checkpoints.event = "Jump on the loss surface"
        self._checkpoints.take(force=True)
        self._fresh = True

    @_handle.register
    def _(self, message: Play) -> None:
        self._arrive()
        self._play = message
        self._speedometer.begin(time.perf_counter(), self._session)
        self._start_clock()
        self._fresh = True

    @_handle.register
    def _(self, message: Pause) -> None:
        self._session.behind.clear()
        self._halt()

    @_handle.register
    def _(self, message: Step) -> None:
        self._arrive()
        self._play = None
        self._checkpoints.leave_the_past()
        self._guarded(self._session.step, message.count)
        self._halt()

    @_handle.register
    def _(self, message: Seek) -> None:
        self._checkpoints.looking_back = True
        self._seeking.ask(message)

    @_handle.register
    def _(self, message: Watch) -> None:
        self._probing.watch(message.requests)
        self._fresh = True

    @_handle.register
    def _(self, message: Taken) -> None:
        self._in_flight = False

    @_handle.register
    def _(self, message: Quit) -> None:
        self._open = False
