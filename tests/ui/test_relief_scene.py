"""The surface in space: what is hidden, what a pixel shows, pointing, and giving way."""

import sys

import numpy as np
import pytest
from patience import PATIENCE
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from playground.ui.plots.surface import graphics as module
from playground.ui.plots.surface.gl_mesh import corners, projection, triangles
from playground.ui.plots.surface.graphics import Graphics, graphics
from playground.ui.plots.surface.height_field import FOOT, HEIGHT, Sight
from playground.ui.plots.surface.relief import Relief
from playground.ui.plots.surface.relief_scene import ReliefScene
from playground.ui.plots.surface.sight_lines import hidden, met
from playground.ui.theme import DARK, LIGHT, themes

VIEWS = [(-60, 40), (20, 70), (130, 12), (-90, 90)]


@pytest.fixture(autouse=True)
def dark():
    themes().choose(DARK)
    yield
    themes().choose(DARK)


def waves(rows=24, columns=40):
    x, y = np.meshgrid(np.linspace(-2, 2, columns), np.linspace(-1, 1, rows))
    return (np.sin(2 * x) * np.cos(2 * y) + 1) / 2


def relief():
    field = 10 ** (2 * waves() - 1.0)
    path = np.array([[[0.5, 0.5], [2.0, 1.0], [3.0, 1.4]]])
    arrays = {
        "field": field.astype(np.float32), "extent": np.array([0.0, 4.0, 0.0, 2.4]),
        "path": path, "ball": path[:, -1], "steps": np.arange(3), "gone": np.array([False]),
        "axes": np.array(["one", "two"]),
    }  # fmt: skip
    return Relief(arrays)


def height_of(heights, half, x, y):
    """Return the height of a surface at a place, by hand."""
    rows, columns = heights.shape
    column = np.clip((x / half[0] + 1) / 2 * columns - 0.5, 0, columns - 1.001)
    row = np.clip((y / half[1] + 1) / 2 * rows - 0.5, 0, rows - 1.001)
    i, j = int(row), int(column)
    a, b = row - i, column - j
    return 2 * float(np.array([1 - a, a]) @ heights[i : i + 2, j : j + 2] @ [1 - b, b]) - 1


@pytest.mark.parametrize(("azimuth", "elevation"), VIEWS)
def test_what_is_hidden_has_ground_before_it(azimuth, elevation):
    heights, sight = waves(), Sight(azimuth, elevation, 30.0, (90, 70), (1.0, 0.6))
    generator = np.random.default_rng(0)
    ground = generator.uniform(-0.95, 0.95, (150, 2)) * sight.half
    height = np.array([height_of(heights, sight.half, *place) for place in ground]) + 0.03
    _, near = sight.axes
    rise = np.tan(np.radians(min(elevation, 89.999))) / HEIGHT
    expected, sure = [], []
    for place, z in zip(ground, height, strict=True):
        highest = -np.inf
        for t in np.linspace(0.002, 2.4, 1200):
            x, y = place + t * near
            if abs(x) <= sight.half[0] and abs(y) <= sight.half[1]:
                highest = max(highest, height_of(heights, sight.half, x, y) - (z + t * rise))
        expected.append(highest > 0)
        sure.append(abs(highest) > 0.02)
    found = hidden(sight, heights, ground, height)
    assert (found == expected)[sure].all()
    if elevation == 12:
        assert 0.1 < np.mean(expected) < 0.9
    if elevation == 90:
        assert not found.any()


@pytest.mark.parametrize(("azimuth", "elevation"), VIEWS)
def test_a_pixel_shows_the_place_that_is_painted_there(azimuth, elevation):
    heights, sight = waves(), Sight(azimuth, elevation, 150.0, (420, 330), (1.0, 0.6))
    generator = np.random.default_rng(1)
    ground = generator.uniform(-0.9, 0.9, (120, 2)) * sight.half
    height = np.array([height_of(heights, sight.half, *place) for place in ground])
    at, _ = sight.place(ground, height)
    seen = ~hidden(sight, heights, ground, height + 0.002)
    assert seen.sum() > 20
    for place, (x, y) in zip(ground[seen], at[seen], strict=True):
        found = met(sight, heights, x, y)
        # Grazing lines meet the ground anywhere along it, or the nearest edge.
        if elevation < 30 and found is None:
            continue
        assert found is not None
        z = height_of(heights, sight.half, *found)
        np.testing.assert_allclose(sight.place(np.array([found]), np.array([z]))[0][0], [x, y],
                                   atol=0.6)  # fmt: skip
        if elevation > 30:
            np.testing.assert_allclose(found, place, atol=0.06)


