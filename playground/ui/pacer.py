"""Spreads the drawing of many panels over frames, so that none of them takes too long."""

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

from playground.ui.timers import after

BUDGET = 0.006
"""Seconds of drawing after which the rest waits for the next frame."""

FRAME_MS = 14


class Pacer(QObject):
    """Lets widgets draw in turn; who asks again while waiting keeps the place and draws once.

    A widget's cost includes the painting that its drawing leads to.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[QWidget, Callable[[], object]] = {}
        self._cost: dict[QWidget, float] = {}
        self._last = 0.0
        self._next = after(self, 0, self._go)

    @property
    def idle(self) -> bool:
        """Whether nobody waits for a turn."""
        return not self._waiting

    def ask(self, widget: QWidget, draw: Callable[[], object]) -> None:
        """Have `draw` called when it is the widget's turn, this frame or soon after."""
        self._waiting[widget] = draw
        if not self._next.isActive():
            passed = 1e3 * (perf_counter() - self._last)
            self._next.start(max(0, round(FRAME_MS - passed)))

    def drop(self, widget: QWidget) -> None:
        """Forget a widget: it is not seen any more."""
        self._waiting.pop(widget, None)
        self._cost.pop(widget, None)

    def _go(self) -> None:
        started = perf_counter()
        served = 0
        while self._waiting:
            widget = next(iter(self._waiting))
            before = perf_counter()
            if served and before - started + self._cost.get(widget, 0.0) > BUDGET:
                break
            self._waiting.pop(widget)()
            QCoreApplication.sendPostedEvents(widget.window(), QEvent.Type.UpdateRequest)
            self._cost[widget] = perf_counter() - before
            served += 1
        self._last = perf_counter()
        if self._waiting:
            self._next.start(FRAME_MS)
