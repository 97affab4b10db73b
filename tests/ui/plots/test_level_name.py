"""Names of levels: never on their line, and where no curve runs if there is such a place."""

import numpy as np
from PySide6.QtCore import QRectF, QSizeF

from playground.ui.plots.level_name import name_room

AREA = QRectF(30, 10, 400, 200)
SIZE = QSizeF(80, 14)


def line(*points):
    return np.array(points, float)


def crossed(room, curve):
    x = np.linspace(room.left(), room.right(), 200)
    y = np.interp(x, *curve.T, left=np.nan, right=np.nan)
    return bool(((y > room.top()) & (y < room.bottom())).any())


def test_a_name_stands_at_the_end_over_its_line():
    room = name_room(SIZE, 100.0, AREA, [])
    assert room.right() == AREA.right()
    assert room.bottom() < 100.0


def test_a_name_at_the_top_stands_under_its_line():
    room = name_room(SIZE, 12.0, AREA, [])
    assert room.top() > 12.0


def test_a_name_gives_way_to_curves():
    over = line([30, 92], [430, 92])
    room = name_room(SIZE, 100.0, AREA, [over])
    assert room.top() > 100.0, "to the other side"
    both = [over, line([200, 108], [430, 108])]
    room = name_room(SIZE, 100.0, AREA, both)
    assert room.right() < 200, "to where the curve has not begun"
    steep = line([30, 100], [380, 100], [384, 20], [430, 20])
    room = name_room(SIZE, 80.0, AREA, [steep])
    assert not crossed(room, steep)


def test_gaps_and_what_is_out_of_sight_are_free():
    gap = line([30, 92], [300, 92], [340, np.nan], [430, np.nan])
    assert name_room(SIZE, 100.0, AREA, [gap, np.zeros((0, 2))]).right() == AREA.right()


def test_where_no_place_is_free_it_is_that_with_the_fewest_curves():
    everywhere = [line([30, y], [430, y]) for y in (92, 106)]
    left = [line([30, y], [200, y]) for y in (94, 108)]
    room = name_room(SIZE, 100.0, AREA, everywhere + left)
    assert room.left() > 200


def test_a_narrow_chart_keeps_the_name_inside():
    narrow = QRectF(30, 10, 60, 100)
    assert name_room(SIZE, 50.0, narrow, []).left() == narrow.left()
