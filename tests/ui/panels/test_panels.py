"""Panels: they watch only while seen, draw what learners do, and keep their settings."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage

from playground.document.project import Placed, Project, Wire
from playground.ui.panel import PANELS, read_settings
from playground.ui.panel_menu import fill_menu
from playground.ui.panels.boundary import Boundary, BoundarySettings
from playground.ui.panels.curves import Curves
from playground.ui.plots.legend import place
from playground.ui.plots.picture import save_picture
from playground.ui.theme import DARK, LIGHT, set_scale, themes


@pytest.fixture(autouse=True)
def dark():
    themes().choose(DARK)
    yield
    themes().choose(DARK)
    set_scale(1.0)


def shown(qtbot, panel, size=(350, 230)):
    qtbot.addWidget(panel)
    panel.resize(*size)
    panel.show()
    return panel


def pixels(panel):
    image = panel.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width())
    return flat.copy()


@pytest.mark.parametrize("name", list(PANELS))
@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("data", ["circle", "sine", "iris", "regression-plane"])
def test_every_panel_draws_every_kind_of_data(qtbot, bench, name, theme, data):
    themes().choose(theme)
    bridge = bench(data)
    panel = shown(qtbot, PANELS[name](bridge))
    before = pixels(panel)
    bridge.run(5)
    if panel.learner is None:
        assert panel._empty.isVisible(), "what does not apply is told in words"
        told = panel._empty.text()
        assert "data" in told or told.startswith("Not applicable: ")
        return
    assert (pixels(panel) != before).any()


@pytest.mark.parametrize("name", list(PANELS))
def test_a_panel_without_a_learner_says_what_is_missing(qtbot, bench, name):
    panel = shown(qtbot, PANELS[name](bench.empty()))
    assert panel.requests() == ()
    assert "play" in panel._empty.text()
    assert panel._empty.isVisible()


@pytest.mark.parametrize("name", list(PANELS))
def test_a_panel_has_a_name_a_menu_and_tooltips(qtbot, bench, name):
    panel = shown(qtbot, PANELS[name](bench()))
    fill_menu(panel.header.menu, panel)
    texts = [action.text() for action in panel.header.menu.actions()]
    assert {"Save picture…", "Close panel", "Maximise or restore"} <= set(texts)
    assert panel.accessibleName()
    assert panel.header._button.accessibleName()
    assert panel.header._button.toolTip()


def test_a_hidden_panel_asks_for_nothing(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, Boundary(bridge))
    assert len(bridge.watched[id(panel)]) == 1
    panel.hide()
    assert bridge.watched[id(panel)] == ()
    panel.show()
    assert len(bridge.watched[id(panel)]) == 1


def test_the_field_takes_the_colour_of_the_class(qtbot, bench):
    bridge = bench("circle", rate=0.1)
    panel = shown(qtbot, Boundary(bridge))
    bridge.run(300)
    field = next(iter(panel.snapshots.values())).arrays["field"]
    image = panel.plane._plate.image
    row, column = np.unravel_index(field[..., 0].argmax(), field.shape[:2])
    color = image.pixelColor(int(column), image.height() - 1 - int(row))
    assert color.blue() > color.red()
    row, column = np.unravel_index(field[..., 1].argmax(), field.shape[:2])
    color = image.pixelColor(int(column), image.height() - 1 - int(row))
    assert color.red() > color.blue()


def test_the_label_at_the_cursor_tells_the_decision(qtbot, bench):
    bridge = bench("circle")
    panel = shown(qtbot, Boundary(bridge))
    bridge.run(20)
    assert "%" in panel.plane.read(0.0, 0.0)
    assert panel.plane.read(1e6, 0.0) == ""


def test_the_picture_stands_still_while_it_is_trained_and_redrawn(qtbot, bench):
    bridge = bench("circle")
    panel = shown(qtbot, Boundary(bridge))
    bridge.run(5)
    first, layer = panel.plane._plate.extent, panel.plane._sample_layer()
    bridge.run(5)
    panel.grab()
    assert panel.plane._plate.extent == first
    assert panel.plane._sample_layer() is layer


def test_both_axes_have_one_scale(qtbot, bench):
    bridge = bench("circle")
    panel = shown(qtbot, Boundary(bridge), (700, 240))
    bridge.run(1)
    corner = panel.plane.pixels_of(np.array([[0.0, 0.0], [1.0, 1.0]]))
    across, up = np.abs(corner[1] - corner[0])
    assert across == pytest.approx(up)


def test_the_shape_asked_for_is_that_of_the_picture_before_it_is_seen(qtbot, bench):
    bridge = bench("circle")
    panel = Boundary(bridge)
    panel.resize(630, 330)
    panel.layout().activate()
    first = panel.requests()
    assert dict(first[0].settings)["aspect"] == pytest.approx(630 / 300, abs=0.07)
    bridge.run(1)
    assert shown(qtbot, panel, (630, 330)).requests() == first


def test_the_legend_goes_where_it_hides_no_point():
    area, size = QRectF(0, 0, 400, 300), QSizeF(120, 20)
    low = place(size, area, np.array([[300.0, 20.0]]))
    assert low.left() < 20
    assert low.bottom() > 280
    high = place(size, area, np.array([[60.0, 285.0]]))
    assert high.right() > 380
    assert high.top() < 20


def test_a_feature_pair_is_asked_for(qtbot, bench):
    panel = shown(qtbot, Boundary(bench("iris")))
    with qtbot.waitSignal(panel.settings_changed) as kept:
        panel.picker.first.setCurrentIndex(3)
    assert kept.args[0]["view"] == "pair"
    settings = dict(panel.requests()[0].settings)
    assert (settings["view"], settings["x"]) == ("pair", 2)
    assert settings["y"] != 2


def test_a_new_look_needs_no_new_measurement(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, Boundary(bridge))
    bridge.run(5)
    before, requests = pixels(panel), panel.requests()
    panel.change(discrete=True, test=False)
    assert panel.requests() == requests
    assert (pixels(panel) != before).any()


def test_a_diverged_learner_is_announced(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, Boundary(bridge))
    bridge.run(1)
    bridge.session.built["fit-1"].learner.weights.flat[:] = np.nan
    bridge.pulse()
    assert "diverged" in panel.plane.notice


def test_one_of_several_learners_is_shown(qtbot, bench):
    bridge = bench(fits=2)
    panel = shown(qtbot, Boundary(bridge))
    assert panel.requests()[0].learner == "fit-1"
    panel.change(learner="fit-2")
    assert panel.requests()[0].learner == "fit-2"
    bridge.run(2)
    assert panel.header._subtitle._text.startswith("Fit 2")


def test_wrong_settings_of_a_file_are_left_out():
    settings = read_settings(BoundarySettings, {"test": 5, "isolines": True, "unheard": 1})
    assert settings == BoundarySettings(isolines=True)


@pytest.mark.parametrize("name", list(PANELS))
@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_a_panel_is_saved_as_a_picture(qtbot, bench, tmp_path, name, kind):
    bridge = bench()
    panel = shown(qtbot, PANELS[name](bridge))
    bridge.run(5)
    save_picture(panel, tmp_path / f"picture.{kind}")
    start = (tmp_path / f"picture.{kind}").read_bytes()[:200]
    assert {"png": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF"}[kind] in start


def test_another_kind_of_picture_is_refused_in_words(qtbot, bench, tmp_path):
    panel = shown(qtbot, Boundary(bench()))
    with pytest.raises(ValueError, match=".svg"):
        save_picture(panel, tmp_path / "picture.bmp")


def test_curves_grow_and_tell_the_latest_values(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, Curves(bridge))
    bridge.run(40)
    names = [name for name, _, _ in panel.keys._keys]
    assert {"train", "test"} <= set(names)
    assert len(panel.loss.drawing.lines) >= 3
    assert panel.loss.drawing.levels[0].label == "baseline"


def test_the_cursor_reads_curves_at_its_step(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, Curves(bridge), (900, 400))
    bridge.run(50)
    panel.loss.point_at(7.0)
    shown_values = {name: value for name, value, _ in panel.keys._keys}
    expected = bridge.traces["fit-1"].value_at("train_loss", 7)[0]
    assert float(shown_values["train loss"]) == pytest.approx(expected, rel=1e-2)
    assert "step 7" in panel.header._subtitle._text
    assert panel.score.cursor_x == 7.0


def test_members_are_thin_and_their_median_is_bold(qtbot, bench):
    bridge = bench(members=4)
    panel = shown(qtbot, Curves(bridge))
    bridge.run(20)
    widths = sorted(line.width for line in panel.loss.drawing.lines)
    assert sum(width < 1 for width in widths) >= 4
    few = len(widths)
    panel.change(members=False)
    assert len(panel.loss.drawing.lines) < few


def test_loss_and_score_stand_side_by_side_when_wide(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, Curves(bridge))
    bridge.run(5)
    assert panel.loss.isVisible()
    assert not panel.score.isVisible()
    panel.resize(900, 300)
    assert panel.score.isVisible()


def test_nothing_in_a_header_is_cut_at_a_large_scale(qtbot, bench):
    set_scale(1.5)
    bridge = bench("iris")
    for name in PANELS:
        panel = shown(qtbot, PANELS[name](bridge, {"view": "pair"}), (525, 345))
        bridge.run(1)
        header = panel.header
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        for child in header.findChildren(type(header._button)):
            if child.isVisible():
                assert child.height() <= header.height()
                words = child.fontMetrics().horizontalAdvance(child.text())
                folded = child.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
                assert child.width() >= (child.iconSize().width() if folded else words)


def test_a_control_without_room_moves_into_the_menu(qtbot, bench):
    bridge = bench()
    panel = shown(qtbot, PANELS["warp"](bridge), (600, 300))
    bridge.run(1)
    panel.axes.setVisible(True)
    assert panel.axes.isVisible()
    assert panel.header.left_out() == []
    panel.resize(240, 300)
    assert not panel.axes.isVisible()
    assert panel.space.isVisible(), "the switch keeps its room"
    fill_menu(panel.header.menu, panel)
    assert "Axes" in [action.text() for action in panel.header.menu.actions()]
    words = panel.space._buttons.values()
    qtbot.waitUntil(lambda: all(b.width() >= b.sizeHint().width() for b in words))
    panel.resize(600, 300)
    assert panel.axes.isVisible()


@pytest.mark.parametrize("name", ["backprop", "warp", "boundary", "members"])
def test_what_needs_rows_says_so_beside_a_test_function(qtbot, bench, name):
    blocks = (Placed("bowl-1", "bowl"), Placed("fit-1", "fit"))
    bridge = bench.empty()
    bridge.load(Project(blocks=blocks, wires=(Wire("bowl-1", "fit-1"),)))
    panel = shown(qtbot, PANELS[name](bridge), (350, 230))
    assert "Not applicable" in panel._empty.text()
    assert "Nothing to draw yet" in shown(qtbot, PANELS[name](bench.empty()))._empty.text()
