"""Work that is waited for while the window goes on, but takes no keys."""

import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from playground.ui.meanwhile import meanwhile, waiting


def test_quick_work_is_answered_at_once(qtbot):
    assert meanwhile(lambda: 6 * 7) == 42
    with pytest.raises(ZeroDivisionError):
        meanwhile(lambda: 1 // 0)


def test_the_window_goes_on_while_long_work_is_waited_for(qtbot):
    line, enough, seen = QLineEdit(), threading.Event(), []
    qtbot.addWidget(line)
    line.show()

    def look():
        seen.append(QGuiApplication.overrideCursor().shape())
        assert waiting()
        enough.set()

    QTimer.singleShot(0, look)
    assert meanwhile(lambda: enough.wait(20)), "the timer rang while the work went on"
    assert seen == [Qt.CursorShape.WaitCursor]
    assert not waiting()
    assert QGuiApplication.overrideCursor() is None


def test_what_long_work_raises_is_raised(qtbot):
    enough = threading.Event()
    QTimer.singleShot(0, enough.set)

    def fail():
        enough.wait(20)
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        meanwhile(fail)
    assert QGuiApplication.overrideCursor() is None
