"""A project that begins without rows: calm words, a sheet to paint on, cards that follow."""

import numpy as np
import pytest
from PySide6.QtCore import QObject

from playground.core.settings import build
from playground.document.by_hand import hold_rows
from playground.document.check import check
from playground.engine.catalogue import catalogue
from playground.runtime.blank import blank_project, blank_table
from playground.tables.keep import keep
from playground.tables.table import Table
from playground.ui.canvas import card
from playground.ui.canvas.preview import Previews, preview
from playground.ui.canvas.scene import CanvasScene
from playground.ui.footer import Footer
from playground.ui.panels.boundary import Boundary
from playground.ui.problems import SIGNS, ProblemCard, Problems


@pytest.fixture
def blank(bench):
    bridge = bench.empty()
    bridge.store.replace(blank_project())
    bridge.problems = check(bridge.store.value, bridge.catalogue)
    return bridge


def test_no_rows_yet_are_a_hint_and_no_error():
    (problem,) = check(blank_project(), catalogue())
    assert problem.severity == "hint"
    assert problem.stops
    assert "paint some" in problem.message


def test_the_window_tells_a_hint_calmly(qtbot, bridge):
    bridge.store.replace(blank_project())
    bridge._recheck()
    footer, problems = Footer(bridge), Problems(bridge)
    for widget in (footer, problems):
        qtbot.addWidget(widget)
    assert footer._button.text() == "1 hint"
    (shown,) = problems.findChildren(ProblemCard)
    assert shown.accessibleName().startswith("hint: ")
    scene = CanvasScene(bridge)
    facts = scene.blocks["table-1"].facts
    assert card.severity(facts) == "accent"
    assert set(SIGNS) == {"error", "hint", "warning"}
    qtbot.waitUntil(lambda: not scene._previews._timer.isActive())


def test_the_sheet_says_how_to_begin(qtbot, blank):
    panel = Boundary(blank)
    qtbot.addWidget(panel)
    panel.resize(500, 400)
    panel.show()
    assert "Paint your data" in panel.plane.notice
    assert panel.easel.strip.isVisible()
    assert panel.easel.strip.tool == "brush"


def test_a_card_shows_no_points_when_all_are_gone(qtbot, bridge):
    scene = CanvasScene(bridge)
    id = next(iter(scene.blocks))
    item = scene.blocks[id]
    qtbot.waitUntil(lambda: item.looks.preview is not None)
    settings = {"table": keep().put(blank_table()), "target": "class", "parts": "part"}
    bridge.apply("Erase 500 points", hold_rows(id, settings))
    qtbot.waitUntil(lambda: item.looks.preview is None)
    bridge.store.undo()
    qtbot.waitUntil(lambda: item.looks.preview is not None)
    qtbot.waitUntil(lambda: not scene._previews._timer.isActive())


def test_what_is_still_to_be_drawn_leaves_what_was(qtbot):
    parent = QObject()
    previews = Previews(parent, draw=lambda chain: None)
    chain = (catalogue()["moons"](),)
    assert previews.get("a", chain) is None
    assert not previews.drawn(chain)
    with qtbot.waitSignal(previews.ready):
        pass
    assert previews.drawn(chain)


def test_a_card_shows_what_is_painted_before_it_can_be_learned():
    values = np.array([[0.0, 1.0, 0, 0], [2.0, 0.0, 0, 2]])
    held = {"table": keep().put(Table(values, blank_table().columns)), "target": "class"}
    block = build(catalogue()["table"], {**held, "parts": "part"})
    shown = preview(block)
    assert len(shown.xy) == 2
    assert shown.label.tolist() == [0, 0]
    held["table"] = keep().put(blank_table())
    empty = build(catalogue()["table"], {**held, "parts": "part"})
    assert preview(empty) is None
