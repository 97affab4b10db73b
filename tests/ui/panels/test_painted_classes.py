"""Classes of painted rows: added, renamed, removed, and what is refused of them."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog

from playground.core.settings import build
from playground.document.by_hand import hold_rows
from playground.engine.catalogue import catalogue
from playground.tables.keep import keep
from playground.tables.table import Column
from playground.tables.table import Table as Rows
from playground.ui.panels.boundary import Boundary


@pytest.fixture
def painted(qtbot, bench):
    def make(data="moons", classes=0):
        bridge = bench(data)
        panel = Boundary(bridge)
        qtbot.addWidget(panel)
        panel.resize(500, 400)
        panel.show()
        if classes:
            random = np.random.default_rng(0)
            values = [[*random.standard_normal(2), row % classes] for row in range(60)]
            names = ("red", "green", "blue", "grey")[:classes]
            columns = (Column("a"), Column("b"), Column("hue", "categorical", names))
            held = {"table": keep().put(Rows(np.array(values), columns)), "target": "hue"}
            bridge.apply("Import", hold_rows("moons-1", held))
            bridge.load(bridge.store.value)
        bridge.run(20)
        panel.easel.button.click()
        return panel, bridge, panel.easel.strip.picker

    return make


def data_of(bridge):
    placed = bridge.store.value.block("moons-1")
    return build(catalogue()[placed.kind], placed.settings).load()


def said(panel):
    return panel.header._subtitle.accessibleName()


def test_a_class_is_renamed_in_one_undo_and_its_points_stay(painted):
    panel, bridge, picker = painted(classes=3)
    before, old = data_of(bridge), bridge.store.value
    dialog = panel.easel.painter._classes.ask(1)
    assert dialog.textValue() == "green"
    dialog.setTextValue("  lime ")
    dialog.accept()
    after = data_of(bridge)
    assert after.classes == ("red", "lime", "blue")
    assert (after.x == before.x).all()
    assert (after.y == before.y).all()
    assert after.test.tolist() == before.test.tolist()
    assert picker.classes == after.classes
    assert bridge.store.undo_label == "Rename class green"
    assert bridge.session.built["fit-1"].learner.step_number == 20, "the network goes on"
    bridge.store.undo()
    assert bridge.store.value == old
    assert picker.classes == ("red", "green", "blue")


def test_a_class_is_removed_with_its_points_in_one_undo(painted):
    panel, bridge, picker = painted(classes=3)
    before, old = data_of(bridge), bridge.store.value
    picker.pick(2.0)
    picker.menu_of(0).actions()[1].trigger()
    after = data_of(bridge)
    assert after.classes == ("green", "blue")
    kept = before.y != 0
    assert (after.x == before.x[kept]).all()
    assert (after.y == before.y[kept] - 1).all(), "the others keep their names"
    assert picker.mark < len(picker.classes) == 2
    bridge.store.undo()
    assert bridge.store.value == old


@pytest.mark.parametrize(
    ("name", "word"), [("", "needs a name"), ("blue", "already"), ("x" * 41, "40 letters")]
)
def test_names_that_cannot_be_are_refused_in_words(painted, name, word):
    panel, bridge, _ = painted(classes=3)
    before = bridge.store.value
    panel.easel.painter._classes.rename(0, name)
    assert bridge.store.value is before
    assert word in said(panel)


def test_the_last_two_classes_stay(painted):
    panel, bridge, picker = painted()
    before = bridge.store.value
    picker.menu_of(1).actions()[1].trigger()
    assert bridge.store.value is before
    assert "two classes" in said(panel)


def test_a_class_without_points_is_renamed_and_removed_without_an_edit(painted):
    panel, bridge, picker = painted()
    before, names = bridge.store.value, picker.classes
    panel.easel.painter.add_class()
    panel.easel.painter.add_class()
    panel.easel.painter._classes.rename(2, "new")
    assert picker.classes[2] == "new"
    panel.easel.painter._classes.remove(3)
    assert picker.classes == (*names, "new")
    assert bridge.store.value is before
    panel.easel.strip.choose("put")
    picker.pick(2.0)
    view = panel.plane
    place = QPoint(view.width() // 2, view.height() // 2)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert data_of(bridge).classes == (*names, "new")


def test_the_menu_of_a_class_is_reached_by_mouse_and_keys(painted, qtbot):
    panel, _, picker = painted(classes=4)
    assert all("F2" in chip.toolTip() for chip in picker.chips)
    opened = []
    picker.rename_wanted.connect(opened.append)
    real = picker.menu_of
    picker.menu_of = lambda code: opened.append(("menu", code)) or real(code)
    picker.chips[3].customContextMenuRequested.emit(QPoint(2, 2))
    assert opened == [("menu", 3)]
    picker.pick(2.0)
    panel.plane.setFocus()
    panel.easel.strip._shortcuts[-1].activated.emit()
    assert opened[1:] == [2]
    dialog = panel.findChild(QInputDialog)
    assert dialog.textValue() == "blue"
    dialog.reject()
    panel.resize(262, 230)
    labels = [action.text() for action in picker.one.menu().actions()]
    assert {"Rename this class …", "Remove this class"} <= set(labels)
