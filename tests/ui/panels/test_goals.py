"""What learners without labels go by: in stamps, on the timeline, among members, in tables."""

import numpy as np
import pytest

from playground.document.project import Placed, Project, Wire
from playground.runtime.messages import Rows
from playground.runtime.trace import Trace
from playground.ui.inspector.scores import Scores, metric_of
from playground.ui.panels.curves import Curves
from playground.ui.panels.members import Members
from playground.ui.plots.compare.standing import standing_of
from playground.ui.plots.curves.curve_drawing import CurveView, drawing_of, values_at
from playground.ui.plots.goals import Goal, goal_of, own_metrics
from playground.ui.plots.wording import live_value, shown_member, stamp


@pytest.fixture
def zoo(bench):
    def made(*kinds, steps=6, **settings):
        blocks = [Placed(kind, kind, settings) for kind in kinds]
        wires = tuple(Wire("data", block.id) for block in blocks if block.kind != "monty-hall")
        bridge = type(bench.empty())(Project(blocks=(Placed("data", "iris"), *blocks), wires=wires))
        bridge.run(steps)
        return bridge

    return made


def trace_of(**curves):
    trace = Trace()
    steps = np.arange(len(next(iter(curves.values()))))
    metrics = {name: np.asarray(values, float).reshape(len(steps), -1)
               for name, values in curves.items()}  # fmt: skip
    trace.append(Rows("it", steps, np.full((len(steps), 1), np.nan), steps, metrics, 0.1))
    return trace


def test_everyone_goes_by_something(zoo):
    bridge = zoo("k-means", "gaussian-mixture", "decision-tree", "monty-hall", "dbscan")
    assert goal_of(bridge, "k-means") == Goal("inertia")
    assert goal_of(bridge, "gaussian-mixture") == Goal("log_likelihood", True)
    assert goal_of(bridge, "decision-tree") == Goal("train_loss")
    assert goal_of(bridge, "monty-hall") == Goal("switch_wins", True)
    assert goal_of(bridge, "dbscan") == Goal("loss")
    assert goal_of(bridge, "nobody") == Goal("train_loss")


def test_own_metrics_are_those_of_learners_that_predict_nothing():
    assert own_metrics(trace_of(inertia=[3, 2], ari=[0, 1])) == ("inertia", "ari")
    assert own_metrics(trace_of(train_loss=[3, 2], leaves=[1, 2])) == ()
    assert own_metrics(Trace()) == ()


def test_stamps_tell_the_score(zoo):
    bridge = zoo("k-means")
    ari = float(bridge.traces["k-means"].value_at("ari", 99)[0])
    assert stamp(bridge, "k-means", 6) == f"K-means · ARI {ari:.3f} · step 6"


@pytest.mark.parametrize(
    ("kind", "pick"), [("k-means", np.argmin), ("gaussian-mixture", np.argmax)]
)
def test_the_best_member_is_shown(zoo, kind, pick):
    bridge = zoo(kind, members=5, start="random", steps=8)
    trace = bridge.traces[kind]
    values = trace.value_at(goal_of(bridge, kind).metric, 99)[:5]
    assert shown_member(bridge, trace, 99) == pick(values)
    learner = bridge.session.built[kind].learner
    assert learner.best_member == pick(values)


def test_members_are_ranked_by_what_they_go_by(zoo, qtbot):
    bridge = zoo("k-means", members=4, start="random", steps=5)
    panel = Members(bridge)
    qtbot.addWidget(panel)
    panel.show()
    bridge.pulse()
    assert "by inertia" in panel.header._subtitle.accessibleName()
    inertia = bridge.traces["k-means"].value_at("inertia", 99)[:4]
    assert panel._order == tuple(np.argsort(inertia, kind="stable").tolist())


def test_standings_of_groups_are_their_agreement(zoo):
    bridge = zoo("k-means", "decision-tree")
    one = standing_of(bridge, bridge.infos["k-means"], 6)
    assert one.metric == "ari"
    assert one.named == "ARI"
    assert np.isnan(one.train)
    assert one.test == pytest.approx(float(bridge.traces["k-means"].value_at("ari", 6)[0]))
    assert standing_of(bridge, bridge.infos["decision-tree"], 6).named == "test accuracy"


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [([300.0, 80.0], 0.0, 300.0), ([-1500.0, -1200.0], -1600.0, -1200.0), ([0.2, 0.97], 0.0, 0.97),
     ([5.0, 5.0], 0.0, 5.0), ([100.0, 101.0], 99.0, 101.0)],
)  # fmt: skip
def test_axes_of_own_numbers_hold_them_closely(values, low, high):
    drawing = drawing_of(CurveView("it", trace_of(it=values)), 300)
    bottom, top = drawing.y_range
    assert bottom <= min(values) <= max(values) <= top
    assert low <= bottom or bottom == pytest.approx(low, abs=1)
    assert top - high <= 0.5 * (top - bottom) + 1e-9


def test_keys_of_own_numbers_have_their_names(zoo, qtbot):
    bridge = zoo("k-means")
    panel = Curves(bridge)
    qtbot.addWidget(panel)
    panel.resize(800, 300)
    panel.show()
    assert [name for name, *_ in panel.keys._keys] == ["inertia", "ARI"]
    panel.change(second="silhouette")
    assert [name for name, *_ in panel.keys._keys] == ["inertia", "silhouette"]
    assert not panel.pickers.isHidden()
    (part, value, _), *_ = values_at(panel._views()[1][1][0], None)
    assert part == ""
    assert value == pytest.approx(float(bridge.traces["k-means"].value_at("silhouette", 99)[0]))


def test_narrow_curves_show_one_number_and_offer_all(zoo, qtbot):
    bridge = zoo("k-means")
    panel = Curves(bridge)
    qtbot.addWidget(panel)
    panel.resize(350, 230)
    panel.show()
    panel.refresh()
    assert panel.loss.isVisible()
    assert not panel.score.isVisible()
    assert not panel._switch.isVisible()
    offered = [item.value for item in panel.pickers._items(0)]
    assert {"inertia", "silhouette", "ari", "davies_bouldin", "calinski_harabasz"} <= set(offered)


def test_tables_name_learners_where_they_have_a_number(zoo, qtbot):
    bridge = zoo("k-means", "decision-tree")
    bridge.scores = {id: {name: trace.value_at(name, 99) for name in trace.names if name != "loss"}
                     for id, trace in bridge.traces.items()}  # fmt: skip
    table = Scores(bridge)
    qtbot.addWidget(table)
    table.show()
    table._refresh()
    cells = set(table._cells)
    assert ("k-means", "inertia") in cells
    assert ("k-means", "train_loss") not in cells
    assert ("decision-tree", "test_accuracy") in cells
    assert ("decision-tree", "ari") not in cells
    assert metric_of("log_likelihood") == "log_likelihood"


def test_counts_are_read_without_a_fraction():
    assert live_value("clusters", 27.0) == "27"
    assert live_value("clusters", 2.5) == "2.50", "a mean over members is no count"
    assert live_value("clusters", float("nan")) == "–"
    assert live_value("ari", 1.0) == "1.00"


def test_a_loss_below_zero_has_a_linear_axis():
    falling = CurveView("loss", trace_of(train_loss=[0.3, 0.1, -0.1]), log=True)
    assert not drawing_of(falling, 300).log
    above = CurveView("loss", trace_of(train_loss=[0.3, 0.1, 0.0]), log=True)
    assert drawing_of(above, 300).log
