"""Tables so large that an edit is made beside the window, and what makes painting them quick."""

import threading

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from playground.document.by_hand import hold_rows
from playground.document.project import Placed
from playground.runtime.own_rows import OwnRows, own_rows
from playground.tables.keep import keep
from playground.tables.table import Column
from playground.tables.table import Table as Rows
from playground.ui.canvas import preview
from playground.ui.panels.boundary import Boundary
from playground.ui.panels.table import Table
from playground.ui.plots.painting import draft as drafts
from playground.ui.plots.painting.draft import Draft, Reach
from playground.ui.plots.painting.nearby import Nearby
from playground.ui.plots.rows import remaking


@pytest.fixture
def slowly(monkeypatch):
    """Let every table be a large one, and hold the making of it until it is let go."""
    monkeypatch.setattr(remaking, "LARGE", 10)
    gate, by = threading.Event(), []
    real = OwnRows.holding

    def holding(self, table):
        by.append(threading.current_thread())
        gate.wait(10)
        return real(self, table)

    monkeypatch.setattr(OwnRows, "holding", holding)
    yield gate, by
    gate.set()


@pytest.fixture
def shown(qtbot, bench):
    def make(kind):
        bridge = bench("moons")
        panel = kind(bridge)
        qtbot.addWidget(panel)
        panel.resize(500, 400)
        panel.show()
        bridge.run(5)
        return panel, bridge

    return make


def painted(panel):
    if panel.easel.strip.isHidden():
        panel.easel.button.click()
    view = panel.plane
    ends = [QPoint(round(x * view.width()), round(0.1 * view.height())) for x in (0.1, 0.9)]
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=ends[0])
    QTest.mouseMove(view, ends[1])
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=ends[1])


def test_a_stroke_on_a_large_table_stays_in_sight_until_it_is_an_edit(shown, slowly, qtbot):
    gate, by = slowly
    panel, bridge = shown(Boundary)
    before = bridge.store.value
    painted(panel)
    assert bridge.store.value is before
    painter = panel.easel.painter
    assert len(painter.in_hand(painter._before).at) > 500, "it is still shown"
    painted(panel)
    assert "One moment" in panel.header._subtitle.accessibleName(), "a second one is told to wait"
    gate.set()
    qtbot.waitUntil(lambda: bridge.store.value is not before)
    assert by[0] is not threading.main_thread()
    assert len(by) == 1
    assert bridge.store.undo_label.startswith("Paint")
    bridge.store.undo()
    assert bridge.store.value == before


def test_whoever_changed_the_rows_meanwhile_has_the_last_word(shown, slowly, qtbot):
    gate, _ = slowly
    panel, bridge = shown(Boundary)
    painted(panel)
    bridge.hands.move_row("moons-1", 7, (0.25, -0.5))
    moved = bridge.store.value
    gate.set()
    qtbot.waitUntil(lambda: not panel.easel.painter._remaking.busy)
    assert bridge.store.value is moved
    assert panel.easel.painter.in_hand(np.zeros((1, 2))) is None


def test_an_edit_of_the_table_gives_way_to_one_that_came_meanwhile(shown, slowly, qtbot):
    gate, _ = slowly
    panel, bridge = shown(Table)
    panel.append()
    bridge.hands.move_row("moons-1", 7, (0.25, -0.5))
    moved = bridge.store.value
    gate.set()
    qtbot.waitUntil(lambda: not panel._remaking.busy)
    assert bridge.store.value is moved
    assert "…" not in panel.header._subtitle.accessibleName()


@pytest.mark.parametrize("kind", [Boundary, Table])
def test_a_panel_that_is_closed_leaves_nothing_running(shown, slowly, kind, qtbot):
    gate, by = slowly
    panel, bridge = shown(kind)
    before = bridge.store.value
    painted(panel) if kind is Boundary else panel.append()
    threading.Timer(0.05, gate.set).start()
    panel.close()
    assert not by[0].is_alive()
    QTest.qWait(60)
    assert bridge.store.value is before
    panel.show()
    painted(panel) if kind is Boundary else panel.append()
    qtbot.waitUntil(lambda: bridge.store.value is not before)


def test_a_panel_that_is_taken_away_leaves_nothing_running(bench, slowly, qtbot):
    gate, by = slowly
    holder, bridge = QWidget(), bench("moons")
    qtbot.addWidget(holder)
    panel = Table(bridge)
    QHBoxLayout(holder).addWidget(panel)
    holder.show()
    bridge.run(5)
    panel.append()
    threading.Timer(0.05, gate.set).start()
    panel.deleteLater()
    QApplication.sendPostedEvents(panel, QEvent.Type.DeferredDelete)
    assert not by[0].is_alive()
    assert bridge.store.undo_label is None


