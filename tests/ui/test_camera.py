"""The camera: what it sees is a picture of space that can be turned."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from playground.ui.plots.camera import Camera, CameraHand

SIZE = (400, 300)


@pytest.mark.parametrize("azimuth", [-170, -60, 0, 45, 90])
@pytest.mark.parametrize("elevation", [-90, -20, 0, 35, 90])
def test_its_axes_are_a_rotation(azimuth, elevation):
    axes = Camera(azimuth, elevation).axes()
    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(axes) == pytest.approx(1.0)


def test_the_target_is_in_the_middle_and_up_is_up():
    camera = Camera(target=(1.0, 2.0, 3.0))
    pixels, depth = camera.project(np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 3.5]]), SIZE)
    np.testing.assert_allclose(pixels[0], [200, 150])
    assert depth[0] == 0
    assert pixels[1, 1] < 150
    assert pixels[1, 0] == pytest.approx(200)


def test_what_is_farther_is_smaller_and_deeper():
    camera = Camera(azimuth=0, elevation=0)
    ends = np.array([[1.0, -0.2, 0], [1.0, 0.2, 0], [-1.0, -0.2, 0], [-1.0, 0.2, 0]])
    pixels, depth = camera.project(ends, SIZE)
    near, far = (np.linalg.norm(pixels[i] - pixels[i + 1]) for i in (0, 2))
    assert near > 1.3 * far
    assert depth[0] < 0 < depth[2]


def test_looking_from_above_shows_x_to_the_right_and_y_upwards():
    camera = Camera(azimuth=-90, elevation=90)
    pixels, _ = camera.project(np.array([[1.0, 0, 0], [0, 1.0, 0]]) * 0.5, SIZE)
    assert pixels[0, 0] > 220
    assert pixels[0, 1] == pytest.approx(150)
    assert pixels[1, 1] < 130
    assert pixels[1, 0] == pytest.approx(200)


def test_fit_sees_every_point():
    points = np.random.default_rng(0).normal(5, 3, (200, 3))
    camera = Camera()
    camera.fit(points)
    for azimuth in range(-180, 180, 30):
        camera.azimuth = azimuth
        pixels, _ = camera.project(points, SIZE)
        assert (pixels >= 0).all()
        assert (pixels <= SIZE).all()
    before = camera.radius
    camera.fit(np.full((3, 3), np.nan))
    assert camera.radius == before


def test_dragging_turns_and_the_wheel_comes_nearer(qtbot):
    widget, camera, moves = QWidget(), Camera(), []
    qtbot.addWidget(widget)
    widget.resize(*SIZE)
    hand = CameraHand(widget, camera, lambda: moves.append(1), lambda: moves.append("reset"))
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseMove(widget, QPoint(150, 80))
    qtbot.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=QPoint(150, 80))
    assert camera.azimuth == pytest.approx(-80.0)
    assert camera.elevation == pytest.approx(17.0)
    wheel(widget, 120)
    assert camera.zoom > 1.1
    qtbot.mouseDClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
    assert "reset" in moves
    hand.enabled = False
    zoom = camera.zoom
    wheel(widget, 120)
    assert camera.zoom == zoom


def wheel(widget, delta):
    none = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton, none[0],
        none[1], False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_it_never_turns_over_its_poles():
    camera = Camera()
    camera.turn(0, -500)
    assert camera.elevation == 90
    camera.turn(900, 2000)
    assert camera.elevation == -90
    assert -180 <= camera.azimuth < 180
