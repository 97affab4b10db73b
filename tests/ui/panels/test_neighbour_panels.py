"""The neighbours and calibration panels: in picture and words, for every kind of learner."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from playground.document.project import Placed, Project, Wire
from playground.ui.focus import Spot
from playground.ui.panels.calibration import Calibration
from playground.ui.panels.neighbours import Neighbours
from playground.ui.theme import DARK, LIGHT, themes


@pytest.fixture
def make(qtbot, bench):
    def shown(kind, data="moons", model="nearest-neighbours", size=(420, 320), steps=5, **settings):
        project = Project(
            blocks=(Placed("data", data), Placed("it", model, settings)),
            wires=(Wire("data", "it"),),
        )
        bridge = type(bench.empty())(project)
        return bridge, open_panel(qtbot, kind, bridge, size, steps)

    yield shown
    themes().choose(DARK)


def open_panel(qtbot, kind, bridge, size=(420, 320), steps=5):
    panel = kind(bridge)
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    bridge.run(steps)
    return panel


def pixels(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).copy()


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("size", [(350, 230), (900, 600)])
@pytest.mark.parametrize("data", ["moons", "iris", "digits", "sine", "regression-plane"])
def test_neighbours_are_drawn_for_every_kind_of_data(make, data, size, theme):
    themes().choose(theme)
    _, panel = make(Neighbours, data, size=size)
    assert not panel._empty.isVisible()
    picture = panel.chart if data == "sine" else panel.plane
    assert picture.isVisible()
    before = pixels(picture)
    picture.show_reach(None)
    assert (pixels(picture) != before).sum() > 50, "the place and its neighbours are painted"
    assert len(set(pixels(panel.votes).tolist())) > 5


def test_the_cursor_asks_and_all_panels_hear(make, qtbot):
    bridge, panel = make(Neighbours, k=3)
    heard = panel.votes.told
    QTest.mouseMove(panel.plane, QPoint(30, 40))
    spot = bridge.focus.spot
    assert spot is not None
    assert spot.learner == "it"
    qtbot.waitUntil(lambda: any("at" in dict(r.settings) for r in panel.requests()))
    qtbot.waitUntil(lambda: any(dict(r.settings).get("at") == spot.x for r in panel._requests))
    bridge.pulse()
    arrays = next(s.arrays for r, s in panel.snapshots.items() if r.probe == "neighbours")
    np.testing.assert_allclose(arrays["spot"], spot.x)
    assert "of the 3 nearest rows" in panel.votes.told or panel.votes.told != heard


def test_the_place_under_another_panels_cursor_counts_and_stays(make, qtbot):
    bridge, panel = make(Neighbours)
    bridge.focus.hover(Spot("another", (0.5, 0.25)))
    assert panel._at == (0.5, 0.25)
    bridge.focus.hover(None)
    assert panel._at == (0.5, 0.25)
    assert any(dict(r.settings).get("at") == (0.5, 0.25) for r in panel.requests())


def test_a_project_may_say_where_to_begin(make):
    bridge, _ = make(Neighbours)
    panel = Neighbours(bridge, {"at": [0.5, 0.25]})
    assert dict(panel.requests()[1].settings)["at"] == (0.5, 0.25)


def test_words_before_any_row_is_learned(make):
    _, panel = make(Neighbours, steps=0, at_once=5)
    assert "nobody to ask" in panel.votes.told
    assert not panel._empty.isVisible()


def test_words_where_nothing_asks_its_neighbours(make):
    _, panel = make(Neighbours, model="naive-bayes")
    assert panel._empty.isVisible()
    assert "Not applicable" in panel._empty.text()


def test_votes_in_words(make):
    assert "nearest row is" in make(Neighbours, k=1)[1].votes.told
    assert "of the 5 nearest rows are" in make(Neighbours)[1].votes.told
    assert "average" in make(Neighbours, "sine")[1].votes.told
    assert len(set(pixels(make(Neighbours, k=150)[1].votes).tolist())) > 5


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("size", [(350, 230), (900, 600)])
@pytest.mark.parametrize("model", ["naive-bayes", "nearest-neighbours"])
@pytest.mark.parametrize("data", ["moons", "iris", "digits"])
def test_calibration_is_drawn_for_every_classifier(make, data, model, size, theme):
    themes().choose(theme)
    _, panel = make(Calibration, data, model, size=size)
    assert not panel._empty.isVisible()
    before = pixels(panel.chart)
    panel.chart.show_bins({}, "", "")
    assert (pixels(panel.chart) != before).sum() > 200


def test_networks_and_their_members_are_drawn(qtbot, bench):
    bridge = bench(members=4)
    panel = open_panel(qtbot, Calibration, bridge)
    assert len(panel.chart.drawing.lines) == 4
    bridge.focus.pick(2)
    bridge.pulse()
    assert dict(panel.requests()[0].settings)["member"] == 2
    bridge.session.built["fit-1"].learner.weights.flat[:] = np.nan
    bridge.pulse()
    assert "diverged" in panel.words.text
    assert panel.chart.drawing.lines == ()


def test_the_switch_asks_other_rows(make):
    bridge, panel = make(Calibration, model="naive-bayes")
    panel._switch.chosen.emit("train")
    bridge.pulse()
    assert str(panel._arrays["part"]) == "train"


def test_a_bin_under_the_cursor_is_told(make):
    _, panel = make(Calibration, model="naive-bayes")
    QTest.mouseMove(panel.chart, panel.chart.rect().center())
    assert "rows" in panel.keys.accessibleName()
    panel.chart.point_at(0.95)
    assert "90 to 100 %" in panel.keys.accessibleName()
    panel.chart.point_at(None)
    assert "Brier" in panel.keys.accessibleName()


def test_over_confidence_is_said(make):
    _, panel = make(Calibration, "digits", "naive-bayes", steps=20, size=(900, 600))
    assert "over-confident" in panel.words.text


def test_values_are_not_calibrated(make):
    _, panel = make(Calibration, "sine")
    assert panel._empty.isVisible()
    assert "Not applicable" in panel._empty.text()


def test_what_is_hovered_has_a_name(make):
    _, panel = make(Neighbours)
    assert panel.plane.accessibleName()
    assert panel.plane.cursor().shape() == Qt.CursorShape.CrossCursor
