"""Cards of models and ensembles: score, decision, numbers, end; and how they are wired by hand."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from stage import StageBridge, drag

from playground.document.arrange import arrange
from playground.document.check import check
from playground.document.project import Placed, Project, Wire
from playground.runtime.messages import Frame, Request, Rows, Snapshot, Status
from playground.ui.canvas import geometry as g
from playground.ui.canvas.afar import lines
from playground.ui.canvas.decision_face import THUMBNAIL, own_numbers
from playground.ui.canvas.faces import Looks
from playground.ui.canvas.live import Score
from playground.ui.canvas.summary import called
from playground.ui.canvas.view import CanvasView
from playground.ui.canvas.wanted import wanted_of
from playground.ui.theme import DARK, LIGHT, themes

SVM = "support-vector-machine"


def zoo(data="moons", at=240.0):
    """Return two models and a network on one data set, and an ensemble of the two."""
    return Project(
        blocks=(
            Placed("data", data), Placed("tree", "decision-tree", {}, (at, 0.0)),
            Placed("svm", SVM, {}, (at, 200.0)), Placed("voting", "voting", {}, (2 * at, 100.0)),
        ),
        wires=(
            Wire("data", "tree"), Wire("data", "svm"), Wire("tree", "voting"),
            Wire("svm", "voting"),
        ),
    )  # fmt: skip


@pytest.fixture
def stage(qtbot):
    """Return what opens a canvas on a project."""
    opened = []

    def open_canvas(project):
        bridge = StageBridge(project)
        view = CanvasView(bridge)
        view.resize(1200, 700)
        qtbot.addWidget(view)
        with qtbot.waitExposed(view):
            view.show()
        opened.append(view)
        return bridge, view

    yield open_canvas
    themes().choose(DARK)


def learned(learner, arrays, ended=""):
    """Return a frame with scores and a decision of one model."""
    metrics = {"train_loss": np.array([[0.7], [0.2]]), "test_loss": np.array([[0.7], [0.3]]),
               "test_accuracy": np.array([[0.5], [0.9]])}  # fmt: skip
    rows = Rows(learner, np.arange(1, 3), np.ones((2, 1)), np.array([0, 2]), metrics, 0.1)
    request = Request("members", learner, (("most", 1),), THUMBNAIL)
    status = Status(True, {learner: 2}, {}, 0.0, {learner: ended} if ended else {})
    return Frame(status, (rows,), (Snapshot(request, 2, arrays),))


def field(classes=2):
    wide, high = THUMBNAIL
    chosen = (np.arange(wide) * classes // wide)[None].repeat(high, 0)
    return {"fields": np.eye(classes)[chosen][None].astype(np.float16), "best": np.array(0)}


def painted(view, id):
    item = view.scene().item(id)
    picture = QImage(int(g.WIDTH), int(item.facts.height), QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    card = QRectF(item.pos(), item.pos() + QPointF(g.WIDTH, item.facts.height))
    view.scene().render(painter, QRectF(picture.rect()), card)
    painter.end()
    return picture


def near(picture, color):
    """Return how many pixels lie near a colour's hue, far from grey."""
    found = 0
    for x in range(picture.width()):
        for y in range(60, picture.height()):
            shade = QColor(picture.pixel(x, y))
            if shade.saturation() > 90 and abs(shade.hueF() - color.hueF()) < 0.04:
                found += 1
    return found


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
def test_a_card_shows_what_its_model_decides(stage, theme):
    themes().choose(theme)
    bridge, view = stage(zoo())
    before = near(painted(view, "svm"), theme.color("class 1"))
    bridge.scores = {"svm": {"test_accuracy": np.array([0.9]), "support_vectors": np.array([23.0])}}
    bridge.frame.emit(learned("svm", field(), "no pair of multipliers is worth a move"))
    looks = view.scene().item("svm").looks
    assert looks.numbers == "23 support vectors"
    assert looks.end == "no pair of multipliers is worth a move"
    picture = painted(view, "svm")
    assert before < 30
    assert near(picture, theme.color("class 0")) > 300
    assert near(picture, theme.color("class 1")) > 300
    assert "23 support vectors" in view.scene().item("svm").help(QPointF(20.0, 210.0))


@pytest.mark.parametrize("arrays", [
    {"curves": np.linspace(-1, 1, 27)[None, :, None], "range": np.array([-1.0, 1.0])},
    {"curves": np.full((1, 27, 1), np.nan), "range": np.array([-1.0, 1.0])},
    {"fields": np.full((1, 20, 27, 3), np.nan)},
    {"fields": np.zeros((1, 20, 27, 1)), "range": np.array([0.0, 0.0])},
    {},
])  # fmt: skip
def test_every_kind_of_decision_can_be_painted(stage, arrays):
    bridge, view = stage(zoo("sine"))
    bridge.frame.emit(learned("tree", arrays, "diverged at step 3: too large"))
    assert not painted(view, "tree").isNull()


def test_decisions_are_asked_for_by_models_only(stage):
    _, view = stage(zoo())
    cards = [item.facts for item in view.scene().blocks.values()]
    asked = wanted_of(cards, view.neurons.pages, None)
    assert {request.learner for request in asked} == {"tree", "svm", "voting"}
    assert {request.probe for request in asked} == {"members"}


def test_an_ensemble_says_how_many_it_joins(stage):
    _, view = stage(zoo())
    assert view.scene().item("voting").facts.note == "2 models"
    assert view.scene().item("tree").facts.note == ""


