"""The explorers of activations and losses, and the race: what they show and what clicks do."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtTest import QTest

from playground.document.edits import set_setting
from playground.document.project import Placed, Project, Wire
from playground.kernels.activations import ACTIVATIONS
from playground.ui.focus import Unit
from playground.ui.panels.activation import Activation
from playground.ui.panels.curves import Curves
from playground.ui.panels.loss import Loss
from playground.ui.panels.race import Race
from playground.ui.plots.colors import member_color
from playground.ui.plots.explorers.activation_plot import flat_zones
from playground.ui.plots.explorers.activation_words import NOTES, SLOPES
from playground.ui.plots.explorers.loss_words import FORMULAS, note

RULES = {
    "kind": "rules",
    "runners": [
        {"optimizer": {"kind": "sgd"}, "rate": 0.3},
        {"optimizer": {"kind": "adam"}, "rate": 0.01},
    ],
}


def shown(qtbot, panel, size=(900, 600)):
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    return panel


def colours(panel):
    image = panel.grab().toImage().scaled(QSize(200, 120))
    return len({image.pixel(x, y) for x in range(200) for y in range(120)})


def test_everything_that_can_be_chosen_is_told_of():
    assert set(ACTIVATIONS) == set(NOTES) == set(SLOPES)
    from playground.engine.choices import LOSSES

    assert set(LOSSES) == set(FORMULAS)
    assert all(note(kind, target) for kind in LOSSES for target in ("class", "value"))


@pytest.mark.parametrize("cls", [Activation, Loss, Race])
@pytest.mark.parametrize("size", [(350, 230), (900, 600)])
@pytest.mark.parametrize(("data", "members"), [("sine", 1), ("iris", 3), ("digits", 1)])
def test_the_panels_are_not_blank(qtbot, bench, cls, size, data, members):
    bridge = bench(data, members=members)
    panel = shown(qtbot, cls(bridge), size)
    bridge.run(3)
    assert colours(panel) > 20
    bridge.session.built["fit-1"].learner.weights.flat[:] = np.nan
    bridge.run(1)
    bridge.pulse()
    assert colours(panel) > 10


def test_values_lie_on_the_function_of_the_layer(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, Activation(bridge))
    bridge.run(3)
    assert (panel.block, panel.function) == ("dense-1", "tanh")
    rows = len(bridge.session.built["fit-1"].learner.source.train)
    assert panel.value.bars.total.sum() == 4 * rows
    line = panel.value.drawing.lines[0]
    assert line.y == pytest.approx(np.tanh(line.x))


def test_other_functions_are_compared_and_used(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, Activation(bridge))
    bridge.run(1)
    panel.compare_with("relu", True)
    assert len(panel.value.drawing.lines) == 2
    panel.compare_with("relu", False)
    assert len(panel.value.drawing.lines) == 1
    panel.use("sigmoid")
    assert bridge.store.value.block("dense-1").settings["activation"] == "sigmoid"
    bridge.store.undo()
    assert bridge.store.value.block("dense-1").settings["activation"] == "tanh"


def test_the_cursor_tells_value_and_slope(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, Activation(bridge))
    bridge.run(1)
    panel.value.point_at(0.0)
    assert panel.keys._keys[0][:2] == ("Tanh", "0, slope 1")
    assert panel.slope.cursor_x == 0.0


def test_a_unit_that_is_pointed_at_is_shown_alone(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, Activation(bridge))
    bridge.focus.point_at(Unit("fit-1", "dense-1", 2))
    assert dict(panel.requests()[0].settings) == {"block": "dense-1", "unit": 2}
    bridge.selection = ("dense-1",)
    bridge.focus.point_at(None)
    bridge.selection_changed.emit(bridge.selection)
    assert dict(panel.requests()[0].settings) == {"block": "dense-1"}


def test_a_network_of_straight_layers_says_what_is_missing(qtbot, bench):
    bridge = bench()
    edit = set_setting("dense-1", "activation", "linear", bridge.catalogue)
    bridge.apply("straight", edit)
    bridge.load(bridge.store.value)
    panel = shown(qtbot, Activation(bridge))
    bridge.run(1)
    assert "activation" in panel._empty.text()


def test_a_bar_marks_its_rows_and_again_lets_them_go(qtbot, bench):
    bridge = bench("regression-plane", settings={"outliers": 0.1})
    panel = shown(qtbot, Loss(bridge))
    bridge.run(20)
    axes = panel.value.axes()
    first = int(np.flatnonzero(panel.value.bars.total)[0])
    x = panel.value.bars.edges[first : first + 2].mean()
    at = QPointF(float(axes.x_pixels(np.array([x]))[0]), axes.area.center().y()).toPoint()
    QTest.mouseClick(panel.value, Qt.MouseButton.LeftButton, pos=at)
    source = bridge.session.built["fit-1"].learner.source
    assert bridge.focus.brushed
    assert all(source.y[row, 0] > 2 for row in bridge.focus.brushed)
    assert panel.value.bars.marked[first]
    QTest.mouseClick(panel.value, Qt.MouseButton.LeftButton, pos=at)
    assert bridge.focus.brushed == frozenset()


def test_the_worst_rows_are_listed_and_marked(qtbot, bench):
    bridge = bench("regression-plane", settings={"outliers": 0.02})
    panel = shown(qtbot, Loss(bridge))
    bridge.run(50)
    worst = panel.worst.lines[0]
    assert bridge.session.built["fit-1"].learner.source.y[worst.id, 0] > 2
    panel.worst.setFocus()
    QTest.keyClick(panel.worst, Qt.Key.Key_Down)
    QTest.keyClick(panel.worst, Qt.Key.Key_Return)
    assert bridge.focus.brushed == {worst.id}
    assert panel.worst.lines[0].marked


def test_bars_may_tell_the_share_of_the_loss(qtbot, bench):
    bridge = bench("regression-plane", settings={"outliers": 0.05})
    panel = shown(qtbot, Loss(bridge))
    bridge.run(100)
    few = panel.value.bars.total
    panel.change(bars="loss")
    costly = panel.value.bars.total
    far = slice(0, len(few) // 3)
    assert costly[far].sum() / costly.sum() > 3 * few[far].sum() / few.sum()


def test_another_loss_is_used(qtbot, bench):
    bridge = bench("sine")
    panel = shown(qtbot, Loss(bridge))
    bridge.run(1)
    assert [item.value for item in panel._offered(True)] == ["huber", "absolute"]
    panel.use("huber")
    assert bridge.store.value.block("fit-1").settings["loss"] == {"kind": "huber"}


def test_the_race_ranks_by_what_all_have_reached(qtbot, bench):
    bridge = bench(experiment={"kind": "batch-sizes", "sizes": [4, 32]})
    panel = shown(qtbot, Race(bridge))
    bridge.run(64)
    race = panel.race
    assert race.end == 64 * 4
    trace = bridge.traces["fit-1"]
    expected = {
        0: float(trace.value_at("train_loss", 64)[0]),
        1: float(trace.value_at("train_loss", 8)[1]),
    }
    shown_first = min(expected, key=expected.get)
    assert [line.id for line in panel.ranks.lines] == sorted(expected, key=expected.get)
    assert panel.ranks.lines[0].id == shown_first
    panel.change(x="steps")
    assert panel.race.end == 64


def test_the_race_is_picked_by_a_click_and_read_at_the_cursor(qtbot, bench):
    bridge = bench(experiment=RULES)
    panel = shown(qtbot, Race(bridge))
    bridge.run(100)
    assert {line.name.split("  ")[1] for line in panel.ranks.lines} == {"SGD", "Adam"}
    x = panel.race.end / 2
    axes = panel.chart.axes()
    values = [value for value, _ in panel._marks(x)]
    row = float(axes.y_pixels(np.array(values[1:]))[0])
    column = float(axes.x_pixels(np.array([x]))[0])
    QTest.mouseClick(panel.chart, Qt.MouseButton.LeftButton, pos=QPointF(column, row).toPoint())
    assert bridge.focus.member == 1
    assert panel.chart.drawing.lines[-1].width > panel.chart.drawing.lines[0].width
    panel.ranks.chosen.emit(1)
    assert bridge.focus.member is None
    panel.chart.point_at(x)
    ranked = {line.id: line.value for line in panel.ranks.lines}
    assert float(ranked[0]) == pytest.approx(values[0], rel=1e-2)


def test_one_rate_for_all_is_called_unfair(qtbot, bench):
    bridge = bench(experiment={**RULES, "one_rate": True})
    panel = shown(qtbot, Race(bridge))
    bridge.run(2)
    assert "unfair" in panel.words.accessibleName()


def test_a_runner_that_diverges_comes_last_and_squeezes_nobody(qtbot, bench):
    bridge = bench("regression-plane", experiment={"kind": "rates", "rates": [0.01, 1e6]},
                   optimizer={"kind": "sgd"})  # fmt: skip
    panel = shown(qtbot, Race(bridge))
    bridge.run(60)
    assert [line.id for line in panel.ranks.lines] == [0, 1]
    assert panel.ranks.lines[1].value == "diverged"
    assert panel.chart.drawing.y_range[1] < 1e3


def test_all_learners_share_one_plot_in_a_colour_each(qtbot, bench):
    bridge = bench(fits=3)
    panel = shown(qtbot, Curves(bridge))
    bridge.run(20)
    panel.change(all=True)
    lines = panel.loss.drawing.lines
    assert len(lines) == 6
    assert {line.color.name() for line in lines} == {member_color(i, 3).name() for i in range(3)}
    names = [name for name, _, _ in panel.keys._keys]
    assert names == ["Fit 1", "Fit 2", "Fit 3"]
    assert all(np.isfinite(line.y).all() for line in lines)


def test_members_with_names_have_their_colours(qtbot, bench):
    bridge = bench(experiment=RULES)
    panel = shown(qtbot, Curves(bridge))
    bridge.run(20)
    thin = {line.color.name() for line in panel.loss.drawing.lines if line.width < 1}
    assert thin == {member_color(0, 2).name(), member_color(1, 2).name()}


def test_colours_of_members_differ():
    for count in (2, 8, 30):
        assert len({member_color(i, count).name() for i in range(count)}) == count


def test_a_test_function_is_raced_by_steps_and_has_neither_layers_nor_rows(qtbot, bench):
    bridge = bench.empty()
    runners = {**RULES, "runners": [{**runner, "rate": 1e-3} for runner in RULES["runners"]]}
    project = Project(
        blocks=(
            Placed("rosenbrock-1", "rosenbrock"),
            Placed("fit-1", "fit", {"experiment": runners}),
        ),
        wires=(Wire("rosenbrock-1", "fit-1"),),
    )
    bridge.store.apply("build", lambda _: project)
    bridge.load(project)
    race = shown(qtbot, Race(bridge))
    words = [shown(qtbot, cls(bridge))._empty.text() for cls in (Activation, Loss)]
    bridge.run(20)
    assert race.race.x == "steps"
    assert race.race.end == 20
    assert len(race.ranks.lines) == 2
    assert all("Not applicable" in text for text in words)


def test_a_step_is_flat_everywhere():
    assert flat_zones("step", 5.0) == [(-5.0, 5.0)]
    assert flat_zones("linear", 5.0) == []
