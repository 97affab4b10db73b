"""The data table: it shows rows, edits them, and points at them with other panels."""

import numpy as np
import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt

from playground.core.settings import build
from playground.document.by_hand import hold_rows
from playground.engine.catalogue import catalogue
from playground.runtime.own_rows import own_rows
from playground.tables.keep import keep
from playground.tables.table import Column
from playground.tables.table import Table as Rows
from playground.ui.panels.table import Table
from playground.ui.plots.rows import rows_view
from playground.ui.plots.rows.rows_model import RowsModel


@pytest.fixture
def shown(qtbot, bench):
    def make(data="moons", **kwargs):
        bridge = bench(data, **kwargs)
        panel = Table(bridge)
        qtbot.addWidget(panel)
        panel.resize(600, 300)
        panel.show()
        bridge.run(30)
        panel.rewatch()
        bridge.pulse()
        return panel, bridge

    return make


def data_of(bridge, id="moons-1"):
    placed = bridge.store.value.block(id)
    return build(catalogue()[placed.kind], placed.settings).load()


def text(panel, row, name):
    model = panel.model
    names = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    return model.data(model.index(row, names.index(name)))


def put(panel, row, name, value):
    model = panel.model
    names = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    model.setData(model.index(row, names.index(name)), value)


def test_it_tells_rows_parts_and_predictions(shown):
    panel, bridge = shown()
    data = data_of(bridge)
    assert panel.model.rowCount() == 500
    assert text(panel, 3, "x1") == f"{data.x[3, 0]:.5g}"
    assert text(panel, 3, "class") == data.classes[data.y[3]]
    assert text(panel, 3, "part") == ("test" if 3 in data.test else "train")
    learner = bridge.session.built["fit-1"].learner
    scores = learner.decide(data.x[:4])[0]
    guess = data.classes[int(scores[3].argmax())]
    assert text(panel, 3, "predicted") == f"{guess} {100 * scores[3].max():.0f} %"
    assert text(panel, 400, "predicted") == "", "nobody asks for what is not seen"


def test_an_edited_cell_is_one_undo_and_the_network_goes_on(shown):
    panel, bridge = shown()
    before = bridge.store.value
    put(panel, 7, "x1", "0.125")
    assert data_of(bridge).x[7, 0] == 0.125
    assert bridge.session.built["fit-1"].learner.step_number == 30
    assert bridge.store.undo_label == "Edit x1 of row 8"
    put(panel, 7, "part", "test")
    assert 7 in data_of(bridge).test
    bridge.store.undo()
    bridge.store.undo()
    assert bridge.store.value == before
    assert panel.model.rowCount() == 500


def test_what_a_column_cannot_hold_is_refused_in_words(shown):
    panel, bridge = shown()
    before = bridge.store.value
    for name, typed in (("x1", "many"), ("x2", "inf"), ("part", "later")):
        put(panel, 2, name, typed)
        assert bridge.store.value is before
        assert name in panel.header._subtitle.accessibleName()
    put(panel, 2, "class", "third")
    assert len(data_of(bridge).classes) == 3


def test_rows_are_added_and_deleted(shown):
    panel, bridge = shown()
    panel.append()
    data = data_of(bridge)
    assert len(data.x) == 501
    assert (data.x[500] == data.x[499]).all()
    panel.view.selectRow(0)
    gone = data.x[0]
    panel.delete()
    assert len(data_of(bridge).x) == 500
    assert not (data_of(bridge).x == gone).all(axis=1).any()
    assert bridge.store.undo_label == "Delete a row"


def test_sorting_changes_what_is_seen_and_not_the_rows(shown):
    panel, bridge = shown()
    before = bridge.store.value
    panel.view._sort(0)
    seen = [float(text(panel, row, "x1")) for row in range(20)]
    assert seen == sorted(seen)
    panel.view._sort(0)
    seen = [float(text(panel, row, "x1")) for row in range(20)]
    assert seen == sorted(seen, reverse=True)
    lowest = int(panel.model.order[-1])
    put(panel, 499, "x1", "9")
    assert data_of(bridge).x[lowest, 0] == 9.0, "the row that was seen there is edited"
    panel.view._sort(0)
    assert panel.model.order.tolist() == list(range(500))
    bridge.store.undo()
    assert bridge.store.value == before


def test_sorting_leaves_the_same_rows_selected_to_be_deleted(shown):
    panel, bridge = shown()
    panel.view.selectRow(5)
    panel.view._sort(0)
    assert panel.view.selected() == [5]
    assert panel.model.order[panel.view.currentIndex().row()] == 5
    gone = data_of(bridge).x[5]
    panel.delete()
    assert not (data_of(bridge).x == gone).all(axis=1).any()
    seen = [float(text(panel, row, "x1")) for row in range(499)]
    assert seen == sorted(seen), "those that are left stay in order"
    panel.append()
    seen = [float(text(panel, row, "x1")) for row in range(500)]
    assert seen == sorted(seen)
    assert panel.view.horizontalHeader().sortIndicatorSection() == 0


def test_so_many_selected_rows_are_let_go_that_sorting_would_take_long(shown, monkeypatch):
    panel, bridge = shown()
    monkeypatch.setattr(rows_view, "MOST_FOLLOWED", 3)
    for count, left in ((3, 3), (4, 0), (500, 500)):
        panel.view.clearSelection()
        ends = panel.model.index(0, 0), panel.model.index(count - 1, 0)
        flag = QItemSelectionModel.SelectionFlag
        panel.view.selectionModel().select(QItemSelection(*ends), flag.Select | flag.Rows)
        panel.view._sort(0)
        assert len(panel.view.selected()) == left
        assert len(bridge.focus.brushed) == left


