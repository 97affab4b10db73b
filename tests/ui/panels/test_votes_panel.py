"""The votes panel: a tile for each voice, the vote large, and what each says at a place."""

import numpy as np
import pytest
from conftest import Bench
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from playground.document.project import Placed, Project, Wire
from playground.ui.focus import Spot
from playground.ui.panels.members import Members
from playground.ui.panels.votes import Votes
from playground.ui.plots.curves.curve_drawing import curve_names, part_color
from playground.ui.theme import DARK, LIGHT, themes

BAYES, NEAR = ("naive-bayes", {}), ("nearest-neighbours", {"k": 3})
LINE, RIDGE = ("linear-regression", {}), ("ridge-regression", {})
BROKEN = ("fit", {"rate": 1e6, "optimizer": {"kind": "sgd"}})


def wired(ensemble, settings=None, data="circle", parts=(BAYES, NEAR), rows=None):
    """Return a project of an ensemble and what is wired into it."""
    blocks, wires = [Placed("data-1", data, rows or {})], []
    for number, (kind, own) in enumerate(parts, 1):
        blocks.append(Placed(f"part-{number}", kind, own))
        wires += [Wire("data-1", f"part-{number}"), Wire(f"part-{number}", "all-1")]
    if not parts:
        wires.append(Wire("data-1", "all-1"))
    blocks.append(Placed("all-1", ensemble, settings or {}))
    return Project(blocks=tuple(blocks), wires=tuple(wires))


@pytest.fixture
def make(qtbot):
    def shown(project, size=(640, 400), steps=8, panel=Votes):
        bridge = Bench(project)
        made = panel(bridge)
        qtbot.addWidget(made)
        made.resize(*size)
        made.show()
        bridge.run(steps)
        bridge.pulse()
        return bridge, made

    yield shown
    themes().choose(DARK)


