"""The window's first size: all of it on the screen, with its title bar."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from playground.ui.app import fit_screen


@pytest.mark.parametrize("free", [QSize(1280, 720), QSize(1366, 728)])
def test_a_small_screen_has_room_for_the_title_bar(qtbot, free):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1440, 860)
    fit_screen(window, free)
    assert 16 <= free.height() - window.height() <= 60
    assert free.width() - 8 <= window.width() <= free.width()


def test_a_large_screen_and_a_maximised_window_change_nothing(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1440, 860)
    fit_screen(window, QSize(1920, 1080))
    assert window.size() == QSize(1440, 860)
    window.showMaximized()
    before = window.size()
    fit_screen(window, QSize(200, 200))
    assert window.size() == before
