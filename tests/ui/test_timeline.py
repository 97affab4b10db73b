"""The strip of the past: any step, what was changed on the way, and back."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from stand_in import status

from playground.runtime import messages as m
from playground.ui.timeline import Timeline


@pytest.fixture
def timeline(bridge, trainer, qtbot):
    for step, event in ((0, ""), (100, ""), (120, "Learning rate"), (200, "")):
        made = m.Checkpoint({"fit-1": step}, {"fit-1": {"step": step}}, 0, event)
        trainer.history.add(made)
    strip = Timeline(bridge)
    qtbot.addWidget(strip)
    strip.resize(800, strip.height())
    strip.show()
    trainer.inbox = [m.Frame(status(False, 200))]
    qtbot.waitUntil(lambda: strip.step == 200)
    trainer.sent.clear()
    return strip


def sought(trainer):
    return [(s.states["fit-1"]["step"], s.to) for s in trainer.sent if isinstance(s, m.Seek)]


def test_a_drag_asks_for_the_exact_step(timeline, trainer, qtbot):
    y = timeline.height() // 2
    QTest.mousePress(timeline, Qt.MouseButton.LeftButton, pos=QPoint(round(timeline._x(200)), y))
    QTest.mouseMove(timeline, QPoint(round(timeline._x(57)), y))
    QTest.mouseRelease(timeline, Qt.MouseButton.LeftButton, pos=QPoint(round(timeline._x(57)), y))
    qtbot.waitUntil(lambda: bool(sought(trainer)))
    (start, to) = sought(trainer)[-1]
    assert start == 0
    assert abs(to - 57) <= 1
    assert timeline.behind
    assert timeline.step == to, "the cursor stays where it was left until the worker is there"


@pytest.mark.parametrize(("key", "modifier", "found"), [
    (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, (120, 199)),
    (Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier, (120, 120)),
    (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, (0, 0)),
    (Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, (120, 190)),
])  # fmt: skip
def test_keys_go_by_step_and_by_change(timeline, trainer, qtbot, key, modifier, found):
    QTest.keyClick(timeline, key, modifier)
    qtbot.waitUntil(lambda: bool(sought(trainer)))
    assert sought(trainer) == [found]


def test_repeated_keys_add_up_before_the_worker_has_answered(timeline, trainer, qtbot):
    for _ in range(3):
        QTest.keyClick(timeline, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: bool(sought(trainer)) and sought(trainer)[-1] == (120, 197))


def test_a_change_is_marked_and_told(timeline):
    plain = timeline.grab().toImage()
    timeline._bridge.trainer.history._kept = [
        k for k in timeline._bridge.trainer.history._kept if not k[1].event
    ]
    assert timeline.grab().toImage() != plain
    assert timeline._event_at(timeline._x(120)) is None


def test_the_pointer_reads_a_change(timeline):
    QTest.mouseMove(timeline, QPoint(round(timeline._x(120)), timeline.height() // 2))
    assert timeline.toolTip() == "Step 120: Learning rate"


def test_before_a_change_is_the_capture_before_it(timeline, trainer):
    timeline._bridge.seek(120, before=True)
    assert sought(trainer) == [(100, 120)]
