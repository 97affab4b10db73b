"""The scree panel: axes on the data, bars whose number is dragged, and what comes back."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtTest import QTest

from playground.document.project import Placed, Project, Wire
from playground.ui.panels.scree import Scree


def turning(data="gaussians", components=2, scaled=False, **settings):
    """Return a project that finds axes turn by turn."""
    blocks = [Placed("data", data, settings), Placed("found", "principal-components",
              {"components": components})]  # fmt: skip
    wires = [Wire("data", "found")]
    if scaled:
        blocks.insert(1, Placed("scale", "standardise"))
        wires = [Wire("data", "scale"), Wire("scale", "found")]
    return Project(blocks=tuple(blocks), wires=tuple(wires))


def fitted(data="digits", components=5, model="fit", before="", **settings):
    """Return a project that learns from principal components."""
    blocks = [Placed("data", data), Placed("pca", "pca", {"components": components}),
              Placed("model", model, settings)]  # fmt: skip
    wires = [Wire("data", "pca"), Wire("pca", "model")]
    if before:
        blocks.append(Placed("before", before))
        wires[0] = Wire("data", "before")
        wires.append(Wire("before", "pca"))
    return Project(blocks=tuple(blocks), wires=tuple(wires))


def shown(qtbot, bridge, project, size=(900, 600), steps=3):
    bridge.store.apply("Lay", lambda _: project)
    bridge.load(project)
    panel = Scree(bridge)
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    bridge.run(steps)
    return panel


def colours(widget):
    image = widget.grab().toImage().scaled(QSize(240, 150))
    return len({image.pixel(x, y) for x in range(240) for y in range(150)})


@pytest.mark.parametrize("size", [(350, 230), (900, 600), (600, 300), (400, 600)])
@pytest.mark.parametrize(
    "project",
    [
        turning(), turning("digits", 8), turning("wine", 13, scaled=True), turning("sine"),
        fitted(), fitted("wine", 2, "naive-bayes"), fitted("diabetes", 3), fitted("sine", 1),
        fitted("iris", 3, members=3), fitted("circle", 2, before="feature-map"),
        fitted("digits", 64, "nearest-neighbours", before="min-max"),
    ],
)  # fmt: skip
def test_it_is_not_blank(qtbot, bench, project, size):
    panel = shown(qtbot, bench.empty(), project, size)
    assert panel._stack.currentWidget() is panel.body
    assert colours(panel) > 30
    assert panel.chart.isVisible()
    pictures = size == (600, 300) and project.blocks[0].kind == "digits"
    assert panel.plane.isVisible() == (size != (350, 230) and not pictures)
    assert panel.rebuilt.isVisible() == (size == (900, 600) or pictures)


def test_pixels_are_shown_as_pictures_and_other_features_as_bars(qtbot, bench):
    panel = shown(qtbot, bench.empty(), fitted())
    assert panel.pictures.isVisible()
    assert panel.rebuilt.rebuilt.side == 8
    panel = shown(qtbot, bench.empty(), fitted("wine", 2, before="standardise"))
    assert panel.loadings.isVisible()
    assert panel.bars.weighing.names[0] == "alcohol"
    assert panel.rebuilt.rebuilt.side == 0


def test_without_principal_components_it_says_so(qtbot, bench):
    panel = shown(qtbot, bench.empty(), Project())
    assert panel._empty.text() == panel.nothing_yet
    bare = Project(blocks=(Placed("data", "iris"), Placed("fit", "fit")),
                   wires=(Wire("data", "fit"),))  # fmt: skip
    assert "PCA block" in shown(qtbot, bench.empty(), bare)._empty.text()


def drag(chart, *components):
    places = [
        QPoint(round(float(chart.axes().x_pixels(np.array([c]))[0])), chart.height() // 2)
        for c in components
    ]
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[0])
    for place in places[1:]:
        QTest.mouseMove(chart, place)
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
                       places[-1])  # fmt: skip


@pytest.mark.parametrize(("project", "block"), [(fitted(), "pca"), (turning("digits"), "found")])
def test_a_drag_keeps_other_components_and_is_one_undo(qtbot, bench, project, block):
    bridge = bench.empty()
    panel = shown(qtbot, bridge, project)
    drag(panel.chart, 3, 8, 12)
    assert bridge.store.value.block(block).settings["components"] == 12
    drag(panel.chart, 20)
    assert bridge.store.value.block(block).settings["components"] == 20
    bridge.store.undo()
    assert bridge.store.value.block(block).settings["components"] == 12
    bridge.store.undo()
    assert bridge.store.value.block(block) == project.block(block)


def test_arrow_keys_keep_more_or_fewer(qtbot, bench):
    bridge = bench.empty()
    panel = shown(qtbot, bridge, fitted(components=2))
    QTest.keyClick(panel.chart, Qt.Key.Key_Right)
    assert bridge.store.value.block("pca").settings["components"] == 3
    bridge.load(bridge.store.value)
    bridge.run(1)
    QTest.keyClick(panel.chart, Qt.Key.Key_PageUp)
    assert bridge.store.value.block("pca").settings["components"] == 13


def test_a_row_that_is_pointed_at_is_taken_apart(qtbot, bench):
    bridge = bench.empty()
    panel = shown(qtbot, bridge, fitted(components=64))
    bridge.focus.brush([7])
    bridge.run(1)
    told = panel.rebuilt.rebuilt
    assert told.row == 7
    np.testing.assert_allclose(told.remade, told.original, atol=1e-4)
    assert told.error < 1e-6


def test_pointing_at_the_plane_marks_a_row_and_a_click_holds_on_to_it(qtbot, bench):
    bridge = bench.empty()
    panel = shown(qtbot, bridge, fitted("wine", 2))
    plane = panel.plane
    places = [QPoint(*np.rint(plane.pixels_of(plane.samples.at)[i]).astype(int).tolist())
              for i in (3, 9)]  # fmt: skip
    QTest.mouseMove(plane, QPoint(1, 1))
    QTest.mouseMove(plane, places[0])
    assert len(bridge.focus.brushed) == 1
    plane.leaveEvent(QEvent(QEvent.Type.Leave))
    assert not bridge.focus.brushed
    QTest.mouseClick(plane, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[1])
    held = bridge.focus.brushed
    assert len(held) == 1
    plane.leaveEvent(QEvent(QEvent.Type.Leave))
    assert bridge.focus.brushed == held


def test_a_pca_inside_a_committee_is_told_apart(qtbot, bench):
    blocks = (Placed("data", "iris"), Placed("pca", "pca"), Placed("one", "naive-bayes"),
              Placed("two", "decision-tree"), Placed("vote", "voting"))  # fmt: skip
    wires = (Wire("data", "pca"), Wire("pca", "one"), Wire("data", "two"), Wire("one", "vote"),
             Wire("two", "vote"))  # fmt: skip
    panel = shown(qtbot, bench.empty(), Project(blocks=blocks, wires=wires))
    panel.change(learner="vote")
    panel.bridge.pulse()
    assert panel._stack.currentWidget() is not panel.body
    assert "one of its parts" in panel._empty.text()


def test_the_error_is_what_the_other_components_hold(qtbot, bench):
    panel = shown(qtbot, bench.empty(), turning("digits", 2), steps=400)
    told = panel.chart.spectrum
    assert told.standing == 2
    left = told.every[2:].sum()
    assert told.error == pytest.approx(left, rel=0.05)


def test_an_axis_swings_into_place_while_it_turns(qtbot, bench):
    bridge = bench.empty()
    panel = shown(qtbot, bridge, turning(), steps=1)
    before = panel.plane._arrows.ends.copy()
    assert panel.plane._arrows.standing == 0
    bridge.run(600)
    after = panel.plane._arrows
    assert after.standing == 2
    assert np.abs(after.ends - before).max() > 0.01
