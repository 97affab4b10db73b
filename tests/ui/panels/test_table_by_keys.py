"""The data table without a mouse: moving, typing, Enter, Delete, copies and pastes."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from playground.core.settings import build
from playground.engine.catalogue import catalogue
from playground.runtime.own_rows import own_rows
from playground.tables.trouble import TableError
from playground.ui.panels.table import Table
from playground.ui.plots.rows.row_edits import with_entries

NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def table(qtbot, bench):
    bridge = bench("moons")
    panel = Table(bridge)
    qtbot.addWidget(panel)
    panel.resize(600, 300)
    panel.show()
    panel.view.setFocus()
    bridge.run(5)
    yield panel, bridge
    # Qt remembers the modifiers of the last key: no other test is to begin with Ctrl held.
    QTest.keyClick(panel, Qt.Key.Key_F24)


def data_of(bridge):
    placed = bridge.store.value.block("moons-1")
    return build(catalogue()[placed.kind], placed.settings).load()


def go(panel, row, name):
    model = panel.model
    names = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    panel.view.setCurrentIndex(model.index(row, names.index(name)))


def press(panel, key, modifiers=NONE, text=""):
    QTest.keyClick(panel.view, key, modifiers)


def typed(panel, text):
    """Type over the cell at hand and end with Enter."""
    QTest.keyClicks(panel.view, text[:1])
    editor = panel.view.findChild(QLineEdit)
    QTest.keyClicks(editor, text[1:])
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    QApplication.sendPostedEvents(editor, QEvent.Type.DeferredDelete)


def test_typing_edits_and_enter_goes_on_below(table):
    panel, bridge = table
    go(panel, 3, "x1")
    for value in ("0.5", "-0.25", "1.75"):
        typed(panel, value)
    assert data_of(bridge).x[3:6, 0].tolist() == [0.5, -0.25, 1.75]
    assert panel.view.currentIndex().row() == 6
    press(panel, Qt.Key.Key_Return)
    editor = panel.view.findChild(QLineEdit)
    assert editor is not None, "Enter opens the cell"
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    for _ in range(3):
        bridge.store.undo()
    assert panel.view.currentIndex().row() == 6, "undo leaves the cell at hand"


def test_arrows_move_and_rows_go_by_delete(table):
    panel, bridge = table
    go(panel, 3, "x1")
    first = panel.view.currentIndex()
    press(panel, Qt.Key.Key_Down)
    press(panel, Qt.Key.Key_Right)
    now = panel.view.currentIndex()
    assert now.row() == 4
    assert now.column() != first.column()
    gone = data_of(bridge).x[4]
    press(panel, Qt.Key.Key_Delete)
    assert len(data_of(bridge).x) == 499
    assert not (data_of(bridge).x == gone).all(axis=1).any()
    assert panel.view.currentIndex().row() == 4, "what comes next is at hand"
    press(panel, Qt.Key.Key_Delete)
    assert len(data_of(bridge).x) == 498
    bridge.store.undo()
    bridge.store.undo()
    assert len(data_of(bridge).x) == 500


def test_a_row_that_is_added_is_at_hand(table):
    panel, bridge = table
    panel.append()
    go_to = panel.view.currentIndex()
    assert panel.model.order[go_to.row()] == 500
    go(panel, 500, "x1")
    typed(panel, "7")
    assert data_of(bridge).x[500, 0] == 7.0


def test_editing_in_an_order_edits_the_row_that_is_seen_and_leaves_it_there(table):
    panel, bridge = table
    panel.view._sort(0)
    order = panel.model.order.copy()
    go(panel, 10, "x1")
    typed(panel, "99")
    assert data_of(bridge).x[order[10], 0] == 99.0
    assert (panel.model.order == order).all()


def test_a_cell_is_copied_whole_and_pasted(table):
    panel, bridge = table
    before = data_of(bridge).x
    go(panel, 3, "x1")
    press(panel, Qt.Key.Key_C, CONTROL)
    assert float(QGuiApplication.clipboard().text()) == before[3, 0]
    go(panel, 8, "x2")
    press(panel, Qt.Key.Key_V, CONTROL)
    assert data_of(bridge).x[8, 1] == before[3, 0]
    assert bridge.store.undo_label == "Paste a cell"
    QGuiApplication.clipboard().setText("")
    value = bridge.store.value
    press(panel, Qt.Key.Key_V, CONTROL)
    assert bridge.store.value is value


def test_a_block_is_pasted_as_one_undo(table):
    panel, bridge = table
    old = bridge.store.value
    go(panel, 498, "x1")
    QGuiApplication.clipboard().setText("1\t2\r\n3\t4\n5\t6\n")
    press(panel, Qt.Key.Key_V, CONTROL)
    assert data_of(bridge).x[498:].tolist() == [[1, 2], [3, 4]], "what is beyond is left out"
    assert bridge.store.undo_label == "Paste 4 cells"
    bridge.store.undo()
    assert bridge.store.value == old
    QGuiApplication.clipboard().setText("1\tmany\n")
    press(panel, Qt.Key.Key_V, CONTROL)
    assert bridge.store.value == old, "all of a block, or nothing"


def test_several_rows_are_copied_with_their_names(table):
    panel, bridge = table
    go(panel, 0, "x1")
    press(panel, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(panel, Qt.Key.Key_C, CONTROL)
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().split("\n")]
    assert len(lines) == 3
    place = lines[0].index("x2")
    told = [float(line[place]) for line in lines[1:]]
    assert told == data_of(bridge).x[:2, 1].tolist()


@pytest.mark.parametrize("key", [Qt.Key.Key_5, Qt.Key.Key_Minus, Qt.Key.Key_M, Qt.Key.Key_Delete])
def test_keys_that_edit_are_no_shortcuts_of_the_window(table, key):
    panel, _ = table
    text = {Qt.Key.Key_5: "5", Qt.Key.Key_Minus: "-", Qt.Key.Key_M: "m"}.get(key, "")
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, NONE, text)
    event.ignore()
    QApplication.sendEvent(panel.view, event)
    assert event.isAccepted()
    other = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Space, NONE, " ")
    other.ignore()
    QApplication.sendEvent(panel.view, other)
    assert not other.isAccepted(), "Space plays"


def test_several_entries_are_one_table(bench):
    own = own_rows(bench("moons").store.value.block("moons-1"))
    place = own.aim
    table = with_entries(own, [(0, 0, "1,5"), (1, place, "new"), (2, place, "new"), (3, 1, "")])
    assert table.values[0, 0] == 1.5
    assert table.columns[place].categories[-1] == "new"
    assert table.values[1, place] == table.values[2, place] == len(own.classes)
    assert np.isnan(table.values[3, 1])
    with pytest.raises(TableError, match="is one of"):
        with_entries(own, [(0, own.part, "later")])
