"""The warp panel: every kind of learner, the slider, playing, and marking samples."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage

from playground.document.edits import set_setting
from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import catalogue
from playground.ui.panels.warp import Warp
from playground.ui.theme import DARK, LIGHT, themes


@pytest.fixture(autouse=True)
def dark():
    themes().choose(DARK)
    yield
    themes().choose(DARK)


def shown(qtbot, bridge, size=(420, 300), **settings):
    panel = Warp(bridge, settings)
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    return panel


def pixels(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    return flat.copy()


def colors(widget):
    return len(np.unique(pixels(widget)))


def chain(*blocks):
    wires = tuple(Wire(a.id, b.id) for a, b in zip(blocks, blocks[1:], strict=False))
    return Project(blocks=blocks, wires=wires)


def network(data, *units, activation="tanh", **fit):
    layers = [
        Placed(f"l{i}", "dense", {"units": n, "activation": activation})
        for i, n in enumerate(units, 1)
    ]
    return chain(Placed("data", data, {}), *layers, Placed("fit", "fit", fit))


STATES = {
    "two inputs": network("circle", 4, 2),
    "three axes": network("circle", 3),
    "three inputs": network("linked-rings", 3),
    "one input": network("sine", 6),
    "regression": network("regression-plane", 3),
    "many classes": network("iris", 4, 2),
    "64 inputs": network("digits", 12, 2),
    "wide": network("circle", 80, 2),
    "one unit": network("circle", 1),
    "no layers": network("circle"),
    "members": network("circle", 3, members=5),
    "relu": network("circle", 2, activation="relu"),
    "batch norm": chain(
        Placed("data", "circle", {}), Placed("a", "dense", {}), Placed("n", "batch-norm", {}),
        Placed("b", "dense", {"units": 2}), Placed("fit", "fit", {}),
    ),
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("space", ["auto", "2-D", "3-D"])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
def test_it_draws_every_kind_of_network(qtbot, bench, state, space, theme):
    themes().choose(theme)
    bridge = bench.empty()
    bridge.load(STATES[state])
    panel = shown(qtbot, bridge, space=space)
    bridge.run(4)
    assert panel.view.isVisible()
    for t in (0.0, 0.3, 0.7, 1.0):
        panel._move(min(t, float(len(panel._way.legs))))
        assert colors(panel.view) > 20
    assert panel.view.caption


def test_a_diverged_learner_says_so(qtbot, bench):
    bridge = bench.empty()
    bridge.load(network("circle", 3))
    bridge.session.built["fit"].learner.weights.flat[...] = np.nan
    panel = shown(qtbot, bridge)
    bridge.pulse()
    assert "diverged" in panel._empty.text()
    assert panel._empty.isVisible()


def test_one_that_diverges_keeps_its_last_picture_and_says_so(qtbot, bench):
    bridge = bench.empty()
    bridge.load(network("circle", 3))
    panel = shown(qtbot, bridge)
    bridge.run(2)
    bridge.session.built["fit"].learner.weights.flat[...] = np.nan
    bridge.pulse()
    assert panel.view.isVisible()
    assert "diverged" in panel.view.notice


def test_without_layers_of_a_network_it_says_why(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge)
    bridge.run(1)
    request, snapshot = next(iter(panel.snapshots.items()))
    snapshot.arrays.clear()
    panel.draw({request: snapshot})
    assert "layers of a network" in panel._empty.text()
    assert panel._empty.isVisible()


def test_the_slider_stays_where_it_is_dragged_while_learning_goes_on(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge)
    bridge.run(2)
    slider = panel.player.slider
    assert panel.view.t == slider.value == 1.0
    middle = QPoint(slider.width() // 2, slider.height() // 2)
    before = pixels(panel.view)
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=middle)
    assert 0.4 < panel.view.t < 0.6
    assert (pixels(panel.view) != before).any()
    held = panel.view.t
    bridge.run(3)
    assert panel.view.t == held
    with qtbot.waitSignal(panel.settings_changed) as told:
        qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=middle)
    assert told.args[0]["t"] == pytest.approx(held, abs=1e-3)
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert panel.view.t == 1.0
    assert panel.settings.t == -1.0
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert panel.view.t == 0.0
    assert panel.view.names == ("x1", "x2")


def test_play_moves_through_the_layers_and_stops(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge)
    bridge.run(2)
    panel.player.button.click()
    assert panel.player.playing
    qtbot.waitUntil(lambda: 0.0 < panel.view.t < 0.5)
    panel.player.button.click()
    held = panel.view.t
    assert not panel.player.playing
    bridge.run(1)
    assert panel.view.t == pytest.approx(held, abs=1e-3)


def test_playing_ends_where_it_is_not_seen(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge)
    bridge.run(2)
    panel.player.toggle()
    panel.hide()
    qtbot.waitUntil(lambda: not panel.player.playing)


def test_a_loop_marks_samples_everywhere_and_escape_clears(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge, t=0.0)
    bridge.run(2)
    panel.grab()
    view, at = panel.view, panel.view.placed
    middle = np.median(at, axis=0)
    box = [(-40, -40), (40, -40), (40, 40), (-40, 40)]
    corners = [QPoint(*(middle + np.array(c)).astype(int).tolist()) for c in box]
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=corners[0])
    for corner in (*corners[1:], corners[0]):
        qtbot.mouseMove(view, corner)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=corners[0])
    inside = (np.abs(at - middle) < 37).all(axis=1)
    rows = set(panel._rows[inside].tolist())
    assert rows
    assert rows <= bridge.focus.brushed
    outside = (np.abs(at - middle) > 43).any(axis=1)
    assert not set(panel._rows[outside].tolist()) & bridge.focus.brushed
    assert view.ringed.sum() == len(bridge.focus.brushed)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert bridge.focus.brushed == frozenset()
    assert not view.ringed.any()


def test_a_click_marks_one_sample_and_one_on_nothing_clears(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge, t=0.0)
    bridge.run(2)
    panel.grab()
    outermost = int(panel.view.placed[:, 0].argmax())
    spot = QPoint(*np.rint(panel.view.placed[outermost]).astype(int).tolist())
    qtbot.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=spot)
    assert bridge.focus.brushed == {int(panel._rows[outermost])}
    qtbot.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=QPoint(3, panel.view.height() // 2))
    assert bridge.focus.brushed == frozenset()


def test_in_space_dragging_turns_and_shift_marks(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge, space="3-D")
    bridge.run(2)
    panel.grab()
    before = panel.view.camera.axes()
    drag(qtbot, panel.view, Qt.KeyboardModifier.NoModifier)
    turned = panel.view.camera.axes()
    assert np.abs(turned - before).max() > 0.1
    assert bridge.focus.brushed == frozenset()
    drag(qtbot, panel.view, Qt.KeyboardModifier.ShiftModifier)
    np.testing.assert_array_equal(panel.view.camera.axes(), turned)
    assert bridge.focus.brushed


def drag(qtbot, view, keys):
    w, h = view.width() - 2, view.height() - 2
    corners = [QPoint(2, 2), QPoint(w, 2), QPoint(w, h), QPoint(2, h)]
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, keys, corners[0])
    for corner in corners[1:]:
        qtbot.mouseMove(view, corner)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, keys, corners[-1])


def test_marks_of_other_panels_are_ringed_here(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge)
    bridge.run(2)
    before = pixels(panel.view)
    bridge.focus.brush(range(0, 400, 7))
    assert panel.view.ringed.sum() > 10
    assert (pixels(panel.view) != before).any()


def test_a_picked_member_is_asked_for(qtbot, bench):
    bridge = bench("circle", members=3)
    panel = shown(qtbot, bridge)
    bridge.focus.pick(2)
    assert panel.requests()[0].settings == (("member", 2),)
    assert panel.requests() == bridge.watched[id(panel)]


def test_units_can_be_put_on_the_axes(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge)
    bridge.run(2)
    assert "principal" in panel.view.names[0]
    assert len(panel._offered()) == 5
    panel._choose_axis("3", True)
    assert panel.settings.units[0] == 3
    assert panel.view.names[0] == "unit 4"
    panel._choose_axis("", True)
    assert panel.settings.units == ()


def test_a_structural_change_begins_a_new_picture(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge)
    bridge.run(2)
    bridge.load(set_setting("dense-1", "units", 2, catalogue())(bridge.store.value))
    bridge.run(1)
    assert panel._way.widths == (2, 2)
    assert panel.view.projector.seen(panel._way, 1.0)[1].shape[1] == 2
