"""Makes a film: brings the stage from step to step and hands over what is seen."""

import time
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from playground.ui.filming.script import Script
from playground.ui.filming.stage import Stage
from playground.ui.filming.writing import Writing
from playground.ui.timers import every

TICK_MS = 4
LONGEST = 120.0
"""Seconds after which a frame that does not come is given up."""

LATE = "a frame does not come: try fewer panels, or fewer steps from frame to frame"


class _Phase(Enum):
    """How far a film is."""

    LOADING = auto()
    BEGINNING = auto()
    ASKING = auto()
    WAITING = auto()
    FINISHING = auto()


class Filming(QObject):
    """A film in the making, in small turns that leave the window its time.

    Each frame shows exactly the step that the script says.

    Parameters
    ----------
    stage
        What is seen; it is closed at the end.
    script
        Where the film leads.
    path, fps
        See `Writing`.

    Attributes
    ----------
    frames
        How many have been taken.

    Signals
    -------
    progressed(int)
        So many frames have been taken.
    done()
        The film is there.
    failed(str)
        Why it is not, in words; "" where it was called off.
    """

    progressed = Signal(int)
    done = Signal()
    failed = Signal(str)

    def __init__(self, stage: Stage, script: Script, path: str | Path, fps: int) -> None:
        super().__init__()
        self._stage, self._script = stage, script
        self._moves: list[Callable[[], object]] = []
        self.frames = 0
        self._writing = Writing(path, fps)
        self._since = time.monotonic()
        self._phase = _Phase.LOADING
        self._turn = every(self, TICK_MS, self._go_on)
        self._turn.setTimerType(Qt.TimerType.PreciseTimer)
        self._turn.start()

    @property
    def running(self) -> bool:
        """Whether it is still being made."""
        return self._turn.isActive()

    def cancel(self) -> None:
        """Stop at once; no file is left."""
        if self.running:
            self._fail("")

    def _go_on(self) -> None:
        try:
            self._take_turn()
        except BaseException:  # else the next turn would fail again, and so on without end
            self._fail("the film cannot be made")
            raise

    def _take_turn(self) -> None:
        if self._writing.error or self._stage.trouble:
            self._fail(self._writing.error or self._stage.trouble)
        elif self._phase is _Phase.FINISHING:
            if self._writing.over:
                self._end()
                self.done.emit()
        elif time.monotonic() - self._since > LONGEST:
            self._fail(LATE)
        elif self._phase is _Phase.LOADING:
            if self._stage.ready:
                self._script.begin(self._stage)
                self._enter(_Phase.BEGINNING)
        elif self._phase is _Phase.BEGINNING:
            if self._stage.settled():
                self._stage.tidy()
                self._moves = self._script.moves(self._stage)
                self._enter(_Phase.ASKING)
        elif self._phase is _Phase.ASKING:
            self._ask()
        elif self._writing.free and self._stage.settled():
            self._take()

    def _ask(self) -> None:
        if self.frames == len(self._moves):
            self._writing.finish()
            self._enter(_Phase.FINISHING)
        else:
            self._moves[self.frames]()
            self._enter(_Phase.WAITING)

    def _take(self) -> None:
        self._writing.add(self._stage.frame())
        self.frames += 1
        self._enter(_Phase.ASKING)
        self.progressed.emit(self.frames)

    def _enter(self, phase: _Phase) -> None:
        self._phase, self._since = phase, time.monotonic()

    def _fail(self, why: str) -> None:
        if not self._writing.over:
            self._writing.abandon()
        self._end()
        self.failed.emit(why)

    def _end(self) -> None:
        self._turn.stop()
        self._stage.close()
