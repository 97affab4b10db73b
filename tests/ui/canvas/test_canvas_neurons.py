"""Neurons on the canvas: pointed at, kept, pinned, switched off, paged, and their weights."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from stage import NONE, StageBridge, click, middle, move, send, spiral

from playground.document.edits import set_setting, set_settings
from playground.document.wiring import remove
from playground.runtime.messages import Frame, Request, Snapshot, Status
from playground.ui.canvas.cells import cells_of, pager_parts
from playground.ui.canvas.context_menu import context_menu
from playground.ui.canvas.joints import units_of, weight_title
from playground.ui.canvas.strings import Strings, Weight
from playground.ui.canvas.view import CanvasView
from playground.ui.canvas.weight_dial import tick_of, weight_of
from playground.ui.focus import Unit

IDLE = Status(True, {}, {}, 0.0, {})
ALT = Qt.KeyboardModifier.AltModifier


def tell(bridge, probe, arrays, settings=()):
    shot = Snapshot(Request(probe, "fit-1", settings, (20, 20)), 5, arrays)
    bridge.frame.emit(Frame(IDLE, (), (shot,)))


def fields(units):
    ramp = np.linspace(-127, 127, 20).astype(np.int8)
    return np.tile(ramp, (units, 20, 1))


@pytest.fixture
def seen(view, bridge):
    tell(bridge, "units", {"dense-1": fields(8), "dense-2": fields(12), "fit-1": fields(2)})
    view.fit()
    return view


@pytest.fixture
def wide(qtbot):
    bridge = StageBridge(spiral())
    bridge.apply("Units", set_setting("dense-1", "units", 40, bridge.catalogue))
    view = CanvasView(bridge)
    view.resize(1200, 700)
    with qtbot.waitExposed(view):
        view.show()
    activity = np.arange(40, dtype=np.float32)
    arrays = {"dense-1": fields(18), "activity dense-1": activity, "outgoing dense-1": activity}
    tell(bridge, "units", arrays)
    yield view
    view.close()
    view.deleteLater()


def at(view, id, unit):
    return units_of(view.scene(), id)[unit]


def over(view, spot):
    move(view, spot, NONE)
    QApplication.processEvents()
    view.neurons._point()


def key(view, name):
    return view.neurons.press(getattr(Qt.Key, f"Key_{name}"))


def wanted(bridge, probe):
    return [r for wants in bridge.watched.values() for r in wants if r.probe == probe]


def test_a_page_holds_sixteen_units_and_more(view, bridge):
    bridge.apply("Units", set_setting("dense-1", "units", 16, bridge.catalogue))
    assert view.scene().item("dense-1").facts.cells == 16
    squares = list(cells_of(view.scene().item("dense-1").facts, 16))
    assert len({(s.left(), s.top()) for s in squares}) == 16
    assert min(s.width() for s in squares) > 20


def test_hovering_points_at_a_unit_and_leaving_gives_it_back(seen, bridge):
    over(seen, at(seen, "dense-1", 3))
    assert bridge.focus.unit == Unit("fit-1", "dense-1", 3)
    assert seen.scene().item("dense-1").looks.marks.pointed == 3
    over(seen, middle(seen, "dense-1"))
    assert bridge.focus.unit is None
    assert seen.scene().item("dense-1").looks.marks.pointed == -1


def test_a_click_keeps_a_unit_until_the_next_click(seen, bridge):
    spot = at(seen, "dense-2", 10)
    over(seen, spot)
    click(seen, spot)
    assert bridge.selection == ("dense-2",)
    over(seen, QPointF(-300, -300))
    assert bridge.focus.unit == Unit("fit-1", "dense-2", 10)
    click(seen, spot)
    over(seen, QPointF(-300, -300))
    assert bridge.focus.unit is None


def test_escape_lets_go_of_what_is_kept_then_of_what_is_pinned(seen, bridge):
    click(seen, at(seen, "dense-2", 1))
    key(seen, "P")
    over(seen, QPointF(-300, -300))
    assert key(seen, "Escape")
    assert (bridge.focus.unit, len(bridge.focus.pinned)) == (None, 1)
    assert key(seen, "Escape")
    assert bridge.focus.pinned == ()
    assert not key(seen, "Escape")


def test_the_read_out_has_units_too(seen, bridge):
    over(seen, at(seen, "fit-1", 1))
    assert bridge.focus.unit == Unit("fit-1", "fit-1", 1)


def test_p_pins_and_unpins(seen, bridge):
    over(seen, at(seen, "dense-1", 2))
    assert key(seen, "P")
    assert bridge.focus.pinned == (Unit("fit-1", "dense-1", 2),)
    assert seen.scene().item("dense-1").looks.marks.pinned == (2,)
    key(seen, "P")
    assert bridge.focus.pinned == ()


def test_keys_do_nothing_away_from_units(seen):
    over(seen, QPointF(-300, -300))
    assert not key(seen, "P")
    assert not key(seen, "O")


def test_a_unit_is_switched_off_and_on_and_can_be_undone(seen, bridge):
    over(seen, at(seen, "dense-1", 5))
    key(seen, "O")
    assert bridge.store.value.block("dense-1").off == (5,)
    assert seen.scene().item("dense-1").facts.off == (5,)
    before = seen.grab().toImage()
    bridge.store.undo()
    assert seen.scene().item("dense-1").facts.off == ()
    assert seen.grab().toImage() != before
    click(seen, at(seen, "dense-1", 5), ALT)
    assert bridge.store.value.block("dense-1").off == (5,)
    assert bridge.focus.unit is None or bridge.focus.unit.index == 5


def test_the_menu_over_a_unit_says_what_can_be_done(seen, bridge):
    item = seen.scene().item("dense-1")
    menu = context_menu(seen, item, seen.neurons.unit_at(item, at(seen, "dense-1", 0)))
    texts = [action.text().partition("\t")[0] for action in menu.actions()]
    assert {"Pin unit", "Switch unit off", "Weights of the unit…"} <= set(texts)


def test_wide_layers_turn_pages(wide):
    scene, bridge = wide.scene(), wide.scene().bridge
    item = scene.item("dense-1")
    assert (item.facts.cells, wide.neurons.pages.count(item.facts)) == (18, 3)
    spot = pager_parts(item.facts)["on"].center() + item.pos()
    click(wide, spot)
    (request,) = wanted(bridge, "units")
    assert dict(request.settings)["chosen"] == (("dense-1", tuple(range(18, 36))),)
    tell(bridge, "units", {"dense-1": fields(18)}, request.settings)
    over(wide, at(wide, "dense-1", 20))
    assert bridge.focus.unit.index == 20
    click(wide, spot)
    click(wide, spot)
    assert wide.neurons.pages.units(item.facts) == tuple(range(22, 40))


def test_units_are_sorted_when_it_is_asked_for(wide):
    item = wide.scene().item("dense-1")
    spot = pager_parts(item.facts)["sort"].center() + item.pos()
    click(wide, spot)
    assert wide.neurons.pages.order("dense-1") == "activity"
    assert wide.neurons.pages.units(item.facts) == tuple(range(39, 21, -1))
    click(wide, spot)
    click(wide, spot)
    assert wide.neurons.pages.units(item.facts) == tuple(range(18))


def test_a_picked_member_is_measured(view, bridge):
    bridge.focus.pick(2)
    for probe in ("units", "strands"):
        (request,) = wanted(bridge, probe)
        assert dict(request.settings)["member"] == 2
    bridge.focus.pick(None)
    assert "member" not in dict(wanted(bridge, "units")[0].settings)


def test_a_unit_shows_its_single_weights(seen, bridge):
    over(seen, at(seen, "dense-2", 4))
    lines = seen.weights.strings.weights
    assert {w.index for w in lines if w.block == "dense-2"} == {(i, 4) for i in range(8)}
    assert {w.index for w in lines if w.block == "fit-1"} == {(4, 0), (4, 1)}
    (into, out) = sorted(wanted(bridge, "connections"), key=lambda r: dict(r.settings)["block"])
    assert dict(into.settings) == {"block": "dense-2", "unit": 4}
    matrix = np.arange(96.0).reshape(8, 12)
    tell(bridge, "connections", {"weight": matrix}, into.settings)
    tell(bridge, "connections", {"weight": -np.ones((12, 2))}, out.settings)
    values = {w: seen.weights.strings.value(i) for i, w in enumerate(lines)}
    assert values[Weight("dense-2", "weight", (3, 4))] == matrix[3, 4]
    assert values[Weight("fit-1", "weight", (4, 1))] == -1


def test_a_wire_shows_all_weights_between_its_ends(seen, bridge):
    wire = next(w for w in seen.scene().wires if w.target == "dense-2")
    item = seen.scene().wires[wire]
    over(seen, item.pos() + item._path.pointAtPercent(0.5))
    assert len(seen.weights.strings.weights) == 8 * 12
    over(seen, QPointF(-300, -300))
    assert seen.weights.strings.weights == ()
    assert wanted(bridge, "connections") == []


def test_weights_are_called_by_what_they_join(view):
    scene = view.scene()
    assert weight_title(scene, Weight("dense-1", "weight", (0, 2))) == (
        "dense-1 · weight from x1 to unit 3"
    )
    assert weight_title(scene, Weight("dense-2", "weight", (4, 0))) == (
        "dense-2 · weight from dense-1 unit 5 to unit 1"
    )
    assert weight_title(scene, Weight("dense-1", "bias", (2,))) == "dense-1, unit 3 · bias"


def opened(view, bridge, unit):
    view.neurons.opened.emit(Unit("fit-1", "dense-1", unit))
    (request,) = wanted(bridge, "connections")
    arrays = {"weight": np.arange(16.0).reshape(2, 8), "bias": np.arange(8.0) / 10}
    tell(bridge, "connections", arrays, request.settings)
    return view.weights.popover


def test_the_small_window_lists_the_weights_of_a_unit(seen, bridge):
    popover = opened(seen, bridge, 3)
    model = popover.list.weights
    assert popover.isVisible()
    assert [model.name(row) for row in range(3)] == ["x1", "x2", "bias"]
    assert [model.value(row) for row in range(3)] == [3.0, 11.0, pytest.approx(0.3)]
    popover.sorting.setChecked(True)
    assert [model.name(row) for row in range(3)] == ["x2", "x1", "bias"]


def test_a_weight_is_typed_and_dragged_as_one_step_each(seen, bridge):
    popover = opened(seen, bridge, 3)
    popover.choose(Weight("dense-1", "weight", (1, 3)))
    popover.dial._field.setText("-0,5")
    popover.dial._field.setModified(True)
    popover.dial._typed()
    (hand,) = bridge.store.value.block("dense-1").hand
    assert (hand.name, hand.index, hand.value, hand.before) == ("weight", (1, 3), -0.5, 11.0)
    popover.dial._slider.setSliderDown(True)
    for tick in (100, 200, 300):
        popover.dial._slider.setValue(tick)
    popover.dial._slider.setSliderDown(False)
    assert bridge.store.value.block("dense-1").hand[-1].value == weight_of(300)
    bridge.store.undo()
    assert bridge.store.value.block("dense-1").hand[-1].value == -0.5
    bridge.store.undo()
    assert bridge.store.value.block("dense-1").hand == ()


@pytest.mark.parametrize("text", ["", "much", "nan", "inf", "1e99"])
def test_what_is_no_weight_is_not_taken(seen, bridge, text):
    popover = opened(seen, bridge, 0)
    popover.dial._field.setText(text)
    popover.dial._field.setModified(True)
    popover.dial._typed()
    assert bridge.store.value.block("dense-1").hand == ()
    assert popover.dial._field.text() == "0"


def test_the_small_window_follows_the_network_but_not_the_hand(seen, bridge):
    popover = opened(seen, bridge, 0)
    (request,) = wanted(bridge, "connections")
    arrays = {"weight": np.full((2, 8), 0.25), "bias": np.zeros(8)}
    tell(bridge, "connections", arrays, request.settings)
    assert popover.dial._field.text() == "0.2500"
    popover.dial._field.setModified(True)
    arrays = {"weight": np.full((2, 8), 0.75), "bias": np.zeros(8)}
    tell(bridge, "connections", arrays, request.settings)
    assert popover.dial._field.text() == "0.2500"


def test_what_is_being_typed_stays_while_the_network_learns(seen, bridge):
    popover = opened(seen, bridge, 0)
    (request,) = wanted(bridge, "connections")
    field = popover.dial._field
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    field.selectAll()
    before = field.text()
    for value in (0.25, 0.5):
        arrays = {"weight": np.full((2, 8), value), "bias": np.zeros(8)}
        tell(bridge, "connections", arrays, request.settings)
    assert (field.text(), field.selectedText()) == (before, before)
    QTest.keyClicks(field, "3.5")
    tell(bridge, "connections", arrays, request.settings)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert bridge.store.value.block("dense-1").hand[-1].value == 3.5
    tell(bridge, "connections", {"weight": np.full((2, 8), 3.25), "bias": np.zeros(8)},
         request.settings)  # fmt: skip
    assert field.text() == "3.250"


def test_the_small_window_goes_with_its_block(seen, bridge):
    popover = opened(seen, bridge, 0)
    bridge.apply("Delete", remove(["dense-1"], bridge.catalogue))
    assert not popover.isVisible()
    assert wanted(bridge, "connections") == []


def test_weights_that_come_after_their_block_has_gone_open_nothing(seen, bridge):
    seen.neurons.opened.emit(Unit("fit-1", "dense-1", 3))
    (request,) = wanted(bridge, "connections")
    bridge.apply("Delete", remove(["dense-1"], bridge.catalogue))
    tell(bridge, "connections", {"weight": np.zeros((2, 8))}, request.settings)
    assert not seen.weights.popover.isVisible()
    assert wanted(bridge, "connections") == []


def test_the_small_window_goes_with_its_unit(seen, bridge):
    popover = opened(seen, bridge, 7)
    bridge.apply("Units", set_settings("dense-1", {"units": 6}, bridge.catalogue))
    assert not popover.isVisible()
    popover = opened(seen, bridge, 5)
    bridge.apply("Units", set_settings("dense-1", {"units": 7}, bridge.catalogue))
    assert popover.isVisible()


def test_a_click_on_a_line_opens_its_weight(seen, bridge):
    wire = next(w for w in seen.scene().wires if w.target == "dense-1")
    item = seen.scene().wires[wire]
    over(seen, item.pos() + item._path.pointAtPercent(0.5))
    start, end = seen.weights.strings._ends[5]
    spot = QPointF(*(start + 0.5 * (end - start)))
    over(seen, spot)
    line = seen.weights.strings.held
    assert line >= 0
    click(seen, spot)
    assert seen.weights.popover.chosen == seen.weights.strings.weights[line]


def test_lines_are_found_in_their_middle_only():
    strings = Strings()
    strings.span((Weight("a", "weight", (0, 0)),), np.array([[[0.0, 0.0], [100.0, 0.0]]]))
    assert strings.near(QPointF(50, 3)) == 0
    assert strings.near(QPointF(50, 7)) == -1
    assert strings.near(QPointF(2, 0)) == -1


def test_diverged_weights_are_drawn(seen, bridge):
    over(seen, at(seen, "dense-2", 4))
    for request in wanted(bridge, "connections"):
        tell(bridge, "connections", {"weight": np.full((8, 12), np.nan)}, request.settings)
    seen.grab()


def test_the_dial_reaches_every_size():
    values = [weight_of(tick) for tick in range(-1000, 1001, 10)]
    assert values == sorted(values)
    assert values[-1] > 50
    assert all(abs(tick_of(weight_of(t)) - t) <= 1 for t in range(-980, 981, 20))


def test_frames_do_not_lay_cards_out_anew(seen, bridge, monkeypatch):
    item, calls = seen.scene().item("dense-1"), []
    monkeypatch.setattr(item, "prepareGeometryChange", lambda: calls.append(1))
    monkeypatch.setattr(item, "forget", lambda: calls.append(2))
    for _ in range(3):
        tell(bridge, "units", {"dense-1": fields(8)})
    assert calls == []
    send(seen, QEvent.Type.MouseMove, at(seen, "dense-1", 1), NONE, NONE)
    seen.neurons._point()
    assert calls == []


def test_a_layer_that_two_learners_share_does_not_flicker(seen, bridge):
    def other():
        request = Request("units", "fit-2", (), (20, 20))
        shot = Snapshot(request, 5, {"dense-1": fields(8)})
        bridge.frame.emit(Frame(IDLE, (), (shot,)))

    item = seen.scene().item("dense-1")
    for _ in range(8):
        other()
        tell(bridge, "units", {"dense-1": fields(8)})
        assert item.looks.fields.learner == "fit-1"
    for _ in range(14):
        other()
    assert item.looks.fields.learner == "fit-2"
