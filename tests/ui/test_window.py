import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
    QMessageBox,
    QToolButton,
)
from stand_in import circle, status

from playground.core.folders import folder
from playground.document.edits import set_setting
from playground.document.files import load, save
from playground.document.journal import Journal, recovered
from playground.document.project import Project
from playground.document.recent import recent
from playground.document.wiring import disconnect
from playground.engine.catalogue import catalogue
from playground.runtime import messages as m
from playground.ui.layouts import LAYOUTS
from playground.ui.preferences import Preferences
from playground.ui.recovery import offer_recovery
from playground.ui.save_dialog import Saving
from playground.ui.theme import DARK, LIGHT, theme

KINDS = catalogue()
CONTROLS = (QAbstractButton, QLineEdit, QAbstractSlider, QComboBox)


def ids(window):
    return [placed.id for placed in window.bridge.store.value.blocks]


def test_a_block_added_wires_itself_and_can_be_undone(window):
    window.bridge.select(("dense-1",))
    window.add_block("dense")
    assert "dense-2" in ids(window)
    assert any(w.target == "dense-2" for w in window.bridge.store.value.wires)
    assert window.bridge.selection == ("dense-2",)
    assert window.actions_["undo"].text() == "&Undo add Dense"
    window.actions_["undo"].trigger()
    assert window.bridge.store.value == circle()
    assert not window.actions_["undo"].isEnabled()


def test_the_settings_of_a_chosen_block_come_before_the_problems(window, qtbot):
    def shown(id):
        return not window.docks[id].visibleRegion().isEmpty()

    window.openers.problems()
    qtbot.waitUntil(lambda: shown("problems"))
    window.bridge.select(("dense-1",))
    qtbot.waitUntil(lambda: shown("inspector"))
    window.problems.chosen.emit("fit-1")
    qtbot.waitUntil(lambda: shown("problems"))
    assert window.bridge.selection == ("fit-1",)


def test_the_title_says_what_is_unsaved(window, tmp_path, monkeypatch):
    assert window.windowTitle().startswith("Circle[*]")
    assert not window.isWindowModified()
    window.bridge.apply("Units", set_setting("dense-1", "units", 9, KINDS))
    assert window.isWindowModified()
    path = tmp_path / "mine.json"
    monkeypatch.setattr("playground.ui.project_file.ask", lambda *a: Saving(path, False))
    assert window.documents.save()
    assert load(path) == window.bridge.store.value
    assert not window.isWindowModified()
    assert [one.file for one in recent()] == [path]


def test_learned_state_is_saved_and_comes_back(window, trainer, tmp_path, monkeypatch):
    states = {"fit-1": {"step": 40}}
    trainer.history.add(m.Checkpoint({"fit-1": 40}, states))
    path = tmp_path / "learned.zip"
    monkeypatch.setattr("playground.ui.project_file.ask", lambda *a: Saving(path, True))
    assert window.documents.save_as()
    trainer.sent.clear()
    assert window.documents.open(path)
    assert trainer.of(m.Load)[-1].states == states


def test_unsaved_changes_are_asked_about(window, monkeypatch, tmp_path):
    window.bridge.apply("Units", set_setting("dense-1", "units", 9, KINDS))
    asked = []
    answer = [QMessageBox.StandardButton.Cancel]
    monkeypatch.setattr(QMessageBox, "question", lambda *a, **k: asked.append(a) or answer[0])
    save(Project(title="Other"), tmp_path / "other.json")
    assert not window.documents.open(tmp_path / "other.json")
    assert not window.close()
    assert window.bridge.store.value.title == "Circle"
    answer[0] = QMessageBox.StandardButton.Discard
    assert window.documents.open(tmp_path / "other.json")
    assert window.bridge.store.value.title == "Other"
    assert len(asked) == 3


def test_a_broken_file_is_refused_in_words(window, monkeypatch, tmp_path):
    told, answer = [], QMessageBox.StandardButton.No
    monkeypatch.setattr(QMessageBox, "question", lambda *a: told.append(a[2]) or answer)
    (tmp_path / "bad.json").write_text("{")
    assert not window.documents.open(tmp_path / "bad.json")
    assert "bad.json: this is not JSON" in told[0]
    assert (tmp_path / "bad.json").exists()
    assert window.bridge.store.value == circle()


