"""Several members on one feature: their curves, the mean, the band, and words."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from playground.document.project import Placed, Project, Wire
from playground.ui.panels.boundary import Boundary
from playground.ui.plots.decisions.member_spread import MemberSpread
from playground.ui.theme import DARK, LIGHT, themes

COLOR = QColor("#FF8800")


@pytest.fixture
def make(qtbot, bench):
    def shown(members, model="polynomial-regression", size=(420, 320), **settings):
        project = Project(
            blocks=(Placed("data", "sine"), Placed("it", model, {"members": members, **settings})),
            wires=(Wire("data", "it"),),
        )
        bridge = type(bench.empty())(project)
        panel = Boundary(bridge)
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        bridge.run(5)
        return panel

    yield shown
    themes().choose(DARK)


def pixels(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).copy()


def test_the_band_is_one_deviation_around_the_mean():
    curves = np.random.default_rng(0).normal(size=(7, 30))
    spread = MemberSpread(np.linspace(0, 1, 30), curves)
    band = spread.band(COLOR)
    np.testing.assert_allclose((band.low + band.high) / 2, curves.mean(axis=0))
    np.testing.assert_allclose((band.high - band.low) / 2, curves.std(axis=0))
    *each, bold, mean = spread.lines(3, COLOR)
    assert len(each) == 7
    np.testing.assert_array_equal(bold.y, curves[3])
    assert mean.dashed
    np.testing.assert_allclose(mean.y, curves.mean(axis=0))


def test_words_tell_the_spread_where_the_samples_are():
    grid = np.linspace(0, 1, 101)
    spread = MemberSpread(grid, np.stack([np.zeros(101), 2 * grid]))
    assert spread.told(np.array([0.5, 0.5, 0.9])) == "spread between 2 members ±0.5"
    assert "band: ±0.5" in spread.key(np.empty(0))


def test_one_alone_has_no_spread():
    spread = MemberSpread(np.linspace(0, 1, 5), np.ones((1, 5)))
    assert spread.band(COLOR) is None
    assert spread.told(np.zeros(1)) == spread.key(np.zeros(1)) == ""
    assert len(spread.lines(0, COLOR)) == 1


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("model", ["polynomial-regression", "random-features"])
def test_the_panel_draws_a_band(make, model, theme):
    themes().choose(theme)
    panel = make(8, model, size=(900, 600))
    chart = panel.panes.panes[0].chart
    assert "spread between 8 members" in panel.header._subtitle._text
    assert "mean of 8" in chart.drawing.note
    before = pixels(chart)
    (band,) = chart.drawing.bands
    band.color.setAlphaF(0.0)
    chart.update()
    assert (pixels(chart) != before).sum() > 500


def test_one_member_is_a_plain_curve(make):
    panel = make(1)
    chart = panel.panes.panes[0].chart
    assert chart.drawing.bands == ()
    assert chart.drawing.note == ""
    assert "spread" not in panel.header._subtitle._text


def test_numbers_that_are_none_leave_a_gap(make):
    panel = make(3)
    chart = panel.panes.panes[0].chart
    (band,) = chart.drawing.bands
    band.low[:] = np.nan
    assert len(set(pixels(chart).tolist())) > 10
