"""The panel of back-propagation: stages, words, views, and the numbers on the canvas."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage

from playground.document.presets import load_preset
from playground.engine.probes.backprop import Backprop as Probe
from playground.engine.probes.computation_graph import ComputationGraph
from playground.runtime.compile import Compiler
from playground.runtime.messages import Frame, Snapshot, Status
from playground.ui.panels.backprop import DIVERGED, Backprop
from playground.ui.plots.backprop.brief import brief
from playground.ui.plots.backprop.diagram_layout import EdgeKey, UnitKey, fits, lay_out
from playground.ui.plots.backprop.stage_summary import block_texts
from playground.ui.plots.backprop.stage_tables import table_of
from playground.ui.plots.backprop.step_words import default_words, edge_words, heading, unit_words
from playground.ui.plots.backprop.told_step import Stage, ToldStep
from playground.ui.stage_numbers import stage_numbers
from playground.ui.theme import DARK, LIGHT, themes


@pytest.fixture
def tiny():
    """The network of the lesson: 2-2-1, weights set by hand."""
    return Compiler().learners(load_preset("backprop-step-by-step"), "cpu")["fit"].learner


def told_of(learner, row=3):
    return ToldStep(Probe(row=row).measure(learner, (0, 0)))


def shown(qtbot, bridge, size=(620, 360), **settings):
    panel = Backprop(bridge, settings)
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    return panel


def feed(bridge, panel):
    """Measure what the panel asks for and hand it over."""
    probes = {"backprop": Probe, "computation-graph": ComputationGraph}
    snapshots = []
    for request in panel.requests():
        learner = bridge.session.built[request.learner].learner
        arrays = probes[request.probe](**dict(request.settings)).measure(learner, (0, 0))
        snapshots.append(Snapshot(request, learner.step_number, arrays))
    bridge.frame.emit(Frame(Status(False, {}, {}, 0.0, {}), (), tuple(snapshots)))


def colors(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return len(np.unique(np.frombuffer(image.constBits(), np.uint32)))


def test_the_stages_go_forward_back_and_on(tiny):
    kinds = [(s.kind, s.layer) for s in told_of(tiny).stages]
    assert kinds == [
        ("input", -1), ("forward", 0), ("forward", 0), ("forward", 0), ("forward", 1),
        ("forward", 1), ("loss", -1), ("delta", 1), ("gradient", 1), ("passed", 1),
        ("delta", 0), ("gradient", 0), ("move", -1), ("change", -1),
    ]  # fmt: skip


def test_the_words_hold_the_arithmetic(tiny):
    told = told_of(tiny)
    words = [default_words(told, stage) for stage in told.stages]
    assert words[1] == "h1: 1 × (−1) + 1 × 0.3 = −0.7"
    assert words[2] == "h1: −0.7 + (−0.1) = −0.8"
    assert words[3] == "h1 = tanh(−0.8) = −0.664"
    assert words[6].endswith("the loss is −ln (1 − 0.469) = 0.633")
    assert words[7] == "δ(z) = (p − y) = (0.469 − 0) = 0.469"
    assert words[8] == "∂L/∂w(h1→z) = h1 × δ(z) = −0.664 × 0.469 = −0.312"
    assert words[9] == "∂L/∂h1 = Σ w × δ = 0.6 × 0.469 = 0.281"
    assert words[10] == "δ(h1) = ∂L/∂h1 × slope of tanh = 0.281 × 0.559 = 0.157"
    assert words[12] == "w(x1→h1): −0.5 × 0.157 = −0.0787"
    assert words[13] == "w(x1→h1): −1 − 0.0787 = −1.08"
    assert edge_words(told, told.stages[8], 1, -1, 0) == "∂L/∂w(b→z) = δ(z) = 0.469"
    assert unit_words(told, told.stages[1], 0, 1) == "h2: 1 × 0.5 + 1 × (−0.3) = 0.2"
    assert all(heading(told, stage) for stage in told.stages)


def test_every_stage_of_every_learner_has_words_and_a_table(bench):
    for data in ("circle", "sine", "iris", "regression-plane"):
        told = ToldStep(Probe().measure(bench(data).session.built["fit-1"].learner, (0, 0)))
        for at, stage in enumerate(told.stages):
            assert default_words(told, stage)
            table = table_of(told, at, 0)
            assert table.cells.shape == (len(table.rows), len(table.columns))
            assert len(table.rows) or table.feet
    assert stage.kind == "change"


def test_the_table_of_a_gradient_is_input_times_delta(tiny):
    told = told_of(tiny)
    at = told.stages.index(Stage("gradient", 0))
    table = table_of(told, at, 0)
    assert table.rows == ("x1", "x2", "bias")
    delta = table.feet[0][1]
    np.testing.assert_allclose(table.cells[:2], np.outer(table.beside[:2], delta), atol=1e-6)
    np.testing.assert_allclose(table.cells[2], delta, atol=1e-6)


def test_the_canvas_is_told_values_then_norms(tiny):
    told = told_of(tiny)
    assert block_texts(told, 0) == {}
    assert block_texts(told, 3) == {"dense": "−0.66 0.29"}
    assert block_texts(told, 6) == {"fit": "loss 0.633"}
    assert block_texts(told, 8) == {"fit": "‖∂w‖ 0.579"}
    assert set(block_texts(told, 13)) == {"dense", "fit"}


def test_small_networks_are_drawn_and_large_ones_tabled(qtbot, bench):
    panel = shown(qtbot, bridge := bench("circle"))
    feed(bridge, panel)
    assert panel._views.currentWidget() is panel.diagram
    assert fits(panel._told)
    other = shown(qtbot, big := bench("breast-cancer"))
    feed(big, other)
    assert other._views.currentWidget() is other.grid


def test_pointing_at_things_tells_their_arithmetic(qtbot, bench):
    panel = shown(qtbot, bridge := bench("circle"))
    feed(bridge, panel)
    panel.bar.go(1)
    made = lay_out(panel._told, panel.diagram.rect().toRectF())
    center = made.units[UnitKey(0, 2)].center()
    assert panel.diagram.key_at(center) == UnitKey(0, 2)
    qtbot.mouseMove(panel.diagram, center.toPoint())
    assert panel.words.text.startswith("h3: ")
    a, b = made.edges[EdgeKey(0, 1, 0)]
    assert panel.diagram.key_at(a + (b - a) * 0.85) == EdgeKey(0, 1, 0)
    panel.diagram.hovered.emit(EdgeKey(0, 1, 0))
    assert panel.words.text.startswith("w(x2→h1) × x2 = ")


def test_keys_and_buttons_lead_through_the_stages(qtbot, bench):
    panel = shown(qtbot, bridge := bench("circle"))
    feed(bridge, panel)
    qtbot.mouseClick(panel.bar.forward, Qt.MouseButton.LeftButton)
    assert panel.stage == 1
    qtbot.mouseClick(panel.bar.back, Qt.MouseButton.LeftButton)
    assert panel.stage == 0
    panel.bar.go(99)
    assert panel.stage == len(panel._told.stages) - 1
    qtbot.mouseClick(panel.bar.play, Qt.MouseButton.LeftButton)
    assert panel.stage == 0
    assert panel.bar._pace.isActive()
    qtbot.mouseClick(panel.bar.play, Qt.MouseButton.LeftButton)
    assert not panel.bar._pace.isActive()


def test_a_sample_is_asked_for_and_the_step_is_for_batches_only(qtbot, bench):
    panel = shown(qtbot, bridge := bench("circle"))
    feed(bridge, panel)
    assert panel.bar.take.isEnabled()
    panel.bar.sample.setValue(7)
    assert dict(panel.requests()[0].settings) == {"row": 7}
    feed(bridge, panel)
    assert "row 7" in panel.header._subtitle._text
    assert not panel.bar.take.isEnabled()


def test_taking_the_step_takes_one_and_begins_again(qtbot, bench):
    panel = shown(qtbot, bridge := bench("circle"))
    feed(bridge, panel)
    panel.bar.go(5)
    taken = []
    bridge.step = lambda: taken.append(True)
    qtbot.mouseClick(panel.bar.take, Qt.MouseButton.LeftButton)
    assert taken == [True]
    assert panel.stage == 0


@pytest.mark.parametrize(("size", "theme"), [((350, 230), LIGHT), ((900, 600), DARK)])
@pytest.mark.parametrize("view", ["diagram", "numbers", "graph"])
@pytest.mark.parametrize("data", ["circle", "sine", "iris", "digits"])
def test_no_view_is_blank(qtbot, bench, theme, view, data, size):
    themes().choose(theme)
    panel = shown(qtbot, bridge := bench(data, members=2), size, view=view)
    feed(bridge, panel)
    panel.bar.go(8)
    assert colors(panel._views.currentWidget()) > 20
    themes().choose(DARK)


def test_a_diverged_learner_and_one_without_layers_are_told_in_words(qtbot, bench):
    panel = shown(qtbot, bridge := bench("circle"))
    bridge.session.built["fit-1"].learner.weights.flat[:] = np.nan
    feed(bridge, panel)
    assert panel._empty.text() == DIVERGED
    (request,) = panel.requests()
    snapshot = Snapshot(request, 0, {})
    bridge.frame.emit(Frame(Status(False, {}, {}, 0.0, {}), (), (snapshot,)))
    assert "Not applicable" in panel._empty.text()


def test_the_graph_tells_both_modes_and_each_vertex(qtbot, bench):
    panel = shown(qtbot, bridge := bench("circle", settings={"size": 60}), (900, 600), view="graph")
    feed(bridge, panel)
    assert "Reverse mode: 1 pass" in panel.words.text
    plate = panel.graph._plates()[-1]
    at = QPointF(plate.center()).toPoint()
    qtbot.mouseMove(panel.graph, at + QPoint(1, 0))
    qtbot.mouseMove(panel.graph, at)
    assert "∂loss/∂this = 1" in panel.words.text


def test_the_numbers_leave_the_canvas_with_the_panel(qtbot, bench):
    panel = shown(qtbot, bridge := bench("circle"))
    feed(bridge, panel)
    panel.bar.go(3)
    assert stage_numbers(bridge).texts
    panel.hide()
    assert not stage_numbers(bridge).texts


def test_the_wheel_pages_through_a_wide_matrix(qtbot, bench):
    panel = shown(qtbot, bridge := bench("digits"), (350, 230))
    feed(bridge, panel)
    panel.bar.go(1)
    grid = panel.grid
    corner = grid._window(table_of(panel._told, 1, 0))[2] + QPointF(3, 3)
    assert grid.key_at(corner) == EdgeKey(0, 0, 0)
    grid._row = 5
    assert grid.key_at(corner) == EdgeKey(0, 5, 0)
    grid._row = 10_000
    grid.grab()
    assert grid._row < 64


@pytest.mark.parametrize("value", [-0.03125, 1.5, 123456.0, -1.2e-12, 0.000374, -0.0])
def test_brief_numbers_stay_near_the_value(value):
    text = brief(value).replace("−", "-")
    assert len(text) <= 7
    assert float(text) == pytest.approx(value, rel=0.3)


def test_a_diagram_without_room_gives_way_to_tables(qtbot, bench):
    panel = shown(qtbot, bridge := bench("circle"), (620, 360))
    feed(bridge, panel)
    panel.resize(350, 190)
    assert panel._views.currentWidget() is panel.grid
    panel.resize(620, 360)
    assert panel._views.currentWidget() is panel.diagram


def test_a_marked_sample_and_a_picked_member_are_followed(qtbot, bench):
    panel = shown(qtbot, bridge := bench("circle", members=3))
    bridge.focus.brush({12})
    bridge.focus.pick(2)
    assert dict(panel.requests()[0].settings) == {"row": 12, "member": 2}
    panel.change(row=-1)
    bridge.focus.pick(1)
    assert dict(panel.requests()[0].settings) == {"member": 1}