def test_beside_the_surface_and_on_its_sides_a_pixel_shows_none():
    sight = Sight(-45.0, 35.0, 40.0, (120, 100), (1.0, 1.0))
    flat = np.full((10, 10), 0.5)
    assert met(sight, flat, 60, 45) == pytest.approx((0.0, 0.0), abs=0.1)
    assert met(sight, flat, 1, 1) is None
    assert met(sight, flat, 60, 2) is None
    foot = sight.rows(np.array(-FOOT / HEIGHT), np.array(np.sqrt(2)))
    assert met(sight, flat, 60, float(foot) - 2) is None


# what OpenGL is given ------------------------------------------------------------


@pytest.mark.parametrize(("azimuth", "elevation"), VIEWS)
def test_corners_are_seen_by_opengl_where_numpy_paints_them(azimuth, elevation):
    made = relief()
    sight = Sight(azimuth, elevation, 150.0, (420, 330), (1.0, 0.6))
    skin, sides = corners(made)
    places = np.concatenate([skin.reshape(-1, 5), sides])[:, :3].astype(float)
    matrix = projection(sight)
    clip = matrix @ np.concatenate([places, np.ones((len(places), 1))], axis=1).T
    np.testing.assert_array_equal(clip[3], 1)
    assert (np.abs(clip[2]) < 1).all()
    pixels = (clip[:2].T + 1) / 2 * sight.size
    meant, towards = sight.place(places[:, :2], 2 * places[:, 2] - 1)
    np.testing.assert_allclose(pixels, meant, atol=1e-6)
    # Of places on one line of sight, those nearer to the eye have less depth.
    flat = places[:, 2] == 0.5
    same = flat & (np.abs(meant[:, 0] - meant[0, 0]) < 1e9)
    if same.sum() > 1:
        order = np.argsort(towards[same])
        assert (np.diff(clip[2][same][order]) <= 1e-9).all()


def test_the_mesh_is_the_surface_out_to_its_edges():
    made = relief()
    skin, sides = corners(made)
    rows, columns = made.heights.shape
    assert skin.shape == (rows + 2, columns + 2, 5)
    np.testing.assert_allclose(skin[1:-1, 1:-1, 2], np.clip(made.heights, 0, 1), atol=1e-6)
    assert skin[..., 0].min() == -1
    assert skin[..., 0].max() == 1
    np.testing.assert_allclose([skin[..., 1].min(), skin[..., 1].max()], [-0.6, 0.6], rtol=1e-6)
    assert len(sides) == 4 * (rows + columns + 4)
    order = np.frombuffer(triangles(rows + 2, columns + 2), np.uint32).reshape(-1, 3)
    assert len(order) == 2 * (rows + 1) * (columns + 1)
    flat = skin.reshape(-1, 5)[order][..., :2].astype(float)
    a, b = flat[:, 1] - flat[:, 0], flat[:, 2] - flat[:, 0]
    area = np.abs(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]) / 2
    assert area.sum() == pytest.approx(4 * 0.6, rel=1e-5)


# whether OpenGL may draw -----------------------------------------------------------


def test_without_a_graphics_card_nothing_is_tried(qtbot):
    made = Graphics()
    assert not made.usable
    assert "offscreen" in made.reason
    assert made.surface() is None
    assert made._process is None


@pytest.mark.parametrize(
    ("body", "usable", "reason"),
    [
        ("", True, ""),
        ("import sys; sys.exit(3)", False, "NumPy is as fast here"),
        ("import sys; sys.exit(1)", False, "its trial failed"),
        ("import os; os.abort()", False, "its driver crashed"),
    ],
)
def test_a_trial_tells_and_its_crash_harms_nobody(
    qtbot, tmp_path, monkeypatch, body, usable, reason
):
    (tmp_path / "a_trial.py").write_text(body)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(module, "WITHOUT", ())
    made = Graphics(trial="a_trial")
    with qtbot.waitSignal(made.settled):
        assert not made.usable
    assert made.usable == usable
    assert made.reason == reason