def test_numbers_of_its_own_are_told_in_words():
    own = {"train_loss": np.array([0.1]), "leaves": np.array([1.0]), "depth": np.array([3.0])}
    assert own_numbers(own) == "1 leaf · depth 3"
    assert own_numbers({"violation": np.array([0.01]), "say": np.array([np.nan])}) == ""
    shares = {name: np.array([1.0]) for name in ("changed", "noise", "ari", "core")}
    assert own_numbers({**shares, "clusters": np.array([4.0])}) == "4 clusters"


def test_short_names_of_settings():
    assert [called(t) for t in ("Neighbours k", "Learning rate", "C", "Stages")] == [
        "k", "rate", "C", "stages",
    ]  # fmt: skip


def test_from_afar_a_model_is_named(stage):
    _, view = stage(zoo())
    facts = view.scene().item("svm").facts
    score = Score()
    score.value, score.metric = 0.875, "test_accuracy"
    assert lines(facts, Looks())[-1][0] == ("Support vector machine", "Support")
    named, told = lines(facts, Looks(score=score))
    assert named[0][0] == "Support vector machine"
    assert told[0][0] == "0.875"
    chosen, counted = replace(facts, tag="careful"), replace(facts, tag="2")
    assert lines(chosen, Looks())[-1][0][-2:] == ("Support careful", "careful")
    assert lines(counted, Looks())[-1][0][-2:] == ("Support vector machine", "Support")


def test_many_models_on_one_data_set_stay_apart_when_arranged():
    kinds = ["decision-tree", SVM, "naive-bayes", "perceptron", "nearest-neighbours"] * 2
    blocks = tuple(Placed(f"m{i}", kind) for i, kind in enumerate(kinds[:8]))
    wires = tuple(Wire("data", b.id) for b in blocks)
    joined = tuple(Wire(b.id, "all") for b in blocks)
    project = Project(blocks=(Placed("data", "moons"), *blocks, Placed("all", "voting")),
                      wires=(*wires, *joined))  # fmt: skip
    sizes = {b.id: (160.0, 148.0) for b in project.blocks}
    after = arrange(sizes)(project)
    cards = [QRectF(*b.position, 160.0, 148.0) for b in after.blocks]
    for place, card in enumerate(cards):
        assert not any(card.intersects(other) for other in cards[:place])
    tall = max(c.bottom() for c in cards) - min(c.top() for c in cards)
    broad = max(c.right() for c in cards) - min(c.left() for c in cards)
    assert broad > 2 * tall
    assert max(c.left() for c in cards) == cards[-1].left()


def test_a_wire_into_the_empty_canvas_offers_models_that_learn_what_the_data_holds(stage):
    for data, offered, refused in (
        ("moons", "logistic-regression", "linear-regression"),
        ("sine", "linear-regression", "logistic-regression"),
    ):
        _, view = stage(zoo(data))
        start = view.scene().port("data", "data", True).point(QPointF(0.0, 0.0))
        drag(view, start, QPointF(300.0, -250.0))
        kinds = view._menu.kinds()
        view._menu.close()
        assert offered in kinds
        assert refused not in kinds
        assert "voting" not in kinds
        assert {"dense", "fit", "nearest-neighbours"} <= set(kinds)


def test_a_model_added_from_an_ensemble_learns_from_the_same_data(stage):
    bridge, view = stage(zoo())
    item = view.scene().item("voting")
    start = view.scene().port("voting", "models", False).point(item.pos())
    drag(view, start, QPointF(200.0, 420.0))
    assert {"naive-bayes", "fit"} <= set(view._menu.kinds())
    assert "moons" not in view._menu.kinds()
    view._menu.chosen.emit("naive-bayes")
    view._menu.close()
    after = bridge.store.value
    assert Wire("data", "naive-bayes-1") in after.wires
    assert Wire("naive-bayes-1", "voting") in after.wires
    assert [p for p in check(after, bridge.catalogue) if p.severity == "error"] == []


def test_wires_between_data_and_models_say_no_size(stage):
    _, view = stage(zoo())
    assert view.scene().wires[Wire("data", "tree")].label == ""


def test_from_afar_networks_beside_models_show_what_they_decide_too(stage):
    base = zoo()
    fit = (Placed("dense", "dense", {}, (240.0, 400.0)), Placed("fit", "fit", {}, (480.0, 400.0)))
    wires = (*base.wires, Wire("data", "dense"), Wire("dense", "fit"))
    bridge, view = stage(Project(blocks=(*base.blocks, *fit), wires=wires))
    (asked,) = bridge.watched.values()
    assert {r.learner for r in asked if r.probe == "members"} == {"tree", "svm", "voting"}
    view.zoom_by(0.3, view.viewport().rect().center())
    (asked,) = bridge.watched.values()
    assert {r.learner for r in asked} == {"tree", "svm", "voting", "fit"}
    assert {r.probe for r in asked} == {"members"}


def test_from_afar_networks_alone_are_asked_nothing(qtbot, view, bridge):
    view.zoom_by(0.2, view.viewport().rect().center())
    assert all(asked == () for asked in bridge.watched.values())


@pytest.mark.parametrize(
    ("kind", "settings", "told"),
    [("decision-tree", {}, "gini"), ("decision-tree", {"max_depth": 3}, "gini · depth 3"),
     ("nearest-neighbours", {"k": 1}, "k 1 · euclidean"), (SVM, {}, "rbf · C 1")],
)  # fmt: skip
def test_a_card_tells_the_settings_that_matter(stage, kind, settings, told):
    made = Project(blocks=(Placed("data", "moons"), Placed("model", kind, settings)),
                   wires=(Wire("data", "model"),))  # fmt: skip
    _, view = stage(made)
    assert view.scene().item("model").facts.summary == told
