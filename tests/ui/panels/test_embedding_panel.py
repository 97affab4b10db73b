"""The embedding panel: rows in few dimensions, pointed at and marked everywhere."""

from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest

from playground.document.project import Placed, Project, Wire
from playground.runtime.messages import Status
from playground.ui.panels.embedding import Embedding
from playground.ui.plots import glide


def reduced(data, kind, model="fit", **settings):
    """Return a project that learns from reduced features."""
    return Project(
        blocks=(Placed("data", data), Placed("less", kind, settings), Placed("model", model)),
        wires=(Wire("data", "less"), Wire("less", "model")),
    )


def turning(data, **settings):
    """Return a project that lays rows out itself."""
    return Project(
        blocks=(Placed("data", data), Placed("found", "principal-components", settings)),
        wires=(Wire("data", "found"),),
    )


def shown(qtbot, bridge, project, size=(900, 600), steps=3, **settings):
    bridge.store.apply("Lay", lambda _: project)
    bridge.load(project)
    panel = Embedding(bridge, settings)
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    bridge.run(steps)
    return panel


def colours(widget):
    image = widget.grab().toImage().scaled(QSize(240, 150))
    return len({image.pixel(x, y) for x in range(240) for y in range(150)})


@pytest.mark.parametrize("size", [(350, 230), (900, 600)])
@pytest.mark.parametrize(
    "project",
    [
        turning("digits", components=3), turning("gaussians"), turning("sine"),
        turning("diabetes"), reduced("digits", "pca", components=8), reduced("sine", "pca"),
        reduced("rings", "kernel-pca", "logistic-regression"),
        reduced("wine", "linear-discriminant", "nearest-neighbours"),
        reduced("breast-cancer", "linear-discriminant"),
    ],
)  # fmt: skip
def test_it_is_not_blank(qtbot, bench, project, size):
    panel = shown(qtbot, bench.empty(), project, size)
    assert panel._stack.currentWidget() is panel.body
    assert colours(panel) > 30


def test_where_nothing_reduces_it_says_so(qtbot, bench):
    assert shown(qtbot, bench.empty(), Project())._empty.text() == Embedding.nothing_yet
    bare = Project(blocks=(Placed("data", "iris"), Placed("fit", "fit")),
                   wires=(Wire("data", "fit"),))  # fmt: skip
    assert "PCA block" in shown(qtbot, bench.empty(), bare)._empty.text()


def test_any_two_dimensions_can_be_chosen(qtbot, bench):
    panel = shown(qtbot, bench.empty(), reduced("wine", "pca", components=4))
    assert panel.view.sheet.names == ("PC 1", "PC 2")
    panel.dimensions.chosen.emit("first 2", True)
    panel.bridge.pulse()
    assert panel.view.sheet.names == ("PC 3", "PC 2")
    panel.dimensions.chosen.emit("second 2", True)
    panel.bridge.pulse()
    assert panel.view.sheet.names == ("PC 2", "PC 3")


def test_dimensions_that_are_gone_give_way(qtbot, bench):
    panel = shown(qtbot, bench.empty(), reduced("wine", "pca"), first=7, second=9)
    assert panel.view.sheet.names == ("PC 2", "PC 1")


@pytest.mark.parametrize("data", ["digits", "wine", "diabetes"])
def test_pointing_at_a_row_shows_it_and_marks_it_everywhere(qtbot, bench, data):
    bridge = bench.empty()
    panel = shown(qtbot, bridge, turning(data), steps=60)
    view = panel.view
    view._point(None)
    at = view.pixels()[5]
    QTest.mouseMove(view, QPoint(*np.rint(at).astype(int).tolist()))
    row = view.row
    assert row is not None
    assert bridge.focus.brushed == {row}
    bridge.pulse()
    assert view.thumbnail.row == row
    assert view.thumbnail.side == (8 if data == "digits" else 0)
    view._point(None)
    assert bridge.focus.brushed == frozenset()


def test_keys_go_from_row_to_row_and_escape_lets_go(qtbot, bench):
    panel = shown(qtbot, bench.empty(), turning("iris"), steps=60)
    QTest.keyClick(panel.view, Qt.Key.Key_Right)
    first = panel.view.row
    QTest.keyClick(panel.view, Qt.Key.Key_Right)
    rows, at = panel.view.sheet.samples.rows, panel.view.sheet.samples.at[:, 0]
    assert at[rows == first] == at.min()
    assert at[rows == panel.view.row] == np.sort(at)[1]
    QTest.keyClick(panel.view, Qt.Key.Key_Escape)
    assert panel.view.row is None


def test_points_glide_while_it_plays_and_jump_when_it_does_not(qtbot, bench, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(glide, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    bridge = bench.empty()
    panel = shown(qtbot, bridge, turning("iris"), steps=1)
    start = panel.view._at.copy()
    clock[0] = 1.0
    bridge.status = Status(True, {}, {}, 0.0, {})
    bridge.run(600)
    end = panel.view.sheet.samples.at
    assert np.abs(end - start).max() > 0.1
    assert np.abs(panel.view._at - end).max() > 0.05
    clock[0] = 2.0
    qtbot.waitUntil(lambda: not panel.view._glide.moving)
    np.testing.assert_allclose(panel.view._at, end)


def test_the_window_does_not_jitter(qtbot, bench):
    bridge = bench.empty()
    panel = shown(qtbot, bridge, turning("iris"), steps=200)
    first = panel.view.sheet.window.copy()
    for _ in range(40):
        bridge.pulse()
    settled = panel.view.sheet.window.copy()
    bridge.pulse()
    np.testing.assert_array_equal(panel.view.sheet.window, settled)
    assert (np.ptp(settled, axis=0) <= np.ptp(first, axis=0) + 1e-9).all()


def test_no_help_lies_over_the_row_that_is_shown(qtbot, bench):
    view = shown(qtbot, bench.empty(), turning("iris"), steps=60).view
    assert "Point at a row" in view.toolTip()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert not view.toolTip()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert "Point at a row" in view.toolTip()
