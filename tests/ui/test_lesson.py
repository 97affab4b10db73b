import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton
from stand_in import circle, status

from playground.document.edits import set_setting
from playground.document.lesson import Action, Done, Guess, Lesson, Page, Reached, SetUp
from playground.document.store import Store
from playground.document.wiring import disconnect, remove
from playground.engine.catalogue import catalogue
from playground.runtime import messages as m
from playground.ui.bridge import Bridge
from playground.ui.choice import Choice
from playground.ui.lesson_dock import LessonDock
from playground.ui.tracker import Tracker, answers, asked

KINDS = catalogue()


@pytest.mark.parametrize(
    ("action", "edit", "done"),
    [
        (Action("set", "dense-1", "units"), set_setting("dense-1", "units", 9, KINDS), True),
        (Action("set", "dense-1", "units", 9), set_setting("dense-1", "units", 9, KINDS), True),
        (Action("set", "dense-1", "units", 8), set_setting("dense-1", "units", 9, KINDS), False),
        (Action("set", "fit-1"), set_setting("dense-1", "units", 9, KINDS), False),
        (Action("set", "fit-1", "optimizer", "sgd"),
         set_setting("fit-1", "optimizer", "sgd", KINDS), True),
        (Action("delete", "dense-1"), remove(["dense-1"], KINDS), True),
        (Action("delete", "fit-1"), remove(["dense-1"], KINDS), False),
        (Action("add"), remove(["dense-1"], KINDS), False),
    ],
)  # fmt: skip
def test_edits_answer_actions(action, edit, done):
    project = circle()
    assert answers(action, project, edit(project)) is done


def test_connecting_answers_connect():
    whole = circle()
    cut = disconnect(whole.wires[1])(whole)
    assert answers(Action("connect", "fit-1"), cut, whole)
    assert not answers(Action("connect", "circle-1"), cut, whole)


def test_a_metric_reached_ends_a_page(bridge, trainer, qtbot):
    tracker = Tracker(bridge)
    reached = Reached("fit-1", "test_accuracy", "at_least", 0.9)
    tracker.watch(Page("x", done_when=Done(reached=reached)))
    done = []
    tracker.done.connect(lambda: done.append(True))
    for value in (0.5, 0.95):
        metrics = {"test_accuracy": np.array([[value]])}
        rows = m.Rows("fit-1", np.array([1]), np.ones((1, 1)), np.array([1]), metrics, 0.1)
        trainer.inbox = [m.Frame(status(True, 1), (rows,))]
        with qtbot.waitSignal(bridge.frame):
            pass
        assert bool(done) is (value > 0.9)


def test_what_was_reached_on_the_way_to_a_page_counts(bridge, qtbot):
    bridge.scores["fit-1"] = {"test_accuracy": np.array([0.95])}
    tracker, done = Tracker(bridge), []
    tracker.done.connect(lambda: done.append(True))
    wanted = Done(reached=Reached("fit-1", "test_accuracy", "at_least", 0.9))
    tracker.watch(Page("x", set_up=(SetUp("Try", "dense-1", "units", 3),), done_when=wanted))
    assert not done, "there is first something to try"
    tracker.watch(Page("x", done_when=wanted))
    assert done


@pytest.fixture
def dock(qtbot, trainer):
    pages = (
        Page("First.\n\nMore.", "dense-1", (SetUp("Use three", "dense-1", "units", 3),),
             Done(Action("play"))),
        Page("Second.", guess=Guess("How many?", ("One", "Three"), 1, "A triangle.")),
    )  # fmt: skip
    bridge = Bridge(Store(circle(lesson=Lesson(pages=pages))), trainer, KINDS)
    made = LessonDock(bridge)
    qtbot.addWidget(made)
    made.show()
    yield made
    bridge.close()


def button(dock, text):
    found = [b for b in dock.findChildren(QPushButton) if b.text() == text and b.isVisible()]
    return found[-1] if found else None


def test_a_page_sets_up_and_ticks_itself_off(dock):
    button(dock, "Use three").click()
    assert dock._bridge.store.value.block("dense-1").settings["units"] == 3
    assert not dock.ticked
    dock._bridge.play()
    assert dock.ticked


def test_a_tick_leaves_the_button_in_hand_and_the_words_in_view(dock, qtbot):
    dock.resize(180, 120)
    dock.activateWindow()
    button(dock, "Use three").setFocus()
    qtbot.waitUntil(lambda: button(dock, "Use three").hasFocus())
    bar = dock._area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    seen = bar.value()
    dock._bridge.play()
    assert dock.ticked
    assert bar.value() == seen
    assert button(dock, "Use three").hasFocus()
    qtbot.wait(1)
    assert bar.value() == seen


@pytest.mark.parametrize("playing", [False, True])
def test_a_set_up_starts_the_run_again(dock, trainer, playing):
    if playing:
        dock._bridge.play()
    button(dock, "Use three").click()
    load = trainer.of(m.Load)[-1]
    assert load.fresh
    assert load.project.block("dense-1").settings["units"] == 3
    assert isinstance(trainer.sent[-1], m.Play) is playing


@pytest.mark.parametrize(("shows", "again"), [(("tree",), False), (("network", "descent"), True)])
def test_a_set_up_leaves_models_alone_that_catch_up(dock, trainer, shows, again):
    dock._bridge.infos["fit-1"] = m.LearnerInfo(
        "fit-1", "fit", 1, "class", 2, {}, {}, 100, 32, ("x",), ("0", "1"), "cpu", shows=shows
    )
    button(dock, "Use three").click()
    assert any(load.fresh for load in trainer.of(m.Load)[1:]) is again


def test_words_of_a_choice_break_where_the_column_is_narrow(qtbot):
    choice = Choice("No better than always saying the same")
    qtbot.addWidget(choice)
    wide = choice.sizeHint().width()
    assert choice.minimumSizeHint().width() < wide // 2
    assert choice.heightForWidth(wide // 2) > choice.heightForWidth(wide)


def test_a_guess_is_answered_after_it_was_made(dock, qtbot):
    pointed = []
    dock.pointed.connect(pointed.append)
    button(dock, "Next").click()
    assert pointed == [""]
    assert button(dock, "Next") is None
    button(dock, "One").click()
    texts = [label.text() for label in dock.findChildren(type(dock._count)) if label.isVisible()]
    assert "A triangle." in texts
    assert button(dock, "Three") is None
    button(dock, "Back").click()
    assert pointed == ["", "dense-1"]


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Action("set", "dense-1", "units"), "change Units of Dense"),
        (Action("set", "fit-1", "optimizer"), "change Optimizer of Fit"),
        (Action("add", "monty-hall"), "add Monty Hall"),
        (Action("set"), "change a setting of a block"),
    ],
)
def test_a_page_asks_by_the_names_that_are_seen(action, words):
    assert asked(Done(action=action), circle(), KINDS) == words
