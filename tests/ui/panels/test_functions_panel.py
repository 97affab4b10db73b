"""The functions panel: what it shows of every learner, and what pointing and clicking do."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage

from playground.core.settings import build
from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import OBJECTIVES
from playground.engine.functions.test_function import TestFunction as Measured
from playground.ui.canvas.function_face import function_sketch
from playground.ui.panel import PANELS
from playground.ui.panels.functions import DATA, Functions
from playground.ui.plots.functions.arrows import Stages
from playground.ui.plots.functions.function_plane import scale_of
from playground.ui.theme import DARK, LIGHT, themes

SIZES = [(350, 230), (900, 600)]
MEASURED = [kind for kind, cls in OBJECTIVES.items() if issubclass(cls, Measured)]
RULES = {
    "kind": "rules",
    "runners": [
        {"optimizer": {"kind": "sgd"}, "rate": 0.002},
        {"optimizer": {"kind": "momentum"}, "rate": 0.001},
        {"optimizer": {"kind": "random-search"}, "rate": 0.1},
    ],
}
STATES = {
    "one ball": ("bowl", {}, {}),
    "race": ("rosenbrock", {}, {"experiment": RULES}),
    "many balls": ("himmelblau", {"start": [0.0, 0.0], "spread": 4.0}, {"members": 30}),
    "line": ("quartic", {"start": [1.5], "spread": 2.5}, {"members": 40}),
    "formula": ("formula", {"text": "log(x) + 1/x", "start": [1.5]}, {}),
    "no value anywhere": ("formula", {"text": "sqrt(-1 - x**2) + y"}, {}),
    "flat": ("formula", {"text": "0*x + 0*y"}, {}),
    "diverged": ("rosenbrock", {}, {"optimizer": {"kind": "sgd"}, "rate": 1e6}),
    "some diverged": ("quartic", {"start": [1.5], "spread": 2.5},
                      {"members": 40, "optimizer": {"kind": "sgd"}, "rate": 0.09}),
}  # fmt: skip


@pytest.fixture(autouse=True)
def dark():
    themes().choose(DARK)
    yield
    themes().choose(DARK)


def project(kind, settings=None, fit=None):
    blocks = (Placed("f", kind, settings or {}), Placed("fit-1", "fit", fit or {}))
    return Project(blocks=blocks, wires=(Wire("f", "fit-1"),))


@pytest.fixture
def rolling(qtbot, bench):
    """Return a function that shows the panel of a project after some steps."""

    def make(kind, settings=None, fit=None, steps=15, size=(350, 230), **shown):
        table = bench.empty()
        table.store.apply("open", lambda _: project(kind, settings, fit))
        table.load(table.store.value)
        panel = Functions(table, shown)
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        table.run(steps)
        return table, panel

    return make


def pixels(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    return flat.copy()


def click(qtbot, view, at):
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(*np.rint(at).astype(int).tolist()))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
def test_it_is_never_blank(rolling, state, size, theme):
    themes().choose(theme)
    kind, settings, fit = STATES[state]
    _, panel = rolling(kind, settings, fit, size=size, stages=True)
    view = panel._views.currentWidget()
    assert panel._stack.currentWidget() is panel.body
    # A function without any slope is one colour, with a ball and words on it.
    assert len(np.unique(pixels(view))) > (30 if state in ("flat", "no value anywhere") else 100)


@pytest.mark.parametrize("data", ["circle", "sine", "digits"])
def test_learners_of_data_are_told_that_this_is_not_for_them(qtbot, bench, data):
    panel = Functions(bench(data))
    qtbot.addWidget(panel)
    assert panel._empty.text() == DATA
    assert panel.requests() == ()


def test_without_a_learner_it_says_what_is_missing(qtbot, bench):
    panel = Functions(bench.empty())
    qtbot.addWidget(panel)
    assert "wire a function to a fit" in panel._empty.text()


def test_a_diverged_ball_is_told_in_words(rolling):
    _, panel = rolling("rosenbrock", fit={"optimizer": {"kind": "sgd"}, "rate": 1e6})
    assert "diverged" in panel.plane.notice
    _, panel = rolling(*STATES["some diverged"], steps=100)
    assert panel.curve.notice == "5 of 40 diverged"


def test_a_click_sets_the_start_as_one_step_that_can_be_undone(qtbot, rolling):
    table, panel = rolling("bowl")
    at = panel.plane.to_pixels(np.array([1.0, -1.0]))
    click(qtbot, panel.plane, at)
    start = table.store.value.block("f").settings["start"]
    np.testing.assert_allclose(start, [1.0, -1.0], atol=0.05)
    table.store.undo()
    assert "start" not in table.store.value.block("f").settings


def test_a_click_on_a_curve_sets_one_number(qtbot, rolling):
    table, panel = rolling("quartic")
    click(qtbot, panel.curve, panel.curve.to_pixels(np.array([3.0])))
    (start,) = table.store.value.block("f").settings["start"]
    assert start == pytest.approx(3.0, abs=0.05)


def test_a_click_on_a_ball_picks_it_and_moves_nothing(qtbot, rolling):
    table, panel = rolling("rosenbrock", fit={"experiment": RULES})
    where = panel.plane.to_pixels(panel.plane.balls.path[-1])
    click(qtbot, panel.plane, where[0])
    assert table.focus.member in (0, 1, 2)
    assert "start" not in table.store.value.block("f").settings
    ((name, value),) = [p for p in panel.requests()[0].settings if p[0] == "member"]
    assert (name, value) == ("member", table.focus.member)


def test_places_and_pixels_are_inverse(rolling):
    for kind in ("himmelblau", "quartic"):
        _, panel = rolling(kind)
        view = panel._views.currentWidget()
        for at in ((60.0, 80.0), (200.0, 110.0)):
            point = view.from_pixel(QPointF(*at))
            back = view.to_pixels(np.array(point))
            assert back[0] == pytest.approx(at[0], abs=1e-6)
            assert kind == "quartic" or back[1] == pytest.approx(at[1], abs=1e-6)


def test_the_whole_extent_is_in_sight_and_the_wheel_zooms_where_the_pointer_is(rolling):
    _, panel = rolling("beale")
    plane = panel.plane
    x0, x1, y0, y1 = plane.function.extent
    corners = plane.to_pixels(np.array([[x0, y0], [x1, y1]]))
    assert (corners >= -0.5).all()
    assert (corners <= [plane.width() + 0.5, plane.height() + 0.5]).all()
    spot = QPointF(100, 60)
    before = plane.from_pixel(spot)
    plane._zoom_at(spot, 2.0)
    np.testing.assert_allclose(plane.from_pixel(spot), before, atol=1e-9)
    assert panel.whole.isVisibleTo(panel)
    plane.show_whole()
    assert not panel.whole.isVisibleTo(panel)


def test_the_low_is_dark_and_the_high_is_bright(rolling):
    _, panel = rolling("bowl", steps=0, size=(900, 600))
    plane = panel.plane
    heights = plane._heights(40, 30)
    assert heights[15, 20] < heights[2, 2]
    image = plane.grab().toImage()
    low, high = (image.pixelColor(QPoint(*plane.to_pixels(np.array(p)).astype(int).tolist()))
                 for p in ([0.3, 0.3], [3.8, 2.8]))  # fmt: skip
    assert low.lightness() < high.lightness()


def test_keys_tell_every_rule_with_its_value(rolling):
    _, panel = rolling("rosenbrock", fit={"experiment": RULES})
    names = [name for name, _, _ in panel.keys._keys]
    assert names == ["SGD", "Momentum", "Random search"]
    _, panel = rolling("quartic", {"spread": 1.0}, {"members": 5})
    ((name, _, _),) = panel.keys._keys
    assert name == "lowest f of 5 balls"


def test_arrows_that_add_up_stand_in_a_chain():
    parts = np.array([[1.0, 0.0], [0.0, 1.0]])
    chain = Stages(np.vstack([parts, parts.sum(axis=0)]), ("gradient", "momentum", "step"))
    np.testing.assert_array_equal(chain.starts, [[0, 0], [1, 0], [0, 0]])
    apart = Stages(np.vstack([parts, [[5.0, 5.0]]]), ("gradient", "momentum", "step"))
    np.testing.assert_array_equal(apart.starts, np.zeros((3, 2)))


@pytest.mark.parametrize("kind", MEASURED)
def test_every_function_has_a_scale_and_a_face(kind):
    function = build(OBJECTIVES[kind], {})
    if function.dimension == 2:
        scale = scale_of(function)
        assert scale.low < scale.high
    sketch = function_sketch(function)
    assert 0 <= sketch.heights.min() < sketch.heights.max() <= 1
    assert ((sketch.minima >= 0) & (sketch.minima <= 1)).all()


@pytest.mark.parametrize("name", list(PANELS))
@pytest.mark.parametrize("kind", ["rosenbrock", "quartic"])
def test_every_panel_stands_a_learner_without_data(qtbot, bench, name, kind):
    table = bench.empty()
    table.store.apply("open", lambda _: project(kind, None, {"experiment": RULES}))
    table.load(table.store.value)
    panel = PANELS[name](table)
    qtbot.addWidget(panel)
    panel.resize(350, 230)
    panel.show()
    table.run(15)
    assert table.probing.troubles() == ()
    assert len(np.unique(pixels(panel))) > 10
