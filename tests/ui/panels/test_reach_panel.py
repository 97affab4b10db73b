"""The k-distance panel: distances in order, and epsilon dragged across them."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from sklearn.neighbors import NearestNeighbors

from playground.document.project import Placed, Project, Wire
from playground.engine.probes.reach import Reach as Probe
from playground.ui.panels.reach import Reach
from playground.ui.theme import DARK, LIGHT, themes


@pytest.fixture
def make(qtbot, bench):
    def shown(data="moons", size=(420, 320), model="dbscan", **settings):
        project = Project(
            blocks=(Placed("data", data), Placed("it", model, settings)),
            wires=(Wire("data", "it"),),
        )
        bridge = type(bench.empty())(project)
        panel = Reach(bridge)
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        bridge.run(3)
        return bridge, panel

    yield shown
    themes().choose(DARK)


def epsilon(bridge):
    return bridge.store.value.block("it").settings["epsilon"]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("data", ["moons", "iris", "digits", "sine"])
def test_distances_are_those_to_the_kth_neighbour(make, data, theme):
    themes().choose(theme)
    bridge, panel = make(data, least=6)
    x = bridge.session.built["it"].learner.examples.x
    far, _ = NearestNeighbors(n_neighbors=6).fit(x).kneighbors(x)
    shown = panel.chart.distances
    np.testing.assert_allclose(shown.far, np.sort(far[:, -1])[::-1], rtol=1e-9, atol=1e-12)
    assert shown.k == 5
    image = panel.chart.grab().toImage()
    assert len({image.pixelColor(200, y).name() for y in range(image.height())}) > 5


def test_rows_up_to_epsilon_are_the_core_rows(make):
    bridge, panel = make("moons", epsilon=0.1, least=7)
    learner = bridge.session.built["it"].learner
    while not learner.finished:
        learner.step(100)
    assert panel.chart.distances.core == (learner.states[0]["kind"] == 2).sum()
    assert str(panel.chart.distances.core) in panel.told.text


def test_more_core_rows_than_rows_are_told(make):
    bridge, panel = make("iris", least=151)
    assert panel._empty.isVisible()
    assert "151 rows" in panel._empty.text()
    assert "only 150" in panel._empty.text()
    learner = bridge.session.built["it"].learner
    learner.step(1000)
    assert (learner.states[0]["kind"] != 2).all(), "as the panel says"


def test_a_drag_of_the_line_is_one_step_of_undo(make):
    bridge, panel = make(epsilon=0.2)
    chart = panel.chart
    axes = chart.axes()
    x = int(axes.area.center().x())
    y = round(float(axes.y_pixels(np.array([0.2]))[0]))
    button = Qt.MouseButton.LeftButton
    QTest.mousePress(chart, button, pos=QPoint(x, y))
    for up in (10, 20, 30):
        QTest.mouseMove(chart, QPoint(x, y - up))
    QTest.mouseRelease(chart, button, pos=QPoint(x, y - 30))
    assert epsilon(bridge) > 0.2
    bridge.store.undo()
    assert epsilon(bridge) == 0.2
    assert not bridge.store.can_undo()


def test_keys_move_the_line_and_a_press_on_the_bend_takes_it(make):
    bridge, panel = make(epsilon=0.05)
    QTest.keyClick(panel.chart, Qt.Key.Key_Up)
    assert epsilon(bridge) == pytest.approx(0.0525)
    bridge, panel = make(epsilon=0.4)
    bend = panel.chart.distances.suggested
    axes = panel.chart.axes()
    place = QPoint(int(axes.area.left()) + 40, round(float(axes.y_pixels(np.array([bend]))[0])))
    QTest.mouseClick(panel.chart, Qt.MouseButton.LeftButton, pos=place)
    assert epsilon(bridge) == pytest.approx(bend, rel=0.01)


def test_the_row_under_the_cursor_is_marked_everywhere(make):
    bridge, panel = make()
    axes = panel.chart.axes()
    QTest.mouseMove(panel.chart, QPoint(int(axes.area.center().x()), 100))
    (row,) = bridge.focus.brushed
    assert row in panel.chart.distances.rows
    assert panel.chart.brushed == {row}


def test_other_learners_have_no_epsilon(make):
    _, panel = make(model="nearest-neighbours")
    assert panel._empty.isVisible()
    assert "DBSCAN" in panel._empty.text()
    assert Probe().measure(panel.bridge.session.built["it"].learner, (1, 1)) == {}
