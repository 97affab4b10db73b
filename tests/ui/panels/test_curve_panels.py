"""The panels of curves and of distributions: every state, what they tell, beads, controls."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QImage

from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import OBJECTIVES
from playground.ui.canvas.function_face import FunctionSketch
from playground.ui.canvas.preview import sketch
from playground.ui.panel import PANELS
from playground.ui.panels.curve import Curve
from playground.ui.panels.entropy import Entropy
from playground.ui.plots.curve.beads import along, lap
from playground.ui.plots.curve.curve_picture import RACES
from playground.ui.theme import DARK, LIGHT, themes

SIZES = [(350, 230), (900, 600)]
RULES = {
    "kind": "rules",
    "runners": [
        {"optimizer": {"kind": "sgd"}, "rate": 0.005},
        {"optimizer": {"kind": "momentum"}, "rate": 0.005},
    ],
}
STATES = {
    "path": (Curve, "shortest-path", {}, {}),
    "snell": (Curve, "shortest-path", {"ground": "slow right half"}, {}),
    "race": (Curve, "shortest-path", {}, {"experiment": RULES}),
    "crowd": (Curve, "shortest-path", {}, {"members": 40}),
    "slide": (Curve, "brachistochrone", {}, {}),
    "slides": (Curve, "brachistochrone", {"begin": "random"}, {"members": 3}),
    "chain": (Curve, "hanging-chain", {"segments": 160}, {}),
    "diverged path": (Curve, "shortest-path", {}, {"optimizer": {"kind": "sgd"}, "rate": 1e9}),
    "bell": (Entropy, "maximum-entropy", {}, {}),
    "die": (Entropy, "maximum-entropy", {"outcomes": "die", "known": "mean", "mean": 4.5}, {}),
    "coin": (Entropy, "maximum-entropy", {"outcomes": "two outcomes", "known": "nothing"}, {}),
    "bells": (Entropy, "maximum-entropy", {"begin": "random"}, {"members": 5}),
    "four moments": (Entropy, "maximum-entropy", {"known": "four moments"}, {}),
    "wild": (Entropy, "maximum-entropy", {}, {"optimizer": {"kind": "sgd"}, "rate": 1e9}),
}


@pytest.fixture(autouse=True)
def dark():
    themes().choose(DARK)
    yield
    themes().choose(DARK)


@pytest.fixture
def shown(qtbot, bench):
    """Return a function that shows a panel of a learner after some steps."""

    def make(state, steps=12, size=(350, 230), **settings):
        kind, block, values, fit = STATES[state]
        table = bench.empty()
        blocks = (Placed("f", block, values), Placed("fit-1", "fit", fit))
        table.store.apply("open", lambda _: Project(blocks=blocks, wires=(Wire("f", "fit-1"),)))
        table.load(table.store.value)
        panel = kind(table, settings)
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        table.run(steps)
        return table, panel

    return make


def colors(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return len(np.unique(np.frombuffer(image.constBits(), np.uint32)))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
def test_it_is_never_blank(shown, state, size, theme):
    themes().choose(theme)
    _, panel = shown(state, size=size)
    assert panel._stack.currentWidget() is panel.body
    assert colors(panel.picture) > 60
    assert panel.keys.accessibleName()


@pytest.mark.parametrize("kind", [Curve, Entropy])
@pytest.mark.parametrize("data", ["circle", "sine", "digits"])
def test_other_learners_are_told_that_this_is_not_for_them(qtbot, bench, kind, data):
    panel = kind(bench(data))
    qtbot.addWidget(panel)
    assert panel._empty.text().startswith("Not applicable: nothing here looks for a")
    assert panel.requests() == ()


@pytest.mark.parametrize("kind", [Curve, Entropy])
def test_without_a_learner_it_says_what_is_missing(qtbot, bench, kind):
    panel = kind(bench.empty())
    qtbot.addWidget(panel)
    assert "to a fit and press play" in panel._empty.text()


def test_neither_takes_the_others_learner_nor_a_function_of_two_variables(shown, qtbot):
    table, _ = shown("slide")
    for name in ("entropy", "functions"):
        panel = PANELS[name](table)
        qtbot.addWidget(panel)
        assert panel.learner is None
        assert panel._empty.text().startswith("Not applicable")


@pytest.mark.parametrize("name", ["surface", "race", "curves", "gradients", "finder", "curvature"])
@pytest.mark.parametrize("state", ["slide", "chain", "bell"])
def test_panels_of_descent_show_them_too(shown, qtbot, name, state):
    table, _ = shown(state)
    panel = PANELS[name](table)
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show()
    table.run(40)
    assert panel._stack.currentWidget() is panel.body
    assert colors(panel) > 40


def test_keys_tell_the_value_the_answer_and_the_rival(shown):
    _, panel = shown("slide", 0)
    assert panel.keys.accessibleName() == (
        "time 1.4278 s, cycloid 1.0183 s, straight line 1.4278 s"
    )
    _, panel = shown("race")
    assert panel.keys.accessibleName().startswith("SGD ")
    assert panel.keys.accessibleName().endswith("straight line 1.1180")


def test_what_diverged_is_told_in_words(shown):
    _, panel = shown("diverged path")
    assert "diverged" in panel.picture.sought.notice()


def test_beads_roll_only_on_slides_and_only_while_they_are_seen(shown):
    _, panel = shown("path")
    assert not panel.picture.timer.isActive()
    assert panel.beads.isHidden()
    table, panel = shown("slide")
    assert panel.picture.timer.isActive()
    panel.hide()
    assert not panel.picture.timer.isActive()
    panel.show()
    table.pulse()
    assert panel.picture.timer.isActive()
    panel.beads.click()
    assert not panel.picture.timer.isActive()
    assert not panel.settings.beads


def test_beads_rest_after_some_races_until_the_cursor_comes_by(shown):
    _, panel = shown("slide")
    picture = panel.picture
    for _ in range(RACES):
        assert picture.timer.isActive()
        picture._clock = lap(picture.sought)
        picture._tick()
    assert not picture.timer.isActive()
    QCoreApplication.sendEvent(picture, QEvent(QEvent.Type.Enter))
    assert picture.timer.isActive()


def test_a_bead_comes_by_when_the_slide_says(shown):
    _, panel = shown("slide")
    arrays = panel.picture.sought.arrays
    own = arrays["heights"][0], arrays["times"][0], arrays["speeds"][0]
    for at in (0, 5, 20, len(arrays["x"]) - 1):
        place = along(arrays["x"], *own, float(own[1][at]))
        np.testing.assert_allclose(place, [arrays["x"][at], own[0][at]], atol=1e-9)
    after = along(arrays["x"], *own, float(own[1][-1]) + 5)
    np.testing.assert_allclose(after, [arrays["x"][-1], 0.0], atol=1e-9)
    assert lap(panel.picture.sought) > own[1][-1]


def test_the_window_of_a_task_never_shrinks(shown):
    table, panel = shown("path", 0)
    before = panel.picture._range
    table.run(200)
    assert panel.picture._range == before


def test_arrows_go_on_request(shown):
    _, panel = shown("path")
    assert panel.settings.pull
    panel.pull.click()
    assert not panel.settings.pull
    assert not panel.picture.arrows


def test_the_formula_tells_the_multipliers(shown):
    _, panel = shown("bell", 400, (900, 600))
    assert panel.picture.spread.formula().startswith("p(x) ∝ exp(0.2")
    assert "wanted 4.00" in panel.gauges.accessibleName()
    assert "answer: normal" in panel.keys.accessibleName()


@pytest.mark.parametrize("kind", ["shortest-path", "brachistochrone", "hanging-chain",
                                  "maximum-entropy"])  # fmt: skip
def test_cards_have_a_face(kind):
    drawn = sketch((OBJECTIVES[kind](),))
    assert isinstance(drawn, FunctionSketch)
    assert drawn.heights.min() == 0
    assert drawn.heights.max() == 1
