"""The comparison: a tile for each learner, its standing, and samples dragged for all of them."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.document.project import Placed, Project, Wire
from playground.runtime.messages import Status
from playground.ui.panels.boundary import Boundary
from playground.ui.panels.compare import AT_ONCE, Compare
from playground.ui.plots.compare.standing import Standing, duration, figure
from playground.ui.plots.compare.tile_grid import split
from playground.ui.plots.picture import save_picture
from playground.ui.theme import DARK, LIGHT, themes

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
CLASSIFIERS = ("nearest-neighbours", "decision-tree", "logistic-regression")
REGRESSORS = ("linear-regression", "decision-tree")


def zoo(data="moons", kinds=CLASSIFIERS, settings=None, **fit):
    blocks = [
        Placed("data", data, settings or {}, (0, 0)),
        Placed("hidden", "dense", {"units": 4, "activation": "tanh"}, (240, 900)),
        Placed("fit", "fit", fit, (480, 900)),
    ]
    wires = [Wire("data", "hidden"), Wire("hidden", "fit")]
    for place, kind in enumerate(kinds):
        blocks.append(Placed(kind, kind, {}, (240, 100 * place)))
        wires.append(Wire("data", kind))
    return Project(blocks=tuple(blocks), wires=tuple(wires))


@pytest.fixture
def make(qtbot, bench):
    def shown(project, size=(600, 400), steps=5, kind=Compare):
        bridge = bench()
        bridge.store.replace(project)
        bridge.load(project)
        panel = kind(bridge)
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


def mouse(view, kind, at):
    held = NONE if kind == QEvent.Type.MouseButtonRelease else LEFT
    event = QMouseEvent(kind, at, view.mapToGlobal(at), LEFT, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, event)


def decided(bridge, id, at):
    return bridge.session.built[id].learner.decide(np.array([at]))[0, 0]


def catch_up(bridge):
    while bridge.session.behind:
        bridge.session.advance(0.05, {})


def test_every_learner_has_a_tile_in_the_order_of_the_canvas(make):
    bridge, panel = make(zoo())
    assert panel.grid.order == (*CLASSIFIERS, "fit")
    extents = {tuple(t.pane.plane._plate.extent) for t in panel.grid.tiles.values()}
    assert len(extents) == 1, "all pictures have one frame"
    size = {t.size().toTuple() for t in panel.grid.tiles.values()}
    assert len(size) == 1


def test_a_tile_tells_how_its_learner_does(make):
    bridge, panel = make(zoo(), steps=30)
    for id, tile in panel.grid.tiles.items():
        told = bridge.session.built[id].learner.evaluate()
        assert tile.standing.test == pytest.approx(float(told["test_accuracy"][0]))
        assert tile.standing.train == pytest.approx(float(told["train_accuracy"][0]))
        assert tile.standing.baseline == pytest.approx(0.5, abs=0.05)
        assert tile.standing.title in tile.accessibleName()
        assert tile.toolTip()
    assert panel.grid.tiles["fit"].standing.title == "Network"
    best = max(tile.standing.test for tile in panel.grid.tiles.values())
    assert all(t.standing.best == (t.standing.test == best) for t in panel.grid.tiles.values())


def test_nobody_is_best_at_always_guessing_the_same(make):
    _, panel = make(zoo(), steps=0)
    started = [panel.grid.tiles[id].standing for id in CLASSIFIERS]
    assert all(one.test == one.baseline for one in started)
    assert not any(one.best for one in started)


def test_tiles_can_stand_by_test_score(make):
    bridge, panel = make(zoo(), steps=30)
    panel.change(order="test score")
    scores = [panel.grid.tiles[id].standing.test for id in panel.grid.order]
    assert scores == sorted(scores, reverse=True)


def test_an_order_under_way_waits(make):
    bridge, panel = make(zoo(), steps=30)
    panel.change(order="test score")
    before = panel.grid.order[::-1]
    panel.grid.arrange(before)
    bridge.status = Status(True, {}, {}, 0.0, {})
    bridge.run(1)
    assert panel.grid.order == before


def test_a_dragged_sample_moves_for_all_learners_and_undo_brings_all_back(make):
    bridge, panel = make(zoo(settings={"noise": 0.2}), size=(900, 700), steps=40)
    learners = {id: made.learner for id, made in bridge.session.built.items()}
    source = learners["fit"].source
    row = int(next(r for r in source.train if source.y[r] == 1 and r in panel.grid.tiles["fit"]
                   .pane.plane.samples.rows))  # fmt: skip
    upper = source.x[source.train][source.y[source.train] == 0].mean(axis=0) + [0.0, 0.3]
    flat = learners["fit"].weights.flat.copy()
    before = {id: decided(bridge, id, upper) for id in learners}
    at = source.x.copy()
    view = panel.grid.tiles["decision-tree"].pane.plane
    start = QPointF(*view.pixels_of(view.samples.at[view.samples.rows == row])[0])
    to = QPointF(*view.pixels_of(upper[None])[0])
    mouse(view, QEvent.Type.MouseButtonPress, start)
    mouse(view, QEvent.Type.MouseMove, to)
    other = panel.grid.tiles["fit"].pane.plane.samples
    assert other.at[other.rows == row][0] == pytest.approx(upper, abs=0.02), "all tiles show it"
    mouse(view, QEvent.Type.MouseButtonRelease, to)
    catch_up(bridge)
    for id in learners:
        moved = bridge.session.built[id].learner.source
        assert moved.x[row] == pytest.approx(upper, abs=0.02)
    assert decided(bridge, "decision-tree", upper)[1] > 0.9 > before["decision-tree"][1]
    changed = decided(bridge, "nearest-neighbours", upper)[1]
    assert changed == pytest.approx(before["nearest-neighbours"][1] + 0.2)
    assert (bridge.session.built["fit"].learner.weights.flat == flat).all(), "weights are kept"
    bridge.pulse()
    bridge.store.undo()
    catch_up(bridge)
    assert not bridge.store.can_undo()
    for id in learners:
        assert (bridge.session.built[id].learner.source.x == at).all()
        assert decided(bridge, id, upper) == pytest.approx(before[id])


def test_a_click_on_a_tile_selects_its_block(make, qtbot):
    bridge, panel = make(zoo())
    chosen = []
    bridge.select = lambda ids: (chosen.append(ids), setattr(bridge, "selection", ids),
                                 bridge.selection_changed.emit(ids))  # fmt: skip
    tile = panel.grid.tiles["decision-tree"]
    QTest.mouseClick(tile, LEFT, pos=tile.rect().topLeft() + tile.rect().center() / 8)
    assert chosen == [("decision-tree",)]
    assert tile.selected
    QTest.keyClick(panel.grid.tiles["fit"], Qt.Key.Key_Return)
    assert chosen[-1] == ("fit",)
    assert not tile.selected


def test_the_other_panels_of_the_window_follow_a_click(make):
    bridge, panel = make(zoo())
    bridge.select = lambda ids: None
    other = Boundary(bridge)
    other.setParent(panel)
    panel._choose("decision-tree")
    assert other.settings.learner == "decision-tree"


def test_every_tile_tells_what_its_learner_says_of_the_place_pointed_at(make):
    bridge, panel = make(zoo(), size=(900, 700), steps=40)
    view = panel.grid.tiles["fit"].pane.plane
    mouse(view, QEvent.Type.MouseMove, QPointF(60, 50))
    x = bridge.focus.spot.x
    for id, tile in panel.grid.tiles.items():
        scores = decided(bridge, id, x)
        label = bridge.infos[id].classes[int(scores.argmax())]
        assert label in tile._here
    assert panel.grid.tiles["decision-tree"].pane.plane._echo == pytest.approx(x)
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    assert all(tile._here == "" for tile in panel.grid.tiles.values())
    assert panel.grid.tiles["decision-tree"].pane.plane._echo is None


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_the_picture_can_be_saved(make, tmp_path, ending):
    _, panel = make(zoo())
    save_picture(panel, tmp_path / f"zoo.{ending}")
    assert (tmp_path / f"zoo.{ending}").stat().st_size > 5000


@pytest.mark.parametrize(
    ("data", "kinds", "fit"),
    [
        ("sine", REGRESSORS, {}),
        ("iris", CLASSIFIERS, {}),
        ("digits", ("logistic-regression",), {}),
        ("regression-plane", REGRESSORS, {"members": 3}),
        ("moons", (), {"members": 4}),
        ("regression-plane", (), {"rate": 1e6, "optimizer": {"kind": "sgd"}}),
        ("moons", (*CLASSIFIERS, "naive-bayes", "random-forest", "support-vector-machine"), {}),
    ],
)
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("size", [(350, 230), (900, 600)])
def test_every_kind_of_project_is_drawn(make, data, kinds, fit, theme, size):
    themes().choose(theme)
    bridge, panel = make(zoo(data, kinds, **fit), size)
    assert not panel._empty.isVisible()
    assert set(panel.grid.order) == {*kinds, "fit"}
    assert len(np.unique(pixels(panel))) > 20
    for tile in panel.grid.tiles.values():
        assert panel.grid.rect().contains(tile.geometry())
        assert tile.rect().contains(tile.pane.geometry())


def test_a_tile_of_a_learner_that_is_gone_is_taken_away(make):
    bridge, panel = make(zoo())
    less = zoo(kinds=CLASSIFIERS[:1])
    bridge.store.replace(less)
    bridge.load(less)
    bridge.run(1)
    assert panel.grid.order == (CLASSIFIERS[0], "fit")
    assert len([t for t in panel.grid.findChildren(type(panel.grid.tiles["fit"]))
                if t.isVisible()]) == 2  # fmt: skip


def test_times_and_standings_in_words():
    assert duration(0.0) == "< 1 ms"
    assert duration(12.3) == "12 s"
    told = [figure(score) for score in (1.0, -0.00196, float("nan"), -1234.5)]
    assert told == ["1.000", "−0.002", "–", "−1234"]
    done = Standing("Tree", train=1.0, test=0.9, step=1234, finished="every leaf is pure")
    assert done.line() == "train 1.000 · finished at 1 234"
    assert "every leaf is pure" in done.tip()


@pytest.mark.parametrize("count", range(1, 17))
@pytest.mark.parametrize("size", [(350, 200), (900, 560), (300, 700), (1800, 900)])
def test_the_grid_has_room_for_all(size, count):
    columns, rows = split(*size, count)
    assert columns * rows >= count
    assert (rows - 1) * columns < count, "no empty row"


def test_while_learners_run_a_few_pictures_are_drawn_at_a_time(make, monkeypatch):
    bridge, panel = make(zoo(), steps=5)
    waiting = []
    monkeypatch.setattr(type(bridge.pacer), "streaming", True)
    monkeypatch.setattr(bridge.pacer, "ask", lambda widget, draw: waiting.append(draw))
    before = {id: tile.pane.decision for id, tile in panel.grid.tiles.items()}
    bridge.run(5)
    turns = 0
    while waiting and turns < 20:
        waiting.pop(0)()
        turns += 1
        now = {id: tile.pane.decision for id, tile in panel.grid.tiles.items()}
        drawn = [id for id, decision in now.items() if decision is not before[id]]
        assert len(drawn) <= AT_ONCE * turns
    assert set(drawn) == set(before)
