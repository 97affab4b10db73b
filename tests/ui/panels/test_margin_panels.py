"""The margin and lifted panels: streets, tubes and sheets for whatever learns."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest

from playground.document.project import Placed, Project, Wire
from playground.ui.panels.lifted import Lifted
from playground.ui.panels.margin import Margin
from playground.ui.plots.margins.lifted_view import eased
from playground.ui.plots.margins.sheet import TOP, Sheet
from playground.ui.plots.picture import save_picture
from playground.ui.theme import DARK, LIGHT, themes

SVM = "support-vector-machine"


def project(dataset="circle", data=None, kind=SVM, **settings):
    return Project(
        blocks=(Placed("data", dataset, data or {}), Placed("svm", kind, settings)),
        wires=(Wire("data", "svm"),),
    )


@pytest.fixture
def make(qtbot, bench):
    def shown(panel_type, *args, size=(500, 400), steps=20, learns=None, panel=None, **kwargs):
        bridge = bench.empty()
        bridge.load(learns or project(*args, **kwargs))
        found = panel_type(bridge, panel or {})
        qtbot.addWidget(found)
        found.resize(*size)
        found.show()
        bridge.run(steps)
        return bridge, found

    yield shown
    themes().choose(DARK)


def pixels(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).copy()


STATES = [
    ("circle", {}, {}),
    ("circle", {}, {"gamma": 1000.0}),
    ("circle", {}, {"kernel": "linear", "c": 100.0}),
    ("iris", {}, {}),
    ("digits", {}, {}),
    ("breast-cancer", {}, {}),
    ("spiral", {"arms": 3}, {"kernel": "polynomial"}),
]
VALUES = [("sine", {}, {}), ("regression-plane", {}, {}), ("diabetes", {}, {"kernel": "linear"})]


@pytest.mark.parametrize(("dataset", "data", "settings"), [*STATES, *VALUES])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("size", [(350, 230), (900, 600)])
def test_every_machine_shows_its_margin(make, dataset, data, settings, theme, size):
    themes().choose(theme)
    _, panel = make(Margin, dataset, data, size=size, **settings)
    assert not panel._empty.isVisible()
    assert len(np.unique(pixels(panel))) > 60
    assert panel.strip._order.size == np.count_nonzero(panel.strip._street.share)


@pytest.mark.parametrize(("dataset", "data", "settings"), STATES)
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("t", [0.6, 2.0, 3.0])
def test_every_plane_is_lifted(make, dataset, data, settings, theme, t):
    themes().choose(theme)
    _, panel = make(Lifted, dataset, data, size=(350, 230), panel={"t": t}, **settings)
    assert not panel._empty.isVisible()
    assert len(np.unique(pixels(panel))) > 60


def test_before_the_first_step_there_is_a_flat_sheet_and_no_street(make):
    _, panel = make(Lifted, steps=0)
    assert np.ptp(panel.view.sheet.faces[..., 2]) == 0
    assert len(np.unique(pixels(panel))) > 20
    _, panel = make(Margin, steps=0)
    assert len(panel.strip._order) == 0
    assert len(np.unique(pixels(panel))) > 20


def test_other_learners_have_no_margin_but_can_be_lifted(make):
    blocks = (Placed("data", "circle", {}), Placed("fit", "fit", {}))
    network = Project(blocks=blocks, wires=(Wire("data", "fit"),))
    _, panel = make(Margin, learns=network)
    assert "Not applicable" in panel._empty.text()
    _, panel = make(Lifted, learns=network)
    assert panel.view.sheet is not None
    assert not panel.view.exact
    assert "log-odds" in panel.view.caption


@pytest.mark.parametrize(("dataset", "word"), [("sine", "values"), ("regression-plane", "values")])
def test_what_cannot_be_lifted_says_why(make, dataset, word):
    _, panel = make(Lifted, dataset)
    assert "Not applicable" in panel._empty.text()
    assert word in panel._empty.text()


def test_a_network_of_three_classes_is_not_lifted(make):
    blocks = (Placed("data", "iris", {}), Placed("fit", "fit", {}))
    _, panel = make(Lifted, learns=Project(blocks=blocks, wires=(Wire("data", "fit"),)))
    assert "more than two classes" in panel._empty.text()


def test_a_diverged_network_is_told(make):
    blocks = (Placed("data", "circle", {}), Placed("fit", "fit", {}))
    network = Project(blocks=blocks, wires=(Wire("data", "fit"),))
    bridge, panel = make(Lifted, learns=network)
    bridge.session.built["fit"].learner.weights.flat[:] = np.nan
    bridge.pulse()
    assert "diverged" in panel.view.notice
    panel.grab()


def test_a_diverged_machine_is_told(make):
    bridge, panel = make(Margin)
    bridge.session.built["svm"].learner.states[0]["bias"][:] = np.nan
    bridge.pulse()
    assert "diverged" in panel.plane.notice
    assert "diverged" in panel.words.accessibleName()
    panel.grab()


def test_nothing_on_the_canvas_is_said(make):
    for panel_type in (Margin, Lifted):
        _, panel = make(panel_type, learns=Project(), steps=0)
        assert "Nothing to draw yet" in panel._empty.text()


def test_pairs_of_classes_can_be_chosen(make):
    bridge, panel = make(Margin, "iris")
    assert panel.pairs.isVisible()
    assert panel.pairs.text() == "setosa / versicolor"
    panel.pairs.chosen.emit("2", True)
    bridge.pulse()
    assert panel.pairs.text() == "versicolor / virginica"
    assert panel.plane.street.ends == (1, 2)
    assert {item.title for item in panel._items if item.checked} == {"versicolor / virginica"}


def test_a_bar_marks_its_row_everywhere(make):
    bridge, panel = make(Margin, size=(600, 500))
    strip = panel.strip
    area, wide = strip._area()
    QTest.mouseMove(strip, QPointF(area.left() + 2.5 * wide, area.center().y()).toPoint())
    at = QPointF(area.left() + 2.5 * wide, area.center().y())
    strip.mouseMoveEvent(
        QMouseEvent(
            QMouseEvent.Type.MouseMove, at, at, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip
    row = int(strip._street.arrays["rows"][strip._order[2]])
    assert bridge.focus.brushed == frozenset({row})
    strip.leaveEvent(None)
    assert bridge.focus.brushed == frozenset()


def test_the_strongest_pull_stands_first(make):
    _, panel = make(Margin, c=5.0)
    told = panel.strip._street.share[panel.strip._order]
    assert (np.diff(told) <= 0).all()
    assert told[0] <= 1.0


def test_the_street_is_read_at_the_cursor(make):
    _, panel = make(Margin, c=10.0, steps=200)
    assert "inside" in panel.plane.read(0.0, 0.0)
    assert "decision value −" in panel.plane.read(0.0, 0.0)
    assert "outside" in panel.plane.read(1.3, 0.0)


def test_the_lines_lie_where_the_decision_value_is(make):
    bridge, panel = make(Margin, steps=300)
    machine = bridge.session.built["svm"].learner
    for level in (-1.0, 0.0, 1.0):
        ends = panel.plane.street.line(level).reshape(-1, 2)
        found = machine.block.decision(machine.states[0], ends)[:, 0]
        assert len(ends) > 40
        assert found == pytest.approx(np.full(len(ends), level), abs=0.05)


def test_the_sheet_is_cut_exactly_at_zero():
    x = np.linspace(-1, 1, 21)
    heights = x[None, :] ** 2 + x[:, None] ** 2 - 0.5
    arrays = {
        "extent": np.array([-1.0, 1.0, -1.0, 1.0]), "heights": heights, "reach": np.array(0.5),
        "points": np.array([[0.0, 0.0, -0.5]]),
    }  # fmt: skip
    sheet = Sheet(arrays)
    z = sheet.faces[..., 2]
    assert (z[sheet.sides] >= -1e-12).all()
    assert (z[~sheet.sides] <= 1e-12).all()
    assert z.max() == pytest.approx(TOP)
    assert sheet.points[0] == pytest.approx([0.0, 0.0, -1.0])
    for value in (0.0, 0.3):
        ring = sheet.line(value)[..., :2].reshape(-1, 2) * 21 / 20
        radius = np.full(len(ring), np.sqrt(0.5 + value))
        assert np.hypot(*ring.T) == pytest.approx(radius, abs=0.01)
    covered = sheet.faces[:, [0, 1, 2, 3]]
    a, b = covered[:, 2, :2] - covered[:, 0, :2], covered[:, 3, :2] - covered[:, 1, :2]
    assert np.abs(a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum() / 2 > 3


def test_the_lift_rises_is_cut_and_falls_back(make):
    _, panel = make(Lifted)
    view, seen = panel.view, {}
    for t in (0.0, 0.5, 1.0, 2.0, 2.5, 3.0):
        panel.player.slider.show_value(t)
        panel._move(t)
        seen[t] = (view.lift, view.cut)
    assert seen[0.0] == (0.0, 0.0)
    assert seen[0.5] == (pytest.approx(0.5), 0.0)
    assert seen[1.0] == (1.0, 0.0)
    assert seen[2.0] == (1.0, 1.0)
    assert seen[3.0] == (0.0, 1.0)
    assert eased(-1) == 0
    assert eased(2) == 1


def test_the_player_plays_and_the_moment_is_kept(make, qtbot):
    _, panel = make(Lifted)
    kept = []
    panel.settings_changed.connect(kept.append)
    panel.player.slider.setFocus()
    QTest.keyClick(panel.player.slider, Qt.Key.Key_Home)
    assert panel.view.t == 0.0
    assert kept[-1] == {"t": 0.0}
    panel.player.button.click()
    qtbot.waitUntil(lambda: panel.view.t > 0.0)
    panel.player.button.click()
    assert not panel.player.playing


def test_a_drag_turns_and_a_double_click_goes_back(make):
    _, panel = make(Lifted)
    view = panel.view
    before = view.camera.azimuth
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=view.rect().center())
    QTest.mouseMove(view, view.rect().center() + view.rect().bottomRight() / 6)
    view.camera.turn(40, 10)
    assert view.camera.azimuth != before
    view.grab()
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=view.rect().center())
    assert view.camera.azimuth == before


def test_from_below_the_sheet_is_painted_too(make):
    _, panel = make(Lifted)
    panel.view.camera.elevation = -40.0
    assert len(np.unique(pixels(panel.view))) > 60


@pytest.mark.parametrize("panel_type", [Margin, Lifted])
@pytest.mark.parametrize("ending", ["svg", "pdf", "png"])
def test_pictures_can_be_saved(make, tmp_path: Path, panel_type, ending):
    _, panel = make(panel_type)
    to = tmp_path / f"picture.{ending}"
    save_picture(panel, to)
    assert to.stat().st_size > 2000
