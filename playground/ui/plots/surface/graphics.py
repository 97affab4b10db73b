"""Whether OpenGL draws well on this machine, found out where it can do no harm."""

import atexit
import functools
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QProcess, QProcessEnvironment, QTimer, Signal
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from playground.ui.plots.surface.gl_surface import GlSurface

WITHOUT = ("offscreen", "minimal", "minimalegl", "vnc", "linuxfb")
"""Platforms of Qt on which nothing is drawn on a graphics card."""

PATIENCE = 20_000
"""Milliseconds within which a trial must have come to its end."""

TRIAL = "playground.ui.plots.surface.gl_trial"
"""Module whose exit status says whether OpenGL draws well."""

SLOW = 3
"""Exit status of a trial that found OpenGL no faster than NumPy."""

REASONS = {0: "", SLOW: "NumPy is as fast here"}
UNKNOWN = "its trial failed"
"""Why OpenGL does not draw after each exit status, and after any other."""


class Graphics(QObject):
    """Knows whether OpenGL may draw, and keeps what draws.

    A driver that crashes takes its process along and cannot be caught, so a first trial runs in a
    process of its own, which also tells whether OpenGL is any faster than NumPy here. Until it
    has ended, and if it fails, nothing is drawn by OpenGL.

    Attributes
    ----------
    trial
        Module that is run to find out.
    reason
        Why OpenGL does not draw; "" where it does.

    Signals
    -------
    settled()
        The trial has ended.
    """

    settled = Signal()

    def __init__(self, parent: QObject | None = None, trial: str = TRIAL) -> None:
        super().__init__(parent)
        self.trial = trial
        self.reason = "it has not been tried yet"
        self._usable: bool | None = None
        self._surface: GlSurface | None = None
        self._process: QProcess | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(lambda: self.give_up("its trial did not come to an end"))

    @property
    def usable(self) -> bool:
        """Whether OpenGL may draw; the first time it is asked for, a trial begins."""
        if self._usable is None and self._process is None:
            self._try()
        return bool(self._usable)

    def surface(self) -> "GlSurface | None":
        """Return what draws surfaces, or None where nothing can."""
        if self._surface is None and self.usable:
            from playground.ui.plots.surface.gl_parts import GlFailure
            from playground.ui.plots.surface.gl_surface import GlSurface

            try:
                self._surface = GlSurface()
            except GlFailure as failure:
                self.give_up(str(failure))
        return self._surface

    def give_up(self, reason: str) -> None:
        """Draw nothing by OpenGL from now on."""
        self.close()
        self._settle(reason)

    def close(self) -> None:
        """Give back what draws, and end a trial that still runs."""
        if self._surface is not None:
            self._surface.close()
            self._surface = None
        self._patience.stop()
        if self._process is not None:
            process, self._process = self._process, None
            process.finished.disconnect(self._ended)
            process.errorOccurred.disconnect(self._failed)
            process.kill()
            process.waitForFinished(2000)
            process.deleteLater()

    def _try(self) -> None:
        if QGuiApplication.platformName() in WITHOUT:
            self._settle(f"the platform {QGuiApplication.platformName()} has none")
            return
        process = self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        # Else the trial would show itself for a moment in the Dock of macOS.
        environment.insert("QT_MAC_DISABLE_FOREGROUND_APPLICATION_TRANSFORM", "1")
        process.setProcessEnvironment(environment)
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._failed)
        self._patience.start(PATIENCE)
        process.start(sys.executable, ["-m", self.trial])

    def _ended(self, code: int, status: QProcess.ExitStatus) -> None:
        well = status == QProcess.ExitStatus.NormalExit
        self._settle(REASONS.get(code, UNKNOWN) if well else "its driver crashed")

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._settle("it could not be tried")

    def _settle(self, reason: str) -> None:
        self._patience.stop()
        self.reason, self._usable = reason, not reason
        self.settled.emit()


@functools.cache
def graphics() -> Graphics:
    """Return what this process knows of OpenGL."""
    made = Graphics()
    application = QCoreApplication.instance()
    if application is not None:
        application.aboutToQuit.connect(made.close)
    atexit.register(made.close)
    return made
