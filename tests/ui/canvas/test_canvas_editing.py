from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from stage import StageBridge, click, middle, send, spiral

from playground.document.project import Placed, Project, Wire
from playground.document.text import dumps
from playground.ui.canvas.drops import kind_in, packed
from playground.ui.canvas.view import CanvasView

# A pop-up asks the offscreen platform for what it has not.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

COPY, LEFT, PLAIN = (
    Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
)  # fmt: skip


def drop(view, kind, at):
    """Drop a block from the palette at a point of the scene; returns whether it was taken."""
    data, spot = packed(kind), view.mapFromScene(at)
    enter = QDragEnterEvent(spot, COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(view.viewport(), enter)
    hover = QDragMoveEvent(spot, COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(view.viewport(), hover)
    event = QDropEvent(QPointF(spot), COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(view.viewport(), event)
    return enter.isAccepted() and event.isAccepted()


def test_dropping_a_block_adds_it_under_the_pointer(view, bridge):
    assert drop(view, "moons", QPointF(160, 304))
    assert bridge.store.value.block("moons-1").position == (80.0, 256.0)
    assert bridge.selection == ("moons-1",)
    bridge.store.undo()
    assert bridge.store.value == spiral()


def test_dropping_a_layer_on_a_wire_inserts_it(view, bridge):
    wire = view.scene().wires[Wire("dense-2", "fit-1")]
    assert drop(view, "dropout", wire.pos() + QPointF(40, 0))
    wires = bridge.store.value.wires
    assert Wire("dense-2", "dropout-1") in wires
    assert Wire("dropout-1", "fit-1") in wires
    assert Wire("dense-2", "fit-1") not in wires
    bridge.store.undo()
    assert bridge.store.value == spiral()


def test_a_data_set_dropped_on_a_wire_stands_beside_it(view, bridge):
    wire = view.scene().wires[Wire("dense-2", "fit-1")]
    assert drop(view, "moons", wire.pos() + QPointF(40, 0))
    assert bridge.store.value.wires == spiral().wires


def test_an_unknown_kind_is_not_taken(view, bridge):
    before = bridge.store.value
    assert not drop(view, "warp-drive", QPointF(100, 300))
    assert bridge.store.value is before


def test_deleting_heals_the_wire(view, bridge):
    click(view, middle(view, "dense-2"))
    view.editing.delete()
    assert Wire("dense-1", "fit-1") in bridge.store.value.wires
    assert "dense-2" not in view.scene().blocks
    bridge.store.undo()
    assert bridge.store.value == spiral()
    assert set(view.scene().blocks) == {b.id for b in spiral().blocks}
    assert set(view.scene().wires) == set(spiral().wires)


def test_a_selected_wire_is_deleted_and_blocks_stay(view, bridge):
    wire = view.scene().wires[Wire("dense-1", "dense-2")]
    click(view, wire.pos() + QPointF(14, 0))
    assert wire.selected
    view.editing.delete()
    assert Wire("dense-1", "dense-2") not in bridge.store.value.wires
    assert len(bridge.store.value.blocks) == 4


def test_copy_and_paste_keep_wires_and_settings(view, bridge):
    view.scene().select(("dense-1", "dense-2"))
    view.editing.copy()
    assert '"dense-1"' in QGuiApplication.clipboard().text()
    view.editing.paste()
    assert bridge.selection == ("dense-3", "dense-4")
    assert Wire("dense-3", "dense-4") in bridge.store.value.wires
    assert bridge.store.value.block("dense-3").settings == {"units": 8, "activation": "tanh"}
    taken = [b.position for b in bridge.store.value.blocks]
    assert len(set(taken)) == len(taken)
    bridge.store.undo()
    assert bridge.store.value == spiral()


@pytest.mark.parametrize("text", ["", "hello", "{}", '{"format": 99}', "[1, 2]", "{" * 5000])
def test_pasting_something_else_does_nothing(view, bridge, text):
    QGuiApplication.clipboard().setText(text)
    view.editing.paste()
    assert bridge.store.value == spiral()


def test_pasting_a_project_from_text_at_a_point(view, bridge):
    QGuiApplication.clipboard().setText(dumps(Project(blocks=(Placed("moons-7", "moons"),))))
    view.editing.paste(QPointF(100, 300))
    assert bridge.store.value.block("moons-1").position == (96.0, 304.0)


def test_duplicates_take_the_same_inputs(view, bridge):
    view.scene().select(("dense-2",))
    view.editing.duplicate()
    assert Wire("dense-1", "dense-3") in bridge.store.value.wires
    assert bridge.selection == ("dense-3",)


def test_a_duplicate_covers_no_card(view, bridge):
    scene = view.scene()
    for _ in range(3):
        scene.select(("dense-2",))
        view.editing.duplicate()
    cards = [item.sceneBoundingRect() for item in scene.blocks.values()]
    assert not any(a.intersects(b) for a, b in combinations(cards, 2))


def test_cut_puts_on_the_clipboard_and_deletes(view, bridge):
    view.scene().select(("dense-2",))
    view.editing.cut()
    assert "dense-2" not in view.scene().blocks
    assert '"dense-2"' in QGuiApplication.clipboard().text()


def test_arrows_nudge_by_the_grid_as_one_step_while_held(view, bridge):
    view.scene().select(("fit-1",))
    for _ in range(3):
        QTest.keyPress(view, Qt.Key.Key_Right)
    QTest.keyRelease(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert bridge.store.value.block("fit-1").position == (768.0, 1.0)
    bridge.store.undo()
    assert bridge.store.value.block("fit-1").position == (768.0, 0.0)
    bridge.store.undo()
    assert bridge.store.value == spiral()


def test_adding_without_a_place_wires_itself(view, bridge):
    view.scene().select(("dense-2",))
    view.editing.add("dropout")
    assert Wire("dense-2", "dropout-1") in bridge.store.value.wires
    assert bridge.selection == ("dropout-1",)


def test_tab_opens_the_menu_and_enter_adds_the_block_found(view, bridge):
    view.scene().select(())
    QTest.keyClick(view, Qt.Key.Key_Tab)
    menu = view._menu
    QTest.keyClicks(menu.field, "batch n")
    assert menu.kinds()[0] == "batch-norm"
    QTest.keyClick(menu.field, Qt.Key.Key_Return)
    assert bridge.store.value.block("batch-norm-1")


def test_a_double_click_on_empty_canvas_opens_the_menu(view):
    from PySide6.QtCore import QEvent

    send(view, QEvent.Type.MouseButtonDblClick, QPointF(300, 330))
    assert view._menu is not None
    view._menu.close()


def test_an_empty_canvas_says_what_to_do(qtbot):
    view = CanvasView(StageBridge(Project()))
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show()
    assert view._hint.isVisible()
    assert "Tab" in view._hint.text()
    view.editing.add("circle", QPointF(0, 0))
    assert not view._hint.isVisible()
    view.close()


def test_the_minimap_hides_when_everything_is_in_view(view):
    assert not view._minimap.isVisible()
    view.zoom_by(2.5)
    assert view._minimap.isVisible()
    QTest.mouseClick(view._minimap, LEFT, PLAIN, QPoint(20, 40))
    view.fit()
    assert not view._minimap.isVisible()


def test_arrange_leaves_no_cards_on_each_other(view, bridge):
    view.editing.arrange()
    items = list(view.scene().blocks.values())
    boxes = [item.sceneBoundingRect() for item in items]
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_kinds_travel_as_drag_data():
    assert kind_in(packed("dense")) == "dense"
