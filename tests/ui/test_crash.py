import faulthandler
import logging
import sys
import threading

import pytest
from PySide6.QtCore import qInstallMessageHandler, qWarning

from playground.core.folders import folder
from playground.ui.about import system
from playground.ui.crash import LOG, Reporter


@pytest.fixture
def reporter(qtbot, monkeypatch):
    shown = []
    monkeypatch.setattr(Reporter, "_show", lambda self, text: shown.append(text))
    before = sys.excepthook, threading.excepthook
    made = Reporter()
    made.install()
    hook = sys.excepthook
    made.shown = shown
    yield made, hook
    sys.excepthook, threading.excepthook = before
    qInstallMessageHandler(None)
    faulthandler.disable()
    made._faults.close()
    for handler in list(LOG.handlers):
        LOG.removeHandler(handler)
        handler.close()


def test_what_nobody_foresaw_is_logged_and_shown(reporter, qtbot):
    made, hook = reporter
    try:
        raise ZeroDivisionError("a sum went wrong")
    except ZeroDivisionError as error:
        hook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: made.shown != [])
    assert "a sum went wrong" in made.shown[0]
    assert "a sum went wrong" in (folder("log") / "playground.log").read_text()


def test_messages_of_qt_are_logged(reporter):
    qWarning("strange things")
    assert "Qt: strange things" in (folder("log") / "playground.log").read_text()
    assert LOG.level == logging.INFO


def test_the_system_is_described():
    text = system()
    for word in ("Python", "Qt", "numpy", "PySide6-Essentials", str(folder("log"))):
        assert word in text
