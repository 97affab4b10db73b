"""The tree diagram and the importance bars: what they show, and how they point elsewhere."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from test_panels import shown

from playground.document.project import PanelView, Placed, Project, Wire
from playground.ui.focus import Spot
from playground.ui.panels.importance import Importance
from playground.ui.panels.tree import Tree
from playground.ui.plots.trees.layout import tidy
from playground.ui.plots.trees.ways import rows_of


def model(kind="decision-tree", data="iris", settings=None, between=(), rows=None):
    names = [data, *between, kind]
    given = {0: rows or {}, len(names) - 1: settings or {}}
    blocks = [Placed(f"b{i}", name, given.get(i, {})) for i, name in enumerate(names)]
    wires = [Wire(f"b{i}", f"b{i + 1}") for i in range(len(blocks) - 1)]
    return Project(blocks=tuple(blocks), wires=tuple(wires), view=(PanelView("tree"),))


@pytest.fixture
def grown(qtbot, bench):
    def make(panel=Tree, steps=8, size=(700, 420), **project):
        bridge = bench()
        bridge.load(model(**project))
        made = shown(qtbot, panel(bridge), size)
        bridge.run(steps)
        return bridge, made

    return make


def colours(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return len(np.unique(np.frombuffer(image.constBits(), np.uint32)))


@pytest.mark.parametrize("kind", ["decision-tree", "random-forest", "gradient-boosting"])
@pytest.mark.parametrize("data", ["iris", "sine", "circle", "digits"])
@pytest.mark.parametrize("size", [(350, 230), (900, 600)])
def test_the_diagram_is_not_blank(grown, kind, data, size):
    settings = {"trees": 3} if kind == "random-forest" else {}
    _, panel = grown(steps=3, kind=kind, data=data, settings=settings, size=size)
    assert panel.picture.isVisible()
    assert colours(panel.picture) > 12


def test_nodes_of_a_level_do_not_overlap(grown):
    _, panel = grown(steps=40, data="breast-cancer")
    branches = panel.picture.branches
    for depth in np.unique(branches.arrays["depth"]):
        level = np.sort(branches.aside[branches.arrays["depth"] == depth])
        assert (np.diff(level) > 0.999).all()
    left, right = branches.arrays["left"], branches.arrays["right"]
    inner = left != np.arange(len(left))
    middle = (branches.aside[left] + branches.aside[right]) / 2
    np.testing.assert_allclose(middle[inner], branches.aside[inner])


def test_a_lone_root_stands_in_the_middle():
    assert tidy(np.array([0]), np.array([0])).tolist() == [0.0]


def test_pointing_at_a_node_outlines_its_cell_and_marks_its_rows(grown):
    bridge, panel = grown(between=("standardise",))
    branches = panel.picture.branches
    node = int(branches.arrays["left"][0])
    panel.picture.point_at(node)
    cell, feature = bridge.focus.cell, int(branches.arrays["feature"][0])
    data = bridge.session.built["b2"].learner.source
    inside = (data.x >= cell.low).all(axis=1) & (data.x <= cell.high).all(axis=1)
    train = np.intersect1d(np.flatnonzero(inside), data.train)
    assert bridge.focus.brushed == set(train.tolist())
    assert cell.high[feature] == pytest.approx(branches.arrays["threshold"][0])
    panel.picture.point_at(None)
    assert bridge.focus.cell is None
    assert not bridge.focus.brushed


def test_a_place_on_the_plane_lights_the_way_it_takes(grown):
    bridge, panel = grown(between=("min-max",))
    data, branches = bridge.session.built["b2"].learner.source, panel.picture.branches
    for row in data.train[:20].tolist():
        bridge.focus.hover(Spot("b2", tuple(data.x[row])))
        way = panel.picture._way
        leaf = next(node for node in way if branches.is_leaf(node))
        assert row in rows_of(branches, leaf)
    bridge.focus.hover(None)
    assert not panel.picture._way


def test_cut_branches_are_told_and_faint(grown):
    bridge, panel = grown(steps=40, data="moons", rows={"noise": 0.9}, settings={"alpha": 0.01})
    branches = panel.picture.branches
    assert branches.cut.any()
    leaves = bridge.session.built["b1"].learner.evaluate()["leaves"][0]
    assert f"{leaves:.0f} leaves" in panel.header._subtitle._text


def test_trees_of_a_forest_are_stepped_through(qtbot, grown):
    _, panel = grown(kind="random-forest", data="moons", settings={"trees": 4, "together": 1})
    assert panel.which.isVisible()
    qtbot.keyClick(panel.picture, Qt.Key.Key_PageUp)
    assert panel.settings.number == 3
    assert dict(panel.requests()[0].settings)["number"] == 2


def test_the_arrow_keys_walk_and_the_cursor_points(qtbot, grown):
    _, panel = grown()
    picture = panel.picture
    qtbot.keyClick(picture, Qt.Key.Key_Down)
    assert picture.node == 0
    qtbot.keyClick(picture, Qt.Key.Key_Right)
    assert picture.node == picture.branches.arrays["right"][0]
    assert "rows" in panel.words._text
    assert picture.node_at(picture.room_of(0).center()) == 0
    assert picture.node_at(QPointF(1, 1)) is None
    qtbot.keyClick(picture, Qt.Key.Key_Escape)
    assert picture.node is None


def test_a_zoomed_picture_is_fitted_again_by_a_double_click(qtbot, grown):
    _, panel = grown()
    before = panel.picture.room_of(0)
    panel.picture._zoom = 4.0
    assert panel.picture.room_of(0).width() == pytest.approx(4 * before.width())
    qtbot.mouseDClick(panel.picture, Qt.MouseButton.LeftButton)
    assert panel.picture.room_of(0) == before


def test_a_learner_without_trees_is_told_in_words(qtbot, bench):
    bridge = bench()
    bridge.load(model(kind="naive-bayes"))
    panel = shown(qtbot, Tree(bridge))
    bridge.run(1)
    assert "Not applicable" in panel._empty.text()


@pytest.mark.parametrize("data", ["iris", "diabetes", "digits", "circle", "sine"])
@pytest.mark.parametrize("kind", ["decision-tree", "extra-trees", "naive-bayes"])
def test_importance_is_not_blank(grown, kind, data):
    if kind == "naive-bayes" and data in ("diabetes", "sine"):
        pytest.skip("it learns classes only")
    settings = {"trees": 5} if kind == "extra-trees" else {}
    _, panel = grown(Importance, kind=kind, data=data, settings=settings)
    assert panel.bars.isVisible()
    assert colours(panel.bars) > 12
    assert panel.bars.rows()


def test_shuffling_finds_the_features_that_matter(grown):
    bridge, panel = grown(Importance, data="iris")
    arrays = next(iter(panel.snapshots.values())).arrays
    drops = dict(zip(arrays["names"].tolist(), arrays["drops"].mean(axis=0), strict=True))
    assert max(drops, key=drops.get).startswith("petal")
    assert arrays["splits"].sum() == pytest.approx(1)
    assert panel.bars.rows()[0] in (2, 3)


def test_networks_have_an_importance_too(qtbot, bench):
    bridge = bench("iris", rate=0.05)
    panel = shown(qtbot, Importance(bridge))
    bridge.run(200)
    arrays = next(iter(panel.snapshots.values())).arrays
    assert arrays["drops"].max() > 0.2
    assert "splits" not in arrays
