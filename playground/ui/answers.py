"""Asks again only when the last answer has come, so that a moving hand starves nobody."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from playground.ui.timers import after

PATIENCE_MS = 250
"""How long an answer is waited for before the question is put anew."""


class Answers(QObject):
    """Paces questions that change faster than they can be answered.

    Parameters
    ----------
    ask
        Puts the question as it stands at that moment.
    """

    def __init__(self, parent: QObject, ask: Callable[[], object]) -> None:
        super().__init__(parent)
        self._ask = ask
        self._waiting = self._stale = False
        self._patience = after(parent, PATIENCE_MS, self.came)

    def want(self) -> None:
        """Ask now, or as soon as the last answer is there."""
        if self._waiting:
            self._stale = True
            return
        self._waiting, self._stale = True, False
        self._patience.start()
        self._ask()

    def came(self) -> None:
        """Take note that the last question is answered."""
        self._waiting = False
        self._patience.stop()
        if self._stale:
            self.want()
