"""The drawing pad: strokes become numbers, numbers answers, and answers a small change."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest

from playground.document.presets import load_preset
from playground.document.project import Project
from playground.engine.coding.drawing import digit_of
from playground.ui.panels.pad import DIVERGED, Pad

LINE = (((0.5, 0.1), (0.5, 0.5), (0.48, 0.9)),)


def shown(qtbot, bridge, size=(900, 600), **settings):
    panel = Pad(bridge, settings)
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    bridge.run(3)
    return panel


def colours(panel):
    image = panel.grab().toImage().scaled(QSize(200, 120))
    return len({image.pixel(x, y) for x in range(200) for y in range(120)})


def drag(sheet, *places):
    area = sheet.area()
    at = [
        QPoint(round(area.left() + x * area.width()), round(area.top() + y * area.height()))
        for x, y in places
    ]
    QTest.mousePress(sheet, Qt.MouseButton.LeftButton, pos=at[0])
    for point in at[1:]:
        QTest.mouseMove(sheet, point)
    QTest.mouseRelease(sheet, Qt.MouseButton.LeftButton, pos=at[-1])


@pytest.mark.parametrize("size", [(350, 230), (900, 600)])
@pytest.mark.parametrize("members", [1, 3])
@pytest.mark.parametrize("strokes", [(), LINE])
def test_it_is_not_blank(qtbot, bench, size, members, strokes):
    panel = shown(qtbot, bench("digits", members=members), size, strokes=strokes)
    assert colours(panel) > 20
    assert panel.readings.reading.scores.sum() == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(("data", "words"), [("iris", "4 inputs"), ("diabetes", "10 inputs")])
def test_it_says_what_it_needs(qtbot, bench, data, words):
    panel = shown(qtbot, bench(data))
    assert words in panel._empty.text()
    assert "8 × 8" in panel._empty.text()


def test_empty_and_diverged_are_told_in_words(qtbot, bench):
    empty = bench()
    empty.load(Project())
    assert shown(qtbot, empty)._empty.text() == Pad.nothing_yet
    bridge = bench("digits")
    panel = shown(qtbot, bridge)
    bridge.session.built["fit-1"].learner.weights.flat[:] = np.nan
    bridge.pulse()
    assert panel._empty.text() == DIVERGED


def test_a_stroke_changes_what_is_said_and_can_be_taken_back(qtbot, bench):
    bridge = bench("digits")
    panel = shown(qtbot, bridge)
    before = panel.readings.reading.scores
    told = []
    panel.settings_changed.connect(told.append)
    drag(panel.sheet, (0.4, 0.2), (0.5, 0.4), (0.5, 0.9))
    bridge.pulse()
    assert len(panel.settings.strokes) == 1
    assert told[-1]["strokes"]
    assert not np.allclose(panel.readings.reading.scores, before)
    assert panel.readings.reading.seen == pytest.approx(
        digit_of(panel.settings.strokes).reshape(-1)
    )
    drag(panel.sheet, (0.2, 0.5), (0.8, 0.5))
    assert len(panel.settings.strokes) == 2
    panel.sheet.setFocus()
    QTest.keyClick(panel.sheet, Qt.Key.Key_Backspace)
    assert len(panel.settings.strokes) == 1
    QTest.keyClick(panel.sheet, Qt.Key.Key_Delete)
    assert panel.settings.strokes == ()
    assert not panel.clear.isEnabled()


def test_what_is_drawn_is_asked_for_before_the_pen_is_lifted(qtbot, bench):
    bridge = bench("digits")
    panel = shown(qtbot, bridge)
    area = panel.sheet.area()
    QTest.mousePress(panel.sheet, Qt.MouseButton.LeftButton, pos=area.center().toPoint())
    QTest.mouseMove(panel.sheet, (area.center() * 1.5).toPoint())
    bridge.pulse()
    bridge.pulse()
    assert panel.settings.strokes == ()
    assert panel.readings.reading.seen.sum() > 0
    QTest.mouseRelease(panel.sheet, Qt.MouseButton.LeftButton)


def test_keys_draw_too(qtbot, bench):
    panel = shown(qtbot, bench("digits"))
    panel.sheet.setFocus()
    QTest.keyClick(panel.sheet, Qt.Key.Key_Return)
    for _ in range(6):
        QTest.keyClick(panel.sheet, Qt.Key.Key_Down)
    QTest.keyClick(panel.sheet, Qt.Key.Key_Return)
    assert len(panel.settings.strokes[0]) == 7


def test_a_training_digit_is_loaded_as_it_is_and_the_next_one_is_another(qtbot, bench):
    bridge = bench("digits")
    panel = shown(qtbot, bridge)
    panel.example.chosen.emit("4", False)
    bridge.pulse()
    first = panel.drawing()
    assert panel.readings.reading.distances[0] == 0
    assert panel.readings.reading.neighbours[0] == 4
    panel.example.chosen.emit("4", False)
    bridge.pulse()
    assert not np.array_equal(panel.drawing(), first)
    assert panel.readings.reading.neighbours[0] == 4


def test_it_can_be_made_to_say_something_else(qtbot, bench):
    bridge = bench("digits")
    bridge.load(load_preset("draw-a-digit"))
    panel = shown(qtbot, bridge, strokes=LINE)
    bridge.run(100)
    panel.make_it_say(7)
    bridge.pulse()
    qtbot.waitUntil(lambda: not panel._morph.isActive())
    assert panel.readings.reading.scores.argmax() == 7
    assert "7" in panel.sheet.caption
    assert not np.array_equal(panel.sheet.changed_to, panel.sheet.changed_from)
    assert colours(panel) > 20
    drag(panel.sheet, (0.2, 0.2), (0.4, 0.4))
    bridge.pulse()
    assert panel.settings.say == -1
    assert panel.sheet.changed_to is None


def test_the_brush_changes_the_ink(qtbot, bench):
    panel = shown(qtbot, bench("digits"), strokes=LINE)
    ink = {}
    for brush in ("thin", "medium", "thick"):
        panel.brush.chosen.emit(brush, True)
        ink[brush] = panel.drawing().sum()
    assert ink["thin"] < ink["medium"] < ink["thick"]


def test_every_control_has_a_name_and_a_tooltip(qtbot, bench):
    panel = shown(qtbot, bench("digits"))
    for control in (panel.undo, panel.clear, panel.brush, panel.say, panel.example, panel.sheet):
        assert control.accessibleName()
        assert control.toolTip()
