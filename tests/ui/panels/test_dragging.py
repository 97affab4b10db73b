"""Samples that are dragged in a picture of a decision: data, learners and undo follow."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.ui.focus import Cell
from playground.ui.panel_menu import fill_menu
from playground.ui.panels.boundary import Boundary

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def make(qtbot, bench):
    def shown(*args, size=(500, 400), **kwargs):
        bridge = bench(*args, **kwargs)
        panel = Boundary(bridge)
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        bridge.run(5)
        return bridge, panel

    return shown


def mouse(widget, kind, at, keys=PLAIN):
    moves = kind == QEvent.Type.MouseMove
    held = NONE if kind == QEvent.Type.MouseButtonRelease else LEFT
    where = widget.mapToGlobal(at)
    event = QMouseEvent(kind, at, where, NONE if moves else LEFT, held, keys)
    QApplication.sendEvent(widget, event)


def drag(view, row, to, keys=PLAIN):
    samples = view.samples
    start = QPointF(*view.pixels_of(samples.at[samples.rows == row])[0])
    mouse(view, QEvent.Type.MouseButtonPress, start, keys)
    mouse(view, QEvent.Type.MouseMove, (start + to) / 2, keys)
    mouse(view, QEvent.Type.MouseMove, to, keys)
    mouse(view, QEvent.Type.MouseButtonRelease, to, keys)


def source(bridge, learner="fit-1"):
    return bridge.session.built[learner].learner.source


def test_a_dragged_sample_moves_in_the_data_and_undo_puts_it_back(make):
    bridge, panel = make("circle")
    before = source(bridge).x.copy()
    row = int(source(bridge).train[3])
    flat = bridge.session.built["fit-1"].learner.weights.flat.copy()
    extent = panel.plane._plate.extent
    drag(panel.plane, row, QPointF(100, 80))
    wanted = panel.plane.place_at(QPointF(100, 80))
    assert source(bridge).x[row] == pytest.approx(wanted)
    others = np.arange(len(before)) != row
    assert (source(bridge).x[others] == before[others]).all()
    assert (bridge.session.built["fit-1"].learner.weights.flat == flat).all(), "weights stay"
    bridge.pulse()
    assert panel.plane._plate.extent == extent, "the picture keeps still"
    bridge.store.undo()
    assert (source(bridge).x == before).all()
    assert not bridge.store.can_undo(), "one gesture is one step"


def test_a_drag_beyond_the_picture_stops_at_its_edge(make):
    bridge, panel = make("circle")
    drag(panel.plane, int(source(bridge).train[0]), QPointF(9000, -9000))
    corner = panel.plane.place_at(QPointF(panel.plane.width(), 0))
    assert source(bridge).x[source(bridge).train[0]] == pytest.approx(corner)


def test_with_shift_a_drag_marks_and_moves_nothing(make):
    bridge, panel = make("circle")
    row = int(source(bridge).train[0])
    drag(panel.plane, row, QPointF(100, 80), SHIFT)
    assert not bridge.store.can_undo()
    assert row in bridge.focus.brushed


def test_a_sample_on_a_curve_moves_in_both_directions(make):
    bridge, panel = make("sine")
    view = panel.panes.panes[0].chart
    row = int(source(bridge).train[4])
    drag(view, row, QPointF(200, 60))
    x, y = view.place_at(QPointF(200, 60))
    assert source(bridge).x[row, 0] == pytest.approx(x)
    assert source(bridge).y[row, 0] == pytest.approx(y)


def test_a_sample_of_a_table_moves_within_the_plane_only(make):
    bridge, panel = make("iris")
    before = source(bridge).x.copy()
    row, view = int(source(bridge).train[4]), panel.plane
    start = QPointF(*view.pixels_of(view.samples.at[view.samples.rows == row])[0])
    mouse(view, QEvent.Type.MouseButtonPress, start)
    bridge.pulse()
    to = QPointF(60, 50)
    mouse(view, QEvent.Type.MouseMove, to)
    mouse(view, QEvent.Type.MouseButtonRelease, to)
    arrays = panel.panes.panes[0].decision.arrays
    across, way = arrays["directions"], source(bridge).x[row] - before[row]
    assert np.abs(way).max() > 0.01
    assert way - (way @ across.T) @ across == pytest.approx(0, abs=1e-9)
    landed = (source(bridge).x[row] - arrays["origin"]) @ across.T
    assert landed == pytest.approx(view.place_at(to))


def test_the_menu_puts_points_back(make):
    bridge, panel = make("circle")
    menu = panel.header.menu

    def texts():
        menu.aboutToShow.emit()
        return {action.text(): action for action in menu.actions()}

    assert "Put points back" not in texts()
    drag(panel.plane, int(source(bridge).train[0]), QPointF(100, 80))
    texts()["Put points back"].trigger()
    assert not bridge.store.value.block("circle-1").moved
    fill_menu(menu, panel)


def test_the_cursor_tells_its_features_to_every_panel(make):
    bridge, panel = make("circle")
    at = QPointF(120, 90)
    mouse(panel.plane, QEvent.Type.MouseMove, at)
    assert bridge.focus.spot.learner == "fit-1"
    assert bridge.focus.spot.x == pytest.approx(panel.plane.place_at(at))
    QApplication.sendEvent(panel.plane, QEvent(QEvent.Type.Leave))
    assert bridge.focus.spot is None


def test_a_spot_of_a_table_has_all_features(make):
    bridge, panel = make("iris")
    mouse(panel.plane, QEvent.Type.MouseMove, QPointF(120, 90))
    assert len(bridge.focus.spot.x) == 4


def test_a_cell_is_outlined_where_it_cuts_the_plane(make):
    bridge, panel = make("circle")
    plain = panel.plane.grab().toImage()
    bridge.focus.outline(Cell("fit-1", (-0.5, -np.inf), (0.5, 0.2)))
    assert panel.plane._box == (-0.5, 0.5, -np.inf, 0.2)
    assert panel.plane.grab().toImage() != plain
    bridge.focus.outline(Cell("other", (-0.5, 0.0), (0.5, 0.2)))
    assert panel.plane._box is None
    bridge.focus.outline(None)
    assert panel.plane.grab().toImage() == plain


def test_a_cell_is_a_band_of_a_curve_and_nothing_on_principal_axes(make):
    bridge, panel = make("sine")
    bridge.focus.outline(Cell("fit-1", (-0.5,), (np.inf,)))
    assert panel.panes.panes[0].chart._box == (-0.5, np.inf)
    panel.grab()
    bridge, panel = make("iris")
    bridge.focus.outline(Cell("fit-1", (0.0,) * 4, (9.0,) * 4))
    assert panel.plane._box is None
    panel.change(view="pair", x=0, y=2)
    bridge.pulse()
    assert panel.plane._box == (0.0, 9.0, 0.0, 9.0)
