"""The dendrogram: what it shows of a tree, and the cut that is dragged through it."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication
from test_panels import shown

from playground.document.project import PanelView, Placed, Project, Wire
from playground.ui.panels.dendrogram import Dendrogram
from playground.ui.plots.axes import Axes
from playground.ui.plots.groups.colors import group_color
from playground.ui.plots.hierarchy.branch_paths import ABOVE_CUT, BranchPaths
from playground.ui.theme import DARK, LIGHT, themes


def project(kind="agglomerative", data="blobs", rows=None, **settings):
    blocks = (Placed("d", data, rows or {}), Placed("m", kind, settings))
    return Project(blocks=blocks, wires=(Wire("d", "m"),), view=(PanelView("dendrogram"),))


@pytest.fixture
def grown(qtbot, bench):
    def make(steps=1000, size=(700, 420), panel=None, **of):
        bridge = type(bench.empty())(project(**of))
        made = shown(qtbot, Dendrogram(bridge, panel), size)
        bridge.run(steps)
        return bridge, made

    yield make
    themes().choose(DARK)


def colours(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.unique(np.frombuffer(image.constBits(), np.uint32))


def block(bridge):
    return next(p for p in bridge.store.value.blocks if p.id == "m").settings


def drag(qtbot, view, to, start=None):
    at = QPoint(view.width() // 3, round(view.cut_y() if start is None else start))
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    for share in (0.25, 0.5, 0.75, 1.0):
        y = round(at.y() + (to - at.y()) * share)
        qtbot.mouseMove(view, QPoint(at.x(), y))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(at.x(), round(to)))


def hover(view, x, y):
    at = QPointF(x, y)
    none = Qt.MouseButton.NoButton
    kind, keys = QEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view, QMouseEvent(kind, at, view.mapToGlobal(at), none, none, keys))


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("kind", ["agglomerative", "bisecting"])
@pytest.mark.parametrize("data", ["blobs", "iris", "sine", "digits", "diabetes"])
@pytest.mark.parametrize(("size", "steps"), [((350, 230), 3), ((900, 600), 60)])
def test_it_is_not_blank(grown, theme, kind, data, size, steps):
    themes().choose(theme)
    rows = {"size": 80} if data in ("blobs", "sine") else {}
    _, panel = grown(kind=kind, data=data, rows=rows, size=size, steps=steps)
    assert panel.view.isVisible()
    assert len(colours(panel.view)) > 12


@pytest.mark.parametrize("kind", ["agglomerative", "bisecting"])
def test_before_the_first_step_it_shows_rows_and_cut(grown, kind):
    _, panel = grown(kind=kind, steps=0)
    assert panel.view.isVisible()
    assert len(colours(panel.view)) > 12


def test_too_many_rows_are_said_in_words(grown, monkeypatch):
    monkeypatch.setattr("playground.engine.clustering.agglomerative.MOST_ROWS", 50)
    _, panel = grown(rows={"size": 80}, steps=2)
    assert "50 rows at most" in panel._empty.text()
    assert panel._empty.isVisible()


def test_it_says_that_it_does_not_apply(grown):
    _, panel = grown(kind="k-means")
    assert "Not applicable" in panel._empty.text()
    assert "Agglomerative" in panel._empty.text()


@pytest.mark.parametrize("kind", ["agglomerative", "bisecting"])
def test_branches_have_the_colours_of_the_groups_that_points_have(grown, kind):
    bridge, panel = grown(kind=kind, clusters=5, rows={"size": 90})
    model = bridge.session.built["m"].learner
    groups = model.block.groups(model.states[0])
    shape, view = panel.view.shape, panel.view
    lines = BranchPaths(shape, view.axes(), view.cut.joins(shape), view.cut.at(shape))
    assert set(lines.colored()) - {ABOVE_CUT} == set(groups.tolist())
    seen = set(colours(view).tolist())
    for group in set(groups.tolist()):
        assert group_color(group).rgb() in seen
    for leaf in range(shape.leaves):
        assert {lines._group(leaf)} == set(groups[shape.rows_of(leaf)].tolist())


@pytest.mark.parametrize("log", [False, True])
def test_dragging_the_cut_changes_the_number_of_groups_in_one_undo(grown, qtbot, log):
    bridge, panel = grown(clusters=3, panel={"log": log})
    view = panel.view
    drag(qtbot, view, to=view.axes().area.bottom() - 8)
    chosen = block(bridge)["clusters"]
    assert chosen > 5
    model = bridge.session.built["m"].learner
    assert len(set(model.block.groups(model.states[0]).tolist())) == chosen
    assert view.cut.clusters == chosen
    bridge.store.undo()
    assert block(bridge)["clusters"] == 3
    assert view.cut.clusters == 3


def test_the_cut_lies_where_the_cursor_left_it(grown, qtbot):
    bridge, panel = grown(cut_by="height", height=0.5)
    view = panel.view
    to = view.axes().area.top() + 0.7 * view.axes().area.height()
    drag(qtbot, view, to=round(to))
    assert view.cut_y() == pytest.approx(round(to), abs=1)
    model = bridge.session.built["m"].learner
    assert len(set(model.block.groups(model.states[0]))) == view.cut.groups(view.shape)


def test_a_press_away_from_the_cut_moves_nothing(grown, qtbot):
    bridge, panel = grown(clusters=3)
    view = panel.view
    drag(qtbot, view, to=view.height() - 40, start=view.cut_y() + 40)
    assert block(bridge)["clusters"] == 3


def test_the_cursor_says_that_the_cut_can_be_dragged(grown):
    _, panel = grown()
    view = panel.view
    hover(view, 100, view.cut_y())
    assert view.cursor().shape() == Qt.CursorShape.SplitVCursor
    hover(view, 100, view.cut_y() + 40)
    assert view.cursor().shape() == Qt.CursorShape.ArrowCursor


@pytest.mark.parametrize(
    ("settings", "name", "up", "down"),
    [({"clusters": 3}, "clusters", 2, 3), ({"cut_by": "height"}, "height", 0.51, 0.5)],
)
def test_arrow_keys_move_the_cut(grown, qtbot, settings, name, up, down):
    bridge, panel = grown(**settings)
    qtbot.keyClick(panel.view, Qt.Key.Key_Up)
    assert block(bridge)[name] == pytest.approx(up)
    qtbot.keyClick(panel.view, Qt.Key.Key_Down)
    assert block(bridge).get(name, down) == pytest.approx(down)
    bridge.store.undo()
    assert block(bridge)[name] == pytest.approx(up)


def test_changing_how_it_is_cut_leaves_the_groups_as_they_are(grown):
    bridge, panel = grown(clusters=4)
    model = bridge.session.built["m"].learner
    before = model.block.groups(model.states[0])
    panel.ways.chosen.emit("height", True)
    assert block(bridge)["cut_by"] == "height"
    np.testing.assert_array_equal(model.block.groups(model.states[0]), before)
    panel.ways.chosen.emit("clusters", True)
    assert block(bridge).get("cut_by", "clusters") == "clusters"
    np.testing.assert_array_equal(model.block.groups(model.states[0]), before)


def test_the_longest_gap_is_offered(grown):
    bridge, panel = grown(rows={"classes": 5, "spread": 0.05}, clusters=7)
    heights = panel.view.shape.height
    longest = len(heights) - int(np.diff(heights).argmax())
    assert panel.view.shape.gap.clusters == longest
    panel.ways.chosen.emit("gap", True)
    assert block(bridge)["clusters"] == longest
    panel.ways.chosen.emit("log", True)
    assert panel.settings.log


def test_a_branch_pointed_at_has_its_rows_marked_and_marked_rows_are_shown(grown):
    bridge, panel = grown(rows={"size": 60}, cut_by="height", height=1.0)
    view, shape = panel.view, panel.view.shape
    node = len(shape.level) - 4
    middle = (shape.level[node] + shape.level[shape.parent[node]]) / 2
    axes = view.axes()
    x, y = axes.x_pixels(shape.place[node]), axes.y_pixels(np.array(middle))
    hover(view, float(x), float(y))
    assert view.node == node
    assert bridge.focus.brushed == set(shape.rows_of(node).tolist())
    view.point_at(None)
    assert not bridge.focus.brushed
    plain = view.grab().toImage()
    bridge.focus.brush([3, 7])
    assert view.grab().toImage() != plain


def test_the_branch_under_the_cursor_is_the_lowest_hanging_there(grown):
    _, panel = grown(rows={"size": 60})
    shape = panel.view.shape
    for row in range(0, 60, 7):
        for height in np.linspace(0, 1.1 * shape.tallest, 9):
            node = shape.node_at(row + 0.5, float(height))
            assert shape.start[node] <= row < shape.start[node] + shape.size[node]
            assert node < shape.leaves or shape.level[node] <= height
            parent = shape.parent[node]
            assert parent < 0 or shape.level[parent] > height


def test_two_thousand_rows_are_few_lines(grown):
    _, panel = grown(rows={"size": 2000}, steps=0)
    bridge = panel.bridge
    bridge.session.step(1999)
    bridge.pulse()
    view = panel.view
    axes = Axes(view.rect().toRectF(), (0.0, 2000.0), (0.0, view.shape.tallest))
    lines = BranchPaths(view.shape, axes, 1997, view.cut.at(view.shape))
    apart = [path.elementCount() for paths in lines.colored().values() for path in paths]
    # Qt finds the outline of a path as a whole: all branches in one would take far too long.
    assert max(apart) <= 6
    drawn = sum(apart)
    assert 200 < drawn < 12_000


def test_the_diagram_says_what_a_branch_holds(grown):
    _, panel = grown(rows={"size": 40})
    view = panel.view
    plain = view.grab().toImage()
    view.point_at(view.shape.leaves + 5)
    assert view.grab().toImage() != plain
    assert view.accessibleName()
    assert panel.ways.accessibleName()
    assert panel.ways.toolTip()


def test_a_split_leaves_other_branches_where_they_stand(grown):
    bridge, panel = grown(kind="bisecting", steps=4)
    before = panel.view.shape
    bridge.run(1)
    after = panel.view.shape
    assert after.leaves == before.leaves + 1
    known = {(int(s), int(n)): p for s, n, p in zip(before.start, before.size, before.place,
                                                     strict=True)}  # fmt: skip
    kept = [known[key] - p for s, n, p in zip(after.start, after.size, after.place, strict=True)
            if (key := (int(s), int(n))) in known]  # fmt: skip
    assert len(kept) >= len(known) - 1
    assert np.allclose(kept, 0)
