"""The clusters panel: every kind of rows and model, the mouse on centres, rows and places."""

import time

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from playground.document.project import Placed, Project, Wire
from playground.engine.catalogue import CLUSTERERS
from playground.ui.focus import Spot
from playground.ui.panels.clusters import Clusters
from playground.ui.plots.glide import Glide
from playground.ui.plots.groups.colors import group_color
from playground.ui.plots.groups.grouping import Grouping
from playground.ui.plots.groups.rows import GroupedRows
from playground.ui.theme import DARK, LIGHT, themes


@pytest.fixture
def make(qtbot, bench):
    def shown(data="blobs", model="k-means", size=(620, 420), steps=6, via="", panel=None,
              of=None, **settings):  # fmt: skip
        chain = [Placed("data", data, of or {}), *([Placed("via", via)] if via else []),
                 Placed("it", model, settings)]  # fmt: skip
        wires = tuple(Wire(a.id, b.id) for a, b in zip(chain, chain[1:], strict=False))
        bridge = type(bench.empty())(Project(blocks=tuple(chain), wires=wires))
        made = Clusters(bridge, panel)
        qtbot.addWidget(made)
        made.resize(*size)
        made.show()
        bridge.run(steps)
        return bridge, made

    yield shown
    themes().choose(DARK)


def pixels(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).copy()


def settings_of(bridge):
    return next(p for p in bridge.store.value.blocks if p.id == "it").settings


def pixel(panel, place):
    x, y = panel.view.pixels_of(np.array([place]))[0].tolist()
    return QPoint(round(x), round(y))


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("size", [(350, 230), (900, 600)])
@pytest.mark.parametrize("data", ["blobs", "iris", "digits", "sine", "diabetes"])
def test_groups_are_drawn_for_every_kind_of_data(make, data, size, theme):
    themes().choose(theme)
    _, panel = make(data, size=size)
    assert not panel._empty.isVisible()
    assert len(set(pixels(panel.view).tolist())) > 60


@pytest.mark.parametrize("steps", [0, 3, 200])
@pytest.mark.parametrize("kind", CLUSTERERS)
def test_every_model_of_groups_is_drawn(make, kind, steps):
    bridge, panel = make(model=kind, steps=steps)
    bridge.pulse()
    assert not panel._empty.isVisible()
    assert len(set(pixels(panel.view).tolist())) > 20


def test_several_members_show_the_one_that_is_picked(make):
    bridge, panel = make(members=4, start="random", k=5, steps=1)
    bridge.focus.pick(3)
    panel.rewatch()
    bridge.pulse()
    wanted = bridge.session.built["it"].learner.block.centres(
        bridge.session.built["it"].learner.states[3]
    )
    np.testing.assert_allclose(panel.view.decision.arrays["centre places"], wanted)


def test_centres_that_are_no_numbers_are_told(make):
    bridge, panel = make()
    bridge.session.built["it"].learner.states[0]["centroids"][:] = np.nan
    bridge.pulse()
    assert "no longer numbers" in panel.view.notice
    assert len(set(pixels(panel.view).tolist())) > 20


@pytest.mark.parametrize("model", ["nearest-neighbours", "principal-components"])
def test_words_where_nothing_makes_groups(make, model):
    _, panel = make(model=model)
    assert panel._empty.text().startswith("Not applicable")


def test_rows_are_hollow_until_they_are_reached(make):
    _, panel = make(steps=0)
    assert isinstance(panel.view.samples, GroupedRows)
    assert set(panel.view.samples.kinds.tolist()) == {-1}
    before = pixels(panel.view)
    panel.bridge.run(1)
    assert set(panel.view.samples.kinds.tolist()) == {2}
    assert (pixels(panel.view) != before).sum() > 1000


def test_half_steps_are_told_apart(make):
    bridge, panel = make(steps=0, start="random")
    told, colored, moved = [], [], []
    for _ in range(4):
        bridge.run(1)
        told.append(panel.header._subtitle.accessibleName())
        colored.append(panel.view.samples.shades.copy())
        moved.append(panel.view.decision.arrays["centres"].copy())
    assert len(set(told)) > 2
    assert (colored[0] == colored[1]).all(), "an update changes no colour"
    assert not np.allclose(moved[0], moved[1]), "but moves the centres"
    assert (moved[1] == moved[2]).all(), "an assignment moves no centre"


