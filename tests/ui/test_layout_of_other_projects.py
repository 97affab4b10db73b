"""The remembered layout serves another project than the one that left it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabBar

from playground.document.project import Project
from playground.runtime.headless import load
from playground.ui.app import build
from playground.ui.preferences import Preferences


def opened(qtbot, project: Project, remember: bool = True):
    window = build(project, device="cpu", theme="dark", remember=remember)
    window.show()
    qtbot.waitUntil(lambda: window.isVisible())
    return window


def close(window) -> None:
    window.bridge.store.mark_saved()
    window.close()
    window.deleteLater()


def test_a_lesson_is_there_after_a_window_without_one(qtbot):
    close(opened(qtbot, Project()))
    window = opened(qtbot, load("xor"))
    assert window.lesson.pages
    assert not window.docks["lesson"].isHidden()
    close(window)
    window = opened(qtbot, Project())
    assert window.docks["lesson"].isHidden()
    close(window)


@pytest.mark.parametrize("remember", [False, True])
def test_a_window_for_a_picture_leaves_no_layout(qtbot, remember):
    close(opened(qtbot, Project(), remember))
    assert (Preferences().layout() is not None) == remember


def shown_tabs(window):
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    bars = [bar for bar in window.findChildren(QTabBar, options=direct) if bar.isVisible()]
    return [[bar.tabText(i) for i in range(bar.count())] for bar in bars]


@pytest.mark.parametrize("changed", [False, True])
def test_no_empty_tabs_lie_over_the_menus_of_the_next_window(qtbot, changed):
    window = opened(qtbot, Project())
    if changed:
        window.docks["problems"].setFloating(True)
        window.dock_in_place()
    close(window)
    window = opened(qtbot, load("xor"))
    qtbot.wait(50)
    assert shown_tabs(window) == [["Inspector", "Problems"]]
    window.dock_in_place()
    qtbot.wait(50)
    assert shown_tabs(window) == [["Inspector", "Problems"]]
    assert window.childAt(20, 10) is window.menuBar()
    close(window)
