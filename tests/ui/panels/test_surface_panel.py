"""The surface panel: what it shows of every learner, and what pointing and clicking do."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage

from playground.ui.focus import Place
from playground.ui.panels.surface import DIVERGED, Surface
from playground.ui.plots.surface.relief import Relief, Scale, percent, smooth
from playground.ui.theme import DARK, LIGHT, themes

SIZES = [(350, 230), (900, 600)]
STATES = {
    "two classes": ("circle", {}),
    "three classes": ("iris", {}),
    "regression": ("regression-plane", {}),
    "one input": ("sine", {}),
    "64 inputs": ("digits", {}),
    "members": ("circle", {"members": 4}),
    "race": ("circle", {"experiment": {"kind": "batch-sizes", "sizes": [1, 9, 70]}}),
    "diverged": ("regression-plane", {"optimizer": {"kind": "sgd"}, "rate": 1e9}),
}


@pytest.fixture(autouse=True)
def dark():
    themes().choose(DARK)
    yield
    themes().choose(DARK)


class Hands:
    """Notes the jumps that a panel asks for."""

    def __init__(self):
        self.jumps = []

    def jump(self, *args):
        self.jumps.append(args)


def shown(qtbot, bridge, size=(500, 400), **settings):
    bridge.hands = Hands()
    panel = Surface(bridge, settings)
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    return panel


def pixels(widget):
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    return flat.copy()


@pytest.mark.parametrize("view", ["map", "space", "line"])
@pytest.mark.parametrize("state", list(STATES))
def test_no_state_leaves_it_blank(qtbot, bench, state, view):
    data, fit = STATES[state]
    for theme, size in zip((DARK, LIGHT), SIZES, strict=True):
        themes().choose(theme)
        bridge = bench(data, settings={"size": 60} if data == "circle" else {}, **fit)
        panel = shown(qtbot, bridge, size, view=view)
        before = pixels(panel)
        for _ in range(2):
            bridge.run(8)
        assert not panel._empty.isVisible()
        assert (pixels(panel) != before).mean() > 0.02
        assert len(np.unique(pixels(panel.body))) > 20


def test_a_diverged_learner_is_said_to_be(qtbot, bench):
    data, fit = STATES["diverged"]
    bridge = bench(data, **fit)
    panel = shown(qtbot, bridge)
    bridge.run(20)
    learner = bridge.session.built["fit-1"].learner
    learner.weights.flat[...] = np.nan
    bridge.pulse()
    assert panel.relief.arrays["gone"].all()
    assert panel.map.notice == DIVERGED
    assert panel.words.accessibleName() == DIVERGED


def test_a_learner_without_weights_is_told_apart_from_none(qtbot, bench, monkeypatch):
    monkeypatch.setattr(Surface, "suits", lambda self, info: False)
    panel = shown(qtbot, bench())
    assert "no loss to go down" in panel._empty.text()
    assert panel.requests() == ()


def test_pointing_shows_the_place_elsewhere_and_leaving_ends_it(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge)
    bridge.run(40)
    middle = panel.map.rect().center()
    seen = []
    bridge.focus.changed.connect(lambda: seen.append(bridge.focus.place))
    for step in range(6):
        qtbot.mouseMove(panel.map, middle + QPoint(step, 0))
    qtbot.waitUntil(lambda: bridge.focus.place is not None)
    place = bridge.focus.place
    assert isinstance(place, Place)
    assert place.learner == "fit-1"
    assert dict(place.plane)["plane"] == "path"
    x0, x1, y0, y1 = panel.relief.extent
    assert x0 < place.a < x1
    assert y0 < place.b < y1
    assert len(seen) <= 2  # six moves, far less than six places
    panel.map.leaveEvent(None)
    assert bridge.focus.place is None


def test_a_click_puts_the_network_there(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge)
    bridge.run(40)
    ball = panel.map.to_pixels(panel.relief.arrays["ball"])[0]
    at = QPoint(int(ball[0]), int(ball[1]))
    qtbot.mouseClick(panel.map, Qt.MouseButton.LeftButton, pos=at)
    ((learner, plane, a, b),) = bridge.hands.jumps
    assert learner == "fit-1"
    assert plane == panel.requests()[0].settings
    unit = (panel.relief.extent[1] - panel.relief.extent[0]) / panel.map.width()
    np.testing.assert_allclose([a, b], panel.relief.arrays["ball"][0], atol=2 * unit)


def test_hiding_lets_go_of_the_place(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge)
    bridge.run(10)
    bridge.focus.look_at(Place("fit-1", (), 0.0, 0.0))
    panel.hide()
    assert bridge.focus.place is None


def test_the_label_tells_the_loss(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge)
    bridge.run(40)
    x0, x1, y0, y1 = panel.relief.extent
    field = panel.relief.arrays["field"]
    assert panel.relief.at(x0 + 1e-9, y0 + 1e-9) == field[0, 0]
    assert panel.relief.at(x1 - 1e-9, y1 - 1e-9) == field[-1, -1]
    assert panel._read((x0 + x1) / 2, (y0 + y1) / 2).startswith("loss ")
    assert panel._read(x1 + 1, y0) == ""


def test_weights_can_be_chosen(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge, plane="weights")
    bridge.run(5)
    assert panel.picker.isVisible()
    assert panel.picker.first.itemText(0) == "dense-1 weight 1"
    panel.picker.second.setCurrentIndex(5)
    assert panel.settings.first == ("dense-1", "weight", 0)
    assert panel.settings.second == ("dense-1", "weight", 5)
    bridge.pulse()
    assert panel.relief.arrays["axes"].tolist() == ["dense-1 weight 1,1", "dense-1 weight 2,2"]


def test_the_words_tell_how_far_the_plane_is_to_be_trusted(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge)
    bridge.run(0)
    assert "begins here" in panel.words.accessibleName()
    bridge.run(200)
    told = f"{percent(float(panel.relief.arrays['explained']))} of the path"
    assert f"holds {told}" in panel.words.accessibleName()
    assert told in panel.header._subtitle.accessibleName()


def test_what_is_not_all_never_reads_as_all():
    assert percent(0.9321) == "93 %"
    assert percent(0.9999) == "over 99 %"
    assert percent(1.0) == "100 %"


def test_dragging_turns_the_scene(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge, view="space")
    bridge.run(40)
    before, azimuth = pixels(panel.scene), panel.scene.camera.azimuth
    qtbot.mousePress(panel.scene, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    qtbot.mouseMove(panel.scene, QPoint(260, 160))
    qtbot.mouseRelease(panel.scene, Qt.MouseButton.LeftButton, pos=QPoint(260, 160))
    assert panel.scene.camera.azimuth != azimuth
    assert (pixels(panel.scene) != before).any()


def seen(panel, places):
    """Return the pixels in the scene of places of the plane."""
    at, _, _ = panel.scene._placed(panel.relief, panel.scene.sight(panel.relief), places)
    return [QPoint(round(x), round(y)) for x, y in at]


def test_in_space_pointing_and_clicking_do_the_same_as_on_the_map(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge, view="space")
    bridge.run(40)
    qtbot.waitUntil(lambda: panel.scene.height() > 250)  # the layout has come to rest
    panel.scene.camera.elevation = 90.0
    x0, x1, y0, y1 = panel.relief.extent
    place = (x0 + 0.3 * (x1 - x0), y0 + 0.6 * (y1 - y0))
    (at,) = seen(panel, np.array([place]))
    qtbot.mouseMove(panel.scene, at)
    qtbot.waitUntil(lambda: bridge.focus.place is not None)
    unit = (x1 - x0) / panel.scene.width()
    found = bridge.focus.place
    np.testing.assert_allclose([found.a, found.b], place, atol=4 * unit)
    qtbot.mouseClick(panel.scene, Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: bool(bridge.hands.jumps))
    ((learner, plane, a, b),) = bridge.hands.jumps
    assert learner == "fit-1"
    assert plane == panel.requests()[0].settings
    np.testing.assert_allclose([a, b], place, atol=4 * unit)
    assert bridge.focus.place is None


def test_opengl_can_be_refused(qtbot, bench):
    panel = shown(qtbot, bench(), view="space")
    assert panel.scene.block.automatic
    panel.change(drawn="software")
    assert not panel.scene.block.automatic


# what is painted ---------------------------------------------------------------


def relief(field, **more):
    arrays = {
        "field": np.asarray(field, np.float32), "extent": np.array([0.0, 4.0, 0.0, 2.0]),
        "path": np.zeros((1, 1, 2)), "ball": np.zeros((1, 2)), "steps": np.array([0]),
        "gone": np.array([False]), "rows": np.array([3, 3]), "settled": np.array(False),
    }  # fmt: skip
    return Relief(arrays | more)


def test_dark_is_low_and_bright_is_high():
    image = relief(np.tile(np.logspace(-2, 0, 40), (20, 1))).image()
    left, right = image.pixelColor(1, 5), image.pixelColor(image.width() - 2, 5)
    assert left.lightness() < right.lightness()


def test_lines_of_equal_loss_lie_where_the_loss_is_theirs():
    x = np.linspace(0, 4, 81)[:-1] + 0.025
    made = relief(np.tile(10 ** (x - 3), (40, 1)))
    lines = made.lines()
    powers = lines[..., 0] - 3
    # Lines stand at whole multiples of the spacing on the logarithmic scale.
    spread = np.abs(powers - np.round(powers * 2) / 2)
    assert len(lines) > 100
    assert np.median(spread) < 0.01


def test_a_scale_of_losses_below_zero_has_a_floor_below_them():
    scale = Scale.of(np.array([[-3.0, 0.0], [1.0, 5.0]]))
    assert scale.floor < -3
    share = scale.share(np.array([-3.0, 0.0, 5.0, np.nan]))
    assert (np.diff(share[:3]) > 0).all()
    assert np.isnan(share[3])


def test_a_valley_far_above_zero_under_high_walls_is_told_apart():
    valley = np.linspace(1.0, 1.4, 300)
    walls = np.geomspace(10.0, 7000.0, 100)
    scale = Scale.of(np.concatenate([valley, walls])[None])
    low, high = scale.share(np.array([1.02, 1.4]))
    assert high - low > 0.15
    assert sum(scale.share(np.array([1.0]))[0] < level < high for level in scale.levels()) >= 3
    # Without walls, or down to nearly nothing, heights are counted from 0.
    assert Scale.of(valley[None]).floor == 0
    assert Scale.of(np.geomspace(1e-3, 10.0, 400)[None]).floor == 0


def test_smoothing_keeps_a_plane_a_plane():
    field = np.add.outer(np.arange(12.0), 2 * np.arange(9.0))
    finer = smooth(field)
    assert finer.shape == (36, 27)
    inner = finer[6:-6, 6:-6]
    np.testing.assert_allclose(np.diff(inner, axis=0), 1 / 3, atol=1e-5)
    np.testing.assert_allclose(np.diff(inner, axis=1), 2 / 3, atol=1e-5)


def test_the_cursor_reads_where_it_is(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, bridge)
    bridge.run(20)
    plain = pixels(panel.map)
    panel.map._cursor = QPointF(panel.map.width() / 2, panel.map.height() / 2)
    assert (pixels(panel.map) != plain).any()
