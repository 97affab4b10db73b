"""The remembered layout serves another project than the one that left it."""

import pytest

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
