"""The boundary panel follows what the person points at, pins, picks and brushes."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.runtime.messages import Frame, Snapshot, Status
from playground.ui.focus import Place, Unit
from playground.ui.panels.boundary import Boundary
from playground.ui.plots.decisions.decision import Decision, Look
from playground.ui.plots.decisions.subject import subjects
from playground.ui.theme import DARK, LIGHT, themes

SHIFT, PLAIN = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton
FIRST, SECOND, THIRD = (Unit("fit-1", "dense-1", index) for index in range(3))


@pytest.fixture
def make(qtbot, bench):
    def shown(*args, size=(400, 300), **kwargs):
        bridge = bench(*args, **kwargs)
        panel = Boundary(bridge)
        qtbot.addWidget(panel)
        panel.resize(*size)
        panel.show()
        bridge.run(5)
        return bridge, panel

    yield shown
    themes().choose(DARK)


def settings(panel):
    return [dict(request.settings) for request in panel.requests()]


def title(panel):
    return panel.header._title._text


def pixels(panel):
    image = panel.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).copy()


def test_a_unit_takes_the_picture_over_and_gives_it_back(make):
    bridge, panel = make()
    before = pixels(panel)
    bridge.focus.point_at(THIRD)
    bridge.pulse()
    assert [s["unit"] for s in settings(panel)] == ["dense-1:2"]
    assert title(panel) == "dense-1, unit 3"
    assert (pixels(panel) != before).any()
    bridge.focus.point_at(None)
    bridge.pulse()
    assert title(panel) == "Decision boundary"
    assert (pixels(panel) == before).all()


def test_the_field_of_a_unit_is_signed_and_read_as_a_number(make):
    bridge, panel = make()
    bridge.focus.point_at(FIRST)
    bridge.pulse()
    field = panel.panes.panes[0].decision.arrays["field"]
    row, column = np.unravel_index(field[..., 0].argmax(), field.shape[:2])
    color = panel.plane._plate.image.pixelColor(int(column), field.shape[0] - 1 - int(row))
    assert color.red() > color.blue()
    assert "%" not in panel.plane.read(0.0, 0.0)
    assert panel.plane.legend.limits[0] == -panel.plane.legend.limits[1]


def test_a_pinned_unit_stands_beside_the_decision_or_another_unit(make):
    bridge, panel = make()
    bridge.focus.pin(FIRST)
    bridge.pulse()
    assert [s.get("unit") for s in settings(panel)] == [None, "dense-1:0"]
    assert [pane.isVisible() for pane in panel.panes.panes] == [True, True]
    assert panel.panes.panes[0].plane.caption == "Decision boundary"
    bridge.focus.point_at(SECOND)
    bridge.pulse()
    assert [s.get("unit") for s in settings(panel)] == ["dense-1:1", "dense-1:0"]
    bridge.focus.point_at(None)
    for unit in (SECOND, THIRD):
        bridge.focus.pin(unit)
    bridge.pulse()
    assert [s.get("unit") for s in settings(panel)] == ["dense-1:0", "dense-1:1", "dense-1:2"]
    panel.unpin.click()
    bridge.pulse()
    assert (bridge.focus.pinned, panel.panes.shown, title(panel)) == ((), 1, "Decision boundary")


def test_two_units_are_shown_as_their_difference(make):
    bridge, panel = make()
    for unit in (FIRST, SECOND):
        bridge.focus.pin(unit)
    panel.less.click()
    bridge.pulse()
    (one,) = settings(panel)
    assert (one["unit"], one["minus"]) == ("dense-1:0", "dense-1:1")
    assert title(panel) == "dense-1, unit 1 − unit 2"
    assert panel.settings.compare == "difference"


def test_a_picked_member_is_shown_by_its_name(make):
    bridge, panel = make(members=3)
    bridge.focus.pick(2)
    bridge.pulse()
    (one,) = settings(panel)
    assert (one["of"], one["member"]) == ("one", 2)
    assert panel.header._subtitle._text.startswith(bridge.infos["fit-1"].labels[2])


def test_a_place_on_a_surface_morphs_the_boundary(make, qtbot):
    bridge, panel = make()
    before = panel.panes.panes[0].decision.arrays["field"].copy()
    bridge.focus.look_at(Place("fit-1", (), 2.0, 1.0))
    qtbot.waitUntil(lambda: "place" in settings(panel)[0] and not panel._follow.isActive())
    bridge.pulse()
    assert not np.allclose(panel.panes.panes[0].decision.arrays["field"], before)
    bridge.focus.look_at(None)
    bridge.pulse()
    assert np.array_equal(panel.panes.panes[0].decision.arrays["field"], before)


def test_a_place_on_another_learners_surface_changes_nothing(make):
    bridge, panel = make(fits=2)
    bridge.focus.look_at(Place("fit-2", (), 2.0, 1.0))
    panel.rewatch()
    assert "place" not in settings(panel)[0]


def drag(view, start, end, keys):
    move, press = QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress
    for kind, at in ((press, start), (move, (start + end) / 2), (move, end),
                     (QEvent.Type.MouseButtonRelease, end)):  # fmt: skip
        spot = QPointF(at)
        event = QMouseEvent(kind, spot, view.mapToGlobal(spot), LEFT, LEFT, keys)
        QApplication.sendEvent(view, event)


def test_shift_and_a_drag_mark_samples_by_their_rows(make):
    bridge, panel = make()
    plane, before = panel.plane, pixels(panel)
    x = bridge.session.built["fit-1"].learner.source.x
    start = QPointF(*plane.pixels_of(x[[7]])[0])
    drag(plane, start, start + QPointF(1, 0), PLAIN)
    assert bridge.focus.brushed == frozenset()
    drag(plane, start, start + QPointF(1, 0), SHIFT)
    assert 7 in bridge.focus.brushed
    assert len(bridge.focus.brushed) < len(x) / 2
    far = np.linalg.norm(plane.pixels_of(x) - plane.pixels_of(x[[7]]), axis=1)
    assert all(far[row] < 30 for row in bridge.focus.brushed)
    plane._cursor = None
    assert (pixels(panel) != before).any()
    drag(plane, QPointF(1, 1), QPointF(2, 1), SHIFT)
    assert bridge.focus.brushed == frozenset()


def test_the_brush_needs_no_key_while_it_is_out(make):
    bridge, panel = make()
    x = bridge.session.built["fit-1"].learner.source.x
    start = QPointF(*panel.plane.pixels_of(x[[3]])[0])
    panel.brush.click()
    drag(panel.plane, start, start, PLAIN)
    assert 3 in bridge.focus.brushed


CASES = {
    "one input": ("sine", {}),
    "many inputs": ("iris", {}),
    "many classes": ("blobs", {}),
    "values": ("regression-plane", {}),
    "members": ("circle", {"members": 4}),
    "diverged": ("regression-plane", {"rate": 1e6, "optimizer": {"kind": "sgd"}}),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
def test_units_of_every_kind_of_learner_are_drawn(make, case, theme):
    themes().choose(theme)
    data, fit = CASES[case]
    bridge, panel = make(data, **fit)
    for act in (bridge.focus.point_at, bridge.focus.pin):
        before = pixels(panel)
        act(SECOND)
        bridge.pulse()
        assert (pixels(panel) != before).any()


def test_a_unit_that_is_gone_leaves_the_samples(make):
    bridge, panel = make()
    bridge.focus.point_at(Unit("fit-1", "dense-1", 99))
    bridge.pulse()
    assert panel.plane._plate.image is None
    panel.grab()


def test_the_panel_keeps_up_with_a_learner_that_is_gone(make):
    bridge, panel = make()
    bridge.focus.point_at(Unit("fit-9", "dense-1", 0))
    bridge.pulse()
    status = Status(False, {}, {}, 0.0, {})
    old = Snapshot(next(iter(panel.requests())), 5, {})
    bridge.frame.emit(Frame(status, (), (old,)))
    panel.grab()


def test_what_is_shown_follows_from_the_focus_alone(make):
    bridge, _ = make()
    info, focus = bridge.infos["fit-1"], bridge.focus

    def titles(difference=False):
        return [one.title for one in subjects(info, focus, difference)]

    assert titles(True) == [""]
    focus.pin(FIRST)
    focus.point_at(FIRST)
    assert titles(True) == ["", "dense-1, unit 1"]
    focus.point_at(SECOND)
    assert titles(True) == ["dense-1, unit 2 − unit 1"]
    focus.pin(SECOND)
    focus.point_at(THIRD)
    assert titles() == ["dense-1, unit 3"]


def test_an_output_is_named_and_coloured_by_its_class(make):
    bridge, _ = make()
    info, focus = bridge.infos["fit-1"], bridge.focus
    for number, name in enumerate(info.classes):
        focus.point_at(Unit("fit-1", "fit-1", number))
        (shown,) = subjects(info, focus, False)
        assert (shown.title, shown.ends) == (f"fit-1, score of {name}", (None, number))
    focus.point_at(FIRST)
    assert subjects(info, focus, False)[0].ends == (0, 1)


@pytest.mark.parametrize(
    ("low", "high", "turns"),
    [(-1, 1, True), (0, 1, True), (0.2, 0.9, True), (-0.9, -0.4, False), (0.7, 0.72, False)],
)
def test_a_line_is_drawn_only_where_a_unit_turns(low, high, turns):
    ramp = np.tile(np.linspace(low, high, 20), (20, 1))[..., None].astype(np.float32)
    arrays = {"extent": np.array([0.0, 1, 0, 1]), "points": np.empty((0, 2)), "field": ramp,
              "part": np.empty(0, int), "reach": np.array(max(abs(low), abs(high)))}  # fmt: skip
    assert bool(len(Decision(arrays, (), Look()).plate().borders)) is turns
