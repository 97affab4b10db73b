"""Looking back: every number in the window is that of the step that is shown."""

from dataclasses import replace

import numpy as np
from stand_in import status

from playground.runtime import messages as m
from playground.ui.inspector.scores import Scores
from playground.ui.panels.curves import Curves
from playground.ui.panels.race import Race
from playground.ui.records import Records

INFO = m.LearnerInfo(
    "fit-1", "fit", 1, "class", 2, {}, {}, 350, 32, ("x1", "x2"), ("in", "out"), "cpu"
)
STEPS = np.arange(10, 110, 10)


def rows(members=1):
    metrics = {"test_accuracy": np.repeat(STEPS[:, None] / 100, members, axis=1)}
    return m.Rows("fit-1", STEPS, np.ones((10, members)), STEPS, metrics, 1.0)


def test_scores_are_those_of_the_step_that_is_shown():
    records = Records(lambda one, other: one == other)
    records.take(rows(3))
    assert records.look({"fit-1": 100}) == []
    assert records.look({"fit-1": 47}) == ["fit-1"]
    assert records.scores["fit-1"]["test_accuracy"].tolist() == [np.float32(0.4)] * 3
    assert records.look({"fit-1": 47}) == []
    assert records.look({"fit-1": 100}) == ["fit-1"]
    assert records.scores["fit-1"]["test_accuracy"].tolist() == [1.0] * 3
    assert records.look({"fit-1": 3}) == []
    assert records.look({"other": 3}) == []


def test_the_window_shows_the_past_and_the_end_again(bridge, trainer, qtbot):
    curves, scores = Curves(bridge), Scores(bridge)
    for widget in (curves, scores):
        qtbot.addWidget(widget)
        widget.show()
    trainer.inbox = [m.Loaded({"fit-1": INFO}), m.Frame(status(False, 100), (rows(),))]
    qtbot.waitUntil(lambda: "fit-1" in bridge.scores)
    assert curves.loss.cursor_x is None
    trainer.inbox = [m.Frame(status(False, 40))]
    qtbot.waitUntil(lambda: curves.loss.cursor_x == 40.0)
    assert "step 40" in curves.header._subtitle._text
    place = ("fit-1", "test_accuracy")
    qtbot.waitUntil(lambda: place in scores._cells and scores._cells[place].text() == "0.400")
    curves.loss.leaveEvent(None)
    assert curves.loss.cursor_x == 40.0
    trainer.inbox = [m.Frame(status(False, 100))]
    qtbot.waitUntil(lambda: curves.loss.cursor_x is None)


def test_a_learner_of_more_members_has_no_curves_of_the_one_before(bridge, trainer, qtbot):
    race = Race(bridge)
    qtbot.addWidget(race)
    race.show()
    trainer.inbox = [m.Loaded({"fit-1": INFO}), m.Frame(status(False, 100), (rows(),))]
    qtbot.waitUntil(lambda: "fit-1" in bridge.traces)
    trainer.inbox = [m.Loaded({"fit-1": replace(INFO, members=5)})]
    qtbot.waitUntil(lambda: bridge.infos["fit-1"].members == 5)
    assert race.race is None
    trainer.inbox = [m.Frame(status(False, 100), (replace(rows(5), restart=0),))]
    qtbot.waitUntil(lambda: "fit-1" in bridge.traces)
    assert race.race.trace.members == race.race.members == 5