def test_a_dropped_file_is_opened(window, tmp_path):
    path = tmp_path / "dropped.json"
    save(Project(title="Dropped"), path)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    none = Qt.KeyboardModifier.NoModifier
    window.dropEvent(
        QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, none)
    )
    assert window.bridge.store.value.title == "Dropped"


def test_a_crash_leaves_a_journal_that_is_offered(window, monkeypatch):
    monkeypatch.setattr(
        QMessageBox, "question", lambda *a, **k: QMessageBox.StandardButton.Open
    )
    lost = Journal(folder("journal"))
    lost.write(Project(title="Lost work"))
    lost._lock.release(remove=False)
    assert offer_recovery(window)
    assert window.bridge.store.value.title == "Lost work"
    assert not window.bridge.store.clean
    assert not [one for one in recovered(folder("journal")) if one.project.title == "Lost work"]


def test_what_other_windows_left_is_kept_for_the_next_start(window, monkeypatch):
    for title in ("Older", "Newer"):
        journal = Journal(folder("journal"))
        journal.write(Project(title=title))
        journal._lock.release()
    answers = [QMessageBox.StandardButton.Open, QMessageBox.StandardButton.Discard]
    monkeypatch.setattr(QMessageBox, "question", lambda *a: answers.pop(0))
    assert offer_recovery(window)
    assert window.bridge.store.value.title == "Newer"
    assert [one.project.title for one in recovered(folder("journal"))] == ["Older"]
    assert not offer_recovery(window)
    assert recovered(folder("journal")) == []


def test_the_theme_is_chosen_and_remembered(window):
    window.actions_["theme-light"].trigger()
    assert theme() is LIGHT
    assert Preferences().theme == "light"
    assert window.actions_["theme-light"].isChecked()
    assert not window.actions_["theme-dark"].isChecked()
    window.actions_["theme-dark"].trigger()
    assert theme() is DARK


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts_show_their_docks(window, name):
    window.actions_[f"layout-{name}"].trigger()
    shown = {id for id, dock in window.docks.items() if not dock.isHidden()}
    assert shown == set(LAYOUTS[name].docks) - {"lesson"}
    window.actions_["layout-reset"].trigger()
    assert not window.docks["blocks"].isHidden()


@pytest.mark.parametrize(
    ("scale", "selected"),
    [(0.8, ()), (1.0, ("fit-1",)), (1.0, ("dense-1", "fit-1")), (1.5, ())],
)
def test_every_control_has_a_name_and_a_tooltip(window, scale, selected):
    window.look.choose_scale(scale)
    window.bridge.select(selected)
    for kind in CONTROLS:
        for control in window.findChildren(kind):
            if not control.isVisible() or control.objectName().startswith("qt_"):
                continue
            if isinstance(control.parent(), QComboBox) or "Scroll" in type(control).__name__:
                continue
            words = control.text() if isinstance(control, QAbstractButton) else ""
            name = control.accessibleName() or words
            assert name, (type(control), control.parent())
            assert control.toolTip(), name


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_button_is_cut_in_a_small_window(window, qtbot, scale):
    window.look.choose_scale(scale)
    window.resize(1280, 720)
    qtbot.wait(30)
    window.welcome.begin()
    qtbot.wait(30)
    assert window.width() == 1280
    assert window.height() == 720
    assert window.offer.height() < 0.4 * window.canvas.height()
    icon_only = Qt.ToolButtonStyle.ToolButtonIconOnly
    for button in window.findChildren(QAbstractButton):
        style = button.toolButtonStyle() if isinstance(button, QToolButton) else None
        if button.isVisible() and button.text() and style != icon_only:
            assert button.width() >= button.fontMetrics().horizontalAdvance(button.text())
    transport = window.transport
    assert transport.sizeHint().width() <= transport.width()


def test_play_on_an_empty_canvas_offers_to_complete(window, trainer, qtbot):
    window.documents.show(Project())
    trainer.sent.clear()
    window.actions_["play"].trigger()
    assert "empty" in window.banner.text
    assert not trainer.of(m.Play)
    window.runner.complete()
    assert window.banner.text == ""
    assert trainer.of(m.Play)
    kinds = [placed.kind for placed in window.bridge.store.value.blocks]
    assert kinds == ["circle", "dense", "fit"]


