"""The foot of dialogs that make files."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QVBoxLayout

from playground.ui.work_foot import WorkFoot


@pytest.mark.parametrize("on", ["begin", "leave"])
def test_enter_begins_wherever_the_focus_is(qtbot, on):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    foot = WorkFoot("Export", "How far it is")
    QVBoxLayout(dialog).addWidget(foot)
    begun = []
    foot.begin.clicked.connect(lambda: begun.append("begun"))
    foot.leave.clicked.connect(lambda: begun.append("left"))
    dialog.show()
    getattr(foot, on).setFocus()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert begun == ["begun"]
