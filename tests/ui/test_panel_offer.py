"""A block whose learning no panel shows yet brings an offer of its panel."""

import pytest

from playground.document.edits import add_block, set_title, set_view
from playground.document.project import PanelView


@pytest.mark.parametrize(
    ("kind", "panel"),
    [("k-means", "clusters"), ("monty-hall", "doors"), ("shortest-path", "curve"),
     ("maximum-entropy", "entropy")],
)  # fmt: skip
def test_the_panel_of_a_new_block_is_offered_and_opens(window, kind, panel):
    bridge = window.bridge
    bridge.apply("Choose panels", set_view((PanelView("curves"),)))
    bridge.apply("Add a block", add_block(kind, (900.0, 0.0)))
    bridge.apply("Call it something", set_title("Another"))
    assert "can be watched" in window.banner.text
    bridge.store.undo()
    bridge.store.undo()
    assert window.banner.text == "", "the block is gone"
    bridge.store.redo()
    button = window.banner._buttons.itemAt(0).widget()
    button.click()
    assert window.panels.names == ("curves", panel)
    assert window.banner.text == ""


def test_it_is_not_offered_twice_nor_for_others(window):
    bridge = window.bridge
    bridge.apply("Choose panels", set_view((PanelView("clusters"), PanelView("elbow"))))
    bridge.apply("Add a block", add_block("k-means", (900.0, 0.0)))
    assert window.banner.text == ""
    bridge.apply("Add a block", add_block("decision-tree", (900.0, 300.0)))
    assert window.banner.text == ""


def test_a_project_without_a_choice_of_panels_shows_it_by_itself(window):
    window.bridge.apply("Add a block", add_block("k-means", (900.0, 0.0)))
    assert "clusters" in window.panels.names
    assert window.banner.text == ""


def test_where_the_groups_are_shown_already_the_second_panel_of_a_block_is_offered(window):
    bridge = window.bridge
    bridge.apply("Choose panels", set_view((PanelView("clusters"),)))
    bridge.apply("Add a block", add_block("agglomerative", (900.0, 0.0)))
    assert "panel Dendrogram" in window.banner.text