def test_play_with_a_missing_wire_says_which(window, trainer):
    window.bridge.apply("Cut", disconnect(window.bridge.store.value.wires[0]))
    window.actions_["play"].trigger()
    assert "dense-1" in window.banner.text
    assert not trainer.of(m.Play)


def test_space_plays_and_pauses(window, trainer, qtbot):
    window.canvas.setFocus()
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.bridge.status.playing)
    assert window.actions_["play"].text() == "Pause"
    QTest.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not window.bridge.status.playing)
    assert trainer.of(m.Pause)


def test_divergence_offers_the_last_good_step_and_a_smaller_rate(window, trainer, qtbot):
    import numpy as np

    for step, value in ((0, 1.0), (50, 2.0), (90, np.nan)):
        states = {"fit-1": {"step": step, "flat": np.array([value])}}
        trainer.history.add(m.Checkpoint({"fit-1": step}, states))
    window.bridge.play()
    finished = {"fit-1": "diverged at step 97: the loss is not finite"}
    told = m.Trouble("fit-1 diverged at step 97", "fit-1", "diverged", 97)
    trainer.inbox = [m.Frame(status(True, 96)), told, m.Frame(status(False, 97, finished))]
    qtbot.waitUntil(lambda: window.banner.text != "")
    assert "97" in window.banner.text
    buttons = {b.text(): b for b in window.banner.findChildren(QAbstractButton)}
    buttons["Back to step 50"].click()
    assert trainer.of(m.Seek)[-1].states["fit-1"]["step"] == 50
    window.runner._slow_down("fit-1")
    assert window.bridge.store.value.block("fit-1").settings["rate"] == 0.001


def test_the_command_palette_finds_and_does(window, qtbot):
    from PySide6.QtWidgets import QApplication

    window.actions_["palette"].trigger()
    popup = QApplication.activePopupWidget()
    popup.line.setText("add drop")
    assert popup._found[0].text == "Add Dropout"
    QTest.keyClick(popup.line, Qt.Key.Key_Return)
    assert "dropout-1" in ids(window)


def test_the_timeline_seeks_while_it_is_dragged(window, trainer, qtbot):
    for step in (0, 50, 100):
        trainer.history.add(m.Checkpoint({"fit-1": step}, {"fit-1": {"step": step}}))
    line = window.footer.timeline
    assert line.last == 0, "nothing learns yet"
    trainer.inbox = [m.Frame(status(False, 0))]
    qtbot.waitUntil(lambda: bool(window.bridge.status.steps))
    assert line.last == 100
    point = QPointF(line._x(52), line.height() / 2).toPoint()
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=point)
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=point)
    assert trainer.of(m.Seek)[-1].states["fit-1"]["step"] == 50
    assert trainer.of(m.Seek)[-1].to == 52
    line.setFocus()
    trainer.inbox = [m.Frame(status(False, 52))]
    qtbot.waitUntil(lambda: line.step == 52)
    QTest.keyClick(line, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: trainer.of(m.Seek)[-1].to == 53)


def test_layout_and_geometry_are_remembered(window, trainer):
    window.docks["blocks"].hide()
    window._remember()
    geometry, state = Preferences().layout()
    window.docks["blocks"].show()
    assert window.restoreState(state)
    assert window.docks["blocks"].isHidden()


def test_a_broken_settings_file_is_set_aside(tmp_path):
    (folder("config") / "settings.ini").write_bytes(b"\x00[theme\n=\xff\xfe broken [")
    preferences = Preferences()
    assert preferences.theme in ("dark", "light", "system")
    assert preferences.layout() is None
    preferences.theme = "light"
    assert Preferences().theme == "light"


def test_a_device_that_is_not_there_is_refused_in_words(window, trainer, monkeypatch):
    monkeypatch.setattr("playground.ui.main_window.why_no_cuda", lambda: "no card was found")
    loads = len(trainer.of(m.Load))
    window.transport.device_chosen.emit("cuda")
    assert window.bridge.line.device == "auto"
    assert len(trainer.of(m.Load)) == loads
    assert "no card was found" in window.banner.text


def test_pasting_from_an_empty_clipboard_is_answered(window, monkeypatch):
    told = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *a: told.append(a[1:]))
    QGuiApplication.clipboard().clear()
    window.documents.paste_text()
    assert told[0][0] == "The clipboard is empty"
