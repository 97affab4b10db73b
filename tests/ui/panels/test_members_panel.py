"""The members panel: a tile for each, sorted by loss, and one that is picked for all panels."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from playground.runtime.messages import Status
from playground.ui.panels.members import Members
from playground.ui.plots.decisions.member_grid import MemberGrid, Tiles
from playground.ui.theme import DARK, LIGHT, themes


@pytest.fixture
def make(qtbot, bench):
    def shown(*args, size=(400, 300), steps=5, **kwargs):
        bridge = bench(*args, **kwargs)
        panel = Members(bridge)
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        bridge.run(steps)
        return bridge, panel

    yield shown
    themes().choose(DARK)


def losses(bridge, step=5):
    return bridge.traces["fit-1"].value_at("train_loss", step)


def pixels(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).copy()


def press(grid, member):
    cell = grid.cells()[grid.tiles.order.index(member)]
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=cell.center().toPoint())


def test_tiles_stand_by_loss_the_lowest_first(make):
    bridge, panel = make(members=6)
    told = losses(bridge)[:6]
    assert panel.grid.tiles.order == tuple(np.argsort(told, kind="stable").tolist())
    assert panel.grid.tiles.losses == pytest.approx(told)
    panel.change(order="number")
    assert panel.grid.tiles.order == tuple(range(6))


def test_a_tile_has_the_colours_of_its_members_decision(make):
    bridge, panel = make(members=3, rate=0.1, steps=200)
    learner = bridge.session.built["fit-1"].learner
    image, (width, height) = panel.grid.tiles.image, panel.grid.tiles.size
    snapshot = next(iter(panel.snapshots.values()))
    x0, x1, y0, y1 = snapshot.arrays["extent"]
    for member in range(3):
        row, column = 5, 9
        spot = [x0 + (column + 0.5) * (x1 - x0) / width, y0 + (row + 0.5) * (y1 - y0) / height]
        share = learner.decide(np.array([spot]), slice(member, member + 1))[0, 0]
        color = image.pixelColor(column, image.height() - 1 - (member * height + row))
        assert (color.blue() > color.red()) == (share[0] > share[1])


def test_a_click_picks_a_member_and_another_gives_the_best_back(make):
    bridge, panel = make(members=6)
    press(panel.grid, 4)
    assert bridge.focus.member == 4
    assert panel.grid.chosen == 4
    press(panel.grid, 2)
    assert bridge.focus.member == 2
    press(panel.grid, 2)
    assert bridge.focus.member is None
    press(panel.grid, 1)
    QTest.keyClick(panel.grid, Qt.Key.Key_Escape)
    assert bridge.focus.member is None


def test_arrow_keys_walk_over_the_tiles(make):
    bridge, panel = make(members=6)
    order = panel.grid.tiles.order
    QTest.keyClick(panel.grid, Qt.Key.Key_Right)
    assert bridge.focus.member == order[0]
    QTest.keyClick(panel.grid, Qt.Key.Key_Right)
    assert bridge.focus.member == order[1]
    QTest.keyClick(panel.grid, Qt.Key.Key_Left)
    QTest.keyClick(panel.grid, Qt.Key.Key_Left)
    assert bridge.focus.member == order[0]


def test_tiles_are_put_in_order_only_now_and_then(make, qtbot):
    bridge, panel = make(members=6)
    bridge.status = Status(True, {}, {}, 0.0, {})
    before = panel.grid.tiles.order
    panel._order = before[::-1]
    bridge.run(1)
    assert panel.grid.tiles.order == before[::-1]
    told = bridge.traces["fit-1"].value_at("train_loss", 6)[:6]
    wanted = tuple(np.argsort(told, kind="stable").tolist())
    qtbot.waitUntil(lambda: panel.grid.tiles.order == wanted)


def test_tiles_are_in_order_at_once_while_nothing_learns(make):
    bridge, panel = make(members=6)
    panel._order = panel.grid.tiles.order[::-1]
    bridge.run(1)
    told = bridge.traces["fit-1"].value_at("train_loss", 6)[:6]
    assert panel.grid.tiles.order == tuple(np.argsort(told, kind="stable").tolist())


@pytest.mark.parametrize(
    ("data", "fit"),
    [
        ("sine", {"members": 3}),
        ("iris", {"members": 3}),
        ("blobs", {"members": 3}),
        ("regression-plane", {"members": 3}),
        ("circle", {}),
        ("regression-plane", {"members": 3, "rate": 1e6, "optimizer": {"kind": "sgd"}}),
        ("circle", {"members": 64}),
    ],
)
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("size", [(350, 230), (900, 600)])
def test_every_population_is_drawn(make, data, fit, theme, size):
    themes().choose(theme)
    _, panel = make(data, size=size, **fit)
    assert not panel._empty.isVisible()
    assert len(np.unique(pixels(panel))) > 20
    count = fit.get("members", 1)
    cells = panel.grid.cells()
    assert len(cells) == count
    assert all(panel.grid.rect().contains(cell.toAlignedRect()) for cell in cells)


def test_members_that_diverged_stand_last_and_say_so(make):
    fit = {"members": 3, "rate": 1e6, "optimizer": {"kind": "sgd"}}
    _, panel = make("regression-plane", steps=300, **fit)
    assert not np.isfinite(panel.grid.tiles.losses).any()
    assert "diverged" in panel.header._subtitle._text


def test_one_member_says_how_to_get_more(make):
    _, panel = make()
    assert "Experiment" in panel.header._subtitle._text


def test_a_grid_of_nothing_is_empty(qtbot):
    grid = MemberGrid()
    qtbot.addWidget(grid)
    grid.show_tiles(Tiles())
    assert grid.cells() == []
    assert grid.member_at(QPointF(5, 5)) == -1
    QTest.keyClick(grid, Qt.Key.Key_Right)
    grid.grab()
