"""Drawings become the numbers that the handwritten digits are made of."""

import functools

import numpy as np
import pytest
from penned_digits import PENNED
from sklearn.datasets import load_digits

from playground.document.presets import load_preset
from playground.engine.coding.drawing import GRID, INK, bitmap, counted, digit_of, in_place
from playground.runtime.compile import Compiler


@functools.cache
def means():
    x, y = load_digits(return_X_y=True)
    return np.array([x[y == label].mean(axis=0) for label in range(10)])


@functools.cache
def trained(seed=0):
    preset = load_preset("draw-a-digit")
    learner = Compiler().learners(preset)["fit"].learner
    learner.step(preset.promise.steps)
    return learner


def test_blocks_of_four_by_four_are_counted():
    bits = np.zeros((GRID, GRID), bool)
    bits[0:4, 4:8] = True
    bits[31, 31] = True
    counts = counted(bits)
    assert counts[0, 1] == 16
    assert counts[7, 7] == 1
    assert counts.sum() == 17


def test_an_empty_sheet_is_all_zeros():
    assert not digit_of(()).any()
    assert not in_place(()).any()


@pytest.mark.parametrize("label", range(10))
def test_a_drawing_fills_the_box_that_the_data_s_digits_fill(label):
    bits = bitmap(PENNED[label])
    rows, columns = np.flatnonzero(bits.any(axis=1)), np.flatnonzero(bits.any(axis=0))
    assert rows[0] <= 1
    assert rows[-1] >= GRID - 2
    assert (columns[0] + columns[-1]) / 2 == pytest.approx((GRID - 1) / 2, abs=1)
    assert abs(bits.sum() - INK) < 40


def test_neither_place_nor_size_on_the_sheet_matter():
    drawing = [[(0.5 + 0.3 * (x - 0.5) + 0.2, 0.3 * y) for x, y in s] for s in PENNED[3]]
    assert digit_of(drawing) == pytest.approx(digit_of(PENNED[3]), abs=2)


def test_a_thicker_pen_leaves_more_ink():
    thin, thick = digit_of(PENNED[5], 1.6), digit_of(PENNED[5], 3.4)
    assert thin.sum() < digit_of(PENNED[5]).sum() < thick.sum()


@pytest.mark.parametrize("label", range(10))
def test_a_drawing_resembles_the_mean_digit_of_its_class(label):
    drawn = digit_of(PENNED[label]).reshape(-1)
    assert np.corrcoef(drawn, means()[label])[0, 1] > 0.7


def test_most_are_nearest_to_the_mean_digit_of_their_class():
    near = [
        np.argmax([np.corrcoef(digit_of(PENNED[k]).reshape(-1), m)[0, 1] for m in means()])
        for k in range(10)
    ]
    assert np.sum(np.array(near) == np.arange(10)) >= 8


def test_the_preset_recognises_most_of_them():
    drawn = np.array([digit_of(PENNED[k]).reshape(-1) for k in range(10)])
    said = trained().decide(drawn)[0].argmax(axis=1)
    assert np.sum(said == np.arange(10)) >= 8


def test_digits_that_moved_by_a_pixel_are_mostly_not_recognised():
    """The lesson says so; it is why the pad centres what is drawn."""
    learner = trained()
    data = learner.source
    for step in (1, -1):
        moved = np.roll(data.x[data.test].reshape(-1, 8, 8), step, axis=2)
        moved[:, :, 0 if step > 0 else -1] = 0
        said = learner.decide(moved.reshape(-1, 64))[0].argmax(axis=1)
        assert 0.24 < (said == data.y[data.test]).mean() < 0.45


def test_single_dots_and_lines_are_no_trouble():
    for strokes in ([[(0.5, 0.5)]], [[(0.1, 0.5), (0.9, 0.5)]], [[(0.2, 0.2)], [(0.8, 0.8)]]):
        counts = digit_of(strokes)
        assert np.isfinite(counts).all()
        assert counts.max() > 0