def test_density_and_classes_are_switches(make):
    bridge, panel = make()
    plain = pixels(panel.view)
    QTest.mouseClick(panel.density, Qt.MouseButton.LeftButton)
    bridge.pulse()
    shaded = pixels(panel.view)
    assert (plain != shaded).mean() > 0.3
    QTest.mouseClick(panel.classes, Qt.MouseButton.LeftButton)
    assert panel.settings.classes
    assert panel.view.decision.given
    assert [name for name, _ in panel.view.legend.classes][0] == "blob 1"
    assert (pixels(panel.view) != shaded).mean() > 0.2


def test_data_without_classes_offer_none(make):
    _, panel = make("diabetes", size=(900, 500))
    assert not panel.classes.isVisible()
    assert panel.density.isVisible()


def test_the_cursor_measures_distances_and_names_rows(make, qtbot):
    bridge, panel = make()
    places = panel.view.decision.arrays["points"]
    QTest.mouseMove(panel.view, pixel(panel, places[7]))
    assert bridge.focus.spot is not None
    qtbot.waitUntil(lambda: any("at" in dict(r.settings) for r in panel._requests))
    bridge.pulse()
    away = panel.view.decision.arrays["away"]
    centres = panel.view.decision.arrays["centre places"]
    far = np.linalg.norm(centres - np.array(bridge.focus.spot.x), axis=1)
    np.testing.assert_allclose(away, far)
    assert panel.view._read(*places[7].tolist()).startswith("row ")
    assert "group" in panel.view._read(*places[7].tolist())


def test_a_place_pointed_at_elsewhere_is_marked(make):
    bridge, panel = make()
    bridge.focus.hover(Spot("another", (0.5, 0.25)))
    assert panel.view._echo == pytest.approx((0.5, 0.25))
    bridge.focus.hover(None)
    assert panel.view._echo is None


def test_brushed_rows_are_ringed_and_a_drag_brushes(make):
    bridge, panel = make()
    before = pixels(panel.view)
    at = pixel(panel, panel.view.samples.at[3])
    QTest.mousePress(panel.view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, at)
    QTest.mouseRelease(panel.view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, at)
    assert int(panel.view.samples.rows[3]) in bridge.focus.brushed
    assert (pixels(panel.view) != before).sum() > 20


