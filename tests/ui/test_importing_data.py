"""Rows come into the window: from files, dropped, pasted, or painted from nothing."""

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox
from stand_in import circle

from playground.core.settings import build
from playground.document.check import check
from playground.engine.catalogue import catalogue
from playground.runtime.compile import Compiler
from playground.runtime.description import describe
from playground.runtime.messages import Loaded, Trouble
from playground.ui.importing.columns_model import HOLDS, NAME, USE
from playground.ui.importing.drop_mark import DropMark
from playground.ui.importing.import_dialog import ImportDialog

ROWS = 60


@pytest.fixture
def fruit(tmp_path):
    random = np.random.default_rng(0)
    lines = ["id;weight;colour;kind"]
    for i in range(ROWS):
        weight = "" if i % 10 == 0 else f"{random.uniform(10, 200):.1f}"
        lines.append(f"{i};{weight};{('red', 'green')[i % 2]};{('apple', 'pear', 'fig')[i % 3]}")
    path = tmp_path / "fruit.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def read(dialog, qtbot):
    with qtbot.waitSignal(dialog.brought):
        dialog.read()


def put(dialog, name, column, value):
    model = dialog.columns
    row = [chosen.name for chosen in model.columns].index(name)
    assert model.setData(model.index(row, column), value)


def test_a_file_becomes_a_project_that_learns(window, qtbot, fruit):
    dialog = window.openers.data.open(fruit)
    assert dialog.options.separator.currentData() == ";"
    assert dialog.rows.rowCount() == 20
    assert dialog.rows.item(1, 2).text() == "green"
    put(dialog, "kind", USE, "target")
    put(dialog, "id", USE, "ignore")
    assert [c.name for c in dialog.columns.columns if c.role == "target"] == ["kind"]
    read(dialog, qtbot)
    project = window.bridge.store.value
    assert project.title == "fruit"
    assert [p.kind for p in project.blocks][:2] == ["table", "standardise"]
    assert not [p for p in check(project, catalogue()) if p.severity == "error"]
    learner = Compiler().learners(project)["fit-1"].learner
    assert learner.source.classes == ("apple", "fig", "pear")
    assert learner.source.names == ("weight", "colour = green", "colour = red")


def test_roles_kinds_names_and_scale_are_what_was_chosen(window, qtbot, fruit):
    dialog = window.openers.data.open(fruit)
    put(dialog, "weight", USE, "target")
    assert [c.name for c in dialog.columns.columns if c.role == "target"] == ["weight"]
    put(dialog, "kind", USE, "ignore")
    put(dialog, "id", USE, "feature")
    put(dialog, "id", HOLDS, "ordinal")
    put(dialog, "colour", NAME, "hue")
    dialog.scaled.setChecked(False)
    dialog.missing.setCurrentIndex(dialog.missing.findData("drop"))
    read(dialog, qtbot)
    project = window.bridge.store.value
    assert "standardise" not in [p.kind for p in project.blocks]
    block = build(catalogue()["table"], project.blocks[0].settings)
    assert (block.target, block.missing) == ("weight", "drop")
    data = block.load()
    assert data.target == "value"
    assert len(data.x) == ROWS - 6
    assert set(data.names) == {"id", "hue = green", "hue = red"}


def test_rows_take_the_place_of_a_data_set_as_one_edit(window, qtbot, fruit):
    window.bridge.select(("circle-1",))
    dialog = window.openers.data.open(fruit)
    put(dialog, "kind", USE, "target")
    dialog.into.setCurrentIndex(dialog.into.findData("circle-1"))
    read(dialog, qtbot)
    project = window.bridge.store.value
    assert project.block("circle-1").kind == "table"
    (scaler,) = [p.id for p in project.blocks if p.kind == "standardise"]
    assert {(w.source, w.target) for w in project.wires} == {
        ("circle-1", scaler), (scaler, "dense-1"), ("dense-1", "fit-1"),
    }  # fmt: skip
    Compiler().learners(project)
    dialog = window.openers.data.open(fruit)
    dialog.into.setCurrentIndex(dialog.into.findData("circle-1"))
    read(dialog, qtbot)
    assert len([p for p in window.bridge.store.value.blocks if p.kind == "standardise"]) == 1
    for _ in range(2):
        window.bridge.store.undo()
    assert window.bridge.store.value == circle()


