"""Numbers are written without powers of ten as long as that is not longer, and legends fit."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from playground.runtime.trace import Trace
from playground.ui.plots.curves.race_drawing import Placing, Race, verdict
from playground.ui.plots.legend import Legend, paint_legend
from playground.ui.plots.lettering import number


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(346.0, 2, "346"), (99.7, 2, "100"), (999.7, 3, "1000"), (12.34, 2, "12"),
     (0.0312, 2, "0.031"), (-346.0, 2, "−346"), (12345.0, 3, "1.23e4")],
)  # fmt: skip
def test_a_number_is_short(value, digits, text):
    assert number(value, digits) == text


def test_a_live_number_keeps_its_digits():
    assert [number(v, 3, full=True) for v in (99.94, 999.7, 1000.2)] == ["99.9", "1000", "1000"]
    assert number(999.73, 4, full=True) == "999.7"


@pytest.mark.parametrize("room", [300.0, 120.0, 40.0])
def test_a_bar_of_values_stays_within_its_room(qtbot, room):
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#102030"))
    shades = (QColor("#4DA3FF"), QColor("#FF9D45"))
    painter = QPainter(image)
    legend = Legend(limits=(25.0, 346.0), shades=shades)
    paint_legend(painter, legend, QRectF(0, 0, 400, 200), room, np.empty((0, 2)))
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(200, 400)
    touched = np.flatnonzero((pixels != pixels[0, 399]).any(axis=0))
    assert touched.size == 0 if room == 40.0 else 0 < touched.max() <= room + 8


def test_a_verdict_tells_two_close_values_apart():
    race = Race(Trace(), "loss", ("Momentum", "SGD"), (), "steps")
    told = verdict(race, [Placing(0, "Momentum", 1.1180), Placing(1, "SGD", 1.1244)], 400)
    assert "1.118," in told
    assert told.endswith("last with 1.124.")
