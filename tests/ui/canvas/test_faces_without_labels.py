"""Cards of models without labels and of labs: pictures of what is found, and their own numbers."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from stage import StageBridge

from playground.core.settings import build
from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import CLUSTERERS, DATASETS, EMBEDDERS
from playground.engine.feed import Feed
from playground.engine.labs.matrix import Matrix
from playground.engine.modelling.exploring import Exploring
from playground.engine.probe import PROBES
from playground.runtime.messages import Frame, Rows, Snapshot, Status
from playground.ui.canvas.decision_face import (
    THUMBNAIL,
    MapSketch,
    decision_of,
    paint_decision,
)
from playground.ui.canvas.faces import metric_words, score_words
from playground.ui.canvas.group_face import GroupSketch, placed
from playground.ui.canvas.live import Score
from playground.ui.canvas.matrix_face import MatrixSketch
from playground.ui.canvas.view import CanvasView
from playground.ui.canvas.wanted import PICTURED, wanted_of
from playground.ui.theme import DARK, LIGHT, themes

GIVEN = {"clusters": "k-means", "embedding": "principal-components"}


def zoo():
    """Return a model of groups and one of places on one data set, and a lab."""
    blocks = (Placed("data", "iris"), Placed("groups", "k-means", {}, (240.0, 0.0)),
              Placed("map", "principal-components", {}, (240.0, 200.0)),
              Placed("lab", "monty-hall", {}, (480.0, 0.0)))  # fmt: skip
    return Project(blocks=blocks, wires=(Wire("data", "groups"), Wire("data", "map")))


def arrays_of(probe, data="iris"):
    kind = GIVEN[probe]
    block = build((CLUSTERERS if probe == "clusters" else EMBEDDERS)[kind], {})
    feed = Feed.through(build(DATASETS[data], {}).load(), {"data": []})
    learner = Exploring("it", block, feed, 0)
    learner.step(8)
    return build(PROBES[probe], {"most": PICTURED[probe]}).measure(learner, THUMBNAIL)


def painted(sketch):
    image = QImage(132, 98, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(2, 2)
    paint_decision(painter, QRectF(0, 0, 66, 49), sketch)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint32).copy()


@pytest.fixture(autouse=True)
def dark():
    themes().choose(DARK)
    yield
    themes().choose(DARK)


@pytest.fixture
def canvas(qtbot):
    bridge = StageBridge(zoo())
    view = CanvasView(bridge)
    view.resize(1200, 700)
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    return bridge, view


def test_cards_ask_for_the_pictures_that_suit_them(canvas):
    _, view = canvas
    cards = [item.facts for item in view.scene().blocks.values()]
    asked = {r.learner: r.probe for r in wanted_of(cards, Nothing(), None)}
    assert asked == {"groups": "clusters", "map": "embedding"}
    assert {card.id: card.face for card in cards}["lab"] == "score"


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("probe", GIVEN)
def test_pictures_of_what_is_found(probe, theme):
    themes().choose(theme)
    sketch = decision_of(arrays_of(probe))
    assert isinstance(sketch, GroupSketch if probe == "clusters" else MapSketch)
    assert len(set(painted(sketch).tolist())) > 40


def test_a_picture_takes_over_another_theme():
    sketch = decision_of(arrays_of("clusters"))
    dark = painted(sketch)
    themes().choose(LIGHT)
    assert (painted(sketch) != dark).mean() > 0.5


@pytest.mark.parametrize("data", ["diabetes", "sine"])
def test_rows_with_values_or_one_feature_are_drawn(data):
    for probe in GIVEN:
        assert len(set(painted(decision_of(arrays_of(probe, data))).tolist())) > 10


def test_a_card_shows_its_picture(canvas):
    bridge, view = canvas
    before = view.grab().toImage()
    request = next(r for r in wanted_of([i.facts for i in view.scene().blocks.values()],
                                        Nothing(), None) if r.learner == "groups")  # fmt: skip
    assert request.size == THUMBNAIL
    snapshot = Snapshot(request, 8, arrays_of("clusters"))
    rows = Rows("groups", np.array([8]), np.zeros((1, 1)), np.array([8]),
                {"inertia": np.array([[80.0]]), "ari": np.array([[0.7]])}, 0.1)  # fmt: skip
    bridge.frame.emit(Frame(Status(False, {"groups": 8}, {}, 0.0, {}), (rows,), (snapshot,)))
    assert view.grab().toImage() != before


class Nothing:
    """Pages on which nothing was chosen."""

    def chosen(self, cards):
        return ()


def test_places_stand_upright():
    found = placed(np.array([[0.0, 0.0], [1.0, 1.0]]), np.array([[0, 0], [1, 1]]),
                   QRectF(10, 20, 30, 40))  # fmt: skip
    np.testing.assert_allclose(found, [[10, 60], [40, 20]])


def told(**metrics):
    values = {name: np.array([[value]]) for name, value in metrics.items()}
    score = Score()
    score.take(Rows("it", np.array([1]), np.zeros((1, 1)), np.array([1]), values, 0.1))
    return score


@pytest.mark.parametrize(
    ("metrics", "name"),
    [({"inertia": 3.0, "silhouette": 0.5, "ari": 0.2}, "ari"), ({"stay_wins": 0.3}, "stay_wins"),
     ({"explained_variance": 0.9, "axis": 1.0}, "explained_variance")],
)  # fmt: skip
def test_the_most_telling_number_is_shown(metrics, name):
    score = told(**metrics)
    assert score.metric == name
    assert score.curve


def test_a_number_that_is_not_known_yet_is_no_divergence():
    assert score_words(told(silhouette=float("nan"))) == ("–", "text")
    assert score_words(told(test_loss=float("nan"))) == ("diverged", "error")


def test_a_loss_that_is_all_there_is_needs_no_part():
    assert told(train_loss=1.02, gap=0.1).alone
    assert not told(train_loss=1.02, test_loss=1.3).alone
    assert not told(stay_wins=0.3).alone


@pytest.mark.parametrize("of", ["entries", "data"])
def test_a_matrix_is_drawn_as_numbers_between_brackets(of):
    rows = {"points": np.zeros((1, 2))} if of == "data" else {}
    sketch = decision_of({"matrix": np.array([[1.2, -0.25], [0.0, 1000.0]]), **rows})
    assert isinstance(sketch, MatrixSketch)
    assert sketch.words == [["1.2", "−.25"], ["0", "1e3"]]
    assert len(set(painted(sketch).tolist())) > 30


def test_the_card_of_a_matrix_tells_its_size():
    plain, data = Matrix(), Matrix(of="data")
    assert plain.in_brief() == "2 × 2"
    assert Matrix(entries=(1.0,) * 9).in_brief() == "3 × 3"
    assert "covariance" in data.in_brief()


def test_metrics_are_written_in_words():
    assert metric_words("test_accuracy") == "test accuracy"
    assert metric_words("log_likelihood") == "log-likelihood"
    assert metric_words("stay_wins") == "stay wins"
