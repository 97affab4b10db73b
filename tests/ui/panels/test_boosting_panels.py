"""The stages and residuals panels, for every kind of data and in every state."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from playground.document.project import Placed, Project, Wire
from playground.ui.panels.residuals import Residuals
from playground.ui.panels.stages import Stages
from playground.ui.plots.boosting.stage_bar import StageBar
from playground.ui.plots.boosting.stage_words import told_stage
from playground.ui.plots.residuals.residual_charts import quantiles, spread
from playground.ui.theme import DARK, LIGHT, themes

SIZES = [(350, 230), (900, 600)]
THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)


@pytest.fixture(autouse=True)
def dark():
    yield
    themes().choose(DARK)


@pytest.fixture
def make(qtbot, bench):
    def shown(kind, data, model, size=(350, 230), steps=6, through=(), **settings):
        bridge = bench.empty()
        blocks = [Placed("data-1", data, {})]
        blocks += [Placed(f"{name}-1", name, {}) for name in through]
        blocks += [Placed("model-1", model, settings)]
        wires = [Wire(a.id, b.id) for a, b in zip(blocks, blocks[1:], strict=False)]
        bridge.load(Project(blocks=tuple(blocks), wires=tuple(wires)))
        panel = kind(bridge)
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        bridge.run(steps)
        return bridge, panel

    return shown


def pixels(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).copy()


def colours(widget):
    return len(np.unique(pixels(widget)))


@THEMES
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("steps", [0, 1, 7])
@pytest.mark.parametrize(
    ("model", "data"),
    [
        ("ada-boost", "circle"), ("ada-boost", "iris"), ("ada-boost", "digits"),
        ("gradient-boosting", "moons"), ("gradient-boosting", "iris"),
        ("gradient-boosting", "sine"), ("gradient-boosting", "regression-plane"),
    ],
)  # fmt: skip
def test_stages_of_every_kind_of_data_are_drawn(make, model, data, steps, size, theme):
    themes().choose(theme)
    _, panel = make(Stages, data, model, size, steps)
    assert not panel._empty.isVisible()
    assert colours(panel.body) > 20
    assert len(panel.bar.values) == steps


def test_a_drag_along_the_bars_looks_at_a_stage_and_learning_goes_on(make):
    bridge, panel = make(Stages, "circle", "ada-boost", (900, 600), 10)
    newest = pixels(panel.tiles)
    QTest.mouseClick(panel.bar, Qt.MouseButton.LeftButton, pos=spot(panel.bar, 2))
    bridge.pulse()
    assert panel.bar.stage == 3
    assert int(panel._arrays["stage"]) == 3
    assert not np.array_equal(pixels(panel.tiles), newest)
    bridge.run(2)
    assert (int(panel._arrays["count"]), panel.bar.stage) == (12, 3)
    QTest.mouseClick(panel.bar, Qt.MouseButton.LeftButton, pos=spot(panel.bar, 11))
    bridge.run(1)
    assert panel.bar.stage == 13


def spot(bar, stage):
    rect = bar.bars()[stage]
    return QPoint(round(rect.center().x()), bar.height() - 12)


def test_keys_walk_along_the_stages(make):
    bridge, panel = make(Stages, "moons", "gradient-boosting", (900, 600), 25)
    for key, stage in (
        (Qt.Key.Key_Home, 1), (Qt.Key.Key_Right, 2), (Qt.Key.Key_PageDown, 12),
        (Qt.Key.Key_Left, 11), (Qt.Key.Key_End, 25),
    ):  # fmt: skip
        QTest.keyClick(panel.bar, key)
        bridge.pulse()
        assert panel.bar.stage == stage
    assert panel.stage == 0


def test_pictures_say_after_how_many_stages(make):
    _, panel = make(Stages, "moons", "gradient-boosting", (900, 600), 30)
    told = [picture.caption for picture in panel.tiles.pictures]
    assert told[0] == "after 1 stage"
    assert told[-1] == "after 30 stages"
    cells = panel.tiles.cells(len(told))
    assert all(panel.tiles.rect().contains(cell.toAlignedRect()) for cell in cells)
    last = panel.tiles.pictures[-1]
    assert [last.words(width) for width in (300, 80, 5)] == [told[-1], "30 stages", "stages"]


def test_points_that_weigh_more_are_larger(make):
    _, panel = make(Stages, "circle", "ada-boost", (900, 600), 5)
    (picture,) = panel.tiles.pictures
    weight = panel._arrays["weight"]
    assert picture.radii[weight.argmax()] > 1.3 * picture.radii[weight.argmin()]
    assert len(picture.cuts)
    assert picture.wrong.any()


def test_a_stumps_question_is_put_in_words(make):
    _, panel = make(Stages, "circle", "ada-boost", (900, 600), 3)
    assert " ≤ " in panel.words._text
    assert "inside" in panel.words._text
    assert told_stage(panel._arrays | {"question": np.array([1.0, 0.5, 0, 0])}).endswith(
        "x2 ≤ 0.5? It says class 1 on both sides."
    )


def test_brushed_rows_are_ringed(make):
    bridge, panel = make(Stages, "circle", "ada-boost", (900, 600), 3)
    before = pixels(panel.tiles)
    bridge.focus.brush(panel._arrays["rows"][:6].tolist())
    assert not np.array_equal(pixels(panel.tiles), before)


def test_divergence_is_said_in_words(make):
    bridge, panel = make(Stages, "sine", "gradient-boosting", (900, 600), 3)
    learner = bridge.session.built["model-1"].learner
    learner.states[0]["value"] = np.full_like(learner.states[0]["value"], np.nan)
    bridge.run(1)
    assert "diverged" in panel.words._text
    panel.grab()


@pytest.mark.parametrize("model", ["naive-bayes", "nearest-neighbours"])
def test_what_is_not_boosted_is_not_applicable(make, model):
    _, panel = make(Stages, "moons", model)
    assert "Not applicable" in panel._empty.text()
    assert panel._empty.isVisible()


@pytest.mark.parametrize("kind", [Stages, Residuals])
def test_an_empty_canvas_says_what_to_do(qtbot, bench, kind):
    panel = kind(bench.empty())
    qtbot.addWidget(panel)
    panel.show()
    assert "Nothing to draw yet" in panel._empty.text()
    assert colours(panel) > 5


def test_a_bar_of_no_stages_takes_no_clicks(qtbot):
    bar = StageBar(None)
    qtbot.addWidget(bar)
    bar.resize(300, 58)
    with qtbot.assertNotEmitted(bar.picked):
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton)
        QTest.keyClick(bar, Qt.Key.Key_Home)
    bar.grab()


@THEMES
@pytest.mark.parametrize("size", [*SIZES, (700, 260)])
@pytest.mark.parametrize("data", ["sine", "diabetes", "regression-plane"])
@pytest.mark.parametrize("model", ["gradient-boosting", "linear-regression"])
def test_residuals_of_every_regression_are_drawn(make, model, data, size, theme):
    themes().choose(theme)
    _, panel = make(Residuals, data, model, size)
    assert not panel._empty.isVisible()
    assert colours(panel.body) > 20
    visible = sum(chart.isVisible() for chart in panel.charts.values())
    assert visible == {350: 1, 700: 2, 900: 4}[size[0]]


@pytest.mark.parametrize("show", ["prediction", "truth", "spread", "normal"])
def test_each_chart_can_be_chosen(make, show):
    _, panel = make(Residuals, "sine", "gradient-boosting")
    panel.change(show=show)
    assert panel.charts[show].isVisible()
    assert colours(panel.charts[show]) > 10
    assert panel._switch.isVisible()


def test_members_of_a_network_are_followed(make):
    bridge, panel = make(Residuals, "sine", "fit", through=("dense",), members=3)
    before = panel._arrays["predicted"]
    worst = int(bridge.traces["model-1"].value_at("train_loss", 6)[:3].argmax())
    bridge.focus.pick(worst)
    bridge.pulse()
    learner = bridge.session.built["model-1"].learner
    told = learner.decide(learner.source.x[panel._arrays["rows"]])[worst, :, 0]
    assert panel._arrays["predicted"] == pytest.approx(told)
    assert not np.allclose(panel._arrays["predicted"], before)


def test_residuals_of_classes_are_not_applicable(make):
    _, panel = make(Residuals, "moons", "gradient-boosting")
    assert "confusion" in panel._empty.text()
    assert panel._empty.isVisible()


def test_residuals_that_are_not_finite_say_so(make):
    settings = {"rate": 1e6, "optimizer": {"kind": "sgd"}}
    _, panel = make(Residuals, "sine", "fit", steps=300, through=("dense",), **settings)
    assert "diverged" in panel._empty.text()
    assert panel._empty.isVisible()


def arrays(left, part=0):
    count = len(left)
    return {
        "truth": np.asarray(left, float), "predicted": np.zeros(count),
        "part": np.full(count, part), "rows": np.arange(count),
    }  # fmt: skip


def test_normal_residuals_lie_on_the_line():
    draw = np.random.default_rng(0).normal(3.0, 7.0, 4000)
    line = quantiles(arrays(draw)).lines[1]
    middle = np.abs(line.x) < 2
    assert np.abs(line.y - line.x)[middle].max() < 0.12


def test_the_spread_holds_every_row():
    line = spread(arrays(np.random.default_rng(0).normal(size=500))).lines[0]
    assert np.trapezoid(line.y, line.x) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("left", [[0.0], [0.0, 0.0, 0.0], [2.5]])
def test_few_and_equal_residuals_are_drawn(left):
    for draw in (quantiles, spread):
        low, high = draw(arrays(left)).y_range
        assert np.isfinite([low, high]).all()
        assert low < high


@pytest.mark.parametrize("size", [(310, 400), (600, 340)])
def test_the_plane_of_a_stage_keeps_its_scale_when_words_grow(make, qtbot, size):
    _, panel = make(Stages, "circle", "ada-boost", size, steps=12)
    qtbot.waitUntil(lambda: bool(panel.tiles.pictures))

    def even():
        x0, x1, y0, y1 = panel.tiles.pictures[0].extent
        across, up = panel.tiles.width() / (x1 - x0), panel.tiles.height() / (y1 - y0)
        return abs(across / up - 1) < 0.08

    panel.bridge.run(1)
    qtbot.waitUntil(even)