def test_a_trial_that_hangs_is_ended(qtbot, tmp_path, monkeypatch):
    (tmp_path / "a_trial.py").write_text("import time; time.sleep(600)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(module, "WITHOUT", ())
    monkeypatch.setattr(module, "PATIENCE", 300)
    made = Graphics(trial="a_trial")
    with qtbot.waitSignal(made.settled):
        assert not made.usable
    assert not made.usable
    assert "end" in made.reason


def test_closing_ends_a_trial_that_still_runs(qtbot, tmp_path, monkeypatch):
    (tmp_path / "a_trial.py").write_text("import time; time.sleep(600)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(module, "WITHOUT", ())
    made = Graphics(trial="a_trial")
    assert not made.usable
    process = made._process
    made.close()
    assert process.state() == process.ProcessState.NotRunning


def test_opengl_is_not_loaded_before_it_is_used():
    import subprocess

    code = (
        "import sys, playground.ui.panels.surface\n"
        "assert not [m for m in sys.modules if 'OpenGL' in m or '.gl_' in m]"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=PATIENCE)


# the widget --------------------------------------------------------------------------


@pytest.fixture
def scene(qtbot):
    made = ReliefScene(lambda a, b: f"{a:.1f} {b:.1f}")
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show_relief(relief())
    made.show()
    # A button that an earlier test held down would make every move a drag.
    qtbot.mouseRelease(made, Qt.MouseButton.LeftButton)
    return made


def over(scene, a, b):
    """Return the pixel of a place of the plane."""
    at, _, on = scene._placed(scene._relief, scene.sight(scene._relief), np.array([[a, b]]))
    assert on[0]
    return QPoint(*np.rint(at[0]).astype(int).tolist())


def test_pointing_tells_the_place_and_leaving_lets_go(qtbot, scene):
    told = []
    scene.pointed.connect(told.append)
    qtbot.mouseMove(scene, over(scene, 3.0, 1.6))
    assert told[-1] == pytest.approx((3.0, 1.6), abs=0.12)
    qtbot.mouseMove(scene, QPoint(2, 2))
    assert told[-1] is None
    count = len(told)
    qtbot.mouseMove(scene, QPoint(4, 2))
    assert len(told) == count


def test_a_click_chooses_a_drag_and_a_double_click_do_not(qtbot, scene):
    chosen = []
    scene.chosen.connect(lambda a, b: chosen.append((a, b)))
    wait = 2 * QApplication.styleHints().mouseDoubleClickInterval()
    at = over(scene, 3.0, 1.6)
    qtbot.mouseClick(scene, Qt.MouseButton.LeftButton, pos=at)
    assert not chosen
    qtbot.waitUntil(lambda: len(chosen) == 1, timeout=wait + 2000)
    assert chosen[0] == pytest.approx((3.0, 1.6), abs=0.12)
    qtbot.mousePress(scene, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseMove(scene, at + QPoint(40, 0))
    qtbot.mouseRelease(scene, Qt.MouseButton.LeftButton, pos=at + QPoint(40, 0))
    qtbot.mouseClick(scene, Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(scene, Qt.MouseButton.LeftButton, pos=at)
    qtbot.wait(wait)
    assert len(chosen) == 1


def test_the_cursor_is_marked(qtbot, scene):
    plain = scene.grab().toImage()
    scene._point(QPointF(over(scene, 3.0, 1.6)))
    assert scene.grab().toImage() != plain


def test_pictures_are_drawn_finer_than_the_screen(qtbot, scene):
    assert not graphics().usable
    saved = QImage(1200, 800, QImage.Format.Format_RGB32)
    saved.setDevicePixelRatio(2.0)
    painter = QPainter(saved)
    scene.paint(painter)
    painter.end()
    assert scene.block._image.width() == 2400
    scene.grab()
    assert scene.block._image.width() == 600


def test_every_theme_has_its_own_picture(qtbot, scene):
    before = scene.grab().toImage().pixelColor(2, 2)
    themes().choose(LIGHT)
    after = scene.grab().toImage().pixelColor(2, 2)
    assert before == DARK.color("field")
    assert after == LIGHT.color("field")
