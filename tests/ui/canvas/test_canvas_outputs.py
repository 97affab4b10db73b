"""What the card of a head shows: its race, its outputs, and whose score it is."""

from dataclasses import replace

import numpy as np
import pytest
from stage import StageBridge

from playground.document.edits import set_setting
from playground.document.project import Placed, Project, Wire
from playground.runtime.messages import Frame, LearnerInfo, Request, Rows, Snapshot, Status
from playground.ui.canvas.cells import cells_of, face_area
from playground.ui.canvas.faces import written
from playground.ui.canvas.facts import height
from playground.ui.canvas.live import Fields
from playground.ui.canvas.view import CanvasView
from playground.ui.theme import DARK

IDLE = Status(True, {}, {}, 0.0, {})


@pytest.mark.parametrize(
    ("race", "told"),
    [
        (None, "Adam 0.01"),
        ({"kind": "rules"}, "Race · 3 rules"),
        ({"kind": "rates", "rates": [0.1]}, "Race · 1 rate"),
        ({"kind": "batch-sizes", "sizes": [1, 8]}, "Race · 2 sizes"),
    ],
)
def test_the_card_names_the_race(view, bridge, race, told):
    bridge.apply("Race", set_setting("fit-1", "experiment", race, bridge.catalogue))
    assert view.scene().item("fit-1").facts.summary == told


@pytest.mark.parametrize("outputs", range(1, 9))
def test_every_output_has_a_square_of_its_own_on_the_card(view, outputs):
    facts = view.scene().item("fit-1").facts
    tall = height("score", outputs, facts.ports)
    facts = replace(facts, cells=outputs, count=outputs, height=tall)
    squares = list(cells_of(facts, outputs))
    room = face_area(facts).adjusted(0, 0, 0.01, 0.01)
    assert len(squares) == outputs
    assert all(room.contains(square) and square.width() > 15 for square in squares)
    for place, square in enumerate(squares):
        assert not any(square.intersects(other) for other in squares[:place])


def test_an_output_is_painted_in_the_colour_of_its_class():
    ramp = np.tile(np.linspace(-1, 1, 20), (3, 20, 1))
    for place, picture in enumerate(Fields(ramp, learner="fit", classes=True).painted(DARK)):
        low, high = picture.pixelColor(0, 10), picture.pixelColor(19, 10)
        wanted = DARK.color(f"class {place}")
        assert low.name() == DARK.color("field").name()
        assert abs(high.hueF() - wanted.hueF()) < 0.03


def test_a_fit_without_layers_shows_its_outputs_too(qtbot):
    blocks = (Placed("spiral-1", "spiral"), Placed("fit-1", "fit", position=(300.0, 0.0)))
    bridge = StageBridge(Project(blocks=blocks, wires=(Wire("spiral-1", "fit-1"),)))
    view = CanvasView(bridge)
    qtbot.addWidget(view)
    view.resize(900, 500)
    with qtbot.waitExposed(view):
        view.show()
    probes = [request.probe for wants in bridge.watched.values() for request in wants]
    assert "units" in probes


def test_a_score_is_the_median_until_a_member_is_picked(view, bridge):
    values = {"test_accuracy": np.array([[0.5, 0.8, 0.9]])}
    told = Rows("fit-1", 0, np.empty((0, 3)), np.array([0]), values, None)
    bridge.frame.emit(Frame(IDLE, (told,)))
    score = view.scene().item("fit-1").looks.score
    assert (score.value, score.median) == (pytest.approx(0.8), True)
    bridge.scores["fit-1"] = {"test_accuracy": values["test_accuracy"][0]}
    bridge.focus.pick(0)
    bridge.frame.emit(Frame(IDLE, ()))
    assert (score.value, score.median) == (pytest.approx(0.5), False)


def test_small_scores_are_not_written_as_zero():
    assert [written(v) for v in (0.5, 6.5e-5, -6.54, 8832.4, 0.0)] == [
        "0.500", "6.5e−05", "−6.540", "8832", "0.000",
    ]  # fmt: skip


def test_outputs_for_classes_are_known_by_the_learners_classes(view, bridge):
    told = ("class", 2, {}, {}, 70, 32, ("x1", "x2"), ("a", "b"), "cpu")
    bridge.infos["fit-1"] = LearnerInfo("fit-1", "fit", 1, *told)
    ramp = np.tile(np.linspace(-127, 127, 20).astype(np.int8), (2, 20, 1))
    request = Request("units", "fit-1", (), (20, 20))
    shot = Snapshot(request, 5, {"dense-1": ramp, "fit-1": ramp})
    bridge.frame.emit(Frame(IDLE, (), (shot,)))
    looks = [view.scene().item(id).looks.fields for id in ("dense-1", "fit-1")]
    layer, output = [shown.painted(DARK)[0].pixelColor(0, 5).name() for shown in looks]
    assert layer != output == DARK.color("field").name()
