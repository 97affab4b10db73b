"""The inspector's lists: numbers and runners of a race, each change an undo step."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from playground.core.settings import Setting, settings_of
from playground.engine.datasets.table import Table
from playground.engine.experiments.batch_sizes import BatchSizes
from playground.engine.experiments.rates import Rates
from playground.engine.experiments.rules import Rules
from playground.ui.inspector.entry_list import EntryList
from playground.ui.inspector.form import Form
from playground.ui.inspector.name_list import NameList
from playground.ui.inspector.number_list import NumberList, next_value
from playground.ui.inspector.rows import Row
from playground.ui.inspector.scores import Scores


def option(cls, name):
    return next(o for o in settings_of(cls) if o.name == name)


def shown(qtbot, editor, value):
    qtbot.addWidget(editor)
    editor.show_value(value)
    editor.show()
    given = []
    editor.edited.connect(given.append)
    return given


def press(editor, name):
    found = [w for w in editor.findChildren(object) if getattr(w, "accessibleName", str)() == name]
    found[-1].click()


def test_the_settings_of_lists_say_what_they_hold():
    rates, sizes = option(Rates, "rates"), option(BatchSizes, "sizes")
    assert (rates.kind, rates.item.kind, rates.item.open_low) == ("numbers", "float", True)
    assert (sizes.kind, sizes.item.kind, sizes.item.low) == ("numbers", "int", 1)
    assert option(Rules, "runners").kind == "entries"


def test_numbers_are_typed_added_and_removed(qtbot):
    editor = NumberList(option(Rates, "rates"))
    given = shown(qtbot, editor, (0.01, 0.1))
    field = editor.findChildren(QLineEdit)[0]
    field.selectAll()
    QTest.keyClicks(field, "0.02")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert given.pop() == [0.02, 0.1]
    press(editor, "Add to Rates")
    assert given.pop() == [0.02, 0.1, 0.5]
    press(editor, "Remove Rates 2")
    assert given.pop() == [0.02, 0.5]


@pytest.mark.parametrize("typed", ["abc", "nan", "inf", ""])
def test_what_is_no_number_is_not_taken(qtbot, typed):
    editor = NumberList(option(Rates, "rates"))
    given = shown(qtbot, editor, (0.01, 0.1))
    field = editor.findChildren(QLineEdit)[0]
    field.setText(typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert given == []
    assert field.text() == "0.01"


def test_the_last_number_cannot_be_removed_and_bounds_hold(qtbot):
    editor = NumberList(option(BatchSizes, "sizes"))
    given = shown(qtbot, editor, (8,))
    press(editor, "Remove Sizes 1")
    assert given == []
    field = editor.findChildren(QLineEdit)[0]
    field.setText("-3.7")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert given == [[1]]


def test_many_numbers_stand_in_one_line(qtbot):
    editor = NumberList(option(BatchSizes, "sizes"))
    given = shown(qtbot, editor, tuple(range(1, 21)))
    (line,) = editor.findChildren(QLineEdit)
    line.setText("4, 5 6")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert given == [[4, 5, 6]]


@pytest.mark.parametrize(
    ("values", "expected"),
    [((0.01, 0.1), 1.0), ((0.1,), 1.0), ((5.0, 10.0), 7.1), ((10.0,), 1.0), ((), 1.0)],
)
def test_the_next_number_goes_on_with_the_list(values, expected):
    item = Setting("r", "", "", "float", None, 0, 10.0, open_low=True)
    assert next_value(values, item) == expected


def test_runners_change_rule_and_rate(qtbot):
    editor = EntryList(option(Rules, "runners"))
    given = shown(qtbot, editor, [{"optimizer": {"kind": "sgd"}, "rate": 0.3}])
    press(editor, "Add to Rules")
    assert given[-1][0]["rate"] == 0.3
    assert given[-1][1]["optimizer"]["kind"] != "sgd"
    combo, field = editor._lines[1]
    combo.setCurrentIndex(combo.findData("momentum"))
    combo.activated.emit(combo.currentIndex())
    momentum = given[-1][1]
    assert momentum["optimizer"] == {"kind": "momentum"}
    field.setText("0.05")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert given[-1][1]["rate"] == 0.05
    press(editor, "Usual rates")
    assert given[-1][1] == momentum
    press(editor, "Remove Rules 1")
    assert given[-1] == [momentum]


def test_a_race_is_made_and_undone_in_the_form(qtbot, bridge):
    placed = bridge.store.value.block("fit-1")
    form = Form(bridge, placed)
    qtbot.addWidget(form)
    choice = next(row for row, _ in form._rows if row.name == "experiment")
    choice.edited.emit("experiment", {"kind": "rates"})
    form = Form(bridge, bridge.store.value.block("fit-1"))
    qtbot.addWidget(form)
    rates = next(row for row, _ in form._rows if row.name == "experiment.rates")
    assert rates.editor._values == [0.003, 0.03, 0.3]
    press(rates.editor, "Add to Rates")
    assert bridge.store.value.block("fit-1").settings["experiment"]["rates"][-1] == 3.0
    press(rates.editor, "Remove Rates 1")
    bridge.store.undo()
    assert len(bridge.store.value.block("fit-1").settings["experiment"]["rates"]) == 4
    bridge.store.undo()
    bridge.store.undo()
    assert bridge.store.value.block("fit-1").settings == placed.settings


def test_scores_of_many_learners_stand_below_each_other(qtbot, bridge):
    ids = ("fit-a", "fit-b", "fit-c")
    for id in ids:
        bridge.scores[id] = {"train_loss": [0.5], "test_loss": [0.25], "test_accuracy": [1.0]}
    table = Scores(bridge)
    qtbot.addWidget(table)
    assert table._cells["fit-c", "test_loss"].text() == "0.250"
    columns = {table._grid.getItemPosition(i)[1] for i in range(table._grid.count())}
    assert max(columns) <= 2


def test_a_learner_that_learns_anew_keeps_its_place_in_the_scores(qtbot, bridge):
    ids = ("fit-a", "fit-b", "fit-c")
    bridge.infos = dict.fromkeys(ids)
    bridge.scores = {id: {"train_loss": [0.5]} for id in ("fit-b", "fit-c", "fit-a")}
    table = Scores(bridge)
    qtbot.addWidget(table)
    assert tuple(id for id, _ in table._cells) == ids


def test_names_of_learners_give_way_to_their_scores(qtbot, bridge):
    for id in ("a-learner-with-a-name-that-is-longer-than-its-column", "another"):
        bridge.scores[id] = {"train_loss": [7.9e-10], "test_loss": [0.25]}
    table = Scores(bridge)
    qtbot.addWidget(table)
    assert table.minimumSizeHint().width() < 200


def test_names_are_typed_in_one_line(qtbot):
    ignored = option(Table, "ignored")
    assert ignored.kind == "names"
    editor = Row("ignored", ignored).editor
    assert isinstance(editor, NameList)
    given = shown(qtbot, editor, ["age", "town, country"])
    line = editor.findChild(QLineEdit)
    assert line.text() == 'age, "town, country"'
    assert line.accessibleName() == "Ignored columns"
    line.setText('age,  "a ""b""", ,height')
    line.editingFinished.emit()
    assert given == [["age", 'a "b"', "height"]]
    line.setText("")
    line.editingFinished.emit()
    assert given[1:] == [[]]