def test_another_separator_is_looked_at_anew(window, qtbot, fruit):
    dialog = window.openers.data.open(fruit)
    assert len(dialog.columns.columns) == 4
    dialog.options.separator.setCurrentIndex(dialog.options.separator.findData("|"))
    assert len(dialog.columns.columns) == 1
    dialog.options.separator.setCurrentIndex(dialog.options.separator.findData(";"))
    dialog.options.header.setChecked(False)
    assert len(dialog.columns.columns) == 4
    assert dialog.rows.item(0, 1).text() == "weight"
    dialog.reject()
    dialog.deleteLater()


def test_lines_above_units_and_dates_are_shown_and_can_be_changed(window, qtbot, tmp_path):
    path = tmp_path / "report.csv"
    rows = "".join(f"{i % 9 + 1}/{i % 12 + 1}/2024,{i * i % 17} km,{'ab'[i % 2]}\n"
                   for i in range(ROWS))  # fmt: skip
    path.write_text(f"A report\n\nwhen,way,kind\n{rows}")
    dialog = window.openers.data.open(path)
    assert dialog.options.above.value() == 2
    assert "the first 2 lines are left out" in dialog.trouble.text()
    model = dialog.columns
    assert model.data(model.index(1, HOLDS)).startswith("numbers in km")
    put(dialog, "when", HOLDS, "month")
    put(dialog, "when", USE, "feature")
    assert model.data(model.index(0, HOLDS)).startswith("dates m/d/y")
    put(dialog, "way", HOLDS, "categorical")
    put(dialog, "way", HOLDS, "continuous")
    read(dialog, qtbot)
    data = build(catalogue()["table"], window.bridge.store.value.blocks[0].settings).load()
    assert data.names == ("when", "way")
    assert data.x[0].tolist() == [19723.0, 0.0]
    again = window.openers.data.open(path)
    again.options.above.setValue(3)
    assert again.columns.columns[0].name == "1/1/2024", "the line below is the header then"
    again.reject()
    again.deleteLater()


def test_what_arrays_hold_is_no_choice(window, qtbot, tmp_path):
    np.save(tmp_path / "rows.npy", np.random.default_rng(0).normal(size=(30, 2)))
    dialog = window.openers.data.open(tmp_path / "rows.npy")
    model = dialog.columns
    editable = [bool(model.flags(model.index(0, column)) & Qt.ItemFlag.ItemIsEditable)
                for column in (NAME, USE, HOLDS)]  # fmt: skip
    assert editable == [True, True, False]
    assert not dialog.options.above.isVisible()
    dialog.reject()
    dialog.deleteLater()


def test_reading_can_be_called_off(window, qtbot, tmp_path, monkeypatch):
    path = tmp_path / "long.csv"
    path.write_text("a,b\n" + "1,2\n" * 200_000)
    dialog = window.openers.data.open(path)
    dialog.read()
    dialog.reject()
    qtbot.waitUntil(lambda: dialog._work is None)
    assert dialog.isVisible()
    assert "called off" in dialog.trouble.text()
    assert dialog.take.isEnabled()
    assert window.bridge.store.value == circle()
    dialog.reject()
    dialog.deleteLater()


def test_what_is_no_table_is_told_in_words(window, qtbot, tmp_path):
    path = tmp_path / "broken.npy"
    path.write_bytes(b"\x93NUMPY broken")
    dialog = ImportDialog(window, path, {})
    qtbot.addWidget(dialog)
    dialog.show()
    assert "broken.npy" in dialog.trouble.text()
    assert not dialog.take.isEnabled()
    assert not dialog.list.isVisible()
    assert not dialog.scaled.isVisible()
    dialog.read()
    assert dialog._work is None


def test_cells_of_a_spreadsheet_are_pasted(window, qtbot):
    clipboard = QGuiApplication.clipboard()
    lines = ["x\ty\tkind"] + [f"{i}\t{i * i}\t{'ab'[i % 2]}" for i in range(12)]
    clipboard.setText("\n".join(lines) + "\n")
    window.actions_["paste"].trigger()
    (dialog,) = window.findChildren(ImportDialog)
    assert [c.name for c in dialog.columns.columns] == ["x", "y", "kind"]
    dialog.reject()
    dialog.deleteLater()
    clipboard.setText("a few words, no table")
    before = window.bridge.store.value
    window.actions_["paste"].trigger()
    assert window.bridge.store.value is before


