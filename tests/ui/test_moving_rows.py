"""Rows moved by hand on their way from the window to the worker, and what is pointed at."""

import pytest
from stand_in import StandIn, circle

from playground.document.project import Moved
from playground.document.store import Store
from playground.engine.catalogue import catalogue
from playground.runtime.messages import Load, Tune
from playground.ui.bridge import Bridge
from playground.ui.changes import Change, classify
from playground.ui.focus import Cell, Focus, Spot


@pytest.fixture
def bridge(qtbot):
    made = Bridge(Store(circle()), StandIn(), catalogue())
    yield made
    made.close()


def test_a_moved_row_is_a_live_change_and_one_drag_one_undo(bridge, qtbot):
    loads = len(bridge.trainer.of(Load))
    for step in range(5):
        bridge.hands.move_row("circle-1", 7, (0.1 * step, 0.2), merge=("drag", 1))
    qtbot.waitUntil(lambda: bool(bridge.trainer.of(Tune)))
    assert len(bridge.trainer.of(Load)) == loads, "no new start"
    moved = (Moved(7, (0.4, 0.2)),)
    assert bridge.trainer.of(Tune)[-1].project.block("circle-1").moved == moved
    assert bridge.store.undo_label == "Move point 8"
    bridge.store.undo()
    assert bridge.store.value == circle()
    qtbot.waitUntil(lambda: not bridge.trainer.of(Tune)[-1].project.block("circle-1").moved)


def test_points_are_put_back_all_at_once(bridge):
    bridge.hands.move_row("circle-1", 7, (0.1, 0.2))
    bridge.hands.move_row("circle-1", 8, (0.3, 0.2))
    bridge.hands.put_rows_back("circle-1")
    assert not bridge.store.value.block("circle-1").moved
    bridge.store.undo()
    assert len(bridge.store.value.block("circle-1").moved) == 2


def test_another_setting_of_the_data_is_still_a_new_start(bridge):
    bridge.hands.move_row("circle-1", 7, (0.1, 0.2))
    assert classify(circle(), bridge.store.value, catalogue()) is Change.TUNE


def test_spots_and_cells_are_told_when_they_change(qtbot):
    focus, told = Focus(), []
    focus.changed.connect(lambda: told.append(1))
    for _ in range(2):
        focus.hover(Spot("fit-1", (0.0, 1.0)))
        focus.outline(Cell("fit-1", (0.0, 0.0), (1.0, 1.0)))
    assert len(told) == 2
    focus.keep(["fit-1"], [])
    assert len(told) == 2
    focus.keep(["other"], [])
    assert (focus.spot, focus.cell) == (None, None)
    assert len(told) == 3
