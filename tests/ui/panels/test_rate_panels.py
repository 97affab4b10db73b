"""The curvature and finder panels, and the mark on the learning rate's slider."""

import math

import numpy as np
import pytest
from PySide6.QtGui import QImage

from playground.core.settings import settings_of
from playground.engine.heads.fit import Fit
from playground.engine.probes.curvature import Curvature as CurvatureProbe
from playground.engine.probes.finder import Finder as FinderProbe
from playground.runtime.messages import Frame, Snapshot, Status
from playground.ui.inspector.number import Number
from playground.ui.inspector.rate_mark import RateMark
from playground.ui.panels.curvature import Curvature
from playground.ui.panels.finder import Finder
from playground.ui.plots.rates.rate_words import CAPTION
from playground.ui.theme import DARK, LIGHT, themes

MEASURES = {"curvature": CurvatureProbe, "finder": FinderProbe}
PANELS = [Curvature, Finder]
SGD = {"optimizer": {"kind": "sgd"}, "rate": 0.1}


@pytest.fixture(autouse=True)
def dark():
    yield
    themes().choose(DARK)


def shown(qtbot, panel, size=(350, 230)):
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    return panel


def measure(bridge):
    """Answer the requests that are watched, as the worker does."""
    found = []
    for request in {r for requests in bridge.watched.values() for r in requests}:
        learner = bridge.session.built[request.learner].learner
        arrays = MEASURES[request.probe](**dict(request.settings)).measure(learner, (0, 0))
        found.append(Snapshot(request, learner.step_number, arrays))
    bridge.frame.emit(Frame(Status(False, {}, {}, 0.0, {}), (), tuple(found)))


def colours(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return len(np.unique(np.frombuffer(image.constBits(), np.uint32)))


@pytest.mark.parametrize("size", [(350, 230), (900, 600)])
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("data", ["circle", "sine", "iris", "digits"])
@pytest.mark.parametrize("kind", PANELS)
def test_both_draw_every_kind_of_data(qtbot, bench, kind, data, theme, size):
    themes().choose(theme)
    bridge = bench(data, members=2)
    panel = shown(qtbot, kind(bridge), size)
    before = colours(panel)
    bridge.session.step(5)
    measure(bridge)
    assert not panel._empty.isVisible()
    assert colours(panel) > before + 10


@pytest.mark.parametrize("kind", PANELS)
def test_diverged_and_unsuited_learners_are_told_in_words(qtbot, bench, kind):
    bridge = bench(**SGD)
    panel = shown(qtbot, kind(bridge))
    bridge.session.built["fit-1"].learner.weights.flat[...] = np.nan
    measure(bridge)
    assert panel._empty.isVisible()
    assert "diverged" in panel._empty.text()
    for request in panel.requests():
        panel.draw({request: Snapshot(request, 0, {})})
    assert "Not applicable" in panel._empty.text()


def test_curvature_says_where_the_rate_stands(qtbot, bench):
    bridge = bench(optimizer={"kind": "sgd"}, rate=50.0)
    panel = shown(qtbot, Curvature(bridge), (900, 600))
    measure(bridge)
    limit = float(panel._arrays["limit"])
    assert "steps bounce" in panel.words._text
    assert panel.words._text.endswith(CAPTION)
    assert (panel.gauge.rate, panel.gauge.limit) == (50.0, pytest.approx(limit))
    assert panel.keys.accessibleName().startswith("λ1")
    bridge = bench(optimizer={"kind": "rprop"})
    panel = shown(qtbot, Curvature(bridge), (900, 600))
    measure(bridge)
    assert "Rprop sizes its steps otherwise" in panel.words._text
    panel = shown(qtbot, Curvature(bench(optimizer={"kind": "adam"})), (900, 600))
    measure(panel.bridge)
    assert "no limit before the first" in panel.words._text
    panel.bridge.run(1)
    measure(panel.bridge)
    assert "local limit" in panel.words._text


def test_finder_sets_the_rate_as_one_step_that_can_be_undone(qtbot, bench):
    bridge = bench(**SGD)
    panel = shown(qtbot, Finder(bridge), (900, 600))
    measure(bridge)
    rate = float(panel._arrays["suggested"])
    assert f"{rate:g}" in panel.button.text()
    panel.button.click()
    assert bridge.store.value.block("fit-1").settings["rate"] == rate
    bridge.store.undo()
    assert bridge.store.value.block("fit-1").settings["rate"] == 0.1


def test_finder_offers_no_rate_in_a_race_of_rates(qtbot, bench):
    bridge = bench(**SGD, experiment={"kind": "rates", "rates": [0.01, 0.1]})
    panel = shown(qtbot, Finder(bridge), (900, 600))
    measure(bridge)
    assert math.isfinite(panel._arrays["suggested"])
    assert not panel.button.isEnabled()


def test_finder_tries_again_when_asked_and_when_learning_rests(qtbot, bench):
    bridge = bench(**SGD)
    panel = shown(qtbot, Finder(bridge))
    first = panel.requests()
    panel._again.click()
    second = panel.requests()
    assert first != second
    bridge.status_changed.emit(Status(True, {}, {}, 0.0, {}))
    assert panel.requests() == second
    bridge.status_changed.emit(Status(False, {}, {}, 0.0, {}))
    assert panel.requests() != second


@pytest.fixture
def slider(qtbot):
    option = next(s for s in settings_of(Fit) if s.name == "rate")
    editor = Number(option)
    qtbot.addWidget(editor)
    editor.resize(200, 60)
    return editor


def test_the_slider_is_marked_only_while_it_is_seen(qtbot, bench, slider):
    bridge = bench(**SGD)
    mark = RateMark(bridge, "fit-1", slider)
    assert not any(bridge.watched.values())
    slider.show()
    assert bridge.watched[id(mark)] == (mark.request,)
    bare = slider.grab().toImage()
    measure(bridge)
    assert slider._slider.mark == slider._span.tick(2 / curvature(bridge))
    assert CAPTION in slider._slider.toolTip()
    assert slider.grab().toImage() != bare
    slider.hide()
    assert bridge.watched[id(mark)] == ()
    assert slider._slider.mark is None


def test_rules_without_a_limit_and_diverged_learners_leave_no_mark(qtbot, bench, slider):
    bridge = bench(**SGD)
    RateMark(bridge, "fit-1", slider)
    slider.show()
    measure(bridge)
    assert slider._slider.mark is not None
    bridge.session.built["fit-1"].learner.weights.flat[...] = np.nan
    measure(bridge)
    assert slider._slider.mark is None
    assert CAPTION not in slider._slider.toolTip()


def curvature(bridge):
    learner = bridge.session.built["fit-1"].learner
    return float(CurvatureProbe().measure(learner, (0, 0))["eigenvalues"][0])
