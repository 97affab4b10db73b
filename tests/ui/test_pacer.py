"""Panels draw in turn, so that no frame takes too long and none is forgotten."""

from time import perf_counter, sleep

import pytest
from PySide6.QtWidgets import QWidget

from playground.ui.pacer import BUDGET, Pacer


@pytest.fixture
def crowd(qtbot):
    widgets = [QWidget() for _ in range(4)]
    for widget in widgets:
        qtbot.addWidget(widget)
    return Pacer(widgets[0]), widgets


def test_cheap_ones_draw_in_one_frame(crowd, qtbot):
    pacer, widgets = crowd
    drawn = []
    for i, widget in enumerate(widgets):
        pacer.ask(widget, lambda i=i: drawn.append(i))
    assert drawn == []
    qtbot.waitUntil(lambda: drawn == [0, 1, 2, 3])


def test_costly_ones_take_turns_while_pictures_keep_coming(crowd, qtbot):
    pacer, widgets = crowd
    pacer.streaming = True
    at = {i: [] for i in range(4)}

    def draw(i):
        at[i].append(perf_counter())
        sleep(BUDGET)

    for _ in range(2):
        for i, widget in enumerate(widgets):
            pacer.ask(widget, lambda i=i: draw(i))
        qtbot.waitUntil(lambda: pacer.idle)
    last = [times[-1] for times in at.values()]
    gaps = [b - a for a, b in zip(last, last[1:], strict=False)]
    assert all(len(times) == 2 for times in at.values())
    assert all(gap > 1.5 * BUDGET for gap in gaps), "the event loop has a turn between them"


def test_all_of_a_picture_that_is_waited_for_is_drawn_at_once(crowd, qtbot):
    pacer, widgets = crowd
    drawn = []
    for i, widget in enumerate(widgets):
        pacer.ask(widget, lambda i=i: (drawn.append((i, pacer.idle)), sleep(BUDGET)))
    qtbot.waitUntil(lambda: len(drawn) == 4)
    pacer.ask(widgets[0], lambda: drawn.append("next"))
    assert drawn == [(0, True), (1, True), (2, True), (3, True)], "nobody waits for a later frame"


def test_who_asks_again_keeps_the_place_and_draws_the_newest_once(crowd, qtbot):
    pacer, (first, second, *_) = crowd
    drawn = []
    pacer.ask(first, lambda: drawn.append("old"))
    pacer.ask(second, lambda: drawn.append("second"))
    pacer.ask(first, lambda: drawn.append("new"))
    qtbot.waitUntil(lambda: len(drawn) == 2)
    assert drawn == ["new", "second"]


def test_who_is_not_seen_any_more_does_not_draw(crowd, qtbot):
    pacer, (first, second, *_) = crowd
    drawn = []
    pacer.ask(first, lambda: drawn.append(1))
    pacer.ask(second, lambda: drawn.append(2))
    pacer.drop(first)
    qtbot.waitUntil(lambda: drawn == [2])
