"""Rows painted into the boundary panel: strokes are edits, and learners follow."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from playground.core.settings import build
from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import catalogue
from playground.runtime.own_rows import own_rows
from playground.ui.panels.boundary import Boundary
from playground.ui.panels.clusters import Clusters


@pytest.fixture
def painted(qtbot, bench):
    """Return a panel with its tools open, and its bench."""

    def make(data="moons", steps=20, settings=None, tool="brush"):
        bridge = bench(data, settings=settings)
        panel = Boundary(bridge)
        qtbot.addWidget(panel)
        panel.resize(500, 400)
        panel.show()
        bridge.run(steps)
        panel.easel.button.click()
        panel.easel.strip.choose(tool)
        return panel, bridge

    return make


def ground(panel):
    pane = panel.panes.panes[0]
    return pane.chart if pane.chart.isVisible() else pane.plane


def stroke(panel, *places, ticks=0):
    """Drag from place to place, given in shares of the picture."""
    view = ground(panel)
    at = [QPoint(round(x * view.width()), round(y * view.height())) for x, y in places]
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at[0])
    for place in at[1:]:
        QTest.mouseMove(view, place)
    for _ in range(ticks):
        panel.easel.painter._go_on()
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at[-1])


def data_of(bridge, id="moons-1"):
    placed = bridge.store.value.block(id)
    return build(catalogue()[placed.kind], placed.settings).load()


@pytest.mark.parametrize("kind", ["moons", "sine", "spiral", "regression-plane", "xor"])
def test_a_formula_becomes_a_table_of_the_very_same_rows(kind):
    before = build(catalogue()[kind], {}).load()
    own = own_rows(Placed("a", kind))
    after = build(catalogue()["table"], own.holding(own.table)).load()
    assert (before.x == after.x).all()
    assert (before.y == after.y).all()
    for ours, theirs in ((before.train, after.train), (before.test, after.test)):
        assert (ours == theirs).all()
    assert (before.names, before.classes) == (after.names, after.classes)


def test_a_stroke_is_one_edit_and_the_network_goes_on(painted):
    panel, bridge = painted()
    before = bridge.store.value
    learner = bridge.session.built["fit-1"].learner
    weights = learner.capture()
    panel.easel.strip.picker.pick(1.0)
    stroke(panel, (0.2, 0.2), (0.5, 0.25), (0.8, 0.2))
    placed = bridge.store.value.block("moons-1")
    assert placed.kind == "table"
    data = data_of(bridge)
    assert len(data.x) > 505, "points along the stroke"
    assert set(data.y[500:].tolist()) == {1}
    assert bridge.store.value.wires == before.wires
    now = bridge.session.built["fit-1"].learner
    assert now is not learner
    assert now.step_number == 20
    assert len(now.source.x) == len(data.x)
    after = now.capture()
    assert (after["weights"] == weights["weights"]).all()
    assert str(after["descent"]) == str(weights["descent"]), "the optimizer goes on"
    bridge.store.undo()
    assert bridge.store.value == before, "one undo takes the stroke and the table back"
    assert len(bridge.session.built["fit-1"].learner.source.x) == 500
    bridge.store.redo()
    assert len(data_of(bridge).x) == len(data.x)


def test_rows_stay_in_their_part_when_others_come_and_go(painted):
    panel, bridge = painted()
    first = data_of(bridge)
    stroke(panel, (0.1, 0.1), (0.9, 0.1))
    more = data_of(bridge)
    assert (more.test[: len(first.test)] == first.test).all()
    share = np.isin(more.test, np.arange(500, len(more.x))).sum() / (len(more.x) - 500)
    assert 0.1 <= share <= 0.4
    panel.easel.strip.choose("erase")
    stroke(panel, (0.05, 0.1), (0.5, 0.1), (0.95, 0.1))
    assert len(data_of(bridge).x) < len(more.x)


def test_erasing_takes_away_what_is_within_reach_and_nothing_else(painted):
    panel, bridge = painted(tool="erase")
    before, view = data_of(bridge).x, ground(panel)
    stroke(panel, (0.5, 0.5))
    middle = [round(0.5 * view.width()), round(0.5 * view.height())]
    far = np.linalg.norm(view.pixels_of(before) - middle, axis=1)
    after = data_of(bridge).x
    kept = before[far > panel.easel.painter.radius + 0.5]
    assert len(kept) <= len(after) < len(before) or not (far < panel.easel.painter.radius).any()
    assert {tuple(row) for row in kept} <= {tuple(row) for row in after}


def test_jitter_and_magnet_move_points_while_they_are_held(painted):
    panel, bridge = painted(tool="magnet")
    panel.easel.painter.grow(10)
    before, view = data_of(bridge).x, ground(panel)
    stroke(panel, (0.5, 0.5), ticks=15)
    middle = np.array([round(0.5 * view.width()), round(0.5 * view.height())])
    pixels = [np.linalg.norm(view.pixels_of(x) - middle, axis=1)
              for x in (before, data_of(bridge).x)]  # fmt: skip
    near = pixels[0] < 0.9 * panel.easel.painter.radius
    assert near.any()
    assert pixels[1][near].mean() < 0.5 * pixels[0][near].mean()
    far = pixels[0] > panel.easel.painter.radius + 1
    assert (pixels[0][far] == pixels[1][far]).all(), "what is out of reach stays"
    panel.easel.strip.choose("jitter")
    held = data_of(bridge).x
    stroke(panel, (0.5, 0.5), ticks=5)
    assert (data_of(bridge).x != held).any()
    assert bridge.store.undo_label == "Jitter points"


def test_change_of_class_and_a_new_class(painted):
    panel, bridge = painted(tool="recolour")
    panel.easel.painter.grow(4)
    panel.easel.strip.picker.pick(1.0)
    zeros = (data_of(bridge).y == 0).sum()
    stroke(panel, (0.3, 0.3), (0.5, 0.25))
    assert (data_of(bridge).y == 0).sum() < zeros
    assert "Change the class" in bridge.store.undo_label
    panel.easel.painter.add_class()
    panel.easel.strip.choose("put")
    stroke(panel, (0.9, 0.9))
    data = data_of(bridge)
    assert len(data.classes) == 3
    assert (data.y == 2).sum() == 1
    assert len(panel.easel.strip.picker.classes) == 3
    assert [chip.isChecked() for chip in panel.easel.strip.picker.chips] == [False, False, True]


def test_values_are_painted_where_they_are_clicked(painted):
    panel, bridge = painted("sine", tool="put")
    view = ground(panel)
    place = view.place_at(QPointF(round(0.4 * view.width()), round(0.3 * view.height())))
    stroke(panel, (0.4, 0.3))
    data = data_of(bridge, "sine-1")
    assert len(data.x) == 501
    assert np.allclose([data.x[-1, 0], data.y[-1, 0]], place, atol=1e-6)
    panel.easel.strip.choose("spray")
    stroke(panel, (0.6, 0.6), (0.7, 0.5))
    panel.easel.strip.choose("look")
    assert ground(panel) is view


def test_what_cannot_be_painted_offers_no_tools(qtbot, bench):
    for data in ("iris", "digits"):
        panel = Boundary(bench(data))
        qtbot.addWidget(panel)
        panel.resize(500, 400)
        panel.show()
        assert panel.easel.button.isHidden()
        assert panel.easel.strip.isHidden()


def test_moved_points_are_in_the_table_that_a_stroke_makes(painted):
    panel, bridge = painted(tool="put")
    bridge.hands.move_row("moons-1", 7, (0.25, -0.5))
    stroke(panel, (0.9, 0.9))
    assert data_of(bridge).x[7].tolist() == [0.25, -0.5]
    assert not bridge.store.value.block("moons-1").moved
    bridge.store.undo()
    assert len(bridge.store.value.block("moons-1").moved) == 1


def test_the_wheel_with_ctrl_sizes_the_tool_and_keys_choose_it(painted):
    panel, _ = painted()
    before = panel.easel.painter.radius
    panel.easel.painter.grow(3)
    assert panel.easel.painter.radius > before
    strip = panel.easel.strip
    for name in ("erase", "magnet", "look"):
        strip.choose(name)
        assert strip.buttons[name].isChecked()
    assert not any(hand.armed for hand in panel.easel.painter._hands)
    tips = [button.toolTip() for button in strip.buttons.values()]
    assert all(tip.endswith(")") for tip in tips), "every tool tells its key"


def test_rows_are_painted_into_groups_too(qtbot, bench):
    bridge = bench.empty()
    blocks = (Placed("moons-1", "moons"), Placed("k", "k-means"))
    project = Project(blocks=blocks, wires=(Wire("moons-1", "k"),))
    bridge.store.replace(project)
    bridge.load(project)
    panel = Clusters(bridge)
    qtbot.addWidget(panel)
    panel.resize(500, 400)
    panel.show()
    bridge.run(5)
    panel.easel.button.click()
    panel.easel.strip.choose("brush")
    view = panel.view
    ends = [QPoint(round(x * view.width()), round(0.1 * view.height())) for x in (0.1, 0.9)]
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=ends[0])
    QTest.mouseMove(view, ends[1])
    assert len(view.samples.at) > 510, "the stroke is seen before it is an edit"
    assert bridge.store.value == project
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=ends[1])
    assert len(bridge.session.built["k"].learner.source.x) > 510
    bridge.store.undo()
    assert bridge.store.value == project


def test_a_short_strip_folds_its_classes(painted):
    panel, _ = painted()
    picker = panel.easel.strip.picker
    assert all(chip.isVisible() for chip in picker.chips)
    assert picker.one.isHidden()
    panel.resize(262, 230)
    assert picker.one.isVisible()
    assert not any(chip.isVisible() for chip in picker.chips)
    picker.one.menu().actions()[1].trigger()
    assert picker.mark == 1.0
    right = picker.mapTo(panel, picker.rect().topRight()).x()
    assert right <= panel.width(), "nothing is cut"


def test_no_stroke_makes_the_picture_jump(painted, qtbot):
    panel, bridge = painted(tool="erase")
    panel.easel.painter.grow(6)
    before = np.array(panel.plane.extent)
    for x in (0.05, 0.2, 0.35):
        stroke(panel, (x, 0.1), (x, 0.9))
    bridge.run(5)
    assert len(data_of(bridge).x) < 400
    assert np.allclose(panel.plane.extent, before)
    bridge.store.undo()
    bridge.run(5)
    assert np.allclose(panel.plane.extent, before)
    panel.easel.button.click()

    def fits():
        bridge.run(1)
        return not np.allclose(panel.plane.extent, before)

    qtbot.waitUntil(fits)


def test_what_lies_outside_of_the_window_comes_into_sight(painted, qtbot):
    panel, bridge = painted(tool="put")
    stroke(panel, (0.5, 0.5))
    bridge.run(5)
    left, right, bottom, top = panel.plane.extent
    bridge.hands.move_row("moons-1", 3, (right + 5.0, top))
    stroke(panel, (0.4, 0.5))

    def in_sight():
        bridge.run(1)
        return panel.plane.extent[1] >= right + 5.0

    qtbot.waitUntil(in_sight)
    assert panel.plane.extent[0] <= left + 1e-9
