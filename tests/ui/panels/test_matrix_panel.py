"""The matrix panel: columns to drag, numbers to type, and no mode that stays blank."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from playground.document.project import Placed, Project, Wire
from playground.ui.panels.matrix import NO_DATA, Matrix
from playground.ui.plots.matrix.painting import _keep_clear
from playground.ui.plots.matrix.sight import SpaceSight
from playground.ui.plots.matrix.subject import Subject
from playground.ui.plots.matrix.words import told
from playground.ui.plots.picture import save_picture
from playground.ui.theme import DARK, LIGHT, themes

SIZES = [(350, 230), (900, 600)]
MODES = ["motion", "eigen", "svd", "solve"]
MATRICES = {
    "plain": {},
    "flipped": {"entries": [0.6, 0.8, 0.8, -0.6]},
    "turning": {"entries": [0.0, -1.0, 1.0, 0.0]},
    "rank one": {"entries": [1.2, 0.6, 1.0, 0.5]},
    "zero": {"entries": [0.0] * 4, "b": [0.0, 0.0]},
    "defective": {"entries": [1.0, 1.0, 0.0, 1.0]},
    "huge": {"entries": [1000.0, -1000.0, 500.0, 3.0], "b": [1000.0, 1.0]},
    "tiny": {"entries": [1e-9, 0.0, 0.0, 2e-9], "b": [1e-7, 0.0]},
    "space": {"entries": [1.2, 0.3, 0.0, 0.2, 0.8, 0.4, 0.0, -0.3, 1.1], "b": [1.0, 0.5, 1.0]},
    "plane in space": {"entries": [1.2, 0.3, 1.5, 0.2, 1.0, 1.2, 0.0, -0.3, -0.3]},
    "line in space": {"entries": [1.0, 2.0, 0.0, 1.0, 2.0, 0.0, 0.0, 0.0, 0.0]},
    "zero of space": {"entries": [0.0] * 9},
}  # fmt: skip


@pytest.fixture(autouse=True)
def dark():
    themes().choose(DARK)
    yield
    themes().choose(DARK)


@pytest.fixture
def shown(qtbot, bench):
    """Return a function that shows the panel of a lab after some steps."""

    def make(settings=None, data="", steps=4, size=(900, 600), fields=None, **chosen):
        blocks, wires = [Placed("lab", "matrix", settings or {})], ()
        if data:
            blocks, wires = [Placed("rows", data, fields or {}), *blocks], (Wire("rows", "lab"),)
        project = Project(blocks=tuple(blocks), wires=wires)
        table = bench.empty()
        table.store.apply("open", lambda _: project)
        table.load(project)
        panel = Matrix(table, chosen)
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        table.run(steps)
        return table, panel

    return make


def colors(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return len(np.unique(np.frombuffer(image.constBits(), np.uint32)))


def pixel(panel, name):
    for scene, sight in panel.view.pictures():
        for grip in scene.grips:
            if grip.name == name:
                return sight.pixels(grip.at[None])[0], sight
    raise AssertionError(f"nothing called {name} can be dragged")


def point(place):
    return QPoint(*np.rint(place).astype(int).tolist())


def drag(view, start, end, modifier=Qt.KeyboardModifier.NoModifier):
    """Press, move in a few steps and let go, as a hand does."""
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(view, left, modifier, point(start))
    for share in (0.3, 0.6, 1.0):
        at = np.asarray(start) + share * (np.asarray(end) - np.asarray(start))
        # What QTest.mouseMove sends carries no modifiers.
        view._drag(QPointF(*at), bool(modifier & Qt.KeyboardModifier.ShiftModifier)) \
            if view.dragging else QTest.mouseMove(view, point(at))  # fmt: skip
    QTest.mouseRelease(view, left, modifier, point(end))


def entries(table):
    return table.store.value.block("lab").settings.get("entries", [1.2, 0.8, 0.2, 1.8])


@pytest.mark.parametrize("name", MATRICES)
@pytest.mark.parametrize("mode", MODES)
def test_no_mode_is_blank(shown, mode, name):
    themes().choose(LIGHT)
    _, panel = shown(MATRICES[name], size=SIZES[0], mode=mode)
    assert panel._stack.currentWidget() is panel.body
    for size, theme, moment in zip(SIZES, (LIGHT, DARK), (0.5, 3.0), strict=True):
        themes().choose(theme)
        panel.resize(*size)
        panel.player.slider.show_value(moment)
        panel._show()
        assert colors(panel.view) > 60
        assert panel.view.words


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("of", ["entries", "data"])
@pytest.mark.parametrize("data", ["moons", "iris", "regression-plane", "digits"])
def test_data_are_carried_and_described(shown, data, of, mode):
    _, panel = shown({"of": of, "features": "three features"}, data, mode=mode)
    assert colors(panel.view) > 60
    if of == "data":
        assert panel.view.subject.of_data
        assert panel.grid.box(0).isReadOnly()
        assert not panel.sizes.isEnabled()


@pytest.mark.parametrize("size", [2, 3])
@pytest.mark.parametrize("mode", MODES)
def test_points_that_are_all_equal_have_a_picture(shown, mode, size):
    _, panel = shown()
    rows = {"points": np.ones((5, size)), "centre": np.ones(size)}
    zero = np.zeros((size, size))
    subject = Subject(zero, np.zeros(size), np.eye(size)[:1], rows, of_data=True)
    panel.view.show_subject(subject, mode, 0.5, told(subject, mode, 0.5))
    assert colors(panel.view) > 30


def test_covariance_without_data_is_told_in_words(shown):
    _, panel = shown({"of": "data"})
    assert panel._empty.text() == NO_DATA
    assert panel._stack.currentWidget() is panel._empty


def test_other_learners_are_told_that_this_is_not_for_them(qtbot, bench):
    panel = Matrix(bench("circle"))
    qtbot.addWidget(panel)
    assert "Matrix block" in panel._empty.text()
    assert panel.requests() == ()


def test_dragging_a_column_is_one_step_that_can_be_undone(shown):
    table, panel = shown(mode="motion")
    start, sight = pixel(panel, "column 0")
    drag(panel.view, start, sight.pixels(np.array([[-0.5, 1.0]]))[0])
    found = np.reshape(entries(table), (2, 2))
    np.testing.assert_allclose(found[:, 0], [-0.5, 1.0], atol=0.02)
    np.testing.assert_allclose(found[:, 1], [0.8, 1.8])
    np.testing.assert_allclose(panel.view.subject.matrix, found)
    table.store.undo()
    assert "entries" not in table.store.value.block("lab").settings
    np.testing.assert_allclose(panel.view.subject.matrix[:, 0], [1.2, 0.2])
    assert not table.store.can_undo() or table.store.value.block("lab").settings == {}


def test_two_drags_are_two_steps(shown):
    table, panel = shown(mode="motion")
    for target in ([1.0, 0.5], [0.5, 1.0]):
        start, sight = pixel(panel, "column 0")
        drag(panel.view, start, sight.pixels(np.array([target]))[0])
    table.store.undo()
    np.testing.assert_allclose(np.reshape(entries(table), (2, 2))[:, 0], [1.0, 0.5], atol=0.02)


def test_shift_snaps_to_tenths(shown):
    table, panel = shown(mode="motion")
    start, sight = pixel(panel, "column 1")
    end = sight.pixels(np.array([[0.337, 0.961]]))[0]
    drag(panel.view, start, end, Qt.KeyboardModifier.ShiftModifier)
    np.testing.assert_allclose(np.reshape(entries(table), (2, 2))[:, 1], [0.3, 1.0], atol=1e-9)


def test_the_scale_rests_while_a_column_is_dragged(shown):
    _, panel = shown(mode="motion")
    view = panel.view
    start, sight = pixel(panel, "column 0")
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=point(start))
    before = view._reach
    QTest.mouseMove(view, QPoint(5, 5))
    assert view._reach == before
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert view._reach > before


def test_b_is_dragged_in_solve(shown):
    table, panel = shown(mode="solve")
    start, sight = pixel(panel, "b")
    drag(panel.view, start, sight.pixels(np.array([[-1.0, 0.5]]))[0])
    np.testing.assert_allclose(table.store.value.block("lab").settings["b"], [-1, 0.5], atol=0.03)
    answer = panel.view.subject.answer.shortest
    b = panel.view.subject.b
    np.testing.assert_allclose(panel.view.subject.matrix @ answer, b, atol=1e-9)


def test_x_is_dragged_to_start_anew(shown):
    table, panel = shown({"start": [0.0, 1.0]}, mode="eigen", steps=0)
    start, sight = pixel(panel, "start")
    drag(panel.view, start, sight.pixels(np.array([[-1.0, 0.0]]))[0])
    found = table.store.value.block("lab").settings["start"]
    np.testing.assert_allclose(found, [-1.0, 0.0], atol=0.03)


def test_columns_are_dragged_in_space_across_the_line_of_sight(shown):
    table, panel = shown(MATRICES["space"], mode="motion")
    start, sight = pixel(panel, "column 2")
    assert isinstance(sight, SpaceSight)
    drag(panel.view, start, start + [30.0, -20.0])
    (there,) = sight.pixels(np.reshape(entries(table), (3, 3))[:, 2][None])
    np.testing.assert_allclose(there, start + [30.0, -20.0], atol=2.5)


def test_space_is_turned_by_dragging_beside_the_columns(shown):
    table, panel = shown(MATRICES["space"], mode="motion")
    before = panel.view.camera.azimuth
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(panel.view, left, pos=QPoint(20, 300))
    QTest.mouseMove(panel.view, QPoint(80, 300))
    QTest.mouseRelease(panel.view, left, pos=QPoint(80, 300))
    assert panel.view.camera.azimuth != before
    assert entries(table) == MATRICES["space"]["entries"]


def test_a_number_is_typed(qtbot, shown):
    table, panel = shown(mode="motion")
    box = panel.grid.box(1)
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "-2.5")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert entries(table) == [1.2, -2.5, 0.2, 1.8]
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert entries(table)[1] == pytest.approx(-2.4)


@pytest.mark.parametrize("typed", ["", "abc", "1e9", "nan"])
def test_what_is_no_number_is_taken_back(qtbot, shown, typed):
    table, panel = shown(mode="motion")
    box = panel.grid.box(0)
    box.setFocus()
    box.selectAll()
    qtbot.keyClick(box, Qt.Key.Key_Delete)
    qtbot.keyClicks(box, typed)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert entries(table) == [1.2, 0.8, 0.2, 1.8]
    assert box.text() == "1.2"


def test_a_third_dimension_is_taken_in_and_left_out(shown):
    table, panel = shown(mode="motion")
    panel._resize("3")
    assert entries(table) == [1.2, 0.8, 0.0, 0.2, 1.8, 0.0, 0.0, 0.0, 1.0]
    assert panel.view.subject.size == 3
    panel._resize("2")
    assert entries(table) == [1.2, 0.8, 0.2, 1.8]


def test_the_motion_begins_with_the_unmoved_plane(shown):
    _, panel = shown(mode="svd")
    panel.player.slider.show_value(0.0)
    panel._show()
    (scene, _), = panel.view.pictures()
    arrows = [item for item in scene.items if getattr(item, "name", "").startswith("v")]
    np.testing.assert_allclose([np.linalg.norm(one.tip) for one in arrows], 1.0)
    assert panel.view.words.startswith("1 Turn")


WORDS = [
    ("turning", "eigen", "no direction stays"), ("defective", "eigen", "Defective"),
    ("rank one", "solve", "off the line"), ("rank one", "svd", "collapses to a line"),
    ("flipped", "motion", "flipped over"), ("zero", "solve", "zero matrix"),
    ("plane in space", "motion", "collapses to a plane"), ("plain", "solve", "exactly"),
]  # fmt: skip


def test_rounding_is_written_nowhere(shown):
    _, panel = shown(MATRICES["turning"], mode="eigen")
    told = [value for _, value, _ in panel.keys._keys]
    assert told == ["i", "−i", "x says 0"]
    assert "λ = ±i, every step turns by 90° and stretches nothing" in panel.view.words
    panel.change(mode="svd")
    assert panel.view.words.endswith("still a circle.")


def test_words_keep_clear_of_the_numbers(shown):
    _, panel = shown(MATRICES["space"], mode="motion", size=(600, 420))
    assert panel.view.numbers.intersects(panel.view.rect())
    plate = QRectF(panel.view.numbers.topLeft() + QPointF(-20, 10), QSizeF(80, 16))
    _keep_clear(plate, panel.view.numbers)
    assert not plate.intersects(panel.view.numbers)


def test_numbers_give_way_where_the_panel_is_tiny(shown):
    _, panel = shown(MATRICES["space"], mode="motion", size=(300, 150))
    assert panel.grid.isHidden()
    assert panel.view._room().width() == panel.view.width()
    panel.resize(900, 600)
    assert not panel.grid.isHidden()


def test_modes_fold_into_a_menu_before_their_names_are_cut(shown):
    _, panel = shown(mode="svd", size=(250, 230))
    folded = panel.modes._folded
    assert folded.isVisible()
    assert folded.text().startswith("SVD")
    actions = folded.menu().actions()
    assert [one.text() for one in actions] == ["Motion", "Eigen", "SVD", "Solve"]
    actions[3].trigger()
    assert panel.settings.mode == "solve"
    panel.resize(700, 400)
    assert not folded.isVisible()
    assert panel.modes._buttons["solve"].isVisible()


@pytest.mark.parametrize(("name", "mode", "words"), WORDS)
def test_it_is_told_in_words(shown, name, mode, words):
    _, panel = shown(MATRICES[name], mode=mode)
    assert words in panel.view.words


def test_it_is_saved_as_shapes(shown, tmp_path):
    _, panel = shown(mode="eigen")
    save_picture(panel, tmp_path / "matrix.svg")
    assert (tmp_path / "matrix.svg").stat().st_size > 5000
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    panel.grid.paint(painter, vector=True)
    painter.end()


@pytest.mark.parametrize("mode", MODES)
def test_controls_have_names(shown, mode):
    _, panel = shown(mode=mode)
    assert panel.player.button.accessibleName() == "Play the motion"
    assert panel.grid.box(3).accessibleName() == "Row 2, column 2"
    assert panel.view.accessibleName()
