"""What leaves the window is a picture: no controls, and the panel is as it was."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QCursor, QGuiApplication, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QPushButton,
    QScrollBar,
    QTableView,
    QWidget,
)

from playground.document.files import load
from playground.document.project import Placed, Project, Wire
from playground.ui.filming.grid import Grid
from playground.ui.panel import PANELS
from playground.ui.picture_dialog import PictureDialog
from playground.ui.plots.picture import pixels_of, save_picture
from playground.ui.posing import posed
from playground.ui.takeaway import copy_picture

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
CONTROLS = (QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox)
IN_BODIES = {
    "backprop": "backprop-step-by-step", "finder": "learning-rate", "lifted": "svm-kernel-trick",
    "matrix": "matrix-lab", "pad": "draw-a-digit", "warp": "warp-spiral",
}  # fmt: skip
"""Projects whose panels have controls in the body."""


@pytest.fixture(autouse=True)
def _pointer_elsewhere():
    """Keep the pointer off the controls, which look different under it."""
    QCursor.setPos(790, 790)


def shown(qtbot, panel, size=(520, 300)):
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    return panel


def settle():
    for _ in range(5):  # what is inside of what was laid out is laid out in the turn after
        QCoreApplication.processEvents()


def state(panel):
    """Return what is seen of a panel, and where."""
    settle()
    parts = [part for part in panel.findChildren(QWidget) if part.isVisible()]
    return [(part, part.geometry().getRect(), part.accessibleName()) for part in parts]


def controls(panel):
    """Return the names of the controls that are seen."""
    parts = (part for kind in CONTROLS for part in panel.findChildren(kind) if part.isVisible())
    return [part.accessibleName() for part in parts
            if not isinstance(part, QScrollBar) and not isinstance(part.parent(), QTableView)]


def same(one, other):
    return one.convertToFormat(QImage.Format.Format_RGB32) == other.convertToFormat(
        QImage.Format.Format_RGB32
    )


@pytest.mark.parametrize("name", list(PANELS))
@pytest.mark.parametrize("data", ["circle", "blobs"])
def test_no_panel_has_controls_while_it_is_pictured(qtbot, bench, name, data):
    bridge = bench(data)
    panel = shown(qtbot, PANELS[name](bridge))
    bridge.run(3)
    before, live = state(panel), panel.grab().toImage()
    with posed(panel):
        assert not controls(panel)
        assert panel.header._title.width() >= panel.header._title.sizeHint().width()
    assert state(panel) == before
    assert same(panel.grab().toImage(), live)


@pytest.mark.parametrize("name", list(IN_BODIES))
def test_a_plot_takes_the_room_of_controls_beside_it_while_it_is_pictured(qtbot, bench, name):
    bridge = bench.of(load(f"presets/{IN_BODIES[name]}.json"))
    panel = shown(qtbot, PANELS[name](bridge), (900, 600))
    bridge.run(1)
    settle()
    before, live = state(panel), panel.grab().toImage()
    assert len(controls(panel.body)) > 0
    with posed(panel):
        parts = [part for part in panel.body.findChildren(QWidget, options=DIRECT)
                 if part.isVisible()]  # fmt: skip
        assert not controls(panel)
        assert max(part.geometry().bottom() for part in parts) >= panel.body.height() - 6
    assert state(panel) == before
    assert same(panel.grab().toImage(), live)


@pytest.mark.parametrize("name", list(IN_BODIES))
def test_controls_stay_away_while_a_film_goes_on(qtbot, bench, name):
    bridge = bench.of(load(f"presets/{IN_BODIES[name]}.json"))
    grid = shown(qtbot, Grid(bridge, [name]), (900, 600))
    for _ in range(2):
        bridge.run(1)
        grid.resize(880, grid.height() + 40)
        settle()
        assert not controls(grid)


def test_a_picture_does_not_stop_what_plays(qtbot, bench):
    bridge = bench.of(load("presets/warp-spiral.json"))
    panel = shown(qtbot, PANELS["warp"](bridge))
    bridge.run(1)
    panel.player.toggle()
    pixels_of(panel)
    assert panel.player.playing


@pytest.fixture
def curves(qtbot, bench):
    bridge = bench("circle")
    panel = shown(qtbot, PANELS["curves"](bridge))
    bridge.run(20)
    settle()
    assert panel._switch.isVisible()
    return panel


def band(image, panel):
    """Return the pixels of the header of a picture at the scale of the screen, right half."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(plain.constBits(), np.uint32).reshape(plain.height(), plain.width())
    return flat[4 : panel.header.height() - 4, plain.width() * 7 // 10 : -12].copy()


def test_files_the_clipboard_and_the_preview_show_the_same_picture(curves, qtbot, tmp_path):
    live = curves.grab().toImage()
    assert len(np.unique(band(live, curves))) > 1, "there are controls to leave out"
    picture = pixels_of(curves)
    assert len(np.unique(band(picture, curves))) == 1
    save_picture(curves, tmp_path / "it.png", 1.0)
    assert same(QImage(str(tmp_path / "it.png")), picture)
    save_picture(curves, tmp_path / "it.svg")
    words = (tmp_path / "it.svg").read_text(encoding="utf-8")
    assert "⋯" not in words
    assert "· loss · step 20" in words, "what a switch is set to is said"
    copy_picture(curves)
    assert same(QGuiApplication.clipboard().image(), pixels_of(curves, 2.0))
    dialog = PictureDialog(curves, "curves")
    qtbot.addWidget(dialog)
    seen = dialog.preview.image
    scale = seen.width() / picture.width()
    assert len(np.unique(band(seen, curves)[: round(20 * scale)])) == 1
    assert same(curves.grab().toImage(), live)


def test_a_control_that_has_the_keyboard_keeps_it(curves, qtbot):
    curves.activateWindow()
    button = next(b for b in curves._switch.findChildren(QAbstractButton) if b.isVisible())
    button.setFocus()
    assert QGuiApplication.focusObject() is button
    copy_picture(curves)
    assert QGuiApplication.focusObject() is button


def test_a_control_that_comes_while_it_is_pictured_is_not_seen_until_after(curves):
    with posed(curves):
        curves._switch.hide()
        curves._switch.show()
        assert not curves._switch.isVisible()
    assert curves._switch.isVisible()


def test_so_is_one_beside_the_plot(qtbot, bench):
    bridge = bench.of(load("presets/warp-spiral.json"))
    panel = shown(qtbot, PANELS["warp"](bridge))
    bridge.run(1)
    panel.player.hide()
    with posed(panel):
        panel.player.show()
        assert not panel.player.isVisible()
    assert panel.player.isVisible()


def test_what_is_painted_stays_whatever_stands_on_it(curves):
    class Plot(QWidget):
        def paint(self, painter, vector=False):
            """Say that it can be drawn."""

    plot = Plot(curves.body)
    button = QPushButton("Reset", plot)
    plot.show()
    with posed(curves):
        assert plot.isVisible()
        assert not button.isVisible()
    assert button.isVisible()


@pytest.mark.parametrize("name", ["boundary", "clusters"])
def test_painting_tools_are_left_out_too_and_the_picture_keeps_its_shape(qtbot, bench, name):
    project = Project(
        blocks=(Placed("blobs-1", "blobs"), Placed("k-means-1", "k-means"), Placed("fit-1", "fit")),
        wires=(Wire("blobs-1", "k-means-1"), Wire("blobs-1", "fit-1")),
    )
    bridge = bench.of(project)
    panel = shown(qtbot, PANELS[name](bridge))
    bridge.run(3)
    panel.easel.button.click()
    assert panel.easel.strip.isVisible()
    settle()
    live, ground = panel.grab().toImage(), panel.easel.shelf.parentWidget()
    with posed(panel):
        assert not panel.easel.strip.isVisible()
        top = min(part.y() for part in ground.findChildren(QWidget, options=DIRECT)
                  if part.isVisible())  # fmt: skip
        assert top == 0, "the picture takes their place"
        panel.refresh()
        assert not panel.easel.strip.isVisible()
    settle()
    assert panel.easel.strip.isVisible()
    assert same(panel.grab().toImage(), live)
