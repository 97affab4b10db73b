"""No stroke makes the picture jump under the hand: planes, curves over one feature, groups."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.document.project import Placed, Project, Wire
from playground.engine.plane import extent_around, extent_of
from playground.ui.panels.boundary import Boundary
from playground.ui.panels.clusters import Clusters


def grouped(data):
    return Project(
        blocks=(Placed(f"{data}-1", data), Placed("k-means-1", "k-means")),
        wires=(Wire(f"{data}-1", "k-means-1"),),
    )


@pytest.fixture
def painted(qtbot, bench):
    """Return a panel whose eraser is in the hand, its bench, and the ground of its strokes."""

    def make(kind, data):
        bridge = bench(data) if kind is Boundary else bench.of(grouped(data))
        panel = kind(bridge)
        qtbot.addWidget(panel)
        panel.resize(500, 400)
        panel.show()
        bridge.run(5)
        panel.easel.button.click()
        panel.easel.strip.choose("erase")
        panel.easel.painter.grow(6)
        bridge.run(1)
        return panel, bridge

    return make


def pane_of(panel):
    return panel.panes.panes[0] if isinstance(panel, Boundary) else panel.easel._panes()[0]


def erase(panel, x):
    """Erase all that lies at a share of the picture's width."""
    pane = pane_of(panel)
    view = pane.chart if pane.chart.isVisible() else pane.plane
    at = [QPoint(round(x * view.width()), round(y * view.height())) for y in (0.02, 0.5, 0.98)]
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at[0])
    for place in at[1:]:
        QTest.mouseMove(view, place)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at[-1])


@pytest.mark.parametrize(("kind", "data"), [
    (Boundary, "sine"), (Boundary, "moons"), (Clusters, "blobs"), (Clusters, "sine"),
])  # fmt: skip
def test_what_is_in_sight_stays(painted, qtbot, kind, data):
    panel, bridge = painted(kind, data)
    before = pane_of(panel).in_sight
    rows = bridge.session.built[next(iter(bridge.infos))].learner.source.x
    for x in (0.02, 0.1, 0.18, 0.26, 0.34):
        erase(panel, x)
    bridge.run(3)
    left = bridge.session.built[next(iter(bridge.infos))].learner.source.x
    assert len(left) < len(rows)
    assert left[:, 0].min() > rows[:, 0].min(), "the picture would fit closer"
    assert np.allclose(pane_of(panel).in_sight, before)
    panel.easel.button.click()

    def fits():
        bridge.run(1)
        return pane_of(panel).in_sight[0] > before[0]

    qtbot.waitUntil(fits)


def test_heights_of_targets_stay_too(painted):
    panel, bridge = painted(Boundary, "sine")
    pane = pane_of(panel)
    low, high = pane.in_sight[2:]
    targets = bridge.session.built["fit-1"].learner.source.y
    while bridge.session.built["fit-1"].learner.source.y.max() > targets.max() - 0.2:
        at = pane.chart.samples.at
        highest = pane.chart.pixels_of(at)[at[:, 1].argmax()]
        erase(panel, highest[0] / pane.chart.width())
        bridge.run(1)
    assert pane.in_sight[2:] == pytest.approx((low, high))


def test_a_window_grows_for_points_outside_of_it():
    points = np.array([[0.0, 0.0], [1.0, 1.0]])
    assert extent_around(points, 1.0, None) == extent_of(points, 1.0)
    assert extent_around(points, 1.0, (-1.0, 2.0, -1.0, 2.0)) == (-1.0, 2.0, -1.0, 2.0)
    left, right, bottom, top = extent_around(points, 1.0, (-1.0, 0.5, -1.0, 0.5))
    assert (left, bottom) == (-1.0, -1.0)
    assert right >= 1.0
    assert top >= 1.0
