"""The coefficients panel: bars for what each feature weighs, in words where nothing is weighed."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage

from playground.document.project import Placed, Project, Wire
from playground.ui.panels.coefficients import Coefficients
from playground.ui.theme import DARK, LIGHT, theme, themes


def project(data, kind, settings=None, rows=None, between=()):
    ids = [f"{data}-1", *(f"{k}-1" for k, _ in between), "model"]
    blocks = [Placed(ids[0], data, rows or {})]
    blocks += [Placed(f"{k}-1", k, s) for k, s in between]
    blocks.append(Placed("model", kind, settings or {}))
    wires = tuple(Wire(a, b) for a, b in zip(ids, ids[1:], strict=False))
    return Project(blocks=tuple(blocks), wires=wires)


@pytest.fixture
def make(qtbot, bench):
    def shown(*args, size=(420, 300), steps=1, panel=None, **kwargs):
        bridge = bench()
        bridge.load(project(*args, **kwargs))
        panel = Coefficients(bridge, panel)
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        bridge.run(steps)
        return bridge, panel

    yield shown
    themes().choose(DARK)


def picture(panel):
    image = panel.bars.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return image, np.frombuffer(image.constBits(), np.uint32).copy()


def painted(panel):
    return len(np.unique(picture(panel)[1])) > 5


def message(panel):
    return panel._empty.text() if panel._stack.currentWidget() is panel._empty else ""


STANDARD = (("standardise", {"target": True}),)


@pytest.mark.parametrize("tokens", [DARK, LIGHT])
@pytest.mark.parametrize("size", [(350, 230), (900, 600)])
@pytest.mark.parametrize(
    ("data", "kind", "settings", "between"),
    [
        ("circle", "logistic-regression", {}, ()),
        ("iris", "logistic-regression", {"classes": "one-vs-rest"}, ()),
        ("digits", "logistic-regression", {}, (("min-max", {}),)),
        ("diabetes", "lasso", {}, STANDARD),
        ("sine", "polynomial-regression", {"members": 5, "degree": 6}, ()),
        ("wine", "perceptron", {}, ()),
        ("diabetes", "fit", {}, STANDARD),
        ("iris", "fit", {"members": 3}, ()),
    ],
)
def test_it_is_not_blank(make, data, kind, settings, between, size, tokens):
    themes().choose(tokens)
    _, panel = make(data, kind, settings, between=between, size=size, steps=3)
    assert message(panel) == ""
    assert painted(panel)


def test_bars_are_as_long_as_the_weights_and_on_their_side(make):
    bridge, panel = make("diabetes", "linear-regression", between=STANDARD, size=(900, 600))
    weights = bridge.session.built["model"].learner.states[0]["weights"][0]
    assert np.array_equal(panel.bars.weighing.weights[0], weights)
    image, _ = picture(panel)
    below, above = (QColor(theme().color(f"class {i}")).rgb() for i in (0, 1))
    lengths = []
    rows = panel.bars.rows()
    for place in range(len(rows)):
        y = round((place + 0.5) * image.height() / len(rows))
        line = [image.pixel(x, y) for x in range(image.width())]
        lengths.append(line.count(above) - line.count(below))
    assert rows == list(range(10))
    strong = abs(weights) > 0.05
    assert np.corrcoef(np.array(lengths)[strong], weights[strong])[0, 1] > 0.999


def test_many_features_show_the_largest(make):
    _, panel = make("digits", "logistic-regression", between=(("min-max", {}),), steps=3)
    rows = panel.bars.rows()
    sizes = abs(panel.bars.weighing.weights).max(axis=0)
    assert 4 < len(rows) < 64
    assert rows == sorted(rows)
    assert sizes[rows].min() >= np.delete(sizes, rows).max()
    panel.change(order="size")
    ordered = sizes[panel.bars.rows()]
    assert (np.diff(ordered) <= 0).all()


def test_a_class_is_chosen_and_all_stand_together(make):
    _, panel = make("iris", "logistic-regression", steps=3)
    assert len(panel.bars.weighing.weights) == 3
    panel.outputs.chosen.emit("virginica", True)
    assert len(panel.bars.weighing.weights) == 1
    assert [item.title for item in panel._choices()] == [
        "All", "setosa", "versicolor", "virginica"
    ]  # fmt: skip
    panel.outputs.chosen.emit("", True)
    assert len(panel.bars.weighing.weights) == 3


def test_members_leave_a_range(make):
    _, panel = make("sine", "polynomial-regression", {"members": 5}, steps=3)
    shown = panel.bars.weighing
    assert (shown.low <= shown.weights).all()
    assert (shown.weights <= shown.high).all()
    assert (shown.low < shown.high).any()


def test_two_outputs_of_a_read_out_become_their_difference(make):
    bridge, panel = make("circle", "fit", steps=4)
    weight = bridge.session.built["model"].learner.weights.views["model"]["weight"][0]
    np.testing.assert_allclose(panel.bars.weighing.weights[0], weight[:, 1] - weight[:, 0])


def test_what_weighs_nothing_is_told_in_words(make):
    _, panel = make("circle", "fit", between=(("dense", {}),))
    assert "Not applicable" in message(panel)


def test_a_diverged_model_is_told_in_words(make):
    with np.errstate(all="ignore"):
        _, panel = make(
            "diabetes", "linear-regression", {"solver": "gradient descent", "rate": 10.0}, steps=400
        )
    assert "diverged" in message(panel)


def test_an_empty_canvas_is_told_in_words(qtbot, bench):
    panel = Coefficients(bench.empty())
    qtbot.addWidget(panel)
    panel.show()
    assert "wired to a fit or a model" in message(panel)


def test_the_feature_under_the_cursor_is_told(make, monkeypatch, qtbot):
    _, panel = make("diabetes", "linear-regression", between=STANDARD, size=(900, 600))
    told = []
    monkeypatch.setattr(
        "playground.ui.plots.linear.coefficient_bars.QToolTip.showText",
        lambda at, text, widget: told.append(text),
    )
    middle = panel.bars.height() * 2.5 / 10
    qtbot.mouseMove(panel.bars, QPointF(400, middle).toPoint())
    assert any(text.startswith("body mass index: 0.2") for text in told)
