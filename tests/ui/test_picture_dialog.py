"""The dialog that saves pictures: as sharp, of the kind and in the colours that are chosen."""

import errno

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.ui.picture_dialog import COLOURS, PictureDialog
from playground.ui.plots.wording import grouped
from playground.ui.theme import DARK, LIGHT, theme, themes


class Ground(QWidget):
    """Shows the canvas colour of the theme that it was told last."""

    def __init__(self):
        super().__init__()
        self.setAccessibleName("Ground")
        self.seen = theme()
        themes().changed.connect(self._wear)
        self.resize(300, 120)

    def _wear(self, worn):
        self.seen = worn

    def paintEvent(self, event):
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self.seen.color("canvas"))
            painter.setPen(self.seen.color("text"))
            painter.drawText(20, 40, "words")


@pytest.fixture
def dialog(qtbot):
    themes().choose(DARK)
    subject = Ground()
    qtbot.addWidget(subject)
    subject.show()
    made = PictureDialog(subject, "ground")
    qtbot.addWidget(made)
    made.show()
    yield made
    themes().choose(DARK)


def choose(dialog, colours):
    dialog.colours.setCurrentIndex(list(COLOURS).index(colours))


def test_the_scale_decides_how_many_pixels_there_are(dialog, tmp_path):
    for scale in (0.25, 1.0, 3.5):
        dialog.scale.setValue(scale)
        assert f"{grouped(round(300 * scale))} × {round(120 * scale)} pixels" in dialog.facts.text()
        dialog.save(tmp_path / "it.png")
        assert QImage(str(tmp_path / "it.png")).size() == QSize(round(300 * scale), 120 * scale)
        assert "Saved it.png" in dialog.foot.status.text()


@pytest.mark.parametrize(("colours", "worn"), [
    ("As on the screen", DARK), ("Light, for paper", LIGHT), ("Dark, for slides", DARK),
])  # fmt: skip
def test_the_picture_wears_the_colours_and_the_window_keeps_its_own(
    dialog, tmp_path, colours, worn
):
    choose(dialog, colours)
    dialog.save(tmp_path / "it.png")
    assert QImage(str(tmp_path / "it.png")).pixelColor(1, 1) == worn.color("canvas")
    assert theme() is DARK
    seen = dialog.preview.grab().toImage()
    assert seen.pixelColor(seen.width() // 2, seen.height() // 2 + 9) == worn.color("canvas")


def test_drawings_hold_text_and_have_no_scale(dialog, tmp_path, monkeypatch):
    dialog.kind.setCurrentIndex(1)
    assert not dialog.scale.isVisible()
    asked = []
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName",
        lambda *a: asked.append(a[2:]) or (str(tmp_path / "it"), a[3]),
    )  # fmt: skip
    dialog.foot.begin.click()
    assert asked[0][0].endswith("ground.svg")
    assert asked[0][1] == "SVG (*.svg)"
    assert "words" in (tmp_path / "it.svg").read_text(encoding="utf-8")


def test_what_cannot_be_written_is_told_and_leaves_the_colours(dialog, tmp_path):
    choose(dialog, "Light, for paper")
    dialog.save(tmp_path / "none" / "it.png")
    assert "it was not saved: there is no such file or folder" in dialog.foot.status.text()
    assert theme() is DARK


@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf"])
def test_a_full_disk_leaves_the_picture_that_was_there(dialog, tmp_path, monkeypatch, ending):
    def full(_from, _to):
        raise OSError(errno.ENOSPC, "full")

    path = tmp_path / f"it{ending}"
    path.write_bytes(b"before")
    monkeypatch.setattr("playground.core.disk.os.replace", full)
    dialog.save(path)
    assert "the disk is full" in dialog.foot.status.text()
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == b"before"


def test_copying_takes_what_is_chosen(dialog):
    choose(dialog, "Light, for paper")
    dialog.scale.setValue(2.0)
    dialog.copy.click()
    taken = QGuiApplication.clipboard().image()
    assert taken.size() == QSize(600, 240)
    assert taken.pixelColor(1, 1) == LIGHT.color("canvas")


def test_the_largest_scale_can_be_saved(dialog, tmp_path):
    dialog.scale.setValue(1e6)
    dialog.save(tmp_path / "it.png")
    assert QImage(str(tmp_path / "it.png")).size() == QSize(2400, 960)
