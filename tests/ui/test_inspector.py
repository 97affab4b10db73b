import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QSlider
from stand_in import circle

from playground.core.settings import settings_of
from playground.document.edits import add_block, set_setting
from playground.engine.catalogue import catalogue
from playground.runtime.messages import Status
from playground.ui.actions import Actions
from playground.ui.inspector.ending import Ending
from playground.ui.inspector.inspector import Inspector
from playground.ui.inspector.scores import Scores
from playground.ui.inspector.span import TICKS, Span

KINDS = catalogue()


@pytest.fixture
def inspector(bridge, qtbot):
    from PySide6.QtWidgets import QWidget

    owner = QWidget()
    qtbot.addWidget(owner)
    actions = Actions(owner)
    for id in ("duplicate", "copy", "cut", "delete"):
        actions.add(id, id, lambda: None)
    made = Inspector(bridge, actions)
    qtbot.addWidget(made)
    made.resize(280, 700)
    made.show()
    return made


def row(inspector, name):
    return next(row for row, _ in inspector.page.form._rows if row.name == name)


def units(bridge):
    return bridge.store.value.block("dense-1").settings["units"]


def test_typing_a_number_edits_the_project(inspector, bridge):
    bridge.select(("dense-1",))
    field = row(inspector, "units").editor.findChild(QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, "12")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert units(bridge) == 12
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert units(bridge) == 13