def test_an_edit_of_a_cell_goes_on_while_another_panel_is_maximised(qtbot, shown, slowly):
    gate, _ = slowly
    panel, bridge = shown(Table)
    holder = QWidget()
    qtbot.addWidget(holder)
    QHBoxLayout(holder).addWidget(panel)
    holder.show()
    panel.append()
    panel.hide()
    gate.set()
    qtbot.waitUntil(lambda: bridge.store.undo_label == "Add a row")
    panel.setParent(None)


def test_rows_are_not_looked_at_before_there_is_a_tool_for_them(shown, monkeypatch):
    from playground.ui.plots.painting import subject

    asked = []
    real = subject.own_rows
    monkeypatch.setattr(subject, "own_rows", lambda placed: asked.append(placed) or real(placed))
    panel, _ = shown(Boundary)
    assert panel.easel.button.isVisible()
    assert not asked
    painted(panel)
    assert asked


def test_a_preview_of_a_large_table_reads_few_of_its_rows(monkeypatch):
    from playground.core.settings import build
    from playground.engine.catalogue import catalogue

    values = np.random.default_rng(0).standard_normal((4000, 3))
    columns = (Column("a"), Column("b"), Column("c"))
    settings = {"table": keep().put(Rows(values, columns)), "target": "c", "task": "value"}
    block = build(catalogue()["table"], settings)
    loaded = []
    real = type(block).load
    monkeypatch.setattr(type(block), "load", lambda self: loaded.append(real(self)) or loaded[-1])
    assert len(preview.preview(block).xy) == preview.MOST
    assert len(loaded[0].x) == preview.ENOUGH


@pytest.mark.parametrize("far", [1.0, 1e9])
def test_the_grid_finds_all_points_of_a_box(far):
    random = np.random.default_rng(1)
    at = random.standard_normal((5000, 2))
    at[::500] *= far
    at[7] = np.nan
    grid = Nearby(at)
    for _ in range(50):
        low = random.uniform(-4, 4, 2)
        high = low + random.uniform(0, 2, 2)
        inside = np.flatnonzero(((at >= low) & (at <= high)).all(axis=1))
        found = grid.within(low, high)
        assert len(np.unique(found)) == len(found)
        assert set(inside.tolist()) <= set(found.tolist())


@pytest.mark.parametrize("what", ["erase", "pull", "shake", "recolour", "mixed"])
def test_a_large_draft_changes_the_very_points_that_a_small_one_does(monkeypatch, what):
    random = np.random.default_rng(2)
    values = np.column_stack([random.standard_normal((3000, 2)), random.integers(0, 2, 3000)])
    columns = (Column("a"), Column("b"), Column("kind", "categorical", ("no", "yes")))
    settings = {"table": keep().put(Rows(values.astype(float), columns)), "target": "kind"}
    own = own_rows(Placed("t", "table", settings))
    tables = []
    for many in (10, 10**9):
        monkeypatch.setattr(drafts, "MANY", many)
        draft, chance = Draft(own), np.random.default_rng(3)
        for step in range(12):
            reach = Reach(-1 + 0.2 * step, 0.1, 0.4, 0.3)
            if what in ("pull", "mixed"):
                draft.pull(reach, 0.5)
            if what in ("shake", "mixed"):
                draft.shake(reach, chance, 0.5)
            if what == "mixed":
                draft.add(reach.inside(chance, 3), 1.0)
            if what in ("recolour", "mixed"):
                draft.recolour(reach, 1.0)
            if what in ("erase", "mixed"):
                draft.erase(Reach(reach.x, 0.0, 0.1, 0.1))
        assert draft.touched
        tables.append(draft.table())
    assert np.array_equal(tables[0].values, tables[1].values, equal_nan=True)


def test_imported_rows_can_be_painted_only_where_they_are_a_plane_of_numbers(shown):
    panel, bridge = shown(Boundary)
    for kind, can in (("continuous", True), ("categorical", False)):
        names = ("no", "yes") if kind == "categorical" else ()
        values = np.array([[0.5 * row, row % 2, row % 2] for row in range(40)])
        columns = (Column("a"), Column("b", kind, names), Column("c", "categorical", ("x", "y")))
        held = {"table": keep().put(Rows(values, columns)), "target": "c"}
        bridge.apply("Import", hold_rows("moons-1", held))
        assert panel.easel.painter.available is can