def test_a_folder_without_pictures_asks_for_no_separator(window, qtbot, tmp_path):
    dialog = ImportDialog(window, tmp_path, {})
    dialog.show()
    assert "no pictures" in dialog.trouble.text()
    assert not dialog.take.isEnabled()
    assert not any(control.isVisible() for control in dialog.options.findChildren(QComboBox))
    dialog.reject()
    dialog.deleteLater()


def test_a_dropped_file_opens_the_dialog(window, qtbot, fruit):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(fruit))])
    either = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    event = QDropEvent(
        QPointF(50, 50), either, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(event)
    (dialog,) = window.findChildren(ImportDialog)
    assert event.isAccepted()
    assert event.dropAction() == Qt.DropAction.CopyAction, "who moves a file deletes it after"
    for kind in (QComboBox, QAbstractButton):
        for control in dialog.findChildren(kind):
            if control.isVisible() and "corner" not in control.objectName():
                assert control.accessibleName() or control.text() or control.toolTip()
    dialog.reject()
    dialog.deleteLater()


def test_a_file_that_is_dragged_over_the_window_is_told_what_becomes_of_it(
    window, fruit, tmp_path
):
    def drag(kind, path):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        event = kind(
            QPoint(50, 50), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        event.ignore()
        QApplication.sendEvent(window, event)
        return event.isAccepted()

    (mark,) = window.findChildren(DropMark)
    assert mark.isHidden()
    assert drag(QDragEnterEvent, fruit)
    assert mark.isVisible()
    assert mark.size() == window.size()
    assert fruit.name in mark.accessibleName()
    assert "import" in mark.accessibleName()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert mark.isHidden()
    (tmp_path / "mine.json").write_text("{}")
    assert drag(QDragEnterEvent, tmp_path / "mine.json")
    assert "Drop to open" in mark.accessibleName()
    (tmp_path / "other.exe").write_bytes(b"MZ")
    assert not drag(QDragEnterEvent, tmp_path / "other.exe")
    assert mark.isHidden()


def test_painting_begins_with_nothing_and_says_what_is_missing(window, qtbot):
    known = describe(Compiler().learners(window.bridge.store.value))
    window.bridge._receive(Loaded(known))
    assert window.bridge.infos
    window.actions_["paint-own"].trigger()
    bridge = window.bridge
    assert bridge.store.value.blocks[0].kind == "table"
    window.bridge.trainer.inbox.append(Trouble("too few rows"))
    qtbot.waitUntil(lambda: not bridge.infos)
    flow = bridge.flows["table-1"]
    assert "no rows yet" in str(flow.refusal)
    (panel,) = [p for p, n in zip(window.panels.panels, window.panels.names, strict=True)
                if n == "boundary"]  # fmt: skip
    assert panel.easel.blank
    assert not panel.easel.strip.isHidden()
    plane = panel.panes.panes[0].plane
    assert plane.notice.startswith("Paint your data")
    for mark, places in ((0.0, (0.2, 0.3)), (1.0, (0.7, 0.8))):
        panel.easel.strip.picker.pick(mark)
        hand = panel.easel.painter._hands[0]
        hand.began.emit(QPointF(places[0] * plane.width(), 0.3 * plane.height()), False)
        for share in np.linspace(0.3, 0.7, 30):
            hand.moved.emit(QPointF(places[1] * plane.width(), share * plane.height()))
        hand.ended.emit()
        if mark == 0.0:
            assert panel.easel.blank
            assert "another class" in plane.caption
    assert not panel.easel.blank, "two classes can be learned"
    assert not [p for p in check(bridge.store.value, catalogue()) if p.severity == "error"]
    Compiler().learners(bridge.store.value)


def test_a_file_without_rows_says_why_it_cannot_be_imported(window, qtbot, tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("a,b\n")
    dialog = ImportDialog(window, path, {})
    qtbot.addWidget(dialog)
    assert not dialog.take.isEnabled()
    assert "no column to learn from" in dialog.trouble.text()


def test_a_file_that_is_understood_at_the_second_look_shows_its_columns(window, qtbot, tmp_path):
    path = tmp_path / "rows.csv"
    path.write_bytes(b"")
    dialog = ImportDialog(window, path, {})
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.list.isVisible()
    path.write_text("a,b,c\n" + "1,2,x\n3,4,y\n" * 9)
    dialog.look_again()
    assert dialog.list.isVisible()
    assert dialog.take.isEnabled()
