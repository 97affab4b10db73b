"""What happens when something goes wrong that nobody foresaw: a log, and a report to copy."""

import faulthandler
import logging
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from types import TracebackType
from typing import IO, Any

from PySide6.QtCore import QObject, Qt, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from playground.core.folders import folder
from playground.ui.about import system

LOG = logging.getLogger("playground")
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Reporter(QObject):
    """Logs what goes wrong and shows it once, without ending the program.

    Signals
    -------
    happened(str)
        A report to show; emitted from any thread.
    """

    happened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._open = False
        self._faults: IO[str] | None = None
        self.happened.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take care of exceptions, crashes and Qt's messages from now on."""
        place = folder("log")
        handler = RotatingFileHandler(
            place / "playground.log", maxBytes=500_000, backupCount=3, encoding="utf-8"
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        LOG.addHandler(handler)
        LOG.setLevel(logging.INFO)
        self._faults = (place / "crash.log").open("a", encoding="utf-8")
        faulthandler.enable(self._faults)
        sys.excepthook = self._caught
        threading.excepthook = lambda told: self._caught(
            told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback
        )
        qInstallMessageHandler(_log_qt)

    def _caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        LOG.error(text)
        self.happened.emit(text)

    def _show(self, text: str) -> None:
        if self._open:
            return
        self._open = True
        box = QMessageBox()
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("Something went wrong")
        box.setText("Something went wrong inside the program. Your project is still there.")
        box.setInformativeText("The report helps to mend it; nothing is sent by itself.")
        box.setDetailedText(f"{system()}\n\n{text}")
        copy = box.addButton("Copy the report", QMessageBox.ButtonRole.ActionRole)
        box.addButton(QMessageBox.StandardButton.Close)
        box.exec()
        if box.clickedButton() is copy:
            QGuiApplication.clipboard().setText(box.detailedText())
        self._open = False


def _log_qt(kind: QtMsgType, context: Any, message: str) -> None:
    LOG.log(LEVELS.get(kind, logging.INFO), "Qt: %s", message)
