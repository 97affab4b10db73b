"""The mixture panel: in picture and words, for every kind of data and learner."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from playground.document.project import Placed, Project, Wire
from playground.ui.focus import Spot
from playground.ui.panels.mixture import Mixture
from playground.ui.plots.groups.colors import group_color
from playground.ui.plots.mixing.mist import Mist, blends
from playground.ui.theme import DARK, LIGHT, themes

LONG = {"isotropic": False, "spread": 0.25, "seed": 24, "classes": 4}


@pytest.fixture
def make(qtbot, bench):
    def shown(data="blobs", model="gaussian-mixture", size=(420, 380), steps=20, via="",
              given=None, **settings):  # fmt: skip
        chain = [Placed("data", data, given or {}), *([Placed("via", via)] if via else []),
                 Placed("it", model, settings)]  # fmt: skip
        wires = tuple(Wire(a.id, b.id) for a, b in zip(chain, chain[1:], strict=False))
        bridge = type(bench.empty())(Project(blocks=tuple(chain), wires=wires))
        panel = Mixture(bridge)
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


def pair(shape=None, weight=(0.5, 0.5)):
    shapes = np.stack([np.eye(2), np.eye(2)]) if shape is None else shape
    return Mist({"mean": np.array([[0.0, 0.0], [4.0, 0.0]]), "covariance": shapes,
                 "weight": np.array(weight)})  # fmt: skip


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("size", [(350, 230), (900, 600)])
@pytest.mark.parametrize("data", ["blobs", "iris", "digits", "sine"])
def test_components_are_drawn_for_every_kind_of_data(make, data, size, theme):
    themes().choose(theme)
    _, panel = make(data, size=size, steps=6, given={"size": 200} if data == "digits" else None)
    assert not panel._empty.isVisible()
    picture = panel.picture
    shown = picture.chart if data == "sine" else picture.plane
    assert shown.isVisible()
    for part in (shown, panel.table):
        assert len(set(pixels(part).tolist())) > 10, part


def test_light_and_ellipses_show_on_the_plane(make):
    _, panel = make(given=LONG, components=4)
    plane = panel.picture.plane
    before = pixels(plane)
    plane.show_clouds(None)
    assert (pixels(plane) != before).sum() > 300, "ellipses are painted"


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
def test_light_is_brightest_in_the_middle_and_has_the_components_colour(qapp, theme):
    themes().choose(theme)
    image = pair().picture((-3.0, 7.0, -3.0, 3.0), (100, 60))
    ground, middle, side = (image.pixelColor(x, 30) for x in (0, 30, 20))
    own = group_color(0)

    def away(color):
        return sum(abs(getattr(color, c)() - getattr(own, c)()) for c in ("red", "green", "blue"))

    assert away(middle) < away(side) < away(ground)
    themes().choose(DARK)


def test_a_collapsed_component_leaves_the_others_their_light(qapp):
    shape = np.stack([np.eye(2), np.eye(2), np.eye(2) * 1e-9])
    mist = Mist({"mean": np.array([[0.0, 0.0], [4.0, 0.0], [2.0, 2.0]]), "covariance": shape,
                 "weight": np.full(3, 1 / 3)})  # fmt: skip
    alone, among = (m.picture((-3.0, 7.0, -3.0, 3.0), (100, 60)) for m in (pair(), mist))
    assert alone.pixelColor(30, 30) == among.pixelColor(30, 30)


def test_a_component_without_rows_is_not_drawn():
    assert pair(weight=(1.0, 1e-17)).known == [0]


def test_mixtures_can_be_packed_and_come_back():
    mist = pair(np.array([[[2.0, 0.3], [0.3, 1.0]], np.eye(2)]))
    back = Mist.unpacked(mist.packed, 2)
    for name in ("mean", "covariance", "weight"):
        np.testing.assert_array_equal(getattr(back, name), getattr(mist, name))


def test_rows_have_the_blend_of_those_that_answer(qapp):
    shades, colors = blends(np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0], [0.0, 0.0]]))
    first, both, second, none = (colors[s] for s in shades)
    for part in ("red", "green", "blue"):
        ends = getattr(first, part)(), getattr(second, part)()
        assert getattr(both, part)() == pytest.approx(sum(ends) / 2, abs=13)
        assert getattr(none, part)() == pytest.approx(getattr(group_color(-1), part)(), abs=7)


def test_the_sum_of_the_curves_holds_all_rows(make):
    _, panel = make("sine", components=4)
    drawing = panel.picture.chart.drawing
    *parts, total = drawing.lines
    assert len(parts) == 4
    np.testing.assert_allclose(total.y, sum(line.y for line in parts))
    assert np.trapezoid(total.y, total.x) == pytest.approx(1.0, abs=0.03)


def test_components_glide_to_where_they_are(make, qtbot):
    bridge, panel = make(given=LONG, components=4, start="random", steps=1)
    qtbot.wait(200)
    bridge.run(1)
    goal = bridge.session.built["it"].learner.states[0]["mean"]
    far = np.abs(panel.picture.mist.mean - goal).max()
    assert far > 1e-3, "they are on their way"
    qtbot.waitUntil(lambda: np.abs(panel.picture.mist.mean - goal).max() < 1e-6)


def test_the_header_says_which_half_step_comes_next(make):
    bridge, panel = make(steps=0)
    assert "next, each row is shared out" in panel.header._subtitle._text
    bridge.run(1)
    assert "next, the ellipses move" in panel.header._subtitle._text
    bridge.run(200)
    assert "settled" in panel.header._subtitle._text


def test_a_row_under_the_cursor_is_asked_about(make, qtbot):
    bridge, panel = make(size=(640, 520))
    plane = panel.picture.plane
    x, y = plane.pixels_of(plane.samples.at[:1])[0].tolist()
    QTest.mouseMove(plane, QPointF(x, y).toPoint())
    near = np.linalg.norm(plane.pixels_of(plane.samples.at) - [x, y], axis=1)
    qtbot.waitUntil(lambda: any("held" in dict(r.settings) for r in panel._requests))
    held = dict(panel._requests[0].settings)["held"]
    assert near[list(plane.samples.rows).index(held)] < 3
    bridge.pulse()
    assert f"row {held + 1}" in panel.table.told


def test_a_place_without_rows_is_asked_about(make, qtbot):
    bridge, panel = make(size=(640, 520))
    QTest.mouseMove(panel.picture.plane, QPoint(4, 4))
    spot = bridge.focus.spot
    assert spot is not None
    qtbot.waitUntil(lambda: any(dict(r.settings).get("at") == spot.x for r in panel._requests))
    bridge.pulse()
    assert "this place" in panel.table.told
    bridge.focus.hover(Spot("another", (0.5, 0.25)))
    bridge.focus.hover(None)
    assert dict(panel.requests()[0].settings)["at"] == (0.5, 0.25)


def test_two_features_can_be_chosen(make):
    bridge, panel = make("iris")
    panel.picker.picked.emit("pair", 2, 3)
    assert all(dict(r.settings)["x"] == 2 for r in panel.requests())
    bridge.pulse()
    assert panel.picture.plane.names == ("petal length", "petal width")


def test_of_many_components_the_likeliest_have_a_line(make):
    _, panel = make(given={"classes": 8}, components=12, size=(520, 420))
    shown = panel.table.shown
    assert 2 <= len(shown) < 12
    assert panel.picture.plane.legend.classes == ()


def test_a_picked_member_is_shown(make):
    bridge, panel = make(members=3)
    bridge.focus.pick(2)
    panel.rewatch()
    assert dict(panel._requests[0].settings)["member"] == 2


def test_a_collapse_is_said(make):
    _, panel = make(given=LONG | {"size": 30}, components=8, start="random", steps=120)
    assert "collapsed" in panel.remark.text
    assert panel.remark.isVisible()
    _, sound = make()
    assert not sound.remark.isVisible()


def test_words_where_transforms_bend(make):
    _, panel = make(via="feature-map")
    assert panel._empty.isVisible()
    assert "bends or flattens" in panel._empty.text()


def test_words_where_numbers_are_none(make):
    bridge, panel = make()
    bridge.session.built["it"].learner.states[0]["mean"][:] = np.nan
    bridge.pulse()
    assert "no longer numbers" in panel._empty.text()


@pytest.mark.parametrize("model", ["k-means", "naive-bayes"])
def test_words_where_nothing_is_a_mixture(make, model):
    _, panel = make(model=model)
    assert panel._empty.isVisible()
    assert "Not applicable" in panel._empty.text()