@pytest.mark.parametrize(("typed", "kept"), [("abc", 4), ("1e99", 4096), ("-3", 1), ("nan", 4)])
def test_what_cannot_be_is_not_taken(inspector, bridge, typed, kept):
    bridge.select(("dense-1",))
    field = row(inspector, "units").editor.findChild(QLineEdit)
    field.setText(typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert units(bridge) == kept
    assert field.text() == str(kept)


def test_dragging_a_slider_is_one_undo_step(inspector, bridge):
    bridge.select(("dense-1",))
    slider = row(inspector, "units").editor.findChild(QSlider)
    for end in (30, 70):
        slider.setSliderDown(True)
        for tick in (*range(60, 120, 5), end):
            slider.setValue(tick)
        slider.setSliderDown(False)
    assert bridge.store.value != circle()
    bridge.store.undo()
    assert bridge.store.value != circle()
    bridge.store.undo()
    assert bridge.store.value == circle()
    assert not bridge.store.can_undo()


def test_another_optimizer_brings_its_own_settings(inspector, bridge, qtbot):
    bridge.select(("fit-1",))
    combo = row(inspector, "optimizer").editor.findChild(QComboBox)
    place = combo.findData("sgd") if combo.findData("sgd") >= 0 else combo.findData("rms-prop")
    kind = combo.itemData(place)
    combo.setCurrentIndex(place)
    combo.activated.emit(place)
    assert bridge.store.value.block("fit-1").settings["optimizer"] == {"kind": kind}
    qtbot.waitUntil(lambda: "optimizer.beta2" not in names(inspector))
    cls = next(c for c in row(inspector, "optimizer").option.choices
               if c.__struct_config__.tag == kind)  # fmt: skip
    assert {f"optimizer.{s.name}" for s in settings_of(cls)} <= set(names(inspector))


def names(inspector):
    return [row.name for row, _ in inspector.page.form._rows]


def test_a_setting_inside_a_choice_is_edited(inspector, bridge):
    bridge.select(("fit-1",))
    row(inspector, "optimizer.beta1").editor.edited.emit(0.5)
    assert bridge.store.value.block("fit-1").settings["optimizer"]["beta1"] == 0.5


def test_back_to_the_default(inspector, bridge, qtbot):
    bridge.select(("dense-1",))
    back = row(inspector, "activation")._back
    assert back.isVisible()
    back.click()
    assert "activation" not in bridge.store.value.block("dense-1").settings
    qtbot.waitUntil(lambda: not row(inspector, "activation")._back.isVisible())


def test_what_may_be_none_is_switched_on(inspector, bridge, qtbot):
    bridge.select(("fit-1",))
    box = row(inspector, "clip")._none
    box.click()
    assert bridge.store.value.block("fit-1").settings["clip"] == 1.0
    box.click()
    assert bridge.store.value.block("fit-1").settings["clip"] is None


def test_a_wrong_value_is_explained_beside_it(inspector, bridge, qtbot):
    bridge.select(("dense-1",))
    bridge.apply("Break", set_setting("dense-1", "units", 0, KINDS))
    qtbot.waitUntil(lambda: row(inspector, "units")._problem.isVisible())
    assert row(inspector, "units")._problem.text() == "It takes 1 to 4096, not 0."


def test_the_form_follows_undo(inspector, bridge, qtbot):
    bridge.select(("dense-1",))
    row(inspector, "units").editor.edited.emit(31)
    bridge.store.undo()
    field = row(inspector, "units").editor.findChild(QLineEdit)
    qtbot.waitUntil(lambda: field.text() == "4")


def test_pages_follow_the_selection(inspector, bridge):
    for ids, name in (((), "ProjectPage"), (("fit-1",), "BlockPage"),
                      (("fit-1", "dense-1"), "SeveralPage")):  # fmt: skip
        bridge.select(ids)
        assert type(inspector.page).__name__ == name


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_block_has_a_form(inspector, bridge, kind):
    bridge.apply("Add", add_block(kind, id="probe"))
    bridge.select(("probe",))
    top = {setting.name for setting in settings_of(KINDS[kind])}
    assert top <= set(names(inspector))


NUMBERS = [
    (kind, setting)
    for kind, cls in KINDS.items()
    for setting in settings_of(cls)
    if setting.kind in ("int", "float")
]


@pytest.mark.parametrize(("kind", "setting"), NUMBERS, ids=lambda p: getattr(p, "name", p))
def test_sliders_stay_in_bounds_and_come_back(kind, setting):
    span = Span(setting)
    values = [span.value(tick) for tick in range(TICKS + 1)]
    assert values == sorted(values)
    for value in values:
        assert setting.low is None or value >= setting.low
        assert setting.high is None or value <= setting.high
        assert not (setting.open_low and value == setting.low)
    for tick in (0, TICKS // 3, TICKS):
        assert span.value(span.tick(values[tick])) == pytest.approx(values[tick], rel=0.12, abs=1)


def test_a_section_in_which_something_is_set_begins_open(inspector, bridge, qtbot):
    bridge.select(("fit-1",))
    folds = inspector.page.form._folds
    assert not folds["Experiment"].is_open
    race = {"kind": "rates", "rates": [0.1, 0.3]}
    bridge.apply("Race", set_setting("fit-1", "experiment", race, bridge.catalogue))
    bridge.select(())
    bridge.select(("fit-1",))
    folds = inspector.page.form._folds
    assert folds["Experiment"].is_open
    assert folds["experiment"].is_open
    assert not folds["Stopping"].is_open


MODELS = [kind for kind, cls in KINDS.items() if cls.family in ("model", "ensemble")]


@pytest.mark.parametrize("kind", MODELS)
def test_what_models_share_stands_last_and_folded(inspector, bridge, kind):
    bridge.apply("Add", add_block(kind, id="model"))
    bridge.select(("model",))
    form = inspector.page.form
    column = form._column
    assert column.itemAt(column.count() - 1).widget() is form._folds["Pace"]
    assert not form._folds["Pace"].is_open


def test_a_page_says_why_its_learner_has_ended(inspector, bridge):
    bridge.select(("fit-1",))
    (ending,) = inspector.page.findChildren(Ending)
    assert ending.text() == ""
    bridge.status_changed.emit(Status(False, {}, {}, 0.0, {"fit-1": "every leaf is pure"}))
    assert ending.text() == "Ended: every leaf is pure."
    bridge.status_changed.emit(Status(False, {}, {}, 0.0, {"other": "every leaf is pure"}))
    assert ending.text() == ""


def test_what_a_model_reports_is_told_on_its_own_page_only(qtbot, bridge):
    bridge.scores = {
        id: {"test_loss": np.array([np.nan]), "support_vectors": np.array([23.0]),
             "say": np.array([np.nan])}
        for id in ("a", "b", "c")
    }  # fmt: skip
    every, own = Scores(bridge), Scores(bridge, ("a",))
    for made in (every, own):
        qtbot.addWidget(made)
    assert {name for _, name in every._cells} == {"test_loss"}
    texts = {name: cell.text() for (_, name), cell in own._cells.items()}
    assert texts == {"test_loss": "diverged", "support_vectors": "23", "say": "–"}


def test_undo_belongs_to_the_project_once_a_number_is_taken_over(inspector, bridge):
    bridge.select(("dense-1",))
    field = row(inspector, "units").editor.findChild(QLineEdit)

    def claimed():
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z,
                          Qt.KeyboardModifier.ControlModifier)  # fmt: skip
        event.ignore()
        QApplication.sendEvent(field, event)
        return event.isAccepted()

    field.selectAll()
    QTest.keyClicks(field, "12")
    assert claimed(), "what is being typed is taken back first"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not claimed()


def test_what_an_optimizer_has_by_itself_is_folded_away(inspector, bridge):
    def opened():
        bridge.select(())
        bridge.select(("fit-1",))
        return inspector.page.form._folds["optimizer"].is_open

    assert not opened()
    bridge.apply("Momentum", set_setting("fit-1", "optimizer.beta1", 0.5, bridge.catalogue))
    assert opened()
