"""Badges with the numbers of a stage at the cards of the canvas."""

from PySide6.QtCore import QPointF

from playground.ui.canvas.view import CanvasView
from playground.ui.stage_numbers import stage_numbers


def test_badges_stand_below_their_cards_and_follow_them(qtbot, bridge):
    view = CanvasView(bridge)
    qtbot.addWidget(view)
    numbers, board = view._numbers, stage_numbers(bridge)
    board.show({"dense-1": "0.5 −0.1", "gone-1": "x"}, "accent")
    ((plate, text),) = numbers.item.badges
    card = view._scene.blocks["dense-1"]
    assert text == "0.5 −0.1"
    assert plate.top() > card.y() + card.facts.height
    assert numbers.item.boundingRect().contains(plate)
    card_at = card.pos()
    view._scene.place({"dense-1": (card_at.x() + 32, card_at.y())})
    ((moved, _),) = numbers.item.badges
    assert moved.left() - plate.left() == 32
    board.show({}, "text")
    assert numbers.item.badges == []


def test_badges_take_no_clicks(qtbot, bridge):
    view = CanvasView(bridge)
    qtbot.addWidget(view)
    stage_numbers(bridge).show({"dense-1": "0.5"}, "accent")
    ((plate, _),) = view._numbers.item.badges
    assert view._scene.block_at(QPointF(plate.center().x(), plate.bottom() + 4)) is None
