"""Pictures of rows are black where they are low and white where they are high, in every theme."""

import numpy as np
import pytest

from playground.ui.plots.coding.small_picture import grey_pixels
from playground.ui.theme import DARK, LIGHT, theme, themes


@pytest.fixture(params=[DARK, LIGHT], ids=["dark", "light"])
def worn(qapp, request):
    themes().choose(request.param)
    yield request.param
    themes().choose(DARK)


def levels(values, limits, strength=1.0):
    return (grey_pixels(np.array([values]), limits, strength)[0] & 255).tolist()


def test_ends_are_black_and_white_in_both_themes(worn):
    assert levels([-3.0, 0.0, 16.0, 99.0, np.nan], (0.0, 16.0)) == [0, 0, 255, 255, 0]
    assert levels([-1.0, 0.0, 1.0], (-1.0, 1.0)) == [0, 128, 255]


def test_levels_between_0_and_1_are_shown_as_they_are(worn):
    assert levels([0.2, 0.4], (0.2, 0.4)) == [51, 102]


def test_a_faint_picture_is_near_the_ground_and_no_negative(worn):
    ground = theme().color("field").blue()
    low, high = levels([0.0, 1.0], (0.0, 1.0), 0.25)
    assert low <= ground <= high
    assert high - low == pytest.approx(64, abs=1)
