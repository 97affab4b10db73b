"""Tells when a starting window is painted and when its worker is ready, then closes it."""

import json
import time
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer

from playground.runtime.messages import Loaded
from playground.ui import app


def print_first_paint() -> None:
    """Have the next start of the program print one line of JSON and end by itself.

    The line holds ``painted`` and ``ready``, in seconds since the epoch: the first paint of the
    window has come to its end; the worker has compiled the project.
    """
    build = app.build

    def observed(*args: Any, **keywords: Any) -> Any:
        window = build(*args, **keywords)
        window.first_paint = FirstPaint(window)
        return window

    app.build = observed


class FirstPaint(QObject):
    """Waits for the first paint of a window and for the first message about its learners."""

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        self._times: dict[str, float] = {}
        window.installEventFilter(self)
        window.bridge.loaded.connect(self._loaded)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the first paint; leave every event to the window."""
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            # The window is painted before its children: all are done when the loop comes round.
            QTimer.singleShot(0, lambda: self._note("painted"))
        return False

    def _loaded(self, loaded: Loaded) -> None:
        if loaded.learners and "ready" not in self._times:
            self._note("ready")

    def _note(self, name: str) -> None:
        self._times[name] = time.time()
        if len(self._times) == 2:
            print(json.dumps(self._times), flush=True)
            QTimer.singleShot(0, self._window.close)
