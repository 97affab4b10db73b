"""Pictures, drawings and pages of runs: sharp, with text that is text, and complete."""

import re
import zlib

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog
from stand_in import circle

from playground.cli.commands import main
from playground.ui import pictures
from playground.ui.filming.reporting import Reporting, report_of
from playground.ui.takeaway import copy_picture, copy_seen
from playground.ui.theme import DARK, LIGHT, themes

SIZE = (520, 360)


@pytest.fixture(autouse=True)
def _dark():
    yield
    themes().choose(DARK)


@pytest.mark.parametrize("shown", [("window",), ("canvas",), ("boundary",), ("curves", "canvas")])
def test_drawings_hold_text_and_no_picture_of_everything(qtbot, tmp_path, shown):
    from PySide6.QtSvg import QSvgRenderer

    path = tmp_path / "drawing.svg"
    size = (1280, 720) if shown == ("window",) else SIZE
    pictures.take(circle(), path, shown, steps=5, size=size)
    text = path.read_text()
    drawing = QSvgRenderer(str(path))
    assert drawing.isValid()
    assert (drawing.viewBox().width(), drawing.viewBox().height()) == size
    words = set(re.findall(r">\s*([^<>]+?)\s*</text>", text))
    wanted = {"window": {"Circle", "Fit"}, "canvas": {"Circle", "Fit"}, "boundary": {"x1 →"},
              "curves": {"Curves", "Circle"}}[shown[0]]  # fmt: skip
    assert wanted <= words, words
    names = re.findall(r'\bid="([^"]+)"', text)
    assert len(names) == len(set(names))
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(names)
    if shown != ("boundary",):
        widths = [int(w) for w in re.findall(r'<image[^>]* width="(\d+)"', text)]
        assert max(widths, default=0) < size[0] / 2, "the whole is no picture of pixels"


@pytest.mark.parametrize("shown", [("window",), ("canvas",), ("boundary",)])
def test_pages_hold_text_in_fonts(qtbot, tmp_path, shown):
    path = tmp_path / "page.pdf"
    size = (1280, 720) if shown == ("window",) else SIZE
    pictures.take(circle(), path, shown, steps=5, size=size)
    data = path.read_bytes()
    assert data.startswith(b"%PDF")
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)", data)
    assert [float(side) for side in box.groups()] == pytest.approx([s * 0.75 for s in size], abs=1)
    assert b"/Type /Font" in data
    assert b"/ToUnicode" in data, "text can be searched and copied"
    streams = []
    for raw in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            streams.append(zlib.decompress(raw))
        except zlib.error:
            continue
    shown_text = sum(len(re.findall(rb"T[jJ]\b", stream)) for stream in streams)
    assert shown_text >= 3


def test_a_scaled_picture_is_as_sharp_as_its_scale(qtbot, tmp_path):
    path = tmp_path / "picture.png"
    pictures.take(circle(), path, ("boundary",), steps=5, size=SIZE, scale=2.0)
    image = QImage(str(path))
    assert (image.width(), image.height()) == (1040, 720)
    doubled = all(
        image.pixel(2 * x, y) == image.pixel(2 * x + 1, y)
        for x in range(100, 400) for y in range(200, 600, 9)
    )  # fmt: skip
    assert not doubled


def test_the_command_line_refuses_in_one_line(capsys, tmp_path):
    for words, wanted in (
        (["--to", "x.bmp"], "a picture is .png"),
        (["--to", "x.png", "--frames", "3"], "belongs to a film"),
        (["--to", "x.svg", "--scale", "2"], "--scale belongs to a .png"),
        (["--to", "x.gif", "--fps", "99"], "1 to 50 frames a second"),
        (["--to", "x.gif", "--frames", "0"], "at least one picture"),
        (["--to", "x.png", "--panel", "nope"], "there is no panel 'nope'"),
        (["--to", "x.png", "--size", "12"], "expected WIDTHxHEIGHT"),
    ):
        assert main(["shot", "circle", *words]) == 2
        printed = capsys.readouterr()
        assert wanted in printed.err
        assert printed.err.count("\n") == 1
    assert main(["report", "circle", "--to", "x.txt"]) == 2
    assert "ends in .html" in capsys.readouterr().err


def test_a_report_from_the_command_line_loads_nothing(qtbot, tmp_path, capsys):
    path = tmp_path / "report.html"
    assert main(["report", "circle", "--steps", "30", "--to", str(path)]) == 0
    text = path.read_text()
    assert "playground train circle --steps 30 --seed" in text
    assert "test accuracy" in text
    sources = re.findall(r'(?:src|href)="([^"]{0,20})', text)
    assert len(sources) >= 6
    assert all(source.startswith("data:image/") for source in sources)
    assert "http-equiv" not in text
    assert str(tmp_path) not in text


@pytest.fixture
def learning(qtbot):
    from playground.ui.app import build

    made = build(circle(), remember=False)
    made.show()
    qtbot.waitUntil(lambda: bool(made.bridge.status.steps))
    made.bridge.step(20)
    qtbot.waitUntil(lambda: made.bridge.status.steps == {"fit-1": 20})
    qtbot.wait(100)
    yield made
    made.bridge.store.mark_saved()
    made.close()
    made.deleteLater()


def test_a_report_of_a_window_tells_what_it_shows_and_leaves_it_as_it_is(
    learning, qtbot, tmp_path
):
    path = tmp_path / "report.html"
    themes().choose(LIGHT)
    before = themes().theme
    making = report_of(learning, path)
    with qtbot.waitSignal(making.done):
        pass
    assert "· 20 steps ·" in path.read_text()
    assert themes().theme is before
    assert learning.updatesEnabled()
    assert learning.bridge.status.steps == {"fit-1": 20}
    qtbot.waitUntil(lambda: learning.findChild(Reporting) is None)


def test_closing_the_window_ends_a_report(learning, qtbot, tmp_path):
    making = report_of(learning, tmp_path / "report.html")
    told = []
    making.done.connect(lambda: told.append("done"))
    making.failed.connect(told.append)
    learning.bridge.store.mark_saved()
    learning.close()
    assert told == [""]
    assert not list(tmp_path.iterdir())


def test_a_report_called_off_is_not_told_as_saved(learning, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "r.html"), ""))
    learning.actions_["report"].trigger()
    learning.findChild(Reporting).cancel()
    assert learning.banner.text == "The report was called off."
    assert not list(tmp_path.iterdir())


def test_pictures_go_to_the_clipboard(learning, qtbot):
    clipboard = QApplication.clipboard()
    panel = learning.panels.panels[0]
    copy_picture(panel)
    assert clipboard.image().width() == 2 * panel.width()
    copy_seen(learning)
    assert not clipboard.image().isNull()
    assert {"picture", "canvas-picture", "copy-picture", "film", "report"} <= {
        id for id, _ in learning.actions_
    }
