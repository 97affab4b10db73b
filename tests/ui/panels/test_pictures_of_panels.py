"""What leaves the window is a picture: no controls, and the panel is as it was."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QCursor, QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from playground.document.project import Placed, Project, Wire
from playground.ui.panel import PANELS
from playground.ui.picture_dialog import PictureDialog
from playground.ui.plots.picture import pixels_of, save_picture
from playground.ui.takeaway import copy_picture

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
CONTROLS = (QAbstractButton, QComboBox, QLineEdit)


@pytest.fixture(autouse=True)
def _pointer_elsewhere():
    """Keep the pointer off the controls, which look different under it."""
    QCursor.setPos(790, 790)


def shown(qtbot, panel, size=(520, 300)):
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def settle():
    for _ in range(5):  # what is inside of what was laid out is laid out in the turn after
        QCoreApplication.processEvents()


def state(header):
    """Return what is seen of a header, and where."""
    settle()
    parts = [part for part in header.findChildren(QWidget) if part.isVisible()]
    return [(part, part.geometry().getRect(), part.accessibleName()) for part in parts]


def same(one, other):
    return one.convertToFormat(QImage.Format.Format_RGB32) == other.convertToFormat(
        QImage.Format.Format_RGB32
    )


@pytest.mark.parametrize("name", list(PANELS))
@pytest.mark.parametrize("data", ["circle", "blobs"])
def test_no_panel_has_controls_in_its_header_while_it_is_pictured(qtbot, bench, name, data):
    bridge = bench(data)
    panel = shown(qtbot, PANELS[name](bridge))
    bridge.run(3)
    before, live = state(panel.header), panel.grab().toImage()
    with panel.header.as_a_picture():
        seen = [part for kind in CONTROLS for part in panel.header.findChildren(kind)]
        assert not [part.accessibleName() for part in seen if part.isVisible()]
        assert panel.header._title.width() >= panel.header._title.sizeHint().width()
    assert state(panel.header) == before
    assert same(panel.grab().toImage(), live)


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
    seen = dialog.preview.pixmap().toImage()
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
    with curves.header.as_a_picture():
        curves._switch.hide()
        curves._switch.show()
        assert not curves._switch.isVisible()
    assert curves._switch.isVisible()


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
    with panel.header.as_a_picture():
        assert not panel.easel.strip.isVisible()
        top = min(part.y() for part in ground.findChildren(QWidget, options=DIRECT)
                  if part.isVisible())  # fmt: skip
        assert top == 0, "the picture takes their place"
        panel.refresh()
        assert not panel.easel.strip.isVisible()
    settle()
    assert panel.easel.strip.isVisible()
    assert same(panel.grab().toImage(), live)
