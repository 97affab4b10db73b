"""The densities panel: in picture and words, for every kind of data and learner."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from playground.document.project import Placed, Project, Wire
from playground.ui.focus import Spot
from playground.ui.panels.densities import Densities
from playground.ui.plots.decisions.decision import Decision, Look
from playground.ui.plots.densities.bayes_table import from_log
from playground.ui.plots.densities.clouds import Clouds
from playground.ui.plots.densities.densities_picture import DensitiesPicture
from playground.ui.theme import DARK, LIGHT, themes


@pytest.fixture
def make(qtbot, bench):
    def shown(data="gaussians", model="naive-bayes", size=(420, 320), steps=20, via="", **settings):
        chain = [Placed("data", data), *([Placed("via", via)] if via else []),
                 Placed("it", model, settings)]  # fmt: skip
        wires = tuple(Wire(a.id, b.id) for a, b in zip(chain, chain[1:], strict=False))
        bridge = type(bench.empty())(Project(blocks=tuple(chain), wires=wires))
        panel = Densities(bridge)
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        bridge.run(steps)
        return bridge, panel

    yield shown
    themes().choose(DARK)


def pixels(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).copy()


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("size", [(350, 230), (900, 600)])
@pytest.mark.parametrize("data", ["gaussians", "iris", "digits"])
def test_distributions_are_drawn_for_every_kind_of_data(make, data, size, theme):
    themes().choose(theme)
    _, panel = make(data, size=size)
    assert not panel._empty.isVisible()
    picture = panel.picture
    for part in (picture.plane, *picture.ridges, panel.table):
        assert len(set(pixels(part).tolist())) > 20, part
    before = pixels(picture.plane)
    picture.plane.show_clouds(None)
    assert (pixels(picture.plane) != before).sum() > 300, "ellipses are painted"


def test_ellipses_are_as_wide_as_the_spread():
    shape = np.array([[[4.0, 1.5], [1.5, 1.0]]])
    clouds = Clouds({"mean": np.array([[1.0, 2.0]]), "covariance": shape, "weight": np.ones(1)})
    away = clouds.outline(0, 2.0) - [1.0, 2.0]
    far = np.einsum("ni,ij,nj->n", away, np.linalg.inv(shape[0]), away) ** 0.5
    np.testing.assert_allclose(far, 2.0)


def test_densities_hold_all_of_their_weight():
    clouds = Clouds({"mean": np.array([[0.5, 2.0]]), "covariance": np.diag([0.3, 2.0])[None],
                     "weight": np.ones(1)})  # fmt: skip
    for axis in (0, 1):
        x = np.linspace(-20, 20, 20001)
        assert np.trapezoid(clouds.density(0, axis, x), x) == pytest.approx(1)
        assert clouds.density(0, axis, x).max() == pytest.approx(clouds.peak(axis), rel=1e-3)


def test_one_feature_is_a_chart(make, qtbot):
    _, panel = make("iris")
    picture = DensitiesPicture(panel)
    qtbot.addWidget(picture)
    x = np.array([[0.2, 0.0], [0.8, 1.0], [0.9, 1.0]])
    arrays = {
        "grid": np.linspace(0, 1, 30), "axes": np.array([0, -1]), "points": x,
        "part": np.zeros(3, int), "labels": np.array([0, 1, 1]), "rows": np.arange(3),
    }  # fmt: skip
    clouds = Clouds({"mean": np.array([[0.2], [0.85]]), "covariance": np.full((2, 1, 1), 0.01),
                     "weight": np.array([0.3, 0.7])})  # fmt: skip
    picture.resize(500, 300)
    picture.show()
    picture.show_clouds(Decision(arrays, ("a", "b"), Look(test=False)), clouds, ("x", ""))
    before = pixels(picture.chart)
    picture.show_spot(np.array([0.5]), 1)
    assert picture.chart.isVisible()
    assert (pixels(picture.chart) != before).sum() > 50, "the place is marked"
    assert len(picture.chart.drawing.lines) == 2


def test_the_cursor_asks_and_all_panels_hear(make, qtbot):
    bridge, panel = make()
    heard = panel.table.told
    QTest.mouseMove(panel.picture.plane, QPoint(30, 40))
    spot = bridge.focus.spot
    assert spot is not None
    assert spot.learner == "it"
    qtbot.waitUntil(lambda: any(dict(r.settings).get("at") == spot.x for r in panel._requests))
    bridge.pulse()
    arrays = next(s.arrays for r, s in panel.snapshots.items() if r.probe == "densities")
    np.testing.assert_allclose(arrays["spot"], spot.x)
    assert panel.table.told != heard


def test_the_place_under_another_panels_cursor_counts_and_stays(make):
    bridge, panel = make()
    bridge.focus.hover(Spot("another", (0.5, 0.25)))
    bridge.focus.hover(None)
    assert any(dict(r.settings).get("at") == (0.5, 0.25) for r in panel.requests())


def test_two_features_can_be_chosen(make):
    bridge, panel = make("iris")
    panel.picker.picked.emit("pair", 2, 3)
    assert all(dict(r.settings)["x"] == 2 for r in panel.requests())
    bridge.pulse()
    assert panel.picture.plane.names == ("petal length", "petal width")


def test_many_classes_leave_the_likeliest(make):
    _, panel = make("digits")
    posterior = panel.table._arrays["posterior"]
    shown = panel.table.shown
    assert 2 <= len(shown) < 10
    assert posterior[shown].min() >= np.delete(posterior, shown).max()


def test_words_before_any_row_is_counted(make):
    _, panel = make(steps=0)
    assert "No row is counted yet" in panel.table.accessibleName()
    assert not panel._empty.isVisible()


def test_a_class_at_a_time(make):
    _, panel = make("iris", steps=1)
    assert not panel._empty.isVisible()
    assert "100.0 %" in panel.table.told


def test_words_where_transforms_bend(make):
    _, panel = make(via="feature-map")
    assert panel._empty.isVisible()
    assert "bends or flattens" in panel._empty.text()


def test_words_where_numbers_are_none(make):
    bridge, panel = make()
    bridge.session.built["it"].learner.states[0]["mean"][:] = np.nan
    bridge.pulse()
    assert "no longer numbers" in panel._empty.text()


@pytest.mark.parametrize(
    ("data", "model"), [("moons", "nearest-neighbours"), ("sine", "nearest-neighbours")]
)
def test_words_where_nothing_believes_in_distributions(make, data, model):
    _, panel = make(data, model)
    assert panel._empty.isVisible()
    assert "Not applicable" in panel._empty.text()


@pytest.mark.parametrize(
    ("log", "told"),
    [(0.0, "1.00"), (math.log(0.0312), "0.0312"), (math.log(1e-7), "1.0e−7"),
     (-2000.0, "2.6e−869"), (-math.inf, "–"), (math.log(12345.0), "1.2e4")],
)  # fmt: skip
def test_numbers_are_written_from_their_logarithms(log, told):
    assert from_log(log) == told