def test_other_columns_are_in_no_order(shown):
    panel, bridge = shown()
    panel.view._sort(0)
    rows = Rows(np.arange(8.0).reshape(4, 2)[::-1], (Column("a"), Column("b")))
    settings = {"table": keep().put(rows), "target": "b"}
    bridge.apply("Other rows", hold_rows("moons-1", settings))
    assert panel.model.order.tolist() == [0, 1, 2, 3]
    assert panel.view.horizontalHeader().sortIndicatorSection() == -1


def test_selected_rows_are_marked_everywhere_and_marked_rows_here(shown):
    panel, bridge = shown()
    panel.view.selectRow(5)
    assert bridge.focus.brushed == frozenset({5})
    bridge.focus.brush([300])
    assert panel.model.marked == frozenset({300})
    assert panel.model.data(panel.model.index(300, 0), Qt.ItemDataRole.BackgroundRole) is not None


def test_a_table_that_leaves_rows_out_points_at_the_right_ones(shown):
    panel, bridge = shown()
    rows = Rows(
        np.array([[np.nan if i % 3 == 0 else i, 0.1 * i, i % 2, i] for i in range(60)]),
        (Column("a"), Column("b"), Column("kind", "categorical", ("no", "yes")), Column("id")),
    )
    settings = {"table": keep().put(rows), "target": "kind", "ignored": ["id"], "missing": "drop"}
    bridge.apply("Import", hold_rows("moons-1", settings))
    assert len(data_of(bridge).x) == 40
    assert panel.model.rowCount() == 60
    panel.view.selectRow(4)
    (row,) = bridge.focus.brushed
    assert data_of(bridge).x[row, 0] == 4
    assert text(panel, 3, "part") == "–"
    assert text(panel, 3, "a") == "–"


def test_a_million_rows_are_shown_without_looking_at_them(shown, qtbot):
    panel, _ = shown()
    values = np.random.default_rng(0).standard_normal((1_000_000, 4))
    rows = Rows(values, tuple(Column(name) for name in "abcd"))
    from playground.document.project import Placed

    settings = {"table": keep().put(rows), "target": "d", "task": "value"}
    own = own_rows(Placed("table-1", "table", settings), tell_parts=False)
    asked = []

    class Counting(RowsModel):
        def data(self, index, role=Qt.ItemDataRole.DisplayRole):
            asked.append(index.row())
            return super().data(index, role)

    model = Counting(panel)
    model.show_rows(own, False)
    panel.view._model = model
    panel.view.setModel(model)
    panel.view.verticalScrollBar().setValue(panel.view.verticalScrollBar().maximum() // 2)
    asked.clear()
    panel.view.grab()
    assert 0 < len(set(asked)) < 100, "only rows in sight are made into text"
    panel.view.setModel(panel.model)


def test_long_names_of_classes_have_room(shown):
    panel, bridge = shown()
    narrow = panel.view.columnWidth(panel._own.aim)
    for row in range(3):
        put(panel, row, "class", "quite a long name")
    assert panel.view.columnWidth(panel._own.aim) > narrow
    guess = panel.model.columnCount() - 1
    assert panel.view.columnWidth(guess) > panel.view.columnWidth(panel._own.aim)


def test_selecting_all_asks_no_row_whether_it_can_be(shown, monkeypatch):
    panel, _ = shown()
    asked = []
    real = RowsModel.flags
    monkeypatch.setattr(
        RowsModel, "flags", lambda self, index: asked.append(index.row()) or real(self, index)
    )
    panel.view.selectAll()
    panel.grab()
    assert panel.view.selected() == list(range(500))
    assert len(set(asked)) < 100


def test_classes_values_and_groups_have_their_words(shown):
    panel, _ = shown("sine")
    float(text(panel, 0, "predicted"))
    panel, _ = shown("digits")
    assert panel.model.columnCount() == 64 + 3


def test_a_row_that_is_added_is_marked_and_in_sight_and_none_after_deleting(shown):
    panel, bridge = shown()
    panel.append()
    assert panel.model.marked == frozenset({500})
    assert 500 in panel.view.seen()
    assert panel.header._subtitle.accessibleName().startswith("Your table · 501 rows")
    panel.view.selectRow(500)
    panel.delete()
    assert panel.model.marked == frozenset()


def imported(bridge, count=40):
    """Put a table that says nothing of parts where the moons were."""
    values = [[0.1 * row, row % 7, row % 2] for row in range(count)]
    columns = (Column("a"), Column("b"), Column("kind", "categorical", ("no", "yes")))
    settings = {"table": keep().put(Rows(np.array(values), columns)), "target": "kind"}
    bridge.apply("Import", hold_rows("moons-1", settings))
    data = data_of(bridge)
    return data, {row: row in data.test for row in range(count)}


@pytest.mark.parametrize("what", ["add", "delete", "class"])
def test_rows_stay_in_their_part_while_others_come_and_go(shown, what):
    panel, bridge = shown()
    before, tested = imported(bridge)
    assert 0 < sum(tested.values()) < len(tested)
    if what == "add":
        panel.append()
    elif what == "delete":
        panel.view.selectRow(0)
        panel.delete()
    else:
        put(panel, 0, "kind", "yes")
    after = data_of(bridge)
    for row in range(1, 40):
        (now,) = np.flatnonzero((after.x == before.x[row]).all(axis=1))[:1]
        assert (now in after.test) == tested[row]
    bridge.store.undo()
    assert data_of(bridge).test.tolist() == before.test.tolist()
