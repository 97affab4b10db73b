"""Data sets of pictures show some of them on their cards, each class in turn."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from sklearn.datasets import load_digits

from playground.engine.datasets.table import Table as Block
from playground.tables.importing import look, read
from playground.tables.keep import keep
from playground.tables.table import Column, Table
from playground.ui.canvas.picture_sheet import PictureSheet, paint_sheet, picture_shape
from playground.ui.canvas.preview import Preview, preview
from playground.ui.theme import DARK, LIGHT, theme, themes

SIDE = 6


@pytest.fixture
def folder(tmp_path):
    """Dark squares and bright ones, which a red corner tells up from down."""
    for name, level in (("dark", 20), ("light", 200)):
        (tmp_path / name).mkdir()
        for number in range(5):
            pixels = np.full((SIDE, SIDE, 3), level, np.uint8)
            pixels[0, 0] = (255, 0, 0)
            Image.fromarray(pixels).save(tmp_path / name / f"{number}.png")
    return tmp_path


def block_of(folder, **choices):
    from msgspec.structs import replace

    seen = look(folder, replace(look(folder).choices, side=SIDE, columns=(), **choices))
    found = read(folder, seen.choices)
    return Block(table=keep().put(found.table), **found.roles())


def test_digits_show_the_pictures_that_scikit_learn_has(bridge):
    shown = preview(bridge.catalogue["digits"]())
    assert isinstance(shown, PictureSheet)
    assert shown.label[:20].tolist() == [*range(10), *range(10)]
    images, labels = load_digits().images, load_digits().target
    for picture, label in zip(shown.pictures[:12], shown.label, strict=False):
        known = images[labels == label] / 16
        assert np.abs(known - picture).max(axis=(1, 2)).min() < 1e-9


@pytest.mark.parametrize("grey", [True, False])
def test_a_folder_of_pictures_shows_them_upright(bridge, folder, grey):
    shown = preview(block_of(folder, grey=grey))
    assert isinstance(shown, PictureSheet)
    assert shown.pictures.shape == ((10, SIDE, SIDE) if grey else (10, SIDE, SIDE, 3))
    assert shown.label.tolist() == [0, 1] * 5
    corner, middle = shown.pictures[:, 0, 0], shown.pictures[:, 3, 3]
    if grey:
        assert (corner[::2] > middle[::2]).all()
    else:
        assert np.allclose(corner, [1, 0, 0])
        assert np.ptp(middle, axis=1).max() < 1e-9
    bright = middle.reshape(10, -1)[:, 0]
    assert (bright[1::2] > bright[::2]).all()


def test_a_large_table_is_not_read_for_its_sheet(bridge, monkeypatch):
    x = np.random.default_rng(0).random((9000, 17))
    x[:, -1] = np.arange(9000) % 3
    kinds = Column("kind", "categorical", ("a", "b", "c"))
    columns = (*(Column(f"pixel {i} {j}") for i in range(1, 5) for j in range(1, 5)), kinds)
    block = Block(table=keep().put(Table(x, columns)), target="kind")
    taken, used = [], Block.used
    monkeypatch.setattr(Block, "used", lambda *a: taken.append(len(used(*a))) or used(*a))
    monkeypatch.setattr(Block, "load", lambda _: pytest.fail("it reads and divides all rows"))
    shown = preview(block)
    assert isinstance(shown, PictureSheet)
    assert max(taken) <= 300


@pytest.mark.parametrize("worn", [DARK, LIGHT], ids=["dark", "light"])
def test_photos_are_no_negatives_in_any_theme(bridge, folder, worn):
    """Squares of levels 20 and 200 are as dark and as bright as their files say."""
    shown = preview(block_of(folder, grey=True))
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    themes().choose(worn)
    try:
        with QPainter(image) as painter:
            paint_sheet(painter, QRectF(0, 0, 60, 60), shown, [])
    finally:
        themes().choose(DARK)
    levels = {image.pixelColor(x, 9).red() for x in (8, 30)}
    assert max(abs(one - other) for one, other in zip(sorted(levels), (20, 200), strict=True)) < 4


def test_only_whole_pictures_are_pictures(bridge):
    square = [f"pixel {i} {j}" for i in range(1, 4) for j in range(1, 3)]
    assert picture_shape(square) == (3, 2)
    assert picture_shape(square[:-1]) == ()
    assert picture_shape([f"pixel 1 {i}" for i in range(1, 5)]) == (), "a line is no picture"
    assert picture_shape([f"{n} {c}" for n in square for c in (1, 2, 3)]) == (3, 2, 3)
    assert picture_shape([f"{n} {c}" for n in square for c in (1, 2)]) == ()
    assert isinstance(preview(bridge.catalogue["iris"]()), Preview)


def test_large_pictures_are_made_smaller_by_their_means(bridge):
    from playground.ui.canvas.picture_sheet import sheet_of

    x = np.kron(np.eye(40), np.full((4, 4), 8.0)).reshape(1, -1)
    shown = sheet_of(x, np.zeros(1, int), (160, 160))
    assert np.allclose(shown.pictures, np.eye(40))


def test_a_sheet_fills_its_place_and_marks_classes(bridge):
    image = QImage(144, 80, QImage.Format.Format_RGB32)
    image.fill(QColor("magenta"))
    area = QRectF(2, 2, 140, 76)
    sheet = PictureSheet(np.ones((40, 8, 8)), np.arange(40) % 2)
    with QPainter(image) as painter:
        paint_sheet(painter, area, sheet, [QColor("red"), QColor("blue")] * 20)
    seen = {image.pixelColor(x, y).name() for x in range(144) for y in range(80)}
    assert {"#ff0000", "#0000ff", "#ffffff", theme().color("border").name()} <= seen
    outside = [(x, y) for x in range(144) for y in range(80)
               if not area.adjusted(-1, -1, 1, 1).contains(x, y)]  # fmt: skip
    assert {image.pixelColor(*at).name() for at in outside} == {"#ff00ff"}
