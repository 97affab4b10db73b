"""Makes the table that an edit of rows leaves: at once, or beside the window if it is large."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from playground.tables.trouble import TableError
from playground.ui.long_work import LongWork

LARGE = 1_000_000
"""Entries from which a table is made beside the window, which goes on meanwhile."""


class Remaking(QObject):
    """Makes one table after the other.

    Parameters
    ----------
    host
        The panel whose rows are edited; what is under way is called off when it goes or its window
        is closed.
    """

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._work: LongWork | None = None

    @property
    def busy(self) -> bool:
        """Whether a table is under way."""
        return self._work is not None and not self._work.over

    def begin(
        self,
        entries: int,
        make: Callable[[], dict[str, Any]],
        done: Callable[[dict[str, Any]], object],
        failed: Callable[[str], object],
    ) -> None:
        """Make a table of about so many entries.

        Parameters
        ----------
        make
            Keeps it, and returns the settings of the block that gives it.
        done, failed
            Are told these settings, or in words why there are none.
        """
        if entries < LARGE:
            try:
                settings = make()
            except TableError as error:
                failed(str(error))
            else:
                done(settings)
            return
        self._work = LongWork(lambda _progress: make(), self)
        self._work.done.connect(lambda settings: self._tell(done, settings))
        self._work.failed.connect(lambda why: self._tell(failed, why))
        self._host.installEventFilter(self)
        self._work.start()

    def close(self) -> None:
        """Call off what is under way; nothing is told."""
        if self._work is not None:
            self._work.close()
            self._rest()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Leave nothing running when the panel goes; one that is only hidden is worked for."""
        if event.type() == QEvent.Type.DeferredDelete:
            self.close()
        return False

    def _tell(self, act: Callable[[Any], object], told: object) -> None:
        self._rest()
        act(told)

    def _rest(self) -> None:
        self._host.removeEventFilter(self)
        self._work = None
