"""The area of panels: it follows the project, and every change can be undone."""

import pytest
from PySide6.QtWidgets import QWidget

from playground.document.edits import set_title
from playground.document.project import Placed, Project
from playground.engine.catalogue import catalogue
from playground.ui.panel_grid import PanelGrid, first_panels, row_lengths


def grid(qtbot, bridge):
    # Within a window of its own, for the headless platform warns of size hints of windows.
    window = QWidget()
    made = PanelGrid(bridge, window)
    qtbot.addWidget(window)
    window.resize(900, 500)
    made.resize(900, 500)
    window.show()
    bridge.window = window  # Qt deletes what nobody holds
    return made


def test_a_project_that_names_no_panels_shows_two(qtbot, bench):
    assert grid(qtbot, bench()).names == ("boundary", "curves")


def test_panels_come_from_the_project_in_order(qtbot, bench):
    assert grid(qtbot, bench(view=("curves", "boundary"))).names == ("curves", "boundary")


def test_panels_shrink_before_they_cover_each_other(qtbot, bench):
    area = grid(qtbot, bench(view=("curves", "boundary", "members")))
    area.resize(430, 200)
    qtbot.waitUntil(lambda: area.panels[0].width() < 140)
    ends = [(p.x(), p.x() + p.width()) for p in area.panels]
    assert all(end <= start for (_, end), (start, _) in zip(ends, ends[1:], strict=False))
    assert ends[-1][1] <= area.width()


def test_unknown_panels_are_left_out(qtbot, bench):
    assert grid(qtbot, bench(view=("unheard-of", "curves"))).names == ("curves",)


def test_adding_and_closing_are_undone(qtbot, bench):
    bridge = bench()
    area = grid(qtbot, bridge)
    area.add_panel("curves")
    assert area.names == ("boundary", "curves", "curves")
    area.close_panel(area.panels[0])
    assert area.names == ("curves", "curves")
    bridge.store.undo()
    bridge.store.undo()
    assert area.names == ("boundary", "curves")
    bridge.store.redo()
    assert area.names == ("boundary", "curves", "curves")


def test_the_last_panel_stays(qtbot, bench):
    area = grid(qtbot, bench(view=("curves",)))
    area.close_panel(area.panels[0])
    assert area.names == ("curves",)


def test_no_more_than_six(qtbot, bench):
    area = grid(qtbot, bench())
    for _ in range(8):
        area.add_panel("curves")
    assert len(area.panels) == 6


def test_a_setting_is_kept_in_the_project_and_undone(qtbot, bench):
    bridge = bench()
    area = grid(qtbot, bridge)
    panel = area.panels[0]
    panel.change(isolines=True)
    assert bridge.store.value.view[0].settings == {"isolines": True}
    bridge.store.undo()
    assert area.panels[0] is panel
    assert panel.settings.isolines is False


def test_maximising_hides_the_others_until_it_is_taken_back(qtbot, bench):
    bridge = bench(view=("boundary", "curves", "boundary", "curves"))
    area = grid(qtbot, bridge)
    area.maximise(area.panels[3])
    assert [panel.isVisible() for panel in area.panels] == [False, False, False, True]
    assert bridge.watched[id(area.panels[0])] == ()
    area.maximise(area.panels[3])
    assert all(panel.isVisible() for panel in area.panels)


def test_other_edits_leave_the_panels_alone(qtbot, bench):
    bridge = bench()
    area = grid(qtbot, bridge)
    before = list(area.panels)
    bridge.apply("Title", set_title("Other"))
    assert area.panels == before


@pytest.mark.parametrize("count", range(1, 7))
def test_rows_hold_all_panels_and_at_most_three(count):
    assert sum(row_lengths(count)) == count
    assert max(row_lengths(count)) <= 3


@pytest.mark.parametrize(
    ("kinds", "names"),
    [(("k-means",), ("clusters", "elbow", "curves")),
     (("agglomerative",), ("clusters", "dendrogram", "curves")),
     (("principal-components", "dbscan"),
      ("embedding", "clusters", "scree", "reach", "curves")),
     (("decision-tree", "k-means"), ("boundary", "clusters", "elbow", "curves")),
     (("brachistochrone", "fit"), ("curve", "curves")),
     (("maximum-entropy",), ("entropy", "curves")), (("bowl", "fit"), ("surface", "curves")),
     (("circle", "fit", "bowl"), ("boundary", "surface", "curves")),
     (("monty-hall",), ("doors",)), (("circle",), ("boundary", "curves"))],
)  # fmt: skip
def test_a_project_that_names_no_panels_shows_what_suits_it(kinds, names):
    blocks = tuple(Placed(f"block-{i}", kind) for i, kind in enumerate(kinds))
    assert first_panels(Project(blocks=blocks), catalogue()) == names
