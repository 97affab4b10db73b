"""The latent panel: codes, what comes back, and the walk through what places decode to."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtTest import QTest

from playground.document.project import Placed, Project, Wire
from playground.ui.panels.boundary import Boundary
from playground.ui.panels.latent import DIVERGED, Latent
from playground.ui.plots.decisions.decision import Decision, Look
from playground.ui.plots.field import limits_of


def reproducing(data="iris", units=2, **fit):
    """Return a project of which the fit reproduces its features through a few units."""
    return Project(
        blocks=(
            Placed("data", data), Placed("scale", "min-max"),
            Placed("narrow", "dense", {"units": units, "activation": "tanh"}),
            Placed("fit", "fit", fit),
        ),
        wires=(
            Wire("data", "scale"), Wire("scale", "narrow"), Wire("narrow", "fit"),
            Wire("scale", "fit", "", "target"),
        ),
    )  # fmt: skip


def shown(qtbot, bridge, size=(900, 600), **settings):
    panel = Latent(bridge, settings)
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    bridge.run(3)
    bridge.pulse()
    return panel


def colours(panel):
    image = panel.grab().toImage().scaled(QSize(200, 120))
    return len({image.pixel(x, y) for x in range(200) for y in range(120)})


@pytest.mark.parametrize("size", [(350, 230), (900, 600)])
@pytest.mark.parametrize("units", [1, 2, 6])
@pytest.mark.parametrize(("data", "members"), [("digits", 1), ("iris", 3), ("diabetes", 1)])
def test_it_is_not_blank(qtbot, bench, data, members, units, size):
    bridge = bench()
    bridge.load(reproducing(data, units, members=members))
    panel = shown(qtbot, bridge, size, manifold=True)
    assert colours(panel) > 40
    assert panel.view.here is not None
    assert (panel.view.picture.mosaic is not None) == (data == "digits")


@pytest.mark.parametrize("data", ["circle", "sine", "iris", "digits"])
def test_other_networks_show_codes_and_say_why_nothing_comes_back(qtbot, bench, data):
    panel = shown(qtbot, bench(data))
    assert colours(panel) > 20
    assert panel.view.picture.reproduced is None
    assert "second input, target" in panel.view.remark
    assert not panel.manifold.isVisible()


def test_without_a_learner_and_without_layers_it_says_so(qtbot, bench):
    empty = bench()
    empty.load(Project())
    panel = shown(qtbot, empty)
    assert panel._empty.text() == panel.nothing_yet
    bare = bench()
    bare.load(Project(blocks=(Placed("data", "iris"), Placed("fit", "fit")),
                      wires=(Wire("data", "fit"),)))  # fmt: skip
    assert "no hidden layer" in shown(qtbot, bare)._empty.text()


def test_a_diverged_one_keeps_its_picture_and_says_so(qtbot, bench):
    bridge = bench()
    bridge.load(reproducing())
    panel = shown(qtbot, bridge)
    bridge.session.built["fit"].learner.weights.flat[:] = np.nan
    bridge.pulse()
    assert panel.view.notice == DIVERGED
    assert colours(panel) > 20


def test_the_pointer_walks_and_the_picture_follows(qtbot, bench):
    bridge = bench()
    bridge.load(reproducing("digits"))
    panel = shown(qtbot, bridge)
    view = panel.view
    found = []
    for share in (0.2, 0.8):
        at = QPointF(view.area().width() * share, view.area().height() * share)
        view._go(view.picture.place(view.area(), at))
        bridge.pulse()
        bridge.pulse()
        found.append(view.here)
    assert not np.allclose(*found)
    place = view.at
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.at[0] > place[0]
    assert view.at[1] == place[1]


def test_a_click_on_a_sample_compares_it(qtbot, bench):
    bridge = bench()
    bridge.load(reproducing("digits"))
    panel = shown(qtbot, bridge)
    view = panel.view
    before = view.picture.reproduced.rows.tolist()
    samples = view.picture.samples
    index = next(i for i, row in enumerate(samples.rows) if row not in before)
    at = view.picture.pixels(view.area(), samples.at[index : index + 1])[0]
    told = []
    panel.settings_changed.connect(told.append)
    near = np.hypot(*(view.picture.pixels(view.area(), samples.at) - at).T)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPointF(*at).toPoint())
    bridge.pulse()
    chosen = view.picture.reproduced.rows.tolist()
    assert len(chosen) == 10
    assert near[list(samples.rows).index(chosen[-1])] < 3
    assert list(told[-1]["samples"]) == chosen


def test_another_layer_can_be_looked_at(qtbot, bench):
    bridge = bench()
    made = reproducing()
    blocks = (*made.blocks, Placed("wide", "dense", {"units": 7}))
    wires = (*made.wires[:2], Wire("narrow", "wide"), Wire("wide", "fit"), made.wires[-1])
    bridge.load(Project(blocks=blocks, wires=wires))
    panel = shown(qtbot, bridge)
    assert [item.value for item in panel._layers()] == ["", "narrow", "wide"]
    panel.layers.chosen.emit("wide", True)
    bridge.pulse()
    assert panel.view.picture.names[0] == "principal axis 1"


def test_the_manifold_is_a_switch(qtbot, bench):
    bridge = bench()
    bridge.load(reproducing("digits"))
    panel = shown(qtbot, bridge)
    assert panel.view.picture.mosaic is None
    panel.manifold.click()
    bridge.pulse()
    assert panel.settings.manifold
    image = panel.view.picture.mosaic
    assert image.width() / image.height() == pytest.approx(
        panel.view.area().width() / panel.view.area().height(), rel=0.15
    )


def test_samples_that_are_brushed_elsewhere_are_ringed(qtbot, bench):
    bridge = bench()
    bridge.load(reproducing("digits"))
    panel = shown(qtbot, bridge)
    view = panel.view
    samples = view.picture.samples
    plain = panel.grab().toImage()
    bridge.focus.brush(samples.rows[:3].tolist())
    ringed = panel.grab().toImage()
    for at in view.picture.pixels(view.area(), samples.at[:3]).round().astype(int).tolist():
        near = view.mapTo(panel, QPoint(*at))
        around = [(near.x() + x, near.y() + y) for x in range(-9, 10) for y in range(-9, 10)]
        inside = [place for place in around if panel.rect().contains(*place)]
        assert any(plain.pixel(*place) != ringed.pixel(*place) for place in inside)
    bridge.focus.brush(())
    assert panel.grab().toImage() == plain


def test_boundaries_of_reproducing_fits_name_the_classes(qtbot, bench):
    bridge = bench()
    bridge.load(reproducing())
    panel = Boundary(bridge)
    qtbot.addWidget(panel)
    panel.resize(600, 400)
    panel.show()
    bridge.pulse()
    request, snapshot = next(iter(panel.snapshots.items()))
    decision = Decision(snapshot.arrays, (), Look())
    assert request.probe == "boundary"
    assert [name for name, _ in decision.legend().classes] == ["setosa", "versicolor", "virginica"]
    assert len(set(decision.samples().shades.tolist())) == 3
    assert decision.limits == pytest.approx(limits_of(snapshot.arrays["values"]))
