import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from stage import click, drag, middle, move, port, press, release

from playground.document.edits import add_block
from playground.document.edits import move as move_edit
from playground.document.project import Wire
from playground.ui.block_menu import BlockMenu

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)

# A pop-up asks the offscreen platform for what it has not.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_dragging_a_block_moves_it_on_the_grid_in_one_undo_step(view, bridge):
    start = bridge.store.value
    drag(view, middle(view, "dense-1"), middle(view, "dense-1") + QPointF(37, 101))
    assert bridge.store.value.block("dense-1").position == (272.0, 96.0)
    assert view.scene().item("dense-1").pos() == QPointF(272, 96)
    bridge.store.undo()
    assert bridge.store.value == start
    assert view.scene().item("dense-1").pos() == QPointF(240, 0)


def test_alt_drags_freely(view, bridge):
    drag(view, middle(view, "dense-1"), middle(view, "dense-1") + QPointF(37, 101), ALT)
    x, y = bridge.store.value.block("dense-1").position
    assert (x % 16, y % 16) != (0, 0)
    assert (x, y) == pytest.approx((277, 101), abs=1.5)


def test_a_drag_changes_the_project_only_when_it_ends(view, bridge):
    start = bridge.store.value
    press(view, middle(view, "dense-1"))
    move(view, middle(view, "dense-1") + QPointF(64, 64))
    assert bridge.store.value is start
    wire = view.scene().wires[Wire("dense-1", "dense-2")]
    assert wire.pos() == port(view, "dense-1", True)
    release(view, middle(view, "dense-1"))


def test_selected_blocks_move_together(view, bridge):
    click(view, middle(view, "dense-1"))
    click(view, middle(view, "dense-2"), SHIFT)
    assert bridge.selection == ("dense-1", "dense-2")
    drag(view, middle(view, "dense-2"), middle(view, "dense-2") + QPointF(0, 96))
    places = {b.id: b.position for b in bridge.store.value.blocks}
    assert places["dense-1"] == (240.0, 96.0)
    assert places["dense-2"] == (480.0, 96.0)
    assert places["fit-1"] == (720.0, 0.0)


def test_ctrl_click_takes_a_block_out_of_the_selection(view, bridge):
    view.editing.select_all()
    click(view, middle(view, "fit-1"), CTRL)
    assert "fit-1" not in bridge.selection
    assert len(bridge.selection) == 3


def test_a_frame_selects_what_it_touches(view, bridge):
    drag(view, QPointF(230, 300), QPointF(500, 60))
    assert set(bridge.selection) == {"dense-1", "dense-2"}
    click(view, QPointF(300, 350))
    assert bridge.selection == ()


def test_connecting_two_ports_and_undoing_it(view, bridge):
    bridge.apply("Add", add_block("dense", (240.0, 256.0), id="dense-9"))
    before = bridge.store.value
    drag(view, port(view, "spiral-1", True), port(view, "dense-9", False))
    assert Wire("spiral-1", "dense-9") in bridge.store.value.wires
    assert Wire("spiral-1", "dense-9") in view.scene().wires
    bridge.store.undo()
    assert bridge.store.value == before
    assert Wire("spiral-1", "dense-9") not in view.scene().wires


def test_a_wire_may_be_drawn_backwards_and_dropped_on_a_card(view, bridge):
    bridge.apply("Add", add_block("dense", (240.0, 256.0), id="dense-9"))
    drag(view, port(view, "dense-9", False), middle(view, "spiral-1"))
    assert Wire("spiral-1", "dense-9") in bridge.store.value.wires


def test_a_wire_that_would_close_a_circle_is_refused_in_words(view, bridge):
    before = bridge.store.value
    press(view, port(view, "dense-2", True))
    move(view, port(view, "dense-2", True) + QPointF(20, 20))
    move(view, port(view, "dense-1", False))
    assert "circle" in view.pointer.gesture._overlay._words
    glowing = view.pointer.gesture._overlay.glowing
    assert port(view, "dense-1", False) not in glowing
    assert port(view, "fit-1", False) in glowing
    release(view, port(view, "dense-1", False))
    assert bridge.store.value == before


def test_moving_a_wire_off_its_input_cuts_it(view, bridge):
    drag(view, port(view, "fit-1", False), QPointF(640, 300))
    assert Wire("dense-2", "fit-1") not in bridge.store.value.wires
    bridge.store.undo()
    assert Wire("dense-2", "fit-1") in bridge.store.value.wires


def test_a_wire_dropped_on_empty_canvas_offers_what_fits(view, bridge, qtbot):
    drag(view, port(view, "spiral-1", True), QPointF(240, 300))
    menu = view._menu
    assert menu is not None
    offered = menu.kinds()
    assert "dense" in offered
    assert "moons" not in offered
    menu.field.setText("dropout")
    QTest.keyClick(menu.field, Qt.Key.Key_Return)
    assert bridge.store.value.block("dropout-1")
    assert Wire("spiral-1", "dropout-1") in bridge.store.value.wires
    bridge.store.undo()
    assert all(b.kind != "dropout" for b in bridge.store.value.blocks)


