"""Every panel beside learners that predict nothing: a picture or kind words, never a blank."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import CLUSTERERS, EMBEDDERS, LABS
from playground.ui.panel import PANELS

LEARNERS = {
    "k-means": ("blobs", "k-means"),
    "k-means of values": ("diabetes", "k-means"),
    "principal components": ("iris", "principal-components"),
    "bayes": ("", "bayes-rule"),
    "monty hall": ("", "monty-hall"),
    "matrix": ("", "matrix"),
    "matrix of data": ("iris", "matrix"),
}


def project_of(data, kind, **settings):
    blocks = [Placed("it", kind, settings)]
    if not data:
        return Project(blocks=tuple(blocks))
    return Project(blocks=(Placed("data", data), *blocks), wires=(Wire("data", "it"),))


def colors(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return len(np.unique(np.frombuffer(image.constBits(), np.uint32)))


@pytest.mark.parametrize("name", PANELS)
@pytest.mark.parametrize("learner", LEARNERS)
def test_a_panel_shows_something_or_says_why_not(qtbot, bench, learner, name):
    bridge = type(bench.empty())(project_of(*LEARNERS[learner]))
    panel = PANELS[name](bridge)
    qtbot.addWidget(panel)
    panel.resize(420, 300)
    panel.show()
    bridge.run(3)
    bridge.pulse()
    if panel._empty.isVisible():
        told = panel._empty.text()
        assert len(told) > 20, f"{name} says {told!r}"
        assert told.rstrip().endswith("."), told
        assert "None" not in told
    else:
        assert colors(panel.body) > 3, f"{name} is blank"


@pytest.mark.parametrize("name", ["boundary", "confusion", "roc", "calibration", "residuals",
                                  "importance", "pad", "lifted"])  # fmt: skip
@pytest.mark.parametrize("learner", ["k-means", "principal components", "bayes", "matrix of data"])
def test_what_judges_predictions_does_not_apply(qtbot, bench, learner, name):
    bridge = type(bench.empty())(project_of(*LEARNERS[learner]))
    panel = PANELS[name](bridge)
    qtbot.addWidget(panel)
    panel.show()
    bridge.run(2)
    assert panel.learner is None
    assert panel._empty.text().startswith("Not applicable")


def test_the_boundary_points_to_the_groups(qtbot, bench):
    bridge = type(bench.empty())(project_of("blobs", "k-means"))
    panel = PANELS["boundary"](bridge)
    qtbot.addWidget(panel)
    panel.show()
    assert "Clusters" in panel._empty.text()


@pytest.mark.parametrize("kind", [*CLUSTERERS, *EMBEDDERS, *LABS])
def test_curves_reach_every_number(qtbot, bench, kind):
    bridge = type(bench.empty())(project_of("" if kind in LABS else "iris", kind))
    panel = PANELS["curves"](bridge)
    qtbot.addWidget(panel)
    panel.resize(700, 300)
    panel.show()
    bridge.run(4)
    trace = bridge.traces["it"]
    for name in trace.names:
        if name == "loss":
            continue
        panel.change(first=name)
        assert panel._views()[0][1][0].metric == name
        assert not panel._empty.isVisible()
