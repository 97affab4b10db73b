"""Panels that were closed: nothing keeps them, and nothing that comes later reaches them."""

import gc
import weakref

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from playground.ui.focus import Focus, Unit
from playground.ui.panel import PANELS
from playground.ui.panels.boundary import Boundary
from playground.ui.panels.curves import Curves


def let_go(panel):
    panel.hide()
    panel.setParent(None)
    panel.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("name", list(PANELS))
def test_a_closed_panel_is_forgotten(bench, name):
    bridge = bench(members=3)
    panel = PANELS[name](bridge)
    panel.resize(500, 380)
    panel.show()
    bridge.run(2)
    left = weakref.ref(panel)
    let_go(panel)
    del panel
    gc.collect()
    assert left() is None
    bridge.focus.pick(1)
    bridge.focus.brush([0])
    bridge.status_changed.emit(bridge.status)
    bridge.project_changed.emit(bridge.store.value, bridge.store.value)
    bridge.run(1)


def test_a_member_that_a_learner_does_not_have_is_its_best(bench):
    bridge, focus = bench(members=3), Focus()
    three, alone = bridge.infos["fit-1"], bench().infos["fit-1"]
    assert [focus.member_of(info) for info in (three, alone)] == [None, None]
    focus.pick(2)
    assert [focus.member_of(info) for info in (three, alone)] == [2, None]
    focus.pick(3)
    assert focus.member_of(three) is None


def test_the_boundary_names_no_member_that_is_not_there(qtbot, bench):
    bridge = bench(members=3)
    panel = Boundary(bridge)
    qtbot.addWidget(panel)
    panel.show()
    bridge.focus.pick(6)
    bridge.run(1)
    assert "member" not in panel.header._subtitle._text
    assert all("member" not in dict(request.settings) for request in panel.requests())


def test_curves_of_several_may_lack_those_of_the_learner_chosen(qtbot, bench):
    bridge = bench(fits=2)
    panel = Curves(bridge, {"all": True, "learner": "fit-2"})
    qtbot.addWidget(panel)
    panel.show()
    bridge.run(2)
    del bridge.traces["fit-2"]
    bridge.status_changed.emit(bridge.status)


def test_units_go_with_their_block_and_their_learner():
    focus, here = Focus(), Unit("fit-1", "dense-1", 0)
    for gone in (Unit("fit-1", "dense-2", 0), Unit("fit-2", "dense-1", 0)):
        focus.point_at(gone)
        focus.pin(here)
        focus.pin(gone)
        focus.keep(["fit-1"], ["dense-1", "fit-1"])
        assert (focus.unit, focus.pinned) == (None, (here,))
