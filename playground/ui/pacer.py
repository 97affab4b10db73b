"""Spreads the drawing of many panels over frames, so that none of them takes too long."""

from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

from playground.ui.timers import after

BUDGET = 0.005
"""Seconds of drawing after which the rest waits for the next frame."""

FRAME_MS = 14

SOON_MS = 2
"""What has brought something new has also taken its part of the frame."""


class Pacer(QObject):
    """Lets widgets draw in turn; who asks again while waiting keeps the place and draws once.

    A widget's cost includes the painting that its drawing leads to.

    Attributes
    ----------
    streaming
        Whether pictures keep coming, so that each frame has to be short. Else somebody waits for
        this one, and all of it is painted at once.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[QWidget, Callable[[], object]] = {}
        self._cost: dict[QWidget, float] = {}
        self._last = 0.0
        self.streaming = False
        self._next = after(self, 0, self._go)

    @property
    def idle(self) -> bool:
        """Whether nobody waits for a turn."""
        return not self._waiting

    def waits(self, widget: QWidget) -> bool:
        """Say whether a widget has asked and not had its turn."""
        return widget in self._waiting

    def ask(self, widget: QWidget, draw: Callable[[], object]) -> None:
        """Have `draw` called when it is the widget's turn, this frame or soon after."""
        self._waiting[widget] = draw
        if not self._next.isActive():
            passed = 1e3 * (perf_counter() - self._last)
            soon = max(SOON_MS, round(FRAME_MS - passed))
            self._next.start(soon if self.streaming else 0)

    def drop(self, widget: QWidget) -> None:
        """Forget a widget: it is not seen any more."""
        self._waiting.pop(widget, None)
        self._cost.pop(widget, None)

    def close(self) -> None:
        """Forget everybody: the window is going."""
        self._waiting.clear()
        self._next.stop()

    def _go(self) -> None:
        if self.streaming:
            self._serve_in_turn()
        else:
            self._serve_all()
        self._last = perf_counter()
        if self._waiting:
            self._next.start(FRAME_MS)

    def _serve_all(self) -> None:
        waiting, self._waiting = self._waiting, {}
        for draw in waiting.values():
            draw()
        for window in {widget.window() for widget in waiting}:
            _paint(window)

    def _serve_in_turn(self) -> None:
        started = perf_counter()
        served = 0
        while self._waiting:
            widget = next(iter(self._waiting))
            before = perf_counter()
            if served and before - started + self._cost.get(widget, 0.0) > BUDGET:
                break
            self._waiting.pop(widget)()
            _paint(widget.window())
            self._cost[widget] = perf_counter() - before
            served += 1


def _paint(window: QWidget) -> None:
    """Have a window paint at once what asks for it."""
    QCoreApplication.sendPostedEvents(window, QEvent.Type.UpdateRequest)