def colours(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return len(np.unique(np.frombuffer(image.constBits(), np.uint32)))


def at(bridge, *x):
    bridge.focus.hover(Spot("all-1", x))


CASES = {
    "vote": wired("voting", {"weights": [1.0, 3.0]}),
    "several classes": wired("voting", {"vote": "hard"}, "iris"),
    "64 inputs": wired("bagging", {"copies": 5, "features": 0.2}, "digits", (BAYES,)),
    "one input": wired("bagging", {"copies": 4}, "sine", (RIDGE,)),
    "values": wired("stacking", {"folds": 2}, "regression-plane", (LINE, RIDGE)),
    "thirty": wired("bagging", {"copies": 30}, "circle", (NEAR,)),
    "stack": wired("stacking", {"folds": 3}),
    "diverged": wired("voting", {}, "regression-plane", (LINE, BROKEN)),
    "forest": wired("random-forest", {"trees": 12}, parts=()),
    "boosted": wired("ada-boost", {"stages": 5}, parts=()),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("size", [(350, 230), (900, 600)])
def test_every_ensemble_is_drawn(make, case, theme, size):
    themes().choose(theme)
    _, panel = make(CASES[case], size, steps=40)
    assert not panel._empty.isVisible()
    assert colours(panel.grid) > 5
    assert colours(panel.pane) > 5
    cells = panel.grid.cells()
    assert len(cells) == len(panel.grid.tiles.order) > 1
    assert all(panel.grid.rect().contains(cell.toAlignedRect()) for cell in cells)


def test_tiles_stand_in_the_order_of_the_wires_with_their_scores(make):
    bridge, panel = make(CASES["vote"])
    assert list(panel.grid.tiles.names) == ["Naive Bayes", "Nearest neighbours"]
    for number in (1, 2):
        learner = bridge.session.built[f"part-{number}"].learner
        told = panel.grid.tiles.losses[number - 1]
        assert told == pytest.approx(learner.evaluate()["test_accuracy"][0])
    assert panel.grid.say.tolist() == [0.25, 0.75]


def test_a_place_that_is_pointed_at_is_put_to_the_vote(make):
    bridge, panel = make(wired("bagging", {"copies": 7}, "circle", (NEAR,)))
    assert "Point anywhere" in panel.tally.text
    at(bridge, 0.0, 0.0)
    panel.rewatch()
    bridge.pulse()
    learner = bridge.session.built["all-1"].learner
    said = learner.ballots(np.zeros((1, 2)))[:, 0].argmax(axis=1)
    names = learner.source.classes
    assert f"{(said == said[0]).sum()} for {names[said[0]]}" in panel.tally.text
    assert len(panel.grid.said) == 7
    assert colours(panel.tally) > 3
    bridge.focus.hover(None)
    panel.rewatch()
    bridge.pulse()
    assert panel.grid.said == []


def test_values_are_told_by_their_range(make):
    bridge, panel = make(CASES["values"], steps=20)
    at(bridge, 0.5, 0.5)
    panel.rewatch()
    bridge.pulse()
    assert panel.tally.text.startswith("from ")
    assert len(panel.grid.said) == 2


def test_pointing_at_a_tile_asks_about_its_place(make):
    bridge, panel = make(CASES["vote"])
    cell = panel.grid.cells()[1]
    QTest.mouseMove(panel.grid, QPointF(cell.center()).toPoint())
    panel._point_on_tile((0.5, 0.5))
    extent = next(s.arrays["extent"] for s in panel.snapshots.values() if "fields" in s.arrays)
    middle = ((extent[0] + extent[1]) / 2, (extent[2] + extent[3]) / 2)
    assert bridge.focus.spot.x == pytest.approx(middle)
    panel._point_on_tile(None)
    assert bridge.focus.spot is None


def test_a_click_shows_a_copy_alone_with_its_rows(make):
    bridge, panel = make(wired("bagging", {"copies": 6}, "circle", (NEAR,)))
    cell = panel.grid.cells()[4]
    QTest.mouseClick(panel.grid, Qt.MouseButton.LeftButton, pos=cell.center().toPoint())
    bridge.pulse()
    learner = bridge.session.built["all-1"].learner
    assert panel.pane.plane._marked == frozenset(learner.rows[4].tolist())
    assert "copy 5 alone" in panel.header._subtitle._text
    assert "repeated" in panel.header._subtitle._text
    QTest.keyClick(panel.grid, Qt.Key.Key_Escape)
    bridge.pulse()
    assert panel.grid.chosen is None
    assert panel.pane.plane._marked == frozenset()


def test_a_copy_that_is_no_longer_there_is_let_go(make):
    bridge, panel = make(wired("bagging", {"copies": 6}, "circle", (NEAR,)))
    panel._pick(5)
    bridge.pulse()
    bridge.load(wired("bagging", {"copies": 3}, "circle", (NEAR,)))
    bridge.run(3)
    bridge.pulse()
    assert panel.grid.chosen is None
    assert len(panel.grid.cells()) == 3


def test_the_out_of_bag_score_has_a_curve(make):
    bridge, _ = make(wired("bagging", {"copies": 6}, "circle", (NEAR,)))
    names = curve_names(bridge.traces["all-1"], "accuracy")
    assert names == {
        "train": "train_accuracy", "test": "test_accuracy", "out of bag": "oob_accuracy"
    }  # fmt: skip
    assert len({part_color(part).name() for part in names}) == 3


def test_a_network_alone_is_not_applicable(make, bench, qtbot):
    panel = Votes(bench())
    qtbot.addWidget(panel)
    assert "Not applicable" in panel._empty.text()


def test_nothing_yet_says_what_to_do(bench, qtbot):
    panel = Votes(bench.empty())
    qtbot.addWidget(panel)
    assert "press play" in panel._empty.text()


def test_the_members_panel_shows_the_whole_population_of_an_evolution(make):
    blocks = (Placed("circle-1", "circle", {}), Placed("evolve-1", "evolve", {"population": 12}))
    project = Project(blocks=blocks, wires=(Wire("circle-1", "evolve-1"),))
    bridge, panel = make(project, panel=Members)
    learner = bridge.session.built["evolve-1"].learner
    assert panel.grid.tiles.losses == pytest.approx(learner.losses)
    assert len(panel.grid.cells()) == 12
    assert "12 members" in panel.header._subtitle._text
