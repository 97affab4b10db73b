"""Gradients and histograms: lanes, heat, words, and every state that a learner can be in."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage

from playground.ui.panels.gradients import Gradients
from playground.ui.panels.histograms import Histograms
from playground.ui.plots.signals.glow import glow_pixels
from playground.ui.theme import DARK, LIGHT, themes

SIZES = [(350, 230), (900, 600)]
VIEWS = [
    (Gradients, {"show": "lines"}), (Gradients, {"show": "heat"}), (Gradients, {"show": "ratio"}),
    (Gradients, {"show": "heat", "all": True, "relative": False}),
    (Histograms, {"of": "weights"}), (Histograms, {"of": "activations"}),
    (Histograms, {"of": "gradients", "common": False}),
]  # fmt: skip


@pytest.fixture(autouse=True)
def dark():
    themes().choose(DARK)
    yield
    themes().choose(DARK)


def shown(qtbot, panel, size=(350, 230)):
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    return panel


def colors(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint32)
    return len(np.unique(flat))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("kind", "settings"), VIEWS)
@pytest.mark.parametrize("data", ["circle", "sine", "iris", "digits"])
def test_draws_every_kind_of_data_in_both_themes(qtbot, bench, kind, settings, data, size):
    bridge = bench(data)
    panel = shown(qtbot, kind(bridge, settings), size)
    bridge.run(12)
    bridge.pulse()
    for theme in (DARK, LIGHT):
        themes().choose(theme)
        assert panel.body.isVisible()
        assert colors(panel.body) > 20


@pytest.mark.parametrize(("kind", "settings"), VIEWS)
def test_a_diverged_learner_still_has_a_picture(qtbot, bench, kind, settings):
    bridge = bench(rate=1e7)
    panel = shown(qtbot, kind(bridge, settings))
    bridge.run(100)
    bridge.pulse()
    assert colors(panel) > 10


@pytest.mark.parametrize(("kind", "settings"), VIEWS)
def test_members_are_drawn_and_one_can_be_picked(qtbot, bench, kind, settings):
    bridge = bench(members=3)
    panel = shown(qtbot, kind(bridge, settings), (900, 400))
    bridge.run(10)
    bridge.pulse()
    before = panel.requests()
    bridge.focus.pick(2)
    assert dict(panel.requests()[0].settings)["member"] == 2
    assert panel.requests() != before
    bridge.pulse()
    assert "seed 2" in panel.header._subtitle._text
    bridge.focus.pick(None)


def test_before_the_first_step_it_says_so(qtbot, bench):
    bridge = bench()
    gradients, histograms = Gradients(bridge), Histograms(bridge, {"of": "gradients"})
    for panel in (gradients, histograms):
        shown(qtbot, panel)
    bridge.pulse()
    assert "play" in gradients.remark.text
    assert "play" in histograms._empty.text()


@pytest.mark.parametrize("kind", [Gradients, Histograms])
def test_what_has_no_weights_is_told_in_words(qtbot, bench, kind):
    bridge = bench()
    panel = shown(qtbot, kind(bridge))
    bridge.run(3)
    bridge.pulse()
    panel.suits = lambda info: False
    panel.refresh()
    assert "networks" in panel._empty.text()
    assert panel.requests() == ()


def test_all_learners_stand_side_by_side(qtbot, bench):
    bridge = bench(fits=4)
    panel = shown(qtbot, Gradients(bridge, {"show": "heat", "all": True}), (900, 400))
    assert [r.learner for r in panel.requests()] == ["fit-1", "fit-2", "fit-3", "fit-4"]
    bridge.run(10)
    bridge.pulse()
    lanes = [lane for lane in panel.lanes if lane.isVisible()]
    assert [lane.learner for lane in lanes] == ["fit-1", "fit-2", "fit-3", "fit-4"]
    assert len({lane.y() for lane in lanes}) == 1
    panel.resize(350, 400)
    qtbot.waitUntil(lambda: len({lane.y() for lane in lanes}) > 1)
    panel.change(all=False, learner="fit-3")
    bridge.pulse()
    assert [lane.learner for lane in panel.lanes if lane.isVisible()] == ["fit-3"]


def test_the_verdict_stands_under_the_plot(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, Gradients(bridge), (700, 400))
    bridge.run(20)
    bridge.pulse()
    assert panel.remark.isVisible()
    assert panel.remark.text.startswith(("Healthy", "Uneven", "Settled"))


def test_the_heat_is_black_where_nothing_arrives_and_bright_at_the_loss(qtbot, bench):
    bridge = bench("circle")
    bridge.session.built["fit-1"].learner.weights.views["fit-1"]["weight"][...] = 0.0
    panel = shown(qtbot, Gradients(bridge, {"show": "heat"}), (700, 400))
    bridge.run(1)
    bridge.pulse()
    heat = panel.lanes[0].heat
    image, area = heat.grab().toImage(), heat.area()
    low = image.pixelColor(int(area.center().x()), int(area.bottom() - 5))
    high = image.pixelColor(int(area.center().x()), int(area.top() + 20))
    assert low.lightness() < 10
    assert high.lightness() > 150


def test_the_cursor_reads_a_cell_and_a_click_selects_its_block(qtbot, bench):
    bridge = bench()
    chosen = []
    bridge.select = chosen.append
    panel = shown(qtbot, Gradients(bridge, {"show": "heat"}), (700, 400))
    bridge.run(20)
    bridge.pulse()
    heat = panel.lanes[0].heat
    at = QPoint(int(heat.area().center().x()), int(heat.area().bottom() - 8))
    plain = heat.grab().toImage()
    qtbot.mouseMove(heat, at)
    heat.mouseMoveEvent(_Move(at))
    assert heat.cell_at(QPointF(at))[1] == 0
    assert heat.grab().toImage() != plain
    qtbot.mouseClick(heat, Qt.MouseButton.LeftButton, pos=at)
    assert chosen == [("dense-1",)]


class _Move:
    def __init__(self, at):
        self._at = QPointF(at)

    def position(self):
        return self._at


def test_hovering_the_lines_reads_their_values_there(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, Gradients(bridge), (900, 400))
    bridge.run(100)
    bridge.pulse()
    flow = panel.flows["fit-1"]
    panel.lanes[0].chart.point_at(50.0)
    told = {name: value for name, value, _ in panel.keys._keys}
    entry = int(np.flatnonzero(flow.steps == 50)[0])
    assert float(told["dense-1"]) == pytest.approx(flow.gradient[entry, 0], rel=0.01)


def test_the_rule_of_thumb_is_marked_as_one(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, Gradients(bridge, {"show": "ratio"}))
    bridge.run(10)
    bridge.pulse()
    (level,) = panel.lanes[0].chart.drawing.levels
    assert level.value == 1e-3
    assert level.label == "rule of thumb"


def test_the_switch_changes_what_is_asked_for(qtbot, bench):
    panel = shown(qtbot, Histograms(bench()))
    with qtbot.waitSignal(panel.settings_changed) as kept:
        panel._switch._buttons["activations"].click()
    assert kept.args[0] == {"of": "activations"}
    assert dict(panel.requests()[0].settings)["of"] == "activations"


def test_histograms_read_under_the_cursor_and_select_on_a_click(qtbot, bench):
    bridge = bench()
    chosen = []
    bridge.select = chosen.append
    panel = shown(qtbot, Histograms(bridge), (600, 400))
    bridge.run(60)
    bridge.pulse()
    cell, ridge = panel.ridges.cells()[0]
    oldest, _ = panel.ridges.read(cell, ridge, QPointF(cell.center().x(), cell.top() + 20))
    newest, value = panel.ridges.read(cell, ridge, QPointF(cell.center().x(), cell.bottom()))
    assert ridge.steps[newest] == 60
    assert oldest < newest
    assert abs(value) < 0.1 * (ridge.high - ridge.low)
    qtbot.mouseClick(panel.ridges, Qt.MouseButton.LeftButton, pos=cell.center().toPoint())
    assert chosen == [("dense-1",)]


def test_zero_is_black_and_the_top_is_bright():
    black, dim, bright = glow_pixels(np.array([0.0, 1e-3, 1.0]), -6.0, 0.0).tolist()
    assert black & 0xFFFFFF == 0x000004
    assert sum(dim.to_bytes(4, "big")[1:]) < sum(bright.to_bytes(4, "big")[1:])
    assert glow_pixels(np.array([np.nan]), -6.0, 0.0)[0] == black