def test_a_row_is_dragged_elsewhere(make):
    bridge, panel = make()
    row, at = int(panel.view.samples.rows[5]), pixel(panel, panel.view.samples.at[5])
    QTest.mousePress(panel.view, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(panel.view, at + QPoint(60, 30))
    QTest.mouseRelease(panel.view, Qt.MouseButton.LeftButton, pos=at + QPoint(60, 30))
    moved = bridge.store.value.blocks[0].moved
    assert [one.row for one in moved] == [row]
    wanted = panel.view._from_pixel((at + QPoint(60, 30)).toPointF())
    np.testing.assert_allclose(moved[0].x, wanted, atol=1e-6)
    bridge.store.undo()
    assert not bridge.store.value.blocks[0].moved


def test_placing_by_hand_begins_where_the_centres_are(make):
    bridge, panel = make()
    now = panel.view.decision.arrays["centre places"]
    QTest.mouseClick(panel.by_hand, Qt.MouseButton.LeftButton)
    assert settings_of(bridge)["start"] == "by hand"
    np.testing.assert_allclose(np.reshape(settings_of(bridge)["placed"], (-1, 2)), now, atol=1e-3)
    assert len(panel.view.starts) == len(now)
    assert panel.placed.hand.armed
    QTest.mouseClick(panel.by_hand, Qt.MouseButton.LeftButton)
    assert "start" not in settings_of(bridge)
    assert not panel.placed.hand.armed


def test_a_click_puts_a_centre_down_and_undo_takes_it_back(make):
    bridge, panel = make(start="by hand", steps=0)
    assert "Click" in panel.view.notice
    for count, at in enumerate((QPoint(100, 100), QPoint(400, 300)), 1):
        QTest.mouseClick(panel.view, Qt.MouseButton.LeftButton, pos=at)
        assert len(settings_of(bridge)["placed"]) == 2 * count
        wanted = panel.view._from_pixel(at.toPointF())
        np.testing.assert_allclose(settings_of(bridge)["placed"][-2:], wanted, atol=1e-3)
        assert len(panel.view.starts) == count
    bridge.store.undo()
    assert len(settings_of(bridge)["placed"]) == 2
    bridge.load(bridge.store.value)
    bridge.run(1)
    assert len(panel.view.decision.arrays["centres"]) == 1


def test_a_drag_carries_a_centre_with_one_undo(make):
    given = [0.0, 0.0, 0.8, 0.8]
    bridge, panel = make(start="by hand", placed=given, steps=0)
    at = pixel(panel, (0.8, 0.8))
    QTest.mousePress(panel.view, Qt.MouseButton.LeftButton, pos=at)
    for far in (10, 25, 40):
        QTest.mouseMove(panel.view, at + QPoint(far, 0))
    QTest.mouseRelease(panel.view, Qt.MouseButton.LeftButton, pos=at + QPoint(40, 0))
    placed = settings_of(bridge)["placed"]
    wanted = panel.view._from_pixel((at + QPoint(40, 0)).toPointF())
    np.testing.assert_allclose(placed[:2], [0.0, 0.0])
    np.testing.assert_allclose(placed[2:], wanted, atol=0.01)
    assert not bridge.store.value.blocks[0].moved, "no row was carried along"
    bridge.store.undo()
    assert list(settings_of(bridge)["placed"]) == given


@pytest.mark.parametrize("way", ["right button", "delete"])
def test_a_centre_is_taken_away(make, way):
    bridge, panel = make(start="by hand", placed=[0.0, 0.0, 0.8, 0.8], steps=0)
    at = pixel(panel, (0.0, 0.0))
    if way == "delete":
        QTest.mouseMove(panel.view, at)
        QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    else:
        QTest.mouseClick(panel.view, Qt.MouseButton.RightButton, pos=at)
    assert list(settings_of(bridge)["placed"]) == [0.8, 0.8]


def test_placing_in_many_features_leaves_the_hidden_ones(make):
    bridge, panel = make("iris", start="by hand", placed=[5.0, 3.0, 4.0, 1.0], steps=0,
                         panel={"view": "pair", "x": 2, "y": 3})  # fmt: skip
    at = pixel(panel, (4.0, 1.0))
    QTest.mousePress(panel.view, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(panel.view, at + QPoint(30, 0))
    QTest.mouseRelease(panel.view, Qt.MouseButton.LeftButton, pos=at + QPoint(30, 0))
    placed = settings_of(bridge)["placed"]
    assert placed[:2] == [5.0, 3.0]
    assert placed[2] > 4.1
    assert placed[3] == pytest.approx(1.0, abs=0.05)


def test_only_blocks_with_placed_centres_can_be_placed_by_hand(make):
    _, panel = make(model="dbscan", size=(900, 500))
    assert not panel.by_hand.isVisible()
    _, panel = make(size=(900, 500))
    assert panel.by_hand.isVisible()


def test_trails_without_a_models_own_are_what_was_seen(make):
    bridge, panel = make(model="gaussian-mixture", steps=0)
    seen = []
    for _ in range(6):
        bridge.run(1)
        if "trail" in panel.view.decision.arrays:
            return
        seen.append(panel.view._trail.shape[0])
    assert seen == sorted(seen)
    assert seen[-1] >= 2


def test_centres_glide_and_arrive(qtbot):
    ticks = []
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    glide = Glide(parent, lambda: ticks.append(1))
    assert glide.places is None
    start, goal = np.zeros((2, 2)), np.ones((2, 2))
    glide.show(start)
    np.testing.assert_array_equal(glide.places, start)
    time.sleep(0.2)
    glide.show(goal)
    assert (glide.places < 0.5).all(), "it sets out from where it was"
    qtbot.waitUntil(lambda: np.array_equal(glide.places, goal))
    assert ticks
    glide.show(start)
    glide.show(goal)
    np.testing.assert_array_equal(glide.places, goal, "what comes fast is shown at once")
    glide.show(np.zeros((3, 2)))
    np.testing.assert_array_equal(glide.places, np.zeros((3, 2)), "other centres appear")
    parent.hide()
    time.sleep(0.1)
    glide.show(np.ones((3, 2)))
    assert not glide.moving, "nobody looks"


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
def test_groups_have_colours_that_differ(theme):
    themes().choose(theme)
    colors = [group_color(group) for group in range(24)]
    assert [c.name() for c in colors[:8]] == [theme.color(f"class {i}").name() for i in range(8)]
    assert len({color.name() for color in colors}) == 24
    assert group_color(-1).name() == theme.color("secondary").name()
    colors[0].setRed(1)
    assert group_color(0).name() == theme.color("class 0").name(), "a copy was changed"
    themes().choose(DARK)


def test_soft_shares_are_mixed(make):
    _, panel = make(model="gaussian-mixture", steps=7)
    arrays = dict(panel.view.decision.arrays)
    hard = {name: value for name, value in arrays.items() if name != "shares"}
    mixed, plain = Grouping(arrays).plate().image, Grouping(hard).plate().image
    assert mixed != plain