def test_a_loose_block_dropped_on_a_wire_is_inserted(view, bridge):
    bridge.apply("Add", add_block("dropout", (480.0, 256.0)))
    wire = view.scene().wires[Wire("dense-1", "dense-2")]
    target = wire.pos() + QPointF(40, 0)
    grip = QPointF(70, 14)
    hold = view.scene().item("dropout-1").pos() + grip
    drag(view, hold, target - QPointF(80, 48) + grip)
    wires = bridge.store.value.wires
    assert Wire("dense-1", "dropout-1") in wires
    assert Wire("dropout-1", "dense-2") in wires
    assert Wire("dense-1", "dense-2") not in wires


def test_ctrl_drag_over_wires_cuts_them_as_one_step(view, bridge):
    before = bridge.store.value
    drag(view, QPointF(200, -30), QPointF(202, 130), CTRL)
    assert bridge.store.value.wires == before.wires[1:]
    bridge.store.undo()
    assert bridge.store.value == before


def test_escape_gives_a_drag_up(view, bridge):
    before = bridge.store.value
    press(view, middle(view, "dense-1"))
    move(view, middle(view, "dense-1") + QPointF(64, 64))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.scene().item("dense-1").pos() == QPointF(240, 0)
    release(view, QPointF(400, 300))
    assert bridge.store.value is before


def test_a_change_of_the_project_gives_a_drag_up(view, bridge):
    bridge.apply("Move", move_edit({"dense-1": (240.0, 160.0)}))
    press(view, middle(view, "dense-1"))
    move(view, middle(view, "dense-1") + QPointF(64, 64))
    bridge.store.undo()
    assert view.pointer.gesture is None
    assert view.scene().item("dense-1").pos() == QPointF(240, 0)
    move(view, QPointF(500, 300))
    release(view, QPointF(500, 300))
    assert bridge.store.value.block("dense-1").position == (240.0, 0.0)


def test_deleting_while_dragging_is_safe(view, bridge):
    press(view, middle(view, "dense-1"))
    move(view, middle(view, "dense-1") + QPointF(64, 64))
    view.editing.delete()
    move(view, QPointF(500, 300))
    release(view, QPointF(500, 300))
    assert [b.id for b in bridge.store.value.blocks] == ["spiral-1", "dense-2", "fit-1"]
    assert Wire("spiral-1", "dense-2") in bridge.store.value.wires


def test_deleting_while_wiring_is_safe(view, bridge):
    view.scene().select(("dense-1",))
    press(view, port(view, "dense-1", True))
    move(view, QPointF(500, 300))
    view.editing.delete()
    release(view, port(view, "fit-1", False))
    assert set(view.scene().blocks) == {"spiral-1", "dense-2", "fit-1"}
    assert set(view.scene().wires) == set(bridge.store.value.wires)


def test_the_wheel_zooms_around_the_pointer(view):
    at = QPoint(300, 200)
    before = view.mapToScene(at)
    for _ in range(3):
        event = QWheelEvent(
            QPointF(at), QPointF(view.mapToGlobal(at)), QPoint(), QPoint(0, -120),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(view.viewport(), event)
    assert view.zoom < 0.7
    shift = view.mapToScene(at) - before
    assert abs(shift.x()) < 3
    assert abs(shift.y()) < 3


def test_zoom_stays_between_20_and_300_percent(view):
    view.zoom_by(1e-6)
    assert view.zoom == pytest.approx(0.2)
    view.zoom_by(1e6)
    assert view.zoom == pytest.approx(3.0)


def test_the_middle_button_pans(view, bridge):
    before = view.mapToScene(QPoint(0, 0))
    start = QPointF(300, 300)
    button = Qt.MouseButton.MiddleButton
    press(view, start, button)
    move(view, start + QPointF(50, 20), button)
    release(view, start, button)
    assert view.mapToScene(QPoint(0, 0)).x() == pytest.approx(before.x() - 50, abs=2)
    assert not bridge.store.can_undo()


def test_clicking_a_badge_applies_the_fix(view, bridge):
    bridge.apply("Add", add_block("dense", (240.0, 256.0), {"units": -3}, id="dense-9"))
    item = view.scene().item("dense-9")
    assert item.facts.problems
    bad = bridge.problems
    click(view, item.pos() + QPointF(158, 1))
    assert len(bridge.problems) < len(bad)


def test_tab_wires_the_chosen_block_behind_the_selected_one(view, bridge, qtbot):
    view.scene().select(("dense-1",))
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    menu = view.findChild(BlockMenu)
    menu.field.setText("dropout")
    qtbot.keyClick(menu.field, Qt.Key.Key_Return)
    assert Wire("dense-1", "dropout-1") in bridge.store.value.wires
    assert view.scene().selected_ids() == ("dropout-1",)


def test_a_wire_over_a_taken_port_says_what_it_replaces(view, bridge):
    bridge.apply("Add", add_block("moons", (0.0, 240.0)))
    start, end = port(view, "moons-1", True), port(view, "dense-1", False)
    press(view, start)
    move(view, start + QPointF(40, -40))
    move(view, end)
    assert view._overlay._words == "dense-1, instead of spiral-1"
    release(view, end)
    assert Wire("moons-1", "dense-1") in bridge.store.value.wires
    assert Wire("spiral-1", "dense-1") not in bridge.store.value.wires
