"""A page of a lesson points at a part of the window, which comes into sight for it."""

import pytest


def test_a_panel_that_another_one_hides_comes_back_into_sight(window, qtbot):
    first, second = window.panels.panels[:2]
    name = window.panels.names[1]
    window.panels.maximise(first)
    assert second.isHidden()
    window.pointing.show(f"panel:{name}")
    qtbot.waitUntil(window.pointing.isVisible)
    assert second.isVisible()
    assert first.isVisible()
    corner = second.mapTo(window, second.rect().topLeft())
    frame = window.pointing.geometry()
    assert frame.contains(corner)
    assert frame.contains(second.mapTo(window, second.rect().bottomRight()))


def test_the_panel_in_sight_stays_large(window):
    first = window.panels.panels[0]
    window.panels.maximise(first)
    window.pointing.show(f"panel:{window.panels.names[0]}")
    assert window.pointing.isVisible()
    assert window.panels.panels[1].isHidden()
    window.pointing.show("")
    assert not window.pointing.isVisible()


def test_the_frame_stays_with_a_block_when_the_canvas_moves(window, qtbot):
    canvas = window.canvas
    item = next(iter(canvas.scene().blocks.values()))
    window.pointing.show(item.facts.id)
    before = window.pointing.geometry()
    item.moveBy(60, 20)
    qtbot.waitUntil(lambda: window.pointing.geometry() != before)
    corner = canvas.mapFromScene(item.sceneBoundingRect().center())
    assert window.pointing.geometry().contains(canvas.viewport().mapTo(window, corner))


@pytest.mark.parametrize("name", ["play", "new-seed"])
def test_a_button_of_the_run_is_framed_alone(window, name):
    window.pointing.show(f"transport:{name}")
    button, frame = window.transport.buttons[name], window.pointing.geometry()
    assert frame.contains(button.mapTo(window, button.rect().center()))
    assert frame.width() < button.width() + 20
    window.pointing.show("transport")
    assert window.pointing.width() > 0.9 * window.transport.width()
