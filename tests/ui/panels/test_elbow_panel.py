"""The elbow panel: in picture and words, for every kind of data and learner."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from playground.document.project import Placed, Project, Wire
from playground.ui.panels.elbow import Elbow
from playground.ui.plots.elbow.count_chart import CountChart
from playground.ui.plots.elbow.count_curve import CountCurve
from playground.ui.theme import DARK, LIGHT, themes


@pytest.fixture
def make(qtbot, bench):
    def shown(data="blobs", model="k-means", size=(900, 600), steps=2, panel=None, **settings):
        blocks = (Placed("data", data), Placed("it", model, settings))
        bridge = type(bench.empty())(Project(blocks=blocks, wires=(Wire("data", "it"),)))
        made = Elbow(bridge, panel)
        qtbot.addWidget(made)
        made.resize(*size)
        made.show()
        bridge.run(steps)
        return bridge, made

    yield shown
    themes().choose(DARK)


def pixels(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).copy()


def column(chart, k):
    """Return a place of the chart above a number of groups."""
    axes = chart.axes()
    return QPoint(round(float(axes.x_pixels(np.array([k]))[0])), round(axes.area.center().y()))


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("size", [(350, 230), (900, 600)])
@pytest.mark.parametrize("data", ["blobs", "digits", "regression-plane", "diabetes"])
def test_criteria_are_drawn_for_every_kind_of_data(make, data, size, theme):
    themes().choose(theme)
    _, panel = make(data, size=size, panel={"most": 4})
    assert not panel._empty.isVisible()
    shown = [chart for chart in panel.charts if chart.isVisible()]
    assert len(shown) == (2 if size[0] > 500 else 1)
    for chart in shown:
        assert len(set(pixels(chart).tolist())) > 20
        before = pixels(chart)
        chart.curve = None
        chart.update()
        assert (pixels(chart) != before).sum() > 300, "points and marks are painted"


@pytest.mark.parametrize(
    "settings",
    [{"members": 4}, {"batch": 20}, {"start": "by hand"}, {"k": 40},
     {"start": "by hand", "placed": (0.0, 0.0, 1.0, 1.0)}],
    ids=["members", "mini-batch", "nothing placed", "beyond the curve", "by hand"],
)  # fmt: skip
def test_every_state_of_k_means_leaves_a_picture(make, settings):
    _, panel = make(panel={"most": 5}, **settings)
    assert not panel._empty.isVisible()
    assert len(set(pixels(panel.charts[0]).tolist())) > 20


def test_charts_stand_one_above_the_other_in_a_narrow_high_panel(make):
    _, panel = make(size=(400, 560))
    first, second = (chart.geometry() for chart in panel.charts)
    assert first.bottom() < second.top()
    assert not panel.shown.isVisible()


def test_one_of_them_can_be_chosen_where_there_is_no_room(make):
    _, panel = make(size=(350, 230))
    assert [chart.isVisible() for chart in panel.charts] == [True, False]
    panel.shown.chosen.emit("silhouette", True)
    assert [chart.isVisible() for chart in panel.charts] == [False, True]
    assert [item.value for item in panel._criteria() if item.checked] == ["silhouette"]


def test_a_click_on_a_number_has_the_learner_use_it(make):
    bridge, panel = make(k=2)
    chart = panel.charts[0]
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=column(chart, 5))
    assert bridge.store.value.block("it").settings["k"] == 5
    assert bridge.store.undo_label == "5 groups"
    bridge.store.undo()
    assert bridge.store.value.block("it").settings["k"] == 2
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=column(chart, 2))
    assert not bridge.store.can_undo(), "it has that many already"


def test_keys_choose_a_number(make):
    bridge, panel = make(k=2)
    chart = panel.charts[1]
    chart.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Right):
        QTest.keyClick(chart, key)
    assert chart.cursor_x == 4
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert bridge.store.value.block("it").settings["k"] == 4


def test_nothing_is_chosen_where_centroids_are_placed_by_hand(make):
    bridge, panel = make(start="by hand", placed=(0.0, 0.0, 1.0, 1.0))
    chart = panel.charts[0]
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=column(chart, 5))
    assert not bridge.store.can_undo()
    assert "placed by hand" in panel.words.text
    assert chart.curve.current == 2


def test_the_dot_sinks_to_the_curve(make):
    bridge, panel = make(k=3, start="random", steps=0)
    chart = panel.charts[0]
    before = chart.curve.now
    bridge.run(200)
    assert chart.curve.now < before
    assert chart.curve.now == pytest.approx(chart.curve.at(3), rel=0.02)
    assert "elbow at 3" in chart.accessibleName()


def test_more_numbers_can_be_asked_for(make):
    bridge, panel = make()
    panel.most.chosen.emit("15", True)
    bridge.pulse()
    assert len(panel.charts[0].curve.ks) == 15
    assert panel.most.text() == "up to 15"


def test_the_cursor_reads_the_curve(make):
    _, panel = make()
    chart = panel.charts[1]
    QTest.mouseMove(chart, column(chart, 1))
    assert chart.cursor_x == 1
    assert chart.curve.read(1) == "1 group: there is none"
    assert chart.curve.read(4).startswith("4 groups: 0.")


@pytest.mark.parametrize("choice", ["lowest", "highest", "elbow"])
def test_other_criteria_have_their_place(qtbot, choice):
    ks = np.arange(1, 6)
    chart = CountChart()
    qtbot.addWidget(chart)
    chart.resize(320, 220)
    curve = CountCurve("bic", choice, ks, np.array([9.0, 4, 2, 3, np.nan]), 3, 2, 30.0)
    chart.show_curve(curve, True)
    low, high = curve.y_range
    assert low < 2
    assert 9 < high < 14, "a start far above does not flatten the curve"
    assert chart.accessibleName().endswith("at 3")
    assert len(set(pixels(chart).tolist())) > 20


def test_a_flat_curve_suggests_nothing_and_is_drawn(qtbot):
    chart = CountChart()
    qtbot.addWidget(chart)
    chart.resize(320, 220)
    chart.show_curve(
        CountCurve("inertia", "elbow", np.arange(1, 4), np.zeros(3), 0, 1, 0.0), True
    )
    assert "no clear elbow" in chart.accessibleName()
    assert len(set(pixels(chart).tolist())) > 20


@pytest.mark.parametrize(("data", "model"), [("blobs", "naive-bayes"), ("blobs", "dbscan")])
def test_words_for_other_learners(make, data, model):
    _, panel = make(data, model)
    assert panel._empty.isVisible()
    assert "Not applicable" in panel._empty.text()


def test_a_mixture_brings_criteria_of_its_own(make):
    bridge, panel = make("blobs", "gaussian-mixture", panel={"most": 4})
    assert [chart.curve.name for chart in panel.charts][-1] == "silhouette"
    assert "elbow" not in panel.words.text
    QTest.mouseClick(panel.charts[0], Qt.MouseButton.LeftButton, pos=column(panel.charts[0], 2))
    assert bridge.store.value.block("it").settings["components"] == 2


def test_words_before_there_is_anything(qtbot, bench):
    panel = Elbow(bench.empty())
    qtbot.addWidget(panel)
    panel.show()
    assert "Nothing to draw yet" in panel._empty.text()


def test_words_where_nothing_can_be_compared(make):
    _, panel = make()
    (request,) = panel._requests
    snapshot = panel.snapshots[request]
    panel.draw({request: type(snapshot)(request, 0, {})})
    assert "nothing to compare" in panel._empty.text()
